//! `actograph explain`: why a sentence gives what it gives.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::extract::ModelSize;
use crate::cli::input::Dated;
use crate::cli::{Outcome, input};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::pipeline::{Options, Reader, Reading};
use crate::rule::explain::{Paint, explain, explain_json};

const EXAMPLE: &str = "\
Examples:
  actograph explain \"Hezbollah, which is bankrolled by Iran, denied it.\"
  actograph explain --doc article.txt --at 1201
  actograph explain --doc article.txt --format json | jq -c '.assertions[]'

Shows words and tree, every verb and noun with its arguments and how they were found, every frame that was tried and \
which role of it failed, and what is asserted. A sentence of a document is read in its document: `--at` takes any `begin` \
or `end` that `extract` prints.

Exit code: 0 if something is asserted, 1 if nothing is, 2 if something went wrong.";

/// The arguments of `actograph explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// One or more sentences; `-` reads them from standard input
    #[arg(required_unless_present = "doc", conflicts_with = "doc")]
    sentence: Option<String>,
    /// Explain sentences of this document; `-` is standard input
    #[arg(long, value_name = "FILE")]
    doc: Option<PathBuf>,
    /// Only the sentence at this place: code points from the start of the document, as in `begin` and `end`
    #[arg(long, value_name = "N")]
    at: Option<usize>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    #[command(flatten)]
    dated: Dated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the eye, in colours on a terminal
    Text,
    /// One JSON object a sentence (docs/formats.md)
    Json,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    // clap's `requires` is silent where what is required conflicts with what is there.
    if arguments.at.is_some() && arguments.doc.is_none() {
        return Err(Error::Usage("--at N is a place in a document: name it by --doc FILE".to_owned()));
    }
    let (mut source, text) = read(arguments)?;
    arguments.dated.date(&mut source);
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let reading = reader.read(source, text);
    let sentences = match arguments.at {
        Some(at) => vec![sentence_at(&reading, at)?],
        None => (0..reading.document.sentences.len()).collect(),
    };
    let mut out = String::new();
    for (number, &sentence) in sentences.iter().enumerate() {
        let (rules, input) = (reader.rules(), reading.input());
        match arguments.format {
            Format::Text => {
                out.push_str(if number > 0 { "\n" } else { "" });
                out.push_str(&explain(rules, &input, &reading.assertions, sentence, Paint::ANSI));
            }
            Format::Json => {
                let _ = writeln!(out, "{}", explain_json(rules, &input, &reading.assertions, sentence));
            }
        }
    }
    // Colours are taken away where nobody would see them: no terminal, NO_COLOR, --color never.
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(out.as_bytes()).and_then(|()| stdout.flush()).map_err(Error::file("-"))?;
    let found = reading.assertions.iter().any(|a| sentences.contains(&a.evidence.sentence));
    Ok(if found { Outcome::Found } else { Outcome::Nothing })
}

/// The text, and what it is called.
fn read(arguments: &Arguments) -> Result<(Source, String), Error> {
    if let Some(path) = &arguments.doc {
        if path.is_dir() {
            return Err(Error::Usage(format!("--doc {}: a folder; name one document", path.display())));
        }
        let options = input::Options::default();
        let (inputs, mut problems) = input::collect(std::slice::from_ref(path), &options, &[]);
        if let Some(problem) = problems.pop() {
            return Err(problem);
        }
        let mut documents = input::documents(&inputs, &options);
        let none = || Error::Usage(format!("--doc {}: has no document", path.display()));
        let text = documents.next().ok_or_else(none)??.text()?;
        if documents.next().is_some() {
            return Err(Error::Usage(format!("--doc {}: holds many documents; name one", path.display())));
        }
        return Ok((text.source, text.text));
    }
    let mut text = arguments.sentence.clone().unwrap_or_default();
    if text == "-" {
        text.clear();
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::file(Path::new("-")))?;
    }
    Ok((Source::named("sentence"), text))
}

/// The sentence that holds the code point, or the next one behind it.
fn sentence_at(reading: &Reading, at: usize) -> Result<usize, Error> {
    let document = &reading.document;
    let n = document.text.chars().count();
    let outside = || Error::Usage(format!("--at {at}: the document has {n} code points and no sentence there"));
    let byte = document.text.char_indices().nth(at).map_or(document.text.len(), |(byte, _)| byte);
    if at > n {
        return Err(outside());
    }
    let ends_behind = |s: &crate::document::Sentence| s.span.range().end > byte;
    // The `end` of the last sentence is at its end, not behind it.
    let last = document.sentences.last().is_some_and(|s| s.span.range().end == byte);
    let found = document.sentences.iter().position(ends_behind);
    found.or(last.then(|| document.sentences.len() - 1)).ok_or_else(outside)
}
