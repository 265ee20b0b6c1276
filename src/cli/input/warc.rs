//! A web archive → its pages: the HTTP responses that succeeded and are HTML or text.
//!
//! Source: WARC 1.1 (ISO 28500:2017), of which record headers and payloads are read, and HTTP/1.1 (RFC 9112) for the
//! payloads, with chunked transfer and gzip. Requests, metadata, images and failures are passed over.

use std::io::{self, Read};

use super::packed::{self, Line, Stream};
use super::{Body, Format, LARGEST, Raw, without_scheme};
use crate::diagnostic::Error;
use crate::document::Source;

/// No header of a record or response is longer.
const LONGEST_HEADER: u64 = 64 << 10;

/// The pages of an archive; a record that is damaged ends it, for nothing tells where the next one begins.
pub(super) fn documents(name: String, from: Stream) -> impl Iterator<Item = Result<Raw, Error>> + Send {
    let mut archive = Archive { from, number: 0 };
    let mut ended = false;
    std::iter::from_fn(move || {
        while !ended {
            archive.number += 1;
            let place = format!("{name}, record {}", archive.number);
            match archive.next() {
                Ok(Some(record)) => {
                    if let Some(page) = record.page(&place) {
                        return Some(page);
                    }
                }
                Ok(None) => ended = true,
                Err(error) => {
                    ended = true;
                    return Some(Err(Error::Content { place, message: error.to_string() }));
                }
            }
        }
        None
    })
}

struct Archive {
    from: Stream,
    number: usize,
}

/// A record of an archive.
struct Record {
    headers: Vec<(String, String)>,
    /// Its block; none if it was passed over.
    block: Option<Vec<u8>>,
    too_large: bool,
}

impl Archive {
    fn next(&mut self) -> io::Result<Option<Record>> {
        let wrong = |message: &str| io::Error::new(io::ErrorKind::InvalidData, message.to_owned());
        let mut line = Vec::new();
        loop {
            match packed::line(&mut self.from, LONGEST_HEADER, &mut line)? {
                Line::End => return Ok(None),
                Line::Whole if line.is_empty() => {}
                Line::Whole if line.starts_with(b"WARC/") => break,
                Line::Whole | Line::TooLong => return Err(wrong("no WARC record begins here")),
            }
        }
        let headers = headers(&mut self.from)?.ok_or_else(|| wrong("the header of the record does not end"))?;
        let length = get(&headers, "content-length").and_then(|l| l.parse::<u64>().ok());
        let length = length.ok_or_else(|| wrong("the record has no Content-Length"))?;
        let kind = get(&headers, "warc-type").unwrap_or_default();
        let wanted = matches!(kind, "response" | "resource");
        let too_large = wanted && length > LARGEST;
        let block = if wanted && !too_large {
            let mut block = Vec::new();
            let n = self.from.by_ref().take(length).read_to_end(&mut block)?;
            if (n as u64) < length {
                return Err(wrong("the archive ends within a record"));
            }
            Some(block)
        } else {
            let passed = io::copy(&mut self.from.by_ref().take(length), &mut io::sink())?;
            if passed < length {
                return Err(wrong("the archive ends within a record"));
            }
            None
        };
        Ok(Some(Record { headers, block, too_large }))
    }
}

