//! Whether values rise or fall along a line, with noise that is now and then wild.
//!
//! ```text
//! yᵢ = a + b · (xᵢ − x̄) + √(σ² + eᵢ²) · tᵢ        tᵢ from Student's t with 4 degrees of freedom
//! ```
//!
//! Beforehand there is a slope or there is none, one as likely as the other. `a`, `b` and `σ` are summed over a
//! lattice, so nothing is fitted and then held for true.
//!
//! ```
//! use maatstaf_numerics::level::Sight;
//! use maatstaf_numerics::trend::trend;
//!
//! let noise = [0.1, -0.2, 0.0, 0.3, -0.1, 0.2, -0.3, 0.1, 0.0, -0.1];
//! let seen = |slope: f64| -> Vec<Sight> {
//!     let value = |i: usize| slope * i as f64 + noise[i];
//!     (0..10).map(|i| Sight { at: i as f64, value: value(i), error: 0.0 }).collect()
//! };
//! assert!(trend(&seen(0.0)).unwrap().real < 0.4);
//! let rising = trend(&seen(0.3)).unwrap();
//! assert!(rising.real > 0.95 && rising.slope.low > 0.2 && rising.slope.high < 0.4);
//! ```

use crate::level::lattice::{FREEDOM, SCALES, scale_of, student_log};
use crate::level::{Estimate, SIGHTS_NEEDED, Sight};
use crate::median;

/// Half as many places of a lattice as it has, but for the middle.
const HALF: i32 = 30;

/// A slope, and whether there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The probability that there is a slope at all, which was 1/2 beforehand.
    pub real: f64,
    /// The slope if there is one: its median, and the ends of its 90 % interval.
    pub slope: Estimate,
}

/// The trend of sights in order; `None` with fewer than [`SIGHTS_NEEDED`], or all at one place.
pub fn trend(seen: &[Sight]) -> Option<Trend> {
    let places: Vec<f64> = seen.iter().map(|it| it.at).collect();
    let middle = places.iter().sum::<f64>() / places.len() as f64;
    let half = places.iter().fold(0.0_f64, |most, at| most.max((at - middle).abs()));
    let finite = seen.iter().all(|it| it.value.is_finite() && it.error.is_finite());
    if seen.len() < SIGHTS_NEEDED || !finite || !half.is_finite() || half <= 0.0 {
        return None;
    }
    let values: Vec<f64> = seen.iter().map(|it| it.value).collect();
    let centre = median(&values)?;
    let (wide, unit) = scale_of(seen, &values);
    let in_units = |it: &Sight| Point {
        x: (it.at - middle) / half,
        y: (it.value - centre) / unit,
        error: it.error / unit,
    };
    let points: Vec<Point> = seen.iter().map(in_units).collect();
    let weights = slopes(&points, wide / unit);
    let level = weights[HALF as usize] / beforehand(0, wide / unit);
    let all: f64 = weights.iter().sum();
    let slope_of = |i: f64| (i - f64::from(HALF)) * slope_step(wide / unit) * unit / half;
    let end = |share: f64| slope_of(place_of(&weights, share * all));
    Some(Trend {
        real: all / (all + level),
        slope: Estimate { low: end(0.05), median: end(0.5), high: end(0.95) },
    })
}

struct Point {
    x: f64,
    y: f64,
    error: f64,
}

fn slope_step(wide: f64) -> f64 {
    4.0 * wide / f64::from(HALF)
}

/// What is believed of the places of a slope; the sum over all places is 1.
fn beforehand(place: i32, wide: f64) -> f64 {
    let log = |place: i32| student_log(f64::from(place) * slope_step(wide) / wide, 3.0);
    let all: f64 = (-HALF..=HALF).map(|other| log(other).exp()).sum();
    log(place).exp() / all
}

/// How much each slope is believed, from the lowest to the highest.
fn slopes(points: &[Point], wide: f64) -> Vec<f64> {
    let intercepts: Vec<f64> = (-20..=20).map(|i| f64::from(i) * 2.0 * wide / 20.0).collect();
    let mut logs = Vec::new();
    for place in -HALF..=HALF {
        let slope = f64::from(place) * slope_step(wide);
        let level: Vec<(f64, f64)> =
            points.iter().map(|it| (it.y - slope * it.x, it.error)).collect();
        for scale in SCALES {
            let scales: Vec<f64> = level.iter().map(|(_, error)| scale.hypot(*error)).collect();
            let fixed: f64 = scales.iter().map(|scale| scale.ln()).sum();
            let scaled: Vec<(f64, f64)> =
                level.iter().zip(&scales).map(|((y, _), scale)| (y / scale, 1.0 / scale)).collect();
            for intercept in &intercepts {
                let rests = scaled.iter().map(|(y, per_scale)| y - intercept * per_scale);
                logs.push(log_density(rests) - fixed);
            }
        }
    }
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let per_slope = logs.chunks(SCALES.len() * intercepts.len());
    let sum = |logs: &[f64]| logs.iter().map(|log| (log - largest).exp()).sum::<f64>();
    per_slope.zip(-HALF..).map(|(logs, place)| beforehand(place, wide) * sum(logs)).collect()
}

/// One logarithm for many factors: they are multiplied before it is taken.
fn log_density(rests: impl Iterator<Item = f64>) -> f64 {
    let (mut product, mut log) = (1.0, 0.0);
    for rest in rests {
        product *= 1.0 + rest * rest * (1.0 / FREEDOM);
        if product > 1e200 {
            log += f64::ln(product);
            product = 1.0;
        }
    }
    -(FREEDOM + 1.0) / 2.0 * (log + product.ln())
}

/// Where the sum of weights reaches a share, linear within a place.
fn place_of(weights: &[f64], share: f64) -> f64 {
    let mut below = 0.0;
    for (i, weight) in weights.iter().enumerate() {
        if below + weight >= share && *weight > 0.0 {
            return i as f64 - 0.5 + (share - below) / weight;
        }
        below += weight;
    }
    weights.len() as f64 - 1.0
}

#[cfg(test)]
#[path = "trend_tests.rs"]
mod tests;
