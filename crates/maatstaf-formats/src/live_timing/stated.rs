//! Best laps that the sheet states with their number and time, for laps that were missed.

use std::collections::BTreeMap;

use maatstaf_core::{CarNumber, LapTime, TimedLap, TimedStint};

use super::assemble::{finish_lap, part_of};
use super::checks::ROUNDING;
use super::timing::{CarLog, What};

/// A best lap as the sheet states it: how long it took, and in which part of qualifying from 1.
type Stated = (u64, u8);

/// Gives laps without a time the one that the sheet states for them as the best, and adds such laps as are
/// not there at all. Gives their numbers. A number with two different times says nothing; a time that
/// another lap has is that one's; and where no lap was recorded, none was missed.
pub(super) fn fill(log: &CarLog, laps: &mut Vec<TimedLap>, stints: &[TimedStint]) -> Vec<u16> {
    let mut filled = Vec::new();
    let Some(last) = laps.last().map(|lap| lap.number.max(log.now.count.unwrap_or(0))) else {
        return filled;
    };
    for (number, (micros, part)) in stated(log).into_iter().filter(|(it, _)| *it <= last) {
        let time = LapTime::from_micros(micros);
        if laps.iter().any(|lap| lap.time == Some(time)) {
            continue;
        }
        match laps.binary_search_by_key(&number, |lap| lap.number) {
            Ok(at) if laps[at].time.is_none() && is_borne(&laps[at], micros) => {
                laps[at].time = Some(time);
            }
            Ok(_) => continue,
            Err(at) => {
                let mut lap = TimedLap::new(CarNumber::new(&log.number), number);
                lap.driver = laps.iter().find_map(|lap| lap.driver.clone());
                lap.time = Some(time);
                lap.part = part_of(part);
                finish_lap(&mut lap, None, stints);
                laps.insert(at, lap);
            }
        }
        filled.push(number);
    }
    filled
}

/// Every lap that is stated, with the one time it has.
fn stated(log: &CarLog) -> BTreeMap<u16, Stated> {
    let mut stated: BTreeMap<u16, Option<Stated>> = BTreeMap::new();
    for event in &log.events {
        let What::Best { part, time: Some(time), lap: Some(lap), is_whole: true } = event.what
        else {
            continue;
        };
        let slot = stated.entry(lap).or_insert(Some((time, part)));
        match slot {
            Some((other, _)) if *other != time => *slot = None,
            Some((_, of)) => *of = part.max(*of),
            None => {}
        }
    }
    stated
        .into_iter()
        .filter_map(|(lap, it)| Some((lap, it?)))
        .filter(|(lap, (time, _))| *lap > 0 && *time > 0)
        .collect()
}

/// Whether the sectors that are known leave room for the time, or add up to it.
fn is_borne(lap: &TimedLap, time: u64) -> bool {
    let known: u64 = lap.sectors.iter().flatten().map(|sector| sector.as_micros()).sum();
    match lap.sector_sum() {
        Some(_) => known.abs_diff(time) <= ROUNDING,
        None => known < time,
    }
}
