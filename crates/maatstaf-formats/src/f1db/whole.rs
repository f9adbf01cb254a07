//! What no single row shows: a line that is not there, a place that is given twice.

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{Classified, Issue, RoundNumber, Session, Year};

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
            let lines = if session == Session::Race { &event.race } else { &event.sprint };
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

/// A place that two cars have.
fn given_twice(lines: &[Classified]) -> Option<(u16, [&str; 2])> {
    let mut cars: BTreeMap<u16, &str> = BTreeMap::new();
    lines.iter().find_map(|line| {
        let (place, car) = (line.outcome.place()?, line.car.as_str());
        let first = *cars.entry(place).or_insert(car);
        (first != car).then_some((place, [first, car]))
    })
}
