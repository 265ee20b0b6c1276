//! Cores: the k-core is what remains when nodes with fewer than k neighbours are taken away until there are none.
//!
//! Source: V. Batagelj, M. Zaveršnik, An O(m) Algorithm for Cores Decomposition of Networks (2003).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The highest k of whose core each node is part; for each node are given its neighbours.
pub(super) fn cores(next: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<usize> = next.iter().map(Vec::len).collect();
    let mut core: Vec<Option<usize>> = vec![None; next.len()];
    let mut queue: BinaryHeap<Reverse<(usize, usize)>> = left.iter().copied().zip(0..).map(Reverse).collect();
    let mut highest = 0;
    while let Some(Reverse((count, node))) = queue.pop() {
        // Of a node that lost neighbours the older entries stay in the queue; they are too high, and come later.
        if core[node].is_some() {
            continue;
        }
        highest = highest.max(count);
        core[node] = Some(highest);
        for &to in &next[node] {
            if core[to].is_none() {
                left[to] -= 1;
                queue.push(Reverse((left[to], to)));
            }
        }
    }
    core.into_iter().map(Option::unwrap_or_default).collect()
}
