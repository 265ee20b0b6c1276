//! `actograph actors merge`, `split`, `rename`, `retype`: corrections by hand.
//!
//! Each looks up who is meant, writes one correction into the store, and says what it did. No document is read again
//! and no document's file is changed.

use std::path::PathBuf;

use crate::actor::Gazetteer;
use crate::cli::actors::corrections::{describe, number};
use crate::cli::{Outcome, lock, write_output};
use crate::data::Data;
use crate::diagnostic::{Error, nearest};
use crate::graph::curation::edit::{self, Roll};
use crate::graph::curation::{Change, Correction, Corrections};
use crate::graph::store::{Part, Store};
use crate::ontology::Class;

/// What every correction takes.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Signed {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// Why, for those who read the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who says so [default: ACTOGRAPH_AUTHOR, or the user of the machine]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// When it was said, such as 2026-11-25T22:30:00Z [default: now, or SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "TIME", value_parser = time)]
    time: Option<String>,
}

impl Signed {
    /// The store's folder.
    pub(in crate::cli) fn store(&self) -> &std::path::Path {
        &self.store
    }

    /// Why, if the author tells.
    pub(in crate::cli) fn reason(&self) -> Option<&str> {
        self.reason.as_deref().filter(|reason| !reason.trim().is_empty())
    }
}

const MERGE: &str = "\
Examples:
  actograph actors merge khamenei 'Ayatollah Khamenei' --store news
  actograph actors merge doc:talks#solberg-1 doc:visit#solberg-1 --store news --reason 'the same minister'

An actor is named by its identifier, its name, or its IRI.

Exit code: 0 if it was done, 2 if not.";

