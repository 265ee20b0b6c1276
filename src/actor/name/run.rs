//! How far a name reaches: which capitalised words the tree holds together.

use std::ops::Range;

use super::{MAX_NAME, Reader};
use crate::actor::lexicon::{Match, NameKind};
use crate::data::words;
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

impl Reader<'_> {
    /// One past the run of name words that starts at `start`.
    pub(super) fn run_end(&self, start: TokenIx) -> TokenIx {
        let document = self.document;
        let mut end = self.known_at(start).map_or(start + 1, |m| m.end);
        let mut in_of_phrase = false;
        while end < self.tokens.end && end - start < MAX_NAME {
            let next = end;
            let after_of = |t: TokenIx| if self.is_the(t) { t + 1 } else { t };
            if self.is_named(next) || (self.demonym_end(next).is_some() && self.anchor(next) != next) {
                if !self.is_one_name(end - 1, next) {
                    break;
                }
                end = self.known_at(next).map_or(next + 1, |m| m.end);
            } else if (self.is_hyphen(next) || document.form(next) == "&")
                && (self.is_named(next + 1) || self.is_name_rest(next + 1, start))
                && !(self.is_hyphen(next) && self.is_known_unit_end(start, next) && self.known_at(next + 1).is_some())
            {
                end = next + 2;
            } else if document.tokens[next].relation == Relation::CASE
                && self.lexicon.is_cue(document.form(next), "name-preposition")
                && self.is_named(after_of(next + 1))
                && (in_of_phrase || self.heads_names(start..end))
                && self.depends_on(after_of(next + 1), start..end)
            {
                in_of_phrase = true;
                let first = after_of(next + 1);
                end = self.known_at(first).map_or(first + 1, |m| m.end);
            } else if self.is_peoples_body(next)
                || self.is_joint(next)
                || (in_of_phrase
                    && document.tokens[next].relation == Relation::CC
                    && self.is_named(next + 1)
                    && self.known_at(next + 1).is_none()
                    && self.depends_on(next + 1, start..end))
            {
                end = next + 2;
            } else {
                break;
            }
        }
        end.min(self.tokens.end)
    }

    /// Whether the tree puts two words into one name: under one top, as flat parts of one noun (*director* Ann Lee), or
    /// side by side before one noun (*Environment Canada* official).
    fn is_one_name(&self, a: TokenIx, b: TokenIx) -> bool {
        let document = self.document;
        // *Virginia Long*: a surname that the parser took for an adverb, too.
        let odd = !tree::is_name(document, b) || document.tokens[b].relation == Relation::ADVMOD;
        let odd_surname = odd && self.lexicon.first_name(document.form(a)).is_some();
        let (top_a, top_b) = (self.anchor(a), self.anchor(b));
        let (first, second) = (&document.tokens[top_a], &document.tokens[top_b]);
        let flat = |relation: Relation| matches!(relation, Relation::FLAT | Relation::FLAT_FOREIGN);
        // Two words in the same role with nothing between them: *the owner*, Ann (appos) Lee (appos).
        let same_role = first.head == second.head
            && first.relation == second.relation
            && !matches!(first.relation, Relation::COMPOUND | Relation::AMOD | Relation::ROOT | Relation::PUNCT)
            && (!flat(first.relation) || first.head.is_some_and(|h| h < top_a));
        // The surname hangs on the title although the first name does not: *spokeswoman* (Ann) Lee.
        let over_title = flat(second.relation)
            && second.head.is_some_and(|h| h < a && (document.tokens[h].head == Some(top_a) || first.head == Some(h)));
        top_a == top_b || same_role || over_title || odd_surname || self.are_side_by_side(a, b, top_a, top_b)
    }

    /// Two compounds of one noun that are one name: the parser does not tell what is inside a long compound. Two known
    /// names are two, and so are persons.
    fn are_side_by_side(&self, a: TokenIx, b: TokenIx, top_a: TokenIx, top_b: TokenIx) -> bool {
        let document = self.document;
        let (first, second) = (&document.tokens[top_a], &document.tokens[top_b]);
        let before = |relation: Relation| matches!(relation, Relation::COMPOUND | Relation::AMOD);
        if first.head != second.head || !before(first.relation) || !before(second.relation) {
            return false;
        }
        let personal = |t: TokenIx| {
            let form = document.form(t);
            self.lexicon.first_name(form).is_some() || !self.lexicon.by_surname(form).is_empty()
        };
        let a_is_known =
            self.tokens.clone().take_while(|&t| t <= a).any(|t| self.known_at(t).is_some_and(|m| m.end == a + 1));
        let land = |m: &Match| {
            let (entry, kind) = m.entries[0];
            kind == NameKind::Name && matches!(self.lexicon.class(entry), Class::State | Class::Place)
        };
        first.head.is_some_and(|h| h > b)
            && self.demonym_end(b).is_none()
            && match self.known_at(b) {
                Some(known) => !a_is_known && land(known) && !personal(a),
                None => !personal(b) && (a_is_known || !personal(a)),
            }
    }

    /// *'s* in *New People's Party*, *Workers' Front*: what belongs to a people by its name is a body.
    fn is_peoples_body(&self, at: TokenIx) -> bool {
        let document = self.document;
        let form = |t: TokenIx| words::lower(document.form(t));
        document.tokens[at].xpos == Xpos::POS
            && at + 1 < self.tokens.end
            && self.is_named(at + 1)
            && self.known_at(at - 1).is_none()
            && (self.lexicon.noun(&form(at - 1)).is_some_and(|n| n.class == Class::Population)
                || self.are_people(at - 1))
            && self.lexicon.head_class(document.form(at + 1)).is_some_and(Class::is_organization)
    }

    /// *Growers* in *Java Growers' Union*.
    fn are_people(&self, at: TokenIx) -> bool {
        let lemma = words::lower(self.document.lemma(at));
        matches!(self.document.tokens[at].xpos, Xpos::NNS | Xpos::NNPS)
            && self.lexicon.noun(&lemma).is_some_and(|n| n.class == Class::Person)
    }

    /// *and* in *Cable and Wireless Plc*, *'s* in *Heck's Inc*: what the tree holds to be a part of the name.
    fn is_joint(&self, at: TokenIx) -> bool {
        let token = &self.document.tokens[at];
        token.relation == Relation::FLAT
            && matches!(token.upos, Upos::CCONJ | Upos::PUNCT | Upos::PART)
            && self.is_named(at + 1)
            && self.anchor(at - 1) == self.anchor(at + 1)
    }

    fn is_the(&self, at: TokenIx) -> bool {
        at < self.tokens.end && self.document.tokens[at].relation == Relation::DET
    }

    /// Whether the word after a hyphen is the rest of a name although it is small: *Chung-tai*, *Kwok-hung*.
    fn is_name_rest(&self, at: TokenIx, start: TokenIx) -> bool {
        if at >= self.tokens.end {
            return false;
        }
        let token = &self.document.tokens[at];
        let flat = matches!(token.relation, Relation::FLAT | Relation::FLAT_FOREIGN | Relation::GOESWITH)
            && token.head.is_some_and(|h| (start..at).contains(&h));
        let odd = matches!(token.xpos, Xpos::CD | Xpos::FW) && at >= start + 3;
        tree::is_name(self.document, at) || ((flat || odd) && self.document.form(at).chars().all(char::is_alphabetic))
    }

    fn is_known_unit_end(&self, start: TokenIx, end: TokenIx) -> bool {
        (start..end).any(|t| self.known_at(t).is_some_and(|m| m.end == end))
    }

    fn heads_names(&self, run: Range<TokenIx>) -> bool {
        let known_office = |t: TokenIx| self.lexicon.is_cue(&words::lower(self.document.form(t)), "name-head");
        run.rev().take(3).any(|t| self.lexicon.head_class(self.document.form(t)).is_some() || known_office(t))
    }

    /// Whether the top of the name around `at` hangs on a word of `run` as its preposition phrase or conjunct.
    fn depends_on(&self, at: TokenIx, run: Range<TokenIx>) -> bool {
        let top = self.anchor(at);
        let token = &self.document.tokens[top];
        matches!(token.relation, Relation::NMOD | Relation::CONJ) && token.head.is_some_and(|h| run.contains(&h))
    }

    /// The top of the name that the tree builds around a word.
    pub(super) fn anchor(&self, at: TokenIx) -> TokenIx {
        let mut here = at;
        for _ in 0..MAX_NAME {
            let token = &self.document.tokens[here];
            let Some(head) = token.head else { break };
            let inside = self.is_named(head) || (self.tokens.contains(&head) && self.demonym_end(head).is_some());
            let binds = matches!(
                token.relation,
                Relation::FLAT
                    | Relation::FLAT_FOREIGN
                    | Relation::COMPOUND
                    | Relation::AMOD
                    | Relation::NMOD_DESC
                    | Relation::NMOD_UNMARKED
                    | Relation::NUMMOD
                    | Relation::GOESWITH
            );
            if !inside || !binds || here.abs_diff(head) > MAX_NAME {
                break;
            }
            here = head;
        }
        here
    }
}
