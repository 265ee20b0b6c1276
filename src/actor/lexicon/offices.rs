//! Who holds an office, and when.

use smol_str::SmolStr;

use super::{EntryIx, Gazetteer};

/// A term of office.
#[derive(Debug, Clone)]
pub(super) struct Office {
    pub(super) person: EntryIx,
    pub(super) from: SmolStr,
    pub(super) to: SmolStr,
    /// Whether the user said so; what she says wins.
    pub(super) own: bool,
}

impl Gazetteer {
    /// How many offices the tables know of a person.
    pub fn n_offices(&self, person: EntryIx) -> u32 {
        self.entries[person].n_offices
    }

    /// The only person who holds `office` of `body` at `date` (`YYYY-MM-DD`; without a date: holds it now).
    pub fn holder(&self, office: &str, body: EntryIx, date: Option<&str>) -> Option<EntryIx> {
        let offices = self.offices.get(&(SmolStr::from(office), body))?;
        let holds = |o: &&Office| match date {
            Some(date) => o.from.as_str() <= date && (o.to.is_empty() || date <= o.to.as_str()),
            None => o.to.is_empty(),
        };
        let own = offices.iter().filter(holds).any(|o| o.own);
        let mut holders = offices.iter().filter(holds).filter(|o| o.own == own).map(|o| o.person);
        holders.next().filter(|first| holders.all(|p| p == *first))
    }
}
