//! `actograph diff`: what one store says and another does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oxigraph::model::Term;
use serde::Serialize;

use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::query::{Answer, ask, short};
use crate::graph::store::{Index, Store};
use crate::graph::trace::{self, Trace};

const EXAMPLE: &str = "\
Examples:
  actograph diff before after
  actograph diff before after --json | jq 'select(.kind == \"assertion\" and .change == \"lost\")'

Lines begin with + for what only the second store has, - for what only the first has, and ~ for what both have in another \
way: a document with another text or reader, an actor with another name or class, an assertion with another standing.

Exit code: 0 if the two say the same, 1 if they differ, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The first store
    before: PathBuf,
    /// The second store
    after: PathBuf,
    /// As JSON lines
    #[arg(long)]
    json: bool,
}

/// What is compared: the kind, and a query whose first columns say what it is and whose last says how it is. An assertion
/// has its name, its evidence and its words before that.
const COMPARED: [(&str, &str); 3] = [
    (
        "document",
        "SELECT ?id ?how { ?d dcterms:identifier ?id ; ag:contentHash ?hash ; ag:reader ?reader \
      BIND(CONCAT(?reader, \", text \", SUBSTR(?hash, 8, 8)) AS ?how) }",
    ),
    (
        "actor",
        "SELECT DISTINCT ?x ?how { GRAPH ?g { ?x rdfs:label ?label ; a ?class } FILTER(STRSTARTS(STR(?class), STR(ag:))) \
      FILTER(?g = kg:actors || EXISTS { ?g dcterms:identifier ?id }) \
      BIND(CONCAT(?label, \" (\", STRAFTER(STR(?class), \"#\"), \")\") AS ?how) }",
    ),
    (
        "assertion",
        "SELECT ?id ?s ?p ?o ?a ?at ?words ?how { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ag:standing ?standing ; \
      ag:evidence ?at . ?at nif:anchorOf ?words ; nif:referenceContext/dcterms:identifier ?id . BIND(STRAFTER(STR(?standing), \"#\") AS ?how) }",
    ),
];

/// One difference.
#[derive(Debug, Serialize)]
struct Difference {
    kind: &'static str,
    change: &'static str,
    what: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    // One after the other: an index on disk can be had once, and one in memory takes its room.
    let lists = |folder| {
        let index = Store::open(folder)?.load(data)?;
        COMPARED.iter().map(|(_, query)| listed(&index, query)).collect::<Result<Vec<_>, Error>>()
    };
    let (before, after) = (lists(&arguments.before)?, lists(&arguments.after)?);
    let mut text = String::new();
    let mut totals = Vec::new();
    for ((kind, _), (before, after)) in COMPARED.iter().zip(before.iter().zip(&after)) {
        let found = differences(kind, before, after);
        let count = |change: &str| found.iter().filter(|d| d.change == change).count();
        totals.push(format!("{kind}s +{} -{} ~{}", count("gained"), count("lost"), count("changed")));
        for difference in &found {
            if arguments.json {
                let line = serde_json::to_string(difference).expect("plain fields");
                let _ = writeln!(text, "{line}");
            } else {
                let _ = writeln!(text, "{}", line(difference));
            }
        }
    }
    let same = text.is_empty();
    if !arguments.json {
        let _ = writeln!(text, "{}", totals.join(", "));
    }
    write_output(Path::new("-"), text.as_bytes())?;
    Ok(if same { Outcome::Found } else { Outcome::Nothing })
}

type Listed = BTreeMap<Vec<String>, BTreeSet<String>>;

/// What there is, with how it is; one thing may be in several ways (two assertions with the same words).
fn listed(index: &Index, query: &str) -> Result<Listed, Error> {
    let Answer::Table { rows, .. } = ask(index, query)? else { unreachable!("they are SELECTs") };
    let prefixes = index.base.prefixes();
    let mut all = Listed::new();
    for row in rows {
        let mut cells: Vec<String> =
            row.iter().map(|cell| cell.as_ref().map_or(String::new(), |term| short(term, &prefixes))).collect();
        let how = cells.pop().unwrap_or_default();
        if let [.., Some(Term::NamedNode(assertion)), Some(Term::NamedNode(evidence)), _, _] = row.as_slice() {
            let words = cells.pop().unwrap_or_default();
            cells.truncate(cells.len() - 2);
            cells.push(phrase(assertion.as_str(), evidence.as_str(), &words).unwrap_or(words));
        }
        all.entry(cells).or_default().insert(how);
    }
    Ok(all)
}

/// The words of an assertion, of those of its evidence.
fn phrase(assertion: &str, evidence: &str, words: &str) -> Option<String> {
    let place = trace::place(evidence)?;
    trace::words(words, place.start, &Trace::of(assertion)?.phrase()).map(str::to_owned)
}

fn differences(kind: &'static str, before: &Listed, after: &Listed) -> Vec<Difference> {
    let all: BTreeSet<&Vec<String>> = before.keys().chain(after.keys()).collect();
    let ways = |ways: &BTreeSet<String>| ways.iter().cloned().collect::<Vec<_>>().join(", ");
    let difference = |what: &Vec<String>| {
        let (was, is) = (before.get(what), after.get(what));
        let change = match (was, is) {
            (Some(was), Some(is)) if was == is => return None,
            (Some(_), Some(_)) => "changed",
            (None, _) => "gained",
            (_, None) => "lost",
        };
        Some(Difference { kind, change, what: what.clone(), before: was.map(ways), after: is.map(ways) })
    };
    all.into_iter().filter_map(difference).collect()
}

/// `~ assertion talks: kg:iran rel:funds kg:hamas "Iran funds Hamas": stated → reported`
fn line(difference: &Difference) -> String {
    let sign = match difference.change {
        "gained" => '+',
        "lost" => '-',
        _ => '~',
    };
    let what = match difference.what.as_slice() {
        [document, subject, predicate, object, words] => {
            format!("{document}: {subject} {predicate} {object} {words:?}")
        }
        other => other.join(" "),
    };
    let how = [&difference.before, &difference.after].into_iter().flatten().cloned().collect::<Vec<_>>().join(" → ");
    format!("{sign} {} {what}: {how}", difference.kind)
}
