//! Forward and backward pass of the joint network over one batch of equally long sentences. Long, since each part's
//! gradient must stand beside the part.
//!
//! Rows are ordered time-major: row `t * n_sentences + s` is position `t` of sentence `s`, position 0 is the root.
//! Each step of the forward pass keeps what its gradient needs; gradients are added to the parameters' own.

use crate::syntax::kernel::float::{View, gemm};
use crate::syntax::math::{exp, sigmoid, tanh};
use crate::syntax::model::MAX_DISTANCE;
use crate::train::batch::{Batch, Vectors};
use crate::train::parameters::Parameters;
use crate::train::random::Random;

/// Shares of units switched off in training.
#[derive(Debug, Clone, Copy)]
pub struct Dropout {
    /// Words whose row is replaced by the unknown one.
    pub word: f32,
    /// Units of the input, of each layer's output (one mask a sentence) and of the scorers.
    pub unit: f32,
}

impl Dropout {
    /// No dropout: for prediction.
    pub const NONE: Self = Self { word: 0.0, unit: 0.0 };
}

/// Weights of the losses besides arcs and labels: UPOS, XPOS, features.
const TAG_WEIGHTS: [f32; 3] = [0.5, 0.25, 0.25];

/// What the network predicts for one sentence: places in the inventory, heads from 1, 0 for the root.
#[derive(Debug, Clone, Default)]
pub struct Prediction {
    /// UPOS, XPOS, features, relation of every word.
    pub labels: [Vec<u32>; 4],
    /// Best head of every word, not always a tree.
    pub heads: Vec<u32>,
}

/// Losses of a batch, each a mean over its words: UPOS, XPOS, features, arcs, labels.
pub type Losses = [f32; 5];

/// Runs the network forward and backward and adds the gradients to the parameters.
pub fn train(
    p: &mut Parameters,
    vectors: &Vectors,
    batch: &Batch<'_>,
    dropout: Dropout,
    random: &mut Random,
) -> Losses {
    let mut pass = Pass::new(p, batch);
    pass.encode(p, vectors, dropout, random);
    let mut losses = [0.0; 5];
    let mut d_encoded = vec![0.0; pass.rows * pass.out];
    for (head, loss) in losses.iter_mut().enumerate().take(3) {
        *loss = pass.tag_loss(p, head, &mut d_encoded);
    }
    losses[3] = pass.arc_loss(p, &mut d_encoded, dropout, random);
    losses[4] = pass.label_loss(p, &mut d_encoded, dropout, random);
    pass.encode_backward(p, vectors, d_encoded);
    losses
}

/// What the network believes of one sentence, as probabilities, row by row.
#[derive(Debug, Clone, Default)]
pub struct Beliefs {
    /// UPOS, XPOS, features of every word.
    pub tags: [Vec<f32>; 3],
    /// Heads of every word; column 0 is the root.
    pub arcs: Vec<f32>,
}

/// Runs the network forward without dropout and gives its probabilities.
pub fn believe(p: &Parameters, vectors: &Vectors, batch: &Batch<'_>) -> Vec<Beliefs> {
    let mut pass = Pass::new(p, batch);
    pass.encode(p, vectors, Dropout::NONE, &mut Random::new(0));
    pass.beliefs(p)
}

/// Probabilities of the relations at the heads that the batch's sentences have.
pub fn believe_relations(p: &Parameters, vectors: &Vectors, batch: &Batch<'_>) -> Vec<Vec<f32>> {
    let mut pass = Pass::new(p, batch);
    pass.encode(p, vectors, Dropout::NONE, &mut Random::new(0));
    pass.relation_beliefs(p)
}

/// Runs the network forward without dropout.
pub fn predict(p: &Parameters, vectors: &Vectors, batch: &Batch<'_>) -> Vec<Prediction> {
    let mut pass = Pass::new(p, batch);
    pass.encode(p, vectors, Dropout::NONE, &mut Random::new(0));
    pass.decode(p)
}

