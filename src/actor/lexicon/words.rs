//! Words that describe actors or point back to them: titles, agent nouns, head words of names, pronouns.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::spelling::{fold, lower};
use super::{Gazetteer, Gender, Map};
use crate::data::words::WordSet;
use crate::data::{Row, Table};
use crate::diagnostic::Error;
use crate::ontology::Class;

/// An agent noun: *official*, *militia*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// What it denotes.
    pub class: Class,
    /// Whether the singular already means many: *police*, *crowd*.
    pub collective: bool,
}

/// What an everyday noun can refer back to: *regime* to a state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// Classes of the antecedent.
    pub classes: SmallVec<[Class; 3]>,
    /// Gender of the antecedent, for *woman* and the like.
    pub gender: Option<Gender>,
    /// The entries for which the word is used when nothing else is said; empty: for any.
    pub of: SmallVec<[SmolStr; 1]>,
}

/// What kind of pronoun a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PronounKind {
    /// *he*, *them*.
    Personal,
    /// *its*.
    Possessive,
    /// *itself*.
    Reflexive,
    /// *who*, *whose*.
    Relative,
    /// *these*.
    Demonstrative,
    /// *someone*, *many*.
    Indefinite,
}

/// What a pronoun agrees with; `None` agrees with anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Its kind.
    pub kind: PronounKind,
    /// 1, 2 or 3.
    pub person: u8,
    /// Whether it stands for several.
    pub plural: Option<bool>,
    /// Gender of whom it stands for.
    pub gender: Option<Gender>,
    /// Whether it stands for human beings.
    pub human: Option<bool>,
}

/// The word lists.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) titles: Map<SmolStr, SmolStr>,
    pub(super) first_names: Map<SmolStr, Option<Gender>>,
    pub(super) nouns: Map<SmolStr, Noun>,
    sectors: Map<SmolStr, SmolStr>,
    class_sectors: Map<SmolStr, SmolStr>,
    pub(super) things: Map<SmolStr, Class>,
    pub(super) legal_forms: WordSet,
    pub(super) heads: Map<SmolStr, Class>,
    pub(super) descriptions: Map<SmolStr, Description>,
    /// The first words of titles.
    title_openers: WordSet,
    /// The last words of titles, agent nouns and things of several words.
    phrase_ends: WordSet,
    pub(super) cues: Map<SmolStr, SmallVec<[SmolStr; 2]>>,
    pub(super) pronouns: Map<SmolStr, SmallVec<[Pronoun; 2]>>,
}

impl Words {
    /// Reads them from the tables with their names (`titles`, `nouns` …).
    ///
    /// # Errors
    /// [`Error::Content`] for an unknown class or kind.
    pub(super) fn load(tables: &[(String, Table)]) -> Result<Self, Error> {
        let mut this = Self::default();
        for row in rows(tables, "titles") {
            this.titles.insert(lower(row.get("title")), row.get("kind").into());
        }
        for row in rows(tables, "first-names") {
            this.first_names.insert(fold(row.get("name")), gender(row.get("gender")));
        }
        for row in rows(tables, "nouns") {
            let noun = Noun { class: class("nouns", row)?, collective: row.get("number") == "group" };
            this.nouns.insert(lower(row.get("lemma")), noun);
            if !row.get("sector").is_empty() {
                this.sectors.insert(lower(row.get("lemma")), row.get("sector").into());
            }
        }
        for row in rows(tables, "sectors") {
            this.class_sectors.insert(row.get("class").into(), row.get("sector").into());
        }
        for row in rows(tables, "things") {
            this.things.insert(lower(row.get("lemma")), class("things", row)?);
        }
        for row in rows(tables, "legal-forms") {
            this.legal_forms.insert(lower(row.get("form")).replace('.', "").into());
        }
        for row in rows(tables, "org-heads") {
            this.heads.insert(lower(row.get("word")), class("org-heads", row)?);
        }
        for row in rows(tables, "descriptions") {
            let mut description = Description { gender: gender(row.get("gender")), ..Description::default() };
            description.of = row.list("of").map(SmolStr::from).collect();
            for name in row.list("classes") {
                description.classes.push(parse_class("descriptions", row, name)?);
            }
            this.descriptions.insert(row.get("lemma").into(), description);
        }
        for row in rows(tables, "cues") {
            this.cues.entry(row.get("word").into()).or_default().push(row.get("kind").into());
        }
        for row in rows(tables, "pronouns") {
            this.pronouns.entry(row.get("form").into()).or_default().push(pronoun(row)?);
        }
        this.title_openers =
            this.titles.keys().filter_map(|t| t.split_whitespace().next()).map(SmolStr::from).collect();
        let phrases = this.titles.keys().chain(this.nouns.keys()).chain(this.things.keys());
        this.phrase_ends = phrases.filter_map(|p| p.rsplit_once(' ')).map(|(_, last)| last.into()).collect();
        Ok(this)
    }
}

