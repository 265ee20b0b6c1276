//! PageRank with weights: where somebody ends up who follows edges, the stronger the more likely.
//!
//! Source: L. Page, S. Brin, R. Motwani, T. Winograd, The PageRank Citation Ranking: Bringing Order to the Web, Stanford
//! InfoLab 1999. Damping 0.85; who points nowhere is left for any node alike.

use std::collections::BTreeMap;

/// The chance to go on along an edge.
const DAMPING: f64 = 0.85;
/// How far from the end the values may stay, summed over the nodes.
const PRECISION: f64 = 1e-12;
/// Rounds; each brings the values nearer by the damping at least, so 170 reach the precision.
const ROUNDS: usize = 300;

/// The rank of each node, summing up to 1; for each node is given where it points and how strongly.
pub(super) fn pagerank(points: &[BTreeMap<usize, usize>]) -> Vec<f64> {
    let n = points.len();
    let even = 1.0 / n as f64;
    let totals: Vec<f64> = points.iter().map(|to| to.values().sum::<usize>() as f64).collect();
    let mut rank = vec![even; n];
    for _ in 0..ROUNDS {
        let lost: f64 = rank.iter().zip(&totals).filter(|(_, total)| **total == 0.0).map(|(rank, _)| rank).sum();
        let mut next = vec![(1.0 - DAMPING) * even + DAMPING * lost * even; n];
        for (from, to) in points.iter().enumerate() {
            for (&there, &weight) in to {
                next[there] += DAMPING * rank[from] * weight as f64 / totals[from];
            }
        }
        let moved: f64 = rank.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        rank = next;
        if moved < PRECISION {
            break;
        }
    }
    rank
}
