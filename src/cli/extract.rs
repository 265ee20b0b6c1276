//! `actograph extract`: reads documents and prints what was found in them, without a store.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use crate::cli::{Outcome, facts, input, mentions, relations, report};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::{Document, Source};
use crate::graph::{actors, write};
use crate::pipeline::{Options, Reader};
use crate::syntax::conllu::{self, Annotation};
use crate::syntax::model::Size;

const EXAMPLE: &str = "\
Examples:
  actograph extract article.txt
  actograph extract --format text articles/
  actograph extract --layer syntax article.txt > article.conllu
  actograph extract --layer mentions article.txt | jq '.mentions[] | .label'
  actograph extract --layer syntax --pretokenized corpus.conllu > parsed.conllu
  actograph extract --layer open --format tsv --render surface --lines sentences.txt
  curl -s https://example.org/article | actograph extract - --input-format html | jq .predicate
  actograph extract dump.jsonl.gz --field text=body --field date=published

Exit code: 0 if something was found, 1 if nothing was, 2 if a file could not be read (the rest is done).";

/// The arguments of `actograph extract`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Files, folders and patterns (`2026-*/*.html`) to read; `-` is standard input. The ending tells the format:
    /// text, Markdown, HTML, JSON lines, CSV, TSV, RSS, Atom, e-mail, WARC, CoNLL-U, each also as .gz
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What to print
    #[arg(short, long, value_name = "LAYER", default_value = "relations")]
    layer: Layer,
    /// How to print it [default: jsonl for relations and mentions, conllu for syntax]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Keep the words of the input: CoNLL-U, whose analysis is made anew; with --lines, what spaces part
    #[arg(long)]
    pretokenized: bool,
    /// The inputs have one sentence a line
    #[arg(long)]
    lines: bool,
    /// The words of --layer open
    #[arg(long, value_name = "HOW", default_value = "actors")]
    render: Render,
    /// The language model: `fast`, or `accurate` at a third of the speed
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    #[command(flatten)]
    reading: input::Options,
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
    /// Every clause with its arguments, whatever its verb, as subject, relation, object
    Open,
    /// Words, tags and dependency trees
    Syntax,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Render {
    /// With the actors that the phrases mean, and facts of appositions and titles
    Actors,
    /// The sentence's own words and nothing else
    Surface,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line (docs/formats.md)
    Jsonl,
    /// Tab-separated values: sentence, subject, relation, object
    Tsv,
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
        Layer::Syntax => Format::Conllu,
        _ => Format::Jsonl,
    });
    let (formats, names): (&[Format], &str) = match arguments.layer {
        Layer::Relations => (&[Format::Jsonl, Format::Text, Format::Turtle], "jsonl, text or turtle"),
        Layer::Mentions => (&[Format::Jsonl], "jsonl"),
        Layer::Open => (&[Format::Jsonl, Format::Tsv], "jsonl or tsv"),
        Layer::Syntax => (&[Format::Conllu], "conllu"),
    };
    if !formats.contains(&format) {
        let layer = arguments.layer.to_possible_value().expect("no layer is hidden");
        return Err(Error::Usage(format!("--layer {} is printed as {names}", layer.get_name())));
    }
    let how = How { format, ..How::from(arguments) };
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
    if arguments.pretokenized && !arguments.lines {
        for path in &arguments.inputs {
            each(print_conllu(path, &reader, &arguments.reading, how))?;
        }
    } else {
        let (inputs, problems) = input::collect(&arguments.inputs, &arguments.reading, &[]);
        problems.into_iter().try_for_each(|problem| each(Err(problem)))?;
        let mut documents = input::documents(&inputs, &arguments.reading);
        // As many documents at once as there are processors; the output keeps the order of the inputs.
        loop {
            let some: Vec<_> = documents.by_ref().take(4 * rayon::current_num_threads()).collect();
            if some.is_empty() {
                break;
            }
            let read = |raw: Result<input::Raw, Error>| {
                let place = raw.as_ref().map(|raw| raw.place.clone()).unwrap_or_default();
                raw.and_then(input::Raw::text).map(|mut text| {
                    if let Some(language) = arguments.reading.foreign(&text.text) {
                        warn_of_language(&place, language);
                        return String::new();
                    }
                    arguments.reading.date(&mut text.source);
                    print(&reader, text.source, text.text, how)
                })
            };
            some.into_par_iter().map(read).collect::<Vec<_>>().into_iter().try_for_each(&mut each)?;
        }
    }
    out.finish()?;
    Ok(match (errors, out.empty) {
        (1.., _) => Outcome::Incomplete,
        (0, true) => Outcome::Nothing,
        (0, false) => Outcome::Found,
    })
}

