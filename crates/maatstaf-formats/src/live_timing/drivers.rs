//! `DriverList`: who drives which car.

use maatstaf_core::{CarNumber, DriverName, RecordedCar, RecordedDriver};

use super::walker::{Broken, Kind, Walker};

/// The drivers of a session, in the order in which they were first named.
#[derive(Debug, Default)]
pub(super) struct Drivers {
    listed: Vec<Listed>,
    /// Numbers of cars of another series.
    others: Vec<String>,
}

#[derive(Debug, Default)]
struct Listed {
    number: String,
    letters: Option<String>,
    full_name: Option<String>,
    names: [Option<String>; 2],
    team: Option<String>,
}

/// Cars first introduced later than this are of another series: they leak in after the session. A car that
/// is told of without its driver was introduced before, in what is missing.
const LATEST: i64 = 3_600_000_000;

impl Drivers {
    /// Reads one record; gives the numbers that came too late.
    pub(super) fn read(&mut self, body: &[u8], at: Option<i64>) -> Result<Vec<String>, Broken> {
        let mut late = Vec::new();
        Walker::new(body).object(|number, walker| {
            let number = std::str::from_utf8(number).unwrap_or_default();
            let is_other = self.others.iter().any(|it| it == number);
            if walker.kind() != Kind::Object || !is_number(number) || is_other {
                return walker.skip();
            }
            if let Some(known) = self.listed.iter_mut().find(|it| it.number == number) {
                return known.read(walker);
            }
            let mut listed = Listed { number: number.to_owned(), ..Listed::default() };
            let read = listed.read(walker);
            let is_late = at.is_some_and(|at| at > LATEST) && !self.listed.is_empty();
            match is_late && listed.is_introduced() {
                true => {
                    self.others.push(number.to_owned());
                    late.push(number.to_owned());
                }
                false => self.listed.push(listed),
            }
            read
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
    /// Whether anything says who drives it.
    fn is_introduced(&self) -> bool {
        let names = [&self.letters, &self.full_name, &self.names[0], &self.names[1]];
        names.into_iter().any(Option::is_some)
    }

    fn read(&mut self, walker: &mut Walker<'_>) -> Result<(), Broken> {
        walker.object(|key, walker| {
            let slot = match key {
                b"Tla" => &mut self.letters,
                b"FullName" => &mut self.full_name,
                b"FirstName" => &mut self.names[0],
                b"LastName" => &mut self.names[1],
                b"TeamName" => &mut self.team,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cars_introduced_late_are_of_another_series() {
        let mut drivers = Drivers::default();
        let mut read = |body: &str, at: i64| drivers.read(body.as_bytes(), Some(at)).unwrap();
        assert!(read(r#"{"1":{"Tla":"VER"}}"#, 0).is_empty());
        assert_eq!(read(r#"{"5":{"Tla":"BOR"}}"#, LATEST + 1), ["5"]);
        assert!(read(r#"{"5":{"Line":3}}"#, LATEST + 2).is_empty());
        assert!(read(r#"{"11":{"Line":2}}"#, LATEST + 3).is_empty());
        assert!(drivers.holds("1") && drivers.holds("11") && !drivers.holds("5"));
    }
}
