//! `actograph merge`: stores that were made apart become one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::actor::Gazetteer;
use crate::cli::import::summary;
use crate::cli::{Outcome, lock, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::import::Import;
use crate::graph::store::{Entry, Part, Seen, Store};

const EXAMPLE: &str = "\
Examples:
  actograph merge monday tuesday --store week
  actograph merge update --store news --replace

Documents, corrections and own triples of all stores come together; who the actors are is worked out anew. A document that \
two stores have must be the same in both, or --replace takes that of the store named last.

Exit code: 0 if there was anything, 1 if all are empty, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Stores to read
    #[arg(required = true, value_name = "STORE")]
    stores: Vec<PathBuf>,
    /// The store that they come into; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// Let later stores replace documents of earlier ones
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let from: Vec<Store> = arguments.stores.iter().map(|folder| Store::open(folder)).collect::<Result<_, _>>()?;
    let to = Store::create(&arguments.store, Some(from[0].base()))?;
    let _writing = (lock(&to, Part::Documents, "merge")?, lock(&to, Part::Notes, "merge")?);
    for (store, folder) in from.iter().zip(&arguments.stores) {
        if store.base() != to.base() {
            let message = format!("its base is {}, not {}", store.base().as_str(), to.base().as_str());
            return Err(Error::Store { path: folder.clone(), message });
        }
    }
    if !arguments.replace {
        differing(&from, &to)?;
    }
    let mut import = Import::new(&to, None);
    for store in &from {
        store.each(data, Seen::AsRead, &mut |quads| quads.into_iter().try_for_each(|quad| import.take(quad)))?;
        // A document of the next store is another one, not more of this.
        import.end_of_source()?;
    }
    let done = import.finish(&Gazetteer::load(data)?)?;
    write_output(Path::new("-"), summary(&done).as_bytes())?;
    Ok(if done.documents + done.corrections + done.own == 0 { Outcome::Nothing } else { Outcome::Found })
}

/// Whether a document is another one in two of the stores.
fn differing(from: &[Store], to: &Store) -> Result<(), Error> {
    let mut known: BTreeMap<String, Entry> = BTreeMap::new();
    for store in std::iter::once(to).chain(from) {
        let (entries, damaged) = store.documents()?;
        if let Some(error) = damaged.into_iter().next() {
            return Err(error);
        }
        for entry in entries {
            let same = |other: &Entry| other.hash == entry.hash && other.reader == entry.reader;
            if known.get(&entry.id).is_some_and(|other| !same(other)) {
                let message =
                    format!("{}: the stores have it with another text or reader; --replace takes the last", entry.id);
                return Err(Error::Usage(message));
            }
            known.insert(entry.id.clone(), entry);
        }
    }
    Ok(())
}
