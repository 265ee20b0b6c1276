//! An index on disk: Oxigraph on RocksDB in `index/` of the store (cargo feature `disk`).
//!
//! It follows from the files as the one in memory does, and may be deleted at any time. It is made anew if it is not
//! there, if another program made it, if the program was killed while it changed it, or if so much has changed that
//! this is faster; else [`step`](super::step) brings it in step whenever it is opened. One process has it at a time, for
//! RocksDB can do no more: others wait a moment and are then refused. It is never opened for reading beside that one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use oxigraph::model::{NamedNodeRef, Quad};
use oxigraph::store::{StorageError, Store as Database};

use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::load::ontology;
use crate::graph::store::quads::in_default_graph;
use crate::graph::store::step::{Documents, Manifest};
use crate::graph::store::{Index, Lock, Quads, Seen, Store, replace_file};
use crate::graph::vocabulary::ONTOLOGY_GRAPH;

/// The folder of the index, and that of one that is being made.
const FOLDER: &str = "index";
const UNFINISHED: &str = "index.tmp";
/// In it: the database, what it was made of, and a file that is there while it is changed.
const DATABASE: &str = "quads";
const MANIFEST: &str = "manifest.json";
const DOCUMENTS: &str = "documents.json";
const CHANGING: &str = "changing";
/// How long to wait for another process, which may only want to ask a question.
const PATIENCE: Duration = Duration::from_secs(5);
/// While an index is made: the memory of the loader, and so many quads for it at once.
const LOADING_MB: usize = 500;
const AT_ONCE: usize = 250_000;
/// An index is made anew if more documents have changed than this, and more than a third.
const FEW: usize = 100;

/// What goes with an open database: the right to it, and what it was made of.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    manifest: Mutex<Manifest>,
    _lock: Lock,
}

impl Store {
    /// Opens the index on disk, made or brought in step as need be.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process has it, and what [`load_in_memory`](Self::load_in_memory) says.
    pub(super) fn open_index(&self, data: &Data) -> Result<Index, Error> {
        let lock = self.lock_index()?;
        let folder = self.folder.join(FOLDER);
        let (manifest, database) = match self.opened(&folder, data)? {
            Some(opened) => opened,
            None => self.make(&folder, data)?,
        };
        let disk = Disk { folder, manifest: Mutex::new(manifest), _lock: lock };
        Ok(Index { quads: Quads::Oxigraph(database), base: self.base.clone(), disk: Some(Arc::new(disk)) })
    }

    /// Brings an index on disk in step with the files while it is open. Who asks it meanwhile sees every document as it
    /// was or as it is.
    pub(super) fn renew_index(&self, database: &Database, disk: &Arc<Disk>, data: &Data) -> Result<Index, Error> {
        let mut manifest = disk.manifest.lock().unwrap_or_else(PoisonError::into_inner);
        self.bring_saved(&disk.folder, database, &mut manifest, data)?;
        drop(manifest);
        let quads = Quads::Oxigraph(database.clone());
        Ok(Index { quads, base: self.base.clone(), disk: Some(Arc::clone(disk)) })
    }

    fn lock_index(&self) -> Result<Lock, Error> {
        let begin = Instant::now();
        loop {
            match self.try_lock_named(FOLDER, "")? {
                Ok(lock) => return Ok(lock),
                Err(_) if begin.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
                Err(other) => {
                    let message = format!(
                        "its index on disk is in use by {other}, and only one process can have it; ask that one if it \
                         is `actograph serve`, or wait"
                    );
                    return Err(Error::Busy { path: self.folder.clone(), message });
                }
            }
        }
    }

    /// The index that is there, in step; none if it has to be made anew.
    fn opened(&self, folder: &Path, data: &Data) -> Result<Option<(Manifest, Database)>, Error> {
        let Some(mut manifest) = read::<Manifest>(&folder.join(MANIFEST)).filter(Manifest::fits) else {
            return Ok(None);
        };
        if folder.join(CHANGING).exists() {
            return Ok(None);
        }
        if !self.is_in_step(&manifest, data)? {
            let Some(documents) = read::<Documents>(&folder.join(DOCUMENTS)) else { return Ok(None) };
            manifest.documents = documents;
            let n_changed = self.changes(&manifest, data)?.len();
            let n_documents: usize = manifest.documents.values().map(std::collections::BTreeMap::len).sum();
            if n_changed > FEW && n_changed > n_documents / 3 {
                return Ok(None);
            }
        }
        // A damaged database is made anew; one that another program has open is not. Where its list of files is missing
        // it opens as an empty one.
        let ontology = NamedNodeRef::new_unchecked(ONTOLOGY_GRAPH);
        let database = match Database::open(folder.join(DATABASE)) {
            Ok(database) if database.contains_named_graph(ontology).is_ok_and(|is_there| is_there) => database,
            Err(error) if error.to_string().contains("lock") => return Err(self.index_error(&error)),
            Ok(_) | Err(_) => return Ok(None),
        };
        self.bring_saved(folder, &database, &mut manifest, data)?;
        Ok(Some((manifest, database)))
    }

    /// Brings the database in step, and notes it beside it.
    fn bring_saved(
        &self,
        folder: &Path,
        database: &Database,
        manifest: &mut Manifest,
        data: &Data,
    ) -> Result<(), Error> {
        if self.is_in_step(manifest, data)? {
            return Ok(());
        }
        if manifest.documents.is_empty() {
            manifest.documents = read(&folder.join(DOCUMENTS)).unwrap_or_default();
        }
        let changing = folder.join(CHANGING);
        replace_file(&changing, b"")?;
        let changes = self.changes(manifest, data)?;
        self.bring(database, manifest, changes, data)?;
        database.flush().map_err(|e| self.index_error(&e))?;
        save(folder, manifest)?;
        fs::remove_file(&changing).map_err(Error::file(changing))
    }

