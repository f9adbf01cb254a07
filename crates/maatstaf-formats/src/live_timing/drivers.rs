//! `DriverList`: who drives which car.

use maatstaf_core::{CarNumber, DriverName, RecordedCar, RecordedDriver};

use super::walker::{Broken, Kind, Walker};

/// The drivers of a session, in the order in which they were first named.
#[derive(Debug, Default)]
pub(super) struct Drivers {
    listed: Vec<Listed>,
}

#[derive(Debug, Default)]
struct Listed {
    number: String,
    letters: Option<String>,
    full_name: Option<String>,
    names: [Option<String>; 2],
    team: Option<String>,
}

/// Cars first named later than this are of another series: they leak in after the session.
const LATEST: i64 = 3_600_000_000;

impl Drivers {
    /// Reads one record; gives the numbers that came too late.
    pub(super) fn read(&mut self, body: &[u8], at: Option<i64>) -> Result<Vec<String>, Broken> {
        let mut late = Vec::new();
        Walker::new(body).object(|number, walker| {
            let known = self.listed.iter().position(|it| it.number == number);
            if walker.kind() != Kind::Object || !is_number(number) {
                return walker.skip();
            }
            if known.is_none() && at.is_some_and(|at| at > LATEST) && !self.listed.is_empty() {
                late.push(number.to_owned());
                return walker.skip();
            }
            let idx = known.unwrap_or(self.listed.len());
            if known.is_none() {
                self.listed.push(Listed { number: number.to_owned(), ..Listed::default() });
            }
            self.listed[idx].read(walker)
        })?;
        Ok(late)
    }

    /// The number of the car that someone means: by its number, his letters or his name.
    pub(super) fn number_of(&self, wanted: &str) -> Option<&str> {
        let is = |name: &Option<String>| {
            name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
        };
        let meant = |it: &&Listed| {
            it.number == wanted || is(&it.letters) || is(&it.full_name) || is(&it.names[1])
        };
        self.listed.iter().find(meant).map(|it| it.number.as_str())
    }

    /// Whether nobody was named.
    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Whether a car is of this session, as far as is known.
    pub(super) fn holds(&self, number: &str) -> bool {
        self.listed.is_empty() || self.listed.iter().any(|it| it.number == number)
    }

    /// The cars with their crews.
    pub(super) fn cars(&self) -> impl Iterator<Item = RecordedCar> {
        self.listed.iter().map(Listed::car)
    }
}

/// Whether a key can be the number of a car.
pub(super) fn is_number(text: &str) -> bool {
    matches!(text.len(), 1..=3) && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Listed {
    fn read(&mut self, walker: &mut Walker<'_>) -> Result<(), Broken> {
        walker.object(|key, walker| {
            let slot = match key {
                "Tla" => &mut self.letters,
                "FullName" => &mut self.full_name,
                "FirstName" => &mut self.names[0],
                "LastName" => &mut self.names[1],
                "TeamName" => &mut self.team,
                _ => return walker.skip(),
            };
            let text = walker.text_or_skip()?.filter(|text| !text.trim().is_empty());
            if let Some(text) = text {
                *slot = Some(text.trim().to_owned());
            }
            Ok(())
        })
    }

    fn car(&self) -> RecordedCar {
        let both = match &self.names {
            [Some(first), Some(last)] => Some(format!("{first} {last}")),
            _ => None,
        };
        let full_name = both.or_else(|| self.full_name.clone());
        let name = self.letters.as_ref().or(full_name.as_ref());
        let driver = name.map(|name| RecordedDriver {
            name: DriverName::new(name),
            full_name: full_name.clone(),
        });
        RecordedCar {
            car: CarNumber::new(&self.number),
            crew: driver.into_iter().collect(),
            team: self.team.clone(),
            class: None,
            make: None,
        }
    }
}
