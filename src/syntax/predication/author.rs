//! *European governments issued statements calling for talks*: what a statement says, its author says.
//!
//! The verb's subject is a thing that carries words; whoever made it, or whom it belongs to, becomes a subject beside it.
//! Which nouns carry words is in `ontology/lexicon/carriers.tsv`.

use super::{Argument, Function, Kind, Predication};
use crate::document::{TokenIx, Upos};
use crate::syntax::clause::Clauses;
use crate::syntax::realization::Realization;

/// Adds authors as subjects. `found` is in the order of the triggers.
pub(super) fn add(clauses: &Clauses<'_>, found: &mut [Predication]) {
    for i in 0..found.len() {
        if found[i].kind != Kind::Verb {
            continue;
        }
        let carrier = |a: &&Argument| a.function == Function::Subject && carries(clauses, a.token);
        let Some(carrier) = found[i].arguments.iter().find(carrier).map(|a| a.token) else { continue };
        let authors = authors(in_sentence(clauses, found, carrier), carrier, found[i].trigger);
        for token in authors {
            let known = found[i].arguments.iter().any(|a| a.token == token);
            if !known {
                let author = Argument { function: Function::Subject, token, via: Realization::Author };
                let at = found[i].arguments.partition_point(|a| a.token <= token);
                found[i].arguments.insert(at, author);
            }
        }
    }
}

fn carries(clauses: &Clauses<'_>, token: TokenIx) -> bool {
    clauses.upos(token) == Upos::NOUN && clauses.word(token).is_some_and(|w| w.carrier)
}

/// The predications of the sentence that holds a token: arguments stand in no other.
fn in_sentence<'p>(clauses: &Clauses<'_>, found: &'p [Predication], token: TokenIx) -> &'p [Predication] {
    let document = clauses.document;
    let tokens = &document.sentences[document.sentence_of(token)].tokens;
    let place = |token: TokenIx| found.partition_point(|p| p.trigger < token);
    &found[place(tokens.start)..place(tokens.end)]
}

/// Whoever makes the carrier, as the subject of the verb that it is the object of, or else its possessor.
fn authors(found: &[Predication], carrier: TokenIx, verb: TokenIx) -> Vec<TokenIx> {
    let has_object = |p: &&Predication| {
        let object = |a: &Argument| a.function == Function::Object && a.token == carrier;
        p.kind == Kind::Verb && p.trigger != verb && p.arguments.iter().any(object)
    };
    let subjects = |p: &Predication| p.with(&Function::Subject).map(|a| a.token).collect::<Vec<_>>();
    let makers = found.iter().find(has_object).map(subjects).unwrap_or_default();
    if !makers.is_empty() {
        return makers;
    }
    let of_noun = found.iter().find(|p| p.kind == Kind::Noun && p.trigger == carrier);
    of_noun.into_iter().flat_map(|p| p.with(&Function::Genitive)).map(|a| a.token).collect()
}
