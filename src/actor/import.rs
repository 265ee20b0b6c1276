//! The result of a Wikidata query → a table of actors of the user's own.
//!
//! Results are read in every form that the query service gives: SPARQL results in JSON, its plain list of JSON objects,
//! CSV and TSV. An item has as many rows as there are combinations of its values; they are folded into one. Items that
//! the gazetteer knows by their number are left out. Nothing is fetched.

mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::lexicon::{Gazetteer, day, is_acronym, name_key};
use super::slug;
use crate::data::{Data, Table};
use crate::diagnostic::{Diagnostic, Error};
use crate::ontology::Class;
use rows::Rows;

/// The columns that are written.
const COLUMNS: &[&str] = &[
    "id", "class", "name", "aliases", "acronyms", "demonyms", "surname", "from", "to", "parent", "wikidata", "source",
    "gender",
];

/// The variables of a query that are understood, by what they are for.
const VARIABLES: &[(&str, &[&str])] = &[
    ("item", &["item", "actor", "wikidata"]),
    ("label", &["itemLabel", "label", "name"]),
    ("alias", &["alias", "aliases", "altLabel", "itemAltLabel"]),
    ("acronym", &["acronym", "shortName", "short"]),
    ("demonym", &["demonym"]),
    ("class", &["class", "type", "instanceOf"]),
    ("start", &["start", "inception", "from"]),
    ("end", &["end", "dissolved", "to"]),
    ("parent", &["parent", "country"]),
    ("surname", &["surnameLabel", "surname", "familyNameLabel", "familyName"]),
    ("gender", &["genderLabel", "gender", "sex"]),
];

/// Classes of Wikidata and ours.
#[derive(Debug, Default)]
pub struct Classes {
    /// Class and rank: the lower rank counts.
    of: HashMap<String, (Class, usize)>,
}

impl Classes {
    /// Reads `lexicon/wikidata-classes.tsv`.
    ///
    /// # Errors
    /// As [`Table::load`], and [`Error::Content`] for a class that is none of ours.
    pub fn load(data: &Data) -> Result<Self, Error> {
        const PATH: &str = "lexicon/wikidata-classes.tsv";
        let mut this = Self::default();
        for (rank, row) in Table::load(data, PATH)?.rows().enumerate() {
            let wrong = |message| Error::Content { place: format!("{PATH}:{}", row.line()), message };
            this.of.insert(row.get("item").to_owned(), (row.get("class").parse().map_err(wrong)?, rank));
        }
        Ok(this)
    }
}

/// What became of a query result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// The table, with tabs.
    pub table: String,
    /// How many entries it has.
    pub n_entries: usize,
    /// Items that the gazetteer knows already: number and id.
    pub known: Vec<(String, String)>,
    /// Items without a class that is known: number, label, and its classes.
    pub without_class: Vec<(String, String, String)>,
    /// Items without a label.
    pub without_label: Vec<String>,
}

/// An item with the values of all its rows.
#[derive(Debug, Default)]
struct Item {
    values: BTreeMap<&'static str, Vec<String>>,
}

/// Reads a query result.
///
/// # Errors
/// What is wrong with the file: no JSON, no table, or no column with the items or with their labels.
pub fn import(
    file: &str,
    text: &str,
    classes: &Classes,
    default: Option<Class>,
    gazetteer: &Gazetteer,
) -> Result<Import, Vec<Diagnostic>> {
    let rows = rows::read(file, text)?;
    let columns = columns(file, &rows)?;
    let mut items: Vec<(String, Item)> = Vec::new();
    let mut by_number: HashMap<String, usize> = HashMap::new();
    for row in &rows.rows {
        let value = |what: &str| columns.get(what).and_then(|&i| row.get(i)).map_or("", String::as_str);
        let Some(number) = number(value("item")) else { continue };
        let at = *by_number.entry(number.to_owned()).or_insert_with(|| {
            items.push((number.to_owned(), Item::default()));
            items.len() - 1
        });
        for (what, _) in VARIABLES {
            let values = items[at].1.values.entry(what).or_default();
            // The label service gives all other names in one value.
            let several =
                *what == "alias" && rows.columns[columns.get(what).copied().unwrap_or(0)].ends_with("AltLabel");
            let parts: Vec<&str> = if several { value(what).split(", ").collect() } else { vec![value(what)] };
            for part in parts.into_iter().map(str::trim).filter(|p| !p.is_empty()) {
                if !values.iter().any(|v| v == part) {
                    values.push(part.to_owned());
                }
            }
        }
    }
    let mut import = Import::default();
    import.table.push_str(&COLUMNS.join("\t"));
    import.table.push('\n');
    let by_item: HashMap<&str, &str> =
        (0..gazetteer.len()).filter_map(|e| Some((gazetteer.wikidata(e)?, gazetteer.id(e)))).collect();
    let mut ids = HashSet::new();
    for (number, item) in &items {
        let Some(label) = item.all("label").iter().find(|l| *l != number).cloned() else {
            import.without_label.push(number.clone());
            continue;
        };
        if let Some(id) = by_item.get(number.as_str()) {
            import.known.push((number.clone(), (*id).to_owned()));
            continue;
        }
        let Some(class) = item.class(classes).or(default) else {
            let found: Vec<&str> = item.all("class").iter().map(|c| number_or(c)).collect();
            import.without_class.push((number.clone(), label, found.join(", ")));
            continue;
        };
        let mut id = slug(&label);
        if gazetteer.entry(&id).is_some() || ids.contains(&id) {
            let _ = write!(id, "-{}", number.to_lowercase());
        }
        ids.insert(id.clone());
        let line = item.line(&id, class, &label, number, &by_item, gazetteer);
        import.table.push_str(&line.join("\t"));
        import.table.push('\n');
        import.n_entries += 1;
    }
    Ok(import)
}

