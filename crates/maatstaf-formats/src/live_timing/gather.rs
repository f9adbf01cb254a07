//! Records put in order, read topic by topic, and made into a recording.

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{
    CarNumber, ClockTime, DriverName, FlagChange, RecordedCar, Recording, TimedLap, WeatherReading,
};

use super::Selection;
use super::assemble::{self, CarLaps, Ground, moment};
use super::control::Control;
use super::drivers::{Drivers, is_number};
use super::framing::{Record, shown};
use super::laps::{self, Counting, Oddity, Running};
use super::order;
use super::samples::{PackedStream, PackedStreams};
use super::session::Info;
use super::times;
use super::timing::Timing;
use super::topic::Topic;
use super::track::Track;
use super::tyres::Tyres;
use super::walker::Broken;
use super::weather;
use crate::lap_marks;
use crate::recordings::{Error, IssueList, ReadRecording};

/// What the stamps of records count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// The zero of the session.
    Session,
    /// 1970.
    World,
}

/// The files with what was odd in each.
pub(super) struct Files {
    pub issues: Vec<IssueList>,
}

impl Files {
    pub(super) fn named<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { issues: names.map(IssueList::of).collect() }
    }

    pub(super) fn add(&mut self, file: usize, line: Option<u64>, reason: String) {
        if let Some(issues) = self.issues.get_mut(file) {
            issues.add(line, reason);
        }
    }
}

/// Everything that was told.
#[derive(Default)]
struct Gathered {
    info: Info,
    drivers: Drivers,
    timing: Timing,
    tyres: Tyres,
    track: Track,
    control: Control,
    weather: Vec<WeatherReading>,
    clock_utcs: Vec<(i64, i64)>,
}

/// Reads the records into a recording.
pub(super) fn read(
    mut records: Vec<Record<'_>>,
    mut files: Files,
    clock: Clock,
    selection: &Selection,
) -> Result<ReadRecording, Error> {
    let zero = match clock {
        Clock::World => order::put_on_clock(&mut records, &mut files),
        Clock::Session => None,
    };
    records.retain(|record| selection.wants(record.topic));
    order::put_in_order(&mut records, &mut files);
    let mut gathered = Gathered::default();
    gathered.read_drivers(&records, &mut files);
    let cars = wanted_cars(&gathered.drivers, selection, &mut files);
    let wanted = |number: &str| {
        is_number(number) && cars.as_ref().is_none_or(|cars| cars.iter().any(|car| car == number))
    };
    for (idx, record) in records.iter().enumerate() {
        let idx = u32::try_from(idx).unwrap_or(u32::MAX);
        if let Err(broken) = gathered.read(record, idx, zero, &wanted, &mut files) {
            let told = shown(record.body.get(broken.at.saturating_sub(20)..).unwrap_or_default());
            let reason = format!(
                "{} of {} is missing near {told}; the rest of it is left out",
                broken.wanted, record.topic
            );
            files.add(record.file, Some(record.line), reason);
        }
    }
    let mut recording = gathered.finish(zero, selection, &mut files);
    add_samples(&mut recording, &records, (cars.as_deref(), zero), selection, &mut files);
    let issues = files.issues.into_iter().flat_map(IssueList::finish).collect();
    Ok(ReadRecording { recording, issues })
}

/// The numbers of the cars that are wanted; `None` for all.
fn wanted_cars(drivers: &Drivers, selection: &Selection, files: &mut Files) -> Option<Vec<String>> {
    if selection.drivers.is_empty() {
        return None;
    }
    let mut cars = Vec::new();
    for name in &selection.drivers {
        match drivers.number_of(name) {
            Some(number) => cars.push(number.to_owned()),
            None if drivers.is_empty() && is_number(name) => cars.push(name.clone()),
            None => files.add(
                0,
                None,
                format!("nobody is called {name:?} here; name a number or letters such as VER"),
            ),
        }
    }
    Some(cars)
}

