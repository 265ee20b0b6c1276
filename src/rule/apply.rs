//! Predications and mentions → matches: each predication is looked up by its trigger, each entry found is tried.
//!
//! A slot is filled by the arguments that stand in its place and whose actor is of a fitting class; coordinated arguments
//! fill it one by one. Direction comes from the roles, never from word order. Of several entries that assert something of
//! one pair at one trigger the most specific wins, then the first in file order. Nothing here knows what explanation
//! looks like: [`Trace`] listens in.
//!
//! # Complexity
//! One hash look-up for a word (one more if its form is not its lemma), then a comparison of numbers for each entry under
//! that word; only entries that may match are looked at. Triggers that no rule knows allocate nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;

use super::bind::{Finder, Found};
use super::compile::{EntryIx, Key, RoleIx, RuleSet};
use crate::actor::{Actor, ActorIx, Mention};
use crate::data::words::lower;
use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::predication::{Kind, Predication};
use crate::syntax::realization::Realization;

/// What the rules are applied to: everything that the layers below have read.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The text with its trees.
    pub document: &'a Document,
    /// Its predications.
    pub predications: &'a [Predication],
    /// Its mentions.
    pub mentions: &'a [Mention],
    /// Who they are.
    pub actors: &'a [Actor],
}

/// An edge that an entry found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The entry: index into [`RuleSet::entries`].
    pub entry: EntryIx,
    /// The assertion: index into the rule's edges.
    pub edge: usize,
    /// The word it stands on.
    pub trigger: TokenIx,
    /// The predication it stands on: index; none for a pattern on another word.
    pub predication: Option<usize>,
    /// The predication whose qualifiers hold: its own, or that of the clause around a pattern; index.
    pub scope: Option<usize>,
    /// Who.
    pub subject: End,
    /// To whom or what.
    pub object: End,
}

/// One end of a [`Match`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Index of the mention.
    pub mention: usize,
    /// Index of its actor.
    pub actor: ActorIx,
    /// How it was found.
    pub via: Realization,
}

/// A role that has been filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The role.
    pub role: RoleIx,
    /// Index of the slot, or of the path or element.
    pub slot: usize,
    /// The filler.
    pub end: End,
}

/// Why an entry did not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The words before the trigger are others.
    Before,
    /// The rule is about negated clauses, and this is none.
    Affirmed,
    /// The verb has another particle, or none, or one that the entry does not name.
    Particle,
    /// A fixed word is missing: index into [`Frame::fixed`](super::compile::Frame::fixed).
    Fixed(usize),
    /// A required or forbidden path of a pattern, or its words.
    Words,
    /// A role stays open.
    Role(RoleIx, Why),
    /// The pair cannot be asserted: both ends are the same actor, or a pronoun that nothing resolves.
    Pair,
}

/// Why a role stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nothing stands in its place.
    Nothing,
    /// What stands there is no mention of an actor or thing.
    NoActor(TokenIx),
    /// What stands there is of a class that the role does not take.
    Class(TokenIx, Class),
}

/// Listens to what [`apply_traced`] does.
pub trait Trace {
    /// Whether it wants to hear of entries that cannot match. If not, most of these are ruled out together.
    const LISTENS: bool = true;

    /// An entry was tried at a trigger; it bound these roles, or failed.
    fn tried(
        &mut self,
        trigger: TokenIx,
        predication: Option<usize>,
        entry: EntryIx,
        outcome: Result<&[Bound], &Failure>,
    );
}

/// Nobody listens.
impl Trace for () {
    const LISTENS: bool = false;

    fn tried(&mut self, _: TokenIx, _: Option<usize>, _: EntryIx, _: Result<&[Bound], &Failure>) {}
}

/// Finds all matches, in the order of their triggers, then of the rules.
pub fn apply(rules: &RuleSet, input: &Input<'_>) -> Vec<Match> {
    apply_traced(rules, input, &mut ())
}

/// As [`apply`], telling `trace` of every entry tried.
pub fn apply_traced<T: Trace>(rules: &RuleSet, input: &Input<'_>, trace: &mut T) -> Vec<Match> {
    let (document, gates) = (input.document, &rules.gates);
    let finder = Finder::new(rules, input);
    let numbers = &finder.numbers;
    let mut found = Vec::new();
    for (ix, predication) in input.predications.iter().enumerate() {
        let trigger = predication.trigger;
        let lemma = numbers.lemma[trigger];
        match predication.kind {
            Kind::Verb => {
                finder.try_all(ix, None, gates.frames(Key::Verb, lemma), trace, &mut found);
                let token = &document.tokens[trigger];
                if token.xpos == Xpos::VBN || token.upos == Upos::ADJ {
                    let entries = gates.frames(Key::Adjective, numbers.form[trigger]);
                    finder.try_all(ix, None, entries, trace, &mut found);
                }
            }
            Kind::Noun => {
                let mut entries = gates.frames(Key::Noun, lemma);
                if entries.is_empty() {
                    // *troops*, which the lemmatizer takes for a word without a singular.
                    let singular = lower(document.lemma(trigger)).strip_suffix('s').map(|word| gates.number(word));
                    entries = singular.map_or(&[], |singular| gates.frames(Key::Noun, singular));
                }
                let mut part = None;
                if !entries.is_empty()
                    && let Some((inner, joined)) = of_phrase(document, trigger)
                {
                    let of_phrase = gates.frames(Key::Noun, gates.number(&joined));
                    if !of_phrase.is_empty() {
                        (entries, part) = (of_phrase, Some(inner));
                    }
                }
                finder.try_all(ix, part, entries, trace, &mut found);
            }
            Kind::Adjective => {
                finder.try_all(ix, None, gates.frames(Key::Adjective, lemma), trace, &mut found);
            }
        }
    }
    if rules.has(Key::Pattern) || rules.has(Key::Surface) {
        for (trigger, token) in document.tokens.iter().enumerate() {
            if token.upos == Upos::PUNCT && !rules.has(Key::Surface) {
                continue;
            }
            let (lemma, form) = (numbers.lemma[trigger], numbers.form[trigger]);
            finder.try_patterns(trigger, gates.paths(lemma), trace, &mut found);
            for &entry in gates.surfaces(form) {
                finder.try_surface(trigger, entry as EntryIx, trace, &mut found);
            }
            if form != lemma {
                for &entry in gates.surfaces(lemma) {
                    finder.try_surface(trigger, entry as EntryIx, trace, &mut found);
                }
            }
        }
    }
    most_specific(rules, without_idle(rules, input, found))
}

