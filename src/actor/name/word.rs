//! Which words can be part of a name: by tag and capital, and by what stands beside them where the tag is another.

use super::{Reader, title_at};
use crate::actor::lexicon::NameKind;
use crate::data::words;
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::syntax::tree;

impl Reader<'_> {
    /// Marks the words that can be part of a name: by tag and capital, by the known name that they stand in, and by
    /// their neighbours.
    pub(super) fn find_name_words(&mut self) {
        let start = self.tokens.start;
        for at in self.tokens.clone() {
            let form = self.document.form(at);
            let capital = || {
                form.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
                    || form.chars().skip(1).any(char::is_uppercase)
                    || self.is_particle(at)
            };
            self.named[at - start] = tree::is_name(self.document, at)
                && capital()
                && (!self.lexicon.is_cue(form, "calendar") || self.is_personal_day(at))
                && !form.contains("://")
                && (!self.headline || self.evidence.contains(form))
                && !self.opens_description(at);
        }
        let mut inside_known = vec![false; self.tokens.len()];
        for at in self.tokens.clone() {
            if let Some(hit) = &self.known[at - start] {
                inside_known[at - start..hit.end - start].fill(true);
                let named = hit.entries[0].1 != NameKind::Demonym;
                self.named[at - start..hit.end - start].fill(named);
            }
        }
        for at in self.tokens.clone() {
            if !inside_known[at - start]
                && (self.closes_name(at) || self.is_name_seen(at) || self.is_titled_surname(at))
            {
                self.named[at - start] = true;
            }
        }
        for at in self.tokens.clone().skip(2) {
            if self.is_serial_number(at) {
                self.named[at - 2 - start] = true;
                self.named[at - start] = true;
            }
        }
        // From the right, so that each word may lean on the next: *Chief Executive Officer*.
        for at in self.tokens.clone().rev() {
            let odd = || self.is_odd_first_name(at) || self.is_odd_surname(at);
            if !inside_known[at - start] && (self.opens_name(at) || odd()) {
                self.named[at - start] = true;
            }
        }
    }

    /// Whether an everyday noun has its capital for standing first: *Riot police*.
    fn opens_description(&self, at: TokenIx) -> bool {
        let document = self.document;
        let token = &document.tokens[at];
        let form = document.form(at);
        if token.relation != Relation::COMPOUND || token.head != Some(at + 1) || !self.opens_speech(at) {
            return false;
        }
        let word = words::lower(form);
        let everyday = self.lexicon.noun(&word).is_some() || self.lexicon.thing(&word).is_some();
        everyday && !self.evidence.contains(form) && document.form(at + 1).starts_with(char::is_lowercase)
    }

    /// Whether a capitalised noun or adjective begins the name after it, whatever its tag: *Grand Mosque*,
    /// *Environment Canada*; a describing adjective before a known name does not (*Northern Iraq*).
    fn opens_name(&self, at: TokenIx) -> bool {
        let document = self.document;
        let token = &document.tokens[at];
        let form = document.form(at);
        let modifier = matches!(token.relation, Relation::AMOD | Relation::COMPOUND)
            && matches!(token.upos, Upos::ADJ | Upos::NOUN | Upos::PROPN);
        if self.headline
            || !modifier
            || self.is_named(at)
            || !self.is_named(at + 1)
            || !form.starts_with(char::is_uppercase)
        {
            return false;
        }
        let lower = words::lower(form);
        let excluded = |kind: &str| self.lexicon.is_cue(&lower, kind);
        if self.lexicon.is_cue(form, "calendar") || excluded("quantifier") || excluded("direction-noun") {
            return false;
        }
        let next_known = self.known_at(at + 1).is_some();
        let head = token.head.unwrap_or(at);
        let inside = head > at && (at + 1..=head).all(|t| self.is_named(t)) && !(next_known && token.upos == Upos::ADJ);
        let beside = token.relation == Relation::COMPOUND && {
            let next = &document.tokens[self.anchor(at + 1)];
            next.head == token.head && matches!(next.relation, Relation::COMPOUND | Relation::AMOD)
        };
        let proved = || {
            !self.opens_speech(at)
                || self.evidence.contains(form)
                || title_at(document, self.lexicon, at, self.tokens.end).is_some_and(|(n, _)| n > 1)
        };
        (inside || beside) && proved()
    }

    /// Whether a capitalised noun ends a name whatever its tag: *Kitamura Holdings*, the *Reform Party*.
    fn closes_name(&self, at: TokenIx) -> bool {
        let document = self.document;
        let capital = |t: TokenIx| document.form(t).starts_with(char::is_uppercase);
        if self.headline
            || at <= self.tokens.start
            || self.is_named(at)
            || document.tokens[at].upos != Upos::NOUN
            || !capital(at)
            || self.lexicon.is_cue(document.form(at), "calendar")
        {
            return false;
        }
        let before = &document.tokens[at - 1];
        let modifies = matches!(before.relation, Relation::COMPOUND | Relation::AMOD) && before.head == Some(at);
        modifies && capital(at - 1) && !self.opens_speech(at) && (self.is_named(at - 1) || !self.opens_speech(at - 1))
    }

    /// *Johnnie Christmas*, *April Jones*: a day or month that is part of a person's name.
    fn is_personal_day(&self, at: TokenIx) -> bool {
        let document = self.document;
        let first_name = |t: TokenIx| self.lexicon.first_name(document.form(t)).is_some();
        let flat = |t: TokenIx, of: TokenIx| {
            document.tokens[t].relation == Relation::FLAT && document.tokens[t].head == Some(of)
        };
        let surname = at > self.tokens.start && flat(at, at - 1) && first_name(at - 1);
        surname || at + 1 < self.tokens.end && flat(at + 1, at) && first_name(at) && tree::is_name(document, at + 1)
    }

    /// *47* in *AK-47*, *19* in *M-19*: a number that a hyphen binds to capitals.
    fn is_serial_number(&self, at: TokenIx) -> bool {
        let document = self.document;
        let letters = document.form(at - 2);
        document.tokens[at].xpos == Xpos::CD
            && self.is_hyphen(at - 1)
            && letters.len() < 6
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && document.form(at).bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether a capitalised noun is a name, because the text has it as one elsewhere: *Waters* after *Kathryn Waters*;
    /// at the start of a sentence only if it is no everyday word.
    fn is_name_seen(&self, at: TokenIx) -> bool {
        let document = self.document;
        let token = &document.tokens[at];
        let form = document.form(at);
        !self.headline
            && token.upos == Upos::NOUN
            && form.len() > 2
            && form.starts_with(char::is_uppercase)
            && form.chars().skip(1).all(char::is_lowercase)
            && (!self.opens_speech(at) || self.lexicon.thing(&form.to_lowercase()).is_none())
            && self.evidence.contains(form)
            && !matches!(token.relation, Relation::COMPOUND | Relation::AMOD)
            && tree::dependents(document, at).iter().all(|&d| {
                !matches!(
                    document.tokens[d].relation,
                    Relation::DET | Relation::AMOD | Relation::COMPOUND | Relation::NUMMOD | Relation::NMOD_POSS
                )
            })
            && !self.lexicon.is_cue(form, "calendar")
            && self.lexicon.noun(&words::lower(form)).is_none()
    }

    /// Whether a word after a title is a surname, whatever its tag: *Mr. Jobs*, *Judge Sand*.
    fn is_titled_surname(&self, at: TokenIx) -> bool {
        let document = self.document;
        let token = &document.tokens[at];
        let form = document.form(at);
        let spelled = form.starts_with(char::is_uppercase) && form.chars().any(char::is_lowercase);
        if at == self.tokens.start
            || self.headline
            || self.is_named(at)
            || !spelled
            || !matches!(token.upos, Upos::NOUN | Upos::PROPN | Upos::ADJ | Upos::VERB | Upos::ADV)
        {
            return false;
        }
        let title = document.form(at - 1);
        let kind = self.lexicon.title(&title.to_lowercase()).filter(|_| title.starts_with(char::is_uppercase));
        // *General Assembly*: an office's word alone may be part of another name.
        let described = document.tokens[at - 1].relation == Relation::NMOD_DESC
            && document.tokens[at - 1].head == Some(at)
            && self.lexicon.noun(&form.to_lowercase()).is_none();
        kind.is_some_and(|kind| kind == "courtesy" || title.ends_with('.') || described)
    }

    /// Whether a word after a first name can only be the surname because of its capital: *James To*, *Theresa May*.
    fn is_odd_surname(&self, at: TokenIx) -> bool {
        let form = self.document.form(at);
        let capital = form.starts_with(char::is_uppercase) && form.chars().skip(1).all(char::is_lowercase);
        at > self.tokens.start
            && !self.headline
            && capital
            && form.len() > 1
            && !self.is_named(at)
            && !self.lexicon.is_cue(form, "calendar")
            && self.is_named(at - 1)
            && self.lexicon.first_name(self.document.form(at - 1)).is_some()
            && !matches!(self.document.tokens[at].upos, Upos::PRON | Upos::PUNCT | Upos::NUM)
            && !self.opens_speech(at)
    }

    /// Whether a capitalised first name with another tag stands before a name: *financier Guy Lambrecht*.
    fn is_odd_first_name(&self, at: TokenIx) -> bool {
        let form = self.document.form(at);
        !self.headline
            && !self.is_named(at)
            && self.is_named(at + 1)
            && form.starts_with(char::is_uppercase)
            && matches!(self.document.tokens[at].upos, Upos::NOUN | Upos::ADJ | Upos::PROPN)
            && !self.lexicon.is_cue(form, "calendar")
            && self.lexicon.first_name(form).is_some()
            && !self.opens_speech(at)
    }

    /// Whether a small word belongs to the name around it: *de* Gaulle, *bin* Salman.
    fn is_particle(&self, at: TokenIx) -> bool {
        let next = if at + 1 < self.tokens.end && self.is_hyphen(at + 1) { at + 2 } else { at + 1 };
        let before_name = next < self.tokens.end && tree::is_name(self.document, next);
        (before_name && self.lexicon.is_cue(self.document.form(at), "particle"))
            || (at > self.tokens.start && self.is_hyphen(at - 1) && self.is_named(at - 2))
    }
}
