//! Words → time expressions with the days that they cover: *on Monday*, *last week*, *since October 2023*, *three days ago*.
//!
//! Rules over `jiff::civil` for the calendar. A year, a month with its year and a full date need nothing else; the
//! others need an anchor: the document's date, or, for *the following day*, the date named last. Without it they are
//! found but cover no days. Where the words leave the direction open (*on Monday*, *in October*), it is the past unless
//! the clause speaks of what is to come; whoever asks says so (see [`Expressions::resolve`]). The rules are those of news
//! prose as HeidelTime (Strötgen & Gertz 2013) and SUTime (Chang & Manning 2012) describe them; no code of theirs. All
//! words are data (`ontology/lexicon/calendar.tsv`).

mod read;

use std::ops::Range;

use super::Calendar;
use super::calendar::Day;
use crate::document::{Document, TokenIx};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use read::Reader;

/// How many expressions back the date named last is looked for.
const MAX_BACK: usize = 32;

/// A phrase that tells when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Its words, the preposition that opens it included.
    pub tokens: Range<TokenIx>,
    /// What it says.
    meaning: Meaning,
    /// How it stands to what it is said of.
    bound: Bound,
    /// Whether it is only roughly so: *in recent weeks*, *early October*.
    pub approximate: bool,
}

/// The days that an expression covers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The first day; `None` if it is open (*until May*).
    pub from: Option<Date>,
    /// The last day; `None` if it is open (*since May*).
    pub to: Option<Date>,
    /// The unit in which it is told.
    pub granularity: Unit,
}

impl Interval {
    /// The unit that its days are exactly one of: of the first to the last of May, the month.
    ///
    /// ```
    /// use actograph::time::{Interval, Unit};
    /// let days = |from: &str, to: &str| {
    ///     Interval { from: from.parse().ok(), to: to.parse().ok(), granularity: Unit::Day }
    /// };
    /// assert_eq!(days("2025-05-01", "2025-05-31").unit(), Some(Unit::Month));
    /// assert_eq!(days("2025-05-01", "2025-05-30").unit(), None);
    /// assert_eq!(days("2025-05-01", "").unit(), None);
    /// ```
    pub fn unit(&self) -> Option<Unit> {
        let (from, to) = (self.from?, self.to?);
        // A season begins between two quarters.
        let fits = |unit: Unit| unit != Unit::Season || from.month() % 3 == 0;
        Unit::ALL.into_iter().filter(|&unit| fits(unit)).find(|&unit| whole(from, unit) == Some((from, to)))
    }
}

/// Units of time, from the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A day or a part of it.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
    /// Three months.
    Quarter,
    /// Spring, summer, autumn, winter: of the northern half.
    Season,
    /// A year of the calendar.
    Year,
    /// Ten years from one that ends in 0.
    Decade,
}

impl Unit {
    /// Every unit, in the order of the table's values.
    const ALL: [Self; 8] =
        [Self::Day, Self::Weekend, Self::Week, Self::Month, Self::Quarter, Self::Season, Self::Year, Self::Decade];

    /// As written in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Weekend => "weekend",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Day(Day),
    /// A month, perhaps with its year; shift: -1 for *last October*, 1 for *next*.
    Month {
        month: i8,
        year: Option<i16>,
        shift: Option<i8>,
    },
    Year(i16),
    Decade(i16),
    /// 1 to 7 from Monday.
    Weekday {
        day: i8,
        shift: Option<i8>,
    },
    /// *last week*, *this year*, *yesterday*: units from the anchor.
    Relative {
        unit: Unit,
        shift: i32,
    },
    /// 1 to 4 from spring.
    Season {
        season: i8,
        year: Option<i16>,
        shift: Option<i8>,
    },
    /// *three days ago* (-3), *two weeks from now*, or, with `told`, from the date named last: *a year later*.
    Away {
        unit: Unit,
        n: i32,
        told: bool,
    },
    /// *in the past two years* (-2), *over the next month*: from the anchor on.
    Stretch {
        unit: Unit,
        n: i32,
    },
    /// *June 12-13*, *from 2015 to 2018*.
    Days(Day, Day),
    Years(i16, i16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    In,
    Since,
    Until,
    Before,
    After,
}

/// All time expressions of a document.
#[derive(Debug, Clone, Default)]
pub struct Expressions {
    list: Vec<Expression>,
    anchor: Option<Date>,
}

impl Calendar {
    /// Finds the time expressions of a document that has its words and tags; its date is the anchor.
    ///
    /// # Complexity
    /// Linear in the number of tokens: an expression has at most eight words.
    pub fn expressions(&self, document: &Document) -> Expressions {
        let anchor = document.source.date.as_ref().and_then(|d| d.parse().ok());
        // Looked up once: each word is asked about from each of the words before it.
        let entries: Vec<_> = (0..document.tokens.len()).map(|token| self.entry(document.form(token))).collect();
        let mut list = Vec::new();
        for sentence in &document.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let reader = Reader { calendar: self, document, entries: &entries, end: sentence.tokens.end };
                if !reader.may_begin(at) {
                    at += 1;
                    continue;
                }
                match reader.expression(at).filter(|_| !document.in_dateline(at)) {
                    Some(found) => {
                        at = found.tokens.end;
                        list.push(found);
                    }
                    None => at += 1,
                }
            }
        }
        Expressions { list, anchor }
    }
}

