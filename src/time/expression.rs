//! Words → time expressions with the days that they cover: *on Monday*, *last week*, *since October 2023*, *three days ago*.
//!
//! Rules over `jiff::civil` for the calendar. A year, a month with its year and a full date need nothing else; the
//! others need an anchor: the document's date, or, for *the following day*, the date named last. Without it they are
//! found but cover no days. Where the words leave the direction open (*on Monday*, *in October*), it is the past unless
//! the clause speaks of what is to come; whoever asks says so (see [`Expressions::resolve`]). The rules are those of news
//! prose as HeidelTime (Strötgen & Gertz 2013) and SUTime (Chang & Manning 2012) describe them; no code of theirs. All
//! words are data (`ontology/lexicon/calendar.tsv`).

use std::ops::Range;

use super::Calendar;
use super::calendar::Day;
use crate::document::{Document, TokenIx, Upos};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

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
        let mut list = Vec::new();
        for sentence in &document.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let reader = Reader { calendar: self, document, end: sentence.tokens.end };
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

/// Reads one expression from its first word on.
struct Reader<'a> {
    calendar: &'a Calendar,
    document: &'a Document,
    /// One past the sentence.
    end: TokenIx,
}

impl Reader<'_> {
    fn expression(&self, start: TokenIx) -> Option<Expression> {
        let (bound, mut at) = match self.value(start, "bound") {
            Some(1) => (Bound::Since, start + 1),
            Some(2) => (Bound::Until, start + 1),
            Some(3) => (Bound::Before, start + 1),
            Some(4) => (Bound::After, start + 1),
            Some(_) => (Bound::In, start + 1),
            None => (Bound::In, start),
        };
        let opened = at > start;
        if self.is(at, "article") {
            at += 1;
        }
        let mut approximate = false;
        while let Some(rough) = self.value(at, "part") {
            approximate |= rough != 0;
            at += 1;
        }
        let article = at;
        let (meaning, mut end) = self.meaning(at, opened, bound)?;
        // *Monday night*, *the morning of October 7*.
        while self.is(end, "daytime") && end > article {
            end += 1;
        }
        let roughly = matches!(meaning, Meaning::Stretch { .. });
        Some(Expression { tokens: start..end, meaning, bound, approximate: approximate || roughly })
    }

    /// What the words from `at` on say, and where they end.
    fn meaning(&self, at: TokenIx, opened: bool, bound: Bound) -> Option<(Meaning, TokenIx)> {
        self.day(at)
            .or_else(|| self.weekday_before_day(at))
            .or_else(|| self.month(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.deictic(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.season(at, None))
            .or_else(|| self.year(at, opened, bound))
    }

    fn day(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let token = (at < self.end).then(|| &self.document.tokens[at])?;
        let starts = matches!(token.upos, Upos::NUM | Upos::PROPN | Upos::NOUN | Upos::ADJ | Upos::AUX | Upos::X);
        if !starts {
            return None;
        }
        let text = &self.document.text[token.span.start as usize..];
        let window = text.char_indices().nth(48).map_or(text, |(n, _)| &text[..n]);
        let (day, length) = self.calendar.day_at(window)?;
        let end = self.token_after(at, token.span.start as usize + length)?;
        // *June 12-13*, *June 12 to 14*.
        let joins = self.is(end, "range") || self.form(end).is_some_and(|f| matches!(f, "-" | "–"));
        let last =
            joins.then(|| self.number(end + 1)).flatten().filter(|n| (1..=31).contains(n) && *n > i32::from(day.day));
        if let Some(last) = last {
            let year =
                self.year_number(end + 2).or_else(|| self.year_number(end + 3).filter(|_| self.is_comma(end + 2)));
            let after = match (year, self.is_comma(end + 2)) {
                (Some(_), true) => end + 4,
                (Some(_), false) => end + 3,
                (None, _) => end + 2,
            };
            let with = |d: i8| Day { year: year.or(day.year), month: day.month, day: d };
            return Some((Meaning::Days(with(day.day), with(i8::try_from(last).ok()?)), after));
        }
        Some((Meaning::Day(day), end))
    }

    /// *Monday, June 5*.
    fn weekday_before_day(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        self.value(at, "weekday")?;
        let next = if self.is_comma(at + 1) { at + 2 } else { at + 1 };
        self.day(next)
    }

    /// *October 2023*, *October*, *last October*.
    fn month(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let (shift, at) = self.shift(at);
        let month = self.value(at, "month").filter(|_| self.is_capital(at))?;
        let of = if self.form(at + 1).is_some_and(|f| f == "of" || f == ",") { at + 2 } else { at + 1 };
        if let Some(year) = self.year_number(of) {
            return Some((Meaning::Month { month, year: Some(year), shift: None }, of + 1));
        }
        // *May* may be a verb, *March* too.
        let named = !matches!(self.document.tokens[at].upos, Upos::AUX | Upos::VERB | Upos::ADV);
        named.then_some((Meaning::Month { month, year: None, shift }, at + 1))
    }

    fn weekday(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let (shift, at) = self.shift(at);
        let day = self.value(at, "weekday").filter(|_| self.is_capital(at))?;
        // A point after an abbreviated day is part of the word.
        Some((Meaning::Weekday { day, shift }, at + 1))
    }

    /// *today*, *yesterday*, *tonight*.
    fn deictic(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let shift = self.value(at, "deictic")?;
        Some((Meaning::Relative { unit: Unit::Day, shift: i32::from(shift) }, at + 1))
    }

    /// *last week*, *this year*, *the following day*, *the past two years*, *recent weeks*.
    fn shifted(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        // *the next day* is told from the day before, *next week* from today.
        let article = at.checked_sub(1).is_some_and(|t| self.is(t, "article"));
        let plain = self.value(at, "shift").is_none();
        if let Some(step) = self.value(at, "told").filter(|_| article || plain)
            && let Some(unit) = self.unit(at + 1).filter(|_| !self.is_plural(at + 1))
        {
            return Some((Meaning::Away { unit, n: i32::from(step), told: true }, at + 2));
        }
        let (Some(shift), next) = self.shift(at) else {
            let several = self.value(at, "several")?;
            let unit = self.unit(at + 1).filter(|_| self.is_plural(at + 1))?;
            return Some((Meaning::Stretch { unit, n: -i32::from(several) }, at + 2));
        };
        if let Some(unit) = self.unit(next) {
            if self.is_plural(next) {
                // *the past weeks*
                return Some((Meaning::Stretch { unit, n: 3 * i32::from(shift) }, next + 1));
            }
            // *the past year* reaches back from today, *last year* is one of the calendar.
            let stretch = self.value(at, "stretch").is_some();
            return Some(if stretch {
                (Meaning::Stretch { unit, n: i32::from(shift) }, next + 1)
            } else {
                (Meaning::Relative { unit, shift: i32::from(shift) }, next + 1)
            });
        }
        if let Some(n) = self.number(next)
            && let Some(unit) = self.unit(next + 1)
        {
            return Some((Meaning::Stretch { unit, n: n * i32::from(shift) }, next + 2));
        }
        if self.value(next, "daytime").is_some() {
            // *last night*, *this morning*
            return Some((Meaning::Relative { unit: Unit::Day, shift: i32::from(shift) }, next + 1));
        }
        self.season(next, Some(shift))
    }

    /// *three days ago*, *a year later*, *two weeks from now*.
    fn counted(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let n = self.number(at)?;
        let unit = self.unit(at + 1)?;
        let after = at + 2;
        if self.is(after, "ago") {
            return Some((Meaning::Away { unit, n: -n, told: false }, after + 1));
        }
        let sign = self.value(after, "later")?;
        Some((Meaning::Away { unit, n: n * i32::from(sign), told: true }, after + 1))
    }

    fn season(&self, at: TokenIx, shift: Option<i8>) -> Option<(Meaning, TokenIx)> {
        let season = self.value(at, "season")?;
        let next = if self.form(at + 1) == Some("of") { at + 2 } else { at + 1 };
        if let Some(year) = self.year_number(next) {
            return Some((Meaning::Season { season, year: Some(year), shift: None }, next + 1));
        }
        shift.map(|shift| (Meaning::Season { season, year: None, shift: Some(shift) }, at + 1))
    }

    /// *in 2019*, *since 1979*, *the 1990s*, *from 2015 to 2018*, *2015-2018*.
    fn year(&self, at: TokenIx, opened: bool, bound: Bound) -> Option<(Meaning, TokenIx)> {
        let form = self.form(at)?;
        if let Some(decade) = form.strip_suffix('s').and_then(plain_year).filter(|y| y % 10 == 0) {
            return Some((Meaning::Decade(decade), at + 1));
        }
        let year = self.year_number(at)?;
        let joins = self.is(at + 1, "range") || self.form(at + 1).is_some_and(|f| matches!(f, "-" | "–"));
        if let Some(last) = joins.then(|| self.year_number(at + 2)).flatten().filter(|&last| last > year) {
            return Some((Meaning::Years(year, last), at + 3));
        }
        // A bare number of four figures is no year.
        let unit_follows = self.document.tokens.get(at + 1).is_some_and(|t| {
            at + 1 < self.end && matches!(t.upos, Upos::NOUN) && self.document.tokens[at].head == Some(at + 1)
        });
        ((opened || bound != Bound::In) && !unit_follows).then_some((Meaning::Year(year), at + 1))
    }

    fn shift(&self, at: TokenIx) -> (Option<i8>, TokenIx) {
        match self.value(at, "shift") {
            Some(shift) => (Some(shift), at + 1),
            None => (None, at),
        }
    }

    fn unit(&self, at: TokenIx) -> Option<Unit> {
        let value = self.noun_value(at, "unit")?;
        Unit::ALL.get(usize::try_from(value).ok()?).copied()
    }

    fn number(&self, at: TokenIx) -> Option<i32> {
        let form = self.form(at)?;
        form.parse::<i32>().ok().filter(|n| (1..1000).contains(n)).or_else(|| self.value(at, "number").map(i32::from))
    }

    fn year_number(&self, at: TokenIx) -> Option<i16> {
        self.form(at).and_then(plain_year)
    }

    fn is_comma(&self, at: TokenIx) -> bool {
        self.form(at) == Some(",")
    }

    fn is_capital(&self, at: TokenIx) -> bool {
        self.form(at).is_some_and(|f| f.starts_with(char::is_uppercase))
    }

    fn is_plural(&self, at: TokenIx) -> bool {
        self.form(at).is_some_and(|f| f.ends_with('s'))
    }

    fn form(&self, at: TokenIx) -> Option<&str> {
        (at < self.end).then(|| self.document.form(at))
    }

    fn value(&self, at: TokenIx, kind: &str) -> Option<i8> {
        self.form(at).and_then(|form| self.calendar.value(form, kind))
    }

    fn noun_value(&self, at: TokenIx, kind: &str) -> Option<i8> {
        self.value(at, kind).or_else(|| {
            let form = self.form(at)?;
            form.strip_suffix('s').and_then(|singular| self.calendar.value(singular, kind))
        })
    }

    fn is(&self, at: TokenIx, kind: &str) -> bool {
        self.value(at, kind).is_some()
    }

    /// The token that begins at or after a place of the text, if a token ends there.
    fn token_after(&self, from: TokenIx, place: usize) -> Option<TokenIx> {
        (from..self.end).find(|&t| self.document.tokens[t].span.end as usize >= place).map(|t| t + 1)
    }
}

fn plain_year(form: &str) -> Option<i16> {
    let year = form.parse::<i16>().ok().filter(|_| form.len() == 4)?;
    (1800..2150).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests;
