//! The files of a store → an index that outlives the program, brought in step with them.
//!
//! What the index was made of is kept beside it ([`Manifest`]). Only what has changed since is read again, and a graph
//! is changed only where it differs, so that doing it twice does no harm. Every document changes in one transaction.
//! What a correction concerns is found by the actors that it speaks of. Without a change it costs one look at every
//! folder, however many documents there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef};
use oxigraph::store::{StorageError, Store as Database, Transaction};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::actor::Gazetteer;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::actors::{self, Profile};
use crate::graph::curation::{Change, Correction, Corrections, record};
use crate::graph::store::load::ontology;
use crate::graph::store::quads::in_default_graph;
use crate::graph::store::state::{Mark, files, folders};
use crate::graph::store::{ACTORS, CORRECTIONS, DOCUMENTS, ENDING, Entry, Store};
use crate::graph::vocabulary::{self, ONTOLOGY_GRAPH};

/// So many documents change in one transaction; bounds its memory.
const BATCH: usize = 128;
/// Triples that the user put beside the corrections: they may be in any graph.
const CURATED: &str = "curation.trig";
/// The version of what an index holds; one of another version is made anew.
const VERSION: u32 = 1;

/// What an index was made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    /// The program that made it.
    program: String,
    /// Hash of the ontology's files.
    ontology: String,
    /// The corrections through which documents were seen, as N-Quads.
    corrections: String,
    /// The files at the top of the store.
    top: BTreeMap<String, Mark>,
    /// The folders of documents, with their times.
    folders: BTreeMap<String, Option<u64>>,
    /// The documents by folder and file. They are read only if something has changed.
    #[serde(skip)]
    pub(super) documents: Documents,
}

pub(super) type Documents = BTreeMap<String, BTreeMap<String, Held>>;

/// A document of an index.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Held {
    mark: Mark,
    entry: Entry,
}

impl Manifest {
    /// Whether this program can use what it tells of.
    pub(super) fn fits(&self) -> bool {
        self.version == VERSION && self.program == env!("CARGO_PKG_VERSION")
    }
}

/// What has changed at the files since an index was made.
#[derive(Debug)]
pub(super) struct Changes {
    /// What the manifest will be, but for the documents.
    now: Manifest,
    /// Documents that are new or others.
    fresh: Vec<(String, String, Mark)>,
    /// Documents that are no more.
    gone: Vec<(String, String)>,
}

impl Changes {
    /// How many documents have changed.
    pub(super) fn len(&self) -> usize {
        self.fresh.len() + self.gone.len()
    }
}

impl Store {
    /// Whether anything has changed at the files since.
    ///
    /// # Errors
    /// [`Error::File`] if they cannot be looked at.
    pub(super) fn is_in_step(&self, before: &Manifest, data: &Data) -> Result<bool, Error> {
        let now = self.look(data)?;
        // What is not settled may have changed again within one step of the clock.
        let settled = now.folders.values().all(Option::is_some);
        Ok(settled && now.folders == before.folders && now.top == before.top && now.ontology == before.ontology)
    }

    /// What has changed at the files since, document by document; the manifest has its documents.
    ///
    /// # Errors
    /// [`Error::File`] if they cannot be listed.
    pub(super) fn changes(&self, before: &Manifest, data: &Data) -> Result<Changes, Error> {
        let now = self.look(data)?;
        let (mut fresh, mut gone) = (Vec::new(), Vec::new());
        let none = BTreeMap::new();
        for (folder, settled) in &now.folders {
            if settled.is_some() && before.folders.get(folder) == Some(settled) {
                continue;
            }
            let mut files = files(&self.folder.join(DOCUMENTS).join(folder))?;
            files.retain(|name, _| name.ends_with(ENDING));
            let held = before.documents.get(folder).unwrap_or(&none);
            gone.extend(held.keys().filter(|name| !files.contains_key(*name)).map(|n| (folder.clone(), n.clone())));
            let is_fresh = |(name, mark): &(String, Mark)| held.get(name).is_none_or(|held| held.mark != *mark);
            fresh.extend(files.into_iter().filter(is_fresh).map(|(name, mark)| (folder.clone(), name, mark)));
        }
        for (folder, held) in before.documents.iter().filter(|(folder, _)| !now.folders.contains_key(*folder)) {
            gone.extend(held.keys().map(|name| (folder.clone(), name.clone())));
        }
        Ok(Changes { now, fresh, gone })
    }

