//! The quads of a store → a table of its assertions, from which views are projected.
//!
//! Every property is scanned once for all assertions, and ends, documents and predicates become numbers: that is many
//! times faster than a dozen look-ups an assertion. Numbers follow the order of the IRIs, never that of the index, so
//! that the same store gives the same views. Names and sentences are looked up later, only for what is shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use rayon::prelude::*;
use smallvec::SmallVec;

use super::{Manner, QuadClass, Standing, Tone};
use crate::diagnostic::Error;
use crate::graph::store::Index;
use crate::graph::vocabulary::{self, REL, term};
use crate::ontology::{Class, Ontology, RelationKind};

/// The assertions of a store, ready for any number of views.
pub struct Facts<'a> {
    pub(super) index: &'a Index,
    pub(super) ontology: &'a Ontology,
    /// IRIs of actors and things, sorted; the ends of assertions, their sources, and what they belong to.
    pub(super) nodes: Vec<String>,
    /// The class of each node.
    pub(super) classes: Vec<Class>,
    /// What each node belongs to by the graph of actors.
    pub(super) parents: Vec<SmallVec<[u32; 1]>>,
    /// What a correction says is another node, with the node that stands for it.
    pub(super) same: HashMap<String, String>,
    pub(super) relations: Vec<Relation>,
    pub(super) documents: Vec<Document>,
    pub(super) list: Vec<Fact>,
}

/// One assertion.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub iri: String,
    pub subject: u32,
    pub relation: u32,
    pub object: u32,
    pub document: u32,
    pub standing: Standing,
    pub manner: Manner,
    pub confidence: f32,
    /// First and last day of what happened; an open end is `None`.
    pub from: Option<String>,
    pub to: Option<String>,
    pub sources: SmallVec<[u32; 1]>,
}

/// One predicate of the inventory, or the verb of an open relation.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub name: String,
    pub label: String,
    pub open: bool,
    pub symmetric: bool,
    pub lasting: bool,
    pub plover: Option<String>,
    pub quad: Option<QuadClass>,
}

impl Relation {
    pub(super) fn tone(&self) -> Tone {
        self.quad.map_or(Tone::Structure, QuadClass::tone)
    }
}

/// One document.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    pub iri: String,
    pub name: Option<String>,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<String>,
}

impl<'a> Facts<'a> {
    /// Reads the assertions of an index.
    ///
    /// # Errors
    /// [`Error::Query`] if the index fails.
    ///
    /// # Complexity
    /// Linear in the assertions, actors and documents, but for sorting their IRIs.
    pub fn load(index: &'a Index, ontology: &'a Ontology) -> Result<Self, Error> {
        let scan = Scan { index };
        let same = scan.merged()?;
        let rows = scan.rows()?;
        let found = Columns::of(&scan, &rows)?;

        let mut nodes = Names::default();
        let merge = |iri: &str| same.get(iri).map_or(iri.to_owned(), Clone::clone);
        let mut relations = Names::default();
        let mut documents = Names::default();
        let mut list = Vec::with_capacity(rows.len());
        for (iri, (row, document)) in rows {
            let row = row as usize;
            let (Some(subject), Some(predicate), Some(object)) =
                (&found.subject[row], &found.predicate[row], &found.object[row])
            else {
                continue;
            };
            let name = predicate.strip_prefix(REL).map_or_else(|| found.verb(row), str::to_owned);
            let (standing, modality) = (found.standing[row], found.modality[row]);
            let mut sources: SmallVec<[u32; 1]> =
                found.sources.get(&(row as u32)).into_iter().flatten().map(|s| nodes.number(merge(s))).collect();
            sources.sort_unstable();
            sources.dedup();
            list.push(Fact {
                iri,
                subject: nodes.number(merge(subject)),
                relation: relations.number(name),
                object: nodes.number(merge(object)),
                document: documents.number(document),
                standing,
                manner: manner(standing, modality, found.ended[row]),
                confidence: found.confidence[row],
                from: found.from.get(&(row as u32)).cloned(),
                to: found.to.get(&(row as u32)).cloned(),
                sources,
            });
        }
        let belonging = scan.pairs(term::BELONGS_TO)?;
        let belonging: Vec<(u32, u32)> =
            belonging.iter().map(|(child, parent)| (nodes.number(merge(child)), nodes.number(merge(parent)))).collect();

        let (nodes, node) = nodes.sorted();
        let (relations, relation) = relations.sorted();
        let (documents, document) = documents.sorted();
        for fact in &mut list {
            fact.subject = node[fact.subject as usize];
            fact.object = node[fact.object as usize];
            fact.relation = relation[fact.relation as usize];
            fact.document = document[fact.document as usize];
            fact.sources.iter_mut().for_each(|s| *s = node[*s as usize]);
            fact.sources.sort_unstable();
        }
        list.sort_unstable_by(|a, b| a.iri.cmp(&b.iri));
        let mut parents: Vec<SmallVec<[u32; 1]>> = vec![SmallVec::new(); nodes.len()];
        for (child, parent) in belonging {
            parents[node[child as usize] as usize].push(node[parent as usize]);
        }
        for parents in &mut parents {
            parents.sort_unstable();
            parents.dedup();
        }
        Ok(Self {
            classes: scan.classes(&nodes, &same)?,
            relations: relations.into_iter().map(|name| described(ontology, name)).collect(),
            documents: scan.documents(documents)?,
            index,
            ontology,
            nodes,
            parents,
            same,
            list,
        })
    }

