//! The passes over a line: how fast a car may corner, how late it may brake, how fast it drives.

use super::ability::{Ability, At, Driven};
use super::step::{Reached, step};
use crate::error::Error;
use crate::line::{Line, LinePoint};
use crate::motor::Motor;

/// How exact a cornering speed is: `V²` as a share, or the acceleration in m/s².
const EXACT: f64 = 1e-9;
/// Tries at most.
const TRIES: usize = 60;
/// Laps that a closed line is driven at most before it begins as it ends.
const LAPS: usize = 40;
/// A line begins as it ends when `V²` differs by no more, as a share.
const SAME: f64 = 1e-9;

/// A car on its line.
pub(super) struct Course<'a, A> {
    pub line: &'a Line,
    pub car: &'a A,
    pub open: Option<&'a A>,
    /// Whether the flap may be open, one per point.
    pub flap: Vec<bool>,
    pub motor: Option<&'a Motor>,
    /// The square of the highest speed, m²/s².
    pub top: f64,
    /// Of the first point of an open line, m²/s².
    pub start: f64,
    /// Without drive at a change to a higher gear, s.
    pub shift_time: f64,
    /// The squares of the speeds at which a higher gear is better, increasing, m²/s².
    pub shifts: Vec<f64>,
}

/// One pass forward.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Forward {
    /// One per point.
    pub reached: Vec<Reached>,
}

impl<A: Ability> Course<'_, A> {
    pub fn points(&self) -> &[LinePoint] {
        self.line.points()
    }

    pub fn at(&self, i: usize) -> At<'_, A> {
        At {
            car: self.car,
            open: self.open.filter(|_| self.flap[i]),
            motor: self.motor,
            point: &self.points()[i],
        }
    }

    /// The point after one, and the step to it; none at the end of an open line.
    pub fn next(&self, i: usize) -> Option<(usize, f64)> {
        let step = *self.line.steps().get(i)?;
        Some(((i + 1) % self.points().len(), step))
    }

    /// The point before one, and the step from it; none at the start of an open line.
    pub fn before(&self, i: usize) -> Option<(usize, f64)> {
        let n = self.points().len();
        match i {
            0 if self.line.is_closed() => Some((n - 1, self.line.steps()[n - 1])),
            0 => None,
            _ => Some((i - 1, self.line.steps()[i - 1])),
        }
    }

    /// The most `V²` in steady cornering, one per point.
    pub fn cornering(&self) -> Vec<f64> {
        (0..self.points().len()).map(|i| self.corner(i)).collect()
    }

    /// By the Illinois rule between standing and the highest speed.
    fn corner(&self, i: usize) -> f64 {
        let at = self.at(i);
        let (mut low, mut high) = (0.0, self.top);
        let mut over = at.beyond(high);
        if over <= 0.0 {
            return high;
        }
        let mut under = at.beyond(low);
        if under >= 0.0 {
            return 0.0;
        }
        let mut side = 0;
        for tries in 1..=TRIES {
            let share = under / (under - over);
            let square = match tries % 8 {
                0 => 0.5 * (low + high),
                _ => low + share * (high - low),
            };
            let beyond = at.beyond(square);
            if beyond.abs() <= EXACT {
                return square;
            }
            if beyond <= 0.0 {
                (low, under) = (square, beyond);
                over *= if side < 0 { 0.5 } else { 1.0 };
                side = -1;
            } else {
                (high, over) = (square, beyond);
                under *= if side > 0 { 0.5 } else { 1.0 };
                side = 1;
            }
            if high - low <= EXACT * high {
                break;
            }
        }
        low
    }

    /// The most `V²` from which every corner to come can be braked for, one per point.
    pub fn braking(&self, cornering: &[f64]) -> Vec<f64> {
        let n = cornering.len();
        let mut most = cornering.to_vec();
        let first = if self.line.is_closed() { slowest(cornering) } else { n - 1 };
        let reached = |i: usize, square: f64| Reached {
            square,
            gain: -self.at(i).braking(square),
            slope: 0.0,
            capped: true,
        };
        let (mut i, mut here) = (first, reached(first, most[first]));
        for _ in 0..LAPS * n {
            let Some((before, h)) = self.before(i) else { return most };
            here = step(&here, h, cornering[before], |square| -self.at(before).braking(square));
            let change = (most[before] - here.square).abs();
            most[before] = here.square;
            i = before;
            if i == first && change <= SAME * here.square {
                return most;
            }
        }
        most
    }

    /// The lap, with a share of the motor at each point.
    ///
    /// # Errors
    ///
    /// When the car comes to a stand.
    pub fn forward(&self, most: &[f64], share: &[f64]) -> Result<Forward, Error> {
        let n = most.len();
        let first = if self.line.is_closed() { slowest(most) } else { 0 };
        let begin = if self.line.is_closed() { most[first] } else { self.start.min(most[0]) };
        let gain = |i: usize, square: f64| self.at(i).driving(square, share[i]).gain;
        let mut all = vec![Reached::default(); n];
        let mut here =
            Reached { square: begin, gain: gain(first, begin), slope: 0.0, capped: true };
        all[first] = here;
        let (mut i, mut gear) = (first, self.gear(begin));
        for _ in 0..LAPS * n {
            let Some((next, h)) = self.next(i) else { break };
            here = step(&here, h, most[next], |square| gain(next, square));
            let shifted = self.gear(here.square);
            if !here.capped && shifted > gear {
                here.square -= self.lost(next, here, shifted - gear);
                here.gain = gain(next, here.square);
            }
            gear = if here.capped { shifted } else { shifted.max(gear) };
            if here.square <= 0.0 {
                return Err(Error::Stand { metres: self.points()[next].distance });
            }
            let change = (all[next].square - here.square).abs();
            all[next] = here;
            i = next;
            if i == first && change <= SAME * here.square {
                break;
            }
        }
        Ok(Forward { reached: all })
    }

    /// How many times the car has changed to a higher gear at `V²`; 0 where that takes no time.
    fn gear(&self, square: f64) -> usize {
        match self.shift_time > 0.0 {
            true => self.shifts.partition_point(|shift| *shift <= square),
            false => 0,
        }
    }

    /// What changes of gear cost of `V²`: the car coasts while it would drive.
    fn lost(&self, i: usize, here: Reached, shifts: usize) -> f64 {
        let speed = here.square.sqrt();
        let point = &self.points()[i];
        let coasting = self.car.coasting(speed, point.lateral(here.square).abs());
        let less = (here.gain - point.pull(here.square) - coasting).max(0.0);
        2.0 * speed * less * self.shift_time * shifts as f64
    }

    /// What the car does at each point where it drives as hard as it can.
    pub fn driven(&self, forward: &Forward, share: &[f64]) -> Vec<Driven> {
        let each = forward.reached.iter().zip(share).enumerate();
        each.map(|(i, (reached, share))| self.at(i).driving(reached.square, *share)).collect()
    }

    /// From each point to the next, s.
    ///
    /// ```text
    /// t = 2 h / (V + V₊)
    /// ```
    pub fn times(&self, forward: &Forward) -> Vec<f64> {
        let n = self.points().len();
        let speed = |i: usize| forward.reached[i % n].square.sqrt();
        let each = self.line.steps().iter().enumerate();
        each.map(|(i, h)| 2.0 * h / (speed(i) + speed(i + 1))).collect()
    }
}

/// Where a column is least.
fn slowest(column: &[f64]) -> usize {
    let each = column.iter().enumerate();
    each.min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(i, _)| i)
}
