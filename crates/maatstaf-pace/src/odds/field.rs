//! Who takes part in the rounds to come, with what he is worth and how often he finishes.

use std::collections::BTreeMap;

use maatstaf_core::{Competitor, ConstructorId, DriverId, EngineId, Season, Session, Title};
use maatstaf_season::{Scoresheet, ToCome};

use super::learned::Learned;
use super::worths::{Parts, drift_of};

/// Somebody who takes part in rounds to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Runner {
    /// Who drives.
    pub driver: DriverId,
    /// For whom he scores, by the place among [`Scoresheet::competitors`].
    pub scores_for: u16,
    /// What he is worth in his car.
    pub worth: f64,
}

/// Everyone who takes part in the rounds to come.
#[derive(Clone, Debug)]
pub struct Field {
    /// Everyone, in order of name.
    pub runners: Vec<Runner>,
    /// Covariance of worths, by rows.
    pub covariance: Vec<f64>,
    /// By session to come: how likely each runner starts and finishes.
    pub finishes: Vec<Vec<f64>>,
    /// The fastest lap goes by this share of the worth.
    pub fastest_lap: f64,
    /// What the worths of runners rise by, if something were different; see [`Field::faster`].
    pub shift: Option<Shift>,
}

/// A change of worths by an uncertain factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// How much of the factor each runner gets.
    pub by: Vec<f64>,
    /// The factor.
    pub factor: f64,
    /// Its standard error.
    pub error: f64,
}

/// A driver with the car he last drove.
struct Seat<'a> {
    driver: &'a DriverId,
    team: &'a ConstructorId,
    engine: &'a EngineId,
}

impl Field {
    /// Who takes part, from what was learned up to now and the season as it is known now.
    pub(super) fn new(
        learned: &mut Learned,
        season: &Season,
        sheet: &Scoresheet,
        to_come: &ToCome,
    ) -> Self {
        let seats = seats(season);
        let runner = |seat: &Seat| {
            let scores_for = match sheet.title() {
                Title::Drivers => Competitor::Driver(seat.driver.clone()),
                Title::Constructors => {
                    Competitor::Make { constructor: seat.team.clone(), engine: seat.engine.clone() }
                }
            };
            let scores_for = sheet.competitors().binary_search(&scores_for).ok()? as u16;
            Some(Runner { driver: seat.driver.clone(), scores_for, worth: 0.0 })
        };
        let (mut runners, seats): (Vec<Runner>, Vec<Seat>) =
            seats.into_iter().filter_map(|seat| Some((runner(&seat)?, seat))).unzip();
        let cars: Vec<Parts> =
            seats.iter().map(|seat| learned.worths.parts(&[seat.driver], seat.team)).collect();
        let (mean, mut covariance) = learned.worths.of(&cars);
        runners.iter_mut().zip(mean).for_each(|(runner, worth)| runner.worth = worth);
        let n_rounds = to_come.moments().filter(|at| at.session == Session::Race).count();
        drift_ahead(learned, &cars, n_rounds, &mut covariance);
        let circuit =
            |round| season.event(round).map_or("", |event| event.round.circuit_id.as_str());
        let finishes = to_come.moments().map(|at| {
            let finishes = |seat: &Seat| {
                let retires = match at.session {
                    Session::Race => learned.habits.retires(seat.driver, seat.team),
                    Session::Sprint => learned.habits.retires_from_sprint(seat.driver, seat.team),
                };
                learned.habits.starts(seat.driver, circuit(at.round)) * (1.0 - retires)
            };
            seats.iter().map(finishes).collect()
        });
        Self {
            finishes: finishes.collect(),
            runners,
            covariance,
            fastest_lap: learned.settings.fastest_lap,
            shift: None,
        }
    }
}

/// Adds what worths do from here to the end: the mean of a walk over the rounds left has this variance, in steps.
///
/// ```text
/// (R + 1)·(2R + 1) / 6R
/// ```
fn drift_ahead(learned: &Learned, cars: &[Parts], n_rounds: usize, covariance: &mut [f64]) {
    if n_rounds == 0 {
        return;
    }
    let rounds = n_rounds as f64;
    let steps = (rounds + 1.0) * (2.0 * rounds + 1.0) / (6.0 * rounds);
    let n = cars.len();
    for (i, own) in cars.iter().enumerate() {
        for (j, other) in cars.iter().enumerate() {
            for (idx, share) in own {
                let same = other.iter().filter(|(it, _)| it == idx);
                let spread = drift_of(&learned.settings, learned.worths.who(*idx));
                let common: f64 = same.map(|(_, theirs)| share * theirs).sum();
                covariance[i * n + j] += common * spread * spread * steps;
            }
        }
    }
}

/// Everyone who started a race or sprint of the season, in the car he last drove.
fn seats(season: &Season) -> Vec<Seat<'_>> {
    let mut seats: BTreeMap<&DriverId, Seat> = BTreeMap::new();
    let results = season.events().iter().flat_map(|event| event.sprint.iter().chain(&event.race));
    for line in results.flat_map(|result| result.lines()).filter(|line| line.outcome.started()) {
        let seat = Seat { driver: &line.driver, team: &line.constructor, engine: &line.engine };
        seats.insert(&line.driver, seat);
    }
    seats.into_values().collect()
}
