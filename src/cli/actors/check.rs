//! `actograph actors check`: reads the tables of known names and says what is wrong with them.

use std::path::{Path, PathBuf};

use crate::actor::Gazetteer;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;

const EXAMPLE: &str = "\
Examples:
  actograph actors check
  actograph actors check mine/actors/ports.tsv

Exit code: 0 if there is no error, 2 if there is one.";

/// The arguments of `actograph actors check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Files with actors to check with the built-in ones; `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn run(_arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let gazetteer = Gazetteer::load(data)?;
    write_output(Path::new("-"), format!("{} entries\n", gazetteer.len()).as_bytes())?;
    Ok(Outcome::Found)
}
