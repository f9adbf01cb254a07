//! Files of TracingInsights: a folder a driver, with `laptimes.json` and `<lap>_tel.json`.
//!
//! Both hold arrays side by side, and the text `None` where there is no value. Whose they are stands in
//! the name of the folder. There is no clock of the session: telemetry counts from the line, and its
//! stream is named for its lap, `lap 115`.

use std::collections::BTreeMap;

use maatstaf_core::{
    CarNumber, Channel, ClockTime, DriverName, RecordedCar, RecordedDriver, Recording,
    SampleChannel, Samples, TimedLap,
};
use serde::Deserialize;

use crate::fastf1;
use crate::lap_marks;
use crate::loose::{Loose, micros};
use crate::recordings::{Error, IssueList, ReadRecording};

const FORMAT: &str = "file of TracingInsights";

/// `laptimes.json`
#[derive(Default, Deserialize)]
#[serde(default)]
struct LapTimes {
    time: Loose,
    lap: Loose,
    compound: Loose,
    stint: Loose,
    s1: Loose,
    s2: Loose,
    s3: Loose,
    life: Loose,
    pos: Loose,
    status: Loose,
}

/// `<lap>_tel.json`
#[derive(Deserialize)]
struct TelemetryFile {
    tel: Telemetry,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Telemetry {
    time: Loose,
    rpm: Loose,
    speed: Loose,
    gear: Loose,
    throttle: Loose,
    brake: Loose,
    drs: Loose,
    distance: Loose,
    x: Loose,
    y: Loose,
    z: Loose,
    #[serde(rename = "dataKey")]
    data_key: Loose,
}

/// `drivers.json`
#[derive(Deserialize)]
struct DriverFile {
    drivers: Vec<DriverRow>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DriverRow {
    driver: Loose,
    team: Loose,
}

/// Reads the files of one session, each with its path.
///
/// ```
/// let laps = br#"{"time":["None",75.021],"lap":[1,2],"s1":["None",25.0],"s2":[30.0,25.01],"s3":[25.0,25.011]}"#;
/// let read = maatstaf_formats::tracing_insights::read(&[("practice-1/VER/laptimes.json", laps)])?;
/// assert_eq!(read.recording.laps[1].sector_sum(), read.recording.laps[1].time);
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When none of the files holds laps or telemetry.
pub fn read(files: &[(&str, &[u8])]) -> Result<ReadRecording, Error> {
    let mut read = ReadRecording::default();
    let (mut laps, mut teams) = (BTreeMap::new(), BTreeMap::new());
    let recording = &mut read.recording;
    recording.about.series = Some("Formula 1".to_owned());
    for (file, bytes) in files {
        let mut issues = IssueList::of(file);
        if let Ok(found) = serde_json::from_slice::<TelemetryFile>(bytes) {
            add_telemetry(file, &found.tel, &mut laps, recording, &mut issues);
        } else if let Ok(found) = serde_json::from_slice::<DriverFile>(bytes) {
            let team = |row: &DriverRow| Some((row.driver.owned()?, row.team.owned()?));
            teams.extend(found.drivers.iter().filter_map(team));
        } else {
            match serde_json::from_slice::<LapTimes>(bytes) {
                Ok(found) => add_laps(file, &found, &mut laps, &mut issues),
                Err(why) => issues.add(None, format!("is no JSON of laps or telemetry: {why}")),
            }
        }
        read.issues.extend(issues.finish());
    }
    if laps.is_empty() {
        let file = files.first().map_or("nothing", |(file, _)| file);
        let reason = "it has neither the arrays time and lap of laptimes.json nor a tel";
        return Err(Error::not(FORMAT, file, reason));
    }
    recording.laps = laps.into_values().collect();
    recording.cars = cars(&recording.laps, &teams);
    recording.stints = fastf1::stints(&recording.laps);
    Ok(read)
}

/// Whether the first bytes of a file are those of laps or of the telemetry of one.
pub fn looks_like(name: &str, head: &[u8]) -> bool {
    let head = crate::text_table::without_mark(head).trim_ascii_start();
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_telemetry = head.starts_with(b"{\"tel\"") && file.ends_with("_tel.json");
    is_telemetry || (head.starts_with(b"{\"time\"") && file == "laptimes.json")
}

/// The driver whose folder a file is in.
fn driver_of(file: &str, telemetry: Option<&Telemetry>) -> Option<String> {
    let folder = file.rsplit('/').nth(1).filter(|folder| !folder.is_empty());
    // 2026-PreSeasonTesting-Practice 1-VER-115
    let key = telemetry.and_then(|it| it.data_key.text()).and_then(|it| it.rsplit('-').nth(1));
    key.or(folder).map(str::to_owned)
}

type Laps = BTreeMap<(CarNumber, u16), TimedLap>;

fn add_laps(file: &str, found: &LapTimes, laps: &mut Laps, issues: &mut IssueList) {
    let Some(driver) = driver_of(file, None) else {
        issues.add(None, "is in no folder with the name of a driver; left out");
        return;
    };
    let cell = |array: &Loose, idx: usize| array.list().get(idx).cloned().unwrap_or_default();
    for idx in 0..found.lap.list().len() {
        let place = Some(idx as u64 + 1);
        let Some(number) = cell(&found.lap, idx).counted() else {
            let reason = format!("{} is no number of a lap; left out", cell(&found.lap, idx));
            issues.add(place, reason);
            continue;
        };
        let lap = lap_of(&driver, number, laps);
        if lap.time.is_some() {
            issues.add(place, format!("lap {number} stands there twice; taken once"));
            continue;
        }
        lap.time = cell(&found.time, idx).lap_time();
        lap.sectors = [&found.s1, &found.s2, &found.s3].map(|array| cell(array, idx).lap_time());
        lap.compound = cell(&found.compound, idx).compound();
        lap.stint = cell(&found.stint, idx).whole();
        lap.tyre_age = cell(&found.life, idx).whole();
        lap.place = cell(&found.pos, idx).whole();
        let status = cell(&found.status, idx).car();
        lap.flags = status.map(|codes| fastf1::flags(codes.as_str())).unwrap_or_default();
        lap.accurate = lap_marks::is_accurate(lap);
        lap_marks::take_away_impossible(lap);
    }
}

fn lap_of<'a>(driver: &str, number: u16, laps: &'a mut Laps) -> &'a mut TimedLap {
    let car = CarNumber::new(driver);
    laps.entry((car.clone(), number)).or_insert_with(|| {
        let mut lap = TimedLap::new(car, number);
        lap.driver = Some(DriverName::new(driver));
        lap
    })
}

