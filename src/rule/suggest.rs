//! What no rule covers: verbs, nouns and adjectives that link named actors, as the templates that would find them.

use std::collections::BTreeMap;

use super::compile::{Key, RuleSet};
use super::example::{Example, Mark, Qualifiers};
use super::grammar::Grammar;
use super::heads::Heads;
use super::skeleton::template;
use super::template::List;
use crate::assertion::Reading;
use crate::document::TokenIx;
use crate::syntax::predication::{Function, Kind, Predication};
use crate::syntax::realization::Realization;

/// How many arguments of one predication are paired: longer lists are enumerations.
const MAX_ENDS: usize = 6;

/// The template, with its list.
pub type Frame = (List, String);

/// What was found of one template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// How often it links two named actors.
    pub count: usize,
    /// Whether some rule has its trigger, though for other arguments.
    pub trigger_known: bool,
    /// Sentences, the first ones found.
    pub examples: Vec<Example>,
}

/// Templates with what was found of them.
pub type Suggestions = BTreeMap<Frame, Suggestion>;

/// Adds what a reading has, with at most `n_examples` sentences a template.
pub fn suggest(rules: &RuleSet, grammar: &Grammar, reading: &Reading, n_examples: usize, found: &mut Suggestions) {
    let input = reading.input();
    let heads = Heads::new(&input);
    let by_rules = reading.assertions.iter().filter(|a| a.open.is_none());
    let covered: Vec<(TokenIx, usize, usize)> =
        by_rules.map(|a| (a.evidence.sentence, a.subject.min(a.object), a.subject.max(a.object))).collect();
    for predication in &reading.predications {
        let sentence = reading.document.sentence_of(predication.trigger);
        let ends = named(reading, &heads, predication);
        // *Congratulated the Swiss company* says nothing of Switzerland.
        let is_actor = |token: TokenIx| {
            let actor = heads.mention(token).and_then(|mention| heads.actor(mention));
            actor.is_some_and(|actor| reading.actors[actor].class.is_actor())
        };
        let object = predication.with(&Function::Object).find(|object| is_actor(object.token));
        let is_about = |a: &End, b: &End| object.is_none_or(|o| o.token == a.token || o.token == b.token);
        let mut seen: Vec<Frame> = Vec::new();
        for (i, a) in ends.iter().enumerate() {
            for b in &ends[i + 1..] {
                let pair = (sentence, a.actor.min(b.actor), a.actor.max(b.actor));
                if a.actor == b.actor || covered.contains(&pair) || !is_about(a, b) {
                    continue;
                }
                let roles = [(a.token, "a"), (b.token, "b")];
                let Some((list, text)) = template(&input, predication, &roles, grammar) else { continue };
                let (first, second) = if text.find("<a>") < text.find("<b>") { (a, b) } else { (b, a) };
                let frame = (list, in_order(&text));
                if seen.contains(&frame) {
                    continue;
                }
                seen.push(frame.clone());
                let suggestion = found.entry(frame).or_default();
                suggestion.count += 1;
                suggestion.trigger_known |= is_known(rules, reading, predication);
                if suggestion.examples.len() < n_examples {
                    suggestion.examples.push(example(reading, sentence, first.mention, second.mention));
                }
            }
        }
    }
}

/// An argument that is a named actor.
struct End {
    token: TokenIx,
    mention: usize,
    actor: usize,
}

fn named(reading: &Reading, heads: &Heads, predication: &Predication) -> Vec<End> {
    let mut ends: Vec<End> = Vec::new();
    for argument in &predication.arguments {
        // Names side by side are no relation that a rule could be about.
        let aside = matches!(argument.via, Realization::TitleFlat | Realization::TitleCompound);
        let holder = argument.function == Function::Holder;
        if ends.len() == MAX_ENDS || aside && !holder || ends.iter().any(|end| end.token == argument.token) {
            continue;
        }
        let Some(mention) = heads.mention(argument.token) else { continue };
        let Some(actor) = heads.actor(mention) else { continue };
        let found = &reading.actors[actor];
        if found.named && found.class.is_actor() {
            ends.push(End { token: argument.token, mention, actor });
        }
    }
    ends
}

