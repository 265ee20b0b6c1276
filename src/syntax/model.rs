//! The model file: what it holds, and how it is read.
//!
//! Weights are 8-bit integers with one factor a row; matrices are unpacked for the kernels when the model is loaded,
//! tables stay where they are in the embedded file. Two models share one table of word vectors. The trainer
//! (`actograph train`, cargo feature `train`) writes these files; `ontology/model/MODEL.md` is the model card.

use std::borrow::Cow;
use std::cmp::Ordering as CmpOrdering;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::{Features, Relation, Upos, Xpos};
use crate::syntax::input::HASHED_ROWS;
use crate::syntax::kernel::{Kernel, Packed};

/// First bytes of a model file and of a vector file.
pub const MAGIC: [&[u8; 16]; 2] = [b"actograph model1", b"actograph vector"];
/// Arcs further apart than this share the distance bias.
pub const MAX_DISTANCE: usize = 20;
/// Factors by which the integers of each place in the network stand for real numbers.
pub(crate) const SCALE: Scales = Scales { input: 1024.0, hidden: 16_384.0, scorer: 512.0 };

pub(crate) struct Scales {
    /// The normalised input: up to ±32.
    pub(crate) input: f32,
    /// Outputs of an LSTM: within ±1.
    pub(crate) hidden: f32,
    /// Units of the scorers: up to ±64.
    pub(crate) scorer: f32,
}

/// Which of the shipped models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// One layer of 96: the default.
    #[default]
    Fast,
    /// Two layers of 128: about a third of the speed, one to two points better.
    Accurate,
}

impl Size {
    /// Its name on the command line and in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Accurate => "accurate",
        }
    }
}

/// Sizes of a network, as its file states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shape {
    /// Rows of the word table, the unknown row (row 0) included.
    pub words: usize,
    /// Length of a word vector.
    pub vector: usize,
    /// Width of the input and of each direction of the LSTM.
    pub width: usize,
    /// Number of LSTM layers.
    pub layers: usize,
    /// Width of the arc scorer.
    pub arc: usize,
    /// Width of the label scorer.
    pub label: usize,
    /// Number of universal tags.
    pub upos: usize,
    /// Number of treebank tags.
    pub xpos: usize,
    /// Number of feature strings.
    pub features: usize,
    /// Number of relations.
    pub relations: usize,
}

/// The header of a model file.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Header {
    /// Sizes.
    pub shape: Shape,
    /// Names of tags, treebank tags, feature strings, relations, in the order of the outputs.
    pub labels: [Vec<String>; 4],
}

/// A loaded model.
#[derive(Debug)]
pub struct Model {
    /// Tells loaded models apart, so that a workspace never keeps another model's rows.
    pub(crate) number: usize,
    pub(crate) shape: Shape,
    pub(crate) kernel: Kernel,
    pub(crate) upos: Vec<Upos>,
    pub(crate) xpos: Vec<Xpos>,
    pub(crate) features: Vec<Features>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) words: Words,
    pub(crate) vectors: Words,
    pub(crate) word: Table,
    pub(crate) hashed: [Table; 6],
    pub(crate) root: Table,
    pub(crate) vector: Table,
    pub(crate) project: Linear,
    pub(crate) norm: [Vec<f32>; 2],
    pub(crate) lstm: Vec<[[Linear; 2]; 2]>,
    /// Everything that is linear in the encoder's output, in one matrix: tags, features, arc and label layers.
    pub(crate) heads: Linear,
    pub(crate) form: Linear,
    pub(crate) head_bias: Vec<f32>,
    pub(crate) distance: Vec<f32>,
    pub(crate) label_out: Linear,
}

/// A matrix with a factor and a bias for every output.
#[derive(Debug)]
pub(crate) struct Linear {
    pub(crate) weights: Packed,
    pub(crate) scale: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// A look-up table of 8-bit rows with a factor each.
#[derive(Debug)]
pub(crate) struct Table {
    bytes: Cow<'static, [u8]>,
    scale: Vec<f32>,
    cols: usize,
}

impl Table {
    /// The row's integers and their factor.
    pub(crate) fn row(&self, row: usize) -> (&[u8], f32) {
        (&self.bytes[row * self.cols..(row + 1) * self.cols], self.scale[row])
    }

