//! Judgements by hand on single assertions: accepted, or rejected with what stands on them.
//!
//! A judgement is on what a document says at a place: who does what to whom, by which word. So it holds as well if the
//! document is read again and another rule finds the same. What is rejected is left out wherever the store is read: the
//! assertion, and the direct edge if nothing else in the document states it. What is accepted says so (`ag:accepted`).

use std::collections::HashSet;

use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};

use crate::graph::curation::{Change, Corrections, record};
use crate::graph::trace::{self, Trace};
use crate::graph::vocabulary::{self, Base, term};

/// What a judgement is on: an assertion as it was read, before corrections.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Said {
    /// Its IRI when it was judged; another reading may give it another one.
    pub assertion: String,
    /// Who.
    pub subject: String,
    /// The relation.
    pub predicate: String,
    /// To whom or what.
    pub object: String,
    /// The IRI of the word that carries it.
    pub trigger: String,
}

/// Which way a judgement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is wrong.
    Reject,
}

impl Said {
    /// The document that says it.
    pub fn document(&self) -> &str {
        self.assertion.split_once('#').map_or(&self.assertion, |(document, _)| document)
    }

    /// Whether another one says the same at the same place.
    pub fn is_same(&self, other: &Self) -> bool {
        let parts = |said: &Self| {
            [&said.subject, &said.predicate, &said.object, &said.trigger].map(std::borrow::ToOwned::to_owned)
        };
        self.assertion == other.assertion || (self.document() == other.document() && parts(self) == parts(other))
    }
}

/// The assertions of a document's graph, as they were read.
pub fn assertions(quads: &[Quad]) -> Vec<Said> {
    let is_assertion = |q: &&Quad| q.predicate == term::STANDING;
    let mut found: Vec<Said> = Vec::new();
    let nodes: HashSet<&NamedOrBlankNode> = quads.iter().filter(is_assertion).map(|q| &q.subject).collect();
    for quad in quads.iter().filter(|q| nodes.contains(&q.subject)) {
        let (NamedOrBlankNode::NamedNode(node), Term::NamedNode(value)) = (&quad.subject, &quad.object) else {
            continue;
        };
        if found.last().is_none_or(|said| said.assertion != node.as_str()) {
            let known = found.iter().position(|said| said.assertion == node.as_str());
            let said = known.map(|place| found.remove(place));
            let none = String::new;
            found.push(said.unwrap_or_else(|| Said {
                assertion: node.as_str().to_owned(),
                subject: none(),
                predicate: none(),
                object: none(),
                trigger: trigger(node.as_str()).unwrap_or_default(),
            }));
        }
        let said = found.last_mut().expect("just pushed");
        let field = match quad.predicate.as_ref() {
            term::SUBJECT => &mut said.subject,
            term::PREDICATE => &mut said.predicate,
            term::OBJECT => &mut said.object,
            _ => continue,
        };
        value.as_str().clone_into(field);
    }
    found
}

/// The IRI of the word that carries an assertion.
fn trigger(assertion: &str) -> Option<String> {
    let (document, _) = assertion.split_once('#')?;
    Some(trace::span(document, &Trace::of(assertion)?.trigger).into_string())
}

/// The judgement that holds for an assertion, and its correction's number: the last one.
pub fn on<'c>(corrections: &'c Corrections, said: &Said) -> Option<(usize, Verdict, &'c Said)> {
    corrections.list().iter().rev().find_map(|correction| match &correction.change {
        Change::Judge { said: judged, verdict } if judged.is_same(said) => Some((correction.number, *verdict, judged)),
        _ => None,
    })
}

