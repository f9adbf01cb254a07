//! What one lap had on a straight and the other had not.

use super::Cause;
use super::model::Along;
use crate::driven::DrivenLap;
use crate::sampled::SpeedSample;

/// A car closer than this ahead gives a tow, in metres: about a second at the end of a straight.
pub(super) const TOW: f64 = 70.0;
/// The throttle is open wholly from here on.
const FULL: f64 = 0.95;
/// A speed that fell by so much at full throttle fell for want of energy, in metres per second.
const FELL: f64 = 4.0 / 3.6;
/// What lasts shorter than this is a matter of when samples were taken, in seconds.
const SHORTEST: f64 = 0.45;

/// A cause that only one of both laps had, for a while.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Otherwise {
    pub(super) cause: Cause,
    /// At each place of the straight: how much more of it the lap had than the reference.
    pub(super) when: Vec<f64>,
    /// From its first place to its last, in metres from the line.
    pub(super) between: [f64; 2],
}

/// What a lap did, by place.
#[derive(Clone, Debug)]
pub(super) struct Driven {
    samples: Vec<(f64, SpeedSample)>,
    knows_ahead: bool,
}

impl Driven {
    pub(super) fn of(lap: &DrivenLap) -> Self {
        let samples: Vec<_> =
            lap.speeds().iter().map(|sample| (lap.place(sample.time), *sample)).collect();
        let knows_ahead = samples.iter().any(|(_, sample)| sample.ahead.is_some());
        Self { samples, knows_ahead }
    }

    /// Whether the throttle was open wholly between two places, as far as it was sampled.
    pub(super) fn is_flat(&self, from: f64, to: f64) -> bool {
        let mut within = self.within(from, to).iter().filter_map(|(_, sample)| sample.throttle);
        within.clone().next().is_some() && within.all(|throttle| throttle >= FULL)
    }

    fn within(&self, from: f64, to: f64) -> &[(f64, SpeedSample)] {
        let first = self.samples.partition_point(|(s, _)| *s < from);
        let last = self.samples.partition_point(|(s, _)| *s <= to);
        &self.samples[first..last.max(first)]
    }

    /// The sample that is nearest to a place.
    fn nearest(&self, s: f64) -> Option<&SpeedSample> {
        let after = self.samples.partition_point(|it| it.0 < s);
        let beside = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let beside = beside.filter_map(|i| self.samples.get(i));
        beside.min_by(|a, b| (a.0 - s).abs().total_cmp(&(b.0 - s).abs())).map(|it| &it.1)
    }

    /// Where the speed began to fall at full throttle on the way to a place; `None` where it did not.
    fn falls_from(&self, from: f64, to: f64) -> Option<f64> {
        let flat = |it: &&(f64, SpeedSample)| {
            it.1.throttle.is_some_and(|throttle| throttle >= FULL)
                && it.1.brake.unwrap_or(0.0) == 0.0
        };
        let within: Vec<_> = self.within(from, to).iter().take_while(flat).collect();
        let highest = within.iter().max_by(|a, b| a.1.speed.total_cmp(&b.1.speed))?;
        let last = within.last()?;
        (highest.1.speed - last.1.speed >= FELL).then_some(highest.0)
    }
}

/// How much of a cause a lap has at a place; `None` where it was not sampled.
type Of<'a> = &'a dyn Fn(usize, f64) -> Option<f64>;

/// What one of both laps had along a straight, cause by cause; nothing where both had the same.
pub(super) fn between(driven: &[Driven; 2], along: &Along) -> Vec<Otherwise> {
    let [from, to] = along.ends();
    let falls = driven.each_ref().map(|lap| lap.falls_from(from, to));
    let causes: [(Cause, Of); 4] = [
        (Cause::Throttle, &|which, s| {
            let throttle = driven[which].nearest(s)?.throttle?;
            Some(if throttle < FULL { 1.0 - throttle } else { 0.0 })
        }),
        (Cause::Power, &|which, s| Some(-has(falls[which].is_some_and(|from| s >= from)))),
        (Cause::Flap, &|which, s| driven[which].nearest(s)?.flap.map(has)),
        (Cause::Tow, &|which, s| {
            let ahead = driven[which].nearest(s)?.ahead;
            driven[which].knows_ahead.then(|| has(ahead.is_some_and(|it| (0.0..TOW).contains(&it))))
        }),
    ];
    let found = causes.into_iter().filter_map(|(cause, of)| {
        let more = |i: usize| Some(of(0, along.place(i))? - of(1, along.place(i))?);
        let mut when: Vec<f64> =
            (0..along.n_places()).map(|i| more(i).unwrap_or_default()).collect();
        lasting(&mut when, along);
        let is = |it: &f64| *it != 0.0;
        let ends = [when.iter().position(is)?, when.iter().rposition(is)?];
        Some(Otherwise { cause, when, between: ends.map(|i| along.place(i)) })
    });
    found.collect()
}

fn has(it: bool) -> f64 {
    f64::from(u8::from(it))
}

/// Takes out what does not last.
fn lasting(when: &mut [f64], along: &Along) {
    let mut i = 0;
    while i < when.len() {
        let sign = when[i].signum();
        let same = |it: &&f64| **it != 0.0 && it.signum() == sign;
        let n = when[i..].iter().take_while(same).count();
        if n > 0 && along.seconds(i, i + n - 1) < SHORTEST {
            when[i..i + n].fill(0.0);
        }
        i += n.max(1);
    }
}
