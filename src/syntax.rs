//! Tokens → tags, lemmas and trees ([`analyze`](model)); trees → predications with their scope.
//!
//! This layer knows words and trees, and nothing of actors, rules, or the graph.

mod clause;
pub mod conllu;
#[cfg(test)]
pub(crate) mod fixture;
pub mod lemma;
mod lexicon;
pub mod predication;
pub mod realization;
pub mod scope;
pub mod tree;

pub use lexicon::Lexicon;
pub use predication::predications;
