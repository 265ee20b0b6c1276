//! The network's parameters, their gradients, and how they are laid out.

use crate::syntax::input::HASHED_ROWS;
use crate::syntax::model::{MAX_DISTANCE, Shape};
use crate::train::random::Random;

/// A matrix of parameters with its gradient.
#[derive(Debug, Clone)]
pub struct Tensor {
    /// Its name in the model file.
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Row-major values.
    pub value: Vec<f32>,
    /// Row-major gradient.
    pub gradient: Vec<f32>,
    /// For look-up tables: the rows that have a gradient in this step, unordered, without repetition.
    pub touched: Option<Touched>,
}

/// Which rows of a table have a gradient.
#[derive(Debug, Clone, Default)]
pub struct Touched {
    rows: Vec<u32>,
    marked: Vec<bool>,
}

impl Touched {
    /// The rows with a gradient.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Marks a row.
    pub fn mark(&mut self, row: usize) {
        if !std::mem::replace(&mut self.marked[row], true) {
            self.rows.push(row as u32);
        }
    }

    fn clear(&mut self) {
        for row in self.rows.drain(..) {
            self.marked[row as usize] = false;
        }
    }
}

/// Places of the tensors in [`Parameters::tensors`].
#[derive(Debug, Clone)]
pub struct Places {
    /// Word table.
    pub word: usize,
    /// Hashed tables, in the order of [`HASHED_ROWS`].
    pub hashed: [usize; 6],
    /// The row of the root position.
    pub root: usize,
    /// Projection of word vectors.
    pub vector: usize,
    /// Gain and bias of the layer normalisation.
    pub norm: [usize; 2],
    /// For every layer and direction: input weights, recurrent weights, bias.
    pub lstm: Vec<[[usize; 3]; 2]>,
    /// Weights and bias of the tag and feature heads: UPOS, XPOS, features.
    pub tags: [[usize; 2]; 3],
    /// Weights and bias of the arc layers: dependent, head.
    pub arc: [[usize; 2]; 2],
    /// The bilinear form, the head bias, the distance bias.
    pub bilinear: [usize; 3],
    /// Weights of the label layers: dependent (with bias), head.
    pub label: [[usize; 2]; 2],
    /// Output of the label scorer: weights and bias.
    pub label_out: [usize; 2],
}

/// All parameters.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// Sizes.
    pub shape: Shape,
    /// The matrices.
    pub tensors: Vec<Tensor>,
    /// Which is which.
    pub at: Places,
}

impl Parameters {
    /// Fresh parameters: tables small and normal, matrices after Glorot and Bengio (2010), forget gates open.
    pub fn new(shape: Shape, random: &mut Random) -> Self {
        let mut tensors: Vec<Tensor> = Vec::new();
        let mut add = |name: String, rows: usize, cols: usize, init: Init| {
            let deviation = match init {
                Init::Zero | Init::One => 0.0,
                Init::Table => 0.1,
                Init::Dense => (2.0 / (rows + cols) as f32).sqrt(),
            };
            let base = if init == Init::One { 1.0 } else { 0.0 };
            let value =
                (0..rows * cols).map(|_| base + if deviation > 0.0 { deviation * random.normal() } else { 0.0 });
            let touched = (init == Init::Table).then(|| Touched { rows: Vec::new(), marked: vec![false; rows] });
            let value: Vec<f32> = value.collect();
            tensors.push(Tensor { name, rows, cols, gradient: vec![0.0; value.len()], value, touched });
            tensors.len() - 1
        };
        let d = shape.width;
        let out = 2 * d;
        let word = add("word".into(), shape.words, d, Init::Table);
        let hashed = std::array::from_fn(|i| add(format!("hashed{i}"), HASHED_ROWS[i], d, Init::Table));
        let root = add("root".into(), 1, d, Init::Table);
        let vector = add("vector".into(), shape.vector, d, Init::Dense);
        let norm = [add("norm.gain".into(), 1, d, Init::One), add("norm.bias".into(), 1, d, Init::Zero)];
        let mut lstm = Vec::new();
        for layer in 0..shape.layers {
            let input = if layer == 0 { d } else { out };
            lstm.push(["forward", "backward"].map(|direction| {
                [
                    add(format!("lstm{layer}.{direction}.input"), input, 4 * d, Init::Dense),
                    add(format!("lstm{layer}.{direction}.hidden"), d, 4 * d, Init::Dense),
                    add(format!("lstm{layer}.{direction}.bias"), 1, 4 * d, Init::Zero),
                ]
            }));
        }
        let mut linear = |name: &str, input: usize, output: usize| {
            [
                add(format!("{name}.weight"), input, output, Init::Dense),
                add(format!("{name}.bias"), 1, output, Init::Zero),
            ]
        };
        let tags =
            [linear("upos", out, shape.upos), linear("xpos", out, shape.xpos), linear("features", out, shape.features)];
        let arc = [linear("arc.dependent", out, shape.arc), linear("arc.head", out, shape.arc)];
        let label = [linear("label.dependent", out, shape.label), linear("label.head", out, shape.label)];
        let label_out = linear("label.out", shape.label, shape.relations);
        let bilinear = [
            add("bilinear.form".into(), shape.arc, shape.arc, Init::Dense),
            add("bilinear.head".into(), 1, shape.arc, Init::Zero),
            add("bilinear.distance".into(), 1, 2 * MAX_DISTANCE + 1, Init::Zero),
        ];
        let at = Places { word, hashed, root, vector, norm, lstm, tags, arc, bilinear, label, label_out };
        let mut parameters = Self { shape, tensors, at };
        for layer in 0..shape.layers {
            for direction in 0..2 {
                let bias = parameters.at.lstm[layer][direction][2];
                // Gates stand in the order input, forget, cell, output.
                parameters.tensors[bias].value[d..2 * d].fill(1.0);
            }
        }
        parameters
    }

    /// The values of a tensor.
    pub fn value(&self, place: usize) -> &[f32] {
        &self.tensors[place].value
    }

    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.tensors.iter().map(|t| t.value.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sets every gradient to zero; for tables only the touched rows.
    pub fn clear_gradients(&mut self) {
        for tensor in &mut self.tensors {
            match &mut tensor.touched {
                None => tensor.gradient.fill(0.0),
                Some(touched) => {
                    for &row in touched.rows() {
                        let start = row as usize * tensor.cols;
                        tensor.gradient[start..start + tensor.cols].fill(0.0);
                    }
                    touched.clear();
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Init {
    Zero,
    One,
    Table,
    Dense,
}
