//! What the files of a store are at a moment, so that a long-lived reader sees when they have changed.
//!
//! Files are replaced by renaming, which changes the time of their folder; so a look at an unchanged store costs one
//! call a folder (at most 256 and two), however many documents there are. Only folders that have changed are listed.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::diagnostic::Error;
use crate::graph::store::{DOCUMENTS, Store, UNFINISHED};

/// Times of files come in steps; what is younger than this is looked at again.
const STEP: Duration = Duration::from_millis(100);

/// The files of a store: which there are, and when each was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    folders: BTreeMap<PathBuf, Folder>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Folder {
    /// Its own time, if it was old enough when it was listed that the list holds.
    settled: Option<SystemTime>,
    files: BTreeMap<PathBuf, Mark>,
}

/// What a file that is replaced or edited does not keep.
type Mark = (Option<SystemTime>, u64, u64);

impl State {
    /// Looks at the folder again; true if a file was added, replaced, edited or removed.
    ///
    /// # Errors
    /// [`Error::File`] if the folder cannot be listed.
    ///
    /// # Complexity
    /// Linear in the folders, and in the files of those that have changed.
    pub fn refresh(&mut self, store: &Store) -> Result<bool, Error> {
        // The few files at the top may be edited in place, which does not change the folder's time.
        let top = Folder { settled: None, files: files(&store.folder)? };
        let mut now = BTreeMap::from([(store.folder.clone(), top)]);
        let documents = store.folder.join(DOCUMENTS);
        if documents.is_dir() {
            for entry in fs::read_dir(&documents).map_err(Error::file(&documents))?.flatten() {
                let path = entry.path();
                // A folder that has gone meanwhile has no documents.
                let Ok(time) = entry.metadata().and_then(|m| m.modified()) else { continue };
                let settled = time.elapsed().is_ok_and(|age| age > STEP).then_some(time);
                let before = self.folders.get(&path).filter(|b| settled.is_some() && b.settled == settled);
                let folder = match before {
                    Some(before) => before.clone(),
                    None if path.is_dir() => Folder { settled, files: files(&path)? },
                    None => continue,
                };
                now.insert(path, folder);
            }
        }
        let list = |folders: &BTreeMap<PathBuf, Folder>| -> Vec<(PathBuf, Mark)> {
            folders.values().flat_map(|f| f.files.clone()).collect()
        };
        let changed = list(&self.folders) != list(&now);
        self.folders = now;
        Ok(changed)
    }
}

/// The files of a folder that a build does not still write.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Mark>, Error> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))?.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        let unfinished = entry.file_name().to_string_lossy().ends_with(UNFINISHED);
        if metadata.is_file() && !unfinished {
            files.insert(entry.path(), mark(&metadata));
        }
    }
    Ok(files)
}

fn mark(metadata: &Metadata) -> Mark {
    #[cfg(unix)]
    let node = std::os::unix::fs::MetadataExt::ino(metadata);
    #[cfg(not(unix))]
    let node = 0;
    (metadata.modified().ok(), metadata.len(), node)
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
