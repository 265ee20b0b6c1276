//! Repairs the loser before a score: *Madrid beat Lyon 4-1*.
//!
//! The parser takes the first number for what was beaten and hangs the name on it. A name between a verb and two numbers
//! parted by a dash is the verb's object, the score an adverbial without preposition (`obl:unmarked`).

use std::ops::Range;

use crate::document::{Document, Relation, Upos};
use crate::syntax::tree;

/// Repairs one sentence whose words have tags and heads.
pub(super) fn repair(document: &mut Document, tokens: Range<usize>) {
    for number in tokens.start + 2..tokens.end.saturating_sub(2).max(tokens.start + 2) {
        let is_number = |t: usize| document.tokens[t].upos == Upos::NUM;
        if !(is_number(number) && is_number(number + 2) && matches!(document.form(number + 1), "-" | "–" | "—")) {
            continue;
        }
        let Some(verb) = document.tokens[number].head.filter(|&verb| verb < number) else { continue };
        let name = number - 1;
        let hangs = document.tokens[name].head == Some(number) && tree::is_name(document, name);
        if hangs && document.tokens[verb].upos == Upos::VERB && tokens.contains(&verb) {
            document.tokens[name].head = Some(verb);
            document.tokens[name].relation = Relation::OBJ;
            document.tokens[number].relation = Relation::OBL_UNMARKED;
            for token in verb + 1..name {
                if document.tokens[token].head == Some(number) {
                    document.tokens[token].head = Some(name);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;

    #[test]
    fn the_name_before_a_score_is_the_object() {
        let words = "Ajax/NNP/2/nsubj beat/VBD/0/root Lyon/NNP/4/nmod:unmarked 4/CD/2/obj -/SYM/6/case 1/CD/4/nmod";
        let mut found = document(words);
        repair(&mut found, 0..6);
        assert_eq!(arcs(&found), "2/nsubj 0/root 2/obj 2/obl:unmarked 6/case 4/nmod");
    }
}
