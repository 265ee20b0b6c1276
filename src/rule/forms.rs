//! A template → example sentences, one for every construction it stands for.
//!
//! The constructions are data (`lexicon/showcase.tsv`), the fillers of the roles come from the rule's own examples. The
//! sentences are a promise, not a proof: whether the program reads them is for the caller to try.

mod fillers;
mod pattern;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::compile::{Rule, RuleSet};
use super::grammar::Grammar;
use super::template::{self, Form, List};
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::syntax::inflection::Inflections;
use words::{Number, Words};

/// A sentence that a template should find, in bracket notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The construction's name.
    pub form: String,
    /// Ways to write it, the likeliest first; they differ in the number of nouns.
    pub sentences: Vec<String>,
}

/// How many of alternative prepositions are tried.
const MAX_PREPOSITIONS: usize = 3;

/// What sentences are made with.
#[derive(Debug)]
pub struct Maker {
    grammar: Grammar,
    inflections: Inflections,
    constructions: Vec<(String, String, String)>,
    /// Names of states and their adjectives.
    adjectives: BTreeMap<String, String>,
    /// The adjectives and names of their states.
    states: BTreeMap<String, String>,
    /// Names and surnames of persons.
    persons: BTreeSet<String>,
}

impl Maker {
    /// Reads the constructions and the word lists.
    ///
    /// # Errors
    /// As [`Table::load`].
    pub fn load(data: &Data) -> Result<Self, Error> {
        let constructions = Table::load(data, "lexicon/showcase.tsv")?;
        let cell = |row: crate::data::Row<'_>, name: &str| row.get(name).to_owned();
        let states = Table::load(data, "lexicon/actors/states.tsv")?;
        let adjective =
            |row: crate::data::Row<'_>| Some((cell(row, "name"), row.list("adjectives").next()?.to_owned()));
        let adjectives: BTreeMap<String, String> = states.rows().filter_map(adjective).collect();
        let all = states.rows().flat_map(|row| {
            let name = cell(row, "name");
            row.list("adjectives").map(|adjective| (adjective.to_owned(), name.clone())).collect::<Vec<_>>()
        });
        Ok(Self {
            states: all.filter(|(adjective, name)| adjective != name).collect(),
            grammar: Grammar::load(data)?,
            inflections: Inflections::load(data)?,
            constructions: constructions
                .rows()
                .map(|row| (cell(row, "list"), cell(row, "form"), cell(row, "sentence")))
                .collect(),
            adjectives,
            persons: Table::load(data, "lexicon/actors/persons.tsv")?
                .rows()
                .flat_map(|row| [cell(row, "name"), cell(row, "surname")])
                .collect(),
        })
    }

    /// The sentences of a template of a rule, given with its list.
    pub fn samples(&self, rules: &RuleSet, rule: &Rule, (list, text): (&str, &str)) -> Vec<Sample> {
        let Some(list) = List::ALL.into_iter().find(|known| known.key() == list) else {
            return pattern::samples(self, rules, rule, (list, text));
        };
        let forms = template::parse(list, text, &self.grammar).unwrap_or_default();
        // Of `be ally of`, which is read as an adjective too, the list of the first form decides.
        let Some(first) = forms.first() else { return Vec::new() };
        // A verb with a word behind it that may be a particle or a preposition has a form for each.
        let is_first =
            |form: &&Form| form.list == first.list && form.span == first.span && form.trigger == first.trigger;
        let mut samples: Vec<Sample> = Vec::new();
        for form in forms.iter().filter(is_first) {
            let fillers = fillers::of(self, rules, rule, &form.slots);
            for (_, name, sentence) in self.constructions.iter().filter(|(list, _, _)| list == form.list.key()) {
                for (preposition, number) in (0..MAX_PREPOSITIONS).flat_map(|n| Number::ALL.map(|number| (n, number))) {
                    let words = Words { maker: self, rule, form, fillers: &fillers, preposition, number };
                    let Some(text) = words.fill(sentence) else { continue };
                    match samples.iter_mut().find(|sample| sample.form == *name) {
                        Some(sample) if sample.sentences.contains(&text) => {}
                        Some(sample) => sample.sentences.push(text),
                        None => samples.push(Sample { form: name.clone(), sentences: vec![text] }),
                    }
                }
            }
        }
        samples
    }

    /// The trigger words of a template as written, each once.
    pub fn triggers(&self, (list, text): (&str, &str)) -> Vec<String> {
        let list = List::ALL.into_iter().find(|known| known.key() == list);
        let forms = list.and_then(|list| template::parse(list, text, &self.grammar).ok()).unwrap_or_default();
        let mut found: Vec<String> = Vec::new();
        for form in &forms {
            // The readings of one word share its place.
            let word = text[form.span.clone()].replace('_', " ");
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
