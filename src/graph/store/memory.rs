//! Numbered quads in sorted lists: the index that fits in memory.
//!
//! Four lists hold every quad in another order, so that the quads with any of their terms given lie together: by subject,
//! by predicate, by object, and by graph. Where a term's quads begin is looked up, and found by halving behind that. The
//! default graph is no list of its own: a triple of several graphs stands beside itself in the first three orders, and
//! all but one are passed over.
//!
//! Lists are made once and shared. What updates write, a few triples of the user's own, stands beside them in trees of
//! the same four orders. An index with other such triples costs only these.
//!
//! Source: the six orders of Weiss, Karras and Bernstein, Hexastore (VLDB 2008); four of them suffice for quads that are
//! asked with the graph unknown or few quads long.

use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::{GraphName, GraphNameRef, NamedOrBlankNode, Quad, QuadRef, Term};
use rayon::prelude::*;
use smallvec::SmallVec;

use crate::graph::store::terms::{Id, Part, Terms};

/// Where subject, predicate, object and graph of a quad stand in each order.
const ORDERS: [[usize; 4]; 4] = [SPOG, POSG, OSPG, GSPO];
const SPOG: [usize; 4] = [0, 1, 2, 3];
const POSG: [usize; 4] = [1, 2, 0, 3];
const OSPG: [usize; 4] = [2, 0, 1, 3];
const GSPO: [usize; 4] = [3, 0, 1, 2];
const BY_GRAPH: usize = 3;

/// A quad in one of the orders; as it is elsewhere, in the first.
pub(super) type Ids = [Id; 4];

/// Quads in memory.
pub struct Memory {
    base: Arc<Base>,
    /// Terms that only the user's own quads have; their numbers follow those of the others.
    own_terms: Terms,
    own: [BTreeSet<Ids>; 4],
}

#[derive(Default)]
struct Base {
    terms: Terms,
    orders: [Sorted; 4],
}

/// Which graph is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Graphs {
    /// All triples of all graphs, each once.
    Default,
    /// All named graphs.
    Any,
    /// One of them.
    One(Id),
}

/// Quads on their way into memory.
pub(super) struct Builder {
    terms: Terms,
    quads: Vec<Ids>,
    own: Vec<Quad>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { terms: Terms::default(), quads: Vec::new(), own: Vec::new() }
    }

    pub(super) fn add(&mut self, part: &Part) {
        let ids = self.terms.absorb(&part.terms);
        self.quads.extend(part.quads.iter().map(|quad| quad.map(|id| ids[id as usize])));
    }

    /// Quads that updates may remove again.
    pub(super) fn add_own(&mut self, quads: Vec<Quad>) {
        self.own.extend(quads);
    }

    pub(super) fn build(mut self) -> Memory {
        self.terms.shrink();
        let (n, quads) = (self.terms.len(), self.quads);
        let sorted: Vec<Sorted> = ORDERS.par_iter().map(|order| Sorted::new(&quads, *order, n)).collect();
        let orders: [Sorted; 4] = sorted.try_into().unwrap_or_else(|_| unreachable!("there are as many as orders"));
        Memory::new(Arc::new(Base { terms: self.terms, orders }), &self.own)
    }
}

impl Memory {
    fn new(base: Arc<Base>, own: &[Quad]) -> Self {
        let mut memory = Self { base, own_terms: Terms::default(), own: Default::default() };
        for quad in own {
            memory.insert(quad);
        }
        memory
    }

    /// The same lists with other quads beside them. Terms that only the former ones had are forgotten.
    pub(super) fn with_own(&self, own: &[Quad]) -> Self {
        Self::new(Arc::clone(&self.base), own)
    }

    /// The number of a term, if any quad may have it.
    pub(super) fn id(&self, term: oxigraph::model::TermRef<'_>) -> Option<Id> {
        let own = || self.own_terms.get(term).map(|id| id + self.base.terms.len() as Id);
        self.base.terms.get(term).or_else(own)
    }

    pub(super) fn term(&self, id: Id) -> Term {
        match id.checked_sub(self.base.terms.len() as Id) {
            Some(own) => self.own_terms.term(own),
            None => self.base.terms.term(id),
        }
    }

    /// How many terms there are; a number from here on means none of them.
    pub(super) fn n_terms(&self) -> Id {
        (self.base.terms.len() + self.own_terms.len()) as Id
    }

