//! Lemmas → their inflected forms: spelling rules, over which the word lists lie.
//!
//! The lists are `lexicon/irregular-verbs.tsv` and `lexicon/verb-forms.tsv`. What a form's lemma is, is not asked here
//! (`syntax::lemma`).

use std::collections::HashMap;

use crate::data::{Data, Table};
use crate::diagnostic::Error;

/// The forms that no spelling rule gives.
#[derive(Debug, Clone, Default)]
pub struct Inflections {
    /// Lemma and Penn tag → form.
    irregular: HashMap<(String, &'static str), String>,
}

impl Inflections {
    /// Reads the word lists.
    ///
    /// # Errors
    /// As [`Table::load`].
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut irregular = HashMap::new();
        for row in Table::load(data, "lexicon/verb-forms.tsv")?.rows() {
            if let Some(tag) = ["VBZ", "VBD", "VBN", "VBG"].into_iter().find(|tag| *tag == row.get("tag")) {
                irregular.insert((row.get("lemma").to_owned(), tag), row.get("form").to_owned());
            }
        }
        for row in Table::load(data, "lexicon/irregular-verbs.tsv")?.rows() {
            for (tag, column) in [("VBD", "past"), ("VBN", "participle")] {
                if let Some(form) = row.list(column).next() {
                    irregular.insert((row.get("lemma").to_owned(), tag), form.to_owned());
                }
            }
        }
        Ok(Self { irregular })
    }

    fn form(&self, lemma: &str, tag: &'static str, regular: fn(&str) -> String) -> String {
        let listed = self.irregular.get(&(lemma.to_owned(), tag)).cloned();
        listed.unwrap_or_else(|| if lemma.is_empty() { String::new() } else { regular(lemma) })
    }

    /// *funded*, *sent*, as in *they sent it*.
    pub fn past(&self, lemma: &str) -> String {
        self.form(lemma, "VBD", past)
    }

    /// *funded*, *given*, as in *it was given*.
    pub fn participle(&self, lemma: &str) -> String {
        self.form(lemma, "VBN", past)
    }

    /// *funding*.
    pub fn gerund(&self, lemma: &str) -> String {
        self.form(lemma, "VBG", gerund)
    }

    /// The plural of a noun, by spelling alone.
    pub fn plural(&self, lemma: &str) -> String {
        if lemma.is_empty() { String::new() } else { present(lemma) }
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// One vowel between consonants and no other syllable: the last letter is doubled (`stop`).
fn doubles(lemma: &str) -> bool {
    let bytes = lemma.as_bytes();
    let n_vowels = bytes.iter().filter(|&&b| is_vowel(b) || b == b'y').count();
    match bytes {
        [.., before, vowel, last] => {
            n_vowels == 1 && !is_vowel(*before) && is_vowel(*vowel) && !matches!(last, b'w' | b'x' | b'y')
        }
        _ => false,
    }
}

fn consonant_y(lemma: &str) -> bool {
    matches!(lemma.as_bytes(), [.., before, b'y'] if !is_vowel(*before))
}

/// The lemma without its last letter.
fn stem(lemma: &str) -> &str {
    lemma.char_indices().next_back().map_or("", |(at, _)| &lemma[..at])
}

/// The third person of a verb, the plural of a noun.
pub(crate) fn present(lemma: &str) -> String {
    if consonant_y(lemma) {
        format!("{}ies", stem(lemma))
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|e| lemma.ends_with(e)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

/// The regular present participle.
pub(crate) fn gerund(lemma: &str) -> String {
    let stem = stem(lemma);
    if let Some(stem) = lemma.strip_suffix("ie") {
        format!("{stem}ying")
    } else if lemma.ends_with('e') && !["ee", "ye", "oe"].iter().any(|e| lemma.ends_with(e)) && lemma.len() > 2 {
        format!("{stem}ing")
    } else if doubles(lemma) {
        format!("{lemma}{}ing", &lemma[stem.len()..])
    } else {
        format!("{lemma}ing")
    }
}

/// The regular past tense and participle.
pub(crate) fn past(lemma: &str) -> String {
    let stem = stem(lemma);
    if lemma.ends_with('e') {
        format!("{lemma}d")
    } else if consonant_y(lemma) {
        format!("{stem}ied")
    } else if doubles(lemma) {
        format!("{lemma}{}ed", &lemma[stem.len()..])
    } else {
        format!("{lemma}ed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_rules() {
        let cases = [
            ("stop", "stops", "stopping", "stopped"),
            ("deny", "denies", "denying", "denied"),
            ("accuse", "accuses", "accusing", "accused"),
            ("die", "dies", "dying", "died"),
            ("attach", "attaches", "attaching", "attached"),
            ("visit", "visits", "visiting", "visited"),
            ("agree", "agrees", "agreeing", "agreed"),
            ("fix", "fixes", "fixing", "fixed"),
        ];
        for (lemma, s, ing, ed) in cases {
            assert_eq!((&*present(lemma), &*gerund(lemma), &*past(lemma)), (s, ing, ed));
        }
    }

    #[test]
    fn the_lists_win_over_spelling() {
        let inflections = Inflections::load(&Data::embedded()).unwrap();
        let forms = |lemma: &str| (inflections.past(lemma), inflections.participle(lemma), inflections.gerund(lemma));
        assert_eq!(forms("give"), ("gave".into(), "given".into(), "giving".into()));
        assert_eq!(forms("annul").0, "annulled");
        assert_eq!(forms("fund"), ("funded".into(), "funded".into(), "funding".into()));
        assert_eq!(forms(""), Default::default());
    }
}
