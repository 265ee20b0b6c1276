//! `actograph extract`: reads documents and prints what was found in them, without a store.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use crate::cli::{Outcome, input, mentions, relations, report};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::graph::write;
use crate::pipeline::{Options, Reader, Reading};
use crate::syntax::conllu::{self, Annotation};
use crate::syntax::model::Size;

const EXAMPLE: &str = "\
Examples:
  actograph extract article.txt
  actograph extract --format text articles/
  actograph extract --layer syntax article.txt > article.conllu
  actograph extract --layer mentions article.txt | jq '.mentions[] | .label'
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
    #[arg(short, long, value_name = "LAYER", default_value = "relations")]
    layer: Layer,
    /// How to print it [default: jsonl for relations and mentions, conllu for syntax]
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
    /// Who does what to whom, one assertion a line
    Relations,
    /// Names, descriptions and pronouns with whom they mean, one document a line
    Mentions,
    /// Words, tags and dependency trees
    Syntax,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line (docs/formats.md)
    Jsonl,
    /// A line an assertion: the sentence with its ends in brackets, the edge, the rule
    Text,
    /// RDF as the store keeps it
    Turtle,
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
    let format = arguments.format.unwrap_or(match arguments.layer {
        Layer::Relations | Layer::Mentions => Format::Jsonl,
        Layer::Syntax => Format::Conllu,
    });
    let fits = match arguments.layer {
        Layer::Relations => format != Format::Conllu,
        Layer::Mentions => format == Format::Jsonl,
        Layer::Syntax => format == Format::Conllu,
    };
    if !fits {
        let message = "--layer syntax is printed as conllu, --layer mentions as jsonl, --layer relations as jsonl, text or turtle";
        return Err(Error::Usage(message.to_owned()));
    }
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let mut out = Output::open(&arguments.output)?;
    let mut errors = 0usize;
    let mut each = |result: Result<String, Error>| match result {
        Ok(text) => out.write(&text),
        Err(error) => {
            report(&error);
            errors += 1;
            Ok(())
        }
    };
    if arguments.pretokenized {
        for path in &arguments.inputs {
            each(print_conllu(path, &reader, arguments.layer, format))?;
        }
    } else {
        let (inputs, problems) = input::collect(&arguments.inputs, &[]);
        problems.into_iter().try_for_each(|problem| each(Err(problem)))?;
        // As many documents at once as there are processors; the output keeps the order of the inputs.
        for some in inputs.chunks(4 * rayon::current_num_threads()) {
            let read = |input: &input::Input| {
                input.read().map(|text| print(&reader, text.source, text.text, arguments.layer, format))
            };
            some.par_iter().map(read).collect::<Vec<_>>().into_iter().try_for_each(&mut each)?;
        }
    }
    out.finish()?;
    Ok(match (errors, out.empty) {
        (1.., _) => Outcome::Incomplete,
        (0, true) => Outcome::Nothing,
        (0, false) => Outcome::Found,
    })
}

/// Reads one document and prints it.
fn print(reader: &Reader, source: Source, text: String, layer: Layer, format: Format) -> String {
    let mut out = String::new();
    if format == Format::Conllu {
        conllu::write(&reader.parse(source, text), &mut out);
    } else {
        print_reading(reader, &reader.read(source, text), layer, format, &mut out);
    }
    out
}

/// Reads a CoNLL-U file, whose words stand, and prints its documents.
fn print_conllu(path: &Path, reader: &Reader, layer: Layer, format: Format) -> Result<String, Error> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(Error::file(path))?;
    } else {
        bytes = std::fs::read(path).map_err(Error::file(path))?;
    }
    let text = crate::text::decode(path, &bytes)?.text;
    let mut out = String::new();
    for mut parsed in conllu::read(&path.display().to_string(), &text, Annotation::Ignored)? {
        if format == Format::Conllu {
            reader.analyze(&mut parsed.document);
            conllu::write_parsed(&parsed, &mut out);
        } else {
            print_reading(reader, &reader.read_tokens(parsed.document), layer, format, &mut out);
        }
    }
    Ok(out)
}

fn print_reading(reader: &Reader, reading: &Reading, layer: Layer, format: Format, out: &mut String) {
    match format {
        _ if layer == Layer::Mentions => {
            let _ = writeln!(out, "{}", mentions::object(reader.gazetteer(), reading));
        }
        Format::Text => {
            for assertion in &reading.assertions {
                let _ = writeln!(out, "{}", relations::line(reader.rules(), reading, assertion));
            }
        }
        Format::Turtle => out.push_str(&relations::turtle(&write::quads(reading, &write::Options::default()))),
        Format::Jsonl | Format::Conllu => relations::jsonl(reading, out),
    }
}

/// A file or standard output, written as results come.
struct Output {
    path: PathBuf,
    to: Box<dyn std::io::Write>,
    empty: bool,
}

impl Output {
    fn open(path: &Path) -> Result<Self, Error> {
        let to: Box<dyn std::io::Write> = if path == Path::new("-") {
            Box::new(std::io::stdout().lock())
        } else {
            Box::new(std::io::BufWriter::new(std::fs::File::create(path).map_err(Error::file(path))?))
        };
        Ok(Self { path: path.to_owned(), to, empty: true })
    }

    fn write(&mut self, text: &str) -> Result<(), Error> {
        self.empty &= text.is_empty();
        self.to.write_all(text.as_bytes()).map_err(Error::file(&self.path))
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.to.flush().map_err(Error::file(&self.path))
    }
}
