//! Every example of every rule through the whole pipeline (`tests/pipeline.rs`).
//!
//! An example of `match` must give the assertions that its marks say, with its qualifiers, and no other assertion of its
//! rule; an example of `reject` must give none of its rule. The pipeline is a parameter, for it lies above this layer.

use super::compile::{Edge, Rule, RuleSet, TRIGGER};
use super::example::{Example, Mark};
use super::explain::{Paint, explain, notation, qualifiers};
use crate::assertion::{Assertion, Reading};
use crate::ontology::RelationKind;
use crate::syntax::scope::{Phase, Polarity};

/// What running the examples gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many examples were run.
    pub n_examples: usize,
    /// Those that did not give what they state.
    pub failures: Vec<Failure>,
}

/// An example that did not give what it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule.
    pub rule: String,
    /// Its file and line.
    pub place: String,
    /// The example as written.
    pub example: String,
    /// What is wrong, one line each.
    pub problems: Vec<String>,
    /// Why: the sentence explained.
    pub explanation: String,
}

/// Runs the examples of all rules, or of those whose name is, or begins with, `only` (`funds` includes `funds.ends`).
pub fn check(rules: &RuleSet, only: Option<&str>, read: impl Fn(&str) -> Reading) -> Report {
    let mut report = Report::default();
    let wanted = |rule: &&Rule| only.is_none_or(|name| is_part(&rule.name, name));
    for rule in rules.rules.iter().filter(wanted) {
        let matches = rule.examples.iter().map(|example| (example.text.as_str(), Some(example)));
        let rejects = rule.rejects.iter().map(|text| (text.as_str(), None));
        for (text, example) in matches.chain(rejects) {
            report.n_examples += 1;
            let found = read(text);
            let problems = match example {
                Some(example) => missing_or_wrong(rules, rule, example, &found),
                None => unwanted(rules, rule, &found),
            };
            if problems.is_empty() {
                continue;
            }
            let sentences = 0..found.document.sentences.len();
            let explained = sentences.map(|s| explain(rules, &found.input(), &found.assertions, s, Paint::PLAIN));
            report.failures.push(Failure {
                rule: rule.name.clone(),
                place: format!("{}:{}", rule.file, rule.line),
                example: example.map_or_else(|| text.to_owned(), ToString::to_string),
                problems,
                explanation: explained.collect::<Vec<_>>().join("\n"),
            });
        }
    }
    report
}

/// Whether a rule is the named one or a phase of it.
fn is_part(rule: &str, name: &str) -> bool {
    rule.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The rule that finds what an example marks, whatever the qualifiers: this one or a phase of it, or another one that
/// asserts the same of the same pair, of which only the surest stays.
pub fn finder<'r>(rule: &Rule, example: &Example, found: &'r Reading) -> Option<&'r str> {
    let marked = |role: usize| marks(rule, example, role);
    let any = |edge: &Edge| -> Vec<&'r str> {
        let (subjects, objects) = (marked(edge.subject), marked(edge.object));
        let pairs: Vec<(&Mark, &Mark)> = if edge.subject == edge.object {
            subjects.first().into_iter().flat_map(|a| subjects.iter().skip(1).map(move |b| (*a, *b))).collect()
        } else {
            subjects.iter().flat_map(|s| objects.iter().map(move |o| (*s, *o))).collect()
        };
        pairs.into_iter().filter_map(|(s, o)| Some(rule_of(&found.assertions[find(found, edge, s, o)?]))).collect()
    };
    let all: Vec<&str> = rule.edges.iter().flat_map(any).collect();
    all.iter().find(|name| is_part(name, &rule.name)).or(all.first()).copied()
}

fn rule_of(assertion: &Assertion) -> &str {
    assertion.evidence.rule.split('#').next().unwrap_or_default()
}

fn unwanted(rules: &RuleSet, rule: &Rule, found: &Reading) -> Vec<String> {
    let own = found.assertions.iter().filter(|a| is_part(rule_of(a), &rule.name));
    own.map(|a| format!("must not be found: {}", show(rules, found, a))).collect()
}

