//! The store: a folder with one compressed N-Quads file a document, one of the actors of all documents, and one of what
//! was corrected by hand.
//!
//! The files are the truth; the index ([`Index`]) is an in-memory Oxigraph, filled from the files whenever a store is
//! opened. The file of actors follows from the others ([`actors`](crate::graph::actors)) and is made anew where it no
//! longer fits them. So a crash, a deletion, a copy to another machine, version control and a cluster job all work on plain
//! files, and two stores merge by putting their files together. A file is written beside its place and renamed: a
//! killed program leaves the old file or the new one, never half a file. The layout is described in `docs/store.md`.

mod load;

pub use load::Index;

use std::fs::{self, File};
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Literal, Quad, Term};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::actor::Gazetteer;
use crate::diagnostic::Error;
use crate::graph::actors::{self, Identity, Profile, ends_head, profiles};
use crate::graph::curation::{Corrections, record};
use crate::graph::known::Known;
use crate::graph::vocabulary::{self, Base, term};

/// The version of the folder's layout that this program writes.
const FORMAT: u32 = 2;
const DESCRIPTION: &str = "store.toml";
const DOCUMENTS: &str = "documents";
const ACTORS: &str = "actors.nq.gz";
const KNOWN: &str = "known.nq.gz";
const CORRECTIONS: &str = "curation.nq";
const ENDING: &str = ".nq.gz";
const UNFINISHED: &str = ".tmp";
/// The writer puts a document's identity into so many quads at the head of its file.
const HEAD: usize = 7;

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
    /// When it was written, `YYYY-MM-DD`: it decides who held an office then.
    pub date: Option<String>,
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

    /// What was corrected by hand, in its order.
    ///
    /// # Errors
    /// [`Error::Store`] if the file is damaged.
    pub fn corrections(&self) -> Result<Corrections, Error> {
        let file = self.folder.join(CORRECTIONS);
        if !file.is_file() {
            return Ok(Corrections::default());
        }
        let text = fs::read(&file).map_err(Error::file(&file))?;
        record::read_nquads(&text).map_err(|e| self.error(format!("{CORRECTIONS}: {e}")))
    }

    /// Replaces the corrections; without any there is no file.
    ///
    /// # Errors
    /// [`Error::File`] if they cannot be written; what was there then still is.
    pub fn set_corrections(&self, corrections: &Corrections) -> Result<(), Error> {
        let file = self.folder.join(CORRECTIONS);
        if !corrections.list().is_empty() {
            return replace_file(&file, &record::nquads(corrections, &self.base));
        }
        match fs::remove_file(&file) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::file(file)(e)),
            _ => Ok(()),
        }
    }

    /// What every document says of its actors, document by document in the order of their files; damaged ones are left
    /// out.
    ///
    /// # Errors
    /// [`Error::File`] if the folder cannot be listed.
    pub fn profiles(&self) -> Result<Vec<Profile>, Error> {
        let files = self.files()?;
        let heads =
            files.par_iter().map(|file| self.head_quads(file).map(|quads| profiles(&quads)).unwrap_or_default());
        Ok(heads.collect::<Vec<_>>().concat())
    }

    /// Who all actors are, those of single documents too, sorted by IRI. `gazetteer` names the known ones that no build
    /// has noted.
    ///
    /// # Errors
    /// As [`profiles`](Self::profiles).
    pub fn identities(&self, corrections: &Corrections, gazetteer: &Gazetteer) -> Result<Vec<Identity>, Error> {
        let profiles = self.profiles()?;
        let known = self.known(&profiles, gazetteer);
        Ok(actors::identities(&profiles, corrections, &self.base, &known))
    }

    /// Notes what the gazetteer of a build says of the actors of the store, and makes the file of actors anew if
    /// documents or corrections have changed since; true if it did.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written, [`Error::Store`] if the corrections are damaged.
    ///
    /// # Complexity
    /// Linear in the heads of all documents if something has changed.
    pub fn write_actors(&self, gazetteer: &Gazetteer) -> Result<bool, Error> {
        self.make_actors(|profiles| {
            let ids = actors::shared_ids(profiles, &self.base);
            let known = Known::of(ids.iter().map(String::as_str), gazetteer, &self.noted());
            replace_file(&self.folder.join(KNOWN), &compressed(&known.quads(&self.base)))?;
            Ok(known)
        })
    }

    /// Makes the file of actors anew after a correction, by what builds have noted; `gazetteer` names the others.
    ///
    /// # Errors
    /// As [`write_actors`](Self::write_actors).
    pub fn correct_actors(&self, gazetteer: &Gazetteer) -> Result<bool, Error> {
        self.make_actors(|profiles| Ok(self.known(profiles, gazetteer)))
    }

    fn make_actors(&self, known: impl FnOnce(&[Profile]) -> Result<Known, Error>) -> Result<bool, Error> {
        let corrections = self.corrections()?;
        let (mut entries, _) = self.documents()?;
        let mark = self.actors_mark(&mut entries, &corrections);
        if self.actors_file(&mark).is_some() {
            return Ok(false);
        }
        let mut profiles = self.profiles()?;
        profiles.retain(|p| p.is_shared(&corrections));
        let known = known(&profiles)?;
        let identities = actors::identities(&profiles, &corrections, &self.base, &known);
        let mut quads = actors::quads(&identities, &corrections, &self.base);
        quads.insert(0, self.mark_quad(&mark));
        replace_file(&self.folder.join(ACTORS), &compressed(&quads))?;
        Ok(true)
    }

    /// What builds have noted of known actors; nothing if the file is not there or damaged.
    fn noted(&self) -> Known {
        let quads = self.parse(&self.folder.join(KNOWN)).unwrap_or_default();
        Known::read(&quads, &self.base)
    }

    /// The same, with what `gazetteer` knows of others.
    fn known(&self, profiles: &[Profile], gazetteer: &Gazetteer) -> Known {
        let ids = actors::shared_ids(profiles, &self.base);
        self.noted().filled(ids.iter().map(String::as_str), gazetteer)
    }

    /// What the file of actors was made of: all documents in the state that their heads tell, and the corrections.
    fn actors_mark(&self, entries: &mut [Entry], corrections: &Corrections) -> String {
        entries.sort();
        let date = |e: &Entry| e.date.clone().unwrap_or_default();
        let texts: Vec<[String; 4]> =
            entries.iter().map(|e| [e.id.clone(), e.hash.clone(), e.reader.clone(), date(e)]).collect();
        let texts = texts.iter().flatten().map(String::as_bytes);
        let corrections = record::nquads(corrections, &self.base);
        format!("sha256:{}", vocabulary::hash(texts.chain([corrections.as_slice()])))
    }

    fn mark_quad(&self, mark: &str) -> Quad {
        let graph = self.base.actors();
        Quad::new(graph.clone(), term::CONTENT_HASH, Literal::new_simple_literal(mark), graph)
    }

    /// The quads of the file of actors if it has this mark. One that cannot be read has none.
    fn actors_file(&self, mark: &str) -> Option<Vec<Quad>> {
        let quads = self.parse(&self.folder.join(ACTORS)).ok()?;
        (quads.first() == Some(&self.mark_quad(mark))).then_some(quads)
    }

    /// Writes a document's graph, in place of what was there. The same quads give the same bytes.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written; what was there then still is.
    pub fn put(&self, id: &str, quads: &[Quad]) -> Result<(), Error> {
        let file = self.file(id);
        let folder = file.parent().expect("it lies in documents/ab/");
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
        replace_file(&file, &compressed(quads))
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
        let quads: Vec<Quad> = self.quads_from(file)?.take(HEAD).collect::<Result<_, _>>()?;
        self.entry(file, &quads)
    }

    /// The head of a document's graph, which describes its actors.
    fn head_quads(&self, file: &Path) -> Result<Vec<Quad>, Error> {
        let head = self.quads_from(file)?.take_while(|quad| quad.as_ref().map_or(true, |q| !ends_head(q)));
        head.collect()
    }

    /// What document a graph is of, as its first quads tell.
    fn entry(&self, file: &Path, quads: &[Quad]) -> Result<Entry, Error> {
        let mut entry = Entry { id: String::new(), hash: String::new(), reader: String::new(), path: None, date: None };
        for quad in quads.iter().take(HEAD) {
            let Term::Literal(value) = &quad.object else { continue };
            let value = value.value().to_owned();
            match quad.predicate.as_ref() {
                term::IDENTIFIER => entry.id = value,
                term::CONTENT_HASH => entry.hash = value,
                term::READER => entry.reader = value,
                term::SOURCE_FILE => entry.path = Some(value),
                term::ISSUED => entry.date = Some(value),
                _ => {}
            }
        }
        if entry.id.is_empty() || self.file(&entry.id).file_name() != file.file_name() {
            return Err(self.damaged(file, &"it does not begin with the document that its name stands for"));
        }
        Ok(entry)
    }

    /// The quads of a file one by one, read no further than they are asked for.
    fn quads_from(&self, file: &Path) -> Result<impl Iterator<Item = Result<Quad, Error>>, Error> {
        let opened = File::open(file).map_err(Error::file(file))?;
        let text = BufReader::new(GzDecoder::new(BufReader::new(opened)));
        let quads = RdfParser::from_format(RdfFormat::NQuads).for_reader(text);
        Ok(quads.map(move |quad| quad.map_err(|e| self.damaged(file, &e))))
    }

    fn error(&self, message: String) -> Error {
        Error::Store { path: self.folder.clone(), message }
    }

    fn damaged(&self, file: &Path, why: &dyn std::fmt::Display) -> Error {
        let name = file.strip_prefix(&self.folder).unwrap_or(file).display();
        self.error(format!("{name} is damaged ({why}); delete it and build again"))
    }
}

