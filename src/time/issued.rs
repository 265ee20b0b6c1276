//! When a document was written: its metadata, a line that says so, its dateline.
//!
//! The text's own date goes before one that was given for all documents; one that has no year takes it from there.

use jiff::civil::Date;

use super::calendar::Kind;
use super::{Calendar, Day};
use crate::document::{DateSource, Document};

/// Lines at the head of a text among which one may give its date.
const LINES: usize = 15;
/// A line with more characters is a paragraph.
const LONGEST: usize = 140;

impl Calendar {
    /// Finds the dateline of a document that has its words, and its date, where metadata gave none.
    pub fn date(&self, document: &mut Document) {
        let (dateline, day) = self.dateline(document).unzip();
        document.dateline = dateline;
        if matches!(document.source.date_source, Some(DateSource::Metadata | DateSource::FileName)) {
            return;
        }
        let given: Option<Date> = document.source.date.as_ref().and_then(|d| d.parse().ok());
        let day: Option<Day> = day.flatten();
        let lines = self.line_date(&document.text).map(|d| (d, DateSource::Line));
        let by_dateline = || {
            let date = day.and_then(|d| given.map_or_else(|| d.date(), |g| d.near(g)))?;
            Some((date, DateSource::Dateline))
        };
        if let Some((date, source)) = lines.or_else(by_dateline) {
            document.source.date = Some(date.to_string());
            document.source.date_source = Some(source);
        }
    }

    /// The date of a line that says when the text was published, or that is nothing but a date.
    fn line_date(&self, text: &str) -> Option<Date> {
        let mut best: Option<(u8, Date)> = None;
        for line in text.lines().take(LINES) {
            let line = line.trim();
            if line.is_empty() || line.len() > 4 * LONGEST || line.chars().count() > LONGEST {
                continue;
            }
            if let Some((rank, date)) = self.line(line)
                && best.is_none_or(|(b, _)| rank < b)
            {
                best = Some((rank, date));
            }
        }
        best.map(|b| b.1)
    }

    /// The date of one line and how much it counts, less being better.
    fn line(&self, line: &str) -> Option<(u8, Date)> {
        let mut date = None;
        let mut rank = 1;
        let mut byline = false;
        let mut at = 0;
        let mut first = true;
        while at < line.len() {
            let rest = &line[at..];
            if let Some((found, length)) = self.day_at(rest) {
                // Of "Published … Updated …" the first counts.
                date = date.or(found.date());
                at += length;
                first = false;
                continue;
            }
            let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(rest.len());
            if length == 0 {
                // After a bar the byline is over.
                let mark = rest.chars().next().expect("the line goes on");
                byline &= !matches!(mark, '|' | '·' | '•');
                at += mark.len_utf8();
                continue;
            }
            let word = &rest[..length];
            let small = word.to_lowercase();
            if date.is_none() && self.is(word, Kind::Issued) {
                rank = rank.min(u8::from(small == "first"));
            } else if date.is_none() && self.is(word, Kind::Updated) {
                rank = 2;
            } else if first && self.is(word, Kind::Byline) {
                byline = true;
            } else {
                // "10:30", "10.30am"; names only in a byline.
                let clock = self.is(word, Kind::Clock)
                    || self.is(word, Kind::Weekday)
                    || self.is(word, Kind::Updated)
                    || is_time(&small);
                let title = byline && date.is_none();
                if !(clock || title) {
                    return None;
                }
            }
            first = false;
            at += length;
        }
        date.map(|d| (rank, d))
    }
}

/// *10*, *1030*, *10.30am*.
fn is_time(word: &str) -> bool {
    let figures = word.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('h');
    figures.len() <= 5 && !figures.is_empty() && figures.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::text::Segmenter;

    fn date_of(text: &str, given: Option<(&str, DateSource)>) -> String {
        let data = Data::embedded();
        let calendar = Calendar::load(&data).unwrap();
        let mut source = Source::named("t");
        if let Some((date, from)) = given {
            (source.date, source.date_source) = (Some(date.to_owned()), Some(from));
        }
        let mut document = Segmenter::new(&data).unwrap().segment(source, text.to_owned());
        calendar.date(&mut document);
        let source = document.source;
        format!("{} {}", source.date.unwrap_or_default(), source.date_source.map_or("", DateSource::name))
    }

    #[test]
    fn a_line_or_the_dateline_says_when() {
        for (text, date) in [
            ("Talks begin\n\nTEHRAN, March 18, 2026 (Reuters) - Iran said so.", "2026-03-18 dateline"),
            ("Talks begin\n\nTEHRAN, March 18 (Reuters) - Iran said so.", " "),
            ("Talks begin\nPublished: 12 April 2025\n\nIran said so.", "2025-04-12 text"),
            ("Talks begin\nUpdated: 13 April 2025\nPublished 12 April 2025 10:30 GMT\nIran said.", "2025-04-12 text"),
            ("Talks begin\n\nSunday, 12 April 2025\n\nIran said so.", "2025-04-12 text"),
            ("Talks begin\nBy Grace Wanjohi | April 12, 2025\n\nIran said so.", "2025-04-12 text"),
            ("Last updated on 12 April 2025 at 10.30am\nIran said so.", "2025-04-12 text"),
            ("On April 12, 2025, Iran said so.", " "),
            ("The war of 12 April 2025\nIran said so.", " "),
            ("", " "),
        ] {
            assert_eq!(date_of(text, None), date, "{text}");
        }
    }

    #[test]
    fn metadata_wins_and_a_given_date_fills_in() {
        let dateline = "TEHRAN, Dec. 30 (Reuters) - Iran said so.";
        let option = |date| Some((date, DateSource::Given));
        assert_eq!(date_of(dateline, option("2026-01-02")), "2025-12-30 dateline");
        assert_eq!(date_of("Iran said so.", option("2026-01-02")), "2026-01-02 option");
        let metadata = Some(("2026-01-02", DateSource::Metadata));
        assert_eq!(date_of("Published: 12 April 2025\nIran said so.", metadata), "2026-01-02 metadata");
    }
}