impl Expressions {
    /// The expression that holds a token.
    pub fn at(&self, token: TokenIx) -> Option<&Expression> {
        let after = self.list.partition_point(|e| e.tokens.end <= token);
        self.list.get(after).filter(|e| e.tokens.contains(&token))
    }

    /// All of them, in text order.
    pub fn all(&self) -> &[Expression] {
        &self.list
    }

    /// The days that an expression covers; `to_come` if its clause speaks of the future. `None` if only the document's
    /// date could tell and it has none, or if the days lie outside of the calendar.
    pub fn resolve(&self, expression: &Expression, to_come: bool) -> Option<Interval> {
        let told = || {
            // The date named last before it.
            let place = self.list.partition_point(|e| e.tokens.start < expression.tokens.start);
            let before = self.list[..place].iter().rev().take(MAX_BACK);
            let mut plain = before.filter(|e| !matches!(e.meaning, Meaning::Away { told: true, .. }));
            plain.next().and_then(|e| self.resolve(e, false)).and_then(|i| i.to.or(i.from)).or(self.anchor)
        };
        let to_come = to_come || expression.bound == Bound::Until;
        let (from, to, granularity) = self.days(expression.meaning, to_come, told)?;
        let (from, to) = match expression.bound {
            Bound::In => (Some(from), Some(to)),
            Bound::Since => (Some(from), None),
            Bound::Until => (None, Some(to)),
            Bound::Before => (None, from.checked_sub(1.day()).ok()),
            Bound::After => (to.checked_add(1.day()).ok(), None),
        };
        Some(Interval { from, to, granularity })
    }

    fn days(&self, meaning: Meaning, to_come: bool, told: impl Fn() -> Option<Date>) -> Option<(Date, Date, Unit)> {
        let span = |(from, to): (Date, Date), unit| Some((from, to, unit));
        match meaning {
            Meaning::Day(day) => {
                let date = self.day(day, to_come)?;
                Some((date, date, Unit::Day))
            }
            Meaning::Days(first, last) => {
                let to = self.day(last, to_come)?;
                let from = Date::new(first.year.unwrap_or(to.year()), first.month, first.day).ok()?;
                (from <= to).then_some((from, to, Unit::Day))
            }
            Meaning::Month { month, year, shift } => {
                let year = year.or_else(|| self.year_of(month, shift, to_come))?;
                span(whole(Date::new(year, month, 1).ok()?, Unit::Month)?, Unit::Month)
            }
            Meaning::Year(year) => span(whole(Date::new(year, 1, 1).ok()?, Unit::Year)?, Unit::Year),
            Meaning::Years(a, b) => {
                let last = whole(Date::new(b, 1, 1).ok()?, Unit::Year)?.1;
                (a <= b).then_some((Date::new(a, 1, 1).ok()?, last, Unit::Year))
            }
            Meaning::Decade(year) => span(whole(Date::new(year, 1, 1).ok()?, Unit::Decade)?, Unit::Decade),
            Meaning::Season { season, year, shift } => {
                let month = 3 * season;
                let year = year.or_else(|| self.year_of(month, shift, to_come))?;
                span(whole(Date::new(year, month, 1).ok()?, Unit::Season)?, Unit::Season)
            }
            Meaning::Weekday { day, shift } => {
                let date = self.weekday(day, shift, to_come)?;
                Some((date, date, Unit::Day))
            }
            Meaning::Relative { unit, shift } => {
                let mut anchor = self.anchor?;
                // On Sunday, the weekend that is over is *this weekend* still.
                if unit == Unit::Weekend && shift < 0 && anchor.weekday() == Weekday::Sunday {
                    anchor = anchor.checked_sub(1.day()).ok()?;
                }
                span(whole(moved(anchor, unit, shift)?, unit)?, unit)
            }
            Meaning::Away { unit, n, told: from_told } => {
                let anchor = if from_told { told()? } else { self.anchor? };
                let there = moved(anchor, unit, n)?;
                let exact = matches!(unit, Unit::Day);
                if exact { Some((there, there, Unit::Day)) } else { span(whole(there, unit)?, unit) }
            }
            Meaning::Stretch { unit, n } => {
                let anchor = self.anchor?;
                let other = moved(anchor, unit, n)?;
                Some((anchor.min(other), anchor.max(other), unit))
            }
        }
    }

