use std::collections::HashSet;

use crate::{CarNumber, ClockTime, ConstructorId, DriverId, EngineId, LapTime};

/// How a driver's race ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Classified in this place, from 1.
    Place(u16),
    /// Did not finish.
    Retired,
    /// Running, but too far behind to be classified.
    NotClassified,
    /// Disqualified from this race.
    Disqualified,
    /// Excluded from this event.
    Excluded,
    /// Entered, but did not start.
    DidNotStart,
    /// Did not qualify, or did not pass pre-qualifying or practice.
    DidNotQualify,
}

impl Outcome {
    /// The place, if classified.
    pub const fn place(self) -> Option<u16> {
        match self {
            Self::Place(place) => Some(place),
            _ => None,
        }
    }

    /// Whether the driver took the start.
    pub const fn started(self) -> bool {
        !matches!(self, Self::DidNotStart | Self::DidNotQualify)
    }
}

/// One driver's line in a [`Classification`].
#[derive(Clone, Debug, PartialEq)]
pub struct Classified {
    /// Who.
    pub driver: DriverId,
    /// The number on the car; drivers with the same number and outcome shared it.
    pub car: CarNumber,
    /// The maker of the chassis.
    pub constructor: ConstructorId,
    /// The maker of the engine.
    pub engine: EngineId,
    /// How it ended.
    pub outcome: Outcome,
    /// Completed laps.
    pub laps: Option<u16>,
    /// When the car took the flag, for cars on the winner's lap.
    pub time: Option<ClockTime>,
    /// What the stewards added to that time, or would have added to it, where it is known.
    pub time_penalty: Option<LapTime>,
    /// Place on the grid, from 1; `None` from the pit lane or without a start.
    pub grid: Option<u16>,
    /// Whether the driver set (or shared) the fastest lap.
    pub fastest_lap: bool,
    /// The time of the fastest lap, where it is known.
    pub lap_time: Option<LapTime>,
    /// Why the car stopped, in the source's words.
    pub reason: Option<String>,
}

/// A car and its crew, as entered in an event.
///
/// Until 1957 a driver could hand his car to another; such a car has a crew of two or three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number on the car.
    pub car: CarNumber,
    /// The maker of the chassis.
    pub constructor: ConstructorId,
    /// The maker of the engine.
    pub engine: EngineId,
    /// Everyone who drove it, in the order of the classification.
    pub crew: Vec<DriverId>,
    /// How its race ended.
    pub outcome: Outcome,
}

/// The distance that was driven, as a share of the distance that was planned.
///
/// ```
/// use maatstaf_core::Share;
/// let monaco_1984 = Share { laps: 31, planned: 76 };
/// assert!(monaco_1984.is_below(75, 100));
/// assert!(!monaco_1984.is_below(40, 100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Laps that counted.
    pub laps: u16,
    /// Laps that were planned.
    pub planned: u16,
}

impl Share {
    /// Whether less than `numerator / denominator` of the plan was driven; exact.
    pub fn is_below(self, numerator: u32, denominator: u32) -> bool {
        u32::from(self.laps) * denominator < numerator * u32::from(self.planned)
    }
}

/// The result of one race or sprint, a line a driver and car.
///
/// No driver stands twice with the same car, and places start at 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    lines: Vec<Classified>,
    share: Option<Share>,
}

impl Classification {
    /// From its lines, in any order; `share` where the race was shorter than planned.
    ///
    /// # Errors
    ///
    /// When a place is zero, or a driver stands twice with the same car and outcome.
    pub fn new(
        lines: Vec<Classified>,
        share: Option<Share>,
    ) -> Result<Self, InvalidClassification> {
        let mut seen = HashSet::with_capacity(lines.len());
        for line in &lines {
            if line.outcome == Outcome::Place(0) {
                return Err(InvalidClassification::PlaceZero { driver: line.driver.clone() });
            }
            if !seen.insert((&line.driver, &line.car, line.outcome)) {
                return Err(InvalidClassification::Twice {
                    driver: line.driver.clone(),
                    car: line.car.clone(),
                });
            }
        }
        Ok(Self { lines, share })
    }

    /// The lines, as given.
    pub fn lines(&self) -> &[Classified] {
        &self.lines
    }

    /// The share of the distance, where the race was shorter than planned.
    pub fn share(&self) -> Option<Share> {
        self.share
    }

    /// The line of a driver: the best placed one, should he have driven several cars.
    pub fn line_of(&self, driver: &DriverId) -> Option<&Classified> {
        self.lines
            .iter()
            .filter(|line| line.driver == *driver)
            .min_by_key(|line| line.outcome.place().unwrap_or(u16::MAX))
    }

    /// The cars with their crews; lines with the same number and outcome are one car.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let same = |entry: &&mut Entry| entry.car == line.car && entry.outcome == line.outcome;
            match entries.iter_mut().rev().find(same) {
                Some(entry) => entry.crew.push(line.driver.clone()),
                None => entries.push(Entry {
                    car: line.car.clone(),
                    constructor: line.constructor.clone(),
                    engine: line.engine.clone(),
                    crew: vec![line.driver.clone()],
                    outcome: line.outcome,
                }),
            }
        }
        entries
    }
}

/// Why some lines are not a [`Classification`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidClassification {
    /// Places start at 1.
    #[error("{driver} has place 0; places start at 1")]
    PlaceZero {
        /// Who.
        driver: DriverId,
    },
    /// The same driver, car and outcome again.
    #[error("{driver} stands twice with car {car}")]
    Twice {
        /// Who.
        driver: DriverId,
        /// With which car.
        car: CarNumber,
    },
}