    /// What an index will have been made of that is loaded now, documents and all. What changes while it is loaded is
    /// seen as changed later.
    ///
    /// # Errors
    /// [`Error::Store`] if a document is damaged, [`Error::File`] if the files cannot be listed.
    pub(super) fn manifest(&self, data: &Data) -> Result<Manifest, Error> {
        let Changes { mut now, fresh, .. } = self.changes(&Manifest::default(), data)?;
        let head = |(folder, name, mark): (String, String, Mark)| {
            let entry = self.head(&self.path(&folder, &name))?;
            Ok((folder, name, Held { mark, entry }))
        };
        for held in fresh.into_par_iter().map(head).collect::<Vec<Result<_, Error>>>() {
            let (folder, name, held) = held?;
            now.documents.entry(folder).or_default().insert(name, held);
        }
        Ok(now)
    }

    /// Brings an index in step with the files. `held` tells at any time which documents are in it, also if this fails.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    ///
    /// # Complexity
    /// Linear in what has changed, in the graph of actors, and in the number of documents (a table entry each).
    pub(super) fn bring(
        &self,
        index: &Database,
        held: &mut Manifest,
        changes: Changes,
        data: &Data,
    ) -> Result<(), Error> {
        let Changes { now, mut fresh, gone } = changes;
        let corrections = self.corrections()?;
        let before = record::read_nquads(held.corrections.as_bytes()).unwrap_or_default();
        let extra = self.extra(&corrections)?;
        if now.top.get(CURATED) != held.top.get(CURATED) {
            // They may be in any graph, and where they were before is not known.
            fresh = self.changes(&Manifest::default(), data)?.fresh;
        } else if before != corrections {
            self.concerned(index, held, &before, &corrections, &mut fresh)?;
        }

        for batch in fresh.chunks(BATCH) {
            let see = |(folder, name, _): &(String, String, Mark)| self.see(&self.path(folder, name), &corrections);
            let seen = batch.par_iter().map(see).collect::<Result<Vec<_>, Error>>()?;
            let mut change = index.start_transaction().map_err(|e| self.index_error(&e))?;
            let mut marks = self.marks(&change).map_err(|e| self.index_error(&e))?;
            for document in &seen {
                let name = self.base.document(&document.entry.id);
                let before = marks.remove(name.as_str()).unwrap_or_default();
                let graph = GraphName::from(name);
                let (of_it, marked): (Vec<&Quad>, Vec<&Quad>) =
                    document.quads.iter().partition(|q| q.graph_name == graph);
                let quads = of_it.into_iter().chain(extra.get(&graph).into_iter().flatten());
                replace(&mut change, &graph, quads.cloned().collect()).map_err(|e| self.index_error(&e))?;
                exchange(&mut change, &before, &marked.into_iter().cloned().collect());
            }
            change.commit().map_err(|e| self.index_error(&e))?;
            for ((folder, name, mark), document) in batch.iter().zip(seen) {
                let entry = Held { mark: *mark, entry: document.entry };
                held.documents.entry(folder.clone()).or_default().insert(name.clone(), entry);
            }
        }

        let mut change = index.start_transaction().map_err(|e| self.index_error(&e))?;
        let mut removed = Vec::new();
        for (folder, name) in gone {
            let Some(was) = held.documents.get(&folder).and_then(|files| files.get(&name)) else { continue };
            let graph = GraphName::from(self.base.document(&was.entry.id));
            let quads = extra.get(&graph).cloned().unwrap_or_default();
            replace(&mut change, &graph, quads).map_err(|e| self.index_error(&e))?;
            removed.push((folder, name));
        }
        let mut after = Manifest { documents: std::mem::take(&mut held.documents), ..now };
        let done = self.bring_rest(&mut change, held, &mut after, &removed, &corrections, &extra, data);
        let done = done.and_then(|()| change.commit().map_err(|e| self.index_error(&e)));
        if let Err(error) = done {
            held.documents = after.documents;
            return Err(error);
        }
        for (folder, name) in &removed {
            after.documents.get_mut(folder).map(|files| files.remove(name));
        }
        after.corrections = String::from_utf8_lossy(&record::nquads(&corrections, &self.base)).into_owned();
        *held = after;
        Ok(())
    }

