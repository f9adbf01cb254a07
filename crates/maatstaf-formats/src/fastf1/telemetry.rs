//! The telemetry of one lap: what the car sent and where it was.
//!
//! An export merges two streams and fills each in where only the other was sampled; its column
//! `Source` says which row was sampled, so that only such rows are taken: `car`, `position`. Its first
//! and last row are computed. Without that column all rows are one stream, `merged`.

use maatstaf_core::{
    CarNumber, Channel, ClockTime, DriverName, LapTime, RecordedCar, RecordedDriver, Recording,
    SampleChannel, Samples, TimedLap,
};

use crate::loose::Loose;
use crate::named_columns::Table;
use crate::recordings::IssueList;

pub(super) fn is_of(table: &Table<'_>) -> bool {
    table.has(&["Time", "Speed", "RPM"])
}

/// Adds the lap of a file. Whose it is stands in the name of the file alone: `VER.csv`.
pub(super) fn add(
    file: &str,
    table: &Table<'_>,
    recording: &mut Recording,
    issues: &mut IssueList,
) {
    let name = stem(file);
    let car = CarNumber::new(name);
    let number = 1 + recording.laps.iter().filter(|lap| lap.car == car).count();
    let mut lap = TimedLap::new(car.clone(), u16::try_from(number).unwrap_or(u16::MAX));
    let driver = DriverName::new(name);
    lap.driver = Some(driver.clone());
    let rows = rows_in_order(table, issues);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        issues.add(None, "no row has a time; left out");
        return;
    };
    lap.time = Some(LapTime::from_micros(last.of_lap - first.of_lap));
    (lap.began, lap.ended) = (Some(first.at), Some(last.at));
    for (stream, rows, is_of_it) in streams(table, rows) {
        let times = rows.iter().map(|row| row.at).collect();
        let samples = Samples::new(car.clone(), stream, times, channels(table, &rows, is_of_it));
        recording.samples.extend(samples.ok().filter(|samples| !samples.times().is_empty()));
    }
    recording.laps.push(lap);
    if recording.cars.iter().all(|it| it.car != car) {
        let crew = vec![RecordedDriver { name: driver, full_name: None }];
        recording.cars.push(RecordedCar { car, crew, team: None, class: None, make: None });
    }
}

fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// A row with its time from the line, and its moment on the clock of the session.
struct Row {
    row: usize,
    of_lap: u64,
    at: ClockTime,
}

/// The rows that have a time and do not go back.
fn rows_in_order(table: &Table<'_>, issues: &mut IssueList) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(table.n_rows());
    for row in 0..table.n_rows() {
        let Some(of_lap) = table.micros("Time", row) else {
            issues.add(Some(table.line(row)), "a row without a time; left out");
            continue;
        };
        let at = table.clock("SessionTime", row).unwrap_or(ClockTime::from_micros(of_lap));
        match rows.last() {
            Some(last) if last.of_lap > of_lap || last.at > at => {
                let reason = format!("time goes back to {} s; left out", of_lap as f64 / 1e6);
                issues.add(Some(table.line(row)), reason);
            }
            _ => rows.push(Row { row, of_lap, at }),
        }
    }
    rows
}

type IsOfStream = fn(Channel) -> bool;

/// The streams that an export was merged from, with the rows that each sampled.
fn streams(table: &Table<'_>, rows: Vec<Row>) -> Vec<(&'static str, Vec<Row>, IsOfStream)> {
    if !table.has(&["Source"]) {
        return vec![("merged", rows, |_| true)];
    }
    let source = |row: &Row| table.cell("Source", row.row).text().map(str::to_owned);
    let (mut car, mut position) = (Vec::new(), Vec::new());
    for row in rows {
        match source(&row).as_deref() {
            Some("car") => car.push(row),
            Some("pos") => position.push(row),
            _ => {}
        }
    }
    vec![("car", car, |channel| !is_place(channel)), ("position", position, is_place)]
}

fn is_place(channel: Channel) -> bool {
    matches!(channel, Channel::East | Channel::North | Channel::Up)
}

type Read = fn(Channel, &Loose) -> Option<f64>;

/// The columns that we know, and how their cells are read.
const KNOWN: [(&str, Channel, Read); 8] = [
    ("RPM", Channel::EngineSpeed, si),
    ("Speed", Channel::Speed, si),
    ("nGear", Channel::Gear, si),
    ("Throttle", Channel::Throttle, part),
    ("Brake", Channel::Brake, pressed),
    ("X", Channel::East, tenths),
    ("Y", Channel::North, tenths),
    ("Z", Channel::Up, tenths),
];

/// The columns that only FastF1 knows, with their units.
const OTHERS: [(&str, &str); 4] =
    [("DRS", ""), ("Distance", "m"), ("RelativeDistance", ""), ("DistanceToDriverAhead", "m")];

fn channels(
    table: &Table<'_>,
    rows: &[Row],
    is_of_stream: IsOfStream,
) -> Vec<(SampleChannel, Vec<f32>)> {
    let values = |name: &str, read: &dyn Fn(&Loose) -> Option<f64>| -> Vec<f32> {
        let value = |row: &Row| read(&table.cell(name, row.row)).map_or(f32::NAN, |it| it as f32);
        rows.iter().map(value).collect()
    };
    let mut channels = Vec::new();
    let is_there = |name: &str, channel| table.has(&[name]) && is_of_stream(channel);
    for (name, channel, read) in KNOWN.iter().filter(|(name, it, _)| is_there(name, *it)) {
        let read = |cell: &Loose| read(*channel, cell);
        channels.push((SampleChannel::of(*channel), values(name, &read)));
    }
    // What FastF1 computes goes along with the speed that it computes it from.
    for (name, unit) in OTHERS.iter().filter(|(name, _)| is_there(name, Channel::Speed)) {
        channels.push((SampleChannel::unknown(name, unit), values(name, &Loose::number)));
    }
    channels
}

fn si(channel: Channel, cell: &Loose) -> Option<f64> {
    cell.number().map(|value| channel.unit().to_si(value))
}

/// Beyond 100 % it is not known: the feed sends 104, and what is interpolated from it is between.
fn part(channel: Channel, cell: &Loose) -> Option<f64> {
    si(channel, cell).filter(|part| (0.0..=1.0).contains(part))
}

/// `True` and `False`; there is no pressure.
fn pressed(_: Channel, cell: &Loose) -> Option<f64> {
    cell.flag().map(|pressed| f64::from(u8::from(pressed)))
}

fn tenths(_: Channel, cell: &Loose) -> Option<f64> {
    cell.number().map(|tenths| tenths / 10.0)
}
