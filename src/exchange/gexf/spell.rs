//! A series → when each node and edge is there, and how strong it is in each step.

use std::collections::HashMap;

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef as _;

use crate::graph::view::{Edge, Step, View};

/// The first and the last day of a step, and what there is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spell<'a> {
    pub from: &'a str,
    pub to: &'a str,
    /// The number of assertions.
    pub count: usize,
    /// The place of the step in the series.
    step: usize,
}

/// An edge in whatever step: its ends and its kind.
type Line<'a> = (&'a str, &'a str, &'a str);

/// In which steps of a series nodes and edges are.
#[derive(Debug, Default)]
pub(super) struct Spells<'a> {
    nodes: HashMap<&'a str, Vec<Spell<'a>>>,
    edges: HashMap<Line<'a>, Vec<Spell<'a>>>,
    merged: bool,
}

impl<'a> Spells<'a> {
    /// Takes the steps of a view; `merged` as in [`changes`](crate::graph::view::changes).
    pub(super) fn of(steps: &'a [Step], merged: bool) -> Self {
        let mut spells = Self { merged, ..Self::default() };
        for (place, step) in steps.iter().enumerate() {
            let spell = |count| Spell { from: &step.from, to: &step.to, count, step: place };
            for node in step.view.graph.node_weights() {
                spells.nodes.entry(&node.iri).or_default().push(spell(node.count));
            }
            for edge in step.view.graph.edge_references() {
                let line = line(&step.view, edge, merged);
                spells.edges.entry(line).or_default().push(spell(edge.weight().count()));
            }
        }
        spells
    }

    pub(super) fn of_node(&self, view: &'a View, node: NodeIndex) -> &[Spell<'a>] {
        self.nodes.get(view.graph[node].iri.as_str()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn of_edge(&self, view: &'a View, edge: EdgeReference<'a, Edge>) -> &[Spell<'a>] {
        self.edges.get(&line(view, edge, self.merged)).map_or(&[], Vec::as_slice)
    }
}

fn line<'v>(view: &'v View, edge: EdgeReference<'v, Edge>, merged: bool) -> Line<'v> {
    (&view.graph[edge.source()].iri, edge.weight().kind(merged), &view.graph[edge.target()].iri)
}

/// From when to when something is there without a step between.
pub(super) fn lasting<'a>(spells: &[Spell<'a>]) -> Vec<(&'a str, &'a str)> {
    let runs = spells.chunk_by(|a, b| a.step + 1 == b.step);
    runs.map(|run| (run[0].from, run[run.len() - 1].to)).collect()
}
