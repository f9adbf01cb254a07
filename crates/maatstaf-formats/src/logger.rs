//! What all loggers have in common: one car, channels at their rates, and laps cut out of it.

mod names;
mod table;
mod units;

pub(crate) use names::known;
pub(crate) use names::plain;
pub(crate) use table::{Columns, Wanted, rate_name};
pub(crate) use units::{metres_in, seconds_in, to_si};

use maatstaf_core::{
    CarNumber, Channel, ClockTime, DriverName, LapTime, RecordedCar, RecordedDriver, Recording,
    SampleChannel, Samples, SessionFacts, TimedLap,
};

use crate::logger_laps::{self, LocalPlane, StartLine};
use crate::recordings::{IssueList, ReadRecording};

/// What the user, or a file beside it, adds to a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogOptions {
    /// Where laps begin; then the way of the car decides, whatever else the log says.
    pub line: Option<StartLine>,
    /// Moments at the line, from the `.ldx` beside a `.ld`.
    pub beacons: Vec<ClockTime>,
}

/// A log on its way to a recording.
#[derive(Debug, Default)]
pub(crate) struct Logged {
    pub about: SessionFacts,
    /// The number or the name of the car.
    pub car: String,
    pub driver: String,
    pub streams: Vec<Stream>,
    /// The laps that the log itself tells of.
    pub laps: Vec<TimedLap>,
    /// What the channels of the only stream are, and one of their unit in that of the SI, where
    /// somebody says so; else their names tell.
    pub meant: Option<Vec<Option<(Channel, f64)>>>,
}

/// Channels that are sampled together.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    pub name: String,
    pub times: Vec<ClockTime>,
    pub channels: Vec<LoggedChannel>,
    /// Latitude and longitude in degrees, where they are known: one per moment.
    pub places: Vec<(f64, f64)>,
}

/// A channel as the log has it.
#[derive(Debug, Default)]
pub(crate) struct LoggedChannel {
    pub name: String,
    pub unit: String,
    pub values: Vec<f32>,
}

/// The car of a log: what stands there, or "1".
pub(crate) fn car_of(text: &str) -> CarNumber {
    let text = text.trim();
    CarNumber::new(if text.is_empty() { "1" } else { text })
}

/// The moment of a sample at a steady rate.
pub(crate) fn moment(sample: usize, rate: f64) -> ClockTime {
    ClockTime::from_micros((sample as f64 * 1e6 / rate).round() as u64)
}