/// Which column is for what.
fn columns(file: &str, rows: &Rows) -> Result<HashMap<&'static str, usize>, Vec<Diagnostic>> {
    let find = |names: &[&str]| names.iter().find_map(|n| rows.columns.iter().position(|c| c.eq_ignore_ascii_case(n)));
    let columns: HashMap<&str, usize> =
        VARIABLES.iter().filter_map(|(what, names)| Some((*what, find(names)?))).collect();
    let mut complaints = Vec::new();
    for (what, names) in VARIABLES.iter().filter(|(what, _)| matches!(*what, "item" | "label")) {
        if !columns.contains_key(what) {
            let message = format!("there is no column `{}`", names[0]);
            let found = if rows.columns.is_empty() { "none".to_owned() } else { rows.columns.join(", ") };
            let hint = format!("the query's variables are {found}; give it ?{}", names[0]);
            complaints.push(Diagnostic::error("A03", file, 0..0, message).hint(hint));
        }
    }
    if complaints.is_empty() { Ok(columns) } else { Err(complaints) }
}

impl Item {
    fn all(&self, what: &str) -> &[String] {
        self.values.get(what).map_or(&[], Vec::as_slice)
    }

    fn first(&self, what: &str) -> &str {
        self.all(what).first().map_or("", String::as_str)
    }

    /// Our class for the most special of its classes; one of ours may stand there too.
    fn class(&self, classes: &Classes) -> Option<Class> {
        let mapped = self.all("class").iter().filter_map(|c| classes.of.get(number_or(c)));
        let ours = self.all("class").iter().find_map(|c| c.parse().ok());
        mapped.min_by_key(|(_, rank)| *rank).map(|(class, _)| *class).or(ours)
    }

    fn line(
        &self,
        id: &str,
        class: Class,
        label: &str,
        number: &str,
        by_item: &HashMap<&str, &str>,
        gazetteer: &Gazetteer,
    ) -> Vec<String> {
        let others = || self.all("label").iter().chain(self.all("alias")).filter(|n| *n != number);
        let (mut aliases, mut acronyms): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut seen = HashSet::from([name_key(label)]);
        for name in self.all("acronym").iter().map(String::as_str) {
            if seen.insert(name_key(name)) {
                acronyms.push(name);
            }
        }
        for name in others().filter(|n| seen.insert(name_key(n))) {
            if is_acronym(name) { acronyms.push(name) } else { aliases.push(name) }
        }
        let list = |names: &[&str]| names.iter().map(|n| n.replace('|', " ")).collect::<Vec<_>>().join("|");
        let demonyms: Vec<&str> = self.all("demonym").iter().map(String::as_str).collect();
        let parent = self.all("parent").iter().find_map(|p| match by_item.get(number_or(p)) {
            Some(id) => Some(*id),
            None => gazetteer.entry(p).map(|e| gazetteer.id(e)),
        });
        let is_person = class == Class::Person;
        let surname = if is_person { self.first("surname") } else { "" };
        let gender = match number_or(self.first("gender")) {
            "male" | "Q6581097" if is_person => "m",
            "female" | "Q6581072" if is_person => "f",
            _ => "",
        };
        let mut dates: Vec<String> = self.all("start").iter().filter_map(|d| date(d)).collect();
        dates.sort_unstable();
        let from = dates.into_iter().next().unwrap_or_default();
        let mut dates: Vec<String> = self.all("end").iter().filter_map(|d| date(d)).collect();
        dates.sort_unstable();
        let to = dates.pop().unwrap_or_default();
        let cells = [
            id,
            class.name(),
            label,
            &list(&aliases),
            &list(&acronyms),
            &list(&demonyms),
            if number_of(surname) { "" } else { surname },
            &from,
            &to,
            parent.unwrap_or(""),
            number,
            "wikidata",
            gender,
        ];
        let clean =
            |cell: &str| cell.split(|c: char| c.is_whitespace() || c.is_control()).collect::<Vec<_>>().join(" ");
        cells.into_iter().map(clean).collect()
    }
}

/// The number of an item, from its IRI or alone.
fn number(value: &str) -> Option<&str> {
    Some(number_or(value)).filter(|n| number_of(n))
}