    /// All graphs that are no document's.
    #[expect(clippy::too_many_arguments, reason = "one step of the only caller")]
    fn bring_rest(
        &self,
        change: &mut Transaction<'_>,
        held: &Manifest,
        after: &mut Manifest,
        removed: &[(String, String)],
        corrections: &Corrections,
        extra: &Extra,
        data: &Data,
    ) -> Result<(), Error> {
        let failed = |e: StorageError| self.index_error(&e);
        let with_extra = |graph: &GraphName, mut quads: Vec<Quad>| {
            quads.extend(extra.get(graph).into_iter().flatten().cloned());
            quads
        };
        let ontology_graph = GraphName::from(NamedNode::new_unchecked(ONTOLOGY_GRAPH));
        if held.ontology != after.ontology {
            replace(change, &ontology_graph, with_extra(&ontology_graph, ontology(data)?)).map_err(failed)?;
        }
        let gone: HashSet<&(String, String)> = removed.iter().collect();
        let there = after.documents.iter().flat_map(|(folder, files)| files.iter().map(move |f| (folder, f)));
        let there = there.filter(|(folder, (name, _))| !gone.contains(&((*folder).clone(), (*name).clone())));
        let mut entries: Vec<Entry> = there.map(|(_, (_, held))| held.entry.clone()).collect();
        let mark = self.actors_mark(&mut entries, corrections);
        let actors = GraphName::from(self.base.actors());
        let is_as_before = |name: &str| held.top.get(name) == after.top.get(name);
        let same = is_as_before(ACTORS) && is_as_before(CURATED);
        if !same || !change.contains(&self.mark_quad(&mark)).map_err(failed)? {
            let quads = match self.actors_file(&mark) {
                Some(quads) => quads,
                None => self.made_actors(&mark, corrections, data)?,
            };
            replace(change, &actors, with_extra(&actors, quads)).map_err(failed)?;
        }
        // The user's own graphs, and the corrections.
        let documents = self.base.document("");
        let known = |graph: &GraphName| match graph {
            GraphName::NamedNode(node) => {
                node.as_str().starts_with(documents.as_str()) || *graph == actors || *graph == ontology_graph
            }
            _ => true,
        };
        let there: Vec<NamedOrBlankNode> = change.named_graphs().collect::<Result<_, _>>().map_err(failed)?;
        let others: BTreeSet<String> = there.iter().map(ToString::to_string).collect();
        let new = extra.keys().filter(|g| !others.contains(&g.to_string())).cloned();
        let graphs: Vec<GraphName> = there.into_iter().map(GraphName::from).chain(new).filter(|g| !known(g)).collect();
        let names: HashSet<String> = entries.iter().map(|e| self.base.document(&e.id).into_string()).collect();
        let marks = self.marks(change).map_err(failed)?.into_iter().filter(|(document, _)| names.contains(document));
        let marks: Vec<Quad> = marks.flat_map(|(_, marks)| marks).collect();
        let corrections = GraphName::from(self.base.curation());
        for graph in graphs {
            let quads = if graph == corrections { marks.clone() } else { Vec::new() };
            replace(change, &graph, with_extra(&graph, quads)).map_err(failed)?;
        }
        Ok(())
    }

