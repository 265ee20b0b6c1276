//! Described mentions → their class: by the word lists, by what they are parts of, and by whether they act.

use super::Finder;
use super::noun::{innermost_part, is_partitive, is_plural, noun_class, partitive_complement};
use crate::actor::lexicon::PronounKind;
use crate::data::words;
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

impl Finder<'_> {
    /// The class of a noun that heads a description; `role` if it is an office or agent.
    pub(super) fn class(&self, head: TokenIx, role: Option<Class>) -> Class {
        let document = self.document;
        if document.tokens[head].xpos == Xpos::DOLLAR {
            return Class::Money;
        }
        if let Some(class) = self.class_of_idle(head) {
            return class;
        }
        if let Some(class) = role {
            return class;
        }
        if is_partitive(document, self.lexicon, head)
            && let Some(part) = innermost_part(document, self.lexicon, head)
        {
            return match noun_class(document, self.lexicon, part) {
                Some(Class::Person) => Class::Population,
                Some(class) => class,
                // *two of the three Americans*, *all of us*
                None if document.tokens[part].xpos == Xpos::NNPS || self.means_people(part) => Class::Population,
                None => Class::Thing,
            };
        }
        if self.is_aged(head) {
            return if is_plural(document, head) { Class::Population } else { Class::Person };
        }
        if self.is_mass_noun(head) || self.is_condition(head) {
            return Class::Thing;
        }
        if let Some(class) = noun_class(document, self.lexicon, head) {
            return class;
        }
        if document.tokens[head].upos == Upos::ADJ && self.are_people(head) {
            return Class::Population;
        }
        if self.is_said_of_person(head) { Class::Person } else { Class::Thing }
    }

    /// *the paper*, *the hotel*: some nouns mean a body only where it acts, else what it puts out or its building.
    fn class_of_idle(&self, head: TokenIx) -> Option<Class> {
        let document = self.document;
        let lemma = words::lower(document.lemma(head));
        // *counterterrorism unit*: the two words together say what it is.
        let paired = head > 0 && document.tokens[head - 1].head == Some(head) && {
            let pair = format!("{} {lemma}", words::lower(document.form(head - 1)));
            self.lexicon.noun(&pair).is_some()
        };
        if paired {
            return None;
        }
        let class = if self.lexicon.is_cue(&lemma, "acting-only") {
            // *a majority of voters* are voters.
            if partitive_complement(document, head).is_some() {
                return None;
            }
            Class::Thing
        } else if self.lexicon.is_cue(&lemma, "venue") {
            Class::Facility
        } else {
            return None;
        };
        let first = &document.tokens[tree::first_conjunct(document, head)];
        let acts = match first.relation {
            Relation::NSUBJ => first.head.is_some_and(|v| document.dependent(v, Relation::COP).is_none()),
            Relation::OBL_AGENT | Relation::IOBJ | Relation::NMOD_POSS | Relation::VOCATIVE => true,
            // *told the paper that*, but *maintained a majority*
            Relation::OBJ => first.head.is_some_and(|v| {
                let said = |r: Relation| document.dependent(v, r).is_some();
                self.lexicon.is_cue(document.lemma(v), "speech") && (said(Relation::CCOMP) || said(Relation::PARATAXIS))
                    // *encouraged the museum to show*
                    || self.is_told_to_act(v)
            }),
            _ => false,
        };
        let owned = |&d: &TokenIx| {
            matches!(document.tokens[d].relation, Relation::AMOD | Relation::COMPOUND | Relation::NMOD_POSS)
                && (self.covered[d] || class == Class::Facility && self.is_office(d))
        };
        (!acts && !tree::dependents(document, head).iter().any(owned)).then_some(class)
    }

    /// *the prosecutor's office*: whose office it is holds one.
    fn is_office(&self, owner: TokenIx) -> bool {
        let document = self.document;
        let lemma = document.lemma(owner).to_lowercase();
        document.tokens[owner].relation == Relation::NMOD_POSS
            && (self.lexicon.title(&lemma) == Some("office")
                || self.lexicon.sector(&lemma).is_some_and(|s| self.lexicon.is_cue(s, "state-sector")))
    }

    /// Whether the object of a verb is whom it makes do something: *encouraged the museum to show*.
    fn is_told_to_act(&self, verb: TokenIx) -> bool {
        let to = |&&d: &&TokenIx| self.document.tokens[d].relation == Relation::XCOMP;
        let told = self.document.dependents(verb).iter().find(to);
        told.is_some_and(|&d| self.document.dependent(d, Relation::MARK).is_some())
    }

    /// *us*, *you*; *them* may be things.
    fn means_people(&self, token: TokenIx) -> bool {
        let pronoun = self.lexicon.pronoun(&self.document.form(token).to_lowercase(), false);
        pronoun.is_some_and(|p| p.kind == PronounKind::Personal && p.person < 3)
    }

    /// *a 14-year-old*.
    fn is_aged(&self, head: TokenIx) -> bool {
        let document = self.document;
        let time = |&d: &TokenIx| {
            d < head
                && matches!(document.tokens[d].relation.base(), Relation::COMPOUND | Relation::OBL)
                && self.lexicon.is_cue(&document.lemma(d).to_lowercase(), "time")
                && document.dependent(d, Relation::NUMMOD).is_some()
        };
        self.lexicon.is_cue(&document.lemma(head).to_lowercase(), "age")
            && tree::dependents(document, head).iter().any(time)
    }

    /// *He was a shortstop*: whatever is said of a person by a noun is one.
    fn is_said_of_person(&self, head: TokenIx) -> bool {
        let document = self.document;
        let is = document.dependent(head, Relation::COP).is_some() && document.tokens[head].xpos == Xpos::NN;
        let subject = document.dependent(head, Relation::NSUBJ).filter(|_| is);
        subject.is_some_and(|s| {
            let pronoun = self.lexicon.pronoun(&words::lower(document.form(s)), false);
            pronoun.is_some_and(|p| p.human == Some(true) && p.plural == Some(false))
        })
    }

    /// *the wounded*, *the poor*; but not *the first*.
    fn are_people(&self, head: TokenIx) -> bool {
        let document = self.document;
        let the = |d: TokenIx| document.form(d).eq_ignore_ascii_case("the");
        document.dependent(head, Relation::DET).is_some_and(the)
            && self.lexicon.is_cue(&words::lower(document.form(head)), "people")
    }

    /// *by force*, *in power*: without a determiner or modifier these words mean no body.
    fn is_mass_noun(&self, head: TokenIx) -> bool {
        let document = self.document;
        self.lexicon.is_cue(document.lemma(head), "mass-noun")
            && !is_plural(document, head)
            && document.dependents(head).iter().all(|&d| {
                let relation = document.tokens[d].relation;
                d > head || matches!(relation, Relation::CASE | Relation::CC | Relation::PUNCT | Relation::ADVMOD)
            })
    }

    /// *state of alert*, *body of water*: with *of* and a thing these words mean a condition or an amount.
    fn is_condition(&self, head: TokenIx) -> bool {
        let document = self.document;
        self.lexicon.is_cue(document.lemma(head), "condition")
            && partitive_complement(document, head).is_some_and(|part| {
                !tree::is_name(document, part) && !noun_class(document, self.lexicon, part).is_some_and(Class::is_actor)
            })
    }
}
