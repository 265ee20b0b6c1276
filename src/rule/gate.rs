//! What every entry asks for at the least, in one short record: most entries are ruled out without being looked at.
//!
//! There are tens of thousands of entries, and each is spread over many places in memory; a text asks for some two of them
//! a word, nine of ten in vain. So the entries of one word stand in a row as gates, a few numbers each, which are compared
//! with what the word has around it ([`Needs`], [`Ways`]). A gate only rules out: who passes is tried in full by `bind`,
//! and who listens to every failure (`explain`) gets all entries tried.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::compile::{Body, Edge, Entry, Frame, Key, Rule, TRIGGER};
use super::path::Ways;
use super::template::{List, Place};
use crate::data::words::{WordMap, lower};
use crate::document::{Document, TokenIx};
use crate::syntax::predication::{Argument, Function};
use crate::syntax::realization::Realization;

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
    surfaces: Vec<u32>,
}

/// Where the gates of one word stand: first and one past the last, for verbs, nouns, adjectives, patterns, surfaces.
#[derive(Debug, Clone, Copy, Default)]
struct Filed([(u32, u32); 5]);

/// What a frame's entry asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrameGate {
    pub entry: u32,
    /// The word directly before the trigger.
    before: u32,
    particle: u32,
    /// The first fixed word, one of these.
    fixed: [u32; 2],
    /// For one assertion: what may fill subject and object.
    ends: [Functions; 2],
    /// Whether it is about negated clauses only.
    negated: bool,
}

/// What a tree pattern asks for.
#[derive(Debug, Clone)]
pub(super) struct PathGate {
    pub entry: u32,
    /// Each of these paths must have a first step to take.
    ways: SmallVec<[Ways; 3]>,
}

/// A set of functions, prepositions thrown into a few bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Functions(u32);

/// What a predication has for the entries that ask.
pub(super) struct Needs {
    functions: Functions,
    pub particle: u32,
    /// What may be the particle where the tree has none.
    pub adverbs: SmallVec<[u32; 4]>,
    pub is_negated: bool,
    /// The readings of the word directly before it.
    pub before: [u32; 2],
}