impl Record {
    /// The page, if it is one.
    fn page(self, place: &str) -> Option<Result<Raw, Error>> {
        let wrong = |message: String| Some(Err(Error::Content { place: place.to_owned(), message }));
        let address = get(&self.headers, "warc-target-uri").map(|a| a.trim_matches(['<', '>']).to_owned());
        if self.too_large {
            return wrong(format!("a page larger than {} MB", LARGEST >> 20));
        }
        let block = self.block?;
        let content_type =
            |headers: &[(String, String)]| get(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
        let (kind, bytes) = if get(&self.headers, "warc-type") == Some("resource") {
            (content_type(&self.headers), block)
        } else {
            let mut rest: Stream = packed::plain(block);
            let mut status = Vec::new();
            let Ok(Line::Whole) = packed::line(&mut rest, LONGEST_HEADER, &mut status) else { return None };
            let code = String::from_utf8_lossy(&status).split(' ').nth(1).map(str::to_owned);
            if code.as_deref() != Some("200") {
                return None;
            }
            let Ok(Some(headers)) = headers(&mut rest) else {
                return wrong("the header of the response does not end".into());
            };
            match payload(&headers, rest) {
                Ok(bytes) => (content_type(&headers), bytes),
                Err(error) => return wrong(error.to_string()),
            }
        };
        let format = match kind.split(';').next().unwrap_or_default().trim() {
            "text/html" | "application/xhtml+xml" => Format::Html,
            "text/plain" if !address.as_deref().is_some_and(|a| a.ends_with("/robots.txt")) => Format::Text,
            _ => return None,
        };
        let id = address.as_deref().map(|a| without_scheme(a).to_owned()).unwrap_or_default();
        // When it was fetched is not when it was written.
        let source = Source { id, path: address, ..Source::default() };
        Some(Ok(Raw { place: place.to_owned(), source, body: Body::Bytes(bytes, format) }))
    }
}

/// The content of a response, as it was before it was sent.
fn payload(headers: &[(String, String)], mut rest: Stream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if get(headers, "transfer-encoding").is_some_and(|t| t.eq_ignore_ascii_case("chunked")) {
        let mut line = Vec::new();
        while let Line::Whole = packed::line(&mut rest, LONGEST_HEADER, &mut line)? {
            let size = String::from_utf8_lossy(&line);
            let size = u64::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16);
            // Some archives have undone the chunks and left the header.
            let Ok(size) = size else {
                bytes.extend_from_slice(&line);
                bytes.push(b'\n');
                rest.read_to_end(&mut bytes)?;
                break;
            };
            if size == 0 {
                break;
            }
            rest.by_ref().take(size).read_to_end(&mut bytes)?;
            packed::line(&mut rest, LONGEST_HEADER, &mut line)?;
        }
    } else {
        rest.read_to_end(&mut bytes)?;
    }
    match get(headers, "content-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("gzip" | "x-gzip") if bytes.starts_with(&[0x1f, 0x8b]) => {
            let mut unpacked = Vec::new();
            packed::of_bytes(bytes.into()).take(LARGEST + 1).read_to_end(&mut unpacked)?;
            if unpacked.len() as u64 > LARGEST {
                return Err(io::Error::new(io::ErrorKind::InvalidData, format!("larger than {} MB", LARGEST >> 20)));
            }
            Ok(unpacked)
        }
        None | Some("" | "identity" | "gzip" | "x-gzip") => Ok(bytes),
        Some(other) => {
            Err(io::Error::new(io::ErrorKind::InvalidData, format!("content encoding `{other}` is not read")))
        }
    }
}

/// Header lines to the blank one that ends them, names in lower case; none if they do not end.
fn headers(from: &mut Stream) -> io::Result<Option<Vec<(String, String)>>> {
    let (mut found, mut line) = (Vec::new(), Vec::new());
    // A bound on their number, too.
    for _ in 0..1000 {
        match packed::line(from, LONGEST_HEADER, &mut line)? {
            Line::Whole if line.is_empty() => return Ok(Some(found)),
            Line::Whole => {
                let text = String::from_utf8_lossy(&line);
                if let Some((name, value)) = text.split_once(':') {
                    found.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
            Line::TooLong | Line::End => return Ok(None),
        }
    }
    Ok(None)
}

fn get<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;

    fn record(kind: &str, address: &str, block: &[u8]) -> Vec<u8> {
        let length = block.len();
        let head =
            format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {length}\r\n\r\n");
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn check(archive: Vec<u8>, expected: Expect) {
        let mut out = String::new();
        for document in documents("a.warc".to_owned(), packed::of_bytes(archive.into())) {
            match document.and_then(Raw::text) {
                Ok(text) => writeln!(out, "{} {:?}", text.source.id, text.text).unwrap(),
                Err(error) => writeln!(out, "{error}").unwrap(),
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn pages_are_documents() {
        let html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Iran funds Hamas.</p>";
        let chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nIran \r\nc;x\r\nfunds Hamas.\r\n0\r\n\r\n";
        let archive = [
            record("warcinfo", "", b"software: x\r\n"),
            record("request", "https://example.org/1", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", "https://example.org/1", html),
            record("response", "http://example.org/2?x=1", chunked),
            record("response", "https://example.org/3", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno"),
            record("response", "https://example.org/4", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        ];
        check(
            archive.concat(),
            expect![[r#"
            example.org/1 "Iran funds Hamas."
            example.org/2?x=1 "Iran funds Hamas."
        "#]],
        );
    }

    #[test]
    fn damage_is_told_and_what_came_before_is_kept() {
        let html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Iran funds Hamas.</p>";
        let mut archive = [record("response", "https://example.org/1", html), record("response", "x", html)].concat();
        archive.truncate(archive.len() - 20);
        check(
            archive,
            expect![[r#"
            example.org/1 "Iran funds Hamas."
            a.warc, record 2: the archive ends within a record
        "#]],
        );
        check(
            b"PK\x03\x04".to_vec(),
            expect![[r#"
            a.warc, record 1: no WARC record begins here
        "#]],
        );
    }
}
