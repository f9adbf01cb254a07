//! The table of laps.

use maatstaf_core::{
    CarNumber, Flag, Flags, RecordedCar, RecordedDriver, Recording, TimedLap, TimedStint,
};

use crate::lap_marks;
use crate::named_columns::Table;
use crate::recordings::{IssueList, order_laps};

const KMH: f64 = 3.6;

pub(super) fn is_of(table: &Table<'_>) -> bool {
    table.has(&["Driver", "LapNumber", "LapTime"])
}

pub(super) fn add(table: &Table<'_>, recording: &mut Recording, issues: &mut IssueList) {
    for row in 0..table.n_rows() {
        match lap(table, row) {
            Some(lap) => {
                add_car(table, row, &lap, recording);
                recording.laps.push(lap);
            }
            None => {
                let number = table.cell("LapNumber", row);
                let reason =
                    format!("no driver, or no number of a lap from 1 ({number}); left out");
                issues.add(Some(table.line(row)), reason);
            }
        }
        if recording.about.clock_zero.is_none() {
            add_clock(table, row, recording);
        }
    }
    order_laps(recording, issues);
    recording.stints = stints(&recording.laps);
}

fn lap(table: &Table<'_>, row: usize) -> Option<TimedLap> {
    let driver = table.cell("Driver", row).driver();
    let by_name = || driver.as_ref().map(|driver| CarNumber::new(driver.as_str()));
    let car = table.cell("DriverNumber", row).car().or_else(by_name)?;
    let mut lap = TimedLap::new(car, table.cell("LapNumber", row).counted()?);
    lap.driver = driver;
    lap.time = table.lap_time("LapTime", row);
    lap.sectors = ["Sector1Time", "Sector2Time", "Sector3Time"].map(|it| table.lap_time(it, row));
    (lap.began, lap.ended) = (table.clock("LapStartTime", row), table.clock("Time", row));
    (lap.pit_in, lap.pit_out) = (table.clock("PitInTime", row), table.clock("PitOutTime", row));
    let speed = |name: &str| table.cell(name, row).number().map(|kmh| kmh / KMH);
    lap.traps.first = speed("SpeedI1");
    lap.traps.second = speed("SpeedI2");
    lap.traps.line = speed("SpeedFL");
    lap.traps.straight = speed("SpeedST");
    lap.stint = table.cell("Stint", row).whole();
    lap.compound = table.cell("Compound", row).compound();
    lap.tyre_age = table.cell("TyreLife", row).whole();
    lap.fresh = table.cell("FreshTyre", row).flag();
    lap.flags = table
        .cell("TrackStatus", row)
        .car()
        .map_or(Flags::default(), |codes| flags(codes.as_str()));
    lap.place = table.cell("Position", row).whole();
    if table.cell("Deleted", row).flag() == Some(true) {
        let reason = table.cell("DeletedReason", row).owned();
        lap.deleted = Some(reason.unwrap_or_else(|| "deleted".to_owned()));
    }
    lap.accurate = table.cell("IsAccurate", row).flag() == Some(true);
    lap_marks::take_away_impossible(&mut lap);
    Some(lap)
}

/// Every code of the track during a lap, one digit each.
pub(crate) fn flags(codes: &str) -> Flags {
    let flag = |code: char| match code {
        '1' => Some(Flag::Green),
        '2' => Some(Flag::Yellow),
        '4' => Some(Flag::SafetyCar),
        '5' => Some(Flag::Red),
        '6' | '7' => Some(Flag::VirtualSafetyCar),
        _ => None,
    };
    codes.chars().filter_map(flag).collect()
}

fn add_car(table: &Table<'_>, row: usize, lap: &TimedLap, recording: &mut Recording) {
    let known = recording.cars.iter_mut().find(|it| it.car == lap.car);
    let driver = lap.driver.clone().map(|name| RecordedDriver { name, full_name: None });
    match known {
        Some(car) => {
            let new = driver.filter(|driver| car.crew.iter().all(|it| it.name != driver.name));
            car.crew.extend(new);
        }
        None => recording.cars.push(RecordedCar {
            car: lap.car.clone(),
            crew: driver.into_iter().collect(),
            team: table.cell("Team", row).owned(),
            class: None,
            make: None,
        }),
    }
}

/// Where the table has the time of day at which a lap began, the clock is known, and the season.
fn add_clock(table: &Table<'_>, row: usize, recording: &mut Recording) {
    let date = table.cell("LapStartDate", row).moment();
    let Some((date, began)) = date.zip(table.micros("LapStartTime", row)) else { return };
    let zero = date.as_microsecond().checked_sub_unsigned(began);
    recording.about.clock_zero =
        zero.and_then(|zero| maatstaf_core::Timestamp::from_microsecond(zero).ok());
    let year = date.to_zoned(jiff::tz::TimeZone::UTC).year();
    recording.about.year = u16::try_from(year).ok();
}

/// The stints that the laps name.
pub(crate) fn stints(laps: &[TimedLap]) -> Vec<TimedStint> {
    let mut stints: std::collections::BTreeMap<(CarNumber, u16), TimedStint> = Default::default();
    for lap in laps {
        let Some(number) = lap.stint else { continue };
        let stint = stints.entry((lap.car.clone(), number)).or_insert_with(|| TimedStint {
            car: lap.car.clone(),
            stint: number,
            compound: lap.compound.clone(),
            fresh: lap.fresh,
            age_at_start: None,
            first_lap: Some(lap.number),
            last_lap: Some(lap.number),
        });
        if stint.first_lap >= Some(lap.number) {
            stint.first_lap = Some(lap.number);
            stint.age_at_start = lap.tyre_age.and_then(|age| age.checked_sub(1));
        }
        stint.last_lap = stint.last_lap.max(Some(lap.number));
    }
    stints.into_values().collect()
}
