//! Repairs two offices before the name of one person: *Shell president and chief executive Ann Lee*.
//!
//! The parser may take the first office for one person and the name, with the second office, for another. An office in the
//! singular without an article is nobody: both are descriptions of the name (`nmod:desc`), the second joined to the first.
//! Which nouns are persons is read from `ontology/lexicon/actors/nouns.tsv`.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// How many words the second office may have.
const MAX_OFFICE: usize = 5;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for joint in tokens.clone().skip(1) {
            if document.tokens[joint].relation == Relation::CC
                && let Some(found) = offices(document, lexicon, &tokens, joint)
            {
                hang(document, tokens.clone(), joint, found);
            }
        }
    }
}

/// The first office, right before the conjunction, the second, and the name right behind that.
fn offices(document: &Document, lexicon: &Lexicon, tokens: &Range<TokenIx>, joint: TokenIx) -> Option<[TokenIx; 3]> {
    let first = joint - 1;
    let is_office = |t: TokenIx| {
        let token = &document.tokens[t];
        // *president*, which the tagger takes for a name.
        let small = token.xpos == Xpos::NNP && document.form(t).starts_with(char::is_lowercase);
        (token.xpos == Xpos::NN || small) && lexicon.is_person_noun(document.lemma(t))
    };
    if first < tokens.start || !is_office(first) {
        return None;
    }
    let ends = (joint + 2..tokens.end.min(joint + MAX_OFFICE + 2)).find(|&t| tree::is_name(document, t));
    let name = ends.filter(|&n| document.tokens[n].upos == Upos::PROPN && is_office(n - 1))?;
    let second = name - 1;
    let joined = document.tokens[name].relation == Relation::CONJ && document.tokens[name].head == Some(first);
    let described = document.tokens[second].head == Some(name);
    let article = |t: TokenIx| document.tokens[t].xpos == Xpos::DT;
    // *the president and chief executive Ann Lee* may be two.
    let bare = (tokens.start..first).all(|t| document.tokens[t].head != Some(first) || !article(t));
    (joined && described && bare && !(joint..second).any(article)).then_some([first, second, name])
}

fn hang(document: &mut Document, tokens: Range<TokenIx>, joint: TokenIx, [first, second, name]: [TokenIx; 3]) {
    let (head, relation) = (document.tokens[first].head, document.tokens[first].relation);
    for token in tokens {
        let case = document.tokens[token].relation == Relation::CASE;
        if document.tokens[token].head == Some(first) && (token > name || token < first && case) {
            document.tokens[token].head = Some(name);
        }
    }
    let mut set = |token: TokenIx, head: Option<TokenIx>, relation: Relation| {
        (document.tokens[token].head, document.tokens[token].relation) = (head, relation);
    };
    set(name, head, relation);
    set(first, Some(name), Relation::NMOD_DESC);
    set(second, Some(first), Relation::CONJ);
    set(joint, Some(second), Relation::CC);
    for office in [first, second] {
        (document.tokens[office].upos, document.tokens[office].xpos) = (Upos::NOUN, Xpos::NN);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document, lemmas};
    use super::*;
    use crate::data::Data;

    #[test]
    fn two_offices_before_a_name_are_of_one_person() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        for (words, expected) in [
            (
                "Shell/NNP/2/compound president/NNP/6/nsubj and/CC/4/cc owner/NN/5/nmod:desc Ann/NNP/2/conj left/VBD/0/root",
                "2/compound 5/nmod:desc 4/cc 2/conj 6/nsubj 0/root",
            ),
            (
                "The/DT/2/det president/NN/6/nsubj and/CC/4/cc owner/NN/5/nmod:desc Ann/NNP/2/conj left/VBD/0/root",
                "2/det 6/nsubj 4/cc 5/nmod:desc 2/conj 0/root",
            ),
        ] {
            let mut found = document(words);
            let forms: Vec<String> = (0..6).map(|t| found.form(t).to_owned()).collect();
            lemmas(&mut found, &forms.iter().map(String::as_str).collect::<Vec<_>>());
            repair(&mut found, &lexicon);
            assert_eq!(arcs(&found), expected, "{words}");
        }
    }
}
