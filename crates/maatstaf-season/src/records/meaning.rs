//! What each record is: one sentence, a unit, and whether more or less of it is the record.

/// A record that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// The largest gap between the champion and the second.
    Gap,
    /// The smallest gap between the champion and the second.
    Closest,
    /// The most points in a season.
    Points,
    /// The most wins in a season.
    Wins,
    /// The most podiums in a season.
    Podiums,
    /// The most poles in a season.
    Poles,
    /// The most fastest laps in a season.
    FastestLaps,
    /// The most wins in consecutive starts.
    Streak,
    /// The most seasons in which one team took the first two places.
    OneTwo,
    /// The most rounds to spare when the title was settled.
    RoundsToSpare,
    /// The most championships.
    Titles,
    /// The largest deficit that a champion made up.
    Deficit,
    /// The youngest champion.
    Youngest,
    /// The most different winners in a season.
    Winners,
}

/// How a record is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// In points, wins, rounds: as counted.
    Absolute,
    /// For its season: as a share of the races or of the points that there were.
    Relative,
}

/// Whether more or less of it is the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The most is the record.
    More,
    /// The least is.
    Less,
}

/// In what a record is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Points of the championship.
    Points,
    /// The second's points for each of the champion's.
    Ratio,
    /// A share, from 0 to 1, printed in percent.
    Share,
    /// Wins; of a deficit, what it was worth in wins.
    Wins,
    /// Races finished in the first three.
    Podiums,
    /// Poles.
    Poles,
    /// Fastest laps.
    FastestLaps,
    /// Races.
    Races,
    /// Rounds.
    Rounds,
    /// Days of age.
    Days,
    /// Championships.
    Titles,
    /// Drivers.
    Drivers,
    /// Seasons.
    Seasons,
}

impl Unit {
    /// As printed in a heading: `points`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Ratio => "ratio",
            Self::Share => "%",
            Self::Wins => "wins",
            Self::Podiums => "podiums",
            Self::Poles => "poles",
            Self::FastestLaps => "fastest laps",
            Self::Races => "races",
            Self::Rounds => "rounds",
            Self::Days => "days",
            Self::Titles => "titles",
            Self::Drivers => "drivers",
            Self::Seasons => "seasons",
        }
    }
}

/// What a record means, in one of its readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// In one sentence without a full stop.
    pub sentence: &'static str,
    /// In what it is counted.
    pub unit: Unit,
    /// Whether more or less of it is the record.
    pub direction: Direction,
    /// Whether a season that still runs is no candidate.
    pub needs_the_end: bool,
}

impl Record {
    /// Every record, in the order in which they are listed.
    pub const ALL: [Self; 14] = [
        Self::Gap,
        Self::Closest,
        Self::Points,
        Self::Wins,
        Self::Podiums,
        Self::Poles,
        Self::FastestLaps,
        Self::Streak,
        Self::OneTwo,
        Self::RoundsToSpare,
        Self::Titles,
        Self::Deficit,
        Self::Youngest,
        Self::Winners,
    ];

    /// The name by which it is asked for: `rounds-to-spare`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Closest => "closest",
            Self::Points => "points",
            Self::Wins => "wins",
            Self::Podiums => "podiums",
            Self::Poles => "poles",
            Self::FastestLaps => "fastest-laps",
            Self::Streak => "streak",
            Self::OneTwo => "one-two",
            Self::RoundsToSpare => "rounds-to-spare",
            Self::Titles => "titles",
            Self::Deficit => "deficit",
            Self::Youngest => "youngest",
            Self::Winners => "winners",
        }
    }

    /// What it means in a reading; `None` where it has no such reading.
    pub const fn meaning(self, reading: Reading) -> Option<Meaning> {
        match reading {
            Reading::Absolute => Some(self.absolute()),
            Reading::Relative => self.relative(),
        }
    }

    /// Whether its absolute reading compares points of one season with those of another.
    pub const fn compares_points(self) -> bool {
        matches!(self, Self::Gap | Self::Closest | Self::Points | Self::Deficit)
    }

    const fn absolute(self) -> Meaning {
        use Direction::{Less, More};
        match self {
            Self::Gap => at_the_end("the largest gap between first and second", Unit::Points, More),
            Self::Closest => {
                at_the_end("the smallest gap between first and second", Unit::Points, Less)
            }
            Self::Points => counted("the most points in a season", Unit::Points),
            Self::Wins => counted("the most wins in a season", Unit::Wins),
            Self::Podiums => counted("the most podiums in a season", Unit::Podiums),
            Self::Poles => counted("the most poles in a season", Unit::Poles),
            Self::FastestLaps => counted("the most fastest laps in a season", Unit::FastestLaps),
            Self::Streak => counted("the most wins in a row", Unit::Wins),
            Self::OneTwo => at_the_end(
                "the most seasons in which first and second both drove for one team",
                Unit::Seasons,
                More,
            ),
            Self::RoundsToSpare => {
                at_the_end("the most rounds to spare for a champion", Unit::Rounds, More)
            }
            Self::Titles => at_the_end("the most championships", Unit::Titles, More),
            Self::Deficit => {
                at_the_end("the largest deficit that a champion made up", Unit::Points, More)
            }
            Self::Youngest => at_the_end("the youngest champion", Unit::Days, Less),
            Self::Winners => counted("the most different winners in a season", Unit::Drivers),
        }
    }

    const fn relative(self) -> Option<Meaning> {
        use Direction::{Less, More};
        Some(match self {
            Self::Gap => at_the_end(
                "the lowest ratio of the second's points to the champion's",
                Unit::Ratio,
                Less,
            ),
            Self::Closest => at_the_end(
                "the highest ratio of the second's points to the champion's",
                Unit::Ratio,
                More,
            ),
            Self::Points => at_the_end(
                "the largest share of the points that one driver could have scored",
                Unit::Share,
                More,
            ),
            Self::Wins => {
                at_the_end("the largest share of a season's races won", Unit::Share, More)
            }
            Self::Podiums => {
                at_the_end("podiums in the largest share of a season's races", Unit::Share, More)
            }
            Self::Poles => {
                at_the_end("poles in the largest share of a season's races", Unit::Share, More)
            }
            Self::FastestLaps => at_the_end(
                "fastest laps in the largest share of a season's races",
                Unit::Share,
                More,
            ),
            Self::RoundsToSpare => at_the_end(
                "the largest share of a season's rounds to spare for a champion",
                Unit::Share,
                More,
            ),
            Self::Deficit => at_the_end(
                "the largest deficit that a champion made up, in wins of its season",
                Unit::Wins,
                More,
            ),
            Self::Winners => {
                at_the_end("the most different winners for a season's races", Unit::Share, More)
            }
            Self::Streak | Self::OneTwo | Self::Titles | Self::Youngest => return None,
        })
    }
}

/// What a season only has once it is over.
const fn at_the_end(sentence: &'static str, unit: Unit, direction: Direction) -> Meaning {
    Meaning { sentence, unit, direction, needs_the_end: true }
}

/// What only grows while a season runs, so that a running season can hold it.
const fn counted(sentence: &'static str, unit: Unit) -> Meaning {
    Meaning { sentence, unit, direction: Direction::More, needs_the_end: false }
}
