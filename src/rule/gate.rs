//! What every entry asks for at the least, in one short record: most entries are ruled out without being looked at.
//!
//! There are tens of thousands of entries, and each is spread over many places in memory; a text asks for some two of them
//! a word, nine of ten in vain. So the entries of one word stand in a row as gates, a few numbers each, which are compared
//! with what the word has around it: [`FrameGate`] with the arguments of a predication and the classes of who fills them,
//! [`PathGate`] with the first steps out of the word. A gate only rules out: who passes is tried in full by `bind`, and who
//! listens to every failure (`explain`) gets all entries tried.

mod frame;
mod path;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::compile::{Body, Entry, Key, Rule};
use super::path::Path;
use crate::data::words::{WordMap, lower};
use crate::document::{Document, TokenIx};
pub(super) use frame::{FrameGate, Needs};
pub(super) use path::{Out, PathGate};

/// The number of a word that no entry knows.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// The number of the word that is not there, where one may stand.
pub(super) const ABSENT: u32 = u32::MAX - 1;
/// A gate that asks nothing of this word.
const ANY: u32 = u32::MAX - 2;

/// All gates, by the words that entries are filed under.
#[derive(Debug, Clone, Default)]
pub(super) struct Gates {
    /// The words of all entries, numbered: the letters of a text's words are looked at once, not once an entry.
    numbers: WordMap<u32>,
    /// By number what is filed under the word.
    filed: Vec<Filed>,
    frames: Vec<FrameGate>,
    paths: Vec<PathGate>,
    steps: path::Steps,
    surfaces: Vec<u32>,
}

/// Where the gates of one word stand: first and one past the last, for verbs, nouns, adjectives, patterns, surfaces.
#[derive(Debug, Clone, Copy, Default)]
struct Filed([(u32, u32); 5]);

impl Gates {
    /// The number of a word in lower case, new if need be.
    pub fn number_new(&mut self, word: &SmolStr) -> u32 {
        number_new(&mut self.numbers, word)
    }

    /// The number of a word in lower case.
    pub fn number(&self, word: &str) -> u32 {
        self.numbers.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// Makes the gates of all entries.
    pub fn file(&mut self, rules: &[Rule], entries: &[Entry], index: &[WordMap<SmallVec<[u32; 4]>>; 5]) {
        for entry in entries {
            match &entry.body {
                Body::Frame(frame) => {
                    for word in frame.particle.iter().chain(frame.before.last()) {
                        self.number_new(word);
                    }
                }
                Body::Paths(paths) => {
                    for word in paths.needed().flat_map(Path::words) {
                        self.number_new(word);
                    }
                }
                Body::Surface(_) => {}
            }
        }
        // By number, so that the gates do not stand in the order of a hash map.
        let mut words: Vec<(u32, usize, &[u32])> = Vec::new();
        for (key, index) in index.iter().enumerate() {
            words.extend(index.iter().map(|(word, entries)| (self.number_new(word), key, entries.as_slice())));
        }
        words.sort_unstable();
        self.filed = vec![Filed::default(); self.numbers.len()];
        for (number, key, list) in words {
            let all = list.iter().map(|&ix| (ix, &entries[ix as usize]));
            let place = &mut self.filed[number as usize].0[key];
            let numbers = &self.numbers;
            *place = if key == Key::Surface as usize {
                extend(&mut self.surfaces, list.iter().copied())
            } else if key == Key::Pattern as usize {
                let steps = &mut self.steps;
                let gate = |(ix, entry): (u32, &Entry)| match &entry.body {
                    Body::Paths(paths) => Some(PathGate::new(ix, paths, numbers, steps)),
                    _ => None,
                };
                extend(&mut self.paths, all.filter_map(gate))
            } else {
                let gate = |(ix, entry): (u32, &Entry)| match &entry.body {
                    Body::Frame(frame) => Some(FrameGate::new(ix, frame, &rules[entry.rule], numbers)),
                    _ => None,
                };
                extend(&mut self.frames, all.filter_map(gate))
            };
        }
    }

    /// The frames that are filed under a word.
    pub fn frames(&self, key: Key, word: u32) -> &[FrameGate] {
        part(&self.frames, self.place(key, word))
    }

    /// The tree patterns that are filed under a word.
    pub fn paths(&self, word: u32) -> &[PathGate] {
        part(&self.paths, self.place(Key::Pattern, word))
    }

    /// The first steps of all tree patterns, which their gates refer to.
    pub fn steps(&self) -> &path::Steps {
        &self.steps
    }

    /// The surface patterns that are filed under a word.
    pub fn surfaces(&self, word: u32) -> &[u32] {
        part(&self.surfaces, self.place(Key::Surface, word))
    }

    fn place(&self, key: Key, word: u32) -> (u32, u32) {
        self.filed.get(word as usize).map_or((0, 0), |filed| filed.0[key as usize])
    }
}

fn number_new(numbers: &mut WordMap<u32>, word: &SmolStr) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(word.clone()).or_insert(next)
}

fn extend<T>(list: &mut Vec<T>, more: impl Iterator<Item = T>) -> (u32, u32) {
    let first = list.len() as u32;
    list.extend(more);
    (first, list.len() as u32)
}

fn part<T>(list: &[T], (first, end): (u32, u32)) -> &[T] {
    &list[first as usize..end as usize]
}

/// The numbers of all words of a document.
pub(super) struct Numbers {
    /// By token, of its lemma.
    pub lemma: Vec<u32>,
    /// By token, of its form in lower case.
    pub form: Vec<u32>,
}

impl Numbers {
    pub fn new(gates: &Gates, document: &Document) -> Self {
        let n = document.tokens.len();
        let mut numbers = Self { lemma: Vec::with_capacity(n), form: Vec::with_capacity(n) };
        for token in 0..n {
            let (lemma, form) = (document.lemma(token), document.form(token));
            let number = gates.number(&lower(lemma));
            numbers.lemma.push(number);
            let same = form.eq_ignore_ascii_case(lemma);
            numbers.form.push(if same { number } else { gates.number(&lower(form)) });
        }
        numbers
    }

    /// Both numbers of the word at a place, unknown ones outside of the document.
    pub fn at(&self, token: Option<TokenIx>) -> [u32; 2] {
        token.map_or([UNKNOWN; 2], |token| [self.lemma[token], self.form[token]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};
    use crate::rule::apply::{Bound, Failure, Trace, apply, apply_traced};
    use crate::rule::compile::EntryIx;

    /// Wants to hear of every entry, so that no gate is asked.
    struct Listener;

    impl Trace for Listener {
        fn tried(&mut self, _: TokenIx, _: Option<usize>, _: EntryIx, _: Result<&[Bound], &Failure>) {}
    }

    /// Of all examples of all rules, which have every construction that the gates are about.
    #[test]
    fn gates_rule_out_nothing_that_matches() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        let rules = reader.rules();
        let examples: Vec<&str> =
            rules.rules.iter().flat_map(|rule| &rule.examples).map(|example| example.text.as_str()).collect();
        let reading = reader.read(Source::named("examples"), examples.join("\n\n"));
        let found = apply(rules, &reading.input());
        assert!(found.len() > examples.len() / 2, "{} in {}", found.len(), examples.len());
        assert_eq!(found, apply_traced(rules, &reading.input(), &mut Listener));
    }
}
