//! The choices that a request names: what members become, by what nodes are ranked; and why an assertion is left out.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Request;
use crate::diagnostic::Error;

/// What members become in a collapsed view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Collapse {
    /// Persons become the organization, body or state that they lead, represent or belong to.
    Organization,
    /// Persons, bodies, forces, organizations, companies and places become their state.
    State,
}

impl Collapse {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Organization, Self::State];

    /// As options write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::State => "state",
        }
    }
}

macro_rules! measures {
    ($($(#[$meta:meta])* $variant:ident $name:literal),+ $(,)?) => {
        /// By what nodes are ranked; [`Measures`](super::Measures) has their definitions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Measure { $($(#[$meta])* #[serde(rename = $name)] $variant),+ }

        impl Measure {
            /// Every measure, in the order of tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As options and headers write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// As the head of a narrow column.
            pub fn short(self) -> &'static str {
                match self {
                    Self::Documents => "docs",
                    Self::InDegree => "in",
                    Self::OutDegree => "out",
                    Self::WeightedDegree => "weight",
                    other => other.name(),
                }
            }

            /// Whether its values are whole numbers.
            pub fn is_whole(self) -> bool {
                !matches!(self, Self::Pagerank | Self::Betweenness | Self::Closeness)
            }
        }
    };
}

measures! {
    /// Assertions that the node takes part in, shown or not.
    Count "count",
    /// Documents of those assertions.
    Documents "documents",
    /// Edges at the node.
    Degree "degree",
    /// Edges that point to it.
    InDegree "in-degree",
    /// Edges that point away from it.
    OutDegree "out-degree",
    /// Assertions of the edges at the node.
    WeightedDegree "weighted-degree",
    /// PageRank.
    Pagerank "pagerank",
    /// Betweenness.
    Betweenness "betweenness",
    /// Closeness.
    Closeness "closeness",
    /// Number of its k-core.
    Core "core",
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Measure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().copied().find(|m| m.name() == text);
        found.ok_or_else(|| Error::Usage(format!("{text}: no measure of a node")))
    }
}

/// Why an assertion of the store is not in a view; each is counted under the first reason that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Both ends are one node, by a correction or by [`Request::collapse`].
    Same,
    /// [`Request::predicates`], [`Request::quads`] and [`Request::states`].
    Relation,
    /// [`Request::standings`].
    Standing,
    /// [`Request::since`], [`Request::until`] and the days of publishing.
    Time,
    /// [`Request::sources`], [`Request::publishers`] and [`Request::documents`].
    Source,
    /// [`Request::min_confidence`].
    Confidence,
    /// [`Request::classes`].
    Class,
    /// [`Request::min_count`] and [`Request::min_documents`].
    Rare,
    /// [`Request::focus`], [`Request::between`] and [`Request::triads`].
    Far,
    /// [`Request::limit`].
    Limit,
}

impl Reason {
    /// Every reason, in the order in which they are asked.
    pub const ALL: [Self; 10] = [
        Self::Same,
        Self::Relation,
        Self::Standing,
        Self::Time,
        Self::Source,
        Self::Confidence,
        Self::Class,
        Self::Rare,
        Self::Far,
        Self::Limit,
    ];

    /// For readers, after "left out:".
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "both ends the same",
            Self::Relation => "other relations",
            Self::Standing => "said in another way",
            Self::Time => "at another time",
            Self::Source => "from other sources",
            Self::Confidence => "less sure",
            Self::Class => "of other classes",
            Self::Rare => "said less often",
            Self::Far => "outside the part that is shown",
            Self::Limit => "beyond the limit",
        }
    }
}
