//! actograph reads news and reports and builds a knowledge graph of actors and what they do to each other.

pub mod actor;
pub mod assertion;
pub mod cli;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod graph;
pub mod ontology;
pub mod pipeline;
pub mod rule;
pub mod syntax;
pub mod text;
#[cfg(feature = "train")]
pub mod train;

// Lets the sample readings, which the integration tests share, name the crate from inside.
#[cfg(test)]
extern crate self as actograph;