/// Adds what was sampled in the cars. Where some laps are wanted, only those records are unpacked
/// that were sent meanwhile.
fn add_samples(
    recording: &mut Recording,
    records: &[Record<'_>],
    (cars, zero): (Option<&[String]>, Option<i64>),
    selection: &Selection,
    files: &mut Files,
) {
    let cars: Option<Vec<CarNumber>> =
        cars.map(|cars| cars.iter().map(|car| CarNumber::new(car)).collect());
    let mut streams = PackedStreams::new(cars.as_deref());
    let window = selection.laps.as_ref().map(|_| window(&recording.laps));
    let mut last = None;
    for record in records {
        let stream = match record.topic {
            Topic::CarData => PackedStream::CarData,
            Topic::Position => PackedStream::Position,
            _ => continue,
        };
        let at = record.stamp;
        if window.is_some_and(|(from, to)| at.is_some_and(|at| at < from || at > to)) {
            continue;
        }
        last = Some(record.file);
        let at = at.and_then(moment);
        streams.add(stream, record.line, at, &record.body, &mut files.issues[record.file]);
    }
    let Some(last) = last else { return };
    let read = streams.finish(zero.and_then(times::timestamp), &mut files.issues[last]);
    recording.samples = read.samples;
    recording.about.clock_zero = read.zero.or(recording.about.clock_zero);
}

/// From when to when records tell of some laps; samples come in records sent a little later.
fn window(laps: &[TimedLap]) -> (i64, i64) {
    const LATER: i64 = 10_000_000;
    let micros = |at: Option<ClockTime>| at.map(|at| at.as_micros().cast_signed());
    let from = laps.iter().filter_map(|lap| micros(lap.began.or(lap.pit_out))).min();
    let to = laps.iter().filter_map(|lap| micros(lap.ended.or(lap.pit_in))).max();
    (from.unwrap_or(0), to.unwrap_or(i64::MAX - LATER) + LATER)
}

impl Gathered {
    fn read_drivers(&mut self, records: &[Record<'_>], files: &mut Files) {
        let mut listed = BTreeSet::new();
        for record in records.iter().filter(|record| record.topic == Topic::DriverList) {
            match self.drivers.read(&record.body, record.stamp) {
                Ok(late) => late.into_iter().filter(|it| listed.insert(it.clone())).for_each(|number| {
                    let reason = format!("car {number} is named an hour after the beginning; it is of another series, and left out");
                    files.add(record.file, Some(record.line), reason);
                }),
                Err(broken) => {
                    let reason = format!("{} of DriverList is missing; the rest of it is left out", broken.wanted);
                    files.add(record.file, Some(record.line), reason);
                }
            }
        }
    }

    fn read(
        &mut self,
        record: &Record<'_>,
        idx: u32,
        zero: Option<i64>,
        wanted: &dyn Fn(&str) -> bool,
        files: &mut Files,
    ) -> Result<(), Broken> {
        let body = &record.body[..];
        let at = record.stamp;
        let drivers = &self.drivers;
        let wanted = |number: &str| wanted(number) && drivers.holds(number);
        match record.topic {
            Topic::SessionInfo => self.info.read(body),
            Topic::TimingData | Topic::TimingDataF1 => self.timing.read(body, at, idx, &wanted),
            Topic::TimingAppData => self.tyres.read(body, at, &wanted),
            Topic::SessionStatus => self.track.read_session(body, at.unwrap_or(0)),
            Topic::SessionData => self.track.read_series(body, at, zero),
            Topic::RaceControlMessages => self.control.read(body, at),
            Topic::TrackStatus => {
                if let Some(state) = self.track.read_state(body, at.unwrap_or(0))? {
                    let reason = format!("nothing is known of a track status {state:?}; left out");
                    files.add(record.file, Some(record.line), reason);
                }
                Ok(())
            }
            Topic::WeatherData => {
                let at = moment(at.unwrap_or(0)).filter(|_| at.is_some());
                if let Some(at) = at {
                    self.weather.extend(weather::read(body, at)?);
                }
                Ok(())
            }
            Topic::ExtrapolatedClock => {
                let utc = super::track::value(body, "Utc")?.and_then(|text| times::utc(&text));
                self.clock_utcs.extend(at.zip(utc));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn finish(mut self, zero: Option<i64>, selection: &Selection, files: &mut Files) -> Recording {
        self.track.settle();
        let zero = zero.or_else(|| self.zero());
        let mut about = self.info.facts();
        about.clock_zero = zero.and_then(times::timestamp);
        about.started = self.track.started().and_then(moment);
        let fallback = if self.info.is_race() { Counting::Ended } else { Counting::Begun };
        let counting = laps::counting(&self.timing.cars, fallback);
        let cars = self.cars();
        let names = names(&cars);
        let messages = std::mem::take(&mut self.control).finish(zero);
        let verdicts = lap_marks::verdicts(&messages);
        let changes = self.track.changes();
        let parts =
            if self.timing.parts.is_empty() { &self.track.parts } else { &self.timing.parts };
        let (started, finished) = (self.track.started(), self.track.finished());
        let ground = Ground {
            running: Running { counting, started, finished },
            changes: &changes,
            parts,
            tyres: &self.tyres,
            verdicts: &verdicts,
            drivers: &names,
        };
        let mut recording = Recording { about, cars, messages, ..Recording::default() };
        for log in &self.timing.cars {
            let built = ground.car(log);
            list_oddities(&log.number, &built, files);
            recording.laps.extend(built.laps);
            recording.stints.extend(built.stints);
            let driver = names.get(&log.number).cloned();
            recording.results.push(assemble::result(log, driver, counting));
        }
        if let Some(laps) = &selection.laps {
            recording.laps.retain(|lap| laps.contains(&lap.number));
        }
        let change = |(at, flag): &(i64, _)| Some(FlagChange { at: moment(*at)?, flag: *flag });
        recording.flags = changes.iter().filter_map(change).collect();
        recording.parts = assemble::part_starts(parts);
        recording.weather = std::mem::take(&mut self.weather);
        recording.results.sort_by_key(|line| line.place.unwrap_or(u16::MAX));
        recording.sort_laps();
        recording
    }

    /// The cars of the list; those that only timing names behind them.
    fn cars(&self) -> Vec<RecordedCar> {
        let mut cars: Vec<RecordedCar> = self.drivers.cars().collect();
        for log in &self.timing.cars {
            if cars.iter().all(|car| car.car.as_str() != log.number) {
                let car = CarNumber::new(&log.number);
                cars.push(RecordedCar { car, crew: vec![], team: None, class: None, make: None });
            }
        }
        cars
    }

    /// The time of day of zero, where stamps do not tell it: messages come late, so the one that came
    /// with the least delay tells it best.
    fn zero(&self) -> Option<i64> {
        let told = [&self.clock_utcs, &self.track.utcs, &self.control.utcs];
        let best = told.into_iter().find(|told| !told.is_empty())?;
        best.iter().map(|(at, utc)| utc - at).max()
    }
}

fn names(cars: &[RecordedCar]) -> BTreeMap<String, DriverName> {
    let name = |car: &RecordedCar| Some((car.car.to_string(), car.crew.first()?.name.clone()));
    cars.iter().filter_map(name).collect()
}

fn list_oddities(number: &str, built: &CarLaps, files: &mut Files) {
    for oddity in &built.oddities {
        let reason = match oddity {
            Oddity::Back { from, to } => {
                format!(
                    "car {number}: laps go back from {from} to {to}; left out until they are there again"
                )
            }
            Oddity::Missing { first, last } if first == last => {
                format!("car {number}: nothing is told of lap {first}")
            }
            Oddity::Missing { first, last } => {
                format!("car {number}: nothing is told of laps {first} to {last}")
            }
        };
        files.add(0, None, reason);
    }
    for lap in &built.filled {
        let reason = format!(
            "car {number}: the time of lap {lap} was not told when it ended; it is that of the best lap that the sheet states"
        );
        files.add(0, None, reason);
    }
    for (lap, time) in &built.dropped {
        let time = maatstaf_core::LapTime::from_micros(*time);
        let reason = format!(
            "car {number}: lap {lap} is said to take {time}, which neither its sectors nor the clock bear out; left out"
        );
        files.add(0, None, reason);
    }
}
