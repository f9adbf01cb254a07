//! Which laps a sweep solves: every combination of some values, or the rows of a design.

use std::str::FromStr;

use maatstaf_core::{Course, QUANTITIES, Quantity};
use maatstaf_formats::design::{Design, DesignRow};

use super::{NamedCar, Run, Sweep};
use crate::{Error, LapSettings};

/// A number of the car, and the values that it takes in turn, in its own unit.
///
/// As text the values are listed, or are a count of them, evenly from a first to a last:
///
/// ```
/// use maatstaf::Variation;
///
/// let listed: Variation = "brakes.front_share=0.52,0.56".parse()?;
/// let even: Variation = "aero.downforce_level=0.7:1.1:5".parse()?;
/// assert_eq!(listed.values, [0.52, 0.56]);
/// assert_eq!(even.values, [0.7, 0.8, 0.9, 1.0, 1.1]);
/// # Ok::<(), maatstaf::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Variation {
    /// Which number.
    pub quantity: &'static Quantity,
    /// In its unit.
    pub values: Vec<f64>,
}

/// How the names in a design are looked up; a refusal says why and what to do.
pub struct Find<'a> {
    /// A car by its name.
    pub car: &'a mut dyn FnMut(&str) -> Result<NamedCar, String>,
    /// A course by its name.
    pub course: &'a mut dyn FnMut(&str) -> Result<Course, String>,
}

impl FromStr for Variation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |reason: String| Error::Sweep(vec![format!("{text}: {reason}")]);
        let form = || {
            let examples = "brakes.front_share=0.52,0.56 or aero.downforce_level=0.7:1.1:9";
            wrong(format!(
                "values are written PARAMETER=VALUE,… or PARAMETER=FIRST:LAST:COUNT: {examples}"
            ))
        };
        let (name, values) = text.split_once('=').ok_or_else(form)?;
        let quantity = quantity_of(name.trim()).map_err(wrong)?;
        let number = |text: &str| text.trim().parse().ok().filter(|it: &f64| it.is_finite());
        let values: Option<Vec<f64>> = match values.split(':').collect::<Vec<_>>()[..] {
            [list] => list.split(',').map(number).collect(),
            [first, last, count] => {
                let ends = number(first).zip(number(last));
                let count = count.trim().parse().ok().filter(|it| (2..=10_000).contains(it));
                ends.zip(count).map(|(ends, count)| evenly(ends, count))
            }
            _ => None,
        };
        Ok(Self { quantity, values: values.ok_or_else(form)? })
    }
}

/// Values from a first to a last, rounded to what is meant: 0.8, not 0.7999999999999999.
fn evenly((first, last): (f64, f64), count: usize) -> Vec<f64> {
    let value = |i: usize| first + (last - first) * i as f64 / (count - 1) as f64;
    let rounded = |value: f64| format!("{value:.12e}").parse().unwrap_or(value);
    (0..count).map(value).map(rounded).collect()
}

/// A number of a car by its name, with or without its unit: `chassis.mass`, `chassis_mass_kg`.
fn quantity_of(name: &str) -> Result<&'static Quantity, String> {
    let plain = |name: &str| name.replace('.', "_");
    let is_it = |it: &&Quantity| {
        let with_unit = format!("{}_{}", it.name, it.unit.suffix());
        [it.name, &with_unit].iter().any(|known| plain(known) == plain(name))
    };
    QUANTITIES.iter().find(is_it).ok_or_else(|| {
        let near = |it: &&Quantity| strsim::jaro_winkler(it.name, name);
        let nearest = QUANTITIES.iter().max_by(|a, b| near(a).total_cmp(&near(b)));
        let meant = nearest.map_or("", |it| it.name);
        format!("no number of a car is called {name:?}; did you mean {meant}? (maatstaf car show names them all)")
    })
}

