//! Prepositional phrases, adverbs, and what stands inside an argument: a fact each.

use smallvec::SmallVec;

use super::clause::Builder;
use super::{Phrase, Words};
use crate::document::{Relation, TokenIx, Xpos};
use crate::syntax::lexicon::PrepositionUse;
use crate::syntax::tree;

/// How deep a noun may stand inside an argument to get a fact of its own.
const MAX_INNER: usize = 2;

impl Builder<'_, '_> {
    /// A prepositional phrase and those coordinated with it; a conjunct may have its own preposition. What something
    /// serves as, and a bare noun behind the verb (*went on strike*), stays in the relation of what follows.
    pub(super) fn oblique(&mut self, relation: &mut Words, argument: TokenIx) {
        let clauses = self.open.clauses;
        let document = clauses.document;
        let first = tree::case_markers(document, argument);
        if first.is_empty() || self.is_aside(argument) {
            return;
        }
        let bare = clauses.xpos(argument) == Xpos::NN
            && !clauses.word(argument).is_some_and(|w| w.time || w.circumstance)
            && clauses.dependents(argument).all(|d| d > argument || first.contains(&d));
        if bare && let Some(inside) = self.continuing(argument) {
            // *in response to it*: no response of its own.
            let mut words = relation.clone();
            words.extend(first);
            words.push(argument);
            words.extend(tree::case_markers(document, inside));
            self.push_arguments(&words, inside);
            self.inner(&words, inside, 1);
            return;
        }
        for mut phrase in self.open.phrases(argument) {
            let own = tree::case_markers(document, phrase.head);
            let mut words = relation.clone();
            words.extend(if own.is_empty() { first.clone() } else { own });
            let head = phrase.head;
            if clauses.xpos(head) == Xpos::WRB {
                continue;
            }
            if clauses.is_relative_pronoun(head) {
                // *the house in which she lived*
                if let Some(noun) = clauses.antecedent(head).filter(|&n| n < head) {
                    self.push_arguments(&words, noun);
                }
                continue;
            }
            phrase.tokens = self.open.argument(head);
            self.push(&words, phrase);
            self.inner(&words, head, 1);
        }
        let beside = first[0] == self.predicate + 1 && argument == first[0] + 1;
        // *was elected to parliament six years later* with the time hung on the phrase.
        let later: SmallVec<[TokenIx; 2]> =
            clauses.dependents(argument).filter(|&d| d > argument && clauses.relation(d) == Relation::ADVMOD).collect();
        for adverb in later {
            self.adverbial(relation, adverb);
        }
        let bare = bare && clauses.dependents(argument).all(|d| d < argument);
        if argument > self.predicate && (self.open.is_role(argument) || beside && bare) {
            relation.extend(first);
            relation.extend(self.open.core(argument));
        }
    }

    /// The phrase right behind a bare noun that makes one preposition with it: *in charge of*, *in addition to*.
    fn continuing(&self, noun: TokenIx) -> Option<TokenIx> {
        let clauses = self.open.clauses;
        clauses.dependents(noun).find(|&d| {
            let joins = clauses.preposition_use(d) == Some(PrepositionUse::Genitive) || clauses.has_free_phrase(d);
            clauses.relation(d) == Relation::NMOD
                && tree::case_markers(clauses.document, d).first() == Some(&(noun + 1))
                && joins
        })
    }

    /// *according to Iran*, *as well as*, *for example*: no argument of the clause.
    fn is_aside(&self, argument: TokenIx) -> bool {
        use PrepositionUse::{Attribution, Comparison, Example};
        let clauses = self.open.clauses;
        let mut words = tree::case_markers(clauses.document, argument);
        words.push(argument);
        if clauses.lexicon.is_fixed(&tree::join_lower(clauses.document, &words)) {
            return true;
        }
        matches!(clauses.preposition_use(argument), Some(Attribution | Comparison | Example))
    }

    /// *away from Iran*: the adverb joins the relation. *six years later* is a time.
    pub(super) fn adverbial(&mut self, relation: &Words, adverb: TokenIx) {
        let clauses = self.open.clauses;
        let below: SmallVec<[TokenIx; 2]> = clauses.dependents(adverb).collect();
        if below.is_empty() && clauses.word(adverb).is_some_and(|w| w.deictic) {
            self.push(relation, Phrase { head: adverb, tokens: adverb..adverb + 1 });
        }
        for &phrase in &below {
            let relation_below = clauses.relation(phrase);
            if phrase > adverb && matches!(relation_below, Relation::OBL | Relation::NMOD) {
                let mut words = relation.clone();
                words.push(adverb);
                self.oblique(&mut words, phrase);
            }
            if phrase + 1 == adverb && matches!(relation_below, Relation::OBL_UNMARKED | Relation::NMOD_UNMARKED) {
                let start = tree::noun_phrase(clauses.document, phrase).start;
                let mut words = relation.clone();
                let own = |&d: &TokenIx| d < start && clauses.relation(d) == Relation::CASE;
                words.extend(below.iter().copied().filter(own));
                words.extend(tree::case_markers(clauses.document, phrase));
                self.push(&words, Phrase { head: phrase, tokens: start..adverb + 1 });
            }
        }
    }

    /// The phrases inside an argument: *hosted talks between | Iran and Iraq*.
    pub(super) fn inner(&mut self, relation: &Words, noun: TokenIx, depth: usize) {
        let clauses = self.open.clauses;
        let document = clauses.document;
        // *the University of Oslo* is one name.
        if depth >= MAX_INNER || tree::is_name(document, noun) {
            return;
        }
        let whole = tree::noun_phrase(document, noun);
        let mut words = relation.clone();
        words.extend(self.open.core(noun));
        let inside: SmallVec<[TokenIx; 4]> =
            clauses.dependents(noun).filter(|&d| d > noun && clauses.relation(d) == Relation::NMOD).collect();
        for phrase in inside {
            let case = tree::case_markers(document, phrase);
            if case.is_empty() || !whole.contains(&phrase) || self.is_aside(phrase) {
                continue;
            }
            let measure = self.open.is_measure(noun);
            let whole_phrase = measure || depth > 0 && !self.open.is_list(phrase);
            if whole_phrase && self.open.is_genitive(phrase) {
                // *a series of talks with Iran*: the phrase is whole.
                let mut before = relation.clone();
                before.extend(whole.start..self.open.argument(phrase).start);
                self.inner(&before, phrase, depth + 1);
                continue;
            }
            let mut with_case = words.clone();
            with_case.extend(case);
            self.push_arguments(&with_case, phrase);
            self.inner(&with_case, phrase, depth + 1);
        }
    }
}
