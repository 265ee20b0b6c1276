//! A view → tables for Kùzu and its successor Ladybug: two CSV files, and the script that makes the tables and fills
//! them.
//!
//! The script is to be run with the folder as the working directory. Lists are split by the script at [`BETWEEN`]: the
//! readers' own notation of lists has no way to write a comma or a quotation mark within an item.
//!
//! Source: <https://docs.kuzudb.com/import/csv/>; both readers tried.

use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;

use super::attributes::{Attribute, EDGE, Kind, Value, of_nodes};
use crate::graph::view::View;

/// What stands between the items of a list; it is taken out of the items.
pub const BETWEEN: char = '\u{241f}';

/// Line ends within quotes are refused by the parallel reader, and what is not said is guessed from the first lines.
const OPTIONS: &str = r#"(HEADER=true, PARALLEL=false, AUTO_DETECT=false, DELIM=',', QUOTE='"', ESCAPE='"')"#;

/// Writes the script.
///
/// # Errors
/// What the system says.
pub fn schema(view: &View, mut out: impl Write) -> Result<()> {
    let nodes = of_nodes(view);
    let edges: Vec<_> = EDGE.iter().collect();
    let columns = |columns: Vec<String>| columns.join(", ");
    let node_types = columns(nodes.iter().map(|a| typed(a)).collect());
    writeln!(out, "CREATE NODE TABLE Entity({node_types}, PRIMARY KEY (iri));")?;
    writeln!(
        out,
        "CREATE REL TABLE Relation(FROM Entity TO Entity, {});",
        columns(edges.iter().map(|a| typed(a)).collect())
    )?;
    copy(&mut out, "Entity", "nodes.csv", &[], &nodes)?;
    copy(&mut out, "Relation", "edges.csv", &["source", "target"], &edges)?;
    out.flush()
}

/// Writes the nodes.
///
/// # Errors
/// What the system says.
pub fn nodes(view: &View, out: impl Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let columns = of_nodes(view);
    table.write_record(columns.iter().map(|column| column.name))?;
    for node in view.graph.node_weights() {
        table.write_record(columns.iter().map(|column| cell(column.of(node))))?;
    }
    table.flush()
}

/// Writes the edges.
///
/// # Errors
/// What the system says.
pub fn edges(view: &View, out: impl Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["source", "target"].into_iter().chain(EDGE.iter().map(|column| column.name)))?;
    for edge in view.graph.edge_references() {
        let ends = [edge.source(), edge.target()].map(|end| view.graph[end].iri.clone());
        table.write_record(ends.into_iter().chain(EDGE.iter().map(|column| cell(column.of(edge.weight())))))?;
    }
    table.flush()
}

fn copy<T>(out: &mut impl Write, table: &str, file: &str, ends: &[&str], columns: &[&Attribute<T>]) -> Result<()> {
    let ends_typed = ends.iter().map(|end| format!("{end} STRING"));
    let read = ends_typed.chain(columns.iter().map(|column| match column.kind {
        Kind::Texts => format!("{} STRING", column.name),
        _ => typed(column),
    }));
    let taken = ends.iter().map(|end| (*end).to_owned()).chain(columns.iter().map(|column| match column.kind {
        Kind::Texts => format!("string_split({}, '{BETWEEN}')", column.name),
        _ => column.name.to_owned(),
    }));
    let (read, taken) = (read.collect::<Vec<_>>().join(", "), taken.collect::<Vec<_>>().join(", "));
    writeln!(out, "COPY {table} FROM (LOAD WITH HEADERS ({read}) FROM \"{file}\" {OPTIONS} RETURN {taken});")
}

fn typed<T>(column: &Attribute<T>) -> String {
    let kind = match column.kind {
        Kind::Text => "STRING",
        Kind::Texts => "STRING[]",
        Kind::Integer => "INT64",
        Kind::Real => "DOUBLE",
        Kind::Truth => "BOOLEAN",
        Kind::Date => "DATE",
    };
    format!("{} {kind}", column.name)
}

