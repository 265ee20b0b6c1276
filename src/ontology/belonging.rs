//! `ontology/views/`: which relations make their subject a member of their object, and what members become in a
//! collapsed view.

use std::collections::BTreeSet;

use super::Class;
use crate::data::{Data, Table};
use crate::diagnostic::Error;

/// What counts as belonging to something.
///
/// ```
/// use actograph::{data::Data, ontology::{Class, Ontology}};
/// let ontology = Ontology::load(&Data::embedded()).unwrap();
/// let belonging = ontology.belonging();
/// assert!(belonging.relation("leads") && !belonging.relation("attacks"));
/// assert!(belonging.collapses(Class::GovernmentBody, "state"));
/// assert!(!belonging.collapses(Class::ArmedGroup, "state"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Belonging {
    relations: BTreeSet<String>,
    members: BTreeSet<(Class, String)>,
}

impl Belonging {
    /// Reads both tables; `known` says which relations there are.
    pub(super) fn load(data: &Data, known: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let (relations, members) = ("views/belonging.tsv", "views/members.tsv");
        let wrong =
            |file: &str, line: usize, message: String| Error::Content { place: format!("{file}:{line}"), message };
        let mut belonging = Self::default();
        for row in Table::load(data, relations)?.rows() {
            let name = row.get("relation");
            if !known(name) {
                return Err(wrong(relations, row.line(), format!("`{name}` is no relation of relations.ttl")));
            }
            belonging.relations.insert(name.to_owned());
        }
        for row in Table::load(data, members)?.rows() {
            let class = row.get("class").parse().map_err(|e| wrong(members, row.line(), e))?;
            let into = row.get("into");
            if !["organization", "state"].contains(&into) {
                return Err(wrong(members, row.line(), format!("`{into}`: write organization or state")));
            }
            belonging.members.insert((class, into.to_owned()));
        }
        Ok(belonging)
    }

    /// Whether the subject of a relation of that name is a member of its object.
    pub fn relation(&self, name: &str) -> bool {
        self.relations.contains(name)
    }

    /// Whether nodes of a class become what they belong to: their `organization` or their `state`.
    pub fn collapses(&self, class: Class, into: &str) -> bool {
        self.members.iter().any(|(member, what)| *member == class && what == into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_name_what_there_is() {
        let check = |file: &str, text: &str, expected: &str| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir(folder.path().join("views")).unwrap();
            std::fs::write(folder.path().join("views").join(file), text).unwrap();
            let data = Data::with_overlay(folder.path()).unwrap();
            assert_eq!(
                Belonging::load(&data, |name| name == "leads"
                    || name == "partOf"
                    || name == "memberOf"
                    || name == "represents")
                .unwrap_err()
                .to_string(),
                expected
            );
        };
        check("belonging.tsv", "relation\nlead\n", "views/belonging.tsv:2: `lead` is no relation of relations.ttl");
        check("members.tsv", "class\tinto\nHuman\tstate\n", "views/members.tsv:2: `Human` is no class");
        check("members.tsv", "class\tinto\nPerson\tcity\n", "views/members.tsv:2: `city`: write organization or state");
    }
}
