//! `actograph actors`: the known names, the user's own and the built-in ones, and what is done to them.
//!
//! A command is a variant here, with a file of its own below `src/cli/actors/`.

mod check;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::Outcome;
use crate::data::Data;
use crate::diagnostic::Error;

const EXAMPLE: &str = "\
Examples:
  actograph actors check
  actograph actors check mine/actors/ports.tsv";

/// The arguments of `actograph actors`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the tables of known names and print every error and warning
    Check(check::Arguments),
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments, data),
    }
}

/// The data with files of the user's own actors; `-` is standard input.
///
/// # Errors
/// [`Error::File`] if one of them cannot be read.
pub(super) fn with_files(mut data: Data, files: &[PathBuf]) -> Result<Data, Error> {
    for file in files {
        let mut bytes = Vec::new();
        if file == Path::new("-") {
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(Error::file(file))?;
        } else {
            bytes = std::fs::read(file).map_err(Error::file(file))?;
        }
        data = data.with_actors(&file.to_string_lossy(), bytes);
    }
    Ok(data)
}