fn warn_of_language(place: &str, language: &str) {
    let mut stderr = anstream::stderr().lock();
    // There is nobody left to tell if standard error is closed.
    let _ =
        writeln!(stderr, "actograph: warning: {place}: is {language}, not English, and was left out; --force reads it");
}

/// What to print of a document, and how it is read.
#[derive(Debug, Clone, Copy)]
struct How {
    layer: Layer,
    format: Format,
    render: Render,
    lines: bool,
    pretokenized: bool,
}

impl From<&Arguments> for How {
    fn from(arguments: &Arguments) -> Self {
        Self {
            layer: arguments.layer,
            format: Format::Jsonl,
            render: arguments.render,
            lines: arguments.lines,
            pretokenized: arguments.pretokenized,
        }
    }
}

/// Reads one document and prints it.
fn print(reader: &Reader, source: Source, text: String, how: How) -> String {
    let mut out = String::new();
    let document =
        if how.lines { reader.parse_lines(source, text, how.pretokenized) } else { reader.parse(source, text) };
    if how.format == Format::Conllu {
        conllu::write(&document, &mut out);
    } else {
        print_document(reader, document, how, &mut out);
    }
    out
}

/// Reads a CoNLL-U file, whose words stand, and prints its documents.
fn print_conllu(path: &Path, reader: &Reader, reading: &input::Options, how: How) -> Result<String, Error> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(Error::file(path))?;
    } else {
        bytes = std::fs::read(path).map_err(Error::file(path))?;
    }
    let text = crate::text::decode(path, &bytes)?.text;
    let mut out = String::new();
    for mut parsed in conllu::read(&path.display().to_string(), &text, Annotation::Ignored)? {
        reading.date(&mut parsed.document.source);
        reader.analyze(&mut parsed.document);
        if how.format == Format::Conllu {
            conllu::write_parsed(&parsed, &mut out);
        } else {
            print_document(reader, parsed.document, how, &mut out);
        }
    }
    Ok(out)
}

/// Prints a document that has its trees.
fn print_document(reader: &Reader, document: Document, how: How, out: &mut String) {
    if how.layer == Layer::Open {
        let mut found = reader.facts(&document);
        if how.render == Render::Surface {
            found.retain(|fact| fact.kind.is_surface());
        }
        match how.format {
            Format::Tsv => facts::tsv(&document, &found, how.lines, out),
            _ => facts::jsonl(&reader.read_parsed(document), &found, out),
        }
        return;
    }
    let reading = reader.read_parsed(document);
    match (how.layer, how.format) {
        (Layer::Mentions, _) => {
            let _ = writeln!(out, "{}", mentions::object(reader.gazetteer(), &reading));
        }
        (_, Format::Text) => {
            for assertion in reading.assertions.iter().filter(|a| a.open.is_none()) {
                let _ = writeln!(out, "{}", relations::line(reader.rules(), &reading, assertion));
            }
        }
        (_, Format::Turtle) => {
            let options = write::Options::default();
            let mut quads = write::quads(&reading, &options);
            quads.extend(actors::of_document(&quads, &options.base, reader.gazetteer()));
            out.push_str(&relations::turtle(&quads));
        }
        _ => relations::jsonl(reader, &reading, out),
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
