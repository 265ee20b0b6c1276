//! Which documents of a run, and of the store before it, are copies of another ([`duplicates`]).
//!
//! All inputs are looked at once before the first is read, so that it matters not which comes first. What the store has
//! already takes part by the fingerprints that it keeps.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::log::Note;
use crate::cli::input::{self, Input};
use crate::diagnostic::Error;
use crate::graph::duplicates::{self, Fingerprint, Likeness};
use crate::graph::store::{Entry, Store};
use crate::graph::write::{self, content_hash};

/// The copies among the documents of a run and of a store.
#[derive(Debug, Default)]
pub(super) struct Copies {
    /// Each with its original.
    originals: BTreeMap<String, String>,
    /// The documents of this run.
    present: BTreeSet<String>,
    /// How many documents the inputs have, those with faults among them; 0 if nobody has counted.
    pub(super) n_documents: usize,
}

impl Copies {
    /// Looks at all inputs.
    pub(super) fn find(inputs: &[Input], options: &input::Options, known: &[Entry]) -> Self {
        let like = |raw: Result<input::Raw, Error>| {
            // What is wrong with it is told when it is read.
            let text = raw.and_then(input::Raw::text).ok()?;
            if text.text.trim().is_empty() || options.foreign(&text.text).is_some() {
                return None;
            }
            let likeness = Likeness { hash: content_hash(&text.text), fingerprint: Fingerprint::of(&text.text) };
            Some((text.source.id, likeness))
        };
        let found: Vec<_> = input::documents(inputs, options).par_bridge().map(like).collect();
        let n_documents = found.len();
        let mut documents: BTreeMap<String, Likeness> = known.iter().map(|e| (e.id.clone(), e.likeness())).collect();
        let mut present = BTreeSet::new();
        for (id, likeness) in found.into_iter().flatten() {
            present.insert(id.clone());
            documents.insert(id, likeness);
        }
        Self { originals: duplicates::copies(&documents), present, n_documents }
    }

    /// What a document is a copy of.
    pub(super) fn original(&self, id: &str) -> Option<&str> {
        self.originals.get(id).map(String::as_str)
    }

    /// Makes copies of the documents of the store that this run does not have, but has the original of; says which
    /// there are, and of which the original is gone.
    ///
    /// # Errors
    /// [`Error::File`] or [`Error::Store`] if one cannot be read or written.
    pub(super) fn settle(&self, known: &[Entry], store: &Store, options: &write::Options) -> Result<Vec<Note>, Error> {
        let mut notes = Vec::new();
        for entry in known.iter().filter(|e| !self.present.contains(&e.id)) {
            let id = entry.id.as_str();
            let (reason, told) = match (self.original(id), &entry.original) {
                (Some(original), was) if was.as_deref() != Some(options.base.document(original).as_str()) => {
                    let source = store.source(id)?;
                    let as_before = write::Options { reader: entry.reader.clone(), keep_text: true, ..options.clone() };
                    store.put(id, &write::copy(&source, &entry.likeness(), original, &as_before))?;
                    (format!("a copy of {original}"), false)
                }
                (None, Some(was)) => {
                    let was = was.rsplit_once("document/").map_or(was.as_str(), |(_, name)| name);
                    (format!("warning: {id}: was left out as a copy of {was}, and is none now; read it again"), true)
                }
                _ => continue,
            };
            let place = entry.path.clone().unwrap_or_default();
            let document = Some(id.to_owned());
            notes.push(Note { place, document, outcome: "duplicate", reason: Some(reason), told });
        }
        Ok(notes)
    }
}
