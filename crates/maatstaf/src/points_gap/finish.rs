//! Places at the flag that were not: with a better pace, or without having stopped.

use maatstaf_core::{Classified, Outcome};

use super::Pair;
use super::change::{Change, Ground};

/// What a pace that is better by so many seconds a lap changes at the flag. `None` where the result has no time of
/// his: he did not finish, or was lapped.
///
/// His time is less by the laps that he drove since a safety car last drew the field together, where laps are known,
/// else by all of them; the others keep theirs, and he passes as if the road were free. It is the most that such a pace
/// can bring.
pub(super) fn faster(pair: &Pair, ground: &Ground, seconds: f64) -> Option<Change> {
    let race = ground.event.race.as_ref()?;
    let own = race.line_of(pair.driver)?;
    let (place, time) = (own.outcome.place()?, own.time?);
    let laps = ground.free_laps.or(own.laps)?;
    let time = time.seconds() - seconds * f64::from(laps);
    let ahead = |line: &&Classified| {
        line.outcome.place().is_some_and(|it| it < place)
            && line.car != own.car
            && line.time.is_none_or(|it| it.seconds() <= time)
    };
    let better = race.lines().iter().filter(ahead).count() as u16 + 1;
    Some(ground.placed(better.min(place)))
}

/// What it changes to finish where he was when his car stopped: by his laps, else on the grid.
pub(super) fn not_stopped(ground: &Ground) -> Option<Change> {
    let climb = &ground.climbs.driver;
    climb.outcome?;
    if !climb.stopped {
        return Some(Change::NONE);
    }
    let place = climb.outcome.and_then(Outcome::place);
    let held = climb.road.or(climb.first_lap).or(climb.grid)?;
    match place {
        Some(place) if place <= held => Some(Change::NONE),
        _ => Some(ground.placed(held)),
    }
}
