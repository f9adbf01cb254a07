//! A line through given offsets.

use maatstaf_numerics::banded::Banded;

use super::Place;
use crate::error::Error;
use crate::road::Road;

/// Where a line through offsets goes, at every station.
pub(super) fn places(road: &Road, distances: &[f64], offsets: &[f64]) -> Result<Vec<Place>, Error> {
    let curve = Curve::new(road, distances, offsets)?;
    let n = road.stations().len();
    (0..n).map(|station| place(road, station, &curve)).collect()
}

/// ```text
/// χ = atan(n' / (1 − n K_z))
/// χ' = (n'' (1 − n K_z) + n' (n' K_z + n K_z')) / ((1 − n K_z)² + n'²)
/// κ = (K_z + χ') ds/dσ
/// ```
fn place(road: &Road, station: usize, curve: &Curve) -> Result<Place, Error> {
    let at = &road.stations()[station];
    let turning = road.surfaces()[station].turning[2];
    let [offset, first, second] = curve.at(at.distance);
    let width = 1.0 - offset * turning;
    let wide = at.left + at.right;
    if !offset.is_finite() || offset < -at.left - wide || offset > at.right + wide || width <= 0.0 {
        let metres = at.distance;
        return Err(Error::OffRoad { offset, metres });
    }
    let square = width * width + first * first;
    let change = rate(road, station);
    let swing = (second * width + first * (first * turning + offset * change)) / square;
    Ok(Place {
        offset,
        heading: (first / width).atan(),
        curvature: (turning + swing) / square.sqrt(),
    })
}

/// `K_z'` at a station, from its neighbours: exact where it is linear.
fn rate(road: &Road, station: usize) -> f64 {
    let (before, after) = (road.step_before(station), road.step(station));
    let n = road.stations().len();
    let turning = |i: usize| road.surfaces()[i % n].turning[2];
    let here = turning(station);
    let forward = |step: f64| (turning(station + 1) - here) / step;
    let backward = |step: f64| (here - turning(station + n - 1)) / step;
    match (before > 0.0, after > 0.0) {
        (true, true) => (forward(after) * before + backward(before) * after) / (before + after),
        (false, true) => forward(after),
        (true, false) => backward(before),
        (false, false) => 0.0,
    }
}

/// A cubic spline through samples; on a ring it closes, else its ends are straight.
struct Curve {
    at: Vec<f64>,
    value: Vec<f64>,
    /// Second derivatives.
    bend: Vec<f64>,
    /// The length of the ring.
    ring: Option<f64>,
}

impl Curve {
    fn new(road: &Road, distances: &[f64], offsets: &[f64]) -> Result<Self, Error> {
        let (got, want) = (offsets.len(), distances.len());
        if got != want {
            return Err(Error::Column { column: "offsets", got, want });
        }
        let ring = road.is_closed().then(|| road.length());
        let first = distances.first().copied().unwrap_or_default();
        // The sample at the end of a ring is the first one again.
        let ends = |at: &f64| ring.is_some_and(|length| *at >= first + length * (1.0 - 1e-12));
        let n = distances.iter().position(ends).unwrap_or(want);
        if n < 2 {
            return Err(Error::Settings("a line takes two offsets or more"));
        }
        if let Some(i) = distances.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(Error::Order { station: i + 1, metres: distances[i + 1] });
        }
        let (at, value) = (distances[..n].to_vec(), offsets[..n].to_vec());
        let mut curve = Self { bend: vec![0.0; n], at, value, ring };
        if n > 2 {
            curve.bend();
        }
        Ok(curve)
    }

    /// From a sample to the next.
    fn step(&self, i: usize) -> Option<f64> {
        match (self.at.get(i + 1), self.ring) {
            (Some(next), _) => Some(next - self.at[i]),
            (None, Some(length)) => Some(length + self.at[0] - self.at[i]),
            (None, None) => None,
        }
    }

    /// Finds the second derivatives.
    ///
    /// ```text
    /// h₋ m₋/6 + (h₋ + h₊) m/3 + h₊ m₊/6 = (v₊ − v)/h₊ − (v − v₋)/h₋
    /// ```
    fn bend(&mut self) {
        let n = self.at.len();
        let mut matrix = Banded::new(n, 1);
        for i in 0..n {
            let Some(step) = self.step(i) else { continue };
            let next = (i + 1) % n;
            let slope = (self.value[next] - self.value[i]) / step;
            matrix.add(i, i, step / 3.0);
            matrix.add(next, next, step / 3.0);
            matrix.add(i, next, step / 6.0);
            self.bend[i] += slope;
            self.bend[next] -= slope;
        }
        let mut right = std::mem::take(&mut self.bend);
        if self.ring.is_none() {
            // Straight ends: a weight that leaves nothing of them.
            for end in [0, n - 1] {
                matrix.add(end, end, 1e9 * self.at[n - 1]);
                right[end] = 0.0;
            }
        }
        match matrix.factor() {
            Some(factor) => factor.solve(&mut right),
            None => right.fill(f64::NAN),
        }
        self.bend = right;
    }

    /// Value, first and second derivative.
    fn at(&self, distance: f64) -> [f64; 3] {
        let n = self.at.len();
        let place = match self.ring {
            Some(length) => (distance - self.at[0]).rem_euclid(length) + self.at[0],
            None => distance,
        };
        let after = self.at.partition_point(|at| *at <= place);
        let Some(step) = after.checked_sub(1).and_then(|i| self.step(i)) else {
            return [self.value[if after == 0 { 0 } else { n - 1 }], 0.0, 0.0];
        };
        let (i, next) = (after - 1, after % n);
        let (b, a) = ((place - self.at[i]) / step, 1.0 - (place - self.at[i]) / step);
        let (low, high) = (self.bend[i], self.bend[next]);
        let (from, to) = (self.value[i], self.value[next]);
        let sixth = step * step / 6.0;
        [
            a * from + b * to + sixth * ((a.powi(3) - a) * low + (b.powi(3) - b) * high),
            (to - from) / step
                + step / 6.0 * ((3.0 * b * b - 1.0) * high - (3.0 * a * a - 1.0) * low),
            a * low + b * high,
        ]
    }
}
