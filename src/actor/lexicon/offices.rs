//! Who holds an office, and when.
//!
//! Dates are `YYYY-MM-DD`; a term may begin or end with a year or a month only, and then nobody is sure to hold the
//! office in it. An open term is believed until the end of the year after the newest date of the table.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::{EntryIx, Gazetteer};
use crate::ontology::Class;

/// A term of office.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) person: EntryIx,
    /// Its name as [`written`] makes it.
    pub(super) office: SmolStr,
    pub(super) body: EntryIx,
    pub(super) from: SmolStr,
    pub(super) to: SmolStr,
    /// Whether the user said so; what she says wins.
    pub(super) own: bool,
}

/// What the press may mean by the name of an office that one person holds at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct OfficeName {
    /// The offices of the table, the likeliest first.
    pub(super) offices: SmallVec<[SmolStr; 2]>,
    /// Only of these.
    pub(super) bodies: SmallVec<[EntryIx; 2]>,
    /// Only of bodies of these classes.
    pub(super) classes: SmallVec<[Class; 2]>,
    /// Whether it means the only one of its bodies without a word of it: *the pope*.
    pub(super) alone: bool,
}

/// The name of an office in the spelling of the tables' keys: small letters, no hyphens.
pub(super) fn written(office: &str) -> SmolStr {
    office.to_lowercase().replace('-', " ").into()
}

impl Term {
    fn holds(&self, date: &str, horizon: &str) -> bool {
        let begun =
            if self.from.len() < 10 { self.from.as_str() < cut(date, self.from.len()) } else { *self.from <= *date };
        let open = self.to.is_empty() && date <= horizon;
        let goes_on = !self.to.is_empty()
            && if self.to.len() < 10 { cut(date, self.to.len()) < self.to.as_str() } else { *date <= *self.to };
        begun && (open || goes_on)
    }
}

/// The year, or year and month, of a date.
fn cut(date: &str, length: usize) -> &str {
    date.get(..length).unwrap_or(date)
}

impl Gazetteer {
    /// How many offices the tables know of a person.
    pub fn n_offices(&self, person: EntryIx) -> u32 {
        self.entries[person].n_offices
    }

    /// The offices of a person: name, body, from and to, the oldest first.
    pub fn terms(&self, person: EntryIx) -> Vec<(&str, EntryIx, &str, &str)> {
        let terms = self.terms_of(person).map(|o| (o.office.as_str(), o.body, o.from.as_str(), o.to.as_str()));
        let mut terms: Vec<_> = terms.collect();
        terms.sort_unstable_by_key(|&(name, body, from, to)| (from, to, name, body));
        terms
    }

    /// The only person who holds `office` of `body` at `date` (`YYYY-MM-DD`; without a date: whose term is open).
    pub fn holder(&self, office: &str, body: EntryIx, date: Option<&str>) -> Option<EntryIx> {
        let terms = self.offices.get(&(written(office), body))?;
        let holds = |o: &&Term| date.map_or(o.to.is_empty(), |date| o.holds(date, &self.horizon));
        let terms = || terms.iter().map(|&o| &self.terms[o]).filter(holds);
        let own = terms().any(|o| o.own);
        let mut holders = terms().filter(|o| o.own == own).map(|o| o.person);
        holders.next().filter(|first| holders.all(|p| p == *first))
    }

    /// As [`Gazetteer::holder`], of an office as the press writes it (*premier*; *chief*, of an organization). Nobody if
    /// several persons hold such an office at a time.
    pub fn holder_of(&self, name: &str, body: EntryIx, date: Option<&str>) -> Option<EntryIx> {
        self.meant(name, body).iter().find_map(|(office, body)| self.holder(office, *body, date))
    }

    /// Everybody who ever held an office that the press writes so.
    pub fn holders_ever(&self, name: &str, body: EntryIx) -> SmallVec<[EntryIx; 8]> {
        let mut persons = SmallVec::new();
        for key in self.meant(name, body) {
            for person in self.offices.get(&key).into_iter().flatten().map(|&o| self.terms[o].person) {
                if !persons.contains(&person) {
                    persons.push(person);
                }
            }
        }
        persons
    }

    /// Whether a name of an office is one that one person holds at a time.
    pub fn is_office(&self, name: &str) -> bool {
        self.office_names.contains_key(&written(name))
    }

    /// Whether two names mean an office in common, whatever stands before the first: *prime minister* and *premier*.
    pub fn is_same_office(&self, long: &str, short: &str) -> bool {
        let Some(rows) = self.office_names.get(&written(short)) else { return false };
        let long = written(long);
        let mut starts = std::iter::once(0).chain(long.match_indices(' ').map(|(at, _)| at + 1));
        let known = starts.find_map(|at| self.office_names.get(&long[at..]));
        known
            .into_iter()
            .flatten()
            .any(|row| row.offices.iter().any(|office| rows.iter().any(|other| other.offices.contains(office))))
    }

    /// Whose office a name means that needs no body beside it.
    pub fn body_of(&self, name: &str) -> Option<EntryIx> {
        let rows = self.office_names.get(&written(name))?;
        rows.iter().find(|row| row.alone).and_then(|row| row.bodies.first().copied())
    }

    /// Whether a person ever held an office of `body`.
    pub fn served(&self, person: EntryIx, body: EntryIx) -> bool {
        self.terms_of(person).any(|o| o.body == body)
    }

    /// Whether a person holds an office at a date, one that is his or hers alone if `alone`.
    pub fn in_office(&self, person: EntryIx, date: &str, alone: bool) -> bool {
        self.terms_of(person).any(|o| o.holds(date, &self.horizon) && (!alone || self.sole_offices.contains(&o.office)))
    }

    /// Whether a person ever held an office that is one person's alone.
    pub fn was_head(&self, person: EntryIx) -> bool {
        self.terms_of(person).any(|o| self.sole_offices.contains(&o.office) && self.class(o.body) == Class::State)
    }

    /// Whether a person had held no office before the year of a date was over.
    pub fn is_unheard_of(&self, person: EntryIx, date: &str) -> bool {
        self.terms_of(person).all(|o| cut(&o.from, 4) > cut(date, 4))
    }

    fn terms_of(&self, person: EntryIx) -> impl Iterator<Item = &Term> {
        self.terms_by_person.get(&person).into_iter().flatten().map(|&o| &self.terms[o])
    }

    /// The offices of the table that a name may mean, the likeliest first.
    fn meant(&self, name: &str, body: EntryIx) -> SmallVec<[(SmolStr, EntryIx); 4]> {
        let rows = self.office_names.get(&written(name)).map_or(&[][..], Vec::as_slice);
        let class = self.class(body);
        let kinds: [&dyn Fn(&&OfficeName) -> bool; 3] =
            [&|row| row.bodies.contains(&body), &|row| row.bodies.is_empty() && row.classes.contains(&class), &|row| {
                row.bodies.is_empty() && row.classes.is_empty()
            }];
        let Some(row) = kinds.iter().find_map(|fits| rows.iter().find(fits)) else { return SmallVec::new() };
        // The head of the Pentagon is the defense secretary of the United States.
        let above = self.parent(body).filter(|_| row.bodies.contains(&body));
        let bodies = [Some(body), above].into_iter().flatten();
        bodies.flat_map(|b| row.offices.iter().map(move |o| (o.clone(), b))).collect()
    }
}
