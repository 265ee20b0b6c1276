//! Repairs titles that begin with a participle which the parser takes for a verb: *IMF managing director Ann Lee left*.
//!
//! Such participles are listed (`ontology/lexicon/portfolios.tsv`); before a noun for a person and a name they modify the
//! noun (`amod`). The name takes the place of the body before them, which is a part of the title (`compound`).

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// Repairs the trees of a document whose words have tags, heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for participle in tokens.start + 1..tokens.end.saturating_sub(2) {
            let found = &document.tokens[participle];
            if found.xpos != Xpos::VBG || found.relation == Relation::AMOD {
                continue;
            }
            let titles = lexicon.word(document.form(participle)).is_some_and(|w| w.titling);
            let office = lexicon.is_person_noun(document.form(participle + 1));
            if titles && office && tree::is_name(document, participle + 2) && tree::is_name(document, participle - 1) {
                mend(document, participle, &tokens);
            }
        }
    }
}

fn mend(document: &mut Document, participle: TokenIx, sentence: &Range<TokenIx>) {
    let (first, end) = (sentence.start, sentence.end);
    let [office, bearer] = [participle + 1, participle + 2];
    let name = |t: TokenIx| matches!(document.tokens[t].relation, Relation::COMPOUND | Relation::FLAT | Relation::AMOD);
    let mut body = participle - 1;
    // The top of the name, which stands before the participle whole.
    while let Some(head) = document.tokens[body].head.filter(|&h| name(body) && h < participle) {
        body = head;
    }
    let above = document.tokens[participle].head;
    let (place, relation) = (document.tokens[body].head, document.tokens[body].relation);
    if above != Some(body) && (above != place || above.is_none()) {
        return;
    }
    let under = |t: TokenIx| document.tokens[t].head.is_some_and(|h| h == body || h == participle);
    let finite = |t: &TokenIx| under(*t) && matches!(document.tokens[*t].xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBP);
    let verb = (bearer + 1..end).find(finite).filter(|_| place.is_none());
    let rest: Vec<TokenIx> = (bearer + 1..end).filter(|&t| under(t)).collect();
    for t in rest {
        document.tokens[t].head = verb.or(place).or(Some(bearer));
    }
    for t in first..body {
        // *according to IMF managing director Ann Lee*
        if document.tokens[t].head == Some(body) && document.tokens[t].relation == Relation::CASE {
            document.tokens[t].head = Some(bearer);
        }
    }
    let mut arc = |t: TokenIx, head: Option<TokenIx>, relation: Relation| {
        (document.tokens[t].head, document.tokens[t].relation) = (head, relation);
    };
    match verb {
        Some(verb) => {
            arc(verb, None, Relation::ROOT);
            arc(bearer, Some(verb), Relation::NSUBJ);
        }
        None => arc(bearer, place, relation),
    }
    arc(body, Some(office), Relation::COMPOUND);
    arc(participle, Some(office), Relation::AMOD);
    arc(office, Some(bearer), Relation::NMOD_DESC);
    document.tokens[participle].upos = Upos::ADJ;
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    #[test]
    fn the_bearer_stands_where_the_body_stood() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        for (words, expected) in [
            (
                "IMF/NNP/0/root managing/VBG/1/acl director/NN/4/nmod:desc Ann/NNP/2/obj left/VBD/1/acl",
                "3/compound 3/amod 4/nmod:desc 5/nsubj 0/root",
            ),
            (
                "met/VBD/0/root IMF/NNP/1/obj managing/VBG/1/xcomp director/NN/5/nmod:desc Ann/NNP/3/obj Lee/NNP/5/flat",
                "0/root 4/compound 4/amod 5/nmod:desc 1/obj 5/flat",
            ),
            // A verb that is none of the list.
            (
                "met/VBD/0/root Lind/NNP/1/obj visiting/VBG/1/advcl director/NN/5/nmod:desc Ann/NNP/3/obj",
                "0/root 1/obj 1/advcl 5/nmod:desc 3/obj",
            ),
        ] {
            let mut found = document(words);
            repair(&mut found, &lexicon);
            assert_eq!(arcs(&found), expected, "{words}");
        }
    }
}
