//! Readings ⇄ the knowledge graph: RDF quads, the store folder, SPARQL, and views that can be drawn.
//!
//! One named graph a document holds everything that was read from it; documents merge by putting their files together
//! ([`store`]). [`actors`] makes one identity of what the documents say of an actor, by the corrections of
//! [`curation`]. [`write`](mod@write) says what one assertion looks like in RDF, [`view`] aggregates assertions into
//! edges between actors. This layer adds no knowledge of its own: what it writes is
//! what the reading holds, and the same reading gives the same bytes (no clock, no blank nodes).
//!
//! Sources: RDF 1.1 (<https://www.w3.org/TR/rdf11-concepts/>), PROV-O (<https://www.w3.org/TR/prov-o/>), NIF 2.1
//! (<https://persistence.uni-leipzig.org/nlp2rdf/>). The design is described in `docs/store.md`.

pub mod actors;
pub mod curation;
pub mod duplicates;
pub mod export;
pub mod full;
pub mod import;
pub mod known;
pub mod lookup;
pub mod named;
pub mod query;
pub mod rdf;
pub mod store;
pub mod trace;
pub mod update;
pub mod validate;
pub mod view;
pub mod vocabulary;
pub mod write;

#[cfg(test)]
#[path = "../tests/support/sample.rs"]
pub(crate) mod sample;
