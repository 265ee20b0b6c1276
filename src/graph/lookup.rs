//! What a person writes for an actor, a relation, a document or a day → the term of a store that is meant.
//!
//! An actor is looked for by IRI, Wikidata item, name, other name and identifier in the store, and last by the names
//! of the gazetteer. It never guesses: a name that several have gives all of them, an unknown one the nearest.

use std::collections::BTreeSet;

use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};

use crate::actor::{Gazetteer, find};
use crate::diagnostic::{Error, nearest};
use crate::graph::named::Kind;
use crate::graph::store::Index;
use crate::graph::vocabulary::{self, REL, term};
use crate::ontology::{Class, Ontology};

/// How many candidates a message lists.
const SHOWN: usize = 8;

/// A store and what is known besides it.
pub struct Lookup<'a> {
    /// The store.
    pub index: &'a Index,
    /// More names of its actors.
    pub gazetteer: &'a Gazetteer,
    /// Its relations.
    pub ontology: &'a Ontology,
}

impl Lookup<'_> {
    /// The term that a value of this kind means.
    ///
    /// # Errors
    /// [`Error::Usage`] if there is none, or if there are several.
    pub fn term(&self, kind: Kind, value: &str) -> Result<Term, Error> {
        match kind {
            Kind::Actor => self.actor(value).map(Term::from),
            Kind::Relation => self.relation(value).map(Term::from),
            Kind::Document => self.document(value).map(Term::from),
            Kind::Class => {
                let name = value.strip_prefix("ag:").unwrap_or(value);
                let class = Class::ALL.iter().find(|c| c.name().eq_ignore_ascii_case(name));
                let near = || nearest(name, Class::ALL.iter().map(|c| c.name()));
                let class = class.ok_or_else(|| unknown(value, "class", near()))?;
                Ok(vocabulary::class(*class).into())
            }
            Kind::Date => {
                let day: jiff::civil::Date =
                    value.parse().map_err(|_| usage(format!("{value}: no day; write it as 2026-01-31")))?;
                Ok(Literal::new_typed_literal(day.to_string(), term::DATE).into())
            }
            Kind::Number => {
                let number: i64 = value.parse().map_err(|_| usage(format!("{value}: no whole number")))?;
                Ok(Literal::from(number).into())
            }
            Kind::Text => Ok(Literal::new_simple_literal(value).into()),
        }
    }

    /// The actor or thing that a person means.
    ///
    /// # Errors
    /// [`Error::Usage`] if nobody in the store has that name, or several have.
    ///
    /// # Complexity
    /// Linear in the names of the store.
    pub fn actor(&self, name: &str) -> Result<NamedNode, Error> {
        let base = &self.index.base;
        let name = name.trim();
        let iri = if name.contains("://") && !name.starts_with(base.as_str()) {
            NamedNode::new(name).map_err(|e| usage(format!("{name}: {e}")))?
        } else {
            base.resolve(name)
        };
        if self.has_label(iri.as_ref())? {
            return Ok(iri);
        }
        if let Some(kept) = self.subjects(term::MERGED, iri.as_ref().into())?.first() {
            let targets =
                self.index.quads.quads_for_pattern(Some(kept.as_ref().into()), Some(term::TARGET), None, None);
            for quad in targets {
                if let Term::NamedNode(target) = quad.map_err(failed)?.object {
                    return self.actor(target.as_str());
                }
            }
        }
        if is_wikidata(name) {
            let items = self.subjects(term::SAME_AS, vocabulary::wikidata(name).as_ref().into())?;
            return self.one(name, items.into_iter().collect());
        }
        for property in [term::LABEL, term::ALT_LABEL] {
            let all = self.called(property, name)?;
            // What only one document knows must not stand in the way of what all know by that name.
            let shared: Vec<NamedNode> = all.iter().filter(|n| !n.as_str().contains('#')).cloned().collect();
            let found = if shared.is_empty() { all } else { shared };
            if !found.is_empty() {
                return self.one(name, found);
            }
        }
        let senses = find::find(self.gazetteer, name, None);
        let known: BTreeSet<NamedNode> = senses.iter().map(|s| base.actor(self.gazetteer.id(s.entry))).collect();
        let mut here = Vec::new();
        for node in &known {
            if self.has_label(node.as_ref())? {
                here.push(node.clone());
            }
        }
        match (here.is_empty(), senses.first()) {
            (true, Some(sense)) => {
                let label = self.gazetteer.name(sense.entry);
                Err(usage(format!("{name}: this store has nothing about {label}")))
            }
            _ => self.one(name, here),
        }
    }

    /// The relation that a person means.
    ///
    /// # Errors
    /// [`Error::Usage`] with the nearest one.
    pub fn relation(&self, name: &str) -> Result<NamedNode, Error> {
        let short = name.strip_prefix(REL).or_else(|| name.strip_prefix("rel:")).unwrap_or(name);
        if matches!(short, "open" | "ag:open") {
            return Ok(term::OPEN.into_owned());
        }
        let known = self.ontology.predicates();
        let fits = |wanted: &str| {
            known.iter().find(|p| p.name.eq_ignore_ascii_case(wanted) || p.label.eq_ignore_ascii_case(wanted))
        };
        match fits(short) {
            Some(predicate) => Ok(vocabulary::relation(&predicate.name)),
            None => Err(unknown(name, "relation", nearest(short, known.iter().map(|p| p.name.as_str())))),
        }
    }

    /// The document that a person means.
    ///
    /// # Errors
    /// [`Error::Usage`] with the nearest one.
    pub fn document(&self, name: &str) -> Result<NamedNode, Error> {
        let base = &self.index.base;
        let node = if name.starts_with(base.as_str()) || name.starts_with("doc:") {
            base.resolve(name)
        } else {
            base.document(name)
        };
        let documents = self.subjects(term::TYPE, term::DOCUMENT_CLASS.into())?;
        if documents.contains(&node) {
            return Ok(node);
        }
        let names: Vec<String> =
            documents.iter().map(|d| base.shorten(d.as_str()).trim_start_matches("doc:").to_owned()).collect();
        Err(unknown(name, "document", nearest(name, names.iter().map(String::as_str))))
    }

    fn one(&self, name: &str, found: Vec<NamedNode>) -> Result<NamedNode, Error> {
        match found.as_slice() {
            [only] => Ok(only.clone()),
            [] => {
                let mut names = BTreeSet::new();
                for property in [term::LABEL, term::ALT_LABEL] {
                    for quad in self.named(property) {
                        names.extend(literal(quad?.1));
                    }
                }
                Err(unknown(name, "actor of this store", nearest(name, names.iter().map(String::as_str))))
            }
            several => {
                let shown: Vec<String> = several
                    .iter()
                    .take(SHOWN)
                    .map(|node| format!("  {}", self.index.base.shorten(node.as_str())))
                    .collect();
                let more = several.len().saturating_sub(SHOWN);
                let more = if more > 0 { format!("\n  … and {more} more") } else { String::new() };
                let n = several.len();
                Err(usage(format!("{name}: {n} actors have that name; say which\n{}{more}", shown.join("\n"))))
            }
        }
    }

    /// Who is called so, in any mixture of small and capital letters.
    fn called(&self, property: NamedNodeRef<'_>, name: &str) -> Result<Vec<NamedNode>, Error> {
        let wanted = name.to_lowercase();
        let mut found = BTreeSet::new();
        for pair in self.named(property) {
            let (node, object) = pair?;
            if literal(object).is_some_and(|text| text.to_lowercase() == wanted) {
                found.insert(node);
            }
        }
        Ok(found.into_iter().collect())
    }

    /// The names of the store's actors; the ontology has names too.
    fn named(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = Result<(NamedNode, Term), Error>> {
        let default = Some(GraphNameRef::DefaultGraph);
        let base = self.index.base.as_str().to_owned();
        let quads = self.index.quads.quads_for_pattern(None, Some(property), None, default);
        quads.filter_map(move |quad| match quad.map_err(failed) {
            Err(e) => Some(Err(e)),
            Ok(quad) => match quad.subject {
                NamedOrBlankNode::NamedNode(node) if node.as_str().starts_with(&base) => Some(Ok((node, quad.object))),
                _ => None,
            },
        })
    }

    fn has_label(&self, node: NamedNodeRef<'_>) -> Result<bool, Error> {
        let default = Some(GraphNameRef::DefaultGraph);
        let mut labels = self.index.quads.quads_for_pattern(Some(node.into()), Some(term::LABEL), None, default);
        labels.next().transpose().map(|l| l.is_some()).map_err(failed)
    }

    fn subjects(&self, property: NamedNodeRef<'_>, object: TermRef<'_>) -> Result<BTreeSet<NamedNode>, Error> {
        let default = Some(GraphNameRef::DefaultGraph);
        let quads = self.index.quads.quads_for_pattern(None, Some(property), Some(object), default);
        let nodes = quads.filter_map(|quad| match quad.map_err(failed) {
            Err(e) => Some(Err(e)),
            Ok(quad) => match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Some(Ok(node)),
                NamedOrBlankNode::BlankNode(_) => None,
            },
        });
        nodes.collect()
    }
}

