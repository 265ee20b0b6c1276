//! Nodes ⇄ their names: how a node is called in a view, and which node a person means.
//!
//! A name is looked for as IRI or identifier, then among the names that the store shows, then among the other names.
//! Nobody is guessed: a name that several have gives an error that lists them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

use super::facts::{Facts, failed, text};
use crate::diagnostic::{Error, nearest};
use crate::graph::vocabulary::term;

/// How many candidates a message lists.
const SHOWN: usize = 8;

/// How a node is called.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub shown: String,
    pub others: Vec<String>,
}

impl Facts<'_> {
    /// The name that most documents use, of those the longest; the others sorted.
    pub(super) fn label(&self, iri: &str) -> Result<Label, Error> {
        let node = NamedNode::new_unchecked(iri);
        let mut labels: BTreeMap<String, usize> = BTreeMap::new();
        for quad in self.index.quads.quads_for_pattern(Some(node.as_ref().into()), Some(term::LABEL), None, None) {
            *labels.entry(text(quad.map_err(failed)?.object)).or_default() += 1;
        }
        let best = labels.iter().max_by_key(|(label, n)| (**n, label.chars().count(), Reverse(*label)));
        let last_part = || iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned();
        let shown = best.map_or_else(last_part, |(label, _)| label.clone());
        let mut others: BTreeSet<String> = self.values(node.as_ref(), term::ALT_LABEL)?.into_iter().collect();
        others.extend(labels.into_keys());
        others.insert(last_part());
        others.remove(&shown);
        Ok(Label { shown, others: others.into_iter().collect() })
    }

    /// The IRI of the same in Wikidata.
    pub(super) fn item(&self, iri: &str) -> Result<Option<String>, Error> {
        let same = self.values(NamedNode::new_unchecked(iri).as_ref(), term::SAME_AS)?;
        Ok(same.into_iter().find(|other| other.contains("wikidata.org/entity/")))
    }

    /// The values of one property in the default graph, sorted.
    pub(super) fn values(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<Vec<String>, Error> {
        let default = Some(GraphNameRef::DefaultGraph);
        let quads = self.index.quads.quads_for_pattern(Some(subject.into()), Some(property), None, default);
        let values = quads.map(|quad| quad.map(|q| text(q.object)).map_err(failed));
        let mut values: Vec<String> = values.collect::<Result<_, _>>()?;
        values.sort();
        Ok(values)
    }

    /// The node that a person means, among those that `takes_part` admits.
    ///
    /// # Errors
    /// [`Error::Usage`] if nobody has that name, with the nearest name, or if several have it; `option` is what the
    /// name was given for, such as `--focus`.
    pub(super) fn named(&self, name: &str, option: &str, takes_part: &dyn Fn(u32) -> bool) -> Result<u32, Error> {
        let name = name.trim();
        for iri in [name, self.index.base.resolve(name).as_str()] {
            if let Some(node) = self.node(iri).filter(|&node| takes_part(node)) {
                return Ok(node);
            }
        }
        let wanted = name.to_lowercase();
        let mut known = BTreeSet::new();
        for property in [term::LABEL, term::ALT_LABEL] {
            let mut found = BTreeSet::new();
            let default = Some(GraphNameRef::DefaultGraph);
            for quad in self.index.quads.quads_for_pattern(None, Some(property), None, default) {
                let quad = quad.map_err(failed)?;
                let (NamedOrBlankNode::NamedNode(subject), Term::Literal(label)) = (&quad.subject, &quad.object) else {
                    continue;
                };
                let Some(node) = self.node(subject.as_str()).filter(|&node| takes_part(node)) else { continue };
                if label.value().to_lowercase() == wanted {
                    found.insert(node);
                } else if property == term::LABEL {
                    known.insert(label.value().to_owned());
                }
            }
            // What only one document knows must not stand in the way of what all know by that name.
            let shared: Vec<u32> = found.iter().copied().filter(|&n| !self.nodes[n as usize].contains('#')).collect();
            let found = if shared.is_empty() { found.into_iter().collect() } else { shared };
            match found.as_slice() {
                [] => {}
                [only] => return Ok(*only),
                several => return Err(self.ambiguous(name, option, several)),
            }
        }
        let near = nearest(name, known.iter().map(String::as_str));
        let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        let what = if option == "--source" { "says anything" } else { "is in a relation" };
        Err(Error::Usage(format!("{option} {name}: nobody of that name {what}{hint}")))
    }

    fn ambiguous(&self, name: &str, option: &str, several: &[u32]) -> Error {
        let shown: Vec<String> = several
            .iter()
            .take(SHOWN)
            .map(|&node| format!("  {}", self.index.base.shorten(&self.nodes[node as usize])))
            .collect();
        let more = several.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!("\n  … and {more} more") } else { String::new() };
        let n = several.len();
        Error::Usage(format!("{option} {name}: {n} actors have that name; say which\n{}{more}", shown.join("\n")))
    }
}
