//! What the feed leaves out because it did not change, put back; and times that cannot be, taken out.

use super::clock::{self, Span};
use super::laps::{Counting, Draft};

/// Sectors may miss the lap by so much, in microseconds.
pub(super) const ROUNDING: u64 = 3_000;

/// Only what changed is sent. A sector, or a lap, that took exactly as long as the one before is put
/// back where the others of its lap add up to just that.
pub(super) fn restore(laps: &mut [Draft]) {
    for idx in 1..laps.len() {
        let (before, rest) = laps.split_at_mut(idx);
        let (before, lap) = (&before[idx - 1], &mut rest[0]);
        let sum: u64 = lap.sectors.iter().sum();
        let missing: Vec<usize> = (0..3).filter(|sector| lap.sectors[*sector] == 0).collect();
        match missing[..] {
            [] if lap.time == 0 && lap.crossed.is_some() && sum == before.time => lap.time = sum,
            [sector] if lap.time > sum && lap.time - sum == before.sectors[sector] => {
                lap.sectors[sector] = before.sectors[sector];
            }
            _ => {}
        }
    }
}

/// Where laps were missed, sectors stay only if they add up to the lap.
pub(super) fn drop_blurred(laps: &mut [Draft]) {
    for lap in laps.iter_mut().filter(|lap| lap.is_blurred) {
        let sum: u64 = lap.sectors.iter().sum();
        if lap.time == 0 || sum.abs_diff(lap.time) > ROUNDING {
            lap.sectors = [0; 3];
            lap.told = [None; 3];
        }
    }
}

/// A car that did not cross the line as it came in is told the time of two laps as one: it is no
/// lap's. Where cars come and go that is so when the lap before ended nowhere.
pub(super) fn drop_double(laps: &mut [Draft], counting: Counting) {
    for idx in 1..laps.len() {
        let crossed = laps[idx - 1].crossed.is_some();
        let lap = &mut laps[idx];
        if counting == Counting::Begun && lap.pit_out.is_some() && !crossed {
            lap.time = 0;
        }
    }
}

/// Lap times are sent without their hours: an hour is put back where the clock tells that it passed.
pub(super) fn put_back_hours(laps: &mut [Draft], counting: Counting) {
    const HOUR: u64 = 3_600_000_000;
    for idx in 1..laps.len() {
        let (from, to) = (clock::bound(laps, idx - 1, counting), clock::bound(laps, idx, counting));
        let passed = from.zip(to).and_then(|(from, to)| u64::try_from(to - from).ok());
        let is_next = laps[idx - 1].number + 1 == laps[idx].number;
        let lap = &mut laps[idx];
        let Some(passed) = passed.filter(|_| is_next && (1..HOUR).contains(&lap.time)) else {
            continue;
        };
        let longer =
            lap.time + passed.saturating_sub(lap.time).saturating_add(HOUR / 2) / HOUR * HOUR;
        if longer > lap.time && longer.abs_diff(passed) <= clock::FITS.unsigned_abs() {
            lap.time = longer;
        }
    }
}

/// A lap may be told of when its car is long in another. Whoever comes into the pit lane well after
/// the end of a lap does so in the next.
pub(super) fn move_pit_in(laps: &mut [Draft], counting: Counting) {
    const WELL_AFTER: i64 = 15_000_000;
    for idx in 1..laps.len() {
        let ended = clock::bound(laps, idx - 1, counting);
        let (before, rest) = laps.split_at_mut(idx);
        let (lap, next) = (&mut before[idx - 1], &mut rest[0]);
        let is_of_next = lap.pit_in.zip(ended).is_some_and(|(at, ended)| at - ended > WELL_AFTER);
        if is_of_next && next.pit_in.is_none() && next.number == lap.number + 1 {
            next.pit_in = lap.pit_in.take();
        }
    }
}

/// Takes out times that neither their sectors nor the clock bear out, and gives the numbers of their
/// laps with what was told.
pub(super) fn drop_unborne(laps: &mut [Draft], spans: &[Span]) -> Vec<(u16, u64)> {
    let mut dropped = Vec::new();
    for (lap, span) in laps.iter_mut().zip(spans) {
        let has_sectors = lap.sectors.iter().all(|sector| *sector > 0);
        let sum: u64 = lap.sectors.iter().sum();
        let is_unborne = match has_sectors {
            true => lap.time.abs_diff(sum) > ROUNDING,
            false => lap.pit_out.is_some() && span.began.is_some() && span.ended.is_some(),
        };
        if lap.time > 0 && !span.is_tied && is_unborne {
            dropped.push((lap.number, lap.time));
            lap.time = 0;
        }
    }
    dropped
}
