//! A lap that is known exactly, as a source would have sampled it.

use maatstaf_core::{Channel, LapTime, Trace};
use maatstaf_numerics::random::Random;

use crate::sampled::{NotSampled, PlaceSample, SampledLap, Sampling, SpeedSample};

/// From sample to sample, in seconds: the feed sends about four a second, unevenly.
const STEPS: [f64; 4] = [0.2, 0.24, 0.24, 0.28];
/// One of so many samples of the feed is lost.
const LOST: f64 = 0.02;
/// Steps of the drift, in seconds.
const DRIFT_STEP: f64 = 0.05;

/// A lap out of a solver as the feed would have sampled it: about four speeds and four places a second, each
/// late, uneven and rounded as `sampling` says. The same seed gives the same samples.
///
/// # Errors
///
/// When the lap has no channel of speed.
pub fn resampled(trace: &Trace, sampling: &Sampling, seed: u64) -> Result<SampledLap, NotSampled> {
    let speed = trace.channel(Channel::Speed).ok_or(NotSampled::NoSpeed)?;
    let mut random = Random::new(seed, 0);
    let clock = trace.time();
    let (first, end) = (clock[0], clock[clock.len() - 1] - clock[0]);
    // A flying lap: before the line and behind it the car drives the same road.
    let at = |values: &[f64], time: f64| between(clock, values, first + time.rem_euclid(end));
    let drift = drift(sampling, end, &mut random);
    let (place_delay, speed_delay) =
        (sampling.place_delay * random.normal(), sampling.speed_delay * random.normal());
    let pedal = |channel: Channel, time: f64| trace.channel(channel).map(|values| at(values, time));
    let speeds = moments(end, &mut random).into_iter().map(|time| {
        let then = time - speed_delay - sampling.speed_jitter * random.normal();
        let off = 1.0 + drift[((time / DRIFT_STEP) as usize).min(drift.len() - 1)];
        let exact = at(speed, then) * off;
        SpeedSample {
            throttle: pedal(Channel::Throttle, then),
            brake: pedal(Channel::Brake, then).map(|brake| f64::from(u8::from(brake > 0.02))),
            gear: pedal(Channel::Gear, then).map(f64::round),
            ..SpeedSample::new(time, (exact / sampling.speed_step).round() * sampling.speed_step)
        }
    });
    let speeds = speeds.collect();
    let mut places = Vec::new();
    if let Some((x, y)) = trace.channel(Channel::East).zip(trace.channel(Channel::North)) {
        for time in moments(end, &mut random) {
            let lead = match random.uniform() < sampling.place_lead.share {
                true => sampling.place_lead.mean + sampling.place_lead.deviation * random.normal(),
                false => 0.0,
            };
            let then = time - place_delay + lead - sampling.place_jitter * random.normal();
            let mut off = |value: f64| value + sampling.place_noise * random.normal();
            places.push(PlaceSample { time, x: off(at(x, then)), y: off(at(y, then)) });
        }
    }
    Ok(SampledLap {
        time: LapTime::from_micros((end * 1e6).round() as u64),
        sectors: [None; 3],
        speeds,
        places,
        sampling: *sampling,
    })
}

fn moments(end: f64, random: &mut Random) -> Vec<f64> {
    let mut moments = Vec::new();
    let mut time = STEPS[1] * random.uniform();
    while time < end {
        if random.uniform() >= LOST {
            moments.push(time);
        }
        time += STEPS[(random.bits() % 4) as usize];
    }
    moments
}

/// By which share speeds are off, every [`DRIFT_STEP`].
fn drift(sampling: &Sampling, end: f64, random: &mut Random) -> Vec<f64> {
    let held = (-DRIFT_STEP / sampling.drift_time).exp();
    let mut off = sampling.drift * random.normal();
    let steps = (end / DRIFT_STEP) as usize + 1;
    let next = |_| {
        off = held * off + sampling.drift * (1.0 - held * held).sqrt() * random.normal();
        off
    };
    (0..steps).map(next).collect()
}

fn between(clock: &[f64], values: &[f64], time: f64) -> f64 {
    let after = clock.partition_point(|at| *at <= time).clamp(1, clock.len() - 1);
    let (a, b) = (clock[after - 1], clock[after]);
    let share = ((time - a) / (b - a)).clamp(0.0, 1.0);
    values[after - 1] + share * (values[after] - values[after - 1])
}
