//! What the rest of a recording says of its laps: tyres, flags, deleted times.

use maatstaf_core::{
    CarNumber, ClockTime, ControlMessage, FlagChange, Flags, LapTime, SpeedTraps, TimedLap,
    TimedStint,
};

/// By how much sectors may miss the time of a lap.
const MOST_SECTOR_ERROR: u64 = 3_000;

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
    let times = lap.sector_sum().zip(lap.time);
    let agrees = times
        .is_some_and(|(sum, time)| sum.as_micros().abs_diff(time.as_micros()) <= MOST_SECTOR_ERROR);
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

/// What race control says of the time of a lap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub car: CarNumber,
    pub time: LapTime,
    /// Why it is taken away; `None` where it is given back.
    pub reason: Option<String>,
    /// When it was said.
    pub at: Option<ClockTime>,
}

/// The verdicts in what was said, in order.
pub(crate) fn verdicts(messages: &[ControlMessage]) -> Vec<Verdict> {
    messages.iter().filter_map(verdict).collect()
}

/// `CAR 3 (RIC) TIME 1:27.113 DELETED - TRACK LIMITS AT TURN 9`, or `… REINSTATED …`.
fn verdict(message: &ControlMessage) -> Option<Verdict> {
    let (_, behind) = message.text.split_once("CAR ")?;
    let number: String = behind.chars().take_while(char::is_ascii_digit).collect();
    let (_, behind) = behind.split_once("TIME ")?;
    let time: LapTime = behind.split_whitespace().next()?.parse().ok()?;
    let is_back = message.text.contains("REINSTATED");
    let reason = match behind.split_once("DELETED") {
        _ if is_back => None,
        found => Some(found?.1.trim_start_matches([' ', '-']).trim()),
    };
    let reason = reason.map(|why| if why.is_empty() { "deleted" } else { why }.to_owned());
    let is_one = !number.is_empty() && time > LapTime::from_micros(0);
    is_one.then(|| Verdict { car: CarNumber::new(&number), time, reason, at: message.at })
}

/// Marks the laps whose times race control took away and did not give back: of laps of the same time,
/// the last that had begun by then.
pub(crate) fn judge(laps: &mut [TimedLap], verdicts: &[Verdict]) {
    for verdict in verdicts {
        let is_it = |lap: &&mut TimedLap| {
            lap.car == verdict.car
                && lap.time == Some(verdict.time)
                && lap.began.zip(verdict.at).is_none_or(|(began, at)| began <= at)
        };
        if let Some(lap) = laps.iter_mut().rev().find(is_it) {
            lap.deleted.clone_from(&verdict.reason);
        }
    }
}

#[cfg(test)]
#[path = "lap_marks_tests.rs"]
mod tests;
