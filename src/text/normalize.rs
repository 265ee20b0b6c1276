//! Bytes of a file → text.
//!
//! UTF-8 and UTF-16 are recognised by their byte order mark or by being valid; anything else is guessed by chardetng
//! and read by encoding_rs, as a browser would. Binary files are refused. Characters are not changed otherwise.

use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::Error;

/// A file's text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// The encoding's name in the WHATWG standard, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// How many byte sequences were no characters and are `U+FFFD` now.
    pub replaced: usize,
}

/// Reads the bytes of a file as text; `path` is for the message.
///
/// ```
/// use std::path::Path;
/// use actograph::text::decode;
/// assert_eq!(decode(Path::new("a.txt"), b"S\xe3o Paulo").unwrap().text, "São Paulo");
/// assert!(decode(Path::new("a.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").is_err());
/// ```
///
/// # Errors
/// [`Error::Encoding`] with the place of the first byte that no text has, if the file is binary.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<Decoded, Error> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return checked(path, with(encoding, &bytes[mark..]), bytes);
    }
    if let Some(encoding) = wide(bytes) {
        return checked(path, with(encoding, bytes), bytes);
    }
    if let Some(offset) = bytes.iter().position(|&b| b == 0) {
        return Err(binary(path, offset, "a zero byte; this is no text file"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let decoded = Decoded { text: text.to_owned(), encoding: UTF_8.name(), replaced: 0 };
        return checked(path, decoded, bytes);
    }
    let decoded = if is_damaged_utf8(bytes) { with(UTF_8, bytes) } else { with(guess(bytes), bytes) };
    checked(path, decoded, bytes)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    let replaced = if faulty { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: encoding.name(), replaced }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Mostly well-formed multi-byte sequences with a few broken ones: UTF-8 that was cut or patched, not another encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

/// UTF-16 without a mark: Latin text has a zero in every other byte.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros = |first: usize| head[first..].iter().step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        return Some(UTF_16LE);
    }
    (even * 10 >= pairs * 7 && odd * 20 <= pairs).then_some(UTF_16BE)
}

/// Refuses what decodes to control characters: archives, images, programs.
fn checked(path: &Path, decoded: Decoded, bytes: &[u8]) -> Result<Decoded, Error> {
    let mut controls = 0usize;
    let mut first = None;
    for (offset, c) in decoded.text.char_indices() {
        if c == '\0' || (c.is_control() && !c.is_whitespace() && c != '\u{1b}') {
            controls += 1;
            first = first.or(Some(offset));
        }
    }
    let characters = decoded.text.chars().count();
    match first {
        Some(offset) if controls * 50 > characters || decoded.text.contains('\0') => {
            Err(binary(path, offset.min(bytes.len()), "control characters; this is no text file"))
        }
        _ if decoded.replaced * 10 > characters => {
            let offset = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), |_| 0);
            Err(binary(path, offset, "bytes that are no characters; this is no text file"))
        }
        _ => Ok(decoded),
    }
}

fn binary(path: &Path, offset: usize, message: &str) -> Error {
    Error::Encoding { path: path.to_owned(), offset, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, &'static str, usize), String> {
        decode(Path::new("f"), bytes).map(|d| (d.text, d.encoding, d.replaced)).map_err(|e| e.to_string())
    }

    #[allow(clippy::unnecessary_wraps)]
    fn ok(text: &str, encoding: &'static str) -> Result<(String, &'static str, usize), String> {
        Ok((text.to_owned(), encoding, 0))
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    }

    #[test]
    fn utf8_is_kept_and_its_mark_dropped() {
        assert_eq!(read("Iran’s\r\n“é”\u{a0}x".as_bytes()), ok("Iran’s\r\n“é”\u{a0}x", "UTF-8"));
        assert_eq!(read(b"\xef\xbb\xbfhello"), ok("hello", "UTF-8"));
        assert_eq!(read(b""), ok("", "UTF-8"));
    }

    #[test]
    fn utf16_is_known_with_and_without_mark() {
        let text = "Iran’s envoy met São Tomé’s.";
        assert_eq!(read(&utf16(text, true)), ok(text, "UTF-16LE"));
        assert_eq!(read(&utf16(text, false)), ok(text, "UTF-16BE"));
        assert_eq!(read(&utf16(&format!("\u{feff}{text}"), true)), ok(text, "UTF-16LE"));
        assert_eq!(read(&utf16(&format!("\u{feff}{text}"), false)), ok(text, "UTF-16BE"));
    }

    #[test]
    fn older_encodings_are_guessed() {
        assert_eq!(
            read(b"The \x93deal\x94 in S\xe3o Paulo isn\x92t off"),
            ok("The “deal” in São Paulo isn’t off", "windows-1252")
        );
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = "São Tomé é à ü ö".as_bytes().to_vec();
        bytes.push(0xc3);
        assert_eq!(read(&bytes), Ok(("São Tomé é à ü ö\u{fffd}".to_owned(), "UTF-8", 1)));
    }

    #[test]
    fn binary_is_refused_with_the_place() {
        assert_eq!(
            read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            Err("f: byte 8: a zero byte; this is no text file".to_owned())
        );
        assert_eq!(read(b"\x01\x02\x03\x04abc"), Err("f: byte 0: control characters; this is no text file".to_owned()));
        assert!(read(b"ab\0cd").is_err());
    }
}
