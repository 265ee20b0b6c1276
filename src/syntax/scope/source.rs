//! Who says it: the subject of a verb of saying, whoever *according to* names, the speaker of a quotation round which
//! the verb of saying is wrapped.

use std::collections::BTreeMap;

use crate::document::{Relation, TokenIx, Upos};
use crate::syntax::clause::{Clauses, Voice};
use crate::syntax::lexicon::PrepositionUse;
use crate::syntax::tree;

/// Who says a clause, and the word that tells so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    pub speaker: Option<TokenIx>,
    pub cue: TokenIx,
}

/// The sources that stand beside a clause, by its predicate: *according to X*; *…, X said*; *as X said*.
pub(super) fn beside(clauses: &Clauses<'_>) -> BTreeMap<TokenIx, Source> {
    let mut found = BTreeMap::new();
    for token in 0..clauses.document.tokens.len() {
        let source = match clauses.relation(token) {
            Relation::OBL | Relation::NMOD => according(clauses, token),
            Relation::PARATAXIS | Relation::ADVCL | Relation::DISCOURSE if is_frame(clauses, token) => {
                clauses.document.tokens[token].head.map(|said| (said, of_predicate(clauses, token)))
            }
            _ => None,
        };
        if let Some((clause, source)) = source {
            found.entry(clause).or_insert(source);
        }
    }
    found
}

fn according(clauses: &Clauses<'_>, phrase: TokenIx) -> Option<(TokenIx, Source)> {
    if clauses.preposition_use(phrase) != Some(PrepositionUse::Attribution) {
        return None;
    }
    let cue = *tree::case_markers(clauses.document, phrase).first()?;
    let mut clause = clauses.document.tokens[phrase].head?;
    // On a noun, the phrase belongs to the clause around it.
    for _ in 0..8 {
        match clauses.document.tokens[clause].head {
            Some(head) if !clauses.is_predicate(clause) => clause = head,
            _ => break,
        }
    }
    Some((clause, Source { speaker: speaker(clauses, phrase), cue }))
}

/// Whether a loose clause only says who says the clause around it: a verb of saying without content of its own.
pub(super) fn is_frame(clauses: &Clauses<'_>, clause: TokenIx) -> bool {
    let says = clauses.is_verb(clause) && clauses.says(clause) && clauses.has_subject(clause);
    let content = || {
        clauses.dependents(clause).any(|d| {
            matches!(clauses.relation(d), Relation::CCOMP | Relation::XCOMP | Relation::OBJ | Relation::PARATAXIS)
        })
    };
    match clauses.relation(clause) {
        // *as X said*
        Relation::ADVCL => says && clauses.mark(clause).is_some_and(|m| m == "as") && !content(),
        _ => says && !content(),
    }
}

/// The source of what a predicate or noun embeds.
pub(super) fn of_predicate(clauses: &Clauses<'_>, predicate: TokenIx) -> Source {
    let subject = if clauses.is_verb(predicate) && clauses.voice(predicate) == Voice::Passive {
        let feels = || clauses.feeling(predicate).and_then(|_| clauses.own_subject(predicate));
        clauses.agent(predicate).or_else(feels)
    } else if clauses.is_verb(predicate) || clauses.upos(predicate) == Upos::ADJ {
        clauses.subject(predicate).map(|(subject, _)| subject)
    } else {
        of_noun(clauses, predicate)
    };
    Source { speaker: subject.and_then(|s| speaker(clauses, s)), cue: predicate }
}

/// Whose claim, plan or warning it is: its owner, else the subject of the verb that takes it (*made the claim that*).
fn of_noun(clauses: &Clauses<'_>, noun: TokenIx) -> Option<TokenIx> {
    clauses.owner(noun).or_else(|| {
        let verb = clauses.document.tokens[noun].head.filter(|&v| clauses.is_verb(v))?;
        let object = clauses.relation(noun) == Relation::OBJ && clauses.voice(verb) == Voice::Active;
        if object { clauses.subject(verb).map(|(subject, _)| subject) } else { None }
    })
}

/// The word that names the speaker; a relative pronoun gives way to its noun, an expletive names nobody.
fn speaker(clauses: &Clauses<'_>, subject: TokenIx) -> Option<TokenIx> {
    if clauses.is_relative_pronoun(subject) {
        return clauses.antecedent(subject);
    }
    (clauses.relation(subject) != Relation::EXPL).then_some(subject)
}
