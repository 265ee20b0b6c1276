//! JSON lines and tables → documents, one a line or row, by fields whose names can be chosen.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::packed::{self, Line, Stream};
use super::{Body, LARGEST, Raw, day};
use crate::diagnostic::{Error, nearest};
use crate::document::{DateSource, Source};

/// What a record can tell, by the names that its fields have unless others are given.
const FIELDS: [&str; 8] = ["id", "title", "text", "html", "date", "source", "url", "author"];

/// Which field of a record tells what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// Reads `text=body`.
    pub(super) fn one(argument: &str) -> Result<(&'static str, String), String> {
        let (what, name) = argument.split_once('=').ok_or("write WHAT=NAME: text=body")?;
        let what = FIELDS.iter().find(|f| **f == what).ok_or_else(|| {
            let hint = nearest(what, FIELDS).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            format!("`{what}` is none of {}{hint}", FIELDS.join(", "))
        })?;
        Ok((what, name.to_owned()))
    }

    pub(super) fn new(pairs: Vec<(&'static str, String)>) -> Self {
        Self(pairs)
    }

    /// The name of the field that tells `what`: the last that was given.
    fn name(&self, what: &'static str) -> &str {
        self.0.iter().rev().find(|(w, _)| *w == what).map_or(what, |(_, name)| name)
    }
}

/// A record's document; `get` gives the field of a name.
fn document(place: &str, fields: &Fields, get: impl Fn(&str) -> Option<String>) -> Result<Raw, Error> {
    let wrong = |message: String| Error::Content { place: place.to_owned(), message };
    let value = |what: &'static str| get(fields.name(what)).filter(|v| !v.trim().is_empty());
    let body = match (value("text"), value("html")) {
        (Some(text), _) => Body::Text(text),
        (None, Some(html)) => Body::Html(html),
        (None, None) => {
            let (text, html) = (fields.name("text"), fields.name("html"));
            return Err(wrong(format!("no `{text}` or `{html}`; --field text=NAME tells where the text is")));
        }
    };
    let written = value("date");
    let date = written.as_deref().and_then(day);
    if let (Some(written), None) = (&written, &date) {
        return Err(wrong(format!("`{written}` is no date such as 2026-03-18")));
    }
    let source = Source {
        id: value("id").map(|id| id.trim().to_owned()).unwrap_or_default(),
        path: value("url").map(|url| url.trim().to_owned()),
        title: value("title"),
        date_source: date.as_ref().map(|_| DateSource::Metadata),
        date,
        author: value("author"),
        publisher: value("source"),
    };
    Ok(Raw { place: place.to_owned(), source, body })
}

/// JSON lines, one after the other; what is wrong with one does not concern the others.
pub(super) fn jsonl(name: String, mut from: Stream, fields: Fields) -> impl Iterator<Item = Result<Raw, Error>> + Send {
    let (mut number, mut line, mut ended) = (0usize, Vec::new(), false);
    std::iter::from_fn(move || {
        while !ended {
            number += 1;
            let place = format!("{name}:{number}");
            match packed::line(&mut from, LARGEST, &mut line) {
                Ok(Line::End) => ended = true,
                Ok(Line::TooLong) => {
                    let message = format!("longer than {} MB", LARGEST >> 20);
                    return Some(Err(Error::Content { place, message }));
                }
                Ok(Line::Whole) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Line::Whole) => return Some(object(&place, &line, &fields)),
                Err(error) => {
                    ended = true;
                    return Some(Err(Error::file(Path::new(&place))(error)));
                }
            }
        }
        None
    })
}

fn object(place: &str, line: &[u8], fields: &Fields) -> Result<Raw, Error> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let wrong = |message: String| Error::Content { place: place.to_owned(), message };
    let value: Value = serde_json::from_slice(line).map_err(|e| wrong(format!("no JSON: {e}")))?;
    if !value.is_object() {
        return Err(wrong("no JSON object; one document is {\"id\": …, \"text\": …}".to_owned()));
    }
    document(place, fields, |name| {
        // A field of a field is `article.body`, unless there is one of that very name.
        let found = value.get(name).or_else(|| name.split('.').try_fold(&value, |value, part| value.get(part)));
        match found? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    })
}

/// The rows of a table whose first row has the names of its columns.
pub(super) fn table(
    name: String,
    from: Stream,
    separator: u8,
    fields: Fields,
) -> impl Iterator<Item = Result<Raw, Error>> + Send {
    let left = Arc::new(AtomicU64::new(LARGEST));
    let bounded = Bounded { inner: from, left: Arc::clone(&left) };
    let mut rows = csv::ReaderBuilder::new().delimiter(separator).from_reader(bounded);
    let header: Result<Vec<String>, csv::Error> =
        rows.byte_headers().map(|h| h.iter().map(|cell| words(cell).trim().to_owned()).collect());
    let mut header = Some(header);
    let mut columns = Vec::new();
    let mut row = csv::ByteRecord::new();
    std::iter::from_fn(move || {
        match header.take() {
            Some(Ok(names)) => columns = names,
            Some(Err(error)) => return Some(Err(row_error(&name, &error))),
            None => {}
        }
        // Nothing is left where the header could not be read.
        if columns.is_empty() {
            return None;
        }
        left.store(LARGEST, Ordering::Relaxed);
        match rows.read_byte_record(&mut row) {
            Ok(false) => None,
            Ok(true) => {
                let line = row.position().map_or(0, csv::Position::line);
                Some(document(&format!("{name}:{line}"), &fields, |wanted| {
                    let column = columns.iter().position(|c| c == wanted);
                    let column = column.or_else(|| columns.iter().position(|c| c.eq_ignore_ascii_case(wanted)))?;
                    row.get(column).map(words)
                }))
            }
            Err(error) => {
                let error_in_row = !matches!(error.kind(), csv::ErrorKind::Io(_));
                if !error_in_row {
                    columns.clear();
                }
                Some(Err(row_error(&name, &error)))
            }
        }
    })
}

