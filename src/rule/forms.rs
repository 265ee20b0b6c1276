//! A template → example sentences, one for every construction it stands for.
//!
//! The constructions are data (`lexicon/showcase.tsv`), the fillers of the roles come from the rule's own examples. The
//! sentences are a promise, not a proof: whether the program reads them is for the caller to try.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::compile::{Rule, RuleSet};
use super::grammar::Grammar;
use super::template::{self, Form, List};
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::ontology::{Class, ClassSet};
use crate::syntax::inflection::Inflections;
use words::{Number, Words, spaced};

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
    /// Names and surnames of persons.
    persons: BTreeSet<String>,
}

/// Who fills a role in the sentences.
#[derive(Debug, Clone)]
struct Filler {
    text: String,
    /// Another one for the same role.
    other: String,
    person: bool,
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
        Ok(Self {
            grammar: Grammar::load(data)?,
            inflections: Inflections::load(data)?,
            constructions: constructions
                .rows()
                .map(|row| (cell(row, "list"), cell(row, "form"), cell(row, "sentence")))
                .collect(),
            adjectives: states.rows().filter_map(adjective).collect(),
            persons: Table::load(data, "lexicon/actors/persons.tsv")?
                .rows()
                .flat_map(|row| [cell(row, "name"), cell(row, "surname")])
                .collect(),
        })
    }

    /// The sentences of a template of a rule, given with its list. A pattern has none.
    pub fn samples(&self, rules: &RuleSet, rule: &Rule, (list, text): (&str, &str)) -> Vec<Sample> {
        let Some(list) = List::ALL.into_iter().find(|known| known.key() == list) else { return Vec::new() };
        let forms = template::parse(list, text, &self.grammar).unwrap_or_default();
        // Of `be ally of`, which is read as an adjective too, the list of the first form decides.
        let Some(form) = forms.first() else { return Vec::new() };
        let fillers = self.fillers(rules, rule, form);
        let mut samples = Vec::new();
        for (_, name, sentence) in self.constructions.iter().filter(|(list, _, _)| list == form.list.key()) {
            let mut sentences = Vec::new();
            for (preposition, number) in (0..MAX_PREPOSITIONS).flat_map(|n| Number::ALL.map(|number| (n, number))) {
                let words = Words { maker: self, form, fillers: &fillers, preposition, number };
                let Some(text) = words.fill(sentence) else { continue };
                if !sentences.contains(&text) {
                    sentences.push(text);
                }
            }
            if !sentences.is_empty() {
                samples.push(Sample { form: name.clone(), sentences });
            }
        }
        samples
    }

    /// A filler for every slot; a role that stands twice gets two.
    fn fillers(&self, rules: &RuleSet, rule: &Rule, form: &Form) -> Vec<Filler> {
        let frame = rule.name.split('.').next().unwrap_or_default();
        let family = rules.rules.iter().filter(|r| r.name.split('.').next() == Some(frame));
        let examples: Vec<_> = rule.examples.iter().chain(family.flat_map(|r| &r.examples)).collect();
        let mut used: Vec<String> = Vec::new();
        let mut found = Vec::new();
        for slot in &form.slots {
            let types = rule.roles.iter().find(|r| r.name == slot.role).map_or(ClassSet::EMPTY, |r| r.types);
            let marked = examples.iter().flat_map(|example| {
                let marks = example.marks.iter().filter(|mark| mark.role == slot.role);
                marks.map(|mark| example.text[mark.span.clone()].to_owned())
            });
            // What begins in lower case inside a sentence is a description, or a pronoun.
            let is_name = |text: &String| {
                let last = text.split(' ').next_back().unwrap_or_default();
                last.starts_with(char::is_uppercase) && !text.contains(',') && text.split(' ').count() < 5
            };
            let free = |text: &String| !used.contains(&plain(text));
            let all: Vec<String> = marked.filter(free).collect();
            let best = all.iter().find(|text| is_name(text)).or(all.first()).cloned();
            let text = best.unwrap_or_else(|| format!("the {}", spaced(&slot.role)));
            used.push(plain(&text));
            let other = all.iter().find(|text| is_name(text) && !used.contains(&plain(text))).cloned();
            let other = other.unwrap_or_else(|| format!("the {}", spaced(&slot.role)));
            let person =
                self.persons.contains(&text) || types.contains(Class::Person) && !types.contains(Class::Organization);
            found.push(Filler { text, other, person });
        }
        found
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

fn plain(text: &str) -> String {
    text.to_lowercase().trim_start_matches("the ").to_owned()
}

#[cfg(test)]
mod tests;
