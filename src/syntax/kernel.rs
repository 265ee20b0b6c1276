//! Matrix kernels: the only module of the crate with `unsafe` code.
//!
//! Every SIMD kernel has a scalar twin in this file, and a test that both give the same bits: inference works on
//! integers, whose sums do not depend on their order.

#![allow(unsafe_code)]
// The bodies below must melt into their callers: only there does the compiler know which instructions it may use.
#![allow(clippy::inline_always)]

use crate::syntax::math::{sigmoid, sigmoid_tanh};

/// The instruction sets that a kernel exists for. All give the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// Plain Rust: the reference.
    Scalar,
    /// 256-bit integers (x86-64 since 2013).
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit integers with fused dot products (AVX-512 VNNI).
    #[cfg(target_arch = "x86_64")]
    Vnni,
}

/// Outputs of a packed matrix are a multiple of this.
const LANES: usize = 32;
/// Rows that a kernel works on at once.
const ROWS: usize = 6;

impl Kernel {
    /// The fastest that this CPU has.
    pub fn detect() -> Self {
        Self::available().pop().expect("the scalar kernel is always there")
    }

    /// All that this CPU has, slowest first.
    pub fn available() -> Vec<Self> {
        let mut kernels = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                kernels.push(Self::Avx2);
                if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                    kernels.push(Self::Vnni);
                }
            }
        }
        kernels
    }
}

/// An integer matrix laid out for the kernels: for every pair of inputs the two weights of every output, side by side.
#[derive(Debug, Clone)]
pub struct Packed {
    /// Number of inputs, even.
    inputs: usize,
    /// Number of outputs, a multiple of [`LANES`]; those beyond the matrix are zero.
    outputs: usize,
    weights: Vec<i16>,
}

impl Packed {
    /// Packs `outputs × inputs` weights (row-major, one row an output).
    ///
    /// Sums stay within `i32` for any input as long as there are at most 512 of them.
    pub fn new(weights: &[i8], outputs: usize, inputs: usize) -> Self {
        assert!(inputs <= 512 && weights.len() == outputs * inputs, "a matrix of at most 512 inputs");
        let (padded_outputs, padded_inputs) = (outputs.next_multiple_of(LANES), inputs.next_multiple_of(2));
        let mut packed = vec![0; padded_outputs * padded_inputs];
        for output in 0..outputs {
            for input in 0..inputs {
                let pair = (input / 2) * padded_outputs + output;
                packed[2 * pair + input % 2] = i16::from(weights[output * inputs + input]);
            }
        }
        Self { inputs: padded_inputs, outputs: padded_outputs, weights: packed }
    }

    /// Number of outputs with padding: the row length of a product.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Number of inputs with padding: the row length of the other factor.
    pub fn inputs(&self) -> usize {
        self.inputs
    }
}

/// `out[r] = weights · x[r]` for every row: exact integer sums.
///
/// `x` holds rows of [`Packed::inputs`] numbers, `out` rows of [`Packed::outputs`].
pub fn multiply(kernel: Kernel, weights: &Packed, x: &[i16], out: &mut [i32]) {
    let rows = x.len() / weights.inputs.max(1);
    assert_eq!(x.len(), rows * weights.inputs, "whole rows");
    assert!(out.len() >= rows * weights.outputs, "room for every row");
    match kernel {
        Kernel::Scalar => multiply_scalar(weights, x, out, rows),
        // SAFETY: `Kernel::available` has asked the CPU for the feature; the assertions above bound every access.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => unsafe { x86::multiply_avx2(weights, x, out, rows) },
        #[cfg(target_arch = "x86_64")]
        Kernel::Vnni => unsafe { x86::multiply_vnni(weights, x, out, rows) },
    }
}

fn multiply_scalar(weights: &Packed, x: &[i16], out: &mut [i32], rows: usize) {
    let (inputs, outputs) = (weights.inputs, weights.outputs);
    for row in 0..rows {
        let sums = &mut out[row * outputs..(row + 1) * outputs];
        sums.fill(0);
        for (pair, x) in x[row * inputs..(row + 1) * inputs].chunks_exact(2).enumerate() {
            let (a, b) = (i32::from(x[0]), i32::from(x[1]));
            let weights = weights.weights[2 * pair * outputs..2 * (pair + 1) * outputs].chunks_exact(2);
            for (sum, w) in sums.iter_mut().zip(weights) {
                *sum += a * i32::from(w[0]) + b * i32::from(w[1]);
            }
        }
    }
}

/// What an LSTM step needs besides its sums.
#[derive(Debug, Clone, Copy)]
pub struct Gates<'a> {
    /// Width of the layer: sums hold four times as many columns, gates in the order input, forget, cell, output.
    pub width: usize,
    /// Factor of each recurrent sum.
    pub scale: &'a [f32],
    /// Row length of the sums.
    pub stride: usize,
    /// Factor by which outputs become integers.
    pub output_scale: f32,
}

