//! The store: a folder with one compressed N-Quads file a document, one of the actors of all documents, and one of what
//! was corrected by hand.
//!
//! The files are the truth; the index ([`Index`]) is sorted lists in memory ([`Memory`]), made of the files whenever a
//! store is opened. The file of actors follows from the others ([`crate::graph::actors`]) and is made anew where it no
//! longer fits them. So a crash, a deletion, a copy to another machine, version control and a cluster job all work on plain
//! files, and two stores merge by putting their files together. A file is written beside its place and renamed: a
//! killed program leaves the old file or the new one, never half a file. The layout is described in `docs/store.md`.

mod dataset;
#[cfg(feature = "disk")]
mod disk;
mod load;
mod lock;
mod memory;
mod quads;
mod state;
#[cfg(any(test, feature = "disk"))]
#[cfg_attr(not(feature = "disk"), allow(dead_code, reason = "its tests need no database on disk"))]
mod step;
mod terms;

pub(super) use load::ontology;
pub use load::{Index, Seen};
pub use lock::{Lock, Part};
pub use memory::Memory;
pub use quads::Quads;
pub(super) use quads::in_default_graph;
pub use state::State;

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
use crate::document::Source;
use crate::graph::actors::{self, Identity, Profile, ends_head, profiles};
use crate::graph::curation::{Corrections, record};
use crate::graph::duplicates::{Fingerprint, Likeness};
use crate::graph::known::Known;
use crate::graph::vocabulary::{self, Base, term};

/// The version of the folder's layout that this program writes.
const FORMAT: u32 = 3;
const DESCRIPTION: &str = "store.toml";
const DOCUMENTS: &str = "documents";
const ACTORS: &str = "actors.nq.gz";
const KNOWN: &str = "known.nq.gz";
const CORRECTIONS: &str = "curation.nq";
const OWN: &str = "own.nq";
const ENDING: &str = ".nq.gz";
const UNFINISHED: &str = ".tmp";
/// The writer puts a document's identity into so many quads at the head of its file.
const HEAD: usize = 9;

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
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// What its copies share with it; none if it is short, or was read by an older program.
    #[serde(skip)]
    pub fingerprint: Option<Fingerprint>,
    /// The IRI of the document that it is a copy of: then it has not been read.
    pub original: Option<String>,
}

impl Entry {
    /// By what its copies are known.
    pub fn likeness(&self) -> Likeness {
        Likeness { hash: self.hash.clone(), fingerprint: self.fingerprint.clone() }
    }
}

impl Store {
    /// Opens a store for writing; a missing or empty folder becomes a new store with this base (or the default).
    ///
    /// # Errors
    /// [`Error::Store`] if the folder holds something else or a store with another base, [`Error::File`] if it cannot
    /// be written.
    pub fn create(folder: &Path, base: Option<&Base>) -> Result<Self, Error> {
        if folder.join(DESCRIPTION).exists() {
            return Self::open_with(folder, base);
        }
        let wrong = |message: String| Error::Store { path: folder.to_owned(), message };
        if folder.exists() && !folder.is_dir() {
            return Err(wrong("is a file; --store takes a folder, which is made if it is not there".to_owned()));
        }
        // What a program leaves that was killed while it made a store.
        let ours = |name: &str| [lock::LOCKS, DOCUMENTS].contains(&name) || name.ends_with(UNFINISHED);
        if folder.exists() {
            let entries = folder.read_dir().map_err(Error::file(folder))?.flatten();
            let mut other = entries.map(|e| e.file_name().to_string_lossy().into_owned()).filter(|name| !ours(name));
            if let Some(name) = other.next() {
                let message = format!(
                    "not a store: it holds {name} and no {DESCRIPTION}. Name a new folder, such as {}",
                    folder.join("store").display()
                );
                return Err(wrong(message));
            }
        }
        let store = Self { folder: folder.to_owned(), base: base.cloned().unwrap_or_default() };
        fs::create_dir_all(folder.join(DOCUMENTS)).map_err(Error::file(folder))?;
        // Two programs may make the same store.
        let _making = store.lock(Part::Notes, "build", |_| ())?;
        if folder.join(DESCRIPTION).exists() {
            return Self::open_with(folder, base);
        }
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let description = Description { format: FORMAT, base: store.base.as_str().to_owned(), program };
        let body = toml::to_string(&description).expect("three plain fields");
        let text = format!("# A knowledge graph made by actograph: one file a document, below documents/.\n{body}");
        replace_file(&folder.join(DESCRIPTION), text.as_bytes())?;
        Ok(store)
    }

