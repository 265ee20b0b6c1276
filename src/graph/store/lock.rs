//! Who may write to a store: two advisory locks, one for its documents and one for what is noted beside them.
//!
//! Whoever reads the files, changes something and writes it back holds a lock in between, so that two programs that write
//! to one store lose nothing of each other's. Readers need none: every file is replaced as a whole. A build holds the
//! documents for as long as it takes, and the notes only for a moment at its end; so corrections and updates go on
//! beside it. Whoever takes both takes the documents first, so that no two wait for each other.
//!
//! The locks are files in `.lock/`, which stay; what counts is the lock that the system holds on them ([`File::lock`]),
//! and it is given back when a program ends, however it ends.

use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::time::{Duration, Instant};

use crate::diagnostic::Error;
use crate::graph::store::{DOCUMENTS, Store, UNFINISHED};

/// The folder of the locks.
pub(super) const LOCKS: &str = ".lock";

/// What is written under one lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The documents' files.
    Documents,
    /// Everything beside them: corrections, own triples, who the actors are.
    Notes,
}

/// The right to write to a part of a store, until it is dropped.
#[derive(Debug)]
#[must_use = "the lock is given back when this is dropped"]
pub struct Lock {
    /// None where the system knows no locks.
    _held: Option<File>,
}

impl Store {
    /// Waits for the right to write to a part of the store. `who` is told to others who wait: `build`. If somebody else
    /// has it, `waiting` is called once, with who that is.
    ///
    /// # Errors
    /// [`Error::File`] if the lock cannot be made.
    pub fn lock(&self, part: Part, who: &str, waiting: impl FnOnce(&str)) -> Result<Lock, Error> {
        let lock = match self.try_lock(part, who)? {
            Ok(lock) => lock,
            Err(other) => {
                waiting(&other);
                let file = self.lock_file(part.name())?;
                file.lock().map_err(Error::file(self.folder.join(LOCKS).join(part.name())))?;
                Lock { _held: Some(signed(file, who)) }
            }
        };
        self.sweep(part);
        Ok(lock)
    }

    /// The same, but it waits no longer than that.
    ///
    /// # Errors
    /// [`Error::Busy`] naming who still has it, [`Error::File`] if the lock cannot be made.
    pub fn lock_within(&self, part: Part, who: &str, time: Duration) -> Result<Lock, Error> {
        let begin = Instant::now();
        loop {
            match self.try_lock(part, who)? {
                Ok(lock) => {
                    self.sweep(part);
                    return Ok(lock);
                }
                Err(_) if begin.elapsed() < time => std::thread::sleep(Duration::from_millis(20)),
                Err(other) => {
                    let message = format!("{other} is writing to it; try again later");
                    return Err(Error::Busy { path: self.folder.clone(), message });
                }
            }
        }
    }

    /// The lock, or who has it.
    fn try_lock(&self, part: Part, who: &str) -> Result<Result<Lock, String>, Error> {
        self.try_lock_named(part.name(), who)
    }

    pub(super) fn try_lock_named(&self, name: &str, who: &str) -> Result<Result<Lock, String>, Error> {
        let mut file = self.lock_file(name)?;
        match file.try_lock() {
            Ok(()) => Ok(Ok(Lock { _held: Some(signed(file, who)) })),
            Err(TryLockError::WouldBlock) => {
                let mut other = String::new();
                // Who it is is only told; some systems let nobody read a locked file.
                let _ = file.read_to_string(&mut other);
                let other = other.trim();
                Ok(Err(if other.is_empty() { "another program".to_owned() } else { other.to_owned() }))
            }
            // A file system without locks, such as some of networks: as it was before there were any.
            Err(TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Unsupported => Ok(Ok(Lock { _held: None })),
            Err(TryLockError::Error(e)) => Err(Error::file(self.folder.join(LOCKS).join(name))(e)),
        }
    }

    fn lock_file(&self, name: &str) -> Result<File, Error> {
        let folder = self.folder.join(LOCKS);
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        let path = folder.join(name);
        // Not truncated: it says who has the lock.
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        file.map_err(Error::file(path))
    }

    /// Removes what a killed program left behind; only who has the lock knows that nobody still writes it.
    fn sweep(&self, part: Part) {
        let (folder, depth) = match part {
            Part::Documents => (self.folder.join(DOCUMENTS), 2),
            Part::Notes => (self.folder.clone(), 1),
        };
        let files = walkdir::WalkDir::new(folder).max_depth(depth).into_iter().flatten();
        let left =
            |e: &walkdir::DirEntry| e.file_type().is_file() && e.file_name().to_string_lossy().ends_with(UNFINISHED);
        for entry in files.filter(left) {
            // If it cannot be removed it is ignored all the same: such names are never read.
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Notes => "notes",
        }
    }
}

/// Says in the file who has it, for whoever waits; if that fails they are told less.
fn signed(mut file: File, who: &str) -> File {
    let program = format!("actograph {who}");
    let text = format!("`{}` (process {})\n", program.trim_end(), std::process::id());
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(text.as_bytes()));
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_it_at_a_time_and_the_others_know_who() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        let lock = store.lock(Part::Documents, "build", |_| panic!("nobody has it")).unwrap();
        // The other part is free.
        drop(store.lock(Part::Notes, "accept", |_| panic!("nobody has it")).unwrap());
        let refused = store.lock_within(Part::Documents, "forget", Duration::from_millis(30)).unwrap_err().to_string();
        let me = format!("`actograph build` (process {}) is writing to it", std::process::id());
        assert!(refused.contains(&me), "{refused}");

        let (told, hear) = std::sync::mpsc::channel();
        let waiter = {
            let store = store.clone();
            std::thread::spawn(move || store.lock(Part::Documents, "merge", |who| told.send(who.to_owned()).unwrap()))
        };
        assert!(hear.recv().unwrap().starts_with("`actograph build`"));
        drop(lock);
        let lock = waiter.join().unwrap().unwrap();
        assert!(store.lock_within(Part::Documents, "x", Duration::ZERO).unwrap_err().to_string().contains("merge"));
        drop(lock);
        assert!(store.lock_within(Part::Documents, "x", Duration::ZERO).is_ok());
    }

    #[test]
    fn what_another_still_writes_is_not_swept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        let half = store.file("one").with_extension("gz.7.tmp");
        fs::create_dir_all(half.parent().unwrap()).unwrap();
        let note = folder.path().join("own.nq.7.tmp");
        for file in [&half, &note] {
            fs::write(file, "half a fi").unwrap();
        }
        drop(Store::create(folder.path(), None).unwrap());
        assert!(half.exists() && note.exists());
        drop(store.lock(Part::Documents, "build", |_| ()).unwrap());
        assert!(!half.exists() && note.exists());
        drop(store.lock(Part::Notes, "accept", |_| ()).unwrap());
        assert!(!note.exists());
    }
}
