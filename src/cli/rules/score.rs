//! `actograph rules score`: what is found against what annotators found, by predicate, realization, qualifier and cause.

mod count;
mod each;
mod report;
mod tables;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Value, json};

use super::read::{self, Annotated};
use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::ontology::Ontology;
use crate::pipeline::{Options, Reader};
use crate::rule::grammar::Grammar;
use crate::score::cause::{self, causes};
use crate::syntax::model::Size;
use count::{Count, Score, round};

const EXAMPLE: &str = "\
Examples:
  actograph rules score --gold dev.jsonl --causes
  actograph rules score --gold dev.jsonl --each | grep -A 1 '^missed.missing trigger'
  actograph rules score --gold fixtures/articles/*.expected --min 5 --format json | jq .relation.f1
  actograph rules score --gold dev.jsonl fixtures/articles/*.expected --report docs/quality.md

An assertion is right if subject, relation and object are; its qualifiers are judged apart. docs/quality.md shows the \
figures of the built-in rules, says what the causes mean and what the files look like. --report reads with both models and \
writes their tables, side by side, between the lines `<!-- rules score: NAME -->` and `<!-- end -->` of a page; what stands \
around them stays.

Exit code: 0 if something is right, 1 if nothing is, 2 if something went wrong.";

/// The arguments of `actograph rules score`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Annotated documents: JSON Lines, or .expected beside its .txt; `-` is JSON Lines on standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Leave out relations and realizations that are rarer
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// Count the errors by their cause
    #[arg(long)]
    causes: bool,
    /// Print every error with its cause and its sentence
    #[arg(long)]
    each: bool,
    /// Write the tables of both models into the marked parts of a page; `-` prints them
    #[arg(long, value_name = "PAGE", conflicts_with_all = ["causes", "each", "min", "format", "model"])]
    report: Option<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables as Markdown has them
    Table,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let score = |model: Size| -> Result<Measured, Error> {
        Measured::new(Reader::new(data, &Options { model })?, &arguments.gold, data)
    };
    if let Some(page) = &arguments.report {
        let (fast, accurate) = (score(Size::Fast)?, score(Size::Accurate)?);
        let models = [(Size::Fast.name(), &fast.score), (Size::Accurate.name(), &accurate.score)];
        report::write(page, &models, &fast.documents, fast.reader.rules(), data)?;
        return Ok(outcome(&fast.score));
    }
    let measured = score(arguments.model.into())?;
    if measured.documents.is_empty() {
        // Standard error: an empty table would tell nobody why.
        let _ = writeln!(anstream::stderr().lock(), "actograph: no annotated sentence in these files");
        return Ok(Outcome::Nothing);
    }
    let out = match arguments.format {
        Format::Table => measured.tables(arguments),
        Format::Json => format!("{}\n", measured.json(arguments)),
    };
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(outcome(&measured.score))
}

fn outcome(score: &Score) -> Outcome {
    if score.all.right > 0 { Outcome::Found } else { Outcome::Nothing }
}

/// The documents as one model reads them, with their errors and the counts.
struct Measured {
    reader: Reader,
    documents: Vec<Annotated>,
    errors: Vec<Vec<cause::Error>>,
    score: Score,
}

impl Measured {
    fn new(reader: Reader, gold: &[PathBuf], data: &Data) -> Result<Self, Error> {
        let (ontology, grammar) = (Ontology::load(data)?, Grammar::load(data)?);
        let documents = read::gold(gold, &reader, data)?;
        let mut score = Score::default();
        let mut errors = Vec::new();
        for annotated in &documents {
            let Annotated { document, reading, judged, .. } = annotated;
            let found = causes(reading, document, judged, reader.rules(), &ontology, &grammar);
            score.add(annotated, &found);
            errors.push(found);
        }
        Ok(Self { reader, documents, errors, score })
    }

    fn tables(&self, arguments: &Arguments) -> String {
        let models = [("", &self.score)];
        let each = || self.documents.iter().zip(&self.errors).map(|(document, errors)| each::lines(document, errors));
        match (arguments.causes, arguments.each) {
            (false, false) => [
                tables::documents(&models),
                tables::predicates(&models, arguments.min),
                tables::realizations(&models, arguments.min),
                tables::qualifiers(&models),
            ]
            .join("\n"),
            (true, false) => tables::causes(&models),
            (false, true) => each().collect(),
            (true, true) => [each().collect(), tables::causes(&models)].join("\n"),
        }
    }

    fn json(&self, arguments: &Arguments) -> Value {
        let full = |c: &Count| {
            let [p, r, f] = c.rates();
            json!({ "gold": c.gold, "found": c.found, "right": c.right, "precision": p, "recall": r, "f1": f })
        };
        let score = &self.score;
        let often = |c: &Count| c.gold.max(c.found) >= arguments.min;
        let share = |n: usize| round(n as f64 / score.all.right.max(1) as f64);
        let [polarity, modality, source] = score.qualifiers.map(share);
        let mut values = json!({});
        for ((what, value), count) in &score.values {
            values[what][value] = full(count);
        }
        let mut out = json!({
            "relation": full(&score.all), "polarity": polarity, "modality": modality, "source": source,
            "values": values,
            "documents": score.documents.iter().map(|(_, name, c)| (name.clone(), full(c))).collect::<Value>(),
            "predicates": score.predicates.iter().filter(|(_, c)| often(c)).map(|(name, c)| (name.clone(), full(c)))
                .collect::<Value>(),
            "realizations": score.realizations.iter().filter(|(_, c)| often(c)).map(|(name, c)| {
                ((*name).to_owned(), json!({ "found": c.found, "right": c.right, "precision": c.rates()[0] }))
            }).collect::<Value>(),
        });
        if arguments.causes {
            let mut causes = json!({});
            for ((_, kind, cause), n) in &score.causes {
                let known = causes[kind.name()][cause.name()].as_u64().unwrap_or(0);
                causes[kind.name()][cause.name()] = json!(known + *n as u64);
            }
            out["causes"] = causes;
        }
        if arguments.each {
            let all = self.documents.iter().zip(&self.errors);
            out["errors"] = all.flat_map(|(document, errors)| each::json(document, errors)).collect();
        }
        out
    }
}
