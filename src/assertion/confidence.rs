//! `rules/confidence.tsv` → how sure an assertion is, from how it was found.

use std::collections::BTreeMap;

use super::{circumstance, empty};
use crate::data::words::{WordMap, WordSet};
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::syntax::realization::Realization;

/// How often what was found in some way is right: `rules/confidence.tsv`, which says where its figures come from.
///
/// ```
/// use actograph::{assertion::Confidence, data::Data};
/// use actograph::syntax::realization::Realization;
/// let confidence = Confidence::load(&Data::embedded()).unwrap();
/// let active = confidence.of([Realization::ActiveSubject, Realization::ActiveObject], "verbs", "x");
/// let title = confidence.of([Realization::TitleCompound, Realization::Trigger], "titles", "x");
/// assert!(active < title && title < 1.0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Confidence {
    realizations: Vec<Precision>,
    entries: BTreeMap<String, Precision>,
    rules: WordMap<f32>,
    /// Verbs that give no open assertion.
    pub(super) weak_verbs: WordSet,
    /// Nouns that name no end of a relation.
    pub(super) empty: empty::Nouns,
    /// The words of time, place and amount.
    pub(super) circumstances: circumstance::Words,
}

/// A precision, and what it was taken to be before it was measured.
#[derive(Debug, Clone, Copy)]
struct Precision {
    measured: f32,
    prior: f32,
}

/// For what the table does not list.
const UNKNOWN: f32 = 0.8;

impl Confidence {
    /// Reads the table of the data folder.
    ///
    /// # Errors
    /// As [`Table::load`], and [`Error::Content`] if a precision is no number from 0 to 1.
    pub fn load(data: &Data) -> Result<Self, Error> {
        const PATH: &str = "rules/confidence.tsv";
        let unknown = Precision { measured: UNKNOWN, prior: UNKNOWN };
        let mut confidence = Self { realizations: vec![unknown; Realization::ALL.len()], ..Self::default() };
        for row in Table::load(data, PATH)?.rows() {
            let number = |column: &str| {
                let number = row.get(column).parse::<f32>().ok().filter(|p| (0.0..=1.0).contains(p));
                number.ok_or_else(|| Error::Content {
                    place: format!("{PATH}:{}", row.line()),
                    message: format!("`{}` is no number from 0 to 1", row.get(column)),
                })
            };
            let measured = number("precision")?;
            let prior = if row.get("prior").is_empty() { measured } else { number("prior")? };
            let (name, precision) = (row.get("name"), Precision { measured, prior });
            match row.get("what") {
                "entry" => _ = confidence.entries.insert(name.to_owned(), precision),
                "rule" => _ = confidence.rules.insert(name.into(), measured),
                _ => {
                    if let Some(place) = Realization::ALL.iter().position(|r| r.name() == name) {
                        confidence.realizations[place] = precision;
                    }
                }
            }
        }
        let weak = Table::load(data, "rules/weak-verbs.tsv")?;
        confidence.weak_verbs = weak.rows().map(|row| row.get("verb").into()).collect();
        confidence.empty = empty::Nouns::load(data)?;
        confidence.circumstances = circumstance::Words::load(data)?;
        Ok(confidence)
    }

    /// The confidence of an assertion whose ends were found in these ways by a rule with an entry of this kind.
    pub fn of(&self, via: [Realization; 2], entry: &str, rule: &str) -> f32 {
        let end = |r: Realization| self.realizations.get(r as usize).map_or(UNKNOWN, |p| p.measured);
        let kind = || self.entries.get(entry).map_or(UNKNOWN, |p| p.measured);
        end(via[0]) * end(via[1]) * self.rules.get(rule).copied().unwrap_or_else(kind)
    }

    /// What the precision of a realization was taken to be before it was measured.
    pub fn prior_of_realization(&self, realization: Realization) -> f32 {
        self.realizations.get(realization as usize).map_or(UNKNOWN, |p| p.prior)
    }

    /// The same of the kinds of entries, by name.
    pub fn prior_of_entries(&self) -> impl Iterator<Item = (&str, f32)> {
        self.entries.iter().map(|(name, p)| (name.as_str(), p.prior))
    }
}
