//! Nodes that stand where they stand → how the lines between them bend and where their labels go.
//!
//! Each line is a bow. Of some bends the one is taken that crosses the fewest boxes and bends least; of some places
//! along it the first that lies on no node and on no label. A label that has no such place is not drawn: the line's
//! tooltip has its words. Boxes and points are looked up in a grid of square cells, so that time grows with the lines.

use std::collections::{BTreeMap, HashMap};

use super::geometry::{Block, Bow, Point, Size};

/// A line to draw.
#[derive(Debug, Clone)]
pub(super) struct Wire {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its label in full and in short, the one that is wanted most first.
    pub(super) labels: Vec<Size>,
    /// How far it bends to the left of the way from its start if nothing is in the way.
    pub(super) bend: f64,
}

/// Where a line runs, and the centre of its label with the number of its form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Routed {
    pub(super) bow: Bow,
    pub(super) label: Option<(Point, usize)>,
}

/// Places along a line where its label may stand, the best first.
const PLACES: [f64; 13] = [0.5, 0.46, 0.54, 0.42, 0.58, 0.37, 0.63, 0.32, 0.68, 0.27, 0.73, 0.22, 0.78];
/// How far a line may bend from where it wants to, in pixels.
const BENDS: [f64; 13] = [0.0, 18.0, -18.0, 36.0, -36.0, 58.0, -58.0, 84.0, -84.0, 120.0, -120.0, 165.0, -165.0];
/// How far apart the lines of one pair run.
const LANE: f64 = 24.0;
/// The points at which a line is looked at.
const STEP: f64 = 9.0;

/// Finds the way of every line, the first ones first.
pub(super) fn route(nodes: &[Block], wires: &[Wire]) -> Vec<Routed> {
    let mut boxes = Grid::default();
    for (number, node) in nodes.iter().enumerate() {
        boxes.add(node.grown(5.0), number);
    }
    let wanted = lanes(wires);
    // Nodes have numbers from 0, labels from the number of nodes on.
    let mut labels = Grid::default();
    let mut tracks = Grid::default();
    let mut routed = Vec::with_capacity(wires.len());
    for (number, (wire, lane)) in wires.iter().zip(wanted).enumerate() {
        let ends = [nodes[wire.from], nodes[wire.to]];
        let way = ends[1].centre.minus(ends[0].centre);
        let length = way.length();
        let most = (length * 0.42).max(30.0);
        let bow = |bend: f64| {
            // The middle of a quadratic curve lies half way to its corner.
            let corner = ends[0].centre.between(ends[1].centre, 0.5).plus(way.unit().turned().times(-2.0 * bend));
            Bow([ends[0].centre, corner, ends[1].centre])
        };
        let mut best: Option<(f64, Bow, Vec<Point>)> = None;
        for off in BENDS {
            let bend = lane + off;
            if off != 0.0 && bend.abs() > most.max(lane.abs()) {
                continue;
            }
            let bow = bow(bend);
            let points = points(&bow, length);
            let mut cost = off.abs() * 0.35 + bend.abs() * 0.05;
            for point in &points {
                cost += 26.0 * boxes.at(*point).filter(|&n| n != wire.from && n != wire.to).count() as f64;
                cost += 7.0 * labels.at(*point).count() as f64;
            }
            if best.as_ref().is_none_or(|(least, ..)| cost < *least - 1e-9) {
                best = Some((cost, bow, points));
            }
        }
        let (_, bow, points) = best.expect("the first bend is always tried");
        let label = place(&bow, wire, [&boxes, &labels, &tracks]);
        if let Some((centre, form)) = label {
            labels.add(Block::new(centre, wire.labels[form]).grown(2.0), nodes.len() + number);
        }
        for point in points {
            tracks.add(Block::new(point, Size { width: 1.0, height: 1.0 }), number);
        }
        routed.push(Routed { bow, label });
    }
    routed
}

/// The bends that part the lines of one pair of nodes.
fn lanes(wires: &[Wire]) -> Vec<f64> {
    let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (number, wire) in wires.iter().enumerate() {
        pairs.entry((wire.from.min(wire.to), wire.from.max(wire.to))).or_default().push(number);
    }
    let mut bends = vec![0.0; wires.len()];
    for ((first, _), members) in pairs {
        let middle = (members.len() - 1) as f64 / 2.0;
        let room = |&number: &usize| wires[number].labels.first().map_or(0.0, |label| label.height);
        let apart = members.iter().map(room).fold(LANE - 6.0, f64::max) + 6.0;
        for (place, number) in members.into_iter().enumerate() {
            let bend = (place as f64 - middle) * apart;
            // Seen from the other end, left is right.
            bends[number] = wires[number].bend + if wires[number].from == first { bend } else { -bend };
        }
    }
    bends
}