    /// The named graphs.
    pub(super) fn graphs(&self) -> impl Iterator<Item = Id> + use<'_> {
        let base = &self.base.orders[BY_GRAPH];
        let of_base = (0..self.base.terms.len() as Id).filter(|&id| !base.with_first(id).is_empty());
        let mut own: Vec<Id> = self.own[BY_GRAPH].iter().map(|quad| quad[0]).collect();
        own.dedup();
        of_base.chain(own.into_iter().filter(|&id| base.with_first(id).is_empty()))
    }

    /// The quads with these terms; those of the default graph have some graph that has the triple.
    pub(super) fn matches(
        &self,
        subject: Option<Id>,
        predicate: Option<Id>,
        object: Option<Id>,
        graphs: Graphs,
    ) -> Matches<'_> {
        let graph = if let Graphs::One(id) = graphs { Some(id) } else { None };
        let wanted = [subject, predicate, object, graph];
        let (order, found) = self.base.narrowest(&wanted);
        let own = (!self.own[0].is_empty()).then(|| Own::new(&self.own, &wanted, &self.base, graphs));
        Matches { found: found.iter(), order: ORDERS[order], wanted, once: graphs == Graphs::Default, last: None, own }
    }

    pub(super) fn contains(&self, quad: QuadRef<'_>) -> bool {
        self.ids(quad).is_some_and(|ids| self.base.contains(ids) || self.own[0].contains(&ids))
    }

    /// Adds a quad of a named graph.
    pub(super) fn insert(&mut self, quad: &Quad) {
        let below = self.base.terms.len() as Id;
        let QuadRef { subject, predicate, object, graph_name } = quad.as_ref();
        let GraphNameRef::NamedNode(graph) = graph_name else { return };
        let ids = [subject.into(), predicate.into(), object, graph.into()]
            .map(|term| self.base.terms.get(term).unwrap_or_else(|| below + self.own_terms.intern(term)));
        if !self.base.contains(ids) {
            for (tree, order) in self.own.iter_mut().zip(ORDERS) {
                tree.insert(order.map(|place| ids[place]));
            }
        }
    }

    /// Removes a quad that was inserted.
    pub(super) fn remove(&mut self, quad: QuadRef<'_>) {
        let Some(ids) = self.ids(quad) else { return };
        for (tree, order) in self.own.iter_mut().zip(ORDERS) {
            tree.remove(&order.map(|place| ids[place]));
        }
    }

    pub(super) fn quad(&self, [subject, predicate, object, graph]: Ids, graphs: Graphs) -> Quad {
        let named = |id| match self.term(id) {
            Term::NamedNode(node) => node,
            other => unreachable!("only names stand here: {other}"),
        };
        let subject: NamedOrBlankNode = match self.term(subject) {
            Term::NamedNode(node) => node.into(),
            Term::BlankNode(node) => node.into(),
            Term::Literal(literal) => unreachable!("no literal is a subject: {literal}"),
        };
        let graph = match (graphs, self.term(graph)) {
            (Graphs::Default, _) => GraphName::DefaultGraph,
            (_, Term::BlankNode(node)) => node.into(),
            _ => GraphName::from(named(graph)),
        };
        Quad::new(subject, named(predicate), self.term(object), graph)
    }

    fn ids(&self, quad: QuadRef<'_>) -> Option<Ids> {
        let graph = match quad.graph_name {
            GraphNameRef::NamedNode(node) => self.id(node.into())?,
            GraphNameRef::BlankNode(node) => self.id(node.into())?,
            GraphNameRef::DefaultGraph => return None,
        };
        Some([self.id(quad.subject.into())?, self.id(quad.predicate.into())?, self.id(quad.object)?, graph])
    }
}

impl Base {
    /// The fewest quads that lie together and have all with these terms among them, and their order.
    fn narrowest(&self, wanted: &[Option<Id>; 4]) -> (usize, &[Ids]) {
        let by_triple = match wanted {
            [_, None, Some(_), _] => 2,
            [None, Some(_), ..] => 1,
            [Some(_), ..] | [None, None, None, _] => 0,
        };
        let one = self.orders[by_triple].starting(&prefix(wanted, by_triple));
        if wanted[3].is_none() {
            return (by_triple, one);
        }
        let other = self.orders[BY_GRAPH].starting(&prefix(wanted, BY_GRAPH));
        if one.len() < other.len() { (by_triple, one) } else { (BY_GRAPH, other) }
    }

    fn contains(&self, ids: Ids) -> bool {
        !self.orders[0].starting(&ids).is_empty()
    }

    fn contains_triple(&self, ids: Ids) -> bool {
        !self.orders[0].starting(&ids[..3]).is_empty()
    }
}

