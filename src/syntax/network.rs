//! Tokens → tags and trees: the network's forward pass on integers.
//!
//! Words are looked up once a form and kept; sentences of similar length run together, longest first, so that an LSTM
//! step works on those sentences that still have a word there. Integer sums do not depend on their order and the rest
//! is done row by row in a fixed order: the same text gives the same trees on every CPU, in every batch. After warm-up
//! nothing is allocated for a word.

use crate::data::words::WordMap;
use crate::document::{Document, Relation, TokenIx};
use crate::syntax::casing;
use crate::syntax::decode::{best_heads, is_tree, tree};
use crate::syntax::input::{keys, vector_key, word_key};
use crate::syntax::kernel::{Gates, arc_scores, lstm_cells, multiply, to_integer};
use crate::syntax::model::{Linear, MAX_DISTANCE, Model, SCALE};
use crate::syntax::repair;

/// Words and sentences that run through the network together, at most (a longer sentence runs alone).
const BATCH: (usize, usize) = (800, 36);
/// Forms whose input is kept; when there are more, all are forgotten.
const KEPT_FORMS: usize = 1 << 15;

/// Buffers of one thread. They grow to the largest batch and are used again.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Which loaded model the kept forms belong to.
    model: usize,
    /// Forms of the texts; bounded by [`KEPT_FORMS`], so that no choice of words makes it slow.
    forms: WordMap<u32, String>,
    /// Integer input rows of the kept forms.
    kept: Vec<i16>,
    key: String,
    /// Words of the document that are looked up in small letters.
    small: Vec<TokenIx>,
    order: Vec<u32>,
    input: Vec<i16>,
    sums: Vec<i32>,
    projected: Vec<f32>,
    step_projected: Vec<f32>,
    state: Vec<i16>,
    cells: Vec<f32>,
    output: Vec<i16>,
    head_values: Vec<f32>,
    scorer: Vec<i16>,
    formed: Vec<f32>,
    heads_transposed: Vec<f32>,
    base: Vec<f32>,
    scores: Vec<f32>,
    arcs: Vec<usize>,
    row: Vec<f32>,
}

impl Model {
    /// Tags and parses every sentence: fills tags, features, heads and relations of all tokens.
    pub fn analyze(&self, document: &mut Document, w: &mut Workspace) {
        if w.model != self.number {
            *w = Workspace { model: self.number, ..Workspace::default() };
        }
        w.small = casing::small(document);
        let mut order = std::mem::take(&mut w.order);
        order.clear();
        order.extend(
            (0..document.sentences.len() as u32).filter(|&s| !document.sentences[s as usize].tokens.is_empty()),
        );
        order.sort_unstable_by_key(|&s| (std::cmp::Reverse(document.sentences[s as usize].tokens.len()), s));
        let mut from = 0;
        while from < order.len() {
            let (mut to, mut words) = (from, 0);
            while to < order.len() && to - from < BATCH.1 {
                let length = document.sentences[order[to] as usize].tokens.len() + 1;
                if to > from && words + length > BATCH.0 {
                    break;
                }
                words += length;
                to += 1;
            }
            self.batch(document, &order[from..to], w);
            from = to;
        }
        w.order = order;
    }

