//! A view → Neo4j: files for `neo4j-admin database import`, and a Cypher script for a database that is in use.
//!
//! Every node has the label `Entity` and that of its class; a relation's type is its predicate in Neo4j's manner,
//! `WITHDRAWS_FROM`, and its exact name a property. The script can be run again: it merges by IRI and by predicate. The
//! lists of the CSV files are split at U+001F, which no text of a view holds, so that `;` may stand in names.
//!
//! Sources: Neo4j operations manual, "Import"; Cypher manual, "Syntax" (strings, names).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;

use super::attributes::{self, Attribute, EDGE, Kind, NODE, Value, of_nodes};
use crate::graph::view::View;

/// So many rows a statement: one transaction each, of a size that no server minds.
const BATCH: usize = 500;

/// What stands between the items of a list in the CSV files.
const BETWEEN: &str = "\u{1f}";

/// The command that reads the CSV files into a new database.
pub const IMPORT: &str = "\
#!/bin/sh
# Reads this folder into a new database; `neo4j` may be replaced by another name: ./import.sh news
cd \"$(dirname \"$0\")\" || exit 2
exec neo4j-admin database import full \"${1:-neo4j}\" --id-type=string --nodes=nodes.csv --relationships=edges.csv \\
    --array-delimiter=U+001F --multiline-fields=true
";

/// Writes the nodes for `neo4j-admin database import`.
///
/// # Errors
/// What the system says.
pub fn nodes(view: &View, out: impl Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let columns = of_nodes(view);
    let typed = columns.iter().map(|column| match column.name {
        "iri" => "iri:ID".to_owned(),
        _ => typed(column),
    });
    table.write_record(typed.chain([":LABEL".to_owned()]))?;
    for node in view.graph.node_weights() {
        for column in &columns {
            table.write_field(cell(column.of(node)))?;
        }
        table.write_record([format!("Entity{BETWEEN}{}", node.class.name())])?;
    }
    table.flush()
}

/// Writes the relations for `neo4j-admin database import`.
///
/// # Errors
/// What the system says.
pub fn edges(view: &View, out: impl Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let head = [":START_ID", ":END_ID", ":TYPE"].map(str::to_owned);
    table.write_record(head.into_iter().chain(EDGE.iter().map(typed)))?;
    for edge in view.graph.edge_references() {
        table.write_field(&view.graph[edge.source()].iri)?;
        table.write_field(&view.graph[edge.target()].iri)?;
        table.write_field(kind(&edge.weight().predicate))?;
        table.write_record(EDGE.iter().map(|column| cell(column.of(edge.weight()))))?;
    }
    table.flush()
}

/// Writes the whole view as a Cypher script, for `cypher-shell` or Neo4j's browser.
///
/// # Errors
/// What the system says.
pub fn cypher(view: &View, mut out: impl Write) -> Result<()> {
    writeln!(out, "// {}", attributes::clean(&view.subtitle()).replace(['\n', '\r'], " "))?;
    writeln!(out, "CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;")?;
    let mut by_class: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for node in view.graph.node_weights() {
        by_class.entry(node.class.name()).or_default().push(map(NODE, node));
    }
    for (class, rows) in by_class {
        for batch in rows.chunks(BATCH) {
            writeln!(out, "UNWIND [\n{}\n] AS row", batch.join(",\n"))?;
            writeln!(out, "MERGE (n:Entity {{iri: row.iri}}) SET n:{}, n += row;", name(class))?;
        }
    }
    let mut by_kind: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for edge in view.graph.edge_references() {
        let [source, target] = [edge.source(), edge.target()].map(|end| string(&view.graph[end].iri));
        let row = format!("{{source: {source}, target: {target}, properties: {}}}", map(EDGE, edge.weight()));
        by_kind.entry(kind(&edge.weight().predicate)).or_default().push(row);
    }
    for (kind, rows) in by_kind {
        for batch in rows.chunks(BATCH) {
            writeln!(out, "UNWIND [\n{}\n] AS row", batch.join(",\n"))?;
            writeln!(out, "MATCH (a:Entity {{iri: row.source}}), (b:Entity {{iri: row.target}})")?;
            writeln!(out, "MERGE (a)-[r:{} {{predicate: row.properties.predicate}}]->(b)", name(&kind))?;
            writeln!(out, "SET r += row.properties;")?;
        }
    }
    out.flush()
}

/// A column's head: its name and its type.
fn typed<T>(column: &Attribute<T>) -> String {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Texts => "string[]",
        Kind::Integer => "long",
        Kind::Real => "double",
        Kind::Truth => "boolean",
        Kind::Date => "date",
    };
    format!("{}:{kind}", column.name)
}

fn cell(value: Option<Value<'_>>) -> String {
    match value {
        Some(Value::Texts(texts)) => texts.join(BETWEEN),
        Some(value) => value.plain().into_owned(),
        None => String::new(),
    }
}

/// A relation's type: `withdrawsFrom` → `WITHDRAWS_FROM`.
fn kind(predicate: &str) -> String {
    let mut kind = String::new();
    let mut small = false;
    for c in attributes::clean(predicate).chars() {
        if c.is_uppercase() && small {
            kind.push('_');
        }
        small = c.is_lowercase();
        if c.is_whitespace() { kind.push('_') } else { kind.extend(c.to_uppercase()) }
    }
    kind
}

