//! Where the program's knowledge comes from: `ontology/`, embedded in the binary, with the user's own files over it.
//!
//! A file with the same relative path replaces the embedded one; a new file in a folder such as `rules/` or
//! `lexicon/` adds to it. The user's own actors stand in a folder `actors/`, or in files named one by one; rule files may
//! come from anywhere too ([`Data::with_rules`]).

pub(crate) mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::diagnostic::Error;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/ontology");

/// What is used on a store only, and never to read a text.
const ASKED_LATER: [&str; 7] =
    ["queries", "constraints", "exchange", "views", "shapes.ttl", "alignments.ttl", "context.jsonld"];

/// The kinds of files with actors, by their ending.
const ACTOR_ENDINGS: [&str; 3] = ["csv", "tsv", "ttl"];

/// The files of `ontology/`, as embedded or replaced by the user.
///
/// ```
/// use actograph::data::Data;
/// let data = Data::embedded();
/// assert!(data.text("lexicon/prepositions.tsv").unwrap().starts_with('#'));
/// assert!(data.text("lexicon/no-such-file.tsv").is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Data {
    overlay: Option<PathBuf>,
    rules: Arc<[RuleFile]>,
    /// Files with actors that were named one by one: as the user wrote the path, and what is in them.
    actors: Vec<(String, Arc<[u8]>)>,
}

/// The text of a rule file and where it stands among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// Its name for messages: the path below `ontology/`, or as the user wrote it.
    pub name: String,
    /// What it holds.
    pub text: Cow<'static, str>,
    /// 0 for the embedded files, 1 for those of the user's data folder, then one for each argument of `--rules`; a rule
    /// replaces those of its name in lower layers.
    pub layer: usize,
}