/// A session by its name and when it was driven, so that two of a day differ:
/// `second warmup 2005-11-23 09:53:00`.
pub(crate) fn session_name(name: &str, date: &str, time: &str) -> Option<String> {
    let parts = [name, date, time].map(str::trim);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A text unless it is empty.
pub(crate) fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Bytes as text, up to a zero; what is not UTF-8 is read as Latin-1.
pub(crate) fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let bytes = bytes[..end].trim_ascii();
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

/// The recording of a log, its laps cut.
pub(crate) fn finish(
    mut logged: Logged,
    options: &LogOptions,
    mut issues: IssueList,
) -> ReadRecording {
    let car = car_of(&logged.car);
    let mut laps = laps(&car, &mut logged, options, &mut issues);
    drop_shortest(&mut laps, &mut issues);
    let driver = some(&logged.driver).map(|name| DriverName::new(&name));
    let crew = driver.iter().map(|name| RecordedDriver { name: name.clone(), full_name: None });
    let cars = vec![RecordedCar {
        car: car.clone(),
        crew: crew.collect(),
        team: None,
        class: None,
        make: None,
    }];
    let laps = laps.into_iter().map(|lap| TimedLap { driver: driver.clone(), ..lap }).collect();
    let mut samples = Vec::new();
    for stream in logged.streams {
        match samples_of(&car, stream, logged.meant.take()) {
            Ok(stream) => samples.push(stream),
            Err(error) => issues.add(None, error.to_string()),
        }
    }
    let recording = Recording { about: logged.about, cars, laps, samples, ..Recording::default() };
    ReadRecording { recording, issues: issues.finish() }
}

/// No lap is so short.
const SHORTEST: LapTime = LapTime::from_millis(1_000);

/// Takes the times of laps that cannot be: beacons that stand twice, a spoilt count of laps.
fn drop_shortest(laps: &mut [TimedLap], issues: &mut IssueList) {
    let is_short = |lap: &&mut TimedLap| lap.time.is_some_and(|time| time < SHORTEST);
    let mut n_short = 0;
    for lap in laps.iter_mut().filter(is_short) {
        (lap.time, lap.accurate) = (None, false);
        n_short += 1;
    }
    if n_short > 0 {
        let reason = format!("{n_short} laps would be shorter than a second; they have no time");
        issues.add(None, reason);
    }
}

fn laps(
    car: &CarNumber,
    logged: &mut Logged,
    options: &LogOptions,
    issues: &mut IssueList,
) -> Vec<TimedLap> {
    let Some(span) = whole_span(&logged.streams) else {
        return std::mem::take(&mut logged.laps);
    };
    if let Some(line) = &options.line {
        let placed = logged.streams.iter().filter(|stream| !stream.places.is_empty());
        match placed.max_by_key(|stream| distinct(&stream.places)) {
            Some(stream) => {
                let moments = logger_laps::crossings(&stream.times, &stream.places, line);
                return logger_laps::between(car, &moments, span, true);
            }
            None => issues.add(None, "a line is given, but the log does not say where the car was"),
        }
    }
    if !options.beacons.is_empty() {
        return logger_laps::between(car, &options.beacons, span, true);
    }
    if logged.laps.is_empty() {
        issues.add(
            None,
            "neither beacons nor lap numbers tell where laps begin; it is one lap without a time: \
             name the line to have it cut",
        );
        return logger_laps::whole(car, span);
    }
    std::mem::take(&mut logged.laps)
}

/// How many places differ from the one before.
fn distinct(places: &[(f64, f64)]) -> usize {
    places.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// From the first sample of all to the last.
pub(crate) fn whole_span(streams: &[Stream]) -> Option<(ClockTime, ClockTime)> {
    let spans = || streams.iter().filter_map(|stream| logger_laps::span_of(&stream.times));
    Some((spans().map(|span| span.0).min()?, spans().map(|span| span.1).max()?))
}

/// The samples of a stream: channels that we know in the units of the SI, the others as they are,
/// and the way on a plane where there is one on the globe.
fn samples_of(
    car: &CarNumber,
    stream: Stream,
    meant: Option<Vec<Option<(Channel, f64)>>>,
) -> Result<Samples, maatstaf_core::InvalidSamples> {
    let named = || stream.channels.iter().map(|it| (it.name.as_str(), it.unit.as_str()));
    let known = meant.unwrap_or_else(|| names::known(named()));
    let converted = stream.channels.into_iter().zip(known).map(|(logged, known)| match known {
        Some((channel, factor)) => {
            let values = logged.values.into_iter().map(|it| (f64::from(it) * factor) as f32);
            (SampleChannel::of(channel), values.collect())
        }
        None => (SampleChannel::unknown(&logged.name, &logged.unit), logged.values),
    });
    let mut channels: Vec<(SampleChannel, Vec<f32>)> = converted.collect();
    if let Some(&(lat, lon)) = stream.places.iter().find(|(lat, lon)| is_place(*lat, *lon)) {
        let plane = LocalPlane::at(lat, lon);
        let metres = |&(lat, lon): &(f64, f64)| match is_place(lat, lon) {
            true => plane.metres(lat, lon),
            false => (f64::NAN, f64::NAN),
        };
        let way: Vec<(f64, f64)> = stream.places.iter().map(metres).collect();
        let east = way.iter().map(|(east, _)| *east as f32).collect();
        let north = way.iter().map(|(_, north)| *north as f32).collect();
        channels.push((SampleChannel::of(Channel::East), east));
        channels.push((SampleChannel::of(Channel::North), north));
    }
    Samples::new(car.clone(), &stream.name, stream.times, channels)
}

/// Whether it can be a place of the globe; receivers without a fix write zeros.
fn is_place(lat: f64, lon: f64) -> bool {
    lat.abs() < 90.0 && lon.abs() <= 360.0 && (lat, lon) != (0.0, 0.0)
}

#[cfg(test)]
#[path = "logger_tests.rs"]
mod tests;
