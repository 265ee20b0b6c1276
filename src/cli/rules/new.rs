//! `actograph rules new`: a frame from a sentence whose actors are marked.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::{Data, RuleFile};
use crate::diagnostic::{Diagnostic, Error, Severity, nearest};
use crate::document::Source;
use crate::ontology::{Ontology, Predicate};
use crate::pipeline::{Options, Reader};
use crate::rule::check::{check, finder};
use crate::rule::compile::RuleSet;
use crate::rule::example::{Example, Qualifiers};
use crate::rule::explain::{Paint, explain, qualifiers};
use crate::rule::grammar::Grammar;
use crate::rule::skeleton::{Skeleton, skeletons};

const EXAMPLE: &str = "\
Examples:
  actograph rules new \"[funder Koch] bankrolls [recipient the institute].\" --predicate funds
  actograph rules new \"[target Kyiv] was shelled by [attacker Russia].\" --predicate attacks --name shells > mine.toml

Mark each actor as [role words]; the roles are names of your own. Read the sentence, take the word that links the actors, \
and print a frame that finds it, tried on the sentence. The relations are listed in docs/reference/ontology.md.

Exit code: 0 if the frame finds the sentence, 1 if none does (what syntax saw is on standard error), 2 if the sentence is \
malformed or the relation unknown.";

/// The arguments of `actograph rules new`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The sentence with its actors in brackets; `-` reads it from standard input
    sentence: String,
    /// The relation that the rule asserts, such as `funds`
    #[arg(short, long, value_name = "RELATION")]
    predicate: String,
    /// What the rule is called [default: the word that links the actors]
    #[arg(short, long, value_name = "NAME")]
    name: Option<String>,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
}

/// Under which the skeleton is compiled.
const FILE: &str = "the new rule";

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let mut sentence = arguments.sentence.clone();
    if sentence == "-" {
        sentence = std::io::read_to_string(std::io::stdin().lock()).map_err(Error::file("-"))?;
    }
    let example = marked(sentence.trim())?;
    if let Some(name) = &arguments.name {
        check_name(name)?;
    }
    let output = &arguments.output;
    if output != Path::new("-") && output.exists() {
        let message = format!("{0} is there already: add to it by `>> {0}`, or name another file", output.display());
        return Err(Error::Usage(message));
    }
    let (ontology, grammar) = (Ontology::load(data)?, Grammar::load(data)?);
    let predicate = predicate(&ontology, &arguments.predicate)?;
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let reading = reader.read(Source::named("sentence"), example.text.clone());
    let all = skeletons(&reading.input(), &example, predicate, &grammar);
    let maker = Maker { arguments, reader: &reader, ontology: &ontology, grammar: &grammar, predicate, data };
    let mut problems = String::new();
    for skeleton in &all {
        match maker.try_out(skeleton, &example)? {
            Ok(toml) => {
                write_output(&arguments.output, toml.as_bytes())?;
                return Ok(Outcome::Found);
            }
            Err(problem) => problems.push_str(&problem),
        }
    }
    let mut stderr = anstream::stderr().lock();
    let what =
        if all.is_empty() { "no verb, noun or adjective links the marked actors" } else { "no frame finds this" };
    // There is nobody left to tell if standard error is closed.
    let _ = writeln!(stderr, "actograph: {what}; this is what syntax saw:\n\n{problems}");
    for sentence in 0..reading.document.sentences.len() {
        let input = reading.input();
        let _ = writeln!(stderr, "{}", explain(reader.rules(), &input, &reading.assertions, sentence, Paint::ANSI));
    }
    Ok(Outcome::Nothing)
}

/// The sentence, if it marks at least two ends.
fn marked(sentence: &str) -> Result<Example, Error> {
    let example = Example::parse(sentence).map_err(|complaint| {
        let mut told = Diagnostic::error(complaint.code, "the sentence", complaint.span, complaint.message);
        told.hint = complaint.hint;
        Error::Usage(told.render(sentence, false))
    })?;
    if example.marks.len() < 2 {
        return Err(Error::Usage(
            "mark two actors as [role words]: \"[funder Koch] bankrolls [recipient it].\"".into(),
        ));
    }
    Ok(example)
}

