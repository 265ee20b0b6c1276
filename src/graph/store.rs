//! The store: a folder with one compressed N-Quads file a document, and the index that queries run on.
//!
//! The files are the truth; the index ([`Index`]) is an in-memory Oxigraph, filled from the files whenever a store is
//! opened. So a crash, a deletion, a copy to another machine, version control and a cluster job all work on plain
//! files, and two stores merge by putting their files together. A file is written beside its place and renamed: a
//! killed program leaves the old file or the new one, never half a file. The layout is described in `docs/store.md`.

use std::fs::{self, File};
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::vocabulary::{self, Base, ONTOLOGY_GRAPH, term};

/// The version of the folder's layout that this program writes.
const FORMAT: u32 = 1;
const DESCRIPTION: &str = "store.toml";
const DOCUMENTS: &str = "documents";
const ENDING: &str = ".nq.gz";
const UNFINISHED: &str = ".tmp";
/// Documents that are decompressed and parsed at once; bounds the memory of loading besides the index itself.
const BATCH: usize = 256;
/// The writer puts a document's identity into so many quads at the head of its file.
const HEAD: usize = 5;

/// A store's folder, open for reading and writing.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    base: Base,
}

/// The content of `store.toml`.
#[derive(Debug, Serialize, Deserialize)]
struct Description {
    format: u32,
    base: String,
    program: String,
}

/// One document of a store, as the head of its file tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The document's identifier.
    pub id: String,
    /// Hash of the text, as [`content_hash`](crate::graph::write::content_hash) makes it.
    pub hash: String,
    /// What read it: see [`Options::reader`](crate::graph::write::Options::reader).
    pub reader: String,
    /// The file that it was read from, as the user named it.
    pub path: Option<String>,
}

/// A store's graphs, ready for queries.
pub struct Index {
    /// One named graph a document, one of the ontology, one of hand corrections, and in the default graph all their
    /// triples, each once. (Oxigraph's own union of graphs gives a triple as often as there are graphs that have it,
    /// so that every count over two documents would be wrong.)
    pub quads: oxigraph::store::Store,
    /// The namespace of the data.
    pub base: Base,
}

impl Store {
    /// Opens a store for writing; a missing or empty folder becomes a new store with this base (or the default).
    ///
    /// # Errors
    /// [`Error::Store`] if the folder holds something else or a store with another base, [`Error::File`] if it cannot
    /// be written.
    pub fn create(folder: &Path, base: Option<&Base>) -> Result<Self, Error> {
        let empty = !folder.exists() || folder.read_dir().is_ok_and(|mut entries| entries.next().is_none());
        if !empty {
            let store = Self::open(folder)?;
            if let Some(other) = base.filter(|b| **b != store.base) {
                let message =
                    format!("its base is {}, not {}; use another folder", store.base.as_str(), other.as_str());
                return Err(store.error(message));
            }
            store.sweep();
            return Ok(store);
        }
        let store = Self { folder: folder.to_owned(), base: base.cloned().unwrap_or_default() };
        fs::create_dir_all(folder.join(DOCUMENTS)).map_err(Error::file(folder))?;
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let description = Description { format: FORMAT, base: store.base.as_str().to_owned(), program };
        let body = toml::to_string(&description).expect("three plain fields");
        let text = format!("# A knowledge graph made by actograph: one file a document, below documents/.\n{body}");
        replace_file(&folder.join(DESCRIPTION), text.as_bytes())?;
        Ok(store)
    }

