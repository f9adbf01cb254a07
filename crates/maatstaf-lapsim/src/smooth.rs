//! Smooth stand-ins for functions with a corner.

use maatstaf_numerics::jet::Real;

/// The positive part, smoothed.
///
/// ```text
/// pos(a; ε) = (a + √(a² + ε)) / 2
/// ```
///
/// `ε` is `softness`, in the square of the unit of `a`: at `a = 0` the result is `√ε / 2`.
pub fn positive_part<R: Real>(a: R, softness: f64) -> R {
    (a + (a.square() + softness).sqrt()) * 0.5
}

/// `x` up to `from`; beyond, it bends and stays below `from + width`.
///
/// ```text
/// x                               where x ≤ from
/// from + width tanh((x − from)/width)   beyond
/// ```
///
/// Value, slope and second derivative have no jump.
pub fn bent<R: Real>(x: R, from: f64, width: f64) -> R {
    if x.value() <= from { x } else { ((x - from) * (1.0 / width)).tanh() * width + from }
}