/// The terms that are given in an order, up to the first that is not.
fn prefix(wanted: &[Option<Id>; 4], order: usize) -> SmallVec<[Id; 4]> {
    ORDERS[order].iter().map_while(|&place| wanted[place]).collect()
}

/// All quads in one order.
#[derive(Default)]
struct Sorted {
    quads: Vec<Ids>,
    /// Where the quads with each first term begin, and where all end.
    begins: Vec<u32>,
}

impl Sorted {
    fn new(quads: &[Ids], order: [usize; 4], n_terms: usize) -> Self {
        let mut quads: Vec<Ids> = quads.par_iter().map(|quad| order.map(|place| quad[place])).collect();
        quads.par_sort_unstable();
        quads.dedup();
        quads.shrink_to_fit();
        let mut begins = vec![0; n_terms + 1];
        for quad in &quads {
            begins[quad[0] as usize + 1] += 1;
        }
        for n in 0..n_terms {
            begins[n + 1] += begins[n];
        }
        Self { quads, begins }
    }

    fn with_first(&self, first: Id) -> &[Ids] {
        let first = first as usize;
        match (self.begins.get(first), self.begins.get(first + 1)) {
            (Some(&begin), Some(&end)) => &self.quads[begin as usize..end as usize],
            _ => &[],
        }
    }

    /// The quads that begin with these terms.
    fn starting(&self, prefix: &[Id]) -> &[Ids] {
        let Some((&first, rest)) = prefix.split_first() else { return &self.quads };
        let with_first = self.with_first(first);
        if rest.is_empty() {
            return with_first;
        }
        let key = |quad: &Ids| -> std::cmp::Ordering { quad[1..].iter().take(rest.len()).cmp(rest) };
        let begin = with_first.partition_point(|quad| key(quad).is_lt());
        let found = &with_first[begin..];
        // Mostly few: the end is looked for from the begin, in steps that double.
        let mut step = 1;
        while step < found.len() && key(&found[step]).is_le() {
            step *= 2;
        }
        let near = &found[..found.len().min(step + 1)];
        &near[..near.partition_point(|quad| key(quad).is_le())]
    }
}

/// The quads with certain terms, one after the other.
pub(super) struct Matches<'m> {
    found: std::slice::Iter<'m, Ids>,
    order: [usize; 4],
    wanted: [Option<Id>; 4],
    /// A triple of several graphs only once.
    once: bool,
    last: Option<[Id; 3]>,
    own: Option<Own<'m>>,
}

impl Iterator for Matches<'_> {
    type Item = Ids;

    fn next(&mut self) -> Option<Ids> {
        for found in self.found.by_ref() {
            let mut quad = [0; 4];
            for (term, place) in found.iter().zip(self.order) {
                quad[place] = *term;
            }
            if !fits(quad, &self.wanted) {
                continue;
            }
            if self.once {
                let triple = [quad[0], quad[1], quad[2]];
                if self.last == Some(triple) {
                    continue;
                }
                self.last = Some(triple);
            }
            return Some(quad);
        }
        self.own.as_mut()?.next()
    }
}

/// The same among the user's own quads.
struct Own<'m> {
    found: std::collections::btree_set::Range<'m, Ids>,
    order: [usize; 4],
    wanted: [Option<Id>; 4],
    base: &'m Base,
    once: bool,
    last: Option<[Id; 3]>,
}

impl<'m> Own<'m> {
    fn new(own: &'m [BTreeSet<Ids>; 4], wanted: &[Option<Id>; 4], base: &'m Base, graphs: Graphs) -> Self {
        let order = match wanted {
            [_, None, Some(_), _] => 2,
            [None, Some(_), ..] => 1,
            [None, None, None, Some(_)] => BY_GRAPH,
            [Some(_), ..] | [None, None, None, None] => 0,
        };
        let (mut low, mut high) = ([0; 4], [Id::MAX; 4]);
        for (n, id) in prefix(wanted, order).into_iter().enumerate() {
            (low[n], high[n]) = (id, id);
        }
        let found = own[order].range(low..=high);
        Self { found, order: ORDERS[order], wanted: *wanted, base, once: graphs == Graphs::Default, last: None }
    }
}

impl Iterator for Own<'_> {
    type Item = Ids;

    fn next(&mut self) -> Option<Ids> {
        for found in self.found.by_ref() {
            let mut quad = [0; 4];
            for (term, place) in found.iter().zip(self.order) {
                quad[place] = *term;
            }
            let triple = [quad[0], quad[1], quad[2]];
            if fits(quad, &self.wanted)
                && !(self.once && (self.last == Some(triple) || self.base.contains_triple(quad)))
            {
                self.last = Some(triple);
                return Some(quad);
            }
        }
        None
    }
}

