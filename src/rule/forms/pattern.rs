//! A pattern → sentences. Words in order are filled in as they stand. A path through the tree has no word order of its
//! own: its sentences are the rule's own examples, with each of its triggers in turn.

use super::words::capitalize;
use super::{Maker, Sample, fillers};
use crate::rule::compile::{Rule, RuleSet};
use crate::rule::example::{Example, Qualifiers};
use crate::rule::template::{Place, Slot};

/// How many triggers are shown.
const MAX_TRIGGERS: usize = 12;

pub(super) fn samples(maker: &Maker, rules: &RuleSet, rule: &Rule, (kind, text): (&str, &str)) -> Vec<Sample> {
    if kind == "surface" { surface(maker, rules, rule, text) } else { paths(maker, rule, text) }
}

/// `<place> - based|headquartered <group>`: a sentence for each of the words.
fn surface(maker: &Maker, rules: &RuleSet, rule: &Rule, text: &str) -> Vec<Sample> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let role = |part: &str| part.strip_prefix('<').and_then(|p| p.strip_suffix('>')).map(str::to_owned);
    let slots: Vec<Slot> = (parts.iter().filter_map(|part| role(part)))
        .map(|role| Slot { role: role.into(), place: Place::Object, span: 0..0 })
        .collect();
    let fillers = fillers::of(maker, rules, rule, &slots);
    let n_choices = parts.iter().filter(|part| role(part).is_none()).map(|part| part.split('|').count()).max();
    let mut found = Vec::new();
    for choice in 0..n_choices.unwrap_or(1).min(MAX_TRIGGERS) {
        let (mut sentence, mut form, mut slot) = (String::new(), text.to_owned(), 0);
        for part in &parts {
            let words: Vec<&str> = part.split('|').collect();
            let (word, joins) = if role(part).is_some() {
                slot += 1;
                (format!("[{} {}]", slots[slot - 1].role, fillers[slot - 1].text), false)
            } else {
                let word = words[choice.min(words.len() - 1)];
                if words.len() > 1 {
                    word.clone_into(&mut form);
                }
                (word.to_owned(), word == "-" || word.starts_with('\'') || word == ",")
            };
            if !(sentence.is_empty() || joins || sentence.ends_with('-')) {
                sentence.push(' ');
            }
            sentence.push_str(&word);
        }
        sentence.push_str(" drew criticism.");
        let mut alone = sentence.clone();
        capitalize(&mut alone);
        found.push(Sample { form, sentences: vec![alone, format!("The {sentence}")] });
    }
    found
}

/// `war: fighter >nsubj, enemy >nmod(with)`: the examples that have a trigger, with each of the triggers.
fn paths(maker: &Maker, rule: &Rule, text: &str) -> Vec<Sample> {
    let triggers: Vec<&str> = text.split(':').next().unwrap_or_default().trim().split('|').collect();
    let forms = |lemma: &str| [lemma.to_owned(), maker.inflections.plural(lemma)];
    let mut found: Vec<Sample> = Vec::new();
    for example in &rule.examples {
        let notation = Example { qualifiers: Qualifiers::default(), ..example.clone() }.to_string();
        let Some((at, old, number)) = triggers.iter().find_map(|trigger| {
            let mut forms = forms(trigger).into_iter().enumerate();
            forms.find_map(|(number, form)| Some((word_at(&notation, &form)?, form, number)))
        }) else {
            continue;
        };
        for trigger in triggers.iter().take(MAX_TRIGGERS) {
            let [singular, plural] = forms(trigger);
            let word = if number == 0 { singular } else { plural };
            let sentence = format!("{}{word}{}", &notation[..at], &notation[at + old.len()..]);
            match found.iter_mut().find(|sample| sample.form == *trigger) {
                Some(sample) => sample.sentences.push(sentence),
                None => found.push(Sample { form: (*trigger).to_owned(), sentences: vec![sentence] }),
            }
        }
    }
    found
}

/// Where a word stands in bracket notation, other than as the name of a role.
fn word_at(notation: &str, word: &str) -> Option<usize> {
    notation.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = notation[..at].chars().next_back();
        let behind = notation[at + word.len()..].chars().next();
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let is_word = !inside(before) && !inside(behind);
        before != Some('[') && (is_word || !word.contains(char::is_alphanumeric))
    })
}
