//! Mentions → actors: who is meant. Names and described actors are found, typed, resolved inside the document and
//! linked to the gazetteer.

pub mod coreference;
pub mod lexicon;
mod link;
pub mod mention;
mod name;

pub use coreference::resolve;
pub use lexicon::{Gazetteer, slug};
pub use mention::{MentionIndex, mentions};

use std::ops::Range;

use crate::document::TokenIx;
use crate::ontology::Class;

/// A phrase of the text that stands for an actor, a place, or a thing that actors act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its words, whole (without relative clauses and appositions).
    pub tokens: Range<TokenIx>,
    /// The head word.
    pub head: TokenIx,
    /// How it is written.
    pub form: Form,
    /// What it stands for, as far as the phrase itself tells; the entity's class is in [`Actor::class`].
    pub class: Class,
}

/// How a [`Mention`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A name: *Steve Witkoff*, *Hezbollah*.
    Name,
    /// A description: *Israeli officials*, *the group*, *indirect talks*.
    Nominal,
    /// A pronoun: *it*, *they*, *who*.
    Pronoun,
    /// An adjective or compound that belongs to a name: *Iranian* in *Iranian missiles*.
    Demonym,
}

/// Index of an [`Actor`] in the list that resolution returns.
pub type ActorIx = usize;

/// One identity with all its mentions in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Identifier: the gazetteer's (`iran`), or one made from the name (`steve-witkoff`), or, for what only this
    /// document describes, from the document and the phrase (`talks-1`). Unique in the document; see [`Actor::local`].
    pub id: String,
    /// The name to show: canonical for linked actors, the fullest name for others, the phrase without determiner for
    /// described ones.
    pub label: String,
    /// Other names used in the document or known to the gazetteer.
    pub aliases: Vec<String>,
    /// What it is.
    pub class: Class,
    /// Whether it exists in this document only (a described actor or thing) and must not merge with others.
    pub local: bool,
    /// Whether the gazetteer knows it.
    pub known: bool,
    /// Wikidata item, such as `Q794`, where the gazetteer has it.
    pub wikidata: Option<String>,
    /// What it belongs to: the state of an army, the country of *Israeli officials*.
    pub parent: Option<ActorIx>,
    /// Indices into the document's mentions.
    pub mentions: Vec<usize>,
}
