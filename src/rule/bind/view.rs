//! A predication as an entry sees it.

use smol_str::SmolStr;

use crate::document::Document;
use crate::rule::compile::Frame;
use crate::rule::template::{List, Place};
use crate::syntax::predication::{Argument, Function, Predication};
use crate::syntax::realization::Realization;
use crate::syntax::tree;

/// A predication as an entry sees it: which place each argument stands in.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct View<'a> {
    frame: &'a Frame,
    /// The noun has its agent behind *by*, so that what it belongs to is its object: *Soleimani's killing by* ….
    agent_by: bool,
    /// The entry is a verb with a fixed noun: what its object belongs to stands on that noun.
    on_fixed: bool,
    /// Two places have the same role: *talk with*, *talks with*.
    mutual: bool,
    /// So it has, and the clause is a passive without agent: *is coordinated with Oslo*.
    undergone: bool,
    /// The entry is a deed whose doer may stand behind *from*, since nothing else is said to do it: *criticism from X*.
    from: bool,
    /// Whose deed it is stands behind *of*, so that who has it does not do it: *Chad has the backing of Peru*.
    of_doer: bool,
}

impl<'a> View<'a> {
    /// `names_thing`: the rule is about what the noun itself is, whose origin stands behind *from*.
    pub fn new(document: &Document, predication: &Predication, frame: &'a Frame, names_thing: bool) -> Self {
        let agent_by = predication.arguments.iter().any(|a| a.via == Realization::ByPhrase) && names(frame, "of");
        let on_fixed = frame.list == List::Verbs && !frame.fixed.is_empty();
        // *criticism of Israel from Norway*: whom it is about owns nothing.
        let owned = |a: &Argument| {
            let about = a.via == Realization::OfPhrase && names(frame, "of");
            matches!(a.function, Function::Genitive | Function::Subject) && !about
        };
        let from = frame.list == List::Nouns
            && !names_thing
            && !names(frame, "from")
            && !predication.arguments.iter().any(owned);
        let mutual = frame.slots.len() == 2 && frame.slots[0].1 == frame.slots[1].1;
        let undergone = mutual
            && frame.list == List::Verbs
            && matches!(frame.slots[1].0, Place::Prep(_))
            && !predication.arguments.iter().any(|a| a.function == Function::Subject);
        let of_doer = frame.list == List::Nouns
            && !mutual
            && !names(frame, "of")
            && predication.arguments.iter().any(|a| {
                let of = a.via == Realization::OfPhrase && a.function == Function::Genitive;
                of && tree::is_name(document, a.token)
            });
        Self { frame, agent_by, on_fixed, mutual, undergone, from, of_doer }
    }

    pub fn fits(&self, place: &Place, argument: &Argument) -> bool {
        use Function as F;
        match (place, &argument.function) {
            (Place::Prep(words), F::Prep(p)) => words.contains(p),
            (Place::Prep(words), F::Genitive) => match argument.via {
                Realization::OfPhrase => has(words, "of"),
                Realization::ByPhrase => has(words, "by"),
                Realization::SupportVerb => false,
                // *froze Iran's assets*, for `freeze asset of <target>`.
                _ => (self.agent_by || self.on_fixed) && has(words, "of"),
            },
            (Place::Subject, F::Subject)
            | (Place::Object | Place::Dative, F::Object)
            | (Place::Complement, F::Complement)
            | (Place::Holder, F::Holder) => true,
            // What an adjective describes may be the object of the participle that it is taken for.
            (Place::Subject, F::Holder) => self.frame.list == List::Adjectives,
            (Place::Subject, F::Object) => {
                self.frame.list == List::Adjectives
                    || self.undergone
                        && matches!(argument.via, Realization::PassiveSubject | Realization::RelativePassive)
            }
            (Place::Dative, F::Prep(p)) => p == "to",
            // *asked Iran for help* is *asked Iran a favour*, where nothing else wants whom.
            (Place::Object, F::Prep(_)) => {
                argument.via == Realization::Dative && self.frame.fixed.is_empty() && self.frame.slots.len() == 2
            }
            (Place::Complement, F::Prep(p)) => p == "as",
            (Place::Genitive, F::Genitive) => match argument.via {
                Realization::OfPhrase => !names(self.frame, "of"),
                Realization::ByPhrase => !names(self.frame, "by"),
                Realization::SupportVerb => true,
                _ => !self.agent_by,
            },
            // *accepted a meeting with Oslo*
            (Place::Genitive, F::Prep(p)) if p == "to" => {
                self.mutual && argument.via == Realization::SupportVerb && !names(self.frame, "to")
            }
            (Place::Genitive, F::Prep(p)) if p == "from" => self.from,
            (Place::Genitive, F::Prep(p)) => matches!(p.as_str(), "of" | "by") && !names(self.frame, p),
            (Place::Genitive, F::Subject) => self.frame.list == List::Nouns && !self.of_doer,
            _ => false,
        }
    }
}

/// Whether the argument of a fixed noun stands behind one of the slot's prepositions.
pub(super) fn is_behind(place: &Place, argument: &Argument) -> bool {
    match (place, &argument.function) {
        (Place::Prep(words), Function::Prep(p)) => words.contains(p),
        (Place::Prep(words), Function::Genitive) => argument.via == Realization::OfPhrase && has(words, "of"),
        _ => false,
    }
}

/// Whether a slot of the entry names the preposition itself.
fn names(frame: &Frame, preposition: &str) -> bool {
    frame.slots.iter().any(|(place, _)| matches!(place, Place::Prep(words) if has(words, preposition)))
}

pub(super) fn has(words: &[SmolStr], word: &str) -> bool {
    words.iter().any(|w| w == word)
}
