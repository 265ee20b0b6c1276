//! What a name names: a person, a body, a place.

use std::ops::Range;

use super::Reader;
use crate::actor::lexicon::{NameKind, is_acronym};
use crate::data::words;
use crate::document::{Relation, Span, TokenIx, Upos, Xpos};
use crate::ontology::Class;

impl Reader<'_> {
    /// What a name names, by the best evidence there is.
    pub(super) fn class(&self, tokens: Range<TokenIx>, head: TokenIx, titled: bool) -> Option<Class> {
        let document = self.document;
        if let Some(hit) = self.known_at(tokens.start).filter(|m| m.end == tokens.end) {
            return Some(self.lexicon.class(hit.entries[0].0));
        }
        if let Some(class) = self.class_in_dateline(tokens.clone()) {
            return Some(class);
        }
        if titled {
            return Some(Class::Person);
        }
        let first = document.form(tokens.start);
        if tokens.len() == 1 && self.lexicon.is_cue(first, "thing-name") {
            return Some(Class::Thing);
        }
        // *al-Ikhbariya* is one word.
        let hyphens = tokens.clone().filter(|&t| self.is_hyphen(t)).count();
        let n_words =
            tokens.clone().filter(|&t| document.tokens[t].upos != Upos::PUNCT).count().saturating_sub(hyphens);
        let opens_with_known = self.known_at(tokens.start).is_some();
        let has_article = document.dependent(head, Relation::DET).is_some();
        if n_words > 1 && !has_article && !opens_with_known && self.lexicon.first_name(first).is_some() {
            let by_words = self.class_by_words(tokens.clone()).filter(|c| c.is_organization());
            let last = words::lower(document.form(tokens.end - 1));
            let person = if self.lexicon.is_cue(&last, "work-head") { Class::Thing } else { Class::Person };
            return by_words.or(Some(person));
        }
        if let Some(class) = self.class_by_words(tokens.clone()) {
            return Some(class);
        }
        if self.ends_with_state(tokens.clone()) && !self.lexicon.is_cue(&first.to_lowercase(), "direction-noun") {
            return Some(Class::Organization);
        }
        if self.lexicon.first_name(first).is_some() && n_words == 1 {
            return Some(Class::Person);
        }
        let flat = |t: TokenIx| matches!(document.tokens[t].relation, Relation::FLAT);
        let spelled = tokens.clone().all(|t| self.may_be_personal(t));
        if (2..5).contains(&n_words) && !has_article && spelled && !opens_with_known && tokens.clone().any(flat) {
            return Some(Class::Person);
        }
        let serial = document.tokens[tokens.end - 1].xpos == Xpos::CD;
        (is_acronym(first) && n_words == 1 && !serial).then_some(Class::Organization)
    }

    /// In *BUNIA, Congo, June 11 (Reuters) -*: a place, or the agency.
    fn class_in_dateline(&self, tokens: Range<TokenIx>) -> Option<Class> {
        let span = self.document.token_span(tokens);
        let dateline = self.document.dateline.as_ref()?;
        let within = |part: Option<Span>| part.is_some_and(|p| p.contains(span));
        let agency = within(dateline.agency).then_some(Class::Media);
        agency.or(within(dateline.place).then_some(Class::Place))
    }

    /// *Environment Canada*, *Radio France*: a body of that state.
    fn ends_with_state(&self, tokens: Range<TokenIx>) -> bool {
        let is_state = |t: TokenIx| {
            let known = self.known_at(t).filter(|m| m.end == tokens.end && m.entries[0].1 == NameKind::Name);
            known.is_some_and(|m| self.lexicon.class(m.entries[0].0) == Class::State)
        };
        self.known_at(tokens.start).is_none()
            && self.lexicon.first_name(self.document.form(tokens.start)).is_none()
            && (tokens.start + 1..tokens.end).any(is_state)
    }

    /// Whether a word can be part of a person's name: no number, no lone letter, no acronym, no everyday noun but one
    /// for persons (*Baker*).
    pub(super) fn may_be_personal(&self, token: TokenIx) -> bool {
        let form = self.document.form(token);
        let lower = words::lower(form);
        let role = |n: crate::actor::lexicon::Noun| n.class == Class::Person && !n.collective;
        let everyday = self.lexicon.noun(&lower).is_some_and(|n| !role(n)) || self.lexicon.thing(&lower).is_some();
        let letter = form.chars().count() == 1 && form.starts_with(char::is_alphabetic);
        let acronym = is_acronym(form) && !form.contains('.');
        !(everyday || letter || acronym || is_number(form))
    }

    /// Head noun, legal form, or a word for a thing: *Ministry of X*, *X Corp.*, *X Accords*.
    pub(super) fn class_by_words(&self, tokens: Range<TokenIx>) -> Option<Class> {
        let document = self.document;
        let last = tokens.end - 1;
        if tokens.len() > 1 && self.lexicon.is_legal_form(document.form(last)) {
            return Some(Class::Company);
        }
        let preposition = tokens.clone().find(|&t| document.tokens[t].relation == Relation::CASE);
        let head = preposition.map_or(last, |p| p.saturating_sub(1).max(tokens.start));
        let word = document.form(head);
        self.lexicon.head_class(word).or_else(|| {
            let lower = words::lower(word);
            let noun = self.lexicon.noun(&lower).map(|n| n.class).filter(|c| c.is_organization());
            // "Helvetia Credit" is no money; but "the Orion Telescope" is a product.
            let the = || document.dependent(head, Relation::DET).is_some();
            let thing = || {
                self.lexicon.thing(&lower).filter(|c| match c {
                    Class::Money | Class::Sanction => false,
                    Class::Product => the(),
                    Class::Idea => self.lexicon.is_cue(&lower, "work-head") || the(),
                    _ => true,
                })
            };
            let work = || self.lexicon.is_cue(&lower, "work-head").then_some(Class::Thing);
            noun.or_else(thing).or_else(work).filter(|_| tokens.len() > 1)
        })
    }

    /// What stands after *in* is a place.
    pub(super) fn class_by_role(&self, head: TokenIx) -> Option<Class> {
        let document = self.document;
        let token = &document.tokens[head];
        if document.dependent(head, Relation::DET).is_some() {
            return None;
        }
        let preposition = document.dependent(head, Relation::CASE)?;
        let locative = self.lexicon.is_cue(&words::lower(document.form(preposition)), "locative");
        (locative && matches!(token.relation.base(), Relation::OBL | Relation::NMOD)).then_some(Class::Place)
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}
