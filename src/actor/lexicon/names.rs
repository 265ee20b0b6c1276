//! Which known name starts at this token: a table from the first two words of every name, then letter by letter.
//!
//! Every token of a text is asked, and at nearly all of them no name starts. A set of bits, one for the hash of each first
//! word, tells most of these apart before any word is made: [`FirstWords`]. There are two of them, for a small letter in
//! the text begins no name that is listed with a capital, and most words begin so.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use smallvec::SmallVec;

use super::spelling::{first_word_hash, first_words, key, name_key, spelled, token_end, word_hash};
use super::{EntryIx, Gazetteer};
use crate::document::{Document, Span, TokenIx};

/// How a name belongs to its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The name itself, or another full name.
    Name,
    /// Initials: *IAEA*.
    Acronym,
    /// An adjective or the name of the people: *Iranian*, *Iranians*.
    Demonym,
}

/// A name of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) text: Span,
    pub(super) entry: u32,
    pub(super) kind: NameKind,
}

/// A known name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// One past its last token.
    pub end: TokenIx,
    /// The entries that have this name, in the order of the tables.
    pub entries: SmallVec<[(EntryIx, NameKind); 2]>,
}

/// All names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Those with the same first two words stand together.
    list: Vec<Name>,
    /// The hash of the first two words of a name → its range in `list`.
    index: HashMap<u64, (u32, u32), BuildHasherDefault<Identity>>,
    first_words: FirstWords,
    /// Those of names that are listed without a capital at their head.
    small_words: FirstWords,
}

/// The words that open some name; it may take another word for one of them, never the other way round.
#[derive(Debug, Default)]
struct FirstWords(Vec<u64>);

impl FirstWords {
    /// Some ten times as many bits as there are such words.
    const BITS: u32 = 18;

    fn place(hash: u64) -> (usize, u64) {
        let bit = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS);
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    fn insert(&mut self, word: &str) {
        self.0.resize(1 << (Self::BITS - 6), 0);
        let (place, bit) = Self::place(word_hash(word));
        self.0[place] |= bit;
    }

    /// Whether the first word of a text may be one of them.
    fn may_open(&self, text: &str) -> bool {
        first_word_hash(text).is_none_or(|hash| {
            let (place, bit) = Self::place(hash);
            self.0.get(place).is_some_and(|bits| bits & bit != 0)
        })
    }
}

/// The keys are hashes already.
#[derive(Debug, Default)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(5) ^ u64::from(b);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

impl Names {
    /// A name for [`Names::index`] to file.
    pub(super) fn add(&mut self, text: Span, entry: EntryIx, kind: NameKind) {
        if !text.is_empty() {
            self.list.push(Name { text, entry: entry as u32, kind });
        }
    }

    /// Files all names; `arena` is the text of their spans.
    pub(super) fn index(&mut self, arena: &str) {
        let mut key_of = |n: &Name| match first_words(&arena[n.text.range()]) {
            Some((first, second)) => {
                self.first_words.insert(&first);
                if !arena[n.text.range()].starts_with(char::is_uppercase) {
                    self.small_words.insert(&first);
                }
                key(&first, second.as_deref().unwrap_or(""))
            }
            None => 0,
        };
        let mut keyed: Vec<(u64, Name)> = self.list.iter().map(|n| (key_of(n), *n)).collect();
        keyed.sort_by_key(|k| k.0);
        self.list = keyed.iter().map(|k| k.1).collect();
        let mut from = 0;
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            self.index.insert(group[0].0, (from, from + group.len() as u32));
            from += group.len() as u32;
        }
    }
}

impl Gazetteer {
    /// The longest known name that starts at `token`, if any, with the entries that it can mean.
    pub fn longest(&self, document: &Document, token: TokenIx) -> Option<Match> {
        self.longest_within(document, token, document.tokens.len())
    }

    /// The longest known name that starts at `token` and ends before token `limit`: *U.S.* in *U.S. Department of State*.
    pub fn longest_within(&self, document: &Document, token: TokenIx, limit: TokenIx) -> Option<Match> {
        let mut best = self.candidates_within(document, token, limit)?;
        if best.entries.len() > 1 {
            let start = document.tokens[token].span.start as usize;
            let length = name_end(document, start, best.end);
            self.prefer(&mut best, &document.text[start..start + length]);
        }
        Some(best)
    }

    /// The same with every entry that has the name, also where a name of the user's own hides it.
    pub fn candidates(&self, document: &Document, token: TokenIx) -> Option<Match> {
        self.candidates_within(document, token, document.tokens.len())
    }

    fn candidates_within(&self, document: &Document, token: TokenIx, limit: TokenIx) -> Option<Match> {
        let start = document.tokens[token].span.start as usize;
        let text = &document.text[start..];
        let small = text.starts_with(|c: char| c.is_ascii_lowercase());
        let openers = if small { &self.names.small_words } else { &self.names.first_words };
        if !openers.may_open(text) {
            return None;
        }
        let (first, second) = first_words(text)?;
        let mut best: Option<Match> = None;
        for key in [second.map(|s| key(&first, &s)), Some(key(&first, ""))].into_iter().flatten() {
            let Some(&(from, to)) = self.names.index.get(&key) else { continue };
            for name in &self.names.list[from as usize..to as usize] {
                let written = self.text(name.text);
                let Some(end) = spelled(written, text, name.kind == NameKind::Acronym)
                    .and_then(|length| token_end(document, token, start + length))
                    .filter(|&end| end <= limit)
                else {
                    continue;
                };
                let hit = (name.entry as usize, name.kind);
                match &mut best {
                    Some(b) if b.end > end => {}
                    Some(b) if b.end == end => {
                        if !b.entries.iter().any(|e| e.0 == hit.0) {
                            b.entries.push(hit);
                        }
                    }
                    _ => best = Some(Match { end, entries: SmallVec::from_slice(&[hit]) }),
                }
            }
            if best.is_some() {
                break;
            }
        }
        let mut best = best?;
        best.entries.sort_unstable();
        Some(best)
    }

    /// The user's own names win outright; of a name that is shared on purpose the table says who is meant first.
    fn prefer(&self, hit: &mut Match, written: &str) {
        if hit.entries.iter().any(|&(entry, _)| self.is_own(entry)) {
            hit.entries.retain(|&mut (entry, _)| self.is_own(entry));
        }
        if let Some(order) = self.shared.get(name_key(written).as_str()) {
            hit.entries.sort_by_key(|(entry, _)| order.iter().position(|e| e == entry).unwrap_or(order.len()));
        }
    }
}

/// The length of the name from byte `start` to the end of the token before `end`.
fn name_end(document: &Document, start: usize, end: TokenIx) -> usize {
    (document.tokens[end - 1].span.end as usize).saturating_sub(start)
}
