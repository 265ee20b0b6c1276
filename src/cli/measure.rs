//! `actograph measure`: who stands where in the graph of a store.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Map, Value};

use crate::cli::selection::{Selection, measures};
use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::Store;
use crate::graph::view::{self, Figures, Measure, Node, View};
use crate::ontology::Ontology;

const EXAMPLE: &str = "\
Examples:
  actograph measure --store news --by betweenness --top 10
  actograph measure --store news --quad MK --since 2025-06-01 --format csv > conflict.csv
  actograph measure --store news --focus Iran --hops 2 --format json | jq .figures

What each measure means is in docs/views.md. CSV and TSV have all actors, tables the first.

Exit code: 0 if there is something to measure, 1 if there is not, 2 on error.";

/// How many rows a table has where nothing is said.
const ROWS: usize = 20;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// By what the actors are ordered, the highest first
    #[arg(long, value_name = "MEASURE", value_parser = measures(), default_value = "weighted-degree")]
    by: String,
    /// Only the first so many actors [default: 20 in a table, else all]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For the eye
    Table,
    Csv,
    Tsv,
    Json,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let index = Store::open(&arguments.store)?.load(data)?;
    let ontology = Ontology::load(data)?;
    let mut view = view::view(&index, &ontology, &arguments.selection.request(None))?;
    if view.graph.edge_count() == 0 {
        anstream::eprintln!("actograph: no relation to measure");
        return Ok(Outcome::Nothing);
    }
    let figures = view.measure().clone();
    let by: Measure = arguments.by.parse()?;
    let top = arguments.top.unwrap_or(if arguments.format == Format::Table { ROWS } else { usize::MAX });
    let nodes = ranked(&view, by, top);
    let text = match arguments.format {
        Format::Table => table(&view, &figures, &nodes),
        Format::Csv => delimited(&nodes, b',')?,
        Format::Tsv => delimited(&nodes, b'\t')?,
        Format::Json => json(&view, &figures, &nodes),
    };
    write_output(&arguments.output, text.as_bytes())?;
    Ok(Outcome::Found)
}

/// The first nodes by a measure; of equals, the more important ones first, as the view has them.
fn ranked(view: &View, by: Measure, top: usize) -> Vec<&Node> {
    let mut nodes: Vec<&Node> = view.graph.node_weights().collect();
    nodes.sort_by(|a, b| b.measure(by).total_cmp(&a.measure(by)));
    nodes.truncate(top);
    nodes
}

/// The columns after the name: measures, and the numbers of component and community.
fn row(node: &Node, number: impl Fn(f64) -> String) -> Vec<String> {
    let mut cells: Vec<String> = Measure::ALL
        .iter()
        .map(|&measure| {
            let value = node.measure(measure);
            if measure.is_whole() { format!("{value}") } else { number(value) }
        })
        .collect();
    let measures = node.measures.unwrap_or_default();
    cells.extend([measures.component, measures.community].map(|group| group.to_string()));
    cells
}

fn header(name: fn(Measure) -> &'static str) -> impl Iterator<Item = String> {
    Measure::ALL.iter().map(move |&m| name(m)).chain(["component", "community"]).map(str::to_owned)
}

fn table(view: &View, figures: &Figures, nodes: &[&Node]) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add = |name: &str, value: String| rows.push(vec![name.to_owned(), value]);
    add("nodes", figures.nodes.to_string());
    add("edges", figures.edges.to_string());
    add("assertions", format!("{} in {} documents", view.assertions, view.documents));
    let left: Vec<String> = view.omitted.iter().map(|(reason, n)| format!("{n} {}", reason.name())).collect();
    if !left.is_empty() {
        add("left out", left.join(", "));
    }
    add("density", format!("{:.4}", figures.density));
    add("components", figures.components.to_string());
    add("communities", format!("{}, modularity {:.4}", figures.communities, figures.modularity));
    let name = |place: usize| &view.graph[petgraph::graph::NodeIndex::new(place)].label;
    let bridges: Vec<String> = figures.bridges.iter().map(|&(a, b)| format!("{} – {}", name(a), name(b))).collect();
    const SHOWN: usize = 5;
    let mut some = bridges.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if bridges.len() > SHOWN {
        some.push_str(", …");
    }
    add("bridges", if bridges.is_empty() { "0".to_owned() } else { format!("{}: {some}", bridges.len()) });
    let [friends, one, enemies, none] = figures.triads;
    add("triads", format!("balanced: {friends} +++, {enemies} +−−; not: {one} ++−, {none} −−−"));
    let mut head = vec!["actor".to_owned(), "class".to_owned()];
    head.extend(header(Measure::short));
    let cells = nodes.iter().map(|node| {
        let mut cells = vec![node.label.clone(), node.class.to_string()];
        cells.extend(row(node, |value| format!("{value:.4}")));
        cells
    });
    format!("{}\n{}", tables::bare(rows), tables::headed(head, cells.collect()))
}

fn delimited(nodes: &[&Node], delimiter: u8) -> Result<String, Error> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let failed = |e: csv::Error| Error::Usage(e.to_string());
    let head = ["iri", "actor", "class", "state"].map(str::to_owned).into_iter().chain(header(Measure::name));
    writer.write_record(head).map_err(failed)?;
    for node in nodes {
        let own =
            [node.iri.clone(), node.label.clone(), node.class.to_string(), node.state.clone().unwrap_or_default()];
        let own = own.map(|cell| tables::inert(&cell));
        writer.write_record(own.into_iter().chain(row(node, |value| value.to_string()))).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| Error::Usage(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(view: &View, figures: &Figures, nodes: &[&Node]) -> String {
    let name = |place: usize| view.graph[petgraph::graph::NodeIndex::new(place)].iri.clone();
    let bridges: Vec<Value> = figures.bridges.iter().map(|&(a, b)| Value::from(vec![name(a), name(b)])).collect();
    let kinds = ["+++", "++-", "+--", "---"];
    let triads: Map<String, Value> =
        kinds.iter().zip(figures.triads).map(|(k, n)| ((*k).to_owned(), n.into())).collect();
    let omitted: Map<String, Value> =
        view.omitted.iter().map(|(reason, n)| (reason.name().to_owned(), (*n).into())).collect();
    let nodes: Vec<Value> = nodes
        .iter()
        .map(|node| {
            let mut object = Map::new();
            object.insert("iri".to_owned(), node.iri.clone().into());
            object.insert("label".to_owned(), node.label.clone().into());
            object.insert("class".to_owned(), node.class.name().into());
            object.insert("state".to_owned(), node.state.clone().into());
            for &measure in Measure::ALL {
                let value = node.measure(measure);
                let value = if measure.is_whole() { Value::from(value as u64) } else { value.into() };
                object.insert(measure.name().to_owned(), value);
            }
            let measures = node.measures.unwrap_or_default();
            object.insert("component".to_owned(), measures.component.into());
            object.insert("community".to_owned(), measures.community.into());
            object.into()
        })
        .collect();
    let figures = serde_json::json!({
        "nodes": figures.nodes, "edges": figures.edges, "assertions": view.assertions, "documents": view.documents,
        "density": figures.density, "components": figures.components, "communities": figures.communities,
        "modularity": figures.modularity, "bridges": bridges, "triads": triads, "left_out": omitted,
    });
    format!("{:#}\n", serde_json::json!({ "figures": figures, "nodes": nodes }))
}