/// One LSTM step for some rows: recurrent sums and projected inputs → cells and integer outputs (Hochreiter and
/// Schmidhuber 1997).
///
/// `projected` has a row of `4 * width` numbers for every row of `sums`.
pub fn lstm_cells(
    kernel: Kernel,
    gates: Gates<'_>,
    sums: &[i32],
    projected: &[f32],
    cells: &mut [f32],
    out: &mut [i16],
) {
    match kernel {
        Kernel::Scalar => lstm_cells_body(gates, sums, projected, cells, out),
        // SAFETY: the CPU has the feature; the function is safe Rust compiled for it.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 | Kernel::Vnni => unsafe { x86::lstm_cells_avx2(gates, sums, projected, cells, out) },
    }
}

#[inline(always)]
fn lstm_cells_body(gates: Gates<'_>, sums: &[i32], projected: &[f32], cells: &mut [f32], out: &mut [i16]) {
    let w = gates.width;
    let scale = &gates.scale[..4 * w];
    let rows = cells.chunks_exact_mut(w).zip(out.chunks_exact_mut(w));
    let inputs = sums.chunks_exact(gates.stride).zip(projected.chunks_exact(4 * w));
    for ((cells, out), (sums, projected)) in rows.zip(inputs) {
        let sums = &sums[..4 * w];
        for k in 0..w {
            let gate = |part: usize| sums[part * w + k] as f32 * scale[part * w + k] + projected[part * w + k];
            let cell = sigmoid(gate(1)) * cells[k] + sigmoid_tanh(gate(0), gate(2));
            cells[k] = cell;
            out[k] = to_integer(sigmoid_tanh(gate(3), cell) * gates.output_scale);
        }
    }
}

/// Scores of all arcs of a sentence: `scores[i][j] = base[j] + formed[i] · heads[j]`, with `heads` transposed
/// (`width` rows of `n_heads`), summed in the order of the width.
pub fn arc_scores(kernel: Kernel, formed: &[f32], heads: &[f32], base: &[f32], width: usize, scores: &mut [f32]) {
    match kernel {
        Kernel::Scalar => arc_scores_body(formed, heads, base, width, scores),
        // SAFETY: as in `lstm_cells`.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 | Kernel::Vnni => unsafe { x86::arc_scores_avx2(formed, heads, base, width, scores) },
    }
}

#[inline(always)]
fn arc_scores_body(formed: &[f32], heads: &[f32], base: &[f32], width: usize, scores: &mut [f32]) {
    let n = base.len();
    for (formed, scores) in formed.chunks_exact(width).zip(scores.chunks_exact_mut(n)) {
        scores.copy_from_slice(base);
        for (&f, heads) in formed.iter().zip(heads.chunks_exact(n)) {
            for (score, &h) in scores.iter_mut().zip(heads) {
                *score += f * h;
            }
        }
    }
}

/// Rounds to the nearest integer (ties to even) within the range of `i16`.
#[inline(always)]
pub fn to_integer(x: f32) -> i16 {
    const ROUND: f32 = 12_582_912.0;
    let x = if x > 32_767.0 { 32_767.0 } else { x };
    let x = if x < -32_767.0 { -32_767.0 } else { x };
    ((x + ROUND).to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32) as i16
}

