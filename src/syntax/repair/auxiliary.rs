//! Repairs what hangs on an auxiliary or a copula.
//!
//! The parser scores every arc alone and may hang a subject or an object on *had* in *it had imposed sanctions*. Function
//! words take no arguments in Universal Dependencies (<https://universaldependencies.org/u/overview/syntax.html>): what they
//! were given is their verb's.

use std::ops::Range;

use crate::document::{Document, Relation, Upos};

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<usize>) {
    for token in tokens {
        let Some(head) = document.tokens[token].head else { continue };
        let above = &document.tokens[head];
        let function =
            above.upos == Upos::AUX && matches!(above.relation, Relation::AUX | Relation::AUX_PASS | Relation::COP);
        let Some(verb) = above.head.filter(|&v| function && v != token) else { continue };
        let argument = matches!(
            document.tokens[token].relation,
            Relation::NSUBJ
                | Relation::NSUBJ_PASS
                | Relation::OBJ
                | Relation::IOBJ
                | Relation::OBL
                | Relation::MARK
                | Relation::XCOMP
                | Relation::CCOMP
                | Relation::ADVCL
                | Relation::EXPL
                | Relation::AUX
                | Relation::AUX_PASS
        );
        if argument {
            document.tokens[token].head = Some(verb);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::repair;

    #[test]
    fn the_arguments_of_an_auxiliary_are_its_verbs() {
        let mut found = document("it/PRP/2/nsubj had/VBD/3/aux imposed/VBN/0/root sanctions/NNS/2/obj");
        repair(&mut found, 0..4);
        assert_eq!(arcs(&found), "3/nsubj 3/aux 0/root 3/obj");
    }
}
