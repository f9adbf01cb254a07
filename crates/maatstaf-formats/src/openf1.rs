//! Replies of the OpenF1 API: arrays of flat objects, one kind of them a file.
//!
//! The kind of a file is told by the keys in it, not by its name. Moments are times of day; the clock
//! of the session begins at the earliest of them. `date_start` of an out-lap is when the car left the
//! pit lane, while its `lap_duration` counts from the line, the stop included.

mod control;
mod laps;
mod replies;
mod samples;

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{
    CarNumber, DriverName, LapTime, RecordedCar, RecordedDriver, Recording, SessionFacts,
    StatedResult, WeatherReading,
};

use crate::recordings::{Error, IssueList, ReadRecording};
use replies::{Replies, Session, SessionResult};

const FORMAT: &str = "reply of OpenF1";

/// Reads the replies of one session, as many of them as there are.
///
/// ```
/// let laps = br#"[{"session_key":9,"driver_number":1,"lap_number":2,"lap_duration":75.717,
///     "duration_sector_1":22.063,"duration_sector_2":30.563,"duration_sector_3":23.091}]"#;
/// let read = maatstaf_formats::openf1::read(&[("laps.json", laps)])?;
/// let lap = &read.recording.laps[0];
/// assert_eq!((lap.number, lap.time), (2, lap.sector_sum()));
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When none of the files is a reply of OpenF1 with anything in it.
pub fn read(files: &[(&str, &[u8])]) -> Result<ReadRecording, Error> {
    let mut issues = Vec::new();
    let mut replies = Replies::default();
    let session = replies::session_of(files);
    for (file, bytes) in files {
        let mut listed = IssueList::of(file);
        replies.add(bytes, session.as_deref(), &mut listed);
        issues.extend(listed.finish());
    }
    if replies.is_empty() {
        let file = files.first().map_or("nothing", |(file, _)| file);
        let reason = "it has no array of objects with a session_key; the replies to /v1/laps, /v1/drivers and the like do";
        return Err(Error::not(FORMAT, file, reason));
    }
    Ok(ReadRecording { recording: recording(replies), issues })
}

/// Whether the first bytes of a file are those of a reply.
pub fn looks_like(name: &str, head: &[u8]) -> bool {
    let head = crate::text_table::without_mark(head).trim_ascii_start();
    let holds = |key: &str| head.windows(key.len()).any(|window| window == key.as_bytes());
    let file = name.rsplit('/').next().unwrap_or(name);
    let by_content = head.starts_with(b"[") && holds("\"meeting_key\"") && holds("\"session_key\"");
    by_content || (file.starts_with("openf1_") && head.starts_with(b"[]"))
}

fn recording(mut replies: Replies) -> Recording {
    let zero = replies.zero();
    let clock = replies::Clock { zero };
    let names = replies.names();
    let mut recording = Recording {
        about: about(&replies.sessions, clock),
        cars: cars(&replies),
        weather: replies.weather.iter().filter_map(|row| weather(row, clock)).collect(),
        results: replies.results.iter().map(|row| result(row, &names)).collect(),
        stints: laps::stints(&replies.stints),
        ..Recording::default()
    };
    control::add(&replies.control, clock, &mut recording);
    laps::add(&replies, clock, &names, &mut recording);
    recording.samples = replies.samples.finish(zero);
    recording.weather.sort_by_key(|reading| reading.at);
    recording.sort_laps();
    recording
}

fn about(sessions: &[Session], clock: replies::Clock) -> SessionFacts {
    let mut about = SessionFacts {
        series: Some("Formula 1".to_owned()),
        clock_zero: clock.zero,
        ..SessionFacts::default()
    };
    if let Some(session) = sessions.first() {
        about.year = session.year.whole();
        about.event = session.meeting_name.owned();
        about.place = session.circuit_short_name.owned().or_else(|| session.location.owned());
        about.session = session.session_name.owned();
        about.started = clock.at(&session.date_start);
    }
    about
}

fn cars(replies: &Replies) -> Vec<RecordedCar> {
    let (mut cars, mut seen): (Vec<RecordedCar>, BTreeSet<CarNumber>) = Default::default();
    for row in &replies.drivers {
        let Some(car) = row.driver_number.car().filter(|car| seen.insert(car.clone())) else {
            continue;
        };
        let full_name = row.full_name.owned();
        let name = row.name_acronym.driver().or_else(|| row.full_name.driver());
        let crew = name.map(|name| RecordedDriver { name, full_name }).into_iter().collect();
        cars.push(RecordedCar { car, crew, team: row.team_name.owned(), class: None, make: None });
    }
    cars
}

fn weather(row: &replies::Weather, clock: replies::Clock) -> Option<WeatherReading> {
    Some(WeatherReading {
        at: clock.at(&row.date)?,
        air_celsius: row.air_temperature.number(),
        track_celsius: row.track_temperature.number(),
        humidity: row.humidity.number().map(|percent| percent / 100.0),
        pressure: row.pressure.number().map(|hectopascals| hectopascals * 100.0),
        rain: row.rainfall.flag(),
        wind_speed: row.wind_speed.number(),
        wind_from: row.wind_direction.number().map(f64::to_radians),
    })
}

/// In qualifying `duration` holds the best times of its parts, else the time of the race or the best.
fn result(row: &SessionResult, names: &BTreeMap<CarNumber, DriverName>) -> StatedResult {
    let parts = row.duration.list();
    let mut part_times = [None; 4];
    for (slot, part) in part_times[1..].iter_mut().zip(parts) {
        *slot = part.lap_time();
    }
    let best = || part_times.into_iter().flatten().min();
    let time: Option<LapTime> = row.duration.lap_time().or_else(best);
    let ended = [(&row.dsq, "Disqualified"), (&row.dns, "Did not start"), (&row.dnf, "Retired")];
    let status = ended.into_iter().find(|(flag, _)| flag.flag() == Some(true));
    let car = row.driver_number.car();
    StatedResult {
        driver: car.as_ref().and_then(|car| names.get(car).cloned()),
        car,
        place: row.position.whole(),
        laps: row.number_of_laps.whole(),
        time,
        part_times,
        status: status.map(|(_, status)| status.to_owned()),
    }
}

impl Replies {
    /// Who drives which car; the first row of a car counts.
    fn names(&self) -> BTreeMap<CarNumber, DriverName> {
        let name =
            |row: &replies::Driver| row.name_acronym.driver().or_else(|| row.full_name.driver());
        let named = self.drivers.iter().rev();
        named.filter_map(|row| Some((row.driver_number.car()?, name(row)?))).collect()
    }
}

#[cfg(test)]
#[path = "openf1_tests.rs"]
mod tests;
