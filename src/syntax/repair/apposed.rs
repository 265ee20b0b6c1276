//! Repairs names in apposition that the parser hangs on the nearest noun: *the head of the agency, Rafael Grossi, left*.
//!
//! The parser takes the name for another name of the agency, or for one more item of a list. If a noun for a person stands
//! before the *of*, none behind it, and the name begins with a given name, the name is the person's. Which nouns are
//! persons and which names are given names is read from the lists of the layer of actors
//! (`ontology/lexicon/actors/{nouns,first-names}.tsv`).
//!
//! In *Ann Lee, a Democrat, and Bo Kim, a Republican, left* it may hang both descriptions on the first name.

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::{Lexicon, tree};

/// How many words may stand between the person's noun and the name.
const MAX_REACH: usize = 12;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for comma in tokens.clone() {
            if document.tokens[comma].xpos != Xpos::COMMA {
                continue;
            }
            describe_nearest(document, tokens.clone(), comma);
            let Some((person, within)) = person_before(document, lexicon, tokens.start, comma) else { continue };
            let last = (comma + 1..tokens.end).take_while(|&t| tree::is_name(document, t)).last();
            // A single name may be that of the body.
            let Some(last) = last.filter(|&last| last > comma + 1) else { continue };
            // With *and* it is a list: *the leader of Hamas, Omar Hadi and others*.
            let closed = document.tokens.get(last + 1).is_some_and(|t| t.upos == Upos::PUNCT);
            // *Col. Ann Lee*
            let titled = |t: &TokenIx| document.tokens[*t].relation == Relation::NMOD_DESC;
            let begins = (comma + 1..last).find(|t| !titled(t)).unwrap_or(last);
            if closed && lexicon.is_given_name(document.form(begins)) {
                hang(document, comma + 1..last + 1, within, person);
            }
        }
    }
}

/// A second description of a name, behind another name that is joined to it, is that of the other.
fn describe_nearest(document: &mut Document, tokens: std::ops::Range<TokenIx>, comma: TokenIx) {
    let end = tokens.end.min(comma + MAX_REACH);
    let is_description = |t: TokenIx| {
        let token = &document.tokens[t];
        token.relation == Relation::APPOS && token.xpos == Xpos::NN
    };
    let Some(second) = (comma + 1..end).find(|&t| is_description(t)) else { return };
    let Some(first) = document.tokens[second].head.filter(|&h| tokens.contains(&h) && h < comma) else { return };
    // The words of the name before the comma.
    let start = (first + 1..comma).rev().take_while(|&t| tree::is_name(document, t)).last();
    let joined = |t: TokenIx| document.tokens[t].relation == Relation::CONJ && document.tokens[t].head == Some(first);
    let Some(name) = start.and_then(|start| (start..comma).find(|&t| joined(t))) else { return };
    let described = (first + 1..name).any(|t| is_description(t) && document.tokens[t].head == Some(first));
    if described && tree::is_name(document, first) {
        document.tokens[second].head = Some(name);
    }
}

/// The person's noun and the noun in its prepositional phrase, which ends before the comma.
fn person_before(document: &Document, lexicon: &Lexicon, start: TokenIx, comma: TokenIx) -> Option<(TokenIx, TokenIx)> {
    let is_person = |t: TokenIx| document.tokens[t].upos == Upos::NOUN && lexicon.is_person_noun(document.lemma(t));
    let within = comma.checked_sub(1).filter(|&t| t > start && tree::is_nominal(document, t) && !is_person(t))?;
    // The head of the phrase, where its last word is a name's.
    let head = document.tokens[within]
        .head
        .filter(|_| matches!(document.tokens[within].relation, Relation::FLAT | Relation::COMPOUND));
    let within = head.filter(|&h| h < comma && h > start).unwrap_or(within);
    let person = document.tokens[within].head.filter(|&p| p < within && comma - p <= MAX_REACH)?;
    (document.tokens[within].relation == Relation::NMOD
        && is_person(person)
        && document.tokens[person].xpos == Xpos::NN)
        .then_some((person, within))
}

/// Hangs a name on the person, if it hangs on the other noun, or beside the person as the same argument: *the head of the
/// bank in Oslo, Ann Lee, left* with two subjects.
fn hang(document: &mut Document, name: std::ops::Range<TokenIx>, within: TokenIx, person: TokenIx) {
    let (above, argument) = (document.tokens[person].head, document.tokens[person].relation);
    let misplaced = |t: &TokenIx| {
        let token = &document.tokens[*t];
        token.head == Some(within) && matches!(token.relation, Relation::APPOS | Relation::CONJ)
            || token.head == above && token.relation == argument && argument != Relation::CONJ
    };
    let Some(head) = name.clone().find(misplaced) else { return };
    for token in name {
        if token == head {
            document.tokens[token].head = Some(person);
            document.tokens[token].relation = Relation::APPOS;
        } else if document.tokens[token].head == Some(within) {
            document.tokens[token].head = Some(head);
            document.tokens[token].relation = Relation::FLAT;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};

    #[test]
    fn a_second_description_is_that_of_the_second_name() {
        let words = "Lee/NNP/0/root ,/,/4/punct a/DT/4/det Democrat/NN/1/appos and/CC/6/cc Kim/NNP/1/conj ,/,/9/punct \
                     a/DT/9/det Republican/NN/1/appos";
        let mut found = document(words);
        for comma in [1, 6] {
            super::describe_nearest(&mut found, 0..9, comma);
        }
        assert_eq!(arcs(&found), "0/root 4/punct 4/det 1/appos 6/cc 1/conj 9/punct 9/det 6/appos");
    }

    /// What the named word hangs on, and how.
    fn check(reader: &Reader, sentence: &str, name: &str, expected: (&str, &str)) {
        let document = reader.parse(Source::named("t"), sentence.to_owned());
        let token = (0..document.tokens.len()).find(|&t| document.form(t) == name).unwrap();
        let head = document.tokens[token].head.map_or("", |head| document.form(head));
        assert_eq!((head, document.tokens[token].relation.name()), expected, "{sentence}");
    }

    #[test]
    fn the_name_is_that_of_the_person() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        for sentence in [
            "The leader of Hamas, Yahya Sinwar, agreed.",
            "The leader of the party, Yahya Sinwar, praised Nato.",
            "The president of the Swiss Bank, Yahya Sinwar, was arrested in Paris.",
        ] {
            let person = sentence.split(' ').nth(1).unwrap();
            check(&reader, sentence, "Yahya", (person, "appos"));
        }
        check(&reader, "The commander in the capital, Col. Mary Smith, agreed.", "Mary", ("commander", "appos"));
        check(&reader, "The mayor of Oslo, Norway, praised Nato.", "Norway", ("Oslo", "nmod:unmarked"));
    }
}