    /// A day; without its year the one that is nearest in the clause's direction.
    fn day(&self, day: Day, to_come: bool) -> Option<Date> {
        if day.year.is_some() {
            return day.date();
        }
        let anchor = self.anchor?;
        let same = Date::new(anchor.year(), day.month, day.day).ok();
        let other = |step: i16| Date::new(anchor.year() + step, day.month, day.day).ok();
        match (same, to_come) {
            (Some(date), false) if date > anchor => other(-1),
            (Some(date), true) if date < anchor => other(1),
            (same, _) => same.or_else(|| other(if to_come { 1 } else { -1 })),
        }
    }

    fn year_of(&self, month: i8, shift: Option<i8>, to_come: bool) -> Option<i16> {
        let anchor = self.anchor?;
        let (year, now) = (anchor.year(), anchor.month());
        Some(match shift {
            Some(0) => year,
            Some(s) if s < 0 => {
                if month < now {
                    year
                } else {
                    year - 1
                }
            }
            Some(_) => {
                if month > now {
                    year
                } else {
                    year + 1
                }
            }
            None if to_come => {
                if month >= now {
                    year
                } else {
                    year + 1
                }
            }
            None => {
                if month <= now {
                    year
                } else {
                    year - 1
                }
            }
        })
    }

    fn weekday(&self, day: i8, shift: Option<i8>, to_come: bool) -> Option<Date> {
        let anchor = self.anchor?;
        let wanted = i32::from(day);
        let today = i32::from(anchor.weekday().to_monday_one_offset());
        let back = (today - wanted).rem_euclid(7);
        let ahead = (wanted - today).rem_euclid(7);
        let days = match shift {
            // *last Monday* is the one before today, *next Monday* the one after.
            Some(s) if s < 0 => -(if back == 0 { 7 } else { back }),
            Some(s) if s > 0 => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Some(_) => wanted - today,
            None if to_come => ahead,
            None => -back,
        };
        anchor.checked_add(days.days()).ok()
    }
}

/// The unit around a day.
fn whole(date: Date, unit: Unit) -> Option<(Date, Date)> {
    let months = |n: i32| {
        let first = date.first_of_month();
        let last = first.checked_add(n.months()).ok()?.checked_sub(1.day()).ok()?;
        Some((first, last))
    };
    match unit {
        Unit::Day => Some((date, date)),
        Unit::Week | Unit::Weekend => {
            let since = i32::from(date.weekday().to_monday_zero_offset());
            let monday = date.checked_sub(since.days()).ok()?;
            let sunday = monday.checked_add(6.days()).ok()?;
            let first = if unit == Unit::Week { monday } else { monday.checked_add(5.days()).ok()? };
            Some((first, sunday))
        }
        Unit::Month => months(1),
        Unit::Season => months(3),
        Unit::Quarter => {
            let first = Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok()?;
            Some((first, first.checked_add(3.months()).ok()?.checked_sub(1.day()).ok()?))
        }
        Unit::Year => Some((date.first_of_year(), date.last_of_year())),
        Unit::Decade => {
            let first = date.year() - date.year().rem_euclid(10);
            Some((Date::new(first, 1, 1).ok()?, Date::new(first + 9, 12, 31).ok()?))
        }
    }
}

fn moved(date: Date, unit: Unit, n: i32) -> Option<Date> {
    let n = n.clamp(-10_000, 10_000);
    let span = match unit {
        Unit::Day => n.days(),
        Unit::Week | Unit::Weekend => n.weeks(),
        Unit::Month => n.months(),
        Unit::Quarter | Unit::Season => (3 * n).months(),
        Unit::Year => n.years(),
        Unit::Decade => n.clamp(-900, 900).checked_mul(10)?.years(),
    };
    date.checked_add(span).ok()
}

#[cfg(test)]
mod tests;
