//! Files with actors as a person writes them → rows whose every cell knows its place, and what cannot be read.
//!
//! A file is a table (tabs, commas or semicolons) or Turtle with SKOS labels; both become the same columns. What the
//! values mean is checked in [`check`](super::check). The built-in tables go through here only to be checked: when text
//! is read they are taken as they are.

mod delimited;
mod turtle;

pub use delimited::{Cell, Record, records};

use std::ops::Range;

use super::slug;
use crate::data::{Row, Table};
use crate::diagnostic::{Diagnostic, nearest};

/// What the rows of a [`Sheet`] are; its columns tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Actors and places.
    Entries,
    /// Who held which office.
    Offices,
    /// Names that several entries share on purpose.
    Shared,
}

/// The columns of entries.
pub const ENTRY_COLUMNS: &[&str] = &[
    "id",
    "class",
    "name",
    "aliases",
    "acronyms",
    "demonyms",
    "surname",
    "from",
    "to",
    "parent",
    "wikidata",
    "source",
    "gender",
    "adjectives",
    "stands_for",
    "note",
    "iso2",
    "iso3",
    "capital",
];
/// The columns of offices.
pub const OFFICE_COLUMNS: &[&str] = &["person", "office", "body", "from", "to", "source", "note"];
/// The columns of shared names.
pub const SHARED_COLUMNS: &[&str] = &["name", "entries", "note"];

impl Kind {
    /// The columns that are understood.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Entries => ENTRY_COLUMNS,
            Self::Offices => OFFICE_COLUMNS,
            Self::Shared => SHARED_COLUMNS,
        }
    }

    /// The columns without which a file makes no sense.
    fn required(self) -> &'static [&'static str] {
        match self {
            Self::Entries => &["class", "name"],
            Self::Offices => &["person", "office", "body"],
            Self::Shared => &["name", "entries"],
        }
    }

    fn of(columns: &[String]) -> Self {
        let has = |name: &str| columns.iter().any(|c| c == name);
        match () {
            () if has("person") && has("office") => Self::Offices,
            () if has("entries") => Self::Shared,
            () => Self::Entries,
        }
    }
}

/// A file with actors, offices or shared names.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name in messages.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What its rows are.
    pub kind: Kind,
    /// Whether it is the user's own file of actors, not one of the program's tables.
    pub own: bool,
    /// The rows, with an `id` for every entry.
    pub table: Table,
    /// Where the cells of the table stand in the text, row after row.
    places: Vec<Range<usize>>,
    n_columns: usize,
    /// Whether the row has an `id` of its own, or one made from its name.
    given: Vec<bool>,
}

/// One row of a [`Sheet`].
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The number of the row, from 0.
    pub index: usize,
    /// Its values.
    pub row: Row<'a>,
}

impl Sheet {
    /// Reads a file; what cannot be read is left out and said.
    pub fn read(file: &str, text: &str, own: bool) -> (Option<Self>, Vec<Diagnostic>) {
        let mut complaints = Vec::new();
        let is_turtle = std::path::Path::new(file).extension().is_some_and(|e| e.eq_ignore_ascii_case("ttl"));
        let draft = if is_turtle || (file == "-" && turtle::looks_like(text)) {
            Some(turtle::read(file, text, &mut complaints))
        } else {
            table(file, text, &mut complaints)
        };
        let sheet = draft.map(|draft| draft.finish(file, text, own));
        (sheet, complaints)
    }

    /// The rows in file order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.table.rows().enumerate().map(|(index, row)| Line { sheet: self, index, row })
    }

    /// The row with a number, from 0.
    pub fn line(&self, index: usize) -> Option<Line<'_>> {
        self.table.row(index).map(|row| Line { sheet: self, index, row })
    }
}

impl<'a> Line<'a> {
    /// The value under a column; empty if there is no such column.
    pub fn get(&self, column: &str) -> &'a str {
        self.row.get(column)
    }

    /// Where the value under a column stands; where the row begins if there is no such column.
    pub fn place(&self, column: &str) -> Range<usize> {
        let column = self.sheet.table.columns().position(|c| c == column).unwrap_or(0);
        self.sheet.places[self.index * self.sheet.n_columns + column].clone()
    }

    /// Where one value of a cell that lists several stands.
    pub fn part(&self, column: &str, value: &str) -> Range<usize> {
        let cell = self.place(column);
        match self.sheet.text.get(cell.clone()).and_then(|written| written.find(value)) {
            Some(at) => cell.start + at..cell.start + at + value.len(),
            None => cell,
        }
    }

    /// Whether the row has an `id` of its own, or one made from its name.
    pub fn has_id(&self) -> bool {
        self.sheet.given[self.index]
    }
}