/// The same quads give the same bytes.
fn compressed(quads: &[Quad]) -> Vec<u8> {
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
    gzip.finish().expect(in_memory)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::graph::query::{Answer, ask};
    use crate::graph::sample;
    use crate::graph::vocabulary::ONTOLOGY_GRAPH;
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

    /// Every file of a store with its bytes.
    fn files(store: &Store) -> Vec<(PathBuf, Vec<u8>)> {
        let files = walkdir::WalkDir::new(&store.folder).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|e| e.file_type().is_file());
        files.map(|e| (e.path().strip_prefix(&store.folder).unwrap().to_owned(), fs::read(e.path()).unwrap())).collect()
    }

    #[test]
    fn the_order_of_building_does_not_matter() {
        let gazetteer = Gazetteer::default();
        let (_first, one) = filled(&["one", "two", "three"]);
        let (_second, other) = filled(&["three"]);
        assert!(one.write_actors(&gazetteer).unwrap());
        assert!(!one.write_actors(&gazetteer).unwrap());
        other.write_actors(&gazetteer).unwrap();
        for id in ["two", "one"] {
            other.put(id, &quads(&sample::talks(Source::named(id)), &Options::default())).unwrap();
            assert!(other.write_actors(&gazetteer).unwrap());
        }
        assert_eq!(files(&one), files(&other));
    }

    #[test]
    fn what_a_build_knew_needs_no_gazetteer_later() {
        let (_folder, store) = filled(&["one"]);
        store.write_actors(&Gazetteer::load(&Data::embedded()).unwrap()).unwrap();
        let before = files(&store);
        fs::remove_file(store.folder.join(ACTORS)).unwrap();
        store.correct_actors(&Gazetteer::default()).unwrap();
        assert_eq!(files(&store), before);
        assert_eq!(count(&store, "kg:iran owl:sameAs wd:Q794"), 1);
    }

    #[test]
    fn a_document_that_is_gone_leaves_no_actor_behind() {
        let gazetteer = Gazetteer::load(&Data::embedded()).unwrap();
        let (_folder, store) = filled(&["one"]);
        store.write_actors(&gazetteer).unwrap();
        let before = files(&store);
        let mut more = sample::reading(Source::named("two"), "Qatar visited Oman.");
        let qatar = sample::actor(&mut more, "qatar", "Qatar", crate::ontology::Class::State);
        let oman = sample::actor(&mut more, "oman", "Oman", crate::ontology::Class::State);
        sample::fact(&mut more, 0, qatar, "visits", oman);
        store.put("two", &quads(&more, &Options::default())).unwrap();
        // Nobody has made the file of actors anew, and the index is right all the same.
        assert_eq!(count(&store, "kg:qatar rdfs:label 'Qatar'"), 1);
        assert_eq!(count(&store, "?i ag:identifies kg:oman ; ag:inDocument ?document"), 2);
        store.write_actors(&gazetteer).unwrap();
        assert_eq!(count(&store, "kg:qatar rdfs:label 'Qatar'"), 1);
        store.remove("two").unwrap();
        assert_eq!(count(&store, "kg:qatar ?p ?o"), 0);
        assert_eq!(count(&store, "?i ag:identifies kg:oman"), 0);
        store.write_actors(&gazetteer).unwrap();
        assert_eq!(files(&store).into_iter().filter(|(p, _)| p.extension().is_some()).collect::<Vec<_>>(), before);
    }

    #[test]
    fn the_file_of_actors_is_what_loading_makes_and_may_be_lost() {
        let data = Data::embedded();
        let (_folder, store) = filled(&["one", "two"]);
        let all = |store: &Store| {
            let quads = store.load(&data).unwrap().quads;
            let mut all: Vec<String> = quads.iter().map(|quad| quad.unwrap().to_string()).collect();
            all.sort();
            all
        };
        let without = all(&store);
        store.write_actors(&Gazetteer::load(&data).unwrap()).unwrap();
        assert_eq!(all(&store), without);
        fs::write(store.folder.join(ACTORS), "no gzip at all").unwrap();
        assert_eq!(all(&store), without);
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
