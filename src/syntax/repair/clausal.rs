//! Repairs an infinitive that the parser takes for a second subject: *Norway was quick to condemn Chad*.
//!
//! A predicate has one subject (`nsubj` or `csubj` in Universal Dependencies); an infinitive behind a predicate that has a
//! subject before it is its complement (`xcomp`), whose subject is the same.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx};

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    for clause in tokens.clone() {
        let found = &document.tokens[clause];
        let Some(head) = found.head.filter(|&h| h < clause && found.relation == Relation::CSUBJ) else { continue };
        let subject = |t: TokenIx| {
            // *It was wrong to go*: the infinitive is what *it* stands for.
            document.tokens[t].head == Some(head)
                && document.tokens[t].relation == Relation::NSUBJ
                && !document.form(t).eq_ignore_ascii_case("it")
        };
        let to = |t: TokenIx| {
            document.tokens[t].head == Some(clause)
                && document.tokens[t].relation == Relation::MARK
                && document.form(t).eq_ignore_ascii_case("to")
        };
        let own_subject = |t: TokenIx| {
            document.tokens[t].head == Some(clause) && document.tokens[t].relation.base() == Relation::NSUBJ
        };
        let complement =
            (tokens.start..head).any(subject) && (head + 1..clause).any(to) && !(head + 1..clause).any(own_subject);
        if complement {
            document.tokens[clause].relation = Relation::XCOMP;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;

    #[test]
    fn a_predicate_has_one_subject() {
        for (words, expected) in [
            (
                "Norway/NNP/3/nsubj was/VBD/3/cop quick/JJ/0/root to/TO/5/mark condemn/VB/3/csubj Chad/NNP/5/obj",
                "3/nsubj 3/cop 0/root 5/mark 3/xcomp 5/obj",
            ),
            (
                "it/PRP/3/nsubj was/VBD/3/cop wrong/JJ/0/root to/TO/5/mark go/VB/3/csubj",
                "3/nsubj 3/cop 0/root 5/mark 3/csubj",
            ),
        ] {
            let mut found = document(words);
            let all = 0..found.tokens.len();
            repair(&mut found, all);
            assert_eq!(arcs(&found), expected, "{words}");
        }
    }
}
