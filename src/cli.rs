//! The command line: arguments → calls into the library → output and an exit code.
//!
//! Exit codes as grep has them: 0 something was found, 1 nothing was, 2 something went wrong. Results go to standard
//! output, everything said about them to standard error. A reader that closes the pipe ends the program quietly.

mod actors;
pub mod build;
mod changes;
mod diff;
mod explain;
mod export;
mod extract;
mod facts;
mod forget;
mod import;
pub mod input;
mod judge;
mod markdown;
mod measure;
mod mentions;
mod merge;
mod query;
mod relations;
mod rules;
mod selection;
#[cfg(feature = "serve")]
mod serve;
mod stats;
mod tables;
#[cfg(feature = "train")]
mod train;
mod validate;
mod view;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::actor::own;
use crate::data::Data;
use crate::diagnostic::{Diagnostic, Error, Severity};
use crate::graph::curation::judge::Verdict;
use crate::graph::rdf::Syntax;
use crate::graph::store::{Lock, Part, Store};

/// Reads news and reports into a knowledge graph of actors and what they do to each other.
#[derive(Debug, Parser)]
#[command(name = "actograph", version, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Global {
    /// Folder with own rules, lexicon and ontology files: same path replaces, new file adds
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// More rules: a file, a folder of .toml files, or `-`; a rule replaces that of its name. May be repeated
    #[arg(long, global = true, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// File with own actors (.csv, .tsv, .ttl; `-` is standard input), beside those in `actors/` of `--data`; may be
    /// repeated
    #[arg(long, global = true, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl Global {
    /// The program's data with the user's over it.
    fn knowledge(&self) -> Result<Data, Error> {
        let data = match &self.data {
            Some(folder) => Data::with_overlay(folder)?,
            None => Data::embedded(),
        };
        actors::with_files(data.with_rules(&self.rules)?, &self.actors)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal
    Auto,
    Always,
    Never,
}

/// A syntax of RDF, as options name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SyntaxName {
    Nquads,
    Trig,
    Turtle,
    Ntriples,
    Rdfxml,
    Jsonld,
}

impl From<SyntaxName> for Syntax {
    fn from(name: SyntaxName) -> Self {
        match name {
            SyntaxName::Nquads => Self::NQuads,
            SyntaxName::Trig => Self::TriG,
            SyntaxName::Turtle => Self::Turtle,
            SyntaxName::Ntriples => Self::NTriples,
            SyntaxName::Rdfxml => Self::RdfXml,
            SyntaxName::Jsonld => Self::JsonLd,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say that assertions are right
    Accept(judge::Arguments),
    /// Look after the known names: check, find, import, correct
    Actors(actors::Arguments),
    /// Read documents into a store
    Build(build::Arguments),
    /// Show which relations appear and vanish over time
    Changes(changes::Arguments),
    /// Compare two stores
    Diff(diff::Arguments),
    /// Show why a sentence gives what it gives
    Explain(explain::Arguments),
    /// Write a store as RDF, or a graph for other tools
    Export(export::Arguments),
    /// Read documents and print what was found
    Extract(extract::Arguments),
    /// Take documents out of a store
    Forget(forget::Arguments),
    /// Read RDF files into a store
    Import(import::Arguments),
    /// List the corrections and judgements of a store
    Log(actors::Log),
    /// Measure who stands where in the graph
    Measure(measure::Arguments),
    /// Put stores together
    Merge(merge::Arguments),
    /// Ask a store in SPARQL
    Query(query::Arguments),
    /// Say that assertions are wrong, and leave them out
    Reject(judge::Arguments),
    /// Write, check, test, compare and measure rules
    Rules(rules::Arguments),
    /// Answer SPARQL over HTTP
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// Count what is in a store
    Stats(stats::Arguments),
    /// Train the language model
    #[cfg(feature = "train")]
    #[command(hide = true)]
    Train(train::Arguments),
    /// Take a correction or judgement back
    Undo(actors::Undo),
    /// Check that a store is what it should be
    Validate(validate::Arguments),
    /// Draw a store, or the surroundings of one actor
    View(view::Arguments),
}

/// Nobody reads more at once.
const MOST_COMPLAINTS: usize = 100;

/// How a command ended, if it did not fail altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Something was found or done.
    Found,
    /// There was nothing.
    Nothing,
    /// The rest is done, but something went wrong on the way and was reported.
    Incomplete,
}

/// The arguments that are understood; `docs/reference/cli.md` is made from it.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Parses the arguments of the process, runs the command, and prints what went wrong.
pub fn run() -> ExitCode {
    // clap prints help, version and usage errors itself; usage errors end with code 2.
    let arguments = Arguments::parse_from(query::rewritten(std::env::args_os()));
    match arguments.global.color {
        When::Auto => {}
        When::Always => anstream::ColorChoice::AlwaysAnsi.write_global(),
        When::Never => anstream::ColorChoice::Never.write_global(),
    }
    let outcome = arguments.global.knowledge().and_then(|data| {
        execute(&arguments.command, &data).or_else(|error| match error {
            Error::Diagnostics(list) => {
                complain(&list, &data);
                Ok(Outcome::Incomplete)
            }
            other => Err(other),
        })
    });
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::from(2)
        }
    }
}

