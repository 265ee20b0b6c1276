//! The files of a store → an index that queries run on.
//!
//! Documents are read as they were written and seen through the corrections: an IRI that a correction moves is replaced
//! wherever a document's graph has it, and what a document alone said of a corrected actor gives way to the graph of
//! actors. No file is changed by that.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;

use crate::actor::Gazetteer;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::actors::{self, Profile, is_local_description, profiles};
use crate::graph::curation::{Corrections, judge, record};
use crate::graph::rdf::Syntax;
use crate::graph::store::memory::Builder;
use crate::graph::store::terms::Part;
use crate::graph::store::{Entry, Quads, Store};
use crate::graph::trace;
use crate::graph::vocabulary::{Base, ONTOLOGY_GRAPH};

/// Documents that are decompressed and parsed at once; bounds the memory of loading besides the index itself.
const BATCH: usize = 256;

/// A store's graphs, ready for queries.
pub struct Index {
    /// One named graph a document, one of actors, one of corrections, one of the ontology, those of the user's own,
    /// and in the default graph all their triples, each once.
    pub quads: Quads,
    /// The namespace of the data.
    pub base: Base,
    /// What goes with an index on disk.
    #[cfg(feature = "disk")]
    pub(super) disk: Option<std::sync::Arc<super::disk::Disk>>,
}

impl Index {
    /// Whether it is on disk, where it outlives the program.
    pub fn lasts(&self) -> bool {
        #[cfg(feature = "disk")]
        return self.disk.is_some();
        #[cfg(not(feature = "disk"))]
        false
    }

    /// Quads that have no files.
    pub(in crate::graph) fn of(quads: Quads, base: Base) -> Self {
        Self {
            quads,
            base,
            #[cfg(feature = "disk")]
            disk: None,
        }
    }

    /// The same with these as the user's own triples. One in memory shares what is large with this one; one on disk is none,
    /// for it follows the files.
    pub fn with_own(&self, own: &[Quad]) -> Option<Self> {
        match &self.quads {
            Quads::Memory(memory) => Some(Self::of(Quads::Memory(Box::new(memory.with_own(own))), self.base.clone())),
            Quads::Oxigraph(_) => None,
        }
    }

    /// Files of RDF as if they were a store with the default base, with the ontology beside them.
    ///
    /// # Errors
    /// [`Error::Content`] with what is wrong with a file or with the ontology.
    pub fn read(files: Vec<(Syntax, Box<dyn Read>)>, data: &Data) -> Result<Self, Error> {
        let base = Base::default();
        let mut builder = Builder::new();
        for (syntax, text) in files {
            let parsed: Result<Vec<Quad>, _> = RdfParser::from_format(syntax.format()).for_reader(text).collect();
            let wrong =
                |e: oxigraph::io::RdfParseError| Error::Content { place: "RDF".to_owned(), message: e.to_string() };
            builder.add(&Part::of(&parsed.map_err(wrong)?, &base.own()));
        }
        builder.add(&Part::of(&ontology(data)?, &base.own()));
        Ok(Self::of(Quads::Memory(Box::new(builder.build())), base))
    }
}

impl Store {
    /// An index of the store: with the cargo feature `disk` the one on disk, else one in memory.
    ///
    /// # Errors
    /// As [`load_in_memory`](Self::load_in_memory), and [`Error::Busy`] if another process has the index on disk.
    pub fn load(&self, data: &Data) -> Result<Index, Error> {
        #[cfg(feature = "disk")]
        return self.open_index(data);
        #[cfg(not(feature = "disk"))]
        self.load_in_memory(data)
    }

