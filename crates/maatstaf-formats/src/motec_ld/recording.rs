//! A whole log as a recording.

use std::collections::BTreeMap;

use maatstaf_core::{ClockTime, SessionFacts, TimedLap};

use super::beacon::{Beacon, beacons};
use super::{Details, Error, Log, LogChannel, ReadAt, ReadRecording};
use crate::logger::{
    LogOptions, Logged, LoggedChannel, Stream, car_of, finish, moment, session_name, some,
    whole_span,
};
use crate::logger_laps;

pub(super) fn read<S: ReadAt>(
    mut log: Log<S>,
    options: &LogOptions,
) -> Result<ReadRecording, Error> {
    let mut groups: BTreeMap<(u16, usize), Vec<&LogChannel>> = BTreeMap::new();
    for channel in log.channels.iter().filter(|channel| channel.n_samples > 0) {
        groups.entry((channel.rate, channel.n_samples)).or_default().push(channel);
    }
    let mut streams = Vec::new();
    for ((rate, n_samples), channels) in groups.iter().rev() {
        let name = match groups.keys().filter(|(other, _)| other == rate).count() {
            1 => format!("{rate} Hz"),
            _ => format!("{rate} Hz, {n_samples} samples"),
        };
        streams.push(stream(&log, name, channels)?);
    }
    let issues = std::mem::replace(&mut log.issues, super::IssueList::of(&log.file));
    let details = &log.details;
    let laps = laps(&log, &streams)?;
    let logged = Logged {
        about: about(details),
        car: details.vehicle.clone(),
        driver: details.driver.clone(),
        laps,
        streams,
        ..Logged::default()
    };
    Ok(finish(logged, options, issues))
}

fn about(details: &Details) -> SessionFacts {
    let day = details.date.split('/').map(str::to_owned).collect::<Vec<_>>();
    let date = match &day[..] {
        [day, month, year] => format!("{year}-{month}-{day}"),
        _ => details.date.clone(),
    };
    let name = [&details.session, &details.comment].map(|text| text.trim().to_owned());
    SessionFacts {
        year: day.get(2).and_then(|year| year.trim().parse().ok()),
        event: some(&details.event),
        place: some(&details.venue),
        session: session_name(name.join(" ").trim(), &date, &details.time),
        ..SessionFacts::default()
    }
}

fn stream<S: ReadAt>(
    log: &Log<S>,
    name: String,
    channels: &[&LogChannel],
) -> Result<Stream, Error> {
    let times = channels
        .first()
        .map_or(Vec::new(), |it| (0..it.n_samples).map(|sample| it.time_of(sample)).collect());
    let mut logged = Vec::with_capacity(channels.len());
    for channel in channels {
        logged.push(LoggedChannel {
            name: channel.name.clone(),
            unit: channel.unit.clone(),
            values: log.read(channel)?,
        });
    }
    Ok(Stream { name, times, channels: logged, places: places(log, channels)? })
}

/// Where the car was, if a receiver told the logger.
fn places<S: ReadAt>(log: &Log<S>, channels: &[&LogChannel]) -> Result<Vec<(f64, f64)>, Error> {
    let find = |name: &str| channels.iter().find(|channel| channel.name == name);
    match (find("GPS Latitude"), find("GPS Longitude")) {
        (Some(lat), Some(lon)) => {
            Ok(log.read_fine(lat)?.into_iter().zip(log.read_fine(lon)?).collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// Laps by beacons, else by the clock of the running lap, else by the number of the lap.
fn laps<S: ReadAt>(log: &Log<S>, streams: &[Stream]) -> Result<Vec<TimedLap>, Error> {
    let Some(span) = whole_span(streams) else { return Ok(Vec::new()) };
    let car = car_of(&log.details.vehicle);
    let series = |names: [&str; 2]| {
        let found = names.iter().find_map(|name| log.channel(name));
        found.filter(|channel| channel.n_samples > 0)
    };
    let restarts = match series(["Running Lap Time", "Current Lap Time"]) {
        Some(channel) if channel.unit == "s" => {
            logger_laps::restarts(&times_of(channel), &log.read(channel)?)
        }
        _ => Vec::new(),
    };
    if let Some(channel) = series(["Beacon", "Lap Beacon"]) {
        let words: Vec<u16> = log.read(channel)?.into_iter().map(word).collect();
        let step = moment(1, f64::from(channel.rate)).as_micros();
        let moments = at_line(&beacons(&words, step), &restarts);
        if !moments.is_empty() {
            return Ok(logger_laps::between(&car, &moments, span, true));
        }
    }
    if !restarts.is_empty() {
        return Ok(logger_laps::between(&car, &restarts, span, false));
    }
    match series(["Lap Number", "Lap"]) {
        Some(channel) => Ok(logger_laps::by_number(&car, &times_of(channel), &log.read(channel)?)),
        None => Ok(Vec::new()),
    }
}

fn times_of(channel: &LogChannel) -> Vec<ClockTime> {
    (0..channel.n_samples).map(|sample| channel.time_of(sample)).collect()
}

/// A raw word of the channel, whatever sign it was given.
fn word(value: f32) -> u16 {
    (value as i32 & 0xffff) as u16
}

/// The moments of the beacons that stand at the line: of several kinds, the one at which the
/// running lap starts again.
fn at_line(beacons: &[Beacon], restarts: &[ClockTime]) -> Vec<ClockTime> {
    const NEAR: u64 = 500_000; // µs
    let starts_lap = |beacon: &Beacon| {
        restarts.iter().any(|at| at.as_micros().abs_diff(beacon.at.as_micros()) < NEAR)
    };
    let alike = beacons.windows(2).all(|pair| pair[0].code == pair[1].code);
    let code = match beacons.iter().find(|beacon| starts_lap(beacon)) {
        Some(beacon) => Some(beacon.code),
        None => beacons.first().map(|beacon| beacon.code).filter(|_| alike),
    };
    beacons.iter().filter(|beacon| Some(beacon.code) == code).map(|beacon| beacon.at).collect()
}
