//! What the rest of a recording says of its laps: tyres, flags, deleted times.

use maatstaf_core::{
    CarNumber, ClockTime, ControlMessage, FlagChange, Flags, LapTime, SpeedTraps, TimedLap,
    TimedStint,
};

/// By how much sectors may miss the time of a lap.
const MOST_SECTOR_ERROR: i64 = 3_000;

/// Puts a lap on the set of tyres whose laps hold it.
pub(crate) fn add_stint(lap: &mut TimedLap, stints: &[TimedStint]) {
    let holds = |stint: &&TimedStint| {
        stint.car == lap.car
            && stint.first_lap.is_some_and(|first| first <= lap.number)
            && stint.last_lap.is_none_or(|last| lap.number <= last)
    };
    let Some(stint) = stints.iter().rev().find(holds) else { return };
    lap.stint = Some(stint.stint);
    lap.compound = stint.compound.clone();
    lap.fresh = stint.fresh;
    let driven = stint.first_lap.map(|first| (lap.number - first).saturating_add(1));
    lap.tyre_age = stint.age_at_start.zip(driven).and_then(|(age, laps)| age.checked_add(laps));
}

/// Every state of the track from one moment to another; nothing where one of them is unknown.
pub(crate) fn flags_during(
    changes: &[FlagChange],
    began: Option<ClockTime>,
    ended: Option<ClockTime>,
) -> Flags {
    let (Some(began), Some(ended)) = (began, ended) else { return Flags::default() };
    let first = changes.partition_point(|change| change.at <= began).saturating_sub(1);
    let held = changes[first..].iter().take_while(|change| change.at < ended);
    held.map(|change| change.flag).collect()
}

/// Whether sectors and time agree and nothing that is known held the lap up.
pub(crate) fn is_accurate(lap: &TimedLap) -> bool {
    let error = lap.sector_sum().zip(lap.time).map(|(sum, time)| sum.lost_to(time).as_micros());
    let agrees = error.is_some_and(|error| error.abs() <= MOST_SECTOR_ERROR);
    agrees
        && !lap.is_in_lap()
        && !lap.is_out_lap()
        && (lap.flags.is_empty() || lap.flags.is_green())
}

/// Takes away what no lap can have: place or stint 0, a speed below 0, a beginning behind its end.
pub(crate) fn take_away_impossible(lap: &mut TimedLap) {
    lap.place = lap.place.filter(|place| *place > 0);
    lap.stint = lap.stint.filter(|stint| *stint > 0);
    lap.began = lap.began.filter(|began| lap.ended.is_none_or(|ended| *began <= ended));
    lap.accurate &= lap.time.is_some();
    let SpeedTraps { first, second, line, straight } = &mut lap.traps;
    for speed in [first, second, line, straight] {
        *speed = speed.filter(|speed| *speed >= 0.0);
    }
}

/// Marks the laps whose times race control took away and did not give back:
/// `CAR 55 (SAI) TIME 1:18.173 DELETED - TRACK LIMITS AT TURN 2 LAP 6 16:08:58`.
pub(crate) fn add_deletions(laps: &mut [TimedLap], messages: &[ControlMessage]) {
    for message in messages {
        let Some((car, time, rest)) = timed(&message.text) else { continue };
        let is_it = |lap: &&mut TimedLap| lap.car == car && lap.time == Some(time);
        if let Some(reason) = rest.strip_prefix("DELETED") {
            let reason = reason.trim_start_matches([' ', '-']).trim_end();
            laps.iter_mut().filter(is_it).for_each(|lap| lap.deleted = Some(reason.to_owned()));
        } else if rest.starts_with("REINSTATED") {
            laps.iter_mut().filter(is_it).for_each(|lap| lap.deleted = None);
        }
    }
}

/// The car and the time of a message, and what stands behind them.
fn timed(text: &str) -> Option<(CarNumber, LapTime, &str)> {
    let (number, rest) = text.split_once("CAR ")?.1.split_once(' ')?;
    let (time, rest) = rest.split_once("TIME ")?.1.split_once(' ')?;
    Some((CarNumber::new(number), time.parse().ok()?, rest))
}