/// Without what rules that yield say of an event whose own word carries a relation: who *launched an attack on Chad* attacked
/// Chad, and created nothing.
fn without_idle(rules: &RuleSet, input: &Input<'_>, mut found: Vec<Found>) -> Vec<Found> {
    let lent = |f: &Found| f.of.subject.via == Realization::SupportVerb || f.of.object.via == Realization::SupportVerb;
    // How sure the deed is: *sought an attack* says something of its own.
    let sure = |f: &Found| {
        f.of.predication.map(|p| (input.predications[p].scope.modality, input.predications[p].scope.polarity))
    };
    let mut carriers: BTreeMap<TokenIx, SmallVec<[Option<_>; 1]>> = BTreeMap::new();
    for f in &found {
        match f.fixed {
            Some(fixed) => carriers.entry(fixed).or_default().push(None),
            None if lent(f) => carriers.entry(f.of.trigger).or_default().push(Some(sure(f))),
            None => {}
        }
    }
    let is_idle = |f: &Found| {
        let object = input.mentions[f.of.object.mention].head;
        let yields = f.fixed.is_none() && rules.rules[rules.entries[f.of.entry].rule].yields;
        let event = yields && input.actors[f.of.object.actor].class == Class::Event;
        let deeds = carriers.get(&object).filter(|_| event && f.of.trigger < object);
        deeds.is_some_and(|deeds| deeds.iter().any(|deed| deed.is_none() || *deed == Some(sure(f))))
    };
    found.retain(|f| !is_idle(f));
    found
}

/// An office that goes on behind a preposition, as rules write it, and its last word: *chief of staff*, `chief-of-staff`.
fn of_phrase(document: &Document, trigger: TokenIx) -> Option<(TokenIx, String)> {
    let (case, inner) = (trigger + 1, trigger + 2);
    let found = document.tokens.get(inner)?;
    let bare = document.tokens[case].relation == Relation::CASE && document.tokens[case].head == Some(inner);
    let hangs = found.head == Some(trigger) && matches!(found.xpos, Xpos::NN | Xpos::NNS | Xpos::NNP);
    let word = |token: TokenIx| lower(document.form(token));
    let joined = || format!("{}-{}-{}", &*lower(document.lemma(trigger)), &*word(case), &*word(inner));
    (bare && hangs).then(|| (inner, joined()))
}

/// Of the matches of one pair at one trigger, those of the most specific entry; *sent weapons and money to Hamas* is two.
fn most_specific(rules: &RuleSet, mut found: Vec<Found>) -> Vec<Match> {
    found.sort_by_key(|f| (f.of.trigger, f.of.entry, f.of.edge));
    /// Specificity, filled slots, order in the files.
    type Rank = (u32, usize, Reverse<EntryIx>);
    // The pair, the lower actor first.
    let key = |m: &Match| {
        let (a, b) = (m.subject.actor, m.object.actor);
        (a.min(b), a.max(b))
    };
    let rank = |f: &Found| (rules.entries[f.of.entry].specificity, f.filled, Reverse(f.of.entry));
    let mut kept = Vec::new();
    // Apart by trigger: most have one match, and maps of a few stay small.
    for found in found.chunk_by(|a, b| a.of.trigger == b.of.trigger) {
        if let [only] = found {
            kept.push(only.of);
            continue;
        }
        let mut best: BTreeMap<(ActorIx, ActorIx), (Rank, Option<TokenIx>)> = BTreeMap::new();
        for f in found {
            let known = best.entry(key(&f.of)).or_insert((rank(f), f.fixed));
            if rank(f) > known.0 {
                *known = (rank(f), f.fixed);
            }
        }
        let mut seen = BTreeSet::new();
        for f in found {
            let Match { entry, edge, subject, object, .. } = f.of;
            let (highest, fixed) = best[&key(&f.of)];
            let beside = f.fixed.is_some() && fixed.is_some() && f.fixed != fixed;
            if (highest == rank(f) || beside) && seen.insert((entry, edge, subject.actor, object.actor)) {
                kept.push(f.of);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests;
