//! An envelope in tables.

use super::ability::Ability;
use crate::double_track::DoubleTrack;
use crate::envelope::Envelope;

/// What an [`Envelope`] says, in tables: a lap on a fixed line asks some ten thousand times, and a
/// sweep asks for thousands of laps.
///
/// Edges are linear in speed, in `√(1 − y)` with `y` the share of the largest lateral acceleration,
/// and a parabola in what presses the car on the road. Up to `y = 0.9` they are within 0.3 % of
/// what lies between braking and driving straight on, where the road is not level within 1.5 %.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvelopeTable {
    car: DoubleTrack,
    /// The highest speed that its gears allow, m/s.
    top: f64,
    /// Of every speed, 0 first.
    pedals: Vec<Pedals>,
    /// `[speeds × GRAVITIES]`, m/s².
    lateral: Vec<f64>,
    /// Braking and driving, `[speeds × GRAVITIES × (CELLS + 1)]`, m/s².
    edges: Vec<[f64; 2]>,
}

/// From speed to speed, m/s.
const STEP: f64 = 1.0;
/// Pieces from straight on to the largest lateral acceleration.
const CELLS: usize = 40;
/// What presses the car on the road, by 9.81 m/s².
const GRAVITIES: [f64; 3] = [0.5, 1.0, 2.0];
/// The highest speed, m/s.
const FASTEST: f64 = 120.0;
/// Nothing is said beyond these, by 9.81 m/s².
const PRESSED: [f64; 2] = [-1.0, 4.0];
/// Where the envelope is asked instead of its last place, as a share of the largest lateral
/// acceleration.
const INSIDE: f64 = 1.0 - 1e-9;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pedals {
    /// `a_0`, `c_2`, `c_4` of coasting.
    coasting: [f64; 3],
    /// `σ` of driving, 1/N.
    slip: f64,
    /// W
    power: f64,
}

impl EnvelopeTable {
    /// Of an envelope.
    pub fn new(envelope: &Envelope) -> Self {
        let car = envelope.car().clone();
        let top = car.top_speed_by_gearing().unwrap_or(FASTEST).min(FASTEST);
        let n_speeds = (FASTEST / STEP) as usize + 2;
        let mut table =
            Self { car, top, pedals: Vec::new(), lateral: Vec::new(), edges: Vec::new() };
        for speed in (0..n_speeds).map(|i| (i as f64 * STEP).max(0.5 * STEP)) {
            // Faster than it knows, a car has more drag and the same tyres.
            let known = speed.min(envelope.speeds()[1]);
            let pedals = pedals(envelope, known, speed);
            let drag = pedals.coasting[0] - envelope.coasting(known, 0.0);
            table.pedals.push(pedals);
            for gravity in GRAVITIES {
                let slice = envelope.at(known, gravity);
                let most = slice.lateral();
                table.lateral.push(most);
                table.edges.extend((0..=CELLS).map(|cell| {
                    let left = 1.0 - cell as f64 / CELLS as f64;
                    let lateral = most * (1.0 - left * left).min(INSIDE);
                    let coasting = || [envelope.coasting(known, lateral); 2];
                    slice.grip(lateral).unwrap_or_else(coasting).map(|edge| edge + drag)
                }));
            }
        }
        table
    }

    /// The car.
    pub fn car(&self) -> &DoubleTrack {
        &self.car
    }

    /// The highest speed that its gears allow, m/s.
    pub(super) fn top(&self) -> f64 {
        self.top
    }

    fn pedals(&self, speed: f64) -> Pedals {
        let (i, share) = self.place(speed);
        let mean = |a: f64, b: f64| a + share * (b - a);
        let (low, high) = (&self.pedals[i], &self.pedals[i + 1]);
        Pedals {
            coasting: std::array::from_fn(|k| mean(low.coasting[k], high.coasting[k])),
            slip: mean(low.slip, high.slip),
            power: mean(low.power, high.power),
        }
    }

