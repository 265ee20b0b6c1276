//! `actograph actors log`, `undo` and `corrections`: what was corrected by hand, taking it back, handing it on.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::actor::Gazetteer;
use crate::cli::actors::correct::time;
use crate::cli::{Outcome, lock, report, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::curation::judge::{self, Verdict};
use crate::graph::curation::{Change, Correction, Corrections, edit, record};
use crate::graph::store::{Part, Store};
use crate::graph::vocabulary::Base;

const LOG: &str = "\
Example:
  actograph log --store news

Exit code: 0 if there are corrections, 1 if there are none, 2 on error.";

/// The arguments of `actograph actors log`.
#[derive(Debug, clap::Args)]
#[command(after_help = LOG)]
pub(in crate::cli) struct Log {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
}

const UNDO: &str = "\
Examples:
  actograph undo --store news
  actograph undo 3 --store news

The store is then as if the correction had never been made.

Exit code: 0 if it was done, 2 if not.";

/// The arguments of `actograph actors undo`.
#[derive(Debug, clap::Args)]
#[command(after_help = UNDO)]
pub(in crate::cli) struct Undo {
    /// The correction's number in the log [default: the last]
    #[arg(value_name = "N")]
    number: Option<usize>,
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
}

const EXCHANGE: &str = "\
Examples:
  actograph actors corrections export --store news --output corrections.jsonl
  actograph actors corrections import corrections.jsonl --store other

Exit code: 0 if there were corrections, 1 if there were none, 2 on error (nothing is imported then).";

/// The arguments of `actograph actors corrections`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXCHANGE)]
pub(super) struct Exchange {
    #[command(subcommand)]
    command: Direction,
}

#[derive(Debug, clap::Subcommand)]
enum Direction {
    /// Print the corrections, one JSON object a line
    #[command(after_help = EXCHANGE)]
    Export {
        /// The store's folder
        #[arg(short, long, value_name = "DIR")]
        store: PathBuf,
        /// Where to write; `-` is standard output
        #[arg(short, long, value_name = "FILE", default_value = "-")]
        output: PathBuf,
    },
    /// Add corrections of a file behind those that are there; what is there already is left out
    #[command(after_help = EXCHANGE)]
    Import {
        /// What `export` wrote; `-` is standard input
        file: PathBuf,
        /// The store's folder
        #[arg(short, long, value_name = "DIR")]
        store: PathBuf,
    },
}

pub(in crate::cli) fn log(arguments: &Log) -> Result<Outcome, Error> {
    let store = Store::open(&arguments.store)?;
    let corrections = store.corrections()?;
    if corrections.list().is_empty() {
        return Ok(Outcome::Nothing);
    }
    let effect = effective(&store, &corrections)?;
    let header = ["n", "time", "author", "correction", "reason"].map(str::to_owned).to_vec();
    let row = |c: &Correction| {
        let none = if effect.contains(&c.number) { "" } else { " (no document has it now)" };
        let what = format!("{}{none}", describe(c, store.base()));
        vec![number(c), c.time.clone(), c.author.clone(), what, c.reason.clone().unwrap_or_default()]
    };
    let table = tables::headed(header, corrections.list().iter().map(row).collect());
    write_output(Path::new("-"), table.as_bytes())?;
    Ok(Outcome::Found)
}

pub(in crate::cli) fn undo(arguments: &Undo, data: &Data) -> Result<Outcome, Error> {
    let store = Store::open(&arguments.store)?;
    let _writing = lock(&store, Part::Notes, "undo")?;
    let corrections = store.corrections()?;
    let last = corrections.list().last().map(|c| c.number);
    let Some(number) = arguments.number.or(last) else {
        return Err(Error::Usage("there is no correction to undo".to_owned()));
    };
    let rest = edit::without(&corrections, number, store.base())?;
    store.set_corrections(&rest)?;
    store.correct_actors(&Gazetteer::load(data)?)?;
    let gone = corrections.list().iter().find(|c| c.number == number).expect("`without` found it");
    write_output(Path::new("-"), format!("{number}  taken back: {}\n", describe(gone, store.base())).as_bytes())?;
    Ok(Outcome::Found)
}

pub(super) fn exchange(arguments: &Exchange, data: &Data) -> Result<Outcome, Error> {
    match &arguments.command {
        Direction::Export { store, output } => {
            let store = Store::open(store)?;
            let lines = record::jsonl(&store.corrections()?, store.base());
            write_output(output, lines.as_bytes())?;
            Ok(if lines.is_empty() { Outcome::Nothing } else { Outcome::Found })
        }
        Direction::Import { file, store } => import(file, &Store::open(store)?, data),
    }
}

fn import(file: &Path, store: &Store, data: &Data) -> Result<Outcome, Error> {
    let text =
        if file == Path::new("-") { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(file) };
    let text = text.map_err(Error::file(file))?;
    let complain = |line: usize, message: String| {
        report(&Error::Content { place: format!("{}:{line}", file.display()), message });
    };
    let found = match record::read_jsonl(&text, store.base()) {
        Ok(found) => found,
        Err(wrong) => {
            for (line, message) in wrong {
                complain(line, message);
            }
            return Ok(Outcome::Incomplete);
        }
    };
    let _writing = lock(store, Part::Notes, "actors corrections import")?;
    let mut corrections = store.corrections()?;
    let mut there: BTreeSet<String> =
        corrections.list().iter().map(|c| record::node(c, store.base()).into_string()).collect();
    let (mut new, mut known, mut wrong) = (Vec::new(), 0, 0);
    for (line, mut correction) in found {
        if !there.insert(record::node(&correction, store.base()).into_string()) {
            known += 1;
            continue;
        }
        let valid = time(&correction.time).map_err(|e| format!("`time`: {e}"));
        match valid.and_then(|_| edit::conflict(&corrections, &correction.change, store.base())) {
            Ok(()) => {
                correction.number = corrections.list().last().map_or(1, |last| last.number + 1);
                new.push(correction.number);
                corrections = edit::with(&corrections, correction);
            }
            Err(message) => {
                complain(line, message);
                wrong += 1;
            }
        }
    }
    if wrong > 0 {
        return Ok(Outcome::Incomplete);
    }
    store.set_corrections(&corrections)?;
    store.correct_actors(&Gazetteer::load(data)?)?;
    let effect = effective(store, &corrections)?;
    let waiting = new.iter().filter(|n| !effect.contains(n)).count();
    let mut said = format!("{} imported", new.len());
    for (n, what) in [(known, "there already"), (waiting, "about actors that no document has yet")] {
        if n > 0 {
            let _ = write!(said, ", {n} {what}");
        }
    }
    write_output(Path::new("-"), format!("{said}\n").as_bytes())?;
    Ok(if new.is_empty() && known == 0 { Outcome::Nothing } else { Outcome::Found })
}

/// The corrections that are about an actor of some document.
fn effective(store: &Store, corrections: &Corrections) -> Result<BTreeSet<usize>, Error> {
    // Names do not matter here, so no gazetteer is needed.
    let identities = store.identities(corrections, &Gazetteer::default())?;
    let mut effect: BTreeSet<usize> =
        identities.iter().flat_map(|i| i.corrections.values().flatten().copied()).collect();
    let there: BTreeSet<&str> =
        identities.iter().flat_map(|i| i.documents.keys().chain([&i.iri])).map(String::as_str).collect();
    let names = corrections.list().iter().filter(|c| {
        matches!(c.change, Change::Rename { .. } | Change::Retype { .. }) && there.contains(c.change.target())
    });
    effect.extend(names.map(|c| c.number));
    let (entries, _) = store.documents()?;
    for correction in corrections.list() {
        if let Change::Judge { said, .. } = &correction.change
            && let Some(entry) = entries.iter().find(|e| store.base().document(&e.id).as_str() == said.document())
            && judge::assertions(&store.document(&entry.id)?).iter().any(|found| said.is_same(found))
        {
            effect.insert(correction.number);
        }
    }
    Ok(effect)
}

/// The number of a correction, as people write it.
pub(super) fn number(correction: &Correction) -> String {
    correction.number.to_string()
}

/// A correction in words.
pub(in crate::cli) fn describe(correction: &Correction, base: &Base) -> String {
    let short = |iri: &String| base.shorten(iri);
    let list = |iris: &[String]| iris.iter().map(short).collect::<Vec<_>>().join(", ");
    match &correction.change {
        Change::Merge { actor, others } => format!("merge {} into {}", list(others), short(actor)),
        Change::Split { actor, documents, names, into, label } => {
            let mut from = documents.iter().map(short).collect::<Vec<_>>();
            from.extend(names.iter().map(|name| format!("the name {name:?}")));
            let label = label.as_ref().map_or(String::new(), |label| format!(" ({label})"));
            format!("split {}: {} is {}{label}", short(actor), from.join(", "), short(into))
        }
        Change::Rename { actor, label } => format!("rename {} to {label:?}", short(actor)),
        Change::Retype { actor, class } => format!("retype {} to {class}", short(actor)),
        Change::Judge { said, verdict } => {
            let verdict = if *verdict == Verdict::Accept { "accept" } else { "reject" };
            let relation = said.predicate.rsplit(['/', '#']).next().unwrap_or_default();
            let (subject, object) = (short(&said.subject), short(&said.object));
            format!("{verdict} {}: {subject} {relation} {object}", short(&said.assertion))
        }
    }
}