fn row_error(name: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or_else(String::new, |p| format!(":{}", p.line()));
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} columns, not {expected_len} as in the first row")
        }
        _ => error.to_string(),
    };
    Error::Content { place: format!("{name}{line}"), message }
}

/// A cell as text: UTF-8, or the legacy encoding that it looks like.
fn words(cell: &[u8]) -> String {
    crate::text::decode(Path::new(""), cell).map_or_else(|_| String::from_utf8_lossy(cell).into_owned(), |d| d.text)
}

/// A stream that fails if too much of it is read for one row: a quotation mark that is never closed.
struct Bounded<R> {
    inner: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(to)?;
        let left = self.left.load(Ordering::Relaxed);
        if n as u64 > left {
            let message = format!("a row of more than {} MB; is a quotation mark not closed?", LARGEST >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        self.left.store(left - n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;

    fn check(documents: impl Iterator<Item = Result<Raw, Error>>, expected: Expect) {
        let mut out = String::new();
        for document in documents {
            match document {
                Ok(Raw { place, source, body }) => {
                    let Source { id, path, title, date, author, publisher, .. } = source;
                    let known = [path, title, date, author, publisher].into_iter().flatten().collect::<Vec<_>>();
                    writeln!(out, "{place} {id:?} {known:?} {body:?}").unwrap();
                }
                Err(error) => writeln!(out, "{error}").unwrap(),
            }
        }
        expected.assert_eq(&out);
    }

    fn stream(text: &[u8]) -> Stream {
        packed::of_bytes(text.to_vec().into())
    }

    #[test]
    fn json_lines_are_documents() {
        let text = r#"{"id": 7, "text": "Iran funds Hamas.", "date": "2026-03-18T10:00:00Z", "source": "The Example"}

{"id": "b", "html": "<p>x", "url": "https://example.org/b", "title": "B", "author": "Ana"}
{"id": "c", "body": "y"}
[1]
{"id":
{"text": "z", "date": "yesterday"}
"#;
        check(
            jsonl("a.jsonl".into(), stream(text.as_bytes()), Fields::default()),
            expect![[r#"
            a.jsonl:1 "7" ["2026-03-18", "The Example"] Text("Iran funds Hamas.")
            a.jsonl:3 "b" ["https://example.org/b", "B", "Ana"] Html("<p>x")
            a.jsonl:4: no `text` or `html`; --field text=NAME tells where the text is
            a.jsonl:5: no JSON object; one document is {"id": …, "text": …}
            a.jsonl:6: no JSON: EOF while parsing a value at line 1 column 6
            a.jsonl:7: `yesterday` is no date such as 2026-03-18
        "#]],
        );
    }

    #[test]
    fn fields_can_have_other_names() {
        let fields = Fields::new(vec![Fields::one("text=article.body").unwrap(), Fields::one("id=key").unwrap()]);
        let text = r#"{"key": "a", "article": {"body": "Iran funds Hamas."}}"#;
        check(
            jsonl("a.jsonl".into(), stream(text.as_bytes()), fields),
            expect![[r#"
            a.jsonl:1 "a" [] Text("Iran funds Hamas.")
        "#]],
        );
        assert_eq!(Fields::one("txt=body").unwrap_err().lines().count(), 1);
        assert!(Fields::one("txt=body").unwrap_err().ends_with("did you mean `text`?"));
        assert!(Fields::one("text").is_err());
    }

    #[test]
    fn rows_are_documents() {
        let text = b"\xef\xbb\xbfId,Body,date\n1,\"Iran funds\nHamas, it says.\",2026-03-18\n2,too,many,cells\n3,S\xe3o Paulo,\n4,,\n";
        let fields = || Fields::new(vec![Fields::one("text=body").unwrap()]);
        check(
            table("a.csv".into(), stream(text), b',', fields()),
            expect![[r#"
            a.csv:2 "1" ["2026-03-18"] Text("Iran funds\nHamas, it says.")
            a.csv:4: 4 columns, not 3 as in the first row
            a.csv:5 "3" [] Text("São Paulo")
            a.csv:6: no `body` or `html`; --field text=NAME tells where the text is
        "#]],
        );
        check(
            table("a.tsv".into(), stream(b"text\nx\n"), b'\t', Fields::default()),
            expect![[r#"
            a.tsv:2 "" [] Text("x")
        "#]],
        );
        check(table("a.csv".into(), stream(b""), b',', Fields::default()), expect![""]);
    }

    #[test]
    fn a_quotation_that_never_ends_is_bounded() {
        let text = format!("text\n\"{}", "word ".repeat(8 << 20));
        let found: Vec<_> = table("a.csv".into(), stream(text.as_bytes()), b',', Fields::default()).collect();
        assert_eq!(found.len(), 1);
        assert!(found[0].as_ref().unwrap_err().to_string().contains("not closed"));
    }
}