struct LayerPass {
    /// Input of the layer, after dropout.
    input: Vec<f32>,
    /// For each direction: gates after their functions, cells, tanh of cells.
    gates: [Vec<f32>; 2],
    cells: [Vec<f32>; 2],
    /// Output of both directions side by side, before dropout.
    output: Vec<f32>,
    /// Mask on the layer's output, one row a sentence.
    mask: Vec<f32>,
}

struct Pass<'a> {
    batch: &'a Batch<'a>,
    n: usize,
    length: usize,
    rows: usize,
    width: usize,
    out: usize,
    words: Vec<u32>,
    /// Sum of rows before normalisation, normalised rows, reciprocal deviations.
    normed: Vec<f32>,
    deviation: Vec<f32>,
    vector_input: Vec<f32>,
    input_mask: Vec<f32>,
    layers: Vec<LayerPass>,
    encoded: Vec<f32>,
}

impl<'a> Pass<'a> {
    fn new(p: &Parameters, batch: &'a Batch<'a>) -> Self {
        let (n, length) = (batch.sentences.len(), batch.length);
        Self {
            batch,
            n,
            length,
            rows: n * (length + 1),
            width: p.shape.width,
            out: 2 * p.shape.width,
            words: Vec::new(),
            normed: Vec::new(),
            deviation: Vec::new(),
            vector_input: Vec::new(),
            input_mask: Vec::new(),
            layers: Vec::new(),
            encoded: Vec::new(),
        }
    }

    fn encode(&mut self, p: &Parameters, vectors: &Vectors, dropout: Dropout, random: &mut Random) {
        let (d, n, rows) = (self.width, self.n, self.rows);
        let mut x = vec![0.0; rows * d];
        self.words = vec![0; rows];
        self.vector_input = vec![0.0; rows * vectors.width];
        for s in 0..n {
            x[s * d..(s + 1) * d].copy_from_slice(p.value(p.at.root));
            for (t, input) in self.batch.inputs[s].iter().enumerate() {
                let row = (t + 1) * n + s;
                self.words[row] = if random.uniform() < dropout.word { 0 } else { input.word };
                let sum = &mut x[row * d..(row + 1) * d];
                add(sum, table_row(p, p.at.word, self.words[row], d));
                for (table, &hashed) in p.at.hashed.iter().zip(&input.hashed) {
                    add(sum, table_row(p, *table, hashed, d));
                }
                if let Some(vector) = input.vector {
                    let from = vector as usize * vectors.width;
                    self.vector_input[row * vectors.width..(row + 1) * vectors.width]
                        .copy_from_slice(&vectors.values[from..from + vectors.width]);
                }
            }
        }
        let projected = View::new(&self.vector_input, rows, vectors.width, vectors.width);
        gemm(&mut x, d, projected, View::new(p.value(p.at.vector), vectors.width, d, d), 1.0);
        // Layer normalisation.
        let (gain, bias) = (p.value(p.at.norm[0]), p.value(p.at.norm[1]));
        self.deviation = vec![0.0; rows];
        for row in 0..rows {
            let cells = &mut x[row * d..(row + 1) * d];
            self.deviation[row] = normalise(cells);
        }
        self.normed = x.clone();
        self.input_mask = mask(rows * d, dropout.unit, random);
        for (i, cell) in x.iter_mut().enumerate() {
            *cell = (*cell * gain[i % d] + bias[i % d]) * self.input_mask[i];
        }
        for layer in 0..p.shape.layers {
            let input_width = if layer == 0 { d } else { self.out };
            let mut output = vec![0.0; rows * self.out];
            let mut gates: [Vec<f32>; 2] = Default::default();
            let mut cells: [Vec<f32>; 2] = Default::default();
            for direction in 0..2 {
                let [w, u, b] = p.at.lstm[layer][direction];
                let mut g = vec![0.0; rows * 4 * d];
                for row in g.chunks_exact_mut(4 * d) {
                    row.copy_from_slice(p.value(b));
                }
                gemm(
                    &mut g,
                    4 * d,
                    View::new(&x, rows, input_width, input_width),
                    View::new(p.value(w), input_width, 4 * d, 4 * d),
                    1.0,
                );
                let mut c = vec![0.0; rows * d];
                let recurrent = View::new(p.value(u), d, 4 * d, 4 * d);
                for step in 0..=self.length {
                    let t = if direction == 0 { step } else { self.length - step };
                    let before = if direction == 0 { t.wrapping_sub(1) } else { t + 1 };
                    if step > 0 {
                        let hidden = &output[before * n * self.out + direction * d..];
                        gemm(&mut g[t * n * 4 * d..], 4 * d, View::new(hidden, n, d, self.out), recurrent, 1.0);
                    }
                    for s in 0..n {
                        let row = t * n + s;
                        let gate = &mut g[row * 4 * d..(row + 1) * 4 * d];
                        gate[..2 * d].iter_mut().for_each(|v| *v = sigmoid(*v));
                        gate[2 * d..3 * d].iter_mut().for_each(|v| *v = tanh(*v));
                        gate[3 * d..].iter_mut().for_each(|v| *v = sigmoid(*v));
                        let (i, rest) = gate.split_at(d);
                        let (f, rest) = rest.split_at(d);
                        let (z, o) = rest.split_at(d);
                        let h = row * self.out + direction * d;
                        for k in 0..d {
                            let past = if step > 0 { c[(before * n + s) * d + k] } else { 0.0 };
                            let cell = f[k] * past + i[k] * z[k];
                            c[row * d + k] = cell;
                            output[h + k] = o[k] * tanh(cell);
                        }
                    }
                }
                gates[direction] = g;
                cells[direction] = c;
            }
            let layer_mask = mask(n * self.out, dropout.unit, random);
            let input = std::mem::take(&mut x);
            x.clone_from(&output);
            for t in 0..=self.length {
                multiply(&mut x[t * n * self.out..(t + 1) * n * self.out], &layer_mask);
            }
            self.layers.push(LayerPass { input, gates, cells, output, mask: layer_mask });
        }
        self.encoded = x;
    }