    /// Runs some sentences, longest first.
    fn batch(&self, document: &mut Document, sentences: &[u32], w: &mut Workspace) {
        let lengths: Vec<usize> = sentences.iter().map(|&s| document.sentences[s as usize].tokens.len() + 1).collect();
        let starts: Vec<usize> =
            lengths.iter().scan(0, |next, length| Some(std::mem::replace(next, *next + length))).collect();
        let rows: usize = lengths.iter().sum();
        self.look_up(document, sentences, w);
        let width = self.shape.width;
        for layer in &self.lstm {
            w.output.resize(rows * 2 * width, 0);
            for (direction, [input, hidden]) in layer.iter().enumerate() {
                self.linear_f32(input, &w.input, &mut w.sums, &mut w.projected, 4 * width);
                self.recur(hidden, direction == 1, &lengths, &starts, w);
            }
            std::mem::swap(&mut w.input, &mut w.output);
        }
        let outputs = self.heads.weights.outputs();
        self.linear_f32(&self.heads, &w.input, &mut w.sums, &mut w.head_values, outputs);
        for (i, &sentence) in sentences.iter().enumerate() {
            let first = document.sentences[sentence as usize].tokens.start;
            self.read_tags(document, first, starts[i] + 1, lengths[i] - 1, w);
            self.read_tree(document, first, starts[i], lengths[i] - 1, w);
            let tokens = first..first + lengths[i] - 1;
            repair::sentence(document, tokens);
        }
    }

    /// Fills `w.input` with a row for the root and for every word of the sentences.
    fn look_up(&self, document: &Document, sentences: &[u32], w: &mut Workspace) {
        let padded = self.lstm[0][0][0].weights.inputs();
        w.input.clear();
        for &sentence in sentences {
            for token in std::iter::once(None).chain(document.sentences[sentence as usize].tokens.clone().map(Some)) {
                let small = token.filter(|t| w.small.binary_search(t).is_ok());
                let form = token.map_or("", |t| document.form(t));
                let form = if small.is_some() { &*form.to_lowercase() } else { form };
                let kept = match w.forms.get(form) {
                    Some(&kept) => kept as usize,
                    None => self.compute_input(form, token.is_none(), w),
                };
                w.input.extend_from_slice(&w.kept[kept * padded..(kept + 1) * padded]);
            }
        }
    }

    /// Computes the input row of a form and keeps it; the empty form stands for the root.
    #[cold]
    fn compute_input(&self, form: &str, root: bool, w: &mut Workspace) -> usize {
        let (width, padded) = (self.shape.width, self.lstm[0][0][0].weights.inputs());
        if w.forms.len() >= KEPT_FORMS {
            w.forms.clear();
            w.kept.clear();
        }
        let mut row = std::mem::take(&mut w.row);
        row.clear();
        row.resize(width, 0.0);
        if root {
            self.root.add(0, &mut row);
        } else {
            vector_key(form, &mut w.key);
            let mut vector = self.vectors.find(&w.key);
            word_key(form, &mut w.key);
            vector = vector.or_else(|| self.vectors.find(&w.key));
            self.word.add(self.words.find(&w.key).map_or(0, |place| place + 1), &mut row);
            for (table, &hashed) in self.hashed.iter().zip(&keys(form, &w.key).hashed) {
                table.add(hashed as usize, &mut row);
            }
            if let Some(place) = vector {
                let (cells, scale) = self.vector.row(place);
                let mut x: Vec<i16> = cells.iter().map(|c| i16::from(c.cast_signed())).collect();
                x.resize(self.project.weights.inputs(), 0);
                let mut sums = vec![0; self.project.weights.outputs()];
                multiply(self.kernel, &self.project.weights, &x, &mut sums);
                for (i, cell) in row.iter_mut().enumerate() {
                    *cell += sums[i] as f32 * self.project.scale[i] * scale;
                }
            }
        }
        normalise(&mut row);
        let place = w.kept.len() / padded;
        let values = row.iter().zip(self.norm[0].iter().zip(&self.norm[1]));
        w.kept.extend(values.map(|(x, (gain, bias))| to_integer((x * gain + bias) * SCALE.input)));
        w.kept.resize((place + 1) * padded, 0);
        w.forms.insert(form.to_owned(), place as u32);
        w.row = row;
        place
    }

