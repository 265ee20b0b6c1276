//! `actograph stats`: how much is in a store, and of what.

use std::path::{Path, PathBuf};

use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::query::{Answer, ask, short};
use crate::graph::store::{Index, Store};

const EXAMPLE: &str = "\
Examples:
  actograph stats --store news
  actograph stats --store news --json | jq .assertions

Exit code: 0 if there is any document, 1 if there is none, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// As one JSON object
    #[arg(long)]
    json: bool,
    /// How many relations, sources and so on to list
    #[arg(long, value_name = "N", default_value = "8")]
    limit: usize,
}

/// What is counted: a name, and a query for one number or for names with numbers, the highest first.
const COUNTED: [(&str, &str); 14] = [
    ("documents", "SELECT (COUNT(?d) AS ?n) { ?d ag:contentHash ?h ; dcterms:identifier ?i }"),
    ("first date", "SELECT (MIN(?d) AS ?n) { ?x dcterms:issued ?d }"),
    ("last date", "SELECT (MAX(?d) AS ?n) { ?x dcterms:issued ?d }"),
    (
        "without date",
        "SELECT (COUNT(?d) AS ?n) { ?d ag:contentHash ?h ; dcterms:identifier ?i MINUS { ?d dcterms:issued ?x } }",
    ),
    ("readers", "SELECT ?x (COUNT(?d) AS ?n) { ?d ag:reader ?x } GROUP BY ?x"),
    (
        "actors",
        "SELECT (COUNT(DISTINCT ?x) AS ?n) { GRAPH ?g { ?x ag:mentions|rdfs:label ?in } ?g dcterms:identifier ?id . \
      ?x a/rdfs:subClassOf* ag:Actor }",
    ),
    (
        "known to several documents",
        "SELECT (COUNT(?x) AS ?n) { { SELECT ?x { GRAPH ?g { ?x ag:mentions ?m } ?x a/rdfs:subClassOf* ag:Actor } \
      GROUP BY ?x HAVING(COUNT(DISTINCT ?g) > 1) } }",
    ),
    (
        "classes",
        "SELECT ?x (COUNT(DISTINCT ?a) AS ?n) { GRAPH ?g { ?a ag:mentions|rdfs:label ?in } ?g dcterms:identifier ?id . \
      ?a a ?x } GROUP BY ?x",
    ),
    (
        "mentions",
        "SELECT (SUM(?times) AS ?n) { GRAPH ?g { { ?x ag:mentions ?m } UNION { ?x rdfs:label ?l FILTER NOT EXISTS { ?x \
      ag:mentions ?any } } } ?g dcterms:identifier ?id . BIND(IF(BOUND(?m), STRLEN(REPLACE(?m, \"[^ ]\", \"\")) + 1, 1) \
      AS ?times) }",
    ),
    ("assertions", "SELECT (COUNT(?a) AS ?n) { ?a ag:standing ?s }"),
    ("standing", "SELECT ?x (COUNT(?a) AS ?n) { ?a ag:standing ?x } GROUP BY ?x"),
    ("relations", "SELECT ?x (COUNT(?a) AS ?n) { ?a rdf:predicate ?x } GROUP BY ?x"),
    ("sources", "SELECT ?x (COUNT(?a) AS ?n) { ?a ag:source/rdfs:label ?x } GROUP BY ?x"),
    ("corrections", "SELECT (COUNT(?c) AS ?n) { ?c a ag:Correction }"),
];

enum Count {
    One(String),
    Each(Vec<(String, u64)>),
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let store = Store::open(&arguments.store)?;
    let index = store.load(data)?;
    let mut counts: Vec<(&str, Count)> = Vec::new();
    for (name, query) in COUNTED {
        counts.push((name, count(&index, query)?));
    }
    counts.push(("own triples", Count::One(store.own()?.len().to_string())));
    let quads = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(?g != <https://w3id.org/actograph/ontology>) }";
    counts.push(("quads", count(&index, quads)?));
    counts.push(("bytes on disk", Count::One(bytes(&arguments.store).to_string())));
    let text = if arguments.json { json(&counts) } else { table(&counts, arguments.limit) };
    write_output(Path::new("-"), text.as_bytes())?;
    let nothing = matches!(&counts[0].1, Count::One(n) if n == "0");
    Ok(if nothing { Outcome::Nothing } else { Outcome::Found })
}

fn count(index: &Index, query: &str) -> Result<Count, Error> {
    let Answer::Table { variables, rows } = ask(index, query)? else { unreachable!("they are SELECTs") };
    let mut prefixes = index.base.prefixes();
    prefixes.retain(|(prefix, _)| *prefix != "ag" && *prefix != "rel");
    // The program's own names need no prefix.
    prefixes.extend([("", crate::ontology::AG.to_owned()), ("", crate::ontology::REL.to_owned())]);
    let cell = |cell: &Option<oxigraph::model::Term>| {
        cell.as_ref().map_or(String::new(), |term| short(term, &prefixes).trim_start_matches(':').to_owned())
    };
    if variables.len() == 1 {
        return Ok(Count::One(rows.first().map_or(String::new(), |row| cell(&row[0]))));
    }
    let mut each: Vec<(String, u64)> =
        rows.iter().map(|row| (cell(&row[0]), cell(&row[1]).parse().unwrap_or_default())).collect();
    each.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Count::Each(each))
}

fn table(counts: &[(&str, Count)], limit: usize) -> String {
    let rows = counts.iter().filter_map(|(name, count)| {
        let value = match count {
            Count::One(value) => value.clone(),
            Count::Each(each) => {
                let shown: Vec<String> = each.iter().take(limit).map(|(x, n)| format!("{x} {n}")).collect();
                let more = each.len().saturating_sub(limit);
                shown.join(", ") + &if more > 0 { format!(", and {more} more") } else { String::new() }
            }
        };
        (!value.is_empty()).then(|| vec![(*name).to_owned(), value])
    });
    tables::bare(rows.collect())
}

fn json(counts: &[(&str, Count)]) -> String {
    let number = |value: &str| value.parse::<u64>().map_or_else(|_| value.into(), serde_json::Value::from);
    let value = |count: &Count| match count {
        Count::One(value) => number(value),
        Count::Each(each) => {
            each.iter().map(|(x, n)| (x.clone(), (*n).into())).collect::<serde_json::Map<_, _>>().into()
        }
    };
    let object: serde_json::Map<String, serde_json::Value> =
        counts.iter().map(|(name, count)| (name.replace(' ', "_"), value(count))).collect();
    format!("{}\n", serde_json::Value::from(object))
}

fn bytes(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file());
    files.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
}
