//! Which corrections make sense: who is meant by a name, and what would contradict an earlier correction.
//!
//! A person names an actor by identifier, label or IRI. What is unknown gets the nearest names, what is ambiguous the
//! candidates; an actor that a merge gave up is answered with whom it is now.

use std::collections::BTreeSet;

use crate::diagnostic::{Error, nearest};
use crate::graph::actors::Identity;
use crate::graph::curation::judge::{self, Verdict};
use crate::graph::curation::{Change, Correction, Corrections};
use crate::graph::vocabulary::Base;

/// How many candidates a message lists.
const SHOWN: usize = 8;

/// The actors of a store, by which names are looked up.
#[derive(Debug, Clone, Copy)]
pub struct Roll<'a> {
    /// Every actor, those of one document only too.
    pub identities: &'a [Identity],
    /// The corrections by which they are what they are.
    pub corrections: &'a Corrections,
    /// The namespace of the data.
    pub base: &'a Base,
}

impl<'a> Roll<'a> {
    /// The actor that a person means.
    ///
    /// # Errors
    /// [`Error::Usage`] if there is none of that name (with the nearest ones), or several (with all of them).
    pub fn find(&self, name: &str) -> Result<&'a Identity, Error> {
        let iri = self.base.resolve(name);
        let by_iri = self.identities.binary_search_by(|i| i.iri.as_str().cmp(iri.as_str()));
        if let Ok(place) = by_iri {
            return Ok(&self.identities[place]);
        }
        if let Some((number, into)) = self.corrections.merged_into(iri.as_str()) {
            let (end, _) = self.corrections.resolve("", into, []);
            let into = self.base.shorten(&end);
            return Err(usage(format!("{name}: merged into {into} by correction {number}; say {into} instead")));
        }
        let wanted = name.to_lowercase();
        let labelled = |i: &&Identity| i.label.to_lowercase() == wanted;
        let called = |i: &&Identity| i.aliases.iter().any(|alias| alias.to_lowercase() == wanted);
        let mut found: Vec<&Identity> = self.identities.iter().filter(labelled).collect();
        if found.is_empty() {
            found = self.identities.iter().filter(called).collect();
        }
        match found.as_slice() {
            [only] => Ok(only),
            [] => Err(usage(format!("{name}: no actor of this store has that name{}", self.suggestion(name)))),
            several => {
                let mut lines: Vec<String> = several.iter().take(SHOWN).map(|i| self.describe(i)).collect();
                if several.len() > SHOWN {
                    lines.push(format!("  … and {} more", several.len() - SHOWN));
                }
                let n = several.len();
                Err(usage(format!("{name}: {n} actors have that name; say which\n{}", lines.join("\n"))))
            }
        }
    }

    /// An actor in one line: `  doc:a#ahmed-1  Ahmed (Person, in a)`.
    pub fn describe(&self, identity: &Identity) -> String {
        let documents = some(&documents(identity).iter().map(|d| self.document_id(d)).collect());
        format!("  {}  {} ({}, in {documents})", self.base.shorten(&identity.iri), identity.label, identity.class)
    }

    /// Whether a change makes sense now.
    ///
    /// # Errors
    /// [`Error::Usage`] if it would change nothing, or contradicts an earlier one.
    pub fn check(&self, change: &Change) -> Result<(), Error> {
        conflict(self.corrections, change, self.base).map_err(usage)?;
        let short = |iri: &str| self.base.shorten(iri);
        let known = |iri: &str| {
            let place = self.identities.binary_search_by(|i| i.iri.as_str().cmp(iri)).ok();
            place.map(|p| &self.identities[p]).ok_or_else(|| usage(format!("{}: no actor of this store", short(iri))))
        };
        let actor = known(change.target())?;
        let name = short(&actor.iri);
        match change {
            Change::Merge { others, .. } => others.iter().try_for_each(|other| known(other).map(|_| ())),
            Change::Split { documents: parted, names, .. } => {
                let all = documents(actor);
                let foreign = parted.iter().filter(|d| !all.contains(*d)).map(|d| self.document_id(d)).collect();
                if let Some(first) = BTreeSet::first(&foreign) {
                    let known: BTreeSet<String> = all.iter().map(|d| self.document_id(d)).collect();
                    let near = nearest(first, known.iter().map(String::as_str));
                    let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
                    let message = format!("{name} is not in {}, but in {}{near}", some(&foreign), some(&known));
                    return Err(usage(message));
                }
                let called = |name: &String| {
                    let wanted = name.to_lowercase();
                    actor.label.to_lowercase() == wanted || actor.aliases.iter().any(|a| a.to_lowercase() == wanted)
                };
                if let Some(unknown) = names.iter().find(|n| !called(n)) {
                    let known: Vec<&str> = actor.aliases.iter().chain([&actor.label]).map(String::as_str).collect();
                    return Err(usage(format!("{name} is not called {unknown}, but {}", known.join(", "))));
                }
                if names.is_empty() && parted.len() == all.len() {
                    return Err(usage(format!("these are all documents of {name}: nothing would be left of it")));
                }
                Ok(())
            }
            Change::Rename { label, .. } if label.trim().is_empty() => Err(usage("a name needs a letter".to_owned())),
            Change::Rename { label, .. } if *label == actor.label => Err(usage(format!("{name} is called {label}"))),
            Change::Retype { class, .. } if *class == actor.class => Err(usage(format!("{name} is a {class}"))),
            Change::Rename { .. } | Change::Retype { .. } | Change::Judge { .. } => Ok(()),
        }
    }

    fn suggestion(&self, name: &str) -> String {
        let known = self.identities.iter().flat_map(|i| [&i.label].into_iter().chain(&i.aliases)).map(String::as_str);
        nearest(name, known).map_or(String::new(), |near| format!("; did you mean {near}?"))
    }

    /// A document as people name it.
    pub fn document_id(&self, iri: &str) -> String {
        let short = self.base.shorten(iri);
        short.strip_prefix("doc:").map_or_else(|| short.clone(), str::to_owned)
    }
}

