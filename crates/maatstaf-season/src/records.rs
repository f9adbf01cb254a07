//! The records of a championship: what was never more, or never less, in all the seasons at
//! hand.
//!
//! Each season is read once into a [`Chronicle`]; [`marks`] ranks one record over all of it,
//! and [`touches`] says which records a season set or equalled when it ended. A record holds
//! of the seasons in its chronicle and of no other.
//!
//! ```
//! use std::collections::BTreeMap;
//! use maatstaf_core::Almanac;
//! use maatstaf_season::{Reading, Record, chronicle, examples, marks};
//!
//! let (season, rules) = (examples::season(), examples::rules());
//! let mut almanac = Almanac::default();
//! almanac.seasons.insert(season.year(), season);
//! let rules = BTreeMap::from([(rules.year, rules)]);
//!
//! let chronicle = chronicle(&almanac, &rules, ..);
//! let gaps = marks(&chronicle, Record::Gap, Reading::Absolute);
//! assert_eq!(gaps[0].value.to_string(), "4"); // ann 30, bob 26
//! let wins = marks(&chronicle, Record::Wins, Reading::Relative);
//! assert_eq!((wins[0].drivers[0].as_str(), wins[0].value.to_string()), ("ann", "0.75".into()));
//! ```

mod chronicle;
mod counts;
mod meaning;
mod race_counts;
mod streak;
mod title_fight;
mod totals;
mod touch;

use maatstaf_core::{ConstructorId, Date, DriverId, Moment, Points, RoundNumber, Year};

pub use chronicle::{Chronicle, chronicle};
pub use meaning::{Direction, Meaning, Reading, Record, Unit};
pub use touch::{Touch, TouchKind, touches};

/// One entry in the list of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// From 1; equal marks share it.
    pub rank: u16,
    /// How much, as an exact fraction, in the unit of the record.
    pub value: Points,
    /// Whose it is. Where two fight for a title, the champion and then the second.
    pub drivers: Vec<DriverId>,
    /// For whom they drove; of a title fight, the champion's teams.
    pub teams: Vec<ConstructorId>,
    /// The seasons in which it was reached, in order: one; first to last of a streak; each
    /// title.
    pub years: Vec<Year>,
    /// Whether the season still runs, or the streak was not broken by the end of the last season.
    pub so_far: bool,
    /// What stands behind the value.
    pub detail: Detail,
}

impl Mark {
    /// The season in which the value was reached; the last one, if it took several.
    pub fn year(&self) -> Year {
        self.years.last().copied().unwrap_or_default()
    }
}

/// A round of a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeasonRound {
    /// Which season.
    pub year: Year,
    /// Which of its rounds.
    pub round: RoundNumber,
}

/// What stands behind the value of a [`Mark`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing that the value does not say.
    None,
    /// So many of so many: wins of races, points of the most there were.
    Of {
        /// How many.
        part: Points,
        /// Of how many.
        whole: Points,
    },
    /// The points of the champion and of the second.
    Fight {
        /// The champion's.
        champion: Points,
        /// The second's.
        second: Points,
    },
    /// The session after which the title was settled.
    Settled {
        /// After which.
        moment: Moment,
        /// The rounds of that season.
        n_rounds: u16,
    },
    /// Behind whom the champion was, and when.
    Behind {
        /// The points he lacked.
        points: Points,
        /// After which session; the first, if it was as much several times.
        moment: Moment,
        /// Who led.
        leaders: Vec<DriverId>,
    },
    /// From the first win of a streak to the last.
    Streak {
        /// The first win.
        first: SeasonRound,
        /// The last win.
        last: SeasonRound,
        /// Races between the two that he did not start.
        missed: Vec<SeasonRound>,
    },
    /// How old he was.
    Age {
        /// Completed years.
        years: i16,
        /// Days since the last birthday.
        days: i32,
        /// On which day.
        on: Date,
    },
}

/// The marks of a record, the best first. Empty where the record has no such reading.
///
/// Level marks share a rank and stand in order of season, then of name.
pub fn marks(chronicle: &Chronicle, record: Record, reading: Reading) -> Vec<Mark> {
    marks_until(chronicle, record, reading, Year::MAX)
}

/// The marks as they stood at the end of a season.
fn marks_until(chronicle: &Chronicle, record: Record, reading: Reading, last: Year) -> Vec<Mark> {
    let Some(meaning) = record.meaning(reading) else { return Vec::new() };
    let chapters = chronicle.until(last);
    let found = match record {
        Record::Gap
        | Record::Closest
        | Record::RoundsToSpare
        | Record::Deficit
        | Record::Youngest => title_fight::marks(chapters, record, reading),
        Record::Streak => streak::marks(chapters),
        Record::Titles => totals::titles(chapters),
        Record::OneTwo => totals::one_twos(chapters),
        _ => counts::marks(chapters, record, reading),
    };
    ranked(found, meaning.direction)
}

fn ranked(mut marks: Vec<Mark>, direction: Direction) -> Vec<Mark> {
    marks.sort_by(|a, b| {
        let by_value = match direction {
            Direction::More => b.value.cmp(&a.value),
            Direction::Less => a.value.cmp(&b.value),
        };
        let by_name = || a.drivers.cmp(&b.drivers).then_with(|| a.teams.cmp(&b.teams));
        by_value.then(a.year().cmp(&b.year())).then_with(by_name)
    });
    for idx in 0..marks.len() {
        let level = idx > 0 && marks[idx].value == marks[idx - 1].value;
        marks[idx].rank = if level { marks[idx - 1].rank } else { idx as u16 + 1 };
    }
    marks
}

/// `part / whole`, exact; nothing of nothing is nothing.
fn share(part: Points, whole: Points) -> Points {
    if whole.is_zero() {
        return Points::ZERO;
    }
    let above = part.numerator() * whole.denominator();
    Points::ratio(above, part.denominator() * whole.numerator())
}
