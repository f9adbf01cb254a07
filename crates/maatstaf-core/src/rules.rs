use std::collections::BTreeMap;

use crate::{Competitor, DriverId, Moment, Points, RoundNumber, Share, Title, Year};

/// Points for the places of a session, from the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointsTable(pub Vec<Points>);

impl PointsTable {
    /// The points for a place, from 1; none beyond the table.
    pub fn at(&self, place: u16) -> Points {
        let idx = usize::from(place).checked_sub(1);
        idx.and_then(|idx| self.0.get(idx)).copied().unwrap_or(Points::ZERO)
    }

    /// The points of a win.
    pub fn win(&self) -> Points {
        self.at(1)
    }
}

/// When the fastest lap scores. Drivers with the same fastest time share the point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FastestLapRule {
    /// It does not score.
    #[default]
    None,
    /// It scores for whoever sets it, finisher or not.
    Anyone(Points),
    /// It scores for a driver classified in the first so many places.
    ClassifiedWithin(Points, u16),
}

impl FastestLapRule {
    /// The points for the fastest lap.
    pub const fn points(self) -> Points {
        match self {
            Self::None => Points::ZERO,
            Self::Anyone(points) | Self::ClassifiedWithin(points, _) => points,
        }
    }

    /// The last place with which it scores; `None` where no place is asked for.
    pub const fn within(self) -> Option<u16> {
        match self {
            Self::ClassifiedWithin(_, within) => Some(within),
            Self::None | Self::Anyone(_) => None,
        }
    }
}

/// What drivers who share a car score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SharedDrives {
    /// Nothing.
    #[default]
    Nothing,
    /// The points of the place, in equal parts, from every car they shared.
    Equally,
    /// The points of the place, in equal parts, and each driver from his best car alone.
    EquallyBestOnly,
}

/// What a shortened session is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reduced {
    /// So much of the usual points.
    Factor(Points),
    /// Other points.
    Table(PointsTable),
}

/// A rule for a session that covered less than `below` of its distance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortened {
    /// The limit: less than this share, as a fraction `(numerator, denominator)`.
    pub below: (u32, u32),
    /// What it is worth then.
    pub worth: Reduced,
    /// Whether the fastest lap still scores.
    pub fastest_lap: bool,
}

/// How one kind of session scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionRules {
    /// Points for drivers.
    pub drivers: PointsTable,
    /// Points for constructors.
    pub constructors: PointsTable,
    /// The fastest lap. It scores for constructors too where `fastest_lap_for_constructors`.
    pub fastest_lap: FastestLapRule,
    /// Whether the fastest lap also scores for the constructor.
    pub fastest_lap_for_constructors: bool,
    /// Shared cars.
    pub shared_drives: SharedDrives,
    /// Shortened sessions, the lowest limit first; the first that applies counts.
    pub shortened: Vec<Shortened>,
    /// Whether its result is the grid of the race.
    pub sets_grid: bool,
}

impl SessionRules {
    /// The rule for this share of the distance, if it is a shortened session.
    pub fn shortened(&self, share: Option<Share>) -> Option<&Shortened> {
        let share = share?;
        self.shortened.iter().find(|rule| share.is_below(rule.below.0, rule.below.1))
    }
}

/// Which results count towards a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BestResults {
    /// All.
    All,
    /// The best so many.
    Best(u16),
    /// The best `first` of the rounds up to `split`, and the best `second` of the others.
    Halves {
        /// The last round of the first half.
        split: RoundNumber,
        /// How many count of the first half.
        first: u16,
        /// How many count of the second half.
        second: u16,
        /// Which half is longer where the rounds do not divide by two.
        longer: Half,
    },
}

/// A half of a season.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Half {
    /// The first.
    #[default]
    First,
    /// The second.
    Second,
}

impl BestResults {
    /// Whether a result can ever be dropped.
    pub const fn drops(self) -> bool {
        !matches!(self, Self::All)
    }
}

/// How a title is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleRules {
    /// Which results count.
    pub best: BestResults,
    /// Whether only the best placed car of a make scores.
    pub best_car_only: bool,
    /// Which finishes break ties.
    pub countback: Countback,
}

