//! Bracket notation: `[funder Iran] funds [recipient Hamas]. => planned, said by Israel`.
//!
//! Rules state their examples in it, and results are printed in it. A bracket holds a role and the words that fill it;
//! brackets may stand inside one another. Behind `=>` stand the qualifiers; what is not stated is the default:
//! positive, actual, without phase, in the text's own voice.

use std::fmt::Write as _;
use std::ops::Range;

use smol_str::SmolStr;

use super::template::Complaint;
use crate::syntax::scope::{Modality, Phase, Polarity};

/// A sentence with its marked roles.
///
/// ```
/// use actograph::rule::example::Example;
/// let example = Example::parse("[funder Iran] will fund [recipient Hamas]. => planned").unwrap();
/// assert_eq!(example.text, "Iran will fund Hamas.");
/// assert_eq!(&example.text[example.marks[1].span.clone()], "Hamas");
/// assert_eq!(example.to_string(), "[funder Iran] will fund [recipient Hamas]. => planned");
/// assert!(Example::parse("[funder Iran funds Hamas.").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The sentence without brackets.
    pub text: String,
    /// The marked roles, in the order of their first words.
    pub marks: Vec<Mark>,
    /// What stands behind `=>`.
    pub qualifiers: Qualifiers,
}

/// One bracket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The role's name.
    pub role: SmolStr,
    /// Bytes of [`Example::text`].
    pub span: Range<usize>,
}

/// How sure the text is and who says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Qualifiers {
    /// `negated`, or nothing.
    pub polarity: Polarity,
    /// `possible`, `planned`, `desired`, or nothing.
    pub modality: Modality,
    /// `begins`, `continues`, `ends`, or nothing.
    pub phase: Phase,
    /// `said` alone, or with `by NAME` for each source, outermost first.
    pub attributed: bool,
    /// The sources as the text writes them.
    pub sources: Vec<String>,
}

impl Example {
    /// Reads an example.
    ///
    /// # Errors
    /// R10 for a bracket that is not closed or has no role or no words, R16 for an unknown qualifier.
    pub fn parse(notation: &str) -> Result<Self, Complaint> {
        let (sentence, behind) = match notation.rfind("=>") {
            Some(at) => (notation[..at].trim_end(), Some(at + 2)),
            None => (notation.trim_end(), None),
        };
        let qualifiers = behind.map_or_else(|| Ok(Qualifiers::default()), |at| qualifiers(notation, at))?;
        let (mut text, mut marks, mut open): (String, Vec<Mark>, Vec<(usize, usize)>) = Default::default();
        let mut at = 0;
        while let Some(c) = sentence[at..].chars().next() {
            match c {
                '[' => {
                    let rest = &sentence[at + 1..];
                    let name = rest.split(|c: char| c.is_whitespace() || c == ']' || c == '[').next().unwrap_or("");
                    let place = at..at + 1 + name.len();
                    super::template::check_role(name, place.clone()).map_err(|_| {
                        Complaint::new("R10", place.clone(), format!("`[{name}` names no role"))
                            .hint("a bracket is `[role words]`")
                    })?;
                    let words = rest[name.len()..].trim_start();
                    open.push((marks.len(), at));
                    marks.push(Mark { role: name.into(), span: text.len()..text.len() });
                    at = sentence.len() - words.len();
                }
                ']' => {
                    let Some((mark, start)) = open.pop() else {
                        return Err(Complaint::new("R10", at..at + 1, "`]` without `[`"));
                    };
                    marks[mark].span.end = text.len();
                    if marks[mark].span.is_empty() {
                        let place = start..at + 1;
                        return Err(Complaint::new(
                            "R10",
                            place,
                            format!("nothing is marked as `{}`", marks[mark].role),
                        )
                        .hint("a bracket is `[role words]`"));
                    }
                    at += 1;
                }
                c => {
                    text.push(c);
                    at += c.len_utf8();
                }
            }
        }
        if let Some((_, start)) = open.pop() {
            return Err(Complaint::new("R10", start..sentence.len(), "`[` without `]`"));
        }
        Ok(Self { text, marks, qualifiers })
    }
}

impl std::fmt::Display for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&brackets(&self.text, &self.marks))?;
        let qualifiers = self.qualifiers.to_string();
        if qualifiers.is_empty() { Ok(()) } else { write!(f, " => {qualifiers}") }
    }
}