    fn encode_backward(&mut self, p: &mut Parameters, vectors: &Vectors, mut dx: Vec<f32>) {
        let (d, n, rows) = (self.width, self.n, self.rows);
        for layer in (0..p.shape.layers).rev() {
            let pass = &self.layers[layer];
            for t in 0..=self.length {
                multiply(&mut dx[t * n * self.out..(t + 1) * n * self.out], &pass.mask);
            }
            let input_width = if layer == 0 { d } else { self.out };
            let mut d_input = vec![0.0; rows * input_width];
            for direction in 0..2 {
                let [w, u, b] = p.at.lstm[layer][direction];
                let (gates, cells) = (&pass.gates[direction], &pass.cells[direction]);
                let mut dg = vec![0.0; rows * 4 * d];
                let mut d_cell = vec![0.0; n * d];
                let mut d_hidden = vec![0.0; n * d];
                for step in (0..=self.length).rev() {
                    let t = if direction == 0 { step } else { self.length - step };
                    let before = if direction == 0 { t.wrapping_sub(1) } else { t + 1 };
                    for s in 0..n {
                        let row = t * n + s;
                        let gate = &gates[row * 4 * d..(row + 1) * 4 * d];
                        let delta = &mut dg[row * 4 * d..(row + 1) * 4 * d];
                        for k in 0..d {
                            let (i, f, z, o) = (gate[k], gate[d + k], gate[2 * d + k], gate[3 * d + k]);
                            let squashed = tanh(cells[row * d + k]);
                            let dh = dx[row * self.out + direction * d + k] + d_hidden[s * d + k];
                            let dc = d_cell[s * d + k] + dh * o * (1.0 - squashed * squashed);
                            let past = if step > 0 { cells[(before * n + s) * d + k] } else { 0.0 };
                            delta[k] = dc * z * i * (1.0 - i);
                            delta[d + k] = dc * past * f * (1.0 - f);
                            delta[2 * d + k] = dc * i * (1.0 - z * z);
                            delta[3 * d + k] = dh * squashed * o * (1.0 - o);
                            d_cell[s * d + k] = dc * f;
                        }
                    }
                    if step > 0 {
                        let recurrent = View::new(&p.tensors[u].value, d, 4 * d, 4 * d);
                        gemm(&mut d_hidden, d, View::new(&dg[t * n * 4 * d..], n, 4 * d, 4 * d), recurrent.t(), 0.0);
                    }
                }
                // The recurrent weights meet the outputs of the step before: the same rows, shifted by one position.
                let shifted = rows - n;
                let (h_from, g_from) = if direction == 0 { (0, n) } else { (n, 0) };
                let hidden = View::new(&pass.output[h_from * self.out + direction * d..], shifted, d, self.out);
                let delta = View::new(&dg[g_from * 4 * d..], shifted, 4 * d, 4 * d);
                gemm(&mut p.tensors[u].gradient, 4 * d, hidden.t(), delta, 1.0);
                let all = View::new(&dg, rows, 4 * d, 4 * d);
                let input = View::new(&pass.input, rows, input_width, input_width);
                gemm(&mut p.tensors[w].gradient, 4 * d, input.t(), all, 1.0);
                column_sums(&mut p.tensors[b].gradient, &dg);
                gemm(
                    &mut d_input,
                    input_width,
                    all,
                    View::new(&p.tensors[w].value, input_width, 4 * d, 4 * d).t(),
                    1.0,
                );
            }
            dx = d_input;
        }
        multiply(&mut dx, &self.input_mask);
        let gain = p.tensors[p.at.norm[0]].value.clone();
        for row in 0..rows {
            let (y, dy) = (&self.normed[row * d..(row + 1) * d], &mut dx[row * d..(row + 1) * d]);
            for k in 0..d {
                p.tensors[p.at.norm[0]].gradient[k] += dy[k] * y[k];
                p.tensors[p.at.norm[1]].gradient[k] += dy[k];
                dy[k] *= gain[k];
            }
            let mean = dy.iter().sum::<f32>() / d as f32;
            let along = dy.iter().zip(y).map(|(a, b)| a * b).sum::<f32>() / d as f32;
            for k in 0..d {
                dy[k] = (dy[k] - mean - y[k] * along) / self.deviation[row];
            }
        }
        let inputs = View::new(&self.vector_input, rows, vectors.width, vectors.width);
        gemm(&mut p.tensors[p.at.vector].gradient, d, inputs.t(), View::new(&dx, rows, d, d), 1.0);
        for s in 0..n {
            add_row(p, p.at.root, 0, &dx[s * d..(s + 1) * d]);
            for (t, input) in self.batch.inputs[s].iter().enumerate() {
                let row = (t + 1) * n + s;
                let delta = &dx[row * d..(row + 1) * d];
                add_row(p, p.at.word, self.words[row], delta);
                for (&table, &hashed) in p.at.hashed.clone().iter().zip(&input.hashed) {
                    add_row(p, table, hashed, delta);
                }
            }
        }
    }

