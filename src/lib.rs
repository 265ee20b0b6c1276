//! actograph reads news and reports and builds a knowledge graph of actors and what they do to each other.

pub mod actor;
pub mod assertion;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod ontology;
pub mod syntax;
#[cfg(feature = "train")]
pub mod train;