    /// The largest lateral acceleration between a speed and the next.
    fn lateral_at(&self, i: usize, share: f64, weights: &[f64; 3]) -> f64 {
        let at = |i: usize, k: usize| self.lateral[i * GRAVITIES.len() + k];
        let each = weights.iter().enumerate();
        each.map(|(k, weight)| weight * (at(i, k) + share * (at(i + 1, k) - at(i, k)))).sum()
    }

    /// The speed below, and the share of the way to the next.
    fn place(&self, speed: f64) -> (usize, f64) {
        let at = (speed / STEP).clamp(0.0, (self.pedals.len() - 1) as f64 - 1e-9);
        let below = at as usize;
        (below, at - below as f64)
    }
}

/// At a speed, of which the envelope knows the one nearest to it.
fn pedals(envelope: &Envelope, known: f64, speed: f64) -> Pedals {
    let [none, some, more] = [0.0, 10.0, 20.0].map(|lateral| envelope.coasting(known, lateral));
    // c_2 y² + c_4 y⁴ through both.
    let [some, more] = [(some - none) / 100.0, (more - none) / 400.0];
    let c_4 = (more - some) / 300.0;
    let power = envelope.engine_power(known).max(1.0);
    let force = (envelope.driven(known, 0.0, power) - none) * envelope.car().mass;
    Pedals {
        coasting: [none * (speed / known).powi(2), some - 100.0 * c_4, c_4],
        slip: (power / (force * known) - 1.0) / force,
        power: envelope.engine_power(speed),
    }
}

/// The weights of a parabola through the values at three gravities.
fn parabola(gravity: f64) -> [f64; 3] {
    let [a, b, c] = GRAVITIES;
    let g = gravity.clamp(PRESSED[0], PRESSED[1]);
    [
        (g - b) * (g - c) / ((a - b) * (a - c)),
        (g - a) * (g - c) / ((b - a) * (b - c)),
        (g - a) * (g - b) / ((c - a) * (c - b)),
    ]
}

impl Ability for EnvelopeTable {
    fn grip(&self, speed: f64, gravity: f64, lateral: f64) -> Option<[f64; 2]> {
        let ((i, by_speed), weights) = (self.place(speed), parabola(gravity));
        let share = lateral / self.lateral_at(i, by_speed, &weights);
        if !(0.0..=1.0).contains(&share) {
            return None;
        }
        let at = (1.0 - (1.0 - share).sqrt()) * CELLS as f64;
        let cell = (at as usize).min(CELLS - 1);
        let across = at - cell as f64;
        let mut edges = [0.0; 2];
        let row = |speed: usize, k: usize| {
            let from = ((i + speed) * GRAVITIES.len() + k) * (CELLS + 1) + cell;
            [self.edges[from], self.edges[from + 1]]
        };
        for (k, weight) in weights.into_iter().enumerate() {
            if weight == 0.0 {
                continue;
            }
            let (low, high) = (row(0, k), row(1, k));
            for (which, edge) in edges.iter_mut().enumerate() {
                let [a, b] =
                    [low, high].map(|it| it[0][which] + across * (it[1][which] - it[0][which]));
                *edge += weight * (a + by_speed * (b - a));
            }
        }
        Some(edges)
    }

    fn lateral(&self, speed: f64, gravity: f64) -> f64 {
        let (i, share) = self.place(speed);
        self.lateral_at(i, share, &parabola(gravity))
    }

    fn coasting(&self, speed: f64, lateral: f64) -> f64 {
        let [a_0, c_2, c_4] = self.pedals(speed).coasting;
        let square = lateral * lateral;
        a_0 + square * (c_2 + c_4 * square)
    }

    fn driven(&self, speed: f64, lateral: f64, power: f64) -> f64 {
        let Pedals { coasting: [a_0, c_2, c_4], slip, .. } = self.pedals(speed);
        let (square, pull) = (lateral * lateral, power / speed);
        let coasting = a_0 + square * (c_2 + c_4 * square);
        let part = slip * pull;
        let force = match part.abs() < 1e-9 {
            true => pull,
            false => ((1.0 + 4.0 * part).max(0.0).sqrt() - 1.0) / (2.0 * slip),
        };
        coasting + force / self.car.mass
    }

    fn engine_power(&self, speed: f64) -> f64 {
        self.pedals(speed).power
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
