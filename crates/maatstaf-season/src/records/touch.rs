//! Which records a season set or equalled when it ended.

use maatstaf_core::{DriverId, Points, Year};

use super::{Chronicle, Mark, Reading, Record, marks, marks_until};

/// A record that a season set or equalled, as things stood at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which record.
    pub record: Record,
    /// In which reading.
    pub reading: Reading,
    /// In what way.
    pub kind: TouchKind,
    /// The mark, as it stood at the end of the season.
    pub mark: Mark,
    /// Who else was with it: everyone concerned, beyond the drivers of the mark.
    pub also: Vec<DriverId>,
    /// The best marks before the season.
    pub before: Vec<Mark>,
    /// Whether nothing better came since, in the seasons at hand.
    pub stands: bool,
    /// The best marks in all the seasons at hand.
    pub now: Vec<Mark>,
}

/// In what way a season touches a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TouchKind {
    /// Better than all before.
    Set,
    /// As good as the best before.
    Equalled,
    /// Not the most, but the first of its holder: a team's first one-two.
    First,
}

impl Touch {
    /// Whether a driver has a part in it.
    pub fn concerns(&self, driver: &DriverId) -> bool {
        self.mark.drivers.iter().chain(&self.also).any(|other| other == driver)
    }
}

/// The records that a season set or equalled among all seasons up to and including it.
///
/// Nothing in the first season of the chronicle, which has nothing before it. A first title, a
/// single win and no rounds to spare are no records, though the early seasons held no more.
pub fn touches(chronicle: &Chronicle, year: Year) -> Vec<Touch> {
    let is_held = chronicle.years().any(|held| held == year);
    let has_past = chronicle.years().next().is_some_and(|first| first < year);
    if !is_held || !has_past {
        return Vec::new();
    }
    let readings = [Reading::Absolute, Reading::Relative];
    let all = Record::ALL.iter().flat_map(|record| readings.map(|reading| (*record, reading)));
    all.flat_map(|(record, reading)| touched(chronicle, record, reading, year)).collect()
}

fn touched(chronicle: &Chronicle, record: Record, reading: Reading, year: Year) -> Vec<Touch> {
    let mut reached = marks_until(chronicle, record, reading, year);
    let is_first = |mark: &Mark| record == Record::OneTwo && mark.years.len() == 1;
    reached.retain(|mark| mark.year() == year && (mark.rank == 1 || is_first(mark)));
    if reached.is_empty() {
        return Vec::new();
    }
    let before = best(marks_until(chronicle, record, reading, year - 1));
    let now = best(marks(chronicle, record, reading));
    let kind = |mark: &Mark| {
        let is_best = mark.rank == 1 && is_worth_it(record, mark);
        let level = before.first().is_some_and(|best| best.value == mark.value);
        match (is_best, level) {
            (true, false) => Some(TouchKind::Set),
            (true, true) => Some(TouchKind::Equalled),
            _ => is_first(mark).then_some(TouchKind::First),
        }
    };
    let touch = |mark: Mark| {
        let kind = kind(&mark)?;
        let stands = now.first().is_none_or(|now| now.value == mark.value);
        let also = one_two_drivers(chronicle, record, year);
        Some(Touch {
            record,
            reading,
            kind,
            mark,
            also,
            before: before.clone(),
            stands,
            now: now.clone(),
        })
    };
    reached.into_iter().filter_map(touch).collect()
}

fn best(marks: Vec<Mark>) -> Vec<Mark> {
    marks.into_iter().take_while(|mark| mark.rank == 1).collect()
}

/// Whether a mark is more than what everyone has.
fn is_worth_it(record: Record, mark: &Mark) -> bool {
    match record {
        Record::Streak | Record::Titles | Record::OneTwo => mark.value > Points::from(1),
        Record::RoundsToSpare => mark.value > Points::ZERO,
        _ => true,
    }
}

/// The champion and the second, who make a one-two.
fn one_two_drivers(chronicle: &Chronicle, record: Record, year: Year) -> Vec<DriverId> {
    let chapter = chronicle.until(year).last().filter(|_| record == Record::OneTwo);
    let Some(fight) = chapter.and_then(|chapter| chapter.fight.as_ref()) else { return Vec::new() };
    [Some(&fight.champion), fight.second()].into_iter().flatten().cloned().collect()
}
