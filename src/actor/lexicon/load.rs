//! The tables of `ontology/lexicon/actors/` → [`Gazetteer`].

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::offices::{self, Office, OfficeName};
use super::spelling::{fold, is_acronym, lower};
use super::{Description, Entry, Gazetteer, Gender, Metonymy, NameKind, Noun, Pronoun, PronounKind};
use crate::data::{Data, Row, Table};
use crate::diagnostic::Error;
use crate::ontology::Class;

/// The tables with named actors and places, in the order in which they win where a name is ambiguous.
const ENTRY_TABLES: &[&str] = &[
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

impl Gazetteer {
    /// Reads the tables of `lexicon/actors/` and the word lists beside it. A table that is not there counts as empty.
    ///
    /// # Errors
    /// [`Error::Content`] for a row with a wrong number of cells, an unknown class, or a reference to no entry.
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut paths = data.list("lexicon/actors", "tsv");
        paths.extend(["descriptions", "cues", "pronouns"].map(|name| format!("lexicon/{name}.tsv")));
        let mut tables = Vec::new();
        for path in paths {
            let name = path.rsplit('/').next().unwrap_or("").trim_end_matches(".tsv").to_owned();
            tables.push((name, Table::load(data, &path)?));
        }
        Self::from_tables(&tables)
    }

    /// Builds it from tables with their names (`states`, `titles` …).
    ///
    /// # Errors
    /// [`Error::Content`] for an unknown class or a reference to no entry.
    pub fn from_tables(tables: &[(String, Table)]) -> Result<Self, Error> {
        let mut this = Self::default();
        for name in ENTRY_TABLES {
            for row in rows(tables, name) {
                this.add_entry(name, row)?;
            }
        }
        for name in ENTRY_TABLES {
            for row in rows(tables, name) {
                this.connect(name, row)?;
            }
        }
        this.names.index(&this.arena);
        this.index_surnames();
        this.add_offices(tables)?;
        for row in rows(tables, "titles") {
            this.words.titles.insert(lower(row.get("title")), row.get("kind").into());
        }
        for row in rows(tables, "first-names") {
            this.words.first_names.insert(fold(row.get("name")), gender(row.get("gender")));
        }
        for row in rows(tables, "nouns") {
            let noun = Noun { class: class("nouns", row)?, collective: row.get("number") == "group" };
            this.words.nouns.insert(lower(row.get("lemma")), noun);
        }
        for row in rows(tables, "things") {
            this.words.things.insert(lower(row.get("lemma")), class("things", row)?);
        }
        for row in rows(tables, "legal-forms") {
            this.words.legal_forms.insert(lower(row.get("form")).replace('.', "").into());
        }
        for row in rows(tables, "org-heads") {
            this.words.heads.insert(lower(row.get("word")), class("org-heads", row)?);
        }
        for row in rows(tables, "descriptions") {
            let mut description = Description { gender: gender(row.get("gender")), ..Description::default() };
            description.of = row.list("of").map(SmolStr::from).collect();
            for name in row.list("classes") {
                description.classes.push(parse_class("descriptions", row, name)?);
            }
            this.words.descriptions.insert(row.get("lemma").into(), description);
        }
        for row in rows(tables, "cues") {
            this.words.cues.entry(row.get("word").into()).or_default().push(row.get("kind").into());
        }
        for row in rows(tables, "pronouns") {
            this.words.pronouns.entry(row.get("form").into()).or_default().push(pronoun(row)?);
        }
        Ok(this)
    }

    fn add_entry(&mut self, table: &str, row: Row<'_>) -> Result<(), Error> {
        let ix = self.entries.len();
        let id = row.get("id");
        if self.ids.insert(id.into(), ix).is_some() {
            return Err(wrong(table, row, format!("`{id}` is defined twice")));
        }
        let mut entry = Entry {
            id: self.store(id),
            name: self.store(row.get("name")),
            surname: self.store(row.get("surname")),
            wikidata: self.store(row.get("wikidata")),
            from: self.store(row.get("from")),
            to: self.store(row.get("to")),
            class: class(table, row)?,
            gender: gender(row.get("gender")),
            parent: None,
            stands_for: None,
            n_offices: 0,
            aliases: SmallVec::new(),
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
        }
        self.entries.push(entry);
        Ok(())
    }

    fn connect(&mut self, table: &str, row: Row<'_>) -> Result<(), Error> {
        let ix = self.ids[row.get("id")];
        for column in ["parent", "stands_for"] {
            let id = row.get(column);
            if id.is_empty() {
                continue;
            }
            let Some(&target) = self.ids.get(id) else {
                return Err(wrong(table, row, format!("{column} `{id}` is no entry")));
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

    fn add_offices(&mut self, tables: &[(String, Table)]) -> Result<(), Error> {
        let mut newest = SmolStr::default();
        for row in rows(tables, "offices") {
            let (Some(&person), Some(&body)) = (self.ids.get(row.get("person")), self.ids.get(row.get("body"))) else {
                continue;
            };
            self.entries[person].n_offices += 1;
            let (from, to): (SmolStr, SmolStr) = (row.get("from").into(), row.get("to").into());
            newest = newest.max(from.clone()).max(to.clone());
            let office = offices::written(row.get("office"));
            self.offices.entry((office.clone(), body)).or_default().push(self.terms.len());
            self.terms_by_person.entry(person).or_default().push(self.terms.len());
            self.terms.push(Office { person, office, body, from, to });
        }
        let year = newest.get(..4).and_then(|y| y.parse::<u32>().ok()).map_or(0, |y| y + 1);
        self.horizon = format!("{year:04}-12-31").into();
        for row in rows(tables, "office-names") {
            let mut name = OfficeName {
                offices: row.list("offices").map(offices::written).collect(),
                alone: row.get("alone") == "yes",
                ..OfficeName::default()
            };
            // Bodies that a user's own tables do not have matter to nobody.
            name.bodies = row.list("bodies").filter_map(|id| self.ids.get(id).copied()).collect();
            for class in row.list("classes") {
                name.classes.push(parse_class("office-names", row, class)?);
            }
            if name.bodies.is_empty() && row.list("bodies").next().is_some() {
                continue;
            }
            self.sole_offices.extend(name.offices.iter().cloned());
            self.office_names.entry(offices::written(row.get("name"))).or_default().push(name);
        }
        Ok(())
    }

    fn index_surnames(&mut self) {
        for (ix, entry) in self.entries.iter().enumerate() {
            if !entry.surname.is_empty() {
                self.surnames.entry(fold(&self.arena[entry.surname.range()])).or_default().push(ix);
            }
        }
    }
}

fn rows<'t>(tables: &'t [(String, Table)], name: &'t str) -> impl Iterator<Item = Row<'t>> {
    tables.iter().filter(move |(n, _)| n == name).flat_map(|(_, t)| t.rows())
}

fn class(table: &str, row: Row<'_>) -> Result<Class, Error> {
    parse_class(table, row, row.get("class"))
}

fn parse_class(table: &str, row: Row<'_>, name: &str) -> Result<Class, Error> {
    name.parse().map_err(|message| wrong(table, row, message))
}

fn wrong(table: &str, row: Row<'_>, message: String) -> Error {
    Error::Content { place: format!("lexicon/actors/{table}.tsv:{}", row.line()), message }
}

fn pronoun(row: Row<'_>) -> Result<Pronoun, Error> {
    let kind = match row.get("kind") {
        "personal" => PronounKind::Personal,
        "possessive" => PronounKind::Possessive,
        "reflexive" => PronounKind::Reflexive,
        "relative" => PronounKind::Relative,
        "demonstrative" => PronounKind::Demonstrative,
        "indefinite" => PronounKind::Indefinite,
        other => return Err(wrong("pronouns", row, format!("`{other}` is no kind of pronoun"))),
    };
    let yes = |cell: &str, yes: &str| (!cell.is_empty()).then_some(cell == yes);
    Ok(Pronoun {
        kind,
        person: row.get("person").parse().unwrap_or(3),
        plural: yes(row.get("number"), "plural"),
        gender: gender(row.get("gender")),
        human: yes(row.get("human"), "yes"),
    })
}

fn gender(cell: &str) -> Option<Gender> {
    match cell.bytes().next() {
        Some(b'f' | b'F') => Some(Gender::Female),
        Some(b'm' | b'M') => Some(Gender::Male),
        _ => None,
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
