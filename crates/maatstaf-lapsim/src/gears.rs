//! A power curve through gears: the most power at each speed of the wheels.

use maatstaf_core::{Gearbox, PowerCurve};
use maatstaf_numerics::jet::Real;
use maatstaf_numerics::rounded::Rounded;

use crate::error::Error;

/// Beyond the end of its curve an engine's limiter takes the power away over this share of speed.
const LIMITER: f64 = 0.02;
/// Half of the span over which a bend of the envelope is rounded, as a share of the highest speed.
const ROUNDING: f64 = 0.005;

/// A power curve, and the gears between the crankshaft and the wheels.
///
/// ```text
/// E(ω) = max over gears of P(i ω),   c(ω) = E(ω) / P_max, its bends rounded
/// ```
///
/// with `i` the turns of the crankshaft for one of the wheels. In every gear
///
/// - below the curve the clutch slips: the torque of the curve's first point,
/// - beyond it the limiter takes the power away over 2 % of speed;
///
/// beyond the curve in the highest gear the power stays what it is at the end, since a lap has
/// [`Gears::limit`] as a bound on speed instead of a cliff. Gears change in no time.
///
/// ```
/// use maatstaf_core::{Gearbox, PowerCurve};
/// use maatstaf_lapsim::Gears;
///
/// let curve = PowerCurve { speed: vec![200.0, 800.0], power: vec![1e5, 4e5] };
/// let gearbox = Gearbox { ratios: vec![3.0, 2.0], final_drive: 4.0, shift_time: 0.0 };
/// let gears = Gears::new(&curve, &gearbox)?;
/// assert_eq!(gears.limit(), 100.0); // rad/s of the wheels
/// let gear = gears.best(60.0);
/// assert_eq!((gear.number, gear.engine_speed), (1, 720.0));
/// assert!((gears.share(60.0_f64) - 0.9).abs() < 1e-12); // 360 kW of 400
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Gears {
    /// Turns of the crankshaft for one of the wheels, from the first gear.
    ratios: Vec<f64>,
    /// `[speed of the crankshaft, power]`, rad/s and W.
    curve: Vec<[f64; 2]>,
    /// `c(ω)`.
    envelope: Rounded,
}

/// A gear at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gear {
    /// Which, from 1.
    pub number: usize,
    /// Of the crankshaft, rad/s.
    pub engine_speed: f64,
    /// W.
    pub power: f64,
}

impl Gears {
    /// From a power curve and a gearbox.
    pub fn new(curve: &PowerCurve, gearbox: &Gearbox) -> Result<Self, Error> {
        let points = curve.speed.iter().zip(&curve.power).map(|(speed, power)| [*speed, *power]);
        let curve: Vec<_> = points.collect();
        let ratios: Vec<_> =
            gearbox.ratios.iter().map(|ratio| ratio * gearbox.final_drive).collect();
        let refused = Error::Gears;
        let (Some([top, _]), Some(last)) = (curve.last(), ratios.last()) else {
            return Err(refused);
        };
        let (limit, peak) = (top / last, peak(&curve));
        let points: Vec<_> = envelope(&curve, &ratios)
            .into_iter()
            .map(|[speed, power]| [speed, power / peak])
            .collect();
        let envelope = Rounded::new(&points, ROUNDING * limit).ok_or(refused)?;
        Ok(Self { ratios, curve, envelope })
    }

    /// `P_max`, W.
    pub fn peak(&self) -> f64 {
        peak(&self.curve)
    }

    /// `c(ω)`, the share of the most power that there is at a speed of the wheels, rad/s.
    pub fn share<R: Real>(&self, speed: R) -> R {
        self.envelope.of(speed)
    }

    /// The speed of the wheels at the end of the curve in the highest gear, rad/s.
    pub fn limit(&self) -> f64 {
        let top = self.curve.last().map_or(0.0, |point| point[0]);
        self.ratios.last().map_or(0.0, |ratio| top / ratio)
    }

