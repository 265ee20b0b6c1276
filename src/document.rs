//! The nouns everyone shares: document, sentence, token, span, and the labels of Universal Dependencies.
//!
//! A [`Document`] is its original text and what was read from it. Every place is a [`Span`] of bytes into that text,
//! never recomputed from strings. A [`Token`] here is a *syntactic word* of Universal Dependencies: `don't` is one
//! orthographic token of two words, `do` and `n't`; the second has [`Token::joined`] set.
//!
//! Labels are closed sets: [`Upos`], [`Xpos`] (Penn Treebank), [`Relation`] (UD v2 with the English subtypes) and
//! [`Features`]. Source: <https://universaldependencies.org/en/>.

mod labels;

pub use labels::{Features, Relation, Upos, Xpos, feature};

use std::ops::Range;
use std::sync::OnceLock;

/// Bytes into [`Document::text`], half-open: `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`; `start <= end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The span as a range that indexes a string.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Index of a [`Token`] in [`Document::tokens`]; it counts through the whole document.
pub type TokenIx = usize;

/// One syntactic word with its place in the dependency tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text.
    pub span: Span,
    /// Where its lemma stands in the document's lemma arena; read it by [`Document::lemma`].
    pub(crate) lemma: Span,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: Xpos,
    /// Morphological features.
    pub features: Features,
    /// The word it depends on; `None` for the root of its sentence.
    pub head: Option<TokenIx>,
    /// The dependency relation to [`Token::head`].
    pub relation: Relation,
    /// Whether it belongs to the same orthographic token as the word before it (`n't` in `don't`, `'s` in `Iran's`).
    pub joined: bool,
}

impl Token {
    /// A token without analysis at `span`.
    pub fn raw(span: Span, joined: bool) -> Self {
        Self {
            span,
            lemma: Span::default(),
            upos: Upos::X,
            xpos: Xpos::NONE,
            features: Features::EMPTY,
            head: None,
            relation: Relation::ROOT,
            joined,
        }
    }
}

/// One sentence: its span in the text and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From the first to the last token.
    pub span: Span,
    /// Indices into [`Document::tokens`].
    pub tokens: Range<TokenIx>,
    /// Whether it is the first sentence of a paragraph.
    pub paragraph_start: bool,
}

/// Where a document came from. The identifier names it in every output.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// The document's name: the file name without folder and ending, or the identifier given with it.
    pub id: String,
    /// The file or address it was read from, if any.
    pub path: Option<String>,
    /// Title, where known.
    pub title: Option<String>,
    /// Date of publication, `YYYY-MM-DD`, where known.
    pub date: Option<String>,
    /// What the date was taken from.
    pub date_source: Option<DateSource>,
    /// Who wrote it, as the file names them.
    pub author: Option<String>,
    /// The newspaper, agency or site that published it, as the file names it.
    pub publisher: Option<String>,
}

/// What told a document's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateSource {
    /// The file's own metadata: front matter of Markdown, `<meta>` of HTML, fields of a record, comments of CoNLL-U.
    Metadata,
    /// The head of the file's name.
    FileName,
    /// A line of the text: *Published: 12 April 2025*.
    Line,
    /// The dateline, its year perhaps from the date that was given.
    Dateline,
    /// Whoever had it read, for all documents without a date of their own.
    Given,
}

impl DateSource {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::FileName => "file name",
            Self::Line => "text",
            Self::Dateline => "dateline",
            Self::Given => "option",
        }
    }
}

/// The head of a report that says where and for whom it was written: *TEHRAN, March 18 (Reuters) -*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// Its words, the dash included.
    pub tokens: Range<TokenIx>,
    /// The place, or the places from the first to the last: where it was written, and no actor.
    pub place: Option<Span>,
    /// The agency or newspaper: it publishes the report and is no actor in it.
    pub agency: Option<Span>,
}

