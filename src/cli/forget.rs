//! `actograph forget`: takes documents out of a store, with all that only they said.

use std::path::{Path, PathBuf};

use crate::actor::Gazetteer;
use crate::cli::{Outcome, lock, write_output};
use crate::data::Data;
use crate::diagnostic::{Error, nearest};
use crate::graph::store::{Part, Store};

const EXAMPLE: &str = "\
Examples:
  actograph forget 2025/talks --store news
  actograph forget 2025/talks 2025/visit --store news

A document is named by its identifier or its IRI. What other documents say of its actors stays; corrections stay too, and \
have their effect again if it is read again. `build` reads it again if its file is still among the inputs.

Exit code: 0 if it was done, 2 if not (then nothing is removed).";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Which documents
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let store = Store::open(&arguments.store)?;
    let _writing = (lock(&store, Part::Documents, "forget")?, lock(&store, Part::Notes, "forget")?);
    let (entries, damaged) = store.documents()?;
    if let Some(error) = damaged.into_iter().next() {
        return Err(error);
    }
    let mut ids = Vec::new();
    for name in &arguments.documents {
        let known = |id: &str| entries.iter().any(|e| e.id == id);
        let by_iri = |e: &&crate::graph::store::Entry| store.base().document(&e.id) == store.base().resolve(name);
        let found = Some(name.as_str()).filter(|id| known(id));
        let found = found.or_else(|| entries.iter().find(by_iri).map(|e| e.id.as_str()));
        let id = found.ok_or_else(|| {
            let near = nearest(name, entries.iter().map(|e| e.id.as_str()));
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            Error::Usage(format!("{name}: no document of this store{near}"))
        })?;
        ids.push(id);
    }
    for id in &ids {
        store.remove(id)?;
    }
    store.correct_actors(&Gazetteer::load(data)?)?;
    let said: Vec<String> = ids.iter().map(|id| format!("forgot {id}\n")).collect();
    write_output(Path::new("-"), said.concat().as_bytes())?;
    Ok(Outcome::Found)
}
