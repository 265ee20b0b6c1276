//! Matrix kernels: the only module of the crate with `unsafe` code.
//!
//! Every SIMD kernel has a scalar twin in this file, and a test that both give the same bits: inference works on
//! integers, whose sums do not depend on their order.

#![allow(unsafe_code)]

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