/// Leaves out of a document's graph what is rejected, and marks what is accepted. Before any actor is moved.
pub fn apply(quads: &mut Vec<Quad>, corrections: &Corrections, base: &Base) {
    let mut rejected: Vec<Said> = Vec::new();
    for said in assertions(quads) {
        match on(corrections, &said) {
            Some((_, Verdict::Reject, _)) => rejected.push(said),
            Some((number, Verdict::Accept, _)) => {
                let correction = corrections.list().iter().find(|c| c.number == number).expect("it was found there");
                let (node, graph) = (NamedNode::new_unchecked(said.assertion), base.curation());
                quads.push(Quad::new(node, vocabulary::own("accepted"), record::node(correction, base), graph));
            }
            None => {}
        }
    }
    if rejected.is_empty() {
        return;
    }
    // Where its ends stand may be told by its name alone.
    let ends: HashSet<&str> = rejected.iter().flat_map(|said| [said.subject.as_str(), &said.object]).collect();
    let mentions = trace::told(quads, |actor| ends.contains(actor));
    quads.extend(mentions);
    let gone: HashSet<&str> = rejected.iter().map(|said| said.assertion.as_str()).collect();
    let named = |node: &NamedOrBlankNode| match node {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.as_str().to_owned(),
    };
    quads.retain(|quad| !gone.contains(named(&quad.subject).as_str()));
    let stated: HashSet<String> = {
        let ends = vocabulary::own("ends");
        let ended: HashSet<String> = quads
            .iter()
            .filter(|q| q.predicate == term::PHASE && q.object == ends.clone().into())
            .map(|q| named(&q.subject))
            .collect();
        let stated = vocabulary::own("stated");
        let is_stated = |q: &&Quad| q.predicate == term::STANDING && q.object == stated.clone().into();
        quads.iter().filter(is_stated).map(|q| named(&q.subject)).filter(|node| !ended.contains(node)).collect()
    };
    let left = assertions(quads);
    let left: HashSet<[&str; 3]> = left
        .iter()
        .filter(|said| stated.contains(&said.assertion))
        .map(|said| [said.subject.as_str(), &said.predicate, &said.object])
        .collect();
    let edges: HashSet<[&str; 3]> = rejected
        .iter()
        .map(|said| [said.subject.as_str(), &said.predicate, &said.object])
        .filter(|edge| !left.contains(edge))
        .collect();
    quads.retain(|quad| match (&quad.subject, &quad.object) {
        (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) => {
            !edges.contains(&[subject.as_str(), quad.predicate.as_str(), object.as_str()])
        }
        _ => true,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Source;
    use crate::graph::curation::Correction;
    use crate::graph::sample;
    use crate::graph::write::{Options, quads};

    fn document() -> Vec<Quad> {
        quads(&sample::talks(Source::named("one")), &Options::default())
    }

    fn judged(said: &[(Said, Verdict)]) -> Corrections {
        let correction = |(i, (said, verdict)): (usize, &(Said, Verdict))| Correction {
            number: i + 1,
            change: Change::Judge { said: said.clone(), verdict: *verdict },
            author: "a".to_owned(),
            time: "2026-01-01T00:00:00Z".to_owned(),
            reason: None,
        };
        Corrections::new(said.iter().enumerate().map(correction).collect())
    }

    fn brokers() -> Said {
        let all = assertions(&document());
        assert_eq!(all.len(), 4);
        all.into_iter().find(|said| said.predicate.ends_with("/brokers")).unwrap()
    }

    fn after(corrections: &Corrections) -> Vec<Quad> {
        let mut quads = document();
        apply(&mut quads, corrections, &Base::default());
        quads
    }

    #[test]
    fn a_rejected_assertion_is_gone_with_its_edge() {
        let left = after(&judged(&[(brokers(), Verdict::Reject)]));
        assert_eq!(assertions(&left).len(), 3);
        assert!(!left.iter().any(|q| q.predicate.as_str().ends_with("/brokers")));
        assert!(!left.iter().any(|q| q.subject.to_string().contains(&brokers().assertion)));
        assert!(left.iter().any(|q| q.predicate == term::MENTIONS), "mentions stay");
    }

    #[test]
    fn what_another_rule_finds_at_the_same_place_is_the_same() {
        let other = Said { assertion: format!("{}-other", brokers().assertion), ..brokers() };
        assert_eq!(assertions(&after(&judged(&[(other.clone(), Verdict::Reject)]))).len(), 3);
        let elsewhere = Said { trigger: "x:y".to_owned(), ..other };
        assert_eq!(after(&judged(&[(elsewhere, Verdict::Reject)])), document());
    }

    #[test]
    fn an_accepted_assertion_says_so_and_the_last_judgement_holds() {
        let accepted = after(&judged(&[(brokers(), Verdict::Reject), (brokers(), Verdict::Accept)]));
        assert_eq!(accepted.len(), document().len() + 1);
        let last = accepted.last().unwrap();
        assert_eq!(last.subject.to_string(), format!("<{}>", brokers().assertion));
        assert_eq!(last.predicate, vocabulary::own("accepted"));
        assert_eq!(last.graph_name, Base::default().curation().into());
    }

    #[test]
    fn an_edge_stays_as_long_as_something_states_it() {
        let mut reading = sample::talks(Source::named("one"));
        let again = reading.assertions[0].clone();
        reading.assertions.push(again);
        reading.assertions[4].evidence.trigger += 1;
        reading.assertions[4].evidence.rule = "brokers#2".to_owned();
        let mut all = quads(&reading, &Options::default());
        apply(&mut all, &judged(&[(brokers(), Verdict::Reject)]), &Base::default());
        assert_eq!(assertions(&all).len(), 4);
        assert!(all.iter().any(|q| q.predicate.as_str().ends_with("/brokers")));
    }
}
