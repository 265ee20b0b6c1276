//! Assertions: what the text says that one actor does to another, with how sure it is, who says it, and the evidence.

use smallvec::SmallVec;

use crate::actor::ActorIx;
use crate::document::{Span, TokenIx};
use crate::syntax::realization::Realization;
use crate::syntax::scope::{Modality, Phase, Polarity};

/// One edge of the graph with its qualifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// Who does it: index into the reading's actors.
    pub subject: ActorIx,
    /// The predicate's name in `relations.tsv`, such as `funds`.
    pub predicate: String,
    /// To whom or what.
    pub object: ActorIx,
    /// Whether it holds.
    pub polarity: Polarity,
    /// How sure the text is.
    pub modality: Modality,
    /// Whether it begins, goes on, or ends.
    pub phase: Phase,
    /// Who says it, outermost first; empty if the text says it in its own voice or names nobody.
    pub sources: SmallVec<[ActorIx; 1]>,
    /// Whether it is attributed at all (*reportedly* attributes without naming anyone).
    pub attributed: bool,
    /// Measured precision of rule and realization, 0 to 1.
    pub confidence: f32,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Where an [`Assertion`] stands in the text and what found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// The word that carries it.
    pub trigger: TokenIx,
    /// From the first to the last word of subject, trigger and object.
    pub span: Span,
    /// The subject's mention: index into the reading's mentions.
    pub subject: usize,
    /// The object's mention.
    pub object: usize,
    /// The source's mention, outermost first.
    pub sources: SmallVec<[usize; 1]>,
    /// The rule's entry, such as `funds#1`.
    pub rule: String,
    /// How subject and object were found.
    pub via: [Realization; 2],
}

impl Assertion {
    /// What views filter by: `stated`, `reported`, `uncertain` or `denied`.
    pub fn standing(&self) -> Standing {
        match (self.polarity, self.modality, self.attributed) {
            (Polarity::Negative, _, _) => Standing::Denied,
            (_, Modality::Actual, false) => Standing::Stated,
            (_, Modality::Actual, true) => Standing::Reported,
            _ => Standing::Uncertain,
        }
    }
}

/// The standing of an [`Assertion`], derived from its qualifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Actual, positive, in the text's own voice.
    Stated,
    /// Actual and positive, but somebody says so.
    Reported,
    /// Possible, planned, or desired.
    Uncertain,
    /// Said not to hold.
    Denied,
}

impl Standing {
    /// As written in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Reported => "reported",
            Self::Uncertain => "uncertain",
            Self::Denied => "denied",
        }
    }
}