fn missing_or_wrong(rules: &RuleSet, rule: &Rule, example: &Example, found: &Reading) -> Vec<String> {
    let mut problems = Vec::new();
    let mut accounted = vec![false; found.assertions.len()];
    for edge in &rule.edges {
        let [subjects, objects] = [edge.subject, edge.object].map(|role| marks(rule, example, role));
        let is_open = |role: usize, marks: &[&Mark]| marks.is_empty() && rule.roles[role].name == TRIGGER;
        if is_open(edge.subject, &subjects) || is_open(edge.object, &objects) {
            // The phrase of the trigger may stay unmarked: then its assertions are not looked at.
            for (ix, assertion) in found.assertions.iter().enumerate() {
                accounted[ix] |= assertion.predicate == edge.predicate && rule_of(assertion) == rule.name;
            }
            continue;
        }
        if edge.subject == edge.object {
            let pairs: Vec<(&Mark, &Mark)> = (subjects.iter().enumerate())
                .flat_map(|(i, a)| subjects[i + 1..].iter().map(move |b| (*a, *b)))
                .collect();
            let mut taking_part = vec![false; subjects.len()];
            for (a, b) in pairs {
                if let Some(ix) = find(found, edge, a, b) {
                    accounted[ix] = true;
                    compare(rules, edge, example, found, &found.assertions[ix], &mut problems);
                    for (mark, part) in subjects.iter().zip(&mut taking_part) {
                        *part |= std::ptr::eq(*mark, a) || std::ptr::eq(*mark, b);
                    }
                }
            }
            for (mark, _) in subjects.iter().zip(taking_part).filter(|(_, part)| !part && subjects.len() > 1) {
                problems.push(format!("not found: {} with {}", edge.predicate, &example.text[mark.span.clone()]));
            }
            continue;
        }
        for subject in &subjects {
            for object in &objects {
                let Some(ix) = find(found, edge, subject, object) else {
                    let text = |mark: &Mark| example.text[mark.span.clone()].to_owned();
                    problems.push(format!("not found: {}({}, {})", edge.predicate, text(subject), text(object)));
                    continue;
                };
                accounted[ix] = true;
                compare(rules, edge, example, found, &found.assertions[ix], &mut problems);
            }
        }
    }
    for (assertion, _) in found.assertions.iter().zip(accounted).filter(|(a, seen)| !seen && rule_of(a) == rule.name) {
        problems.push(format!("not in the example: {}", show(rules, found, assertion)));
    }
    problems
}

fn marks<'e>(rule: &Rule, example: &'e Example, role: usize) -> Vec<&'e Mark> {
    example.marks.iter().filter(|mark| mark.role == rule.roles[role].name).collect()
}

/// The assertion of that predicate between two marks; its ends' heads lie within them.
fn find(found: &Reading, edge: &Edge, subject: &Mark, object: &Mark) -> Option<usize> {
    let within = |mention: usize, mark: &Mark| {
        let head = found.document.tokens[found.mentions[mention].head].span.range();
        mark.span.start <= head.start && head.end <= mark.span.end
    };
    found.assertions.iter().position(|a| {
        let ends = |a: &Assertion, s: &Mark, o: &Mark| within(a.evidence.subject, s) && within(a.evidence.object, o);
        a.predicate == edge.predicate && (ends(a, subject, object) || edge.symmetric && ends(a, object, subject))
    })
}