    /// `out = linear(input)`, rows of `columns` numbers.
    fn linear_f32(&self, linear: &Linear, input: &[i16], sums: &mut Vec<i32>, out: &mut Vec<f32>, columns: usize) {
        let (outputs, rows) = (linear.weights.outputs(), input.len() / linear.weights.inputs());
        sums.resize(rows * outputs, 0);
        multiply(self.kernel, &linear.weights, input, sums);
        out.resize(rows * columns, 0.0);
        for (out, sums) in out.chunks_exact_mut(columns).zip(sums.chunks_exact(outputs)) {
            let parameters = linear.scale[..columns].iter().zip(&linear.bias[..columns]);
            for ((out, &sum), (scale, bias)) in out.iter_mut().zip(sums).zip(parameters) {
                *out = sum as f32 * scale + bias;
            }
        }
    }

    /// Runs one direction of a layer over `w.projected` and writes its half of `w.output`.
    fn recur(&self, hidden: &Linear, backward: bool, lengths: &[usize], starts: &[usize], w: &mut Workspace) {
        let width = self.shape.width;
        let (outputs, padded) = (hidden.weights.outputs(), hidden.weights.inputs());
        let n = lengths.len();
        w.state.clear();
        w.state.resize(n * padded, 0);
        w.cells.clear();
        w.cells.resize(n * width, 0.0);
        w.sums.resize(n * outputs, 0);
        w.step_projected.resize(n * 4 * width, 0.0);
        let gates = Gates { width, scale: &hidden.scale, stride: outputs, output_scale: SCALE.hidden };
        let mut active = n;
        for step in 0..lengths[0] {
            while lengths[active - 1] <= step {
                active -= 1;
            }
            let row = |s: usize| starts[s] + if backward { lengths[s] - 1 - step } else { step };
            multiply(self.kernel, &hidden.weights, &w.state[..active * padded], &mut w.sums);
            for (s, to) in w.step_projected.chunks_exact_mut(4 * width).take(active).enumerate() {
                to.copy_from_slice(&w.projected[row(s) * 4 * width..(row(s) + 1) * 4 * width]);
            }
            let cells = &mut w.cells[..active * width];
            lstm_cells(self.kernel, gates, &w.sums, &w.step_projected, cells, &mut w.state[..active * padded]);
            for (s, state) in w.state.chunks_exact(padded).take(active).enumerate() {
                let to = row(s) * 2 * width + if backward { width } else { 0 };
                w.output[to..to + width].copy_from_slice(&state[..width]);
            }
        }
    }

    /// Writes the best tags and features of `n` words; `row` is the first word's row.
    fn read_tags(&self, document: &mut Document, first: TokenIx, row: usize, n: usize, w: &Workspace) {
        let outputs = self.heads.weights.outputs();
        let (upos, xpos) = (self.shape.upos, self.shape.xpos);
        for (i, values) in w.head_values[row * outputs..].chunks_exact(outputs).take(n).enumerate() {
            let token = &mut document.tokens[first + i];
            token.upos = self.upos[best(&values[..upos])];
            token.xpos = self.xpos[best(&values[upos..upos + xpos])];
            token.features = self.features[best(&values[upos + xpos..upos + xpos + self.shape.features])];
        }
    }