    /// What documents have in the graph of corrections, by document: which of their assertions are accepted.
    fn marks(&self, index: &Transaction<'_>) -> Result<HashMap<String, HashSet<Quad>>, StorageError> {
        let (accepted, graph) = (vocabulary::own("accepted"), self.base.curation());
        let mut marks: HashMap<String, HashSet<Quad>> = HashMap::new();
        for quad in index.quads_for_pattern(None, Some(accepted.as_ref()), None, Some(graph.as_ref().into())) {
            let quad = quad?;
            if let NamedOrBlankNode::NamedNode(assertion) = &quad.subject {
                let document = assertion.as_str().split_once('#').map_or(assertion.as_str(), |(document, _)| document);
                marks.entry(document.to_owned()).or_default().insert(quad);
            }
        }
        Ok(marks)
    }

    /// The graph of actors where its file does not fit the documents.
    fn made_actors(&self, mark: &str, corrections: &Corrections, data: &Data) -> Result<Vec<Quad>, Error> {
        let mut profiles: Vec<Profile> = self.profiles()?;
        profiles.retain(|p| p.is_shared(corrections));
        let names = self.known(&profiles, &Gazetteer::load(data)?);
        let identities = actors::identities(&profiles, corrections, &self.base, &names);
        let mut quads = actors::quads(&identities, corrections, &self.base);
        quads.insert(0, self.mark_quad(mark));
        Ok(quads)
    }

    /// Adds the documents that corrections concern which are no longer, or newly, there: those that are named, and those
    /// with an actor whom such a correction, or one that has an actor in common with it, speaks of.
    fn concerned(
        &self,
        index: &Database,
        held: &Manifest,
        before: &Corrections,
        now: &Corrections,
        fresh: &mut Vec<(String, String, Mark)>,
    ) -> Result<(), Error> {
        let (is, was) = (now.list(), before.list());
        let changed = is.iter().filter(|c| !was.contains(c)).chain(was.iter().filter(|c| !is.contains(c)));
        let (mut actors, mut documents) = (BTreeSet::new(), BTreeSet::new());
        let mut all: Vec<&Correction> = is.iter().chain(was).collect();
        for correction in changed {
            speaks_of(&correction.change, &mut actors, &mut documents);
        }
        loop {
            let n_before = all.len();
            all.retain(|correction| {
                let (mut named, mut in_these) = (BTreeSet::new(), BTreeSet::new());
                speaks_of(&correction.change, &mut named, &mut in_these);
                let apart = named.is_disjoint(&actors);
                if !apart {
                    actors.extend(named);
                    documents.extend(in_these);
                }
                apart
            });
            if all.len() == n_before {
                break;
            }
        }
        for actor in &actors {
            let node = NamedNodeRef::new_unchecked(actor);
            let as_subject = index.quads_for_pattern(Some(node.into()), None, None, None);
            let as_object = index.quads_for_pattern(None, None, Some(node.into()), None);
            for quad in as_subject.chain(as_object) {
                if let GraphName::NamedNode(graph) = quad.map_err(|e| self.index_error(&e))?.graph_name {
                    documents.insert(graph.into_string());
                }
            }
        }
        let listed: HashSet<(String, String)> = fresh.iter().map(|(f, n, _)| (f.clone(), n.clone())).collect();
        for (folder, files) in &held.documents {
            for (name, held) in files {
                let named = documents.contains(self.base.document(&held.entry.id).as_str());
                // One that is gone meanwhile is dropped by who looks for those.
                if named && !listed.contains(&(folder.clone(), name.clone())) && self.path(folder, name).exists() {
                    fresh.push((folder.clone(), name.clone(), held.mark));
                }
            }
        }
        Ok(())
    }

