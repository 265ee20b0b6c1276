//! Terms → small numbers and back: every term of an index is in memory once.
//!
//! The texts of all terms lie one behind the other; a term is the end of its text and its kind (IRI, blank node, plain
//! literal, or a literal of a language or data type, of which there are few). A literal keeps its exact form: `"01"` and
//! `"1"` of one data type are two terms, as in RDF 1.1, section 3.3. Numbers follow the order in which terms came first.

use std::collections::HashMap;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, Quad, Term, TermRef};

/// The number of a term.
pub(super) type Id = u32;

/// A dictionary of terms, numbered from 0.
#[derive(Clone, Default)]
pub(super) struct Terms {
    text: String,
    /// Where each term's text ends, and its kind.
    entries: Vec<(usize, u32)>,
    /// What kinds from [`FIRST_KIND`] on are.
    kinds: Vec<Kind>,
    languages: HashMap<String, u32>,
    datatypes: HashMap<String, u32>,
    ids: HashTable<Id>,
    hasher: DefaultHashBuilder,
}

const IRI: u32 = 0;
const BLANK: u32 = 1;
const PLAIN: u32 = 2;
const FIRST_KIND: u32 = 3;

#[derive(Debug, Clone)]
enum Kind {
    Language(String),
    Typed(NamedNode),
}

impl Terms {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of a term, a new one if it has none yet.
    pub(super) fn intern(&mut self, term: TermRef<'_>) -> Id {
        let kind = self.known_kind(term).unwrap_or_else(|| self.new_kind(&kind(term)));
        self.put(text(term), kind)
    }

    /// The number of a term.
    pub(super) fn get(&self, term: TermRef<'_>) -> Option<Id> {
        let entry = (text(term), self.known_kind(term)?);
        self.ids.find(self.hasher.hash_one(entry), |&id| self.entry(id) == entry).copied()
    }

    /// The term with a number that this dictionary gave.
    pub(super) fn term(&self, id: Id) -> Term {
        match self.entry(id) {
            (text, IRI) => NamedNode::new_unchecked(text).into(),
            (text, BLANK) => BlankNode::new_unchecked(text).into(),
            (text, PLAIN) => Literal::new_simple_literal(text).into(),
            (text, kind) => match &self.kinds[(kind - FIRST_KIND) as usize] {
                Kind::Language(tag) => Literal::new_language_tagged_literal_unchecked(text, tag).into(),
                Kind::Typed(datatype) => Literal::new_typed_literal(text, datatype.clone()).into(),
            },
        }
    }

    /// Takes in all terms of another dictionary; their numbers here, by their numbers there.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<Id> {
        let kinds = other.kinds.iter().map(|kind| self.new_kind(kind));
        let kinds: Vec<u32> = [IRI, BLANK, PLAIN].into_iter().chain(kinds).collect();
        (0..other.len() as Id)
            .map(|id| {
                let (text, kind) = other.entry(id);
                self.put(text, kinds[kind as usize])
            })
            .collect()
    }

    /// Gives back memory that was kept for more terms.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.entries.shrink_to_fit();
    }

    fn known_kind(&self, term: TermRef<'_>) -> Option<u32> {
        match term {
            TermRef::NamedNode(_) => Some(IRI),
            TermRef::BlankNode(_) => Some(BLANK),
            TermRef::Literal(literal) => match literal.language() {
                Some(tag) => self.languages.get(tag).copied(),
                None if literal.datatype() == xsd::STRING => Some(PLAIN),
                None => self.datatypes.get(literal.datatype().as_str()).copied(),
            },
        }
    }

    fn new_kind(&mut self, kind: &Kind) -> u32 {
        let next = FIRST_KIND + number(self.kinds.len());
        let id = match kind {
            Kind::Language(tag) => *self.languages.entry(tag.clone()).or_insert(next),
            Kind::Typed(datatype) => *self.datatypes.entry(datatype.as_str().to_owned()).or_insert(next),
        };
        if id == next {
            self.kinds.push(kind.clone());
        }
        id
    }

    fn put(&mut self, text: &str, kind: u32) -> Id {
        let hash = self.hasher.hash_one((text, kind));
        let (entries, texts) = (&self.entries, &self.text);
        if let Some(&id) = self.ids.find(hash, |&id| entry(entries, texts, id) == (text, kind)) {
            return id;
        }
        let id = number(self.entries.len());
        self.text.push_str(text);
        self.entries.push((self.text.len(), kind));
        let (entries, texts, hasher) = (&self.entries, &self.text, &self.hasher);
        self.ids.insert_unique(hash, id, |&id| hasher.hash_one(entry(entries, texts, id)));
        id
    }

    fn entry(&self, id: Id) -> (&str, u32) {
        entry(&self.entries, &self.text, id)
    }
}

