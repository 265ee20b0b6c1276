//! Treebanks → the table of [`Lemmatizer`].
//!
//! Rules first: for every ending of up to five characters under a tag, the edit that most of its words need; endings
//! that say the same as a shorter one are dropped. Then the words that the rules get wrong. Every regular inflection of
//! a lemma that was seen counts as seen, and so do the irregular verbs of the lexicon. Misspelt words teach no rule,
//! names only the abbreviations among them.

mod inflections;

use std::collections::{BTreeMap, HashMap};

use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::document::{Features, Token, Upos, Xpos, feature};
use crate::syntax::conllu::Conllu;
use crate::syntax::lemma::{Case, Edit, Key, LONGEST_CAPITALS, LONGEST_ENDING, Lemmatizer, case, key};

/// How many words of a kind an ending must have been seen in to become a rule.
const FEWEST_WORDS: usize = 2;

/// The header of the file that [`Lemmatizer::to_tsv`] goes below.
pub const HEADER: &str = "\
# Lemmas, learned from the treebanks named in MODEL.md: kind, Penn tag, word or ending, what to do.
# word: the lemma of the whole word; edit: characters to strip + what to put there;
# title, capitals: whether a word with a capital, or with several (by its length), keeps them.
";

/// Learns from treebanks; where they disagree about a word, the first that has it twice decides.
///
/// # Errors
/// As [`Table::load`] for the list of irregular verbs.
pub fn learn(treebanks: &[Vec<Conllu>], data: &Data) -> Result<Lemmatizer, Error> {
    let mut words = count(treebanks, false);
    inflections::add(&mut words, &Table::load(data, "lexicon/irregular-verbs.tsv")?);
    let mut lemmatizer = Lemmatizer::default();
    learn_edits(&words, &mut lemmatizer);
    learn_capitals(&words, &mut lemmatizer);
    learn_words(&words, &mut lemmatizer);
    let typos = count(treebanks, true);
    let repeated = |w: &(&(usize, String), &Word)| w.1.forms.values().sum::<usize>() > 1 && !words.contains_key(w.0);
    for ((xpos, word), known) in typos.iter().filter(repeated) {
        let xpos = Xpos::from_index(*xpos).expect("it was a tag's index");
        lemmatizer.words.insert(key(xpos, word), known.lemma.as_str().into());
    }
    Ok(lemmatizer)
}

/// The share of words, from 0 to 1, whose lemma is that of the treebank, given its tags.
pub fn accuracy(lemmatizer: &Lemmatizer, documents: &[Conllu]) -> f64 {
    let (mut right, mut all) = (0usize, 0usize);
    let mut lemma = String::new();
    for document in documents.iter().map(|c| &c.document) {
        for (i, token) in document.tokens.iter().enumerate() {
            lemmatizer.lemmatize_into(document.form(i), token.xpos, token.upos, token.features, &mut lemma);
            right += usize::from(lemma == document.lemma(i));
            all += 1;
        }
    }
    right as f64 / all.max(1) as f64
}

/// One word under one tag.
#[derive(Default)]
struct Word {
    lemma: String,
    /// As it was written, with features: how often.
    forms: BTreeMap<(String, Features), usize>,
}

/// Tag and word in small letters → word.
type Words = BTreeMap<(usize, String), Word>;

fn is_taught(token: &Token, form: &str, lemma: &str) -> bool {
    let odd = lemma == "_" || lemma.is_empty() || token.xpos == Xpos::GW;
    let name = token.xpos == Xpos::NNP || (token.upos == Upos::PROPN && token.xpos != Xpos::NNPS);
    let abbreviation = form.ends_with('.') && form.len() > 2 && lemma.len() > 3 && lemma != form;
    let number = token.xpos == Xpos::CD && form.contains(|c: char| c.is_ascii_digit());
    !odd && !number && (!name || abbreviation)
}

