//! A file, packed or not → its bytes, as a stream whose size is bounded.
//!
//! Text packs some ten to one. What unpacks to more than [`RATIO`] times its size is no text but a bomb, and is refused
//! when it has given [`GRACE`] bytes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::graph::rdf::packed::Packing;

/// How much larger than the file its content may be.
const RATIO: u64 = 200;
/// What every file may have, however small it is.
const GRACE: u64 = 64 << 20;

/// A stream of a file's bytes, unpacked.
pub(super) type Stream = Box<dyn BufRead + Send>;

/// Opens a file that is packed so.
pub(super) fn open(file: &Path, packing: Packing) -> io::Result<Stream> {
    unpack(BufReader::new(File::open(file)?), packing)
}

/// The bytes of what somebody has read already; how they are packed their first bytes tell.
pub(super) fn of_bytes(bytes: Arc<[u8]>) -> Stream {
    let packing = if bytes.starts_with(&[0x1f, 0x8b]) {
        Packing::Gzip
    } else if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Packing::Zstandard
    } else {
        Packing::Plain
    };
    unpack(io::Cursor::new(Arc::clone(&bytes)), packing).unwrap_or_else(|_| Box::new(io::Cursor::new(bytes)))
}

/// Bytes as they are.
pub(super) fn plain(bytes: Vec<u8>) -> Stream {
    Box::new(io::Cursor::new(bytes))
}

fn unpack(packed: impl BufRead + Send + 'static, packing: Packing) -> io::Result<Stream> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = |inner| BufReader::new(Counted { inner, taken: Arc::clone(&taken) });
    let inner: Box<dyn Read + Send> = match packing {
        Packing::Plain => return Ok(Box::new(packed)),
        Packing::Gzip => Box::new(MultiGzDecoder::new(counted(packed))),
        Packing::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(counted(packed))?),
    };
    Ok(Box::new(BufReader::new(Checked { inner, taken, given: 0 })))
}

struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(to)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

struct Checked<R> {
    inner: R,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(to)?;
        self.given += n as u64;
        if self.given > GRACE && self.given / RATIO > self.taken.load(Ordering::Relaxed) {
            let message = format!("unpacks to more than {RATIO} times its size; this is no text");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(n)
    }
}

/// A line, or a note that it was too long and has been passed over.
pub(super) enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads a line of at most `most` bytes into `line`, without its end.
pub(super) fn line(from: &mut Stream, most: u64, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let n = from.by_ref().take(most + 1).read_until(b'\n', line)?;
    if n == 0 {
        return Ok(Line::End);
    }
    let ended = line.last() == Some(&b'\n');
    if !ended && n as u64 > most {
        line.clear();
        loop {
            let buffer = from.fill_buf()?;
            let Some(end) = buffer.iter().position(|&b| b == b'\n') else {
                let passed = buffer.len();
                if passed == 0 {
                    return Ok(Line::TooLong);
                }
                from.consume(passed);
                continue;
            };
            from.consume(end + 1);
            return Ok(Line::TooLong);
        }
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(Line::Whole)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_follow_each_other() {
        let mut text = String::new();
        of_bytes([gzip(b"one "), gzip(b"two")].concat().into()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
    }

    #[test]
    fn zstandard_is_known_too() {
        let part = |text: &[u8]| zstd::encode_all(text, 3).unwrap();
        let mut text = String::new();
        of_bytes([part(b"one "), part(b"two")].concat().into()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
        assert!(of_bytes(part(b"one")[..6].to_vec().into()).read_to_string(&mut text).is_err());
    }

    #[test]
    fn a_bomb_is_refused() {
        let zeros = vec![0; 96 << 20];
        for bomb in [gzip(&zeros), zstd::encode_all(zeros.as_slice(), 3).unwrap()] {
            let mut sink = io::sink();
            let error = io::copy(&mut of_bytes(bomb.into()), &mut sink).unwrap_err();
            assert!(error.to_string().contains("200 times"), "{error}");
        }
    }

    #[test]
    fn a_long_line_is_passed_over() {
        let mut from = of_bytes(b"ab\r\nabcdef\ncd".to_vec().into());
        let mut found = Vec::new();
        let mut buffer = Vec::new();
        loop {
            match line(&mut from, 4, &mut buffer).unwrap() {
                Line::Whole => found.push(String::from_utf8(buffer.clone()).unwrap()),
                Line::TooLong => found.push("-".to_owned()),
                Line::End => break,
            }
        }
        assert_eq!(found, ["ab", "-", "cd"]);
    }
}
