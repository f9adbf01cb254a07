//! The values that a level may have, and how likely each sight is from each of them.

use super::{Sight, spreads};
use crate::{median, random::Random};

/// Degrees of freedom of the noise.
pub(crate) const FREEDOM: f64 = 4.0;

/// Of what is believed of a level beforehand.
const LEVEL_FREEDOM: f64 = 3.0;

/// Scales of the noise that are tried, in units of the lattice: equal steps of their logarithm.
pub(crate) const SCALES: [f64; 9] = [0.30, 0.40, 0.54, 0.72, 0.97, 1.30, 1.75, 2.35, 3.15];

/// Neighbours are so far apart, in units.
const STEP: f64 = 0.2;

/// No lattice is larger than this.
const MOST_VALUES: f64 = 400.0;

pub struct Lattice {
    /// Of the sights, from the first.
    pub at: Vec<f64>,
    /// `[n_values]`, in units around the middle.
    pub values: Vec<f64>,
    /// Beforehand, of each value; they add up to 1.
    pub beforehand: Vec<f64>,
    /// `[scales][n_sights][n_values]`: logarithms of densities.
    pub logs: Vec<Vec<Vec<f64>>>,
    middle: f64,
    unit: f64,
}

impl Lattice {
    pub fn of(seen: &[Sight]) -> Self {
        let values: Vec<f64> = seen.iter().map(|it| it.value).collect();
        let middle = median(&values).unwrap_or(0.0);
        let (wide, unit) = scale_of(seen, &values);
        let in_units = |value: f64| (value - middle) / unit;
        let wide = wide / unit;
        let nodes = nodes(values.iter().map(|&value| in_units(value)), wide);
        let likely: Vec<f64> =
            nodes.iter().map(|x| student_log(x / wide, LEVEL_FREEDOM).exp()).collect();
        let all: f64 = likely.iter().sum();
        let row = |scale: f64, it: &Sight| -> Vec<f64> {
            let scale = scale.hypot(it.error / unit);
            let log = |x: &f64| student_log((in_units(it.value) - x) / scale, FREEDOM) - scale.ln();
            nodes.iter().map(log).collect()
        };
        let logs = SCALES.map(|scale| seen.iter().map(|it| row(scale, it)).collect());
        Self {
            at: seen.iter().map(|it| it.at - seen[0].at).collect(),
            beforehand: likely.iter().map(|it| it / all).collect(),
            logs: logs.into(),
            values: nodes,
            middle,
            unit,
        }
    }

    /// Between a value and its neighbours: so far a drawn one may lie from where it was drawn.
    pub fn within_a_place(&self, random: &mut Random) -> f64 {
        (random.uniform() - 0.5) * (self.values[1] - self.values[0])
    }

    pub fn in_units_of_sights(&self, value: f64) -> f64 {
        self.middle + self.unit * value
    }
}

/// How far levels may lie apart, and the unit: the noise, as far as neighbours tell.
pub(crate) fn scale_of(seen: &[Sight], values: &[f64]) -> (f64, f64) {
    let (around, between) = spreads(values);
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let errors: Vec<f64> = seen.iter().map(|it| it.error).collect();
    let floor = median(&errors).unwrap_or(0.0).max(1e-9 * largest).max(1e-12);
    let wide = around.max(between).max(floor);
    // Neighbours that are equal by chance must not make the noise vanish.
    (wide, between.min(wide).max(floor).max(wide / 8.0))
}

/// From the lowest to the highest sight, but no further from the middle than six times the scatter.
fn nodes(values: impl Iterator<Item = f64>, wide: f64) -> Vec<f64> {
    let reach = 6.0 * wide;
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(value.max(-reach)), high.max(value.min(reach)))
    });
    let (low, high) = (low - 1.0, high + 1.0);
    let n = ((high - low) / STEP).ceil().clamp(20.0, MOST_VALUES) as usize;
    (0..=n).map(|i| low + (high - low) * i as f64 / n as f64).collect()
}

/// The logarithm of the density of Student's t, but for its constant: the same for all that is compared.
pub(crate) fn student_log(x: f64, freedom: f64) -> f64 {
    -(freedom + 1.0) / 2.0 * (x * x / freedom).ln_1p()
}
