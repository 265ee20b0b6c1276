//! Tokens → tags, lemmas and trees ([`analyze`](model)); trees → predications with their scope.
//!
//! This layer knows words and trees, and nothing of actors, rules, or the graph.

mod casing;
mod clause;
pub mod conllu;
pub mod decode;
pub mod fact;
#[cfg(test)]
pub(crate) mod fixture;
pub mod inflection;
pub mod input;
pub mod kernel;
pub mod lemma;
mod lexicon;
pub mod math;
pub mod model;
pub mod network;
pub mod predication;
pub mod realization;
pub mod repair;
pub mod scope;
pub mod tree;

pub use fact::facts;
pub use lexicon::Lexicon;
pub use predication::predications;
