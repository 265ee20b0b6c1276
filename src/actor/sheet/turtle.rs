//! Turtle with SKOS labels → the same columns as a table has.
//!
//! A subject with a class of ours or a `skos:prefLabel` is an entry, and the end of its IRI the `id`: one that may
//! replace a built-in entry if the IRI is in the namespace of the graph's data, else one that must not be taken yet. Labels count in English and without a language; other
//! vocabularies than SKOS, OWL and our own are left alone. The parser tells no places, so it is fed line by line, and
//! what it has just given is looked up in that line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;

use super::delimited::{Cell, Record};
use super::{Draft, ENTRY_COLUMNS, Kind};
use crate::actor::lexicon::is_acronym;
use crate::actor::slug;
use crate::diagnostic::{Diagnostic, nearest};
use crate::ontology::AG;

const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
const DCTERMS_SOURCE: &str = "http://purl.org/dc/terms/source";
const WIKIDATA: &[&str] = &["http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"];
/// The namespace of the graph's data, where no store says otherwise.
const DATA: &str = "https://w3id.org/actograph/kg/";

/// Properties of our own namespace and the columns that they fill.
const OWN: &[(&str, &str)] = &[
    ("acronym", "acronyms"),
    ("demonym", "demonyms"),
    ("surname", "surname"),
    ("gender", "gender"),
    ("from", "from"),
    ("to", "to"),
    ("parent", "parent"),
    ("belongsTo", "parent"),
    ("standsFor", "stands_for"),
    ("source", "source"),
];

/// After so many faults of syntax the rest is noise.
const MOST_FAULTS: usize = 10;
/// How far behind the last find the next one is looked for, bytes.
const WINDOW: usize = 4096;

/// Whether a file without a name is Turtle.
pub(super) fn looks_like(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#')).unwrap_or_default();
    first.starts_with('@')
        || first.starts_with('<')
        || first.get(..7).is_some_and(|p| p.eq_ignore_ascii_case("prefix "))
}

/// Reads the entries of a file.
pub(super) fn read<'a>(file: &str, text: &'a str, complaints: &mut Vec<Diagnostic>) -> Draft<'a> {
    let mut reader =
        Reader { file, text, line: 0..0, at: 0, items: Vec::new(), by_subject: HashMap::new(), complaints };
    let mut parser = TurtleParser::new().low_level();
    let mut faults = 0;
    let mut lines = text.split_inclusive('\n');
    while !parser.is_end() && faults < MOST_FAULTS {
        match lines.next() {
            Some(line) => {
                reader.line = reader.line.end..reader.line.end + line.len();
                reader.at = reader.line.start;
                parser.extend_from_slice(line.as_bytes());
            }
            None => parser.end(),
        }
        while let Some(next) = parser.parse_next() {
            match next {
                Ok(triple) => reader.triple(triple),
                Err(error) => {
                    faults += 1;
                    let place = error.location();
                    let span = on_characters(text, place.start.offset as usize, place.end.offset as usize);
                    reader.complaints.push(Diagnostic::error("A01", file, span, error.message().to_owned()));
                    if faults == MOST_FAULTS {
                        break;
                    }
                }
            }
        }
    }
    reader.finish()
}