impl Gazetteer {
    /// The kind of a title (`honorific`, `office` …), given in lower case with single spaces.
    pub fn title(&self, title: &str) -> Option<&str> {
        self.words.titles.get(title).map(SmolStr::as_str)
    }

    /// Whether a title begins with this word, given in lower case.
    pub(crate) fn opens_title(&self, word: &str) -> bool {
        self.words.title_openers.contains(word)
    }

    /// Whether a title, agent noun or thing of several words ends with this word, given in lower case.
    pub(crate) fn closes_phrase(&self, word: &str) -> bool {
        self.words.phrase_ends.contains(word)
    }

    /// Whether the word is a first name, and whose.
    #[allow(clippy::option_option)]
    pub fn first_name(&self, name: &str) -> Option<Option<Gender>> {
        self.words.first_names.get(&fold(name)).copied()
    }

    /// What an agent noun denotes.
    pub fn noun(&self, lemma: &str) -> Option<Noun> {
        self.words.nouns.get(lemma).copied()
    }

    /// The sector of an agent noun, a code of PLOVER.
    pub fn sector(&self, lemma: &str) -> Option<&str> {
        self.words.sectors.get(lemma).map(SmolStr::as_str)
    }

    /// The sector of the actors of a class, a code of PLOVER.
    pub fn class_sector(&self, class: Class) -> Option<&str> {
        self.words.class_sectors.get(class.name()).map(SmolStr::as_str)
    }

    /// The class of a noun for what actors act on.
    pub fn thing(&self, lemma: &str) -> Option<Class> {
        self.words.things.get(lemma).copied()
    }

    /// Whether the word is a company's legal form: *Inc.*
    pub fn is_legal_form(&self, word: &str) -> bool {
        self.words.legal_forms.contains(lower(word).replace('.', "").as_str())
    }

    /// The class that the head word of a name tells: *Ministry*, *Front*.
    pub fn head_class(&self, word: &str) -> Option<Class> {
        self.words.heads.get(&lower(word)).copied()
    }

    /// What a description can refer back to.
    pub fn description(&self, lemma: &str) -> Option<&Description> {
        self.words.descriptions.get(lemma)
    }

    /// What a pronoun, given in lower case, agrees with; some words are relative pronouns and others too.
    pub fn pronoun(&self, form: &str, relative: bool) -> Option<Pronoun> {
        let readings = self.words.pronouns.get(form)?;
        let fits = |p: &&Pronoun| (p.kind == PronounKind::Relative) == relative;
        readings.iter().find(fits).or(readings.first()).copied()
    }

    /// Whether a word is a cue of a kind in `lexicon/cues.tsv`.
    pub fn is_cue(&self, word: &str, kind: &str) -> bool {
        self.words.cues.get(word).is_some_and(|kinds| kinds.iter().any(|k| k == kind))
    }
}

pub(super) fn rows<'t>(tables: &'t [(String, Table)], name: &'t str) -> impl Iterator<Item = Row<'t>> {
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

/// *f*, *female*; *m*, *male*.
pub(super) fn gender(cell: &str) -> Option<Gender> {
    match cell.bytes().next() {
        Some(b'f' | b'F') => Some(Gender::Female),
        Some(b'm' | b'M') => Some(Gender::Male),
        _ => None,
    }
}
