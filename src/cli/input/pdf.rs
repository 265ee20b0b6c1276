//! A PDF → its text in paragraphs.
//!
//! `pdf-extract` tells where every letter stands. Letters become lines, and lines paragraphs: a new one begins where the
//! gap to the line before is larger than usual, where the letters change their size, or where a line is indented. A word
//! that is parted at the end of a line is put together again. Columns, tables and text in pictures are not understood: the
//! order is that of the file.
//!
//! A PDF is a program of sorts, so what could take endless time or memory is refused or left out before it is run:
//! streams that unpack to far more than the file, page trees in circles, drawings within drawings. The library gives up on
//! odd files by a panic, which is caught and told as an error (so the program must not be built with `panic = "abort"`).
//!
//! Source: ISO 32000-1, sections 7.7.3 (pages), 8.10 (form XObjects) and 9.4 (text).

use std::cell::Cell;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use flate2::bufread::ZlibDecoder;
use pdf_extract::{Document, MediaBox, Object, OutputDev, OutputError, Transform, output_doc};

use crate::diagnostic::Error;
use crate::document::Source;

/// What the streams of a small file may unpack to, and how many times its size those of a large one.
const GRACE: usize = 64 << 20;
const RATIO: usize = 50;
/// How often forms may be drawn, by their bytes.
const DRAWN: usize = 1 << 30;
/// The most levels of a page tree.
const LEVELS: usize = 64;
/// The longest text.
const LARGEST: usize = 32 << 20;

thread_local! {
    /// Whether this thread is in the library, whose panics are nobody's business.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// The text, and the title and author that the file tells.
///
/// # Errors
/// [`Error::Content`] if it is no PDF, is encrypted, has no text (a scan), or is beyond the library.
pub(super) fn text(place: &str, bytes: &[u8], source: &mut Source) -> Result<String, Error> {
    let wrong = |message: &str| Error::Content { place: place.to_owned(), message: message.to_owned() };
    if !bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return Err(wrong("no PDF: it does not begin with %PDF"));
    }
    if unpacks_beyond(bytes) {
        return Err(wrong("its streams unpack to far more than its size; this is no text"));
    }
    let read = quietly(|| read(bytes)).unwrap_or(Err("this PDF cannot be read; `pdftotext` may: see docs/inputs.md"));
    let (text, title, author) = read.map_err(wrong)?;
    if text.trim().is_empty() {
        return Err(wrong("no text in it; a scan must be recognised first, by OCR"));
    }
    source.title = title;
    source.author = author;
    Ok(text)
}

/// Text, title, author.
type Content = (String, Option<String>, Option<String>);

fn read(bytes: &[u8]) -> Result<Content, &'static str> {
    let mut document = Document::load_mem(bytes).map_err(|_| "no PDF that can be read: it is damaged")?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err("it is encrypted; remove the password first");
    }
    tame(&mut document)?;
    let mut letters = Letters::default();
    output_doc(&document, &mut letters).map_err(|_| "this PDF cannot be read; `pdftotext` may: see docs/inputs.md")?;
    letters.end_line();
    let (title, author) = (told(&document, b"Title"), told(&document, b"Author"));
    Ok((paragraphs(&letters.lines), title, author))
}

/// Takes out what is no text, and refuses what would not end.
fn tame(document: &mut Document) -> Result<(), &'static str> {
    for page in document.get_pages().into_values() {
        let mut here = page;
        for level in 0.. {
            if level == LEVELS {
                return Err("its page tree goes round in a circle");
            }
            let parent = document.get_dictionary(here).and_then(|d| d.get(b"Parent")).and_then(Object::as_reference);
            let Ok(parent) = parent else { break };
            here = parent;
        }
    }
    let (mut largest, mut draws) = (0, 0);
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let content = || stream.get_plain_content().unwrap_or_default();
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => stream.set_plain_content(Vec::new()),
            Ok(b"Form") => {
                let content = content();
                // One that draws others might draw itself.
                if n_draws(&content) > 0 {
                    stream.set_plain_content(Vec::new());
                } else {
                    largest = largest.max(content.len());
                }
            }
            _ => draws += n_draws(&content()),
        }
    }
    if largest.saturating_mul(draws) > DRAWN { Err("it draws its forms too often; this is no text") } else { Ok(()) }
}

fn n_draws(content: &[u8]) -> usize {
    content.windows(2).filter(|w| w == b"Do").count()
}

