//! Adjectives with a prepositional phrase → what they describe and what stands after the preposition.

use super::Function;
use super::arguments::{Arguments, List};
use crate::document::{Relation, TokenIx, Upos};
use crate::syntax::clause::Clauses;
use crate::syntax::realization::Realization;
use crate::syntax::tree;

/// The arguments of an adjective; `None` if it is none or has no phrase of its own.
pub(super) fn arguments(clauses: &Clauses<'_>, adjective: TokenIx) -> Option<List> {
    if clauses.upos(adjective) != Upos::ADJ || tree::is_name(clauses.document, adjective) {
        return None;
    }
    let mut arguments = Arguments::new(clauses);
    for d in clauses.dependents(adjective) {
        if matches!(clauses.relation(d), Relation::OBL | Relation::NMOD) && d > adjective {
            arguments.add_prepositional(d, Realization::Oblique);
        }
    }
    if arguments.list.is_empty() {
        return None;
    }
    if let Some((subject, via)) = described(clauses, adjective) {
        arguments.add(&Function::Subject, subject, via);
    }
    Some(arguments.list)
}

/// What the adjective is said of.
fn described(clauses: &Clauses<'_>, adjective: TokenIx) -> Option<(TokenIx, Realization)> {
    if let Some((subject, via)) = clauses.subject(adjective) {
        let via = match via {
            Realization::ActiveSubject | Realization::RelativeGap => Realization::PredicativeAdjective,
            Realization::PassiveParticiple | Realization::ParticipleHead => Realization::AttributiveAdjective,
            other => other,
        };
        return Some((subject, via));
    }
    let head = clauses.document.tokens[adjective].head?;
    let attributive = matches!(clauses.relation(adjective), Relation::AMOD | Relation::ACL | Relation::APPOS);
    (attributive && tree::is_nominal(clauses.document, head)).then_some((head, Realization::AttributiveAdjective))
}
