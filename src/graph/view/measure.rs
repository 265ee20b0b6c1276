//! A view's graph → the place of every node in it, and figures of the whole.
//!
//! Weights are numbers of assertions. Relations that are symmetric point both ways. Betweenness, closeness, components,
//! cores, communities, bridges and triads are those of the simple undirected graph: two nodes have one line if any edge
//! is between them. Cooperation and conflict count alike, but in [`balance`]. The values are those of NetworkX 3.6
//! (`.ci/measures.py` compares them); definitions with their sources stand in `docs/views.md`.

mod balance;
mod communities;
mod cores;
mod paths;
mod rank;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::bridges::bridges;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef as _;

use super::{Figures, Manner, Measure, Measures, Tone, View};

impl View {
    /// Measures the nodes and the whole, and returns the figures of the whole.
    ///
    /// # Complexity
    /// Nodes × pairs of nodes with an edge, for betweenness and closeness.
    pub fn measure(&mut self) -> &Figures {
        let n = self.graph.node_count();
        let edges = self.graph.edge_references();
        let lines = Lines::new(
            n,
            edges.map(|e| (e.source().index(), e.target().index(), e.weight().count(), e.weight().symmetric)),
        );
        let (component, components) = lines.components();
        let (community, communities) = numbered(&communities::communities(&lines.weighted()));
        let pagerank = lines.values(Measure::Pagerank);
        let next = lines.neighbours();
        let (betweenness, closeness) = paths::centrality(&next);
        let core = cores::cores(&next);
        for (place, node) in self.graph.node_weights_mut().enumerate() {
            node.measures = Some(Measures {
                degree: lines.degree[place],
                in_degree: lines.incoming[place],
                out_degree: lines.outgoing[place],
                weighted_degree: lines.weight[place],
                pagerank: pagerank[place],
                betweenness: betweenness[place],
                closeness: closeness[place],
                component: component[place],
                core: core[place],
                community: community[place],
            });
        }
        let figures = Figures {
            nodes: n,
            edges: self.graph.edge_count(),
            density: if n > 1 { 2.0 * lines.simple.edge_count() as f64 / (n as f64 * (n - 1) as f64) } else { 0.0 },
            components,
            communities,
            modularity: communities::modularity(&lines.weighted(), &community),
            bridges: lines.bridges(),
            triads: balance::triads(&self.signs()),
        };
        self.figures.insert(figures)
    }

    /// The sign of every pair: cooperation if more assertions tell of it than of conflict, conflict the other way round.
    /// What is denied or has ended does not count, nor does a tie.
    fn signs(&self) -> BTreeMap<(usize, usize), bool> {
        let mut sums: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for edge in self.graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            let counts = edge.weight().counts.iter();
            let affirmed = counts.filter(|(manner, _)| !matches!(manner, Manner::Denied | Manner::Ended));
            let n: usize = affirmed.map(|(_, n)| n).sum();
            *sums.entry((a.min(b), a.max(b))).or_default() += match edge.weight().tone {
                Tone::Cooperation => n as i64,
                Tone::Conflict => -(n as i64),
                Tone::Structure => 0,
            };
        }
        sums.into_iter().filter(|(_, sum)| *sum != 0).map(|(pair, sum)| (pair, sum > 0)).collect()
    }
}

/// The edges of a graph, as measures need them.
pub(super) struct Lines {
    /// One line for all edges between two nodes, with their assertions.
    simple: UnGraph<(), usize>,
    /// The same with directions: for each node, where it points and with how many assertions.
    points: Vec<BTreeMap<usize, usize>>,
    degree: Vec<usize>,
    incoming: Vec<usize>,
    outgoing: Vec<usize>,
    weight: Vec<usize>,
}

impl Lines {
    /// Takes edges between `n` nodes: their ends, assertions, and whether they point both ways.
    pub(super) fn new(n: usize, edges: impl Iterator<Item = (usize, usize, usize, bool)>) -> Self {
        let mut lines = Self {
            simple: UnGraph::default(),
            points: vec![BTreeMap::new(); n],
            degree: vec![0; n],
            incoming: vec![0; n],
            outgoing: vec![0; n],
            weight: vec![0; n],
        };
        let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (from, to, count, symmetric) in edges {
            *pairs.entry((from.min(to), from.max(to))).or_default() += count;
            for end in [from, to] {
                lines.degree[end] += 1;
                lines.weight[end] += count;
            }
            for (from, to) in [(from, to), (to, from)].into_iter().take(if symmetric { 2 } else { 1 }) {
                lines.outgoing[from] += 1;
                lines.incoming[to] += 1;
                *lines.points[from].entry(to).or_default() += count;
            }
        }
        for _ in 0..n {
            lines.simple.add_node(());
        }
        for ((a, b), count) in pairs {
            lines.simple.add_edge(NodeIndex::new(a), NodeIndex::new(b), count);
        }
        lines
    }

    /// A measure of each node; of [`Measure::Count`] and [`Measure::Documents`], which the edges do not tell, zeros.
    pub(super) fn values(&self, measure: Measure) -> Vec<f64> {
        let whole = |values: &[usize]| values.iter().map(|&value| value as f64).collect();
        match measure {
            Measure::Count | Measure::Documents => vec![0.0; self.degree.len()],
            Measure::Degree => whole(&self.degree),
            Measure::InDegree => whole(&self.incoming),
            Measure::OutDegree => whole(&self.outgoing),
            Measure::WeightedDegree => whole(&self.weight),
            Measure::Pagerank => rank::pagerank(&self.points),
            Measure::Betweenness => paths::centrality(&self.neighbours()).0,
            Measure::Closeness => paths::centrality(&self.neighbours()).1,
            Measure::Core => whole(&cores::cores(&self.neighbours())),
        }
    }

    fn neighbours(&self) -> Vec<Vec<usize>> {
        let nodes = self.simple.node_indices();
        nodes.map(|node| self.simple.neighbors(node).map(NodeIndex::index).collect()).collect()
    }

    /// The number of each node's component, the largest first, and how many there are.
    fn components(&self) -> (Vec<usize>, usize) {
        let mut sets = UnionFind::<usize>::new(self.simple.node_count());
        for edge in self.simple.edge_references() {
            sets.union(edge.source().index(), edge.target().index());
        }
        numbered(&sets.into_labeling())
    }

    fn bridges(&self) -> Vec<(usize, usize)> {
        let pairs = bridges(&self.simple).map(|edge| (edge.source().index(), edge.target().index()));
        pairs.map(|(a, b)| (a.min(b), a.max(b))).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The neighbours of each node with the weight of their line.
    fn weighted(&self) -> Vec<Vec<(usize, f64)>> {
        let mut next = vec![Vec::new(); self.simple.node_count()];
        for edge in self.simple.edge_references() {
            let (a, b, weight) = (edge.source().index(), edge.target().index(), *edge.weight() as f64);
            next[a].push((b, weight));
            next[b].push((a, weight));
        }
        next
    }
}

/// The groups that nodes are in by whatever label → numbers from 0, the largest group first, of equals the one with the
/// first node; and how many groups there are.
fn numbered(labels: &[usize]) -> (Vec<usize>, usize) {
    let mut groups: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (place, label) in labels.iter().enumerate() {
        groups.entry(*label).or_insert((0, place)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = groups.into_iter().collect();
    order.sort_by_key(|&(_, (size, first))| (Reverse(size), first));
    let number: BTreeMap<usize, usize> = order.iter().enumerate().map(|(i, &(label, _))| (label, i)).collect();
    (labels.iter().map(|label| number[label]).collect(), number.len())
}

#[cfg(test)]
mod tests;
