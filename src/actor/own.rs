//! The user's own actors: the folder `actors/` of her data and the files she names, read and checked.
//!
//! Nothing is done here when there are none, which is the common case: the built-in tables are taken as they are.

use std::path::Path;

use super::check::{Everyday, check};
use super::sheet::Sheet;
use crate::data::{Data, Table};
use crate::diagnostic::{Diagnostic, Error, Severity};
use crate::text::decode;

/// The tables of entries, in the order in which they win where a name is ambiguous; others follow.
const ORDER: &[&str] = &[
    "states",
    "organizations",
    "groups",
    "government",
    "persons",
    "parties",
    "companies",
    "populations",
    "places",
    "seats",
];

/// The program's tables below `lexicon/actors/`, in the order in which they win; word lists are among them.
pub(super) fn tables(data: &Data) -> Vec<String> {
    let mut paths = data.list("lexicon/actors", "tsv");
    let rank = |path: &String| ORDER.iter().position(|name| *name == stem(path)).unwrap_or(ORDER.len());
    paths.sort_by_key(rank);
    paths
}

/// The file's name without folder and ending.
pub(super) fn stem(path: &str) -> &str {
    Path::new(path).file_stem().and_then(|s| s.to_str()).unwrap_or_default()
}

/// Whether the rows of a table are entries, offices or shared names, and not words.
pub(super) fn has_actors<'a>(columns: impl Iterator<Item = &'a str>) -> bool {
    let columns: Vec<&str> = columns.collect();
    let has = |names: &[&str]| names.iter().all(|n| columns.contains(n));
    has(&["id", "class", "name"]) || has(&["person", "office"]) || has(&["name", "entries"])
}

/// All tables with actors, the program's and the user's, and everything that is wrong with them.
///
/// # Errors
/// [`Error::File`] if a file cannot be read, [`Error::Encoding`] if it is no text.
pub fn survey(data: &Data) -> Result<(Vec<Sheet>, Vec<Diagnostic>), Error> {
    let (mut sheets, mut complaints) = (Vec::new(), Vec::new());
    for path in tables(data) {
        let text = data.text(&path)?;
        let header = text.lines().find(|l| !l.starts_with('#') && !l.trim().is_empty()).unwrap_or_default();
        if has_actors(header.split('\t')) {
            let (sheet, found) = Sheet::read(&path, &text, false);
            sheets.extend(sheet);
            complaints.extend(found);
        }
    }
    for file in data.actor_files() {
        let (sheet, found) = Sheet::read(&file, &text(data, &file)?, true);
        sheets.extend(sheet);
        complaints.extend(found);
    }
    complaints.extend(check(&sheets, &Everyday::load(data)?));
    let order = |c: &Diagnostic| sheets.iter().position(|s| s.file == c.file).unwrap_or(0);
    complaints.sort_by_key(|c| (order(c), c.span.start));
    Ok((sheets, complaints))
}

/// The user's own sheets.
///
/// # Errors
/// As [`survey`], and [`Error::Diagnostics`] if there is an error in one of them.
pub(super) fn sheets(data: &Data) -> Result<Vec<Sheet>, Error> {
    let files = data.actor_files();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let (mut sheets, mut complaints) = survey(data)?;
    sheets.retain(|s| s.own);
    complaints.retain(|c| files.contains(&c.file));
    if complaints.iter().any(|c| c.severity == Severity::Error) {
        return Err(Error::Diagnostics(complaints));
    }
    Ok(sheets)
}

/// The text of a file of the user's, in whatever encoding her spreadsheet wrote it.
///
/// # Errors
/// [`Error::File`] if it cannot be read, [`Error::Encoding`] if it is no text.
pub fn text(data: &Data, file: &str) -> Result<String, Error> {
    Ok(decode(Path::new(file), &data.bytes(file)?)?.text)
}

/// Reads a table of the program for [`Gazetteer`](super::Gazetteer).
pub(super) fn table(data: &Data, path: &str) -> Result<(String, Table), Error> {
    Ok((stem(path).to_owned(), Table::load(data, path)?))
}
