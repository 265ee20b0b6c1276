//! Polarity, modality and attribution of a predication, by scope on the tree.

use crate::document::TokenIx;

/// Whether the text says that it holds or that it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Polarity {
    /// It holds.
    #[default]
    Positive,
    /// It does not.
    Negative,
}

/// How sure the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Modality {
    /// It happened, happens, or holds.
    #[default]
    Actual,
    /// May, could, if, likely, allegedly.
    Possible,
    /// Will, plans to, is expected to.
    Planned,
    /// Wants, calls for, demands.
    Desired,
}

/// Whether something begins, goes on, or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Phase {
    /// Nothing is said of it.
    #[default]
    None,
    /// It begins: *was named*, *has begun*.
    Begins,
    /// It goes on: *continues to*.
    Continues,
    /// It ends: *has suspended*, *no longer*, *former*.
    Ends,
}

/// The qualifiers of one predication, in terms of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// Whether it holds.
    pub polarity: Polarity,
    /// How sure it is.
    pub modality: Modality,
    /// Whether it begins or ends.
    pub phase: Phase,
    /// The head word of who says it, if it is attributed (*Israeli officials warn that …*).
    pub speaker: Option<TokenIx>,
    /// The word that attributes it (*warn*), if any; with a cue and no speaker the source is unnamed (*reportedly*).
    pub cue: Option<TokenIx>,
}

impl Polarity {
    /// As written in every output: `positive` or `negative`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}

impl Modality {
    /// As written in every output: `actual`, `possible`, `planned` or `desired`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Possible => "possible",
            Self::Planned => "planned",
            Self::Desired => "desired",
        }
    }
}
