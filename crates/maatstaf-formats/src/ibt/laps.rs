use maatstaf_core::{CarNumber, ClockTime, LapTime, TimedLap};

use super::Records;
use crate::logger_laps::{between, span_of};

/// How long after the line the time of the lap may come, in microseconds.
const LATEST: u64 = 3_000_000;

/// How far a stated time may be from the clock, in microseconds, before it is not believed.
const APART: u64 = 50_000;

/// Laps by the count of laps begun. The moment at the line is told by the clock of the running lap;
/// the time of a lap is what the simulator states behind it.
pub(super) fn laps(car: &CarNumber, records: &Records) -> Vec<TimedLap> {
    let (begun, running) = (records.series("Lap"), records.series("LapCurrentLapTime"));
    let stated = records.series("LapLastLapTime");
    let pit = records.series("OnPitRoad");
    let Some(span) = span_of(&records.times) else { return Vec::new() };
    let next = |idx: &usize| begun[*idx] != begun[*idx - 1];
    let changes: Vec<usize> = (1..begun.len()).filter(next).collect();
    let moments: Vec<ClockTime> =
        changes.iter().map(|&idx| at_line(records, &running, idx)).collect();
    let mut laps = between(car, &moments, span, true);
    if begun.is_empty() || laps.len() != changes.len() + 1 {
        return laps;
    }
    let first = begun.first().map_or(1.0, |it| it.clamp(1.0, 50_000.0)) as u16;
    for (idx, lap) in laps.iter_mut().enumerate() {
        lap.number = first.saturating_add(idx as u16);
        if let (Some(&change), false) = (changes.get(idx), stated.is_empty()) {
            state(lap, time_behind(records, &stated, change));
        }
    }
    mark_pits(&mut laps, &records.times, &pit);
    laps
}

/// When the line was crossed: before the first record of a lap by what its clock shows.
fn at_line(records: &Records, running: &[f32], idx: usize) -> ClockTime {
    let (before, now) = (records.times[idx - 1].as_micros(), records.times[idx].as_micros());
    let shown = running.get(idx).map_or(0.0, |it| f64::from(*it) * 1e6);
    let shown = if (0.0..1e6).contains(&shown) { shown.round() as u64 } else { 0 };
    ClockTime::from_micros(now.saturating_sub(shown).max(before))
}

/// The first new lap time that is stated behind the line.
fn time_behind(records: &Records, stated: &[f32], change: usize) -> Option<LapTime> {
    let (before, line) = (stated[change - 1], records.times[change].as_micros());
    let soon = (change..stated.len())
        .take_while(|idx| records.times[*idx].as_micros() <= line + LATEST)
        .map(|idx| stated[idx]);
    let time = soon.into_iter().find(|time| *time > 0.0 && *time != before)?;
    let micros = (f64::from(time) * 1e4).round() * 100.0;
    (micros < 1e11).then(|| LapTime::from_micros(micros as u64))
}

/// What the simulator states counts; a lap for which it states nothing was not a whole one.
fn state(lap: &mut TimedLap, stated: Option<LapTime>) {
    let clock = lap.time.map(LapTime::as_micros);
    let agrees = |time: LapTime| clock.is_some_and(|it| it.abs_diff(time.as_micros()) <= APART);
    lap.accurate = stated.is_some_and(agrees);
    lap.time = stated.filter(|_| clock.is_some());
}

/// When the car came into the pit lane and when it left it.
fn mark_pits(laps: &mut [TimedLap], times: &[ClockTime], pit: &[f32]) {
    for (pair, &at) in pit.windows(2).zip(times.iter().skip(1)) {
        let begun = laps.partition_point(|lap| lap.began <= Some(at));
        let lap = laps[..begun].last_mut().filter(|lap| Some(at) <= lap.ended);
        match (lap, pair[0] > 0.0, pair[1] > 0.0) {
            (Some(lap), false, true) => lap.pit_in = Some(at),
            (Some(lap), true, false) => lap.pit_out = Some(at),
            _ => {}
        }
    }
}
