//! Names inside longer names: *Michigan* in *University of Michigan*, *New York* in *New York Times*, *Anna Berg* in
//! *Anna Berg Foundation*, *Obama* in *the Obama administration*. The whole stays the mention; what stands inside is one more, for whom or where it belongs to.

use std::ops::Range;

use super::{Found, Kind, head_of};
use crate::actor::lexicon::{Gazetteer, NameKind};
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Upos};
use crate::ontology::Class;
use crate::syntax::tree;

/// The names inside the found ones that are not among them.
pub(super) fn nested(document: &Document, lexicon: &Gazetteer, found: &[Found]) -> Vec<Found> {
    let mut inner = Vec::new();
    for whole in found.iter().filter(|f| matches!(f.kind, Kind::Name | Kind::Modifier) && f.tokens.len() > 1) {
        if whole.class == Class::Person {
            inner.extend(party(document, lexicon, whole));
            continue;
        }
        let mut at = whole.tokens.start;
        while at < whole.tokens.end {
            match inside(document, lexicon, whole, at) {
                Some(found) => {
                    at = found.tokens.end;
                    inner.push(found);
                }
                None => at += 1,
            }
        }
    }
    inner
}

/// *Republican* in *an Oregon Republican*: the party whose member the name calls somebody.
fn party(document: &Document, lexicon: &Gazetteer, whole: &Found) -> Option<Found> {
    let head = whole.tokens.end - 1;
    let hit = lexicon.longest(document, head).filter(|h| h.end == whole.tokens.end && head == whole.head)?;
    let (entry, kind) = hit.entries[0];
    let is_party = kind == NameKind::Demonym && lexicon.class(entry) == Class::PoliticalParty;
    let tokens = head..whole.tokens.end;
    is_party.then_some(Found { tokens, head, class: Class::PoliticalParty, kind: Kind::Modifier, by_role: false })
}

fn inside(document: &Document, lexicon: &Gazetteer, whole: &Found, at: TokenIx) -> Option<Found> {
    let found = |tokens: Range<TokenIx>, class: Class| {
        let head = head_of(document, tokens.clone());
        let above = document.tokens[head].head?;
        let modifies = matches!(
            document.tokens[head].relation,
            Relation::COMPOUND | Relation::NMOD | Relation::NMOD_POSS | Relation::NMOD_UNMARKED | Relation::CONJ
        );
        let part = head != whole.head && modifies && whole.tokens.contains(&above);
        part.then_some(Found { tokens, head, class, kind: Kind::Modifier, by_role: false })
    };
    let end = whole.tokens.end;
    let limit = if at == whole.tokens.start { end - 1 } else { end };
    if let Some(hit) = lexicon.longest_within(document, at, limit) {
        let (entry, kind) = hit.entries[0];
        let named = kind != NameKind::Demonym && tree::is_name(document, at);
        return found(at..hit.end, lexicon.class(entry)).filter(|_| named);
    }
    // *the Obama administration*.
    if at == whole.tokens.start && end - at == 2 && whole.class == Class::GovernmentBody {
        let known = !lexicon.by_surname(document.form(at)).is_empty();
        return found(at..at + 1, Class::Person).filter(|_| known);
    }
    if at == whole.tokens.start && end - at > 2 && whole.class.is_actor() {
        // *Anna Berg Foundation*.
        let surname = document.form(at + 1);
        let lower = words::lower(surname);
        let everyday = lexicon.noun(&lower).is_some() || lexicon.thing(&lower).is_some();
        let personal = lexicon.first_name(document.form(at)).is_some()
            && surname.starts_with(char::is_uppercase)
            && tree::is_name(document, at + 1)
            && document.tokens[at + 1].upos == Upos::PROPN
            && !everyday
            && lexicon.head_class(surname).is_none();
        return found(at..at + 2, Class::Person).filter(|_| personal);
    }
    // *University of Pisa*: schools and churches are called after their towns.
    let before = at.checked_sub(2).filter(|&b| b >= whole.tokens.start)?;
    let of = document.tokens[at - 1].relation == Relation::CASE;
    let local = lexicon.is_cue(&words::lower(document.form(before)), "local-head");
    let everyday = |t: TokenIx| {
        let lower = words::lower(document.form(t));
        lexicon.thing(&lower).is_some() || lexicon.noun(&lower).is_some()
    };
    let named = (at..end).all(|t| tree::is_name(document, t) && !everyday(t));
    (of && local && named && end - at < 3).then(|| found(at..end, Class::Place)).flatten()
}