/// What a correction would contradict in those before it, whatever documents there are.
///
/// # Errors
/// A message that says what is in the way and what to do.
pub fn conflict(earlier: &Corrections, change: &Change, base: &Base) -> Result<(), String> {
    let short = |iri: &str| base.shorten(iri);
    let is_there = |iri: &str| match earlier.merged_into(iri) {
        Some((number, into)) => {
            let (into, iri) = (short(&earlier.resolve("", into, []).0), short(iri));
            Err(format!("{iri} was merged into {into} by correction {number}; say {into}, or undo {number} first"))
        }
        None => Ok(()),
    };
    if let Change::Judge { said, verdict } = change {
        return match judge::on(earlier, said) {
            Some((number, before, _)) => {
                let done = if before == Verdict::Accept { "accepted" } else { "rejected" };
                let undo = if before == *verdict { "" } else { "; undo that first" };
                Err(format!("{} was {done} by correction {number}{undo}", short(&said.assertion)))
            }
            None => Ok(()),
        };
    }
    is_there(change.target())?;
    match change {
        Change::Merge { actor, others } => {
            if others.contains(actor) {
                return Err(format!("{} cannot be merged with itself", short(actor)));
            }
            others.iter().try_for_each(|other| is_there(other))
        }
        Change::Split { into, .. } => {
            let same = |c: &&Correction| matches!(&c.change, Change::Split { into: other, .. } if other == into);
            let before = earlier.list().iter().find(same);
            before.map_or(Ok(()), |c| Err(format!("that is what correction {} says already", c.number)))
        }
        Change::Rename { .. } | Change::Retype { .. } | Change::Judge { .. } => Ok(()),
    }
}

/// The corrections with one more.
pub fn with(corrections: &Corrections, next: Correction) -> Corrections {
    Corrections::new(corrections.list().iter().cloned().chain([next]).collect())
}

/// The corrections without the one of that number.
///
/// # Errors
/// [`Error::Usage`] if there is none, or if a later one builds on it.
pub fn without(corrections: &Corrections, number: usize, base: &Base) -> Result<Corrections, Error> {
    let Some(gone) = corrections.list().iter().find(|c| c.number == number) else {
        let numbers: BTreeSet<String> = corrections.list().iter().map(|c| c.number.to_string()).collect();
        let there =
            if numbers.is_empty() { "there is none".to_owned() } else { format!("there are {}", some(&numbers)) };
        return Err(usage(format!("no correction {number}: {there}")));
    };
    let made = match &gone.change {
        Change::Split { into, .. } => Some(into),
        _ => None,
    };
    let mut rest = Corrections::default();
    for correction in corrections.list().iter().filter(|c| c.number != number) {
        let speaks_of = |iri: &String| {
            let change = &correction.change;
            change.target() == iri || matches!(change, Change::Merge { others, .. } if others.contains(iri))
        };
        let why = if made.is_some_and(speaks_of) {
            Err(format!("it is about {}, which is made by that", base.shorten(made.expect("just tested"))))
        } else {
            conflict(&rest, &correction.change, base)
        };
        why.map_err(|why| {
            let n = correction.number;
            usage(format!("correction {n} builds on {number}: {why}\nundo {n} first"))
        })?;
        rest = with(&rest, correction.clone());
    }
    Ok(rest)
}

/// All documents of an actor, by IRI.
pub fn documents(identity: &Identity) -> BTreeSet<String> {
    identity.documents.values().flatten().cloned().collect()
}

fn usage(message: String) -> Error {
    Error::Usage(message)
}

/// The first few, and how many more.
fn some(names: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
