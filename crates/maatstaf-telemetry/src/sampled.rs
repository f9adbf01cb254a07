//! What was sampled of a lap, and how well.

use maatstaf_core::{Channel, LapTime, Recording, Samples, TimedLap, Trace};

/// A lap as it was sampled, on its own clock: seconds from the line.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledLap {
    /// How long it took.
    pub time: LapTime,
    /// The official sectors, where they are known.
    pub sectors: [Option<LapTime>; 3],
    /// Speeds, in order of time.
    pub speeds: Vec<SpeedSample>,
    /// Places, in order of time; none where none were sampled.
    pub places: Vec<PlaceSample>,
    /// How the sampling errs.
    pub sampling: Sampling,
}

/// What the car said at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeedSample {
    /// Seconds from the line.
    pub time: f64,
    /// Metres per second.
    pub speed: f64,
    /// From 0 to 1.
    pub throttle: Option<f64>,
    /// From 0 to 1; of a feed that only knows whether the pedal is pressed, 0 or 1.
    pub brake: Option<f64>,
    /// From 1.
    pub gear: Option<f64>,
    /// Whether the flap of the rear wing was open.
    pub flap: Option<bool>,
    /// Metres to the car ahead.
    pub ahead: Option<f64>,
}

impl SpeedSample {
    /// A speed and nothing beside it.
    pub fn new(time: f64, speed: f64) -> Self {
        Self { time, speed, throttle: None, brake: None, gear: None, flap: None, ahead: None }
    }
}

/// Where the car was at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceSample {
    /// Seconds from the line.
    pub time: f64,
    /// East, in metres.
    pub x: f64,
    /// North, in metres.
    pub y: f64,
}

/// How the samples of a source err; everything is one standard deviation.
///
/// Those of places and delays of [`Sampling::FEED`] were measured on laps of the feed: `docs/compare.md` says how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// How late or early a place is said to be, sample by sample, in seconds.
    pub place_jitter: f64,
    /// The share of places that got ahead of their moment: their mean lead and its deviation, in seconds.
    pub place_lead: Lead,
    /// How far a place lies from where the car was, sample by sample, in metres.
    pub place_noise: f64,
    /// How much all places of a lap are late or early against the line, in seconds.
    pub place_delay: f64,
    /// The same of all speeds of a lap.
    pub speed_delay: f64,
    /// How late or early a speed is said to be, sample by sample, in seconds.
    pub speed_jitter: f64,
    /// The step of speeds, in metres per second.
    pub speed_step: f64,
    /// By which share a speed is off for a while: slip of the wheels, the map of the road.
    pub drift: f64,
    /// For how long, in seconds.
    pub drift_time: f64,
}

/// Places whose moments were stamped too early: the car is further on than where it was then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// How many of all places, from 0 to 1.
    pub share: f64,
    /// By how much on average, in seconds.
    pub mean: f64,
    /// One standard deviation, in seconds.
    pub deviation: f64,
}

impl Lead {
    /// No place gets ahead.
    pub const NONE: Self = Self { share: 0.0, mean: 0.0, deviation: 1.0 };
}

impl Sampling {
    /// The live timing of Formula One: about four speeds and four places a second, in steps of 1 km/h
    /// and 0.1 m, each with its own delay.
    pub const FEED: Self = Self {
        place_jitter: 0.01,
        place_lead: Lead { share: 0.28, mean: 0.1, deviation: 0.04 },
        place_noise: 0.2,
        place_delay: 0.035,
        speed_delay: 0.1,
        speed_jitter: 0.06,
        speed_step: 1.0 / 3.6,
        drift: 0.015,
        drift_time: 1.3,
    };

    /// A logger in the car: ten or more samples a second, places by satellite.
    pub const LOGGER: Self = Self {
        place_jitter: 0.02,
        place_lead: Lead::NONE,
        place_noise: 0.7,
        place_delay: 0.05,
        speed_delay: 0.03,
        speed_jitter: 0.005,
        speed_step: 0.1,
        drift: 0.007,
        drift_time: 2.5,
    };

    /// A lap out of a solver: nothing errs but the rounding.
    pub const EXACT: Self = Self {
        place_jitter: 1e-6,
        place_lead: Lead::NONE,
        place_noise: 1e-3,
        place_delay: 1e-6,
        speed_delay: 1e-6,
        speed_jitter: 1e-6,
        speed_step: 1e-6,
        drift: 1e-6,
        drift_time: 2.5,
    };

