//! What is wrong with tables of actors, offices and shared names: all of it at once, each complaint at its place.
//!
//! Two entries may have one name only where the reader can tell them apart: initials of bodies of different states, a
//! person and something else, entries of different times, and what `shared.tsv` lists as shared on purpose. A row of the
//! user's replaces a built-in one with the same id, and her names win over built-in ones; neither is a fault.

mod codes;
mod names;

pub use codes::{CODES, markdown};

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use smol_str::SmolStr;

use super::lexicon::{day, lower};
use super::sheet::{Kind, Line, Sheet};
use super::slug;
use crate::data::{Data, Table};
use crate::diagnostic::{Diagnostic, Error, Severity, nearest};
use crate::ontology::Class;

/// After so many unknown references the nearest known one is not looked for any more.
const MOST_SUGGESTIONS: usize = 50;

/// Words that are no name by themselves: where they come from, and whether no capital makes them one.
const WORDS: &[(&str, &str, bool)] = &[
    ("lexicon/pronouns.tsv", "form", true),
    ("lexicon/prepositions.tsv", "preposition", true),
    ("lexicon/sentence-openers.tsv", "word", true),
    ("lexicon/descriptions.tsv", "lemma", false),
    ("lexicon/actors/nouns.tsv", "lemma", false),
    ("lexicon/actors/things.tsv", "lemma", false),
];

/// Words in lower case that are no name by themselves.
#[derive(Debug, Default)]
pub struct Everyday {
    /// No name in lower case: *army*.
    nouns: HashSet<SmolStr>,
    /// No name with a capital either, for they begin sentences: *The*.
    function: HashSet<SmolStr>,
}

impl Everyday {
    /// Collects them from the word lists.
    ///
    /// # Errors
    /// As [`Table::load`].
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut this = Self::default();
        for &(path, column, function) in WORDS {
            let table = Table::load(data, path)?;
            let words = table.rows().map(|row| lower(row.get(column)));
            if function { this.function.extend(words) } else { this.nouns.extend(words) }
        }
        Ok(this)
    }

    fn has(&self, name: &str) -> bool {
        let word = lower(name);
        self.function.contains(&word) || (word == name && self.nouns.contains(&word))
    }
}

/// Everything that is wrong with the sheets, in their order. References may go from any sheet to any other.
pub fn check(sheets: &[Sheet], everyday: &Everyday) -> Vec<Diagnostic> {
    let mut checker = Checker { sheets, everyday, ids: HashMap::new(), complaints: Vec::new(), suggestions: 0 };
    checker.identify();
    for (number, sheet) in sheets.iter().enumerate() {
        for line in sheet.lines() {
            match sheet.kind {
                Kind::Entries => checker.entry(number, line),
                Kind::Offices => checker.office(number, line),
                Kind::Shared => checker.shared(number, line),
            }
        }
    }
    checker.circles();
    checker.offices_twice();
    checker.items();
    names::check(&mut checker);
    checker.complaints.sort_by_key(|(sheet, c)| (*sheet, c.span.start, c.code));
    checker.complaints.into_iter().map(|(_, complaint)| complaint).collect()
}

struct Checker<'a> {
    sheets: &'a [Sheet],
    everyday: &'a Everyday,
    /// The row that counts for an id: sheet and row.
    ids: HashMap<&'a str, (usize, usize)>,
    complaints: Vec<(usize, Diagnostic)>,
    suggestions: usize,
}

impl<'a> Checker<'a> {
    /// Fills `ids`: the user's rows before the built-in ones, of the user's the last.
    fn identify(&mut self) {
        let by_owner = [false, true].map(|own| self.sheets.iter().enumerate().filter(move |(_, s)| s.own == own));
        for (number, sheet) in by_owner.into_iter().flatten().filter(|(_, s)| s.kind == Kind::Entries) {
            for line in sheet.lines() {
                let id = line.get("id");
                if !line.has_id() && line.get("name").is_empty() {
                    continue;
                }
                let Some((other, row)) = self.ids.insert(id, (number, line.index)) else { continue };
                let before = &self.sheets[other];
                if before.own && other != number {
                    continue;
                }
                let place = self.where_is(other, row);
                if before.own == sheet.own {
                    let complaint = self.error(number, "A08", line.place("id"), format!("`{id}` is defined twice"));
                    complaint.hint = Some(format!("first {place}; each row needs an id of its own"));
                    // The first one counts.
                    self.ids.insert(id, (other, row));
                } else if !line.has_id() {
                    let message = format!("the id made from this name, `{id}`, is that of a known entry");
                    let complaint = self.error(number, "A09", line.place("name"), message);
                    let place = if before.own { place } else { "it is built in".to_owned() };
                    let hint = format!("{place}; write `{id}` in column `id` to replace it, or another id to add one");
                    complaint.hint = Some(hint);
                }
            }
        }
    }

