//! The list of arguments of one predication: coordinations one by one, relative pronouns replaced by what they stand
//! for, examples beside what they are examples of, nothing twice.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::{Argument, Function};
use crate::document::{Relation, TokenIx, Upos};
use crate::syntax::clause::Clauses;
use crate::syntax::lexicon::PrepositionUse;
use crate::syntax::realization::Realization;
use crate::syntax::tree;

/// More arguments than any sentence of prose gives to one word.
const MAX_ARGUMENTS: usize = 64;

/// Arguments under construction.
pub(super) struct Arguments<'c, 'a> {
    pub clauses: &'c Clauses<'a>,
    pub list: Vec<Argument>,
}

impl<'c, 'a> Arguments<'c, 'a> {
    pub fn new(clauses: &'c Clauses<'a>) -> Self {
        Self { clauses, list: Vec::new() }
    }

    /// Adds a phrase and what is coordinated with it.
    pub fn add(&mut self, function: &Function, phrase: TokenIx, via: Realization) {
        for (token, via) in self.fillers(phrase, via) {
            self.push(function.clone(), token, via);
            self.add_examples(function, token);
        }
    }

    /// Adds a prepositional phrase and what is coordinated with it; a conjunct may have its own preposition.
    pub fn add_prepositional(&mut self, phrase: TokenIx, via: Realization) {
        let Some(first) = self.clauses.preposition(phrase) else {
            return;
        };
        for (token, via) in self.fillers(phrase, via) {
            let own = if token == phrase { None } else { self.clauses.preposition(token) };
            let preposition = own.unwrap_or(first).clone();
            if self.names_argument(&preposition) && !self.is_adverbial(token) {
                let function = Function::Prep(preposition);
                self.push(function.clone(), token, via);
                self.add_examples(&function, token);
            }
        }
    }

    /// *at least*, *in general*: an adjective that stands for no one.
    fn is_adverbial(&self, token: TokenIx) -> bool {
        let clauses = self.clauses;
        clauses.upos(token) == Upos::ADJ
            && !tree::is_name(clauses.document, token)
            && clauses.under(token, Relation::DET).next().is_none()
    }

    /// Whether a phrase after the preposition can be an argument: *according to* names a source, *including* an
    /// example.
    fn names_argument(&self, preposition: &SmolStr) -> bool {
        use PrepositionUse::{Attribution, Comparison, Example, Similar};
        !matches!(self.clauses.use_of(preposition), Attribution | Comparison | Example | Similar)
    }

    /// Adds an argument unless it is there.
    pub fn push(&mut self, function: Function, token: TokenIx, via: Realization) {
        let known = |a: &Argument| a.token == token && a.function == function;
        if self.list.len() < MAX_ARGUMENTS && !self.list.iter().any(known) {
            self.list.push(Argument { function, token, via });
        }
    }

    /// The words that fill a place: the phrase's conjuncts, or what a relative pronoun stands for.
    fn fillers(&self, phrase: TokenIx, via: Realization) -> SmallVec<[(TokenIx, Realization); 4]> {
        let clauses = self.clauses;
        if !clauses.is_relative_pronoun(phrase) {
            let can_fill = |t: &TokenIx| {
                clauses.relation(*t) != Relation::EXPL
                    && matches!(
                        clauses.upos(*t),
                        Upos::NOUN | Upos::PROPN | Upos::PRON | Upos::NUM | Upos::ADJ | Upos::DET | Upos::SYM | Upos::X
                    )
                    || tree::is_name(clauses.document, *t)
            };
            let conjuncts = tree::conjuncts(clauses.document, phrase).into_iter();
            return conjuncts.filter(can_fill).map(|t| (t, via)).collect();
        }
        let Some(antecedent) = clauses.antecedent(phrase) else {
            return SmallVec::new();
        };
        let via = match via {
            Realization::ActiveSubject => Realization::RelativeGap,
            Realization::PassiveSubject => Realization::RelativePassive,
            Realization::ActiveObject => Realization::RelativeObjectGap,
            Realization::Oblique | Realization::Prep => Realization::RelativeObliqueGap,
            Realization::Possessive => Realization::RelativePossessor,
            other => other,
        };
        // *A and B, which …* is about both; what follows the clause is not meant.
        let conjuncts = tree::conjuncts(clauses.document, antecedent).into_iter();
        conjuncts.filter(|&t| t < phrase && tree::is_nominal(clauses.document, t)).map(|t| (t, via)).collect()
    }

    fn add_examples(&mut self, function: &Function, token: TokenIx) {
        let clauses = self.clauses;
        let examples = clauses.dependents(token).filter(|&d| clauses.relation(d) == Relation::NMOD);
        for example in examples.filter(|&d| is_example(clauses, d)) {
            for member in tree::conjuncts(clauses.document, example) {
                self.push(function.clone(), member, Realization::ExampleList);
            }
        }
    }
}

/// Whether *including* or *such as* stands before the phrase, or, on a noun, *like*.
pub(super) fn is_example(clauses: &Clauses<'_>, phrase: TokenIx) -> bool {
    match clauses.preposition_use(phrase) {
        Some(PrepositionUse::Example) => true,
        Some(PrepositionUse::Similar) => clauses.relation(phrase) == Relation::NMOD,
        _ => false,
    }
}
