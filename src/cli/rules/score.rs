//! `actograph rules score`: what is found against what annotators found, by predicate, realization and qualifier.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Value, json};

use super::read;
use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::pipeline::{Options, Reader, Reading};
use crate::score::Judged;
use crate::score::gold::Document;

const EXAMPLE: &str = "\
Examples:
  actograph rules score --gold dev.jsonl
  actograph rules score --gold fixtures/articles/*.expected --min 5 --format json | jq .relation.f1

An assertion is right if subject, relation and object are; its qualifiers are judged apart. docs/quality.md shows the \
figures of the built-in rules and what the files look like.

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

/// Annotated, found, and right.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    gold: usize,
    found: usize,
    right: usize,
}

#[derive(Default)]
struct Score {
    all: Count,
    documents: BTreeMap<String, Count>,
    predicates: BTreeMap<String, Count>,
    /// An assertion counts for both its ends.
    realizations: BTreeMap<&'static str, Count>,
    /// Right ones among the assertions that are right: polarity, modality, source.
    qualifiers: [usize; 3],
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let mut score = Score::default();
    for (document, reading, judged) in read::gold(&arguments.gold, &reader, data)? {
        score.add(&document, &reading, &judged);
    }
    let out = match arguments.format {
        Format::Table => score.tables(arguments.min),
        Format::Json => format!("{}\n", score.json(arguments.min)),
    };
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(if score.all.right > 0 { Outcome::Found } else { Outcome::Nothing })
}

impl Score {
    fn add(&mut self, document: &Document, reading: &Reading, judged: &Judged) {
        let relation = |(sentence, place): (usize, usize)| &document.sentences[sentence].relations[place];
        let name = |at| relation(at).predicates.first().cloned().unwrap_or_default();
        let of_document = self.documents.entry(document.name.clone()).or_default();
        for &(ix, hit) in &judged.assertions {
            let assertion = &reading.assertions[ix];
            let right = usize::from(hit.is_some());
            // What is right counts for the relation that the annotators put first.
            let predicate = hit.map_or_else(|| assertion.predicate.clone(), |hit| name(hit.relation));
            let of_predicate = self.predicates.entry(predicate).or_default();
            for count in [&mut self.all, of_document, of_predicate] {
                *count = Count { gold: count.gold + right, found: count.found + 1, right: count.right + right };
            }
            for via in assertion.evidence.via {
                let count = self.realizations.entry(via.name()).or_default();
                (count.found, count.right) = (count.found + 1, count.right + right);
            }
            for (known, ok) in
                self.qualifiers.iter_mut().zip(hit.map_or([false; 3], |h| [h.polarity, h.modality, h.source]))
            {
                *known += usize::from(ok);
            }
        }
        for &at in &judged.missed {
            self.all.gold += 1;
            of_document.gold += 1;
            self.predicates.entry(name(at)).or_default().gold += 1;
        }
    }

    fn tables(&self, min: usize) -> String {
        let header = |name: &str, gold: bool| {
            let columns: &[&str] =
                if gold { &["annotated", "found", "right", "P", "R", "F1"] } else { &["found", "right", "P"] };
            std::iter::once(name).chain(columns.iter().copied()).map(str::to_owned).collect::<Vec<_>>()
        };
        let full = |(name, c): (&str, &Count)| {
            let [p, r, f] = c.rates();
            let counts = [c.gold, c.found, c.right].map(|n| n.to_string());
            [vec![name.to_owned()], counts.to_vec(), [p, r, f].map(|x| format!("{x:.3}")).to_vec()].concat()
        };
        let documents: Vec<Vec<String>> = self.documents.iter().map(|(name, c)| full((name, c))).collect();
        let all = full(("all", &self.all));
        let often = |c: &Count| c.gold.max(c.found) >= min;
        let mut predicates: Vec<_> = self.predicates.iter().filter(|(_, c)| often(c)).collect();
        predicates.sort_by_key(|(_, c)| std::cmp::Reverse(c.gold));
        let mut realizations: Vec<_> = self.realizations.iter().filter(|(_, c)| often(c)).collect();
        realizations.sort_by_key(|(_, c)| std::cmp::Reverse(c.found));
        let realizations = realizations.into_iter().map(|(name, c)| {
            vec![(*name).to_owned(), c.found.to_string(), c.right.to_string(), format!("{:.3}", c.rates()[0])]
        });
        let qualifiers = ["polarity", "modality", "source"].into_iter().zip(self.qualifiers).map(|(name, n)| {
            let share = n as f64 / self.all.right.max(1) as f64;
            vec![name.to_owned(), self.all.right.to_string(), n.to_string(), format!("{share:.3}")]
        });
        [
            markdown(header("document", true), [documents, vec![all]].concat()),
            markdown(header("relation", true), predicates.iter().map(|(name, c)| full((name, c))).collect()),
            markdown(header("realization", false), realizations.collect()),
            markdown(
                ["qualifier", "right relations", "right", "share"].map(str::to_owned).to_vec(),
                qualifiers.collect(),
            ),
        ]
        .join("\n")
    }

    fn json(&self, min: usize) -> Value {
        let full = |c: &Count| {
            let [p, r, f] = c.rates();
            json!({ "gold": c.gold, "found": c.found, "right": c.right, "precision": p, "recall": r, "f1": f })
        };
        let often = |c: &Count| c.gold.max(c.found) >= min;
        let named = |all: Vec<(&str, &Count)>| -> Value {
            all.into_iter().filter(|(_, c)| often(c)).map(|(name, c)| (name.to_owned(), full(c))).collect()
        };
        let share = |n: usize| round(n as f64 / self.all.right.max(1) as f64);
        let [polarity, modality, source] = self.qualifiers.map(share);
        json!({
            "relation": full(&self.all), "polarity": polarity, "modality": modality, "source": source,
            "documents": named(self.documents.iter().map(|(n, c)| (n.as_str(), c)).collect()),
            "predicates": named(self.predicates.iter().map(|(n, c)| (n.as_str(), c)).collect()),
            "realizations": self.realizations.iter().filter(|(_, c)| often(c)).map(|(name, c)| {
                ((*name).to_owned(), json!({ "found": c.found, "right": c.right, "precision": c.rates()[0] }))
            }).collect::<Value>(),
        })
    }
}

impl Count {
    /// Precision, recall, F1.
    fn rates(&self) -> [f64; 3] {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        let (p, r) = (share(self.found), share(self.gold));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }].map(round)
    }
}

fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

/// A table that a page of Markdown can take over.
fn markdown(header: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(header.len()));
    [line(&header), rule, rows.iter().map(|row| line(row)).collect()].concat()
}