#[cfg(target_arch = "x86_64")]
// The casts are for unaligned loads and stores.
#[allow(clippy::cast_ptr_alignment)]
mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_storeu_si256, _mm512_dpwssd_epi32, _mm512_loadu_si512, _mm512_set1_epi32,
        _mm512_setzero_si512, _mm512_storeu_si512,
    };

    use super::{Gates, LANES, Packed, ROWS, arc_scores_body, lstm_cells_body};

    #[target_feature(enable = "avx2")]
    pub(super) fn lstm_cells_avx2(g: Gates<'_>, sums: &[i32], projected: &[f32], cells: &mut [f32], out: &mut [i16]) {
        lstm_cells_body(g, sums, projected, cells, out);
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn arc_scores_avx2(formed: &[f32], heads: &[f32], base: &[f32], width: usize, scores: &mut [f32]) {
        arc_scores_body(formed, heads, base, width, scores);
    }

    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn multiply_avx2(weights: &Packed, x: &[i16], out: &mut [i32], rows: usize) {
        let mut row = 0;
        while row < rows {
            // SAFETY: the rows exist, by the caller's assertions.
            unsafe {
                match rows - row {
                    n if n >= ROWS => block_avx2::<ROWS>(weights, x, out, row),
                    n if n >= 3 => block_avx2::<3>(weights, x, out, row),
                    _ => block_avx2::<1>(weights, x, out, row),
                }
            }
            row += match rows - row {
                n if n >= ROWS => ROWS,
                n if n >= 3 => 3,
                _ => 1,
            };
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    unsafe fn block_avx2<const N: usize>(weights: &Packed, x: &[i16], out: &mut [i32], row: usize) {
        const STEP: usize = 16;
        let (inputs, outputs) = (weights.inputs, weights.outputs);
        for column in (0..outputs).step_by(STEP) {
            let mut sums = [[_mm256_setzero_si256(); 2]; N];
            for pair in 0..inputs / 2 {
                // SAFETY: `pair` and `column` lie within the packed matrix, `row + r` within `x` and `out`.
                unsafe {
                    let w = weights.weights.as_ptr().add(2 * (pair * outputs + column)).cast::<__m256i>();
                    let (w0, w1) = (_mm256_loadu_si256(w), _mm256_loadu_si256(w.add(1)));
                    for (r, sum) in sums.iter_mut().enumerate() {
                        let two = x.as_ptr().add((row + r) * inputs + 2 * pair).cast::<i32>().read_unaligned();
                        let two = _mm256_set1_epi32(two);
                        sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(two, w0));
                        sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(two, w1));
                    }
                }
            }
            for (r, sum) in sums.iter().enumerate() {
                // SAFETY: as above.
                unsafe {
                    let out = out.as_mut_ptr().add((row + r) * outputs + column).cast::<__m256i>();
                    _mm256_storeu_si256(out, sum[0]);
                    _mm256_storeu_si256(out.add(1), sum[1]);
                }
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) unsafe fn multiply_vnni(weights: &Packed, x: &[i16], out: &mut [i32], rows: usize) {
        let mut row = 0;
        while row < rows {
            // SAFETY: the rows exist, by the caller's assertions.
            unsafe {
                match rows - row {
                    n if n >= ROWS => block_vnni::<ROWS>(weights, x, out, row),
                    n if n >= 3 => block_vnni::<3>(weights, x, out, row),
                    _ => block_vnni::<1>(weights, x, out, row),
                }
            }
            row += match rows - row {
                n if n >= ROWS => ROWS,
                n if n >= 3 => 3,
                _ => 1,
            };
        }
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    #[inline]
    unsafe fn block_vnni<const N: usize>(weights: &Packed, x: &[i16], out: &mut [i32], row: usize) {
        let (inputs, outputs) = (weights.inputs, weights.outputs);
        for column in (0..outputs).step_by(LANES) {
            let mut sums = [[_mm512_setzero_si512(); 2]; N];
            for pair in 0..inputs / 2 {
                // SAFETY: `pair` and `column` lie within the packed matrix, `row + r` within `x` and `out`.
                unsafe {
                    let w = weights.weights.as_ptr().add(2 * (pair * outputs + column)).cast::<__m512i>();
                    let (w0, w1) = (_mm512_loadu_si512(w), _mm512_loadu_si512(w.add(1)));
                    for (r, sum) in sums.iter_mut().enumerate() {
                        let two = x.as_ptr().add((row + r) * inputs + 2 * pair).cast::<i32>().read_unaligned();
                        let two = _mm512_set1_epi32(two);
                        sum[0] = _mm512_dpwssd_epi32(sum[0], two, w0);
                        sum[1] = _mm512_dpwssd_epi32(sum[1], two, w1);
                    }
                }
            }
            for (r, sum) in sums.iter().enumerate() {
                // SAFETY: as above.
                unsafe {
                    let out = out.as_mut_ptr().add((row + r) * outputs + column).cast::<__m512i>();
                    _mm512_storeu_si512(out, sum[0]);
                    _mm512_storeu_si512(out.add(1), sum[1]);
                }
            }
        }
    }
}

/// `out = alpha · a · b + beta · out` for the trainer: row-major matrices with row strides, transposition by flags.
#[cfg(feature = "train")]
pub mod float {
    /// A read-only matrix: `rows × cols`, rows `stride` floats apart, possibly to be read transposed.
    #[derive(Clone, Copy)]
    pub struct View<'a> {
        data: &'a [f32],
        rows: usize,
        cols: usize,
        row_stride: usize,
        col_stride: usize,
    }

    impl<'a> View<'a> {
        /// `rows × cols` with rows `stride` apart.
        pub fn new(data: &'a [f32], rows: usize, cols: usize, stride: usize) -> Self {
            assert!(rows == 0 || cols == 0 || (rows - 1) * stride + cols <= data.len(), "matrix within its data");
            Self { data, rows, cols, row_stride: stride, col_stride: 1 }
        }

        /// The same data read with rows and columns exchanged.
        #[must_use]
        pub fn t(self) -> Self {
            Self {
                rows: self.cols,
                cols: self.rows,
                row_stride: self.col_stride,
                col_stride: self.row_stride,
                data: self.data,
            }
        }
    }

    /// `out (rows of stride) = a · b + beta · out`.
    pub fn gemm(out: &mut [f32], out_stride: usize, a: View<'_>, b: View<'_>, beta: f32) {
        assert_eq!(a.cols, b.rows, "inner dimensions agree");
        let (m, n, k) = (a.rows, b.cols, a.cols);
        if m == 0 || n == 0 {
            return;
        }
        assert!((m - 1) * out_stride + n <= out.len(), "result within its data");
        // SAFETY: the three assertions (here and in `View::new`) keep every access inside its slice, and the borrow
        // rules keep `out` apart from `a` and `b`.
        unsafe {
            gemm::gemm(
                m,
                n,
                k,
                out.as_mut_ptr(),
                1,
                out_stride as isize,
                beta != 0.0,
                a.data.as_ptr(),
                a.col_stride as isize,
                a.row_stride as isize,
                b.data.as_ptr(),
                b.col_stride as isize,
                b.row_stride as isize,
                beta,
                1.0,
                false,
                false,
                false,
                gemm::Parallelism::None,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that fill the whole range, the extremes included.
    fn numbers(n: usize, seed: u32) -> impl Iterator<Item = i16> {
        let mut state = seed;
        (0..n).map(move |i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if i % 7 == 0 { 32_767 } else { ((state >> 8) as i16).max(-32_767) }
        })
    }

    #[test]
    fn every_kernel_gives_the_bits_of_the_scalar_one() {
        for (outputs, inputs, rows) in
            [(1, 1, 1), (17, 192, 7), (384, 96, 25), (49, 256, 2), (40, 511, 13), (32, 512, 4)]
        {
            let weights: Vec<i8> = numbers(outputs * inputs, 1).map(|w| (w >> 8).max(-127) as i8).collect();
            let packed = Packed::new(&weights, outputs, inputs);
            let x: Vec<i16> = numbers(rows * packed.inputs(), 2).collect();
            let product = |kernel| {
                let mut out = vec![-1; rows * packed.outputs()];
                multiply(kernel, &packed, &x, &mut out);
                out
            };
            let reference = product(Kernel::Scalar);
            let by_hand: i64 = (0..inputs).map(|i| i64::from(x[i]) * i64::from(weights[i])).sum();
            assert_eq!(i64::from(reference[0]), by_hand);
            for kernel in Kernel::available() {
                assert_eq!(product(kernel), reference, "{kernel:?}, {outputs} × {inputs}, {rows} rows");
            }
        }
    }

    #[test]
    fn every_kernel_steps_the_same_cells() {
        let (width, rows, stride) = (96, 5, 384);
        let scale: Vec<f32> = numbers(4 * width, 3).map(|x| f32::from(x) * 1e-9).collect();
        let sums: Vec<i32> = numbers(rows * stride, 4).map(|x| i32::from(x) * 3_001).collect();
        let projected: Vec<f32> = numbers(rows * 4 * width, 5).map(|x| f32::from(x) * 3e-4).collect();
        let step = |kernel| {
            let mut cells: Vec<f32> = numbers(rows * width, 6).map(|x| f32::from(x) * 1e-4).collect();
            let mut out = vec![0; rows * width];
            let gates = Gates { width, scale: &scale, stride, output_scale: 16_384.0 };
            lstm_cells(kernel, gates, &sums, &projected, &mut cells, &mut out);
            (cells.iter().map(|c| c.to_bits()).collect::<Vec<_>>(), out)
        };
        let arcs = |kernel| {
            let (formed, heads): (Vec<f32>, Vec<f32>) = projected[..7 * 64].iter().map(|x| (*x, x * 0.3)).unzip();
            let mut scores = vec![0.0; 49];
            arc_scores(kernel, &formed, &heads, &projected[..7], 64, &mut scores);
            scores.iter().map(|s| s.to_bits()).collect::<Vec<_>>()
        };
        for kernel in Kernel::available() {
            assert_eq!(step(kernel), step(Kernel::Scalar), "{kernel:?}");
            assert_eq!(arcs(kernel), arcs(Kernel::Scalar), "{kernel:?}");
        }
    }

    #[test]
    fn integers_are_the_nearest_and_saturate() {
        for (x, want) in [
            (0.4, 0),
            (0.6, 1),
            (-0.6, -1),
            (2.5, 2),
            (3.5, 4),
            (1e9, 32_767),
            (-1e9, -32_767),
            (f32::INFINITY, 32_767),
        ] {
            assert_eq!(to_integer(x), want, "{x}");
        }
    }
}
