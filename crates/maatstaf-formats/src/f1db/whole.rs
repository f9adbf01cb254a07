//! What no single row shows: a line that is not there, a place given twice, laps that differ.

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{Classified, Issue, RoundNumber, Session, Share, Year};

use super::RACES;
use super::places::Races;
use crate::csv_table::{Column, Row};

/// The numbers of the lines of each result: `positionDisplayOrder`, which counts 1, 2, 3, …
#[derive(Default)]
pub(super) struct LineNumbers {
    of_race: BTreeMap<usize, BTreeSet<u16>>,
}

impl LineNumbers {
    /// Takes the number of a row of the race that stands here in the calendar, if it has one.
    pub(super) fn add(&mut self, race: usize, row: &Row, number: Option<Column>) {
        let number: Option<u16> = number.and_then(|number| row.value(number).ok());
        self.of_race.entry(race).or_default().extend(number);
    }

    /// What is odd about the results of a session.
    pub(super) fn issues(&self, file: &str, session: Session, races: &Races) -> Vec<Issue> {
        let mut issues = Vec::new();
        for (&race, numbers) in &self.of_race {
            let event = &races.events[race];
            let mut list = |reason: String| {
                let reason = about(event.year, event.round.number, &reason);
                issues.push(Issue { file: file.to_owned(), line: None, reason });
            };
            if let Some(skipped) = (1..).zip(numbers).find(|(want, got)| want != *got) {
                list(format!("line {} of the result is missing", skipped.0));
            }
            let (lines, share) = match session {
                Session::Race => (&event.race, event.race_share),
                Session::Sprint => (&event.sprint, event.sprint_share),
            };
            if let Some((says, drove)) = share.and_then(|share| other_laps(lines, share)) {
                list(format!("the winner drove {drove} laps, and {} says {says}", RACES.name));
            }
            if let Some((place, [first, second])) = given_twice(lines) {
                list(format!("place {place} is given to car {first} and to car {second}"));
            }
        }
        issues
    }
}

fn about(year: Year, round: RoundNumber, reason: &str) -> String {
    format!("round {round} of {year}: {reason}; the standings may be wrong")
}

/// The laps of a shortened race, where the winner drove another number: `(said, driven)`.
fn other_laps(lines: &[Classified], share: Share) -> Option<(u16, u16)> {
    let winner = lines.iter().find(|line| line.outcome.place() == Some(1))?;
    let drove = winner.laps.filter(|laps| *laps != share.laps)?;
    Some((share.laps, drove))
}

/// A place that two cars have.
fn given_twice(lines: &[Classified]) -> Option<(u16, [&str; 2])> {
    let mut cars: BTreeMap<u16, &str> = BTreeMap::new();
    lines.iter().find_map(|line| {
        let (place, car) = (line.outcome.place()?, line.car.as_str());
        let first = *cars.entry(place).or_insert(car);
        (first != car).then_some((place, [first, car]))
    })
}
