//! Summed-up assertions → an edge with its qualifiers and the sentences that say it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;

use super::facts::{Fact, Facts};
use super::select::Aggregate;
use super::{Edge, Evidence, Part, QuadClass};
use crate::diagnostic::Error;
use crate::graph::vocabulary::term;

impl Facts<'_> {
    /// The edge that stands for an aggregate, with at most so many pieces of evidence.
    pub(super) fn edge(&self, aggregate: &Aggregate, evidence: usize) -> Result<Edge, Error> {
        let mut ranked: Vec<(usize, u32)> = aggregate.relations.iter().map(|(&r, &n)| (n, r)).collect();
        ranked.sort_by_key(|&(n, relation)| (Reverse(n), relation));
        let main = &self.relations[ranked[0].1 as usize];
        let parts: Vec<Part> = ranked
            .iter()
            .map(|&(count, relation)| {
                let relation = &self.relations[relation as usize];
                Part { predicate: relation.name.clone(), label: relation.label.clone(), count }
            })
            .collect();
        let facts: Vec<&Fact> = aggregate.facts.iter().map(|&place| &self.list[place as usize]).collect();
        let (mut counts, mut standings) = (BTreeMap::new(), BTreeMap::new());
        for fact in &facts {
            *counts.entry(fact.manner).or_default() += 1;
            *standings.entry(fact.standing).or_default() += 1;
        }
        let merged = parts.len() > 1;
        let mut quads: BTreeMap<QuadClass, usize> = BTreeMap::new();
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for &(n, relation) in &ranked {
            let relation = &self.relations[relation as usize];
            if let Some(quad) = relation.quad {
                *quads.entry(quad).or_default() += n;
            }
            if let Some(code) = relation.plover.as_deref() {
                *codes.entry(code).or_default() += n;
            }
        }
        let labels: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
        Ok(Edge {
            predicate: if merged { aggregate.key.tone.word().to_owned() } else { main.name.clone() },
            label: if merged { labels.join(", ") } else { main.label.clone() },
            symmetric: aggregate.key.symmetric,
            lasting: aggregate.relations.keys().all(|&relation| self.relations[relation as usize].lasting),
            plover: most(&codes).map(|code| (*code).to_owned()),
            quad: most(&quads).copied(),
            tone: aggregate.key.tone,
            parts: if merged { parts } else { Vec::new() },
            counts,
            standings,
            documents: aggregate.documents.len(),
            dates: self.dates(&aggregate.documents),
            happened: span(facts.iter().filter_map(|fact| happened(fact))),
            confidence: facts.iter().map(|fact| fact.confidence).fold(0.0, f32::max),
            assertions: facts.iter().map(|fact| fact.iri.clone()).collect(),
            evidence: self.evidence(facts, evidence)?,
        })
    }

    /// The first and the last date of some documents.
    pub(super) fn dates(&self, documents: &BTreeSet<u32>) -> Option<(String, String)> {
        let dates = documents.iter().filter_map(|&document| self.documents[document as usize].date.as_deref());
        span(dates.map(|date| (date, date)))
    }

    fn evidence(&self, mut facts: Vec<&Fact>, limit: usize) -> Result<Vec<Evidence>, Error> {
        facts.sort_by(|a, b| {
            let order = a.manner.cmp(&b.manner).then(b.confidence.total_cmp(&a.confidence));
            order.then_with(|| (a.document, &a.iri).cmp(&(b.document, &b.iri)))
        });
        let mut evidence: Vec<Evidence> = Vec::new();
        for fact in facts {
            if evidence.len() == limit {
                break;
            }
            let Some(sentence) = self.sentence(&fact.iri)? else { continue };
            let document = &self.documents[fact.document as usize];
            let label = &self.relations[fact.relation as usize].label;
            if evidence.iter().any(|e| e.sentence == sentence && e.document == document.iri && e.label == *label) {
                continue;
            }
            let sources = fact.sources.iter().map(|&source| Ok(self.label(&self.nodes[source as usize])?.shown));
            let mut sources: Vec<String> = sources.collect::<Result<_, Error>>()?;
            sources.sort();
            evidence.push(Evidence {
                assertion: fact.iri.clone(),
                document: document.iri.clone(),
                name: document.name.clone().unwrap_or_else(|| document.iri.clone()),
                title: document.title.clone(),
                publisher: document.publisher.clone(),
                date: document.date.clone(),
                happened: happened(fact).map(|(from, to)| (from.to_owned(), to.to_owned())),
                label: label.clone(),
                manner: fact.manner,
                sources,
                confidence: fact.confidence,
                sentence,
            });
        }
        Ok(evidence)
    }

    /// The sentence that an assertion stands in, or only its phrase if the store keeps no texts.
    fn sentence(&self, assertion: &str) -> Result<Option<String>, Error> {
        let evidence = self.values(NamedNode::new_unchecked(assertion).as_ref(), term::EVIDENCE)?;
        let Some(evidence) = evidence.first().map(NamedNode::new_unchecked) else { return Ok(None) };
        let quoted = self.values(evidence.as_ref(), term::ANCHOR_OF)?;
        Ok(quoted.into_iter().next().map(|q| q.split_whitespace().collect::<Vec<_>>().join(" ")))
    }
}

/// First and last day of what an assertion says, where its text tells one of them.
pub(super) fn happened(fact: &Fact) -> Option<(&str, &str)> {
    let (from, to) = (fact.from.as_deref(), fact.to.as_deref());
    Some((from.or(to)?, to.or(from)?))
}

fn span<'a>(times: impl Iterator<Item = (&'a str, &'a str)>) -> Option<(String, String)> {
    let times: Vec<(&str, &str)> = times.collect();
    let first = times.iter().map(|(first, _)| *first).min()?;
    let last = times.iter().map(|(_, last)| *last).max()?;
    Some((first.to_owned(), last.to_owned()))
}

/// What is counted most; of equals the first.
fn most<K: Ord>(counts: &BTreeMap<K, usize>) -> Option<&K> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(key, _)| key)
}
