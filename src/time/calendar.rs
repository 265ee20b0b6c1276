//! Words → absolute days: *March 18, 2026*, *18th of March*, *Wed., 18 Mar. 2026*, *2026-03-18*.
//!
//! Days in figures only (*3/4/2026*) are read one way in America and another in Britain, so they are no days here.

use jiff::civil::Date;
use smallvec::SmallVec;

use crate::data::words::{WordMap, lower};
use crate::data::{Data, Table};
use crate::diagnostic::Error;

/// The words of dates.
#[derive(Debug)]
pub struct Calendar {
    words: WordMap<Entry>,
}

/// What a word is to a date, with its values.
pub(super) type Entry = SmallVec<[(Kind, i8); 2]>;

macro_rules! kinds {
    ($($kind:ident = $name:literal),+ $(,)?) => {
        /// What a word can be to a date: the column `kind` of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kind { $($kind),+ }

        impl Kind {
            const ALL: &[(&str, Self)] = &[$(($name, Self::$kind)),+];
        }
    };
}

kinds! {
    Agency = "agency", Ago = "ago", Article = "article", Bound = "bound", Byline = "byline", Clock = "clock",
    Daytime = "daytime", Deictic = "deictic", Heading = "heading", Issued = "issued", Later = "later", Month = "month",
    Number = "number", Part = "part", Range = "range", Season = "season", Several = "several", Shift = "shift",
    Stretch = "stretch", Told = "told", Unit = "unit", Updated = "updated", Weekday = "weekday",
}

/// A day of the year, with the year if it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year, if the text has it.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl Day {
    /// The date, if the year is written and has such a day.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// The date; without a year, that of the day which is nearest to `other`.
    pub fn near(self, other: Date) -> Option<Date> {
        let Some(_) = self.year else {
            let years = [other.year() - 1, other.year(), other.year() + 1];
            let dates = years.into_iter().filter_map(|y| Date::new(y, self.month, self.day).ok());
            return dates.min_by_key(|&d| other.until(d).map_or(i32::MAX, |s| s.get_days().abs()));
        };
        self.date()
    }
}

const PATH: &str = "lexicon/calendar.tsv";
/// Bytes of the longest word that can be a month or weekday.
const LONGEST: usize = 64;

impl Calendar {
    /// Reads `lexicon/calendar.tsv`.
    ///
    /// # Errors
    /// [`Error::Content`] if it is no table, a kind is unknown or a value is no number; [`Error::File`] as [`Data::text`].
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut words: WordMap<Entry> = WordMap::default();
        for row in Table::load(data, PATH)?.rows() {
            let (kind, cell) = (row.get("kind"), row.get("value"));
            let value = if cell.is_empty() { Ok(0) } else { cell.parse() };
            let place = || format!("{PATH}:{}", row.line());
            let wrong = |_| Error::Content { place: place(), message: format!("`{cell}` is no number") };
            let named = Kind::ALL.iter().find(|(name, _)| *name == kind);
            let unknown = || Error::Content { place: place(), message: format!("`{kind}` is no kind of word") };
            let (_, kind) = *named.ok_or_else(unknown)?;
            words.entry(row.get("word").into()).or_default().push((kind, value.map_err(wrong)?));
        }
        Ok(Self { words })
    }

    /// Whether a word or phrase, in any case, is of a kind of the table.
    pub(super) fn is(&self, word: &str, kind: Kind) -> bool {
        self.value(word, kind).is_some()
    }

    /// The value of a word that is of a kind.
    pub(super) fn value(&self, word: &str, kind: Kind) -> Option<i8> {
        value(self.entry(word)?, kind)
    }

    /// All that the table knows of a word or phrase, in any case, stops behind it aside.
    pub(super) fn entry(&self, word: &str) -> Option<&Entry> {
        self.words.get(&*lower(word.trim_end_matches('.')))
    }

    /// Whether [`Calendar::day_at`] may find a day here: the text begins with a figure, or with a word for a month or a
    /// weekday. Most words are told apart by this, so that it is all that is asked of them.
    pub(super) fn may_open_day(&self, text: &str) -> bool {
        let mut places = text.char_indices();
        let end = places.find(|&(place, c)| place > LONGEST || !c.is_alphabetic()).map_or(text.len(), |(end, _)| end);
        match self.entry(&text[..end]) {
            Some(entry) => entry.iter().any(|(kind, _)| matches!(kind, Kind::Month | Kind::Weekday)),
            None => text.starts_with(|c: char| c.is_ascii_digit()),
        }
    }

    /// The day that `text` begins with, a weekday before it taken along, and its length in bytes.
    ///
    /// ```
    /// use actograph::{data::Data, time::{Calendar, Day}};
    /// let calendar = Calendar::load(&Data::embedded()).unwrap();
    /// let day = Day { year: Some(2026), month: 3, day: 18 };
    /// assert_eq!(calendar.day_at("Wednesday, March 18, 2026, in Tehran"), Some((day, 25)));
    /// assert_eq!(calendar.day_at("in Tehran"), None);
    /// ```
    pub fn day_at(&self, text: &str) -> Option<(Day, usize)> {
        let mut scanner = Scanner { text, at: 0 };
        let before = scanner.at;
        if scanner.word().is_none_or(|w| !self.is(w, Kind::Weekday)) {
            scanner.at = before;
        } else {
            scanner.skip(&['.', ',']);
        }
        let (mut day, length) = iso(scanner.rest())
            .or_else(|| self.month_first(scanner.rest()))
            .or_else(|| self.day_first(scanner.rest()))?;
        // February 29 needs a leap year, and no year has a June 31.
        let valid = Date::new(day.year.unwrap_or(2024), day.month, day.day).is_ok();
        day.year = day.year.filter(|_| valid);
        valid.then_some((day, scanner.at + length))
    }

    fn month_first(&self, text: &str) -> Option<(Day, usize)> {
        let mut scanner = Scanner { text, at: 0 };
        let month = self.value(scanner.word()?, Kind::Month)?;
        scanner.skip(&['.']);
        let day = scanner.ordinal()?;
        let (year, length) = scanner.year();
        Some((Day { year, month, day }, length))
    }

    fn day_first(&self, text: &str) -> Option<(Day, usize)> {
        let mut scanner = Scanner { text, at: 0 };
        let day = scanner.ordinal()?;
        scanner.skip(&[]);
        let before = scanner.at;
        if scanner.word() != Some("of") {
            scanner.at = before;
        }
        scanner.skip(&[]);
        let month = self.value(scanner.word()?, Kind::Month)?;
        let (year, length) = scanner.year();
        Some((Day { year, month, day }, length))
    }
}

