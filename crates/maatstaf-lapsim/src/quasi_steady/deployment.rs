//! Where on a line the energy of a motor is worth most.
//!
//! A lap with little energy to give is the fastest when a joule is worth the same wherever some but
//! not all of the power is used, more where all is, and less where none is:
//!
//! ```text
//! min T  s.t.  E = ∫ p dt ≤ E_lap      L = T + μ (E − E_lap)
//! λ = −∂L/∂(V²)                        by the adjoint of the steps, from each point's next
//! w = λ ∂V²/∂p / (∂E/∂p)               what a joule is worth here, s/J
//! p = most where w > μ, none where w < μ
//! ```
//!
//! On a stretch at full power `w` is `−dT/d(½ V²)/m` and falls until the car brakes, so a motor gives
//! what it may from the start of a stretch until `w` is `μ`, the price that all stretches share.

use super::ability::Ability;
use super::passes::{Course, Forward};
use super::step::weight;
use crate::error::Error;

/// A lap with the shares of its motor.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deployed {
    /// One per point, from 0 to 1.
    pub share: Vec<f64>,
    pub forward: Forward,
    /// From each point to the next, s.
    pub times: Vec<f64>,
    /// J.
    pub energy: f64,
    /// `μ`, s/J; 0 where energy is left.
    pub price: f64,
}

/// Prices are looked for until the energy is the lap's to this share.
const EXACT: f64 = 1e-4;
/// And until the price changes by no more, as a share.
const SETTLED: f64 = 5e-3;
/// Laps at most.
const LAPS: usize = 12;
/// How often what a joule is worth is found anew for one lap, at most.
const AGAIN: usize = 4;
/// Prices at most that are tried; every eighth halves the range.
const TRIES: usize = 60;
/// Change of `V²` for slopes, as a share.
const CHANGE: f64 = 1e-5;