    /// An index of the files as they are now, where there is one already. One in memory is made anew beside it; one on
    /// disk is brought in step in place.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn renew(&self, before: &Index, data: &Data) -> Result<Index, Error> {
        #[cfg(feature = "disk")]
        if let (Quads::Oxigraph(database), Some(disk)) = (&before.quads, &before.disk) {
            return self.renew_index(database, disk, data);
        }
        let _ = before;
        self.load_in_memory(data)
    }

    /// Loads every document, the actors, the corrections and the ontology into memory. The graph of actors is read from
    /// its file if that fits the documents and the corrections, else made anew with the gazetteer of `data`.
    ///
    /// # Errors
    /// [`Error::Store`] naming the first file that is damaged, [`Error::Content`] if the ontology is.
    ///
    /// # Complexity
    /// Linear: some 4 seconds and 330 MB a million quads.
    pub fn load_in_memory(&self, data: &Data) -> Result<Index, Error> {
        let mut builder = Builder::new();
        let own = self.base.own();
        let number = |quads: Vec<Quad>| Part::of(&quads, &own);
        self.each_as(data, Seen::Corrected, &number, &mut |part| {
            builder.add(&part);
            Ok(())
        })?;
        builder.add(&number(ontology(data)?));
        builder.add_own(self.own()?);
        Ok(Index::of(Quads::Memory(Box::new(builder.build())), self.base.clone()))
    }

    /// Hands on all quads of the store but those of the ontology, a document at a time: the documents in the order of
    /// their files, then the actors, the corrections, and the user's own.
    ///
    /// # Errors
    /// As [`load`](Self::load), and what `take` says.
    ///
    /// # Complexity
    /// Linear, in the memory of a few hundred documents and the names of all actors.
    pub fn each(
        &self,
        data: &Data,
        seen: Seen,
        take: &mut dyn FnMut(Vec<Quad>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.each_as(data, seen, &|quads| quads, take)?;
        take(self.own()?)
    }

    /// The same without the user's own, with something made of the quads of each document by several threads.
    fn each_as<T: Send>(
        &self,
        data: &Data,
        seen: Seen,
        make: &(impl Fn(Vec<Quad>) -> T + Sync),
        take: &mut dyn FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let corrections = self.corrections()?;
        let none = Corrections::default();
        let through = if seen == Seen::Corrected { &corrections } else { &none };
        let (mut entries, mut known): (Vec<Entry>, Vec<Profile>) = (Vec::new(), Vec::new());
        for batch in self.files()?.chunks(BATCH) {
            let see = |file: &PathBuf| {
                let one = self.see(file, through)?;
                Ok((one.entry, one.profiles, make(one.quads)))
            };
            for one in batch.par_iter().map(see).collect::<Vec<Result<_, Error>>>() {
                let (entry, profiles, made) = one?;
                entries.push(entry);
                known.extend(profiles.into_iter().filter(|p| p.is_shared(&corrections)));
                take(made)?;
            }
        }
        let mark = self.actors_mark(&mut entries, &corrections);
        let actors = if let Some(quads) = self.actors_file(&mark) {
            quads
        } else {
            let gazetteer = Gazetteer::load(data)?;
            let names = self.known(&known, &gazetteer);
            let identities = actors::identities(&known, &corrections, &self.base, &names);
            let mut quads = actors::quads(&identities, &corrections, &self.base);
            quads.insert(0, self.mark_quad(&mark));
            quads
        };
        take(make(actors))?;
        take(make(record::quads(&corrections, &self.base).into_iter().chain(self.curated()?).collect()))
    }

    /// One document, seen through the corrections.
    pub(super) fn see(&self, file: &Path, corrections: &Corrections) -> Result<One, Error> {
        let mut quads = self.parse(file)?;
        let entry = self.entry(file, &quads)?;
        let profiles = profiles(&quads);
        if corrections.judges(self.base.document(&entry.id).as_str()) {
            judge::apply(&mut quads, corrections, &self.base);
        }
        if !corrections.list().is_empty() {
            correct(&mut quads, &profiles, corrections);
        }
        Ok(One { entry, profiles, quads })
    }

    /// Triples that the user put beside the corrections.
    pub(super) fn curated(&self) -> Result<Vec<Quad>, Error> {
        let file = self.folder.join("curation.trig");
        if !file.is_file() {
            return Ok(Vec::new());
        }
        let text = fs::read(&file).map_err(Error::file(&file))?;
        let parser = RdfParser::from_format(RdfFormat::TriG).with_default_graph(self.base.curation());
        let quads = parser.for_slice(&text).collect::<Result<_, _>>();
        quads.map_err(|e| self.error(format!("curation.trig: {e}")))
    }
}

/// How documents are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// As queries see them, through the corrections.
    Corrected,
    /// As they were read.
    AsRead,
}

pub(super) struct One {
    pub(super) entry: Entry,
    profiles: Vec<Profile>,
    pub(super) quads: Vec<Quad>,
}

/// Replaces what corrections move, and drops what the graph of actors says instead.
fn correct(quads: &mut Vec<Quad>, profiles: &[Profile], corrections: &Corrections) {
    let moved = profiles.iter().filter(|p| corrections.moves(&p.iri));
    let moved: std::collections::HashMap<&str, NamedNode> = moved
        .map(|p| {
            let names = p.names.iter().map(String::as_str);
            let (now, _) = corrections.resolve(&p.document, &p.iri, names);
            (p.iri.as_str(), NamedNode::new_unchecked(now.into_owned()))
        })
        .collect();
    let local: std::collections::HashSet<&str> =
        profiles.iter().filter(|p| p.is_local() && corrections.touches(&p.iri)).map(|p| p.iri.as_str()).collect();
    // Their labels go, so that their mentions alone tell that this document speaks of them.
    let mentions = trace::told(quads, |iri| local.contains(iri));
    quads.extend(mentions);
    let said_elsewhere = |quad: &Quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => {
            local.contains(node.as_str()) && is_local_description(quad.predicate.as_ref())
        }
        NamedOrBlankNode::BlankNode(_) => false,
    };
    quads.retain(|quad| !said_elsewhere(quad));
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(node) = &quad.subject
            && let Some(now) = moved.get(node.as_str())
        {
            quad.subject = now.clone().into();
        }
        if let Term::NamedNode(node) = &quad.object
            && let Some(now) = moved.get(node.as_str())
        {
            quad.object = now.clone().into();
        }
    }
}

/// The ontology's Turtle files as one named graph.
pub(in crate::graph) fn ontology(data: &Data) -> Result<Vec<Quad>, Error> {
    let graph = GraphName::from(NamedNode::new_unchecked(ONTOLOGY_GRAPH));
    let mut quads = Vec::new();
    // Shapes are about the graph and no part of it.
    for path in data.list("", "ttl").into_iter().filter(|path| path != "shapes.ttl") {
        let text = data.bytes(&path)?;
        let parser = RdfParser::from_format(RdfFormat::Turtle).with_default_graph(graph.clone());
        for quad in parser.rename_blank_nodes().for_slice(&text) {
            quads.push(quad.map_err(|e| Error::Content { place: path.clone(), message: e.to_string() })?);
        }
    }
    Ok(quads)
}
