//! The assertions of a store → the ones that a request admits, summed up to edges; the others counted by reason.

mod named;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::named::day;
use self::named::{classes, documents, relations};
use super::belong::Belonging;
use super::facts::{Fact, Facts};
use super::{Reason, Request, Tone};
use crate::diagnostic::Error;
use crate::ontology::ClassSet;

/// What makes an edge this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub subject: u32,
    pub object: u32,
    pub tone: Tone,
    pub symmetric: bool,
    /// Its predicate, unless predicates are merged.
    pub apart: Option<u32>,
}

/// An edge before names are looked up.
#[derive(Debug, Clone)]
pub(super) struct Aggregate {
    pub key: Key,
    /// Its predicates with their assertions; more than one only if they are merged.
    pub relations: BTreeMap<u32, usize>,
    /// Places in [`Facts::list`], in order.
    pub facts: Vec<u32>,
    pub documents: BTreeSet<u32>,
}

impl Aggregate {
    pub(super) fn count(&self) -> usize {
        self.facts.len()
    }

    pub(super) fn ends(&self) -> [u32; 2] {
        [self.key.subject, self.key.object]
    }
}

/// What a request admits, before rare edges go, and before its shape and its limit.
pub(super) struct Selected {
    pub edges: Vec<Aggregate>,
    pub omitted: BTreeMap<Reason, usize>,
    /// Assertions and documents of each node, whether its edges are shown or not.
    pub weights: BTreeMap<u32, Weight>,
    /// The nodes in focus, or the two that paths shall lead between.
    pub focus: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Weight {
    pub count: usize,
    pub documents: BTreeSet<u32>,
}

/// A request in the numbers of a table of facts.
pub(super) struct Wanted<'f> {
    facts: &'f Facts<'f>,
    request: &'f Request,
    relations: Vec<bool>,
    documents: Vec<bool>,
    sources: Option<BTreeSet<u32>>,
    classes: Option<ClassSet>,
    /// What each node becomes, where it becomes another.
    collapsed: BTreeMap<u32, u32>,
    pub focus: Vec<u32>,
}

impl<'f> Wanted<'f> {
    /// Looks up what the request names.
    ///
    /// # Errors
    /// [`Error::Usage`] naming what there is not, with what is near it.
    pub(super) fn of(facts: &'f Facts<'f>, belonging: &Belonging<'_>, request: &'f Request) -> Result<Self, Error> {
        let mut collapsed = BTreeMap::new();
        if let Some(into) = request.collapse {
            let whole = |node| Some(belonging.collapsed(node, into)).filter(|&whole| whole != node);
            collapsed.extend((0..facts.nodes.len() as u32).filter_map(|node| Some((node, whole(node)?))));
        }
        let mut sources = BTreeSet::new();
        let mut speaks = vec![false; facts.nodes.len()];
        let mut takes_part = vec![false; facts.nodes.len()];
        for fact in &facts.list {
            for &source in &fact.sources {
                speaks[source as usize] = true;
            }
            for end in [fact.subject, fact.object] {
                takes_part[end as usize] = true;
            }
        }
        for name in &request.sources {
            sources.insert(facts.named(name, "--source", &|node| speaks[node as usize])?);
        }
        // A state may take part only through its members.
        for &whole in collapsed.values() {
            takes_part[whole as usize] = true;
        }
        let option = if request.between.is_some() { "--between" } else { "--focus" };
        let mut focus: Vec<u32> = Vec::new();
        for name in request.focus.iter().chain(request.between.iter().flatten()) {
            let node = facts.named(name, option, &|node| takes_part[node as usize])?;
            let node = *collapsed.get(&node).unwrap_or(&node);
            if !focus.contains(&node) {
                focus.push(node);
            }
        }
        let days = [&request.since, &request.until, &request.published_since, &request.published_until];
        for text in days.into_iter().flatten() {
            day(text)?;
        }
        if request.between.is_some() && !request.focus.is_empty() {
            return Err(Error::Usage("--between and --focus exclude each other".to_owned()));
        }
        if request.between.is_some() && focus.len() < 2 {
            return Err(Error::Usage("--between: both names mean the same actor".to_owned()));
        }
        let wanted = Self {
            relations: relations(facts, request)?,
            documents: documents(facts, request)?,
            sources: (!request.sources.is_empty()).then_some(sources),
            classes: classes(facts, request)?,
            facts,
            request,
            collapsed,
            focus,
        };
        Ok(wanted)
    }

