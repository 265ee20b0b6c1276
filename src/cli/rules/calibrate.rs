//! `actograph rules calibrate`: annotated documents → the table of confidences.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use super::read::{self, Annotated};
use crate::assertion::Confidence;
use crate::cli::extract::ModelSize;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::pipeline::{Options, Reader};
use crate::rule::compile::{Body, RuleSet};
use crate::score::calibrate::{Case, Reliability, fit, reliability, reliability_of_prior, table};

/// How many assertions a hand-set precision counts as much as, unless said otherwise.
const STRENGTH: f64 = 10.0;

const EXAMPLE: &str = "\
Examples:
  actograph rules calibrate --gold dev.jsonl > confidence.tsv
  actograph rules calibrate --gold dev.jsonl fixtures/articles/*.expected --output ontology/rules/confidence.tsv

Reads the annotated documents and compares (docs/quality.md says how, and what the files look like). The hand-set \
precisions of the table in use are the prior. Standard error tells how well confidences fit what is right, each document \
judged by what the others teach.

Exit code: 0 if the table is written, 1 if nothing was found to judge, 2 if something went wrong.";

/// The arguments of `actograph rules calibrate`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Annotated documents: JSON Lines, or .expected beside its .txt; `-` is JSON Lines on standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// How many assertions a hand-set precision counts as much as
    #[arg(long, value_name = "N", default_value_t = STRENGTH)]
    strength: f64,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    if !(arguments.strength > 0.0 && arguments.strength.is_finite()) {
        return Err(Error::Usage("--strength is a number above 0".to_owned()));
    }
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let prior = Confidence::load(data)?;
    let documents = read::gold(&arguments.gold, &reader, data)?;
    let cases = cases(&documents, reader.rules());
    if cases.is_empty() {
        let _ = anstream::stderr().lock().write_all(b"actograph: nothing was found to judge in these files\n");
        return Ok(Outcome::Nothing);
    }
    let n_right = cases.iter().filter(|case| case.right).count();
    let n_sentences: usize = documents.iter().map(|annotated| annotated.document.sentences.len()).sum();
    let is_article = |path: &&PathBuf| path.extension().is_some_and(|e| e == "expected");
    let n_articles = arguments.gold.iter().filter(is_article).count();
    let others = arguments.gold.iter().filter(|path| !is_article(path));
    let names = others.map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let articles = (n_articles > 0).then(|| format!("{n_articles} articles with .expected"));
    let remark = wrapped(&format!(
        "Measured on {}: {} documents, {n_sentences} sentences, {} assertions, {n_right} of them right; {} model, prior \
         worth {} assertions.",
        names.chain(articles).collect::<Vec<_>>().join(" and "),
        documents.len(),
        cases.len(),
        crate::syntax::model::Size::from(arguments.model).name(),
        arguments.strength,
    ));
    let rows = fit(&cases, &prior, arguments.strength);
    write_output(&arguments.output, table(&rows, &remark).as_bytes())?;
    let (before, after) = (reliability_of_prior(&cases, &prior), reliability(&cases, &prior, arguments.strength));
    // Standard error: the result of this command is the table.
    let _ = anstream::stderr().lock().write_all(told(&before, &after).as_bytes());
    Ok(Outcome::Found)
}

/// The assertions that were judged.
fn cases(documents: &[Annotated], rules: &RuleSet) -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, Annotated { reading, judged, .. }) in documents.iter().enumerate() {
        for &(ix, hit) in &judged.assertions {
            let evidence = &reading.assertions[ix].evidence;
            cases.push(Case {
                document: number,
                via: evidence.via,
                kind: kind(rules, &evidence.rule).to_owned(),
                rule: evidence.rule.split('#').next().unwrap_or_default().to_owned(),
                right: hit.is_some(),
            });
        }
    }
    cases
}

/// What confidences promise and what comes of it, as a table of Markdown: each document judged by what the others teach.
pub(super) fn reliabilities(documents: &[Annotated], rules: &RuleSet, data: &Data) -> Result<String, Error> {
    let (cases, prior) = (cases(documents, rules), Confidence::load(data)?);
    let (before, after) = (reliability_of_prior(&cases, &prior), reliability(&cases, &prior, STRENGTH));
    let mut out = String::from("| confidence | assertions | mean | right |\n|---|---|---|---|\n");
    for (low, high, n, mean, right) in bins(&after) {
        let _ = writeln!(out, "| {low:.1} to {high:.1} | {n} | {mean:.3} | {right:.3} |");
    }
    let _ = writeln!(out, "\nBrier score {:.4}; that of the priors alone {:.4}.", after.brier, before.brier);
    Ok(out)
}

/// The tenths that hold an assertion: their bounds, how many, their mean confidence, the share that is right.
fn bins(reliability: &Reliability) -> impl Iterator<Item = (f64, f64, usize, f64, f64)> {
    let bins = reliability.bins.iter().enumerate().filter(|(_, (n, ..))| *n > 0);
    bins.map(|(tenth, (n, right, sum))| {
        let (low, n_f) = (tenth as f64 / 10.0, *n as f64);
        (low, low + 0.1, *n, sum / n_f, *right as f64 / n_f)
    })
}

/// The kind of an entry, as the table names it.
fn kind<'r>(rules: &'r RuleSet, id: &str) -> &'r str {
    rules.entries.iter().find(|entry| entry.id == id).map_or("", |entry| match &entry.body {
        Body::Frame(frame) => frame.list.key(),
        Body::Paths(_) => "pattern",
        Body::Surface(_) => "surface",
    })
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        if lines.last().is_some_and(|line| line.len() + word.len() > 114) {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("there is a first one");
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.join("\n")
}

fn told(before: &Reliability, after: &Reliability) -> String {
    let mut out = String::from("confidence   assertions   mean    right   (each document judged by the others)\n");
    for (low, high, n, mean, right) in bins(after) {
        let _ = writeln!(out, "{low:.1} to {high:.1}   {n:>10}   {mean:.3}   {right:.3}");
    }
    let _ = writeln!(out, "Brier score  {:.4}, of the prior {:.4}", after.brier, before.brier);
    out
}
