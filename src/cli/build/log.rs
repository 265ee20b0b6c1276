//! What became of every input that was not simply read, as JSON lines in the order of the inputs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::diagnostic::Error;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// File and place.
    pub(super) place: String,
    /// The document's identifier, where it is known.
    pub(super) document: Option<String>,
    /// One word: `unchanged`, `empty`, `foreign`, `duplicate`, `failed`, `damaged`.
    pub(super) outcome: &'static str,
    /// The same for people.
    pub(super) reason: Option<String>,
    /// Whether the user is told of it besides.
    pub(super) told: bool,
}

/// A log that is written as results come, each in its place; without a file it takes notes to nowhere.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    to: Option<BufWriter<File>>,
    /// Results that came before their turn.
    waiting: BTreeMap<usize, Option<Note>>,
    next: usize,
}

impl Log {
    /// # Errors
    /// [`Error::File`] if the file cannot be made.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Error> {
        let to = path.map(|path| File::create(path).map(BufWriter::new).map_err(Error::file(path))).transpose()?;
        Ok(Self { path: path.map(Path::to_owned).unwrap_or_default(), to, waiting: BTreeMap::new(), next: 0 })
    }

    /// Writes what is not about one of the numbered inputs.
    pub(super) fn say(&mut self, note: &Note) -> Result<(), Error> {
        let Note { place, document, outcome, reason, .. } = note;
        if let Some(to) = &mut self.to {
            let line = json!({ "place": place, "document": document, "outcome": outcome, "reason": reason });
            writeln!(to, "{line}").map_err(Error::file(&self.path))?;
        }
        Ok(())
    }

    /// The result of an input by its number, counted from 0; each number comes once.
    pub(super) fn add(&mut self, number: usize, note: Option<Note>) -> Result<(), Error> {
        if self.to.is_none() {
            return Ok(());
        }
        self.waiting.insert(number, note);
        while let Some(note) = self.waiting.remove(&self.next) {
            self.next += 1;
            if let Some(note) = note {
                self.say(&note)?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// [`Error::File`] if the last lines cannot be written.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.to.as_mut().map_or(Ok(()), BufWriter::flush).map_err(Error::file(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_the_order_of_the_inputs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        let mut log = Log::open(Some(&path)).unwrap();
        let note = |place: &str| {
            let reason = Some("no text".to_owned());
            Some(Note { place: place.to_owned(), document: None, outcome: "empty", reason, told: true })
        };
        for (number, note) in [(2, note("c")), (0, note("a")), (1, None)] {
            log.add(number, note).unwrap();
        }
        log.finish().unwrap();
        let written = std::fs::read_to_string(path).unwrap();
        let places: Vec<&str> = written.lines().map(|l| &l[..12]).collect();
        assert_eq!(places, ["{\"place\":\"a\"", "{\"place\":\"c\""]);
    }
}