/// Whether all that looks like a packed stream gives more than [`GRACE`] and [`RATIO`] times the file. Each is
/// unpacked at most that far.
fn unpacks_beyond(bytes: &[u8]) -> bool {
    let most = GRACE.max(bytes.len().saturating_mul(RATIO));
    let mut left = most as u64;
    let mut from = 0;
    while let Some(found) = bytes[from..].windows(6).position(|w| w == b"stream") {
        from += found + 6;
        let data = &bytes[from..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let mut unpacked = ZlibDecoder::new(data).take(left + 1);
        // What is no packed stream is an error at its first bytes, after which nothing more comes.
        let mut sink = std::io::sink();
        let _ = std::io::copy(&mut unpacked, &mut sink);
        let Some(rest) = unpacked.limit().checked_sub(1) else { return true };
        left = rest;
    }
    false
}

fn told(document: &Document, key: &[u8]) -> Option<String> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).and_then(|id| document.get_dictionary(id));
    let value = info.and_then(|info| info.get(key)).and_then(Object::as_str).ok()?;
    let text = match value.strip_prefix(b"\xfe\xff") {
        Some(wide) => encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(value).0.into_owned(),
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Runs what may panic, without a message if it does.
fn quietly<T>(run: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !INSIDE.get() {
                before(panic);
            }
        }));
    });
    INSIDE.set(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    INSIDE.set(false);
    done.ok()
}

/// A line of letters: its text, where it begins and how low it stands, and how large its letters are. Units of a page,
/// 72 an inch, from its upper left corner.
#[derive(Debug, Clone, Default, PartialEq)]
struct Line {
    text: String,
    page: u32,
    left: f64,
    low: f64,
    size: f64,
}

/// Takes letters in the order of the file.
#[derive(Default)]
struct Letters {
    lines: Vec<Line>,
    line: Line,
    page: u32,
    height: f64,
    end: f64,
    length: usize,
}

impl Letters {
    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        line.text.truncate(line.text.trim_end().len());
        if !line.text.is_empty() {
            self.lines.push(line);
        }
    }
}