    /// Writes heads and relations of `n` words; `root` is the row of the sentence's root.
    fn read_tree(&self, document: &mut Document, first: TokenIx, root: usize, n: usize, w: &mut Workspace) {
        let (s, outputs) = (self.shape, self.heads.weights.outputs());
        let [dependent, head, label_dependent, label_head] = {
            let arcs = s.upos + s.xpos + s.features;
            [arcs, arcs + s.arc, arcs + 2 * s.arc, arcs + 2 * s.arc + s.label]
        };
        let values = |row: usize| &w.head_values[(root + row) * outputs..(root + row + 1) * outputs];
        let padded = self.form.weights.inputs();
        w.scorer.clear();
        w.scorer.resize(n * padded, 0);
        for i in 0..n {
            let units = &values(i + 1)[dependent..dependent + s.arc];
            let to = &mut w.scorer[i * padded..i * padded + s.arc];
            to.iter_mut().zip(units).for_each(|(to, &x)| *to = to_integer(x.max(0.0) * SCALE.scorer));
        }
        w.heads_transposed.resize(s.arc * (n + 1), 0.0);
        w.base.clear();
        for j in 0..=n {
            let mut bias = 0.0;
            for (k, &x) in values(j)[head..head + s.arc].iter().enumerate() {
                let x = x.max(0.0);
                w.heads_transposed[k * (n + 1) + j] = x;
                bias += x * self.head_bias[k];
            }
            w.base.push(bias);
        }
        self.linear_f32(&self.form, &w.scorer, &mut w.sums, &mut w.formed, s.arc);
        w.scores.resize(n * (n + 1), 0.0);
        let transposed = &w.heads_transposed[..s.arc * (n + 1)];
        arc_scores(self.kernel, &w.formed[..n * s.arc], transposed, &w.base, s.arc, &mut w.scores[..n * (n + 1)]);
        for (i, row) in w.scores.chunks_exact_mut(n + 1).take(n).enumerate() {
            for (j, score) in row.iter_mut().enumerate() {
                let distance = (j as isize - i as isize - 1).clamp(-(MAX_DISTANCE as isize), MAX_DISTANCE as isize);
                *score += self.distance[(distance + MAX_DISTANCE as isize) as usize];
            }
        }
        w.arcs.resize(n, 0);
        best_heads(&w.scores[..n * (n + 1)], n, &mut w.arcs);
        if !is_tree(&w.arcs) {
            w.arcs = tree(&w.scores[..n * (n + 1)], n);
        }
        let padded = self.label_out.weights.inputs();
        w.scorer.clear();
        w.scorer.resize(n * padded, 0);
        for i in 0..n {
            let own = &values(i + 1)[label_dependent..label_dependent + s.label];
            let heads = &values(w.arcs[i])[label_head..label_head + s.label];
            let to = &mut w.scorer[i * padded..i * padded + s.label];
            for (to, (a, b)) in to.iter_mut().zip(own.iter().zip(heads)) {
                *to = to_integer((a + b).max(0.0) * SCALE.scorer);
            }
        }
        self.linear_f32(&self.label_out, &w.scorer, &mut w.sums, &mut w.formed, s.relations);
        for (i, values) in w.formed.chunks_exact(s.relations).take(n).enumerate() {
            let token = &mut document.tokens[first + i];
            // The root's word is `root` and no other word is.
            if w.arcs[i] == 0 {
                (token.head, token.relation) = (None, Relation::ROOT);
            } else {
                token.head = Some(first + w.arcs[i] - 1);
                token.relation = self.best_relation(values);
            }
        }
    }

    fn best_relation(&self, values: &[f32]) -> Relation {
        let candidates = self.relations.iter().zip(values).filter(|(relation, _)| **relation != Relation::ROOT);
        let start = (Relation::DEP, f32::NEG_INFINITY);
        candidates.fold(start, |best, (&relation, &value)| if value > best.1 { (relation, value) } else { best }).0
    }
}

/// The place of the greatest value, the first of equals.
fn best(values: &[f32]) -> usize {
    // Eight running maxima, which the compiler keeps in one register, then the first place of the greatest.
    let mut lanes = [f32::NEG_INFINITY; 8];
    let chunks = values.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = if value > *lane { value } else { *lane };
        }
    }
    let greatest = lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |a, &b| if b > a { b } else { a });
    values.iter().position(|&v| v == greatest).unwrap_or(0)
}

/// Subtracts the mean and divides by the deviation (Ba, Kiros and Hinton 2016).
fn normalise(row: &mut [f32]) {
    let n = row.len() as f32;
    let mean = row.iter().sum::<f32>() / n;
    let variance = row.iter().map(|c| (c - mean) * (c - mean)).sum::<f32>() / n;
    let deviation = (variance + 1e-5).sqrt();
    for cell in row {
        *cell = (*cell - mean) / deviation;
    }
}
