//! The dateline of a report: *TEHRAN, March 18, 2026 (Reuters) -*, *March 18 (Reuters) —*, *MOSCOW, March 18. /TASS/.*
//!
//! It stands at the head of one of the first paragraphs and says where, when and for whom the report was written. A
//! place in capitals or a day is what tells it from a phrase before a dash. Source: the forms of the wire services.

use super::calendar::Kind;
use super::{Calendar, Day};
use crate::document::{Dateline, Document, Span};

/// Paragraphs in which a dateline may stand: behind headline, byline and summary.
const PARAGRAPHS: usize = 8;
/// A longer head of a sentence, in bytes, is no dateline.
const LONGEST: usize = 120;
const MOST_WORDS: usize = 6;

/// What the head of a text says, if it is a dateline.
#[derive(Debug, Default)]
struct Head {
    places: Vec<(usize, usize)>,
    agency: Option<(usize, usize)>,
    day: Option<Day>,
}

impl Calendar {
    /// The dateline of a document, and the day it names. Tags and trees are not needed.
    pub fn dateline(&self, document: &Document) -> Option<(Dateline, Option<Day>)> {
        let openings = document.sentences.iter().filter(|s| s.paragraph_start).take(PARAGRAPHS);
        openings.into_iter().find_map(|sentence| {
            let start = sentence.span.start as usize;
            let (length, head) = self.head(&document.text[start..])?;
            let end = (start + length) as u32;
            let first = sentence.tokens.start;
            let n = document.tokens[first..].partition_point(|t| t.span.end <= end);
            let span = |(from, to): (usize, usize)| Span::new(start + from, start + to);
            let place = head.places.first().zip(head.places.last()).map(|(a, b)| span((a.0, b.1)));
            let agency = head.agency.map(span);
            (n > 0).then_some((Dateline { tokens: first..first + n, place, agency }, head.day))
        })
    }

    /// Reads the dateline that `text` begins with; its length with the dash.
    fn head(&self, text: &str) -> Option<(usize, Head)> {
        let mut head = Head::default();
        let mut at = 0;
        let mut signed = false;
        loop {
            at += text[at..].len() - text[at..].trim_start_matches([' ', '\u{a0}']).len();
            if at > LONGEST {
                return None;
            }
            let rest = &text[at..];
            if let Some(length) = dash(&text[..at], rest) {
                at += length;
                break;
            }
            if let Some(inside) = rest.strip_prefix('(') {
                let length = inside.find([')', '(', '\n']).filter(|&n| inside[n..].starts_with(')') && n < 40)?;
                if let Some((day, _)) = self.day_at(inside).filter(|d| d.1 == length) {
                    head.day = Some(day);
                } else if head.agency.replace((at + 1, at + 1 + length)).is_some() {
                    return None;
                }
                at += length + 2;
                if text[at..].starts_with(':') {
                    at += 1;
                    break;
                }
            } else if let Some(inside) = rest.strip_prefix('/') {
                // "/TASS/." needs no dash.
                let length = inside.find(['/', '\n', '.']).filter(|&n| inside[n..].starts_with('/') && n < 30)?;
                head.agency = Some((at + 1, at + 1 + length));
                signed = true;
                at += length + 2;
                at += usize::from(text[at..].starts_with('.'));
                break;
            } else if let Some((day, length)) = self.day_at(rest) {
                if head.day.replace(day).is_some() {
                    return None;
                }
                at += length;
            } else if let Some(length) = place(rest) {
                let words = &rest[..length];
                if self.is(words, Kind::Agency) && at > 0 {
                    head.agency = Some((at, at + length));
                } else if !self.is(words, Kind::Weekday) {
                    head.places.push((at, at + length));
                }
                at += length;
            } else {
                return None;
            }
            at += usize::from(text[at..].starts_with([',', '.', ';']));
        }
        let after = text[at..].trim_start_matches([' ', '\u{a0}', '"', '“', '‘', '\'', '[']);
        let begins = after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii());
        (self.is_dateline(text, &head, begins) || signed && self.is_dateline(text, &head, true)).then_some((at, head))
    }

    /// Whether places, day and agency together make a dateline; `begins`: a sentence begins behind it.
    fn is_dateline(&self, text: &str, head: &Head, begins: bool) -> bool {
        let words = |&(from, to): &(usize, usize)| text[from..to].split([' ', '/']);
        let is_heading = head.places.iter().flat_map(words).any(|w| self.is(w, Kind::Heading));
        let shouted = head.places.first().is_some_and(|&(from, to)| is_shouted(&text[from..to]));
        let wire = head.agency.is_some_and(|(from, to)| self.is(&text[from..to], Kind::Agency));
        let far = head.places.len() > 4;
        !is_heading
            && !far
            && match (head.agency, head.places.is_empty(), head.day) {
                (Some(_), true, day) => wire || day.is_some(),
                (Some(_), false, day) => shouted || wire || day.is_some(),
                (None, false, Some(_)) => begins,
                (None, false, None) => begins && shouted,
                (None, true, _) => false,
            }
    }
}

/// The length of a dash between words that `rest` begins with; `before` is what stands left of it.
fn dash(before: &str, rest: &str) -> Option<usize> {
    let length = ["--", "—", "–", "-"].into_iter().find(|d| rest.starts_with(d)).map(str::len)?;
    let spaced = before.ends_with([' ', '\u{a0}', ')']) || rest.starts_with("--") || rest.starts_with('—');
    spaced.then_some(length)
}

