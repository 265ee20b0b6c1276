//! Arguments → documents to read: files, folders, patterns, standard input, in the formats of [`Format`].
//!
//! A file is one document or holds many ([`documents`]); a problem with one is reported and never stops the others. A
//! document is found by one thread and turned into text by another ([`Raw::text`]), so that pages are read in parallel.
//! The formats and the identifiers are described in `docs/inputs.md`.

mod feed;
mod format;
mod html;
mod language;
mod mail;
mod nif;
mod packed;
mod pdf;
mod records;
mod warc;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use walkdir::WalkDir;

pub use self::format::Format;
pub use self::language::foreign;
pub use self::records::Fields;
use crate::cli::markdown;
use crate::diagnostic::Error;
use crate::document::{DateSource, Source};
use crate::graph::store::Entry;
use crate::graph::write::{content_hash, content_hash_bytes};
use crate::syntax::conllu::{self, Annotation};

/// Nothing that is one document is larger.
const LARGEST: u64 = 32 << 20;
/// Standard input is kept in memory.
const LARGEST_STDIN: u64 = 1 << 30;

/// How inputs are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct Options {
    /// The format of all inputs, whatever their endings
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    /// The field of a JSON object or the column of a table that holds `id`, `title`, `text`, `html`, `date`, `source`,
    /// `url` or `author`, if its name is another: `text=body`. May be repeated
    #[arg(long = "field", value_name = "WHAT=NAME", value_parser = Fields::one)]
    fields: Vec<(&'static str, String)>,
    /// Short for `--field text=NAME`
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// Read also what is not English
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    dated: Dated,
}

impl Options {
    /// The same with every input in one format.
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { input_format: Some(format), ..self }
    }

    /// Which field tells what.
    fn fields(&self) -> Fields {
        let text = self.text_column.iter().map(|name| ("text", name.clone()));
        Fields::new(self.fields.iter().cloned().chain(text).collect())
    }

    /// The language of a text that is to be left out, for it is not English.
    pub fn foreign(&self, text: &str) -> Option<&'static str> {
        if self.force { None } else { foreign(text) }
    }

    /// Gives a source the date of `--date`, if it has none.
    pub fn date(&self, source: &mut Source) {
        self.dated.date(source);
    }
}

/// The date for inputs that have none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::Args)]
pub struct Dated {
    /// When inputs without a date of their own were written: `2026-03-18`. It decides who "the U.S. president" is
    #[arg(long = "date", value_name = "DATE", value_parser = given)]
    date: Option<Date>,
}

impl Dated {
    /// Gives a source the date, if it has none.
    pub fn date(self, source: &mut Source) {
        if let (None, Some(date)) = (&source.date, self.date) {
            source.date = Some(date.to_string());
            source.date_source = Some(DateSource::Given);
        }
    }
}

fn given(text: &str) -> Result<Date, String> {
    let date = text.parse::<Date>().ok().filter(|d| d.to_string() == text);
    date.ok_or_else(|| "no day; write year, month and day: 2026-03-18".to_owned())
}

/// The day that a date or time of ISO 8601 or RFC 2822 (*Wed, 18 Mar 2026 23:30:00 +0400*) begins with.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let head = text.get(..10).and_then(|head| head.replace('/', "-").parse::<Date>().ok());
    let date = head.or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|z| z.date()))?;
    Some(date.to_string())
}

/// `https://www.example.org/a` → `example.org/a`: what is left identifies a page.
fn without_scheme(address: &str) -> &str {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.map_or(address, |rest| rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/'))
}

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The identifier of its document; where it holds many, what those without one of their own get it from.
    pub id: String,
    /// The file as the user would name it, with `/` between folders.
    name: String,
    from: From,
    format: Format,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    File(PathBuf),
    /// Standard input, which can be read only once.
    Bytes(Arc<[u8]>),
}