    /// The edges of everything that the request admits and that happened between two days, however rare.
    pub(super) fn select(&self, since: Option<&str>, until: Option<&str>) -> Selected {
        let mut omitted: BTreeMap<Reason, usize> = BTreeMap::new();
        let mut weights: BTreeMap<u32, Weight> = BTreeMap::new();
        let mut edges: BTreeMap<Key, Aggregate> = BTreeMap::new();
        for (place, fact) in self.facts.list.iter().enumerate() {
            let [subject, object] = self.ends(fact);
            if let Some(reason) = self.refused(fact, [subject, object], since, until) {
                *omitted.entry(reason).or_default() += 1;
                continue;
            }
            for end in [subject, object] {
                let weight = weights.entry(end).or_default();
                weight.count += 1;
                weight.documents.insert(fact.document);
            }
            let relation = &self.facts.relations[fact.relation as usize];
            let (tone, symmetric) = (relation.tone(), relation.symmetric);
            let apart = (!self.request.merge).then_some(fact.relation);
            let key = Key { subject, object, tone, symmetric, apart };
            let edge = edges.entry(key).or_insert_with(|| Aggregate {
                key,
                relations: BTreeMap::new(),
                facts: Vec::new(),
                documents: BTreeSet::new(),
            });
            *edge.relations.entry(fact.relation).or_default() += 1;
            edge.facts.push(place as u32);
            edge.documents.insert(fact.document);
        }
        Selected { edges: edges.into_values().collect(), omitted, weights, focus: self.focus.clone() }
    }

    /// The nodes that an assertion is drawn between, in the order in which it is.
    pub(super) fn ends(&self, fact: &Fact) -> [u32; 2] {
        let [subject, object] = [self.whole(fact.subject), self.whole(fact.object)];
        if self.facts.relations[fact.relation as usize].symmetric && object < subject {
            [object, subject]
        } else {
            [subject, object]
        }
    }

    /// What a node becomes in the view.
    pub(super) fn whole(&self, node: u32) -> u32 {
        self.collapsed.get(&node).copied().unwrap_or(node)
    }

    fn refused(&self, fact: &Fact, ends: [u32; 2], since: Option<&str>, until: Option<&str>) -> Option<Reason> {
        let Request { standings, min_confidence, states, quads, .. } = self.request;
        let relation = &self.facts.relations[fact.relation as usize];
        let fits = self.relations[fact.relation as usize]
            && (*states || !relation.lasting)
            && (quads.is_empty() || relation.quad.is_some_and(|quad| quads.contains(&quad)));
        let said = self.sources.as_ref().is_none_or(|sources| fact.sources.iter().any(|s| sources.contains(s)));
        let admits = |node: &u32| {
            let class = self.facts.classes[*node as usize];
            self.classes.is_none_or(|classes| classes.contains(class)) || self.focus.contains(node)
        };
        let published = self.facts.documents[fact.document as usize].date.as_deref();
        let dates = [self.request.published_since.as_deref(), self.request.published_until.as_deref()];
        if ends[0] == ends[1] {
            Some(Reason::Same)
        } else if !fits {
            Some(Reason::Relation)
        } else if !(standings.is_empty() || standings.contains(&fact.standing)) {
            Some(Reason::Standing)
        } else if !within(published, published, dates) || !self.facts.happened_within(fact, since, until) {
            Some(Reason::Time)
        } else if !said || !self.documents[fact.document as usize] {
            Some(Reason::Source)
        } else if fact.confidence < *min_confidence {
            Some(Reason::Confidence)
        } else if !ends.iter().all(admits) {
            Some(Reason::Class)
        } else {
            None
        }
    }
}

impl Facts<'_> {
    /// Whether what is said may have happened in a time: by its own time where known, else by its document's date.
    fn happened_within(&self, fact: &Fact, since: Option<&str>, until: Option<&str>) -> bool {
        let published = self.documents[fact.document as usize].date.as_deref();
        match (fact.from.as_deref(), fact.to.as_deref()) {
            (None, None) => within(published, published, [since, until]),
            (from, to) => {
                let ended = since.is_some_and(|since| to.is_some_and(|to| to < since));
                let future = until.is_some_and(|until| from.is_some_and(|from| from > until));
                !ended && !future
            }
        }
    }
}

/// Whether a time lies within days, in part at least; an unknown time does not.
fn within(first: Option<&str>, last: Option<&str>, [since, until]: [Option<&str>; 2]) -> bool {
    since.is_none_or(|since| last.is_some_and(|last| last >= since))
        && until.is_none_or(|until| first.is_some_and(|first| first <= until))
}

#[cfg(test)]
mod tests;