    /// `encoded · weight + bias`.
    fn linear(&self, p: &Parameters, place: [usize; 2]) -> Vec<f32> {
        let cols = p.tensors[place[0]].cols;
        let mut y = vec![0.0; self.rows * cols];
        for row in y.chunks_exact_mut(cols) {
            row.copy_from_slice(p.value(place[1]));
        }
        let input = View::new(&self.encoded, self.rows, self.out, self.out);
        gemm(&mut y, cols, input, View::new(p.value(place[0]), self.out, cols, cols), 1.0);
        y
    }

    fn linear_backward(&self, p: &mut Parameters, place: [usize; 2], dy: &[f32], d_encoded: &mut [f32]) {
        let cols = p.tensors[place[0]].cols;
        let delta = View::new(dy, self.rows, cols, cols);
        let input = View::new(&self.encoded, self.rows, self.out, self.out);
        gemm(&mut p.tensors[place[0]].gradient, cols, input.t(), delta, 1.0);
        column_sums(&mut p.tensors[place[1]].gradient, dy);
        gemm(d_encoded, self.out, delta, View::new(&p.tensors[place[0]].value, self.out, cols, cols).t(), 1.0);
    }

    fn n_words(&self) -> f32 {
        (self.n * self.length) as f32
    }

    fn tag_loss(&self, p: &mut Parameters, head: usize, d_encoded: &mut [f32]) -> f32 {
        let place = p.at.tags[head];
        let cols = p.tensors[place[0]].cols;
        let mut y = self.linear(p, place);
        y[..self.n * cols].fill(0.0);
        let mut loss = 0.0;
        for s in 0..self.n {
            for t in 0..self.length {
                let row = (t + 1) * self.n + s;
                let gold = self.batch.sentences[s].labels[head][t] as usize;
                loss += softmax_loss(&mut y[row * cols..(row + 1) * cols], gold, TAG_WEIGHTS[head] / self.n_words());
            }
        }
        self.linear_backward(p, place, &y, d_encoded);
        loss
    }