    /// What is in the store beside documents and actors, by graph.
    fn extra(&self, corrections: &Corrections) -> Result<Extra, Error> {
        let mut extra = Extra::new();
        for quad in record::quads(corrections, &self.base).into_iter().chain(self.curated()?).chain(self.own()?) {
            extra.entry(quad.graph_name.clone()).or_default().push(quad);
        }
        Ok(extra)
    }

    /// How the files look now; documents and corrections are left to who reads them.
    fn look(&self, data: &Data) -> Result<Manifest, Error> {
        let mut top = files(&self.folder)?;
        let folders = folders(self)?;
        top.retain(|name, _| name.contains(".nq") || name == CURATED);
        let corrections = std::fs::read(self.folder.join(CORRECTIONS)).unwrap_or_default();
        let corrections = String::from_utf8_lossy(&corrections).into_owned();
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let ontology = ontology_hash(data)?;
        Ok(Manifest { version: VERSION, program, ontology, corrections, top, folders, documents: Documents::new() })
    }

    fn path(&self, folder: &str, name: &str) -> PathBuf {
        self.folder.join(DOCUMENTS).join(folder).join(name)
    }

    pub(super) fn index_error(&self, error: &StorageError) -> Error {
        self.error(format!("the index: {error}"))
    }
}

type Extra = HashMap<GraphName, Vec<Quad>>;

/// The actors and documents that a correction speaks of.
fn speaks_of(change: &Change, actors: &mut BTreeSet<String>, documents: &mut BTreeSet<String>) {
    match change {
        Change::Merge { actor, others } => actors.extend(others.iter().chain([actor]).cloned()),
        Change::Split { actor, documents: from, into, .. } => {
            actors.extend([actor.clone(), into.clone()]);
            documents.extend(from.iter().cloned());
        }
        Change::Rename { actor, .. } | Change::Retype { actor, .. } => {
            actors.insert(actor.clone());
        }
        Change::Judge { said, .. } => {
            documents.insert(said.document().to_owned());
        }
    }
}

/// Makes a graph what it should be, and the default graph with it, which has every triple of all graphs once.
fn replace(change: &mut Transaction<'_>, graph: &GraphName, quads: Vec<Quad>) -> Result<(), StorageError> {
    let found = change.quads_for_pattern(None, None, None, Some(graph.as_ref()));
    let now: HashSet<Quad> = found.collect::<Result<_, _>>()?;
    let wanted: HashSet<Quad> = quads.into_iter().collect();
    exchange(change, &now, &wanted);
    if wanted.is_empty()
        && let GraphName::NamedNode(node) = graph
    {
        change.remove_named_graph(node)?;
    }
    Ok(())
}

/// Takes some quads out and puts others in.
fn exchange(change: &mut Transaction<'_>, now: &HashSet<Quad>, wanted: &HashSet<Quad>) {
    // First what goes: the database takes some numbers for the same that are written in two ways.
    for quad in now.difference(wanted) {
        change.remove(quad);
        let QuadRef { subject, predicate, object, .. } = quad.as_ref();
        let mut others = change.quads_for_pattern(Some(subject), Some(predicate), Some(object), None);
        let alone = others.all(|q| q.is_ok_and(|q| q.graph_name == GraphName::DefaultGraph));
        drop(others);
        if alone {
            change.remove(in_default_graph(quad));
        }
    }
    for quad in wanted.difference(now) {
        change.insert(quad);
        change.insert(in_default_graph(quad));
    }
}

fn ontology_hash(data: &Data) -> Result<String, Error> {
    let files = data.list("", "ttl").into_iter().map(|path| data.bytes(&path)).collect::<Result<Vec<_>, _>>()?;
    Ok(vocabulary::hash(files.iter().map(AsRef::as_ref)))
}

#[cfg(test)]
mod tests;
