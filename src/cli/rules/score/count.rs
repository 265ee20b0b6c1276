//! Judged documents → counts: by set, document, relation, realization, qualifier and cause.

use std::collections::BTreeMap;

use super::super::read::Annotated;
use crate::score::cause::{Cause, Error, Subject};

/// Annotated, found, and right.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) gold: usize,
    pub(super) found: usize,
    pub(super) right: usize,
}

impl Count {
    fn add(&mut self, gold: usize, found: usize, right: usize) {
        *self = Self { gold: self.gold + gold, found: self.found + found, right: self.right + right };
    }

    /// Precision, recall, F1.
    pub(super) fn rates(&self) -> [f64; 3] {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        let (p, r) = (share(self.found), share(self.gold));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }].map(round)
    }
}

/// To three decimals.
pub(super) fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

/// What one model found.
#[derive(Debug, Default)]
pub(super) struct Score {
    pub(super) all: Count,
    /// By set and name, in the order of the files.
    pub(super) documents: Vec<(String, String, Count)>,
    /// By set: relations that are right with all their qualifiers.
    pub(super) complete: BTreeMap<String, usize>,
    pub(super) predicates: BTreeMap<String, Count>,
    /// An assertion counts for both its ends.
    pub(super) realizations: BTreeMap<&'static str, Count>,
    /// Right ones among the assertions that are right: polarity, modality, source.
    pub(super) qualifiers: [usize; 3],
    /// The values of the qualifiers of the relations that are right.
    pub(super) values: BTreeMap<(&'static str, &'static str), Count>,
    /// By set and kind: errors by their cause.
    pub(super) causes: BTreeMap<(String, Kind, Cause), usize>,
}

/// What an error was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Missed,
    Wrong,
    Qualifier,
}

impl Kind {
    pub(super) fn of(subject: Subject) -> Self {
        match subject {
            Subject::Missed(_) => Self::Missed,
            Subject::Wrong(_) => Self::Wrong,
            Subject::Qualified(..) => Self::Qualifier,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Wrong => "wrong",
            Self::Qualifier => "qualifier",
        }
    }
}

impl Score {
    pub(super) fn add(&mut self, annotated: &Annotated, errors: &[Error]) {
        let Annotated { set, document, reading, judged } = annotated;
        let relation = |(sentence, place): (usize, usize)| &document.sentences[sentence].relations[place];
        let name = |at| relation(at).predicates.first().cloned().unwrap_or_default();
        let mut of_document = Count::default();
        for &(ix, hit) in &judged.assertions {
            let assertion = &reading.assertions[ix];
            let right = usize::from(hit.is_some());
            // What is right counts for the relation that the annotators put first.
            let predicate = hit.map_or_else(|| assertion.predicate.clone(), |hit| name(hit.relation));
            let of_predicate = self.predicates.entry(predicate).or_default();
            for count in [&mut self.all, &mut of_document, of_predicate] {
                count.add(right, 1, right);
            }
            for via in assertion.evidence.via {
                self.realizations.entry(via.name()).or_default().add(0, 1, right);
            }
            let Some(hit) = hit else { continue };
            for (known, ok) in self.qualifiers.iter_mut().zip([hit.polarity, hit.modality, hit.source]) {
                *known += usize::from(ok);
            }
            *self.complete.entry(set.clone()).or_default() += usize::from(hit.polarity && hit.modality && hit.source);
            let wanted = relation(hit.relation);
            let voice = |named: bool| if named { "named" } else { "none" };
            let (told, found) = (wanted.source.is_some(), !assertion.sources.is_empty());
            for (what, wanted, found, right) in [
                ("polarity", wanted.polarity.name(), assertion.polarity.name(), hit.polarity),
                ("modality", wanted.modality.name(), assertion.modality.name(), hit.modality),
                ("source", voice(told), voice(found), hit.source),
            ] {
                self.values.entry((what, wanted)).or_default().add(1, 0, usize::from(right));
                self.values.entry((what, found)).or_default().add(0, 1, 0);
            }
        }
        for &at in &judged.missed {
            for count in [&mut self.all, &mut of_document, self.predicates.entry(name(at)).or_default()] {
                count.add(1, 0, 0);
            }
        }
        self.documents.push((set.clone(), document.name.clone(), of_document));
        for error in errors {
            *self.causes.entry((set.clone(), Kind::of(error.subject), error.cause)).or_default() += 1;
        }
    }

    /// The sets, in the order of the files.
    pub(super) fn sets(&self) -> Vec<&str> {
        let mut sets: Vec<&str> = self.documents.iter().map(|(set, ..)| set.as_str()).collect();
        sets.dedup();
        sets
    }

    /// All documents of a set together (micro), and the means of their precision, recall and F1 (macro).
    pub(super) fn set(&self, set: &str) -> (Count, [f64; 3]) {
        let (mut sum, mut means, mut n) = (Count::default(), [0.0; 3], 0.0);
        for (_, _, count) in self.documents.iter().filter(|(of, ..)| of == set) {
            sum.add(count.gold, count.found, count.right);
            for (mean, rate) in means.iter_mut().zip(count.rates()) {
                *mean += rate;
            }
            n += 1.0;
        }
        (sum, means.map(|mean| round(mean / f64::max(n, 1.0))))
    }
}
