//! The gates of tree patterns: the first steps of their paths, with the preposition and the words they ask for.

use smol_str::SmolStr;

use super::{ANY, Numbers};
use crate::data::words::WordMap;
use crate::document::{Document, Relation, TokenIx, Xpos};
use crate::rule::compile::Paths;
use crate::rule::path;
use crate::syntax::tree;

/// What a tree pattern asks for.
#[derive(Debug, Clone, Copy)]
pub(in crate::rule) struct PathGate {
    pub entry: u32,
    /// Its part of [`Steps::list`]: first and one past the last.
    steps: (u32, u32),
}

/// The first steps of all patterns, those of one path in a row.
#[derive(Debug, Clone, Default)]
pub(in crate::rule) struct Steps {
    list: Vec<Step>,
    lemmas: Vec<u32>,
}

/// A step out of a word.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// A bit of [`Ways`].
    way: Ways,
    /// The preposition of the lower word.
    preposition: u32,
    /// The words that it may lead to, a part of [`Steps::lemmas`]; all if there is none.
    lemmas: (u32, u32),
    /// Whether it is the last of its path.
    last: bool,
}

/// Relations over which steps leave a word: a set for the way down, one for the way up.
#[derive(Debug, Clone, Copy)]
struct Ways {
    down: u64,
    up: u64,
}

// One bit is left for paths that need no step.
const _: () = assert!(Relation::NAMES.len() < 63);

/// A word of a text with the ways out of it.
pub(in crate::rule) struct Out<'a> {
    document: &'a Document,
    numbers: &'a Numbers,
    steps: &'a Steps,
    token: TokenIx,
    ways: Ways,
}

impl PathGate {
    pub(super) fn new(entry: u32, paths: &Paths, numbers: &WordMap<u32>, steps: &mut Steps) -> Self {
        let first = steps.list.len() as u32;
        for path in paths.needed() {
            for step in path.first_steps() {
                let step = Step::new(step, numbers, &mut steps.lemmas);
                steps.list.push(step);
            }
            if let Some(last) = steps.list.last_mut() {
                last.last = true;
            }
        }
        Self { entry, steps: (first, steps.list.len() as u32) }
    }

    /// Whether the pattern may match at a word: each path has a first step to take.
    pub fn admits(&self, out: &Out<'_>) -> bool {
        let mut leads = false;
        for step in super::part(&out.steps.list, self.steps) {
            leads = leads || out.has(step);
            if step.last && !std::mem::take(&mut leads) {
                return false;
            }
        }
        true
    }
}

impl Step {
    fn new(step: Option<&path::Step>, numbers: &WordMap<u32>, lemmas: &mut Vec<u32>) -> Self {
        let first = lemmas.len() as u32;
        let Some(step) = step else {
            return Self { way: Ways::NO_STEP, preposition: ANY, lemmas: (first, first), last: false };
        };
        let number = |word: &SmolStr| numbers.get(word).copied().unwrap_or(ANY);
        lemmas.extend(step.lemmas.iter().map(number));
        let relation = 1 << step.relation.index();
        Self {
            way: if step.down { Ways { down: relation, up: 0 } } else { Ways { down: 0, up: relation } },
            preposition: step.preposition.as_ref().map_or(ANY, number),
            lemmas: (first, lemmas.len() as u32),
            last: false,
        }
    }
}

impl Ways {
    const NO_STEP: Self = Self { down: 1 << 63, up: 0 };

    fn meet(self, other: Self) -> bool {
        self.down & other.down | self.up & other.up != 0
    }
}

impl<'a> Out<'a> {
    pub fn new(document: &'a Document, numbers: &'a Numbers, steps: &'a Steps, token: TokenIx) -> Self {
        let mut ways = Ways::NO_STEP;
        for &dependent in document.dependents(token) {
            ways.down |= 1 << document.tokens[dependent].relation.index();
        }
        if document.tokens[token].head.is_some() {
            ways.up |= 1 << document.tokens[token].relation.index();
        }
        Self { document, numbers, steps, token, ways }
    }

    fn has(&self, step: &Step) -> bool {
        if !self.ways.meet(step.way) {
            return false;
        }
        if step.preposition == ANY && step.lemmas.0 == step.lemmas.1 {
            return true;
        }
        if step.way.up != 0 {
            let head = self.document.tokens[self.token].head;
            return head.is_some_and(|head| self.fits(step, self.token, head));
        }
        let mut dependents = self.document.dependents(self.token).iter().copied();
        let under = |d: TokenIx| step.way.down == 1 << self.document.tokens[d].relation.index();
        dependents.any(|d| under(d) && self.fits(step, d, d))
    }

    fn fits(&self, step: &Step, lower: TokenIx, target: TokenIx) -> bool {
        let lemmas = super::part(&self.steps.lemmas, step.lemmas);
        (lemmas.is_empty() || lemmas.contains(&self.numbers.lemma[target]))
            && (step.preposition == ANY || self.may_stand_behind(lower, step.preposition))
    }

    /// Whether the phrase may have that preposition. One of several words is left to the path.
    fn may_stand_behind(&self, phrase: TokenIx, preposition: u32) -> bool {
        let is_marker = |&&d: &&TokenIx| {
            let token = &self.document.tokens[d];
            token.relation == Relation::CASE && token.xpos != Xpos::POS
        };
        let mut markers = tree::dependents(self.document, phrase).iter().filter(is_marker);
        let Some(&first) = markers.next() else { return false };
        self.numbers.form[first] == preposition
            || markers.next().is_some()
            || !self.document.dependents(first).is_empty()
    }
}
