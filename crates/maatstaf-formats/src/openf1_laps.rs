//! Tables of laps that were built from OpenF1: a row a lap, with tyres and weather beside it.
//!
//! They have no clock. What they work out of the telemetry of a lap is theirs, and is left to them.

use maatstaf_core::{DriverName, RecordedCar, RecordedDriver, Recording, TimedLap};

use crate::named_columns::Table;
use crate::recordings::{Error, IssueList, ReadRecording};
use crate::{fastf1, lap_marks};

const FORMAT: &str = "table of laps from OpenF1";
const KMH: f64 = 3.6;

/// Reads the table of one session.
///
/// ```
/// let table = "season,session_name,driver_number,driver_name,lap_number,lap_duration\n\
///              2031,Race,7,Ann BOLT,2,90.001\n";
/// let read = maatstaf_formats::openf1_laps::read("ring_race_laps.csv", table.as_bytes())?;
/// assert_eq!(read.recording.laps[0].time.unwrap().to_string(), "1:30.001");
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When its first line does not name the columns of a lap.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadRecording, Error> {
    let table = Table::of_text(bytes);
    if !is_of(&table) {
        let reason = "its first line does not name driver_number, lap_number and lap_duration";
        return Err(Error::not(FORMAT, file, reason));
    }
    let mut issues = IssueList::of(file);
    let mut recording = Recording::default();
    let mut seen = std::collections::BTreeSet::new();
    recording.about.series = Some("Formula 1".to_owned());
    for row in 0..table.n_rows() {
        let Some(lap) = lap(&table, row) else {
            issues.add(Some(table.line(row)), "no car or no number of a lap; left out");
            continue;
        };
        if !seen.insert((lap.car.clone(), lap.number)) {
            let reason = format!("lap {} of car {} stands there twice", lap.number, lap.car);
            issues.add(Some(table.line(row)), reason);
            continue;
        }
        add_car(&table, row, &lap, &mut recording);
        recording.laps.push(lap);
    }
    if table.n_rows() > 0 {
        recording.about.year = table.cell("season", 0).whole();
        recording.about.event = table.cell("meeting_name", 0).owned();
        recording.about.session = table.cell("session_name", 0).owned();
    }
    recording.sort_laps();
    mark_in_laps(&mut recording.laps);
    recording.stints = fastf1::stints(&recording.laps);
    Ok(ReadRecording { recording, issues: issues.finish() })
}

/// Whether the first line of a file names the columns of such a table.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    is_of(&Table::of_first_line(head))
}

fn is_of(table: &Table<'_>) -> bool {
    table.has(&["driver_number", "lap_number", "lap_duration"])
}

fn lap(table: &Table<'_>, row: usize) -> Option<TimedLap> {
    let cell = |name: &str| table.cell(name, row);
    let mut lap = TimedLap::new(cell("driver_number").car()?, cell("lap_number").counted()?);
    lap.driver = cell("driver_name").driver();
    lap.time = cell("lap_duration").lap_time();
    lap.sectors = ["duration_sector_1", "duration_sector_2", "duration_sector_3"]
        .map(|name| cell(name).lap_time());
    let speed = |name: &str| cell(name).number().map(|kmh| kmh / KMH);
    lap.traps.first = speed("i1_speed");
    lap.traps.second = speed("i2_speed");
    lap.traps.straight = speed("st_speed");
    lap.out_lap = cell("is_pit_out_lap").flag() == Some(true);
    lap.stint = cell("stint_number").whole();
    lap.compound = cell("compound").compound();
    let age_before: Option<u16> = cell("tyre_age_at_lap").whole();
    lap.tyre_age = age_before.and_then(|age| age.checked_add(1));
    lap.fresh = cell("tyre_age_at_start").whole().map(|age: u16| age == 0);
    lap_marks::take_away_impossible(&mut lap);
    Some(lap)
}

fn add_car(table: &Table<'_>, row: usize, lap: &TimedLap, recording: &mut Recording) {
    if recording.cars.iter().any(|it| it.car == lap.car) {
        return;
    }
    let driver = |name: DriverName| RecordedDriver { name, full_name: None };
    recording.cars.push(RecordedCar {
        car: lap.car.clone(),
        crew: lap.driver.clone().map(driver).into_iter().collect(),
        team: table.cell("team_name", row).owned(),
        class: None,
        make: None,
    });
}

/// A lap before an out-lap of the same car ends in the pit lane.
fn mark_in_laps(laps: &mut [TimedLap]) {
    for idx in 1..laps.len() {
        let out = &laps[idx];
        let follows = laps[idx - 1].car == out.car && laps[idx - 1].number + 1 == out.number;
        laps[idx - 1].in_lap |= follows && out.out_lap;
    }
    laps.iter_mut().for_each(|lap| lap.accurate = lap_marks::is_accurate(lap));
}

#[cfg(test)]
#[path = "openf1_laps_tests.rs"]
mod tests;
