//! A view → the same view month by month, week by week or day by day, and what changes from one to the next.
//!
//! What is shown is chosen once, for all of the time; each step then has of it what happened in that step, as a view
//! with these days as [`Request::since`] and [`Request::until`] would. So a node that is in two steps has the same IRI
//! in both and in the whole view, and a layout of the whole places every step.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};
use petgraph::visit::EdgeRef as _;

use super::belong::Belonging;
use super::facts::Facts;
use super::project::{Chosen, choose};
use super::select::{Aggregate, Selected, Wanted, day};
use super::{Request, View};
use crate::diagnostic::Error;
use crate::graph::store::Index;
use crate::ontology::Ontology;

/// More steps than anybody looks at.
const MOST: usize = 1_000;

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A day.
    Day,
    /// From Monday to Sunday, as ISO 8601 has it.
    Week,
    /// From the first to the last day of a month.
    Month,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// As options write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The first and the last day of the period that a day lies in; the calendar's ends cut them off.
    ///
    /// ```
    /// use actograph::graph::view::Period;
    /// use jiff::civil::date;
    /// assert_eq!(Period::Month.around(date(2024, 2, 9)), (date(2024, 2, 1), date(2024, 2, 29)));
    /// assert_eq!(Period::Week.around(date(2025, 1, 1)), (date(2024, 12, 30), date(2025, 1, 5)));
    /// ```
    pub fn around(self, day: Date) -> (Date, Date) {
        match self {
            Self::Day => (day, day),
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Week => {
                let since = i32::from(day.weekday().to_monday_zero_offset());
                (day.saturating_sub(since.days()), day.saturating_add((6 - since).days()))
            }
        }
    }

    /// How a period is called: `2025-03-09`, `2025-W10`, `2025-03`.
    fn label(self, first: Date) -> String {
        match self {
            Self::Day => first.to_string(),
            Self::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Self::Week => {
                let week = first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|period| period.name() == text);
        found.ok_or_else(|| Error::Usage(format!("{text}: write day, week or month")))
    }
}

/// One step of a series.
#[derive(Debug, Clone)]
pub struct Step {
    /// How it is called: `2025-03-09`, `2025-W10`, `2025-03`.
    pub label: String,
    /// Its first day, `YYYY-MM-DD`.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// What happened in it; it may be empty.
    pub view: View,
}

/// A view in steps, from the first to the last day that the request names, or else from the first to the last date of
/// the documents of the whole view. What has no time is in no step.
///
/// # Errors
/// As [`view`](super::view); [`Error::Usage`] if there are more than 1,000 steps.
///
/// # Complexity
/// Steps × the assertions of the store.
pub fn series(index: &Index, ontology: &Ontology, request: &Request, period: Period) -> Result<Vec<Step>, Error> {
    Facts::load(index, ontology)?.series(request, period)
}

impl Facts<'_> {
    /// The view that a request describes, in steps: as [`series`].
    ///
    /// # Errors
    /// As [`series`].
    pub fn series(&self, request: &Request, period: Period) -> Result<Vec<Step>, Error> {
        let belonging = Belonging::of(self);
        let wanted = Wanted::of(self, &belonging, request)?;
        let whole = choose(wanted.select(request.since.as_deref(), request.until.as_deref()), request);
        let documents = whole.edges.iter().flat_map(|edge| edge.documents.iter().copied()).collect();
        let dates = self.dates(&documents);
        let first = request.since.as_deref().or(dates.as_ref().map(|(first, _)| first.as_str()));
        let last = request.until.as_deref().or(dates.as_ref().map(|(_, last)| last.as_str()));
        let (Some(first), Some(last)) = (first.map(day).transpose()?, last.map(day).transpose()?) else {
            return Ok(Vec::new());
        };
        let mut steps = Vec::new();
        for (from, to) in spans(first, last, period)? {
            let label = period.label(period.around(from).0);
            let (from, to) = (from.to_string(), to.to_string());
            let part = part(&whole, wanted.select(Some(&from), Some(&to)));
            steps.push(Step { label, view: self.draw(&part, &wanted, &belonging, request)?, from, to });
        }
        Ok(steps)
    }
}

