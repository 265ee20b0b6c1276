//! `actograph rules`: checks rule files and runs the examples in them.

use std::fmt::Write as _;
use std::path::Path;

use clap::Subcommand;

use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::ontology::Ontology;
use crate::pipeline::{Options, Reader};
use crate::rule::check::{Failure, check};
use crate::rule::compile::RuleSet;

const EXAMPLE: &str = "\
Examples:
  actograph rules check
  actograph --data mine rules check
  actograph rules test
  actograph rules test funds --explain

Exit code: 0 if all is well, 1 if an example fails, 2 if a rule has an error.";

/// The arguments of `actograph rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the rules and print every error and warning
    Check,
    /// Read the examples and print those that do not give what they state
    Test(Test),
}

#[derive(Debug, clap::Args)]
struct Test {
    /// Only the rule of this name and its phases
    name: Option<String>,
    /// Explain each sentence that fails
    #[arg(short, long)]
    explain: bool,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    match &arguments.command {
        Command::Check => check_files(data),
        Command::Test(arguments) => test(arguments, data),
    }
}

fn check_files(data: &Data) -> Result<Outcome, Error> {
    let rules = RuleSet::load(data, &Ontology::load(data)?)?;
    let mut out = String::new();
    for warning in &rules.warnings {
        let _ = writeln!(out, "{warning}");
    }
    let (n_rules, n_entries, n_warnings) = (rules.rules.len(), rules.entries.len(), rules.warnings.len());
    let _ = writeln!(out, "{n_rules} rules, {n_entries} entries, {n_warnings} warnings");
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(Outcome::Found)
}

fn test(arguments: &Test, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let name = arguments.name.as_deref();
    let report = check(reader.rules(), name, |text| reader.read(Source::named("example"), text.to_owned()));
    if report.n_examples == 0 {
        let name = name.unwrap_or_default();
        return Err(Error::Usage(format!("there is no rule `{name}` with an example")));
    }
    let mut out = String::new();
    for failure in &report.failures {
        print(failure, arguments.explain, &mut out);
    }
    let n_failures = report.failures.len();
    let _ = writeln!(out, "{} of {} examples pass", report.n_examples - n_failures, report.n_examples);
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(if n_failures == 0 { Outcome::Found } else { Outcome::Nothing })
}

fn print(failure: &Failure, explain: bool, out: &mut String) {
    let _ = writeln!(out, "{}: {}\n  {}", failure.place, failure.rule, failure.example);
    for problem in &failure.problems {
        let _ = writeln!(out, "    {problem}");
    }
    if explain {
        for line in failure.explanation.lines() {
            let _ = writeln!(out, "    | {line}");
        }
    }
}