/// Which finishes in races break a tie on points: wins, then second places, and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Countback {
    /// Every place.
    #[default]
    AllPlaces,
    /// Places with points alone; who is level in those shares his place in the table.
    ScoringPlaces,
}

/// What differs at one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRules {
    /// The points of the race times this; 2 at Abu Dhabi 2014.
    pub factor: Points,
    /// Titles to which the round does not count: the constructors' at Indianapolis.
    pub not_for: Vec<Title>,
    /// Why, and from where we know.
    pub source: String,
}

/// What a correction does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// These drivers were not eligible to score in this race; their places pass on
    /// to the next eligible car, or not.
    Ineligible {
        /// Who.
        drivers: Vec<DriverId>,
        /// Whether the drivers behind move up, for points.
        passes_on: bool,
        /// For which titles.
        titles: Vec<Title>,
    },
    /// Points of the race worth so much, whatever the share of the distance says.
    Worth {
        /// Times the usual points.
        factor: Points,
        /// Whether the fastest lap still scores.
        fastest_lap: bool,
    },
    /// The point for the fastest lap went to this driver alone.
    FastestLap {
        /// Who.
        driver: DriverId,
    },
    /// Points added (or, below zero, taken) at this round.
    Points {
        /// Whose.
        competitor: Competitor,
        /// How many.
        points: Points,
    },
    /// All points scored before this round are void, however many they are.
    Voided {
        /// Whose.
        competitor: Competitor,
    },
    /// This driver's part in a shared car did not count; the points went to the others.
    NoShare {
        /// Who.
        driver: DriverId,
    },
    /// Excluded from the championship from this round on.
    Excluded {
        /// Who.
        competitor: Competitor,
        /// Whether the table still shows the points.
        keeps_points: bool,
    },
}

/// A decision that the results alone do not show, with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// At which round; 0 for the season as a whole.
    pub round: RoundNumber,
    /// What it does.
    pub kind: CorrectionKind,
    /// Why.
    pub reason: String,
    /// From where we know.
    pub source: String,
}

/// A competitor who could not score any more, and why: death, a boycott, an injury.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retirement {
    /// Who.
    pub competitor: Competitor,
    /// The last moment after which he could still not have been ruled out.
    pub from: Moment,
    /// Why.
    pub reason: String,
    /// From where we know.
    pub source: String,
}

/// A line of a published table that the results contradict, and why we think so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// After which round the table stands.
    pub round: RoundNumber,
    /// In which championship.
    pub title: Title,
    /// What is wrong with it.
    pub reason: String,
}

/// All the rules of one season of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonRules {
    /// Which season.
    pub year: Year,
    /// How many rounds it has, held or planned.
    pub n_rounds: RoundNumber,
    /// How a race scores.
    pub race: SessionRules,
    /// How a sprint scores, where there are sprints.
    pub sprint: Option<SessionRules>,
    /// The drivers' title.
    pub drivers: TitleRules,
    /// The constructors' title, where there is one.
    pub constructors: Option<TitleRules>,
    /// What differs at a round.
    pub rounds: BTreeMap<RoundNumber, RoundRules>,
    /// Decisions that the results do not show.
    pub corrections: Vec<Correction>,
    /// Competitors who could not score any more.
    pub retirements: Vec<Retirement>,
    /// Slips in the published tables. Nothing is computed from them.
    pub slips: Vec<Slip>,
    /// Why the source names another deciding round than the arithmetic gives.
    pub decider_note: Option<String>,
}

impl SeasonRules {
    /// How a session scores.
    pub fn session(&self, session: crate::Session) -> Option<&SessionRules> {
        match session {
            crate::Session::Race => Some(&self.race),
            crate::Session::Sprint => self.sprint.as_ref(),
        }
    }

    /// How a title is counted, where there is one.
    pub fn title(&self, title: Title) -> Option<TitleRules> {
        match title {
            Title::Drivers => Some(self.drivers),
            Title::Constructors => self.constructors,
        }
    }
}