/// The template with its first role called `a`.
fn in_order(template: &str) -> String {
    if template.find("<a>") < template.find("<b>") {
        return template.to_owned();
    }
    template.replace("<a>", "<c>").replace("<b>", "<a>").replace("<c>", "<b>")
}

fn is_known(rules: &RuleSet, reading: &Reading, predication: &Predication) -> bool {
    let key = match predication.kind {
        Kind::Verb => Key::Verb,
        Kind::Noun => Key::Noun,
        Kind::Adjective => Key::Adjective,
    };
    !rules.entries_for(key, &crate::data::words::lower(reading.document.lemma(predication.trigger))).is_empty()
}

fn example(reading: &Reading, sentence: usize, a: usize, b: usize) -> Example {
    let document = &reading.document;
    let span = document.sentences[sentence].span.range();
    let mark = |role: &str, mention: usize| {
        let place = document.token_span(reading.mentions[mention].tokens.clone()).range();
        Mark { role: role.into(), span: place.start - span.start..place.end - span.start }
    };
    let mut marks = vec![mark("a", a), mark("b", b)];
    marks.sort_by_key(|mark| mark.span.start);
    Example { text: document.text[span].to_owned(), marks, qualifiers: Qualifiers::default() }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::assertion::{Confidence, assert};
    use crate::data::Data;
    use crate::ontology::Class;
    use crate::rule::apply::apply;
    use crate::rule::fixture::{Scene, rules};

    fn check(scene: Scene, expected: Expect) {
        let (rules, data) = (rules(), Data::embedded());
        let matches = apply(&rules, &scene.input());
        let (confidence, times) = (Confidence::load(&data).unwrap(), crate::time::Expressions::default());
        let assertions = assert(&rules, &confidence, &scene.input(), &times, &matches);
        let Scene { document, predications, mentions, actors } = scene;
        let reading = Reading { document, predications, mentions, actors, assertions };
        let mut found = Suggestions::new();
        suggest(&rules, &Grammar::load(&data).unwrap(), &reading, 1, &mut found);
        let lines = found.iter().map(|((list, template), s)| {
            let known = if s.trigger_known { " *" } else { "" };
            format!("{} {}: {template}{known}  {}", s.count, list.key(), s.examples[0])
        });
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn what_no_rule_covers_is_counted_as_a_template() {
        let scene = Scene::new("Hezbollah annoyed/annoy by Iran fled/flee to Syria")
            .name("Hezbollah", Class::ArmedGroup)
            .name("Iran", Class::State)
            .name("Syria", Class::State)
            .predication("annoyed", Kind::Verb, "object=Hezbollah subject=Iran")
            .predication("fled", Kind::Verb, "subject=Hezbollah to=Syria");
        check(
            scene,
            expect![[r#"
            1 verbs: <a> annoy <b>  [b Hezbollah] annoyed by [a Iran] fled to Syria
            1 verbs: <a> flee to <b>  [a Hezbollah] annoyed by Iran fled to [b Syria]"#]],
        );
    }

    #[test]
    fn what_a_rule_finds_is_no_suggestion_but_another_use_of_its_word_is() {
        let scene = Scene::new("Iran funds/fund Hezbollah")
            .name("Iran", Class::State)
            .name("Hezbollah", Class::ArmedGroup)
            .predication("funds", Kind::Verb, "subject=Iran object=Hezbollah");
        check(scene, expect![[r#""#]]);
        let scene = Scene::new("Iran funds/fund through Hezbollah")
            .name("Iran", Class::State)
            .name("Hezbollah", Class::ArmedGroup)
            .predication("funds", Kind::Verb, "subject=Iran through=Hezbollah");
        check(scene, expect!["1 verbs: <a> fund through <b> *  [a Iran] funds through [b Hezbollah]"]);
    }
}