fn compare(
    rules: &RuleSet,
    edge: &Edge,
    example: &Example,
    found: &Reading,
    assertion: &Assertion,
    problems: &mut Vec<String>,
) {
    let wanted = &example.qualifiers;
    let got = qualifiers(&found.input(), assertion);
    // A state that ends is false: `ends` says `negated` too.
    let ended = edge.kind == RelationKind::State && wanted.phase == Phase::Ends && got.phase == Phase::Ends;
    let polarity = got.polarity == wanted.polarity || ended && got.polarity == Polarity::Negative;
    let known = |name: &String| {
        let actors = assertion.sources.iter().map(|&actor| &found.actors[actor]);
        let mentions = assertion.evidence.sources.iter().map(|&m| found.mentions[m].tokens.clone());
        let mut written = mentions.map(|tokens| found.document.slice(found.document.token_span(tokens)));
        actors.into_iter().any(|a| a.label == *name || a.aliases.contains(name)) || written.any(|text| text == name)
    };
    let sources = wanted.sources.len() == got.sources.len() && wanted.sources.iter().all(known);
    let same = polarity
        && got.modality == wanted.modality
        && got.phase == wanted.phase
        && got.attributed == wanted.attributed
        && sources;
    if !same {
        let wanted = wanted.to_string();
        let wanted = if wanted.is_empty() { "no qualifier" } else { wanted.as_str() };
        problems.push(format!("should have {wanted}: {}", show(rules, found, assertion)));
    }
}

fn show(rules: &RuleSet, found: &Reading, assertion: &Assertion) -> String {
    format!("{}  {}", notation(rules, &found.input(), assertion), assertion.predicate)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::assertion::{Confidence, assert};
    use crate::data::Data;
    use crate::ontology::Class;
    use crate::rule::apply::apply;
    use crate::rule::fixture::{Scene, compile};
    use crate::syntax::predication::Kind;

    /// Runs a frame's examples with a pipeline that knows "Iran funds Hamas and Syria".
    fn check(examples: &str, expected: Expect) {
        let frame = "[frame.f]\nasserts = \"<a> rel:funds <b>\"\nverbs = [\"<a> fund <b>\"]\n";
        let (rules, _) = compile(&format!("{frame}{examples}"));
        let confidence = Confidence::load(&Data::embedded()).unwrap();
        let read = |_: &str| {
            let scene = Scene::new("Iran funds/fund Hamas and Syria")
                .name("Iran", Class::State)
                .name("Hamas", Class::ArmedGroup)
                .name("Syria", Class::State)
                .predication("funds", Kind::Verb, "subject=Iran object=Hamas object=Syria");
            let matches = apply(&rules, &scene.input());
            let assertions =
                assert(&rules, &confidence, &scene.input(), &crate::time::Expressions::default(), &matches);
            let Scene { document, predications, mentions, actors } = scene;
            Reading { document, predications, mentions, actors, assertions }
        };
        let report = super::check(&rules, None, read);
        assert!(report.failures.iter().all(|f| f.explanation.contains("predication fund")));
        let problems = report.failures.iter().flat_map(|f| &f.problems).cloned();
        expected.assert_eq(&problems.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn an_example_states_everything_that_its_rule_finds() {
        check("match = [\"[a Iran] funds [b Hamas] and [b Syria]\"]", expect![""]);
        check(
            "match = [\"[a Iran] funds [b Hamas] and Syria\"]",
            expect!["not in the example: [a Iran] funds Hamas and [b Syria]  funds"],
        );
        check(
            "match = [\"[b Iran] funds [a Hamas] and Syria\"]",
            expect![[r#"
            not found: funds(Hamas, Iran)
            not in the example: [a Iran] funds [b Hamas] and Syria  funds
            not in the example: [a Iran] funds Hamas and [b Syria]  funds"#]],
        );
    }

    #[test]
    fn qualifiers_must_be_the_same() {
        check(
            "match = [\"[a Iran] funds [b Hamas] and [b Syria] => planned, said by Iran\"]",
            expect![[r#"
            should have planned, said by Iran: [a Iran] funds [b Hamas] and Syria  funds
            should have planned, said by Iran: [a Iran] funds Hamas and [b Syria]  funds"#]],
        );
    }

    #[test]
    fn a_reject_must_give_nothing() {
        check(
            "reject = [\"Iran funds Hamas and Syria\"]",
            expect![[r#"
            must not be found: [a Iran] funds [b Hamas] and Syria  funds
            must not be found: [a Iran] funds Hamas and [b Syria]  funds"#]],
        );
    }
}
