//! The quads of assertions, documents and actors, property by property.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use rayon::prelude::*;

use super::Document;
use crate::diagnostic::Error;
use crate::graph::store::Index;
use crate::graph::view::{Manner, Standing};
use crate::graph::vocabulary::{self, term};
use crate::ontology::Class;

/// What is looked for as modality; the others do not tell the manner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modality {
    Other,
    Planned,
    Desired,
}

/// The number of an assertion's row, and its document.
pub(super) type Rows = HashMap<String, (u32, String)>;

pub(super) struct Scan<'a> {
    pub(super) index: &'a Index,
}

impl Scan<'_> {
    /// Every assertion with its document.
    pub(super) fn rows(&self) -> Result<Rows, Error> {
        let mut rows = Rows::new();
        for quad in self.index.quads.quads_for_pattern(None, Some(term::STANDING), None, None) {
            let quad = quad.map_err(failed)?;
            // The default graph has every triple once more.
            let GraphName::NamedNode(document) = quad.graph_name else { continue };
            let document = document.into_string();
            let next = rows.len() as u32;
            let (_, known) = rows.entry(node_text(quad.subject)).or_insert((next, document.clone()));
            if document < *known {
                *known = document;
            }
        }
        Ok(rows)
    }

    /// All pairs of a property in the default graph.
    pub(super) fn pairs(&self, property: NamedNodeRef<'_>) -> Result<Vec<(String, String)>, Error> {
        let quads = self.matching(property, None);
        quads.map(|pair| pair.map(|(subject, object)| (subject, text(object)))).collect()
    }

    fn matching(
        &self,
        property: NamedNodeRef<'_>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<(String, Term), Error>> {
        let default = Some(GraphNameRef::DefaultGraph);
        let quads = self.index.quads.quads_for_pattern(None, Some(property), object, default);
        quads.map(|quad| quad.map(|q| (node_text(q.subject), q.object)).map_err(failed))
    }

    /// The rows that have a property, with its value.
    fn column(&self, rows: &Rows, property: NamedNodeRef<'_>) -> Result<Vec<(u32, String)>, Error> {
        let mut column = Vec::new();
        for pair in self.matching(property, None) {
            let (subject, object) = pair?;
            if let Some((row, _)) = rows.get(&subject) {
                column.push((*row, text(object)));
            }
        }
        Ok(column)
    }

    /// The rows whose property has one of our own values.
    fn having(&self, rows: &Rows, property: NamedNodeRef<'_>, value: &str) -> Result<Vec<u32>, Error> {
        let value = vocabulary::own(value);
        let subjects = self.matching(property, Some(value.as_ref().into()));
        let rows = subjects.map(|pair| pair.map(|(subject, _)| rows.get(&subject).map(|(row, _)| *row)));
        rows.filter_map(Result::transpose).collect()
    }

    /// The class of each node; of several, the first by name.
    pub(super) fn classes(&self, nodes: &[String], same: &HashMap<String, String>) -> Result<Vec<Class>, Error> {
        let mut classes: Vec<Option<Class>> = vec![None; nodes.len()];
        let mut known = Class::ALL.to_vec();
        known.sort_unstable_by_key(|class| class.name());
        for class in known {
            let class_iri = vocabulary::class(class);
            for pair in self.matching(term::TYPE, Some(class_iri.as_ref().into())) {
                let (iri, _) = pair?;
                // What stands for another keeps its own class.
                if same.contains_key(&iri) {
                    continue;
                }
                if let Ok(node) = nodes.binary_search(&iri) {
                    classes[node].get_or_insert(class);
                }
            }
        }
        Ok(classes.into_iter().map(|class| class.unwrap_or(Class::Thing)).collect())
    }

    pub(super) fn documents(&self, iris: Vec<String>) -> Result<Vec<Document>, Error> {
        let mut documents: Vec<Document> =
            iris.into_iter().map(|iri| Document { iri, ..Document::default() }).collect();
        type Field = fn(&mut Document) -> &mut Option<String>;
        let fields: [(NamedNodeRef<'_>, Field); 4] = [
            (term::IDENTIFIER, |d| &mut d.name),
            (term::TITLE, |d| &mut d.title),
            (term::PUBLISHER, |d| &mut d.publisher),
            (term::ISSUED, |d| &mut d.date),
        ];
        for (property, field) in fields {
            for (iri, value) in self.pairs(property)? {
                if let Ok(place) = documents.binary_search_by(|d| d.iri.cmp(&iri)) {
                    least(field(&mut documents[place]), value);
                }
            }
        }
        Ok(documents)
    }

    /// What the curation graph says is the same, each with the node that stands for it.
    pub(super) fn merged(&self) -> Result<HashMap<String, String>, Error> {
        let curation = self.index.base.curation();
        let graph = GraphNameRef::from(curation.as_ref());
        let mut links = BTreeMap::new();
        for quad in self.index.quads.quads_for_pattern(None, Some(term::SAME_AS), None, Some(graph)) {
            let quad = quad.map_err(failed)?;
            let (from, to) = (node_text(quad.subject), text(quad.object));
            let known: &mut String = links.entry(from).or_insert_with(|| to.clone());
            if to < *known {
                *known = to;
            }
        }
        let end = |start: &String| {
            let mut seen = BTreeSet::from([start.clone()]);
            let mut here = start;
            while let Some(next) = links.get(here) {
                if !seen.insert(next.clone()) {
                    // A circle: its smallest member stands for it.
                    return seen.into_iter().next().expect("the start is in it");
                }
                here = next;
            }
            here.clone()
        };
        Ok(links.keys().map(|start| (start.clone(), end(start))).filter(|(start, end)| start != end).collect())
    }
}

