//! What the whole text says of a name's class, where one place says little.

use std::collections::{HashMap, HashSet};

use super::{Found, Kind};
use crate::actor::lexicon::{Gazetteer, NameKind};
use crate::document::{Document, Relation, Upos, Xpos};
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

/// The first word of a body's name alone is that body: *Magna International Inc.* … *Magna*. A first name is so only
/// for companies, and a word that also belongs to a person's name is not. Of a company's name with its legal form, any
/// word that means nothing else is so: *Eastman Kodak Co.* … *Kodak*.
pub(super) fn by_body(document: &Document, lexicon: &Gazetteer, found: &mut [Found]) {
    let long = |f: &&Found| f.kind == Kind::Name && f.tokens.len() > 1;
    let mut bodies: HashMap<&str, Option<Class>> = HashMap::new();
    for f in found.iter().filter(long).filter(|f| f.class.is_organization() && f.class != Class::State) {
        let first = document.form(f.tokens.start);
        let whole = lexicon.longest(document, f.tokens.start).is_none_or(|m| m.end == f.tokens.end);
        if whole && first.len() > 2 && is_named_for(lexicon, first, f.class) {
            bodies.entry(first).and_modify(|c| *c = c.filter(|&c| c == f.class)).or_insert(Some(f.class));
        }
        let last = f.tokens.end - 1;
        if f.class == Class::Company && lexicon.is_legal_form(document.form(last)) {
            let inner = (f.tokens.start + 1..last).filter(|&t| document.tokens[t].upos == Upos::PROPN);
            for word in inner.map(|t| document.form(t)).filter(|w| w.len() > 3 && is_own_word(lexicon, w)) {
                bodies.entry(word).or_insert(Some(Class::Company));
            }
        }
    }
    let persons: HashSet<&str> = found
        .iter()
        .filter(long)
        .filter(|f| f.class == Class::Person)
        .flat_map(|f| f.tokens.clone())
        .map(|t| document.form(t))
        .collect();
    for f in found.iter_mut().filter(|f| f.tokens.len() == 1 && matches!(f.kind, Kind::Name | Kind::Modifier)) {
        let form = document.form(f.tokens.start);
        let open = matches!(f.class, Class::Person | Class::Actor) && !persons.contains(form);
        if open
            && lexicon.longest(document, f.tokens.start).is_none()
            && let Some(&Some(class)) = bodies.get(form)
        {
            f.class = class;
            f.by_role = false;
        }
    }
}

/// Whether the first word of a body's name may stand for all of it: no everyday word, and no first name but a
/// company's.
fn is_named_for(lexicon: &Gazetteer, first: &str, class: Class) -> bool {
    let lower = first.to_lowercase();
    lexicon.noun(&lower).is_none()
        && lexicon.thing(&lower).is_none()
        && (class == Class::Company || lexicon.first_name(first).is_none())
}

/// Whether a word is no first name, no everyday word and none with which names end.
fn is_own_word(lexicon: &Gazetteer, word: &str) -> bool {
    is_named_for(lexicon, word, Class::Organization)
        && lexicon.head_class(word).is_none()
        && !lexicon.is_legal_form(word)
        && lexicon.by_surname(word).is_empty()
}

/// *Avon, Conn.*, *Evanston, Illinois*: an unknown name before that of the land it lies in is a place.
pub(super) fn by_address(document: &Document, lexicon: &Gazetteer, found: &mut [Found]) {
    let mut places: HashSet<&str> = HashSet::new();
    for f in found.iter().filter(|f| is_before_land(document, lexicon, f)) {
        places.insert(document.slice(document.token_span(f.tokens.clone())));
    }
    for f in found.iter_mut().filter(|f| may_be_town(document, lexicon, f)) {
        if places.contains(document.slice(document.token_span(f.tokens.clone()))) {
            f.class = Class::Place;
            f.by_role = false;
        }
    }
}

fn may_be_town(document: &Document, lexicon: &Gazetteer, f: &Found) -> bool {
    let first = f.tokens.start;
    f.kind != Kind::Title
        && f.tokens.len() < 4
        && matches!(f.class, Class::Person | Class::Actor)
        && lexicon.longest(document, first).is_none_or(|m| m.end != f.tokens.end)
        && lexicon.first_name(document.form(first)).is_none()
        && (first == 0 || lexicon.title(&document.form(first - 1).to_lowercase()).is_none())
}

/// Whether the name of a region stands behind a name, with a comma or an abbreviation's stop, and nothing is listed.
fn is_before_land(document: &Document, lexicon: &Gazetteer, f: &Found) -> bool {
    let end = f.tokens.end;
    let comma = document.tokens.get(end).is_some_and(|t| t.xpos == Xpos::COMMA);
    let land = if comma { end + 1 } else { end };
    let hit = (land < document.tokens.len()).then(|| lexicon.longest(document, land)).flatten();
    let Some(hit) = hit else { return false };
    let (entry, kind) = hit.entries[0];
    let region = kind == NameKind::Name && matches!(lexicon.class(entry), Class::Place | Class::State);
    let short = document.form(hit.end - 1).ends_with('.');
    let closed = document.tokens.get(hit.end).is_none_or(|t| match t.xpos {
        Xpos::COMMA | Xpos::PERIOD | Xpos::RRB => true,
        Xpos::POS => false,
        _ => short && t.upos != Upos::CCONJ,
    });
    let listed = f.tokens.start > 0 && {
        let before = &document.tokens[f.tokens.start - 1];
        before.xpos == Xpos::COMMA || before.upos == Upos::CCONJ
    };
    may_be_town(document, lexicon, f) && region && (comma || short) && closed && (short || !listed)
}

/// A name that only its place in sentences tells of is a place if it stands *in* at least as often as it acts; who has
/// the name of a known office-holder and acts is no place.
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
        let holder = || lexicon.by_surname(text(f)).iter().any(|&e| lexicon.n_offices(e) > 0);
        // *its embassy in Ruritania*: what sounds like a state may be one.
        let state = f.tokens.len() == 1 && sounds_like_state(lexicon, document.form(f.head));
        let place = inside > 0 && inside >= acting && !state && !(acting > 0 && holder());
        f.class = if place { Class::Place } else { Class::Actor };
    }
}

fn sounds_like_state(lexicon: &Gazetteer, name: &str) -> bool {
    let end = |n: usize| name.get(name.len().checked_sub(n)?..);
    (2..=5).filter_map(end).any(|end| lexicon.is_cue(end, "state-ending"))
}
