//! RDF files → a store: whole documents into their files, corrections behind those that are there, all else into the
//! user's own triples.
//!
//! It reads what [`export`](super::export) wrote, and any other RDF. A graph that is a document takes the place of the
//! document of that name; the graph of actors is made anew from the documents (what a gazetteer of the exporter's own
//! knew is kept); the ontology is the program's. Blank nodes are refused: a store has none.
//!
//! Quads may come in any order. Documents are gathered until a million quads are held, then written; one that goes on
//! after that is read back and written again, so memory is bounded whatever the file.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use oxigraph::io::RdfParser;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::actor::Gazetteer;
use crate::actor::identity::{Ground, ground};
use crate::diagnostic::Error;
use crate::graph::actors::{ends_head, is_description};
use crate::graph::curation::{edit, record};
use crate::graph::full::leave_out;
use crate::graph::known::Known;
use crate::graph::rdf::Syntax;
use crate::graph::store::Store;
use crate::graph::trace::Trace;
use crate::graph::vocabulary::{AG, ONTOLOGY_GRAPH, decode, term};

/// Documents are written once so many quads are held.
const HELD: usize = 1_000_000;

/// What an import brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Documents, new or in the place of others.
    pub documents: usize,
    /// Corrections that were not there.
    pub corrections: usize,
    /// Triples of the user's own that were not there.
    pub own: usize,
}

/// Files on their way into a store.
pub struct Import<'a> {
    store: &'a Store,
    /// The graph of triples that have none.
    graph: NamedNode,
    documents: HashMap<NamedNode, Vec<Quad>>,
    held: usize,
    /// Documents that are written and may go on.
    written: HashSet<NamedNode>,
    /// Documents of sources that have ended.
    finished: HashSet<NamedNode>,
    curation: Vec<Quad>,
    actors: Vec<Quad>,
    own: Vec<Quad>,
}

impl<'a> Import<'a> {
    /// Begins an import; `graph` is for triples of files without graphs.
    pub fn new(store: &'a Store, graph: Option<NamedNode>) -> Self {
        Self {
            store,
            graph: graph.unwrap_or_else(|| store.base().own()),
            documents: HashMap::new(),
            held: 0,
            written: HashSet::new(),
            finished: HashSet::new(),
            curation: Vec::new(),
            actors: Vec::new(),
            own: Vec::new(),
        }
    }

    /// Reads a file; `name` is what messages call it.
    ///
    /// # Errors
    /// [`Error::Content`] if it is no such RDF or has blank nodes, [`Error::File`] if the store cannot be written.
    pub fn read(&mut self, name: &str, syntax: Syntax, text: impl Read) -> Result<(), Error> {
        let wrong = |message: String| Error::Content { place: name.to_owned(), message };
        for quad in RdfParser::from_format(syntax.format()).for_reader(text) {
            let quad = quad.map_err(|e| wrong(e.to_string()))?;
            if matches!(quad.subject, NamedOrBlankNode::BlankNode(_)) || matches!(quad.object, Term::BlankNode(_)) {
                return Err(wrong(format!("{quad}: a store has no blank nodes; give the node an IRI")));
            }
            self.take(quad)?;
        }
        Ok(())
    }

