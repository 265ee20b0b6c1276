//! `actograph actors`: the known names, the user's own and the built-in ones, and what is done to them.
//!
//! A command is a variant here, with a file of its own below `src/cli/actors/`.

mod check;
mod correct;
mod corrections;
mod find;
mod import;
mod members;

pub(super) use correct::{Signed, corrected};
pub(super) use corrections::{Log, Undo, describe, log, undo};

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::Outcome;
use crate::data::Data;
use crate::diagnostic::Error;

const EXAMPLE: &str = "\
Examples:
  actograph actors check
  actograph actors check mine/actors/ports.tsv
  actograph actors find Tehran
  actograph actors import query.json -o mine/actors/ports.tsv
  actograph actors merge khamenei 'Ayatollah Khamenei' --store news";

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
    /// Show what a name can mean, and why
    Find(find::Arguments),
    /// Make a table of actors from the result of a Wikidata query
    Import(import::Arguments),
    /// Say that several actors of a store are one
    Merge(correct::Merge),
    /// Say that some documents, or a name, mean another actor
    Split(correct::Split),
    /// Call an actor otherwise
    #[command(visible_alias = "relabel")]
    Rename(correct::Rename),
    /// Say what an actor is
    Retype(correct::Retype),
    /// List the corrections of a store
    Log(corrections::Log),
    /// Take a correction back
    Undo(corrections::Undo),
    /// Export or import the corrections of a store
    Corrections(corrections::Exchange),
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments, data),
        Command::Find(arguments) => find::run(arguments, data),
        Command::Import(arguments) => import::run(arguments, data),
        Command::Merge(arguments) => correct::merge(arguments, data),
        Command::Split(arguments) => correct::split(arguments, data),
        Command::Rename(arguments) => correct::rename(arguments, data),
        Command::Retype(arguments) => correct::retype(arguments, data),
        Command::Log(arguments) => corrections::log(arguments),
        Command::Undo(arguments) => corrections::undo(arguments, data),
        Command::Corrections(arguments) => corrections::exchange(arguments, data),
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
