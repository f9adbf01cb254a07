//! What all cars together tell: when the flags changed, and who was where.

use maatstaf_core::{ClockTime, Flag, FlagChange, Flags, TimedLap};

use super::rows::Row;

/// When the state of the track changed: at the first car to cross the line under the new one.
pub(super) fn changes(rows: &[Row]) -> Vec<FlagChange> {
    let mut seen: Vec<(ClockTime, Flag)> =
        rows.iter().filter_map(|row| Some((row.ended?, row.flag?))).collect();
    seen.sort_unstable();
    let changes = seen.chunk_by(|a, b| a.1 == b.1).map(|alike| alike[0]);
    changes.map(|(at, flag)| FlagChange { at, flag }).collect()
}

/// Every state of the track during a lap.
pub(super) fn during(changes: &[FlagChange], lap: &TimedLap) -> Flags {
    let Some(ended) = lap.ended else { return Flags::default() };
    let until = changes.partition_point(|change| change.at <= ended);
    let began = lap.began.unwrap_or(ended);
    let from = changes.partition_point(|change| change.at <= began).saturating_sub(1);
    changes[from..until].iter().map(|change| change.flag).collect()
}

/// The places at the end of every lap: who has done as many laps earlier is ahead.
pub(super) fn place(laps: &mut [TimedLap]) {
    let ends = laps.iter().enumerate().filter_map(|(idx, lap)| Some((lap.number, lap.ended?, idx)));
    let mut order: Vec<_> = ends.collect();
    order.sort_unstable();
    for alike in order.chunk_by(|a, b| a.0 == b.0) {
        for (ahead, &(_, _, idx)) in alike.iter().enumerate() {
            laps[idx].place = u16::try_from(ahead + 1).ok();
        }
    }
}