    /// Adds a row to a sum.
    pub(crate) fn add(&self, row: usize, sum: &mut [f32]) {
        let (cells, scale) = self.row(row);
        for (sum, &cell) in sum.iter_mut().zip(cells) {
            *sum += f32::from(cell.cast_signed()) * scale;
        }
    }
}

/// Sorted words; a word's place is its row.
#[derive(Debug)]
pub(crate) struct Words {
    bytes: Cow<'static, [u8]>,
    /// Start of every word in `bytes`, and the end of the last.
    starts: Vec<u32>,
}

impl Words {
    /// The row of a word.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let word_at = |i: usize| &self.bytes[self.starts[i] as usize..self.starts[i + 1] as usize];
        let (mut low, mut high) = (0, self.starts.len() - 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            match word_at(middle).cmp(word.as_bytes()) {
                CmpOrdering::Equal => return Some(middle),
                CmpOrdering::Less => low = middle + 1,
                CmpOrdering::Greater => high = middle,
            }
        }
        None
    }
}

impl Model {
    /// Loads a shipped model, or the one that the user's data folder has in its place.
    ///
    /// # Errors
    /// [`Error::Model`] if a file is missing, cut short, or of another version.
    ///
    /// ```
    /// use actograph::{data::Data, syntax::model::{Model, Size}};
    /// let model = Model::load(&Data::embedded(), Size::Fast).unwrap();
    /// assert_eq!(model.width(), 96);
    /// ```
    pub fn load(data: &Data, size: Size) -> Result<Self, Error> {
        let path = format!("model/english-{}.bin", size.name());
        Self::from_bytes(size.name(), data.bytes(&path)?, data.bytes("model/english-vectors.bin")?)
    }

    /// Reads a model from its bytes and those of its word vectors.
    ///
    /// # Errors
    /// [`Error::Model`].
    pub fn from_bytes(name: &str, model: Cow<'static, [u8]>, vectors: Cow<'static, [u8]>) -> Result<Self, Error> {
        let wrong = |message: String| Error::Model { name: name.to_owned(), message };
        Self::read(model, vectors).map_err(wrong)
    }

    fn read(model: Cow<'static, [u8]>, vectors: Cow<'static, [u8]>) -> Result<Self, String> {
        let mut vectors = Reader { bytes: vectors, at: 0 };
        vectors.magic(MAGIC[1])?;
        let vector_words = vectors.words()?;
        let width = vectors.number()?;
        let vector = vectors.table(vector_words.starts.len() - 1, width)?;
        let mut r = Reader { bytes: model, at: 0 };
        r.magic(MAGIC[0])?;
        let length = r.number()?;
        let header: Header = serde_json::from_slice(&r.take(length)?).map_err(|e| format!("header: {e}"))?;
        let (s, labels) = (header.shape, header.labels);
        let named = [s.upos, s.xpos, s.features, s.relations];
        if s.vector != width || labels.iter().map(Vec::len).ne(named) || s.width == 0 || s.width > 256 || s.layers == 0
        {
            return Err("sizes do not fit the word vectors, the labels, or this program".to_owned());
        }
        let words = r.words()?;
        if words.starts.len() != s.words {
            return Err("number of words does not fit its table".to_owned());
        }
        let word = r.table(s.words, s.width)?;
        let mut hashed = Vec::with_capacity(6);
        for rows in HASHED_ROWS {
            hashed.push(r.table(rows, s.width)?);
        }
        let hashed = hashed.try_into().map_err(|_| "hashed tables".to_owned())?;
        let root = r.table(1, s.width)?;
        let project = r.linear(s.width, s.vector, 1.0)?;
        let norm = [r.floats(s.width)?, r.floats(s.width)?];
        let mut lstm = Vec::new();
        for layer in 0..s.layers {
            let (inputs, scale) = if layer == 0 { (s.width, SCALE.input) } else { (2 * s.width, SCALE.hidden) };
            let mut direction = || -> Result<[Linear; 2], String> {
                Ok([r.linear(4 * s.width, inputs, scale)?, r.linear(4 * s.width, s.width, SCALE.hidden)?])
            };
            lstm.push([direction()?, direction()?]);
        }
        let outputs = s.upos + s.xpos + s.features + 2 * s.arc + 2 * s.label;
        let heads = r.linear(outputs, 2 * s.width, SCALE.hidden)?;
        let form = r.linear(s.arc, s.arc, SCALE.scorer)?;
        let (head_bias, distance) = (r.floats(s.arc)?, r.floats(2 * MAX_DISTANCE + 1)?);
        let label_out = r.linear(s.relations, s.label, SCALE.scorer)?;
        if r.at != r.bytes.len() {
            return Err(format!("{} bytes too many", r.bytes.len() - r.at));
        }
        let parse_all = |place: usize| labels[place].iter();
        static LOADED: AtomicUsize = AtomicUsize::new(1);
        Ok(Self {
            number: LOADED.fetch_add(1, Ordering::Relaxed),
            shape: s,
            kernel: Kernel::detect(),
            upos: parse_all(0).map(|l| l.parse()).collect::<Result<_, _>>()?,
            xpos: parse_all(1).map(|l| l.parse()).collect::<Result<_, _>>()?,
            features: parse_all(2).map(|l| l.parse()).collect::<Result<_, _>>()?,
            relations: parse_all(3).map(|l| l.parse()).collect::<Result<_, _>>()?,
            words,
            vectors: vector_words,
            word,
            hashed,
            root,
            vector,
            project,
            norm,
            lstm,
            heads,
            form,
            head_bias,
            distance,
            label_out,
        })
    }

