//! Communities: groups of nodes with more assertions among themselves than chance would give.
//!
//! Source: V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre, Fast unfolding of communities in large networks,
//! J. Stat. Mech. 2008, P10008 (the Louvain method); modularity: M. E. J. Newman, Phys. Rev. E 70, 056131 (2004). Nodes
//! are visited in their order and stay where they are in a tie, so that the same graph gives the same communities.

use std::collections::BTreeMap;

/// The neighbours of each node with the weight of their line; a line from a node to itself stands once, with twice its
/// weight.
type Graph = Vec<Vec<(usize, f64)>>;

/// What a move must gain; less is the noise of sums.
const GAIN: f64 = 1e-9;

/// A label for each node; nodes of one community have the same.
pub(super) fn communities(graph: &Graph) -> Vec<usize> {
    let mut community: Vec<usize> = (0..graph.len()).collect();
    let mut level = graph.clone();
    loop {
        let labels = settled(&level);
        let (labels, n) = dense(&labels);
        if n == level.len() {
            return community;
        }
        for label in &mut community {
            *label = labels[*label];
        }
        level = folded(&level, &labels, n);
    }
}

/// Moves nodes to the community of the neighbours where modularity gains most, until none gains.
fn settled(graph: &Graph) -> Vec<usize> {
    let degree: Vec<f64> = graph.iter().map(|next| next.iter().map(|(_, weight)| weight).sum()).collect();
    let twice: f64 = degree.iter().sum();
    let mut community: Vec<usize> = (0..graph.len()).collect();
    let mut total = degree.clone();
    let mut moved = twice > 0.0;
    while moved {
        moved = false;
        for node in 0..graph.len() {
            let here = community[node];
            let mut shared: BTreeMap<usize, f64> = BTreeMap::from([(here, 0.0)]);
            for &(there, weight) in graph[node].iter().filter(|(there, _)| *there != node) {
                *shared.entry(community[there]).or_default() += weight;
            }
            total[here] -= degree[node];
            let worth = |label: usize| shared[&label] - total[label] * degree[node] / twice;
            let mut best = here;
            for &label in shared.keys() {
                if worth(label) > worth(best) + GAIN {
                    best = label;
                }
            }
            total[best] += degree[node];
            community[node] = best;
            moved |= best != here;
        }
    }
    community
}

/// The labels as numbers from 0 in the order of their first nodes, and how many there are.
fn dense(labels: &[usize]) -> (Vec<usize>, usize) {
    let mut numbers = BTreeMap::new();
    let mut dense = Vec::with_capacity(labels.len());
    for label in labels {
        let next = numbers.len();
        dense.push(*numbers.entry(*label).or_insert(next));
    }
    (dense, numbers.len())
}

/// The graph of communities.
fn folded(graph: &Graph, labels: &[usize], n: usize) -> Graph {
    let mut sums: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); n];
    for (node, next) in graph.iter().enumerate() {
        for &(there, weight) in next {
            *sums[labels[node]].entry(labels[there]).or_default() += weight;
        }
    }
    sums.into_iter().map(|sums| sums.into_iter().collect()).collect()
}

/// How much more weight lies within communities than chance would put there: -0.5 to 1.
pub(super) fn modularity(graph: &Graph, community: &[usize]) -> f64 {
    let degree: Vec<f64> = graph.iter().map(|next| next.iter().map(|(_, weight)| weight).sum()).collect();
    let twice: f64 = degree.iter().sum();
    if twice == 0.0 {
        return 0.0;
    }
    let mut totals: BTreeMap<usize, f64> = BTreeMap::new();
    let mut within = 0.0;
    for (node, next) in graph.iter().enumerate() {
        *totals.entry(community[node]).or_default() += degree[node];
        within += next.iter().filter(|(there, _)| community[*there] == community[node]).map(|(_, w)| w).sum::<f64>();
    }
    within / twice - totals.values().map(|total| (total / twice).powi(2)).sum::<f64>()
}