impl Data {
    /// The embedded files only.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The embedded files with those of `folder` over them.
    ///
    /// # Errors
    /// [`Error::Usage`] if `folder` is no folder.
    pub fn with_overlay(folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::Usage(format!("--data {}: no such folder", folder.display())));
        }
        Ok(Self { overlay: Some(folder.to_owned()), ..Self::default() })
    }

    /// The same with more rule files: each path a file, a folder with `.toml` files, or `-` for standard input. A later
    /// path lies over an earlier one.
    ///
    /// # Errors
    /// [`Error::File`] and [`Error::Encoding`] if one cannot be read, [`Error::Usage`] for a folder without rule files.
    pub fn with_rules(mut self, paths: &[PathBuf]) -> Result<Self, Error> {
        let mut rules = self.rules.to_vec();
        for path in paths {
            let layer = rules.last().map_or(1, |file| file.layer) + 1;
            for file in rule_paths(path)? {
                let mut bytes = Vec::new();
                if file == Path::new("-") {
                    std::io::stdin().lock().read_to_end(&mut bytes).map_err(Error::file(&file))?;
                } else {
                    bytes = std::fs::read(&file).map_err(Error::file(&file))?;
                }
                let name = file.to_string_lossy().replace('\\', "/");
                rules.push(RuleFile { text: utf8(&name, Cow::Owned(bytes))?, name, layer });
            }
        }
        self.rules = rules.into();
        Ok(self)
    }

    /// All rule files, the highest layer first, each layer in the order of its names.
    ///
    /// # Errors
    /// As [`Data::text`].
    pub fn rule_files(&self) -> Result<Vec<RuleFile>, Error> {
        let mut files = self.rules.to_vec();
        for name in self.list("rules", "toml") {
            let own = self.overlay.as_ref().is_some_and(|o| o.join(&name).is_file());
            files.push(RuleFile { text: utf8(&name, self.below(&name)?)?, name, layer: usize::from(own) });
        }
        // Stable: within a layer the order stays.
        files.sort_by_key(|file| std::cmp::Reverse(file.layer));
        Ok(files)
    }

    /// Adds a file with the user's own actors, for [`Data::actor_files`]; `name` is what messages call it.
    #[must_use]
    pub fn with_actors(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.actors.push((name.to_owned(), bytes.into()));
        self
    }

    /// The files with the user's own actors: those of the folder `actors/` in sorted order, then those added one by one.
    pub fn actor_files(&self) -> Vec<String> {
        let folder = self.overlay.iter().filter_map(|o| std::fs::read_dir(o.join("actors")).ok()).flatten().flatten();
        let mut files: Vec<String> = folder
            .filter(|entry| {
                entry.path().extension().is_some_and(|e| ACTOR_ENDINGS.iter().any(|a| e.eq_ignore_ascii_case(a)))
            })
            .map(|entry| format!("actors/{}", entry.file_name().to_string_lossy()))
            .collect();
        files.sort_unstable();
        files.extend(self.actors.iter().map(|(name, _)| name.clone()));
        files
    }

    /// The bytes of one file, by its path below `ontology/`, or by its name in [`Data::actor_files`].
    ///
    /// # Errors
    /// [`Error::File`] if the user's file cannot be read, [`Error::Content`] if there is no such file at all.
    pub fn bytes(&self, path: &str) -> Result<Cow<'static, [u8]>, Error> {
        if let Some((_, bytes)) = self.actors.iter().find(|(name, _)| name == path) {
            return Ok(Cow::Owned(bytes.to_vec()));
        }
        match self.rules.iter().rev().find(|file| file.name == path) {
            Some(file) => Ok(Cow::Owned(file.text.as_bytes().to_vec())),
            None => self.below(path),
        }
    }

    /// The same without the files of [`Data::with_rules`].
    fn below(&self, path: &str) -> Result<Cow<'static, [u8]>, Error> {
        if let Some(own) = self.overlay.as_ref().map(|o| o.join(path)).filter(|p| p.is_file()) {
            return std::fs::read(&own).map(Cow::Owned).map_err(Error::file(own));
        }
        let missing = || Error::Content { place: path.to_owned(), message: "no such data file".to_owned() };
        EMBEDDED.get_file(path).map(|f| Cow::Borrowed(f.contents())).ok_or_else(missing)
    }

    /// The text of one file, by its path below `ontology/`.
    ///
    /// # Errors
    /// As [`Data::bytes`], and [`Error::Encoding`] if it is not UTF-8.
    pub fn text(&self, path: &str) -> Result<Cow<'static, str>, Error> {
        utf8(path, self.bytes(path)?)
    }

    /// Twelve hexadecimal digits that change when any file does that reading a text may depend on: queries are not such.
    ///
    /// # Errors
    /// [`Error::File`] if one of the user's files cannot be read.
    pub fn fingerprint(&self) -> Result<String, Error> {
        let mut hash = Sha256::new();
        let mut folders = vec![PathBuf::new()];
        let mut paths = BTreeSet::new();
        while let Some(folder) = folders.pop() {
            let embedded = if folder.as_os_str().is_empty() { Some(&EMBEDDED) } else { EMBEDDED.get_dir(&folder) };
            for entry in embedded.into_iter().flat_map(Dir::entries) {
                match entry.as_dir() {
                    Some(_) => folders.push(entry.path().to_owned()),
                    None => _ = paths.insert(entry.path().to_owned()),
                }
            }
        }
        if let Some(overlay) = &self.overlay {
            let files = walkdir::WalkDir::new(overlay).into_iter().filter_map(Result::ok);
            let files = files.filter(|e| e.file_type().is_file());
            paths.extend(files.filter_map(|e| e.path().strip_prefix(overlay).ok().map(Path::to_owned)));
        }
        for path in paths.into_iter().filter(|path| !ASKED_LATER.iter().any(|later| path.starts_with(later))) {
            let path = path.to_string_lossy().replace('\\', "/");
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(self.below(&path)?);
        }
        for file in &*self.rules {
            hash.update(file.layer.to_le_bytes());
            hash.update(file.text.as_bytes());
        }
        for (_, bytes) in &self.actors {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        Ok(hash.finalize()[..6].iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")))
    }

    /// The paths of the files directly in `folder` (`""` is `ontology/` itself) that end in `.extension`, sorted.
    pub fn list(&self, folder: &str, extension: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        let root = if folder.is_empty() { Some(&EMBEDDED) } else { EMBEDDED.get_dir(folder) };
        let embedded = root.into_iter().flat_map(Dir::files).map(|f| f.path().to_owned());
        let own = self.overlay.iter().filter_map(|o| std::fs::read_dir(o.join(folder)).ok());
        let own = own.flatten().flatten().map(|entry| Path::new(folder).join(entry.file_name()));
        for path in embedded.chain(own) {
            if path.extension().is_some_and(|e| e == extension) {
                found.insert(path.to_string_lossy().replace('\\', "/"));
            }
        }
        found.into_iter().collect()
    }
}

/// The rule files that an argument names.
fn rule_paths(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = path.read_dir().map_err(Error::file(path))?;
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.retain(|file| file.is_file() && file.extension().is_some_and(|e| e == "toml"));
    found.sort();
    if found.is_empty() {
        return Err(Error::Usage(format!("{}: no rule file (.toml) in this folder", path.display())));
    }
    Ok(found)
}

fn utf8(name: &str, bytes: Cow<'static, [u8]>) -> Result<Cow<'static, str>, Error> {
    let wrong = |e: std::str::Utf8Error| Error::Encoding {
        path: PathBuf::from(name),
        offset: e.valid_up_to(),
        message: "data files are UTF-8".to_owned(),
    };
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(wrong),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|e| wrong(e.utf8_error())),
    }
}

