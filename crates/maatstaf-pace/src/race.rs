use std::ops::RangeInclusive;

use maatstaf_core::{Classification, Classified, DriverId, Outcome, RoundNumber, Season, Session};
use maatstaf_numerics::median;

use crate::head_to_head::{Ahead, HeadToHead};

/// How two drivers compare in the races, or in the sprints.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceComparison {
    /// Races or sprints.
    pub session: Session,
    /// Who finished ahead, where both started. A classified driver is ahead of one who is
    /// not; two who are not classified leave the round undecided.
    pub head_to_head: HeadToHead,
    /// Who finished ahead, where both were classified.
    pub both_classified: HeadToHead,
    /// The rounds both started, in order.
    pub rounds: Vec<RaceRound>,
    /// What the driver did, in the rounds he was entered.
    pub driver: RaceRecord,
    /// What the reference did, in the rounds he was entered.
    pub reference: RaceRecord,
}

/// A round both started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RaceRound {
    /// Which round.
    pub round: RoundNumber,
    /// How the driver's race ended.
    pub driver: Outcome,
    /// How the reference's race ended.
    pub reference: Outcome,
    /// Who was ahead; `None` when neither was classified, or both shared a car.
    pub ahead: Option<Ahead>,
}

/// What one driver did in the races, or in the sprints.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceRecord {
    /// Who.
    pub driver: DriverId,
    /// Races started.
    pub starts: u16,
    /// Races won.
    pub wins: u16,
    /// Races finished in the first three.
    pub podiums: u16,
    /// Races started from the first place on the grid. That is the official pole, but for a
    /// few rounds: Brazil 2022 (a sprint set the grid), and poles without a start.
    pub poles: u16,
    /// Fastest laps, shared ones too.
    pub fastest_laps: u16,
    /// The places of the races in which he was classified, in order.
    pub places: Vec<(RoundNumber, u16)>,
    /// The median of those places.
    pub median_place: Option<f64>,
    /// From the grid to the flag.
    pub grid_to_flag: GridToFlag,
    /// Races started and not classified, in order.
    pub not_classified: Vec<LostRace>,
    /// Races entered and not started, in order.
    pub not_started: Vec<LostRace>,
}

impl RaceRecord {
    /// Points for each start; the caller knows the points. `None` without a start.
    pub fn points_per_start(&self, points: f64) -> Option<f64> {
        (self.starts > 0).then(|| points / f64::from(self.starts))
    }
}

/// A race without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostRace {
    /// Which round.
    pub round: RoundNumber,
    /// Retired, not classified, disqualified, …
    pub outcome: Outcome,
    /// Why, in the source's words.
    pub reason: Option<String>,
}

/// Places gained from the grid to the flag, where he had a place on both.
///
/// Positive is gained. Who starts in front can only lose, so the two drivers' numbers
/// compare only together with their grid places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridToFlag {
    /// One a round, in order.
    pub rounds: Vec<PlacesGained>,
    /// The mean of the places gained; `None` without any round.
    pub mean: Option<f64>,
    /// The median of the places gained; `None` without any round.
    pub median: Option<f64>,
    /// The median place on the grid.
    pub median_grid: Option<f64>,
}

/// The places gained in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacesGained {
    /// Which round.
    pub round: RoundNumber,
    /// Place on the grid.
    pub grid: u16,
    /// Place at the flag.
    pub place: u16,
    /// `grid − place`: positive when gained.
    pub gained: i32,
}

/// Compares two drivers in the races or the sprints, over some rounds of a season.
///
/// Positive places are gained; a driver who drove several cars in a race counts with the
/// best. Sessions not held, and rounds one of them did not start, are passed over in the
/// head-to-head; each record holds every round of its own driver.
///
/// ```
/// # use maatstaf_core::{DriverId, Season, Session};
/// # use maatstaf_pace::race_comparison;
/// let season = Season::new(2023, vec![])?;
/// let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
/// let compared = race_comparison(&season, Session::Race, &driver, &reference, 1..=22);
/// assert_eq!(compared.head_to_head.decided(), 0);
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn race_comparison(
    season: &Season,
    session: Session,
    driver: &DriverId,
    reference: &DriverId,
    rounds: RangeInclusive<RoundNumber>,
) -> RaceComparison {
    let mut head_to_head = HeadToHead::default();
    let mut both_classified = HeadToHead::default();
    let mut both_started = Vec::new();
    for (round, result) in results(season, session, &rounds) {
        let (Some(ours), Some(theirs)) = (line_of(result, driver), line_of(result, reference))
        else {
            continue;
        };
        if !(ours.outcome.started() && theirs.outcome.started()) {
            continue;
        }
        let ahead = who_is_ahead(ours.outcome, theirs.outcome);
        head_to_head.count(ahead);
        if ours.outcome.place().is_some() && theirs.outcome.place().is_some() {
            both_classified.count(ahead);
        }
        let (driver, reference) = (ours.outcome, theirs.outcome);
        both_started.push(RaceRound { round, driver, reference, ahead });
    }
    RaceComparison {
        session,
        head_to_head,
        both_classified,
        rounds: both_started,
        driver: race_record(season, session, driver, rounds.clone()),
        reference: race_record(season, session, reference, rounds),
    }
}