impl Source {
    /// A source that is known by its identifier only.
    pub fn named(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// A text and everything the language layer read from it.
#[derive(Debug, Default)]
pub struct Document {
    /// Where it came from.
    pub source: Source,
    /// The original text, unchanged.
    pub text: String,
    /// The syntactic words of all sentences, in order.
    pub tokens: Vec<Token>,
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The dateline, if there is one; it stands at the head of a sentence and may be all of it.
    pub dateline: Option<Dateline>,
    /// All lemmas, end to end: one allocation for the document instead of one a word.
    lemmas: String,
    /// Dependents of every token, made at the first question (see [`Document::dependents`]).
    dependents: OnceLock<Dependents>,
}

#[derive(Debug)]
struct Dependents {
    /// `first[i]..first[i + 1]` are the places of token `i`'s dependents in `list`.
    first: Vec<u32>,
    list: Vec<TokenIx>,
}

impl Document {
    /// A document with its raw tokens and sentences, before analysis.
    pub fn new(source: Source, text: String, tokens: Vec<Token>, sentences: Vec<Sentence>) -> Self {
        let lemmas = String::new();
        Self { source, text, tokens, sentences, dateline: None, lemmas, dependents: OnceLock::new() }
    }

    /// Whether a token belongs to the dateline.
    pub fn in_dateline(&self, token: TokenIx) -> bool {
        self.dateline.as_ref().is_some_and(|d| d.tokens.contains(&token))
    }

    /// The token's form as written.
    pub fn form(&self, token: TokenIx) -> &str {
        &self.text[self.tokens[token].span.range()]
    }

    /// The token's lemma; empty before analysis.
    pub fn lemma(&self, token: TokenIx) -> &str {
        &self.lemmas[self.tokens[token].lemma.range()]
    }

    /// Sets a token's lemma.
    pub fn set_lemma(&mut self, token: TokenIx, lemma: &str) {
        let start = self.lemmas.len();
        self.lemmas.push_str(lemma);
        self.tokens[token].lemma = Span::new(start, self.lemmas.len());
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The span from the first to the last token of a non-empty range.
    pub fn token_span(&self, tokens: Range<TokenIx>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The index of the sentence that holds a token.
    pub fn sentence_of(&self, token: TokenIx) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// The direct dependents of a token, in text order. Call it only once the trees are final: the index is kept.
    pub fn dependents(&self, token: TokenIx) -> &[TokenIx] {
        let index = self.dependents.get_or_init(|| self.index_dependents());
        &index.list[index.first[token] as usize..index.first[token + 1] as usize]
    }

    /// The first dependent of a token under `relation` (subtypes count only if written out, `nsubj` takes `nsubj`).
    pub fn dependent(&self, token: TokenIx, relation: Relation) -> Option<TokenIx> {
        self.dependents(token).iter().copied().find(|&d| self.tokens[d].relation == relation)
    }

    /// Makes the dateline a sentence of its own, so that it is parsed apart from what follows it: no parser is trained on
    /// enough of them. Gives the sentences as they were; nothing if there is no dateline, or nothing behind it.
    pub(crate) fn part_dateline(&mut self) -> Option<Vec<Sentence>> {
        let tokens = self.dateline.as_ref()?.tokens.clone();
        let i = self.sentences.iter().position(|s| s.tokens.start <= tokens.start && tokens.end < s.tokens.end)?;
        let whole = self.sentences.clone();
        let Sentence { span, tokens: all, paragraph_start } = whole[i].clone();
        let parts = [
            Sentence { span: self.token_span(tokens.clone()), tokens: tokens.clone(), paragraph_start },
            Sentence {
                span: self.token_span(tokens.end..all.end).cover(Span { start: span.end, end: span.end }),
                tokens: tokens.end..all.end,
                paragraph_start: false,
            },
        ];
        self.sentences.splice(i..=i, parts);
        Some(whole)
    }

    /// Undoes [`Document::part_dateline`]: the dateline hangs loosely on the sentence that it opens.
    pub(crate) fn join_dateline(&mut self, whole: Vec<Sentence>) {
        let Some(dateline) = &self.dateline else { return };
        let tokens = dateline.tokens.clone();
        let Some(sentence) = whole.iter().find(|s| s.tokens.start == tokens.start) else { return };
        let root = |mut range: Range<TokenIx>| range.find(|&t| self.tokens[t].head.is_none());
        if let (Some(head), Some(main)) = (root(tokens.clone()), root(tokens.end..sentence.tokens.end)) {
            self.tokens[head].head = Some(main);
            self.tokens[head].relation = Relation::PARATAXIS;
        }
        self.sentences = whole;
    }

    fn index_dependents(&self) -> Dependents {
        let mut first = vec![0u32; self.tokens.len() + 1];
        for head in self.tokens.iter().filter_map(|t| t.head) {
            first[head + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut list = vec![0; *first.last().unwrap_or(&0) as usize];
        for (i, token) in self.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                list[next[head] as usize] = i;
                next[head] += 1;
            }
        }
        Dependents { first, list }
    }
}
