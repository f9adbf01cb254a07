//! Rows become laps: what each knows from the one before.

use maatstaf_core::{ClockTime, LapTime, Recording, SpeedTraps, TimedLap, TimedStint};

use super::crews::Crews;
use super::rows::Row;
use super::track;
use crate::recordings::IssueList;

/// The laps, the stints from stop to stop, and what the line shows of the track.
pub(super) fn link(rows: &[Row], crews: &Crews, issues: &mut IssueList) -> Recording {
    let flags = track::changes(rows);
    let (mut laps, mut stints): (Vec<TimedLap>, Vec<TimedStint>) =
        (Vec::with_capacity(rows.len()), Vec::new());
    for (idx, row) in rows.iter().enumerate() {
        let before =
            idx.checked_sub(1).map(|before| &rows[before]).filter(|before| before.car == row.car);
        if before.is_some_and(|before| before.number < row.number - 1) {
            let (car, from) = (crews.number(row.car), before.map_or(0, |before| before.number));
            let reason =
                format!("between laps {from} and {} of car {car} laps are missing", row.number);
            issues.add(Some(row.line), reason);
        }
        let before = before.filter(|before| before.number == row.number - 1);
        let mut lap = lap(row, before, crews);
        lap.flags = track::during(&flags, &lap);
        lap.accurate = is_accurate(&lap, row, before, crews, issues);
        lap.time = borne_out(&lap, row, before);
        lap.stint = Some(stint(&mut stints, &lap));
        laps.push(lap);
    }
    Recording { laps, stints, flags, ..Recording::default() }
}

/// Whether most of the cars were on the road when the clock began, as in a race.
pub(super) fn began_together(recording: &Recording) -> bool {
    let firsts = || recording.laps.iter().filter(|lap| lap.number == 1);
    let on_the_road = firsts().filter(|lap| !lap.is_out_lap()).count();
    on_the_road * 2 > firsts().count()
}

/// A lap by its row and by the row of the lap before.
fn lap(row: &Row, before: Option<&Row>, crews: &Crews) -> TimedLap {
    let before_ended = before.and_then(|before| before.ended).filter(|at| Some(*at) <= row.ended);
    let by_time = || {
        let began = row.ended?.as_micros().checked_sub(row.time?.as_micros())?;
        Some(ClockTime::from_micros(began))
    };
    TimedLap {
        driver: row.driver.map(|driver| crews.name(row.car, driver).clone()),
        time: row.time,
        sectors: row.sectors,
        began: before_ended.or_else(by_time),
        ended: row.ended,
        traps: SpeedTraps { straight: row.speed, ..SpeedTraps::default() },
        pit_time: row.pit_time,
        in_lap: row.in_lap,
        out_lap: row.pit_time.is_some() || before.is_some_and(|before| before.in_lap),
        ..TimedLap::new(crews.number(row.car).clone(), row.number)
    }
}

/// Whether sectors, time and clock agree and nothing held the lap up. Says where they do not agree.
fn is_accurate(
    lap: &TimedLap,
    row: &Row,
    before: Option<&Row>,
    crews: &Crews,
    issues: &mut IssueList,
) -> bool {
    let mut differs = |what: &str, other: &str| {
        let (time, number) = (lap.time.map_or("-".to_owned(), |time| time.to_string()), lap.number);
        let reason =
            format!("lap {number} of car {} took {time}, {what} {other}", crews.number(row.car));
        issues.add(Some(row.line), reason);
    };
    let sum = lap.sector_sum();
    if let (Some(sum), Some(time)) = (sum, lap.time)
        && sum != time
    {
        differs("its sectors", &sum.to_string());
    }
    let by_clock = before.and_then(|before| Some(row.ended?.since(before.ended?)));
    let time = lap.time.map(|time| time.as_micros().cast_signed());
    if let (Some(clock), Some(time)) = (by_clock, time)
        && clock.as_micros() != time
    {
        differs("by the clock", &clock.to_string());
    }
    let agree = sum.is_some() && sum == lap.time && by_clock.map(|clock| clock.as_micros()) == time;
    let held_up = lap.in_lap || lap.out_lap || !(lap.flags.is_empty() || lap.flags.is_green());
    agree && row.hour_agrees && !held_up
}

/// How long a lap took: what its time says, unless sectors and clock agree on another.
fn borne_out(lap: &TimedLap, row: &Row, before: Option<&Row>) -> Option<LapTime> {
    let by_clock = before.and_then(|before| Some(row.ended?.since(before.ended?)));
    let by_clock = by_clock.and_then(|clock| u64::try_from(clock.as_micros()).ok());
    let sum = lap.sector_sum().filter(|sum| by_clock == Some(sum.as_micros()));
    lap.time.map(|time| sum.unwrap_or(time))
}

/// Which stint of its car a lap belongs to.
fn stint(stints: &mut Vec<TimedStint>, lap: &TimedLap) -> u16 {
    match stints.last_mut().filter(|stint| stint.car == lap.car) {
        Some(stint) if !lap.out_lap => {
            stint.last_lap = Some(lap.number);
            stint.stint
        }
        last => {
            let stint = last.map_or(0, |last| last.stint).saturating_add(1);
            stints.push(TimedStint {
                car: lap.car.clone(),
                stint,
                compound: None,
                fresh: None,
                age_at_start: None,
                first_lap: Some(lap.number),
                last_lap: Some(lap.number),
            });
            stint
        }
    }
}
