//! What all entries of one trigger ask of its predication, answered once.
//!
//! A light verb (*take*, *give*, *make*) has hundreds of entries that differ in their fixed noun. The words around the
//! verb are therefore turned into [`Numbers`] once, at the first entry that asks; what costs an entry that does not match
//! is then a comparison of numbers, and more frames make reading hardly slower. This only rules entries out: where a
//! fixed word stands is looked at for those that are left.

use std::cell::OnceCell;

use smallvec::SmallVec;

use crate::data::words::{Lower, lower};
use crate::document::{Document, Relation, TokenIx, Xpos};
use crate::ontology::ClassSet;
use crate::rule::apply::Input;
use crate::rule::gate::{FrameGate, Gates, Needs, Numbers, UNKNOWN};
use crate::rule::heads::Heads;
use crate::syntax::predication::{Argument, Predication};
use crate::syntax::scope::Polarity;

/// A predication and its surroundings.
pub(super) struct Around<'a> {
    pub predication: &'a Predication,
    /// The particle, in lower case.
    pub particle: Option<Lower<'a>>,
    document: &'a Document,
    gates: &'a Gates,
    numbers: &'a Numbers,
    needs: Needs,
    /// The numbers of the fixed words among its arguments and dependents.
    words: OnceCell<SmallVec<[u32; 8]>>,
    is_inside_name: OnceCell<bool>,
}

impl<'a> Around<'a> {
    pub fn new(input: &Input<'a>, heads: &Heads, gates: &'a Gates, numbers: &'a Numbers, predication: usize) -> Self {
        let predication = &input.predications[predication];
        let classes = |argument: &Argument| {
            let actor = heads.mention(argument.token).and_then(|mention| heads.actor(mention));
            actor.map_or(ClassSet::EMPTY, |actor| ClassSet::admitting(input.actors[actor].class))
        };
        let is_negated = predication.scope.polarity == Polarity::Negative;
        let mut needs = Needs::new(&predication.arguments, is_negated, classes);
        match predication.particle {
            Some(particle) => needs.particle = numbers.form[particle],
            None => needs.adverbs.extend(adverbs(input.document, predication.trigger).map(|token| numbers.form[token])),
        }
        needs.before = numbers.at(word_before(input.document, predication.trigger));
        Self {
            predication,
            particle: predication.particle.map(|p| lower(input.document.form(p))),
            document: input.document,
            gates,
            numbers,
            needs,
            words: OnceCell::new(),
            is_inside_name: OnceCell::new(),
        }
    }

    /// Whether the verb has just this particle. Where the tree has none, an adverb behind the verb may be it: *walked
    /// away from the offer*.
    pub fn has_particle(&self, wanted: Option<&str>) -> bool {
        match (self.particle.as_deref(), wanted) {
            (None, Some(wanted)) => self.has_adverb(wanted),
            (particle, wanted) => particle == wanted,
        }
    }

    fn has_adverb(&self, wanted: &str) -> bool {
        let mut adverbs = adverbs(self.document, self.predication.trigger);
        adverbs.any(|token| &*lower(self.document.form(token)) == wanted)
    }

    /// The answer that `ask` gave first.
    pub fn is_inside_name(&self, ask: impl FnOnce(&Predication) -> bool) -> bool {
        *self.is_inside_name.get_or_init(|| ask(self.predication))
    }

    /// Whether the entry behind a gate may match.
    pub fn passes(&self, gate: &FrameGate) -> bool {
        gate.admits(&self.needs, |words| self.has_any(&words))
    }

    /// Whether one of these words stands among the arguments and dependents of the trigger.
    pub fn has_any(&self, words: &[u32]) -> bool {
        self.words.get_or_init(|| self.words()).iter().any(|word| words.contains(word))
    }

    fn words(&self) -> SmallVec<[u32; 8]> {
        let Predication { trigger, arguments, .. } = self.predication;
        let arguments = arguments.iter().map(|argument| argument.token);
        let mut numbers = SmallVec::new();
        for token in arguments.chain(self.document.dependents(*trigger).iter().copied()) {
            // The readings of a word that bind tries: lemma, lemma without its plural, form.
            let (lemma, form) = (self.numbers.lemma[token], self.numbers.form[token]);
            numbers.push(lemma);
            let word = self.document.lemma(token);
            if word.ends_with(['s', 'S']) {
                let word = lower(word);
                numbers.push(self.gates.number(&word[..word.len() - 1]));
            }
            if form != lemma {
                numbers.push(form);
            }
        }
        numbers.retain(|number| *number != UNKNOWN);
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The adverbs behind a verb.
fn adverbs(document: &Document, verb: TokenIx) -> impl Iterator<Item = TokenIx> {
    let is_adverb = move |&token: &TokenIx| token > verb && document.tokens[token].relation == Relation::ADVMOD;
    document.dependents(verb).iter().copied().filter(is_adverb)
}

/// The word directly before a token, a hyphen aside.
pub(super) fn word_before(document: &Document, token: TokenIx) -> Option<TokenIx> {
    let previous = token.checked_sub(1)?;
    if document.tokens[previous].xpos == Xpos::HYPH { previous.checked_sub(1) } else { Some(previous) }
}
