//! The quads of an index, whichever structure keeps them: what a query, a picture or an update asks of it.
//!
//! The default graph has every triple of all graphs once; a graph named `None` means every named graph. (A union made
//! while asking gives a triple as often as there are graphs that have it, so that counts over two documents are wrong.)

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, TermRef};
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryExplanation, QueryResults};
use oxigraph::store::StorageError;

use crate::graph::store::dataset::Dataset;
use crate::graph::store::memory::{Graphs, Memory};

/// The quads of an index.
pub enum Quads {
    /// Sorted lists in memory.
    Memory(Box<Memory>),
    /// Oxigraph's own store, which holds every triple twice: in its graph and in the default graph.
    Oxigraph(oxigraph::store::Store),
}

impl Quads {
    /// The quads that have these terms, in no order that means anything.
    pub fn quads_for_pattern<'a>(
        &'a self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Box<dyn Iterator<Item = Result<Quad, StorageError>> + 'a> {
        match self {
            Self::Memory(memory) => Box::new(in_memory(memory, subject, predicate, object, graph).map(Ok)),
            Self::Oxigraph(store) => {
                let found = store.quads_for_pattern(subject, predicate, object, graph);
                let default = graph.is_some();
                let wanted = move |quad: &Result<Quad, StorageError>| {
                    default || quad.as_ref().map_or(true, |q| q.graph_name != GraphName::DefaultGraph)
                };
                Box::new(found.filter(wanted))
            }
        }
    }

    /// Whether a quad is there.
    ///
    /// # Errors
    /// Those of a database on disk.
    pub fn contains(&self, quad: QuadRef<'_>) -> Result<bool, StorageError> {
        match self {
            Self::Memory(memory) => Ok(memory.contains(quad)),
            Self::Oxigraph(store) => store.contains(quad),
        }
    }

    /// Runs a query.
    ///
    /// # Errors
    /// What the evaluator says.
    pub fn execute(&self, query: PreparedSparqlQuery) -> Result<QueryResults<'_>, QueryEvaluationError> {
        match self {
            Self::Memory(memory) => query.on_queryable_dataset(Dataset::new(memory)).execute(),
            Self::Oxigraph(store) => query.on_store(store).execute(),
        }
    }

    /// Runs a query and tells its plan, with rows and times once the results have been read.
    pub fn explain(
        &self,
        query: PreparedSparqlQuery,
    ) -> (Result<QueryResults<'_>, QueryEvaluationError>, QueryExplanation) {
        match self {
            Self::Memory(memory) => query.on_queryable_dataset(Dataset::new(memory)).compute_statistics().explain(),
            Self::Oxigraph(store) => query.on_store(store).compute_statistics().explain(),
        }
    }

    /// Puts a quad into its graph and its triple into the default graph; the files are not changed.
    ///
    /// # Errors
    /// Those of a database on disk.
    pub fn insert(&mut self, quad: &Quad) -> Result<(), StorageError> {
        match self {
            Self::Memory(memory) => {
                memory.insert(quad);
                Ok(())
            }
            Self::Oxigraph(store) => {
                store.insert(quad.as_ref())?;
                store.insert(in_default_graph(quad))
            }
        }
    }

    /// Takes a quad out of its graph, and its triple out of the default graph if no other graph has it.
    ///
    /// # Errors
    /// Those of a database on disk.
    pub fn remove(&mut self, quad: &Quad) -> Result<(), StorageError> {
        match self {
            Self::Memory(memory) => memory.remove(quad.as_ref()),
            Self::Oxigraph(store) => {
                store.remove(quad.as_ref())?;
                let QuadRef { subject, predicate, object, .. } = quad.as_ref();
                let mut others = store.quads_for_pattern(Some(subject), Some(predicate), Some(object), None);
                if others.all(|q| q.is_ok_and(|q| q.graph_name == GraphName::DefaultGraph)) {
                    store.remove(in_default_graph(quad))?;
                }
            }
        }
        Ok(())
    }
}

fn in_memory<'m>(
    memory: &'m Memory,
    subject: Option<NamedOrBlankNodeRef<'_>>,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<TermRef<'_>>,
    graph: Option<GraphNameRef<'_>>,
) -> impl Iterator<Item = Quad> + use<'m> {
    let graphs = match graph {
        None => Some(Graphs::Any),
        Some(GraphNameRef::DefaultGraph) => Some(Graphs::Default),
        Some(GraphNameRef::NamedNode(node)) => memory.id(node.into()).map(Graphs::One),
        Some(GraphNameRef::BlankNode(node)) => memory.id(node.into()).map(Graphs::One),
    };
    // A term that is nowhere is in no quad.
    let known = |term: Option<TermRef<'_>>| term.map_or(Some(None), |term| memory.id(term).map(Some));
    let wanted = (known(subject.map(Into::into)), known(predicate.map(Into::into)), known(object), graphs);
    let found = match wanted {
        (Some(subject), Some(predicate), Some(object), Some(graphs)) => {
            Some((memory.matches(subject, predicate, object, graphs), graphs))
        }
        _ => None,
    };
    found.into_iter().flat_map(move |(quads, graphs)| quads.map(move |ids| memory.quad(ids, graphs)))
}

/// The same triple in the default graph.
pub(in crate::graph) fn in_default_graph(quad: &Quad) -> QuadRef<'_> {
    QuadRef { graph_name: GraphNameRef::DefaultGraph, ..quad.as_ref() }
}
