//! `actograph rules show`: one rule with every form that its templates cover, each as a sentence that was tried.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::{Error, nearest};
use crate::document::Source;
use crate::ontology::Ontology;
use crate::pipeline::{Options, Reader};
use crate::rule::check::finder;
use crate::rule::compile::Rule;
use crate::rule::example::Example;
use crate::rule::forms::Maker;
use crate::rule::reference::{edges, gloss};

const EXAMPLE: &str = "\
Examples:
  actograph rules show funds
  actograph rules show bankroll --rules mine.toml

Prints what the rule means and asserts, who may stand at its ends, and for every template its triggers and a sentence for \
each construction, made from the template. Every sentence is read: ✓ the rule finds it (or, with `by NAME`, another one that \
asserts the same), ✗ it does not: the parser may have gone astray, or English would not say it so. Of a pattern of words the \
sentences are made from its words; a path has no order of words, so that its sentences are its examples with each trigger.

Exit code: 0 if the rule is shown, 2 if there is none of that name.";

/// The arguments of `actograph rules show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The rule; its phases are shown with it
    name: String,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let (ontology, maker) = (Ontology::load(data)?, Maker::load(data)?);
    let name = arguments.name.as_str();
    let part = |rule: &&Rule| rule.name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let rules: Vec<&Rule> = reader.rules().rules.iter().filter(part).collect();
    if rules.is_empty() {
        let near = nearest(name, reader.rules().rules.iter().map(|rule| rule.name.as_str()));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Error::Usage(format!("there is no rule `{name}`{hint}")));
    }
    let mut out = String::new();
    for (number, rule) in rules.into_iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        head(rule, &ontology, &mut out);
        for template in &rule.templates {
            let (list, text) = (template.0.as_str(), template.1.as_str());
            let _ = write!(out, "\n{list}: {text}\n");
            let triggers = maker.triggers((list, text));
            if triggers.len() > 1 {
                let _ = writeln!(out, "  triggers: {}", triggers.join(", "));
            }
            let samples = maker.samples(reader.rules(), rule, (list, text));
            let width = samples.iter().map(|sample| sample.form.len()).max().unwrap_or(0);
            for sample in samples {
                let read = |text: &str| reader.read(Source::named("sample"), text.to_owned());
                let examples = sample.sentences.iter().filter_map(|text| Example::parse(text).ok());
                let examples: Vec<Example> = examples.collect();
                let readings: Vec<_> = examples.iter().map(|example| read(&example.text)).collect();
                let tried = examples.iter().zip(&readings);
                let found = tried.filter_map(|(example, found)| Some((example, finder(rule, example, found)?)));
                let own = |by: &str| by.split('.').next() == rule.name.split('.').next();
                let best = found.min_by_key(|(_, by)| !own(by));
                if let Some(shown) = best.map(|(example, _)| example).or(examples.first()) {
                    let mark = if best.is_some() { '✓' } else { '✗' };
                    let other = best.filter(|(_, by)| !own(by)).map(|(_, by)| format!("   by {by}"));
                    let _ = writeln!(out, "  {mark} {:width$}  {shown}{}", sample.form, other.unwrap_or_default());
                }
            }
        }
        examples(rule, &mut out);
    }
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(Outcome::Found)
}

fn head(rule: &Rule, ontology: &Ontology, out: &mut String) {
    let _ = writeln!(out, "{}  {}:{}\n{}\n", rule.name, rule.file, rule.line, gloss(rule));
    for (edge, codes) in edges(rule, ontology) {
        let behind = if codes.is_empty() { String::new() } else { format!("  {codes}") };
        let _ = writeln!(out, "asserts: {edge}{behind}");
    }
    for role in &rule.roles {
        let _ = writeln!(out, "  <{}> is {}", role.name, ontology.summary(role.types));
    }
}

fn examples(rule: &Rule, out: &mut String) {
    for (key, all) in
        [("match", rule.examples.iter().map(ToString::to_string).collect::<Vec<_>>()), ("reject", rule.rejects.clone())]
    {
        if !all.is_empty() {
            let _ = writeln!(out, "\n{key}:\n  {}", all.join("\n  "));
        }
    }
}