fn cell(value: Option<Value<'_>>) -> String {
    match value {
        Some(Value::Texts(texts)) => {
            let parts: Vec<String> = texts.iter().map(|text| text.replace(BETWEEN, " ")).collect();
            parts.join(BETWEEN.encode_utf8(&mut [0; 4]))
        }
        Some(value) => value.plain().into_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{CLEANED, evil, small};

    #[test]
    fn the_script_declares_and_fills_both_tables() {
        let mut bytes = Vec::new();
        schema(&small(), &mut bytes).unwrap();
        expect![[r#"
            CREATE NODE TABLE Entity(iri STRING, label STRING, aliases STRING[], class STRING, wikidata STRING, state STRING, members STRING[], hops INT64, assertions INT64, documents INT64, first_date DATE, last_date DATE, PRIMARY KEY (iri));
            CREATE REL TABLE Relation(FROM Entity TO Entity, predicate STRING, label STRING, symmetric BOOLEAN, lasting BOOLEAN, parts STRING[], plover STRING, quad_class STRING, tone STRING, weight INT64, stated INT64, reported INT64, uncertain INT64, denied INT64, ended INT64, planned INT64, possible INT64, desired INT64, documents INT64, first_date DATE, last_date DATE, happened_from DATE, happened_to DATE, confidence DOUBLE, evidence STRING[], sample STRING, sample_document STRING, sample_title STRING, sample_publisher STRING, sample_date DATE, sample_manner STRING, sample_sources STRING[]);
            COPY Entity FROM (LOAD WITH HEADERS (iri STRING, label STRING, aliases STRING, class STRING, wikidata STRING, state STRING, members STRING, hops INT64, assertions INT64, documents INT64, first_date DATE, last_date DATE) FROM "nodes.csv" (HEADER=true, PARALLEL=false, AUTO_DETECT=false, DELIM=',', QUOTE='"', ESCAPE='"') RETURN iri, label, string_split(aliases, '␟'), class, wikidata, state, string_split(members, '␟'), hops, assertions, documents, first_date, last_date);
            COPY Relation FROM (LOAD WITH HEADERS (source STRING, target STRING, predicate STRING, label STRING, symmetric BOOLEAN, lasting BOOLEAN, parts STRING, plover STRING, quad_class STRING, tone STRING, weight INT64, stated INT64, reported INT64, uncertain INT64, denied INT64, ended INT64, planned INT64, possible INT64, desired INT64, documents INT64, first_date DATE, last_date DATE, happened_from DATE, happened_to DATE, confidence DOUBLE, evidence STRING, sample STRING, sample_document STRING, sample_title STRING, sample_publisher STRING, sample_date DATE, sample_manner STRING, sample_sources STRING) FROM "edges.csv" (HEADER=true, PARALLEL=false, AUTO_DETECT=false, DELIM=',', QUOTE='"', ESCAPE='"') RETURN source, target, predicate, label, symmetric, lasting, string_split(parts, '␟'), plover, quad_class, tone, weight, stated, reported, uncertain, denied, ended, planned, possible, desired, documents, first_date, last_date, happened_from, happened_to, confidence, string_split(evidence, '␟'), sample, sample_document, sample_title, sample_publisher, sample_date, sample_manner, string_split(sample_sources, '␟'));
        "#]].assert_eq(&String::from_utf8(bytes).unwrap());
    }

    #[test]
    fn hostile_texts_stay_in_their_cells_and_items() {
        let mut view = evil();
        view.graph.node_weights_mut().next().unwrap().aliases.push(format!("a{BETWEEN}b"));
        let mut bytes = Vec::new();
        nodes(&view, &mut bytes).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[1], CLEANED);
        assert_eq!(row[2].split(BETWEEN).collect::<Vec<_>>(), [CLEANED, "+1", "a b"]);
    }
}
