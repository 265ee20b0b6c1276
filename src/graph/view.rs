//! A store → a graph that can be drawn, measured and exported: actors and things, and between them aggregates of
//! assertions.
//!
//! Edges are not stored but computed: the assertions of one subject, predicate and object are counted by the manner in
//! which they are said, with their documents and dates. [`Request`] says what is shown; what is left out is counted by
//! [`Reason`]. Hand-made `owl:sameAs` links in the curation graph merge nodes. The design is described in
//! `docs/views.md`.

mod arrow;
mod belong;
mod edge;
mod facts;
mod label;
mod meaning;
mod measure;
mod option;
mod project;
mod request;
mod select;
mod series;
mod shape;

pub use arrow::{Arrow, Stroke};
pub use facts::Facts;
pub use meaning::{Manner, QuadClass, Tone};
pub use option::{Collapse, Measure, Reason};
pub use project::view;
pub use request::Request;
pub use series::{Change, Changed, Period, Step, changes, series};

pub use crate::assertion::Standing;

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};

use crate::ontology::Class;

/// A view's content: the one structure that pictures, exports and measures are made from.
#[derive(Debug, Clone)]
pub struct View {
    /// Actors and things, and what they do to each other; the order is that of importance, the ones in focus first.
    pub graph: DiGraph<Node, Edge>,
    /// The labels of the actors in focus, or of the two that [`Request::between`] names.
    pub focus: Vec<String>,
    /// The nodes of the strongest of the shortest paths that [`Request::between`] asks for, from end to end; else none.
    pub strongest: Vec<NodeIndex>,
    /// Assertions that the shown edges stand for.
    pub assertions: usize,
    /// Documents that the shown edges are from.
    pub documents: usize,
    /// First and last date of those documents, where known.
    pub dates: Option<(String, String)>,
    /// Nodes and edges that were left out to keep the picture readable.
    pub left_out: (usize, usize),
    /// Assertions of the store that are not shown, by the first reason that applies; no reason with 0.
    pub omitted: BTreeMap<Reason, usize>,
    /// Figures of the graph as a whole, where it was measured.
    pub figures: Option<Figures>,
}

/// An actor or thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// Other names of it, sorted.
    pub aliases: Vec<String>,
    /// What it is.
    pub class: Class,
    /// IRI of the same in Wikidata, where known.
    pub item: Option<String>,
    /// The name of the state that it is or belongs to, where known.
    pub state: Option<String>,
    /// The names of the members that became it by [`Request::collapse`], sorted.
    pub members: Vec<String>,
    /// Steps from the nearest actor in focus, which is 0 itself; `None` if there is no focus.
    pub hops: Option<usize>,
    /// Assertions that it takes part in, shown or not.
    pub count: usize,
    /// Documents of those assertions.
    pub documents: usize,
    /// First and last date of those documents, where known.
    pub dates: Option<(String, String)>,
    /// Its place in the graph, where it was measured.
    pub measures: Option<Measures>,
}

/// The place of a node in its view's graph.
///
/// Weights are numbers of assertions; direction counts only where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// Edges at the node.
    pub degree: usize,
    /// Edges that point to it.
    pub in_degree: usize,
    /// Edges that point away from it.
    pub out_degree: usize,
    /// Assertions of the edges at the node.
    pub weighted_degree: usize,
    /// PageRank, summing up to 1 over the graph.
    pub pagerank: f64,
    /// Betweenness, 0 to 1, of the undirected graph.
    pub betweenness: f64,
    /// Closeness, 0 to 1, of the undirected graph.
    pub closeness: f64,
    /// Number of its component, from 0 for the largest.
    pub component: usize,
    /// Number of its k-core.
    pub core: usize,
    /// Number of its community, from 0 for the largest.
    pub community: usize,
}

/// Figures of a view's graph as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// Nodes.
    pub nodes: usize,
    /// Edges.
    pub edges: usize,
    /// Pairs of nodes with an edge, of all pairs: 0 to 1.
    pub density: f64,
    /// Connected components.
    pub components: usize,
    /// Communities.
    pub communities: usize,
    /// Modularity of those communities, -0.5 to 1.
    pub modularity: f64,
    /// Pairs of nodes that hold their component together, by their places in the graph.
    pub bridges: Vec<(usize, usize)>,
    /// Triads by their signs: `+++`, `++-`, `+--`, `---`. The first and the third are balanced.
    pub triads: [usize; 4],
}

