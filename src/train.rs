//! Learning the language model from treebanks: for `actograph train`, which users do not need.

pub mod lemma;
