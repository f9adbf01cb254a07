//! When laps began and ended.
//!
//! Messages come late, never early. So every message bounds the moment at which a car crossed the line
//! from above; lap times tie the crossings of a run of laps together, and the tightest bound of all of
//! them holds for each. Then the ends of two laps differ by exactly the time of the second.

use super::checks::ROUNDING;
use super::laps::{Counting, Draft};

/// When a lap began and ended, as far as is known, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub began: Option<i64>,
    pub ended: Option<i64>,
    /// Whether its time fits the clock, and so ties its end to that of the lap before.
    pub is_tied: bool,
}

/// A time fits the clock when messages tell the same to within this.
pub(super) const FITS: i64 = 1_500_000;

/// Sectors whose lap has no time to hold them against bound its end if they miss it by no more.
const NEAR: i64 = 5_000_000;

/// The spans of the laps of a car, in order.
pub(super) fn spans(laps: &[Draft], counting: Counting, started: Option<i64>) -> Vec<Span> {
    let bounds: Vec<Option<i64>> = (0..laps.len()).map(|idx| bound(laps, idx, counting)).collect();
    let mut spans = vec![Span::default(); laps.len()];
    let mut from = 0;
    while from < laps.len() {
        let mut to = from + 1;
        while to < laps.len() && is_tied(laps, &bounds, to) {
            spans[to].is_tied = true;
            to += 1;
        }
        end_run(&laps[from..to], &bounds[from..to], &mut spans[from..to]);
        from = to;
    }
    for idx in 0..laps.len() {
        spans[idx].began = began(laps, &spans, idx, counting, started);
    }
    spans
}

/// When the car had crossed the line at the end of a lap, at the latest. A message may be very late;
/// then the sectors tell it better, where they add up to the lap.
pub(super) fn bound(laps: &[Draft], idx: usize, counting: Counting) -> Option<i64> {
    let lap = &laps[idx];
    let next = laps.get(idx + 1).filter(|next| next.number == lap.number + 1);
    let leaves = next.is_some_and(|next| next.pit_out.is_some());
    let counted = lap.closed.filter(|_| counting == Counting::Ended || !leaves);
    let crossed = [lap.crossed, counted].into_iter().flatten().min()?;
    let sum: u64 = lap.sectors.iter().sum();
    let adds_up = lap.time > 0 && sum.abs_diff(lap.time) <= ROUNDING;
    let [_, second, third] = lap.sectors.map(u64::cast_signed);
    let by_first = lap.told[0].filter(|_| second > 0 && third > 0).map(|at| at + second + third);
    let by_second = lap.told[1].filter(|_| third > 0).map(|at| at + third);
    let of_next = next.filter(|next| next.sectors[0] > 0 && !leaves);
    let by_next = of_next.and_then(|next| Some(next.told[0]? - next.sectors[0].cast_signed()));
    let others = [by_first, by_second, by_next].into_iter().flatten();
    let near = others.filter(|other| adds_up || (crossed - other).abs() <= NEAR);
    Some(near.fold(crossed, i64::min))
}

/// Whether the time of a lap is what the clock tells between the end of the lap before and its own.
fn is_tied(laps: &[Draft], bounds: &[Option<i64>], idx: usize) -> bool {
    let (before, lap) = (&laps[idx - 1], &laps[idx]);
    let (Some(from), Some(to)) = (bounds[idx - 1], bounds[idx]) else { return false };
    let is_next = lap.number == before.number + 1;
    is_next && lap.time > 0 && (to - from - lap.time.cast_signed()).abs() <= FITS
}

/// Ends a run of laps by the tightest of its bounds.
fn end_run(laps: &[Draft], bounds: &[Option<i64>], spans: &mut [Span]) {
    let mut since = 0_i64; // from the end of the first lap
    let mut tightest: Option<i64> = None;
    for (idx, bound) in bounds.iter().enumerate() {
        since += if idx == 0 { 0 } else { laps[idx].time.cast_signed() };
        let of_first = bound.map(|bound| bound - since);
        tightest = tightest.into_iter().chain(of_first).min();
    }
    let Some(mut end) = tightest else { return };
    for (idx, span) in spans.iter_mut().enumerate() {
        end += if idx == 0 { 0 } else { laps[idx].time.cast_signed() };
        span.ended = Some(end);
    }
}

/// A lap begins where the one before ended; else at the exit of the pit lane or the start; else so
/// much before its end as it took.
fn began(
    laps: &[Draft],
    spans: &[Span],
    idx: usize,
    counting: Counting,
    started: Option<i64>,
) -> Option<i64> {
    let lap = &laps[idx];
    let before = idx.checked_sub(1).filter(|before| laps[*before].number + 1 == lap.number);
    let line = before.and_then(|before| spans[before].ended);
    let start = started.filter(|_| counting == Counting::Ended && lap.number == 1);
    let by_time =
        spans[idx].ended.filter(|_| lap.time > 0).map(|ended| ended - lap.time.cast_signed());
    line.or(start).or(lap.pit_out).or(by_time)
}
