//! Repairs titles with *of* before a name: *Secretary of State Ann Lee*.
//!
//! The parser tends to make one name of the last word of the title and the person (*State Ann Lee*). The name is the head,
//! and the title describes it, as in *President Lee* (`nmod:desc` in the guidelines of GUM and EWT). Which titles there are is
//! in `ontology/lexicon/actors/titles.tsv`.

use crate::document::{Document, Relation, TokenIx};
use crate::syntax::{Lexicon, tree};

/// How many words a title may have.
const MAX_TITLE: usize = 6;

/// Repairs the trees of a document whose words have heads.
pub fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for first in tokens.clone() {
            let of = first + 1 < tokens.end && document.tokens[first + 1].relation == Relation::CASE;
            if !of || !tree::is_name(document, first) {
                continue;
            }
            let Some(name) = bearer(document, lexicon, first, tokens.end) else { continue };
            let (title, bearer) = (&document.tokens[first], &document.tokens[name]);
            let described = title.head == Some(name);
            if !described && bearer.head.is_some_and(|h| (first..name).contains(&h)) && is_joined(bearer.relation) {
                hang(document, first, name, tokens.end);
                gather(document, first, name);
            } else if described {
                gather(document, first, name);
            }
        }
    }
}

/// The first word of the name right behind the longest title that starts at a word.
fn bearer(document: &Document, lexicon: &Lexicon, first: TokenIx, end: TokenIx) -> Option<TokenIx> {
    let mut title = String::new();
    let mut name = None;
    for token in first..end.min(first + MAX_TITLE) {
        if token > first {
            title.push(' ');
        }
        title.extend(document.form(token).chars().flat_map(char::to_lowercase));
        if token > first + 1 && lexicon.is_title(&title) {
            name = Some(token + 1);
        }
    }
    name.filter(|&n| n < end && tree::is_name(document, n))
}

/// Whether a name that hangs so on a title is its bearer and not somebody else.
fn is_joined(relation: Relation) -> bool {
    matches!(relation, Relation::FLAT | Relation::APPOS | Relation::COMPOUND | Relation::NMOD | Relation::NMOD_UNMARKED)
}

/// The last word of the title belongs to its first, also where the parser hangs both on the name.
fn gather(document: &mut Document, title: TokenIx, name: TokenIx) {
    for token in title + 1..name {
        if document.tokens[token].head == Some(name) {
            (document.tokens[token].head, document.tokens[token].relation) = (Some(title), Relation::NMOD);
        }
    }
}

fn hang(document: &mut Document, title: TokenIx, name: TokenIx, end: TokenIx) {
    let (head, relation) = (document.tokens[title].head, document.tokens[title].relation);
    for token in 0..end - title {
        let token = title + token;
        let inside = document.tokens[token].head.is_some_and(|h| (title..name).contains(&h));
        if inside && token > name {
            document.tokens[token].head = Some(name);
        }
    }
    (document.tokens[name].head, document.tokens[name].relation) = (head, relation);
    (document.tokens[title].head, document.tokens[title].relation) = (Some(name), Relation::NMOD_DESC);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::document::{Sentence, Source, Span, Token, Xpos};

    #[test]
    fn the_bearer_is_the_head_of_its_title() {
        let words = ["met", "Secretary", "of", "State", "Ann", "Lee", "today"];
        let heads = [None, Some(0), Some(3), Some(1), Some(3), Some(3), Some(0)];
        let relations = [
            Relation::ROOT,
            Relation::OBJ,
            Relation::CASE,
            Relation::NMOD,
            Relation::FLAT,
            Relation::FLAT,
            Relation::OBL,
        ];
        let mut start = 0;
        let mut tokens = Vec::new();
        for (i, word) in words.iter().enumerate() {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            (token.head, token.relation) = (heads[i], relations[i]);
            token.xpos = if word.starts_with(char::is_uppercase) { Xpos::NNP } else { Xpos::NN };
            tokens.push(token);
            start += word.len() + 1;
        }
        let text = words.join(" ");
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: 0..words.len(), paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        repair(&mut document, &Lexicon::load(&Data::embedded()).unwrap());
        let arc = |t: usize| (document.tokens[t].head, document.tokens[t].relation);
        assert_eq!(arc(4), (Some(0), Relation::OBJ));
        assert_eq!(arc(1), (Some(4), Relation::NMOD_DESC));
        assert_eq!((arc(3).0, arc(5).0, arc(6).0), (Some(1), Some(4), Some(0)));
    }
}