/// A document that was found and has yet to be turned into text.
#[derive(Debug)]
pub struct Raw {
    /// File and place, for messages: `news.jsonl:17`.
    pub place: String,
    source: Source,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// One file, one document.
    File(Input),
    /// A file's content in this format.
    Bytes(Vec<u8>, Format),
    Text(String),
    /// A page, of which the article is read.
    Html(String),
    /// HTML without anything around it.
    Fragment(String),
}

/// The text of a document and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Identifier, path or address, and title, date, author and publisher where they are known.
    pub source: Source,
    /// The text as it will be read and stored.
    pub text: String,
    /// How many byte sequences were no characters of the file's encoding.
    pub replaced: usize,
}

/// Finds the files under `arguments` (`-` is standard input), and what is wrong with those that are not there.
///
/// A document of a folder is identified by its path in that folder, one named outright by its file name, both without
/// the ending. One that `known` has under the same path keeps its identifier; what would get the identifier of another
/// document gets more of its path.
pub fn collect(arguments: &[PathBuf], options: &Options, known: &[Entry]) -> (Vec<Input>, Vec<Error>) {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let mut stdin = false;
    for argument in arguments {
        if argument == Path::new("-") {
            stdin = true;
        } else if argument.is_dir() {
            let before = found.len();
            walk(argument, &mut found, &mut errors);
            if found.len() == before {
                let message = format!("no file to read in this folder, such as {}", Format::searched());
                errors.push(Error::Content { place: argument.display().to_string(), message });
            }
        } else {
            match (std::fs::metadata(argument), matching(argument)) {
                (Ok(_), _) => found.push(Candidate::new(argument, 1)),
                (Err(_), Some(files)) => found.extend(files.iter().map(|file| Candidate::new(file, 1))),
                (Err(e), None) => errors.push(Error::file(argument)(e)),
            }
        }
    }
    found.retain(|c: &Candidate| seen.insert(c.components.clone()));
    for candidate in &mut found {
        candidate.format = options.input_format.unwrap_or(candidate.format);
    }
    let mut inputs = identify(found, known);
    if stdin {
        match read_stdin() {
            Ok(bytes) => {
                let format = options.input_format.unwrap_or(Format::Text);
                // Different texts on standard input are different documents.
                let id = if format.has_many() { "stdin".to_owned() } else { String::new() };
                inputs.push(Input { id, name: "-".to_owned(), from: From::Bytes(bytes.into()), format });
            }
            Err(error) => errors.push(error),
        }
    }
    (inputs, errors)
}

/// The files that a pattern (`2026-*/*.html`) matches, in order; none if it is no pattern or matches nothing.
fn matching(pattern: &Path) -> Option<Vec<PathBuf>> {
    let pattern = pattern.to_str().filter(|p| p.contains(['*', '?', '[']))?;
    let mut files: Vec<PathBuf> = glob::glob(pattern).ok()?.flatten().filter(|f| f.is_file()).collect();
    files.sort();
    Some(files).filter(|f| !f.is_empty())
}

fn read_stdin() -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LARGEST_STDIN + 1).read_to_end(&mut bytes);
    read.map_err(Error::file("-"))?;
    if bytes.len() as u64 > LARGEST_STDIN {
        let message = format!("larger than {} MB; put it into a file", LARGEST_STDIN >> 20);
        return Err(Error::Content { place: "-".to_owned(), message });
    }
    Ok(bytes)
}

/// The documents of all inputs, one after the other, each with an identifier of its own; what is wrong with one stands
/// in its place.
pub fn documents(inputs: &[Input], options: &Options) -> impl Iterator<Item = Result<Raw, Error>> + Send {
    let mut places: HashMap<String, String> = HashMap::new();
    let found = inputs.iter().flat_map(|input| input.documents(options).map(move |raw| (input, raw)));
    found.map(move |(input, raw)| {
        let mut raw = raw?;
        raw.identify(input, &mut places)?;
        Ok(raw)
    })
}

impl Input {
    /// Whether it is one document.
    pub fn is_one(&self) -> bool {
        !self.format.has_many()
    }

