//! Tokens → tags, lemmas and trees ([`analyze`](model)); trees → predications with their scope.
//!
//! This layer knows words and trees, and nothing of actors, rules, or the graph.

pub mod apposed;
mod auxiliary;
mod clause;
pub mod conllu;
mod continued;
mod coordination;
pub mod dative;
pub mod decode;
mod doubled;
pub mod fact;
#[cfg(test)]
pub(crate) mod fixture;
pub mod inflection;
pub mod input;
pub mod kernel;
pub mod lemma;
pub mod letter;
mod lexicon;
pub mod math;
pub mod model;
mod naming;
pub mod network;
mod parallel;
pub mod portfolio;
pub mod predication;
mod punctuation;
pub mod realization;
pub mod scope;
pub mod title;
pub mod tree;

pub use fact::facts;
pub use lexicon::Lexicon;
pub use predication::predications;
