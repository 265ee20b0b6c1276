//! From a word to the mention whose phrase hangs on it, and on to its actor.

use super::apply::Input;
use crate::actor::{ActorIx, MentionIndex};
use crate::document::TokenIx;

/// Look-up tables over one document.
pub(crate) struct Heads {
    mentions: MentionIndex,
    actor_of: Vec<u32>,
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
        Self { mentions: MentionIndex::new(input.document, input.mentions), actor_of }
    }

    /// The mention that an argument with this head word stands for; an office stands for its holder.
    pub(crate) fn mention(&self, token: TokenIx) -> Option<usize> {
        self.mentions.at(token)
    }

    /// The office or role that this word heads.
    pub(crate) fn position(&self, token: TokenIx) -> Option<usize> {
        self.mentions.position(token)
    }

    /// The actor of a mention.
    pub(crate) fn actor(&self, mention: usize) -> Option<ActorIx> {
        Some(self.actor_of[mention]).filter(|a| *a != NONE).map(|a| a as ActorIx)
    }
}
