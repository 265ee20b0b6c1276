//! Headlines in Title Case → which of their words are written small in the text below.
//!
//! In *Peru Foreign Minister To Visit Chad* a capital says nothing, and the network takes every word for a name. The text
//! below knows better: it writes *visit* and *minister* small and *Peru* with a capital. The network is therefore shown
//! such words in small letters; the document keeps its own. What the text does not tell stays as it is. After Lita et al.
//! (2003), "tRuEcasIng", with the document itself as the only evidence.

use std::collections::HashMap;
use std::ops::Range;

use crate::data::words::lower;
use crate::document::{Document, TokenIx};

/// Headline words that are looked at in one document, at most.
const MAX_WORDS: usize = 512;
/// Headline words with the same first letters that are told apart, at most.
const MAX_ALIKE: usize = 8;
/// The letters by which words are found, and the fewest that two forms of one word share.
const STEM: usize = 3;
/// The most letters in which the ends of two forms of one word differ (*visits*, *visiting*).
const MAX_ENDING: usize = 3;
/// The fewest words with a capital that make a headline.
const MIN_CAPITALS: usize = 3;

/// How often the text writes a headline's word which way.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    small: u32,
    capital: u32,
    /// Another form of it in small letters.
    akin: u32,
}

/// The tokens of headlines that the network is to see in small letters, in the order of the text.
pub(super) fn small(document: &Document) -> Vec<TokenIx> {
    let headlines: Vec<usize> = (0..document.sentences.len())
        .filter(|&s| is_headline(document, document.sentences[s].tokens.clone()))
        .collect();
    if headlines.is_empty() || headlines.len() == document.sentences.len() {
        return Vec::new();
    }
    // The first word of a line has a capital anyhow.
    let words = headlines.iter().flat_map(|&s| document.sentences[s].tokens.clone().skip(1));
    let words: Vec<TokenIx> = words.filter(|&t| begins_large(document.form(t))).take(MAX_WORDS).collect();
    let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
    let mut key = String::new();
    for (place, &token) in words.iter().enumerate() {
        stem(document.form(token), &mut key);
        match by_stem.get_mut(&*key) {
            Some(places) if places.len() < MAX_ALIKE => places.push(place),
            Some(_) => {}
            None => {
                by_stem.insert(key.clone(), vec![place]);
            }
        }
    }
    let mut seen = vec![Seen::default(); words.len()];
    let mut next = headlines.iter().copied().peekable();
    for (number, sentence) in document.sentences.iter().enumerate() {
        if next.next_if_eq(&number).is_some() {
            continue;
        }
        for token in sentence.tokens.clone() {
            let form = document.form(token);
            stem(form, &mut key);
            let Some(places) = by_stem.get(&*key) else { continue };
            let large = begins_large(form);
            // What a capital at the start of a sentence or quotation says is nothing.
            let proves = token > sentence.tokens.start && begins_word(document.form(token - 1));
            let form = lower(form);
            for &place in places {
                let word = lower(document.form(words[place]));
                let (seen, same) = (&mut seen[place], *word == *form);
                match large {
                    false if same => seen.small += 1,
                    false => seen.akin += u32::from(are_forms_of_one(&word, &form)),
                    true => seen.capital += u32::from(same && proves),
                }
            }
        }
    }
    let is_small = |s: &Seen| s.small > s.capital || s.capital == 0 && s.akin > 0;
    words.into_iter().zip(seen).filter(|(_, s)| is_small(s)).map(|(token, _)| token).collect()
}

/// Whether a line has no end mark and all its longer words have a capital, and are not all capitals.
fn is_headline(document: &Document, tokens: Range<TokenIx>) -> bool {
    let (mut large, mut title) = (0, 0);
    for token in tokens.clone() {
        let form = document.form(token);
        if begins_large(form) {
            large += 1;
            title += usize::from(form.chars().nth(1).is_some_and(char::is_lowercase));
        } else if form.len() > STEM && begins_word(form) {
            return false;
        }
    }
    let ends = tokens.last().is_some_and(|t| matches!(document.form(t), "." | "!" | "?" | ":"));
    large >= MIN_CAPITALS && title * 2 > large && !ends
}

fn begins_large(form: &str) -> bool {
    form.starts_with(char::is_uppercase)
}

fn begins_word(form: &str) -> bool {
    form.starts_with(char::is_alphabetic)
}

/// The first letters in lower case.
fn stem(form: &str, key: &mut String) {
    key.clear();
    key.extend(form.chars().take(STEM).flat_map(char::to_lowercase));
}

/// Whether two words in lower case differ in their ends only: *visits* and *visited*.
fn are_forms_of_one(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.chars().count(), b.chars().count());
    shared >= STEM && shared + 1 >= a.min(b) && shared + MAX_ENDING >= a.max(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::text::Segmenter;

    fn forms(text: &str) -> Vec<String> {
        let document = Segmenter::new(&Data::embedded()).unwrap().segment(Source::named("a"), text.to_owned());
        small(&document).into_iter().map(|t| document.form(t).to_owned()).collect()
    }

    #[test]
    fn words_that_the_text_writes_small_are_small_in_its_headline() {
        let text = "Peru Foreign Minister To Visit Chad\n\nPeru said its foreign minister was to leave for Chad, visiting \
                    Mali too.";
        assert_eq!(forms(text), ["Foreign", "Minister", "To", "Visit"]);
    }

    #[test]
    fn names_sentences_and_lines_without_a_text_stay() {
        for text in [
            "Bank Of Korea Buys Airbus",
            "Peru said so. Chad and Mali said to visit.\n\nThe ministers visit Chad.",
            "PERU MINISTER TO VISIT CHAD\n\nThe minister is to visit Chad.",
            "Mali Meets Chad\n\nMali met Chad, and Chad met Mali.",
        ] {
            assert!(forms(text).is_empty(), "{text}: {:?}", forms(text));
        }
    }
}