    /// Opens a store that exists.
    ///
    /// # Errors
    /// [`Error::Store`] if there is no such folder, if it is no store, or if a newer program wrote it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let wrong = |message: String| Error::Store { path: folder.to_owned(), message };
        if !folder.is_dir() {
            let why = if folder.exists() { "not a folder" } else { "no such folder" };
            return Err(wrong(format!("{why}; `actograph build` makes a store")));
        }
        let description = folder.join(DESCRIPTION);
        if !description.is_file() {
            return Err(wrong(format!("not a store: it has no {DESCRIPTION}")));
        }
        let text = fs::read_to_string(&description).map_err(Error::file(&description))?;
        let read: Description =
            toml::from_str(&text).map_err(|e| wrong(format!("{DESCRIPTION} is damaged: {}", e.message())))?;
        if read.format != FORMAT {
            let message =
                format!("has format {}, this program reads {FORMAT}: written by {}", read.format, read.program);
            return Err(wrong(message));
        }
        let base = Base::new(&read.base).map_err(|e| wrong(format!("{DESCRIPTION} is damaged: {e}")))?;
        Ok(Self { folder: folder.to_owned(), base })
    }

    /// The namespace of the data.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The file of a document: `documents/ab/` and a hash of its identifier, whatever characters that has.
    pub fn file(&self, id: &str) -> PathBuf {
        let name = &vocabulary::hash([id.as_bytes()])[..32];
        self.folder.join(DOCUMENTS).join(&name[..2]).join(format!("{name}{ENDING}"))
    }

    /// The documents by identifier, and what is wrong with the files that cannot be read.
    ///
    /// # Errors
    /// [`Error::File`] if the folder cannot be listed.
    pub fn documents(&self) -> Result<(Vec<Entry>, Vec<Error>), Error> {
        let heads: Vec<Result<Entry, Error>> = self.files()?.par_iter().map(|file| self.head(file)).collect();
        let (mut entries, mut damaged) = (Vec::new(), Vec::new());
        for head in heads {
            match head {
                Ok(entry) => entries.push(entry),
                Err(error) => damaged.push(error),
            }
        }
        entries.sort();
        Ok((entries, damaged))
    }

    /// Writes a document's graph, in place of what was there. The same quads give the same bytes.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written; what was there then still is.
    pub fn put(&self, id: &str, quads: &[Quad]) -> Result<(), Error> {
        let file = self.file(id);
        let folder = file.parent().expect("it lies in documents/ab/");
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
        let in_memory = "writing to memory does not fail";
        let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        for quad in quads {
            serializer.serialize_quad(quad).expect(in_memory);
        }
        let plain = serializer.finish().expect(in_memory);
        // The header has no time and no name, so that the bytes follow from the quads alone. All at once: the encoder
        // clears its buffer at every call.
        let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::new(4));
        gzip.write_all(&plain).expect(in_memory);
        replace_file(&file, &gzip.finish().expect(in_memory))
    }

    /// Removes a document's graph; false if there was none.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be removed.
    pub fn remove(&self, id: &str) -> Result<bool, Error> {
        let file = self.file(id);
        match fs::remove_file(&file) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(Error::file(file)(e)),
        }
    }

    /// Loads every document, the hand corrections (`curation.trig`, if there) and the ontology into memory.
    ///
    /// # Errors
    /// [`Error::Store`] naming the first file that is damaged, [`Error::Content`] if the ontology is.
    ///
    /// # Complexity
    /// Linear: some 4 seconds and 330 MB a million quads.
    pub fn load(&self, data: &Data) -> Result<Index, Error> {
        let quads = oxigraph::store::Store::new().map_err(|e| self.error(e.to_string()))?;
        let mut loader = quads.bulk_loader();
        for batch in self.files()?.chunks(BATCH) {
            let parsed: Vec<Vec<Quad>> = batch.par_iter().map(|f| self.parse(f)).collect::<Result<_, _>>()?;
            loader.load_quads(parsed.into_iter().flatten().flat_map(twice)).map_err(|e| self.error(e.to_string()))?;
        }
        let extra = self.curation()?.into_iter().chain(ontology(data)?);
        loader.load_quads(extra.flat_map(twice)).map_err(|e| self.error(e.to_string()))?;
        loader.commit().map_err(|e| self.error(e.to_string()))?;
        Ok(Index { quads, base: self.base.clone() })
    }

    /// Removes what a killed program left behind.
    fn sweep(&self) {
        let unfinished = walkdir::WalkDir::new(self.folder.join(DOCUMENTS)).max_depth(2).into_iter().flatten();
        for entry in unfinished.filter(|e| e.file_name().to_string_lossy().ends_with(UNFINISHED)) {
            // If it cannot be removed it is ignored all the same: only names that end in `.nq.gz` are ever read.
            let _ = fs::remove_file(entry.path());
        }
    }

    /// The documents' files, sorted.
    fn files(&self) -> Result<Vec<PathBuf>, Error> {
        let folder = self.folder.join(DOCUMENTS);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(&folder).min_depth(2).max_depth(2).sort_by_file_name() {
            let entry = entry.map_err(|e| self.error(e.to_string()))?;
            if entry.file_name().to_string_lossy().ends_with(ENDING) {
                files.push(entry.into_path());
            }
        }
        Ok(files)
    }

    fn parse(&self, file: &Path) -> Result<Vec<Quad>, Error> {
        let mut text = Vec::new();
        let opened = File::open(file).map_err(Error::file(file))?;
        GzDecoder::new(opened).read_to_end(&mut text).map_err(|e| self.damaged(file, &e))?;
        let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&text);
        quads.collect::<Result<_, _>>().map_err(|e| self.damaged(file, &e))
    }

    fn head(&self, file: &Path) -> Result<Entry, Error> {
        let opened = File::open(file).map_err(Error::file(file))?;
        let text = BufReader::new(GzDecoder::new(BufReader::new(opened)));
        let mut entry = Entry { id: String::new(), hash: String::new(), reader: String::new(), path: None };
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(text).take(HEAD) {
            let quad = quad.map_err(|e| self.damaged(file, &e))?;
            let Term::Literal(value) = quad.object else { continue };
            let value = value.value().to_owned();
            match quad.predicate.as_ref() {
                term::IDENTIFIER => entry.id = value,
                term::CONTENT_HASH => entry.hash = value,
                term::READER => entry.reader = value,
                term::SOURCE_FILE => entry.path = Some(value),
                _ => {}
            }
        }
        if entry.id.is_empty() || self.file(&entry.id).file_name() != file.file_name() {
            return Err(self.damaged(file, &"it does not begin with the document that its name stands for"));
        }
        Ok(entry)
    }

    fn curation(&self) -> Result<Vec<Quad>, Error> {
        let file = self.folder.join("curation.trig");
        if !file.is_file() {
            return Ok(Vec::new());
        }
        let text = fs::read(&file).map_err(Error::file(&file))?;
        let parser = RdfParser::from_format(RdfFormat::TriG).with_default_graph(self.base.curation());
        let quads = parser.for_slice(&text).collect::<Result<_, _>>();
        quads.map_err(|e| self.error(format!("curation.trig: {e}")))
    }

    fn error(&self, message: String) -> Error {
        Error::Store { path: self.folder.clone(), message }
    }

    fn damaged(&self, file: &Path, why: &dyn std::fmt::Display) -> Error {
        let name = file.strip_prefix(&self.folder).unwrap_or(file).display();
        self.error(format!("{name} is damaged ({why}); delete it and build again"))
    }
}

