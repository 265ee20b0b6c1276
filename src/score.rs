//! What was read, measured against what careful people take from the same texts.
//!
//! [`gold`] reads annotated documents, [`judge`] says of every assertion whether it is one of theirs, [`cause`] why
//! one is not, or was missed, [`calibrate`] makes confidences of it. The texts are read by whoever calls; nothing here looks into the pipeline.

pub mod calibrate;
pub mod cause;
pub mod gold;
mod names;

use crate::actor::ActorIx;
use crate::assertion::{Assertion, Reading};
use crate::ontology::Ontology;
use crate::rule::grammar::Grammar;
use gold::{Document, Relation};

/// What came of one assertion or of one annotated relation.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Of each assertion of the reading: its place among the annotated relations, or that there is none. Open assertions
    /// and those of sentences that are not annotated are left out.
    pub assertions: Vec<(usize, Option<Hit>)>,
    /// The annotated relations that were not found: sentence and place in it.
    pub missed: Vec<(usize, usize)>,
}

/// An assertion that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The annotated sentence and the relation's place in it.
    pub relation: (usize, usize),
    /// Whether its polarity is right.
    pub polarity: bool,
    /// Whether its modality is right.
    pub modality: bool,
    /// Whether its source is right.
    pub source: bool,
}

/// Compares a reading of a document's text with its annotation.
///
/// An assertion is right if subject, predicate and object are those of an annotated relation of its sentence that no other
/// assertion has taken; qualifiers are judged apart. The ends of a symmetric predicate may change places.
pub fn judge(reading: &Reading, document: &Document, ontology: &Ontology, grammar: &Grammar) -> Judged {
    let mut judged = Judged::default();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let inside = |a: &&(usize, &Assertion)| {
            let span = reading.document.sentences[a.1.evidence.sentence].span.range();
            let middle = usize::midpoint(span.start, span.end);
            sentence.span.start <= middle && middle <= sentence.span.end
        };
        // Open assertions name no relation of the inventory: annotators would have to have chosen the same verb.
        let all: Vec<(usize, &Assertion)> =
            reading.assertions.iter().enumerate().filter(|(_, a)| a.open.is_none()).collect();
        let mut left: Vec<(usize, &Assertion)> = all.iter().filter(inside).copied().collect();
        let mut hits: Vec<(usize, Option<Hit>)> = Vec::new();
        for (place, relation) in sentence.relations.iter().enumerate() {
            let fits = |a: &Assertion| is_same(reading, a, relation, ontology, grammar);
            let hit = |a: &Assertion| Hit {
                relation: (number, place),
                polarity: a.polarity == relation.polarity,
                modality: a.modality == relation.modality,
                source: is_source(reading, a, relation, grammar),
            };
            let all: Vec<(usize, Hit)> =
                (left.iter().enumerate()).filter(|(_, (_, a))| fits(a)).map(|(at, (_, a))| (at, hit(a))).collect();
            let rank = |h: &Hit| [h.polarity, h.modality, h.source].iter().filter(|ok| **ok).count();
            // The first of those with most qualifiers right.
            match all.iter().rev().max_by_key(|(_, h)| rank(h)) {
                Some(&(at, hit)) => hits.push((left.remove(at).0, Some(hit))),
                None => judged.missed.push((number, place)),
            }
        }
        hits.extend(left.iter().map(|(ix, _)| (*ix, None)));
        hits.sort_by_key(|(ix, _)| *ix);
        judged.assertions.extend(hits);
    }
    judged
}

fn is_same(reading: &Reading, a: &Assertion, relation: &Relation, ontology: &Ontology, grammar: &Grammar) -> bool {
    let end = |actor: ActorIx, mention: usize, accepted: &[String]| {
        let written = reading.document.token_span(reading.mentions[mention].tokens.clone());
        let names = [reading.actors[actor].label.as_str(), reading.document.slice(written)];
        names::agree(&names, accepted, grammar)
    };
    let subject = |accepted: &[String]| end(a.subject, a.evidence.subject, accepted);
    let object = |accepted: &[String]| end(a.object, a.evidence.object, accepted);
    let symmetric = ontology.predicate(&a.predicate).is_some_and(|p| p.symmetric);
    relation.predicates.contains(&a.predicate)
        && (subject(&relation.subject) && object(&relation.object)
            || symmetric && subject(&relation.object) && object(&relation.subject))
}

fn is_source(reading: &Reading, a: &Assertion, relation: &Relation, grammar: &Grammar) -> bool {
    match (a.sources.first(), a.evidence.sources.first(), &relation.source) {
        (None, _, None) => true,
        (Some(&actor), Some(&mention), Some(accepted)) => {
            let written = reading.document.token_span(reading.mentions[mention].tokens.clone());
            let names = [reading.actors[actor].label.as_str(), reading.document.slice(written)];
            names::agree(&names, accepted, grammar)
        }
        _ => false,
    }
}