/// The length of the place that `text` begins with: capitalised words, up to a comma, bracket or spaced dash.
fn place(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut n_words = 0;
    for word in text[..floor(text, LONGEST)].split_inclusive([' ', '\u{a0}']) {
        let bare = word.trim_end();
        if bare.starts_with(['(', '-', '–', '—', '/', '"', '“']) || (n_words > 0 && bare.is_empty()) {
            break;
        }
        let cut = bare.find([',', '(', ';', '—', ':']).unwrap_or(bare.len());
        let piece = bare[..cut].strip_suffix("--").unwrap_or(&bare[..cut]);
        let capital = piece.starts_with(char::is_uppercase);
        // "Rio de Janeiro", "Bosnia and Herzegovina"
        let small = n_words > 0 && piece.len() <= 3 && piece.chars().all(char::is_lowercase);
        let spelled = piece.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '.' | '-' | '/'));
        if piece.is_empty() || !(capital || small) || !spelled {
            return None;
        }
        n_words += 1;
        if n_words > MOST_WORDS {
            return None;
        }
        end += piece.len();
        if piece.len() < word.trim_end().len() {
            break;
        }
        // A full stop ends it, but not that of "D.C." and "St.".
        let next = text[end..].trim_start();
        if piece.ends_with('.') && piece.len() > 4 && !next.starts_with(['(', '-', '–', '—']) {
            break;
        }
        end += word.len() - bare.len();
    }
    let end = text[..end].trim_end().len();
    (end > 0).then_some(end)
}

/// The largest boundary of a character that is not above `at`.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

fn is_shouted(place: &str) -> bool {
    let n = place.chars().filter(|c| c.is_alphabetic()).count();
    n > 3 && !place.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::Data;

    fn check(texts: &[&str], expected: Expect) {
        let calendar = Calendar::load(&Data::embedded()).unwrap();
        let show = |text: &&str| match calendar.head(text) {
            Some((length, head)) => {
                let cut = |&(from, to): &(usize, usize)| text[from..to].to_owned();
                let places: Vec<String> = head.places.iter().map(cut).collect();
                let agency = head.agency.as_ref().map(cut).unwrap_or_default();
                let day = head.day.map(|d| format!("{:?} {} {}", d.year, d.month, d.day)).unwrap_or_default();
                format!("{} / {agency} / {day} |{}\n", places.join("+"), &text[length..])
            }
            None => format!("no: {text}\n"),
        };
        expected.assert_eq(&texts.iter().map(show).collect::<String>());
    }

    #[test]
    fn datelines_of_the_wires() {
        check(
            &[
                "TEHRAN, March 18, 2026 (Reuters) - Iran said",
                "March 18 (Reuters) - Iran said",
                "(Reuters) - oil fell",
                "WASHINGTON (AP) — The",
                "KYIV, Ukraine (AP) — The",
                "MOSCOW, March 18. /TASS/. Russia",
                "GENEVA/LONDON, Sept 14 (Actograph Wire) — A",
                "Tehran, IRNA – The",
                "BEIJING, March 18 (Xinhua) -- China",
                "KABUL (Pajhwok): The",
                "Geneva, 4 March 2026 – The",
                "WASHINGTON, D.C. — \"We",
                "UNITED NATIONS — The",
                "RIO DE JANEIRO, Brazil, Wednesday, March 4 (AFP) - A",
                "PORT-AU-PRINCE, Haiti—Gangs",
                "St. Petersburg (dpa) - A",
            ],
            expect![[r#"
                TEHRAN / Reuters / Some(2026) 3 18 | Iran said
                 / Reuters / None 3 18 | Iran said
                 / Reuters /  | oil fell
                WASHINGTON / AP /  | The
                KYIV+Ukraine / AP /  | The
                MOSCOW / TASS / None 3 18 | Russia
                GENEVA/LONDON / Actograph Wire / None 9 14 | A
                Tehran / IRNA /  | The
                BEIJING / Xinhua / None 3 18 | China
                KABUL / Pajhwok /  | The
                Geneva /  / Some(2026) 3 4 | The
                WASHINGTON+D.C. /  /  | "We
                UNITED NATIONS /  /  | The
                RIO DE JANEIRO+Brazil / AFP / None 3 4 | A
                PORT-AU-PRINCE+Haiti /  /  |Gangs
                St. Petersburg / dpa /  | A
            "#]],
        );
    }

    #[test]
    fn what_only_looks_like_a_dateline() {
        check(
            &[
                "IRAN — the country",
                "NATO — Norway is in it",
                "UPDATE 1 - Iran said",
                "BREAKING - Iran said",
                "EXCLUSIVE — Iran said",
                "Tehran – Iran said",
                "Iran's president (left) - He",
                "March 18 - Iran said",
                "Iran, Israel and the United States - all",
                "He said - Iran",
                "TRUMP: We will",
                "“TEHRAN — It",
                "",
                "Ali Khamenei (leader) — The",
                "(see above",
                "日本 — 中国",
            ],
            expect![[r#"
                no: IRAN — the country
                no: NATO — Norway is in it
                no: UPDATE 1 - Iran said
                no: BREAKING - Iran said
                no: EXCLUSIVE — Iran said
                no: Tehran – Iran said
                no: Iran's president (left) - He
                no: March 18 - Iran said
                no: Iran, Israel and the United States - all
                no: He said - Iran
                no: TRUMP: We will
                no: “TEHRAN — It
                no: 
                no: Ali Khamenei (leader) — The
                no: (see above
                no: 日本 — 中国
            "#]],
        );
    }

    #[test]
    fn hostile_heads_end() {
        let calendar = Calendar::load(&Data::embedded()).unwrap();
        for text in ["(".repeat(1000), "A ".repeat(10_000), "March ".repeat(1000), "/".repeat(99), "日".repeat(500)] {
            assert!(calendar.head(&text).is_none());
        }
    }
}
