//! `actograph explain`: why a sentence gives what it gives.

use std::io::Read as _;
use std::path::Path;

use crate::cli::extract::ModelSize;
use crate::cli::input::Dated;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::pipeline::{Options, Reader};
use crate::rule::explain::explain;

const EXAMPLE: &str = "\
Example:
  actograph explain \"Hezbollah, which is bankrolled by Iran, denied it.\"

Shows words and tree, every verb and noun with its arguments and how they were found, every frame that was tried and \
which role of it failed, and what is asserted.

Exit code: 0 if something is asserted, 1 if nothing is.";

/// The arguments of `actograph explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// One or more sentences; `-` reads them from standard input
    sentence: String,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    #[command(flatten)]
    dated: Dated,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let mut text = arguments.sentence.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::file("-"))?;
    }
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let mut source = Source::named("sentence");
    arguments.dated.date(&mut source);
    let reading = reader.read(source, text);
    let mut out = String::new();
    for sentence in 0..reading.document.sentences.len() {
        if sentence > 0 {
            out.push('\n');
        }
        out.push_str(&explain(reader.rules(), &reading.input(), &reading.assertions, sentence));
    }
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(if reading.assertions.is_empty() { Outcome::Nothing } else { Outcome::Found })
}
