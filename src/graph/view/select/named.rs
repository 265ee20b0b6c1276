//! What a request names → the relations, documents, classes and days that are meant, or what is near them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diagnostic::{Error, nearest};
use crate::graph::view::Request;
use crate::graph::view::facts::{Document, Facts};
use crate::ontology::{Class, ClassSet};

pub(super) fn relations(facts: &Facts<'_>, request: &Request) -> Result<Vec<bool>, Error> {
    if request.predicates.is_empty() {
        return Ok(vec![true; facts.relations.len()]);
    }
    let mut wanted = vec![false; facts.relations.len()];
    let known = facts.ontology.predicates();
    for name in &request.predicates {
        let short = name.strip_prefix("rel:").unwrap_or(name);
        let is = |other: &str| other.eq_ignore_ascii_case(short);
        let mut found = known.iter().any(|p| is(&p.name) || is(&p.label));
        for (relation, wanted) in facts.relations.iter().zip(&mut wanted) {
            if is(&relation.name) || is(&relation.label) || (relation.open && is("open")) {
                (found, *wanted) = (true, true);
            }
        }
        if !found && !is("open") {
            let names = known.iter().map(|p| p.name.as_str()).chain(facts.relations.iter().map(|r| r.name.as_str()));
            return Err(unknown("--relation", name, "no relation", nearest(short, names)));
        }
    }
    Ok(wanted)
}

pub(super) fn documents(facts: &Facts<'_>, request: &Request) -> Result<Vec<bool>, Error> {
    let base = &facts.index.base;
    let mut allowed = vec![request.documents.is_empty(); facts.documents.len()];
    for name in &request.documents {
        let (document, resolved) = (base.document(name), base.resolve(name));
        let is = |d: &&Document| {
            d.iri == *name
                || d.name.as_deref() == Some(name)
                || d.iri == document.as_str()
                || d.iri == resolved.as_str()
        };
        let Some(place) = facts.documents.iter().position(|d| is(&d)) else {
            let names = facts.documents.iter().filter_map(|d| d.name.as_deref());
            return Err(unknown("--document", name, "no document with assertions", nearest(name, names)));
        };
        allowed[place] = true;
    }
    if !request.publishers.is_empty() {
        let known: BTreeSet<&str> = facts.documents.iter().filter_map(|d| d.publisher.as_deref()).collect();
        let lower: BTreeSet<String> = request.publishers.iter().map(|p| p.to_lowercase()).collect();
        for name in &request.publishers {
            if !known.iter().any(|k| k.to_lowercase() == name.to_lowercase()) {
                return Err(unknown("--publisher", name, "no publisher", nearest(name, known.iter().copied())));
            }
        }
        for (document, allowed) in facts.documents.iter().zip(&mut allowed) {
            *allowed &= document.publisher.as_ref().is_some_and(|p| lower.contains(&p.to_lowercase()));
        }
    }
    Ok(allowed)
}

pub(super) fn classes(facts: &Facts<'_>, request: &Request) -> Result<Option<ClassSet>, Error> {
    let mut classes = ClassSet::EMPTY;
    for name in &request.classes {
        let short = name.strip_prefix("ag:").unwrap_or(name);
        let Some(class) = Class::ALL.iter().find(|class| class.name().eq_ignore_ascii_case(short)) else {
            let near = nearest(short, Class::ALL.iter().map(|class| class.name()));
            return Err(unknown("--class", name, "no class", near));
        };
        classes = classes.union(facts.ontology.with_subclasses(*class));
    }
    Ok((!request.classes.is_empty()).then_some(classes))
}

/// A day as requests write it.
pub(in super::super) fn day(text: &str) -> Result<Date, Error> {
    let day: Option<Date> = text.parse().ok();
    // Days are compared as they are written.
    let day = day.filter(|day| day.to_string() == text);
    day.ok_or_else(|| Error::Usage(format!("{text}: no day; write it as 2026-01-31")))
}

fn unknown(option: &str, name: &str, what: &str, near: Option<&str>) -> Error {
    let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
    Error::Usage(format!("{option} {name}: {what}{hint}"))
}
