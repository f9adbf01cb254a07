//! The time of day holds the clock of the session to account.

use maatstaf_core::ClockTime;

use super::crews::Crews;
use super::rows::Row;
use crate::recordings::IssueList;

const DAY: u64 = 86_400_000_000;

/// Says where `HOUR` and `ELAPSED` disagree, and finds the ends of laps whose `ELAPSED` is missing: from
/// `HOUR`, which wraps at midnight, else from the lap before.
pub(super) fn check(rows: &mut [Row], crews: &Crews, issues: &mut IssueList) {
    let zero = hour_of_zero(rows);
    if zero.is_none() && rows.iter().any(|row| hour_at_zero(row).is_some()) {
        issues.add(None, "HOUR and ELAPSED run apart, so HOUR is not used");
    }
    for idx in 0..rows.len() {
        let before = idx.checked_sub(1).map(|before| rows[before]);
        let before = before.filter(|before| before.car == rows[idx].car);
        let row = &mut rows[idx];
        if let (Some(at_zero), Some(zero)) = (hour_at_zero(row), zero)
            && at_zero != zero
        {
            row.hour_agrees = false;
            let reason =
                "HOUR and ELAPSED disagree here, though they agree elsewhere; ELAPSED counts";
            issues.add(Some(row.line), reason);
        }
        if row.ended.is_none() {
            row.ended = end(row, before.as_ref(), zero);
            row.hour_agrees = false;
            let (car, lap) = (crews.number(row.car), row.number);
            let reason = match row.ended {
                Some(end) => format!(
                    "ELAPSED of lap {lap} of car {car} is missing, and by the other times {end}"
                ),
                None => format!("ELAPSED of lap {lap} of car {car} is missing"),
            };
            issues.add(Some(row.line), reason);
        }
    }
}

/// When a lap without `ELAPSED` ended.
fn end(row: &Row, before: Option<&Row>, zero: Option<u64>) -> Option<ClockTime> {
    let before_ended = before.and_then(|before| before.ended);
    if let (Some(hour), Some(zero)) = (row.hour, zero) {
        let in_day = (hour.as_micros() % DAY + DAY - zero) % DAY;
        let days = before_ended
            .map_or(0, |before| before.as_micros().saturating_sub(in_day).div_ceil(DAY));
        return Some(ClockTime::from_micros(in_day + days * DAY));
    }
    let follows = before.is_some_and(|before| before.number == row.number - 1);
    match (before_ended, row.time) {
        (Some(before), Some(time)) if follows => {
            before.as_micros().checked_add(time.as_micros()).map(ClockTime::from_micros)
        }
        _ => None,
    }
}

/// The time of day at which the clock of the session reads zero, if most rows agree on it.
fn hour_of_zero(rows: &[Row]) -> Option<u64> {
    let mut at_zero: Vec<u64> = rows.iter().filter_map(hour_at_zero).collect();
    at_zero.sort_unstable();
    let most = at_zero.chunk_by(|a, b| a == b).max_by_key(|alike| alike.len())?;
    (most.len() * 2 > at_zero.len()).then(|| most[0])
}

fn hour_at_zero(row: &Row) -> Option<u64> {
    let (hour, ended) = (row.hour?.as_micros(), row.ended?.as_micros());
    Some((hour % DAY + DAY - ended % DAY) % DAY)
}
