//! `exp`, the logistic function and `tanh` of our own, so that every CPU gives the same bits.
//!
//! The system's functions differ in the last digit between machines, and now and then that is another tree. These use
//! only `+ - * /` of IEEE 754 in a fixed order, which the compiler neither reorders nor fuses. Relative error of
//! [`exp`]: below 3e-7.

/// `e` to the power `x`, for any finite `x`; saturates outside ±87.
///
/// ```
/// use actograph::syntax::math::exp;
/// assert!((exp(1.0) - std::f32::consts::E).abs() < 1e-6);
/// assert!(exp(-100.0) > 0.0 && exp(100.0).is_finite());
/// ```
#[inline]
pub fn exp(x: f32) -> f32 {
    // 2^23 + 2^22: adding it rounds to the nearest integer without a library call.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > 87.0 { 87.0 } else { x };
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    // ln 2 in two parts keeps the reduced argument exact.
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let y = (p * r * r + r) + 1.0;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    y * power
}

/// The logistic function, `1 / (1 + exp(-x))`.
#[inline]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[inline]
pub fn tanh(x: f32) -> f32 {
    2.0 / (1.0 + exp(-2.0 * x)) - 1.0
}

/// `sigmoid(a) * tanh(b)` with one division: division is the slowest part of an LSTM step.
#[inline]
pub fn sigmoid_tanh(a: f32, b: f32) -> f32 {
    // Beyond ±15 the hyperbolic tangent is 1 to the last bit; the product below must not overflow.
    let b = if b > 15.0 { 15.0 } else { b };
    let b = if b < -15.0 { -15.0 } else { b };
    let (ea, eb) = (exp(-a), exp(-2.0 * b));
    (1.0 - eb) / ((1.0 + ea) * (1.0 + eb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_system_functions_over_the_whole_range() {
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            let (want, got) = (f64::from(x).exp(), f64::from(exp(x)));
            assert!((got / want - 1.0).abs() < 3e-7, "exp({x}) = {got}, not {want}");
            for y in [-90.0f32, -3.0, -0.1, 0.0, 0.4, 5.0, 90.0] {
                let want = 1.0 / (1.0 + (-f64::from(x)).exp()) * f64::from(y).tanh();
                assert!((f64::from(sigmoid_tanh(x, y)) - want).abs() < 5e-7, "sigmoid({x}) * tanh({y})");
            }
            assert!((tanh(x) - x.tanh()).abs() < 3e-7, "tanh({x})");
            assert!((f64::from(sigmoid(x)) - 1.0 / (1.0 + (-f64::from(x)).exp())).abs() < 3e-7, "sigmoid({x})");
        }
    }

    #[test]
    fn saturates_instead_of_overflowing() {
        for x in [f32::MAX, f32::MIN, 1e10, -1e10, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(exp(x).is_finite() && sigmoid(x).is_finite() && tanh(x).is_finite());
        }
    }
}
