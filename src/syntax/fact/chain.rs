//! Whose fact it is, and the verbs that make up one relation: *agreed to sell*, *accused the mayor of rigging*.

use smallvec::SmallVec;

use super::{Open, Phrase, Words};
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::syntax::clause::{Clauses, Voice};
use crate::syntax::lexicon::{Effect, Part, PrepositionUse};
use crate::syntax::realization::Realization;
use crate::syntax::scope::Polarity;
use crate::syntax::tree;

/// How many verbs a chain has.
const MAX_CHAIN: usize = 4;

impl Open<'_> {
    /// The subject of a predicate and the words of the verbs above it that belong to its relation: *agreed* in *agreed to
    /// sell*; of a coordinated verb those that both share.
    pub(super) fn subject_and_lead(&self, predicate: TokenIx) -> Option<(TokenIx, Words)> {
        self.chain(predicate, MAX_CHAIN)
    }

    fn chain(&self, predicate: TokenIx, left: usize) -> Option<(TokenIx, Words)> {
        let clauses = self.clauses;
        if left > 0 && !clauses.has_subject(predicate) {
            if let Some(link) = self.link(predicate) {
                let (subject, mut words) = self.chain(link.governor, left - 1)?;
                self.extend(&mut words, link, predicate);
                return Some((subject, words));
            }
            let head = clauses.document.tokens[predicate].head.filter(|&h| clauses.is_predicate(h));
            if let Some(governor) = head.filter(|_| clauses.relation(predicate) == Relation::CONJ) {
                let (subject, words) = self.chain(governor, left - 1)?;
                let own = words.first().is_none_or(|&w| w < governor);
                return own.then_some((subject, words));
            }
        }
        // *as would occur under them*: nobody does it.
        if clauses.relation(predicate) == Relation::ADVCL
            && !clauses.has_subject(predicate)
            && !self.marks(predicate).is_empty()
            && self.is_finite(predicate)
        {
            return None;
        }
        let (mut subject, via) = clauses.subject(predicate)?;
        // *The reason is that the city was cut off*: the nearest subject is that of the clause.
        if via == Realization::ActiveSubject && clauses.xpos(subject + 1) != Xpos::COMMA {
            let nearest = clauses.under(predicate, Relation::NSUBJ).filter(|&s| s < predicate).max();
            let comma = |s: TokenIx| (subject..s).any(|t| clauses.xpos(t) == Xpos::COMMA);
            subject = nearest.filter(|&s| s > subject && !comma(s)).unwrap_or(subject);
        }
        // *Iran's plan to sell it*: nobody sells.
        (via != Realization::InfinitiveModifier).then_some((subject, Words::new()))
    }

    /// The predicate that a clause without subject continues.
    fn link(&self, clause: TokenIx) -> Option<Link> {
        let clauses = self.clauses;
        let head = clauses.document.tokens[clause].head?;
        let direct = || clauses.is_predicate(head).then_some(Link { governor: head, noun: None });
        let infinitive = || clauses.is_infinitive(clause) && self.marks(clause).is_empty();
        let passive = |d: TokenIx| clauses.relation(d) == Relation::AUX_PASS && clauses.xpos(d) == Xpos::VBG;
        let verbal = || clauses.xpos(clause) == Xpos::VBG || clauses.dependents(clause).any(passive);
        let gerund = || !self.marks(clause).is_empty() && verbal();
        match clauses.relation(clause) {
            Relation::XCOMP => direct(),
            Relation::ADVCL | Relation::CCOMP if clause > head && (infinitive() || gerund()) => direct(),
            Relation::ACL if clause > head && (infinitive() || gerund()) => {
                if clauses.copula(head).is_some() {
                    return direct();
                }
                let governor = clauses.document.tokens[head].head.filter(|&g| clauses.is_verb(g) && g < head)?;
                let place = clauses.relation(head);
                let argument = matches!(place, Relation::OBJ | Relation::OBL | Relation::XCOMP);
                (argument && !clauses.is_verb(head)).then_some(Link { governor, noun: Some(head) })
            }
            _ => None,
        }
    }

    /// The words of the governor and of what stands between it and the clause.
    fn extend(&self, words: &mut Words, link: Link, clause: TokenIx) {
        let clauses = self.clauses;
        let Link { governor, noun } = link;
        words.extend(self.group(governor));
        if !clauses.is_verb(governor) {
            words.extend(tree::case_markers(clauses.document, governor));
            words.extend(tree::core_phrase(clauses.document, governor));
        }
        // *urged Iran to stop*.
        for object in objects(clauses, governor).filter(|&o| o < clause && !clauses.is_relative_pronoun(o)) {
            words.extend(self.core(object));
        }
        if let Some(noun) = noun.filter(|&n| clauses.relation(n) != Relation::OBJ) {
            words.extend(tree::case_markers(clauses.document, noun));
            words.extend(self.core(noun));
        }
        if let Some(role) = clauses.under(governor, Relation::OBL).find(|&o| self.is_role(o) && o < clause)
            && Some(role) != noun
        {
            words.extend(tree::case_markers(clauses.document, role));
            words.extend(self.core(role));
        }
        words.extend(self.marks(clause));
    }

    /// The marks of a clause but for *to*, with their parts.
    pub(super) fn marks(&self, clause: TokenIx) -> Words {
        let clauses = self.clauses;
        let mark = |&d: &TokenIx| {
            // The preposition of *is in Oslo* is no mark.
            let marks = clauses.relation(d) == Relation::MARK
                || clauses.relation(d) == Relation::CASE && clauses.is_verb(clause);
            marks && clauses.xpos(d) != Xpos::TO && d < clause
        };
        let mut words = Words::new();
        for first in clauses.dependents(clause).filter(mark) {
            words.push(first);
            words.extend(clauses.under(first, Relation::FIXED));
        }
        words.sort_unstable();
        words
    }

    /// *served as mayor*.
    pub(super) fn is_role(&self, phrase: TokenIx) -> bool {
        self.clauses.preposition_use(phrase) == Some(PrepositionUse::Role)
    }

    /// What a subject stands for: a relative pronoun for its noun, a coordination for each of its members.
    pub(super) fn antecedents(&self, subject: TokenIx) -> SmallVec<[Phrase; 4]> {
        let clauses = self.clauses;
        let relative = clauses.is_relative_pronoun(subject) && clauses.relation(subject) != Relation::ACL_RELCL;
        let meant = if relative { clauses.antecedent(subject) } else { Some(subject) };
        match meant {
            Some(meant) if meant != subject || self.is_nominal(meant) => {
                let mut found = self.phrases(meant);
                found.iter_mut().for_each(|phrase| self.take_negation(phrase));
                // What follows the clause is not its subject.
                found.retain(|p| p.head <= meant || !relative || p.head < subject);
                found
            }
            _ => SmallVec::new(),
        }
    }

    /// *Neither the bank nor its lawyers*: the negation stands on the subject and must not be lost.
    fn take_negation(&self, phrase: &mut Phrase) {
        let clauses = self.clauses;
        let before = phrase.tokens.start.checked_sub(1);
        let negator = |t: TokenIx| clauses.word(t).and_then(|word| word.negator);
        let negative =
            |&t: &TokenIx| clauses.upos(t) == Upos::CCONJ && negator(t).is_some_and(|n| n.1 == Effect::Negative);
        if let Some(word) = before.filter(negative) {
            phrase.tokens.start = word;
        }
    }

    /// The verb group: auxiliaries, copula, *to*, negation, the verb itself, its particle.
    pub(super) fn group(&self, predicate: TokenIx) -> Words {
        let clauses = self.clauses;
        let mut words: Words = clauses.dependents(predicate).filter(|&d| self.belongs_to_group(d)).collect();
        // *The problem is that he was late*: the outer copula is not that of the clause.
        let later = |w: TokenIx, words: &Words| {
            let finite = matches!(clauses.xpos(predicate), Xpos::VBZ | Xpos::VBD | Xpos::VBP);
            finite && clauses.is_verb(predicate)
                || words
                    .iter()
                    .any(|&other| other > w && other < predicate && clauses.relation(other) != Relation::ADVMOD)
        };
        let all = words.clone();
        words.retain(|w| clauses.relation(*w) != Relation::COP || !later(*w, &all));
        if clauses.is_verb(predicate) {
            words.push(predicate);
            let bare = words.iter().all(|&w| w >= predicate || self.is_negation(w));
            if bare && let Some(first) = self.lender(predicate) {
                words.extend(self.lent(first, predicate));
            }
        }
        // *no longer* is two words.
        let wide = |&w: &TokenIx| self.is_negation(w) && clauses.word(w).is_none_or(|w| w.negator.is_none());
        let before: Words = words.iter().copied().filter(wide).map(|w| w - 1).collect();
        words.extend(before);
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The first of the coordinated verbs, with which the others share its auxiliaries: *was arrested and jailed*.
    fn lender(&self, verb: TokenIx) -> Option<TokenIx> {
        let clauses = self.clauses;
        let mut here = verb;
        for _ in 0..tree::MAX_CONJUNCTS {
            let same = clauses.relation(here) == Relation::CONJ && !clauses.has_subject(here);
            let head = clauses.document.tokens[here].head;
            let Some(first) = head.filter(|&f| same && clauses.is_verb(f) && clauses.xpos(f) == clauses.xpos(verb))
            else {
                break;
            };
            here = first;
        }
        (here != verb).then_some(here)
    }

    fn lent(&self, first: TokenIx, verb: TokenIx) -> Words {
        let clauses = self.clauses;
        let negative = |t: TokenIx| self.contexts[t].polarity == Polarity::Negative;
        let denied = negative(first) && negative(verb);
        let lent = |&d: &TokenIx| match clauses.relation(d) {
            Relation::AUX | Relation::AUX_PASS => true,
            Relation::MARK => clauses.xpos(d) == Xpos::TO,
            _ => denied && self.is_negation(d),
        };
        clauses.dependents(first).filter(|&d| d < first).filter(lent).collect()
    }

    fn belongs_to_group(&self, dependent: TokenIx) -> bool {
        match self.clauses.relation(dependent) {
            Relation::AUX | Relation::AUX_PASS | Relation::COP | Relation::COMPOUND_PRT => true,
            Relation::MARK => self.clauses.xpos(dependent) == Xpos::TO,
            _ => self.is_negation(dependent),
        }
    }

    /// *not*, *never*, *no longer*; but not *not only*.
    pub(super) fn is_negation(&self, dependent: TokenIx) -> bool {
        let clauses = self.clauses;
        let adverb = || clauses.word(dependent).is_some_and(|w| w.negator.is_some_and(|n| n.0 == Part::Adverb));
        clauses.relation(dependent) == Relation::ADVMOD
            && match (self.pair(dependent), dependent.checked_sub(1).and_then(|before| self.pair(before))) {
                (Some(Effect::Pseudo), _) => false,
                (_, Some(Effect::Former | Effect::Negative)) => true,
                _ => adverb(),
            }
    }

    /// What this word and the next mean together: *no longer*.
    fn pair(&self, first: TokenIx) -> Option<Effect> {
        let document = self.clauses.document;
        let inside = first + 1 < document.tokens.len();
        inside.then(|| self.clauses.lexicon.pair(&tree::join_lower(document, &[first, first + 1]))).flatten()
    }

    fn is_finite(&self, predicate: TokenIx) -> bool {
        let finite = |t: TokenIx| matches!(self.clauses.xpos(t), Xpos::VBZ | Xpos::VBP | Xpos::VBD | Xpos::MD);
        finite(predicate)
            || self.clauses.dependents(predicate).any(|d| {
                matches!(self.clauses.relation(d), Relation::AUX | Relation::AUX_PASS | Relation::COP) && finite(d)
            })
    }

    pub(super) fn is_passive(&self, predicate: TokenIx) -> bool {
        self.clauses.is_verb(predicate) && self.clauses.voice(predicate) == Voice::Passive
    }
}

/// What a clause continues: a predicate, or a noun that depends on it.
#[derive(Debug, Clone, Copy)]
struct Link {
    governor: TokenIx,
    noun: Option<TokenIx>,
}

pub(super) fn objects<'c>(clauses: &'c Clauses<'_>, verb: TokenIx) -> impl Iterator<Item = TokenIx> + 'c {
    clauses.dependents(verb).filter(|&d| matches!(clauses.relation(d), Relation::OBJ | Relation::IOBJ))
}
