//! Why a sentence gave what it gave: words and tree, predications, every entry tried, and the assertions.
//!
//! The entries are tried by [`apply_traced`] itself, which tells a listener; there is no second implementation that could
//! disagree with the first. What was heard is printed for the eye by `text`, and as JSON by `json`.

mod json;
mod text;

use std::collections::BTreeMap;

use super::apply::{Bound, Failure, Input, Trace, Why, apply_traced};
use super::compile::{Body, EntryIx, RuleSet};
use super::example::{Example, Mark, Qualifiers};
use crate::assertion::Assertion;
use crate::document::TokenIx;
use crate::syntax::predication::{Function, Kind, Predication};

pub use json::explain_json;
pub use text::{Paint, explain};

/// An assertion in bracket notation: its sentence with both ends marked by their roles, and its qualifiers.
pub fn notation(rules: &RuleSet, input: &Input<'_>, assertion: &Assertion) -> Example {
    let document = input.document;
    let sentence = document.sentences[assertion.evidence.sentence].span.range();
    let name = assertion.evidence.rule.split('#').next().unwrap_or_default();
    let roles = rules.rule(name).and_then(|rule| {
        let edge = rule.edges.iter().find(|edge| edge.predicate == assertion.predicate)?;
        Some((rule.roles[edge.subject].name.clone(), rule.roles[edge.object].name.clone()))
    });
    let (subject, object) = roles.unwrap_or_else(|| ("subject".into(), "object".into()));
    let mark = |role, mention: usize| {
        let span = document.token_span(input.mentions[mention].tokens.clone()).range();
        Mark { role, span: span.start - sentence.start..span.end - sentence.start }
    };
    let mut marks = vec![mark(subject, assertion.evidence.subject), mark(object, assertion.evidence.object)];
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    Example { text: document.text[sentence].to_owned(), marks, qualifiers: qualifiers(input, assertion) }
}

/// The qualifiers of an assertion, the sources by their labels.
pub fn qualifiers(input: &Input<'_>, assertion: &Assertion) -> Qualifiers {
    Qualifiers {
        polarity: assertion.polarity,
        modality: assertion.modality,
        phase: assertion.phase,
        attributed: assertion.attributed,
        sources: assertion.sources.iter().map(|&actor| input.actors[actor].label.clone()).collect(),
    }
}

/// One entry tried at one trigger.
struct Tried {
    entry: EntryIx,
    outcome: Result<Vec<Bound>, Failure>,
}

/// Everything that was tried, by trigger and predication.
#[derive(Default)]
struct Heard {
    at: BTreeMap<(TokenIx, Option<usize>), Vec<Tried>>,
}

impl Heard {
    fn new(rules: &RuleSet, input: &Input<'_>) -> Self {
        let mut heard = Self::default();
        apply_traced(rules, input, &mut heard);
        heard
    }

    /// The outcomes at a place, one for each template: what matched, or the form of it that came furthest.
    fn best(&self, rules: &RuleSet, at: (TokenIx, Option<usize>)) -> Vec<&Tried> {
        let mut best: BTreeMap<EntryIx, &Tried> = BTreeMap::new();
        for tried in self.at.get(&at).into_iter().flatten() {
            let id = &rules.entries[tried.entry].id;
            let line = best.iter().find(|(entry, _)| rules.entries[**entry].id == *id).map(|(entry, _)| *entry);
            let known = best.entry(line.unwrap_or(tried.entry)).or_insert(tried);
            if progress(tried) > progress(known) {
                *known = tried;
            }
        }
        best.into_values().collect()
    }

    /// The words of a sentence at which a pattern matched that is no predication's.
    fn words(&self, tokens: &std::ops::Range<TokenIx>) -> Vec<TokenIx> {
        let at = self.at.iter().filter(|((trigger, predication), tried)| {
            predication.is_none() && tokens.contains(trigger) && tried.iter().any(|t| t.outcome.is_ok())
        });
        at.map(|((trigger, _), _)| *trigger).collect()
    }
}

impl Trace for Heard {
    fn tried(
        &mut self,
        trigger: TokenIx,
        predication: Option<usize>,
        entry: EntryIx,
        outcome: Result<&[Bound], &Failure>,
    ) {
        let outcome = outcome.map(<[Bound]>::to_vec).map_err(Clone::clone);
        self.at.entry((trigger, predication)).or_default().push(Tried { entry, outcome });
    }
}

/// What an argument is to its trigger, as it is printed.
fn function(function: &Function) -> String {
    match function {
        Function::Prep(preposition) => format!("Prep({preposition})"),
        other => format!("{other:?}"),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Verb => "verb",
        Kind::Noun => "noun",
        Kind::Adjective => "adjective",
    }
}

/// What syntax says of a predication's polarity, modality, phase and source, the sources by their words.
fn scope(input: &Input<'_>, predication: &Predication) -> Qualifiers {
    let scope = &predication.scope;
    Qualifiers {
        polarity: scope.polarity,
        modality: scope.modality,
        phase: scope.phase,
        attributed: scope.cue.is_some(),
        sources: scope.speakers.as_slice().iter().map(|&token| input.document.form(token).to_owned()).collect(),
    }
}

