//! What an improvement changes in a round.

use maatstaf_core::{Event, Outcome, PointsTable, Session};
use maatstaf_season::{Climb, GapRound, PlacesByRound, paid};

use super::Pair;
use crate::on_the_lap::{WentOn, decided, would_be};

/// What an improvement changes in a round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    /// A better place to start from, of which only the average tells what it brings.
    Ahead {
        /// From which place.
        from: u16,
        /// To which; between two where the improvement is an average.
        to: f64,
        /// Where the reference is.
        reference: Option<u16>,
    },
    /// Points that follow from the result.
    Points {
        /// What the driver gains.
        gained: f64,
        /// What the reference loses, being passed.
        lost: f64,
    },
}

impl Change {
    /// Nothing changes.
    pub(super) const NONE: Self = Self::Points { gained: 0.0, lost: 0.0 };
}

/// A round with the driver's and the reference's way through it.
pub(super) struct Ground<'a> {
    pub event: &'a Event,
    pub climbs: &'a GapRound,
    /// What the places of the race paid.
    pub table: PointsTable,
    /// How many laps the driver drove since the field was last drawn together, where that is known.
    pub free_laps: Option<u16>,
}

impl<'a> Ground<'a> {
    /// `None` where no race was held.
    pub fn of(
        pair: &Pair,
        event: &'a Event,
        climbs: &'a GapRound,
        places: &PlacesByRound,
    ) -> Option<Self> {
        let race = event.race.as_ref()?;
        let table = paid(race, pair.rules, event.round.number, Session::Race);
        let seen = places.get(&event.round.number).and_then(|it| it.get(pair.driver));
        Some(Self { event, climbs, table, free_laps: seen.and_then(|it| it.free_laps) })
    }

    /// The points of a place; none without one.
    pub fn worth(&self, place: Option<u16>) -> f64 {
        place.map_or(0.0, |place| self.table.at(place).as_f64())
    }

    /// The points of his place in the result.
    pub fn own(&self) -> f64 {
        self.worth(place_of(&self.climbs.driver))
    }

    /// The most that the driver can still gain, and the reference lose by being passed.
    pub fn most(&self) -> [f64; 2] {
        let reference = place_of(&self.climbs.reference);
        let passed =
            reference.map_or(0.0, |place| self.worth(Some(place)) - self.worth(Some(place + 1)));
        [self.worth(Some(1)) - self.own(), passed]
    }

    /// Another place in the result, the others moving down one.
    pub fn placed(&self, place: u16) -> Change {
        let before = place_of(&self.climbs.driver).unwrap_or(u16::MAX);
        let reference = place_of(&self.climbs.reference);
        let passed = reference.is_some_and(|it| place <= it && it < before);
        Change::Points {
            gained: self.worth(Some(place)) - self.own(),
            lost: if passed { self.most()[1] } else { 0.0 },
        }
    }
}

fn place_of(climb: &Climb) -> Option<u16> {
    climb.outcome.and_then(Outcome::place)
}

/// What a time in qualifying that is better by so many per cent changes on the grid. `None` where no time decided,
/// or qualifying did not make the grid.
pub(super) fn qualifying(
    pair: &Pair,
    ground: &Ground,
    went_on: WentOn,
    percent: f64,
) -> Option<Change> {
    let by_sprint = pair.rules.sprint.as_ref().is_some_and(|sprint| sprint.sets_grid);
    let result = ground.event.qualifying.as_ref();
    let result = result.filter(|_| !(by_sprint && ground.event.sprint.is_some()))?;
    let before = decided(result, pair.driver, went_on).ok()?;
    let time = (before.time.as_micros() as f64 * (1.0 - percent / 100.0)).round();
    let time = maatstaf_core::LapTime::from_micros(time as u64);
    let better = would_be(result, pair.driver, &before, time, went_on).place;
    let line = ground.event.race.as_ref()?.line_of(pair.driver)?;
    let Some(from) = line.grid.filter(|_| line.outcome.started()) else {
        return Some(Change::NONE);
    };
    let to = from.saturating_sub(before.place.saturating_sub(better)).max(1);
    Some(ahead(from, f64::from(to), ground.climbs.reference.grid))
}

/// His place on the grid without penalties, and his place at the flag without those that came after it.
pub(super) fn no_penalties(pair: &Pair, ground: &Ground) -> [Change; 2] {
    let climb = &ground.climbs.driver;
    let started = climb.outcome.is_some_and(Outcome::started);
    let by_sprint = pair.rules.sprint.as_ref().is_some_and(|sprint| sprint.sets_grid);
    let due = if by_sprint { climb.sprint.or(climb.qualifying) } else { climb.qualifying };
    let grid = match (due, climb.grid) {
        (Some(due), Some(grid)) if grid > due && started => {
            ahead(grid, f64::from(due), ground.climbs.reference.grid)
        }
        _ => Change::NONE,
    };
    let at_the_flag = match (climb.road, place_of(climb)) {
        (Some(road), Some(place)) if road < place && !climb.stopped => ground.placed(road),
        (Some(road), None) if climb.outcome == Some(Outcome::Disqualified) => ground.placed(road),
        _ => Change::NONE,
    };
    [grid, at_the_flag]
}

pub(super) fn ahead(from: u16, to: f64, reference: Option<u16>) -> Change {
    if to < f64::from(from) { Change::Ahead { from, to, reference } } else { Change::NONE }
}
