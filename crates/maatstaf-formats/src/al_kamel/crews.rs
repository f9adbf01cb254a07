//! The cars with their crews, as the rows name them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{CarNumber, DriverName, RecordedCar, RecordedDriver};

use super::columns::Columns;
use crate::recordings::IssueList;
use crate::text_table::TextRow;

/// Every car that occurs, numbered as it comes.
#[derive(Default)]
pub(super) struct Crews {
    cars: Vec<Crew>,
    by_number: BTreeMap<CarNumber, usize>,
    last: usize,
}

/// A car and who sat in it.
struct Crew {
    car: CarNumber,
    /// Team, class and make.
    facts: [String; 3],
    differs: bool,
    drivers: Vec<(u16, DriverName)>,
    by_seat: BTreeMap<(u16, DriverName), usize>,
    last: usize,
}

impl Crews {
    /// The car of a row; `None` where the cell is empty.
    pub(super) fn car(
        &mut self,
        row: &TextRow,
        columns: &Columns,
        issues: &mut IssueList,
    ) -> Option<usize> {
        let last = self.cars.get(self.last).map(|crew| crew.car.as_str().as_bytes());
        if last != Some(row.bytes(columns.car)) {
            let number = row.text(columns.car);
            if number.is_empty() {
                return None;
            }
            let car = CarNumber::new(&number);
            self.last = match self.by_number.get(&car) {
                Some(&known) => known,
                None => self.enter(car, row, columns),
            };
        }
        self.cars[self.last].compare(row, columns, issues);
        Some(self.last)
    }

    fn enter(&mut self, car: CarNumber, row: &TextRow, columns: &Columns) -> usize {
        let idx = self.cars.len();
        self.by_number.insert(car.clone(), idx);
        self.cars.push(Crew {
            car,
            facts: facts(columns).map(|column| row.text(column).into_owned()),
            differs: false,
            drivers: Vec::new(),
            by_seat: BTreeMap::new(),
            last: usize::MAX,
        });
        idx
    }

    /// The driver of a row, by the number of his car; `None` where he is not named.
    pub(super) fn driver(&mut self, car: usize, row: &TextRow, columns: &Columns) -> Option<usize> {
        let name = row.bytes(columns.driver);
        let seat = row.number(columns.seat).map_or(u16::MAX, |seat| seat as u16);
        let crew = &mut self.cars[car];
        let is_last = |(at, it): &(u16, DriverName)| *at == seat && it.as_str().as_bytes() == name;
        if name.is_empty() || crew.drivers.get(crew.last).is_some_and(is_last) {
            return (!name.is_empty()).then_some(crew.last);
        }
        let (name, next) = (DriverName::new(&row.text(columns.driver)), crew.drivers.len());
        crew.last = *crew.by_seat.entry((seat, name.clone())).or_insert(next);
        if crew.last == next {
            crew.drivers.push((seat, name));
        }
        Some(crew.last)
    }

    /// The number on a car.
    pub(super) fn number(&self, car: usize) -> &CarNumber {
        &self.cars[car].car
    }

    /// The name of a driver.
    pub(super) fn name(&self, car: usize, driver: usize) -> &DriverName {
        &self.cars[car].drivers[driver].1
    }

    /// The cars with their crews in order of seat.
    pub(super) fn finish(self) -> Vec<RecordedCar> {
        self.cars.into_iter().map(Crew::finish).collect()
    }
}

impl Crew {
    /// Says where a car changes its team, class or make; the first row stands.
    fn compare(&mut self, row: &TextRow, columns: &Columns, issues: &mut IssueList) {
        if self.differs {
            return;
        }
        let same = |(fact, column): (&String, usize)| fact.as_bytes() == row.bytes(column);
        if self.facts.iter().zip(facts(columns)).all(same) {
            return;
        }
        let cells = facts(columns).map(|column| row.text(column));
        let differs = |(old, new): &(&String, &Cow<'_, str>)| **old != **new;
        if let Some((old, new)) = self.facts.iter().zip(&cells).find(differs) {
            let reason = format!(
                "car {} is entered with {old:?}, here with {new:?}; the first stands",
                self.car
            );
            issues.add(Some(row.line()), reason);
            self.differs = true;
        }
    }

    fn finish(self) -> RecordedCar {
        let mut drivers = self.drivers;
        drivers.sort_by_key(|(seat, _)| *seat);
        let mut known = BTreeSet::new();
        drivers.retain(|(_, name)| known.insert(name.clone()));
        let crew =
            drivers.into_iter().map(|(_, name)| RecordedDriver { name, full_name: None }).collect();
        let [team, class, make] = self.facts.map(|fact| (!fact.is_empty()).then_some(fact));
        RecordedCar { car: self.car, crew, team, class, make }
    }
}

fn facts(columns: &Columns) -> [usize; 3] {
    [columns.team, columns.class, columns.make]
}
