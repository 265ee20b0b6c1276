//! Assertions as lines: JSON objects (`docs/formats.md` is the contract), bracket notation, Turtle.

use std::fmt::Write as _;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{Quad, Triple};
use serde_json::{Value, json};

use crate::actor::ActorIx;
use crate::actor::affiliation::Affiliations;
use crate::assertion::Assertion;
use crate::document::{DateSource, Span};
use crate::graph::vocabulary::Base;
use crate::pipeline::{Reader, Reading};
use crate::rule::compile::RuleSet;
use crate::rule::example::phase_name;
use crate::rule::explain::notation;

/// Appends one JSON object for every assertion of the inventory; what it does not cover is in the open layer.
///
/// Offsets count Unicode code points of the document, half-open.
pub(super) fn jsonl(reader: &Reader, reading: &Reading, out: &mut String) {
    let places = CodePoints::new(&reading.document.text);
    let sides = reading.affiliations(reader.ontology(), reader.gazetteer());
    for assertion in reading.assertions.iter().filter(|a| a.open.is_none()) {
        let _ = writeln!(out, "{}", object(reader, reading, assertion, &sides, &places));
    }
}

fn object(
    reader: &Reader,
    reading: &Reading,
    assertion: &Assertion,
    sides: &Affiliations<'_>,
    places: &CodePoints,
) -> Value {
    let document = &reading.document;
    let evidence = &assertion.evidence;
    let sentence = &document.sentences[evidence.sentence];
    let (begin, end) = places.of(sentence.span);
    let named = |actor: ActorIx, mention: usize| {
        let (state, sector, behind) = (sides.state(actor), sides.sector(actor), sides.behind(actor));
        let (actor, span) = (&reading.actors[actor], document.token_span(reading.mentions[mention].tokens.clone()));
        let (begin, end) = places.of(span);
        let mut named = json!({
            "id": actor.id, "label": actor.label, "type": actor.class.name(), "mention": document.slice(span),
            "begin": begin, "end": end, "state": state, "sector": sector,
        });
        if let Some(behind) = behind.map(|b| &reading.actors[b]) {
            named["of"] = json!({ "id": behind.id, "label": behind.label, "type": behind.class.name() });
        }
        if let Some(metonym) = actor.metonyms.iter().find(|m| m.mention == mention) {
            named["as"] = json!("metonym");
            named["literal"] = json!({ "id": metonym.literal, "label": metonym.label, "type": metonym.class.name() });
        }
        named
    };
    let sources: Vec<Value> =
        assertion.sources.iter().zip(&evidence.sources).map(|(&actor, &mention)| named(actor, mention)).collect();
    let trigger = document.tokens[evidence.trigger].span;
    let (trigger_begin, trigger_end) = places.of(trigger);
    json!({
        "doc": document.source.id,
        "date": document.source.date,
        "date_source": document.source.date_source.map(DateSource::name),
        "sentence": {
            "index": evidence.sentence, "begin": begin, "end": end, "text": document.slice(sentence.span),
        },
        "subject": named(assertion.subject, evidence.subject),
        "predicate": assertion.predicate,
        "plover": reader.ontology().predicate(&assertion.predicate).and_then(|p| assertion.event_type(p)),
        "object": named(assertion.object, evidence.object),
        "polarity": assertion.polarity.name(),
        "modality": assertion.modality.name(),
        "phase": phase_name(assertion.phase),
        "standing": assertion.standing().name(),
        "source": sources.first().cloned().unwrap_or(Value::Null),
        "sources": sources,
        "time": assertion.circumstances.time.as_ref().map(|time| {
            let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string());
            json!({
                "from": time.interval.and_then(|i| day(i.from)),
                "to": time.interval.and_then(|i| day(i.to)),
                "granularity": time.interval.map(|i| i.granularity.name()),
                "approximate": time.approximate,
                "text": document.slice(time.span),
            })
        }),
        "place": assertion.circumstances.place.map(|(actor, mention)| named(actor, mention)),
        "amount": assertion.circumstances.amount.as_ref().map(|amount| json!({
            "value": number(amount.value),
            "unit": amount.unit.as_str(),
            "approximate": amount.approximate,
            "text": document.slice(amount.span),
        })),
        "trigger": { "text": document.slice(trigger), "begin": trigger_begin, "end": trigger_end },
        "rule": evidence.rule,
        "via": [evidence.via[0].name(), evidence.via[1].name()],
        "confidence": (f64::from(assertion.confidence) * 1000.0).round() / 1000.0,
    })
}

/// A whole number without a point.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { Value::from(value as i64) } else { Value::from(value) }
}

/// One assertion in bracket notation, with its edge and its rule, parted by tabs; line breaks of the text are spaces.
pub(super) fn line(rules: &RuleSet, reading: &Reading, assertion: &Assertion) -> String {
    let label = |actor: ActorIx| &reading.actors[actor].label;
    let edge = format!("{}({}, {})", assertion.predicate, label(assertion.subject), label(assertion.object));
    let sentence = notation(rules, &reading.input(), assertion).to_string();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}\t{}\t{}", words(&sentence), words(&edge), assertion.evidence.rule)
}

/// Quads as Turtle, their graph left out.
pub(super) fn turtle(quads: &[Quad]) -> String {
    let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
    for (prefix, iri) in Base::default().prefixes() {
        serializer = serializer.with_prefix(prefix, iri).expect("the vocabulary's own namespaces are IRIs");
    }
    let mut writer = serializer.for_writer(Vec::new());
    for quad in quads {
        writer.serialize_triple(&Triple::from(quad.clone())).expect("writing to memory");
    }
    String::from_utf8(writer.finish().expect("writing to memory")).expect("Turtle is UTF-8")
}

/// Places in bytes → places in code points.
pub(super) struct CodePoints {
    /// Code points before every byte, only where the text is not ASCII.
    before: Option<Vec<u32>>,
}

impl CodePoints {
    pub(super) fn new(text: &str) -> Self {
        let count = || {
            let mut n = 0;
            let mut before: Vec<u32> = text
                .bytes()
                .map(|b| {
                    // Continuation bytes are 0b10xxxxxx.
                    let here = n;
                    n += u32::from(b & 0xc0 != 0x80);
                    here
                })
                .collect();
            before.push(n);
            before
        };
        Self { before: (!text.is_ascii()).then(count) }
    }

    pub(super) fn of(&self, span: Span) -> (u32, u32) {
        let at = |byte: u32| self.before.as_ref().map_or(byte, |b| b[byte as usize]);
        (at(span.start), at(span.end))
    }
}
