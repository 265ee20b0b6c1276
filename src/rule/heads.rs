//! From a word to the mention whose phrase hangs on it, and on to its actor.

use super::apply::Input;
use crate::actor::ActorIx;
use crate::document::TokenIx;

/// Look-up tables over one document.
pub(crate) struct Heads {
    mention_at: Vec<u32>,
    actor_of: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Heads {
    pub(crate) fn new(input: &Input<'_>) -> Self {
        let mut heads =
            Self { mention_at: vec![NONE; input.document.tokens.len()], actor_of: vec![NONE; input.mentions.len()] };
        for (ix, mention) in input.mentions.iter().enumerate() {
            heads.add(mention.head, ix);
        }
        // The tree may see another head than the mention does (*Envoy* in *Special Envoy Steve Witkoff*).
        for (ix, mention) in input.mentions.iter().enumerate() {
            let outside = |head: Option<TokenIx>| head.is_none_or(|h| !mention.tokens.contains(&h));
            let root = mention.tokens.clone().find(|&t| outside(input.document.tokens[t].head));
            if let Some(root) = root {
                heads.add(root, ix);
            }
        }
        for (ix, actor) in input.actors.iter().enumerate() {
            for &mention in &actor.mentions {
                heads.actor_of[mention] = ix as u32;
            }
        }
        heads
    }

    fn add(&mut self, token: TokenIx, mention: usize) {
        let slot = &mut self.mention_at[token];
        if *slot == NONE {
            *slot = mention as u32;
        }
    }

    /// The mention that hangs on a word.
    pub(crate) fn mention(&self, token: TokenIx) -> Option<usize> {
        Some(self.mention_at[token]).filter(|m| *m != NONE).map(|m| m as usize)
    }

    /// The actor of a mention.
    pub(crate) fn actor(&self, mention: usize) -> Option<ActorIx> {
        Some(self.actor_of[mention]).filter(|a| *a != NONE).map(|a| a as ActorIx)
    }
}
