//! `actograph rules test`: the examples of the rules through the whole pipeline.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::{Error, nearest};
use crate::document::Source;
use crate::pipeline::{Options, Reader};
use crate::rule::check::{Failure, check};

const EXAMPLE: &str = "\
Examples:
  actograph rules test
  actograph rules test funds --explain
  actograph rules test bankroll --rules mine.toml

A sentence of `match` must give what its marks and qualifiers say and nothing else of its rule; one of `reject` must give \
nothing of it. All rules are at work.

Exit code: 0 if all examples pass, 1 if one fails, 2 if a rule has an error.";

/// The arguments of `actograph rules test`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
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
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let name = arguments.name.as_deref();
    let report = check(reader.rules(), name, |text| reader.read(Source::named("example"), text.to_owned()));
    if report.n_examples == 0 {
        let name = name.unwrap_or_default();
        let near = nearest(name, reader.rules().rules.iter().map(|rule| rule.name.as_str()));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Error::Usage(format!("there is no rule `{name}` with an example{hint}")));
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
