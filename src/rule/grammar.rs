//! The words of the template language: its closed lists, and how a word of a template is compared with a lemma.

use std::collections::{HashMap, HashSet};

use smallvec::{SmallVec, smallvec};
use smol_str::SmolStr;

use crate::data::{Data, Table};
use crate::diagnostic::Error;

/// The closed word lists that the template language knows.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    prepositions: HashSet<String>,
    particles: HashSet<String>,
    light_verbs: HashSet<String>,
    base_forms: HashSet<String>,
    /// Irregular past forms with their verbs.
    past: HashMap<String, String>,
}

impl Grammar {
    /// Reads `lexicon/{prepositions,particles,light_verbs,base_forms,irregular-verbs}.tsv`.
    ///
    /// # Errors
    /// As [`Table::load`].
    pub fn load(data: &Data) -> Result<Self, Error> {
        let column = |path: &str, name: &str| -> Result<HashSet<String>, Error> {
            Ok(Table::load(data, path)?.rows().map(|row| row.get(name).to_owned()).collect())
        };
        let base_forms = column("lexicon/base_forms.tsv", "lemma")?;
        let verbs = Table::load(data, "lexicon/irregular-verbs.tsv")?;
        let lemmas: HashSet<&str> = verbs.rows().map(|row| row.get("lemma")).collect();
        let mut past = HashMap::new();
        for row in verbs.rows() {
            for form in row.list("past").chain(row.list("participle")) {
                if !lemmas.contains(form) && !base_forms.contains(form) {
                    past.entry(form.to_owned()).or_insert_with(|| row.get("lemma").to_owned());
                }
            }
        }
        Ok(Self {
            prepositions: column("lexicon/prepositions.tsv", "preposition")?,
            particles: column("lexicon/particles.tsv", "particle")?,
            light_verbs: column("lexicon/light_verbs.tsv", "lemma")?,
            base_forms,
            past,
        })
    }

    /// Whether the word (several joined by `_`) is a preposition.
    pub fn is_preposition(&self, word: &str) -> bool {
        self.prepositions.contains(word)
    }

    /// Whether the word can be the particle of a phrasal verb.
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// What to write instead, if the verb is no base form but a past tense, a participle, or a third person.
    pub fn base_form(&self, verb: &str) -> Option<String> {
        if let Some(lemma) = self.past.get(verb) {
            return Some(format!("`{lemma}`"));
        }
        inflected(verb).filter(|_| !self.base_forms.contains(verb))
    }

    /// Whether the verb means little without its noun.
    pub fn is_light(&self, verb: &str) -> bool {
        self.light_verbs.contains(verb)
    }
}

/// A word with the words that must stand directly before it: *nuclear programme*. All lower-case lemmas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lexeme {
    /// The last word.
    pub head: SmolStr,
    /// The words before it, in text order.
    pub before: SmallVec<[SmolStr; 1]>,
}

/// A word's readings as a noun: itself, and its singular if it is written in the plural (*talks*, *parties*).
pub fn noun_lemmas(word: &str) -> SmallVec<[SmolStr; 2]> {
    let mut found: SmallVec<[SmolStr; 2]> = smallvec![SmolStr::new(word)];
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 1) {
        found.push(format!("{stem}y").into());
    } else if let Some(stem) = word.strip_suffix("es").filter(|s| s.ends_with(['x', 's', 'h', 'z'])) {
        found.push(stem.into());
        found.push(format!("{stem}e").into());
    } else if let Some(stem) = word.strip_suffix('s').filter(|s| !s.ends_with(['s', 'u', 'i'])) {
        found.push(stem.into());
    }
    found
}

/// A fixed word's readings, several words joined by `_`.
pub(super) fn lexemes(word: &str) -> Vec<Lexeme> {
    let mut parts: Vec<SmolStr> = word.split('_').filter(|w| !w.is_empty()).map(SmolStr::new).collect();
    let Some(head) = parts.pop() else { return Vec::new() };
    let before: SmallVec<[SmolStr; 1]> = parts.into_iter().collect();
    noun_lemmas(&head).into_iter().map(|head| Lexeme { head, before: before.clone() }).collect()
}

/// The copulas of the template language; part of its grammar as `and` is.
pub(super) fn is_copula(word: &str) -> bool {
    matches!(word, "be" | "become")
}

/// What to write instead, if a verb looks regularly inflected.
fn inflected(verb: &str) -> Option<String> {
    let vowel = |stem: &str| stem.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if let Some(stem) = verb.strip_suffix("ied") {
        return vowel(stem).then(|| format!("`{stem}y`"));
    }
    if let Some(stem) = verb.strip_suffix("ed").filter(|s| vowel(s) && !s.ends_with('e')) {
        return Some(format!("`{stem}` or `{stem}e`"));
    }
    if let Some(stem) = verb.strip_suffix("ing").filter(|s| vowel(s)) {
        return Some(format!("`{stem}` or `{stem}e`"));
    }
    if let Some(stem) = verb.strip_suffix("ies").filter(|s| vowel(s)) {
        return Some(format!("`{stem}y`"));
    }
    let stem = verb.strip_suffix('s').filter(|s| vowel(s) && !s.ends_with(['s', 'u', 'a', 'i']))?;
    Some(format!("`{stem}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_forms_name_their_verb() {
        let grammar = Grammar::load(&Data::embedded()).unwrap();
        assert_eq!(grammar.base_form("gave").as_deref(), Some("`give`"));
        assert!(["found", "cut", "become", "bear", "saw"].iter().all(|verb| grammar.base_form(verb).is_none()));
    }

    #[test]
    fn only_inflected_verbs_are_taken_for_inflected() {
        let base = ["need", "bring", "discuss", "focus", "bleed", "string", "harass", "exceed", "lead", "sing"];
        assert!(base.iter().all(|verb| inflected(verb).is_none()));
        let inflected_forms = ["funded", "funding", "funds", "carries", "carried", "attacks", "agreed"];
        assert_eq!(inflected_forms.iter().filter(|verb| inflected(verb).is_none()).collect::<Vec<_>>(), [&"agreed"]);
    }
}