    /// A lap out of a solver, laid on a road that others mapped: the maps differ by a few metres, each
    /// way, for a while.
    pub const OTHER_MAP: Self =
        Self { place_noise: 3.0, drift: 0.01, drift_time: 1.5, ..Self::EXACT };
}

/// Why a lap cannot be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSampled {
    /// A lap without a time.
    #[error("lap {number} of {car} has no time")]
    NoTime {
        /// Whose.
        car: String,
        /// Which.
        number: u16,
    },
    /// A lap whose moments are not known.
    #[error("when lap {number} of {car} began is not known")]
    NoMoments {
        /// Whose.
        car: String,
        /// Which.
        number: u16,
    },
    /// A lap without speeds.
    #[error("lap {number} of {car} has {got} samples of speed; {want} are needed")]
    TooFew {
        /// Whose.
        car: String,
        /// Which.
        number: u16,
        /// How many there are.
        got: usize,
        /// How many are needed.
        want: usize,
    },
    /// A lap of which a long stretch has no speeds.
    #[error(
        "lap {number} of {car} has no speeds from {from:.1} to {to:.1} s after the line: what was recorded stands still \
         or is missing there"
    )]
    Gap {
        /// Whose.
        car: String,
        /// Which.
        number: u16,
        /// Where it begins, in seconds from the line.
        from: f64,
        /// Where it ends.
        to: f64,
    },
    /// A trace without speed.
    #[error("the lap has no channel of speed")]
    NoSpeed,
}

/// Fewest samples of speed.
const FEWEST: usize = 20;
/// A lap is not compared when its speeds are missing for longer, in seconds.
const LONGEST_GAP: f64 = 5.0;
/// Speeds that stay the same for longer, while the throttle is not known, stand still: nothing came from the
/// car. In seconds.
const STANDS_STILL: f64 = 1.0;

/// A lap out of a recording, with what was sampled between its beginning and its end.
///
/// # Errors
///
/// When the lap has no time, no moments, fewer than 20 samples of speed, or none for five seconds.
pub fn sampled_lap(
    recording: &Recording,
    lap: &TimedLap,
    sampling: Sampling,
) -> Result<SampledLap, NotSampled> {
    let (car, number) = (lap.car.to_string(), lap.number);
    let Some(time) = lap.time else { return Err(NotSampled::NoTime { car, number }) };
    let began = lap.began.map(|began| began.seconds());
    let ended = lap.ended.map(|ended| ended.seconds() - time.seconds());
    let Some(began) = began.or(ended) else { return Err(NotSampled::NoMoments { car, number }) };
    let of_car = recording.samples.iter().filter(|samples| *samples.car() == lap.car);
    let (mut speeds, mut places) = (Vec::new(), Vec::new());
    for samples in of_car {
        let within = within(samples, began, time.seconds());
        speeds.extend(speeds_of(samples, within.clone(), began));
        places.extend(places_of(samples, within, began));
    }
    speeds.sort_by(|a: &SpeedSample, b| a.time.total_cmp(&b.time));
    places.sort_by(|a: &PlaceSample, b| a.time.total_cmp(&b.time));
    speeds.dedup_by_key(|sample| sample.time);
    places.dedup_by_key(|sample| sample.time);
    leave_out_what_stands_still(&mut speeds);
    if speeds.len() < FEWEST {
        return Err(NotSampled::TooFew { car, number, got: speeds.len(), want: FEWEST });
    }
    if let Some((from, to)) = longest_gap(&speeds, time.seconds()) {
        return Err(NotSampled::Gap { car, number, from, to });
    }
    Ok(SampledLap { time, sectors: lap.sectors, speeds, places, sampling })
}

/// Keeps the first of every run of samples that stands still.
fn leave_out_what_stands_still(speeds: &mut Vec<SpeedSample>) {
    if speeds.iter().all(|sample| sample.throttle.is_none()) {
        return; // nobody recorded a throttle
    }
    let runs =
        speeds.chunk_by(|a, b| a.speed == b.speed && a.throttle.is_none() && b.throttle.is_none());
    let lasts = |run: &[SpeedSample]| run[run.len() - 1].time - run[0].time;
    let kept = runs.flat_map(|run| match lasts(run) > STANDS_STILL {
        true => &run[..1],
        false => run,
    });
    *speeds = kept.copied().collect();
}

