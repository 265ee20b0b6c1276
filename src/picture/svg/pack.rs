//! Parts of a picture that are not connected → where each stands, close together on a page of a given form.
//!
//! Each part covers cells of a grid; the parts are put one after the other, the largest first, where they fit and the
//! page grows least. So small parts fill the corners that large ones leave. Source: Freivalds, Dogrusoz and Kikusts,
//! *Disconnected graph layout and the polyomino packing approach*, 2002.

use std::collections::{BTreeSet, HashSet};

use super::geometry::{Block, Point};

/// Half a cell is the least room between parts.
const CELL: f64 = 26.0;

type Cell = (i32, i32);

/// By how far each part must be moved; each is given by the boxes that it covers.
pub(super) fn pack(parts: &[Vec<Block>], form: f64) -> Vec<Point> {
    // Many small parts: coarser cells keep the work in bounds.
    let area: f64 = parts.iter().map(|part| Block::around(part.iter().copied()).size).map(|s| s.width * s.height).sum();
    let cell = CELL.max((area / 40_000.0).sqrt());
    let shapes: Vec<BTreeSet<Cell>> = parts.iter().map(|part| cells(part, cell)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&part| (std::cmp::Reverse(shapes[part].len()), part));
    let mut taken = Taken::default();
    let mut offsets = vec![Point::default(); parts.len()];
    for part in order {
        let shape = &shapes[part];
        let Some(at) = taken.best(shape, form) else { continue };
        offsets[part] = Point::new(f64::from(at.0) * cell, f64::from(at.1) * cell);
        taken.add(shape, at);
    }
    offsets
}

fn cells(part: &[Block], cell: f64) -> BTreeSet<Cell> {
    let index = |v: f64| (v / cell).floor() as i32;
    let mut cells = BTreeSet::new();
    for block in part {
        let block = block.grown(cell / 2.0);
        for x in index(block.left())..=index(block.right()) {
            for y in index(block.top())..=index(block.bottom()) {
                cells.insert((x, y));
            }
        }
    }
    cells
}

/// The cells that are taken, by rows, and their bounds.
#[derive(Default)]
struct Taken {
    cells: HashSet<Cell>,
    bounds: Option<[i32; 4]>,
}

impl Taken {
    fn add(&mut self, shape: &BTreeSet<Cell>, (dx, dy): Cell) {
        self.cells.extend(shape.iter().map(|(x, y)| (x + dx, y + dy)));
        self.bounds = Some(joined(self.bounds, moved(bounds(shape), (dx, dy))));
    }

    /// Where the page becomes least; of equals the uppermost, then the leftmost.
    fn best(&self, shape: &BTreeSet<Cell>, form: f64) -> Option<Cell> {
        if shape.is_empty() {
            return None;
        }
        let own = bounds(shape);
        let Some(page) = self.bounds else { return Some((-own[0], -own[1])) };
        let (width, height) = (own[2] - own[0] + 1, own[3] - own[1] + 1);
        let mut best: Option<(f64, Cell)> = None;
        for y in page[1] - height..=page[3] + 1 {
            for x in page[0] - width..=page[2] + 1 {
                let by = (x - own[0], y - own[1]);
                let grown = joined(self.bounds, moved(own, by));
                let size = |from: usize| f64::from(grown[from + 2] - grown[from] + 1);
                let cost = size(0).max(size(1) * form);
                if best.is_none_or(|(least, _)| cost < least) && self.is_free(shape, by) {
                    best = Some((cost, by));
                }
            }
        }
        best.map(|(_, at)| at)
    }

    fn is_free(&self, shape: &BTreeSet<Cell>, (dx, dy): Cell) -> bool {
        shape.iter().all(|(x, y)| !self.cells.contains(&(x + dx, y + dy)))
    }
}

fn bounds(shape: &BTreeSet<Cell>) -> [i32; 4] {
    shape.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], |[a, b, c, d], &(x, y)| {
        [a.min(x), b.min(y), c.max(x), d.max(y)]
    })
}

fn moved([a, b, c, d]: [i32; 4], (x, y): Cell) -> [i32; 4] {
    [a + x, b + y, c + x, d + y]
}

fn joined(page: Option<[i32; 4]>, own: [i32; 4]) -> [i32; 4] {
    page.map_or(own, |p| [p[0].min(own[0]), p[1].min(own[1]), p[2].max(own[2]), p[3].max(own[3])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::svg::geometry::Size;
    use crate::picture::svg::spread::pairs;

    fn block(x: f64, y: f64, width: f64, height: f64) -> Block {
        Block::new(Point::new(x, y), Size { width, height })
    }

    #[test]
    fn small_parts_fill_the_corners_of_large_ones() {
        // An L of two bars, and a box that fits into its corner.
        let parts =
            [vec![block(0.0, 0.0, 40.0, 600.0), block(300.0, 300.0, 600.0, 40.0)], vec![block(0.0, 0.0, 200.0, 200.0)]];
        let offsets = pack(&parts, 1.0);
        let placed: Vec<Block> = parts
            .iter()
            .zip(offsets)
            .flat_map(|(part, off)| part.iter().map(move |b| Block::new(b.centre.plus(off), b.size)))
            .collect();
        assert_eq!(pairs(&placed)[..], [(0, 1)], "only the bars of the L meet");
        let whole = Block::around(placed);
        assert!(whole.size.width < 680.0 && whole.size.height < 680.0, "{whole:?}");
    }

    #[test]
    fn many_pairs_become_a_page() {
        let parts = vec![vec![block(0.0, 0.0, 200.0, 30.0)]; 40];
        let offsets = pack(&parts, 1.45);
        let placed: Vec<Block> = offsets.iter().map(|off| block(off.x, off.y, 200.0, 30.0)).collect();
        let whole = Block::around(placed.iter().copied());
        assert!(pairs(&placed).is_empty());
        let form = whole.size.width / whole.size.height;
        assert!((0.9..2.2).contains(&form), "{form}");
    }
}