/// The properties of all assertions, by their rows.
pub(super) struct Columns {
    pub(super) subject: Vec<Option<String>>,
    pub(super) predicate: Vec<Option<String>>,
    pub(super) object: Vec<Option<String>>,
    pub(super) standing: Vec<Standing>,
    modality: Vec<Modality>,
    ended: Vec<bool>,
    pub(super) confidence: Vec<f32>,
    pub(super) from: HashMap<u32, String>,
    pub(super) to: HashMap<u32, String>,
    lemma: HashMap<u32, String>,
    preposition: HashMap<u32, String>,
    pub(super) sources: HashMap<u32, Vec<String>>,
}

impl Columns {
    pub(super) fn of(scan: &Scan<'_>, rows: &Rows) -> Result<Self, Error> {
        let properties = [
            term::SUBJECT,
            term::PREDICATE,
            term::OBJECT,
            term::CONFIDENCE,
            term::SOURCE,
            term::FROM,
            term::TO,
            term::OPEN_LEMMA,
            term::OPEN_PREPOSITION,
        ];
        let columns: Vec<Vec<(u32, String)>> =
            properties.par_iter().map(|property| scan.column(rows, *property)).collect::<Result<_, _>>()?;
        let mut columns = columns.into_iter();
        let mut next = || columns.next().expect("there is one for each property");
        let n = rows.len();
        let [subject, predicate, object] = [next(), next(), next()].map(|column| {
            let mut values: Vec<Option<String>> = vec![None; n];
            for (row, value) in column {
                least(&mut values[row as usize], value);
            }
            values
        });
        let mut confidence = vec![0.0; n];
        for (row, value) in next() {
            let number: f32 = value.parse().unwrap_or(0.0);
            confidence[row as usize] = number.clamp(0.0, 1.0).max(confidence[row as usize]);
        }
        let mut sources: HashMap<u32, Vec<String>> = HashMap::new();
        for (row, value) in next() {
            sources.entry(row).or_default().push(value);
        }
        let [from, to, lemma, preposition] = [next(), next(), next(), next()].map(|column| {
            let mut values: HashMap<u32, Option<String>> = HashMap::new();
            for (row, value) in column {
                least(values.entry(row).or_default(), value);
            }
            values.into_iter().filter_map(|(row, value)| Some((row, value?))).collect()
        });

        let mut standing = vec![Standing::Stated; n];
        for other in [Standing::Reported, Standing::Uncertain, Standing::Denied] {
            for row in scan.having(rows, term::STANDING, other.name())? {
                standing[row as usize] = other;
            }
        }
        let mut modality = vec![Modality::Other; n];
        for (name, value) in [("desired", Modality::Desired), ("planned", Modality::Planned)] {
            for row in scan.having(rows, term::MODALITY, name)? {
                modality[row as usize] = value;
            }
        }
        let mut ended = vec![false; n];
        for row in scan.having(rows, term::PHASE, "ends")? {
            ended[row as usize] = true;
        }
        let columns = Self {
            subject,
            predicate,
            object,
            standing,
            modality,
            ended,
            confidence,
            from,
            to,
            lemma,
            preposition,
            sources,
        };
        Ok(columns)
    }

    pub(super) fn manner(&self, row: usize) -> Manner {
        match (self.standing[row], self.modality[row]) {
            (Standing::Denied, _) => Manner::Denied,
            (Standing::Uncertain, Modality::Planned) => Manner::Planned,
            (Standing::Uncertain, Modality::Desired) => Manner::Desired,
            (Standing::Uncertain, Modality::Other) => Manner::Possible,
            _ if self.ended[row] => Manner::Ended,
            (Standing::Reported, _) => Manner::Reported,
            (Standing::Stated, _) => Manner::Stated,
        }
    }

    /// The verb of an open relation with its preposition.
    pub(super) fn verb(&self, row: usize) -> String {
        let row = row as u32;
        let verb = self.lemma.get(&row).map_or("is related to", String::as_str);
        self.preposition.get(&row).map_or_else(|| verb.to_owned(), |p| format!("{verb} {p}"))
    }
}

/// Of several values of what should have one, the first in order: the index has no order of its own.
fn least(known: &mut Option<String>, value: String) {
    if known.as_ref().is_none_or(|known| value < *known) {
        *known = Some(value);
    }
}

fn node_text(node: NamedOrBlankNode) -> String {
    match node {
        NamedOrBlankNode::NamedNode(node) => node.into_string(),
        NamedOrBlankNode::BlankNode(node) => node.into_string(),
    }
}

pub(in super::super) fn text(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.into_string(),
    }
}

pub(in super::super) fn failed(error: oxigraph::store::StorageError) -> Error {
    Error::Query(error.to_string())
}
