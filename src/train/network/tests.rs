use super::*;
use crate::syntax::model::Shape;
use crate::train::batch::{Input, Sentence};

/// Every tensor's gradient against the difference quotient of the loss.
#[test]
fn gradients_agree_with_difference_quotients() {
    let shape = Shape {
        words: 7,
        vector: 3,
        width: 6,
        layers: 2,
        arc: 5,
        label: 4,
        upos: 3,
        xpos: 4,
        features: 2,
        relations: 5,
    };
    let mut random = Random::new(11);
    let mut p = Parameters::new(shape, &mut random);
    // Larger tables than in training, so that every part matters.
    p.tensors.iter_mut().for_each(|t| t.value.iter_mut().for_each(|v| *v += 0.3 * random.normal()));
    let vectors = Vectors { width: 3, values: (0..12).map(|_| random.normal()).collect(), ..Vectors::default() };
    let length = 4;
    let sentences: Vec<Sentence> = (0..3)
        .map(|_| Sentence {
            forms: vec![String::new(); length],
            labels: [3, 4, 2, 5].map(|n| (0..length).map(|_| random.below(n) as u32).collect()),
            heads: vec![2, 0, 2, 3],
            soft: None,
        })
        .collect();
    let input = |random: &mut Random| Input {
        word: random.below(7) as u32,
        hashed: std::array::from_fn(|_| random.below(200) as u32),
        vector: (random.uniform() < 0.7).then(|| random.below(4) as u32),
    };
    let inputs = (0..3).map(|_| (0..length).map(|_| input(&mut random)).collect()).collect();
    let batch = Batch { length, sentences: sentences.iter().collect(), inputs };
    let dropout = Dropout { word: 0.2, unit: 0.25 };
    let loss = |p: &mut Parameters| {
        p.clear_gradients();
        train(p, &vectors, &batch, dropout, &mut Random::new(5)).iter().map(|l| f64::from(*l)).sum::<f64>()
    };
    loss(&mut p);
    let gradients: Vec<Vec<f32>> = p.tensors.iter().map(|t| t.gradient.clone()).collect();
    for (i, gradient) in gradients.iter().enumerate() {
        // The cells with the largest gradients: the quotient is least noisy there.
        let mut cells: Vec<usize> = (0..gradient.len()).collect();
        cells.sort_by(|&a, &b| gradient[b].abs().total_cmp(&gradient[a].abs()));
        assert!(gradient[cells[0]] != 0.0, "{} gets no gradient", p.tensors[i].name);
        for &cell in cells.iter().take(4) {
            let original = p.tensors[i].value[cell];
            let step = 2e-3;
            p.tensors[i].value[cell] = original + step;
            let above = loss(&mut p);
            p.tensors[i].value[cell] = original - step;
            let below = loss(&mut p);
            p.tensors[i].value[cell] = original;
            let quotient = (above - below) / (2.0 * f64::from(step));
            let error = (quotient - f64::from(gradient[cell])).abs();
            let name = &p.tensors[i].name;
            assert!(error < 2e-3 + 0.03 * quotient.abs(), "{name}[{cell}]: {} not {quotient}", gradient[cell]);
        }
    }
}
