//! An explanation as JSON (`docs/formats.md` is the contract).

use serde_json::{Value, json};

use super::{Heard, Tried, function, kind, notation, reason, scope};
use crate::assertion::Assertion;
use crate::rule::apply::Input;
use crate::rule::compile::RuleSet;
use crate::rule::example::phase_name;
use crate::syntax::realization::Realization;

/// Explains one sentence (index into the document's sentences): the same as [`explain`](super::explain()), for programs.
pub fn explain_json(rules: &RuleSet, input: &Input<'_>, assertions: &[Assertion], sentence: usize) -> Value {
    let heard = Heard::new(rules, input);
    let document = input.document;
    let place = &document.sentences[sentence];
    let (tokens, first) = (place.tokens.clone(), place.tokens.start);
    let words = tokens.clone().map(|token| {
        let t = &document.tokens[token];
        json!({
            "number": token + 1 - first, "form": document.form(token), "lemma": document.lemma(token),
            "upos": t.upos.to_string(), "xpos": t.xpos.to_string(),
            "head": t.head.map_or(0, |head| (head + 1).saturating_sub(first)), "relation": t.relation.to_string(),
        })
    });
    let predications = input.predications.iter().enumerate().filter(|(_, p)| tokens.contains(&p.trigger));
    let predications = predications.map(|(ix, p)| {
        let arguments = p.arguments.iter().map(|a| {
            json!({
                "function": function(&a.function), "word": (a.token + 1).saturating_sub(first),
                "form": document.form(a.token), "via": a.via.name(),
            })
        });
        let said = scope(input, p);
        json!({
            "trigger": document.lemma(p.trigger), "word": p.trigger + 1 - first, "kind": kind(p.kind),
            "particle": p.particle.map(|particle| document.form(particle)),
            "arguments": arguments.collect::<Vec<_>>(),
            "polarity": said.polarity.name(), "modality": said.modality.name(), "phase": phase_name(said.phase),
            "attributed": said.attributed, "sources": said.sources,
            "entries": entries(rules, input, &heard.best(rules, (p.trigger, Some(ix)))),
        })
    });
    let patterns = heard.words(&tokens).into_iter().map(|trigger| {
        json!({
            "trigger": document.form(trigger), "word": trigger + 1 - first,
            "entries": entries(rules, input, &heard.best(rules, (trigger, None))),
        })
    });
    let found = assertions.iter().filter(|a| a.evidence.sentence == sentence).map(|a| {
        let label = |actor: usize| &input.actors[actor].label;
        json!({
            "subject": label(a.subject), "predicate": a.predicate, "object": label(a.object),
            "notation": notation(rules, input, a).to_string(), "rule": a.evidence.rule,
            "via": a.evidence.via.map(Realization::name),
            "confidence": (f64::from(a.confidence) * 1000.0).round() / 1000.0,
        })
    });
    json!({
        "doc": document.source.id,
        "sentence": { "index": sentence, "text": document.slice(place.span) },
        "words": words.collect::<Vec<_>>(),
        "predications": predications.collect::<Vec<_>>(),
        "patterns": patterns.collect::<Vec<_>>(),
        "assertions": found.collect::<Vec<_>>(),
    })
}

fn entries(rules: &RuleSet, input: &Input<'_>, tried: &[&Tried]) -> Vec<Value> {
    let one = |tried: &&Tried| {
        let entry = &rules.entries[tried.entry];
        let mut value = json!({ "rule": entry.id, "template": entry.template, "matched": tried.outcome.is_ok() });
        match &tried.outcome {
            Ok(bound) => {
                let roles = bound.iter().map(|bound| {
                    let actor = &input.actors[bound.end.actor];
                    json!({
                        "role": rules.rules[entry.rule].roles[bound.role].name.as_str(),
                        "label": actor.label, "type": actor.class.name(), "via": bound.end.via.name(),
                    })
                });
                value["roles"] = roles.collect();
            }
            Err(failure) => value["reason"] = json!(reason(rules, input, tried.entry, failure)),
        }
        value
    };
    tried.iter().map(one).collect()
}
