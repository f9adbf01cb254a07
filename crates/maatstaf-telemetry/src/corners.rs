//! How a lap drove the corners of its road.

use crate::driven::DrivenLap;
use crate::road::{Bend, Road};
use crate::sampled::SpeedSample;

/// How a lap drove a corner. Places are metres from the line; what a lap was not sampled for is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct CornerDriven {
    /// Where the brakes went on.
    pub braking_at: Option<Within>,
    /// The hardest braking, in metres per square second; positive.
    pub peak_braking: Option<f64>,
    /// The least speed, in metres per second.
    pub least_speed: f64,
    /// Where that was.
    pub least_speed_at: f64,
    /// Where the throttle was opened again.
    pub throttle_at: Option<Within>,
    /// Where it was open wholly, to stay so.
    pub full_throttle_at: Option<Within>,
    /// The speed where the corner ends, in metres per second.
    pub exit_speed: f64,
    /// The gear at the least speed.
    pub gear: Option<f64>,
    /// To the left of the line of the road where the corner begins, where it is tightest and where it
    /// ends, in metres.
    pub offsets: Option<[f64; 3]>,
}

/// A place between two samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    /// In the middle between both, in metres from the line.
    pub at: f64,
    /// By how much it may lie before or behind, in metres.
    pub error: f64,
}

/// A pedal is used from here on, as a share of its way.
const PRESSED: f64 = 0.05;
/// The throttle is open wholly from here on.
const FULL: f64 = 0.97;
/// And stays so for so long, in seconds.
const STAYS: f64 = 0.4;
/// Without a channel of brakes, who slows down more than this brakes, in metres per square second.
const BRAKING: f64 = 5.0;
/// The slowest place of a corner is looked for so far beyond its ends, in metres.
const BEYOND: f64 = 30.0;

/// How a lap drove every corner of its road.
pub fn corners_driven(lap: &DrivenLap, road: &Road) -> Vec<CornerDriven> {
    let samples: Vec<(f64, SpeedSample)> =
        lap.speeds().iter().map(|sample| (lap.place(sample.time), *sample)).collect();
    let bends = road.bends();
    let around = |i: usize| {
        let before = i.checked_sub(1).map_or(f64::NEG_INFINITY, |i| bends[i].apex);
        let after = bends.get(i + 1).map_or(f64::INFINITY, |bend| bend.apex);
        (before, after)
    };
    (0..bends.len()).map(|i| corner(lap, &samples, &bends[i], around(i))).collect()
}

fn corner(
    lap: &DrivenLap,
    samples: &[(f64, SpeedSample)],
    bend: &Bend,
    (before, after): (f64, f64),
) -> CornerDriven {
    let first = samples.partition_point(|(s, _)| *s < (bend.start - BEYOND).max(before));
    let last = samples.partition_point(|(s, _)| *s <= (bend.end + BEYOND).min(after));
    let slowest = (first..last.max(first + 1).min(samples.len()))
        .min_by(|a, b| samples[*a].1.speed.total_cmp(&samples[*b].1.speed))
        .unwrap_or(first.min(samples.len() - 1));
    let (least_speed_at, least_speed) = bottom(samples, slowest);
    let brakes = brakes_on(samples, slowest, before);
    let offset = |s: f64| lap.offset(lap.moment(s));
    let offsets = [bend.start, bend.apex, bend.end].map(offset);
    CornerDriven {
        braking_at: brakes.map(|on| between(samples, on)),
        peak_braking: brakes.and_then(|on| peak_braking(samples, on, slowest)),
        least_speed,
        least_speed_at,
        throttle_at: throttle_on(samples, slowest, after).map(|on| between(samples, on)),
        full_throttle_at: full_throttle(samples, slowest).map(|on| between(samples, on)),
        exit_speed: lap.speed(lap.moment(bend.end)),
        gear: samples[slowest].1.gear,
        offsets: match offsets {
            [Some(a), Some(b), Some(c)] => Some([a, b, c]),
            _ => None,
        },
    }
}