impl std::fmt::Display for Qualifiers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut all: Vec<String> = Vec::new();
        if self.modality != Modality::Actual {
            all.push(self.modality.name().to_owned());
        }
        if self.polarity == Polarity::Negative {
            all.push("negated".to_owned());
        }
        if self.phase != Phase::None {
            all.push(phase_name(self.phase).to_owned());
        }
        if self.attributed && self.sources.is_empty() {
            all.push("said".to_owned());
        }
        all.extend(self.sources.iter().map(|source| format!("said by {source}")));
        f.write_str(&all.join(", "))
    }
}

/// A phase as rule files and bracket notation write it; empty for [`Phase::None`].
pub fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::None => "",
        Phase::Begins => "begins",
        Phase::Continues => "continues",
        Phase::Ends => "ends",
    }
}

/// A sentence with its roles in brackets. Marks that overlap without one holding the other are left out.
pub fn brackets(text: &str, marks: &[Mark]) -> String {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    for mark in sorted {
        while let Some(end) = open.pop_if(|end| *end <= mark.span.start) {
            out.push_str(&text[at..end]);
            out.push(']');
            at = end;
        }
        if open.last().is_some_and(|&end| end < mark.span.end) {
            continue;
        }
        out.push_str(&text[at..mark.span.start]);
        write!(out, "[{} ", mark.role).expect("writing to a string cannot fail");
        at = mark.span.start;
        open.push(mark.span.end);
    }
    while let Some(end) = open.pop() {
        out.push_str(&text[at..end]);
        out.push(']');
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

fn qualifiers(notation: &str, start: usize) -> Result<Qualifiers, Complaint> {
    let mut found = Qualifiers::default();
    let mut at = start;
    for part in notation[start..].split(',') {
        let word = part.trim();
        let from = at + part.len() - part.trim_start().len();
        let place = from..from + word.len();
        at += part.len() + 1;
        match word {
            "negated" => found.polarity = Polarity::Negative,
            "possible" => found.modality = Modality::Possible,
            "planned" => found.modality = Modality::Planned,
            "desired" => found.modality = Modality::Desired,
            "begins" => found.phase = Phase::Begins,
            "continues" => found.phase = Phase::Continues,
            "ends" => found.phase = Phase::Ends,
            "said" => found.attributed = true,
            _ => {
                let source = word.strip_prefix("said by ").map(str::trim).filter(|source| !source.is_empty());
                let known = "negated, possible, planned, desired, begins, continues, ends, said, said by NAME";
                let wrong = || Complaint::new("R16", place.clone(), format!("`{word}` is no qualifier"));
                found.sources.push(source.ok_or_else(|| wrong().hint(format!("one of: {known}")))?.to_owned());
                found.attributed = true;
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(notation: &str, expected: Expect) {
        match Example::parse(notation) {
            Ok(example) => {
                let marks: Vec<_> =
                    example.marks.iter().map(|m| format!("{}={}", m.role, &example.text[m.span.clone()])).collect();
                let marks = marks.join(", ");
                assert_eq!(Example::parse(&example.to_string()), Ok(example.clone()), "printed and read again");
                expected.assert_eq(&format!("{} | {marks} | {}", example.text, example.qualifiers));
            }
            Err(e) => expected.assert_eq(&format!("{} `{}` {}", e.code, &notation[e.span.clone()], e.message)),
        }
    }

    #[test]
    fn brackets_mark_roles_and_may_nest() {
        check("[funder Iran] funds [recipient Hamas].", expect!["Iran funds Hamas. | funder=Iran, recipient=Hamas | "]);
        check(
            "[holder [org Hamas] leader Sinwar] agreed.",
            expect!["Hamas leader Sinwar agreed. | holder=Hamas leader Sinwar, org=Hamas | "],
        );
        check("Nobody funds it.", expect!["Nobody funds it. |  | "]);
    }

    #[test]
    fn qualifiers_stand_behind_the_arrow() {
        check(
            "[a Iran] will fund [b Hamas]. => planned, negated, said by Israel",
            expect!["Iran will fund Hamas. | a=Iran, b=Hamas | planned, negated, said by Israel"],
        );
        check("[a Iran] stopped. => ends, said", expect!["Iran stopped. | a=Iran | ends, said"]);
        check("[a Iran] stopped. => maybe", expect!["R16 `maybe` `maybe` is no qualifier"]);
    }

    #[test]
    fn malformed_brackets_are_shown() {
        check("[funder Iran funds it", expect!["R10 `[funder Iran funds it` `[` without `]`"]);
        check("Iran] funds it", expect!["R10 `]` `]` without `[`"]);
        check("[funder ] funds it", expect!["R10 `[funder ]` nothing is marked as `funder`"]);
        check("[Iran] funds it", expect!["R10 `[Iran` `[Iran` names no role"]);
    }
}
