//! Takes back a repair that makes a circle of a tree.
//!
//! Each repair looks at a few words; on a tree that is wrong in several places two moves may hang a word on itself over
//! others. Whoever climbs a tree relies on there being none, so such a sentence gets back the heads that it had.

use std::ops::Range;

use smallvec::SmallVec;

use crate::document::{Document, Relation, TokenIx};

/// The heads and relations of a range of words.
pub(super) struct Arcs {
    start: TokenIx,
    arcs: SmallVec<[(Option<TokenIx>, Relation); 64]>,
}

impl Arcs {
    /// Those that the words have now.
    pub(super) fn of(document: &Document, tokens: Range<TokenIx>) -> Self {
        let arcs = document.tokens[tokens.clone()].iter().map(|t| (t.head, t.relation)).collect();
        Self { start: tokens.start, arcs }
    }

    /// Puts a sentence back to them if its words are no tree any more, and else remembers what they are now.
    pub(super) fn settle(&mut self, document: &mut Document, sentence: Range<TokenIx>) {
        let circle = has_circle(document, sentence.clone());
        for t in sentence {
            let (known, token) = (&mut self.arcs[t - self.start], &mut document.tokens[t]);
            if circle {
                (token.head, token.relation) = *known;
            } else {
                *known = (token.head, token.relation);
            }
        }
    }
}

/// Whether some word of a sentence is above itself.
fn has_circle(document: &Document, sentence: Range<TokenIx>) -> bool {
    // By word: from which word the climb came that met it first.
    let mut seen: SmallVec<[TokenIx; 128]> = SmallVec::from_elem(TokenIx::MAX, sentence.len());
    sentence.clone().any(|from| {
        let mut here = Some(from);
        while let Some(word) = here.filter(|w| sentence.contains(w)) {
            let first = &mut seen[word - sentence.start];
            if *first != TokenIx::MAX {
                return *first == from;
            }
            *first = from;
            here = document.tokens[word].head;
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;

    #[test]
    fn a_circle_is_taken_back_and_anything_else_kept() {
        let mut found = document("it/PRP/2/nsubj left/VBD/0/root Oslo/NNP/2/obj");
        let mut before = Arcs::of(&found, 0..3);
        found.tokens[2].relation = Relation::OBL;
        before.settle(&mut found, 0..3);
        assert_eq!(arcs(&found), "2/nsubj 0/root 2/obl");
        (found.tokens[1].head, found.tokens[2].relation) = (Some(2), Relation::ROOT);
        before.settle(&mut found, 0..3);
        assert_eq!(arcs(&found), "2/nsubj 0/root 2/obl");
    }
}
