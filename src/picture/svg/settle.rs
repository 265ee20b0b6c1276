//! How high each thing in a column stands: lines as straight as can be, and no more room than needed.
//!
//! The order within the columns is given. Each thing is drawn to the mean height of what it is tied to in the
//! neighbouring columns; a whole column at a time is moved to the heights nearest to that which keep order and
//! distances. The latter is an isotonic regression, solved exactly by pooling adjacent violators (Ayer et al. 1955).
//! Columns are swept back and forth until little moves.

/// A node, a label, or the lane of a line that passes through a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Which column it stands in, from 0.
    pub(super) column: usize,
    /// Half of its height.
    pub(super) half: f64,
    /// The room that it wants above and below.
    pub(super) gap: f64,
    /// The height of its centre.
    pub(super) y: f64,
}

/// A tie between the heights of two items, each with the distance of the line's end from the item's centre.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    pub(super) ends: [usize; 2],
    pub(super) offsets: [f64; 2],
    pub(super) weight: f64,
}

/// Moves the items; `ties` is asked anew in every round, because the ends of lines follow the heights.
pub(super) fn settle(items: &mut [Item], ties: impl Fn(&[Item]) -> Vec<Tie>) {
    let columns = items.iter().map(|i| i.column + 1).max().unwrap_or(0);
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (number, item) in items.iter().enumerate() {
        order[item.column].push(number);
    }
    for column in &mut order {
        column.sort_by(|&a, &b| items[a].y.total_cmp(&items[b].y).then(a.cmp(&b)));
    }
    for round in 0..24 {
        let ties = ties(items);
        let mut tied: Vec<Vec<(usize, f64, f64)>> = vec![Vec::new(); items.len()];
        for tie in &ties {
            let [a, b] = tie.ends;
            let difference = tie.offsets[1] - tie.offsets[0];
            tied[a].push((b, difference, tie.weight));
            tied[b].push((a, -difference, tie.weight));
        }
        for step in 0..columns {
            let column = if round % 2 == 0 { step } else { columns - 1 - step };
            place(items, &order[column], &tied);
        }
    }
}

/// Moves the items of one column, given from top to bottom.
fn place(items: &mut [Item], order: &[usize], tied: &[Vec<(usize, f64, f64)>]) {
    // Each block is a run of items that touch: the sum of weighted wishes, the weights, and how many items.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    let mut depth = 0.0;
    let mut depths = Vec::with_capacity(order.len());
    for (place, &number) in order.iter().enumerate() {
        let item = items[number];
        if place > 0 {
            let above = items[order[place - 1]];
            depth += above.half + item.half + above.gap.min(item.gap);
        }
        depths.push(depth);
        let weight: f64 = tied[number].iter().map(|(.., weight)| weight).sum();
        let (wish, weight) = if weight > 0.0 {
            let sum: f64 = tied[number].iter().map(|&(other, offset, weight)| weight * (items[other].y + offset)).sum();
            (sum / weight, weight)
        } else {
            (item.y, 0.1)
        };
        blocks.push(((wish - depth) * weight, weight, 1));
        while let [.., above, below] = blocks.as_slice() {
            if above.0 / above.1 <= below.0 / below.1 {
                break;
            }
            let joined = (above.0 + below.0, above.1 + below.1, above.2 + below.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let mut place = 0;
    for (sum, weight, count) in blocks {
        for _ in 0..count {
            items[order[place]].y = sum / weight + depths[place];
            place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_distance_are_kept_and_lines_are_straight() {
        let item = |column, y| Item { column, half: 10.0, gap: 4.0, y };
        let mut items = vec![item(0, 0.0), item(0, 500.0), item(1, 90.0), item(1, 100.0)];
        let tie = |a, b| Tie { ends: [a, b], offsets: [0.0; 2], weight: 1.0 };
        settle(&mut items, |_| vec![tie(0, 2), tie(1, 3)]);
        let y: Vec<f64> = items.iter().map(|i| i.y.round()).collect();
        assert!((y[0] - y[2]).abs() < 2.0 && (y[1] - y[3]).abs() < 2.0, "{y:?}");
        assert!(items[1].y - items[0].y >= 23.99 && items[3].y - items[2].y >= 23.99, "{y:?}");
    }

    #[test]
    fn lines_that_cross_push_against_the_distance_only() {
        let item = |column, y| Item { column, half: 5.0, gap: 2.0, y };
        let mut items = vec![item(0, 0.0), item(0, 100.0), item(1, 0.0), item(1, 300.0)];
        let tie = |a, b| Tie { ends: [a, b], offsets: [0.0; 2], weight: 1.0 };
        settle(&mut items, |_| vec![tie(0, 3), tie(1, 2)]);
        assert!((items[1].y - items[0].y - 12.0).abs() < 0.01 && (items[3].y - items[2].y - 12.0).abs() < 0.01);
    }
}
