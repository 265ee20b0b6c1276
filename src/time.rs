//! Dates in a text: absolute days ([`Calendar::day_at`]), the dateline ([`Calendar::dateline`]), and when the document
//! was written ([`Calendar::date`]).
//!
//! The names of months and the words beside dates are data (`ontology/lexicon/calendar.tsv`). Relative expressions
//! (*last week*) are read by [`Calendar::expressions`]. A day without a year is never guessed: it needs another date of
//! the document.

mod calendar;
mod dateline;
mod expression;
mod issued;

pub use calendar::{Calendar, Day};
pub use expression::{Expression, Expressions, Interval, Unit};