    /// Opens a store that exists, if it has this base.
    fn open_with(folder: &Path, base: Option<&Base>) -> Result<Self, Error> {
        let store = Self::open(folder)?;
        if let Some(other) = base.filter(|b| **b != store.base) {
            let message = format!("its base is {}, not {}; use another folder", store.base.as_str(), other.as_str());
            return Err(store.error(message));
        }
        Ok(store)
    }

    /// Opens a store that exists.
    ///
    /// # Errors
    /// [`Error::Store`] if there is no such folder, if it is no store, or if a newer program wrote it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let wrong = |message: String| Error::Store { path: folder.to_owned(), message };
        if !folder.is_dir() {
            let why = if folder.exists() { "is a file, not a store's folder" } else { "no such folder" };
            return Err(wrong(format!("{why}; `actograph build` makes a store")));
        }
        let description = folder.join(DESCRIPTION);
        if !description.is_file() {
            return Err(wrong(format!("not a store: it has no {DESCRIPTION}; `actograph build` makes a store")));
        }
        let text = fs::read_to_string(&description).map_err(Error::file(&description))?;
        let read: Description =
            toml::from_str(&text).map_err(|e| wrong(format!("{DESCRIPTION} is damaged: {}", e.message())))?;
        if read.format != FORMAT {
            let (format, program) = (read.format, &read.program);
            let instead = if format < FORMAT { "; build it anew in a new folder" } else { "" };
            let message = format!("has format {format}, this program reads {FORMAT}: written by {program}{instead}");
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
        let none = corrections.list().is_empty();
        self.set(CORRECTIONS, &if none { Vec::new() } else { record::nquads(corrections, &self.base) })
    }

