//! An explanation for the eye.

use std::fmt::Write as _;

use super::{Heard, Tried, function, kind, notation, reason, scope};
use crate::assertion::Assertion;
use crate::document::TokenIx;
use crate::rule::apply::Input;
use crate::rule::compile::RuleSet;
use crate::rule::example::Qualifiers;
use crate::syntax::predication::Predication;

/// How many characters of a template are shown.
const TEMPLATE_WIDTH: usize = 64;

/// What is written around words to set them apart; all of it is empty on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    strong: &'static str,
    faint: &'static str,
    good: &'static str,
    bad: &'static str,
    end: &'static str,
}

impl Paint {
    /// Nothing.
    pub const PLAIN: Self = Self { strong: "", faint: "", good: "", bad: "", end: "" };
    /// The escape sequences of terminals (ECMA-48, SGR): bold, faint, green, red.
    pub const ANSI: Self =
        Self { strong: "\x1b[1m", faint: "\x1b[2m", good: "\x1b[32m", bad: "\x1b[31m", end: "\x1b[0m" };

    fn faint(self, text: &str) -> String {
        format!("{}{text}{}", self.faint, self.end)
    }

    fn strong(self, text: &str) -> String {
        format!("{}{text}{}", self.strong, self.end)
    }
}

/// Explains one sentence (index into the document's sentences) for a terminal or a file.
pub fn explain(rules: &RuleSet, input: &Input<'_>, assertions: &[Assertion], sentence: usize, paint: Paint) -> String {
    let heard = Heard::new(rules, input);
    let mut out = String::new();
    tree(input, sentence, paint, &mut out);
    let tokens = input.document.sentences[sentence].tokens.clone();
    for (ix, predication) in input.predications.iter().enumerate() {
        if tokens.contains(&predication.trigger) {
            out.push('\n');
            describe(input, predication, paint, &mut out);
            entries(rules, input, &heard.best(rules, (predication.trigger, Some(ix))), paint, &mut out);
        }
    }
    for trigger in heard.words(&tokens) {
        let _ = writeln!(out, "\nword {}", paint.strong(input.document.form(trigger)));
        entries(rules, input, &heard.best(rules, (trigger, None)), paint, &mut out);
    }
    let found: Vec<_> = assertions.iter().filter(|a| a.evidence.sentence == sentence).collect();
    out.push('\n');
    if found.is_empty() {
        out.push_str("no assertion\n");
    }
    for assertion in found {
        let label = |actor: usize| &input.actors[actor].label;
        let edge = format!("{}({}, {})", assertion.predicate, label(assertion.subject), label(assertion.object));
        let (rule, sure) = (&assertion.evidence.rule, assertion.confidence);
        let edge = paint.strong(&edge);
        let _ = writeln!(out, "{}    {edge}  {rule}  {sure:.2}", notation(rules, input, assertion));
    }
    out
}

fn tree(input: &Input<'_>, sentence: usize, paint: Paint, out: &mut String) {
    let document = input.document;
    let tokens = document.sentences[sentence].tokens.clone();
    let first = tokens.start;
    let longest = |text: &dyn Fn(TokenIx) -> usize| tokens.clone().map(text).max().unwrap_or(0);
    let form = longest(&|t| document.form(t).chars().count());
    let lemma = longest(&|t| document.lemma(t).chars().count());
    for token in tokens {
        let t = &document.tokens[token];
        let head = t.head.map_or(0, |head| (head + 1).saturating_sub(first));
        let tags = format!("{:5}  {:5}  {head:>3}  {}", t.upos, t.xpos, t.relation);
        let (word, base) = (document.form(token), document.lemma(token));
        let _ = writeln!(out, "{:>3}  {word:form$}  {base:lemma$}  {}", token + 1 - first, paint.faint(&tags));
    }
}

fn describe(input: &Input<'_>, predication: &Predication, paint: Paint, out: &mut String) {
    let document = input.document;
    let lemma = paint.strong(document.lemma(predication.trigger));
    let _ = write!(out, "predication {lemma} ({})", kind(predication.kind));
    if let Some(particle) = predication.particle {
        let _ = write!(out, " + {}", document.form(particle));
    }
    for argument in &predication.arguments {
        let (function, via) = (function(&argument.function), paint.faint(argument.via.name()));
        let _ = write!(out, "   {function} = {}  {via}", document.form(argument.token));
    }
    let said = scope(input, predication);
    if said != Qualifiers::default() {
        let _ = write!(out, "   => {said}");
    }
    out.push('\n');
}

fn entries(rules: &RuleSet, input: &Input<'_>, tried: &[&Tried], paint: Paint, out: &mut String) {
    for tried in tried {
        let entry = &rules.entries[tried.entry];
        let mut template: String = entry.template.chars().take(TEMPLATE_WIDTH).collect();
        if template.len() < entry.template.len() {
            template.push('…');
        }
        let _ = write!(out, "  {}  {}    ", entry.id, paint.faint(&template));
        match &tried.outcome {
            Ok(bound) => {
                let _ = write!(out, "{}✓{}", paint.good, paint.end);
                for bound in bound {
                    let role = &rules.rules[entry.rule].roles[bound.role].name;
                    let actor = &input.actors[bound.end.actor];
                    let _ = write!(out, " {role} = {} ({})", actor.label, actor.class);
                }
            }
            Err(failure) => {
                let _ = write!(out, "{}✗{} {}", paint.bad, paint.end, reason(rules, input, tried.entry, failure));
            }
        }
        out.push('\n');
    }
}