/// A quad, and its triple for the default graph.
fn twice(quad: Quad) -> [Quad; 2] {
    let merged = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() };
    [quad, merged]
}

/// Writes beside the place, forces it to disk, and renames.
fn replace_file(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut name = file.file_name().expect("a file has a name").to_owned();
    name.push(format!(".{}{UNFINISHED}", std::process::id()));
    let beside = file.with_file_name(name);
    let written = File::create(&beside).and_then(|mut f| f.write_all(bytes).and_then(|()| f.sync_all()));
    written.and_then(|()| fs::rename(&beside, file)).map_err(|e| {
        let _ = fs::remove_file(&beside);
        Error::file(file)(e)
    })
}

/// The ontology's Turtle files as one named graph.
fn ontology(data: &Data) -> Result<Vec<Quad>, Error> {
    let graph = GraphName::from(NamedNode::new_unchecked(ONTOLOGY_GRAPH));
    let mut quads = Vec::new();
    for path in data.list("", "ttl") {
        let text = data.bytes(&path)?;
        let parser = RdfParser::from_format(RdfFormat::Turtle).with_default_graph(graph.clone());
        for quad in parser.rename_blank_nodes().for_slice(&text) {
            quads.push(quad.map_err(|e| Error::Content { place: path.clone(), message: e.to_string() })?);
        }
    }
    Ok(quads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Source;
    use crate::graph::query::{Answer, ask};
    use crate::graph::sample;
    use crate::graph::write::{Options, quads};

    fn filled(ids: &[&str]) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("store"), None).unwrap();
        for id in ids {
            store.put(id, &quads(&sample::talks(Source::named(*id)), &Options::default())).unwrap();
        }
        (folder, store)
    }

    fn count(store: &Store, pattern: &str) -> usize {
        let index = store.load(&Data::embedded()).unwrap();
        match ask(&index, &format!("SELECT * {{ {pattern} }}")).unwrap() {
            Answer::Table { rows, .. } => rows.len(),
            other => panic!("{other:?}"),
        }
    }

    fn message<T>(result: Result<T, Error>) -> String {
        result.err().expect("an error").to_string()
    }

    #[test]
    fn what_is_put_is_loaded() {
        let (_folder, store) = filled(&["one", "a/two", "\" & < > ’ 中 \n ]; evil"]);
        assert_eq!(count(&store, "?document a ag:Document"), 3);
        assert_eq!(count(&store, "GRAPH doc:one { ?x a ag:Assertion }"), 4);
        let (entries, damaged) = store.documents().unwrap();
        let ids: Vec<&str> = entries.iter().map(|e| e.id.as_str()).collect();
        assert_eq!((ids, damaged.len()), (vec!["\" & < > ’ 中 \n ]; evil", "a/two", "one"], 0));
        assert!(entries[1].hash.starts_with("sha256:") && entries[1].reader.starts_with("actograph "));
    }

    #[test]
    fn the_same_document_twice_changes_no_byte_and_another_text_replaces_it() {
        let (_folder, store) = filled(&["one"]);
        let before = fs::read(store.file("one")).unwrap();
        store.put("one", &quads(&sample::talks(Source::named("one")), &Options::default())).unwrap();
        assert_eq!(fs::read(store.file("one")).unwrap(), before);

        store.put("one", &quads(&sample::reading(Source::named("one"), "Nothing."), &Options::default())).unwrap();
        assert_eq!(count(&store, "?x a ag:Assertion"), 0);
        assert!(store.remove("one").unwrap() && !store.remove("one").unwrap());
        assert_eq!(count(&store, "?document a ag:Document"), 0);
    }

    #[test]
    fn stores_merge_by_putting_their_files_together() {
        let (_first, one) = filled(&["one"]);
        let (_second, two) = filled(&["two"]);
        let moved = one.file("two");
        fs::create_dir_all(moved.parent().unwrap()).unwrap();
        fs::copy(two.file("two"), moved).unwrap();
        assert_eq!(count(&one, "?document a ag:Document"), 2);
        assert_eq!(count(&one, "kg:oman rdfs:label ?name"), 1);
    }

    #[test]
    fn the_ontology_is_a_graph_of_its_own() {
        let (_folder, store) = filled(&[]);
        let graph = format!("GRAPH <{ONTOLOGY_GRAPH}>");
        assert_eq!(count(&store, &format!("{graph} {{ rel:meets a owl:SymmetricProperty }}")), 1);
        assert_eq!(count(&store, "ag:State rdfs:subClassOf+ ag:Actor"), 1);
    }

    #[test]
    fn what_a_killed_program_left_is_ignored_and_swept() {
        let (_folder, store) = filled(&["one"]);
        let half = store.file("one").with_extension("gz.123.tmp");
        fs::write(&half, b"half a fi").unwrap();
        assert_eq!(count(&store, "?document a ag:Document"), 1);
        Store::create(&store.folder, None).unwrap();
        assert!(!half.exists() && store.file("one").exists());
    }

    #[test]
    fn a_damaged_file_is_named() {
        let (_folder, store) = filled(&["one"]);
        let whole = fs::read(store.file("one")).unwrap();
        for damage in [&whole[..whole.len() / 2], b"no gzip at all", b""] {
            fs::write(store.file("one"), damage).unwrap();
            let said = message(store.load(&Data::embedded()));
            assert!(
                said.contains("documents/") && said.contains("is damaged") && said.contains("build again"),
                "{said}"
            );
        }
        assert_eq!(store.documents().unwrap().1.len(), 1);
    }

    #[test]
    fn what_is_no_store_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(message(Store::open(&folder.path().join("none"))).contains("no such folder"));
        assert!(message(Store::open(folder.path())).contains("not a store"));
        fs::write(folder.path().join("thesis.doc"), "mine").unwrap();
        assert!(message(Store::create(folder.path(), None)).contains("not a store"));
        assert!(message(Store::create(&folder.path().join("thesis.doc"), None)).contains("not a folder"));
        fs::write(folder.path().join(DESCRIPTION), "format = 1\n").unwrap();
        assert!(message(Store::open(folder.path())).contains("damaged"));
        fs::write(folder.path().join(DESCRIPTION), "format = 9\nbase = \"https://a.org/\"\nprogram = \"7\"\n").unwrap();
        assert!(message(Store::open(folder.path())).contains("format 9"));
    }

    #[test]
    fn a_store_keeps_its_base() {
        let folder = tempfile::tempdir().unwrap();
        let base = Base::new("https://example.org/").unwrap();
        let path = folder.path().join("store");
        Store::create(&path, Some(&base)).unwrap();
        assert_eq!(Store::create(&path, None).unwrap().base(), &base);
        assert!(message(Store::create(&path, Some(&Base::default()))).contains("its base is https://example.org/"));
    }

    #[test]
    fn hand_corrections_are_a_graph_of_their_own() {
        let (_folder, store) = filled(&["one"]);
        let name = store.folder.join("curation.trig");
        let text = "@prefix kg: <https://w3id.org/actograph/kg/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n";
        fs::write(&name, format!("{text}kg:iran owl:sameAs kg:persia .")).unwrap();
        assert_eq!(count(&store, "GRAPH kg:curation { ?x owl:sameAs ?y }"), 1);
        fs::write(&name, "kg:iran .").unwrap();
        assert!(message(store.load(&Data::embedded())).contains("curation.trig"));
    }
}