/// How far an entry came before it failed.
fn progress(tried: &Tried) -> usize {
    match &tried.outcome {
        Ok(bound) => 100 + bound.len(),
        Err(Failure::Before) => 0,
        Err(Failure::Affirmed | Failure::Particle) => 1,
        Err(Failure::Fixed(ix)) => 2 + ix,
        Err(Failure::Words) => 5,
        Err(Failure::Role(_, Why::Nothing)) => 10,
        Err(Failure::Role(_, Why::NoActor(_))) => 11,
        Err(Failure::Role(_, Why::Class(_, _))) => 12,
        Err(Failure::Pair) => 13,
    }
}

fn reason(rules: &RuleSet, input: &Input<'_>, entry: EntryIx, failure: &Failure) -> String {
    let entry = &rules.entries[entry];
    let role = |role: usize| &rules.rules[entry.rule].roles[role];
    let form = |token: TokenIx| input.document.form(token);
    match (failure, &entry.body) {
        (Failure::Before, Body::Frame(frame)) => format!("`{}` does not stand before it", frame.before.join(" ")),
        (Failure::Affirmed, _) => "the clause is not negated".to_owned(),
        (Failure::Particle, Body::Frame(frame)) => match &frame.particle {
            Some(particle) => format!("no particle `{particle}`"),
            None => "the particle makes it another verb".to_owned(),
        },
        (Failure::Fixed(ix), Body::Frame(frame)) => {
            let words = frame.fixed[*ix].words.iter().map(|word| word.head.as_str());
            format!("no {}", words.collect::<Vec<_>>().join("|"))
        }
        (Failure::Role(ix, Why::Nothing), _) => format!("{}: nothing stands in its place", role(*ix).name),
        (Failure::Role(ix, Why::NoActor(token)), _) => {
            format!("{}: \"{}\" is not an actor", role(*ix).name, form(*token))
        }
        (Failure::Role(ix, Why::Class(token, class)), _) => {
            format!("{}: \"{}\" is {class}, wanted {}", role(*ix).name, form(*token), role(*ix).types)
        }
        (Failure::Pair, _) => "both ends are the same, or a pronoun that nothing resolves".to_owned(),
        _ => "other words".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::actor::Form;
    use crate::assertion::{Confidence, assert};
    use crate::data::Data;
    use crate::ontology::Class;
    use crate::rule::apply::apply;
    use crate::rule::fixture::{Scene, rules};

    #[test]
    fn failed_roles_say_why() {
        let scene = Scene::new("Hezbollah funded/fund by Iran gave/give it money")
            .name("Hezbollah", Class::ArmedGroup)
            .name("Iran", Class::State)
            .actor(&["it"], Class::Actor, Form::Pronoun)
            .depends("funded", "acl", "Hezbollah")
            .depends("Iran", "obl:agent", "funded")
            .predication("funded", Kind::Verb, "object:passive-participle=Hezbollah subject:passive-agent=Iran")
            .predication("gave", Kind::Verb, "subject=Hezbollah object=money");
        let rules = rules();
        let input = scene.input();
        let matches = apply(&rules, &input);
        let confidence = Confidence::load(&Data::embedded()).unwrap();
        let assertions = assert(&rules, &confidence, &input, &crate::time::Expressions::default(), &matches);
        expect![[r#"
              1  Hezbollah  Hezbollah  X      _        0  root
              2  funded     fund       X      _        1  acl
              3  by         by         X      _        0  root
              4  Iran       Iran       X      _        2  obl:agent
              5  gave       give       X      _        0  root
              6  it         it         X      _        0  root
              7  money      money      X      _        0  root

            predication fund (verb)   Object = Hezbollah  passive-participle   Subject = Iran  passive-agent
              funds#1  <funder> fund|finance <recipient>    ✓ funder = Iran (State) recipient = Hezbollah (ArmedGroup)

            predication give (verb)   Subject = Hezbollah  active-subject   Object = money  active-object
              funds#2  <funder> provide|give money|aid to|for <recipient>    ✗ recipient: nothing stands in its place

            [recipient Hezbollah] funded by [funder Iran] gave it money    funds(Iran, Hezbollah)  funds#1  0.82
        "#]]
        .assert_eq(&explain(&rules, &input, &assertions, 0, Paint::PLAIN));
        let painted = explain(&rules, &input, &assertions, 0, Paint::ANSI);
        assert!(painted.contains("\u{1b}[32m✓\u{1b}[0m") && painted.contains("\u{1b}[31m✗\u{1b}[0m"), "{painted}");

        let json = explain_json(&rules, &input, &assertions, 0);
        assert_eq!(json["words"][1]["lemma"], "fund");
        let entries = [0, 1].map(|p| json["predications"][p]["entries"][0].clone());
        assert_eq!(
            entries[0]["roles"][0],
            serde_json::json!({ "role": "funder", "label": "Iran", "type": "State", "via": "passive-agent" })
        );
        assert_eq!(entries[1]["reason"], "recipient: nothing stands in its place");
        assert_eq!(json["assertions"][0]["predicate"], "funds");
    }
}