    /// Arc scores of one sentence: row = dependent (from 0, the first word), column = head (0 = root).
    fn arc_scores(&self, p: &Parameters, formed: &[f32], heads: &[f32], s: usize) -> Vec<f32> {
        let (a, n, columns) = (p.shape.arc, self.n, self.length + 1);
        let mut scores = vec![0.0; self.length * columns];
        let head_view = View::new(&heads[s * a..], columns, a, n * a);
        gemm(&mut scores, columns, View::new(&formed[(n + s) * a..], self.length, a, n * a), head_view.t(), 0.0);
        let mut bias = vec![0.0; columns];
        gemm(&mut bias, 1, head_view, View::new(p.value(p.at.bilinear[1]), a, 1, 1), 0.0);
        let distance = p.value(p.at.bilinear[2]);
        for t in 0..self.length {
            for h in 0..columns {
                let cell = &mut scores[t * columns + h];
                *cell = if h == t + 1 { f32::NEG_INFINITY } else { *cell + bias[h] + distance[distance_row(t + 1, h)] };
            }
        }
        scores
    }

    fn arc_loss(&self, p: &mut Parameters, d_encoded: &mut [f32], dropout: Dropout, random: &mut Random) -> f32 {
        let (a, n, rows, columns) = (p.shape.arc, self.n, self.rows, self.length + 1);
        let [dependents, heads] = [0, 1].map(|side| {
            let mut y = self.linear(p, p.at.arc[side]);
            let mask = mask(rows * a, dropout.unit, random);
            y.iter_mut().zip(&mask).for_each(|(v, m)| *v = v.max(0.0) * m);
            (y, mask)
        });
        let mut formed = vec![0.0; rows * a];
        let form = View::new(p.value(p.at.bilinear[0]), a, a, a);
        gemm(&mut formed, a, View::new(&dependents.0, rows, a, a), form, 0.0);
        let (mut d_formed, mut d_heads) = (vec![0.0; rows * a], vec![0.0; rows * a]);
        let mut loss = 0.0;
        for s in 0..n {
            let mut scores = self.arc_scores(p, &formed, &heads.0, s);
            for t in 0..self.length {
                let row = &mut scores[t * columns..(t + 1) * columns];
                let sentence = self.batch.sentences[s];
                loss += match &sentence.soft {
                    Some(soft) => soft_loss(row, &soft.arcs[t * columns..(t + 1) * columns], 1.0 / self.n_words()),
                    None => softmax_loss(row, sentence.heads[t] as usize, 1.0 / self.n_words()),
                };
            }
            let delta = View::new(&scores, self.length, columns, columns);
            let head_view = View::new(&heads.0[s * a..], columns, a, n * a);
            let formed_view = View::new(&formed[(n + s) * a..], self.length, a, n * a);
            gemm(&mut d_formed[(n + s) * a..], n * a, delta, head_view, 0.0);
            gemm(&mut d_heads[s * a..], n * a, delta.t(), formed_view, 0.0);
            let mut d_bias = vec![0.0; columns];
            column_sums(&mut d_bias, &scores);
            for (h, db) in d_bias.iter().enumerate() {
                let row = (h * n + s) * a;
                for k in 0..a {
                    p.tensors[p.at.bilinear[1]].gradient[k] += db * heads.0[row + k];
                    d_heads[row + k] += db * p.tensors[p.at.bilinear[1]].value[k];
                }
            }
            let distance = &mut p.tensors[p.at.bilinear[2]].gradient;
            for t in 0..self.length {
                for h in 0..columns {
                    distance[distance_row(t + 1, h)] += scores[t * columns + h];
                }
            }
        }
        let delta = View::new(&d_formed, rows, a, a);
        gemm(&mut p.tensors[p.at.bilinear[0]].gradient, a, View::new(&dependents.0, rows, a, a).t(), delta, 1.0);
        let mut d_dependents = vec![0.0; rows * a];
        gemm(&mut d_dependents, a, delta, View::new(&p.tensors[p.at.bilinear[0]].value, a, a, a).t(), 0.0);
        for (side, mut d) in [d_dependents, d_heads].into_iter().enumerate() {
            let (y, mask) = if side == 0 { &dependents } else { &heads };
            d.iter_mut().zip(y.iter().zip(mask)).for_each(|(d, (y, m))| *d = if *y > 0.0 { *d * m } else { 0.0 });
            self.linear_backward(p, p.at.arc[side], &d, d_encoded);
        }
        loss
    }

