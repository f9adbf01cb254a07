//! A whole race for replaying: laps by their two moments, and each car about once a second.
//!
//! Laps, samples and safety cars stand on the clock of the session; stops on that of the race, which
//! starts with the first lap.

use std::collections::BTreeMap;

use maatstaf_core::{
    CarNumber, Channel, ClockTime, DriverName, Flag, FlagChange, LapTime, RecordedCar,
    RecordedDriver, Recording, SampleChannel, Samples, TimedLap, TimedStint,
};
use serde::Deserialize;

use crate::lap_marks;
use crate::loose::{Loose, micros};
use crate::recordings::{Error, IssueList, ReadRecording, order_laps};

const FORMAT: &str = "replay of a race";

#[derive(Deserialize)]
struct Replay {
    laps: BTreeMap<String, Vec<LapRow>>,
    drivers: BTreeMap<String, Track>,
    #[serde(default)]
    safety_cars: Vec<SafetyCar>,
    #[serde(default)]
    stints: BTreeMap<String, Vec<StintRow>>,
    #[serde(default)]
    pit_stops: BTreeMap<String, Vec<Stop>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LapRow {
    lap: Loose,
    t0: Loose,
    t1: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Track {
    t: Vec<Option<f64>>,
    x: Vec<Option<f64>>,
    y: Vec<Option<f64>>,
    v: Vec<Option<f64>>,
    g: Vec<Option<f64>>,
    th: Vec<Option<f64>>,
    br: Vec<Option<f64>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SafetyCar {
    #[serde(rename = "type")]
    kind: Loose,
    start: Loose,
    end: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct StintRow {
    s: Loose,
    e: Loose,
    c: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Stop {
    lap: Loose,
    #[serde(rename = "in")]
    into: Loose,
    out: Loose,
    dur: Loose,
}

/// Reads one race.
///
/// ```
/// let race = br#"{"laps":{"ANN":[{"lap":1,"t0":3600.0,"t1":3690.5}]},"drivers":{}}"#;
/// let read = maatstaf_formats::race_replay::read("race.json", race)?;
/// assert_eq!(read.recording.laps[0].time.unwrap().to_string(), "1:30.500");
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When it is no JSON with the laps and the drivers of a race.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadRecording, Error> {
    let replay: Replay =
        serde_json::from_slice(crate::text_table::without_mark(bytes)).map_err(|why| {
            Error::not(FORMAT, file, format!("{why}; laps and drivers should be there"))
        })?;
    let mut issues = IssueList::of(file);
    let mut recording = Recording::default();
    recording.about.series = Some("Formula 1".to_owned());
    recording.about.session = Some("Race".to_owned());
    recording.flags = flags(&replay.safety_cars);
    recording.stints = replay.stints.iter().flat_map(|(name, rows)| stints(name, rows)).collect();
    for (name, rows) in &replay.laps {
        let crew = vec![RecordedDriver { name: DriverName::new(name), full_name: None }];
        let car = CarNumber::new(name);
        recording.cars.push(RecordedCar { car, crew, team: None, class: None, make: None });
        add_laps(name, rows, &mut recording, &mut issues);
    }
    order_laps(&mut recording, &mut issues);
    recording.about.started = recording.laps.iter().filter_map(|lap| lap.began).min();
    for (name, stops) in &replay.pit_stops {
        stops.iter().for_each(|stop| add_stop(name, stop, &mut recording));
    }
    for (name, track) in &replay.drivers {
        recording.samples.extend(samples(name, track, &mut issues));
    }
    Ok(ReadRecording { recording, issues: issues.finish() })
}

/// Whether the first bytes of a file are those of such a race.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    let head = crate::text_table::without_mark(head).trim_ascii_start();
    let holds = |key: &str| head.windows(key.len()).any(|window| window == key.as_bytes());
    head.starts_with(b"{\"laps\"") && holds("\"t0\"") && holds("\"t1\"")
}

fn clock(seconds: &Loose) -> Option<ClockTime> {
    seconds.number().and_then(micros).map(ClockTime::from_micros)
}

fn add_laps(name: &str, rows: &[LapRow], recording: &mut Recording, issues: &mut IssueList) {
    for row in rows {
        let (Some(number), Some(began), Some(ended)) =
            (row.lap.counted(), clock(&row.t0), clock(&row.t1))
        else {
            issues.add(None, format!("a lap of {name} has no number or no moments; left out"));
            continue;
        };
        let mut lap = TimedLap::new(CarNumber::new(name), number);
        lap.driver = Some(DriverName::new(name));
        (lap.began, lap.ended) = (Some(began), Some(ended));
        match ended.since(began).as_micros() {
            time @ 1.. => lap.time = Some(LapTime::from_micros(time.unsigned_abs())),
            _ => issues.add(None, format!("lap {number} of {name} ends before it begins")),
        }
        lap_marks::add_stint(&mut lap, &recording.stints);
        lap.flags = lap_marks::flags_during(&recording.flags, lap.began, lap.ended);
        lap_marks::take_away_impossible(&mut lap);
        recording.laps.push(lap);
    }
}

/// Green but for the safety cars; nothing where none is known.
fn flags(safety_cars: &[SafetyCar]) -> Vec<FlagChange> {
    let mut flags = Vec::new();
    for car in safety_cars {
        let flag = match car.kind.text() {
            Some("SC") => Flag::SafetyCar,
            Some("VSC") => Flag::VirtualSafetyCar,
            _ => continue,
        };
        if let Some((at, end)) = clock(&car.start).zip(clock(&car.end)) {
            flags.push(FlagChange { at, flag });
            flags.push(FlagChange { at: end, flag: Flag::Green });
        }
    }
    flags.sort_by_key(|change| change.at);
    flags
}

fn stints(name: &str, rows: &[StintRow]) -> Vec<TimedStint> {
    let stint = |(number, row): (u16, &StintRow)| TimedStint {
        car: CarNumber::new(name),
        stint: number,
        compound: row.c.compound(),
        fresh: None,
        age_at_start: None,
        first_lap: row.s.whole(),
        last_lap: row.e.whole(),
    };
    (1..).zip(rows).map(stint).collect()
}

fn add_stop(name: &str, stop: &Stop, recording: &mut Recording) {
    let Some(number) = stop.lap.whole::<u16>() else { return };
    let started = recording.about.started;
    let at = |of_race: &Loose| {
        let micros = started?.as_micros().checked_add(clock(of_race)?.as_micros())?;
        Some(ClockTime::from_micros(micros))
    };
    let of_car = recording.laps.iter_mut().filter(|lap| lap.car.as_str() == name);
    for lap in of_car {
        if lap.number == number {
            (lap.in_lap, lap.pit_in) = (true, at(&stop.into));
        } else if Some(lap.number) == number.checked_add(1) {
            (lap.out_lap, lap.pit_out) = (true, at(&stop.out));
            lap.pit_time = stop.dur.lap_time();
        }
    }
}

fn samples(name: &str, track: &Track, issues: &mut IssueList) -> Option<Samples> {
    let mut rows: Vec<(usize, ClockTime)> = Vec::with_capacity(track.t.len());
    let mut n_back = 0;
    for (idx, seconds) in track.t.iter().enumerate() {
        let at = seconds.and_then(micros).map(ClockTime::from_micros);
        match at.filter(|at| rows.last().is_none_or(|(_, last)| last <= at)) {
            Some(at) => rows.push((idx, at)),
            None => n_back += 1,
        }
    }
    if n_back > 0 {
        issues.add(None, format!("{n_back} samples of {name} go back or have no time; left out"));
    }
    let values = |array: &[Option<f64>], read: &dyn Fn(f64) -> f64| -> Vec<f32> {
        let value = |idx: usize| array.get(idx).copied().flatten().map_or(f64::NAN, read);
        rows.iter().map(|(idx, _)| value(*idx) as f32).collect()
    };
    let part = |value: f64| if (0.0..=100.0).contains(&value) { value / 100.0 } else { f64::NAN };
    let channels = [
        (Channel::Speed, values(&track.v, &|kmh| kmh / 3.6)),
        (Channel::Gear, values(&track.g, &|gear| gear)),
        (Channel::Throttle, values(&track.th, &part)),
        (Channel::Brake, values(&track.br, &|pressed| pressed)),
        (Channel::East, values(&track.x, &|tenths| tenths / 10.0)),
        (Channel::North, values(&track.y, &|tenths| tenths / 10.0)),
    ];
    let channels = channels.map(|(channel, values)| (SampleChannel::of(channel), values)).to_vec();
    let times: Vec<ClockTime> = rows.iter().map(|(_, at)| *at).collect();
    let samples = Samples::new(CarNumber::new(name), "1 Hz", times, channels).ok();
    samples.filter(|samples| !samples.times().is_empty())
}

#[cfg(test)]
#[path = "race_replay_tests.rs"]
mod tests;
