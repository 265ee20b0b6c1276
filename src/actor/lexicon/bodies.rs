//! Bodies that every state has one of: whose parliament is meant, whatever it is called.
//!
//! `bodies.tsv` lists the kinds. The known bodies are found among the entries by their names: who belongs to a state and
//! is called *Turkish Parliament*, *Turkey's Parliament* or *Parliament of Turkey* is its parliament.

use smol_str::SmolStr;

use super::spelling::{lower, slug};
use super::words::rows;
use super::{EntryIx, Gazetteer};
use crate::data::Table;
use crate::ontology::Class;

impl Gazetteer {
    /// The kind of body that words in small letters mean, such as `foreign-ministry` for *ministry of foreign affairs*.
    pub fn body_kind(&self, words: &str) -> Option<&str> {
        self.body_kinds.get(words).map(SmolStr::as_str)
    }

    /// The known body of that kind of a state.
    pub fn body(&self, kind: &str, state: EntryIx) -> Option<EntryIx> {
        self.bodies.get(&(kind.into(), state)).copied()
    }

    /// The kind of body that a name tells with its state: *Brazilian Army* of Brazil.
    pub fn body_named(&self, name: &str, state: EntryIx) -> Option<&str> {
        let forms = self.forms_of(state);
        self.kind_without(&lower(name), &forms)
    }

    /// What a body is called of which nobody knows the name: *Brazilian army*.
    pub fn body_label(&self, kind: &str, state: EntryIx) -> String {
        let name = kind.replace('-', " ");
        match self.entries[state].demonyms.first() {
            Some(&adjective) => format!("{} {name}", self.text(adjective)),
            None => format!("{name} of {}", self.name(state)),
        }
    }

    pub(super) fn add_bodies(&mut self, tables: &[(String, Table)]) {
        for row in rows(tables, "bodies") {
            let kind: SmolStr = slug(row.get("kind")).into();
            for written in row.list("written").chain([row.get("kind")]) {
                self.body_kinds.insert(lower(written), kind.clone());
            }
        }
        let mut states: Vec<(EntryIx, EntryIx)> = Vec::new();
        for entry in 0..self.entries.len() {
            if matches!(self.class(entry), Class::GovernmentBody | Class::ArmedForces)
                && let Some(state) = self.parent(entry).filter(|&s| self.class(s) == Class::State)
            {
                states.push((state, entry));
            }
        }
        states.sort_unstable();
        for of_state in states.chunk_by(|a, b| a.0 == b.0) {
            let state = of_state[0].0;
            let forms = self.forms_of(state);
            for &(_, entry) in of_state {
                let names: Vec<&str> = std::iter::once(self.name(entry)).chain(self.aliases(entry)).collect();
                let kinds: Vec<SmolStr> = names
                    .into_iter()
                    .filter_map(|name| self.kind_without(&lower(name), &forms))
                    .map(SmolStr::from)
                    .collect();
                // Of several with one name the first row counts.
                for kind in kinds {
                    self.bodies.entry((kind, state)).or_insert(entry);
                }
            }
        }
    }

    /// How a state is called, in small letters, adjectives too.
    fn forms_of(&self, state: EntryIx) -> Vec<SmolStr> {
        let adjectives = self.entries[state].demonyms.iter().map(|&a| self.text(a));
        let names = std::iter::once(self.name(state)).chain(self.aliases(state));
        names.chain(adjectives).map(lower).collect()
    }

    fn kind_without(&self, name: &str, forms: &[SmolStr]) -> Option<&str> {
        forms.iter().find_map(|form| {
            let before = || {
                let rest = name.strip_prefix(form.as_str())?;
                rest.strip_prefix("'s ").or_else(|| rest.strip_prefix("’s ")).or_else(|| rest.strip_prefix(' '))
            };
            let after = || {
                let rest = name.strip_suffix(form.as_str())?;
                rest.strip_suffix(" of ").or_else(|| rest.strip_suffix(" of the "))
            };
            before().or_else(after).and_then(|rest| self.body_kind(rest))
        })
    }
}