impl Gates {
    /// The number of a word in lower case, new if need be.
    pub fn number_new(&mut self, word: &SmolStr) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word.clone()).or_insert(next)
    }

    /// The number of a word in lower case.
    pub fn number(&self, word: &str) -> u32 {
        self.numbers.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// Makes the gates of all entries.
    pub fn file(&mut self, rules: &[Rule], entries: &[Entry], index: &[WordMap<SmallVec<[u32; 4]>>; 5]) {
        for entry in entries {
            if let Body::Frame(frame) = &entry.body {
                for word in frame.particle.iter().chain(frame.before.last()) {
                    self.number_new(word);
                }
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
            *place = if key == Key::Surface as usize {
                extend(&mut self.surfaces, list.iter().copied())
            } else if key == Key::Pattern as usize {
                extend(&mut self.paths, all.filter_map(|(ix, entry)| PathGate::new(ix, &entry.body)))
            } else {
                let numbers = &self.numbers;
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

    /// The surface patterns that are filed under a word.
    pub fn surfaces(&self, word: u32) -> &[u32] {
        part(&self.surfaces, self.place(Key::Surface, word))
    }

    fn place(&self, key: Key, word: u32) -> (u32, u32) {
        self.filed.get(word as usize).map_or((0, 0), |filed| filed.0[key as usize])
    }
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

impl FrameGate {
    fn new(entry: u32, frame: &Frame, rule: &Rule, numbers: &WordMap<u32>) -> Self {
        let number = |word: &SmolStr| numbers.get(word).copied().unwrap_or(ANY);
        let particle = match &frame.particle {
            _ if frame.list != List::Verbs => ANY,
            Some(particle) => number(particle),
            None => ABSENT,
        };
        let fixed = match frame.fixed_words.first().map(SmallVec::as_slice) {
            Some(&[word]) => [word; 2],
            Some(&[first, second]) => [first, second],
            _ => [ANY; 2],
        };
        Self {
            entry,
            before: frame.before.last().map_or(ANY, number),
            particle,
            fixed,
            ends: ends(frame, rule),
            negated: rule.negated,
        }
    }

    /// Whether the entry may match; `has_any` tells whether one of two words is among the words around the trigger.
    pub fn admits(&self, needs: &Needs, has_any: impl Fn([u32; 2]) -> bool) -> bool {
        (self.particle == ANY || self.particle == needs.particle || needs.adverbs.contains(&self.particle))
            && self.ends.iter().all(|end| end.0 & needs.functions.0 != 0)
            && (!self.negated || needs.is_negated)
            && (self.before == ANY || needs.before.contains(&self.before))
            && (self.fixed[0] == ANY || has_any(self.fixed))
    }
}

impl PathGate {
    fn new(entry: u32, body: &Body) -> Option<Self> {
        let Body::Paths(paths) = body else { return None };
        let ways = paths.require.iter().chain(paths.roles.iter().map(|(_, path)| path)).map(|path| path.ways);
        Some(Self { entry, ways: ways.collect() })
    }

    /// Whether the pattern may match at a word with these ways out.
    pub fn admits(&self, out: Ways) -> bool {
        self.ways.iter().all(|ways| ways.meet(out))
    }
}

impl Needs {
    /// What a predication has, but for the words around it.
    pub fn new(arguments: &[Argument], is_negated: bool) -> Self {
        // `Functions::TRIGGER` is always there: what the trigger itself fills needs no argument.
        let mut functions = Functions::TRIGGER;
        for argument in arguments {
            functions = functions.and(Functions::of(&argument.function));
            if argument.via == Realization::Dative {
                functions = functions.and(Functions::DATIVE);
            }
        }
        Self { functions, particle: ABSENT, adverbs: SmallVec::new(), is_negated, before: [UNKNOWN; 2] }
    }
}

impl Functions {
    const NONE: Self = Self(0);
    const ALL: Self = Self(u32::MAX);
    const TRIGGER: Self = Self(1);
    const SUBJECT: Self = Self(1 << 1);
    const OBJECT: Self = Self(1 << 2);
    const GENITIVE: Self = Self(1 << 3);
    const HOLDER: Self = Self(1 << 4);
    const COMPLEMENT: Self = Self(1 << 5);
    /// Anything found as a dative.
    const DATIVE: Self = Self(1 << 6);
    /// From here on, prepositions.
    const FIRST_BIN: u32 = 7;

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn of(function: &Function) -> Self {
        match function {
            Function::Subject => Self::SUBJECT,
            Function::Object => Self::OBJECT,
            Function::Prep(word) => Self::preposition(word),
            Function::Genitive => Self::GENITIVE,
            Function::Holder => Self::HOLDER,
            Function::Complement => Self::COMPLEMENT,
        }
    }

    fn preposition(word: &str) -> Self {
        let [first, .., last] = word.as_bytes() else { return Self(1 << Self::FIRST_BIN) };
        let sum = u32::from(*first) * 31 + u32::from(*last) * 7 + word.len() as u32;
        Self(1 << (Self::FIRST_BIN + sum % (u32::BITS - Self::FIRST_BIN)))
    }

    /// All that `View::fits` in `bind` may let stand in a place; whoever lets more in there adds it here.
    fn in_place(place: &Place, frame: &Frame) -> Self {
        let prepositions =
            |words: &[&str]| words.iter().map(|word| Self::preposition(word)).fold(Self::NONE, Self::and);
        match place {
            Place::Subject if frame.list == List::Adjectives || is_mutual(frame) => {
                Self::SUBJECT.and(Self::HOLDER).and(Self::OBJECT)
            }
            Place::Subject => Self::SUBJECT,
            Place::Object => Self::OBJECT.and(Self::DATIVE),
            Place::Dative => Self::OBJECT.and(prepositions(&["to"])),
            Place::Complement => Self::COMPLEMENT.and(prepositions(&["as"])),
            Place::Holder => Self::HOLDER,
            Place::Genitive => Self::GENITIVE.and(Self::SUBJECT).and(prepositions(&["from", "of", "by", "to"])),
            Place::Prep(words) => {
                let all = words.iter().map(|word| Self::preposition(word)).fold(Self::NONE, Self::and);
                let owned = words.iter().any(|word| word == "of" || word == "by");
                if owned { all.and(Self::GENITIVE) } else { all }
            }
        }
    }
}

/// Whether two places have the same role: *talk with*, *talks with*.
fn is_mutual(frame: &Frame) -> bool {
    matches!(frame.slots.as_slice(), [(_, first), (_, second)] if first == second)
}

/// What may fill the subject and the object of an assertion; with several assertions, of any of them.
fn ends(frame: &Frame, rule: &Rule) -> [Functions; 2] {
    if !frame.fixed.is_empty() {
        // A role may stand on the fixed noun.
        return [Functions::ALL; 2];
    }
    let end = |role: usize| {
        if rule.roles[role].name == TRIGGER {
            return Functions::TRIGGER;
        }
        let slots = frame.slots.iter().filter(|(_, filled)| *filled == role);
        slots.map(|(place, _)| Functions::in_place(place, frame)).fold(Functions::NONE, Functions::and)
    };
    let both = |edge: &Edge| [end(edge.subject), end(edge.object)];
    let found = rule.edges.iter().map(both).filter(|ends| !ends.contains(&Functions::NONE));
    found.fold([Functions::NONE; 2], |[a, b], [c, d]| [a.and(c), b.and(d)])
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
