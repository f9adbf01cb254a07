use crate::{CarNumber, ConstructorId, DriverId, EngineId, LapTime};

/// A part of qualifying. Before 2006, or with two sessions, there is one: `Whole`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualifyingPart {
    /// The only part, or the best of all sessions.
    Whole,
    /// The first knock-out part.
    Q1,
    /// The second knock-out part.
    Q2,
    /// The part that decides pole.
    Q3,
}

impl QualifyingPart {
    /// The knock-out parts, latest first.
    pub const LATEST_FIRST: [Self; 4] = [Self::Q3, Self::Q2, Self::Q1, Self::Whole];

    /// As printed; empty for `Whole`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "qualifying",
            Self::Q1 => "Q1",
            Self::Q2 => "Q2",
            Self::Q3 => "Q3",
        }
    }
}

/// One driver's line in [`Qualifying`].
#[derive(Clone, Debug, PartialEq)]
pub struct Qualified {
    /// Who.
    pub driver: DriverId,
    /// The number on the car.
    pub car: CarNumber,
    /// The maker of the chassis.
    pub constructor: ConstructorId,
    /// The maker of the engine.
    pub engine: EngineId,
    /// Place in qualifying, from 1, before any grid penalty; `None` without a place.
    pub place: Option<u16>,
    /// The best time of each part that has one: `[Whole, Q1, Q2, Q3]`.
    pub times: [Option<LapTime>; 4],
}

impl Qualified {
    /// The best lap of one part.
    pub fn time_in(&self, part: QualifyingPart) -> Option<LapTime> {
        self.times[part as usize]
    }
}

/// The result of qualifying, a line a driver.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Qualifying {
    /// The lines, in the order of the source.
    pub lines: Vec<Qualified>,
}

impl Qualifying {
    /// The line of a driver.
    pub fn line_of(&self, driver: &DriverId) -> Option<&Qualified> {
        self.lines.iter().find(|line| line.driver == *driver)
    }
}
