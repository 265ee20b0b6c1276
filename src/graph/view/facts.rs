//! The quads of a store → a table of its assertions, from which views are projected.
//!
//! Every property is scanned once for all assertions, and ends, documents and predicates become numbers: that is many
//! times faster than a dozen look-ups an assertion. Numbers follow the order of the IRIs, never that of the index, so
//! that the same store gives the same views. Names and sentences are looked up later, only for what is shown.

mod scan;

use std::collections::HashMap;

use smallvec::SmallVec;

use self::scan::{Columns, Scan};
pub(super) use self::scan::{failed, text};
use super::{Manner, QuadClass, Standing, Tone};
use crate::diagnostic::Error;
use crate::graph::store::Index;
use crate::graph::vocabulary::{REL, term};
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
                standing: found.standing[row],
                manner: found.manner(row),
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
            for source in &mut fact.sources {
                *source = node[*source as usize];
            }
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