/// The periods from one day to another, the first and the last one cut off there.
fn spans(first: Date, last: Date, period: Period) -> Result<Vec<(Date, Date)>, Error> {
    let mut spans = Vec::new();
    let mut next = first;
    while next <= last {
        let (_, end) = period.around(next);
        spans.push((next, end.min(last)));
        if spans.len() > MOST {
            let days = first.until((Unit::Day, last)).map_or(0, |span| span.get_days());
            let message = format!("{days} days by {period} are too many steps: narrow them with --since and --until");
            return Err(Error::Usage(message));
        }
        // The calendar ends in the year 9999.
        let Ok(following) = end.tomorrow() else { break };
        next = following;
    }
    Ok(spans)
}

/// Of the whole, what is in a part of the time.
fn part(whole: &Chosen, selected: Selected) -> Chosen {
    let Selected { mut edges, mut omitted, weights, focus } = selected;
    edges.retain(|edge| {
        let reason = whole.dropped.get(&edge.key);
        if let Some(reason) = reason {
            *omitted.entry(*reason).or_default() += edge.count();
        }
        reason.is_none()
    });
    let place: BTreeMap<_, usize> = whole.edges.iter().enumerate().map(|(place, edge)| (edge.key, place)).collect();
    edges.sort_by_key(|edge: &Aggregate| place.get(&edge.key).copied());
    Chosen {
        edges,
        weights,
        omitted,
        focus,
        dropped: std::collections::HashMap::new(),
        left_out: (0, 0),
        near: whole.near.clone(),
        strongest: whole.strongest.clone(),
    }
}

/// How an edge differs from the step before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// It is there for the first time.
    New,
    /// It was there before, but not in the step before.
    Back,
    /// It was there in the step before, and is not now.
    Gone,
}

impl Changed {
    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Back => "back",
            Self::Gone => "gone",
        }
    }
}

/// An edge that appears or vanishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The place of the step in the series.
    pub step: usize,
    /// What happened to it.
    pub changed: Changed,
    /// The names of its ends.
    pub ends: [String; 2],
    /// The predicate's label.
    pub label: String,
    /// Whether the order of its ends carries no meaning.
    pub symmetric: bool,
    /// Its assertions in the step; of an edge that has gone, in the step before.
    pub count: usize,
    /// Its documents, as the count.
    pub documents: usize,
}

/// The edges that appear and vanish from each step to the next; the first step has nothing before it and no changes.
/// `merged` is the [`Request::merge`] that the series was made with.
pub fn changes(steps: &[Step], merged: bool) -> Vec<Change> {
    type Edges = BTreeMap<(String, String, String), Change>;
    let edges = |step: usize| -> Edges {
        let graph = &steps[step].view.graph;
        let each = graph.edge_references().map(|edge| {
            let (from, to, edge) = (&graph[edge.source()], &graph[edge.target()], edge.weight());
            let change = Change {
                step,
                changed: Changed::New,
                ends: [from.label.clone(), to.label.clone()],
                label: edge.label.clone(),
                symmetric: edge.symmetric,
                count: edge.count(),
                documents: edge.documents,
            };
            ((from.iri.clone(), edge.kind(merged).to_owned(), to.iri.clone()), change)
        });
        each.collect()
    };
    let mut ever: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut before = Edges::new();
    let mut changes = Vec::new();
    for step in 0..steps.len() {
        let now = edges(step);
        if step > 0 {
            let came = now.iter().filter(|(key, _)| !before.contains_key(*key)).map(|(key, change)| {
                let changed = if ever.contains(key) { Changed::Back } else { Changed::New };
                Change { changed, ..change.clone() }
            });
            let went = before.iter().filter(|(key, _)| !now.contains_key(*key));
            let went = went.map(|(_, change)| Change { step, changed: Changed::Gone, ..change.clone() });
            let mut here: Vec<Change> = came.chain(went).collect();
            here.sort_by(|a, b| {
                let order = a.changed.cmp(&b.changed).then(b.count.cmp(&a.count));
                order.then_with(|| (&a.ends, &a.label).cmp(&(&b.ends, &b.label)))
            });
            changes.extend(here);
        }
        ever.extend(now.keys().cloned());
        before = now;
    }
    changes
}

#[cfg(test)]
mod tests;
