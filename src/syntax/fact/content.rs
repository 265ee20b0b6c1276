//! Clauses as the other end of a fact: what is said, what one may do, when and why.

use super::clause::Builder;
use super::{Phrase, Words};
use crate::document::{Relation, TokenIx, Xpos};
use crate::syntax::tree;

impl Builder<'_, '_> {
    /// *said that it would close*: the clause is the object.
    pub(super) fn content(&mut self, relation: &Words, clause: TokenIx) {
        if let Some(phrase) = self.open.clause(clause, self.predicate).filter(|p| p.tokens.len() > 1) {
            self.push(relation, phrase);
        }
    }

    /// *told reporters that it would close* with the clause hung on the object.
    pub(super) fn told(&mut self, relation: &Words, hearer: TokenIx) {
        let clauses = self.open.clauses;
        let carries = !clauses.embeddings(hearer).is_empty() || clauses.word(hearer).is_some_and(|w| w.carrier);
        let told = clauses.dependents(hearer).filter(|_| !carries).find(|&d| {
            matches!(clauses.relation(d), Relation::ACL_RELCL | Relation::ACL)
                && clauses.under(d, Relation::MARK).any(|m| clauses.xpos(m) == Xpos::IN)
                && clauses.own_subject(d).is_some()
        });
        if let Some(told) = told {
            self.content(relation, told);
        }
    }

    /// *Prices rose, officials said*: what stands before is the object.
    pub(super) fn content_before(&mut self, relation: &Words) {
        let clauses = self.open.clauses;
        let has_object = clauses
            .dependents(self.predicate)
            .any(|d| matches!(clauses.relation(d), Relation::CCOMP | Relation::OBJ) && d > self.predicate);
        let Some(main) = clauses.document.tokens[self.predicate].head.filter(|_| !has_object) else { return };
        let (said, whole) = (&self.open.yields[self.predicate], &self.open.yields[main]);
        if main < said.start && clauses.is_predicate(main) {
            let tokens = self.open.trim(whole.start..said.start);
            self.push(relation, Phrase { head: main, tokens });
        }
    }

    /// *women were allowed to vote*: an infinitive that gives no fact of its own.
    pub(super) fn bare_infinitive(&mut self, relation: &Words, clause: TokenIx) {
        let clauses = self.open.clauses;
        let full = clauses.dependents(clause).any(|d| {
            let relation = clauses.relation(d);
            matches!(relation, Relation::OBJ | Relation::XCOMP | Relation::CCOMP | Relation::OBL_AGENT)
                || tree::is_a(relation, Relation::OBL)
        });
        if full || !clauses.is_verb(clause) || clauses.own_subject(clause).is_some() {
            return;
        }
        let group = self.open.group(clause);
        if let (Some(&first), Some(&last)) = (group.first(), group.last())
            && last - first + 1 == group.len()
        {
            self.push(relation, Phrase { head: clause, tokens: first..last + 1 });
        }
    }

    /// *rejected the plan because it would close two schools*.
    pub(super) fn circumstance(&mut self, relation: &Words, clause: TokenIx) {
        let clauses = self.open.clauses;
        if clauses.own_subject(clause).is_none() || !clauses.is_predicate(clause) {
            return;
        }
        let mut words = relation.clone();
        let mut marks = self.open.marks(clause);
        let adverb = |&d: &TokenIx| d < clause && clauses.xpos(d) == Xpos::WRB;
        marks.extend(clauses.under(clause, Relation::ADVMOD).filter(adverb));
        let Some(mut phrase) = self.open.clause(clause, self.predicate) else { return };
        let Some(&last) = marks.iter().max().filter(|&&last| last < clause) else { return };
        phrase.tokens.start = last + 1;
        words.extend(marks);
        self.push(&words, phrase);
    }
}
