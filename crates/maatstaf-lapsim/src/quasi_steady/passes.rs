//! The passes over a line: how fast a car may corner, how late it may brake, how fast it drives.

use std::cell::Cell;

use super::ability::{Ability, At, Driven};
use super::step::{Reached, step};
use crate::error::Error;
use crate::line::{Line, LinePoint};
use crate::motor::Motor;

/// How exact a cornering speed is: `V²` as a share, or the acceleration in m/s².
const EXACT: f64 = 1e-7;
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
    /// What driving as hard as it can gives there, one per point.
    pub driven: Vec<Driven>,
}

impl Forward {
    /// What the motor gives at a point, W: nothing where the car is at its cap.
    pub fn motor(&self, i: usize) -> f64 {
        if self.reached[i].capped { 0.0 } else { self.driven[i].motor }
    }
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
        let mut near = Holds { square: 0.5 * self.top, most: 0.0, rise: 0.0 };
        (0..self.points().len()).map(|i| self.corner(i, &mut near)).collect()
    }

    /// By the secant rule between standing and the highest speed, from where what the tyres held at
    /// the last corner would do.
    fn corner(&self, i: usize, near: &mut Holds) -> f64 {
        let at = self.at(i);
        let (mut low, mut high) = (0.0, self.top);
        let over = at.beyond(high);
        if over <= 0.0 {
            return high;
        }
        if at.beyond(low) >= 0.0 {
            return 0.0;
        }
        let (mut before, mut square) = ((high, over), near.guess(at.point, self.top));
        for tries in 1..=TRIES {
            let beyond = at.beyond(square);
            let rise = (beyond - before.1) / (square - before.0);
            if beyond.abs() <= EXACT || high - low <= EXACT * high {
                near.keep(at.point, square, beyond, rise);
                return square;
            }
            *(if beyond < 0.0 { &mut low } else { &mut high }) = square;
            before = (square, beyond);
            let secant = square - beyond / rise;
            let inside = secant > low && secant < high && tries % 4 != 0;
            square = if inside { secant } else { 0.5 * (low + high) };
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
        let last = Cell::new(Driven::default());
        let gain = |i: usize, square: f64| {
            last.set(self.at(i).driving(square, share[i]));
            last.get().gain
        };
        let mut all = vec![Reached::default(); n];
        let mut driven = vec![Driven::default(); n];
        let mut here =
            Reached { square: begin, gain: gain(first, begin), slope: 0.0, capped: true };
        (all[first], driven[first]) = (here, last.get());
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
            driven[next] = Driven { gain: here.gain, ..last.get() };
            i = next;
            if i == first && change <= SAME * here.square {
                break;
            }
        }
        Ok(Forward { reached: all, driven })
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

/// What the tyres held at the last corner, and how that rises with `V²`.
struct Holds {
    square: f64,
    most: f64,
    rise: f64,
}

impl Holds {
    /// Where a point asks for just that.
    fn guess(&self, point: &LinePoint, top: f64) -> f64 {
        let [still, moving] = [0.0, top].map(|square| point.lateral(square).abs());
        let asks = (moving - still) / top;
        let square = (self.most - self.rise * self.square - still) / (asks - self.rise);
        if square > 0.0 && square < top { square } else { self.square }
    }

    fn keep(&mut self, point: &LinePoint, square: f64, beyond: f64, rise: f64) {
        let [here, near] = [square, 0.99 * square].map(|square| point.lateral(square).abs());
        let asks = (here - near) / (0.01 * square);
        *self = Self { square, most: here - beyond, rise: asks - rise };
    }
}