fn add_telemetry(
    file: &str,
    found: &Telemetry,
    laps: &mut Laps,
    recording: &mut Recording,
    issues: &mut IssueList,
) {
    let name = file.rsplit('/').next().unwrap_or(file);
    let number = name
        .split('_')
        .next()
        .and_then(|number| number.parse::<u16>().ok())
        .filter(|number| *number > 0);
    let (Some(driver), Some(number)) = (driver_of(file, Some(found)), number) else {
        issues.add(None, "has no driver or no number of a lap in its name; left out");
        return;
    };
    let times: Vec<_> = found.time.list().iter().map(Loose::number).collect();
    let mut latest = 0;
    let mut rows: Vec<(usize, ClockTime)> = Vec::new();
    for (idx, time) in times.into_iter().enumerate() {
        match time.and_then(micros) {
            Some(micros) if micros >= latest => {
                latest = micros;
                rows.push((idx, ClockTime::from_micros(micros)));
            }
            time => {
                let reason = match time {
                    Some(micros) => {
                        format!("time goes back to {} s; left out", micros as f64 / 1e6)
                    }
                    None => "a sample without a time; left out".to_owned(),
                };
                issues.add(Some(idx as u64 + 1), reason);
            }
        }
    }
    let car = lap_of(&driver, number, laps).car.clone();
    let times = rows.iter().map(|(_, at)| *at).collect();
    let samples = Samples::new(car, &format!("lap {number}"), times, channels(found, &rows));
    recording.samples.extend(samples.ok().filter(|samples| !samples.times().is_empty()));
}

fn channels(found: &Telemetry, rows: &[(usize, ClockTime)]) -> Vec<(SampleChannel, Vec<f32>)> {
    let values = |array: &Loose, read: &dyn Fn(f64) -> f64| -> Vec<f32> {
        let value =
            |idx: usize| array.list().get(idx).and_then(Loose::number).map_or(f64::NAN, read);
        rows.iter().map(|(idx, _)| value(*idx) as f32).collect()
    };
    let si = |channel: Channel| move |value: f64| channel.unit().to_si(value);
    let part = |value: f64| if (0.0..=100.0).contains(&value) { value / 100.0 } else { f64::NAN };
    let tenths = |value: f64| value / 10.0;
    let of = |channel: Channel, array, read: &dyn Fn(f64) -> f64| {
        (SampleChannel::of(channel), values(array, read))
    };
    let other = |name, unit, array| (SampleChannel::unknown(name, unit), values(array, &|it| it));
    vec![
        of(Channel::EngineSpeed, &found.rpm, &si(Channel::EngineSpeed)),
        of(Channel::Speed, &found.speed, &si(Channel::Speed)),
        of(Channel::Gear, &found.gear, &|gear| gear),
        of(Channel::Throttle, &found.throttle, &part),
        of(Channel::Brake, &found.brake, &|pressed| pressed),
        of(Channel::East, &found.x, &tenths),
        of(Channel::North, &found.y, &tenths),
        of(Channel::Up, &found.z, &tenths),
        other("drs", "", &found.drs),
        other("distance", "m", &found.distance),
    ]
}

fn cars(laps: &[TimedLap], teams: &BTreeMap<String, String>) -> Vec<RecordedCar> {
    let mut cars: Vec<RecordedCar> = Vec::new();
    for lap in laps {
        if cars.last().is_some_and(|it| it.car == lap.car) {
            continue;
        }
        let driver = lap.driver.clone().map(|name| RecordedDriver { name, full_name: None });
        let team = teams.get(lap.car.as_str()).cloned();
        let crew = driver.into_iter().collect();
        cars.push(RecordedCar { car: lap.car.clone(), crew, team, class: None, make: None });
    }
    cars
}

#[cfg(test)]
#[path = "tracing_insights_tests.rs"]
mod tests;