/// The value that an entry has for a kind.
pub(super) fn value(entry: &Entry, kind: Kind) -> Option<i8> {
    entry.iter().find(|(k, _)| *k == kind).map(|(_, value)| *value)
}

/// `2026-03-18`.
fn iso(text: &str) -> Option<(Day, usize)> {
    let date: Date = text.get(..10)?.parse().ok()?;
    let ends = !text[10..].starts_with(|c: char| c.is_ascii_digit() || c == '-');
    ends.then_some((Day { year: Some(date.year()), month: date.month(), day: date.day() }, 10))
}

/// A reader of words and figures from front to back.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Skips blanks, and at most one each of `marks`.
    fn skip(&mut self, marks: &[char]) {
        let mut rest = self.rest().trim_start_matches([' ', '\u{a0}', '\t']);
        for &mark in marks {
            rest = rest.strip_prefix(mark).unwrap_or(rest).trim_start_matches([' ', '\u{a0}', '\t']);
        }
        self.at = self.text.len() - rest.len();
    }

    fn run(&mut self, takes: impl Fn(char) -> bool) -> Option<&'a str> {
        let rest = self.rest();
        let length = rest.find(|c| !takes(c)).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| &rest[..length])
    }

    fn word(&mut self) -> Option<&'a str> {
        self.run(char::is_alphabetic)
    }

    /// A day of the month: *18*, *18th*.
    fn ordinal(&mut self) -> Option<i8> {
        let day = self.run(|c| c.is_ascii_digit()).filter(|d| d.len() <= 2)?.parse().ok()?;
        let before = self.at;
        if self.word().is_some_and(|w| !["st", "nd", "rd", "th"].contains(&w.to_ascii_lowercase().as_str())) {
            self.at = before;
        }
        (1..=31).contains(&day).then_some(day)
    }

    /// The year that follows, if any, and how far the day reaches with it.
    fn year(&mut self) -> (Option<i16>, usize) {
        let end = self.at;
        self.skip(&['.', ',']);
        let figures = self.run(|c| c.is_ascii_digit()).filter(|d| d.len() == 4);
        let year = figures.and_then(|d| d.parse().ok()).filter(|y| (1800..2200).contains(y));
        // "March 18.5", "2026-27"
        let more = self.rest().starts_with(['-', '–']) && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit());
        match year {
            Some(year) if !more => (Some(year), self.at),
            _ => (None, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(texts: &[&str], expected: Expect) {
        let calendar = Calendar::load(&Data::embedded()).unwrap();
        let show = |text: &&str| match calendar.day_at(text) {
            Some((Day { year, month, day }, n)) => {
                let year = year.map_or("-".to_owned(), |y| y.to_string());
                format!("{year} {month} {day}|{}\n", &text[n..])
            }
            None => format!("no: {text}\n"),
        };
        expected.assert_eq(&texts.iter().map(show).collect::<String>());
    }

    #[test]
    fn days_are_read_as_the_press_writes_them() {
        check(
            &[
                "March 18, 2026 (Reuters)",
                "MARCH 18 (Reuters)",
                "Sept. 3rd, said",
                "Sunday, 12 April 2025",
                "Wed 4th of Mar. 2026.",
                "2026-03-18T10:00",
                "Oct 7,2023",
                "May 5, 300 people",
                "June 5 2026",
            ],
            expect![[r#"
                2026 3 18| (Reuters)
                - 3 18| (Reuters)
                - 9 3|, said
                2025 4 12|
                2026 3 4|.
                2026 3 18|T10:00
                2023 10 7|
                - 5 5|, 300 people
                2026 6 5|
            "#]],
        );
    }

    #[test]
    fn what_is_no_day_is_none() {
        check(
            &[
                "",
                "Sunday",
                "March",
                "May said",
                "June 31",
                "Feb. 30, 2024",
                "March 2026",
                "2026-13-01",
                "18 soldiers",
                "日本",
            ],
            expect![[r#"
                no: 
                no: Sunday
                no: March
                no: May said
                no: June 31
                no: Feb. 30, 2024
                no: March 2026
                no: 2026-13-01
                no: 18 soldiers
                no: 日本
            "#]],
        );
    }

    #[test]
    fn a_day_without_year_takes_that_of_the_nearest_date() {
        let day = Day { year: None, month: 12, day: 30 };
        let near = |date: &str| day.near(date.parse().unwrap()).unwrap().to_string();
        assert_eq!([near("2026-01-02"), near("2026-12-01")], ["2025-12-30", "2026-12-30"]);
        assert_eq!(day.date(), None);
    }
}