/// The lowest point of the parabola through the slowest sample and those beside it.
fn bottom(samples: &[(f64, SpeedSample)], slowest: usize) -> (f64, f64) {
    let (s, sample) = samples[slowest];
    let plain = (s, sample.speed);
    let (Some(before), Some(after)) =
        (slowest.checked_sub(1).map(|i| samples[i]), samples.get(slowest + 1))
    else {
        return plain;
    };
    let (x0, x1) = (before.0 - s, after.0 - s);
    let (y0, y1) = (before.1.speed - sample.speed, after.1.speed - sample.speed);
    // y = a·x² + b·x through both.
    let det = x0 * x0 * x1 - x1 * x1 * x0;
    let (a, b) = ((y0 * x1 - y1 * x0) / det, (x0 * x0 * y1 - x1 * x1 * y0) / det);
    let at = -b / (2.0 * a);
    let deep = -b * b / (4.0 * a);
    let sure = a > 0.0 && at > x0 && at < x1 && deep > -2.0;
    if sure { (s + at, sample.speed + deep) } else { plain }
}

/// The sample with which the braking for the slowest place begins.
fn brakes_on(samples: &[(f64, SpeedSample)], slowest: usize, before: f64) -> Option<usize> {
    let is_braking = |i: usize| match samples[i].1.brake {
        Some(brake) => brake > PRESSED,
        None => slowing(samples, i).is_some_and(|rate| rate > BRAKING),
    };
    let from = samples.partition_point(|(s, _)| *s <= before);
    let last = (from..=slowest).rev().find(|i| is_braking(*i))?;
    (from.max(1)..=last).rev().take_while(|i| is_braking(*i)).last()
}

/// How much a car slows down towards a sample, in metres per square second.
fn slowing(samples: &[(f64, SpeedSample)], i: usize) -> Option<f64> {
    let (before, now) = (samples[i.checked_sub(1)?].1, samples[i].1);
    Some((before.speed - now.speed) / (now.time - before.time))
}

/// The hardest braking over two intervals of samples, so that steps of the speed do not count as such.
fn peak_braking(samples: &[(f64, SpeedSample)], on: usize, slowest: usize) -> Option<f64> {
    let over_two = |i: usize| {
        let (a, b) = (samples[i - 1].1, samples[i + 1].1);
        (a.speed - b.speed) / (b.time - a.time)
    };
    let last = slowest.min(samples.len() - 2);
    (on.max(1)..=last).map(over_two).filter(|rate| *rate > 0.0).max_by(f64::total_cmp)
}

/// The sample with which the throttle opens for the way out.
fn throttle_on(samples: &[(f64, SpeedSample)], slowest: usize, after: f64) -> Option<usize> {
    let open = |i: usize| samples[i].1.throttle.map(|throttle| throttle > PRESSED);
    let to = samples.partition_point(|(s, _)| *s < after);
    // From the last closed sample around the slowest place on.
    let closed =
        (0..=slowest).rev().take_while(|i| *i + 40 > slowest).find(|i| open(*i) == Some(false));
    let from = closed.map_or(slowest, |closed| closed + 1);
    (from.max(1)..to).find(|i| open(*i) == Some(true)).filter(|_| closed.is_some())
}

/// The sample from which on the throttle is open wholly, for a while.
fn full_throttle(samples: &[(f64, SpeedSample)], slowest: usize) -> Option<usize> {
    let is_full = |i: usize| samples[i].1.throttle.is_some_and(|throttle| throttle >= FULL);
    let stays = |i: usize| {
        let until = samples[i].1.time + STAYS;
        (i..samples.len())
            .take_while(|k| samples[*k].1.time <= until)
            .all(|k| is_full(k) || samples[k].1.throttle.is_none())
    };
    let found = (slowest.max(1)..samples.len()).find(|i| is_full(*i) && stays(*i))?;
    // Flat out all the way: there was nothing to open.
    (found > slowest || !is_full(slowest.saturating_sub(1))).then_some(found)
}

/// Between a sample and the one before.
fn between(samples: &[(f64, SpeedSample)], i: usize) -> Within {
    let (a, b) = (samples[i.saturating_sub(1)].0, samples[i].0);
    Within { at: 0.5 * (a + b), error: 0.5 * (b - a) }
}
