//! Which laps of an event are held against each other.

use maatstaf_core::{
    LapNumber, LapTime, Qualified, Qualifying, QualifyingPart, Recording, RoundNumber, Session,
    TimedLap,
};
use maatstaf_telemetry::{SampledLap, Sampling, sampled_lap};

use crate::Person;
use crate::session::laps_of;

/// The laps of two drivers in a recorded qualifying, to be held against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLaps {
    /// Which round.
    pub round: RoundNumber,
    /// For which grid: that of the race, or of the sprint.
    pub grid_of: Session,
    /// Where the laps are found: `2026/monaco/qualifying`.
    pub address: String,
    /// The lap of the driver, then that of the reference.
    pub laps: [TimedSample; 2],
    /// The fastest lap of every car, which together say where the road is.
    pub others: Vec<SampledLap>,
}

/// A lap with its time and its samples.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedSample {
    /// Which of the car.
    pub number: LapNumber,
    /// In which part of qualifying, where that is known.
    pub part: Option<QualifyingPart>,
    /// How long it took.
    pub time: LapTime,
    /// Its samples.
    pub sampled: SampledLap,
}

/// Why laps of an event are not held against each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoLaps {
    /// Somebody has no lap that was sampled.
    #[error("{0} has no lap with telemetry")]
    OfDriver(String),
    /// Laps that are not of one road, or otherwise odd.
    #[error("{0}")]
    NotCompared(String),
}

/// The laps of two drivers in a recorded qualifying.
///
/// They are the fastest of the latest part in which the recording has sampled laps of both; where it has no such
/// part, the fastest of each, whatever part they are of. A part is what the recording says, else the one whose
/// official time the lap has. Laps that race control took away do not count.
///
/// # Errors
///
/// When one of both has no lap with samples.
pub fn laps_of_event(
    recording: &Recording,
    sampling: Sampling,
    result: Option<&Qualifying>,
    people: [&Person; 2],
) -> Result<([TimedSample; 2], Vec<SampledLap>), NoLaps> {
    let [own, theirs] = people.map(|who| sampled_laps(recording, sampling, result, who));
    let missing = |idx: usize| NoLaps::OfDriver(people[idx].last_name.clone());
    let fastest = |laps: &[TimedSample], part: Option<QualifyingPart>| {
        let wanted = laps.iter().filter(|lap| part.is_none() || lap.part == part);
        wanted.min_by_key(|lap| lap.time).cloned()
    };
    let both_in = |part| Some([fastest(&own, Some(part))?, fastest(&theirs, Some(part))?]);
    let laps = match QualifyingPart::LATEST_FIRST.into_iter().find_map(both_in) {
        Some(laps) => laps,
        None => [
            fastest(&own, None).ok_or_else(|| missing(0))?,
            fastest(&theirs, None).ok_or_else(|| missing(1))?,
        ],
    };
    Ok((laps, fastest_laps(recording, sampling)))
}

/// Every lap of a driver that was timed and sampled.
fn sampled_laps(
    recording: &Recording,
    sampling: Sampling,
    result: Option<&Qualifying>,
    who: &Person,
) -> Vec<TimedSample> {
    let line = result.and_then(|result| result.line_of(&who.id));
    let laps = laps_of(recording, line.map(|line| &line.car), Some(&who.code));
    let counts = laps.into_iter().filter(|lap| lap.deleted.is_none());
    let sampled = counts.filter_map(|lap| {
        Some(TimedSample {
            number: lap.number,
            part: lap.part.or_else(|| part_of(lap, line?)),
            time: lap.time?,
            sampled: sampled_lap(recording, lap, sampling).ok()?,
        })
    });
    sampled.collect()
}

/// The part whose official time a lap has.
fn part_of(lap: &TimedLap, line: &Qualified) -> Option<QualifyingPart> {
    let parts = QualifyingPart::LATEST_FIRST.into_iter();
    parts.filter(|part| line.time_in(*part).is_some()).find(|part| line.time_in(*part) == lap.time)
}

/// The fastest lap of every car that has one with samples.
fn fastest_laps(recording: &Recording, sampling: Sampling) -> Vec<SampledLap> {
    let counts = |lap: &&TimedLap| lap.time.is_some() && lap.deleted.is_none();
    let fastest = recording.cars.iter().filter_map(|car| {
        let laps = recording.laps.iter().filter(|lap| lap.car == car.car);
        let lap = laps.filter(counts).min_by_key(|lap| lap.time)?;
        sampled_lap(recording, lap, sampling).ok()
    });
    fastest.collect()
}
