//! What all entries of one trigger ask of its predication, answered once.
//!
//! A light verb (*take*, *give*, *make*) has hundreds of entries that differ in their fixed noun. The words around the
//! verb are therefore turned into numbers of [`RuleSet::fixed_word`] once, at the first entry that asks; what costs an
//! entry that does not match is then a comparison of numbers, and more frames make reading hardly slower. This only
//! rules entries out: where a fixed word stands is looked at for those that are left.

use std::cell::OnceCell;

use smallvec::SmallVec;

use crate::data::words::{Lower, lower};
use crate::document::{Document, Relation, TokenIx};
use crate::rule::apply::Input;
use crate::rule::compile::RuleSet;
use crate::syntax::predication::Predication;

/// A predication and its surroundings.
pub(super) struct Around<'a> {
    pub predication: &'a Predication,
    /// The particle, in lower case.
    pub particle: Option<Lower<'a>>,
    document: &'a Document,
    /// The numbers of the fixed words among its arguments and dependents.
    words: OnceCell<SmallVec<[u32; 8]>>,
    is_inside_name: OnceCell<bool>,
}

impl<'a> Around<'a> {
    pub fn new(input: &Input<'a>, predication: usize) -> Self {
        let predication = &input.predications[predication];
        Self {
            predication,
            particle: predication.particle.map(|p| lower(input.document.form(p))),
            document: input.document,
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
        let verb = self.predication.trigger;
        let is_adverb = |&token: &TokenIx| {
            token > verb
                && self.document.tokens[token].relation == Relation::ADVMOD
                && &*lower(self.document.form(token)) == wanted
        };
        self.document.dependents(verb).iter().any(is_adverb)
    }

    /// The answer that `ask` gave first.
    pub fn is_inside_name(&self, ask: impl FnOnce(&Predication) -> bool) -> bool {
        *self.is_inside_name.get_or_init(|| ask(self.predication))
    }

    /// Whether one of these words stands among the arguments and dependents of the trigger.
    pub fn has_any(&self, rules: &RuleSet, words: &[u32]) -> bool {
        self.words.get_or_init(|| self.numbers(rules)).iter().any(|word| words.contains(word))
    }

    fn numbers(&self, rules: &RuleSet) -> SmallVec<[u32; 8]> {
        let Predication { trigger, arguments, .. } = self.predication;
        let arguments = arguments.iter().map(|argument| argument.token);
        let mut numbers = SmallVec::new();
        for token in arguments.chain(self.document.dependents(*trigger).iter().copied()) {
            // The readings of a word that bind tries: lemma, lemma without its plural, form.
            let lemma = lower(self.document.lemma(token));
            numbers.extend(rules.fixed_word(&lemma));
            numbers.extend(lemma.strip_suffix('s').and_then(|singular| rules.fixed_word(singular)));
            let form = lower(self.document.form(token));
            if *form != *lemma {
                numbers.extend(rules.fixed_word(&form));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}