/// Everything that is said with one predicate of one node about another.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The predicate's name, such as `funds`; an open relation's verb with its preposition. Of several merged ones, the
    /// name of their tone.
    pub predicate: String,
    /// The predicate's label, such as `withdraws from`; of several merged ones, the labels by how often they are said.
    pub label: String,
    /// Whether the order of its ends carries no meaning.
    pub symmetric: bool,
    /// Whether it holds for a time, such as `leads`, rather than happens.
    pub lasting: bool,
    /// Its PLOVER code, such as `AID`; of several merged ones, that of the most assertions.
    pub plover: Option<String>,
    /// Its quad class; of several merged ones, that of the most assertions.
    pub quad: Option<QuadClass>,
    /// Cooperation, conflict, or neither.
    pub tone: Tone,
    /// What was merged into it by [`Request::merge`], the most frequent first; empty unless there were several.
    pub parts: Vec<Part>,
    /// Assertions by the manner in which they are said.
    pub counts: BTreeMap<Manner, usize>,
    /// Assertions by their standing, as the store has it.
    pub standings: BTreeMap<Standing, usize>,
    /// Documents that say it.
    pub documents: usize,
    /// First and last date of those documents, where known.
    pub dates: Option<(String, String)>,
    /// First and last day of what happened, where the text tells its time.
    pub happened: Option<(String, String)>,
    /// The highest confidence of its assertions, 0 to 1.
    pub confidence: f32,
    /// The IRIs of all its assertions, sorted.
    pub assertions: Vec<String>,
    /// What says it, the surest first, each sentence once: at most [`Request::evidence`] of them.
    pub evidence: Vec<Evidence>,
}

/// One of the predicates of a merged edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The predicate's name.
    pub predicate: String,
    /// The predicate's label.
    pub label: String,
    /// Its assertions.
    pub count: usize,
}

/// One assertion behind an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// IRI of the assertion.
    pub assertion: String,
    /// IRI of the document.
    pub document: String,
    /// Identifier of the document, such as its file's name.
    pub name: String,
    /// The document's title, where known.
    pub title: Option<String>,
    /// Who published the document, where known.
    pub publisher: Option<String>,
    /// The document's date, where known.
    pub date: Option<String>,
    /// First and last day of what happened, where the text tells its time.
    pub happened: Option<(String, String)>,
    /// The predicate's label; it tells apart what was merged.
    pub label: String,
    /// How it is said.
    pub manner: Manner,
    /// Who says it, where the text attributes it; sorted.
    pub sources: Vec<String>,
    /// Measured precision of its rule and construction, 0 to 1.
    pub confidence: f32,
    /// The sentence, or the phrase if the store keeps no texts.
    pub sentence: String,
}

impl Node {
    /// The value of a measure; 0 where the view was not [measured](View::measure), but for counts of the store.
    pub fn measure(&self, by: Measure) -> f64 {
        let measures = self.measures.unwrap_or_default();
        match by {
            Measure::Count => self.count as f64,
            Measure::Documents => self.documents as f64,
            Measure::Degree => measures.degree as f64,
            Measure::InDegree => measures.in_degree as f64,
            Measure::OutDegree => measures.out_degree as f64,
            Measure::WeightedDegree => measures.weighted_degree as f64,
            Measure::Pagerank => measures.pagerank,
            Measure::Betweenness => measures.betweenness,
            Measure::Closeness => measures.closeness,
            Measure::Core => measures.core as f64,
        }
    }
}

impl Edge {
    /// What tells it from other edges with the same ends in every step of a series: its predicate. Edges that are
    /// merged have other predicates in every step; of them it is the tone. `merged` is [`Request::merge`].
    pub fn kind(&self, merged: bool) -> &str {
        if merged { self.tone.word() } else { &self.predicate }
    }

    /// How many assertions it stands for.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