    /// Makes the index anew beside its place.
    fn make(&self, folder: &Path, data: &Data) -> Result<(Manifest, Database), Error> {
        let beside = self.folder.join(UNFINISHED);
        for old in [&beside, folder] {
            if old.exists() {
                fs::remove_dir_all(old).map_err(Error::file(old))?;
            }
        }
        fs::create_dir_all(&beside).map_err(Error::file(&beside))?;
        // Looked at before it is loaded: what changes in between is seen the next time.
        let manifest = self.manifest(data)?;
        let failed = |e: StorageError| self.index_error(&e);
        let database = Database::open(beside.join(DATABASE)).map_err(failed)?;
        let mut loader = database.bulk_loader().with_max_memory_size_in_megabytes(LOADING_MB);
        let mut load = |quads: Vec<Quad>| loader.load_quads(quads.into_iter().flat_map(twice)).map_err(failed);
        // The loader works in batches of its own; a document at a time would be slow.
        let mut some = Vec::new();
        self.each(data, Seen::Corrected, &mut |quads| {
            some.extend(quads);
            if some.len() < AT_ONCE { Ok(()) } else { load(std::mem::take(&mut some)) }
        })?;
        some.extend(ontology(data)?);
        load(some)?;
        loader.commit().map_err(failed)?;
        database.flush().map_err(failed)?;
        drop(database);
        save(&beside, &manifest)?;
        fs::rename(&beside, folder).map_err(Error::file(folder))?;
        let database = Database::open(folder.join(DATABASE)).map_err(failed)?;
        Ok((manifest, database))
    }
}

/// A quad, and its triple for the default graph.
fn twice(quad: Quad) -> [Quad; 2] {
    let merged = in_default_graph(&quad).into_owned();
    [quad, merged]
}

/// First the documents: if only they are written, the next look finds what they tell already in the index.
fn save(folder: &Path, manifest: &Manifest) -> Result<(), Error> {
    let text = |value: serde_json::Result<String>| value.expect("plain fields").into_bytes();
    replace_file(&folder.join(DOCUMENTS), &text(serde_json::to_string(&manifest.documents)))?;
    replace_file(&folder.join(MANIFEST), &text(serde_json::to_string(manifest)))
}

/// Nothing if it is not there or damaged.
fn read<T: serde::de::DeserializeOwned>(file: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Source;
    use crate::graph::query::{Answer, ask};
    use crate::graph::sample;
    use crate::graph::write::{Options, quads};

    fn filled() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        for id in ["one", "two"] {
            store.put(id, &quads(&sample::talks(Source::named(id)), &Options::default())).unwrap();
        }
        (folder, store)
    }

    fn count(index: &Index) -> usize {
        match ask(index, "SELECT * { ?document a ag:Document }").unwrap() {
            Answer::Table { rows, .. } => rows.len(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_process_has_it_and_a_second_is_told_who() {
        let (_folder, store) = filled();
        let index = store.load(&Data::embedded()).unwrap();
        let said = store.load(&Data::embedded()).err().expect("an error").to_string();
        assert!(said.contains(&format!("process {}", std::process::id())) && said.contains("only one"), "{said}");
        assert_eq!(count(&index), 2);
        drop(index);
        assert_eq!(count(&store.load(&Data::embedded()).unwrap()), 2);
    }

    #[test]
    fn what_is_missing_damaged_or_half_changed_is_made_anew() {
        let (_folder, store) = filled();
        let data = Data::embedded();
        let folder = store.folder.join(FOLDER);
        let made = |store: &Store| {
            drop(store.load(&data).unwrap());
            fs::metadata(folder.join(MANIFEST)).unwrap().modified().unwrap()
        };
        let mut before = made(&store);
        std::thread::sleep(Duration::from_millis(150));
        // Folders have settled by now; then nothing is written any more.
        before = before.max(made(&store));
        assert_eq!(made(&store), before);
        for damage in ["a mark of a killed program", "no manifest", "another version", "no database", "nothing"] {
            match damage {
                "a mark of a killed program" => fs::write(folder.join(CHANGING), "").unwrap(),
                "no manifest" => fs::remove_file(folder.join(MANIFEST)).unwrap(),
                "another version" => fs::write(folder.join(MANIFEST), "{\"version\":0}").unwrap(),
                "no database" => fs::remove_file(folder.join(DATABASE).join("CURRENT")).unwrap(),
                _ => fs::remove_dir_all(&folder).unwrap(),
            }
            let index = store.load(&data).unwrap_or_else(|e| panic!("{damage}: {e}"));
            assert_eq!(count(&index), 2, "{damage}");
            assert!(!folder.join(CHANGING).exists() && !store.folder.join(UNFINISHED).exists(), "{damage}");
        }
    }

    #[test]
    fn an_open_index_follows_the_files() {
        let (_folder, store) = filled();
        let data = Data::embedded();
        let index = store.load(&data).unwrap();
        store.put("three", &quads(&sample::talks(Source::named("three")), &Options::default())).unwrap();
        assert_eq!(count(&index), 2);
        let renewed = store.renew(&index, &data).unwrap();
        assert_eq!((count(&renewed), count(&index)), (3, 3));
        for id in ["two", "three"] {
            fs::remove_file(store.file(id)).unwrap();
        }
        fs::write(store.file("two"), "no gzip at all").unwrap();
        std::thread::sleep(Duration::from_millis(5));
        assert!(store.renew(&index, &data).is_err());
        store.remove("two").unwrap();
        assert_eq!(count(&store.renew(&index, &data).unwrap()), 1);
        drop((index, renewed));
        assert_eq!(count(&store.load(&data).unwrap()), 1);
    }
}