/// A map of Cypher with all attributes that have a value.
fn map<T>(table: &'static [Attribute<T>], item: &T) -> String {
    let pairs = attributes::values(table, item).map(|(attribute, value)| {
        let value = match value {
            Value::Text(text) => string(&text),
            Value::Texts(texts) => format!("[{}]", texts.iter().map(|t| string(t)).collect::<Vec<_>>().join(", ")),
            Value::Date(date) => format!("date({})", string(&date)),
            Value::Real(number) => format!("{number:?}"),
            other => other.plain().into_owned(),
        };
        format!("{}: {value}", attribute.name)
    });
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
}

/// A string of Cypher.
fn string(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// A name of Cypher: a backtick in it is doubled, and nothing in it is an escape.
fn name(name: &str) -> String {
    // Cypher reads \u0060 as a backtick before it reads names.
    format!("`{}`", name.replace('\\', "/").replace('`', "``"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{CLEANED, empty, evil, small};

    fn written(view: &View, write: fn(&View, &mut Vec<u8>) -> Result<()>) -> String {
        let mut bytes = Vec::new();
        write(view, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_script_merges_nodes_by_class_and_relations_by_type() {
        let mut view = small();
        view.graph.retain_edges(|graph, edge| graph[edge].predicate == "funds");
        expect![[r#"
            // 2 nodes, 1 relation from 2 documents, 2025-04-12 to 2025-05-01
            CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;
            UNWIND [
            {iri: 'https://w3id.org/actograph/kg/hamas', label: 'Hamas', aliases: [], class: 'ArmedGroup', members: [], assertions: 4, documents: 2, first_date: date('2025-04-12'), last_date: date('2025-05-01')}
            ] AS row
            MERGE (n:Entity {iri: row.iri}) SET n:`ArmedGroup`, n += row;
            UNWIND [
            {iri: 'https://w3id.org/actograph/kg/iran', label: 'Iran', aliases: ['Islamic Republic of Iran', 'Tehran; capital'], class: 'State', wikidata: 'http://www.wikidata.org/entity/Q794', state: 'Iran', members: [], assertions: 4, documents: 2, first_date: date('2025-04-12'), last_date: date('2025-05-01')}
            ] AS row
            MERGE (n:Entity {iri: row.iri}) SET n:`State`, n += row;
            UNWIND [
            {source: 'https://w3id.org/actograph/kg/iran', target: 'https://w3id.org/actograph/kg/hamas', properties: {predicate: 'funds', label: 'funds', symmetric: false, lasting: false, parts: [], plover: 'AID', quad_class: 'MC', tone: 'cooperation', weight: 3, stated: 2, reported: 0, uncertain: 0, denied: 1, ended: 0, planned: 0, possible: 0, desired: 0, documents: 2, first_date: date('2025-04-12'), last_date: date('2025-05-01'), happened_from: date('2025-04-10'), happened_to: date('2025-04-11'), confidence: 0.93, evidence: ['https://w3id.org/actograph/kg/a/funds'], sample: 'Iran funds Hamas.', sample_document: 'https://w3id.org/actograph/kg/doc/one', sample_title: 'Talks', sample_publisher: 'The Courier', sample_date: date('2025-04-12'), sample_manner: 'stated', sample_sources: ['Reuters']}}
            ] AS row
            MATCH (a:Entity {iri: row.source}), (b:Entity {iri: row.target})
            MERGE (a)-[r:`FUNDS` {predicate: row.properties.predicate}]->(b)
            SET r += row.properties;
        "#]].assert_eq(&written(&view, |view, out| cypher(view, out)));
    }

    #[test]
    fn heads_have_types() {
        let first = |text: String| text.lines().next().unwrap_or_default().to_owned();
        expect!["iri:ID,label:string,aliases:string[],class:string,wikidata:string,state:string,members:string[],hops:long,assertions:long,documents:long,first_date:date,last_date:date,:LABEL"].assert_eq(&first(written(&small(), |view, out| nodes(view, out))));
        expect![":START_ID,:END_ID,:TYPE,predicate:string,label:string,symmetric:boolean,lasting:boolean,parts:string[],plover:string,quad_class:string,tone:string,weight:long,stated:long,reported:long,uncertain:long,denied:long,ended:long,planned:long,possible:long,desired:long,documents:long,first_date:date,last_date:date,happened_from:date,happened_to:date,confidence:double,evidence:string[],sample:string,sample_document:string,sample_title:string,sample_publisher:string,sample_date:date,sample_manner:string,sample_sources:string[]"].assert_eq(&first(written(&small(), |view, out| edges(view, out))));
    }

    #[test]
    fn a_type_is_written_as_neo4j_writes_them() {
        for (predicate, expected) in
            [("funds", "FUNDS"), ("withdrawsFrom", "WITHDRAWS_FROM"), ("talk with", "TALK_WITH"), ("a`b", "A`B")]
        {
            assert_eq!(kind(predicate), expected);
        }
        assert_eq!(name("A`B"), "`A``B`");
        assert_eq!(name("A\\u0060B"), "`A/u0060B`");
    }

    #[test]
    fn hostile_texts_end_no_string_and_split_no_list() {
        assert_eq!(string("it's \\ \n"), r"'it\'s \\ \n'");
        let script = written(&evil(), |view, out| cypher(view, out));
        assert!(script.lines().filter(|l| l.starts_with('{')).count() == 4, "{script}");
        let table = written(&evil(), |view, out| nodes(view, out));
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row[2].split(BETWEEN).collect::<Vec<_>>(), [CLEANED, "+1"]);
    }

    #[test]
    fn nothing_is_a_constraint_only() {
        assert_eq!(written(&empty(), |view, out| cypher(view, out)).lines().count(), 2);
    }
}