    fn where_is(&self, sheet: usize, row: usize) -> String {
        let line = self.sheets[sheet].line(row).map_or(0, |l| l.row.line());
        format!("{}:{line}", self.sheets[sheet].file)
    }

    fn error(
        &mut self,
        sheet: usize,
        code: &'static str,
        place: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let file = self.sheets[sheet].file.as_str();
        self.complaints.push((sheet, Diagnostic::error(code, file, place, message)));
        &mut self.complaints.last_mut().expect("it was pushed just now").1
    }

    fn warning(
        &mut self,
        sheet: usize,
        code: &'static str,
        place: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let complaint = self.error(sheet, code, place, message);
        complaint.severity = Severity::Warning;
        complaint
    }

    fn entry(&mut self, sheet: usize, line: Line<'a>) {
        let (id, name) = (line.get("id"), line.get("name"));
        if name.is_empty() {
            let place = line.place("name");
            self.error(sheet, "A05", place, "this entry has no name").hint =
                Some("the name that news reports use comes into column `name`".to_owned());
        }
        let class: Option<Class> = line.get("class").parse().ok();
        if class.is_none() {
            let written = line.get("class");
            let near = nearest(written, Class::ALL.iter().map(|c| c.name()));
            let complaint = self.error(sheet, "A06", line.place("class"), format!("`{written}` is no class"));
            complaint.hint = Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", Class::ALL.iter().map(|c| c.name()).collect::<Vec<_>>().join(", ")),
            });
        }
        if line.has_id() && slug(id) != id {
            let complaint = self.error(sheet, "A07", line.place("id"), format!("`{id}` cannot be an id"));
            let better = slug(if id.is_empty() { name } else { id });
            complaint.hint = Some(format!("lower case, words joined by hyphens: `{better}`"));
        }
        self.dates(sheet, line);
        self.wikidata(sheet, line);
        for column in ["parent", "stands_for"] {
            self.reference(sheet, line, column, line.get(column));
        }
        let surname = line.get("surname");
        if !surname.is_empty() && class.is_some_and(|c| c != Class::Person) {
            self.warning(sheet, "A20", line.place("surname"), "only a Person has a surname");
        }
        self.one_of(sheet, line, "gender", &["m", "f", "u"]);
        if !line.get("stands_for").is_empty() {
            self.one_of(sheet, line, "note", &["subject", "always", "place"]);
        }
    }

    fn office(&mut self, sheet: usize, line: Line<'a>) {
        for (column, what) in
            [("person", "the id of who holds it"), ("body", "the id of the state or body"), ("office", "its name")]
        {
            if line.get(column).is_empty() {
                let complaint = self.error(sheet, "A11", line.place(column), format!("this office has no {column}"));
                complaint.hint = Some(format!("write {what} there"));
            }
        }
        for column in ["person", "body"] {
            self.reference(sheet, line, column, line.get(column));
        }
        if let Some(&(of, row)) = self.ids.get(line.get("person")) {
            let class = self.sheets[of].line(row).map_or("", |l| l.get("class"));
            if class != Class::Person.name() && class.parse::<Class>().is_ok() {
                let message = format!("`{}` is no person but a {class}", line.get("person"));
                self.error(sheet, "A11", line.place("person"), message);
            }
        }
        self.dates(sheet, line);
    }

    fn shared(&mut self, sheet: usize, line: Line<'a>) {
        for id in line.row.list("entries") {
            self.reference(sheet, line, "entries", id);
        }
    }

    fn dates(&mut self, sheet: usize, line: Line<'a>) {
        let mut days = [None, None];
        for (end, column) in ["from", "to"].into_iter().enumerate() {
            let date = line.get(column);
            days[end] = day(date, end == 1);
            if !date.is_empty() && days[end].is_none() {
                let complaint = self.error(sheet, "A12", line.place(column), format!("`{date}` is no date"));
                complaint.hint = Some("as 2026, 2026-08 or 2026-08-15".to_owned());
            }
        }
        if let [Some(from), Some(to)] = days
            && to < from
        {
            let message = format!("it ends ({}) before it begins ({})", line.get("to"), line.get("from"));
            self.error(sheet, "A13", line.place("to"), message);
        }
    }

    fn wikidata(&mut self, sheet: usize, line: Line<'a>) {
        let item = line.get("wikidata");
        let digits =
            |item: &str| item.strip_prefix('Q').is_some_and(|n| !n.starts_with('0') && n.parse::<u64>().is_ok());
        if item.is_empty() || digits(item) {
            return;
        }
        let within = item.rsplit(['/', ':', '#']).next().map(str::to_uppercase).filter(|i| digits(i));
        let complaint = self.error(sheet, "A14", line.place("wikidata"), format!("`{item}` is no Wikidata item"));
        complaint.hint = Some(match within {
            Some(item) => format!("write `{item}`"),
            None => "Q and a number, such as Q794; properties (P) and lexemes (L) are no items".to_owned(),
        });
    }

    fn reference(&mut self, sheet: usize, line: Line<'a>, column: &'static str, id: &'a str) {
        if id.is_empty() || self.ids.contains_key(id) {
            return;
        }
        self.suggestions += 1;
        let known = (self.suggestions < MOST_SUGGESTIONS).then(|| self.ids.keys().copied());
        let near = known.and_then(|known| nearest(&slug(id), known)).map(str::to_owned);
        let what = if column == "entries" { "entry" } else { column };
        let complaint = self.error(sheet, "A10", line.part(column, id), format!("{what} `{id}` is the id of no entry"));
        complaint.hint = Some(near.map_or_else(
            || "`actograph actors find NAME` shows ids".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ));
    }

    fn one_of(&mut self, sheet: usize, line: Line<'a>, column: &'static str, values: &[&str]) {
        let value = line.get(column);
        if !value.is_empty() && !values.contains(&value) {
            let complaint = self.warning(sheet, "A20", line.place(column), format!("{column} `{value}` means nothing"));
            complaint.hint = Some(format!("one of {}, or nothing", values.join(", ")));
        }
    }

    /// Parents that lead back to where they began.
    fn circles(&mut self) {
        let sheets = self.sheets;
        let row = |place: &(usize, usize)| sheets[place.0].line(place.1);
        let mut done: HashSet<&str> = HashSet::new();
        let mut starts: Vec<_> = self.ids.iter().map(|(id, place)| (*place, *id)).collect();
        starts.sort_unstable();
        for (_, start) in starts {
            let mut path: Vec<&str> = Vec::new();
            let mut on_path: HashSet<&str> = HashSet::new();
            let mut at = start;
            while !at.is_empty() && !done.contains(at) {
                let Some(line) = self.ids.get(at).and_then(row) else { break };
                if !on_path.insert(at) {
                    let circle = &path[path.iter().position(|p| *p == at).unwrap_or(0)..];
                    let message = match circle {
                        [_] => "an entry cannot belong to itself".to_owned(),
                        _ => format!("parents go round in a circle: {} → {at}", circle.join(" → ")),
                    };
                    let sheet = self.ids[at].0;
                    self.error(sheet, "A19", line.place("parent"), message);
                    break;
                }
                path.push(at);
                at = line.get("parent");
            }
            done.extend(path);
        }
    }

    fn offices_twice(&mut self) {
        let mut seen: HashMap<[&str; 4], (usize, usize)> = HashMap::new();
        for (number, sheet) in self.sheets.iter().enumerate().filter(|(_, s)| s.kind == Kind::Offices) {
            for line in sheet.lines() {
                let key = ["person", "office", "body", "from"].map(|column| line.get(column));
                if let Some(&(other, row)) = seen.get(&key) {
                    let place = self.where_is(other, row);
                    let complaint = self.warning(number, "A17", line.place("office"), "this office is there already");
                    complaint.hint = Some(place);
                } else {
                    seen.insert(key, (number, line.index));
                }
            }
        }
    }

    /// One item of Wikidata is one entry.
    fn items(&mut self) {
        let mut rows: Vec<(usize, usize)> = self.ids.values().copied().collect();
        // Built-in rows first, so that the user's are complained of.
        rows.sort_unstable_by_key(|&(sheet, row)| (self.sheets[sheet].own, sheet, row));
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (sheet, row) in rows {
            let Some(line) = self.sheets[sheet].line(row) else { continue };
            let (item, id) = (line.get("wikidata"), line.get("id"));
            if item.is_empty() {
                continue;
            }
            if let Some(other) = seen.get(item) {
                let message = format!("{item} is the item of `{other}` too");
                let complaint = self.warning(sheet, "A15", line.place("wikidata"), message);
                complaint.hint = Some(format!("one item is one entry: use the id `{other}`, or find the right item"));
            } else {
                seen.insert(item, id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::diagnostic::line_column;

    fn everyday() -> Everyday {
        Everyday::load(&Data::embedded()).unwrap()
    }

    /// The complaints about a file beside a built-in table.
    fn complaints(file: &str, text: &str) -> Vec<Diagnostic> {
        let built_in = "id\tclass\tname\tdemonyms\niran\tState\tIran\tIranian\nisrael\tState\tIsrael\t\n";
        let (built_in, none) = Sheet::read("states.tsv", built_in, false);
        assert!(none.is_empty());
        let (own, mut all) = Sheet::read(file, text, true);
        let sheets: Vec<Sheet> = built_in.into_iter().chain(own).collect();
        all.extend(check(&sheets, &everyday()));
        all
    }

    fn check_text(file: &str, text: &str, expected: Expect) {
        let line = |c: Diagnostic| {
            let (line, column) = line_column(text, c.span.start);
            let hint = c.hint.map(|h| format!(" ({h})")).unwrap_or_default();
            format!("{line}:{column} {:?} {} {}{hint}", text.get(c.span).unwrap_or("no place"), c.code, c.message)
        };
        let lines: Vec<String> = complaints(file, text).into_iter().map(line).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn codes_are_numbered_and_every_example_causes_its_complaint_only() {
        for (i, entry) in CODES.iter().enumerate() {
            assert_eq!(entry.code, format!("A{:02}", i + 1));
            assert!(entry.explanation.ends_with('.') && !entry.title.ends_with('.'));
            let found: HashSet<&str> = complaints("example.csv", entry.example).iter().map(|c| c.code).collect();
            assert_eq!(found, HashSet::from([entry.code]), "{}", entry.example);
        }
    }

    #[test]
    fn the_built_in_tables_are_sound() {
        let data = Data::embedded();
        let (sheets, complaints) = crate::actor::own::survey(&data).unwrap();
        let shown: Vec<String> = complaints.iter().map(|c| c.render(&data.text(&c.file).unwrap(), false)).collect();
        assert!(complaints.is_empty(), "{}", shown.join("\n"));
        assert!(sheets.iter().map(|s| s.lines().count()).sum::<usize>() > 4000);
    }

    #[test]
    fn everything_is_said_at_once_and_at_its_place() {
        check_text(
            "ports.csv",
            "id,class,name,from,parent\nPort A,Compny,Port of A,2020-13,irn\n,Company,,,\n",
            expect![[r#"
                2:1 "Port A" A07 `Port A` cannot be an id (lower case, words joined by hyphens: `port-a`)
                2:8 "Compny" A06 `Compny` is no class (did you mean `Company`?)
                2:25 "2020-13" A12 `2020-13` is no date (as 2026, 2026-08 or 2026-08-15)
                2:33 "irn" A10 parent `irn` is the id of no entry (did you mean `iran`?)
                3:10 "" A05 this entry has no name (the name that news reports use comes into column `name`)"#]],
        );
    }

    #[test]
    fn a_row_with_a_known_id_replaces_and_a_known_name_wins() {
        check_text("a.csv", "id,class,name\niran,State,Persia\nother,Company,Israel\n", expect![[r#""#]]);
    }

    #[test]
    fn turtle_is_checked_at_its_lines() {
        check_text(
            "a.ttl",
            "@prefix ag: <https://w3id.org/actograph/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
             @prefix ex: <http://example.org/> .\n\nex:acme a ag:Compny ;\n  skos:prefLabel \"Acme\"@en, \"Akme\"@de ;\n  \
             ag:from \"2020-13\" ; ag:parnt ex:iran ;\n  ag:parent ex:oran .\n",
            expect![[r#"
                7:26 "parnt" A02 unknown property `ag:parnt` (did you mean `ag:parent`?)
                5:14 "Compny" A06 `Compny` is no class (did you mean `Company`?)
                7:12 "2020-13" A12 `2020-13` is no date (as 2026, 2026-08 or 2026-08-15)
                8:16 "oran" A10 parent `oran` is the id of no entry (did you mean `iran`?)"#]],
        );
        check_text("a.ttl", "<http://example.org/a> a .\n", expect![[r#"1:26 "." A01 . is not a valid RDF object"#]]);
    }
}
