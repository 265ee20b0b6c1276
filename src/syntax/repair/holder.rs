//! Repairs the bearer of an office of a body whose own name has *of*: *Bank of Spain governor Luis Rojo*.
//!
//! The parser hangs the preposition on the person and has the body as an argument beside her. It belongs to the word
//! behind it; the body is what the office is of (`compound`).

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// Repairs the trees of a document whose words have tags, heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for of in tokens.start + 1..tokens.end.saturating_sub(3) {
            if document.form(of) != "of" || !tree::is_name(document, of - 1) {
                continue;
            }
            let is_name = |t: &TokenIx| tree::is_name(document, *t);
            let office = (of + 1..tokens.end).find(|t| !is_name(t)).filter(|&t| t > of + 1 && t + 1 < tokens.end);
            let Some(office) = office.filter(|&t| lexicon.is_person_noun(document.lemma(t))) else { continue };
            let small = matches!(document.tokens[office].xpos, Xpos::NN);
            let bearer = office + 1;
            if small && tree::is_name(document, bearer) {
                mend(document, [of, office, bearer]);
            }
        }
    }
}

fn mend(document: &mut Document, [of, office, bearer]: [TokenIx; 3]) {
    let body = top(document, of - 1, of);
    let place = top_before(document, of + 1, office);
    let token = |t: TokenIx| &document.tokens[t];
    let beside = token(body).head == token(bearer).head && token(body).relation == token(bearer).relation
        || token(bearer).head == Some(body)
        || token(bearer).head == token(body).head && token(bearer).relation == Relation::OBL;
    let described = token(office).head == Some(bearer) && token(of).head == Some(bearer);
    if body >= of || !beside || !described || token(bearer).upos != Upos::PROPN {
        return;
    }
    let (head, relation) = (token(body).head, token(body).relation);
    let mut arc = |t: TokenIx, head: Option<TokenIx>, relation: Relation| {
        (document.tokens[t].head, document.tokens[t].relation) = (head, relation);
    };
    arc(bearer, head, relation);
    arc(body, Some(office), Relation::COMPOUND);
    arc(place, Some(body), Relation::NMOD);
    arc(of, Some(place), Relation::CASE);
}

/// The highest word of the name that ends at `last`, looking no further than `end`.
fn top(document: &Document, last: TokenIx, end: TokenIx) -> TokenIx {
    let mut here = last;
    while let Some(head) = document.tokens[here].head.filter(|&h| h < end && tree::is_name(document, h)) {
        if !matches!(document.tokens[here].relation, Relation::COMPOUND | Relation::FLAT | Relation::AMOD) {
            break;
        }
        here = head;
    }
    here
}

/// The word of the name from `first` to `end` that hangs on none of its others.
fn top_before(document: &Document, first: TokenIx, end: TokenIx) -> TokenIx {
    let inside = |t: &TokenIx| document.tokens[*t].head.is_some_and(|h| (first..end).contains(&h));
    (first..end).rev().find(|t| !inside(t)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    #[test]
    fn the_body_is_what_the_office_is_of() {
        let words = "Bank/NNP/7/nsubj of/IN/5/case Malta/NNP/4/compound governor/NN/5/nmod:desc Ann/NNP/7/nsubj Lee/NNP/5/flat left/VBD/0/root";
        let mut found = document(words);
        for t in 0..found.tokens.len() {
            let lemma = found.form(t).to_lowercase();
            found.tokens[t].lemma = lemma.as_str().into();
        }
        repair(&mut found, &Lexicon::load(&Data::embedded()).unwrap());
        assert_eq!(arcs(&found), "4/compound 3/case 1/nmod 5/nmod:desc 7/nsubj 5/flat 0/root");
    }
}
