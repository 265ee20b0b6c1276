//! Whom a coordination names that the parser joins to the inside of a name: *the Institute of Tropical Meteorology and
//! Imperial College*, with *College* joined to *Meteorology*.

use smallvec::SmallVec;

use super::Finder;
use crate::actor::Form;
use crate::document::{Relation, TokenIx};
use crate::rule::apply::End;
use crate::syntax::tree;

impl Finder<'_> {
    /// The head words of the names behind a name that are joined to one of its words other than its head.
    pub(super) fn joined_inside(&self, end: End) -> SmallVec<[TokenIx; 2]> {
        let mention = &self.input.mentions[end.mention];
        let mut found = SmallVec::new();
        if mention.form != Form::Name || mention.tokens.end <= mention.head + 1 {
            return found;
        }
        let document = self.input.document;
        for inner in mention.head + 1..mention.tokens.end {
            for &other in tree::dependents(document, inner) {
                let token = &document.tokens[other];
                let outside = other >= mention.tokens.end && token.relation == Relation::CONJ;
                if outside && tree::is_name(document, other) && tree::case_markers(document, other).is_empty() {
                    found.push(other);
                }
            }
        }
        found
    }
}
