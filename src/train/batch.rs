//! Treebank sentences as numbers, and batches of sentences of equal length, so that nothing needs masks.

use std::collections::HashMap;

use crate::syntax::input::{keys, vector_key, word_key};
use crate::train::random::Random;

/// A sentence as the treebank has it: forms and gold annotation, heads from 1 with 0 for the root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// Forms as written.
    pub forms: Vec<String>,
    /// Universal tag, treebank tag, feature string, relation of every word: places in the [`Inventory`].
    pub labels: [Vec<u32>; 4],
    /// Heads.
    pub heads: Vec<u32>,
    /// For silver sentences: how sure the teachers were.
    pub soft: Option<Soft>,
}

/// The teachers' probabilities for one sentence, in 255ths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Soft {
    /// Of every head (column 0 is the root) for every word, row by row.
    pub arcs: Vec<u8>,
    /// Of every relation for every word at its head.
    pub relations: Vec<u8>,
}

/// The words and labels that a model knows.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Inventory {
    /// Word keys by row, from row 1; row 0 is the unknown word.
    pub words: Vec<String>,
    /// Names of tags, treebank tags, feature strings, relations.
    pub labels: [Vec<String>; 4],
}

/// Frozen word vectors.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    /// Row of every word.
    pub rows: HashMap<String, u32>,
    /// Numbers in a row.
    pub width: usize,
    /// Row-major values.
    pub values: Vec<f32>,
}

/// A word's inputs as row numbers.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// Row in the word table; 0 if unknown.
    pub word: u32,
    /// Rows in the hashed tables.
    pub hashed: [u32; 6],
    /// Row in the vectors, if any.
    pub vector: Option<u32>,
}

/// Sentences of equal length with their inputs; `sentence[b]` holds `length` words.
#[derive(Debug)]
pub struct Batch<'a> {
    /// Words in every sentence.
    pub length: usize,
    /// The gold annotation.
    pub sentences: Vec<&'a Sentence>,
    /// The inputs, sentence by sentence.
    pub inputs: Vec<Vec<Input>>,
}

/// Row numbers of words, looked up for a model.
#[derive(Debug)]
pub struct Encoder<'a> {
    words: HashMap<&'a str, u32>,
    vectors: &'a Vectors,
}

impl<'a> Encoder<'a> {
    /// An encoder for an inventory's words and these vectors.
    pub fn new(inventory: &'a Inventory, vectors: &'a Vectors) -> Self {
        let words = inventory.words.iter().enumerate().map(|(i, w)| (w.as_str(), i as u32 + 1)).collect();
        Self { words, vectors }
    }

    /// The inputs of some forms.
    pub fn encode(&self, forms: &[String]) -> Vec<Input> {
        let mut key = String::new();
        forms
            .iter()
            .map(|form| {
                vector_key(form, &mut key);
                let vector = self.vectors.rows.get(&key).copied();
                word_key(form, &mut key);
                let vector = vector.or_else(|| self.vectors.rows.get(&key).copied());
                Input {
                    word: self.words.get(key.as_str()).copied().unwrap_or(0),
                    hashed: keys(form, &key).hashed,
                    vector,
                }
            })
            .collect()
    }
}

/// Cuts sentences into batches of about `words` words of equal length, in random order.
///
/// `sentences` is a list of indices with which the caller may repeat or leave out sentences.
pub fn plan(lengths: &[usize], words: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let mut by_length: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (i, &length) in lengths.iter().enumerate() {
        by_length.entry(length).or_default().push(i);
    }
    let mut batches = Vec::new();
    for (length, mut members) in by_length {
        random.shuffle(&mut members);
        batches.extend(members.chunks((words / length).max(1)).map(<[usize]>::to_vec));
    }
    random.shuffle(&mut batches);
    batches
}