    /// Replaces a file of the store; an empty one is removed.
    fn set(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.folder.join(name);
        if !bytes.is_empty() {
            return replace_file(&file, bytes);
        }
        match fs::remove_file(&file) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::file(file)(e)),
            _ => Ok(()),
        }
    }

    /// The triples of the user's own, which updates have written.
    ///
    /// # Errors
    /// [`Error::Store`] if the file is damaged.
    pub fn own(&self) -> Result<Vec<Quad>, Error> {
        let file = self.folder.join(OWN);
        if !file.is_file() {
            return Ok(Vec::new());
        }
        let text = fs::read(&file).map_err(Error::file(&file))?;
        let quads = RdfParser::from_format(RdfFormat::NQuads).with_default_graph(self.base.own()).for_slice(&text);
        quads.collect::<Result<_, _>>().map_err(|e| self.error(format!("{OWN}: {e}")))
    }

    /// Replaces them; without any there is no file.
    ///
    /// # Errors
    /// [`Error::File`] if they cannot be written; what was there then still is.
    pub fn set_own(&self, quads: &[Quad]) -> Result<(), Error> {
        self.set(OWN, &plain(quads))
    }

    /// What every document says of its actors, document by document in the order of their files; damaged ones are left
    /// out.
    ///
    /// # Errors
    /// [`Error::File`] if the folder cannot be listed.
    pub fn profiles(&self) -> Result<Vec<Profile>, Error> {
        Ok(self.heads()?.into_iter().flat_map(|(_, profiles)| profiles).collect())
    }

    /// What the head of every document's file tells, in the order of the files; damaged ones are left out.
    fn heads(&self) -> Result<Vec<(Entry, Vec<Profile>)>, Error> {
        let head = |file: &PathBuf| {
            let quads = self.head_quads(file).ok()?;
            Some((self.entry(file, &quads).ok()?, profiles(&quads)))
        };
        let heads: Vec<Option<_>> = self.files()?.par_iter().map(head).collect();
        Ok(heads.into_iter().flatten().collect())
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
        // Looked at again, both together: a build may have gone on meanwhile, and the mark must be that of the profiles.
        let (mut entries, mut profiles) = (Vec::new(), Vec::new());
        for (entry, of_entry) in self.heads()? {
            entries.push(entry);
            profiles.extend(of_entry.into_iter().filter(|p| p.is_shared(&corrections)));
        }
        let mark = self.actors_mark(&mut entries, &corrections);
        let known = known(&profiles)?;
        let identities = actors::identities(&profiles, &corrections, &self.base, &known);
        let mut quads = actors::quads(&identities, &corrections, &self.base);
        quads.insert(0, self.mark_quad(&mark));
        replace_file(&self.folder.join(ACTORS), &compressed(&quads))?;
        Ok(true)
    }

    /// Notes what is known of actors of whom no build has noted anything.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written.
    pub fn note(&self, known: Known) -> Result<(), Error> {
        let quads = self.noted().with(known).quads(&self.base);
        if quads.is_empty() { Ok(()) } else { replace_file(&self.folder.join(KNOWN), &compressed(&quads)) }
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
        let original = |e: &Entry| e.original.clone().unwrap_or_default();
        let texts: Vec<[String; 5]> =
            entries.iter().map(|e| [e.id.clone(), e.hash.clone(), e.reader.clone(), date(e), original(e)]).collect();
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

    /// The quads of a document's graph, as they were read.
    ///
    /// # Errors
    /// [`Error::File`] if there is no such document, [`Error::Store`] if its file is damaged.
    pub fn document(&self, id: &str) -> Result<Vec<Quad>, Error> {
        self.parse(&self.file(id))
    }

    /// Where a document came from, as its file tells.
    ///
    /// # Errors
    /// As [`document`](Self::document).
    pub fn source(&self, id: &str) -> Result<Source, Error> {
        let mut source = Source::named(id);
        let document = self.base.document(id);
        for quad in self.head_quads(&self.file(id))?.iter().filter(|q| q.subject == document.clone().into()) {
            let Term::Literal(value) = &quad.object else { continue };
            let field = match quad.predicate.as_ref() {
                term::SOURCE_FILE => &mut source.path,
                term::TITLE => &mut source.title,
                term::ISSUED => &mut source.date,
                term::CREATOR => &mut source.author,
                term::PUBLISHER => &mut source.publisher,
                _ => continue,
            };
            *field = Some(value.value().to_owned());
        }
        Ok(source)
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
        let mut entry = Entry::default();
        for quad in quads.iter().take(HEAD) {
            if let (term::DUPLICATE_OF, Term::NamedNode(original)) = (quad.predicate.as_ref(), &quad.object) {
                entry.original = Some(original.as_str().to_owned());
            }
            let Term::Literal(value) = &quad.object else { continue };
            let value = value.value().to_owned();
            match quad.predicate.as_ref() {
                term::IDENTIFIER => entry.id = value,
                term::CONTENT_HASH => entry.hash = value,
                term::READER => entry.reader = value,
                term::SOURCE_FILE => entry.path = Some(value),
                term::ISSUED => entry.date = Some(value),
                term::FINGERPRINT => entry.fingerprint = Fingerprint::read(&value),
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
    // The header has no time and no name, so that the bytes follow from the quads alone. All at once: the encoder
    // clears its buffer at every call.
    let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::new(4));
    gzip.write_all(&plain(quads)).expect(in_memory);
    gzip.finish().expect(in_memory)
}

/// N-Quads, in this order.
fn plain(quads: &[Quad]) -> Vec<u8> {
    let in_memory = "writing to memory does not fail";
    let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    for quad in quads {
        serializer.serialize_quad(quad).expect(in_memory);
    }
    serializer.finish().expect(in_memory)
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
mod tests;
