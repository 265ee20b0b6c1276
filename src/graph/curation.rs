//! What a person put right by hand, and what follows from it for every document that is ever read.
//!
//! Corrections are data, kept beside the documents and never written into them: a document's file says what was read,
//! and whoever reads the store sees it through the corrections. So they survive another reading of the documents and a
//! rebuild from nothing, and taking one back leaves no trace. They are applied in their order, each to what those
//! before it made, and every one is about whole actors (or what some documents, or some name, mean by an actor), so a
//! circle cannot arise. [`edit`] says which new ones make sense; [`record`] writes and reads them.
//!
//! Judgements on single assertions are corrections too ([`judge`]).

pub mod edit;
pub mod judge;
pub mod record;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use oxigraph::model::NamedNode;

use crate::graph::curation::judge::{Said, Verdict};
use crate::graph::vocabulary::{self, Base};
use crate::ontology::Class;

/// One correction: what is put right, by whom, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its number, from 1; corrections are applied in this order.
    pub number: usize,
    /// What is put right.
    pub change: Change,
    /// Who says so.
    pub author: String,
    /// When it was said: an `xsd:dateTime` such as `2026-11-25T22:30:00Z`.
    pub time: String,
    /// Why, if the author told.
    pub reason: Option<String>,
}

/// What a correction puts right. Actors, assertions and documents are named by their IRIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `others` are `actor`.
    Merge {
        /// Who stays.
        actor: String,
        /// Who becomes that; at least one.
        others: Vec<String>,
    },
    /// What some documents call `actor` is another one.
    Split {
        /// Who loses mentions.
        actor: String,
        /// The documents that mean the other one.
        documents: Vec<String>,
        /// Documents that use one of these names mean the other one too.
        names: Vec<String>,
        /// The other one.
        into: String,
        /// The other one's name, if it is not to be found in the documents.
        label: Option<String>,
    },
    /// `actor` is called `label`.
    Rename {
        /// Who.
        actor: String,
        /// Its name from now on.
        label: String,
    },
    /// `actor` is a `class`.
    Retype {
        /// Who.
        actor: String,
        /// What it is from now on.
        class: Class,
    },
    /// An assertion is right, or wrong.
    Judge {
        /// What was asserted.
        said: Said,
        /// Which of the two.
        verdict: Verdict,
    },
}

impl Change {
    /// The actor, or the assertion, that it is about.
    pub fn target(&self) -> &str {
        match self {
            Self::Judge { said, .. } => &said.assertion,
            Self::Merge { actor, .. }
            | Self::Split { actor, .. }
            | Self::Rename { actor, .. }
            | Self::Retype { actor, .. } => actor,
        }
    }

    /// A merge; the others are sorted.
    pub fn merge(actor: &str, mut others: Vec<String>) -> Self {
        others.sort();
        others.dedup();
        Self::Merge { actor: actor.to_owned(), others }
    }

    /// A split whose new actor is called after what it is made of, so that the same split gives the same actor.
    pub fn split(actor: &str, mut documents: Vec<String>, mut names: Vec<String>, label: Option<String>) -> Self {
        for list in [&mut documents, &mut names] {
            list.sort();
            list.dedup();
        }
        let parts = [actor.to_owned(), documents.join("\n"), names.join("\n")];
        let hash = vocabulary::hash(parts.iter().map(String::as_bytes));
        let into = format!("{actor}.{}", &hash[..8]);
        Self::Split { actor: actor.to_owned(), documents, names, into, label }
    }
}

/// All corrections of a store, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    list: Vec<Correction>,
    /// Actors that a merge or a split moves somewhere.
    moved: HashSet<String>,
    /// Every actor that a correction speaks of.
    touched: HashSet<String>,
    names: HashMap<String, Named>,
    /// Documents with judged assertions.
    judged: HashSet<String>,
}

/// What corrections say of one actor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Named {
    label: Option<String>,
    class: Option<Class>,
    aliases: BTreeSet<String>,
}

