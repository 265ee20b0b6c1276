//! Lemmas that were seen → their regular inflections, as further words to learn from.
//!
//! Spelling rules only (`syntax::inflection`); what is irregular is in `lexicon/irregular-verbs.tsv` or was seen.

use std::collections::BTreeSet;

use super::{Word, Words};
use crate::data::Table;
use crate::document::{Features, Xpos};
use crate::syntax::inflection::{gerund, past, present};

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