    fn label_loss(&self, p: &mut Parameters, d_encoded: &mut [f32], dropout: Dropout, random: &mut Random) -> f32 {
        let (l, n, r) = (p.shape.label, self.n, p.shape.relations);
        let dependents = self.linear(p, p.at.label[0]);
        let heads = self.linear(p, p.at.label[1]);
        let words = n * self.length;
        let mask = mask(words * l, dropout.unit, random);
        let mut hidden = vec![0.0; words * l];
        for w in 0..words {
            let (t, s) = (w / n, w % n);
            let head = self.batch.sentences[s].heads[t] as usize * n + s;
            let sum = dependents[(w + n) * l..].iter().zip(&heads[head * l..]);
            for ((cell, (a, b)), m) in hidden[w * l..(w + 1) * l].iter_mut().zip(sum).zip(&mask[w * l..]) {
                *cell = (a + b).max(0.0) * m;
            }
        }
        let mut y = vec![0.0; words * r];
        for row in y.chunks_exact_mut(r) {
            row.copy_from_slice(p.value(p.at.label_out[1]));
        }
        let hidden_view = View::new(&hidden, words, l, l);
        gemm(&mut y, r, hidden_view, View::new(p.value(p.at.label_out[0]), l, r, r), 1.0);
        let mut loss = 0.0;
        for w in 0..words {
            let (row, sentence, t) = (&mut y[w * r..(w + 1) * r], self.batch.sentences[w % n], w / n);
            loss += match &sentence.soft {
                Some(soft) => soft_loss(row, &soft.relations[t * r..(t + 1) * r], 1.0 / self.n_words()),
                None => softmax_loss(row, sentence.labels[3][t] as usize, 1.0 / self.n_words()),
            };
        }
        let delta = View::new(&y, words, r, r);
        gemm(&mut p.tensors[p.at.label_out[0]].gradient, r, hidden_view.t(), delta, 1.0);
        column_sums(&mut p.tensors[p.at.label_out[1]].gradient, &y);
        let mut d_hidden = vec![0.0; words * l];
        gemm(&mut d_hidden, l, delta, View::new(&p.tensors[p.at.label_out[0]].value, l, r, r).t(), 0.0);
        let (mut d_dependents, mut d_heads) = (vec![0.0; self.rows * l], vec![0.0; self.rows * l]);
        for w in 0..words {
            let (t, s) = (w / n, w % n);
            let head = self.batch.sentences[s].heads[t] as usize * n + s;
            for k in 0..l {
                if hidden[w * l + k] > 0.0 {
                    let d = d_hidden[w * l + k] * mask[w * l + k];
                    d_dependents[(w + n) * l + k] += d;
                    d_heads[head * l + k] += d;
                }
            }
        }
        self.linear_backward(p, p.at.label[0], &d_dependents, d_encoded);
        self.linear_backward(p, p.at.label[1], &d_heads, d_encoded);
        loss
    }