fn fits(quad: Ids, wanted: &[Option<Id>; 4]) -> bool {
    quad.iter().zip(wanted).all(|(term, wanted)| wanted.is_none_or(|wanted| wanted == *term))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use oxigraph::model::NamedNode;
    use proptest::prelude::*;

    use super::*;

    fn name(kind: &str, n: u8) -> NamedNode {
        NamedNode::new_unchecked(format!("x:{kind}{n}"))
    }

    /// A few names of each kind, so that triples stand in several graphs and names in several places.
    fn quad() -> impl Strategy<Value = Quad> {
        (0u8..4, 0u8..3, 0u8..4, 0u8..3)
            .prop_map(|(s, p, o, g)| Quad::new(name("n", s), name("p", p), name("n", o), name("g", g)))
    }

    fn numbered(loaded: &[Quad]) -> Memory {
        let mut builder = Builder::new();
        // In two parts, as from two documents.
        let (one, two) = loaded.split_at(loaded.len() / 2);
        for part in [one, two] {
            builder.add(&Part::of(part, &name("g", 0)));
        }
        builder.build()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_pattern_gives_what_a_scan_gives(
            loaded in prop::collection::vec(quad(), 0..30),
            changes in prop::collection::vec((any::<bool>(), quad()), 0..12),
        ) {
            let mut memory = numbered(&loaded);
            let mut own: BTreeSet<String> = BTreeSet::new();
            let mut all: Vec<Quad> = loaded.clone();
            for (insert, quad) in changes {
                if insert {
                    memory.insert(&quad);
                    if !all.contains(&quad) {
                        own.insert(quad.to_string());
                        all.push(quad);
                    }
                } else {
                    memory.remove(quad.as_ref());
                    // What was loaded stays.
                    all.retain(|q| *q != quad || !own.contains(&quad.to_string()));
                    own.remove(&quad.to_string());
                }
            }
            let plain: BTreeSet<Shown> = all.iter().map(shown).collect();
            for mask in 0..16u8 {
                let Some(sample) = all.first() else { continue };
                let bound = |bit: u8| mask & (1 << bit) != 0;
                let id = |term: Term| memory.id(term.as_ref());
                let subject = bound(0).then(|| id(Term::from(sample.subject.clone())).unwrap());
                let predicate = bound(1).then(|| id(sample.predicate.clone().into()).unwrap());
                let object = bound(2).then(|| id(sample.object.clone()).unwrap());
                let [s, p, o, g] = shown(sample);
                let fits = |q: &&Shown| {
                    (!bound(0) || q[0] == s) && (!bound(1) || q[1] == p) && (!bound(2) || q[2] == o)
                };
                let found = |graphs: Graphs| -> Vec<Shown> {
                    let quads = memory.matches(subject, predicate, object, graphs);
                    quads.map(|ids| shown(&memory.quad(ids, Graphs::Any))).collect()
                };
                let graph = memory.id(NamedNode::new_unchecked(g.trim_matches(['<', '>'])).as_ref().into()).unwrap();
                let (graphs, expected): (Graphs, Vec<Shown>) = if bound(3) {
                    (Graphs::One(graph), plain.iter().filter(fits).filter(|q| q[3] == g).cloned().collect())
                } else {
                    (Graphs::Any, plain.iter().filter(fits).cloned().collect())
                };
                let mut quads = found(graphs);
                quads.sort();
                prop_assert_eq!(&quads, &expected);
                let mut triples: Vec<[String; 3]> =
                    found(Graphs::Default).into_iter().map(|[s, p, o, _]| [s, p, o]).collect();
                triples.sort();
                let once: BTreeSet<[String; 3]> =
                    plain.iter().filter(fits).map(|[s, p, o, _]| [s.clone(), p.clone(), o.clone()]).collect();
                prop_assert_eq!(triples, once.into_iter().collect::<Vec<_>>());
            }
            let mut graphs: Vec<String> = memory.graphs().map(|id| memory.term(id).to_string()).collect();
            graphs.sort();
            let expected: BTreeSet<String> = plain.iter().map(|q| q[3].clone()).collect();
            prop_assert_eq!(graphs, expected.into_iter().collect::<Vec<_>>());
            for quad in &all {
                prop_assert!(memory.contains(quad.as_ref()));
            }
        }
    }

    type Shown = [String; 4];

    fn shown(quad: &Quad) -> Shown {
        [quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string(), quad.graph_name.to_string()]
    }
}