/// The words of the treebanks: the misspelt ones, or all others.
fn count(treebanks: &[Vec<Conllu>], misspelt: bool) -> Words {
    let mut words = Words::new();
    let mut lemmas: HashMap<(usize, String), Vec<BTreeMap<String, usize>>> = HashMap::new();
    for (number, treebank) in treebanks.iter().enumerate() {
        for document in treebank.iter().map(|c| &c.document) {
            for (i, token) in document.tokens.iter().enumerate() {
                let (form, lemma) = (document.form(i), document.lemma(i));
                if token.features.has(feature::TYPO_YES) != misspelt || !is_taught(token, form, lemma) {
                    continue;
                }
                let Some(key) = Key::new(form, token.xpos) else { continue };
                let place = (token.xpos.index(), key.word().to_owned());
                let counts = lemmas.entry(place.clone()).or_insert_with(|| vec![BTreeMap::new(); treebanks.len()]);
                *counts[number].entry(lemma.to_owned()).or_default() += 1;
                *words.entry(place).or_default().forms.entry((form.to_owned(), token.features)).or_default() += 1;
            }
        }
    }
    for (place, word) in &mut words {
        word.lemma = choose(&lemmas[place]);
    }
    words
}

fn choose(counts: &[BTreeMap<String, usize>]) -> String {
    let decided = counts.iter().find(|c| c.values().sum::<usize>() >= 2);
    let mut all = BTreeMap::new();
    for (lemma, n) in decided.map_or(counts, std::slice::from_ref).iter().flatten() {
        *all.entry(lemma).or_insert(0) += n;
    }
    most(all).map_or_else(String::new, |(lemma, _)| lemma.clone())
}

/// The commonest, the first of those that are equally common.
fn most<T: Ord>(counts: BTreeMap<T, usize>) -> Option<(T, usize)> {
    counts.into_iter().fold(None, |best, (value, n)| match best {
        Some((_, m)) if m >= n => best,
        _ => Some((value, n)),
    })
}

/// The endings of a word in small letters, the empty one first; never the whole word.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(word.len()).chain(word.char_indices().rev().map(|(at, _)| at));
    starts.take(LONGEST_ENDING + 1).filter(|&at| at > 0 || word.is_empty()).map(|at| &word[at..])
}

/// Keeps the endings that say something else than the longest shorter one.
fn prune<T: Ord + Clone>(counts: BTreeMap<(usize, String), BTreeMap<T, usize>>) -> HashMap<Box<[u8]>, T> {
    let mut by_length: Vec<_> = counts.into_iter().collect();
    by_length.sort_by_key(|((_, ending), _)| ending.chars().count());
    let mut kept: HashMap<Box<[u8]>, T> = HashMap::new();
    for ((xpos, ending), values) in by_length {
        let xpos = Xpos::from_index(xpos).expect("it was a tag's index");
        let Some((value, n)) = most(values) else { continue };
        let shorter = (1..=ending.chars().count()).find_map(|n| {
            let start = ending.char_indices().nth(n).map_or(ending.len(), |(at, _)| at);
            kept.get(&key(xpos, &ending[start..]))
        });
        let new = shorter.is_none_or(|s| *s != value);
        if new && (n >= FEWEST_WORDS || ending.is_empty()) {
            kept.insert(key(xpos, &ending), value);
        }
    }
    kept
}

fn learn_edits(words: &Words, lemmatizer: &mut Lemmatizer) {
    let mut counts: BTreeMap<(usize, String), BTreeMap<Edit, usize>> = BTreeMap::new();
    for ((xpos, word), known) in words {
        let always_plural = known.forms.keys().all(|(_, features)| features.has(feature::NUMBER_PTAN));
        if always_plural || *xpos == Xpos::NNP.index() {
            continue;
        }
        let Some(edit) = edit(word, &known.lemma.to_lowercase()) else { continue };
        for ending in endings(word) {
            *counts.entry((*xpos, ending.to_owned())).or_default().entry(edit.clone()).or_default() += 1;
        }
    }
    lemmatizer.edits = prune(counts);
}

/// The edit from a word to its lemma, if it leaves the beginning of the word as it is.
fn edit(word: &str, lemma: &str) -> Option<Edit> {
    let common: usize = word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let strip = word[common..].chars().count();
    let fits = strip <= LONGEST_ENDING && common > 0 && lemma.len() - common <= LONGEST_ENDING;
    fits.then(|| Edit { strip: strip as u8, add: lemma[common..].into() })
}

