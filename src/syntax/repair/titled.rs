//! Repairs a title that the parser hangs beside its bearer, each as an argument: *led by Professor Ann Lee*.
//!
//! A verb has one argument of a kind; two words side by side of which the first is a noun for a person
//! (`ontology/lexicon/actors/nouns.tsv`) are a title (`nmod:desc`) and the name that bears it. Titles written small need
//! no list and are put right with the other arguments that a clause has twice.
//!
//! In *Bank of Spain governor Luis Roca left* it may take the body for one subject and the person for another; the body is a
//! part of the title (`compound`).

use std::ops::Range;

use super::doubled::{bearer, hang};
use crate::data::words::lower;
use crate::document::{Document, Relation, TokenIx, Xpos};
use crate::syntax::lexicon::{Lexicon, PrepositionUse};
use crate::syntax::tree;

/// How many words the name behind *of* may have.
const MAX_BODY: usize = 5;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for title in tokens.start..tokens.end.saturating_sub(1) {
            if let Some(body) = body_of(document, lexicon, &tokens, title) {
                hang_body(document, tokens.clone(), body, title);
            }
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

/// The name of a body with *of* that stands right before a title and beside its bearer, as an argument of the same word.
fn body_of(document: &Document, lexicon: &Lexicon, tokens: &Range<TokenIx>, title: TokenIx) -> Option<TokenIx> {
    let described = &document.tokens[title];
    let bearer = described.head.filter(|&b| described.relation == Relation::NMOD_DESC && b == title + 1)?;
    let (head, relation) = (document.tokens[bearer].head, document.tokens[bearer].relation);
    let argument = matches!(relation, Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::OBJ);
    if !argument || title < tokens.start + 3 || !lexicon.is_person_noun(document.lemma(title)) {
        return None;
    }
    // Back over the name behind *of*, to *of*.
    let start = title.saturating_sub(MAX_BODY).max(tokens.start + 1);
    let of = (start..title).rev().find(|&t| !tree::is_name(document, t))?;
    let body = of - 1;
    let found = &document.tokens[body];
    let beside = found.head == head && found.relation == relation && tree::is_name(document, body);
    let case = document.tokens[of].relation == Relation::CASE && of + 1 < title;
    let genitive = || lexicon.preposition(&lower(document.form(of))) == Some(PrepositionUse::Genitive);
    (beside && case && genitive()).then_some(body)
}

fn hang_body(document: &mut Document, tokens: Range<TokenIx>, body: TokenIx, title: TokenIx) {
    let (of, place) = (body + 1, title - 1);
    for token in tokens.filter(|&t| t > title) {
        if document.tokens[token].head == Some(body) {
            document.tokens[token].head = Some(title + 1);
        }
    }
    let mut set = |token: TokenIx, head: TokenIx, relation: Relation| {
        (document.tokens[token].head, document.tokens[token].relation) = (Some(head), relation);
    };
    for word in of + 1..place {
        set(word, place, Relation::COMPOUND);
    }
    set(of, place, Relation::CASE);
    set(place, body, Relation::NMOD);
    set(body, title, Relation::COMPOUND);
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

    #[test]
    fn the_body_before_a_title_is_a_part_of_it() {
        let words = "Bank/NNP/6/nsubj of/IN/4/case Spain/NNP/4/compound governor/NN/5/nmod:desc Luis/NNP/6/nsubj left/VBD/0/root";
        let mut found = document(words);
        crate::syntax::repair::fixture::lemmas(&mut found, &["Bank", "of", "Spain", "governor", "Luis", "leave"]);
        repair(&mut found, &Lexicon::load(&Data::embedded()).unwrap());
        assert_eq!(arcs(&found), "4/compound 3/case 1/nmod 5/nmod:desc 6/nsubj 0/root");
    }
}
