//! Repairs recipients that the parser takes for part of what is given.
//!
//! In *handed Ukraine 20 tanks* and *gave the Palestinian Authority $10 million* the parser may hang the name on the noun
//! as a compound. No compound stands before a number, an article or an adjective, so behind a verb that can have two
//! objects (`ontology/lexicon/dative-verbs.tsv`) such a name is the indirect object, the `iobj` of Universal
//! Dependencies. Of compounds only names are looked at: of common nouns the parser is surer, and they do stand before adjectives.
//! Where the parser gives such a verb two direct objects, the first is the indirect one: *denied the reporter a visa*.

use crate::document::{Document, Relation, TokenIx, Upos};
use crate::syntax::{Lexicon, tree};

/// How many words a recipient may have.
const MAX_NAME: usize = 6;
/// How far behind it the head of what is given may stand.
const MAX_GIVEN: usize = 12;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for verb in tokens.clone() {
            let gives = document.tokens[verb].upos == Upos::VERB
                && lexicon.word(document.lemma(verb)).is_some_and(|word| word.dative);
            if gives
                && let Some(name) =
                    recipient(document, verb, tokens.end).or_else(|| first_object(document, verb, tokens.end))
            {
                promote(document, verb, name);
            }
        }
    }
}

/// The last word of a name behind a verb that wrongly hangs on the verb's object.
fn recipient(document: &Document, verb: TokenIx, end: TokenIx) -> Option<TokenIx> {
    let last = (verb + 1..end.min(verb + 1 + MAX_NAME))
        .take_while(|&t| tree::is_name(document, t) || matches!(document.tokens[t].upos, Upos::DET | Upos::ADJ))
        .take_while(|&t| t == verb + 1 || document.tokens[t].upos != Upos::DET)
        .filter(|&t| tree::is_name(document, t))
        .last()?;
    let name = &document.tokens[last];
    if name.head == Some(verb) && name.relation == Relation::OBJ {
        let another =
            |t: TokenIx| document.tokens[t].head == Some(verb) && document.tokens[t].relation == Relation::OBJ;
        return (last + 1..end.min(last + 1 + MAX_GIVEN)).any(another).then_some(last);
    }
    let object = name.head.filter(|&h| h > last && name.relation == Relation::COMPOUND)?;
    let given = &document.tokens[object];
    let follows = document.tokens[last + 1].upos;
    (given.head == Some(verb)
        && given.relation == Relation::OBJ
        && !tree::is_name(document, object)
        && matches!(follows, Upos::NUM | Upos::SYM | Upos::DET | Upos::ADJ))
    .then_some(last)
}

/// The first of two objects, if the second begins right behind it with an article or number.
fn first_object(document: &Document, verb: TokenIx, end: TokenIx) -> Option<TokenIx> {
    let is_object =
        |&t: &TokenIx| document.tokens[t].head == Some(verb) && document.tokens[t].relation == Relation::OBJ;
    let mut objects = (verb + 1..end.min(verb + 1 + MAX_NAME + MAX_GIVEN)).filter(is_object);
    let (first, second) = (objects.next()?, objects.next()?);
    let opens = document.tokens.get(first + 1).filter(|t| matches!(t.upos, Upos::DET | Upos::NUM))?;
    (opens.head == Some(second)).then_some(first)
}

fn promote(document: &mut Document, verb: TokenIx, name: TokenIx) {
    let object = document.tokens[name].head;
    for token in verb + 1..name {
        if object != Some(verb) && document.tokens[token].head == object {
            document.tokens[token].head = Some(name);
        }
    }
    document.tokens[name].head = Some(verb);
    document.tokens[name].relation = Relation::IOBJ;
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    fn check(words: &str, expected: &str) {
        let mut found = document(words);
        found.set_lemma(1, "give");
        repair(&mut found, &Lexicon::load(&Data::embedded()).unwrap());
        assert_eq!(arcs(&found), expected, "{words}");
    }

    #[test]
    fn a_name_before_a_number_is_whom_it_was_given() {
        check(
            "Oman/NNP/2/nsubj gave/VBD/0/root Red/NNP/6/compound Cross/NNP/6/compound 20/CD/6/nummod tents/NNS/2/obj",
            "2/nsubj 0/root 4/compound 2/iobj 6/nummod 2/obj",
        );
        // A compound without a number between stays: *gave Red Cross tents*.
        check(
            "Oman/NNP/2/nsubj gave/VBD/0/root Red/NNP/5/compound Cross/NNP/5/compound tents/NNS/2/obj",
            "2/nsubj 0/root 5/compound 5/compound 2/obj",
        );
    }

    #[test]
    fn the_first_of_two_objects_is_the_indirect_one() {
        check("Oman/NNP/2/nsubj gave/VBD/0/root Gaza/NNP/2/obj aid/NN/2/obj", "2/nsubj 0/root 2/iobj 2/obj");
        check(
            "Oman/NNP/2/nsubj gave/VBD/0/root the/DT/4/det envoy/NN/2/obj a/DT/6/det visa/NN/2/obj",
            "2/nsubj 0/root 4/det 2/iobj 6/det 2/obj",
        );
    }
}
