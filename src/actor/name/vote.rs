//! What the whole text says of a name's class, where one place says little.

use std::collections::{HashMap, HashSet};

use super::{Found, Kind};
use crate::actor::lexicon::Gazetteer;
use crate::document::{Document, Relation};
use crate::ontology::Class;

/// A word that ends a person's name elsewhere in the text is that person's surname also where it looks like something
/// else: *Tony Hall* … *Hall's office*.
pub(super) fn by_surname(document: &Document, lexicon: &Gazetteer, found: &mut [Found]) {
    let surnames: HashSet<&str> = found
        .iter()
        .filter(|f| f.class == Class::Person && f.kind == Kind::Name && f.tokens.len() > 1)
        .map(|f| document.form(f.tokens.end - 1))
        .collect();
    for f in found.iter_mut().filter(|f| f.tokens.len() == 1 && f.class != Class::Person && f.kind != Kind::Title) {
        let form = document.form(f.head);
        if surnames.contains(form) && lexicon.longest(document, f.tokens.start).is_none() {
            f.class = Class::Person;
            f.by_role = false;
        }
    }
}

/// A name that only its place in sentences tells of is a place if it stands *in* at least as often as it acts.
///
/// One that sounds like a state's may be either: *its embassy in Ruritania*.
pub(super) fn by_place(document: &Document, lexicon: &Gazetteer, found: &mut [Found]) {
    let mut votes: HashMap<&str, (i32, i32)> = HashMap::new();
    let text = |f: &Found| document.slice(document.token_span(f.tokens.clone()));
    for f in found.iter().filter(|f| f.by_role) {
        let (inside, acting) = votes.entry(text(f)).or_default();
        let relation = document.tokens[f.head].relation;
        *inside += i32::from(f.class == Class::Place);
        *acting += i32::from(matches!(
            relation,
            Relation::NSUBJ | Relation::IOBJ | Relation::OBL_AGENT | Relation::NMOD_POSS | Relation::VOCATIVE
        ));
    }
    for f in found.iter_mut().filter(|f| f.by_role) {
        let (inside, acting) = votes[text(f)];
        let state = f.tokens.len() == 1 && sounds_like_state(lexicon, document.form(f.head));
        f.class = if inside > 0 && inside >= acting && !state { Class::Place } else { Class::Actor };
    }
}

fn sounds_like_state(lexicon: &Gazetteer, name: &str) -> bool {
    let end = |n: usize| name.get(name.len().checked_sub(n)?..);
    (2..=5).filter_map(end).any(|end| lexicon.is_cue(end, "state-ending"))
}