impl Sweep {
    /// Every combination of the values, for every car on every course; the last number changes
    /// fastest.
    ///
    /// # Errors
    ///
    /// When a name is there twice, a car lacks a number, or a value is out of its range; all of it at
    /// once.
    pub fn grid(
        cars: Vec<NamedCar>,
        courses: Vec<Course>,
        variations: &[Variation],
        settings: LapSettings,
    ) -> Result<Self, Error> {
        let parameters: Vec<_> = variations.iter().map(|it| it.quantity).collect();
        let mut combinations = vec![Vec::new()];
        for variation in variations {
            let with = |before: &Vec<f64>| {
                let before = before.clone();
                variation.values.iter().map(move |value| [&before[..], &[*value]].concat())
            };
            combinations = combinations.iter().flat_map(with).collect();
        }
        let mut runs = Vec::new();
        for (car, course) in pairs(cars.len(), courses.len()) {
            runs.extend(combinations.iter().map(|it| Run { car, course, values: it.clone() }));
        }
        let sweep = Self::new(cars, courses, parameters, settings).with_runs(runs);
        let mut problems = sweep.twice();
        for run in &sweep.runs {
            if let Err(error) = sweep.car_of(run) {
                problems.push(format!("{}: {error}", sweep.cars[run.car].id));
            }
        }
        let mut seen = Vec::new();
        problems.retain(|it| {
            !seen.contains(it) && {
                seen.push(it.clone());
                true
            }
        });
        if problems.is_empty() { Ok(sweep) } else { Err(Error::Sweep(problems)) }
    }

    /// The rows of a design: `car` and `course` by name, every other column a number of the car in
    /// its unit, an empty cell for what the car has. Where the design has no such column, every row
    /// is for each of `cars` on each of `courses`.
    ///
    /// # Errors
    ///
    /// When a column or a cell cannot be understood, with line, column, value and a way out; all of
    /// it at once.
    pub fn of_design(
        design: &Design,
        cars: Vec<NamedCar>,
        courses: Vec<Course>,
        find: Find,
        settings: LapSettings,
    ) -> Result<Self, Error> {
        let sweep = Self::new(cars, courses, Vec::new(), settings);
        let mut reading = Reading { design, sweep, find, roles: Vec::new(), problems: Vec::new() };
        reading.roles();
        if reading.problems.is_empty() {
            design.rows.iter().for_each(|row| reading.row(row));
        }
        let Reading { mut sweep, mut problems, .. } = reading;
        problems.extend(sweep.twice());
        let runs = std::mem::take(&mut sweep.runs);
        if problems.is_empty() { Ok(sweep.with_runs(runs)) } else { Err(Error::Sweep(problems)) }
    }

    /// Names that two cars, two courses or two numbers have.
    fn twice(&self) -> Vec<String> {
        let cars: Vec<&str> = self.cars.iter().map(|it| it.id.as_str()).collect();
        let courses: Vec<&str> = self.courses.iter().map(Course::id).collect();
        let numbers: Vec<&str> = self.parameters.iter().map(|it| it.name).collect();
        let lists = [("car", cars), ("course", courses), ("number", numbers)];
        let twice = lists.iter().flat_map(|(what, names)| {
            let again = names.iter().enumerate().filter(|(i, name)| names[..*i].contains(name));
            again.map(move |(_, name)| format!("{what} {name} is there twice; leave or rename one"))
        });
        twice.collect()
    }
}

fn pairs(n_cars: usize, n_courses: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n_cars).flat_map(move |car| (0..n_courses).map(move |course| (car, course)))
}

/// What a column of a design holds.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Car,
    Course,
    /// The parameter with this place.
    Parameter(usize),
}

/// A design while it becomes a sweep.
struct Reading<'a, 'f> {
    design: &'a Design,
    sweep: Sweep,
    find: Find<'f>,
    roles: Vec<Role>,
    problems: Vec<String>,
}

impl Reading<'_, '_> {
    fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    fn refuse(&mut self, line: u64, reason: &str) {
        self.problems.push(format!("{}:{line}: {reason}", self.design.file));
    }

