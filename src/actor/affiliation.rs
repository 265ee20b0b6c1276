//! Actor → the state that it is or belongs to, and its sector: what coders of political events ask of an actor.
//!
//! Sectors are those of PLOVER (`GOV`, `MIL`, `REB`, `BUS` …). A described actor has that of its head noun, a known
//! person that of the offices held, everybody else that of the class; the codes are data
//! (`ontology/lexicon/actors/{nouns,sectors}.tsv`).

use super::{Actor, ActorIx, Gazetteer, Mention};
use crate::document::Document;
use crate::ontology::Class;

/// How many bodies an actor may be inside of.
const MAX_DEPTH: usize = 4;

/// The name of the state that an actor is or belongs to, as far as the document or the gazetteer tells.
///
/// *Israeli officials* are Israel's, *Hezbollah* Lebanon's, *Tehran* is Iran's.
pub fn state<'a>(actors: &'a [Actor], actor: ActorIx, lexicon: &'a Gazetteer) -> Option<&'a str> {
    let mut here = actor;
    for _ in 0..MAX_DEPTH {
        let found = &actors[here];
        if found.class == Class::State {
            return Some(&found.label);
        }
        let mut entry = lexicon.entry(&found.id).filter(|_| found.known).and_then(|e| lexicon.parent(e));
        for _ in 0..MAX_DEPTH {
            match entry {
                Some(state) if lexicon.class(state) == Class::State => return Some(lexicon.name(state)),
                Some(body) => entry = lexicon.parent(body),
                None => break,
            }
        }
        here = found.parent.filter(|&p| p != here)?;
    }
    None
}

/// The sector of an actor, a code of PLOVER; `None` for states and for what has none.
pub fn sector<'a>(document: &Document, mentions: &[Mention], actor: &Actor, lexicon: &'a Gazetteer) -> Option<&'a str> {
    if actor.class == Class::State || !actor.class.is_actor() {
        return None;
    }
    if !actor.named
        && let Some(&first) = actor.mentions.first()
        && let Some(sector) = lexicon.sector(&document.lemma(mentions[first].head).to_lowercase())
    {
        return Some(sector);
    }
    if actor.class == Class::Person && actor.known {
        let person = lexicon.entry(&actor.id)?;
        let body = lexicon.terms(person).last().map(|&(_, body, ..)| lexicon.class(body))?;
        let body = if body == Class::State { Class::GovernmentBody } else { body };
        return lexicon.class_sector(body);
    }
    lexicon.class_sector(actor.class)
}
