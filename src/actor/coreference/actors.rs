//! Identities → [`Actor`]s: identifiers, labels, parents.

use std::collections::{HashMap, HashSet};

use super::Resolver;
use crate::actor::identity::shared_id;
use crate::actor::lexicon::{EntryIx, slug};
use crate::actor::link::{Draft, written};
use crate::actor::mention::{is_partitive, is_plural, partitive_complement};
use crate::actor::{Actor, Form, Metonym};
use crate::data::words;
use crate::document::{Relation, TokenIx, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

impl Resolver<'_> {
    pub(super) fn finish(self) -> Vec<Actor> {
        let drafts = &self.identities.drafts;
        let mut order: Vec<usize> = (0..drafts.len()).filter(|&d| !drafts[d].mentions.is_empty()).collect();
        let first = |d: usize| drafts[d].mentions.iter().min().copied();
        order.sort_by_key(|&d| first(d));
        let mut place = vec![None; drafts.len()];
        for (ix, &d) in order.iter().enumerate() {
            place[d] = Some(ix);
        }
        let by_entry: HashMap<_, _> = order.iter().filter_map(|&d| drafts[d].entry.map(|e| (e, place[d]))).collect();
        let shared: Vec<Option<String>> = order.iter().map(|&d| self.shared_id(d)).collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for id in shared.iter().flatten() {
            *times.entry(id).or_default() += 1;
        }
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut ids: HashSet<String> = HashSet::new();
        let mut actors = Vec::with_capacity(order.len());
        for (&d, shared) in order.iter().zip(&shared) {
            let draft = &drafts[d];
            let mut mentions = draft.mentions.clone();
            mentions.sort_unstable();
            let label = self.label(draft, &mentions);
            let named = draft.entry.is_some() || !draft.names.is_empty();
            // Two of one full name in one text: who is whom elsewhere, the name does not tell.
            let shared = shared.clone().filter(|id| times[id.as_str()] == 1);
            let local = shared.is_none();
            let mut id = shared.unwrap_or_else(|| slug(&label));
            if local {
                let base = id.clone();
                let number = numbers.entry(base.clone()).or_insert(0);
                while {
                    *number += 1;
                    id = format!("{base}-{number}");
                    ids.contains(&id)
                } {}
            }
            ids.insert(id.clone());
            let known_aliases = draft.entry.into_iter().flat_map(|e| self.lexicon.aliases(e));
            let mut aliases: Vec<String> = Vec::new();
            for alias in draft.names.iter().map(String::as_str).chain(known_aliases) {
                if alias != label && !aliases.iter().any(|a| a == alias) {
                    aliases.push(alias.to_owned());
                }
            }
            let own_parent = draft.parent.filter(|&p| p != d).and_then(|p| place[p]);
            let known_parent =
                draft.entry.and_then(|e| self.lexicon.parent(e)).and_then(|p| by_entry.get(&p).copied()).flatten();
            actors.push(Actor {
                id,
                label,
                names: self.names(draft),
                aliases,
                class: self.class(d),
                local,
                named,
                known: draft.entry.is_some(),
                wikidata: draft.entry.and_then(|e| self.lexicon.wikidata(e)).map(str::to_owned),
                members: draft.members.iter().filter_map(|&m| place[m]).collect(),
                parent: known_parent.or(own_parent).or_else(|| self.name_parent(draft, d).and_then(|p| place[p])),
                metonyms: self.metonyms(draft),
                mentions,
            });
        }
        actors
    }

    /// The identifier that a draft has in every document; none if it exists in this one only.
    fn shared_id(&self, d: usize) -> Option<String> {
        let draft = &self.identities.drafts[d];
        if let Some(entry) = draft.entry {
            return Some(self.lexicon.id(entry).to_owned());
        }
        let of_state = |state, kind: &str| format!("organization.{kind}.{}", self.lexicon.id(state));
        if let Some(kind) = &draft.body {
            return draft.parent.and_then(|p| self.state_entry(p)).map(|state| of_state(state, kind));
        }
        if draft.names.is_empty() {
            return None;
        }
        let parent = draft.parent.or_else(|| self.name_parent(draft, d));
        let state = parent.and_then(|p| self.identities.drafts[p].entry).map(|e| self.lexicon.id(e));
        shared_id(&self.label(draft, &draft.mentions), self.class(d), state, self.lexicon)
    }

    /// The names of a draft that mean it literally somewhere.
    fn names(&self, draft: &Draft) -> Vec<String> {
        let metonym = |i: usize| draft.metonyms.iter().any(|(mention, _)| *mention == i);
        let (seats, own): (Vec<usize>, Vec<usize>) = draft.mentions.iter().partition(|&&i| metonym(i));
        let written = |mentions: &[usize]| -> HashSet<String> {
            mentions.iter().map(|&i| written(self.document, &self.mentions[i])).collect()
        };
        let (seats, own) = (written(&seats), written(&own));
        draft.names.iter().filter(|name| own.contains(*name) || !seats.contains(*name)).cloned().collect()
    }

    fn metonyms(&self, draft: &Draft) -> Vec<Metonym> {
        let mut metonyms: Vec<(usize, EntryIx)> = draft.metonyms.clone();
        metonyms.retain(|(mention, _)| draft.mentions.contains(mention));
        metonyms.sort_unstable();
        metonyms.dedup();
        let metonym = |(mention, seat): (usize, EntryIx)| Metonym {
            mention,
            literal: self.lexicon.id(seat).to_owned(),
            label: self.lexicon.name(seat).to_owned(),
            class: self.lexicon.class(seat),
        };
        metonyms.into_iter().map(metonym).collect()
    }

    /// The state whose demonym stands inside a name: *Iranian Foreign Ministry*.
    pub(super) fn name_parent(&self, draft: &Draft, own: usize) -> Option<usize> {
        let first = *draft.mentions.iter().min()?;
        let inner = self.mentions.get(first + 1)?;
        let inside = self.mentions[first].form == Form::Name
            && inner.form == Form::Demonym
            && self.mentions[first].tokens.start <= inner.tokens.start
            && inner.tokens.end < self.mentions[first].tokens.end;
        self.identities.of[first + 1].filter(|&d| inside && d != own)
    }

    fn label(&self, draft: &Draft, mentions: &[usize]) -> String {
        if let Some(entry) = draft.entry {
            return self.lexicon.name(entry).to_owned();
        }
        if let Some(kind) = &draft.body
            && draft.names.is_empty()
            && let Some(state) = draft.parent.and_then(|p| self.state_entry(p))
        {
            return self.lexicon.body_label(kind, state);
        }
        // The fullest name; of equals, the first.
        let fullest = draft.names.iter().rev().max_by_key(|n| (n.split(' ').count(), n.len()));
        if let Some(name) = fullest {
            return name.clone();
        }
        if let Some((last, others)) = draft.members.split_last() {
            let name = |d: &usize| self.label(&self.identities.drafts[*d], &self.identities.drafts[*d].mentions);
            let others: Vec<String> = others.iter().map(name).collect();
            return format!("{} and {}", others.join(", "), name(last));
        }
        let nominal = |m: &&usize| self.mentions[**m].form == Form::Nominal;
        // *the farmers* rather than *more than 600 farmers*.
        let counts = |m: &&usize| self.document.dependent(self.mentions[**m].head, Relation::NUMMOD).is_some();
        let plain = mentions.iter().find(|m| nominal(m) && !counts(m));
        let first = *plain
            .or_else(|| mentions.iter().find(nominal))
            .or(mentions.first())
            .expect("only drafts with mentions are shown");
        self.phrase(first)
    }

    /// A description without determiner, possessive and quantifier.
    pub(super) fn phrase(&self, i: usize) -> String {
        let document = self.document;
        let mut head = self.mentions[i].head;
        let mut tokens = self.mentions[i].tokens.clone();
        // *members of Congress* are not Congress.
        let people_of_body = |part: TokenIx| {
            self.mentions[i].class == Class::Population
                && self.index.at(part).is_some_and(|m| self.mentions[m].class.is_organization())
        };
        if self.mentions[i].class != Class::Position
            && is_partitive(document, self.lexicon, head)
            && let Some(part) = partitive_complement(document, head).filter(|&part| !people_of_body(part))
        {
            (head, tokens) = (part, tree::core_phrase(document, part));
        }
        let mut start = tokens.start;
        for &d in document.dependents(head).iter().take_while(|&&d| d < head) {
            let quantifier = || self.lexicon.is_cue(&words::lower(document.form(d)), "quantifier");
            match document.tokens[d].relation {
                Relation::DET | Relation::DET_PREDET | Relation::CC_PRECONJ => start = start.max(d + 1),
                Relation::AMOD if d == start && quantifier() => start = d + 1,
                // *at least 46 people*
                Relation::NUMMOD => {
                    let rest = |t: TokenIx| document.tokens[t].head.is_some_and(|h| (start..=d).contains(&h));
                    let about = |t: TokenIx| {
                        matches!(
                            document.tokens[t].relation.base(),
                            Relation::ADVMOD | Relation::CASE | Relation::FIXED | Relation::NMOD | Relation::OBL
                        )
                    };
                    if (start..d).all(|t| rest(t) && about(t)) {
                        start = start.max(d);
                    }
                }
                Relation::NMOD_POSS => {
                    let marker =
                        document.dependents(d).iter().copied().filter(|&m| document.tokens[m].xpos == Xpos::POS);
                    start = start.max(marker.max().unwrap_or(d) + 1);
                }
                _ => {}
            }
        }
        // *two veteran politicians* Ann Lee and Bo Kim: each is a *veteran politician*.
        if self.mentions[i].class == Class::Position && is_plural(document, head) {
            let number = |&&d: &&TokenIx| d < head && document.tokens[d].relation == Relation::NUMMOD;
            let counted = document.dependents(head).iter().rev().find(number).map_or(start, |d| d + 1);
            let start = start.max(counted).min(head);
            let before = document.slice(document.token_span(start..head + 1));
            let before = before.strip_suffix(document.form(head)).unwrap_or_default();
            let words = before.split_whitespace().chain(std::iter::once(document.lemma(head)));
            return words.collect::<Vec<_>>().join(" ");
        }
        let start = start.min(head);
        let text = document.slice(document.token_span(start..tokens.end.max(head + 1)));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