/// What one driver did in the races or the sprints, over some rounds of a season.
///
/// ```
/// # use maatstaf_core::{DriverId, Season, Session};
/// # use maatstaf_pace::race_record;
/// let season = Season::new(2023, vec![])?;
/// let record = race_record(&season, Session::Race, &DriverId::new("sergio-perez"), 1..=22);
/// assert_eq!((record.starts, record.median_place), (0, None));
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn race_record(
    season: &Season,
    session: Session,
    driver: &DriverId,
    rounds: RangeInclusive<RoundNumber>,
) -> RaceRecord {
    let mut record = RaceRecord {
        driver: driver.clone(),
        starts: 0,
        wins: 0,
        podiums: 0,
        poles: 0,
        fastest_laps: 0,
        places: Vec::new(),
        median_place: None,
        grid_to_flag: GridToFlag::default(),
        not_classified: Vec::new(),
        not_started: Vec::new(),
    };
    for (round, result) in results(season, session, &rounds) {
        let Some(line) = line_of(result, driver) else { continue };
        record.starts += u16::from(line.outcome.started());
        let any_car = |test: fn(&Classified) -> bool| {
            u16::from(result.lines().iter().any(|line| line.driver == *driver && test(line)))
        };
        record.poles += any_car(|line| line.outcome.started() && line.grid == Some(1));
        record.fastest_laps += any_car(|line| line.fastest_lap);
        record.count(round, line);
    }
    record.median_place = median_of(record.places.iter().map(|(_, place)| f64::from(*place)));
    summarise(&mut record.grid_to_flag);
    record
}

impl RaceRecord {
    /// Counts how a race ended.
    fn count(&mut self, round: RoundNumber, line: &Classified) {
        let Some(place) = line.outcome.place() else {
            let (outcome, reason) = (line.outcome, line.reason.clone());
            let started = outcome.started();
            let list = if started { &mut self.not_classified } else { &mut self.not_started };
            list.push(LostRace { round, outcome, reason });
            return;
        };
        self.wins += u16::from(place == 1);
        self.podiums += u16::from(place <= 3);
        self.places.push((round, place));
        if let Some(grid) = line.grid {
            let gained = i32::from(grid) - i32::from(place);
            self.grid_to_flag.rounds.push(PlacesGained { round, grid, place, gained });
        }
    }
}

fn results<'a>(
    season: &'a Season,
    session: Session,
    rounds: &RangeInclusive<RoundNumber>,
) -> impl Iterator<Item = (RoundNumber, &'a Classification)> {
    let events = season.events().iter().filter(|event| rounds.contains(&event.round.number));
    events.filter_map(move |event| Some((event.round.number, event.result(session)?)))
}

/// The best placed line, else one that started, else any.
fn line_of<'a>(result: &'a Classification, driver: &DriverId) -> Option<&'a Classified> {
    let lines = result.lines().iter().filter(|line| line.driver == *driver);
    lines.min_by_key(|line| (line.outcome.place().unwrap_or(u16::MAX), !line.outcome.started()))
}

fn who_is_ahead(driver: Outcome, reference: Outcome) -> Option<Ahead> {
    match (driver.place(), reference.place()) {
        (Some(driver), Some(reference)) => Ahead::by_place(driver, reference),
        (Some(_), None) => Some(Ahead::Driver),
        (None, Some(_)) => Some(Ahead::Reference),
        (None, None) => None,
    }
}

fn summarise(grid_to_flag: &mut GridToFlag) {
    let rounds = &grid_to_flag.rounds;
    let gained = rounds.iter().map(|round| f64::from(round.gained));
    let sum: f64 = gained.clone().sum();
    grid_to_flag.mean = (!rounds.is_empty()).then(|| sum / rounds.len() as f64);
    grid_to_flag.median = median_of(gained);
    grid_to_flag.median_grid = median_of(rounds.iter().map(|round| f64::from(round.grid)));
}

fn median_of(values: impl Iterator<Item = f64>) -> Option<f64> {
    median(&values.collect::<Vec<_>>())
}