    /// The dependents' side times the bilinear form, and the heads' side, without dropout.
    fn arc_sides(&self, p: &Parameters) -> (Vec<f32>, Vec<f32>) {
        let a = p.shape.arc;
        let [dependents, heads] = [0, 1].map(|side| {
            let mut y = self.linear(p, p.at.arc[side]);
            for v in &mut y {
                *v = v.max(0.0);
            }
            y
        });
        let mut formed = vec![0.0; self.rows * a];
        let form = View::new(p.value(p.at.bilinear[0]), a, a, a);
        gemm(&mut formed, a, View::new(&dependents, self.rows, a, a), form, 0.0);
        (formed, heads)
    }

    fn beliefs(&self, p: &Parameters) -> Vec<Beliefs> {
        let tags: Vec<Vec<f32>> = p.at.tags.iter().map(|&place| self.linear(p, place)).collect();
        let (formed, heads) = self.arc_sides(p);
        let of = |s: usize| {
            let mut arcs = self.arc_scores(p, &formed, &heads, s);
            arcs.chunks_exact_mut(self.length + 1).for_each(softmax);
            let rows = |head: usize| {
                let cols = p.tensors[p.at.tags[head][0]].cols;
                let row = |t: usize| {
                    let from = ((t + 1) * self.n + s) * cols;
                    let mut row = tags[head][from..from + cols].to_vec();
                    softmax(&mut row);
                    row
                };
                (0..self.length).flat_map(row).collect()
            };
            Beliefs { tags: std::array::from_fn(rows), arcs }
        };
        (0..self.n).map(of).collect()
    }

    fn relation_beliefs(&self, p: &Parameters) -> Vec<Vec<f32>> {
        let (l, r) = (p.shape.label, p.shape.relations);
        let [dependents, heads] = [0, 1].map(|side| self.linear(p, p.at.label[side]));
        let of = |s: usize| {
            let word = |t: usize| {
                let head = self.batch.sentences[s].heads[t] as usize;
                let own = &dependents[((t + 1) * self.n + s) * l..];
                let mut y = relation_scores(p, &own[..l], &heads[(head * self.n + s) * l..][..l], r);
                softmax(&mut y);
                y
            };
            (0..self.length).flat_map(word).collect()
        };
        (0..self.n).map(of).collect()
    }

    fn decode(&self, p: &Parameters) -> Vec<Prediction> {
        let (n, l, r) = (self.n, p.shape.label, p.shape.relations);
        let tags: Vec<Vec<f32>> = p.at.tags.iter().map(|&place| self.linear(p, place)).collect();
        let (formed, heads) = self.arc_sides(p);
        let [label_dependents, label_heads] = [0, 1].map(|side| self.linear(p, p.at.label[side]));
        let decode = |s: usize| {
            let mut prediction = Prediction::default();
            let scores = self.arc_scores(p, &formed, &heads, s);
            for t in 0..self.length {
                let row = (t + 1) * n + s;
                for (head, y) in tags.iter().enumerate() {
                    let cols = p.tensors[p.at.tags[head][0]].cols;
                    prediction.labels[head].push(best(&y[row * cols..(row + 1) * cols]) as u32);
                }
                let head = best(&scores[t * (self.length + 1)..(t + 1) * (self.length + 1)]);
                prediction.heads.push(head as u32);
                let head_row = head * n + s;
                let y = relation_scores(p, &label_dependents[row * l..][..l], &label_heads[head_row * l..][..l], r);
                prediction.labels[3].push(best(&y) as u32);
            }
            prediction
        };
        (0..n).map(decode).collect()
    }
}

/// Scores of the relations between a dependent and a head, from their label layers.
fn relation_scores(p: &Parameters, dependent: &[f32], head: &[f32], n_relations: usize) -> Vec<f32> {
    let mut y = p.value(p.at.label_out[1]).to_vec();
    let weights = p.value(p.at.label_out[0]).chunks_exact(n_relations);
    for ((a, b), weights) in dependent.iter().zip(head).zip(weights) {
        let unit = (a + b).max(0.0);
        if unit > 0.0 {
            y.iter_mut().zip(weights).for_each(|(y, w)| *y += unit * w);
        }
    }
    y
}

