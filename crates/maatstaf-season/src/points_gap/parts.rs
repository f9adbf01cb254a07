use std::ops::{AddAssign, Sub};

use maatstaf_core::Points;

/// What points of a gap came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapPart {
    /// Places in qualifying.
    Qualifying,
    /// From the grid to the end of the first lap, where laps are known.
    Start,
    /// From the end of the first lap to the flag, or to where he stopped: pace, stops, strategy, luck, and places
    /// that others left.
    RacePace,
    /// Both of them, where no laps are known.
    StartAndRacePace,
    /// From the place held when the car stopped to the result; also cars that did not start, or ran too far behind
    /// to be classified.
    Retirements,
    /// From qualifying to the grid, and from the flag to the result: his penalties, and those of others.
    Penalties,
    /// The points of sprints; and what a sprint made of the grid of the race, where it does.
    Sprint,
    /// The point for the fastest lap.
    FastestLaps,
    /// What sharing a car cost, or brought.
    SharedDrives,
    /// Results that do not count, since only so many do.
    DroppedResults,
    /// Points given or taken by decision, and places that pass on from cars that could not score.
    Corrections,
    /// Points that do not count since the driver was excluded from the championship.
    Exclusion,
    /// Rounds in which one of the two took no part.
    RoundsMissed,
}

impl GapPart {
    /// All of them, in the order of a weekend; what is left last.
    pub const ALL: [Self; 13] = [
        Self::Qualifying,
        Self::Start,
        Self::RacePace,
        Self::StartAndRacePace,
        Self::Retirements,
        Self::Penalties,
        Self::Sprint,
        Self::FastestLaps,
        Self::SharedDrives,
        Self::DroppedResults,
        Self::Corrections,
        Self::Exclusion,
        Self::RoundsMissed,
    ];

    /// As printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Qualifying => "qualifying",
            Self::Start => "start and first lap",
            Self::RacePace => "race pace",
            Self::StartAndRacePace => "start and race pace",
            Self::Retirements => "retirements",
            Self::Penalties => "penalties and grid drops",
            Self::Sprint => "sprint",
            Self::FastestLaps => "fastest laps",
            Self::SharedDrives => "shared drives",
            Self::DroppedResults => "dropped results",
            Self::Corrections => "decisions on points",
            Self::Exclusion => "exclusion",
            Self::RoundsMissed => "rounds missed",
        }
    }

    /// Whether it belongs to what the steps of a race leave.
    pub fn is_remainder(self) -> bool {
        self >= Self::FastestLaps
    }
}

/// Points by what they came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartPoints([Points; 13]);

impl PartPoints {
    /// The points of one part.
    pub fn of(&self, part: GapPart) -> Points {
        self.0[part as usize]
    }

    /// Every part with its points, in the order of [`GapPart::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (GapPart, Points)> {
        GapPart::ALL.into_iter().zip(self.0)
    }

    /// All parts together.
    pub fn sum(&self) -> Points {
        self.0.into_iter().sum()
    }

    pub(super) fn add(&mut self, part: GapPart, points: Points) {
        self.0[part as usize] += points;
    }

    /// The same, all that happened on the weekend as one part: the other was not there.
    pub(super) fn as_missed(self) -> Self {
        let mut missed = Self::default();
        for (part, points) in self.iter() {
            let by_table =
                matches!(part, GapPart::DroppedResults | GapPart::Corrections | GapPart::Exclusion);
            missed.add(if by_table { part } else { GapPart::RoundsMissed }, points);
        }
        missed
    }
}

impl AddAssign for PartPoints {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, more)| *own += more);
    }
}

impl Sub for PartPoints {
    type Output = Self;

    fn sub(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(own, less)| *own += -less);
        self
    }
}
