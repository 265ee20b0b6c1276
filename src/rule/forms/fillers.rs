//! The examples of a rule → who fills its roles in the sentences that are made.

use super::Maker;
use super::words::spaced;
use crate::ontology::{Class, ClassSet};
use crate::rule::compile::{Rule, RuleSet};
use crate::rule::template::Slot;

/// Who fills a role in the sentences.
#[derive(Debug, Clone)]
pub(super) struct Filler {
    pub(super) text: String,
    /// Another one for the same role.
    pub(super) other: String,
    pub(super) person: bool,
}

/// A filler for every slot; a role that stands twice gets two.
pub(super) fn of(maker: &Maker, rules: &RuleSet, rule: &Rule, slots: &[Slot]) -> Vec<Filler> {
    let mut used: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for slot in slots {
        let types = rule.roles.iter().find(|r| r.name == slot.role).map_or(ClassSet::EMPTY, |r| r.types);
        let all = candidates(maker, rules, rule, &slot.role);
        let free = |used: &[String]| all.iter().find(|text| !used.contains(&plain(text))).cloned();
        let text = free(&used).unwrap_or_else(|| format!("the {}", spaced(&slot.role)));
        used.push(plain(&text));
        let other = free(&used).unwrap_or_else(|| format!("the {}", spaced(&slot.role)));
        let person =
            maker.persons.contains(&text) || types.contains(Class::Person) && !types.contains(Class::Organization);
        found.push(Filler { text, other, person });
    }
    found
}

/// What the examples of a rule and its phases mark as a role, names first.
fn candidates(maker: &Maker, rules: &RuleSet, rule: &Rule, role: &str) -> Vec<String> {
    let frame = rule.name.split('.').next().unwrap_or_default();
    let family = rules.rules.iter().filter(|r| r.name.split('.').next() == Some(frame));
    let mut found: Vec<(usize, String)> = Vec::new();
    for example in rule.examples.iter().chain(family.flat_map(|r| &r.examples)) {
        for mark in example.marks.iter().filter(|mark| mark.role == role) {
            let written = &example.text[mark.span.clone()];
            // *Afghan refugees*: the sentences have an adjective where one may stand.
            let mut text = maker.states.get(written).cloned().unwrap_or_else(|| written.to_owned());
            let first = mark.span.start == 0;
            // The articles are grammar of what is written here, as in `words`.
            if first && let Some(rest) = ["The ", "A ", "An "].iter().find_map(|article| text.strip_prefix(article)) {
                text = format!("the {rest}");
            }
            // The capital of a first word says nothing; that it is written small elsewhere does.
            let first_word = text.split(' ').next().unwrap_or_default().to_lowercase();
            if !first || text != written || !is_common(rules, &first_word) {
                found.push((rank(&text), text));
            } else {
                let at = text.find(' ').unwrap_or(text.len());
                found.push((1, first_word + &text[at..]));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, text)| text).collect()
}

/// What begins in lower case is a description, or a pronoun.
fn rank(text: &str) -> usize {
    let last = text.split(' ').next_back().unwrap_or_default();
    let is_name = last.starts_with(char::is_uppercase) && !text.contains(',') && text.split(' ').count() < 5;
    usize::from(!is_name)
}

/// Whether some example has the word in small letters.
fn is_common(rules: &RuleSet, word: &str) -> bool {
    let has = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|known| known == word);
    rules.rules.iter().any(|rule| rule.examples.iter().any(|example| has(&example.text)))
}

fn plain(text: &str) -> String {
    text.to_lowercase().trim_start_matches("the ").to_owned()
}
