//! Names: the same one twice in a row, one that several entries have, one that is an everyday word.

use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::actor::lexicon::{day, is_acronym, name_key, reads_as};
use crate::actor::sheet::{Kind, Line};

/// With so many earlier bearers of a name each is compared; more would take long and say nothing new.
const MOST_COMPARED: usize = 64;

/// A name of an entry.
#[derive(Debug, Clone, Copy)]
struct Name<'a> {
    text: &'a str,
    line: Line<'a>,
    sheet: usize,
    column: &'static str,
    acronym: bool,
}

impl<'a> Name<'a> {
    fn id(&self) -> &'a str {
        self.line.get("id")
    }

    /// Whether it says nothing that the other, of the same row, does not say.
    fn repeats(&self, other: &Name<'_>) -> bool {
        let one = |column| if column == "name" { "aliases" } else { column };
        self.text == other.text && one(self.column) == one(other.column)
    }
}

/// The ids that share a name on purpose, by its key.
type Declared<'a> = HashMap<String, HashSet<&'a str>>;

pub(super) fn check(checker: &mut Checker<'_>) {
    let names = collect(checker);
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, name) in names.iter().enumerate() {
        groups.entry(name_key(name.text)).or_default().push(i);
    }
    let declared = declared(checker, &names, &groups);
    for (i, name) in names.iter().enumerate() {
        let place = || name.line.part(name.column, name.text);
        if !name.acronym && !is_acronym(name.text) && !name.text.contains([' ', '-']) && checker.everyday.has(name.text)
        {
            let message = format!("`{}` is an everyday word and would be found everywhere", name.text);
            let complaint = checker.warning(name.sheet, "A18", place(), message);
            let hint = "write it as in the middle of a sentence, or with the words that make it a name";
            complaint.hint = Some(hint.to_owned());
        }
        let key = name_key(name.text);
        let earlier = groups[&key].iter().take_while(|&&other| other < i).take(MOST_COMPARED);
        for other in earlier.map(|&other| &names[other]) {
            if other.id() == name.id() {
                if name.repeats(other) {
                    checker.warning(name.sheet, "A17", place(), format!("`{}` is there already", name.text));
                    break;
                }
            } else if !told_apart(other, name) && !shared(declared.get(&key), other, name) {
                let message = format!("`{}` is a name of `{}` too", name.text, other.id());
                let complaint = checker.warning(name.sheet, "A16", place(), message);
                let hint =
                    "take it from one of them, make it longer, or list it in a table of shared names (shared.tsv)";
                complaint.hint = Some(hint.to_owned());
                break;
            }
        }
    }
}

/// The names of all rows that count.
fn collect<'a>(checker: &Checker<'a>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    for (number, sheet) in checker.sheets.iter().enumerate().filter(|(_, s)| s.kind == Kind::Entries) {
        for line in sheet.lines().filter(|l| checker.ids.get(l.get("id")) == Some(&(number, l.index))) {
            let mut add = |text: &'a str, column: &'static str, acronym: bool| {
                if !text.is_empty() {
                    names.push(Name { text, line, sheet: number, column, acronym });
                }
            };
            add(line.get("name"), "name", false);
            line.row.list("aliases").for_each(|a| add(a, "aliases", is_acronym(a)));
            line.row.list("acronyms").for_each(|a| add(a, "acronyms", true));
            line.row.list("demonyms").for_each(|a| add(a, "demonyms", false));
            line.row.list("adjectives").for_each(|a| add(a, "adjectives", false));
        }
    }
    names
}

/// Reads the tables of shared names, and says which of them are not shared.
fn declared<'a>(checker: &mut Checker<'a>, names: &[Name<'a>], groups: &HashMap<String, Vec<usize>>) -> Declared<'a> {
    let mut declared = Declared::new();
    for (number, sheet) in checker.sheets.iter().enumerate().filter(|(_, s)| s.kind == Kind::Shared) {
        for line in sheet.lines() {
            let key = name_key(line.get("name"));
            let bearers: HashSet<&str> = groups.get(&key).into_iter().flatten().map(|&i| names[i].id()).collect();
            for id in line.row.list("entries") {
                if checker.ids.contains_key(id) && !bearers.contains(id) {
                    let message = format!("`{}` is no name of `{id}`", line.get("name"));
                    checker.warning(number, "A21", line.part("entries", id), message);
                }
            }
            declared.entry(key).or_default().extend(line.row.list("entries"));
        }
    }
    declared
}

fn shared(ids: Option<&HashSet<&str>>, a: &Name<'_>, b: &Name<'_>) -> bool {
    ids.is_some_and(|ids| ids.contains(a.id()) && ids.contains(b.id()))
}

/// Whether the reader can tell which of two entries a text means by a name that both have.
fn told_apart(a: &Name<'_>, b: &Name<'_>) -> bool {
    // The user's names win over built-in ones.
    if a.line.sheet.own != b.line.sheet.own {
        return true;
    }
    if (a.line.get("class") == "Person") != (b.line.get("class") == "Person") {
        return true;
    }
    let [parent, other] = [a, b].map(|n| n.line.get("parent"));
    if a.acronym && b.acronym && !parent.is_empty() && !other.is_empty() && parent != other {
        return true;
    }
    let [(a_from, a_to), (b_from, b_to)] =
        [a, b].map(|n| (day(n.line.get("from"), false), day(n.line.get("to"), true)));
    let before = |to, from| matches!((to, from), (Some(to), Some(from)) if to <= from);
    if before(a_to, b_from) || before(b_to, a_from) {
        return true;
    }
    // "KIA" is no spelling of "Kia".
    let both = |text: &str| [a, b].iter().all(|n| reads_as(n.text, n.acronym, text));
    !(both(a.text) || both(b.text) || both(&a.text.to_uppercase()))
}
