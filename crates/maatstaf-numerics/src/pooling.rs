//! One number from several that were measured apart, each with its own error and its own truth.

use crate::distributions::{chi_squared_quantile, incomplete_gamma, student_t_quantile};

/// A number that was measured, and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The number.
    pub value: f64,
    /// Its standard error, above 0.
    pub error: f64,
}

/// What some measured numbers have in common, and by how much their truths differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// The mean of the truths.
    pub mean: f64,
    /// The standard error of the mean.
    pub error: f64,
    /// The lower and upper end of the interval of the mean.
    pub interval: (f64, f64),
    /// The standard deviation of the truths about their mean.
    pub spread: f64,
    /// Its interval.
    pub spread_interval: (f64, f64),
    /// The share of the variance of the numbers that is not their errors: from 0 to 1.
    pub share: f64,
    /// Its interval.
    pub share_interval: (f64, f64),
    /// How often errors alone would spread the numbers at least so far.
    pub by_chance: f64,
    /// Where the next number would be, measured with no error; `None` below three numbers.
    pub next: Option<(f64, f64)>,
    /// How many numbers.
    pub n: usize,
}

impl Pooled {
    /// How far from the mean the next number may be, when it is measured with an error of its own.
    pub fn next_reach(&self, error: f64, coverage: f64) -> f64 {
        let df = (self.n as f64 - 2.0).max(1.0);
        let variance = self.spread * self.spread + self.error * self.error + error * error;
        student_t_quantile(0.5 + 0.5 * coverage, df) * variance.sqrt()
    }
}

/// Pools some numbers: `yᵢ = μ + bᵢ + eᵢ` with `bᵢ ~ N(0, τ²)` and `eᵢ ~ N(0, sᵢ²)`.
///
/// ```text
/// wᵢ = 1 / (sᵢ² + τ²)        μ = Σ wᵢ yᵢ / Σ wᵢ        Q(τ²) = Σ wᵢ (yᵢ − μ)²
/// Q(τ²) = k − 1  gives τ²;  its quantiles under χ²ₖ₋₁ give the ends of its interval
/// se² = max(1, Q / (k − 1)) / Σ wᵢ        μ ± t₍ₖ₋₁₎ · se
/// ```
///
/// `None` below two numbers, or when a number is not finite or an error not above 0.
///
/// τ² by Paule & Mandel (1982); interval of the mean by Hartung & Knapp (2001), never narrower than
/// the plain one (Röver, Knapp & Friede 2015); interval of τ² by Viechtbauer (2007), *Confidence
/// intervals for the amount of heterogeneity in meta-analysis*; the next number by Higgins,
/// Thompson & Spiegelhalter (2009).
///
/// ```
/// use maatstaf_numerics::pooling::{Measured, pooled};
///
/// let numbers = [0.2, 0.4, 0.3].map(|value| Measured { value, error: 0.1 });
/// let pooled = pooled(&numbers, 0.90).expect("three numbers can be pooled");
/// assert!((pooled.mean - 0.3).abs() < 1e-12 && pooled.spread < 1e-6);
/// assert!(pooled.interval.0 < 0.3 && 0.3 < pooled.interval.1);
/// ```
pub fn pooled(numbers: &[Measured], coverage: f64) -> Option<Pooled> {
    let is_sound = |it: &Measured| it.value.is_finite() && it.error.is_finite() && it.error > 0.0;
    let n = numbers.len();
    if n < 2 || !numbers.iter().all(is_sound) {
        return None;
    }
    let df = (n - 1) as f64;
    let tail = 0.5 * (1.0 - coverage);
    let variance = variance_where(numbers, df);
    let low = variance_where(numbers, chi_squared_quantile(1.0 - tail, df));
    let high = variance_where(numbers, chi_squared_quantile(tail, df));
    let (mean, weights) = mean_of(numbers, variance);
    let excess = (spread_of(numbers, variance) / df).max(1.0);
    let error = (excess / weights).sqrt();
    let t = student_t_quantile(1.0 - tail, df);
    let typical = typical_variance(numbers);
    let share = |variance: f64| variance / (variance + typical);
    let mut pooled = Pooled {
        mean,
        error,
        interval: (mean - t * error, mean + t * error),
        spread: variance.sqrt(),
        spread_interval: (low.sqrt(), high.sqrt()),
        share: share(variance),
        share_interval: (share(low), share(high)),
        by_chance: 1.0 - incomplete_gamma(0.5 * spread_of(numbers, 0.0), 0.5 * df),
        next: None,
        n,
    };
    let reach = pooled.next_reach(0.0, coverage);
    pooled.next = (n >= 3).then_some((mean - reach, mean + reach));
    Some(pooled)
}

/// The weighted mean and the sum of the weights.
fn mean_of(numbers: &[Measured], variance: f64) -> (f64, f64) {
    let weight = |it: &Measured| 1.0 / (it.error * it.error + variance);
    let weights: f64 = numbers.iter().map(weight).sum();
    let sum: f64 = numbers.iter().map(|it| weight(it) * it.value).sum();
    (sum / weights, weights)
}

/// `Q(τ²)`, which falls as τ² grows.
fn spread_of(numbers: &[Measured], variance: f64) -> f64 {
    let (mean, _) = mean_of(numbers, variance);
    let part = |it: &Measured| (it.value - mean).powi(2) / (it.error * it.error + variance);
    numbers.iter().map(part).sum()
}

/// The variance at which `Q` is as large as `want`; 0 where it is smaller with none.
fn variance_where(numbers: &[Measured], want: f64) -> f64 {
    if spread_of(numbers, 0.0) <= want || want <= 0.0 {
        return 0.0;
    }
    let mut high = numbers.iter().map(|it| it.error * it.error).fold(0.0, f64::max);
    while spread_of(numbers, high) > want {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if spread_of(numbers, middle) > want { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The error variance of a typical number: Higgins & Thompson (2002), equation 9.
fn typical_variance(numbers: &[Measured]) -> f64 {
    let weights = numbers.iter().map(|it| 1.0 / (it.error * it.error));
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    (numbers.len() - 1) as f64 * sum / (sum * sum - squares)
}

#[cfg(test)]
#[path = "pooling_tests.rs"]
mod tests;