    /// Its documents.
    fn documents(&self, options: &Options) -> Box<dyn Iterator<Item = Result<Raw, Error>> + Send> {
        let name = self.name.clone();
        let opened = || self.open().map_err(Error::file(Path::new(&self.name)));
        let failed = |error| Box::new(std::iter::once(Err(error)));
        match self.format {
            Format::Text | Format::Markdown | Format::Html | Format::Mail | Format::Pdf => {
                let path = matches!(self.from, From::File(_)).then(|| name.clone());
                let source = Source { id: self.id.clone(), path, ..Source::default() };
                Box::new(std::iter::once(Ok(Raw { place: name, source, body: Body::File(self.clone()) })))
            }
            Format::Jsonl => match opened() {
                Ok(from) => Box::new(records::jsonl(name, from, options.fields())),
                Err(error) => failed(error),
            },
            Format::Csv | Format::Tsv => match opened() {
                Ok(from) => {
                    let separator = if self.format == Format::Csv { b',' } else { b'\t' };
                    Box::new(records::table(name, from, separator, options.fields()))
                }
                Err(error) => failed(error),
            },
            Format::Warc => match opened() {
                Ok(from) => Box::new(warc::documents(name, from)),
                Err(error) => failed(error),
            },
            Format::Feed => match self.bytes().and_then(|bytes| crate::text::decode(Path::new(&name), &bytes)) {
                Ok(xml) => Box::new(feed::documents(&name, &xml.text).into_iter()),
                Err(error) => failed(error),
            },
            Format::Nif => match self.bytes().and_then(|bytes| nif::documents(&name, &bytes)) {
                Ok(documents) => Box::new(documents.into_iter().map(Ok)),
                Err(error) => failed(error),
            },
            Format::Conllu => match self.bytes().and_then(|bytes| sentences(&name, &bytes)) {
                Ok(documents) => Box::new(documents.into_iter().map(Ok)),
                Err(error) => failed(error),
            },
        }
    }

    fn open(&self) -> std::io::Result<packed::Stream> {
        match &self.from {
            From::File(file) => packed::open(file, format::unpacked(file).1),
            From::Bytes(bytes) => Ok(packed::of_bytes(Arc::clone(bytes))),
        }
    }

    /// All of it, if it is not too large for one document.
    fn bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = self.open().and_then(|from| from.take(LARGEST + 1).read_to_end(&mut bytes));
        read.map_err(Error::file(Path::new(&self.name)))?;
        if bytes.len() as u64 > LARGEST {
            let message = format!("larger than {} MB; split it into its documents", LARGEST >> 20);
            return Err(Error::Content { place: self.name.clone(), message });
        }
        Ok(bytes)
    }
}

/// The documents of a CoNLL-U file, as texts.
fn sentences(name: &str, bytes: &[u8]) -> Result<Vec<Raw>, Error> {
    let text = crate::text::decode(Path::new(name), bytes)?.text;
    let read = conllu::read(name, &text, Annotation::Ignored)?;
    let documents = read.into_iter().map(|conllu| {
        let (source, text) = (conllu.document.source, conllu.document.text);
        Raw { place: name.to_owned(), source, body: Body::Text(text) }
    });
    Ok(documents.collect())
}

impl Raw {
    /// Gives it an identifier, if it has none: its address, or its content within its file.
    fn identify(&mut self, input: &Input, places: &mut HashMap<String, String>) -> Result<(), Error> {
        let twice = |id: &str, place: &str| Error::Content {
            place: self.place.clone(),
            message: format!("the document `{id}` was read already: {place}"),
        };
        let digest = |body: &Body| match body {
            Body::Text(text) | Body::Html(text) | Body::Fragment(text) => short_hash(text.as_bytes()),
            Body::Bytes(bytes, _) => short_hash(bytes),
            Body::File(_) => String::new(),
        };
        if matches!(self.body, Body::File(_)) && self.source.id.is_empty() {
            return Ok(());
        }
        let is_page = matches!(self.body, Body::Bytes(..));
        let mut id = self.source.id.clone();
        if id.is_empty() {
            id = match &self.source.path {
                Some(address) => without_scheme(address).to_owned(),
                None => format!("{}/{}", input.id, digest(&self.body)),
            };
        }
        // An archive may have a page at several times.
        if is_page && places.contains_key(&id) {
            id = format!("{id}~{}", digest(&self.body));
        }
        if let Some(place) = places.get(&id) {
            return Err(twice(&id, place));
        }
        places.insert(id.clone(), self.place.clone());
        self.source.id = id;
        if self.source.path.is_none() && !matches!(self.body, Body::File(_)) && input.name != "-" {
            self.source.path = Some(input.name.clone());
        }
        Ok(())
    }

