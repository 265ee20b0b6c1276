//! `actograph rules`: what an analyst needs who writes rules.
//!
//! A command is a variant here, with a file of its own below `src/cli/rules/`.

mod calibrate;
mod check;
mod diff;
mod doc;
mod new;
mod read;
mod score;
mod show;
mod suggest;
mod test;

use clap::Subcommand;

use crate::cli::Outcome;
use crate::data::Data;
use crate::diagnostic::Error;

const EXAMPLE: &str = "\
Examples:
  actograph rules new \"[funder Koch] bankrolls [recipient the institute].\" --predicate funds > mine.toml
  actograph rules check mine.toml
  actograph rules test bankroll --explain --rules mine.toml
  actograph rules diff builtin mine.toml --on articles/

docs/rules.md teaches the language of the rules.";

/// The arguments of `actograph rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure how often what was found in some way is right, and write the table of confidences
    Calibrate(calibrate::Arguments),
    /// Read the rules and print every error and warning at its place
    Check(check::Arguments),
    /// Read documents with two sets of rules and print the assertions gained and lost
    Diff(diff::Arguments),
    /// Write a page of all rules
    Doc(doc::Arguments),
    /// Make a rule from a sentence whose actors are marked
    New(new::Arguments),
    /// Measure what is found against annotated documents
    Score(score::Arguments),
    /// Show what a rule asserts and every form that it covers, with sentences
    Show(show::Arguments),
    /// Count verbs and nouns between named actors that no rule covers
    Suggest(suggest::Arguments),
    /// Read the examples of the rules and print those that do not give what they state
    Test(test::Arguments),
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    match &arguments.command {
        Command::Calibrate(arguments) => calibrate::run(arguments, data),
        Command::Check(arguments) => check::run(arguments, data),
        Command::Diff(arguments) => diff::run(arguments, data),
        Command::Doc(arguments) => doc::run(arguments, data),
        Command::New(arguments) => new::run(arguments, data),
        Command::Score(arguments) => score::run(arguments, data),
        Command::Show(arguments) => show::run(arguments, data),
        Command::Suggest(arguments) => suggest::run(arguments, data),
        Command::Test(arguments) => test::run(arguments, data),
    }
}
