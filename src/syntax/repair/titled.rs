//! Repairs a title that the parser hangs beside its bearer, each as an argument: *led by Professor Ann Lee*.
//!
//! A verb has one argument of a kind; two words side by side of which the first is a noun for a person
//! (`ontology/lexicon/actors/nouns.tsv`) are a title (`nmod:desc`) and the name that bears it. Titles written small need
//! no list and are put right with the other arguments that a clause has twice.

use super::doubled::{bearer, hang};
use crate::document::{Document, Xpos};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for title in tokens.start..tokens.end.saturating_sub(1) {
            if document.tokens[title].xpos != Xpos::NNP || !tree::is_name(document, title + 1) {
                continue;
            }
            let Some(bearer) = bearer(document, title, tokens.end) else { continue };
            if lexicon.is_person_noun(document.form(title)) {
                hang(document, title, bearer, tokens.start);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    #[test]
    fn a_title_beside_a_name_belongs_to_it() {
        let words = "led/VBN/0/root by/IN/3/case Professor/NNP/1/obl:agent Ann/NNP/1/obl:agent Lee/NNP/4/flat";
        let mut found = document(words);
        repair(&mut found, &Lexicon::load(&Data::embedded()).unwrap());
        assert_eq!(arcs(&found), "0/root 4/case 4/nmod:desc 1/obl:agent 4/flat");
    }
}
