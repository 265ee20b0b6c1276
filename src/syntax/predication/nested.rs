//! Phrases that the tree hangs on a phrase before them belong to the verb as well: *laid the blame for the attack on Paris*,
//! *spoke on the telephone with Lula*, *bowed to demands by the nurses*.
//!
//! To which of them the last phrase belongs, only the words tell; rules that also name the word between take it
//! (`rule/bind.rs`). Where the verb
//! has a phrase with that preposition already, the tree is believed.

use super::arguments::{Arguments, List};
use super::{Argument, Function};
use crate::document::{Relation, TokenIx};
use crate::syntax::clause::Clauses;
use crate::syntax::realization::Realization;
use crate::syntax::tree::{self, Tokens};

/// The arguments of `verb` with what hangs on its phrases.
pub(super) fn with_phrases_on_phrases(clauses: &Clauses<'_>, verb: TokenIx, found: List) -> List {
    let own = |a: &&Argument| matches!(a.function, Function::Prep(_)) && a.token > verb;
    let hosts: Tokens = found.iter().filter(own).map(|a| a.token).collect();
    let mut arguments = Arguments::new(clauses);
    arguments.list = found;
    for host in hosts.into_iter().filter(|&h| !tree::is_name(clauses.document, h)) {
        let outer = clauses.preposition(host);
        for d in clauses.under(host, Relation::NMOD).filter(|&d| d > host) {
            let Some(inner) = clauses.preposition(d).filter(|&p| Some(p) != outer && p != "of") else { continue };
            let taken = |a: &Argument| matches!(&a.function, Function::Prep(p) if p == inner);
            if !arguments.list.iter().any(taken) {
                arguments.add_prepositional(d, Realization::PrepNearby);
            }
        }
    }
    arguments.list
}
