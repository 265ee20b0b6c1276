//! Ends of a relation that name nobody and nothing: *main priorities*, *the lines*; *someone* who may do it.
//!
//! A noun of `rules/empty-nouns.tsv` is no object unless a list gives it a class beyond that of an idea, and no subject
//! of what is not said to have happened. A name is never empty.

use super::Assertion;
use crate::actor::Form;
use crate::data::words::{WordMap, lower};
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::document::{Relation, feature};
use crate::ontology::Class;
use crate::rule::apply::Input;
use crate::syntax::scope::Modality;
use crate::syntax::tree;

const PATH: &str = "rules/empty-nouns.tsv";

/// Which end a noun cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Subject,
    Object,
}

/// The nouns, by lemma.
#[derive(Debug, Clone, Default)]
pub(super) struct Nouns {
    ends: WordMap<End>,
}

impl Nouns {
    /// Reads the table.
    ///
    /// # Errors
    /// As [`Table::load`], and [`Error::Content`] if `end` is neither `subject` nor `object`.
    pub(super) fn load(data: &Data) -> Result<Self, Error> {
        let mut nouns = Self::default();
        for row in Table::load(data, PATH)?.rows() {
            let end = match row.get("end") {
                "subject" => End::Subject,
                "object" => End::Object,
                other => {
                    let message = format!("`{other}` is no end: subject or object");
                    return Err(Error::Content { place: format!("{PATH}:{}", row.line()), message });
                }
            };
            nouns.ends.insert(row.get("lemma").into(), end);
        }
        Ok(nouns)
    }

    /// Whether an end of the assertion is empty.
    pub(super) fn stands_in(&self, assertion: &Assertion, input: &Input<'_>) -> bool {
        let document = input.document;
        let end = |mention: usize| {
            let mention = &input.mentions[mention];
            if mention.form != Form::Nominal {
                return None;
            }
            let find = |t: usize| self.ends.get(&*lower(document.lemma(t))).copied();
            // *one of his main priorities*
            let inside = |d: &usize| document.tokens[*d].relation == Relation::NMOD && mention.tokens.contains(d);
            let part = || tree::dependents(document, mention.head).iter().copied().find(inside).and_then(find);
            find(mention.head).filter(|end| *end == End::Object).or_else(part).or_else(|| find(mention.head))
        };
        let described = |mention: usize| {
            let says_who = |&d: &usize| {
                matches!(
                    document.tokens[d].relation,
                    Relation::AMOD | Relation::COMPOUND | Relation::NMOD | Relation::NMOD_POSS | Relation::NUMMOD
                )
            };
            tree::dependents(document, input.mentions[mention].head).iter().any(says_who)
        };
        let (subject, object) = (assertion.evidence.subject, assertion.evidence.object);
        let unsure = assertion.modality != Modality::Actual;
        // *No group claimed it*: nobody did.
        let none = |&d: &usize| {
            document.tokens[d].relation == Relation::DET && document.tokens[d].features.has(feature::PRONTYPE_NEG)
        };
        let mention = &input.mentions[subject];
        let nobody = document.tokens[mention.head].features.has(feature::PRONTYPE_NEG);
        if mention.form == Form::Nominal && (nobody || tree::dependents(document, mention.head).iter().any(none)) {
            return true;
        }
        end(object) == Some(End::Object) && matches!(input.actors[assertion.object].class, Class::Thing | Class::Idea)
            || end(subject) == Some(End::Subject) && unsure && !described(subject)
    }
}