/// The longest stretch without speeds, if it is too long; from when to when.
fn longest_gap(speeds: &[SpeedSample], end: f64) -> Option<(f64, f64)> {
    let moments = || speeds.iter().map(|sample| sample.time);
    let gaps = [0.0].into_iter().chain(moments()).zip(moments().chain([end]));
    let longest = gaps.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    (longest.1 - longest.0 > LONGEST_GAP).then_some(longest)
}

/// A lap out of a solver.
///
/// # Errors
///
/// When it has no channel of speed.
pub fn solved_lap(trace: &Trace) -> Result<SampledLap, NotSampled> {
    let speed = trace.channel(Channel::Speed).ok_or(NotSampled::NoSpeed)?;
    let at = |channel: Channel, i: usize| trace.channel(channel).map(|values| values[i]);
    let (first, time) = (trace.time()[0], trace.time());
    let speeds = speed.iter().enumerate().map(|(i, speed)| SpeedSample {
        throttle: at(Channel::Throttle, i),
        brake: at(Channel::Brake, i),
        gear: at(Channel::Gear, i),
        ..SpeedSample::new(time[i] - first, *speed)
    });
    let places = (0..time.len()).filter_map(|i| {
        let (x, y) = at(Channel::East, i).zip(at(Channel::North, i))?;
        Some(PlaceSample { time: time[i] - first, x, y })
    });
    let micros = ((time[time.len() - 1] - first) * 1e6).round() as u64;
    Ok(SampledLap {
        time: LapTime::from_micros(micros),
        sectors: [None; 3],
        speeds: speeds.collect(),
        places: places.collect(),
        sampling: Sampling::EXACT,
    })
}

/// The samples between the ends of a lap.
fn within(samples: &Samples, began: f64, time: f64) -> std::ops::Range<usize> {
    let behind = |seconds: f64| samples.times().partition_point(|at| at.seconds() < seconds);
    behind(began)..behind(began + time + 1e-6)
}

fn speeds_of(
    samples: &Samples,
    within: std::ops::Range<usize>,
    began: f64,
) -> impl Iterator<Item = SpeedSample> {
    let speed = samples.channel(Channel::Speed);
    let other = |channel: Channel| samples.channel(channel);
    let (throttle, brake) = (other(Channel::Throttle), other(Channel::Brake));
    let gear = other(Channel::Gear);
    let (flap, ahead) = (unknown(samples, "DRS"), unknown(samples, "DistanceToDriverAhead"));
    let times = samples.times();
    within.filter_map(move |i| {
        let value = |values: Option<&[f32]>| values.map(|it| f64::from(it[i])).filter(is_number);
        let speed = value(speed).filter(|speed| *speed >= 0.0)?;
        Some(SpeedSample {
            time: times[i].seconds() - began,
            speed,
            throttle: value(throttle),
            brake: value(brake),
            gear: value(gear),
            flap: value(flap).map(|code| code >= 10.0),
            ahead: value(ahead),
        })
    })
}

fn places_of(
    samples: &Samples,
    within: std::ops::Range<usize>,
    began: f64,
) -> impl Iterator<Item = PlaceSample> {
    let both = samples.channel(Channel::East).zip(samples.channel(Channel::North));
    let times = samples.times();
    within.filter_map(move |i| {
        let (x, y) = both.map(|(x, y)| (f64::from(x[i]), f64::from(y[i])))?;
        let place = PlaceSample { time: times[i].seconds() - began, x, y };
        (is_number(&x) && is_number(&y)).then_some(place)
    })
}

fn is_number(value: &f64) -> bool {
    value.is_finite()
}

/// A channel that only its source knows, by the source's name.
fn unknown<'a>(samples: &'a Samples, name: &str) -> Option<&'a [f32]> {
    let mut channels = samples.channels().iter();
    let found = channels.find(|(which, _)| which.channel.is_none() && which.name == name);
    found.map(|(_, values)| &values[..])
}

#[cfg(test)]
#[path = "sampled_tests.rs"]
mod tests;
