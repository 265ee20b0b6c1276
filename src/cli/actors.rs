//! `actograph actors`: the known names, the user's own and the built-in ones, and what is done to them.
//!
//! A command is a variant here, with a file of its own below `src/cli/actors/`.

mod check;

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
