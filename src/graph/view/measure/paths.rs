//! Betweenness and closeness: who lies on the shortest paths of others, and who is near to all.
//!
//! Sources: U. Brandes, A Faster Algorithm for Betweenness Centrality, Journal of Mathematical Sociology 25 (2001);
//! S. Wasserman, K. Faust, Social Network Analysis (1994), formula 5.22, for closeness in a graph of several components.
//! Every line is one step long.

use std::collections::VecDeque;

/// Betweenness and closeness of each node, both between 0 and 1; for each node are given its neighbours.
///
/// Betweenness is the share of the pairs of other nodes whose shortest paths lead over the node; of several shortest
/// paths of a pair each counts its part. Closeness is the inverse of the mean distance to the nodes that can be reached,
/// times the share of them among all others.
pub(super) fn centrality(next: &[Vec<usize>]) -> (Vec<f64>, Vec<f64>) {
    let n = next.len();
    let (mut between, mut close) = (vec![0.0; n], vec![0.0; n]);
    let mut search = Search::new(n);
    for (from, close) in close.iter_mut().enumerate() {
        search.run(next, from);
        *close = search.closeness();
        search.accumulate(next, from, &mut between);
    }
    // Each pair was met from both of its ends.
    let pairs = n.saturating_sub(1) * n.saturating_sub(2);
    if pairs > 0 {
        for value in &mut between {
            *value /= pairs as f64;
        }
    }
    (between, close)
}

/// One search through the graph, whose room is used again.
struct Search {
    /// Nodes as they are reached: the nearest first.
    reached: Vec<usize>,
    queue: VecDeque<usize>,
    distance: Vec<usize>,
    /// How many shortest paths lead to each node.
    paths: Vec<f64>,
    /// What each node is worth to the start, as the paths beyond it count.
    dependency: Vec<f64>,
}

/// The distance of what has not been reached.
const FAR: usize = usize::MAX;

impl Search {
    fn new(n: usize) -> Self {
        Self {
            reached: Vec::with_capacity(n),
            queue: VecDeque::new(),
            distance: vec![FAR; n],
            paths: vec![0.0; n],
            dependency: vec![0.0; n],
        }
    }

    /// Goes through all nodes that can be reached, in width.
    fn run(&mut self, next: &[Vec<usize>], from: usize) {
        for &node in &self.reached {
            (self.distance[node], self.paths[node], self.dependency[node]) = (FAR, 0.0, 0.0);
        }
        self.reached.clear();
        (self.distance[from], self.paths[from]) = (0, 1.0);
        self.queue.push_back(from);
        while let Some(node) = self.queue.pop_front() {
            self.reached.push(node);
            for &to in &next[node] {
                if self.distance[to] == FAR {
                    self.distance[to] = self.distance[node] + 1;
                    self.queue.push_back(to);
                }
                if self.distance[to] == self.distance[node] + 1 {
                    self.paths[to] += self.paths[node];
                }
            }
        }
    }

    fn closeness(&self) -> f64 {
        let others = (self.reached.len() - 1) as f64;
        let total: usize = self.reached.iter().map(|&node| self.distance[node]).sum();
        if total == 0 { 0.0 } else { others / total as f64 * (others / (self.distance.len() - 1) as f64) }
    }

    /// Adds to `between` what the paths from the start are worth to the nodes on them: from the farthest back.
    fn accumulate(&mut self, next: &[Vec<usize>], from: usize, between: &mut [f64]) {
        for &node in self.reached.iter().rev() {
            for &before in &next[node] {
                if self.distance[before] + 1 == self.distance[node] {
                    self.dependency[before] += self.paths[before] / self.paths[node] * (1.0 + self.dependency[node]);
                }
            }
            if node != from {
                between[node] += self.dependency[node];
            }
        }
    }
}
