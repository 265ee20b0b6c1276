//! A name → what it can mean and why, by the same index as the reading of texts.

use super::lexicon::{EntryIx, Gazetteer, Metonymy, NameKind, day, name_key};
use crate::document::{Document, Sentence, Source, Span, Token};

/// How many near names are suggested.
const MOST_SUGGESTIONS: usize = 5;
/// How near a suggestion must be: 1 is the same.
const NEAR: f64 = 0.88;

/// Why a name can mean an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is the name that the graph shows.
    Name,
    /// It is another name.
    Alias,
    /// It is initials.
    Acronym,
    /// It is an adjective or the name of the people.
    Demonym,
    /// It is the seat of somebody and stands for her.
    Metonym(Metonymy),
    /// It is the surname, which means the person where the text names her in full, or has no other of that name.
    Surname,
    /// It is no name but the identifier.
    Id,
}

impl Why {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Acronym => "acronym",
            Self::Demonym => "demonym",
            Self::Metonym(_) => "metonym",
            Self::Surname => "surname",
            Self::Id => "id",
        }
    }
}

/// One thing that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// The entry.
    pub entry: EntryIx,
    /// Why it is meant.
    pub why: Why,
    /// Whether a name of the user's own hides it.
    pub hidden: bool,
}

/// What a name can mean, what is meant first coming first; with a day (`2026-08-15`), only what there was on it.
pub fn find(gazetteer: &Gazetteer, name: &str, date: Option<&str>) -> Vec<Sense> {
    let name = name.trim();
    let mut senses = Vec::new();
    for (entry, kind, hidden) in named(gazetteer, name) {
        let why = match kind {
            NameKind::Acronym => Why::Acronym,
            NameKind::Demonym => Why::Demonym,
            NameKind::Name if name_key(gazetteer.name(entry)) == name_key(name) => Why::Name,
            NameKind::Name => Why::Alias,
        };
        senses.push(Sense { entry, why, hidden });
        if let Some((target, metonymy)) = gazetteer.stands_for(entry) {
            senses.push(Sense { entry: target, why: Why::Metonym(metonymy), hidden });
        }
    }
    for &entry in gazetteer.by_surname(name) {
        if !senses.iter().any(|s| s.entry == entry) {
            senses.push(Sense { entry, why: Why::Surname, hidden: false });
        }
    }
    if let Some(entry) = gazetteer.entry(name).filter(|e| !senses.iter().any(|s| s.entry == *e)) {
        senses.push(Sense { entry, why: Why::Id, hidden: false });
    }
    senses.retain(|s| date.is_none_or(|date| was_there(gazetteer, s.entry, date)));
    senses
}

/// The entries that have the whole of a text as a name.
fn named(gazetteer: &Gazetteer, name: &str) -> Vec<(EntryIx, NameKind, bool)> {
    if name.is_empty() {
        return Vec::new();
    }
    let span = Span::new(0, name.len());
    let sentence = Sentence { span, tokens: 0..1, paragraph_start: true };
    let document = Document::new(Source::named("name"), name.to_owned(), vec![Token::raw(span, false)], vec![sentence]);
    let Some(all) = gazetteer.candidates(&document, 0) else { return Vec::new() };
    let meant = gazetteer.longest(&document, 0).map(|m| m.entries).unwrap_or_default();
    let hidden = all.entries.iter().filter(|e| !meant.contains(e));
    meant.iter().map(|e| (e.0, e.1, false)).chain(hidden.map(|e| (e.0, e.1, true))).collect()
}

/// Whether an entry existed on a day, as far as is known.
fn was_there(gazetteer: &Gazetteer, entry: EntryIx, date: &str) -> bool {
    covers(gazetteer.valid(entry), date)
}

/// Whether a term with an open beginning or end has a day in it; what cannot be read as a date is open.
pub fn covers((from, to): (&str, &str), date: &str) -> bool {
    let Some(date) = day(date, false) else { return true };
    day(from, false).is_none_or(|from| from <= date) && day(to, true).is_none_or(|to| date <= to)
}

/// Known names that are spelled much like one that nobody has, the nearest first.
pub fn nearest(gazetteer: &Gazetteer, name: &str) -> Vec<(String, EntryIx)> {
    let wanted = name_key(name);
    let mut near: Vec<(f64, String, EntryIx)> = Vec::new();
    for entry in 0..gazetteer.len() {
        let names = std::iter::once(gazetteer.name(entry)).chain(gazetteer.aliases(entry));
        let surname = Some(gazetteer.surname(entry)).filter(|s| !s.is_empty());
        let best = names
            .chain(surname)
            .map(|known| (similarity(&wanted, &name_key(known)), known))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((similarity, known)) = best.filter(|b| b.0 >= NEAR) {
            near.push((similarity, known.to_owned(), entry));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1, a.2).cmp(&(&b.1, b.2))));
    near.truncate(MOST_SUGGESTIONS);
    near.into_iter().map(|(_, known, entry)| (known, entry)).collect()
}

/// 1 for the same, 0 for nothing in common; a name that lies within the other is near.
fn similarity(wanted: &str, known: &str) -> f64 {
    let within = |long: &str, short: &str| {
        let words = long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
            || long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
        words && short.len() > 3
    };
    let near = strsim::jaro_winkler(wanted, known);
    if within(wanted, known) || within(known, wanted) { near.max(NEAR) } else { near }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::actor::testing::gazetteer;

    fn check(name: &str, date: Option<&str>, expected: Expect) {
        let gazetteer = gazetteer();
        let line = |s: Sense| format!("{} {:?}", gazetteer.id(s.entry), s.why);
        let mut lines: Vec<String> = find(&gazetteer, name, date).into_iter().map(line).collect();
        if lines.is_empty() {
            lines = nearest(&gazetteer, name)
                .into_iter()
                .map(|(known, e)| format!("{known}? {}", gazetteer.id(e)))
                .collect();
        }
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn every_kind_of_name_is_found() {
        check("Iran", None, expect!["iran Name"]);
        check("islamic republic", None, expect!["Islamic Republic? iran"]);
        check("U.S.", None, expect!["united-states Acronym"]);
        check("Iranians", None, expect!["iran Demonym"]);
        check(
            "Tehran",
            None,
            expect![[r#"
            tehran Name
            iran Metonym(AsParty)"#]],
        );
        check("the Kremlin", None, expect!["Kremlin? kremlin"]);
        check(
            "Kremlin",
            None,
            expect![[r#"
            kremlin Name
            russia Metonym(Always)"#]],
        );
        check("iran", None, expect!["iran Id"]);
        check(
            "Trump",
            None,
            expect![[r#"
            donald-trump Surname
            melania-trump Surname"#]],
        );
    }

    #[test]
    fn a_name_that_nobody_has_gives_near_ones() {
        check("Hisbollah", None, expect!["Hizbullah? hezbollah"]);
        check("Zylandia", None, expect![[r#""#]]);
        check("", None, expect![[r#""#]]);
    }

    #[test]
    fn an_open_term_covers_and_a_year_covers_its_days() {
        assert!(covers(("", ""), "2020-01-01"));
        assert!(covers(("2019", "2020"), "2020-12-31"));
        assert!(!covers(("2019", "2020-06"), "2020-07-01"));
        assert!(!covers(("2021", ""), "2020-07-01"));
    }
}