/// An entry in the making.
struct Item {
    place: Range<usize>,
    /// Values by column of [`ENTRY_COLUMNS`]; several are parted by `|`.
    cells: Vec<(String, Range<usize>)>,
    /// The label of RDFS, for want of one of SKOS.
    label: Option<(String, Range<usize>)>,
    /// Whether it is more than a node that others mention.
    is_entry: bool,
    /// Whether the identifier is the user's choice.
    given: bool,
    parents: Vec<(&'static str, NamedNode)>,
}

struct Reader<'a, 'c> {
    file: &'c str,
    text: &'a str,
    /// The line that was read last.
    line: Range<usize>,
    /// Where the last value ended.
    at: usize,
    items: Vec<Item>,
    by_subject: HashMap<NamedOrBlankNode, usize>,
    complaints: &'c mut Vec<Diagnostic>,
}

impl<'a> Reader<'a, '_> {
    fn triple(&mut self, triple: Triple) {
        let item = match self.by_subject.get(&triple.subject) {
            Some(&item) => item,
            None => self.item(&triple.subject),
        };
        let predicate = triple.predicate.as_str();
        let value = match &triple.object {
            Term::Literal(literal) => literal.value(),
            Term::NamedNode(node) => last(node.as_str()),
            Term::BlankNode(_) => "",
        };
        let english = match &triple.object {
            Term::Literal(literal) => literal.language().is_none_or(|l| l == "en" || l.starts_with("en-")),
            _ => true,
        };
        let object = match &triple.object {
            Term::NamedNode(node) => node.as_str(),
            _ => "",
        };
        let column = match predicate {
            RDF_TYPE => object.starts_with(AG).then_some("class"),
            SAME_AS => wikidata(object).map(|_| "wikidata"),
            DCTERMS_SOURCE => Some("source"),
            RDFS_LABEL => {
                let place = self.find(value);
                if english && self.items[item].label.is_none() {
                    self.items[item].label = Some((value.to_owned(), place));
                }
                None
            }
            _ => match (predicate.strip_prefix(SKOS), predicate.strip_prefix(AG)) {
                (Some("prefLabel"), _) if english => Some("name"),
                (Some("altLabel" | "hiddenLabel"), _) if english && is_acronym(value) => Some("acronyms"),
                (Some("altLabel" | "hiddenLabel"), _) if english => Some("aliases"),
                (Some("exactMatch"), _) => wikidata(object).map(|_| "wikidata"),
                (_, Some(own)) => self.own(own),
                _ => None,
            },
        };
        let Some(column) = column else { return };
        let taken = !self.cell(item, column).0.is_empty();
        if let ("parent" | "stands_for", Term::NamedNode(node), false) = (column, &triple.object, taken) {
            self.items[item].parents.push((column, node.clone()));
        }
        let place = self.find(value);
        let value = value.to_owned();
        match column {
            "name" if taken => self.add(item, "aliases", &value, place),
            "class" | "from" | "to" | "parent" | "wikidata" | "surname" | "gender" | "stands_for" | "source"
                if taken => {}
            _ => self.add(item, column, &value, place),
        }
        self.items[item].is_entry |= matches!(column, "class" | "name");
    }

