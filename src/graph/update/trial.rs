//! Where an update runs: on the quads of an index in memory, or on a database's own view of what it would be.
//!
//! An index on disk outlives the program and is asked by others meanwhile, so an update must not change it before the
//! files have changed: it runs in a transaction that is never committed, and the index is then brought in step with the
//! files.

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, TermRef};
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults};
use oxigraph::store::{StorageError, Transaction};

use crate::graph::store::{Index, Quads, in_default_graph};
use crate::graph::vocabulary::Base;

/// The quads that an update sees and changes.
pub(super) enum Trial<'a> {
    /// They are changed.
    InPlace(&'a mut Quads),
    /// They are changed for the update only.
    Apart(Transaction<'a>),
}

impl<'a> Trial<'a> {
    /// Those of an index, and the namespace of its data.
    ///
    /// # Errors
    /// Those of a database on disk.
    pub(super) fn of(index: &'a mut Index) -> Result<(Self, &'a Base), StorageError> {
        let lasts = index.lasts();
        let Index { quads, base, .. } = index;
        if !lasts {
            return Ok((Self::InPlace(quads), base));
        }
        match quads {
            Quads::Oxigraph(database) => Ok((Self::Apart(database.start_transaction()?), base)),
            Quads::Memory(_) => Ok((Self::InPlace(quads), base)),
        }
    }

    /// As [`Quads::quads_for_pattern`].
    pub(super) fn quads_for_pattern<'t>(
        &'t self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Box<dyn Iterator<Item = Result<Quad, StorageError>> + 't> {
        match self {
            Self::InPlace(quads) => quads.quads_for_pattern(subject, predicate, object, graph),
            Self::Apart(change) => {
                let found = change.quads_for_pattern(subject, predicate, object, graph);
                let default = graph.is_some();
                let wanted = move |quad: &Result<Quad, StorageError>| {
                    default || quad.as_ref().map_or(true, |q| q.graph_name != GraphName::DefaultGraph)
                };
                Box::new(found.filter(wanted))
            }
        }
    }

    /// As [`Quads::contains`].
    pub(super) fn contains(&self, quad: QuadRef<'_>) -> Result<bool, StorageError> {
        match self {
            Self::InPlace(quads) => quads.contains(quad),
            Self::Apart(change) => change.contains(quad),
        }
    }

    /// As [`Quads::execute`].
    pub(super) fn execute(&self, query: PreparedSparqlQuery) -> Result<QueryResults<'_>, QueryEvaluationError> {
        match self {
            Self::InPlace(quads) => quads.execute(query),
            Self::Apart(change) => query.on_transaction(change).execute(),
        }
    }

    /// As [`Quads::insert`].
    pub(super) fn insert(&mut self, quad: &Quad) -> Result<(), StorageError> {
        match self {
            Self::InPlace(quads) => quads.insert(quad)?,
            Self::Apart(change) => {
                change.insert(quad);
                change.insert(in_default_graph(quad));
            }
        }
        Ok(())
    }

    /// As [`Quads::remove`].
    pub(super) fn remove(&mut self, quad: &Quad) -> Result<(), StorageError> {
        if let Self::InPlace(quads) = self {
            return quads.remove(quad);
        }
        if let Self::Apart(change) = self {
            change.remove(quad);
        }
        let QuadRef { subject, predicate, object, .. } = quad.as_ref();
        let alone = self.quads_for_pattern(Some(subject), Some(predicate), Some(object), None).next().is_none();
        if let (true, Self::Apart(change)) = (alone, self) {
            change.remove(in_default_graph(quad));
        }
        Ok(())
    }
}
