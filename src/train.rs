//! The trainer of the language model: treebanks, word vectors and a seed → the files of `ontology/model/`.
//!
//! Only with the cargo feature `train`; users of the program never need it. One joint network is trained (word rows →
//! bidirectional LSTM → tags, features, biaffine arcs, labels; Dozat and Manning 2017), in `f32` on one core, with
//! hand-written gradients that a test checks numerically. The recipe and its figures are in `ontology/model/MODEL.md`.

pub mod augment;
pub mod batch;
pub mod export;
pub mod lemma;
pub mod network;
pub mod optimizer;
pub mod parameters;
pub mod random;
pub mod run;