    /// What every column holds.
    fn roles(&mut self) {
        for name in &self.design.columns {
            let role = match name.as_str() {
                "car" => Ok(Role::Car),
                "course" => Ok(Role::Course),
                name => quantity_of(name).map(|quantity| {
                    self.sweep.parameters.push(quantity);
                    Role::Parameter(self.sweep.parameters.len() - 1)
                }),
            };
            match role {
                Ok(role) => self.roles.push(role),
                Err(reason) => self.refuse(1, &reason),
            }
        }
        for (role, what, given) in [
            (Role::Car, "car", !self.sweep.cars.is_empty()),
            (Role::Course, "course", !self.sweep.courses.is_empty()),
        ] {
            match (self.has(role), given) {
                (true, true) => {
                    let reason =
                        format!("{what} is a column here and given with --{what}; leave out one");
                    self.refuse(1, &reason);
                }
                (false, false) => {
                    let reason = format!("no column {what}; add one, or give --{what}");
                    self.refuse(1, &reason);
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, row: &DesignRow) {
        let before = self.problems.len();
        let cars = match self.has(Role::Car) {
            true => self.car(row).into_iter().collect(),
            false => (0..self.sweep.cars.len()).collect::<Vec<_>>(),
        };
        let courses = match self.has(Role::Course) {
            true => self.course(row).into_iter().collect(),
            false => (0..self.sweep.courses.len()).collect::<Vec<_>>(),
        };
        let values = self.values(row);
        if self.problems.len() > before {
            return;
        }
        for car in cars {
            let values = self.filled(car, &values);
            let mut runs =
                courses.iter().map(|at| Run { car, course: *at, values: values.clone() });
            let Some(first) = runs.next() else { continue };
            match self.sweep.car_of(&first) {
                Ok(_) => {
                    let all: Vec<Run> = [first].into_iter().chain(runs).collect();
                    self.sweep.runs.extend(all);
                }
                Err(error) => {
                    let id = &self.sweep.cars[car].id;
                    let reason = format!("{error} ({id})");
                    self.refuse(row.line, &reason);
                }
            }
        }
    }

    fn cell<'r>(&self, row: &'r DesignRow, role: Role) -> &'r str {
        self.roles.iter().position(|it| *it == role).map_or("", |at| row.cells[at].as_str())
    }

    fn car(&mut self, row: &DesignRow) -> Option<usize> {
        let text = self.cell(row, Role::Car);
        let found = (self.find.car)(text).map_err(|why| format!("car is {text:?}: {why}"));
        let found = found.map_err(|reason| self.refuse(row.line, &reason)).ok()?;
        let same = self.sweep.cars.iter().position(|it| *it == found);
        Some(same.unwrap_or_else(|| {
            self.sweep.cars.push(found);
            self.sweep.cars.len() - 1
        }))
    }

    fn course(&mut self, row: &DesignRow) -> Option<usize> {
        let text = self.cell(row, Role::Course);
        let found = (self.find.course)(text).map_err(|why| format!("course is {text:?}: {why}"));
        let found = found.map_err(|reason| self.refuse(row.line, &reason)).ok()?;
        let same = self.sweep.courses.iter().position(|it| *it == found);
        Some(same.unwrap_or_else(|| {
            self.sweep.courses.push(found);
            self.sweep.courses.len() - 1
        }))
    }

    /// The numbers of a row; none where its cell is empty.
    fn values(&mut self, row: &DesignRow) -> Vec<Option<f64>> {
        let mut values = vec![None; self.sweep.parameters.len()];
        for (idx, role) in self.roles.clone().into_iter().enumerate() {
            let (Role::Parameter(at), text) = (role, row.cells[idx].as_str()) else { continue };
            if text.is_empty() {
                continue;
            }
            match text.parse().ok().filter(|value: &f64| value.is_finite()) {
                Some(value) => values[at] = Some(value),
                None => {
                    let column = &self.design.columns[idx];
                    let unit = self.sweep.parameters[at].unit.symbol();
                    let of = if unit.is_empty() { String::new() } else { format!(" of {unit}") };
                    let reason = format!(
                        "{column} is {text:?}, which is not a number{of}; write 0.56 or leave it empty"
                    );
                    self.refuse(row.line, &reason);
                }
            }
        }
        values
    }

    /// The same, with what the car has where a cell is empty.
    fn filled(&self, car: usize, values: &[Option<f64>]) -> Vec<f64> {
        let parts = self.sweep.cars[car].car.parts();
        let own = |quantity: &Quantity| quantity.of(parts).map(|it| quantity.unit.from_si(it));
        let parameters = self.sweep.parameters.iter();
        values
            .iter()
            .zip(parameters)
            .map(|(it, quantity)| it.or_else(|| own(quantity)).unwrap_or(f64::NAN))
            .collect()
    }
}