    /// Takes one quad.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn take(&mut self, mut quad: Quad) -> Result<(), Error> {
        let base = self.store.base();
        let graph = match quad.graph_name {
            GraphName::NamedNode(node) => node,
            GraphName::DefaultGraph | GraphName::BlankNode(_) => self.graph.clone(),
        };
        quad.graph_name = graph.clone().into();
        if graph.as_str().starts_with(base.document("").as_str()) {
            self.documents.entry(graph).or_default().push(quad);
            self.held += 1;
            if self.held >= HELD {
                self.flush()?;
            }
        } else if graph == base.curation() {
            self.curation.push(quad);
        } else if graph == base.actors() {
            self.actors.push(quad);
        } else if graph.as_str() != ONTOLOGY_GRAPH {
            if quad.predicate == term::TYPE && quad.object == term::DOCUMENT_CLASS.into() {
                let (found, known) = (graph.as_str(), base.as_str());
                let message = format!("this document is not of the store's base {known}: use --base and a new store");
                return Err(Error::Content { place: found.to_owned(), message });
            }
            self.own.push(quad);
        }
        Ok(())
    }

    /// Says that what comes next is from elsewhere: a document that comes again takes the place of the earlier one.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn end_of_source(&mut self) -> Result<(), Error> {
        self.flush()?;
        self.finished.extend(self.written.drain());
        Ok(())
    }

    /// Writes the documents that are held.
    fn flush(&mut self) -> Result<(), Error> {
        let mut documents: Vec<(NamedNode, Vec<Quad>)> = std::mem::take(&mut self.documents).into_iter().collect();
        documents.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        self.held = 0;
        for (graph, mut quads) in documents {
            let identifier = |quads: &[Quad]| {
                let of = |q: &&Quad| q.predicate == term::IDENTIFIER && q.subject == graph.clone().into();
                quads.iter().find(of).and_then(|q| match &q.object {
                    Term::Literal(literal) => Some(literal.value().to_owned()),
                    _ => None,
                })
            };
            let short = self.store.base().shorten(graph.as_str());
            // Where the identifier came in an earlier part, the name of the graph has it too.
            let named = decode(short.trim_start_matches("doc:"));
            let id = identifier(&quads).unwrap_or(named);
            if self.store.base().document(&id) != graph {
                let message = format!("its identifier is {id}, which is not what its graph is called");
                return Err(Error::Content { place: short, message });
            }
            if self.written.contains(&graph) {
                quads = self.store.document(&id)?.into_iter().chain(quads).collect();
            }
            if quads.iter().any(is_of_older_format) {
                let message = "written by an older program in another way; `actograph build FILE --store DIR` reads the \
                               texts of such a file anew";
                return Err(Error::Content { place: short, message: message.to_owned() });
            }
            let quads = ordered(leave_out(quads), &graph);
            let is_document = |q: &Quad| q.predicate == term::TYPE && q.object == term::DOCUMENT_CLASS.into();
            if !quads.iter().any(is_document) || identifier(&quads).is_none() {
                let message = "no document: it needs the class ag:Document and a dcterms:identifier".to_owned();
                return Err(Error::Content { place: short, message });
            }
            self.store.put(&id, &quads)?;
            self.written.insert(graph);
        }
        Ok(())
    }

    /// Writes all that was read; `gazetteer` names the actors that nobody else does.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::Content`] if a correction is damaged or contradicts one that is there.
    pub fn finish(mut self, gazetteer: &Gazetteer) -> Result<Imported, Error> {
        self.end_of_source()?;
        let mut imported = Imported { documents: self.finished.len(), ..Imported::default() };
        imported.corrections = self.correct()?;
        imported.own = self.add_own()?;
        let corrections = self.store.corrections()?;
        let base = self.store.base();
        // A correction may have given the others their names.
        self.actors.retain(|quad| match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => {
                let id = base.id(node.as_str());
                id.is_some_and(|id| ground(&id) == Ground::Gazetteer) && !corrections.touches(node.as_str())
            }
            NamedOrBlankNode::BlankNode(_) => false,
        });
        self.store.note(Known::read(&self.actors, base))?;
        self.store.correct_actors(gazetteer)?;
        Ok(imported)
    }

    fn correct(&mut self) -> Result<usize, Error> {
        let wrong = |message: String| Error::Content { place: "corrections".to_owned(), message };
        let base = self.store.base();
        let is_correction = |q: &&Quad| q.predicate == term::TYPE && q.object == term::CORRECTION.into();
        let nodes: HashSet<NamedOrBlankNode> =
            self.curation.iter().filter(is_correction).map(|q| q.subject.clone()).collect();
        let (corrections, other) =
            std::mem::take(&mut self.curation).into_iter().partition(|q| nodes.contains(&q.subject));
        self.own.extend::<Vec<Quad>>(other);
        let found = record::read_quads(corrections).map_err(wrong)?;
        let mut all = self.store.corrections()?;
        let mut there: HashSet<NamedNode> = all.list().iter().map(|c| record::node(c, base)).collect();
        let mut new = 0;
        for correction in found.list() {
            if !there.insert(record::node(correction, base)) {
                continue;
            }
            edit::conflict(&all, &correction.change, base).map_err(wrong)?;
            let mut correction = correction.clone();
            correction.number = all.list().last().map_or(1, |last| last.number + 1);
            all = edit::with(&all, correction);
            new += 1;
        }
        if new > 0 {
            self.store.set_corrections(&all)?;
        }
        Ok(new)
    }

    fn add_own(&mut self) -> Result<usize, Error> {
        if self.own.is_empty() {
            return Ok(0);
        }
        let mut own = self.store.own()?;
        let before = own.len();
        own.append(&mut self.own);
        own.sort_by_cached_key(|q| {
            [q.graph_name.to_string(), q.subject.to_string(), q.predicate.to_string(), q.object.to_string()]
        });
        own.dedup();
        self.store.set_own(&own)?;
        Ok(own.len() - before)
    }
}

/// Whether a quad is of an assertion whose name does not tell where it stands.
fn is_of_older_format(quad: &Quad) -> bool {
    let NamedOrBlankNode::NamedNode(node) = &quad.subject else { return false };
    quad.predicate == term::SUBJECT_MENTION && Trace::of(node.as_str()).is_none()
}

/// The quads of a document, each once, in the order that its file must have: the document, its actors, the text, the
/// rest. What is in that order already stays as it is, byte by byte.
fn ordered(quads: Vec<Quad>, graph: &NamedNode) -> Vec<Quad> {
    let document = NamedOrBlankNode::from(graph.clone());
    let head = [
        term::TYPE,
        term::IDENTIFIER,
        term::CONTENT_HASH,
        term::READER,
        term::FINGERPRINT,
        term::DUPLICATE_OF,
        term::SOURCE_FILE,
        term::TITLE,
        term::ISSUED,
    ];
    let is_own_class = |q: &Quad| match &q.object {
        Term::NamedNode(class) => class.as_str().starts_with(AG) && *class != term::ASSERTION,
        _ => false,
    };
    let is_text = |q: &Quad| q.predicate == term::IS_STRING || ends_head(q);
    let rank = |q: &Quad| {
        let place = head.iter().position(|p| q.predicate == *p).unwrap_or(head.len());
        if is_text(q) {
            head.len() + 3 + usize::from(q.predicate != term::TYPE)
        } else if q.subject == document {
            place
        } else if is_description(q.predicate.as_ref()) && (q.predicate != term::TYPE || is_own_class(q)) {
            head.len() + 2
        } else {
            head.len() + 5
        }
    };
    let mut seen = HashSet::new();
    let mut quads: Vec<Quad> = quads.into_iter().filter(|q| seen.insert(q.clone())).collect();
    quads.sort_by_key(rank);
    quads
}