/// The arguments of `actograph actors merge`.
#[derive(Debug, clap::Args)]
#[command(after_help = MERGE)]
pub(super) struct Merge {
    /// Who stays
    actor: String,
    /// Who becomes that
    #[arg(required = true, value_name = "OTHER")]
    others: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

const SPLIT: &str = "\
Examples:
  actograph actors split 'Ahmed Hassan' 2025/trial 2025/verdict --label 'Ahmed Hassan (judge)' --store news
  actograph actors split syrian-democratic-forces --name 'Self-Defense Forces' --store news

With documents: what they say of the actor, they say of another one. With --name: so do all documents, also those read
later, that call it by that name.

Exit code: 0 if it was done, 2 if not.";

/// The arguments of `actograph actors split`.
#[derive(Debug, clap::Args)]
#[command(after_help = SPLIT)]
pub(super) struct Split {
    /// Who loses mentions
    actor: String,
    /// Documents that mean another one, by their identifiers
    #[arg(value_name = "DOCUMENT", required_unless_present = "names")]
    documents: Vec<String>,
    /// A name by which documents mean another one
    #[arg(long = "name", value_name = "NAME")]
    names: Vec<String>,
    /// What the other one is called [default: as these documents call it]
    #[arg(long, value_name = "NAME")]
    label: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

const RENAME: &str = "\
Example:
  actograph actors rename person.ahmed-hassan 'Ahmed Hassan (Sudan)' --store news

The old name stays as another name.

Exit code: 0 if it was done, 2 if not.";

/// The arguments of `actograph actors rename`.
#[derive(Debug, clap::Args)]
#[command(after_help = RENAME)]
pub(super) struct Rename {
    /// Who is called otherwise
    actor: String,
    /// Its name from now on
    label: String,
    #[command(flatten)]
    signed: Signed,
}

const RETYPE: &str = "\
Example:
  actograph actors retype 'Navimar Caribe' Company --store news

Exit code: 0 if it was done, 2 if not.";

/// The arguments of `actograph actors retype`.
#[derive(Debug, clap::Args)]
#[command(after_help = RETYPE)]
pub(super) struct Retype {
    /// Who is something else
    actor: String,
    /// What it is: a class of docs/reference/ontology.md, such as Company
    #[arg(value_parser = class)]
    class: Class,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn merge(arguments: &Merge, data: &Data) -> Result<Outcome, Error> {
    correct(&arguments.signed, data, |roll| {
        let actor = roll.find(&arguments.actor)?;
        let others = arguments.others.iter().map(|name| Ok(roll.find(name)?.iri.clone()));
        Ok(Change::merge(&actor.iri, others.collect::<Result<_, Error>>()?))
    })
}

pub(super) fn split(arguments: &Split, data: &Data) -> Result<Outcome, Error> {
    correct(&arguments.signed, data, |roll| {
        let actor = roll.find(&arguments.actor)?;
        let documents = arguments.documents.iter().map(|name| {
            let prefixed = name.starts_with("doc:") || name.starts_with(roll.base.as_str());
            let name = if prefixed { name.clone() } else { roll.base.document(name).into_string() };
            roll.base.resolve(&name).into_string()
        });
        Ok(Change::split(&actor.iri, documents.collect(), arguments.names.clone(), arguments.label.clone()))
    })
}

pub(super) fn rename(arguments: &Rename, data: &Data) -> Result<Outcome, Error> {
    correct(&arguments.signed, data, |roll| {
        let actor = roll.find(&arguments.actor)?.iri.clone();
        let label = arguments.label.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Change::Rename { actor, label })
    })
}

pub(super) fn retype(arguments: &Retype, data: &Data) -> Result<Outcome, Error> {
    correct(&arguments.signed, data, |roll| {
        let actor = roll.find(&arguments.actor)?.iri.clone();
        Ok(Change::Retype { actor, class: arguments.class })
    })
}

/// Adds one correction to a store.
fn correct(
    signed: &Signed,
    data: &Data,
    change: impl FnOnce(&Roll<'_>) -> Result<Change, Error>,
) -> Result<Outcome, Error> {
    let store = Store::open(&signed.store)?;
    let _writing = lock(&store, Part::Notes, "actors")?;
    let gazetteer = Gazetteer::load(data)?;
    let corrections = store.corrections()?;
    let identities = store.identities(&corrections, &gazetteer)?;
    let roll = Roll { identities: &identities, corrections: &corrections, base: store.base() };
    let change = change(&roll)?;
    roll.check(&change)?;
    let correction = corrected(signed, &corrections, change)?;
    let said = format!("{}  {}\n", number(&correction), describe(&correction, store.base()));
    store.set_corrections(&edit::with(&corrections, correction))?;
    store.correct_actors(&gazetteer)?;
    write_output("-".as_ref(), said.as_bytes())?;
    Ok(Outcome::Found)
}

/// A correction to come behind those that are there.
pub(in crate::cli) fn corrected(
    signed: &Signed,
    corrections: &Corrections,
    change: Change,
) -> Result<Correction, Error> {
    Ok(Correction {
        number: corrections.list().last().map_or(1, |last| last.number + 1),
        change,
        author: author(signed),
        time: signed.time.clone().map_or_else(now, Ok)?,
        reason: signed.reason().map(str::to_owned),
    })
}

/// The author that is given, else the user of the machine.
fn author(signed: &Signed) -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|name| !name.trim().is_empty());
    let author = signed.author.clone().filter(|name| !name.trim().is_empty());
    let names = ["ACTOGRAPH_AUTHOR", "USER", "USERNAME"];
    author.or_else(|| names.into_iter().find_map(named)).unwrap_or_else(|| "unknown".to_owned())
}

/// The only clock of the program: when a person corrected something.
fn now() -> Result<String, Error> {
    let time = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let seconds = text.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            seconds.ok_or_else(|| Error::Usage(format!("SOURCE_DATE_EPOCH={text}: no number of seconds since 1970")))?
        }
        Err(_) => jiff::Timestamp::now(),
    };
    Ok(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A time or a day as an `xsd:dateTime` in UTC.
pub(super) fn time(text: &str) -> Result<String, String> {
    let day = text.parse::<jiff::civil::Date>().map(|_| format!("{text}T00:00:00Z"));
    let whole = if text.contains(['T', ' ']) { text.to_owned() } else { day.map_err(|e| e.to_string())? };
    let time: jiff::Timestamp = whole.parse().map_err(|e: jiff::Error| e.to_string())?;
    Ok(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn class(text: &str) -> Result<Class, String> {
    text.parse().map_err(|error: String| {
        let near = nearest(text, Class::ALL.iter().map(|c| c.name()));
        near.map_or(error.clone(), |near| format!("{error}; did you mean {near}?"))
    })
}
