//! Names with what they are: appositions and titles.

use smallvec::SmallVec;

use super::{Fact, Kind, Phrase};
use crate::document::{Relation, TokenIx};
use crate::syntax::clause::Clauses;
use crate::syntax::scope::Scope;
use crate::syntax::tree;

/// Adds what stands beside a noun as its name or description.
pub(super) fn add(clauses: &Clauses<'_>, token: TokenIx, context: &Scope, found: &mut Vec<Fact>) {
    let document = clauses.document;
    let Some(head) = document.tokens[token].head else { return };
    let nominal = tree::is_nominal(document, token) && tree::is_nominal(document, head);
    let (kind, name, other) = match clauses.relation(token) {
        _ if !nominal => return,
        Relation::NMOD_DESC if tree::is_name(document, head) => (Kind::Title, head, token),
        _ if tree::is_apposition(document, token) => {
            match (tree::is_name(document, head), tree::is_name(document, token)) {
                (true, false) => (Kind::Apposition, head, token),
                (false, true) => (Kind::Apposition, token, head),
                _ => return,
            }
        }
        _ => return,
    };
    let phrase = |head: TokenIx| Phrase { head, tokens: tree::noun_phrase(document, head) };
    let mut subject = phrase(name);
    if kind == Kind::Title && name > other {
        subject.tokens.start = subject.tokens.start.max(other + 1).min(name);
    }
    let mut object = phrase(other);
    if object.tokens.contains(&name) && name > other {
        object.tokens.end = name;
    }
    found.push(Fact {
        subject,
        relation: SmallVec::new(),
        object,
        trigger: other,
        kind,
        passive: false,
        scope: *context,
    });
}