/// Name and class of an actor, as far as corrections give them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByHand<'a> {
    /// Its name.
    pub label: Option<&'a str>,
    /// What it is.
    pub class: Option<Class>,
    /// Names that merged actors were given by hand.
    pub aliases: Vec<&'a str>,
}

impl Corrections {
    /// In the order of their numbers; of equal numbers, which only files put together by hand have, of their times.
    pub fn new(mut list: Vec<Correction>) -> Self {
        list.sort_by(|a, b| (a.number, &a.time, &a.author).cmp(&(b.number, &b.time, &b.author)));
        let mut last = 0;
        for correction in &mut list {
            correction.number = correction.number.max(last + 1);
            last = correction.number;
        }
        let mut all = Self::default();
        for correction in &list {
            all.note(&correction.change);
        }
        all.list = list;
        all
    }

    /// In their order.
    pub fn list(&self) -> &[Correction] {
        &self.list
    }

    /// Whether a correction speaks of an actor, so that the graph of actors describes it.
    pub fn touches(&self, iri: &str) -> bool {
        self.touched.contains(iri)
    }

    /// Whether an assertion of a document was judged, by the document's IRI.
    pub fn judges(&self, document: &str) -> bool {
        self.judged.contains(document)
    }

    /// Whether an actor may be another one by these corrections.
    pub fn moves(&self, iri: &str) -> bool {
        self.moved.contains(iri)
    }

    /// Who is meant where a document has an actor that it calls by `names`, and the corrections that say so.
    ///
    /// # Complexity
    /// Constant for actors that no correction moves, else linear in the number of corrections.
    pub fn resolve<'a, 'n>(
        &'a self,
        document: &str,
        iri: &'a str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> (Cow<'a, str>, Vec<usize>) {
        let mut here = iri;
        let mut applied = Vec::new();
        if !self.moves(iri) {
            return (Cow::Borrowed(here), applied);
        }
        let called: Vec<String> = names.into_iter().map(str::to_lowercase).collect();
        for correction in &self.list {
            let next = match &correction.change {
                Change::Merge { actor, others } => others.iter().any(|o| o == here).then_some(actor),
                Change::Split { actor, documents, names, into, .. } if actor == here => {
                    let by_name = || names.iter().any(|name| called.contains(&name.to_lowercase()));
                    (documents.iter().any(|d| d == document) || by_name()).then_some(into)
                }
                _ => None,
            };
            if let Some(next) = next {
                here = next;
                applied.push(correction.number);
            }
        }
        (Cow::Borrowed(here), applied)
    }

