//! Repairs the bearer of an office of a body whose own name has *of*: *Bank of Spain governor Ann Lee*.
//!
//! The parser hangs the preposition on the person and has the body as an argument beside her. It belongs to the word
//! behind it; the body is what the office is of (`compound`), as it is where it stands right before the title: *OPEC President
//! Ann Lee*. In *talks in Oslo with Secretary Ann Lee* it hangs the preposition on the title; it is the name's.

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// How far before a title its preposition is looked for.
const MOST_BETWEEN: usize = 8;

/// Repairs the trees of a document whose words have tags, heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for title in tokens.clone() {
            titled(document, title, tokens.start);
        }
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

/// Gives a title the body before it, and its bearer the preposition that hangs on it.
fn titled(document: &mut Document, title: TokenIx, first: TokenIx) {
    let Some(bearer) = document.tokens[title].head.filter(|&h| h > title) else { return };
    if document.tokens[title].relation != Relation::NMOD_DESC || !tree::is_name(document, bearer) {
        return;
    }
    let preposition = |t: &TokenIx| {
        let token = &document.tokens[*t];
        token.head == Some(title) && token.relation == Relation::CASE && token.upos == Upos::ADP
    };
    let case = (first..title).rev().take(MOST_BETWEEN).find(preposition);
    let has_case = (first..bearer)
        .any(|t| document.tokens[t].head == Some(bearer) && document.tokens[t].relation == Relation::CASE);
    if let Some(case) = case.filter(|_| !has_case) {
        document.tokens[case].head = Some(bearer);
    }
    let Some(body) = title.checked_sub(1).filter(|&b| b >= first && tree::is_name(document, b)) else { return };
    let body = top(document, body, title);
    let (found, person) = (&document.tokens[body], &document.tokens[bearer]);
    if found.relation == Relation::NSUBJ && person.relation == Relation::NSUBJ && found.head == person.head {
        (document.tokens[body].head, document.tokens[body].relation) = (Some(title), Relation::COMPOUND);
    }
}

fn mend(document: &mut Document, [of, office, bearer]: [TokenIx; 3]) {
    let body = top(document, of - 1, of);
    let place = top_before(document, of + 1, office);
    let token = |t: TokenIx| &document.tokens[t];
    let hangs_on = |t: TokenIx, heads: &[TokenIx]| token(t).head.is_some_and(|h| heads.contains(&h));
    let beside = |t: TokenIx| token(t).head == token(body).head;
    let described = hangs_on(place, &[office, bearer])
        && hangs_on(of, &[place, office, bearer])
        && (hangs_on(office, &[bearer, body]) || beside(office))
        && (hangs_on(bearer, &[office, body]) || beside(bearer));
    if body >= of || !described || token(bearer).upos != Upos::PROPN {
        return;
    }
    let (head, relation) = (token(body).head, token(body).relation);
    let mut arc = |t: TokenIx, head: Option<TokenIx>, relation: Relation| {
        (document.tokens[t].head, document.tokens[t].relation) = (head, relation);
    };
    arc(bearer, head, relation);
    arc(office, Some(bearer), Relation::NMOD_DESC);
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
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        for (words, expected) in [
            (
                "Bank/NNP/7/nsubj of/IN/5/case Malta/NNP/4/compound governor/NN/5/nmod:desc Ann/NNP/7/nsubj Lee/NNP/5/flat left/VBD/0/root",
                "4/compound 3/case 1/nmod 5/nmod:desc 7/nsubj 5/flat 0/root",
            ),
            (
                "met/VBD/0/root Bank/NNP/1/obj of/IN/5/case Malta/NNP/5/compound governor/NN/2/nmod Ann/NNP/5/appos Lee/NNP/6/flat",
                "0/root 5/compound 4/case 2/nmod 6/nmod:desc 1/obj 6/flat",
            ),
            (
                "OPEC/NNP/5/nsubj President/NNP/3/nmod:desc Ann/NNP/5/nsubj Lee/NNP/3/flat left/VBD/0/root",
                "2/compound 3/nmod:desc 5/nsubj 3/flat 0/root",
            ),
            (
                "met/VBD/0/root with/IN/4/case Treasury/NNP/4/compound Secretary/NNP/5/nmod:desc Ann/NNP/1/obl",
                "0/root 5/case 4/compound 5/nmod:desc 1/obl",
            ),
            // The body acts.
            (
                "Bank/NNP/4/nsubj of/IN/3/case Malta/NNP/1/nmod sued/VBD/0/root governor/NN/6/nmod:desc Ann/NNP/4/obj",
                "4/nsubj 3/case 1/nmod 0/root 6/nmod:desc 4/obj",
            ),
        ] {
            let mut found = document(words);
            for t in 0..found.tokens.len() {
                let lemma = found.form(t).to_lowercase();
                found.set_lemma(t, &lemma);
            }
            repair(&mut found, &lexicon);
            assert_eq!(arcs(&found), expected, "{words}");
        }
    }
}
