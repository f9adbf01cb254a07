//! Places on the road at the flag, before the stewards spoke.

use maatstaf_core::{Classified, Outcome};

/// The place in which a car took the flag: by the times at the flag without what the stewards added, where both
/// have one on the same lap; else as in the result. `None` for a car that did not take the flag, or without a
/// time once it is disqualified.
pub(super) fn at_the_flag(lines: &[Classified], own: &Classified) -> Option<u16> {
    if !took_the_flag(own) {
        return None;
    }
    let same_car = |line: &Classified| line.car == own.car && line.outcome == own.outcome;
    let mut ahead: Vec<&Classified> = Vec::new();
    for line in lines.iter().filter(|line| !same_car(line) && is_ahead(line, own)) {
        if !ahead.iter().any(|it| it.car == line.car && it.outcome == line.outcome) {
            ahead.push(line);
        }
    }
    Some(ahead.len() as u16 + 1)
}

/// Whether the result says that a car was running at the end.
pub(super) fn took_the_flag(line: &Classified) -> bool {
    match line.outcome {
        Outcome::Place(_) | Outcome::NotClassified => true,
        Outcome::Disqualified | Outcome::Excluded => line.time.is_some(),
        Outcome::Retired | Outcome::DidNotStart | Outcome::DidNotQualify => false,
    }
}

fn is_ahead(line: &Classified, own: &Classified) -> bool {
    if !took_the_flag(line) {
        return false;
    }
    if let Some((theirs, ours)) = net_micros(line).zip(net_micros(own))
        && line.laps == own.laps
        && theirs != ours
    {
        return theirs < ours;
    }
    let placed = line.outcome.place().is_some() && own.outcome.place().is_some();
    match line.laps.zip(own.laps) {
        Some((theirs, ours)) if theirs != ours && !placed => theirs > ours,
        _ => rank(line) < rank(own),
    }
}

/// The time at the flag without the penalty.
fn net_micros(line: &Classified) -> Option<u64> {
    let penalty = line.time_penalty.map_or(0, |it| it.as_micros());
    line.time.map(|time| time.as_micros().saturating_sub(penalty))
}

/// Smaller is further ahead: who lost his place, but has a time, before those who have none; then the places of
/// the result; then who was too far behind for one.
fn rank(line: &Classified) -> (u8, u16) {
    match (line.outcome, line.outcome.place()) {
        (_, Some(place)) => (1, place),
        (Outcome::NotClassified, _) => (2, 0),
        _ => (0, 0),
    }
}
