//! `actograph extract`: reads documents and prints what was found in them, without a store.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::{Outcome, input, report, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::pipeline::{Options, Reader};
use crate::syntax::conllu::{self, Annotation};
use crate::syntax::model::Size;
use crate::syntax::network::Workspace;

const EXAMPLE: &str = "\
Examples:
  actograph extract article.txt
  actograph extract --format text articles/
  actograph extract --layer syntax --format conllu article.txt > article.conllu
  actograph extract --layer syntax --pretokenized corpus.conllu > parsed.conllu
  curl -s https://example.org/article.txt | actograph extract - | jq .predicate

Exit code: 0 if something was found, 1 if nothing was, 2 if a file could not be read (the rest is done).";

/// The arguments of `actograph extract`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Files and folders (.txt, .md) to read; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What to print
    #[arg(short, long, value_name = "LAYER", default_value = "syntax")]
    layer: Layer,
    /// How to print it
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// The inputs are CoNLL-U whose words are kept; their analysis is made anew
    #[arg(long)]
    pretokenized: bool,
    /// The language model: `fast`, or `accurate` at a third of the speed
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layer {
    /// Words, tags and dependency trees
    Syntax,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CoNLL-U
    Conllu,
}

/// Which model reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ModelSize {
    /// One layer of 96
    Fast,
    /// Two layers of 128
    Accurate,
}

impl From<ModelSize> for Size {
    fn from(size: ModelSize) -> Self {
        match size {
            ModelSize::Fast => Self::Fast,
            ModelSize::Accurate => Self::Accurate,
        }
    }
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let mut out = String::new();
    let mut workspace = Workspace::default();
    let mut errors = 0;
    if arguments.pretokenized {
        for path in &arguments.inputs {
            match parse_conllu(path, &reader, &mut workspace, &mut out) {
                Ok(()) => {}
                Err(error) => {
                    report(&error);
                    errors += 1;
                }
            }
        }
    } else {
        let (inputs, problems) = input::collect(&arguments.inputs, &[]);
        problems.iter().for_each(report);
        errors += problems.len();
        for input in inputs {
            match input.read() {
                Ok(text) => {
                    let document = reader.parse(text.source, text.text, &mut workspace);
                    conllu::write(&document, &mut out);
                }
                Err(error) => {
                    report(&error);
                    errors += 1;
                }
            }
        }
    }
    write_output(&arguments.output, out.as_bytes())?;
    Ok(match (errors, out.is_empty()) {
        (1.., _) => Outcome::Incomplete,
        (0, true) => Outcome::Nothing,
        (0, false) => Outcome::Found,
    })
}

fn parse_conllu(path: &Path, reader: &Reader, workspace: &mut Workspace, out: &mut String) -> Result<(), Error> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(Error::file(path))?;
        bytes
    } else {
        std::fs::read(path).map_err(Error::file(path))?
    };
    let text = crate::text::decode(path, &bytes)?.text;
    for mut parsed in conllu::read(&path.display().to_string(), &text, Annotation::Ignored)? {
        reader.analyze(&mut parsed.document, workspace);
        conllu::write_parsed(&parsed, out);
    }
    std::io::stdout().flush().map_err(Error::file("-"))
}
