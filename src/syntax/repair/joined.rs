//! Repairs conjuncts that hang on a neighbour of what they are joined to.
//!
//! In *Ann Lee and Bo Kim left* the parser may hang *Bo* on the family name, although the words of a name have no
//! dependents but their first has them all (`flat` in the guidelines of Universal Dependencies); in *Ann Lee, curator and
//! director of the museum, left* it may hang *director* on the name, as if two people left.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::tree;

/// Repairs one sentence whose words have tags and heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    for token in tokens.clone() {
        if document.tokens[token].relation != Relation::CONJ {
            continue;
        }
        let Some(head) = document.tokens[token].head.filter(|&h| tokens.contains(&h) && h < token) else { continue };
        if document.tokens[head].relation == Relation::FLAT {
            let first = document.tokens[head].head.filter(|&first| tokens.contains(&first) && first < head);
            document.tokens[token].head = first.or(Some(head));
        } else if let Some(role) = role_before(document, tokens.start, head, token) {
            document.tokens[token].head = Some(role);
        }
    }
}

/// The noun in apposition to a name that stands before a conjunct of the name with nothing but *and* in between.
fn role_before(document: &Document, start: TokenIx, name: TokenIx, conjunct: TokenIx) -> Option<TokenIx> {
    let noun = |t: TokenIx| matches!(document.tokens[t].xpos, Xpos::NN | Xpos::NNS);
    if !noun(conjunct) || !tree::is_name(document, name) {
        return None;
    }
    let joint = (start..conjunct).rev().take_while(|&t| document.tokens[t].head == Some(conjunct)).last()?;
    let role = joint.checked_sub(1).filter(|&r| r > name)?;
    let joined = document.tokens[joint].upos == Upos::CCONJ;
    let found = &document.tokens[role];
    (joined && noun(role) && found.relation == Relation::APPOS && found.head == Some(name)).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::repair::fixture::{arcs, document};

    #[test]
    fn a_conjunct_hangs_on_what_it_is_joined_to() {
        for (words, expected) in [
            // On the first word of the name.
            (
                "Ann/NNP/6/nsubj Lee/NNP/1/flat and/CC/4/cc Bo/NNP/2/conj Kim/NNP/4/flat left/VBD/0/root",
                "6/nsubj 1/flat 4/cc 1/conj 4/flat 0/root",
            ),
            // On the role, not on whose role it is.
            (
                "Lee/NNP/6/nsubj ,/,/3/punct curator/NN/1/appos and/CC/5/cc director/NN/1/conj left/VBD/0/root",
                "6/nsubj 3/punct 1/appos 5/cc 3/conj 0/root",
            ),
            // Behind a comma it is another one.
            (
                "Lee/NNP/7/nsubj ,/,/3/punct curator/NN/1/appos ,/,/6/punct and/CC/6/cc friends/NNS/1/conj left/VBD/0/root",
                "7/nsubj 3/punct 1/appos 6/punct 6/cc 1/conj 0/root",
            ),
        ] {
            let mut document = document(words);
            let tokens = document.sentences[0].tokens.clone();
            repair(&mut document, tokens);
            assert_eq!(arcs(&document), expected, "{words}");
        }
    }
}
