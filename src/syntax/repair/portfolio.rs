//! Repairs the name of an office-holder behind an office with its portfolio: *Secretary of State Ann Lee*.
//!
//! The parser may take the name for a part of the portfolio (*State Lee*) or hang it on the office as a modifier. By
//! Universal Dependencies for English the name is the head and the title before it `nmod:desc`. Which words are offices
//! and portfolios is told by `ontology/lexicon/portfolios.tsv`; the office may have modifiers (*Deputy Secretary*), which
//! stay with it. A portfolio is written with a capital and stands right before the name.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Xpos};
use crate::syntax::lexicon::{Lexicon, PrepositionUse};
use crate::syntax::tree;

/// How many words a portfolio may have.
const MAX_PORTFOLIO: usize = 4;
/// How many words a name may have.
const MAX_NAME: usize = 4;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for office in tokens.clone() {
            if let Some((portfolio, name)) = title(document, lexicon, office, tokens.end) {
                hang(document, tokens.clone(), office, portfolio, name);
            }
        }
    }
}

/// The last word of the portfolio behind an office, and the name behind that.
fn title(document: &Document, lexicon: &Lexicon, office: TokenIx, end: TokenIx) -> Option<(TokenIx, Range<TokenIx>)> {
    let form = |t: TokenIx| document.form(t).to_lowercase();
    let capital = |t: TokenIx| document.form(t).starts_with(char::is_uppercase);
    if !lexicon.word(&form(office)).is_some_and(|word| word.office) || !capital(office) || office + 3 >= end {
        return None;
    }
    if lexicon.preposition(&form(office + 1)) != Some(PrepositionUse::Genitive) {
        return None;
    }
    let first = if document.tokens[office + 2].xpos == Xpos::DT { office + 3 } else { office + 2 };
    let words = (first..end.min(first + MAX_PORTFOLIO)).take_while(|&t| capital(t));
    let portfolio = words.filter(|&t| lexicon.word(&form(t)).is_some_and(|word| word.portfolio)).last()?;
    let names = portfolio + 1..end.min(portfolio + 1 + MAX_NAME);
    let n = names.clone().take_while(|&t| tree::is_name(document, t) && capital(t)).count();
    (n > 0).then_some((portfolio, names.start..names.start + n))
}

fn hang(document: &mut Document, sentence: Range<TokenIx>, office: TokenIx, portfolio: TokenIx, name: Range<TokenIx>) {
    let whole = office..name.end;
    let outside = |document: &Document, t: TokenIx| document.tokens[t].head.is_none_or(|head| !whole.contains(&head));
    let Some(top) = whole.clone().find(|&t| outside(document, t)) else { return };
    let (head, relation) = (document.tokens[top].head, document.tokens[top].relation);
    for token in sentence {
        let hangs = document.tokens[token].head.is_some_and(|h| whole.contains(&h));
        if whole.contains(&token) || !hangs {
            continue;
        }
        let modifies = matches!(
            document.tokens[token].relation,
            Relation::COMPOUND | Relation::AMOD | Relation::NMOD_POSS | Relation::NMOD_DESC | Relation::DET
        );
        document.tokens[token].head = Some(if token < office && modifies { office } else { name.start });
    }
    let mut set = |token: TokenIx, head: Option<TokenIx>, relation: Relation| {
        document.tokens[token].head = head;
        document.tokens[token].relation = relation;
    };
    set(name.start, head, relation);
    for token in name.start + 1..name.end {
        set(token, Some(name.start), Relation::FLAT);
    }
    set(office, Some(name.start), Relation::NMOD_DESC);
    set(office + 1, Some(portfolio), Relation::CASE);
    for token in office + 2..portfolio {
        set(token, Some(portfolio), Relation::COMPOUND);
    }
    set(portfolio, Some(office), Relation::NMOD);
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;
    use super::*;
    use crate::data::Data;

    #[test]
    fn the_name_is_the_head_of_its_title() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let mut found = document(
            "She/PRP/2/nsubj met/VBD/0/root Secretary/NNP/2/obj of/IN/5/case State/NNP/3/nmod Lee/NNP/5/flat today/NN/3/nmod",
        );
        repair(&mut found, &lexicon);
        let at = |t: usize| (found.tokens[t].head, found.tokens[t].relation);
        assert_eq!(at(5), (Some(1), Relation::OBJ));
        assert_eq!(at(2), (Some(5), Relation::NMOD_DESC));
        assert_eq!(at(4), (Some(2), Relation::NMOD));
        assert_eq!(at(6).0, Some(5));
    }

    #[test]
    fn an_office_without_a_name_stays() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let words = "Secretary/NNP/4/nsubj of/IN/3/case State/NNP/1/nmod left/VBD/0/root Oslo/NNP/4/obj";
        let mut found = document(words);
        let before = found.tokens.clone();
        repair(&mut found, &lexicon);
        assert_eq!(found.tokens, before);
    }
}
