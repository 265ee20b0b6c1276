//! Which names mean the same in every document, and the identifier that they then have.
//!
//! A known actor has the gazetteer's identifier. An unknown one has an identifier of its own for all documents if its
//! name is full: two words or more that are neither initials, titles nor small words. Name and kind make it, so that a
//! person and a company of one name stay apart, whatever is read first. Bodies that every state has (ministries,
//! courts, armies, parties) are told apart by their state too. A bare surname, a bare acronym, *the Defense Ministry*
//! of nobody knows what state: these exist in their document only, until a person says whom they mean.

use std::fmt;

use crate::actor::lexicon::{Gazetteer, slug};
use crate::ontology::Class;

/// Why mentions of several documents are one actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The gazetteer has the name.
    Gazetteer,
    /// The same full name of the same kind of actor.
    FullName,
}

/// What parts the names of unknown actors: nobody of one kind merges with one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Organization,
    Population,
    /// An actor of a kind that the text does not tell.
    Actor,
    Place,
    Thing,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Person, Self::Organization, Self::Population, Self::Actor, Self::Place, Self::Thing];

    fn of(class: Class) -> Self {
        match class {
            Class::Person => Self::Person,
            Class::Population => Self::Population,
            Class::Actor => Self::Actor,
            Class::Place | Class::Facility => Self::Place,
            _ if class.is_organization() => Self::Organization,
            _ => Self::Thing,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Population => "population",
            Self::Actor => "actor",
            Self::Place => "place",
            Self::Thing => "thing",
        }
    }
}

/// The identifier that an unknown actor has in every document; none if its name is short or ambiguous.
///
/// `state` is the identifier of the state that it belongs to, where the document tells.
///
/// ```
/// use actograph::actor::{Gazetteer, identity::shared_id};
/// use actograph::ontology::Class;
/// let id = |name, class, state| shared_id(name, class, state, &Gazetteer::default());
/// assert_eq!(id("Ahmed Hassan", Class::Person, None).as_deref(), Some("person.ahmed-hassan"));
/// assert_eq!(id("Ahmed Hassan", Class::Company, None).as_deref(), Some("organization.ahmed-hassan"));
/// assert_eq!(id("Ahmed", Class::Person, None), None);
/// assert_eq!(id("Defense Ministry", Class::GovernmentBody, None), None);
/// assert_eq!(
///     id("Defense Ministry", Class::GovernmentBody, Some("peru")).as_deref(),
///     Some("organization.defense-ministry.peru")
/// );
/// ```
pub fn shared_id(name: &str, class: Class, state: Option<&str>, lexicon: &Gazetteer) -> Option<String> {
    let full = name.split([' ', '\u{a0}']).filter(|word| is_full(word, lexicon)).count() > 1;
    let id = format!("{}.{}", Kind::of(class).name(), slug(name));
    match class {
        _ if !full => None,
        Class::GovernmentBody | Class::ArmedForces | Class::PoliticalParty => state.map(|s| format!("{id}.{s}")),
        _ => Some(id),
    }
}

/// Why all mentions with an identifier that is not local are one actor.
///
/// ```
/// use actograph::actor::identity::{Ground, ground};
/// assert_eq!(ground("iran"), Ground::Gazetteer);
/// assert_eq!(ground("person.ahmed-hassan"), Ground::FullName);
/// ```
pub fn ground(id: &str) -> Ground {
    let kind = id.split_once('.').map(|(kind, _)| kind);
    if kind.is_some_and(|kind| Kind::ALL.iter().any(|k| k.name() == kind)) {
        Ground::FullName
    } else {
        Ground::Gazetteer
    }
}

impl Ground {
    /// The local name of its IRI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gazetteer => "byGazetteer",
            Self::FullName => "byFullName",
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Gazetteer => "known name",
            Self::FullName => "full name and class",
        })
    }
}

/// Whether a word of a name tells something: no initial, no title, no *al* or *of*.
fn is_full(word: &str, lexicon: &Gazetteer) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphanumeric());
    letters().count() > 1 && letters().any(|c| !c.is_lowercase()) && lexicon.title(&word.to_lowercase()).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::testing::gazetteer;

    fn check(name: &str, class: Class, expected: Option<&str>) {
        assert_eq!(shared_id(name, class, None, &gazetteer()).as_deref(), expected, "{name}");
    }

    #[test]
    fn short_names_never_merge() {
        for short in ["Hassan", "J. Hassan", "Mr. Hassan", "al Hassan", "SDF", "", "…", "of the"] {
            check(short, Class::Person, None);
        }
        check("Clean Wells", Class::Actor, Some("actor.clean-wells"));
        check("Brenholt AG", Class::Company, Some("organization.brenholt-ag"));
        check("Yahya al-Marwani", Class::Person, Some("person.yahya-al-marwani"));
        check("al-Marwani", Class::Person, None);
        check("حسن نصر", Class::Person, Some("person.حسن-نصر"));
    }

    #[test]
    fn kinds_stay_apart_and_never_meet_the_gazetteer() {
        let of = |class| shared_id("Georgia Jordan", class, None, &gazetteer()).unwrap();
        let ids: std::collections::BTreeSet<String> = Class::ALL
            .iter()
            .filter(|c| !matches!(c, Class::GovernmentBody | Class::ArmedForces | Class::PoliticalParty))
            .map(|&c| of(c))
            .collect();
        assert_eq!(ids.len(), Kind::ALL.len());
        assert!(ids.iter().all(|id| ground(id) == Ground::FullName));
        let data = crate::data::Data::embedded();
        let known = Gazetteer::load(&data).unwrap();
        assert!((0..known.len()).all(|entry| ground(known.id(entry)) == Ground::Gazetteer));
    }
}
