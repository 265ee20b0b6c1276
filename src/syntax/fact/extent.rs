//! Where phrases and clauses begin and end, as a fact shows them.

use std::ops::Range;

use smallvec::SmallVec;

use super::{Open, Phrase};
use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::lexicon::PrepositionUse;
use crate::syntax::tree;

/// From the first to the last word below every word, itself included.
///
/// # Complexity
/// Linear in the number of tokens.
pub(super) fn yields(document: &Document) -> Vec<Range<TokenIx>> {
    let mut found: Vec<Range<TokenIx>> = (0..document.tokens.len()).map(|t| t..t + 1).collect();
    let mut order: Vec<TokenIx> = (0..found.len()).filter(|&t| document.tokens[t].head.is_none()).collect();
    let mut next = 0;
    while next < order.len() && order.len() <= found.len() {
        order.extend_from_slice(document.dependents(order[next]));
        next += 1;
    }
    // Leaves stand behind what they depend on.
    for &token in order.iter().rev() {
        if let Some(head) = document.tokens[token].head {
            let below = found[token].clone();
            let whole = &mut found[head];
            *whole = whole.start.min(below.start)..whole.end.max(below.end);
        }
    }
    found
}

impl Open<'_> {
    /// A noun phrase and those coordinated with it, one by one, with all prepositional phrases that stand inside.
    pub(super) fn phrases(&self, head: TokenIx) -> SmallVec<[Phrase; 4]> {
        let document = self.clauses.document;
        let conjuncts = tree::conjuncts(document, head).into_iter();
        let nominal = conjuncts.filter(|&t| t == head || self.is_nominal(t) && self.clauses.copula(t).is_none());
        nominal.map(|t| Phrase { head: t, tokens: tree::noun_phrase(document, t) }).collect()
    }

    /// The same as objects: up to the first prepositional phrase that is no *of* phrase. What stands after it is a fact of
    /// its own.
    pub(super) fn arguments(&self, head: TokenIx) -> SmallVec<[Phrase; 4]> {
        let mut found = self.phrases(head);
        for phrase in &mut found {
            phrase.tokens = self.argument(phrase.head);
        }
        found
    }

    /// The words of a noun phrase with its *of* phrases.
    pub(super) fn argument(&self, head: TokenIx) -> Range<TokenIx> {
        let document = self.clauses.document;
        let mut whole = tree::noun_phrase(document, head);
        if self.clauses.upos(head) == Upos::ADJ {
            // *too complex*, *96 metres high*
            let degree = |d: TokenIx| {
                let measure = matches!(self.clauses.relation(d), Relation::OBL_UNMARKED | Relation::NMOD_UNMARKED);
                let adverb = self.clauses.relation(d) == Relation::ADVMOD;
                // *was found not guilty*; but *is not guilty*.
                let inside = self.clauses.copula(head).is_none() || !self.is_negation(d);
                d + 1 == head && (measure || adverb && inside)
            };
            if let Some(degree) = self.clauses.dependents(head).find(|&d| degree(d)) {
                whole.start = whole.start.min(tree::noun_phrase(document, degree).start);
            }
        }
        let opens = |&t: &TokenIx| {
            let Some(noun) = document.tokens[t].head.filter(|&n| n > t && n < whole.end) else { return false };
            let inner = self.clauses.relation(t) == Relation::CASE && self.clauses.relation(noun) == Relation::NMOD;
            // *the Centre for Policy Studies*
            let name = tree::is_name(document, noun)
                && document.tokens[noun].head.is_some_and(|h| tree::is_name(document, h) && h >= head);
            inner && !name && (!self.is_genitive(noun) || self.is_list(noun) && !self.is_measure(head))
        };
        if let Some(cut) = (head + 1..whole.end).find(opens) {
            whole.end = cut;
        }
        while whole.end > head + 1
            && matches!(self.clauses.upos(whole.end - 1), Upos::PUNCT | Upos::CCONJ | Upos::ADP)
            && !tree::is_name(document, whole.end - 1)
        {
            whole.end -= 1;
        }
        whole
    }

    /// What an object leaves in the relation of the facts after it: *hosted talks between*, *mined two tonnes of gold in*.
    pub(super) fn core(&self, head: TokenIx) -> Range<TokenIx> {
        let argument = self.argument(head);
        let end = tree::core_phrase(self.clauses.document, head).end;
        if self.is_measure(head) { argument } else { argument.start..end.min(argument.end) }
    }

    /// A whole clause without the marks around it; `None` if words of `governor` stand in between.
    pub(super) fn clause(&self, head: TokenIx, governor: TokenIx) -> Option<Phrase> {
        let tokens = self.trim(self.yields[head].clone());
        (!tokens.contains(&governor) && tokens.contains(&head)).then_some(Phrase { head, tokens })
    }

    /// Without punctuation and coordinators at its edges.
    pub(super) fn trim(&self, mut tokens: Range<TokenIx>) -> Range<TokenIx> {
        let loose = |t: TokenIx| matches!(self.clauses.upos(t), Upos::PUNCT | Upos::CCONJ);
        while !tokens.is_empty() && loose(tokens.end - 1) {
            tokens.end -= 1;
        }
        while !tokens.is_empty() && loose(tokens.start) {
            tokens.start += 1;
        }
        tokens
    }

    /// Whether a word can be an argument: also *most of it*, *the rich*, *both*.
    pub(super) fn is_nominal(&self, token: TokenIx) -> bool {
        tree::is_nominal(self.clauses.document, token)
            || matches!(self.clauses.xpos(token), Xpos::JJS | Xpos::JJR | Xpos::DT | Xpos::JJ)
                && self.clauses.copula(token).is_none()
                && matches!(self.clauses.upos(token), Upos::DET | Upos::ADJ)
    }

    /// Whether the noun after *of* is what is meant.
    pub(super) fn is_measure(&self, noun: TokenIx) -> bool {
        self.clauses.word(noun).is_some_and(|w| w.measure)
            || !tree::is_nominal(self.clauses.document, noun)
            || matches!(self.clauses.upos(noun), Upos::NUM | Upos::SYM)
    }

    /// Whether further nouns are coordinated with one.
    pub(super) fn is_list(&self, noun: TokenIx) -> bool {
        tree::conjuncts(self.clauses.document, noun).len() > 1
    }

    pub(super) fn is_genitive(&self, noun: TokenIx) -> bool {
        self.clauses.preposition_use(noun) == Some(PrepositionUse::Genitive)
    }
}
