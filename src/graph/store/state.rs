//! What the files of a store are at a moment, so that a long-lived reader sees when they have changed.
//!
//! Files are replaced by renaming, which changes the time of their folder; so a look at an unchanged store costs one
//! call a folder (at most 256 and two), however many documents there are. Only folders that have changed are listed.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::diagnostic::Error;
use crate::graph::store::{DOCUMENTS, OWN, Store, UNFINISHED};
use crate::graph::vocabulary;

/// Times of files come in steps; what is younger than this is looked at again.
const STEP: Duration = Duration::from_millis(100);

/// What a file that is replaced or edited does not keep: its time in nanoseconds, its length, its number.
pub(super) type Mark = (u64, u64, u64);

/// The files of a store: which there are, and when each was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    top: BTreeMap<String, Mark>,
    /// By folder its own time, if the list holds as long as that stays, and a hash of the list: a million marks would
    /// take a hundred megabytes.
    folders: BTreeMap<String, (Option<u64>, String)>,
}

impl State {
    /// Looks at the folder again; true if a file was added, replaced, edited or removed.
    ///
    /// # Errors
    /// [`Error::File`] if the folder cannot be listed.
    ///
    /// # Complexity
    /// Linear in the folders, and in the files of those that have changed.
    pub fn refresh(&mut self, store: &Store) -> Result<bool, Error> {
        let mut now = Self { top: files(&store.folder)?, folders: BTreeMap::new() };
        for (name, settled) in folders(store)? {
            let before = self.folders.get(&name).filter(|b| settled.is_some() && b.0 == settled);
            let list = match before {
                Some((_, list)) => list.clone(),
                None => hash(&files(&store.folder.join(DOCUMENTS).join(&name))?),
            };
            now.folders.insert(name, (settled, list));
        }
        let lists =
            |state: &Self| state.folders.iter().map(|(name, f)| (name.clone(), f.1.clone())).collect::<Vec<_>>();
        let changed = self.top != now.top || lists(self) != lists(&now);
        *self = now;
        Ok(changed)
    }

    /// Takes the triples of the user's own as seen, by who has just written them and nothing else.
    pub fn see_own(&mut self, store: &Store) {
        match fs::metadata(store.folder.join(OWN)) {
            Ok(metadata) => self.top.insert(OWN.to_owned(), mark(&metadata)),
            Err(_) => self.top.remove(OWN),
        };
    }
}

/// The folders of the documents, each with its time if what is listed now holds as long as that stays.
pub(super) fn folders(store: &Store) -> Result<BTreeMap<String, Option<u64>>, Error> {
    let documents = store.folder.join(DOCUMENTS);
    let mut folders = BTreeMap::new();
    if documents.is_dir() {
        for entry in fs::read_dir(&documents).map_err(Error::file(&documents))?.flatten() {
            // A folder that has gone meanwhile has no documents.
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() {
                let settled = metadata.modified().ok().filter(|time| time.elapsed().is_ok_and(|age| age > STEP));
                folders.insert(entry.file_name().to_string_lossy().into_owned(), settled.map(nanoseconds));
            }
        }
    }
    Ok(folders)
}

/// The files of a folder that a build does not still write, by name. Folders are none; one that is gone has none.
pub(super) fn files(folder: &Path) -> Result<BTreeMap<String, Mark>, Error> {
    let mut files = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(files),
        entries => entries.map_err(Error::file(folder))?,
    };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        if metadata.is_file() && !name.ends_with(UNFINISHED) {
            files.insert(name, mark(&metadata));
        }
    }
    Ok(files)
}

fn mark(metadata: &Metadata) -> Mark {
    #[cfg(unix)]
    let node = std::os::unix::fs::MetadataExt::ino(metadata);
    #[cfg(not(unix))]
    let node = 0;
    (metadata.modified().map_or(0, nanoseconds), metadata.len(), node)
}

/// Since 1970; what was before counts as that.
fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

fn hash(files: &BTreeMap<String, Mark>) -> String {
    let lines: Vec<String> = files.iter().map(|(name, mark)| format!("{name} {mark:?}")).collect();
    vocabulary::hash(lines.iter().map(String::as_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_file_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        let mut state = State::default();
        assert!(state.refresh(&store).unwrap());
        assert!(!state.refresh(&store).unwrap());
        let mut seen = |what: &str| {
            assert!(state.refresh(&store).unwrap(), "{what}");
            assert!(!state.refresh(&store).unwrap(), "{what}, again");
        };
        store.put("one", &[]).unwrap();
        seen("a document");
        // Without waiting: the folder's time may be the same as before.
        store.put("one", &[]).unwrap();
        seen("the document replaced");
        store.put("two", &[]).unwrap();
        seen("another document");
        store.remove("one").unwrap();
        seen("a document removed");
        fs::write(folder.path().join("curation.trig"), "# one\n").unwrap();
        seen("a file at the top");
        fs::write(folder.path().join("curation.trig"), "# one, two\n").unwrap();
        seen("a file edited");
        let documents = store.file("two").with_file_name("half.nq.gz.1.tmp");
        fs::write(documents, "").unwrap();
        assert!(!state.refresh(&store).unwrap(), "half a document");
        std::thread::sleep(2 * STEP);
        assert!(!state.refresh(&store).unwrap(), "settled");
        store.put("two", &[]).unwrap();
        assert!(state.refresh(&store).unwrap(), "replaced after it had settled");
    }
}
