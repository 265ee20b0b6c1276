//! What the gazetteer said of the known actors of a store when its documents were read.
//!
//! Documents may have been read with tables of the user's own (`--actors`, `--data`), which whoever queries or corrects
//! the store need not have at hand. So a build keeps what they say in a file of the store, for the actors that some
//! document has and for what those belong to; it is no graph of its own and no query sees it.

use std::collections::BTreeMap;

use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::actor::Gazetteer;
use crate::graph::vocabulary::{self, AG, Base, term};
use crate::ontology::Class;

/// Known actors by identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    entries: BTreeMap<String, Entry>,
}

/// One known actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub label: String,
    /// What it is.
    pub class: Class,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its Wikidata item, such as `Q794`.
    pub wikidata: Option<String>,
    /// The identifier of what it belongs to.
    pub parent: Option<String>,
}

impl Known {
    /// What is known of an actor.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// What `gazetteer` knows of these actors and of what they belong to, and what `before` knew of the others.
    pub fn of<'i>(ids: impl IntoIterator<Item = &'i str>, gazetteer: &Gazetteer, before: &Self) -> Self {
        let in_gazetteer = |id: &str| gazetteer.entry(id).map(|entry| Entry::of(gazetteer, entry));
        Self::gather(ids, |id| in_gazetteer(id).or_else(|| before.get(id).cloned()))
    }

    /// These, and what `gazetteer` knows of the actors that they lack.
    #[must_use]
    pub fn filled<'i>(&self, ids: impl IntoIterator<Item = &'i str>, gazetteer: &Gazetteer) -> Self {
        let in_gazetteer = |id: &str| gazetteer.entry(id).map(|entry| Entry::of(gazetteer, entry));
        Self::gather(ids, |id| self.get(id).cloned().or_else(|| in_gazetteer(id)))
    }

    /// These, and of the actors that they lack what `others` know.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        for (id, entry) in others.entries {
            self.entries.entry(id).or_insert(entry);
        }
        self
    }

    fn gather<'i>(ids: impl IntoIterator<Item = &'i str>, find: impl Fn(&str) -> Option<Entry>) -> Self {
        let mut entries = BTreeMap::new();
        let mut open: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        while let Some(id) = open.pop() {
            if let Some(entry) = find(&id).filter(|_| !entries.contains_key(&id)) {
                open.extend(entry.parent.clone());
                entries.insert(id, entry);
            }
        }
        Self { entries }
    }

    /// As quads, sorted by identifier.
    pub fn quads(&self, base: &Base) -> Vec<Quad> {
        let graph = base.actors();
        let mut quads = Vec::new();
        for (id, entry) in &self.entries {
            let node = base.actor(id);
            let mut add = |property, object: Term| quads.push(Quad::new(node.clone(), property, object, graph.clone()));
            let text = |text: &str| Term::from(Literal::new_simple_literal(text));
            add(term::TYPE, vocabulary::class(entry.class).into());
            add(term::LABEL, text(&entry.label));
            for alias in &entry.aliases {
                add(term::ALT_LABEL, text(alias));
            }
            if let Some(item) = &entry.wikidata {
                add(term::SAME_AS, vocabulary::wikidata(item).into());
            }
            if let Some(parent) = &entry.parent {
                add(term::BELONGS_TO, base.actor(parent).into());
            }
        }
        quads
    }

    /// Reads what [`quads`](Self::quads) wrote; what is no such quad is left out.
    pub fn read(quads: &[Quad], base: &Base) -> Self {
        let id = |node: &NamedNode| base.id(node.as_str());
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(node) = &quad.subject else { continue };
            let Some(subject) = id(node) else { continue };
            let entry = entries.entry(subject).or_insert_with(|| Entry {
                label: String::new(),
                class: Class::Thing,
                aliases: Vec::new(),
                wikidata: None,
                parent: None,
            });
            match (quad.predicate.as_ref(), &quad.object) {
                (term::TYPE, Term::NamedNode(class)) => {
                    let class = class.as_str().strip_prefix(AG).and_then(|name| name.parse().ok());
                    entry.class = class.unwrap_or(entry.class);
                }
                (term::LABEL, Term::Literal(label)) => label.value().clone_into(&mut entry.label),
                (term::ALT_LABEL, Term::Literal(alias)) => entry.aliases.push(alias.value().to_owned()),
                (term::SAME_AS, Term::NamedNode(item)) => {
                    entry.wikidata = item.as_str().rsplit('/').next().map(str::to_owned);
                }
                (term::BELONGS_TO, Term::NamedNode(parent)) => entry.parent = id(parent),
                _ => {}
            }
        }
        entries.retain(|_, entry| !entry.label.is_empty());
        Self { entries }
    }
}

impl Entry {
    fn of(gazetteer: &Gazetteer, entry: crate::actor::lexicon::EntryIx) -> Self {
        Self {
            label: gazetteer.name(entry).to_owned(),
            class: gazetteer.class(entry),
            aliases: gazetteer.aliases(entry).map(str::to_owned).collect(),
            wikidata: gazetteer.wikidata(entry).map(str::to_owned),
            parent: gazetteer.parent(entry).map(|parent| gazetteer.id(parent).to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::testing::gazetteer;

    #[test]
    fn what_is_written_is_read_again_with_what_it_belongs_to() {
        let base = Base::default();
        let known = Known::of(["donald-trump", "iran", "nobody"], &gazetteer(), &Known::default());
        assert_eq!(known.entries.keys().collect::<Vec<_>>(), ["donald-trump", "iran", "united-states"]);
        assert_eq!(Known::read(&known.quads(&base), &base), known);
    }

    #[test]
    fn what_a_gazetteer_has_no_more_is_kept_and_what_it_has_is_new() {
        let mut before = Known::of(["iran"], &gazetteer(), &Known::default());
        before.entries.get_mut("iran").unwrap().label = "Persia".to_owned();
        let port = Entry { label: "Port of Suva".to_owned(), ..before.get("iran").unwrap().clone() };
        before.entries.insert("port-of-suva".to_owned(), port);
        let ids = ["iran", "port-of-suva", "turkey"];
        let labels = |known: &Known| ids.map(|id| known.get(id).unwrap().label.clone());
        assert_eq!(labels(&Known::of(ids, &gazetteer(), &before)), ["Iran", "Port of Suva", "Turkey"]);
        assert_eq!(labels(&before.filled(ids, &gazetteer())), ["Persia", "Port of Suva", "Turkey"]);
    }
}
