//! Laps out of what a logger recorded: between beacons, by the numbers it wrote down, or where the
//! way of the car crosses the line.
//!
//! What comes before the first crossing and behind the last is a lap without a time.
//!
//! ```
//! use maatstaf_core::{CarNumber, ClockTime, LapTime};
//! use maatstaf_formats::logger_laps::between;
//!
//! let at = ClockTime::from_millis;
//! let laps = between(&CarNumber::new("1"), &[at(45_596), at(300_684)], (at(0), at(304_233)), true);
//! let times: Vec<_> = laps.iter().map(|lap| lap.time).collect();
//! assert_eq!(times, [None, Some(LapTime::from_millis(255_088)), None]);
//! ```

mod line;

pub use line::{InvalidLine, LocalPlane, StartLine, crossings};

use maatstaf_core::{CarNumber, ClockTime, LapNumber, LapTime, TimedLap};

/// The laps between moments at the line; `span` is the recording from its first to its last moment.
///
/// Moments outside of it, and such as do not come after the one before, count for nothing.
pub fn between(
    car: &CarNumber,
    moments: &[ClockTime],
    span: (ClockTime, ClockTime),
    accurate: bool,
) -> Vec<TimedLap> {
    let mut ends = vec![span.0];
    for &moment in moments.iter().filter(|moment| **moment <= span.1) {
        if ends.last().is_some_and(|last| *last < moment) {
            ends.push(moment);
        }
    }
    let starts_at_line = moments.contains(&span.0);
    let n_inside = ends.len() - 1;
    if ends.last() != Some(&span.1) {
        ends.push(span.1);
    }
    let laps = ends.windows(2).zip(1..LapNumber::MAX).enumerate().map(|(idx, (pair, number))| {
        let whole = (idx > 0 || starts_at_line) && idx < n_inside;
        lap(car, number, (pair[0], pair[1]), whole, accurate)
    });
    laps.collect()
}

/// The laps that a channel numbers; a lap begins with the first sample of its number.
///
/// No laps where the number never changes. Numbers that never go back are kept, one more where the channel counts from zero; others are
/// counted from the first. The times are good to a sample and so not marked as accurate.
pub fn by_number(car: &CarNumber, times: &[ClockTime], numbers: &[f32]) -> Vec<TimedLap> {
    let Some(span) = span_of(times) else { return Vec::new() };
    let mut runs: Vec<(f32, ClockTime)> = Vec::new();
    for (&at, &number) in times.iter().zip(numbers).filter(|(_, number)| number.is_finite()) {
        if runs.last().is_none_or(|(last, _)| *last != number) {
            runs.push((number, at));
        }
    }
    if runs.len() < 2 {
        return Vec::new();
    }
    let moments: Vec<ClockTime> = runs.iter().skip(1).map(|(_, at)| *at).collect();
    let mut laps = between(car, &moments, span, false);
    let first = runs.first().map_or(0.0, |(number, _)| *number);
    let begins_at_end = runs.last().is_some_and(|(_, at)| *at == span.1);
    let kept = runs.windows(2).all(|pair| pair[0].0 < pair[1].0)
        && runs.len() == laps.len() + usize::from(begins_at_end)
        && first >= 0.0
        && runs.iter().all(|(number, _)| number.fract() == 0.0 && *number < 60_000.0);
    if kept {
        let shift = if first == 0.0 { 1 } else { 0 };
        for (lap, (number, _)) in laps.iter_mut().zip(&runs) {
            lap.number = *number as LapNumber + shift;
        }
    }
    laps
}

/// The moments at which a clock that counts the running lap, in seconds, starts again.
///
/// The moment is told by what the clock reads at the first sample of the new lap, so it is as good
/// as the clock is fine, even where a dash shows the old lap a little longer.
pub fn restarts(times: &[ClockTime], running: &[f32]) -> Vec<ClockTime> {
    let known = times.iter().zip(running).filter(|(_, clock)| clock.is_finite());
    let known: Vec<(ClockTime, f32)> = known.map(|(at, clock)| (*at, *clock)).collect();
    let restarted = known.windows(2).filter(|pair| pair[1].1 < pair[0].1 && pair[1].1 >= 0.0);
    let moment = |pair: &[(ClockTime, f32)]| {
        let before = (f64::from(pair[1].1) * 1e6).round() as u64;
        ClockTime::from_micros(pair[1].0.as_micros().saturating_sub(before))
    };
    restarted.map(moment).collect()
}

/// The whole recording as one lap without a time: nothing tells where the line is.
pub fn whole(car: &CarNumber, span: (ClockTime, ClockTime)) -> Vec<TimedLap> {
    vec![lap(car, 1, span, false, false)]
}

/// From the first moment to the last.
pub(crate) fn span_of(times: &[ClockTime]) -> Option<(ClockTime, ClockTime)> {
    Some((*times.first()?, *times.last()?))
}

/// One lap; only a whole one has a time.
pub(crate) fn lap(
    car: &CarNumber,
    number: LapNumber,
    (began, ended): (ClockTime, ClockTime),
    whole: bool,
    accurate: bool,
) -> TimedLap {
    let micros = ended.as_micros().saturating_sub(began.as_micros());
    TimedLap {
        time: whole.then_some(LapTime::from_micros(micros)),
        began: Some(began),
        ended: Some(ended),
        accurate: whole && accurate,
        ..TimedLap::new(car.clone(), number)
    }
}

#[cfg(test)]
#[path = "logger_laps_tests.rs"]
mod tests;
