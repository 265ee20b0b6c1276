//! `actograph actors find`: what a name can mean, and why.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::members::Memberships;
use crate::actor::Gazetteer;
use crate::actor::find::{Sense, Why, covers, find, nearest};
use crate::actor::lexicon::{EntryIx, Metonymy, day};
use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;

const EXAMPLE: &str = "\
Examples:
  actograph actors find Tehran
  actograph actors find Blinken --date 2023-05-01
  actograph actors find IRGC --format json
  actograph --actors ports.csv actors find Navimar

Names are written as in the middle of a sentence. What is meant first comes first; what the text says beside the name \
may speak for another. A name that nobody has gives the nearest ones.

Exit code: 0 if it means something, 1 if not, 2 on error.";

/// The arguments of `actograph actors find`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The name, or an id; `-` reads names from standard input, one a line
    name: String,
    /// Only what there was, and who held an office, on this day
    #[arg(short, long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the eye
    Table,
    /// One JSON object a line: a name with its senses
    Json,
}

fn date(text: &str) -> Result<String, String> {
    day(text, false).map(|d| d.to_string()).ok_or_else(|| "a date such as 2026-08-15".to_owned())
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let mut text = arguments.name.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::file("-"))?;
    }
    let gazetteer = Gazetteer::load(data)?;
    let memberships = Memberships::load(data)?;
    let date = arguments.date.as_deref();
    let names: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let (mut out, mut found) = (String::new(), false);
    for name in &names {
        let senses = find(&gazetteer, name, date);
        found |= !senses.is_empty();
        let near = if senses.is_empty() { nearest(&gazetteer, name) } else { Vec::new() };
        if arguments.format == Format::Json {
            let senses: Vec<Value> = senses.iter().map(|s| object(&gazetteer, &memberships, s, date)).collect();
            let near: Vec<Value> =
                near.iter().map(|(name, e)| json!({ "name": name, "id": gazetteer.id(*e) })).collect();
            let _ = writeln!(out, "{}", json!({ "name": name, "senses": senses, "near": near }));
            continue;
        }
        if names.len() > 1 {
            let _ = writeln!(out, "{}{name}:", if out.is_empty() { "" } else { "\n" });
        }
        if senses.is_empty() {
            out.push_str(&nothing(&gazetteer, name, date, &near));
        } else {
            out.push_str(&table(senses.iter().map(|s| row(&gazetteer, s)).collect()));
            out.push_str(&offices(&gazetteer, &senses, date));
            out.push_str(&members(&gazetteer, &memberships, &senses, date));
        }
    }
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(if found { Outcome::Found } else { Outcome::Nothing })
}

fn nothing(gazetteer: &Gazetteer, name: &str, date: Option<&str>, near: &[(String, EntryIx)]) -> String {
    let then = date.map(|d| format!(" on {d}")).unwrap_or_default();
    let mut out = format!("nobody known is called `{name}`{then}\n");
    for (known, entry) in near {
        let _ = writeln!(out, "  near: {known} ({}, {})", gazetteer.id(*entry), gazetteer.class(*entry));
    }
    out
}

/// The table of the senses without the columns that say nothing.
fn table(mut rows: Vec<Vec<String>>) -> String {
    let mut header = ["id", "class", "why", "belongs to", "time", "item", "row"].map(str::to_owned).to_vec();
    for column in (0..header.len()).rev() {
        if rows.iter().all(|row| row[column].is_empty()) {
            header.remove(column);
            for row in &mut rows {
                row.remove(column);
            }
        }
    }
    tables::headed(header, rows)
}

fn row(gazetteer: &Gazetteer, sense: &Sense) -> Vec<String> {
    let entry = sense.entry;
    let mut why = match sense.why {
        Why::Metonym(Metonymy::Always) => "metonym, unless a mere place".to_owned(),
        Why::Metonym(Metonymy::AsParty) => "metonym, as a party to an act".to_owned(),
        other => other.name().to_owned(),
    };
    if sense.hidden {
        why.push_str(", hidden by your own");
    }
    let parent = gazetteer.parent(entry).map_or("", |p| gazetteer.id(p));
    let item = gazetteer.wikidata(entry).unwrap_or_default();
    let id = gazetteer.id(entry).to_owned();
    vec![
        id,
        gazetteer.class(entry).to_string(),
        why,
        parent.to_owned(),
        term(gazetteer.valid(entry)),
        item.to_owned(),
        place(gazetteer, entry),
    ]
}

/// Where the row stands.
fn place(gazetteer: &Gazetteer, entry: EntryIx) -> String {
    let (file, line) = gazetteer.place(entry);
    if gazetteer.is_own(entry) { format!("{file}:{line}") } else { "built in".to_owned() }
}

fn term((from, to): (&str, &str)) -> String {
    if from.is_empty() && to.is_empty() { String::new() } else { format!("{from} – {to}").trim().to_owned() }
}

/// The offices of the persons among the senses.
fn offices(gazetteer: &Gazetteer, senses: &[Sense], date: Option<&str>) -> String {
    let mut rows = Vec::new();
    for sense in senses {
        for (office, body, from, to) in gazetteer.terms(sense.entry) {
            if date.is_none_or(|date| covers((from, to), date)) {
                let [person, body] = [sense.entry, body].map(|e| gazetteer.id(e).to_owned());
                rows.push(vec![person, office.to_owned(), body, term((from, to))]);
            }
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let header = ["person", "office", "body", "time"].map(str::to_owned).to_vec();
    format!("\n{}", tables::headed(header, rows))
}

/// The members of the organizations among the senses, and what the states are members of.
fn members(gazetteer: &Gazetteer, memberships: &Memberships, senses: &[Sense], date: Option<&str>) -> String {
    let mut out = String::new();
    for sense in senses {
        let id = gazetteer.id(sense.entry);
        for (what, others) in [("members of", memberships.of(id, date)), ("memberships of", memberships.with(id, date))]
        {
            if !others.is_empty() {
                let _ = writeln!(out, "\n{} {what} {id}: {}", others.len(), others.join(", "));
            }
        }
    }
    out
}

fn object(gazetteer: &Gazetteer, memberships: &Memberships, sense: &Sense, date: Option<&str>) -> Value {
    let entry = sense.entry;
    let (from, to) = gazetteer.valid(entry);
    let (file, line) = gazetteer.place(entry);
    let terms = gazetteer.terms(entry).into_iter().filter(|t| date.is_none_or(|date| covers((t.2, t.3), date)));
    let offices: Vec<Value> = terms
        .map(|(office, body, from, to)| json!({ "office": office, "body": gazetteer.id(body), "from": from, "to": to }))
        .collect();
    let when = match sense.why {
        Why::Metonym(Metonymy::Always) => Some("always"),
        Why::Metonym(Metonymy::AsParty) => Some("subject"),
        _ => None,
    };
    json!({
        "id": gazetteer.id(entry),
        "label": gazetteer.name(entry),
        "class": gazetteer.class(entry).name(),
        "why": sense.why.name(),
        "when": when,
        "hidden": sense.hidden,
        "parent": gazetteer.parent(entry).map(|p| gazetteer.id(p)),
        "from": from,
        "to": to,
        "wikidata": gazetteer.wikidata(entry),
        "aliases": gazetteer.aliases(entry).collect::<Vec<_>>(),
        "offices": offices,
        "members": memberships.of(gazetteer.id(entry), date),
        "member_of": memberships.with(gazetteer.id(entry), date),
        "own": gazetteer.is_own(entry),
        "file": file,
        "line": line,
    })
}
