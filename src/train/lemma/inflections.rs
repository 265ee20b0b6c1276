//! Lemmas that were seen → their regular inflections, as further words to learn from.
//!
//! Spelling rules only; what is irregular is in `lexicon/irregular-verbs.tsv` or was seen.

use std::collections::BTreeSet;

use super::{Word, Words};
use crate::data::Table;
use crate::document::{Features, Xpos};

/// Adds the inflections of all verbs, nouns, and short adjectives that are no words yet.
pub(super) fn add(words: &mut Words, irregular: &Table) {
    let mut irregulars = BTreeSet::new();
    for row in irregular.rows() {
        let lemma = row.get("lemma");
        irregulars.insert(lemma.to_owned());
        insert(words, Xpos::VBD, row.get("past"), lemma);
        insert(words, Xpos::VBN, row.get("participle"), lemma);
        for form in [present(lemma), gerund(lemma)].into_iter().zip([Xpos::VBZ, Xpos::VBG]) {
            insert(words, form.1, &form.0, lemma);
        }
    }
    let verbs = [Xpos::VB, Xpos::VBP, Xpos::VBZ, Xpos::VBD, Xpos::VBN, Xpos::VBG];
    for ((xpos, form), word) in &*words {
        if [Xpos::VBD, Xpos::VBN].iter().any(|x| x.index() == *xpos) && !form.ends_with("ed") {
            irregulars.insert(word.lemma.clone());
        }
    }
    for lemma in lemmas(words, &verbs) {
        insert(words, Xpos::VBZ, &present(&lemma), &lemma);
        insert(words, Xpos::VBG, &gerund(&lemma), &lemma);
        if !irregulars.contains(&lemma) {
            insert(words, Xpos::VBD, &past(&lemma), &lemma);
            insert(words, Xpos::VBN, &past(&lemma), &lemma);
        }
    }
    for lemma in lemmas(words, &[Xpos::NN]) {
        insert(words, Xpos::NNS, &present(&lemma), &lemma);
    }
    for lemma in lemmas(words, &[Xpos::JJ]) {
        if lemma.len() <= 6 || lemma.ends_with(['y', 'e']) {
            let stem = past(&lemma);
            insert(words, Xpos::JJR, &format!("{}r", &stem[..stem.len() - 1]), &lemma);
            insert(words, Xpos::JJS, &format!("{}st", &stem[..stem.len() - 1]), &lemma);
        }
    }
}

/// The lemmas under some tags that are plain words: small letters only, three or more.
fn lemmas(words: &Words, tags: &[Xpos]) -> Vec<String> {
    let wanted = |xpos: usize| tags.iter().any(|t| t.index() == xpos);
    let plain = |lemma: &str| lemma.len() > 2 && lemma.bytes().all(|b| b.is_ascii_lowercase());
    let found = words.iter().filter(|((xpos, _), w)| wanted(*xpos) && plain(&w.lemma)).map(|(_, w)| w.lemma.clone());
    found.collect::<BTreeSet<_>>().into_iter().collect()
}

fn insert(words: &mut Words, xpos: Xpos, form: &str, lemma: &str) {
    words
        .entry((xpos.index(), form.to_owned()))
        .or_insert_with(|| Word { lemma: lemma.to_owned(), forms: [((form.to_owned(), Features::EMPTY), 1)].into() });
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

/// The third person of a verb, the plural of a noun.
fn present(lemma: &str) -> String {
    let stem = &lemma[..lemma.len() - 1];
    if consonant_y(lemma) {
        format!("{stem}ies")
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|e| lemma.ends_with(e)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

fn gerund(lemma: &str) -> String {
    let stem = &lemma[..lemma.len() - 1];
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

fn past(lemma: &str) -> String {
    let stem = &lemma[..lemma.len() - 1];
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
}
