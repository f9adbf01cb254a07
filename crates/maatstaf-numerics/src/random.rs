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

const fn spread(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
#[path = "random_tests.rs"]
mod tests;