    /// The speeds of the wheels from which on a higher gear gives more power, rad/s, increasing:
    /// where its curve crosses that of the best gear below.
    pub fn upshifts(&self) -> Vec<f64> {
        /// Halvings of the range in which a crossing is.
        const HALVINGS: usize = 60;
        let shift = |number: usize| {
            let (mut low, mut high) = (0.0, self.limit());
            for _ in 0..HALVINGS {
                let middle = 0.5 * (low + high);
                if self.best(middle).number > number { high = middle } else { low = middle }
            }
            low
        };
        (1..self.ratios.len()).map(shift).collect()
    }

    /// The gear that gives the most power at a speed of the wheels, rad/s; of equals the lower.
    pub fn best(&self, speed: f64) -> Gear {
        let last = self.ratios.len() - 1;
        let gear = |(at, ratio): (usize, &f64)| {
            let turning = speed * ratio;
            let power = power(&self.curve, turning, at == last);
            // Where the clutch slips, the engine is faster than the wheels ask for.
            let lowest = self.curve.first().map_or(0.0, |point| point[0]);
            Gear { number: at + 1, engine_speed: turning.max(lowest), power }
        };
        let none = Gear { number: 1, engine_speed: 0.0, power: f64::NEG_INFINITY };
        let better = |best: Gear, next: Gear| if next.power > best.power { next } else { best };
        self.ratios.iter().enumerate().map(gear).fold(none, better)
    }
}

fn peak(curve: &[[f64; 2]]) -> f64 {
    curve.iter().map(|point| point[1]).fold(0.0, f64::max)
}

/// The power in a gear, by the speed of the crankshaft.
fn power(curve: &[[f64; 2]], speed: f64, highest: bool) -> f64 {
    let after = curve.partition_point(|point| point[0] <= speed);
    match (after.checked_sub(1).map(|at| curve[at]), curve.get(after)) {
        (None, None) => 0.0,
        (None, Some([first, power])) => power * speed / first,
        (Some([_, power]), None) if highest => power,
        (Some([end, power]), None) => power * (1.0 - (speed / end - 1.0) / LIMITER).max(0.0),
        (Some([a, f]), Some([b, g])) => f + (g - f) * (speed - a) / (b - a),
    }
}

/// The most power over all gears, as points of straight pieces, from rest to the highest speed.
fn envelope(curve: &[[f64; 2]], ratios: &[f64]) -> Vec<[f64; 2]> {
    let last = ratios.len() - 1;
    let at = |speed: f64, gear: usize| power(curve, speed * ratios[gear], gear == last);
    let end = curve[curve.len() - 1][0];
    let limit = end / ratios[last];
    let knees = curve.iter().map(|point| point[0]).chain([0.0, end * (1.0 + LIMITER)]);
    let mut speeds: Vec<f64> = knees
        .flat_map(|speed| ratios.iter().map(move |ratio| speed / ratio))
        .filter(|speed| *speed <= limit)
        .collect();
    sort(&mut speeds);
    // Where two gears give the same, between the bends of both.
    let mut crossings = Vec::new();
    for pair in speeds.windows(2) {
        for (a, b) in (0..=last).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let [start, end] = [pair[0], pair[1]].map(|speed| at(speed, a) - at(speed, b));
            if start * end < 0.0 {
                crossings.push(pair[0] + (pair[1] - pair[0]) * start / (start - end));
            }
        }
    }
    speeds.extend(crossings);
    sort(&mut speeds);
    let most = |speed: f64| (0..=last).map(|gear| at(speed, gear)).fold(0.0, f64::max);
    speeds.into_iter().map(|speed| [speed, most(speed)]).collect()
}

fn sort(speeds: &mut Vec<f64>) {
    speeds.sort_by(f64::total_cmp);
    speeds.dedup_by(|a, b| (*a - *b).abs() <= 1e-12 * b.abs());
}

#[cfg(test)]
#[path = "gears_tests.rs"]
mod tests;
