//! The index in memory as the evaluator of SPARQL asks it: terms are numbers, and only what is shown or calculated with
//! becomes text.

use std::cell::RefCell;
use std::collections::HashMap;
use std::convert::Infallible;

use oxigraph::model::Term;
use spareval::{InternalQuad, QueryableDataset};

use crate::graph::store::memory::{Graphs, Memory};
use crate::graph::store::terms::Id;

/// An index while one query runs.
pub(super) struct Dataset<'m> {
    memory: &'m Memory,
    /// Terms that the query makes, and that no quad has; their numbers follow those of the index.
    made: RefCell<Made>,
}

#[derive(Default)]
struct Made {
    terms: Vec<Term>,
    ids: HashMap<Term, Id>,
}

impl<'m> Dataset<'m> {
    pub(super) fn new(memory: &'m Memory) -> Self {
        Self { memory, made: RefCell::default() }
    }
}

impl<'m> QueryableDataset<'m> for Dataset<'m> {
    type InternalTerm = Id;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Id>,
        predicate: Option<&Id>,
        object: Option<&Id>,
        graph_name: Option<Option<&Id>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Id>, Infallible>> + use<'m> {
        let graphs = match graph_name {
            None => Graphs::Any,
            Some(None) => Graphs::Default,
            Some(Some(&graph)) => Graphs::One(graph),
        };
        let found = self.memory.matches(subject.copied(), predicate.copied(), object.copied(), graphs);
        found.map(move |[subject, predicate, object, graph]| {
            let graph_name = (graphs != Graphs::Default).then_some(graph);
            Ok(InternalQuad { subject, predicate, object, graph_name })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Id, Infallible>> + use<'m> {
        self.memory.graphs().map(Ok)
    }

    fn internalize_term(&self, term: Term) -> Result<Id, Infallible> {
        if let Some(id) = self.memory.id(term.as_ref()) {
            return Ok(id);
        }
        let mut made = self.made.borrow_mut();
        if let Some(&id) = made.ids.get(&term) {
            return Ok(id);
        }
        let id = self.memory.n_terms() + made.terms.len() as Id;
        made.terms.push(term.clone());
        made.ids.insert(term, id);
        Ok(id)
    }

    fn externalize_term(&self, id: Id) -> Result<Term, Infallible> {
        Ok(match id.checked_sub(self.memory.n_terms()) {
            Some(made) => self.made.borrow().terms[made as usize].clone(),
            None => self.memory.term(id),
        })
    }
}
