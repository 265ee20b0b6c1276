//! Errors one by one, each with its cause and its sentence.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::read::Annotated;
use super::count::Kind;
use crate::rule::example::Qualifiers;
use crate::rule::explain::qualifiers;
use crate::score::cause::{Error, Subject};
use crate::score::gold::Relation;

/// A line each: kind, cause, document and sentence, the relation, what was found instead of its qualifiers or by which
/// rule; then the sentence.
pub(super) fn lines(annotated: &Annotated, errors: &[Error]) -> String {
    let mut out = String::new();
    for error in errors {
        let Told { relation, behind } = told(annotated, error);
        let (kind, cause) = (Kind::of(error.subject).name(), error.cause.name());
        let (name, sentence) = (&annotated.document.name, error.sentence + 1);
        let _ = writeln!(out, "{kind}\t{cause}\t{name}:{sentence}\t{relation}{behind}\n\t{}", text(annotated, error));
    }
    out
}

/// The same as JSON objects.
pub(super) fn json(annotated: &Annotated, errors: &[Error]) -> Vec<Value> {
    let one = |error: &Error| {
        let Told { relation, behind } = told(annotated, error);
        json!({
            "kind": Kind::of(error.subject).name(), "cause": error.cause.name(), "doc": annotated.document.name,
            "sentence": { "number": error.sentence + 1, "text": text(annotated, error) },
            "relation": relation, "remark": behind.trim(),
        })
    };
    errors.iter().map(one).collect()
}

struct Told {
    relation: String,
    behind: String,
}

fn told(annotated: &Annotated, error: &Error) -> Told {
    let reading = &annotated.reading;
    let gold = |place: usize| &annotated.document.sentences[error.sentence].relations[place];
    let found = |ix: usize| {
        let a = &reading.assertions[ix];
        let label = |actor: usize| &reading.actors[actor].label;
        let qualifiers = behind(&qualifiers(&reading.input(), a));
        (format!("[{}] {} [{}]{qualifiers}", label(a.subject), a.predicate, label(a.object)), a.evidence.rule.as_str())
    };
    match error.subject {
        Subject::Missed(place) => Told { relation: annotation(gold(place)), behind: String::new() },
        Subject::Wrong(ix) => {
            let (relation, rule) = found(ix);
            Told { relation, behind: format!("  {rule}") }
        }
        Subject::Qualified(ix, place) => {
            let (relation, rule) = found(ix);
            Told { relation: annotation(gold(place)), behind: format!("  found {relation}  {rule}") }
        }
    }
}

fn annotation(relation: &Relation) -> String {
    let first = |names: &[String]| names.first().cloned().unwrap_or_default();
    let qualifiers = Qualifiers {
        polarity: relation.polarity,
        modality: relation.modality,
        attributed: relation.source.is_some(),
        sources: relation.source.iter().map(|names| first(names)).collect(),
        ..Qualifiers::default()
    };
    let (subject, object) = (first(&relation.subject), first(&relation.object));
    format!("[{subject}] {} [{object}]{}", relation.predicates.join("|"), behind(&qualifiers))
}

fn behind(qualifiers: &Qualifiers) -> String {
    let text = qualifiers.to_string();
    if text.is_empty() { text } else { format!(" => {text}") }
}

/// The sentence on one line.
fn text(annotated: &Annotated, error: &Error) -> String {
    let document = &annotated.document;
    let words = document.text[document.sentences[error.sentence].span.clone()].split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}
