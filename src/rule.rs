//! Predications and mentions → matches, by the rules of `ontology/rules/*.toml`.
//!
//! A rule is a *frame* (templates that name the roles of a verb, noun, title or adjective) or a *pattern* (a path through
//! the tree, or words in order). [`file`](mod@file) reads the files, [`template`], [`path`] and [`example`] the small languages inside
//! their strings, [`compile`] makes an index of entries out of them, and [`apply`] looks every predication up in it.
//! [`explain`] prints what `apply` did, [`check`] runs the examples; [`forms`] and [`reference`](mod@reference) show what
//! a rule covers, [`skeleton`] and [`suggest`] what a new one could be. The rules know nothing of voice or word order:
//! that is `syntax::predication`'s business.

pub mod apply;
mod bind;
pub mod check;
pub mod compile;
pub mod diagnostics;
mod draft;
pub mod example;
pub mod explain;
pub mod file;
#[cfg(test)]
pub(crate) mod fixture;
pub mod forms;
mod gate;
pub mod grammar;
pub(crate) mod heads;
pub mod path;
pub mod reference;
pub mod skeleton;
pub mod suggest;
pub mod template;
