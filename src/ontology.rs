//! The classes of actors and things, and the inventory of relations, as `ontology/actors.ttl` and
//! `ontology/relations.ttl` define them.

mod belonging;
mod inventory;

pub use belonging::Belonging;
pub use inventory::{AG, ClassSet, Ontology, Predicate, REL, RelationKind};

use std::fmt;
use std::str::FromStr;

macro_rules! classes {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        /// What a node of the graph is. The names are those of the classes in `ontology/actors.ttl`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class { $($(#[$meta])* $name),+ }

        impl Class {
            /// Every class, actors first.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The local name of its IRI, such as `ArmedGroup`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }
    };
}

classes! {
    /// A human being.
    Person,
    /// A country with its government; one node whether it acts or is a place.
    State,
    /// A ministry, parliament, court, agency, or office of a state.
    GovernmentBody,
    /// A body whose members are states.
    InternationalOrganization,
    /// An armed group that is no state's army.
    ArmedGroup,
    /// Army, police, or service of a state.
    ArmedForces,
    /// A political party or camp.
    PoliticalParty,
    /// A business.
    Company,
    /// A newspaper, agency, or broadcaster.
    Media,
    /// Any other organization.
    Organization,
    /// People described as a group: protesters, Israeli officials, Kurds.
    Population,
    /// An actor of a kind that the text does not tell.
    Actor,
    /// A city, region, sea, building.
    Place,
    /// An office or job, named in words.
    Position,
    /// Talks, war, election, visit.
    Event,
    /// A deal, treaty, ceasefire.
    Agreement,
    /// A programme, plan, policy.
    Programme,
    /// A weapon or weapon system.
    Weapon,
    /// A report, law, statement.
    Document,
    /// An embargo, tariff, ban.
    Sanction,
    /// Money or aid.
    Money,
    /// Goods and products.
    Product,
    /// A plant, base, embassy.
    Facility,
    /// A claim, proposal, demand, right.
    Idea,
    /// Anything else that actors act on.
    Thing,
}

impl Class {
    /// Whether it can act.
    pub fn is_actor(self) -> bool {
        self <= Self::Actor
    }

    /// Whether it is something that actors act on, neither actor nor place nor position.
    pub fn is_thing(self) -> bool {
        self > Self::Position
    }

    /// Whether it is an organization of any kind, states and their bodies included.
    pub fn is_organization(self) -> bool {
        self.is_actor() && !matches!(self, Self::Person | Self::Population)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Class {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|c| c.name() == text).ok_or_else(|| format!("`{text}` is no class"))
    }
}
