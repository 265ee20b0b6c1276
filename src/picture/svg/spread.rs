//! Boxes that may overlap → boxes that do not, moved as little as can be in the order in which they stood.
//!
//! First the whole is stretched while too many overlap; then what still does is pushed apart along the shorter way,
//! half each, until nothing is left. The pairs are found by a sweep from left to right.

use super::geometry::{Block, Point};

/// The most rounds of pushing; each leaves less, and few graphs need fifty.
const ROUNDS: usize = 400;

/// Moves the boxes around 0, 0 until they keep `gap` from each other. The whole is stretched first while more pairs
/// than `tolerated` for each box overlap.
pub(super) fn spread(blocks: &mut [Block], gap: Point, tolerated: f64) {
    if blocks.len() < 2 {
        return;
    }
    let padded = |block: &Block| {
        let mut block = *block;
        block.size.width += gap.x;
        block.size.height += gap.y;
        block
    };
    for _ in 0..40 {
        let grown: Vec<Block> = blocks.iter().map(padded).collect();
        if (pairs(&grown).len() as f64) <= tolerated * blocks.len() as f64 {
            break;
        }
        for block in blocks.iter_mut() {
            block.centre = block.centre.times(1.08);
        }
    }
    for round in 0..ROUNDS {
        let grown: Vec<Block> = blocks.iter().map(padded).collect();
        let pairs = pairs(&grown);
        if pairs.is_empty() {
            return;
        }
        // Pushed a little too far, so that chains of boxes come to rest.
        let share = if round < 60 { 0.5 } else { 0.55 };
        let mut moves = vec![(Point::default(), 0.0f64); blocks.len()];
        for (a, b) in pairs {
            let way = grown[b].centre.minus(grown[a].centre);
            let x = f64::midpoint(grown[a].size.width, grown[b].size.width) - way.x.abs();
            let y = f64::midpoint(grown[a].size.height, grown[b].size.height) - way.y.abs();
            let side = |v: f64| if v > 0.0 || (v == 0.0 && a < b) { 1.0 } else { -1.0 };
            let push = if x < y { Point::new(side(way.x) * x, 0.0) } else { Point::new(0.0, side(way.y) * y) };
            moves[a].0 = moves[a].0.minus(push.times(share));
            moves[b].0 = moves[b].0.plus(push.times(share));
            moves[a].1 += 1.0;
            moves[b].1 += 1.0;
        }
        for (block, (sum, count)) in blocks.iter_mut().zip(moves) {
            if count > 0.0 {
                // Those pushed from several sides go the mean of it, not the sum.
                let damped = 1.0 / (1.0 + 0.35 * (count - 1.0));
                block.centre = block.centre.plus(sum.times(damped));
            }
        }
        if round % 80 == 79 {
            for block in blocks.iter_mut() {
                block.centre = block.centre.times(1.06);
            }
        }
    }
    // Whatever is left is put into rows below: it cannot overlap there.
    let left: Vec<usize> = {
        let grown: Vec<Block> = blocks.iter().map(padded).collect();
        let mut moved: Vec<usize> = pairs(&grown).into_iter().map(|(_, b)| b).collect();
        moved.sort_unstable();
        moved.dedup();
        moved
    };
    let whole = Block::around(blocks.iter().copied());
    let (mut x, mut y, mut row) = (whole.left(), whole.bottom() + gap.y, 0.0f64);
    for number in left {
        let size = blocks[number].size;
        if x + size.width > whole.right() {
            (x, y, row) = (whole.left(), y + row + gap.y, 0.0);
        }
        blocks[number].centre = Point::new(x + size.width / 2.0, y + size.height / 2.0);
        x += size.width + gap.x;
        row = row.max(size.height);
    }
}

/// The pairs that overlap, in order.
pub(super) fn pairs(blocks: &[Block]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|&a, &b| blocks[a].left().total_cmp(&blocks[b].left()).then(a.cmp(&b)));
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for number in order {
        let block = blocks[number];
        open.retain(|&other| blocks[other].right() > block.left());
        pairs.extend(open.iter().filter(|&&o| blocks[o].overlaps(block)).map(|&o| (o.min(number), o.max(number))));
        open.push(number);
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::picture::svg::geometry::Size;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_overlaps_afterwards(
            boxes in prop::collection::vec((0.0..300.0f64, 0.0..200.0f64, 20.0..160.0f64, 20.0..60.0f64), 2..80),
        ) {
            let block = |&(x, y, width, height): &_| Block::new(Point::new(x, y), Size { width, height });
            let mut blocks: Vec<Block> = boxes.iter().map(block).collect();
            spread(&mut blocks, Point::new(8.0, 6.0), 0.5);
            prop_assert!(pairs(&blocks).is_empty());
        }
    }

    #[test]
    fn boxes_on_one_spot_part_too() {
        let mut blocks = vec![Block::new(Point::default(), Size { width: 50.0, height: 20.0 }); 30];
        spread(&mut blocks, Point::new(8.0, 6.0), 0.5);
        assert!(pairs(&blocks).is_empty());
    }
}