/// Whether a name is an item of Wikidata: `Q794`.
fn is_wikidata(name: &str) -> bool {
    name.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn literal(term: Term) -> Option<String> {
    match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    }
}

fn unknown(name: &str, what: &str, near: Option<&str>) -> Error {
    let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
    usage(format!("{name}: no {what}{near}"))
}

fn usage(message: String) -> Error {
    Error::Usage(message)
}

fn failed(error: oxigraph::store::StorageError) -> Error {
    Error::Query(error.to_string())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::graph::query::short;
    use crate::graph::sample;
    use crate::graph::store::Store;
    use crate::graph::write::{Options, quads};

    fn check(kind: Kind, value: &str, expected: Expect) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        for id in ["one", "two"] {
            store.put(id, &quads(&sample::talks(Source::named(id)), &Options::default())).unwrap();
        }
        let data = Data::embedded();
        let index = store.load(&data).unwrap();
        let (gazetteer, ontology) = (Gazetteer::load(&data).unwrap(), Ontology::load(&data).unwrap());
        let lookup = Lookup { index: &index, gazetteer: &gazetteer, ontology: &ontology };
        let found = lookup.term(kind, value);
        expected.assert_eq(&found.map_or_else(|e| e.to_string(), |t| short(&t, &index.base.prefixes())));
    }

    #[test]
    fn an_actor_is_found_by_whatever_names_it() {
        for name in ["Iran", "IRAN", "iran", "kg:iran", "https://w3id.org/actograph/kg/iran", "Q794"] {
            check(Kind::Actor, name, expect!["kg:iran"]);
        }
        check(Kind::Actor, "Islamic Republic of Iran", expect!["kg:iran"]);
        check(Kind::Actor, "Tehran", expect!["kg:iran"]);
        check(Kind::Actor, "doc:one#talks-1", expect!["doc:one#talks-1"]);
    }

    #[test]
    fn nobody_is_guessed() {
        check(
            Kind::Actor,
            "indirect talks",
            expect![[r#"
            indirect talks: 2 actors have that name; say which
              doc:one#talks-1
              doc:two#talks-1"#]],
        );
        check(Kind::Actor, "Irann", expect!["Irann: no actor of this store; did you mean Iran?"]);
        check(Kind::Actor, "Peru", expect!["Peru: this store has nothing about Peru"]);
        check(Kind::Actor, "Q1", expect!["Q1: no actor of this store"]);
        check(Kind::Actor, "", expect![": no actor of this store"]);
        check(Kind::Actor, "x://y z", expect!["x://y z: Invalid IRI code point ' '"]);
    }

    #[test]
    fn other_values_are_what_they_are_called() {
        check(Kind::Relation, "withdraws from", expect!["rel:withdrawsFrom"]);
        check(Kind::Relation, "rel:funds", expect!["rel:funds"]);
        check(Kind::Relation, "fund", expect!["fund: no relation; did you mean funds?"]);
        check(Kind::Document, "one", expect!["doc:one"]);
        check(Kind::Document, "doc:two", expect!["doc:two"]);
        check(Kind::Document, "ones", expect!["ones: no document; did you mean one?"]);
        check(Kind::Date, "2026-02-30", expect!["2026-02-30: no day; write it as 2026-01-31"]);
        check(Kind::Date, "2026-02-28", expect!["2026-02-28"]);
        check(Kind::Class, "person", expect!["ag:Person"]);
        check(Kind::Class, "Persons", expect!["Persons: no class; did you mean Person?"]);
        check(Kind::Number, "two", expect!["two: no whole number"]);
    }
}