/// A tab-separated table of the data folder: lines with `#` are remarks, the first other line names the columns.
///
/// ```
/// use actograph::data::Table;
/// let table = Table::parse("words.tsv", "# remark\nlemma\tclass\nsay\treport\n").unwrap();
/// assert_eq!(table.rows().map(|r| (r.get("lemma"), r.get("class"))).collect::<Vec<_>>(), [("say", "report")]);
/// assert!(Table::parse("words.tsv", "lemma\tclass\nsay\n").is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The whole file; cells are places in it, so that a table of ten thousand cells is three allocations.
    text: Cow<'static, str>,
    columns: Vec<Cell>,
    /// The cells of all rows, row after row.
    cells: Vec<Cell>,
    /// The line of every row, from 1.
    lines: Vec<u32>,
}

/// Where a cell begins and ends in the text.
type Cell = (u32, u32);

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    index: usize,
}

impl Table {
    /// Reads a table; `name` is the file's name for messages.
    ///
    /// # Errors
    /// [`Error::Content`] with the line of the first row that has another number of cells than the header.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Self::index(name, Cow::Owned(text.to_owned()))
    }

    /// Reads a table of the data folder; what is embedded is not copied.
    ///
    /// # Errors
    /// As [`Data::text`] and [`Table::parse`].
    pub fn load(data: &Data, path: &str) -> Result<Self, Error> {
        Self::index(path, data.text(path)?)
    }

    fn index(name: &str, text: Cow<'static, str>) -> Result<Self, Error> {
        let start = text.as_ptr().addr();
        let cell = |cell: &str| {
            let begin = cell.as_ptr().addr() - start;
            (begin as u32, (begin + cell.len()) as u32)
        };
        let (mut columns, mut cells, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            if columns.is_empty() {
                columns.extend(line.split('\t').map(cell));
                continue;
            }
            let before = cells.len();
            cells.extend(line.split('\t').map(str::trim).map(cell));
            let n = cells.len() - before;
            if n != columns.len() {
                let message = format!("{n} cells, but the header has {} columns", columns.len());
                return Err(Error::Content { place: format!("{name}:{}", number + 1), message });
            }
            lines.push(number as u32 + 1);
        }
        Ok(Self { text, columns, cells, lines })
    }

    /// A table that was no file with tabs: its columns, and its rows with the line at which each begins.
    ///
    /// Tabs and line ends within a value become spaces; a row is cut, or filled with empty cells, to the columns.
    pub fn from_rows<'a>(columns: &[&str], rows: impl IntoIterator<Item = (usize, Vec<&'a str>)>) -> Self {
        let (mut text, mut cells, mut lines) = (String::new(), Vec::new(), Vec::new());
        let mut cell = |value: &str| {
            let begin = text.len();
            text.extend(value.trim().chars().map(|c| if c.is_control() { ' ' } else { c }));
            (begin as u32, text.len() as u32)
        };
        let columns: Vec<Cell> = columns.iter().map(|name| cell(name)).collect();
        for (line, values) in rows {
            let values = values.into_iter().chain(std::iter::repeat("")).take(columns.len());
            cells.extend(values.map(&mut cell));
            lines.push(line as u32);
        }
        Self { text: Cow::Owned(text), columns, cells, lines }
    }

    /// The names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|&cell| self.text(cell))
    }

    /// The rows in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.lines.len()).map(|index| Row { table: self, index })
    }

    /// The row with a number, from 0.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.lines.len()).then_some(Row { table: self, index })
    }

    fn text(&self, (begin, end): Cell) -> &str {
        &self.text[begin as usize..end as usize]
    }
}

impl<'a> Row<'a> {
    /// The cell under a column; empty if there is no such column.
    pub fn get(&self, column: &str) -> &'a str {
        let place = self.table.columns.iter().position(|&c| self.table.text(c) == column);
        place.map_or("", |i| self.table.text(self.table.cells[self.index * self.table.columns.len() + i]))
    }

    /// The values of a cell that lists several, parted by `|`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'a str> {
        self.get(column).split('|').filter(|v| !v.is_empty())
    }

    /// The row's line in its file, from 1.
    pub fn line(&self) -> usize {
        self.table.lines[self.index] as usize
    }
}