fn execute(command: &Command, data: &Data) -> Result<Outcome, Error> {
    match command {
        Command::Accept(arguments) => judge::run(arguments, Verdict::Accept, data),
        Command::Actors(arguments) => actors::run(arguments, data),
        Command::Build(arguments) => build::command(arguments, data),
        Command::Changes(arguments) => changes::run(arguments, data),
        Command::Diff(arguments) => diff::run(arguments, data),
        Command::Explain(arguments) => explain::run(arguments, data),
        Command::Export(arguments) => export::run(arguments, data),
        Command::Extract(arguments) => extract::run(arguments, data),
        Command::Forget(arguments) => forget::run(arguments, data),
        Command::Import(arguments) => import::run(arguments, data),
        Command::Log(arguments) => actors::log(arguments),
        Command::Measure(arguments) => measure::run(arguments, data),
        Command::Merge(arguments) => merge::run(arguments, data),
        Command::Query(arguments) => query::run(arguments, data),
        Command::Reject(arguments) => judge::run(arguments, Verdict::Reject, data),
        Command::Rules(arguments) => rules::run(arguments, data),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments, data),
        Command::Stats(arguments) => stats::run(arguments, data),
        #[cfg(feature = "train")]
        Command::Train(arguments) => train::run(arguments, data),
        Command::Undo(arguments) => actors::undo(arguments, data),
        Command::Validate(arguments) => validate::run(arguments, data),
        Command::View(arguments) => view::run(arguments, data),
    }
}

/// Shows what is wrong with the user's files, each complaint at its place; warnings wait until there is no error.
pub(crate) fn complain(list: &[Diagnostic], data: &Data) {
    let mut stderr = anstream::stderr().lock();
    let errors: Vec<&Diagnostic> = list.iter().filter(|d| d.severity == Severity::Error).collect();
    for complaint in errors.iter().take(MOST_COMPLAINTS) {
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(stderr, "{}\n", render(complaint, data));
    }
    if errors.len() > MOST_COMPLAINTS {
        let _ = writeln!(stderr, "actograph: and {} more errors", errors.len() - MOST_COMPLAINTS);
    }
}

/// A complaint with the line that it is about.
fn render(complaint: &Diagnostic, data: &Data) -> String {
    let own = data.actor_files().contains(&complaint.file);
    let text =
        if own { own::text(data, &complaint.file).ok() } else { data.text(&complaint.file).ok().map(Into::into) };
    complaint.render(&text.unwrap_or_default(), true)
}

/// Says what went wrong on standard error.
fn report(error: &Error) {
    let mut stderr = anstream::stderr().lock();
    // There is nobody left to tell if standard error is closed.
    let _ = match error {
        Error::Diagnostics(list) => list.iter().try_for_each(|d| writeln!(stderr, "actograph: {d}")),
        other => writeln!(stderr, "actograph: {other}"),
    };
}

/// The right to write to a part of a store. If another program has it, the user is told whom this one waits for.
fn lock(store: &Store, part: Part, who: &str) -> Result<Lock, Error> {
    store.lock(part, who, |other| {
        let _ = writeln!(anstream::stderr().lock(), "actograph: waiting for {other}, which writes to the same store");
    })
}

fn is_broken_pipe(error: &Error) -> bool {
    matches!(error, Error::File { path, source }
        if path == Path::new("-") && source.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes to a file, or to standard output for `-`.
fn write_output(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path == Path::new("-") {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(Error::file(path))
    } else {
        std::fs::write(path, bytes).map_err(Error::file(path))
    }
}
