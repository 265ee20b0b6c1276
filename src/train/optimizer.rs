//! Adam (Kingma and Ba 2015) with clipping, sparse for tables, and the running average of the weights.

use crate::train::parameters::{Parameters, Tensor};

/// The settings of a run.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// Highest learning rate.
    pub rate: f32,
    /// Steps until it is reached, linearly.
    pub warm_up: usize,
    /// Steps of the whole run; the rate falls to zero as a cosine.
    pub steps: usize,
}

impl Schedule {
    /// The learning rate of a step, counted from 0.
    pub fn at(&self, step: usize) -> f32 {
        if step < self.warm_up {
            return self.rate * (step + 1) as f32 / self.warm_up as f32;
        }
        let done = (step - self.warm_up) as f32 / (self.steps.saturating_sub(self.warm_up)).max(1) as f32;
        self.rate * 0.5 * (1.0 + (std::f32::consts::PI * done.min(1.0)).cos())
    }
}

/// The optimizer's state.
#[derive(Debug)]
pub struct Adam {
    schedule: Schedule,
    step: usize,
    first: Vec<Vec<f32>>,
    second: Vec<Vec<f32>>,
    average: Vec<Vec<f32>>,
}

const BETA: (f32, f32) = (0.9, 0.98);
const EPSILON: f32 = 1e-8;
const CLIP: f32 = 5.0;
/// The running average takes in the weights every so many steps, with this inertia.
const AVERAGE: (usize, f32) = (10, 0.995);

impl Adam {
    /// A fresh optimizer for these parameters.
    pub fn new(schedule: Schedule, parameters: &Parameters) -> Self {
        let zeros = || parameters.tensors.iter().map(|t| vec![0.0; t.value.len()]).collect::<Vec<_>>();
        let average = parameters.tensors.iter().map(|t| t.value.clone()).collect();
        Self { schedule, step: 0, first: zeros(), second: zeros(), average }
    }

    /// Takes one step along the gradients.
    pub fn step(&mut self, parameters: &mut Parameters) {
        let scale = CLIP / norm(parameters).max(CLIP);
        let rate = self.schedule.at(self.step);
        self.step += 1;
        let n = self.step as f32;
        let correction = (1.0 - BETA.1.powf(n)).sqrt() / (1.0 - BETA.0.powf(n));
        for (i, tensor) in parameters.tensors.iter_mut().enumerate() {
            let (first, second) = (&mut self.first[i], &mut self.second[i]);
            let Tensor { value, gradient, touched, cols, .. } = tensor;
            let mut update = |range: std::ops::Range<usize>| {
                let cells = value[range.clone()].iter_mut().zip(&gradient[range.clone()]);
                let moments = first[range.clone()].iter_mut().zip(&mut second[range]);
                for ((w, g), (m, v)) in cells.zip(moments) {
                    let g = g * scale;
                    *m = BETA.0 * *m + (1.0 - BETA.0) * g;
                    *v = BETA.1 * *v + (1.0 - BETA.1) * g * g;
                    *w -= rate * correction * *m / (v.sqrt() + EPSILON);
                }
            };
            match touched {
                None => update(0..gradient.len()),
                Some(touched) => {
                    touched.rows().iter().for_each(|&row| update(row as usize * *cols..(row as usize + 1) * *cols));
                }
            }
        }
        if self.step.is_multiple_of(AVERAGE.0) {
            // Early on the average follows more closely, so that it does not remember the first weights.
            let inertia = AVERAGE.1.min(1.0 - 10.0 / (10.0 + n / AVERAGE.0 as f32));
            for (average, tensor) in self.average.iter_mut().zip(&parameters.tensors) {
                for (a, w) in average.iter_mut().zip(&tensor.value) {
                    *a += (1.0 - inertia) * (w - *a);
                }
            }
        }
    }

    /// The parameters with their averaged weights.
    pub fn averaged(&self, parameters: &Parameters) -> Parameters {
        let mut averaged = parameters.clone();
        for (tensor, average) in averaged.tensors.iter_mut().zip(&self.average) {
            tensor.value.clone_from(average);
        }
        averaged
    }
}

/// The Euclidean norm of all gradients.
fn norm(parameters: &Parameters) -> f32 {
    let square = |cells: &[f32]| cells.iter().map(|g| g * g).sum::<f32>();
    let sum: f32 = parameters
        .tensors
        .iter()
        .map(|t| match &t.touched {
            None => square(&t.gradient),
            Some(touched) => touched.rows().iter().map(|&r| square(&t.gradient[r as usize * t.cols..][..t.cols])).sum(),
        })
        .sum();
    sum.sqrt()
}