impl OutputDev for Letters {
    fn begin_page(
        &mut self,
        page: u32,
        media_box: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.end_line();
        (self.page, self.height) = (page, media_box.ury);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        transform: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.length += text.len();
        if self.length > LARGEST {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        // The size on the page: that of a square as large as the letter's box.
        let size = font_size * (transform.m11 * transform.m22 - transform.m12 * transform.m21).abs().sqrt();
        let (left, low) = (transform.m31, self.height - transform.m32);
        let same = !self.line.text.is_empty() && (low - self.line.low).abs() < 0.5 * size.max(self.line.size);
        if !same || left < self.end - 2.0 * size {
            self.end_line();
            self.line = Line { text: String::new(), page: self.page, left, low, size };
        } else if left > self.end + 0.15 * size && !self.line.text.ends_with(' ') {
            self.line.text.push(' ');
        }
        let begins = self.line.text.is_empty() && text.trim().is_empty();
        if !begins {
            self.line.text.push_str(text);
        }
        self.end = left + width * size;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Lines → paragraphs with an empty line between them.
fn paragraphs(lines: &[Line]) -> String {
    let mut gaps: Vec<f64> = lines.windows(2).filter(|w| w[0].page == w[1].page).map(|w| w[1].low - w[0].low).collect();
    gaps.retain(|gap| *gap > 0.0);
    gaps.sort_by(f64::total_cmp);
    // What most lines are apart.
    let usual = gaps.get(gaps.len() / 4).copied().unwrap_or_default();
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        if let Some(last) = n.checked_sub(1).map(|n| &lines[n]) {
            let gap = line.low - last.low;
            let ended = last.text.ends_with(['.', '?', '!', '”', '"', ':']);
            let apart = if line.page == last.page { gap > 1.3 * usual || gap < 0.0 && ended } else { ended };
            let sized = (line.size - last.size).abs() > 0.1 * last.size.max(line.size);
            let indented = ended && line.left > last.left + 0.8 * line.size;
            if apart || sized || indented {
                text.push_str("\n\n");
            } else if parted(&text, &line.text) {
                text.truncate(text.trim_end_matches(['-', '\u{ad}']).len());
            } else if !text.ends_with('-') {
                text.push(' ');
            }
        }
        text.push_str(&line.text);
    }
    text
}

/// Whether a word goes on in the next line: a hyphen behind a letter, and a small letter after it. A hyphen of its own
/// (`U.S.-led` before a line's end) is lost if both of its parts are small.
fn parted(text: &str, next: &str) -> bool {
    let stem = text.strip_suffix(['-', '\u{ad}']);
    stem.is_some_and(|stem| stem.ends_with(char::is_lowercase)) && next.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A PDF by hand: one page a content stream, in Helvetica; offsets in its table are right.
    fn pdf(pages: &[&str]) -> Vec<u8> {
        pdf_with(pages, "", "")
    }

    /// The same with another word in its objects.
    fn pdf_with(pages: &[&str], from: &str, to: &str) -> Vec<u8> {
        let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 5 + 2 * n)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 400 400] >>", kids.join(" "), pages.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
            "<< /Title (Talks) /Author (Ana Writer) >>".to_owned(),
        ];
        for (n, page) in pages.iter().enumerate() {
            let content = 6 + 2 * n;
            let resources = "<< /Font << /F 3 0 R >> /XObject << /X 6 0 R >> >>";
            objects.push(format!("<< /Type /Page /Parent 2 0 R /Resources {resources} /Contents {content} 0 R >>"));
            objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()));
        }
        if !from.is_empty() {
            for object in &mut objects {
                *object = object.replace(from, to);
            }
        }
        let mut file = "%PDF-1.4\n".to_owned();
        let mut offsets = Vec::new();
        for (n, object) in objects.iter().enumerate() {
            offsets.push(file.len());
            write!(file, "{} 0 obj\n{object}\nendobj\n", n + 1).unwrap();
        }
        let table = file.len();
        write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
        for offset in &offsets {
            writeln!(file, "{offset:010} 00000 n ").unwrap();
        }
        let size = objects.len() + 1;
        write!(file, "trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{table}\n%%EOF\n").unwrap();
        file.into_bytes()
    }

    fn check(pages: &[&str], expected: &str) {
        let mut source = Source::default();
        assert_eq!(text("a.pdf", &pdf(pages), &mut source).unwrap(), expected);
        assert_eq!((source.title.as_deref(), source.author.as_deref()), (Some("Talks"), Some("Ana Writer")));
    }

    #[test]
    fn lines_become_paragraphs_and_parted_words_whole() {
        check(
            &[
                "BT /F 18 Tf 20 360 Td (Talks in Muscat) Tj /F 10 Tf 0 -30 Td (Oman bro-) Tj 0 -12 Td (kered talks between) Tj \
               0 -12 Td (Iran and the U.S.-) Tj 0 -12 Td (Saudi side.) Tj 0 -24 Td (Qatar hosts) Tj 0 -12 Td (Hamas.) Tj ET",
            ],
            "Talks in Muscat\n\nOman brokered talks between Iran and the U.S.-Saudi side.\n\nQatar hosts Hamas.",
        );
    }

    #[test]
    fn a_sentence_goes_on_over_the_page() {
        check(
            &[
                "BT /F 10 Tf 20 360 Td (Iran funds) Tj ET",
                "BT /F 10 Tf 20 360 Td (Hamas.) Tj ET",
                "BT /F 10 Tf 20 360 Td (So) Tj ET",
            ],
            "Iran funds Hamas.\n\nSo",
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_and_never_stops_the_program() {
        let message = |bytes: &[u8]| text("a.pdf", bytes, &mut Source::default()).unwrap_err().to_string();
        assert!(message(b"plain").contains("no PDF"));
        assert!(message(b"%PDF-1.4\nnothing").contains("damaged"));
        assert!(message(&pdf(&[""])).contains("OCR"));
        // A font that is nowhere: the library panics.
        assert!(message(&pdf(&["BT /None 10 Tf (x) Tj ET"])).contains("pdftotext"));
        // A page that draws itself.
        let form = pdf_with(&["BT /F 10 Tf (x) Tj ET /X Do"], "<< /Length", "<< /Subtype /Form /Length");
        assert!(message(&form).contains("OCR"), "{}", message(&form));
        let circle = pdf_with(&["BT ET"], "/Count 1", "/Count 1 /Parent 2 0 R");
        assert!(message(&circle).contains("circle"), "{}", message(&circle));
    }

    #[test]
    fn a_stream_that_unpacks_to_too_much_is_refused() {
        use std::io::Write as _;
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..65 {
            packer.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let bomb = [b"%PDF-1.4\nstream\n".to_vec(), packer.finish().unwrap()].concat();
        assert!(text("a.pdf", &bomb, &mut Source::default()).unwrap_err().to_string().contains("unpack"));
    }

    #[test]
    fn any_bytes_give_a_text_or_an_error() {
        let good = pdf(&["BT /F 10 Tf 20 360 Td (Iran funds Hamas.) Tj ET"]);
        for place in (0..good.len()).step_by(7) {
            let mut broken = good.clone();
            broken[place] = broken[place].wrapping_add(13);
            let _ = text("a.pdf", &broken, &mut Source::default());
            let _ = text("a.pdf", &good[..place], &mut Source::default());
        }
    }
}