    /// Width of the input and of each direction.
    pub fn width(&self) -> usize {
        self.shape.width
    }

    /// The same model on another kernel: for tests and benchmarks, since every kernel gives the same trees.
    #[must_use]
    pub fn with_kernel(mut self, kernel: Kernel) -> Self {
        self.kernel = kernel;
        self
    }
}

struct Reader {
    bytes: Cow<'static, [u8]>,
    at: usize,
}

impl Reader {
    fn take(&mut self, n: usize) -> Result<Cow<'static, [u8]>, String> {
        let end = self.at.checked_add(n).filter(|end| *end <= self.bytes.len()).ok_or("the file is cut short")?;
        let range = std::mem::replace(&mut self.at, end)..end;
        Ok(match &self.bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[range]),
            Cow::Owned(bytes) => Cow::Owned(bytes[range].to_vec()),
        })
    }

    fn magic(&mut self, magic: &[u8]) -> Result<(), String> {
        if *self.take(magic.len())? == *magic { Ok(()) } else { Err("not a model file of this version".to_owned()) }
    }

    fn number(&mut self) -> Result<usize, String> {
        Ok(u32::from_le_bytes(self.take(4)?[..].try_into().expect("four bytes")) as usize)
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, String> {
        let bytes = self.take(4 * n)?;
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().expect("four bytes"))).collect())
    }

    fn words(&mut self) -> Result<Words, String> {
        let (n, length) = (self.number()?, self.number()?);
        let bytes = self.take(4 * (n + 1))?;
        let starts: Vec<u32> =
            bytes.chunks_exact(4).map(|b| u32::from_le_bytes(b.try_into().expect("four bytes"))).collect();
        let bytes = self.take(length)?;
        let sorted = starts.windows(2).all(|w| w[0] <= w[1]);
        if !sorted || starts.last().is_none_or(|end| *end as usize != length) {
            return Err("word list is damaged".to_owned());
        }
        Ok(Words { bytes, starts })
    }

    fn table(&mut self, rows: usize, cols: usize) -> Result<Table, String> {
        Ok(Table { scale: self.floats(rows)?, bytes: self.take(rows * cols)?, cols })
    }

    fn linear(&mut self, outputs: usize, inputs: usize, input_scale: f32) -> Result<Linear, String> {
        if inputs > 512 {
            return Err("a matrix is too wide for the kernels".to_owned());
        }
        let mut scale: Vec<f32> = self.floats(outputs)?.iter().map(|s| s / input_scale).collect();
        let mut bias = self.floats(outputs)?;
        let bytes = self.take(outputs * inputs)?;
        let weights: Vec<i8> = bytes.iter().map(|b| b.cast_signed()).collect();
        let weights = Packed::new(&weights, outputs, inputs);
        scale.resize(weights.outputs(), 0.0);
        bias.resize(weights.outputs(), 0.0);
        Ok(Linear { weights, scale, bias })
    }
}
