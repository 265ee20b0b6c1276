//! Which column each node stands in, before the layout orders and places them.
//!
//! Layered layouts take the columns from the direction of the arrows; a long chain then makes a picture far wider than
//! a page. Here the number of columns is given, and nodes are moved between them until no line joins two nodes of one
//! column, lines are short and run to the right, and the columns are equally full. Local search from a breadth-first
//! start: some forty nodes need no more.

use std::collections::VecDeque;

/// An edge between two nodes with the number of its assertions.
pub(super) type Link = (usize, usize, usize);

/// Assigns `columns` columns to nodes of the given heights; every node of a connected graph gets one, from 0.
pub(super) fn assign(heights: &[f64], links: &[Link], columns: usize) -> Vec<usize> {
    let mut column = start(heights.len(), links, columns);
    let mut neighbours = vec![Vec::new(); heights.len()];
    for &(from, to, count) in links {
        let weight = 1.0 + libm::log(count as f64);
        neighbours[from].push((to, weight, 1.0));
        neighbours[to].push((from, weight, -1.0));
    }
    let mut filled = vec![0.0; columns];
    for (node, &height) in heights.iter().enumerate() {
        filled[column[node]] += height;
    }
    let fair = heights.iter().sum::<f64>() / columns as f64;
    // Every move lowers the cost; the bound is for arithmetic that would not.
    for _ in 0..60 {
        let mut moved = false;
        for node in 0..heights.len() {
            let here = column[node];
            let cost = |there: usize| {
                let load = if there == here { filled[here] - heights[node] } else { filled[there] };
                let ties: f64 = neighbours[node]
                    .iter()
                    .map(|&(other, weight, sign)| weight * stretch((column[other] as f64 - there as f64) * sign))
                    .sum();
                ties + 1.2 * load / fair
            };
            let best = (0..columns).min_by(|&a, &b| cost(a).total_cmp(&cost(b)).then(a.cmp(&b))).unwrap_or(here);
            if cost(best) + 1e-9 < cost(here) {
                filled[here] -= heights[node];
                filled[best] += heights[node];
                column[node] = best;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    compact(&mut column, columns);
    column
}

/// What it costs that a line spans so many columns to the right.
fn stretch(columns: f64) -> f64 {
    let backward = if columns < 0.0 { 0.5 } else { 0.0 };
    match columns.abs() {
        length if length < 0.5 => 8.0,
        length => backward + 0.9 * (length - 1.0),
    }
}

/// Breadth first from the node with most links, to both sides of the middle column by turns.
fn start(nodes: usize, links: &[Link], columns: usize) -> Vec<usize> {
    let mut next = vec![Vec::new(); nodes];
    for &(from, to, _) in links {
        next[from].push((to, true));
        next[to].push((from, false));
    }
    if nodes == 0 {
        return Vec::new();
    }
    let hub = (0..nodes).rev().max_by_key(|&n| next[n].len()).expect("there is a node");
    let mut column = vec![usize::MAX; nodes];
    let mut queue = VecDeque::from([hub]);
    column[hub] = columns / 2;
    while let Some(node) = queue.pop_front() {
        for &(other, forward) in &next[node] {
            if column[other] == usize::MAX {
                let here = column[node];
                let right = (forward && here + 1 < columns) || here == 0;
                column[other] = if right { (here + 1).min(columns - 1) } else { here - 1 };
                queue.push_back(other);
            }
        }
    }
    column.iter().map(|&c| if c == usize::MAX { 0 } else { c }).collect()
}

/// Closes columns that stayed empty.
fn compact(column: &mut [usize], columns: usize) {
    let used: Vec<usize> = (0..columns).filter(|c| column.contains(c)).collect();
    for c in column {
        *c = used.iter().position(|u| u == c).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_stays_in_its_columns_and_nobody_shares_one_with_a_neighbour() {
        let links: Vec<Link> = (0..9).map(|i| (i, i + 1, 1)).collect();
        for columns in 2..6 {
            let assigned = assign(&[40.0; 10], &links, columns);
            assert!(assigned.iter().all(|&c| c < columns), "{assigned:?}");
            assert!(links.iter().all(|&(a, b, _)| assigned[a] != assigned[b]), "{assigned:?}");
        }
    }

    #[test]
    fn arrows_run_to_the_right_where_they_can() {
        let assigned = assign(&[40.0; 4], &[(0, 1, 1), (0, 2, 1), (3, 0, 1)], 3);
        assert_eq!(assigned, [1, 2, 2, 0]);
    }

    #[test]
    fn one_node_and_none_are_fine() {
        assert!(assign(&[], &[], 3).is_empty());
        assert_eq!(assign(&[40.0], &[], 3), [0]);
    }
}