fn entry<'t>(entries: &[(usize, u32)], text: &'t str, id: Id) -> (&'t str, u32) {
    let id = id as usize;
    let begin = if id == 0 { 0 } else { entries[id - 1].0 };
    let (end, kind) = entries[id];
    (&text[begin..end], kind)
}

/// Each number stands for some bytes in memory, of which there are less than four thousand million times sixteen.
fn number(n: usize) -> u32 {
    u32::try_from(n).ok().filter(|&n| n < Id::MAX / 2).expect("an index in memory has fewer than 2^31 terms")
}

fn text(term: TermRef<'_>) -> &str {
    match term {
        TermRef::NamedNode(node) => node.as_str(),
        TermRef::BlankNode(node) => node.as_str(),
        TermRef::Literal(literal) => literal.value(),
    }
}

/// The kind of a literal of a language or data type.
fn kind(term: TermRef<'_>) -> Kind {
    let TermRef::Literal(literal) = term else { unreachable!("nodes have kinds of their own") };
    match literal.language() {
        Some(tag) => Kind::Language(tag.to_owned()),
        None => Kind::Typed(literal.datatype().into_owned()),
    }
}

/// Some quads with a dictionary of their own: what one thread makes of a document. Subject, predicate, object, graph.
#[derive(Default)]
pub(super) struct Part {
    pub terms: Terms,
    pub quads: Vec<[Id; 4]>,
}

impl Part {
    /// Numbers the terms of quads, which all have a named graph.
    pub(super) fn of(quads: &[Quad], unnamed: &NamedNode) -> Self {
        let mut part = Self::default();
        // Subject and graph are mostly those of the quad before.
        let mut before: Option<(&Quad, [Id; 4])> = None;
        for quad in quads {
            let same = before.filter(|(last, _)| last.subject == quad.subject && last.graph_name == quad.graph_name);
            let [subject, graph] = match same {
                Some((_, [subject, _, _, graph])) => [subject, graph],
                None => [part.terms.intern(quad.subject.as_ref().into()), part.terms.intern(graph(quad, unnamed))],
            };
            let predicate = part.terms.intern(quad.predicate.as_ref().into());
            let ids = [subject, predicate, part.terms.intern(quad.object.as_ref()), graph];
            part.quads.push(ids);
            before = Some((quad, ids));
        }
        part
    }
}

/// A quad's graph; what has none is in the graph `unnamed`.
fn graph<'q>(quad: &'q Quad, unnamed: &'q NamedNode) -> TermRef<'q> {
    match &quad.graph_name {
        GraphName::NamedNode(name) => name.as_ref().into(),
        GraphName::BlankNode(name) => name.as_ref().into(),
        GraphName::DefaultGraph => unnamed.as_ref().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_comes_back_as_it_was_and_has_one_number() {
        let terms: [Term; 7] = [
            NamedNode::new_unchecked("https://example.org/a").into(),
            BlankNode::new_unchecked("a").into(),
            Literal::new_simple_literal("https://example.org/a").into(),
            Literal::new_language_tagged_literal_unchecked("a", "en").into(),
            Literal::new_typed_literal("01", xsd::INTEGER).into(),
            Literal::new_typed_literal("1", xsd::INTEGER).into(),
            Literal::new_simple_literal("").into(),
        ];
        let mut dictionary = Terms::default();
        for _ in 0..2 {
            for (n, term) in terms.iter().enumerate() {
                assert_eq!(dictionary.intern(term.as_ref()) as usize, n);
            }
        }
        let back: Vec<Term> = (0..dictionary.len()).map(|id| dictionary.term(id as Id)).collect();
        assert_eq!(back, terms);
        assert_eq!(dictionary.get(Literal::from(2).as_ref().into()), None);
        assert_eq!(dictionary.get(Literal::new_typed_literal("1", xsd::DATE).as_ref().into()), None);
    }

    #[test]
    fn one_dictionary_takes_in_another() {
        let (mut one, mut two) = (Terms::default(), Terms::default());
        let all: Vec<Term> = (0..5).map(|n| Literal::from(n).into()).collect();
        for term in &all[..3] {
            one.intern(term.as_ref());
        }
        for term in &all[2..] {
            two.intern(term.as_ref());
        }
        assert_eq!(one.absorb(&two), [2, 3, 4]);
        assert_eq!((0..5).map(|id| one.term(id)).collect::<Vec<_>>(), all);
    }
}
