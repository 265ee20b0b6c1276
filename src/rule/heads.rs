//! From a word to the mention whose phrase hangs on it, and on to its actor.

use super::apply::Input;
use crate::actor::{ActorIx, Form, MentionIndex};
use crate::document::{Relation, TokenIx};
use crate::ontology::Class;
use crate::syntax::tree;

/// Look-up tables over one document.
pub(crate) struct Heads {
    mentions: MentionIndex,
    actor_of: Vec<u32>,
    /// The demonym on each word: *Republican* in *an Oregon Republican*.
    demonyms: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Heads {
    pub(crate) fn new(input: &Input<'_>) -> Self {
        let mut actor_of = vec![NONE; input.mentions.len()];
        for (ix, actor) in input.actors.iter().enumerate() {
            for &mention in &actor.mentions {
                actor_of[mention] = ix as u32;
            }
        }
        let mut demonyms = vec![NONE; input.document.tokens.len()];
        for (ix, mention) in input.mentions.iter().enumerate().filter(|(_, m)| m.form == Form::Demonym) {
            demonyms[mention.head] = ix as u32;
        }
        Self { mentions: MentionIndex::new(input.document, input.mentions), actor_of, demonyms }
    }

    /// The mention that an argument with this head word stands for; an office stands for its holder.
    pub(crate) fn mention(&self, token: TokenIx) -> Option<usize> {
        self.mentions.at(token)
    }

    /// The office or role that this word heads.
    pub(crate) fn position(&self, token: TokenIx) -> Option<usize> {
        self.mentions.position(token)
    }

    /// The person whose name stands beside an office: *the Crown prosecutor* Mark Tedeschi.
    pub(crate) fn holder(&self, input: &Input<'_>, office: TokenIx) -> Option<usize> {
        let document = input.document;
        self.position(office)?;
        let token = &document.tokens[office];
        let beside = |r: Relation| matches!(r, Relation::APPOS | Relation::FLAT | Relation::NMOD_DESC);
        let above = token.head.filter(|_| beside(token.relation) || token.relation == Relation::COMPOUND);
        let below = tree::dependents(document, office).iter().copied();
        let below = below.filter(|&d| d > office && beside(document.tokens[d].relation));
        let named = |t: TokenIx| {
            let mention = self.mention(t).filter(|_| tree::is_name(document, t))?;
            let found = &input.mentions[mention];
            (found.form == Form::Name && found.class == Class::Person).then_some(mention)
        };
        above.into_iter().chain(below).find_map(named)
    }

    /// The body or people that this word alone names, whatever the whole phrase means.
    pub(crate) fn demonym(&self, token: TokenIx) -> Option<usize> {
        Some(self.demonyms[token]).filter(|m| *m != NONE).map(|m| m as usize)
    }

    /// The actor of a mention.
    pub(crate) fn actor(&self, mention: usize) -> Option<ActorIx> {
        Some(self.actor_of[mention]).filter(|a| *a != NONE).map(|a| a as ActorIx)
    }
}