    /// Its text: decoded, and without marks.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Content`] if it is too large or not in its format,
    /// [`Error::Encoding`] if it is no text.
    pub fn text(self) -> Result<Text, Error> {
        let Self { place, mut source, body } = self;
        let (mut text, mut replaced) = (String::new(), 0);
        let (bytes, format) = match body {
            Body::Text(given) => {
                text = given;
                (Vec::new(), None)
            }
            Body::Html(page) => {
                text = html::article(&page, &mut source);
                (Vec::new(), None)
            }
            Body::Fragment(words) => {
                text = html::fragment(&words);
                (Vec::new(), None)
            }
            Body::Bytes(bytes, format) => (bytes, Some(format)),
            Body::File(input) => (input.bytes()?, Some(input.format)),
        };
        match format {
            None => {}
            Some(Format::Mail) => text = mail::text(&place, &bytes, &mut source)?,
            Some(Format::Pdf) => text = pdf::text(&place, &bytes, &mut source)?,
            Some(format) => {
                let decoded = match (format, html_encoding(&bytes)) {
                    (Format::Html, Some(encoding)) => {
                        let (text, _, faulty) = encoding.decode(&bytes);
                        let replaced = if faulty { text.matches('\u{fffd}').count() } else { 0 };
                        crate::text::Decoded { text: text.into_owned(), encoding: encoding.name(), replaced }
                    }
                    _ => crate::text::decode(Path::new(&place), &bytes)?,
                };
                replaced = decoded.replaced;
                text = match format {
                    Format::Html => html::article(&decoded.text, &mut source),
                    Format::Markdown => {
                        let plain = markdown::plain(&decoded.text);
                        source.title = plain.title;
                        (source.date, source.date_source) = plain.date.map(|d| (d, DateSource::Metadata)).unzip();
                        plain.text
                    }
                    _ => decoded.text,
                };
            }
        }
        if source.id.is_empty() {
            source.id = format!("stdin-{}", short_hash(text.as_bytes()));
        }
        if source.date.is_none()
            && let Some(date) = leading_date(source.id.rsplit('/').next().unwrap_or(&source.id))
        {
            (source.date, source.date_source) = (Some(date), Some(DateSource::FileName));
        }
        Ok(Text { source, text, replaced })
    }
}

/// The encoding that a page names in its head, if it is no UTF-8 anyway.
fn html_encoding(page: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if page.starts_with(b"\xff\xfe") || page.starts_with(b"\xfe\xff") || std::str::from_utf8(page).is_ok() {
        return None;
    }
    let head = String::from_utf8_lossy(&page[..page.len().min(1024)]).to_ascii_lowercase();
    let label = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'']);
    let label = label.split(['"', '\'', '>', ' ', '/', ';']).next()?;
    encoding_rs::Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())
}

/// Twelve digits that tell contents apart.
fn short_hash(bytes: &[u8]) -> String {
    content_hash_bytes(bytes)["sha256:".len()..][..12].to_owned()
}

/// `2025-04-12` at the head of a file's name is its date.
fn leading_date(stem: &str) -> Option<String> {
    let date = stem.get(..10)?;
    date.parse::<jiff::civil::Date>().ok().map(|d| d.to_string()).filter(|d| d == date)
}

/// A file that was found, before it has its identifier.
#[derive(Debug)]
struct Candidate {
    file: PathBuf,
    name: String,
    /// Its absolute path, the last without ending.
    components: Vec<String>,
    /// How many of them, from the end, are its identifier.
    used: usize,
    format: Format,
}