    /// What an actor is called and is, as far as corrections say.
    pub fn names(&self, iri: &str) -> ByHand<'_> {
        self.names.get(iri).map_or_else(ByHand::default, |named| ByHand {
            label: named.label.as_deref(),
            class: named.class,
            aliases: named.aliases.iter().map(String::as_str).collect(),
        })
    }

    /// The merge that gave an actor up, and for whom.
    pub fn merged_into(&self, iri: &str) -> Option<(usize, &str)> {
        self.list.iter().rev().find_map(|c| match &c.change {
            Change::Merge { actor, others } if others.iter().any(|o| o == iri) => Some((c.number, actor.as_str())),
            _ => None,
        })
    }

    /// The node of a correction.
    pub fn iri(&self, number: usize, base: &Base) -> Option<NamedNode> {
        self.list.iter().find(|c| c.number == number).map(|c| record::node(c, base))
    }

    fn note(&mut self, change: &Change) {
        if let Change::Judge { said, .. } = change {
            self.judged.insert(said.document().to_owned());
            return;
        }
        self.touched.insert(change.target().to_owned());
        match change {
            Change::Merge { actor, others } => {
                for other in others {
                    self.moved.insert(other.clone());
                    self.touched.insert(other.clone());
                    if let Some(lost) = self.names.remove(other) {
                        let kept = self.names.entry(actor.clone()).or_default();
                        kept.aliases.extend(lost.aliases.into_iter().chain(lost.label));
                    }
                }
            }
            Change::Split { actor, names, into, label, .. } => {
                self.moved.insert(actor.clone());
                self.touched.insert(into.clone());
                if let Some(label) = label.as_ref().or(names.first()) {
                    self.names.entry(into.clone()).or_default().label = Some(label.clone());
                }
            }
            Change::Rename { actor, label } => {
                self.names.entry(actor.clone()).or_default().label = Some(label.clone());
            }
            Change::Retype { actor, class } => self.names.entry(actor.clone()).or_default().class = Some(*class),
            Change::Judge { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrections(changes: &[Change]) -> Corrections {
        let correction = |(i, change): (usize, &Change)| Correction {
            number: i + 1,
            change: change.clone(),
            author: "a".to_owned(),
            time: "2026-01-01T00:00:00Z".to_owned(),
            reason: None,
        };
        Corrections::new(changes.iter().enumerate().map(correction).collect())
    }

    fn merge(actor: &str, others: &[&str]) -> Change {
        Change::merge(actor, others.iter().map(|&o| o.to_owned()).collect())
    }

    fn split(actor: &str, documents: &[&str], names: &[&str]) -> Change {
        let owned = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        Change::split(actor, owned(documents), owned(names), None)
    }

    fn who(corrections: &Corrections, document: &str, iri: &str, names: &[&str]) -> String {
        corrections.resolve(document, iri, names.iter().copied()).0.into_owned()
    }

    #[test]
    fn a_merge_of_a_merge_ends_at_the_last() {
        let all = corrections(&[merge("a", &["b"]), merge("c", &["a"]), merge("d", &["e"])]);
        assert_eq!(["a", "b", "c", "e", "x"].map(|iri| who(&all, "d1", iri, &[])), ["c", "c", "c", "d", "x"]);
        assert_eq!(all.resolve("d1", "b", []).1, [1, 2]);
        assert_eq!(all.merged_into("b"), Some((1, "a")));
    }

    #[test]
    fn even_a_circle_that_somebody_wrote_ends() {
        let all = corrections(&[merge("a", &["b"]), merge("b", &["a"])]);
        assert_eq!(["a", "b"].map(|iri| who(&all, "d", iri, &[])), ["b", "b"]);
    }

    #[test]
    fn a_split_is_by_document_or_by_name() {
        let all =
            corrections(&[merge("a", &["b"]), split("a", &["d1"], &[]), split("a", &[], &["Self-Defense Forces"])]);
        let [Change::Split { into: first, .. }, Change::Split { into: second, .. }] =
            [&all.list()[1].change, &all.list()[2].change]
        else {
            panic!()
        };
        assert_eq!(who(&all, "d1", "b", &["self-defense forces"]), *first);
        assert_eq!(who(&all, "d2", "a", &["self-defense forces", "SDF"]), *second);
        assert_eq!(who(&all, "d2", "b", &["SDF"]), "a");
        assert_ne!(first, second);
        assert_eq!(all.names(second).label, Some("Self-Defense Forces"));
    }

    #[test]
    fn names_given_to_a_merged_actor_stay_as_other_names() {
        let rename = |actor: &str, label: &str| Change::Rename { actor: actor.to_owned(), label: label.to_owned() };
        let all = corrections(&[rename("b", "Bee"), rename("a", "Ay"), merge("a", &["b"]), rename("a", "Aye")]);
        let named = all.names("a");
        assert_eq!((named.label, named.aliases), (Some("Aye"), vec!["Bee"]));
        assert_eq!(all.names("b"), ByHand::default());
    }

    #[test]
    fn numbers_are_unique_whatever_a_file_has() {
        let mut list = corrections(&[merge("a", &["b"]), merge("c", &["d"])]).list().to_vec();
        list[1].number = 1;
        list[0].time = "2026-02-01T00:00:00Z".to_owned();
        let all = Corrections::new(list);
        let numbered: Vec<(usize, &str)> = all.list().iter().map(|c| (c.number, c.change.target())).collect();
        assert_eq!(numbered, [(1, "c"), (2, "a")]);
    }
}
