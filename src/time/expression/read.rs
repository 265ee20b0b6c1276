//! Words → one expression: the grammar.

use super::{Bound, Expression, Meaning, Unit};
use crate::document::{Document, TokenIx, Upos};
use crate::time::Calendar;
use crate::time::calendar::{Day, Entry, Kind, value};

/// Reads one expression from its first word on.
pub(super) struct Reader<'a> {
    pub calendar: &'a Calendar,
    pub document: &'a Document,
    /// What the calendar knows of every word of the document.
    pub entries: &'a [Option<&'a Entry>],
    /// One past the sentence.
    pub end: TokenIx,
}

impl Reader<'_> {
    /// Whether an expression may begin at a word; most words are told apart by this. What the calendar does not know begins
    /// none, unless it is a figure, or its first letters are a word of their own (*May-June*).
    pub fn may_begin(&self, at: TokenIx) -> bool {
        if self.entries[at].is_some() {
            return true;
        }
        let is_letter = |b: &u8| b.is_ascii_alphabetic();
        let form = self.document.form(at).as_bytes();
        match form.first() {
            Some(first) if is_letter(first) => {
                let after = self.document.text.as_bytes().get(self.document.tokens[at].span.end as usize);
                !form.iter().all(is_letter) || after.is_some_and(|b| is_letter(b) || !b.is_ascii())
            }
            // A sign may stand before a number.
            Some(first) => first.is_ascii_digit() || *first == b'+' || !first.is_ascii(),
            None => true,
        }
    }

    pub fn expression(&self, start: TokenIx) -> Option<Expression> {
        let (bound, mut at) = match self.value(start, Kind::Bound) {
            Some(1) => (Bound::Since, start + 1),
            Some(2) => (Bound::Until, start + 1),
            Some(3) => (Bound::Before, start + 1),
            Some(4) => (Bound::After, start + 1),
            Some(_) => (Bound::In, start + 1),
            None => (Bound::In, start),
        };
        let opened = at > start;
        if self.is(at, Kind::Article) {
            at += 1;
        }
        let mut approximate = false;
        while let Some(rough) = self.value(at, Kind::Part) {
            approximate |= rough != 0;
            at += 1;
        }
        let article = at;
        let (meaning, mut end) = self.meaning(at, opened, bound)?;
        // *Monday night*, *the morning of October 7*.
        while self.is(end, Kind::Daytime) && end > article {
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
        if !self.calendar.may_open_day(text) {
            return None;
        }
        let window = text.char_indices().nth(48).map_or(text, |(n, _)| &text[..n]);
        let (day, length) = self.calendar.day_at(window)?;
        let end = self.token_after(at, token.span.start as usize + length)?;
        // *June 12-13*, *June 12 to 14*.
        let joins = self.is(end, Kind::Range) || self.form(end).is_some_and(|f| matches!(f, "-" | "–"));
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
        self.value(at, Kind::Weekday)?;
        let next = if self.is_comma(at + 1) { at + 2 } else { at + 1 };
        self.day(next)
    }

    /// *October 2023*, *October*, *last October*.
    fn month(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let (shift, at) = self.shift(at);
        let month = self.value(at, Kind::Month).filter(|_| self.is_capital(at))?;
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
        let day = self.value(at, Kind::Weekday).filter(|_| self.is_capital(at))?;
        // A point after an abbreviated day is part of the word.
        Some((Meaning::Weekday { day, shift }, at + 1))
    }

    /// *today*, *yesterday*, *tonight*.
    fn deictic(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        let shift = self.value(at, Kind::Deictic)?;
        Some((Meaning::Relative { unit: Unit::Day, shift: i32::from(shift) }, at + 1))
    }

    /// *last week*, *this year*, *the following day*, *the past two years*, *recent weeks*.
    fn shifted(&self, at: TokenIx) -> Option<(Meaning, TokenIx)> {
        // *the next day* is told from the day before, *next week* from today.
        let article = at.checked_sub(1).is_some_and(|t| self.is(t, Kind::Article));
        let plain = self.value(at, Kind::Shift).is_none();
        if let Some(step) = self.value(at, Kind::Told).filter(|_| article || plain)
            && let Some(unit) = self.unit(at + 1).filter(|_| !self.is_plural(at + 1))
        {
            return Some((Meaning::Away { unit, n: i32::from(step), told: true }, at + 2));
        }
        let (Some(shift), next) = self.shift(at) else {
            let several = self.value(at, Kind::Several)?;
            let unit = self.unit(at + 1).filter(|_| self.is_plural(at + 1))?;
            return Some((Meaning::Stretch { unit, n: -i32::from(several) }, at + 2));
        };
        if let Some(unit) = self.unit(next) {
            if self.is_plural(next) {
                // *the past weeks*
                return Some((Meaning::Stretch { unit, n: 3 * i32::from(shift) }, next + 1));
            }
            // *the past year* reaches back from today, *last year* is one of the calendar.
            let stretch = self.value(at, Kind::Stretch).is_some();
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
        if self.value(next, Kind::Daytime).is_some() {
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
        if self.is(after, Kind::Ago) {
            return Some((Meaning::Away { unit, n: -n, told: false }, after + 1));
        }
        let sign = self.value(after, Kind::Later)?;
        Some((Meaning::Away { unit, n: n * i32::from(sign), told: true }, after + 1))
    }

    fn season(&self, at: TokenIx, shift: Option<i8>) -> Option<(Meaning, TokenIx)> {
        let season = self.value(at, Kind::Season)?;
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
        let joins = self.is(at + 1, Kind::Range) || self.form(at + 1).is_some_and(|f| matches!(f, "-" | "–"));
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
        match self.value(at, Kind::Shift) {
            Some(shift) => (Some(shift), at + 1),
            None => (None, at),
        }
    }

    fn unit(&self, at: TokenIx) -> Option<Unit> {
        let value = self.noun_value(at, Kind::Unit)?;
        Unit::ALL.get(usize::try_from(value).ok()?).copied()
    }

    fn number(&self, at: TokenIx) -> Option<i32> {
        let form = self.form(at)?;
        form.parse::<i32>()
            .ok()
            .filter(|n| (1..1000).contains(n))
            .or_else(|| self.value(at, Kind::Number).map(i32::from))
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

    fn value(&self, at: TokenIx, kind: Kind) -> Option<i8> {
        let entry = if at < self.end { self.entries[at]? } else { return None };
        value(entry, kind)
    }

    fn noun_value(&self, at: TokenIx, kind: Kind) -> Option<i8> {
        self.value(at, kind).or_else(|| {
            let form = self.form(at)?;
            form.strip_suffix('s').and_then(|singular| self.calendar.value(singular, kind))
        })
    }

    fn is(&self, at: TokenIx, kind: Kind) -> bool {
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
