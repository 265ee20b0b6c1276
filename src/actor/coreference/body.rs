//! Bodies that a state has one of: *Brazil's army* and *the Brazilian army* are one, in this text and in all others.

use smol_str::SmolStr;

use super::Resolver;
use crate::actor::Form;
use crate::actor::lexicon::EntryIx;
use crate::actor::link::Draft;
use crate::actor::mention::is_plural;
use crate::document::{Relation, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

impl Resolver<'_> {
    /// Finds whose body an unknown name means, and joins what the gazetteer knows by another one.
    pub(super) fn resolve_named_bodies(&mut self) {
        for d in 0..self.identities.drafts.len() {
            let draft = &self.identities.drafts[d];
            if draft.entry.is_some() || draft.names.is_empty() || !is_body(self.class(d)) {
                continue;
            }
            let Some((owner, state, kind)) = self.named_body(d) else { continue };
            let known = self.lexicon.body(&kind, state).map(|entry| self.draft_of_known(entry));
            if let Some(other) = known.or_else(|| self.bodies.get(&(state, kind.clone())).copied()) {
                self.join(d, other);
                continue;
            }
            self.bodies.insert((state, kind.clone()), d);
            let draft = &mut self.identities.drafts[d];
            draft.parent = draft.parent.or(Some(owner));
            draft.body = Some(kind);
        }
    }

    /// The owner of an unknown name, the state that it is, and the kind: *Brazilian Army*, *Peru's Supreme Court*.
    fn named_body(&self, d: usize) -> Option<(usize, EntryIx, SmolStr)> {
        let draft = &self.identities.drafts[d];
        let first = *draft.mentions.iter().min()?;
        let owner = draft.parent.or_else(|| self.name_parent(draft, d)).or_else(|| self.said_owner(first))?;
        let state = self.state_entry(owner)?;
        let kind = draft.names.iter().find_map(|name| {
            self.lexicon.body_named(name, state).or_else(|| self.lexicon.body_kind(&name.to_lowercase()))
        })?;
        Some((owner, state, kind.into()))
    }

    /// Lets what a draft names be another one.
    pub(super) fn join(&mut self, d: usize, other: usize) {
        let draft = std::mem::take(&mut self.identities.drafts[d]);
        for &mention in &draft.mentions {
            self.identities.of[mention] = Some(other);
        }
        let target = &mut self.identities.drafts[other];
        target.mentions.extend(draft.mentions);
        for name in draft.names {
            if !target.names.contains(&name) {
                target.names.push(name);
            }
        }
    }

    /// The body that a description means, if it says of which state and of what kind.
    pub(super) fn body_of_state(&mut self, i: usize) -> Option<usize> {
        let mention = &self.mentions[i];
        if mention.form != Form::Nominal || !is_body(mention.class) || is_plural(self.document, mention.head) {
            return None;
        }
        let owner = self.said_owner(i)?;
        let state = self.state_entry(owner)?;
        let kind: SmolStr = self.lexicon.body_kind(&self.kind_words(i, owner))?.into();
        if let Some(entry) = self.lexicon.body(&kind, state) {
            return Some(self.draft_of_known(entry));
        }
        if let Some(&draft) = self.bodies.get(&(state, kind.clone())) {
            return Some(draft);
        }
        let draft = self.own(i);
        self.identities.drafts[draft].body = Some(kind.clone());
        self.bodies.insert((state, kind), draft);
        Some(draft)
    }

    /// The entry of a draft that is a state.
    pub(super) fn state_entry(&self, draft: usize) -> Option<EntryIx> {
        self.identities.drafts[draft].entry.filter(|&entry| self.lexicon.class(entry) == Class::State)
    }

    /// The identity of a known actor whom the text need not name.
    pub(super) fn draft_of_known(&mut self, entry: EntryIx) -> usize {
        let drafts = &mut self.identities.drafts;
        *self.identities.by_entry.entry(entry).or_insert_with(|| {
            drafts.push(Draft {
                entry: Some(entry),
                class: Some(self.lexicon.class(entry)),
                gender: self.lexicon.gender(entry),
                plural: Some(false),
                ..Draft::default()
            });
            drafts.len() - 1
        })
    }

    /// What a description says without article and owner, in small letters: *foreign ministry*.
    fn kind_words(&self, i: usize, owner: usize) -> String {
        let document = self.document;
        let mention = &self.mentions[i];
        let head = mention.head;
        let mut start = mention.tokens.start;
        let mut end = head + 1;
        for &d in document.dependents(head) {
            let owned = self.index.at(d).is_some_and(|m| self.identities.of[m] == Some(owner));
            match document.tokens[d].relation {
                Relation::DET if d < head => start = start.max(d + 1),
                Relation::NMOD_POSS if d < head => {
                    let marker = document.dependents(d).iter().rev().find(|&&m| document.tokens[m].xpos == Xpos::POS);
                    start = start.max(marker.copied().unwrap_or(d) + 1);
                }
                _ if d < head && owned => start = start.max(d + 1),
                // *ministry of foreign affairs*.
                Relation::NMOD if d > head && !owned && end == head + 1 => end = tree::core_phrase(document, d).end,
                _ => {}
            }
        }
        document.slice(document.token_span(start.min(head)..end)).to_lowercase()
    }
}

fn is_body(class: Class) -> bool {
    matches!(class, Class::GovernmentBody | Class::ArmedForces)
}