fn points(bow: &Bow, length: f64) -> Vec<Point> {
    let steps = (length / STEP).ceil().clamp(4.0, 240.0) as usize;
    (0..=steps).map(|i| bow.at(i as f64 / steps as f64)).collect()
}

fn place(bow: &Bow, wire: &Wire, [boxes, labels, tracks]: [&Grid; 3]) -> Option<(Point, usize)> {
    for (form, size) in wire.labels.iter().enumerate() {
        let mut best: Option<(f64, Point)> = None;
        for (rank, t) in PLACES.into_iter().enumerate() {
            let block = Block::new(bow.at(t), *size);
            if boxes.meets(block) || labels.meets(block) {
                continue;
            }
            let cost = rank as f64 + 4.0 * tracks.inside(block) as f64;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, block.centre));
            }
        }
        if let Some((_, centre)) = best {
            return Some((centre, form));
        }
    }
    None
}

/// Boxes by the cells that they touch.
#[derive(Debug, Default)]
struct Grid {
    cells: HashMap<(i32, i32), Vec<usize>>,
    blocks: Vec<(Block, usize)>,
}

const CELL: f64 = 72.0;

impl Grid {
    fn add(&mut self, block: Block, name: usize) {
        let number = self.blocks.len();
        self.blocks.push((block, name));
        for cell in cells(block) {
            self.cells.entry(cell).or_default().push(number);
        }
    }

    /// The names of the boxes around a point.
    fn at(&self, point: Point) -> impl Iterator<Item = usize> {
        let cell = ((point.x / CELL).floor() as i32, (point.y / CELL).floor() as i32);
        let here = self.cells.get(&cell).into_iter().flatten().map(|&number| self.blocks[number]);
        here.filter(move |(block, _)| block.holds(point)).map(|(_, name)| name)
    }

    fn meets(&self, block: Block) -> bool {
        cells(block).any(|cell| {
            self.cells.get(&cell).into_iter().flatten().any(|&number| self.blocks[number].0.overlaps(block))
        })
    }

    /// How many different lines have a point in the box.
    fn inside(&self, block: Block) -> usize {
        let touched = cells(block).filter_map(|cell| self.cells.get(&cell)).flatten();
        let mut names: Vec<usize> =
            touched.filter(|&&n| block.holds(self.blocks[n].0.centre)).map(|&n| self.blocks[n].1).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }
}

fn cells(block: Block) -> impl Iterator<Item = (i32, i32)> {
    let cell = |v: f64| (v / CELL).floor() as i32;
    let (left, right, top, bottom) = (cell(block.left()), cell(block.right()), cell(block.top()), cell(block.bottom()));
    (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(x: f64, y: f64) -> Block {
        Block::new(Point::new(x, y), Size { width: 60.0, height: 30.0 })
    }

    fn wire(from: usize, to: usize) -> Wire {
        Wire { from, to, labels: vec![Size { width: 50.0, height: 16.0 }], bend: 0.0 }
    }

    #[test]
    fn a_line_bends_around_what_stands_in_its_way() {
        let nodes = [node(0.0, 0.0), node(200.0, 0.0), node(400.0, 0.0)];
        let routed = route(&nodes, &[wire(0, 2)]);
        assert!(points(&routed[0].bow, 400.0).iter().all(|p| !nodes[1].holds(*p)));
        let free = route(&nodes[..2], &[wire(0, 1)]);
        assert_eq!(free[0].bow.at(0.5), Point::new(100.0, 0.0));
    }

    #[test]
    fn lines_of_one_pair_run_apart_and_their_labels_do_not_touch() {
        let nodes = [node(0.0, 0.0), node(300.0, 0.0)];
        let routed = route(&nodes, &[wire(0, 1), wire(1, 0), wire(0, 1)]);
        let size = Size { width: 50.0, height: 16.0 };
        let labels: Vec<Block> = routed.iter().map(|r| Block::new(r.label.unwrap().0, size)).collect();
        for (i, a) in labels.iter().enumerate() {
            assert!(labels[i + 1..].iter().all(|b| !a.overlaps(*b)));
        }
    }

    #[test]
    fn a_label_without_room_is_left_away() {
        let nodes = [node(0.0, 0.0), node(66.0, 0.0)];
        assert!(route(&nodes, &[wire(0, 1)])[0].label.is_none());
    }
}
