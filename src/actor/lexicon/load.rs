//! The tables of `ontology/lexicon/actors/` and the user's own → [`Gazetteer`].

use std::collections::HashMap;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::offices::{self, OfficeName, Term};
use super::spelling::{fold, is_acronym, name_key};
use super::words::{Words, gender};
use super::{Entry, EntryIx, Gazetteer, Metonymy, NameKind};
use crate::actor::own;
use crate::actor::sheet::Sheet;
use crate::data::{Data, Row, Table};
use crate::diagnostic::Error;

impl Gazetteer {
    /// Reads the user's own actors, the tables of `lexicon/actors/` and the word lists beside it. A table that is not
    /// there counts as empty.
    ///
    /// # Errors
    /// [`Error::Diagnostics`] for what is wrong with the user's own files; [`Error::Content`] for a row of a table with
    /// a wrong number of cells, an unknown class, or a reference to no entry.
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut paths = own::tables(data);
        paths.extend(["descriptions", "cues", "pronouns"].map(|name| format!("lexicon/{name}.tsv")));
        let tables = paths.iter().map(|path| own::table(data, path)).collect::<Result<Vec<_>, _>>()?;
        Self::build(&own::sheets(data)?, &tables)
    }

    /// Builds it from tables with their names (`states`, `titles` …), of which the earlier win where a name is ambiguous.
    ///
    /// # Errors
    /// [`Error::Content`] for an unknown class or a reference to no entry.
    pub fn from_tables(tables: &[(String, Table)]) -> Result<Self, Error> {
        Self::build(&[], tables)
    }

    fn build(own: &[Sheet], tables: &[(String, Table)]) -> Result<Self, Error> {
        let files = own.iter().map(|s| s.file.clone());
        let files = files.chain(tables.iter().map(|(name, _)| format!("lexicon/actors/{name}.tsv"))).collect();
        let mut this = Self { files, ..Self::default() };
        let all = own.iter().map(|s| &s.table).chain(tables.iter().map(|(_, t)| t));
        let (mut entries, mut offices, mut shared) = (Vec::new(), Vec::new(), Vec::new());
        let mut office_names = Vec::new();
        for (file, table) in all.enumerate() {
            let has = |name: &str| table.columns().any(|c| c == name);
            match () {
                () if has("id") && has("class") && has("name") => entries.push((file, table)),
                () if has("person") && has("office") => offices.push((file, table)),
                () if has("offices") && has("name") => office_names.push((file, table)),
                () if has("entries") && has("name") => shared.push(table),
                () => {}
            }
        }
        // Of the user's rows with one id the last counts, and it replaces a built-in one.
        let (own_entries, built_in) = entries.split_at(entries.partition_point(|(file, _)| *file < own.len()));
        let mut last: HashMap<&str, (usize, usize)> = HashMap::new();
        for (file, table) in own_entries {
            last.extend(table.rows().map(|row| (row.get("id"), (*file, row.line()))));
        }
        let mut rows = Vec::new();
        for (file, table) in own_entries {
            rows.extend(table.rows().filter(|r| last[r.get("id")] == (*file, r.line())).map(|r| (*file, r)));
        }
        this.n_own = rows.len();
        for (file, table) in built_in {
            rows.extend(table.rows().filter(|r| !last.contains_key(r.get("id"))).map(|r| (*file, r)));
        }
        for (file, row) in &rows {
            this.add_entry(*file, *row)?;
        }
        for (ix, (file, row)) in rows.iter().enumerate() {
            this.connect(ix, *file, *row)?;
        }
        this.names.index(&this.arena);
        this.index_surnames();
        for (file, row) in offices.iter().flat_map(|(file, table)| table.rows().map(move |row| (*file, row))) {
            this.add_office(file < own.len(), row);
        }
        let newest =
            this.terms.iter().flat_map(|o| [&o.from, &o.to]).max().and_then(|d| d.get(..4)?.parse::<u32>().ok());
        this.horizon = format!("{:04}-12-31", newest.map_or(0, |year| year + 1)).into();
        for (file, row) in office_names.iter().flat_map(|(file, table)| table.rows().map(move |row| (*file, row))) {
            this.add_office_name(file, row)?;
        }
        for row in shared.iter().flat_map(|table| table.rows()) {
            let order = row.list("entries").filter_map(|id| this.ids.get(id).copied()).collect();
            this.shared.entry(name_key(row.get("name")).into()).or_insert(order);
        }
        this.add_bodies(tables);
        this.words = Words::load(tables)?;
        Ok(this)
    }

    fn add_entry(&mut self, file: usize, row: Row<'_>) -> Result<(), Error> {
        let ix = self.entries.len();
        let id = row.get("id");
        if self.ids.insert(id.into(), ix).is_some() {
            return Err(self.wrong(file, row, format!("`{id}` is defined twice")));
        }
        let mut entry = Entry {
            id: self.store(id),
            name: self.store(row.get("name")),
            surname: self.store(row.get("surname")),
            wikidata: self.store(row.get("wikidata")),
            from: self.store(row.get("from")),
            to: self.store(row.get("to")),
            class: row.get("class").parse().map_err(|message| self.wrong(file, row, message))?,
            place: (file as u32, row.line() as u32),
            gender: gender(row.get("gender")),
            parent: None,
            stands_for: None,
            n_offices: 0,
            aliases: SmallVec::new(),
            demonyms: SmallVec::new(),
        };
        self.names.add(entry.name, ix, NameKind::Name);
        for alias in row.list("aliases") {
            let text = self.store(alias);
            self.names.add(text, ix, if is_acronym(alias) { NameKind::Acronym } else { NameKind::Name });
            entry.aliases.push(text);
        }
        for acronym in row.list("acronyms") {
            let text = self.store(acronym);
            self.names.add(text, ix, NameKind::Acronym);
            entry.aliases.push(text);
        }
        for demonym in row.list("demonyms").chain(row.list("adjectives")) {
            let text = self.store(demonym);
            self.names.add(text, ix, NameKind::Demonym);
            entry.demonyms.push(text);
        }
        self.entries.push(entry);
        Ok(())
    }

    fn connect(&mut self, ix: EntryIx, file: usize, row: Row<'_>) -> Result<(), Error> {
        for column in ["parent", "stands_for"] {
            let id = row.get(column);
            if id.is_empty() {
                continue;
            }
            let Some(&target) = self.ids.get(id) else {
                return Err(self.wrong(file, row, format!("{column} `{id}` is no entry")));
            };
            if column == "parent" {
                self.entries[ix].parent = Some(target);
            } else {
                self.entries[ix].stands_for = match row.get("note") {
                    "always" => Some((target, Metonymy::Always)),
                    "place" => None,
                    _ => Some((target, Metonymy::AsParty)),
                };
            }
        }
        Ok(())
    }

    fn add_office(&mut self, own: bool, row: Row<'_>) {
        let (Some(&person), Some(&body)) = (self.ids.get(row.get("person")), self.ids.get(row.get("body"))) else {
            return;
        };
        self.entries[person].n_offices += 1;
        let office = offices::written(row.get("office"));
        self.offices.entry((office.clone(), body)).or_default().push(self.terms.len());
        self.terms_by_person.entry(person).or_default().push(self.terms.len());
        let (from, to): (SmolStr, SmolStr) = (row.get("from").into(), row.get("to").into());
        self.terms.push(Term { person, office, body, from, to, own });
    }

    fn add_office_name(&mut self, file: usize, row: Row<'_>) -> Result<(), Error> {
        let mut name = OfficeName {
            offices: row.list("offices").map(offices::written).collect(),
            bodies: row.list("bodies").filter_map(|id| self.ids.get(id).copied()).collect(),
            alone: row.get("alone") == "yes",
            ..OfficeName::default()
        };
        for class in row.list("classes") {
            name.classes.push(class.parse().map_err(|message| self.wrong(file, row, message))?);
        }
        // A row for bodies that are not in the tables is no row for all.
        if !name.bodies.is_empty() || row.get("bodies").is_empty() {
            self.sole_offices.extend(name.offices.iter().cloned());
            self.office_names.entry(offices::written(row.get("name"))).or_default().push(name);
        }
        Ok(())
    }

    fn wrong(&self, file: usize, row: Row<'_>, message: String) -> Error {
        Error::Content { place: format!("{}:{}", self.files[file], row.line()), message }
    }

    fn index_surnames(&mut self) {
        for (ix, entry) in self.entries.iter().enumerate() {
            if !entry.surname.is_empty() {
                self.surnames.entry(fold(&self.arena[entry.surname.range()])).or_default().push(ix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::slug;

    /// The lint of the data: identifiers are unique, classes valid, parents and seats refer to entries.
    #[test]
    fn embedded_tables_are_sound() {
        let lexicon = Gazetteer::load(&Data::embedded()).unwrap_or_else(|e| panic!("{e}"));
        for entry in 0..lexicon.len() {
            assert!(!lexicon.name(entry).is_empty(), "{} has no name", lexicon.id(entry));
            assert_eq!(lexicon.id(entry), slug(lexicon.id(entry)), "an id is in lower case with hyphens");
            assert_ne!(lexicon.parent(entry), Some(entry), "{} is its own parent", lexicon.id(entry));
        }
    }

    #[test]
    fn a_wrong_class_or_parent_is_an_error() {
        let load = |text: &str| {
            let table = Table::parse("states", text).unwrap();
            Gazetteer::from_tables(&[("states".to_owned(), table)]).unwrap_err().to_string()
        };
        assert_eq!(
            load("id\tclass\tname\nx\tState\tX\nx\tState\tX\n"),
            "lexicon/actors/states.tsv:3: `x` is defined twice"
        );
        assert_eq!(load("id\tclass\tname\nx\tStat\tX\n"), "lexicon/actors/states.tsv:2: `Stat` is no class");
        let orphan = load("id\tclass\tname\tparent\nx\tState\tX\ty\n");
        assert_eq!(orphan, "lexicon/actors/states.tsv:2: parent `y` is no entry");
    }
}