impl<A: Ability> Course<'_, A> {
    /// The lap with given shares.
    pub fn with_share(&self, most: &[f64], share: Vec<f64>) -> Result<Deployed, Error> {
        let forward = self.forward(most, &share)?;
        let times = self.times(&forward);
        let energy = self.energy(&forward, &times);
        Ok(Deployed { share, forward, times, energy, price: 0.0 })
    }

    /// The lap with the energy of a lap spent where it is worth most.
    pub fn deployed(&self, most: &[f64]) -> Result<Deployed, Error> {
        let n = most.len();
        let Some(motor) = self.motor else { return self.with_share(most, vec![0.0; n]) };
        let mut lap = self.with_share(most, vec![1.0; n])?;
        let Some(budget) = motor.deploy_per_lap.filter(|budget| lap.energy > *budget) else {
            return Ok(lap);
        };
        // Just below, so that what is found is within.
        let target = budget * (1.0 - 0.5 * EXACT);
        for _ in 0..LAPS {
            let (price, share) = self.priced(&lap, target);
            let settled = (price - lap.price).abs() <= SETTLED * price;
            if settled && (lap.energy - target).abs() <= 0.5 * EXACT * budget {
                return Ok(Deployed { price, ..lap });
            }
            lap = Deployed { price, ..self.with_share(most, share)? };
        }
        let share = lap.share.iter().map(|share| share * (target / lap.energy).min(1.0)).collect();
        Ok(Deployed { price: lap.price, ..self.with_share(most, share)? })
    }

    /// The price at which the energy is the target's, were the lap as it is, and the shares then.
    fn priced(&self, lap: &Deployed, target: f64) -> (f64, Vec<f64>) {
        let slopes = self.slopes(lap);
        let (mut price, mut share) = (lap.price, Vec::new());
        // What a joule is worth depends on the price of those that it saves further on.
        for _ in 0..AGAIN {
            let worth = self.worth_with(lap, &slopes, price);
            let widths = self.widths(&worth);
            let next = price_of(&worth, &widths, price, target);
            let each = worth.iter().zip(&widths);
            share = each.map(|(worth, width)| worth.share(*width, next)).collect();
            let settled = (next - price).abs() <= 0.1 * SETTLED * next;
            price = next;
            if settled {
                break;
            }
        }
        (price, share)
    }

    /// How much of worth a share goes from nothing to everything over: from a point to the next, as if
    /// worth were linear.
    fn widths(&self, worth: &[Worth]) -> Vec<f64> {
        let width = |i: usize| {
            let own = worth[i].by_joule;
            let next = self.next(i).map_or(0.0, |(next, _)| worth[next].by_joule);
            (own - next).abs().clamp(1e-6 * own.abs(), own.abs())
        };
        (0..worth.len()).map(width).collect()
    }

    /// What the motor gives, J.
    fn energy(&self, forward: &Forward, times: &[f64]) -> f64 {
        let motor = |i: usize| forward.motor(i);
        let n = forward.reached.len();
        let each = times.iter().enumerate();
        each.map(|(i, time)| 0.5 * time * (motor(i) + motor((i + 1) % n))).sum()
    }

    /// What a joule is worth at every point, at a price of energy.
    #[cfg(test)]
    pub fn worth(&self, lap: &Deployed, price: f64) -> Vec<Worth> {
        self.worth_with(lap, &self.slopes(lap), price)
    }

    fn worth_with(&self, lap: &Deployed, slopes: &[Slope], price: f64) -> Vec<Worth> {
        let costs = self.costs(lap, slopes, price);
        let along = self.along(lap, slopes);
        let value = self.adjoint(&costs, &along);
        (0..slopes.len()).map(|i| self.worth_at(lap, slopes, &along, &value, i)).collect()
    }

    fn slopes(&self, lap: &Deployed) -> Vec<Slope> {
        (0..lap.share.len()).map(|i| self.slope(lap, i)).collect()
    }

    fn slope(&self, lap: &Deployed, i: usize) -> Slope {
        let reached = &lap.forward.reached[i];
        if reached.capped {
            return Slope::default();
        }
        let (at, square, share) = (self.at(i), reached.square, lap.share[i]);
        let here = lap.forward.driven[i];
        let h = CHANGE * square;
        let after = at.driving(square + h, share);
        let with = |other: f64| if share == other { here } else { at.driving(square, other) };
        let (gain, motor) = ((after.gain - here.gain) / h, (after.motor - here.motor) / h);
        if here.by_grip && here.motor == 0.0 {
            return Slope { gain, motor, ..Slope::default() };
        }
        let [none, all] = [0.0, 1.0].map(with);
        Slope { gain, motor, by_share: all.gain - none.gain, power: all.motor }
    }

    /// `∂L/∂V²` of every point, were its neighbours as they are.
    fn costs(&self, lap: &Deployed, slopes: &[Slope], price: f64) -> Vec<f64> {
        let n = slopes.len();
        let mut costs = vec![0.0; n];
        let speed = |i: usize| lap.forward.reached[i].square.sqrt();
        let power = |i: usize| lap.forward.motor(i);
        for (i, time) in lap.times.iter().enumerate() {
            let next = (i + 1) % n;
            let mean = 0.5 * (power(i) + power(next));
            let by_speed = -time / (speed(i) + speed(next)) * (1.0 + price * mean);
            for at in [i, next] {
                costs[at] += by_speed * 0.5 / speed(at) + price * 0.5 * time * slopes[at].motor;
            }
        }
        costs
    }

    /// How every point follows from the one before.
    fn along(&self, lap: &Deployed, slopes: &[Slope]) -> Vec<Along> {
        let n = slopes.len();
        let mut along = vec![Along::default(); n];
        for i in 0..n {
            let Some((next, h)) = self.next(i) else { continue };
            let (from, to) = (&lap.forward.reached[i], &lap.forward.reached[next]);
            if to.capped {
                continue;
            }
            let theta = weight(h, from.slope);
            let own = 1.0 - 2.0 * h * theta * slopes[next].gain;
            along[next] = Along {
                state: (1.0 + 2.0 * h * (1.0 - theta) * slopes[i].gain) / own,
                before: 2.0 * h * (1.0 - theta) / own,
                here: 2.0 * h * theta / own,
            };
        }
        along
    }

    /// `λ` of every point: backwards, on a closed line until it ends as it began.
    fn adjoint(&self, costs: &[f64], along: &[Along]) -> Vec<f64> {
        let n = costs.len();
        let mut value: Vec<f64> = costs.iter().map(|cost| -cost).collect();
        let laps = if self.line.is_closed() { 3 } else { 1 };
        // Twice around: what a point is worth dies out where a cap follows.
        for i in (0..laps * n).rev().map(|i| i % n) {
            let Some((next, _)) = self.next(i) else { continue };
            value[i] = -costs[i] + along[next].state * value[next];
        }
        value
    }

    fn worth_at(
        &self,
        lap: &Deployed,
        slopes: &[Slope],
        along: &[Along],
        value: &[f64],
        i: usize,
    ) -> Worth {
        let n = value.len();
        let after = self.next(i).map(|(next, _)| next);
        let time_after = lap.times.get(i).copied().unwrap_or_default();
        let time_before = match i {
            0 if self.line.is_closed() => lap.times[n - 1],
            0 => 0.0,
            _ => lap.times[i - 1],
        };
        let energy = 0.5 * (time_before + time_after) * slopes[i].power;
        if energy <= 0.0 {
            return Worth::default();
        }
        let later = after.map_or(0.0, |next| along[next].before * value[next]);
        let gained = (along[i].here * value[i] + later) * slopes[i].by_share;
        Worth { by_joule: gained / energy, energy }
    }
}