/// The name must do as a bare key of TOML.
fn check_name(name: &str) -> Result<(), Error> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(fits) {
        return Ok(());
    }
    Err(Error::Usage(format!("`{name}` is no name of a rule: letters, digits, `_` and `-`")))
}

fn predicate<'o>(ontology: &'o Ontology, name: &str) -> Result<&'o Predicate, Error> {
    let name = name.strip_prefix("rel:").unwrap_or(name);
    ontology.predicate(name).ok_or_else(|| {
        let near = nearest(name, ontology.predicates().iter().map(|p| p.name.as_str()));
        let hint = near.map_or_else(
            || "they are listed in docs/reference/ontology.md".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Error::Usage(format!("`{name}` is no relation; {hint}"))
    })
}

struct Maker<'a> {
    arguments: &'a Arguments,
    reader: &'a Reader,
    ontology: &'a Ontology,
    grammar: &'a Grammar,
    predicate: &'a Predicate,
    data: &'a Data,
}

impl Maker<'_> {
    /// The frame as a file if it finds its sentence, else what went wrong.
    fn try_out(&self, skeleton: &Skeleton, example: &Example) -> Result<Result<String, String>, Error> {
        let name = self.arguments.name.clone().unwrap_or_else(|| self.free_name(skeleton));
        let toml = skeleton.toml(&name, self.predicate, example);
        let mut files = self.data.rule_files()?;
        let layer = files.first().map_or(0, |file| file.layer) + 1;
        files.insert(0, RuleFile { name: FILE.to_owned(), text: toml.clone().into(), layer });
        let (rules, complaints) = RuleSet::compile(&files, self.ontology, self.grammar);
        let own = complaints.iter().filter(|c| c.file == FILE);
        let errors: Vec<String> =
            own.clone().filter(|c| c.severity == Severity::Error).map(|c| c.render(&toml, false)).collect();
        if !errors.is_empty() {
            return Ok(Err(format!("{toml}\n{}\n\n", errors.join("\n\n"))));
        }
        let read = |text: &str| self.reader.read_by(&rules, Source::named("sentence"), text.to_owned());
        // The qualifiers are what the program finds, unless the user has said what they are.
        let mut example = example.clone();
        if example.qualifiers == Qualifiers::default() {
            let reading = read(&example.text);
            let own = |rule: &str| rule.split('#').next() == Some(name.as_str());
            if let Some(found) = reading.assertions.iter().find(|a| own(&a.evidence.rule)) {
                example.qualifiers = qualifiers(&reading.input(), found);
            }
        }
        let text = skeleton.toml(&name, self.predicate, &example);
        files[0].text = text.clone().into();
        let (rules, _) = RuleSet::compile(&files, self.ontology, self.grammar);
        let report =
            check(&rules, Some(&name), |text| self.reader.read_by(&rules, Source::named("sentence"), text.to_owned()));
        if let Some(failure) = report.failures.first() {
            let entry = format!("{name}#");
            let tried = failure.explanation.lines().filter(|line| line.trim_start().starts_with(&entry));
            let told = failure.problems.iter().map(String::as_str).chain(tried);
            return Ok(Err(format!("{toml}\n{}\n\n", told.collect::<Vec<_>>().join("\n"))));
        }
        // What other rules make of it is worth knowing, but no reason against.
        let mut stderr = anstream::stderr().lock();
        let without = self.reader.read(Source::named("sentence"), example.text.clone());
        if let Some(known) = rules.rule(&name).and_then(|rule| finder(rule, &example, &without)) {
            let relation = &self.predicate.name;
            let _ = writeln!(stderr, "actograph: note: `{known}` finds {relation} in this sentence already");
        }
        for warning in own.filter(|c| c.code == "R07") {
            let hint = warning.hint.clone().unwrap_or_default();
            let _ = writeln!(stderr, "actograph: warning: {}; {hint}", warning.message);
        }
        Ok(Ok(text))
    }

    /// The trigger, or that with a number, so that no rule is replaced unasked.
    fn free_name(&self, skeleton: &Skeleton) -> String {
        let fits = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let word: String = skeleton.trigger.chars().map(fits).collect();
        let free = |name: &String| self.reader.rules().rule(name).is_none();
        let mut numbered = std::iter::once(word.clone()).chain((2..).map(|n| format!("{word}_{n}")));
        numbered.find(free).unwrap_or(word)
    }
}