    /// The number of the node of that IRI, or of the one that stands for it.
    pub(super) fn node(&self, iri: &str) -> Option<u32> {
        let iri = self.same.get(iri).map_or(iri, String::as_str);
        self.nodes.binary_search_by(|n| n.as_str().cmp(iri)).ok().map(|n| n as u32)
    }
}

fn described(ontology: &Ontology, name: String) -> Relation {
    let known = ontology.predicate(&name);
    Relation {
        label: known.map_or_else(|| name.clone(), |p| p.label.clone()),
        open: known.is_none(),
        symmetric: known.is_some_and(|p| p.symmetric),
        lasting: known.is_some_and(|p| p.kind == RelationKind::State),
        plover: known.and_then(|p| p.plover.clone()),
        quad: known.and_then(|p| QuadClass::of_code(p.quad.as_deref()?)),
        name,
    }
}

/// What is looked for as modality; the others do not tell the manner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modality {
    Other,
    Planned,
    Desired,
}

fn manner(standing: Standing, modality: Modality, ended: bool) -> Manner {
    match (standing, modality) {
        (Standing::Denied, _) => Manner::Denied,
        (Standing::Uncertain, Modality::Planned) => Manner::Planned,
        (Standing::Uncertain, Modality::Desired) => Manner::Desired,
        (Standing::Uncertain, Modality::Other) => Manner::Possible,
        _ if ended => Manner::Ended,
        (Standing::Reported, _) => Manner::Reported,
        (Standing::Stated, _) => Manner::Stated,
    }
}

/// Names with their numbers in the order of first appearance.
#[derive(Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn number(&mut self, name: String) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(name).or_insert(next)
    }

    /// The names in order, and for every old number the new one.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut all: Vec<(String, u32)> = self.0.into_iter().collect();
        all.sort_unstable();
        let mut new = vec![0; all.len()];
        for (place, (_, old)) in all.iter().enumerate() {
            new[*old as usize] = place as u32;
        }
        (all.into_iter().map(|(name, _)| name).collect(), new)
    }
}

/// The number of an assertion's row, and its document.
type Rows = HashMap<String, (u32, String)>;

struct Scan<'a> {
    index: &'a Index,
}

impl Scan<'_> {
    /// Every assertion with its document.
    fn rows(&self) -> Result<Rows, Error> {
        let mut rows = Rows::new();
        for quad in self.index.quads.quads_for_pattern(None, Some(term::TYPE), Some(term::ASSERTION.into()), None) {
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
    fn pairs(&self, property: NamedNodeRef<'_>) -> Result<Vec<(String, String)>, Error> {
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
    fn classes(&self, nodes: &[String], same: &HashMap<String, String>) -> Result<Vec<Class>, Error> {
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

    fn documents(&self, iris: Vec<String>) -> Result<Vec<Document>, Error> {
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
    fn merged(&self) -> Result<HashMap<String, String>, Error> {
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
struct Columns {
    subject: Vec<Option<String>>,
    predicate: Vec<Option<String>>,
    object: Vec<Option<String>>,
    standing: Vec<Standing>,
    modality: Vec<Modality>,
    ended: Vec<bool>,
    confidence: Vec<f32>,
    from: HashMap<u32, String>,
    to: HashMap<u32, String>,
    lemma: HashMap<u32, String>,
    preposition: HashMap<u32, String>,
    sources: HashMap<u32, Vec<String>>,
}

impl Columns {
    fn of(scan: &Scan<'_>, rows: &Rows) -> Result<Self, Error> {
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
            column.into_iter().for_each(|(row, value)| least(&mut values[row as usize], value));
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
            column.into_iter().for_each(|(row, value)| least(values.entry(row).or_default(), value));
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

    /// The verb of an open relation with its preposition.
    fn verb(&self, row: usize) -> String {
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

pub(super) fn text(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.into_string(),
    }
}

pub(super) fn failed(error: oxigraph::store::StorageError) -> Error {
    Error::Query(error.to_string())
}
