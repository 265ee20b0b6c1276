//! Text → reading: the whole flow on one page.

use crate::actor::{Actor, Mention};
use crate::assertion::Assertion;
use crate::document::Document;

/// Everything that was read from one document.
#[derive(Debug, Default)]
pub struct Reading {
    /// The text with its sentences, words and trees.
    pub document: Document,
    /// The phrases that stand for actors, places and things, in text order.
    pub mentions: Vec<Mention>,
    /// Who is meant; every actor lists its mentions.
    pub actors: Vec<Actor>,
    /// What the text says that they do to each other, in text order.
    pub assertions: Vec<Assertion>,
}