fn learn_capitals(words: &Words, lemmatizer: &mut Lemmatizer) {
    let mut titles: BTreeMap<(usize, String), BTreeMap<bool, usize>> = BTreeMap::new();
    let mut capitals: BTreeMap<(usize, String), BTreeMap<bool, usize>> = BTreeMap::new();
    for ((xpos, word), known) in words {
        let keeps = known.lemma.contains(char::is_uppercase);
        let written = |wanted: Case| known.forms.keys().any(|(form, _)| case(form) == wanted);
        if written(Case::Title) {
            for ending in endings(word) {
                *titles.entry((*xpos, ending.to_owned())).or_default().entry(keeps).or_default() += 1;
            }
        }
        if written(Case::Capitals) {
            let length = word.chars().count().min(LONGEST_CAPITALS).to_string();
            *capitals.entry((*xpos, length)).or_default().entry(keeps).or_default() += 1;
        }
    }
    lemmatizer.titles = prune(titles);
    for ((xpos, length), counts) in capitals {
        let xpos = Xpos::from_index(xpos).expect("it was a tag's index");
        if let Some((keep, _)) = most(counts) {
            lemmatizer.capitals.insert(key(xpos, &length), keep);
        }
    }
}

/// The words that the rules get wrong as they were written, in small letters, or with a capital.
fn learn_words(words: &Words, lemmatizer: &mut Lemmatizer) {
    let mut table = HashMap::new();
    let mut lemma = String::new();
    for ((xpos, word), known) in words {
        let xpos = Xpos::from_index(*xpos).expect("it was a tag's index");
        let mut forms: Vec<(String, Features)> = known.forms.keys().cloned().collect();
        if !known.lemma.contains(char::is_uppercase) {
            let mut letters = word.chars();
            let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
            forms.extend(title.map(|title| (title, forms[0].1)));
        }
        let right = forms.into_iter().all(|(form, features)| {
            lemmatizer.lemmatize_into(&form, xpos, Upos::X, features, &mut lemma);
            lemma == known.lemma
        });
        if !right {
            table.insert(key(xpos, word), known.lemma.as_str().into());
        }
    }
    lemmatizer.words = table;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::conllu::{Annotation, read};

    fn treebank(words: &[(&str, &str, &str)]) -> Vec<Conllu> {
        let line =
            |(form, lemma, xpos): &(&str, &str, &str)| format!("1\t{form}\t{lemma}\tX\t{xpos}\t_\t0\troot\t_\t_\n\n");
        read("t", &words.iter().map(line).collect::<String>(), Annotation::Gold).unwrap()
    }

    #[test]
    fn endings_become_rules_and_the_rest_words() {
        let words = [
            ("walked", "walk", "VBD"),
            ("talked", "talk", "VBD"),
            ("asked", "ask", "VBD"),
            ("denied", "deny", "VBD"),
            ("cried", "cry", "VBD"),
            ("went", "go", "VBD"),
            ("Iranian", "Iranian", "JJ"),
            ("Syrian", "Syrian", "JJ"),
            ("Great", "great", "JJ"),
            ("Good", "good", "JJ"),
            ("Late", "late", "JJ"),
        ];
        let learned = learn(&[treebank(&words)], &Data::embedded()).unwrap();
        let table = learned.to_tsv();
        for line in ["edit\tVBD\tied\t3+y", "title\tJJ\t\tlower", "title\tJJ\tn\tkeep", "word\tVBD\twent\tgo"] {
            assert!(table.lines().any(|l| l == line), "{line}");
        }
        assert!(!table.contains("word\tVBD\twalked"));
        assert_eq!(accuracy(&learned, &treebank(&words)), 1.0);
    }

    #[test]
    fn the_first_treebank_decides() {
        let first = treebank(&[("people", "people", "NNS"), ("people", "people", "NNS")]);
        let second = treebank(&[("people", "person", "NNS"); 5]);
        let mut lemma = String::new();
        learn(&[first, second], &Data::embedded()).unwrap().lemmatize_into(
            "People",
            Xpos::NNS,
            Upos::NOUN,
            Features::EMPTY,
            &mut lemma,
        );
        assert_eq!(lemma, "people");
    }
}
