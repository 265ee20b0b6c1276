//! What a build has done, one input after the other and in sum.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::log::Note;
use crate::actor::Form;
use crate::assertion::Standing;
use crate::cli::{Outcome, tables};
use crate::diagnostic::Error;
use crate::pipeline::Reading;

/// What was read in a run and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were not in the store.
    pub read: usize,
    /// Documents whose text and reader are as they were.
    pub unchanged: usize,
    /// Documents that were in the store with another text or reader.
    pub replaced: usize,
    /// Inputs without any text.
    pub empty: usize,
    /// Inputs that could not be read or stored.
    pub failed: usize,
    /// Copies of other documents.
    pub duplicates: usize,
    /// Inputs in another language.
    pub foreign: usize,
    /// Of the documents that were read: their words.
    pub words: usize,
    /// Their sentences.
    pub sentences: usize,
    /// Mentions by actor, for those with a name.
    pub actors: BTreeMap<String, usize>,
    /// Assertions by standing.
    pub standings: BTreeMap<Standing, usize>,
    /// Assertions by relation.
    pub relations: BTreeMap<String, usize>,
}

/// What became of one input.
pub(super) enum Done {
    /// What it gave, and how many byte sequences were no characters.
    Read(Box<Summary>, usize),
    Unchanged,
    Empty,
    /// It is in this language.
    Foreign(&'static str),
    /// It is a copy of this document, and has not been read.
    Duplicate(String),
    Failed(Error),
}

impl Done {
    /// The note of it for the log; one with a reason is also told to the user.
    pub(super) fn note(&self, place: &str, document: Option<&str>) -> Option<Note> {
        let (outcome, reason) = match self {
            Self::Read(_, 0) => return None,
            Self::Read(_, n) => {
                let reason = format!("warning: {place}: {n} byte sequence(s) were no characters and show as \u{fffd}");
                ("damaged", Some(reason))
            }
            Self::Unchanged => ("unchanged", None),
            Self::Empty => ("empty", Some(format!("warning: {place}: has no text"))),
            Self::Foreign(language) => {
                let reason =
                    format!("warning: {place}: is {language}, not English, and was left out; --force reads it");
                ("foreign", Some(reason))
            }
            Self::Duplicate(original) => ("duplicate", Some(format!("a copy of {original}"))),
            Self::Failed(error) => ("failed", Some(error.to_string())),
        };
        let told = reason.is_some() && !matches!(self, Self::Duplicate(_));
        Some(Note { place: place.to_owned(), document: document.map(str::to_owned), outcome, reason, told })
    }
}

impl Summary {
    pub(super) fn of(reading: &Reading) -> Self {
        let mut summary = Self {
            sentences: reading.document.sentences.len(),
            words: reading.document.tokens.len(),
            ..Self::default()
        };
        for actor in reading.actors.iter().filter(|a| a.named && a.class.is_actor()) {
            let named = actor.mentions.iter().any(|&m| reading.mentions[m].form != Form::Pronoun);
            if named {
                *summary.actors.entry(actor.label.clone()).or_default() += actor.mentions.len();
            }
        }
        for assertion in &reading.assertions {
            *summary.standings.entry(assertion.standing()).or_default() += 1;
            *summary.relations.entry(assertion.predicate.clone()).or_default() += 1;
        }
        summary
    }

    pub(super) fn add(&mut self, done: Done) {
        match done {
            Done::Unchanged => self.unchanged += 1,
            Done::Empty => self.empty += 1,
            Done::Duplicate(_) => self.duplicates += 1,
            Done::Foreign(_) => self.foreign += 1,
            Done::Failed(_) => self.failed += 1,
            Done::Read(one, _) => {
                self.read += one.read;
                self.replaced += one.replaced;
                self.words += one.words;
                self.sentences += one.sentences;
                sum(&mut self.actors, one.actors);
                sum(&mut self.standings, one.standings);
                sum(&mut self.relations, one.relations);
            }
        }
    }

    /// Whether something failed, and else whether there was anything.
    pub fn outcome(&self) -> Outcome {
        match (self.failed, self.read + self.replaced + self.unchanged + self.duplicates) {
            (0, 0) => Outcome::Nothing,
            (0, _) => Outcome::Found,
            _ => Outcome::Incomplete,
        }
    }

    /// The summary for the eye.
    pub fn table(&self) -> String {
        let mut documents = vec![format!("{} read", self.read)];
        let others = [
            (self.replaced, "replaced"),
            (self.unchanged, "unchanged"),
            (self.duplicates, "duplicate"),
            (self.empty, "empty"),
            (self.foreign, "not English"),
            (self.failed, "failed"),
        ];
        documents.extend(others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
        let mut rows = vec![("documents".to_owned(), documents.join(", "))];
        if self.read + self.replaced > 0 {
            let standings: Vec<String> = self.standings.iter().map(|(s, n)| format!("{n} {}", s.name())).collect();
            let total: usize = self.standings.values().sum();
            let assertions = if total == 0 { "0".to_owned() } else { format!("{total} ({})", standings.join(", ")) };
            rows.push(("sentences".to_owned(), self.sentences.to_string()));
            rows.push(("named actors".to_owned(), self.actors.len().to_string()));
            rows.push(("assertions".to_owned(), assertions));
            rows.push(("top relations".to_owned(), top(&self.relations)));
            rows.push(("top actors".to_owned(), top(&self.actors)));
        }
        rows.retain(|(_, value)| !value.is_empty());
        tables::pairs(rows)
    }
}

fn sum<K: Ord>(total: &mut BTreeMap<K, usize>, part: BTreeMap<K, usize>) {
    for (key, n) in part {
        *total.entry(key).or_default() += n;
    }
}

/// The most frequent few: `funds 12, arms 3`.
fn top(counts: &BTreeMap<String, usize>) -> String {
    const SHOWN: usize = 8;
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(name, n)| (Reverse(**n), *name));
    let shown: Vec<String> = counts.into_iter().take(SHOWN).map(|(name, n)| format!("{name} {n}")).collect();
    shown.join(", ")
}