impl Candidate {
    fn new(file: &Path, used: usize) -> Self {
        let absolute = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let mut components: Vec<String> = format::unpacked(&absolute)
            .0
            .with_extension("")
            .components()
            .filter_map(|c| match c {
                std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect();
        // A file without a name of its own (`.txt`) keeps its whole name.
        if file.file_stem().is_none() || components.is_empty() {
            components = vec![file.to_string_lossy().into_owned()];
        }
        let name = file.to_string_lossy().replace('\\', "/");
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        let format = Format::of(file).unwrap_or(Format::Text);
        Self { file: file.to_owned(), name, used: used.min(components.len()), components, format }
    }

    fn id(&self) -> String {
        self.components[self.components.len() - self.used..].join("/")
    }

    fn lengthen(&mut self) -> bool {
        let longer = self.used < self.components.len();
        self.used += usize::from(longer);
        longer
    }

    fn into_input(self, id: String) -> Input {
        Input { id, name: self.name, from: From::File(self.file), format: self.format }
    }
}

fn walk(root: &Path, found: &mut Vec<Candidate>, errors: &mut Vec<Error>) {
    let hidden = |e: &walkdir::DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|e| !hidden(e)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                if Format::is_searched(entry.path()) {
                    found.push(Candidate::new(entry.path(), entry.depth()));
                }
            }
            Ok(_) => {}
            Err(e) => {
                let path = e.path().unwrap_or(root).to_owned();
                errors.push(Error::File { path, source: e.into() });
            }
        }
    }
}

fn identify(candidates: Vec<Candidate>, known: &[Entry]) -> Vec<Input> {
    let by_path: BTreeMap<&str, &Entry> = known.iter().filter_map(|e| Some((e.path.as_deref()?, e))).collect();
    let by_id: BTreeMap<&str, &Entry> = known.iter().map(|e| (e.id.as_str(), e)).collect();
    // The documents of a file that holds many have identifiers of their own.
    let path_of = |c: &Candidate| by_path.get(c.name.as_str()).filter(|_| !c.format.has_many()).map(|e| e.id.clone());
    let mut decided: Vec<Option<String>> = candidates.iter().map(path_of).collect();
    let mut candidates = candidates;
    // Another document of the store keeps its identifier, unless it is this very text at another place.
    for (candidate, id) in candidates.iter_mut().zip(&mut decided).filter(|(_, id)| id.is_none()) {
        while let Some(entry) = by_id.get(candidate.id().as_str()) {
            if has_text(candidate, entry) {
                *id = Some(entry.id.clone());
                break;
            }
            if !candidate.lengthen() {
                break;
            }
        }
    }
    // Those of this run that share one all get more of their path.
    loop {
        let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, candidate) in candidates.iter().enumerate() {
            owners.entry(decided[i].clone().unwrap_or_else(|| candidate.id())).or_default().push(i);
        }
        let shared = owners.into_values().filter(|o| o.len() > 1).flatten().filter(|&i| decided[i].is_none());
        let lengthened = shared.filter(|&i| candidates[i].lengthen()).count();
        if lengthened == 0 {
            break;
        }
    }
    let ids: Vec<String> = candidates.iter().zip(decided).map(|(c, id)| id.unwrap_or_else(|| c.id())).collect();
    candidates.into_iter().zip(ids).map(|(candidate, id)| candidate.into_input(id)).collect()
}

fn has_text(candidate: &Candidate, entry: &Entry) -> bool {
    if candidate.format.has_many() {
        return false;
    }
    let (from, format) = (From::File(candidate.file.clone()), candidate.format);
    let input = Input { id: entry.id.clone(), name: candidate.name.clone(), from, format };
    let raw = Raw { place: String::new(), source: Source::named(entry.id.clone()), body: Body::File(input) };
    raw.text().is_ok_and(|text| content_hash(&text.text) == entry.hash)
}

#[cfg(test)]
mod tests;
