//! Trained parameters → the model file of `syntax::model`: 8-bit rows with a factor each.

use crate::syntax::model::{Header, MAGIC};
use crate::train::batch::Vectors;
use crate::train::parameters::Tensor;
use crate::train::run::Trained;

/// The bytes of `english-*.bin`.
pub fn model(trained: &Trained) -> Vec<u8> {
    let p = &trained.parameters;
    let s = p.shape;
    let header =
        serde_json::to_vec(&Header { shape: s, labels: trained.inventory.labels.clone() }).expect("plain data");
    let mut out = MAGIC[0].to_vec();
    number(&mut out, header.len());
    out.extend(&header);
    words(&mut out, trained.inventory.words.iter().map(String::as_str));
    let tensor = |place: usize| &p.tensors[place];
    let bias = |place: usize| p.tensors[place].value.as_slice();
    for place in std::iter::once(p.at.word).chain(p.at.hashed).chain([p.at.root]) {
        let t = tensor(place);
        rows(&mut out, &t.value, t.cols, None);
    }
    linear(&mut out, &[(tensor(p.at.vector), &vec![0.0; s.width])]);
    p.at.norm.iter().for_each(|&place| floats(&mut out, bias(place)));
    for [input, hidden, b] in p.at.lstm.iter().flatten() {
        linear(&mut out, &[(tensor(*input), bias(*b))]);
        linear(&mut out, &[(tensor(*hidden), &vec![0.0; 4 * s.width])]);
    }
    let heads = p.at.tags.iter().chain(&p.at.arc).chain(&p.at.label);
    let heads: Vec<(&Tensor, &[f32])> = heads.map(|[w, b]| (tensor(*w), bias(*b))).collect();
    linear(&mut out, &heads);
    // The kernel computes `form · dependent`, so that the form stands transposed beside the other matrices.
    linear(&mut out, &[(tensor(p.at.bilinear[0]), &vec![0.0; s.arc])]);
    floats(&mut out, bias(p.at.bilinear[1]));
    floats(&mut out, bias(p.at.bilinear[2]));
    linear(&mut out, &[(tensor(p.at.label_out[0]), bias(p.at.label_out[1]))]);
    out
}

/// The bytes of `english-vectors.bin`.
pub fn vectors(vectors: &Vectors) -> Vec<u8> {
    let mut sorted: Vec<(&str, u32)> = vectors.rows.iter().map(|(word, row)| (word.as_str(), *row)).collect();
    sorted.sort_unstable();
    let mut out = MAGIC[1].to_vec();
    words(&mut out, sorted.iter().map(|(word, _)| *word));
    number(&mut out, vectors.width);
    let row = |row: u32| &vectors.values[row as usize * vectors.width..(row as usize + 1) * vectors.width];
    let values: Vec<f32> = sorted.iter().flat_map(|(_, r)| row(*r)).copied().collect();
    rows(&mut out, &values, vectors.width, None);
    out
}

fn number(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).expect("sizes of a model fit 32 bits").to_le_bytes());
}

fn floats(out: &mut Vec<u8>, values: &[f32]) {
    for value in values {
        out.extend(value.to_le_bytes());
    }
}

fn words<'a>(out: &mut Vec<u8>, words: impl Iterator<Item = &'a str> + Clone) {
    number(out, words.clone().count());
    number(out, words.clone().map(str::len).sum());
    let mut start = 0;
    number(out, start);
    for word in words.clone() {
        start += word.len();
        number(out, start);
    }
    words.for_each(|word| out.extend(word.as_bytes()));
}

/// Factors, then the bias if there is one, then the integers.
fn rows(out: &mut Vec<u8>, values: &[f32], cols: usize, bias: Option<&[f32]>) {
    let factor = |row: &[f32]| (row.iter().fold(0.0f32, |a, v| a.max(v.abs())) / 127.0).max(1e-12);
    let factors: Vec<f32> = values.chunks_exact(cols).map(factor).collect();
    floats(out, &factors);
    if let Some(bias) = bias {
        floats(out, bias);
    }
    for (row, factor) in values.chunks_exact(cols).zip(&factors) {
        out.extend(row.iter().map(|v| ((v / factor).round() as i8).cast_unsigned()));
    }
}

/// Matrices that share their input, one above the other, outputs as rows.
fn linear(out: &mut Vec<u8>, parts: &[(&Tensor, &[f32])]) {
    let inputs = parts[0].0.rows;
    let column = |t: &Tensor, c: usize| (0..t.rows).map(|r| t.value[r * t.cols + c]).collect::<Vec<f32>>();
    let values: Vec<f32> = parts.iter().flat_map(|(t, _)| (0..t.cols).flat_map(|c| column(t, c))).collect();
    let bias: Vec<f32> = parts.iter().flat_map(|(_, b)| b.iter().copied()).collect();
    rows(out, &values, inputs, Some(&bias));
}
