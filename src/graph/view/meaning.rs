//! What the edges of a view mean: quad class, tone, and the manner in which they are said.
//!
//! Source of the quad classes: PLOVER codebook, 2021.

use serde::{Deserialize, Serialize};

/// The quad classes of event data: cooperation or conflict, in words or in deeds.
///
/// Source: PLOVER codebook, 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuadClass {
    /// Meets, agrees, promises.
    #[serde(rename = "VC")]
    VerbalCooperation,
    /// Funds, arms, trades.
    #[serde(rename = "MC")]
    MaterialCooperation,
    /// Accuses, threatens, demands.
    #[serde(rename = "VK")]
    VerbalConflict,
    /// Attacks, arrests, sanctions.
    #[serde(rename = "MK")]
    MaterialConflict,
}

impl QuadClass {
    /// Every quad class, in the order of PLOVER.
    pub const ALL: [Self; 4] =
        [Self::VerbalCooperation, Self::MaterialCooperation, Self::VerbalConflict, Self::MaterialConflict];

    /// As `ontology/relations.ttl` writes it: `VC`, `MC`, `VK`, `MK`.
    ///
    /// ```
    /// use actograph::graph::view::QuadClass;
    /// assert_eq!(QuadClass::of_code("MK"), Some(QuadClass::MaterialConflict));
    /// assert_eq!(QuadClass::MaterialConflict.code(), "MK");
    /// ```
    pub fn code(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "VC",
            Self::MaterialCooperation => "MC",
            Self::VerbalConflict => "VK",
            Self::MaterialConflict => "MK",
        }
    }

    /// The quad class of a [code](Self::code).
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// For readers: `material conflict`.
    pub fn name(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "verbal cooperation",
            Self::MaterialCooperation => "material cooperation",
            Self::VerbalConflict => "verbal conflict",
            Self::MaterialConflict => "material conflict",
        }
    }

    /// Cooperation or conflict.
    pub fn tone(self) -> Tone {
        match self {
            Self::VerbalCooperation | Self::MaterialCooperation => Tone::Cooperation,
            Self::VerbalConflict | Self::MaterialConflict => Tone::Conflict,
        }
    }
}

/// Cooperation, conflict, or neither: the quad classes of event data, without verbal and material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Verbal or material cooperation.
    Cooperation,
    /// Verbal or material conflict.
    Conflict,
    /// A lasting relation, or an event that is neither.
    Structure,
}

impl Tone {
    /// One word for it, as files write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cooperation => "cooperation",
            Self::Conflict => "conflict",
            Self::Structure => "other",
        }
    }
}

/// In which manner a relation is said to hold, from the strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// As a fact.
    Stated,
    /// As a fact, by somebody.
    Reported,
    /// As a fact of the past: *former*, *no longer*.
    Ended,
    /// As intended.
    Planned,
    /// As possible.
    Possible,
    /// As wanted or demanded.
    Desired,
    /// As not so.
    Denied,
}

impl Manner {
    /// Every manner, from the strongest to the weakest.
    pub const ALL: [Self; 7] =
        [Self::Stated, Self::Reported, Self::Ended, Self::Planned, Self::Possible, Self::Desired, Self::Denied];

    /// As written beside a relation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Reported => "reported",
            Self::Ended => "ended",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Desired => "desired",
            Self::Denied => "denied",
        }
    }
}
