//! Predications: every verb and noun of a sentence with its voice-neutral arguments.
//!
//! "Iran funds Hezbollah", "Hezbollah, which is funded by Iran" and "Iranian funding of Hezbollah" all become a
//! predication whose [`Function::Subject`] (or [`Function::Genitive`]) is Iran and whose [`Function::Object`] (or
//! [`Function::Prep`] "of") is Hezbollah. Rules match on functions and never see voice. The word is the field's
//! (Minimal Recursion Semantics); the design is in `docs/architecture.md`.

use smol_str::SmolStr;

use crate::document::TokenIx;
use crate::syntax::realization::Realization;
use crate::syntax::scope::Scope;

/// A trigger and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predication {
    /// The verb, noun or adjective that carries it.
    pub trigger: TokenIx,
    /// Its kind: which entries of the rules may match.
    pub kind: Kind,
    /// The particle of a phrasal verb (`out` in *carry out*), if any.
    pub particle: Option<TokenIx>,
    /// The arguments, in the order of their tokens.
    pub arguments: Vec<Argument>,
    /// How sure the text is of it, and who says it.
    pub scope: Scope,
}

/// What kind of word a [`Predication`] stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A verb; also a copula's adjective with its preposition (*is responsible for*).
    Verb,
    /// A noun with arguments of its own (*attack on*, *talks between*), and an office or role with its holder
    /// (*leader of Hamas, Sinwar*).
    Noun,
    /// A predicative or attributive adjective (*allied to Tehran*, *loyal to*).
    Adjective,
}

/// What an argument is to its trigger, whatever the construction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// Who does it.
    Subject,
    /// Whom or what it is done to.
    Object,
    /// What stands after a preposition: lower-cased, several words joined by `_` (`on_behalf_of`).
    Prep(SmolStr),
    /// What a noun belongs to or comes from: *Iran's* aid, *Iranian* aid, aid *of Iran*, aid *by Iran*.
    Genitive,
    /// Who holds the office or role that the trigger noun names.
    Holder,
    /// The second predicate noun or adjective of *name X chairman*, *call X a liar*: the complement.
    Complement,
}

/// One argument of a [`Predication`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// What it is to the trigger.
    pub function: Function,
    /// The head word of the argument's phrase. Coordinated arguments are listed one by one.
    pub token: TokenIx,
    /// The shape of the tree by which it was found.
    pub via: Realization,
}
