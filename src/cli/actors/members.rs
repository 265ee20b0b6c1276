//! States in organizations: `facts/memberships.tsv`.

use crate::actor::find::covers;
use crate::data::{Data, Table};
use crate::diagnostic::Error;

/// One row: a state in an organization, with its status and its time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Membership {
    organization: String,
    state: String,
    status: String,
    from: String,
    to: String,
}

/// Who is in what.
#[derive(Debug, Default)]
pub(super) struct Memberships(Vec<Membership>);

impl Memberships {
    /// Reads the table of the data folder.
    ///
    /// # Errors
    /// As [`Table::load`].
    pub(super) fn load(data: &Data) -> Result<Self, Error> {
        let table = Table::load(data, "facts/memberships.tsv")?;
        let rows = table.rows().map(|row| Membership {
            organization: row.get("organization").to_owned(),
            state: row.get("state").to_owned(),
            status: row.get("status").to_owned(),
            from: row.get("from").to_owned(),
            to: row.get("to").to_owned(),
        });
        Ok(Self(rows.collect()))
    }

    /// Identifiers of the members of an organization, those of another status left out.
    pub(super) fn of(&self, organization: &str, date: Option<&str>) -> Vec<&str> {
        let rows = self.0.iter().filter(|m| m.organization == organization && m.holds(date));
        rows.map(|m| m.state.as_str()).collect()
    }

    /// Identifiers of the organizations that a state is a member of.
    pub(super) fn with(&self, state: &str, date: Option<&str>) -> Vec<&str> {
        self.0.iter().filter(|m| m.state == state && m.holds(date)).map(|m| m.organization.as_str()).collect()
    }
}

impl Membership {
    fn holds(&self, date: Option<&str>) -> bool {
        let now = self.to.is_empty();
        self.status == "member" && date.map_or(now, |date| covers((&self.from, &self.to), date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_join_and_leave() {
        let all = Memberships::load(&Data::embedded()).unwrap();
        assert!(all.of("nato", None).contains(&"finland"));
        assert!(!all.of("nato", Some("2020-01-01")).contains(&"finland"));
        assert!(all.with("norway", None).contains(&"nato"));
        assert!(all.of("nobody", None).is_empty());
    }

    #[test]
    fn every_row_names_known_actors() {
        let gazetteer = crate::actor::Gazetteer::load(&Data::embedded()).unwrap();
        let all = Memberships::load(&Data::embedded()).unwrap();
        for m in &all.0 {
            assert!(gazetteer.entry(&m.organization).is_some(), "{}", m.organization);
            assert!(gazetteer.entry(&m.state).is_some(), "{}", m.state);
        }
    }
}