    /// The column of a property of our namespace.
    fn own(&mut self, property: &str) -> Option<&'static str> {
        let known = OWN.iter().find(|(name, _)| *name == property);
        if known.is_none() {
            let place = self.find(property);
            let message = format!("unknown property `ag:{property}`");
            let complaint = Diagnostic::warning("A02", self.file, place, message);
            self.complaints.push(complaint.hint(match nearest(property, OWN.iter().map(|p| p.0)) {
                Some(near) => format!("did you mean `ag:{near}`?"),
                None => "it is ignored".to_owned(),
            }));
        }
        known.map(|(_, column)| *column)
    }

    fn item(&mut self, subject: &NamedOrBlankNode) -> usize {
        let item = self.items.len();
        let (mut id, mut item_of_wikidata) = (String::new(), String::new());
        let (mut place, mut given) = (self.line.start..self.line.start, false);
        if let NamedOrBlankNode::NamedNode(node) = subject {
            let local = last(node.as_str());
            place = self.find(local);
            match wikidata(node.as_str()) {
                Some(wikidata) => wikidata.clone_into(&mut item_of_wikidata),
                None if node.as_str().starts_with(DATA) => local.clone_into(&mut id),
                None => id = slug(local),
            }
            given = node.as_str().starts_with(DATA);
        }
        let mut cells = vec![(String::new(), place.clone()); ENTRY_COLUMNS.len()];
        for (column, value) in [("id", id), ("wikidata", item_of_wikidata)] {
            cells[column_number(column)].0 = value;
        }
        self.items.push(Item { place, cells, label: None, is_entry: false, given, parents: Vec::new() });
        self.by_subject.insert(subject.clone(), item);
        item
    }

    fn cell(&mut self, item: usize, column: &str) -> &mut (String, Range<usize>) {
        &mut self.items[item].cells[column_number(column)]
    }

    fn add(&mut self, item: usize, column: &str, value: &str, place: Range<usize>) {
        let cell = self.cell(item, column);
        if cell.0.is_empty() {
            *cell = (value.replace('|', " "), place);
        } else {
            cell.0.push('|');
            cell.0.push_str(&value.replace('|', " "));
        }
    }

    /// Where a value stands that was read just now; else the line.
    fn find(&mut self, value: &str) -> Range<usize> {
        let rest = &self.text[self.at..self.line.end];
        let mut window = rest.len().min(WINDOW + value.len());
        while !rest.is_char_boundary(window) {
            window -= 1;
        }
        if let Some(found) = rest[..window].find(value).filter(|_| !value.is_empty()) {
            let start = self.at + found;
            self.at = start + value.len();
            return start..self.at;
        }
        let line = &self.text[self.line.clone()];
        let start = self.line.start + line.len() - line.trim_start().len();
        start..start.max(self.line.start + line.trim_end().len())
    }

    fn finish(self) -> Draft<'a> {
        let (mut records, mut given) = (Vec::new(), Vec::new());
        let name = column_number("name");
        let mut items = self.items;
        for item in &mut items {
            if let Some(label) = item.label.take().filter(|_| item.cells[name].0.is_empty()) {
                item.cells[name] = label;
            }
            let id = &item.cells[column_number("id")].0;
            if id.is_empty() && item.is_entry {
                item.cells[column_number("id")] = (slug(&item.cells[name].0), item.cells[name].1.clone());
            }
        }
        for i in 0..items.len() {
            for (column, node) in std::mem::take(&mut items[i].parents) {
                let local = slug(last(node.as_str()));
                let known = self.by_subject.get(&NamedOrBlankNode::NamedNode(node)).map(|&s| &items[s]);
                let id = known.filter(|s| s.is_entry).map(|s| s.cells[column_number("id")].0.clone());
                items[i].cells[column_number(column)].0 = id.unwrap_or(local);
            }
        }
        let mut lines = Lines { text: self.text, at: 0, line: 1 };
        for item in items.into_iter().filter(|i| i.is_entry) {
            let cell = |(value, span): (String, Range<usize>)| Cell { value: Cow::Owned(value), span };
            let cells = item.cells.into_iter().map(cell).collect();
            given.push(item.given);
            records.push(Record { line: lines.of(item.place.start), cells });
        }
        let columns = ENTRY_COLUMNS.iter().map(|&c| c.to_owned()).collect();
        Draft { kind: Kind::Entries, columns, records, given: Some(given) }
    }
}

/// The bytes from `start` to `end`, moved back to where characters begin: the parser may point into one.
fn on_characters(text: &str, start: usize, end: usize) -> Range<usize> {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    floor(start)..floor(end.max(start))
}

/// Line numbers of places that ascend.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, place: usize) -> usize {
        if place > self.at {
            self.line += self.text[self.at..place].matches('\n').count();
            self.at = place;
        }
        self.line
    }
}

fn column_number(column: &str) -> usize {
    ENTRY_COLUMNS.iter().position(|c| *c == column).expect("the columns of this file are entries' columns")
}

/// The Wikidata item that an IRI names.
fn wikidata(iri: &str) -> Option<&str> {
    WIKIDATA.iter().find_map(|space| iri.strip_prefix(space))
}

/// The part of an IRI behind its last slash or number sign.
fn last(iri: &str) -> &str {
    iri.rsplit(['/', '#']).find(|part| !part.is_empty()).unwrap_or(iri)
}
