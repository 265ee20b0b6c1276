//! Documents read for a command that compares or counts.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::cli::input::{self, Dated};
use crate::cli::report;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::ontology::Ontology;
use crate::pipeline::{Reader, Reading};
use crate::rule::grammar::Grammar;
use crate::score::gold::{self, Document};
use crate::score::{Judged, judge};

/// Reads every input by `read`, in parallel, and hands what comes out to `each` in the order of the inputs. Says how many
/// inputs could not be read; what was wrong with them is on standard error.
pub(super) fn each<T: Send>(
    inputs: &[PathBuf],
    dated: Dated,
    read: impl Fn(Source, String) -> T + Sync,
    mut each: impl FnMut(T),
) -> usize {
    let options = input::Options::default();
    let (inputs, problems) = input::collect(inputs, &options, &[]);
    problems.iter().for_each(report);
    let mut n_failed = problems.len();
    let mut documents = input::documents(&inputs, &options);
    loop {
        let some: Vec<_> = documents.by_ref().take(4 * rayon::current_num_threads()).collect();
        if some.is_empty() {
            return n_failed;
        }
        let read = |raw: Result<input::Raw, Error>| {
            raw.and_then(input::Raw::text).map(|mut text| {
                dated.date(&mut text.source);
                read(text.source, text.text)
            })
        };
        for result in some.into_par_iter().map(read).collect::<Vec<_>>() {
            match result {
                Ok(found) => each(found),
                Err(error) => {
                    report(&error);
                    n_failed += 1;
                }
            }
        }
    }
}

/// An annotated document with what was read in it and how much of it is right.
pub(super) struct Annotated {
    /// What it is counted with: the name of its file of JSON Lines, or `articles` for an `.expected` file.
    pub(super) set: String,
    pub(super) document: Document,
    pub(super) reading: Reading,
    pub(super) judged: Judged,
}

/// Reads the annotated documents of several files, and compares.
pub(super) fn gold(paths: &[PathBuf], reader: &Reader, data: &Data) -> Result<Vec<Annotated>, Error> {
    let (ontology, grammar) = (Ontology::load(data)?, Grammar::load(data)?);
    let mut documents: Vec<(String, Document)> = Vec::new();
    for path in paths {
        let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let set = if path.extension().is_some_and(|e| e == "expected") { "articles".to_owned() } else { stem };
        documents.extend(gold::read(path)?.into_iter().map(|document| (set.clone(), document)));
    }
    let read = |(set, document): (String, Document)| {
        let reading = reader.read(Source::named(&document.name), document.text.clone());
        let judged = judge(&reading, &document, &ontology, &grammar);
        Annotated { set, document, reading, judged }
    };
    Ok(documents.into_par_iter().map(read).collect())
}