fn table_row(p: &Parameters, table: usize, row: u32, width: usize) -> &[f32] {
    &p.tensors[table].value[row as usize * width..(row as usize + 1) * width]
}

fn add_row(p: &mut Parameters, table: usize, row: u32, delta: &[f32]) {
    let tensor = &mut p.tensors[table];
    let start = row as usize * tensor.cols;
    add(&mut tensor.gradient[start..start + delta.len()], delta);
    if let Some(touched) = &mut tensor.touched {
        touched.mark(row as usize);
    }
}

fn add(sum: &mut [f32], row: &[f32]) {
    sum.iter_mut().zip(row).for_each(|(s, r)| *s += r);
}

fn multiply(cells: &mut [f32], mask: &[f32]) {
    cells.iter_mut().zip(mask).for_each(|(c, m)| *c *= m);
}

fn column_sums(sums: &mut [f32], rows: &[f32]) {
    for row in rows.chunks_exact(sums.len()) {
        add(sums, row);
    }
}

/// Subtracts the mean and divides by the deviation; returns the deviation.
fn normalise(cells: &mut [f32]) -> f32 {
    let n = cells.len() as f32;
    let mean = cells.iter().sum::<f32>() / n;
    let variance = cells.iter().map(|c| (c - mean) * (c - mean)).sum::<f32>() / n;
    let deviation = (variance + 1e-5).sqrt();
    for cell in cells {
        *cell = (*cell - mean) / deviation;
    }
    deviation
}

/// An inverted dropout mask: 0, or the reciprocal of the share kept.
fn mask(n: usize, rate: f32, random: &mut Random) -> Vec<f32> {
    if rate <= 0.0 {
        return vec![1.0; n];
    }
    // Four draws of 16 bits from one number.
    let threshold = (rate * 65536.0) as u64;
    let keep = 1.0 / (1.0 - rate);
    let mut cells = Vec::with_capacity(n + 3);
    while cells.len() < n {
        let bits = random.bits();
        cells.extend((0..4).map(|i| if (bits >> (16 * i)) & 0xffff < threshold { 0.0 } else { keep }));
    }
    cells.truncate(n);
    cells
}

fn distance_row(dependent: usize, head: usize) -> usize {
    let distance = head as isize - dependent as isize;
    (distance.clamp(-(MAX_DISTANCE as isize), MAX_DISTANCE as isize) + MAX_DISTANCE as isize) as usize
}

fn best(scores: &[f32]) -> usize {
    let better = |(i, a): (usize, f32), (j, &b): (usize, &f32)| if b > a { (j, b) } else { (i, a) };
    scores.iter().enumerate().fold((0, f32::NEG_INFINITY), better).0
}

/// Turns scores into probabilities.
fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = if *score == f32::NEG_INFINITY { 0.0 } else { exp(*score - highest) };
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// Turns scores into the gradient of the loss (times `weight`) and returns the weighted loss.
fn softmax_loss(scores: &mut [f32], gold: usize, weight: f32) -> f32 {
    softmax(scores);
    let loss = -scores[gold].max(1e-30).ln();
    for score in scores.iter_mut() {
        *score *= weight;
    }
    scores[gold] -= weight;
    loss * weight
}

/// The same against probabilities (in 255ths) instead of one right answer: cross entropy (Hinton et al. 2015).
fn soft_loss(scores: &mut [f32], wanted: &[u8], weight: f32) -> f32 {
    softmax(scores);
    let total = wanted.iter().map(|w| f32::from(*w)).sum::<f32>().max(1.0);
    let mut loss = 0.0;
    for (score, wanted) in scores.iter_mut().zip(wanted) {
        let wanted = f32::from(*wanted) / total;
        if wanted > 0.0 {
            loss -= wanted * score.max(1e-30).ln();
        }
        *score = weight * (*score - wanted);
    }
    loss * weight
}

#[cfg(test)]
mod tests;
