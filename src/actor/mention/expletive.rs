//! *It* that stands for nobody: *it is important to ask*, *it seems that …*, *it is feared that …*.
//!
//! The parser tells most of them; here are those whose clause behind the verb it hangs elsewhere. The words that have
//! such a clause are data (kinds `expletive-predicate`, `expletive-verb` and `expletive-passive` of `cues.tsv`).

use crate::actor::lexicon::{Gazetteer, PronounKind};
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Xpos};
use crate::syntax::tree;

/// How many dependents of a verb are looked at.
const MAX_DEPENDENTS: usize = 24;

/// Whether a pronoun is a subject in form only.
pub(super) fn is_expletive(document: &Document, lexicon: &Gazetteer, token: TokenIx) -> bool {
    let relation = document.tokens[token].relation;
    let Some(head) = document.tokens[token].head.filter(|&h| h > token && tree::is_a(relation, Relation::NSUBJ)) else {
        return false;
    };
    let it = lexicon.pronoun(&words::lower(document.form(token)), false);
    if !it.is_some_and(|p| p.kind == PronounKind::Personal && p.human == Some(false)) {
        return false;
    }
    let clause = |wanted: &[Relation], marked: bool| {
        document.dependents(head).iter().take(MAX_DEPENDENTS).any(|&d| {
            d > head && wanted.contains(&document.tokens[d].relation) && (!marked || is_introduced(document, d))
        })
    };
    let is_cue = |kind: &str| lexicon.is_cue(&words::lower(document.lemma(head)), kind);
    if clause(&[Relation::CSUBJ], false) {
        return true;
    }
    if document.dependent(head, Relation::COP).is_some() {
        let told = [Relation::CCOMP, Relation::XCOMP, Relation::ADVCL, Relation::ACL];
        return is_cue("expletive-predicate") && clause(&told, true);
    }
    let told = [Relation::CCOMP, Relation::ADVCL];
    match relation {
        Relation::NSUBJ_PASS => is_cue("expletive-passive") && clause(&told, false),
        _ => is_cue("expletive-verb") && clause(&told, false),
    }
}

/// Whether *to* or a conjunction opens a clause.
fn is_introduced(document: &Document, clause: TokenIx) -> bool {
    document.dependents(clause).iter().take_while(|&&d| d < clause).any(|&d| {
        document.tokens[d].relation == Relation::MARK && matches!(document.tokens[d].xpos, Xpos::TO | Xpos::IN)
    })
}
