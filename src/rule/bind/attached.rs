//! Whom a clause is about that hangs on a neighbour of its noun: *on the minds of the editors attending it*.
//!
//! The parser cannot know that minds attend nothing; the classes of a role can. Only roles are looked at that nothing in
//! their own place fits, so that a noun that fits always wins.

use smallvec::SmallVec;

use super::Finder;
use crate::document::{Relation, TokenIx, Xpos};
use crate::ontology::ClassSet;
use crate::rule::apply::End;
use crate::rule::template::Place;
use crate::syntax::predication::{Function, Predication};
use crate::syntax::realization::Realization;
use crate::syntax::tree;

impl Finder<'_> {
    /// Who fills the place of the subject, if the noun that stands there is of no fitting class: of a relative clause or
    /// participle the noun that hangs on it before the clause, else the one that it hangs on; of an infinitive the other
    /// argument of the verb above, *hired Lind to run the studio*.
    pub(super) fn attached(&self, predication: &Predication, place: &Place, types: ClassSet) -> SmallVec<[End; 2]> {
        if *place != Place::Subject {
            return SmallVec::new();
        }
        let mut subjects = predication.with(&Function::Subject);
        let (Some(argument), None) = (subjects.next(), subjects.next()) else { return SmallVec::new() };
        let (noun, trigger) = (argument.token, predication.trigger);
        let words = match argument.via {
            Realization::RelativeGap | Realization::ParticipleHead if noun < trigger => {
                self.neighbours(noun, trigger, types)
            }
            Realization::AdverbialSubject => self.argument_above(trigger, noun, Relation::OBJ).into_iter().collect(),
            Realization::ControlObject => self.argument_above(trigger, noun, Relation::NSUBJ).into_iter().collect(),
            _ => SmallVec::new(),
        };
        words.into_iter().filter_map(|t| self.end_at(t, argument.via, types).ok()).collect()
    }

    /// The nouns between a noun and the clause behind it that hang on it, or the one that it hangs on.
    fn neighbours(&self, noun: TokenIx, clause: TokenIx, types: ClassSet) -> SmallVec<[TokenIx; 4]> {
        let document = self.input.document;
        let modifies = |t: TokenIx| matches!(document.tokens[t].relation, Relation::NMOD | Relation::APPOS);
        let fits = |t: TokenIx| self.end_at(t, Realization::RelativeGap, types).is_ok();
        let below = |&t: &TokenIx| t > noun && t < clause && modifies(t) && tree::is_nominal(document, t);
        if let Some(nearest) = tree::dependents(document, noun).iter().copied().filter(below).next_back() {
            let all = tree::conjuncts(document, nearest).into_iter().filter(|&t| t < clause);
            let fitting: SmallVec<_> = all.filter(|&t| fits(t)).collect();
            if !fitting.is_empty() {
                return fitting;
            }
        }
        let head = document.tokens[noun].head.filter(|&h| h < noun && modifies(noun) && tree::is_nominal(document, h));
        head.into_iter().collect()
    }

    /// Another argument of the verb above an infinitive.
    fn argument_above(&self, infinitive: TokenIx, noun: TokenIx, wanted: Relation) -> Option<TokenIx> {
        let document = self.input.document;
        let verb = document.tokens[infinitive].head.filter(|&v| v < infinitive)?;
        let marks = |&d: &TokenIx| document.tokens[d].relation == Relation::MARK && document.tokens[d].xpos == Xpos::TO;
        tree::dependents(document, infinitive).iter().copied().find(marks)?;
        let mut arguments = tree::dependents(document, verb).iter().copied();
        arguments.find(|&d| d < infinitive && d != noun && document.tokens[d].relation == wanted)
    }

    /// What is counted together with a phrase that an amount stands for: *dozens of officers and protesters*.
    pub(super) fn counted_with(&self, end: End, amount: TokenIx) -> SmallVec<[TokenIx; 2]> {
        let document = self.input.document;
        let mention = &self.input.mentions[end.mention];
        let of =
            |&t: &TokenIx| document.tokens[t].relation == Relation::NMOD && t > amount && mention.tokens.contains(&t);
        let Some(first) = tree::dependents(document, amount).iter().copied().find(of) else { return SmallVec::new() };
        let plural = |t: TokenIx| document.tokens[t].xpos == Xpos::NNS;
        let bare =
            |&c: &TokenIx| !mention.tokens.contains(&c) && plural(c) && tree::case_markers(document, c).is_empty();
        tree::conjuncts(document, first).into_iter().filter(|_| plural(first)).filter(bare).collect()
    }
}
