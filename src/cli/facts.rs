//! Clause-level facts as lines: JSON objects or tab-separated values (`docs/formats.md` is the contract).

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::relations::CodePoints;
use crate::actor::MentionIndex;
use crate::document::{Document, TokenIx};
use crate::pipeline::Reading;
use crate::syntax::fact::{Fact, Phrase};

/// Appends one JSON object for every fact.
///
/// Offsets count Unicode code points of the document, half-open.
pub(super) fn jsonl(reading: &Reading, facts: &[Fact], out: &mut String) {
    let document = &reading.document;
    let places = CodePoints::new(&document.text);
    let index = MentionIndex::new(document, &reading.mentions);
    let mut actors = vec![None; reading.mentions.len()];
    for actor in &reading.actors {
        for &mention in &actor.mentions {
            actors[mention] = Some(actor);
        }
    }
    let actor_at = |token: TokenIx| index.at(token).and_then(|m| actors[m]);
    let end = |phrase: &Phrase| {
        let span = document.token_span(phrase.tokens.clone());
        let (begin, end) = places.of(span);
        let actor = actor_at(phrase.head);
        json!({
            "text": document.slice(span),
            "begin": begin,
            "end": end,
            "id": actor.map(|a| a.id.as_str()),
            "label": actor.map(|a| a.label.as_str()),
            "type": actor.map(|a| a.class.name()),
        })
    };
    for fact in facts {
        let sentence = document.sentence_of(fact.trigger);
        let speakers = fact.scope.speakers.as_slice().iter().map(|&t| match actor_at(t) {
            Some(actor) => Value::from(actor.label.as_str()),
            None => Value::from(document.form(t)),
        });
        let (begin, to) = places.of(document.tokens[fact.trigger].span);
        let line = json!({
            "doc": document.source.id,
            "sent": sentence + 1,
            "subject": end(&fact.subject),
            "relation": fact.relation_text(document),
            "object": end(&fact.object),
            "key": fact.key(document).as_str(),
            "kind": fact.kind.name(),
            "trigger": { "text": document.form(fact.trigger), "begin": begin, "end": to },
            "polarity": fact.scope.polarity.name(),
            "modality": fact.scope.modality.name(),
            "phase": crate::rule::example::phase_name(fact.scope.phase),
            "sources": speakers.collect::<Vec<_>>(),
        });
        let _ = writeln!(out, "{line}");
    }
}

/// Appends a line for every fact: number of the sentence (of the line, if the input had one sentence a line), subject,
/// relation, object, parted by tabs, in the sentence's own words parted by spaces.
pub(super) fn tsv(document: &Document, facts: &[Fact], lines: bool, out: &mut String) {
    let mut number = Lines { text: &document.text, at: 0, line: 1 };
    for fact in facts {
        let sentence = document.sentence_of(fact.trigger);
        let place = document.sentences[sentence].span.start as usize;
        let n = if lines { number.of(place) } else { sentence + 1 };
        let relation = fact.relation_text(document);
        let _ = writeln!(out, "{n}\t{}\t{relation}\t{}", fact.subject.words(document), fact.object.words(document));
    }
}

/// The number of the line of a place; places are asked in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, place: usize) -> usize {
        if place >= self.at {
            self.line += self.text[self.at..place].matches('\n').count();
            self.at = place;
        }
        self.line
    }
}
