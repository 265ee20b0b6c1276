//! Arguments → documents to read: files, folders, standard input.
//!
//! Folders are searched for `.txt` and `.md`, hidden files left out; a file named outright is read whatever its ending.
//! A problem with one file is reported and never stops the others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use walkdir::WalkDir;

use crate::cli::markdown;
use crate::diagnostic::Error;
use crate::document::{DateSource, Source};
use crate::graph::store::Entry;
use crate::graph::write::content_hash;

/// Nothing that is one document is larger; a dump of many articles would be.
const LARGEST: u64 = 32 << 20;
const ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// The date for inputs that have none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::Args)]
pub struct Dated {
    /// When inputs without a date of their own were written: `2026-03-18`. It decides who "the U.S. president" is
    #[arg(long = "date", value_name = "DATE", value_parser = day)]
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

fn day(text: &str) -> Result<Date, String> {
    let date = text.parse::<Date>().ok().filter(|d| d.to_string() == text);
    date.ok_or_else(|| "no day; write year, month and day: 2026-03-18".to_owned())
}

/// One document to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The identifier, which names it in every output.
    pub id: String,
    /// Where to read it; none for standard input.
    file: Option<PathBuf>,
    /// The file as the user would name it, with `/` between folders.
    name: String,
}

/// The text of an [`Input`] and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Identifier, path, and title and date where the file or its name tells.
    pub source: Source,
    /// The text as it will be read and stored.
    pub text: String,
    /// How many byte sequences were no characters of the file's encoding.
    pub replaced: usize,
}

/// Finds the documents under `arguments` (`-` is standard input), and what is wrong with those that are not there.
///
/// A document of a folder is identified by its path in that folder, one named outright by its file name, both without
/// the ending. One that `known` has under the same path keeps its identifier; what would get the identifier of another
/// document gets more of its path.
pub fn collect(arguments: &[PathBuf], known: &[Entry]) -> (Vec<Input>, Vec<Error>) {
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
                let message = "no .txt or .md file in this folder".to_owned();
                errors.push(Error::Content { place: argument.display().to_string(), message });
            }
        } else {
            match std::fs::metadata(argument) {
                Ok(_) => found.push(Candidate::new(argument, 1)),
                Err(e) => errors.push(Error::file(argument)(e)),
            }
        }
    }
    found.retain(|c: &Candidate| seen.insert(c.components.clone()));
    let mut inputs = identify(found, known);
    if stdin {
        inputs.push(Input { id: String::new(), file: None, name: "-".to_owned() });
    }
    (inputs, errors)
}

impl Input {
    /// The file as the user named it, or `-`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads and decodes it; Markdown loses its marks.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Content`] if it is too large, [`Error::Encoding`] if it is no
    /// text.
    pub fn read(&self) -> Result<Text, Error> {
        let mut bytes = Vec::new();
        let shown = Path::new(&self.name);
        let read = match &self.file {
            None => std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes),
            Some(file) => std::fs::File::open(file).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut bytes)),
        };
        read.map_err(Error::file(shown))?;
        if bytes.len() as u64 > LARGEST {
            let message = format!("larger than {} MB; split it into its documents", LARGEST >> 20);
            return Err(Error::Content { place: self.name.clone(), message });
        }
        let decoded = crate::text::decode(shown, &bytes)?;
        let is_markdown =
            shown.extension().is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"));
        let plain = if is_markdown { markdown::plain(&decoded.text) } else { markdown::Plain::text(decoded.text) };
        let id = match &self.file {
            Some(_) => self.id.clone(),
            // Different texts on standard input are different documents.
            None => format!("stdin-{}", &content_hash(&plain.text)["sha256:".len()..][..12]),
        };
        let named = || Some((leading_date(id.rsplit('/').next().unwrap_or(&id))?, DateSource::FileName));
        let (date, date_source) = plain.date.map(|d| (d, DateSource::Metadata)).or_else(named).unzip();
        let path = self.file.is_some().then(|| self.name.clone());
        let source = Source { id, path, title: plain.title, date, date_source };
        Ok(Text { source, text: plain.text, replaced: decoded.replaced })
    }
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
}

impl Candidate {
    fn new(file: &Path, used: usize) -> Self {
        let absolute = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let mut components: Vec<String> = absolute
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
        Self { file: file.to_owned(), name, used: used.min(components.len()), components }
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
        Input { id, file: Some(self.file), name: self.name }
    }
}

fn walk(root: &Path, found: &mut Vec<Candidate>, errors: &mut Vec<Error>) {
    let hidden = |e: &walkdir::DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|e| !hidden(e)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let ending = entry.path().extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
                if ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) {
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
    let mut decided: Vec<Option<String>> =
        candidates.iter().map(|c| by_path.get(c.name.as_str()).map(|e| e.id.clone())).collect();
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
    let input = Input { id: entry.id.clone(), file: Some(candidate.file.clone()), name: candidate.name.clone() };
    input.read().is_ok_and(|text| content_hash(&text.text) == entry.hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(inputs: &[Input]) -> Vec<&str> {
        inputs.iter().map(|i| i.id.as_str()).collect()
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        folder
    }

    fn entry(input: &Input) -> Entry {
        let text = input.read().unwrap();
        let hash = content_hash(&text.text);
        Entry { id: text.source.id, hash, reader: String::new(), path: text.source.path, date: None }
    }

    #[test]
    fn a_folder_gives_its_texts_in_order_by_their_path() {
        let folder = folder(&[("b.txt", "b"), ("a/b.md", "a"), ("c.pdf", "c"), (".git/x.txt", "x"), ("d.TXT", "d")]);
        let (inputs, errors) = collect(&[folder.path().to_owned()], &[]);
        assert_eq!((ids(&inputs), errors.len()), (vec!["a/b", "b", "d"], 0));
    }

    #[test]
    fn what_is_missing_or_empty_is_told_and_the_rest_is_found() {
        let folder = folder(&[("a.txt", "a"), ("empty/x.pdf", "")]);
        let at = |name: &str| folder.path().join(name);
        let (inputs, errors) = collect(&[at("none.txt"), at("a.txt"), at("empty"), at("a.txt")], &[]);
        assert_eq!(ids(&inputs), ["a"]);
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(errors[0].contains("none.txt") && errors[1].contains("no .txt or .md"), "{errors:?}");
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folders() {
        let folder = folder(&[("one/report.txt", "1"), ("two/report.txt", "2")]);
        let files = [folder.path().join("one/report.txt"), folder.path().join("two/report.txt")];
        let (both, _) = collect(&files, &[]);
        assert_eq!(ids(&both), ["one/report", "two/report"]);

        let (first, _) = collect(&files[..1], &[]);
        let known = [entry(&first[0])];
        assert_eq!(ids(&first), ["report"]);
        assert_eq!(ids(&collect(&files, &known).0), ["report", "two/report"]);
    }

    #[test]
    fn the_same_text_at_another_place_is_the_same_document() {
        let folder = folder(&[("old/report.txt", "same"), ("new/report.txt", "same")]);
        let (old, _) = collect(&[folder.path().join("old")], &[]);
        let known = [entry(&old[0])];
        assert_eq!(ids(&collect(&[folder.path().join("new")], &known).0), ["report"]);
    }

    #[test]
    fn a_name_that_begins_with_a_date_gives_the_date() {
        assert_eq!(leading_date("2025-04-12-talks"), Some("2025-04-12".to_owned()));
        for none in ["2025-13-40-talks", "talks", "2025-4-12", "20250412ab", "日本語日本語"] {
            assert_eq!(leading_date(none), None, "{none}");
        }
    }
}