/// What a joule is worth at a point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Worth {
    /// s/J.
    pub by_joule: f64,
    /// What the motor may give here, J.
    pub energy: f64,
}

impl Worth {
    /// The share at a price: everything above it, nothing below, between them a part.
    fn share(&self, width: f64, price: f64) -> f64 {
        match self.by_joule > 0.0 {
            true => (0.5 + (self.by_joule - price) / width).clamp(0.0, 1.0),
            false => 0.0,
        }
    }
}

/// The price at which the energy is the target's, by the Illinois rule from one nearby.
fn price_of(worth: &[Worth], widths: &[f64], near: f64, target: f64) -> f64 {
    let over = |price: f64| -> f64 {
        let each = worth.iter().zip(widths);
        each.map(|(worth, width)| worth.share(*width, price) * worth.energy).sum::<f64>() - target
    };
    let most = worth.iter().map(|worth| worth.by_joule).fold(0.0, f64::max);
    let all: f64 = worth.iter().map(|worth| worth.energy).sum();
    let (mut low, mut high) = ([0.0, all - target], [2.0 * most, -target]);
    let (mut price, mut side) = (near, 0);
    for tries in 1..=TRIES {
        if !(low[0]..high[0]).contains(&price) || tries % 8 == 0 {
            price = 0.5 * (low[0] + high[0]);
        }
        let here = [price, over(price)];
        if here[1].abs() <= 0.1 * EXACT * target {
            break;
        }
        if here[1] > 0.0 {
            high[1] *= if side > 0 { 0.5 } else { 1.0 };
            (low, side) = (here, 1);
        } else {
            low[1] *= if side < 0 { 0.5 } else { 1.0 };
            (high, side) = (here, -1);
        }
        price = low[0] + (high[0] - low[0]) * low[1] / (low[1] - high[1]);
    }
    price
}

/// How driving changes at a point.
#[derive(Clone, Copy, Debug, Default)]
struct Slope {
    /// `∂a/∂V²`
    gain: f64,
    /// `∂p/∂V²`
    motor: f64,
    /// `a` with all of the motor less that with none.
    by_share: f64,
    /// `p` with all of it.
    power: f64,
}

/// How `V²` of a point changes.
#[derive(Clone, Copy, Debug, Default)]
struct Along {
    /// With `V²` of the point before.
    state: f64,
    /// With `a` there.
    before: f64,
    /// With `a` here.
    here: f64,
}