/// A sheet in the making.
#[derive(Debug)]
struct Draft<'a> {
    kind: Kind,
    columns: Vec<String>,
    records: Vec<Record<'a>>,
    /// Whether each row has an `id` of its own; `None` if empty cells tell.
    given: Option<Vec<bool>>,
}

impl Draft<'_> {
    fn finish(mut self, file: &str, text: &str, own: bool) -> Sheet {
        let column = |name: &str| self.columns.iter().position(|c| c == name);
        let (id, name) = (column("id"), column("name"));
        let mut given = Vec::with_capacity(self.records.len());
        for record in &mut self.records {
            let has_id = self.kind != Kind::Entries || id.is_some_and(|id| !record.cells[id].value.is_empty());
            given.push(has_id);
            if !has_id && let Some(name) = name {
                let cell = &record.cells[name];
                let made = Cell { value: slug(&cell.value).into(), span: cell.span.clone() };
                match id {
                    Some(id) => record.cells[id] = made,
                    None => record.cells.push(made),
                }
            }
        }
        if self.kind == Kind::Entries && id.is_none() && name.is_some() {
            self.columns.push("id".to_owned());
        }
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let rows = self.records.iter().map(|r| (r.line, r.cells.iter().map(|c| &*c.value).collect()));
        let places = self.records.iter().flat_map(|r| r.cells.iter().map(|c| c.span.clone())).collect();
        Sheet {
            file: file.to_owned(),
            text: text.to_owned(),
            kind: self.kind,
            own,
            table: Table::from_rows(&columns, rows),
            places,
            n_columns: columns.len(),
            given: self.given.unwrap_or(given),
        }
    }
}

/// A table with a header; `None` if the header is of no use.
fn table<'a>(file: &str, text: &'a str, complaints: &mut Vec<Diagnostic>) -> Option<Draft<'a>> {
    let (mut records, faults) = records(text);
    for fault in faults {
        let complaint = Diagnostic::error("A01", file, fault, "this quotation mark has no end");
        complaints.push(complaint.hint("write \"\" for a quotation mark within quotation marks"));
    }
    if records.is_empty() {
        complaints.push(Diagnostic::error("A03", file, 0..0, "there is no header with the names of the columns"));
        return None;
    }
    let header = records.remove(0);
    let columns: Vec<String> =
        header.cells.iter().map(|c| c.value.trim().to_lowercase().replace([' ', '-'], "_")).collect();
    let kind = Kind::of(&columns);
    let mut usable = true;
    for (i, (name, cell)) in columns.iter().zip(&header.cells).enumerate() {
        if columns[..i].contains(name) && !name.is_empty() {
            complaints.push(Diagnostic::error("A02", file, cell.span.clone(), format!("column `{name}` stands twice")));
            usable = false;
        } else if !kind.columns().contains(&name.as_str()) && !name.is_empty() {
            let complaint = Diagnostic::warning("A02", file, cell.span.clone(), format!("unknown column `{name}`"));
            complaints.push(complaint.hint(match nearest(name, kind.columns().iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("it is ignored; the columns are {}", kind.columns().join(", ")),
            }));
        }
    }
    for name in kind.required().iter().filter(|r| !columns.iter().any(|c| c == *r)) {
        let span = header.cells.first().map_or(0..0, |c| c.span.clone());
        let complaint = Diagnostic::error("A03", file, span, format!("there is no column `{name}`"));
        complaints.push(complaint.hint(format!("the header of a table needs {}", kind.required().join(", "))));
        usable = false;
    }
    let n = columns.len();
    records.retain_mut(|record| {
        // Spreadsheets write empty cells after the last one.
        while record.cells.len() > n && record.cells.last().is_some_and(|c| c.value.is_empty()) {
            record.cells.pop();
        }
        if record.cells.len() != n {
            let span = record.cells[0].span.start..record.cells.last().map_or(0, |c| c.span.end);
            let found = record.cells.len();
            let complaint = format!("{found} cells, but the header has {n} columns");
            complaints.push(Diagnostic::error("A04", file, span, complaint));
        }
        record.cells.len() == n
    });
    usable.then_some(Draft { kind, columns, records, given: None })
}
