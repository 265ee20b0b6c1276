//! Open assertions: what one actor does to another with a verb that no relation of the inventory covers.
//!
//! Only between two actors, only with a verb of content, only where the rules found nothing between the two in the
//! sentence, only if one of the two has a name: an edge that says *criticises* is worth having, one that says *is with*
//! is not.

use std::collections::BTreeSet;

use smol_str::{SmolStr, format_smolstr};

use super::circumstance::Told;
use super::{Assertion, Confidence, Evidence, Qualified, attribution};
use crate::actor::{ActorIx, Form};
use crate::data::words::lower;
use crate::document::Relation;
use crate::ontology::RelationKind;
use crate::rule::apply::Input;
use crate::rule::heads::Heads;
use crate::syntax::predication::{Argument, Function, Kind, Predication};
use crate::syntax::realization::Realization;
use crate::syntax::scope::Phase;

/// The predicate's name; the verb stands in [`Open`].
pub const PREDICATE: &str = "open";

/// The verb of an open assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Lemma of the verb, with its particle: `criticize`, `carry out`.
    pub lemma: SmolStr,
    /// The preposition before the object, if any.
    pub preposition: Option<SmolStr>,
}

/// The open assertions of a document beside those of the rules, which come in the order of their sentences.
pub(super) fn assert(confidence: &Confidence, told: &Told<'_>, known: &[Assertion]) -> Vec<Assertion> {
    let (input, heads) = (told.input, told.heads);
    let mut is_trigger = vec![false; input.document.tokens.len()];
    for assertion in known {
        is_trigger[assertion.evidence.trigger] = true;
    }
    // The pairs of the sentence at hand of which something is known.
    let mut taken: BTreeSet<(ActorIx, ActorIx)> = BTreeSet::new();
    let mut of_sentence = None;
    let mut found = Vec::new();
    for predication in input.predications.iter().filter(|p| p.kind == Kind::Verb && !is_trigger[p.trigger]) {
        let document = input.document;
        // Few verbs stand between two actors; the others need no further look.
        let ends = predication.arguments.iter().filter(|argument| end(input, heads, argument).is_some());
        if ends.take(2).count() < 2 || embeds(predication, input) {
            continue;
        }
        let lemma = lower(document.lemma(predication.trigger));
        let verb = match predication.particle {
            Some(particle) => format_smolstr!("{} {}", &*lemma, &*lower(document.form(particle))),
            None => SmolStr::new(&*lemma),
        };
        if confidence.weak_verbs.contains(&verb) {
            continue;
        }
        let sentence = document.sentence_of(predication.trigger);
        if of_sentence.replace(sentence) != Some(sentence) {
            let place = |sentence: usize| known.partition_point(|a| a.evidence.sentence < sentence);
            let pair = |a: &Assertion| (a.subject.min(a.object), a.subject.max(a.object));
            taken.clear();
            taken.extend(known[place(sentence)..place(sentence + 1)].iter().map(pair));
        }
        for subject in predication.with(&Function::Subject) {
            let Some((actor, mention)) = end(input, heads, subject) else { continue };
            for argument in &predication.arguments {
                let preposition = match &argument.function {
                    Function::Object => None,
                    Function::Prep(preposition) if argument.via != Realization::PpOnObject => Some(preposition.clone()),
                    _ => continue,
                };
                let Some((other, other_mention)) = end(input, heads, argument) else { continue };
                let local = input.actors[actor].local && input.actors[other].local;
                if other == actor || local || !taken.insert((actor.min(other), actor.max(other))) {
                    continue;
                }
                let qualified = Qualified::new(&predication.scope, Phase::None, RelationKind::Event, false);
                let said = attribution(input, heads, &predication.scope, qualified.attributed);
                let ends = [(actor, mention), (other, other_mention)];
                let via = [subject.via, argument.via];
                let span = |mention: usize| document.token_span(input.mentions[mention].tokens.clone());
                let trigger = document.tokens[predication.trigger].span;
                found.push(Assertion {
                    subject: actor,
                    predicate: PREDICATE.to_owned(),
                    open: Some(Open { lemma: verb.clone(), preposition }),
                    object: other,
                    polarity: qualified.polarity,
                    modality: qualified.modality,
                    phase: qualified.phase,
                    attributed: said.attributed,
                    sources: said.actors,
                    circumstances: told.circumstances(predication.trigger, ends, predication.scope.modality),
                    confidence: confidence.of(via, PREDICATE, PREDICATE),
                    evidence: Evidence {
                        sentence,
                        trigger: predication.trigger,
                        span: span(mention).cover(trigger).cover(span(other_mention)),
                        subject: mention,
                        object: other_mention,
                        sources: said.mentions,
                        rule: PREDICATE.to_owned(),
                        via,
                    },
                });
            }
        }
    }
    found
}

/// A verb that embeds a clause says something of that clause.
fn embeds(predication: &Predication, input: &Input<'_>) -> bool {
    let document = input.document;
    document.dependents(predication.trigger).iter().any(|&d| {
        let relation = document.tokens[d].relation;
        matches!(relation, Relation::CCOMP | Relation::XCOMP)
    })
}

/// The actor that an argument stands for: named or described, no pronoun that nothing resolved.
fn end(input: &Input<'_>, heads: &Heads, argument: &Argument) -> Option<(ActorIx, usize)> {
    let mention = heads.mention(argument.token)?;
    let actor = heads.actor(mention)?;
    let found = &input.actors[actor];
    let told = found.mentions.iter().any(|&m| input.mentions[m].form != Form::Pronoun);
    (found.class.is_actor() && told).then_some((actor, mention))
}
