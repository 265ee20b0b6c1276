//! `actograph actors check`: reads the tables of known names and says what is wrong with them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use crate::actor::own::survey;
use crate::actor::sheet::Kind;
use crate::cli::actors::with_files;
use crate::cli::{MOST_COMPLAINTS, Outcome, render};
use crate::data::Data;
use crate::diagnostic::{Error, Severity};

const EXAMPLE: &str = "\
Examples:
  actograph actors check
  actograph actors check ports.csv ships.ttl
  actograph --data mine actors check

Checks the built-in tables, those in the folder `actors/` of --data, and the files named. docs/actors.md explains the \
columns, docs/reference/diagnostics.md each complaint.

Exit code: 0 if there is no error (there may be warnings), 2 if there is one.";

/// The arguments of `actograph actors check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// More files with actors to check (.csv, .tsv, .ttl); `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let data = with_files(data.clone(), &arguments.files)?;
    let (sheets, complaints) = survey(&data)?;
    let mut out = String::new();
    for complaint in complaints.iter().take(MOST_COMPLAINTS) {
        let _ = writeln!(out, "{}\n", render(complaint, &data));
    }
    if complaints.len() > MOST_COMPLAINTS {
        let _ = writeln!(out, "and {} more\n", complaints.len() - MOST_COMPLAINTS);
    }
    let n = |kind: Kind, own: bool| -> usize {
        sheets.iter().filter(|s| s.kind == kind && s.own == own).map(|s| s.lines().count()).sum()
    };
    let n_errors = complaints.iter().filter(|c| c.severity == Severity::Error).count();
    let own = sheets.iter().any(|s| s.own);
    let _ = writeln!(
        out,
        "{}{}, {}; {}, {}",
        if own { "" } else { "built in: " },
        count(n(Kind::Entries, own), "entry", "entries"),
        count(n(Kind::Offices, own), "office", "offices"),
        count(n_errors, "error", "errors"),
        count(complaints.len() - n_errors, "warning", "warnings"),
    );
    // Colours are left out where nobody sees them.
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(out.as_bytes()).and_then(|()| stdout.flush()).map_err(Error::file("-"))?;
    Ok(if n_errors == 0 { Outcome::Found } else { Outcome::Incomplete })
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
