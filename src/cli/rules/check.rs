//! `actograph rules check`: every complaint about rule files, at its place.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::{Error, Severity};
use crate::ontology::Ontology;
use crate::rule::compile::RuleSet;
use crate::rule::grammar::Grammar;

const EXAMPLE: &str = "\
Examples:
  actograph rules check
  actograph rules check mine.toml
  actograph rules new \"[a Koch] bankrolls [b the institute].\" --predicate funds | actograph rules check -

Complaints go to standard error; docs/reference/diagnostics.md explains each.

Exit code: 0 if there is no error, 2 if there is one.";

/// The arguments of `actograph rules check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Rule files or folders to check with the built-in rules, as --rules; `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let data = data.clone().with_rules(&arguments.paths)?;
    let files = data.rule_files()?;
    let (rules, mut complaints) = RuleSet::compile(&files, &Ontology::load(&data)?, &Grammar::load(&data)?);
    // Whoever checks rules of their own does not want to hear of the built-in ones, unless those do not load.
    let own = |name: &str| files.iter().any(|file| file.name == name && file.layer > 0);
    let any_own = files.iter().any(|file| file.layer > 0);
    complaints.retain(|c| c.severity == Severity::Error || !any_own || own(&c.file));
    let mut stderr = anstream::stderr().lock();
    for complaint in &complaints {
        let text = data.text(&complaint.file).unwrap_or_default();
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(stderr, "{}\n", complaint.render(&text, true));
    }
    let n_errors = complaints.iter().filter(|c| c.severity == Severity::Error).count();
    let (n_rules, n_entries, n_warnings) = (rules.rules.len(), rules.entries.len(), complaints.len() - n_errors);
    let mut out = format!("{n_rules} rules, {n_entries} entries, {n_errors} errors, {n_warnings} warnings");
    if n_errors > 0 {
        out.push_str("; rules with errors are not counted");
    }
    write_output(Path::new("-"), format!("{out}\n").as_bytes())?;
    Ok(if n_errors == 0 { Outcome::Found } else { Outcome::Incomplete })
}
