//! `actograph changes`: which relations appear and vanish from one month, week or day to the next.

use std::path::PathBuf;

use crate::cli::measure::Format;
use crate::cli::selection::Selection;
use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::Store;
use crate::graph::view::{self, Change, Period, Step};
use crate::ontology::Ontology;

const EXAMPLE: &str = "\
Examples:
  actograph changes --store news --by month
  actograph changes --store news --by week --focus Iran --merge --since 2025-01-01 --until 2025-03-31
  actograph changes --store news --by day --quad MK --format csv > conflict.csv

A relation is new the first time it is there, back if it was there before but not in the step before, and gone if it \
is not there any more. Steps go from --since to --until, or else over the dates of the documents.

Exit code: 0 if something changes, 1 if nothing does, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// How long a step is
    #[arg(long, value_name = "PERIOD", value_parser = period(), default_value = "month")]
    by: String,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
}

/// The names of the periods.
pub(super) fn period() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Period::ALL.map(Period::name))
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let index = Store::open(&arguments.store)?.load(data)?;
    let ontology = Ontology::load(data)?;
    let request = arguments.selection.request(None);
    let steps = view::series(&index, &ontology, &request, arguments.by.parse()?)?;
    if steps.is_empty() {
        anstream::eprintln!("actograph: no relation, or no document with a date: say --since and --until");
    }
    let changes = view::changes(&steps, request.merge);
    let text = match arguments.format {
        Format::Table => table(&steps, &changes),
        Format::Csv => delimited(&steps, &changes, b',')?,
        Format::Tsv => delimited(&steps, &changes, b'\t')?,
        Format::Json => json(&steps, &changes),
    };
    write_output(&arguments.output, text.as_bytes())?;
    Ok(if changes.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

const HEAD: [&str; 8] = ["step", "from", "to", "change", "subject", "relation", "object", "assertions"];

fn row(steps: &[Step], change: &Change) -> [String; 8] {
    let step = &steps[change.step];
    let [subject, object] = change.ends.clone();
    [
        step.label.clone(),
        step.from.clone(),
        step.to.clone(),
        change.changed.name().to_owned(),
        subject,
        change.label.clone(),
        object,
        change.count.to_string(),
    ]
}

fn table(steps: &[Step], changes: &[Change]) -> String {
    let rows = steps.iter().map(|step| {
        let graph = &step.view.graph;
        let cells = [graph.node_count(), graph.edge_count(), step.view.assertions, step.view.documents];
        std::iter::once(step.label.clone()).chain(cells.map(|n| n.to_string())).collect()
    });
    let head = ["step", "nodes", "relations", "assertions", "documents"].map(str::to_owned);
    let counts = tables::headed(head.into(), rows.collect());
    let rows = changes.iter().map(|change| {
        let [step, _, _, rest @ ..] = row(steps, change);
        std::iter::once(step).chain(rest).collect()
    });
    let head = std::iter::once(HEAD[0]).chain(HEAD[3..].iter().copied()).map(str::to_owned);
    format!("{counts}\n{}", tables::headed(head.collect(), rows.collect()))
}

fn delimited(steps: &[Step], changes: &[Change], delimiter: u8) -> Result<String, Error> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let failed = |e: csv::Error| Error::Usage(e.to_string());
    writer.write_record(HEAD).map_err(failed)?;
    for change in changes {
        writer.write_record(row(steps, change).map(|cell| tables::inert(&cell))).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| Error::Usage(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(steps: &[Step], changes: &[Change]) -> String {
    let rows: Vec<serde_json::Value> = changes
        .iter()
        .map(|change| {
            let cells = HEAD.iter().zip(row(steps, change)).map(|(name, cell)| ((*name).to_owned(), cell.into()));
            let mut object: serde_json::Map<String, serde_json::Value> = cells.collect();
            object.insert("assertions".to_owned(), change.count.into());
            object.insert("documents".to_owned(), change.documents.into());
            object.into()
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}
