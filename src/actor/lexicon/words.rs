//! Words that describe actors or point back to them: titles, agent nouns, head words of names, pronouns.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::spelling::{fold, lower};
use super::{Gazetteer, Gender, Map};
use crate::ontology::Class;
use crate::syntax::network::Fnv;

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
    pub(super) things: Map<SmolStr, Class>,
    pub(super) legal_forms: HashSet<SmolStr, BuildHasherDefault<Fnv>>,
    pub(super) heads: Map<SmolStr, Class>,
    pub(super) descriptions: Map<SmolStr, Description>,
    pub(super) cues: Map<SmolStr, SmallVec<[SmolStr; 2]>>,
    pub(super) pronouns: Map<SmolStr, SmallVec<[Pronoun; 2]>>,
}

impl Gazetteer {
    /// The kind of a title (`honorific`, `office` …), given in lower case with single spaces.
    pub fn title(&self, title: &str) -> Option<&str> {
        self.words.titles.get(title).map(SmolStr::as_str)
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