fn number_of(value: &str) -> bool {
    value.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The part of an IRI that is the number of an item; other values as they are.
fn number_or(value: &str) -> &str {
    let last = value.rsplit(['/', ':']).next().unwrap_or(value);
    if number_of(last) { last } else { value }
}

/// A point in time as a date. Wikidata writes a year alone as its first of January.
fn date(value: &str) -> Option<String> {
    let value = value.trim_start_matches('+');
    let date = value.split('T').next().unwrap_or_default();
    day(date, false)?;
    Some(date.strip_suffix("-01-01").unwrap_or(date).to_owned())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::actor::testing::gazetteer;

    fn check(text: &str, default: Option<Class>, expected: Expect) {
        let classes = Classes::load(&Data::embedded()).unwrap();
        let out = match import("query", text, &classes, default, &gazetteer()) {
            Ok(made) => {
                let mut out = made.table.replace('\t', "·");
                let rest = Import { table: String::new(), n_entries: 0, ..made };
                if rest != Import::default() {
                    let _ = writeln!(out, "{:?} {:?} {:?}", rest.known, rest.without_class, rest.without_label);
                }
                out
            }
            Err(complaints) => {
                let lines: Vec<String> = complaints.iter().map(|c| format!("{} {c}\n", c.span.start)).collect();
                lines.concat()
            }
        };
        expected.assert_eq(&out);
    }

    #[test]
    fn rows_of_an_item_are_folded_and_known_items_left_out() {
        check(
            include_str!("../../fixtures/actors/wikidata.json"),
            None,
            expect![[r#"
            id·class·name·aliases·acronyms·demonyms·surname·from·to·parent·wikidata·source·gender
            cern·InternationalOrganization·CERN·European Organization for Nuclear Research|European Laboratory for Particle Physics····1954-09-29···Q42944·wikidata·
            wikimedia-foundation·Organization·Wikimedia Foundation·Wikimedia·WMF···2003-06-20··united-states·Q180·wikidata·
            marie-curie·Person·Marie Curie·Maria Skłodowska-Curie|Maria Salomea Skłodowska···Curie·1867-11-07·1934-07-04··Q7186·wikidata·f
            ada-lovelace·Person·Ada Lovelace·Augusta Ada Byron|Ada Byron····1815-12-10·1852-11-27··Q7259·wikidata·f
            [("Q794", "iran")] [] []
        "#]],
        );
    }

    #[test]
    fn every_form_of_a_result_is_read() {
        let rows = "Q1,Acme,ACME,http://www.wikidata.org/entity/Q4830453\nQ1,Acme,Acme Ltd.,\n";
        check(
            &format!("item,label,alias,class\n{rows}"),
            None,
            expect![[r#"
            id·class·name·aliases·acronyms·demonyms·surname·from·to·parent·wikidata·source·gender
            acme·Company·Acme·Acme Ltd.·······Q1·wikidata·
        "#]],
        );
        let tsv = "?item\t?itemLabel\t?start\n<http://www.wikidata.org/entity/Q1>\t\"Acme\"@en\t\"1990-01-01T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>\n";
        check(
            tsv,
            Some(Class::Company),
            expect![[r#"
            id·class·name·aliases·acronyms·demonyms·surname·from·to·parent·wikidata·source·gender
            acme·Company·Acme·····1990···Q1·wikidata·
        "#]],
        );
        let list = r#"[{"item": "http://www.wikidata.org/entity/Q1", "itemLabel": "Acme"}]"#;
        check(
            list,
            Some(Class::Company),
            expect![[r#"
            id·class·name·aliases·acronyms·demonyms·surname·from·to·parent·wikidata·source·gender
            acme·Company·Acme········Q1·wikidata·
        "#]],
        );
    }

    #[test]
    fn what_is_special_comes_before_what_is_general() {
        check(
            "item,itemLabel,class\nQ1,Acme,Q43229\nQ1,Acme,Q7278\nQ2,Q2,Q5\nQ3,Ox,Q999999\nQ4,Iran,Q5\n",
            None,
            expect![[r#"
                id·class·name·aliases·acronyms·demonyms·surname·from·to·parent·wikidata·source·gender
                acme·PoliticalParty·Acme········Q1·wikidata·
                iran-q4·Person·Iran········Q4·wikidata·
                [] [("Q3", "Ox", "Q999999")] ["Q2"]
            "#]],
        );
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        check(
            "{\"a\":\n [}",
            None,
            expect![[r#"
                8 query[A01]: this is no JSON: expected value at line 2 column 3
            "#]],
        );
        check(
            "{}",
            None,
            expect![[r#"
                0 query[A01]: there are no results of a query in this JSON (`results.bindings` of SPARQL's JSON, or a list of objects)
            "#]],
        );
        check(
            "a,b\n1,2\n",
            None,
            expect![[r#"
                0 query[A03]: there is no column `item` (the query's variables are a, b; give it ?item)
                0 query[A03]: there is no column `itemLabel` (the query's variables are a, b; give it ?itemLabel)
            "#]],
        );
        check(
            "",
            None,
            expect![[r#"
                0 query[A03]: there is no header with the names of the columns
            "#]],
        );
    }
}
