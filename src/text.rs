//! Bytes → text ([`decode`]), text → sentences of raw tokens ([`Segmenter::segment`]).
//!
//! Tokens follow the conventions of Universal Dependencies for English (EWT, GUM): contractions and possessives are
//! one token of two words, hyphens split words except after a prefix, dashes and slashes always split. Rules and word
//! lists only; the lists are in `ontology/lexicon/`. Nothing is corrected or normalised: every span refers to the text
//! as it came, and every character that is no white space belongs to exactly one token.

mod given;
mod hyphens;
mod lines;
mod normalize;
mod sentences;
mod tokens;
mod web;
mod words;

pub use normalize::{Decoded, decode};

use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::{Document, Source};
use words::Words;

/// Splits texts into sentences and tokens.
///
/// ```
/// use actograph::{data::Data, document::Source, text::Segmenter};
/// let segmenter = Segmenter::new(&Data::embedded()).unwrap();
/// let document = segmenter.segment(Source::named("a"), "U.S. envoys didn’t stay. They left.".to_owned());
/// let words: Vec<_> = (0..document.tokens.len()).map(|t| document.form(t)).collect();
/// assert_eq!(words, ["U.S.", "envoys", "did", "n’t", "stay", ".", "They", "left", "."]);
/// assert_eq!(document.sentences.len(), 2);
/// ```
#[derive(Debug)]
pub struct Segmenter {
    words: Words,
}

impl Segmenter {
    /// Reads the word lists.
    ///
    /// # Errors
    /// [`Error::Content`] with file and line if a list has an unknown class; [`Error::File`] as [`Data::text`].
    pub fn new(data: &Data) -> Result<Self, Error> {
        Ok(Self { words: Words::load(data)? })
    }

    /// Splits a text. Tokens are [raw](crate::document::Token::raw): without tag, lemma, and head.
    ///
    /// Brackets written as in treebanks (`-LRB-`) become brackets, at the same place. No sentence has more than
    /// [`LONGEST_SENTENCE`] tokens. Takes time linear in the text's length.
    pub fn segment(&self, source: Source, text: String) -> Document {
        let text = given::with_brackets(text);
        let tokens = tokens::scan(&text, &self.words);
        let sentences = sentences::split(&text, &tokens, &self.words);
        Document::new(source, text, tokens, sentences)
    }

    /// Splits a text that has one sentence a line; with `tokenized`, its words are what white space parts.
    ///
    /// A line of more than [`LONGEST_SENTENCE`] words is several sentences.
    ///
    /// ```
    /// use actograph::{data::Data, document::Source, text::Segmenter};
    /// let segmenter = Segmenter::new(&Data::embedded()).unwrap();
    /// let document = segmenter.segment_lines(Source::named("a"), "He did n't. He left.\n\nBye".to_owned(), true);
    /// assert_eq!(document.sentences.len(), 2);
    /// assert_eq!(document.form(2), "n't.");
    /// ```
    pub fn segment_lines(&self, source: Source, text: String, tokenized: bool) -> Document {
        let text = given::with_brackets(text);
        let tokens = if tokenized { given::words(&text) } else { tokens::scan(&text, &self.words) };
        let sentences = given::sentences(&text, &tokens);
        Document::new(source, text, tokens, sentences)
    }
}

/// Longer sentences are cut at a semicolon, a comma, or anywhere: parsing takes quadratic time.
pub const LONGEST_SENTENCE: usize = 400;

#[cfg(test)]
mod tests;
