//! Random numbers that are a function of a seed and a count: the same on any machine and any number of
//! threads.
//!
//! ```
//! use maatstaf_numerics::random::Random;
//!
//! let mut random = Random::new(7, 0);
//! let again = Random::new(7, 0).uniform();
//! assert_eq!(random.uniform(), again);
//! assert_ne!(random.uniform(), again);
//! ```

/// A stream of random numbers. Streams of one seed do not depend on each other.
///
/// Each number is the count, spread over all bits by SplitMix64: Steele, Lea & Flood (2014), *Fast
/// splittable pseudorandom number generators*, OOPSLA.
#[derive(Clone, Debug, PartialEq)]
pub struct Random {
    state: u64,
}

/// The golden ratio, in 64 bits.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// A stream of a seed.
    pub const fn new(seed: u64, stream: u64) -> Self {
        Self { state: spread(spread(seed.wrapping_add(STEP)) ^ stream.wrapping_mul(STEP)) }
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        spread(self.state)
    }

    /// From 0 to 1, 1 left out.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From a normal distribution with mean 0 and variance 1, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let far = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        far * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// An exponential time with mean 1, from 23 random bits, in single precision and without a branch: fast where many
/// are drawn at once.
///
/// The logarithm is that of S. L. Moshier, *Cephes* (1992), `logf.c`: off by less than 1e-7 of its size.
///
/// ```
/// use maatstaf_numerics::random::exponential_of;
///
/// let even = exponential_of(1 << 22);
/// assert!((even - std::f32::consts::LN_2).abs() < 1e-6);
/// ```
#[inline]
pub const fn exponential_of(bits: u32) -> f32 {
    let uniform = ((bits & 0x7f_ffff) as f32 + 0.5) * (1.0 / 8_388_608.0);
    // The mantissa from √½ to √2, so that little is lost next to 1.
    let shifted = uniform.to_bits().wrapping_sub(0x3f35_04f3).cast_signed();
    let exponent = (shifted >> 23) as f32;
    let x = f32::from_bits((shifted & 0x7f_ffff).cast_unsigned() + 0x3f35_04f3) - 1.0;
    let square = x * x;
    let mut series = 7.037_684e-2;
    series = series * x - 1.151_461e-1;
    series = series * x + 1.167_699_8e-1;
    series = series * x - 1.242_014_1e-1;
    series = series * x + 1.424_932_3e-1;
    series = series * x - 1.666_805_7e-1;
    series = series * x + 2.000_071_5e-1;
    series = series * x - 2.499_999_4e-1;
    series = series * x + 3.333_333e-1;
    let logarithm = x + (x * square * series - 0.5 * square) + exponent * std::f32::consts::LN_2;
    -logarithm
}

const fn spread(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
#[path = "random_tests.rs"]
mod tests;
