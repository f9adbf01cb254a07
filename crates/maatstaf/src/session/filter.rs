use std::collections::BTreeSet;

use maatstaf_core::{LapNumber, QualifyingPart, RecordedCar, Recording, TimedLap};

use crate::fold;

/// Which laps of a session somebody wants; the default wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LapFilter {
    /// Of these drivers or cars, by code, name, family name or number; of all if empty.
    pub who: Vec<String>,
    /// Of this class.
    pub class: Option<String>,
    /// Of this stint of the car, from 1.
    pub stint: Option<u16>,
    /// On this compound.
    pub compound: Option<String>,
    /// In this part of qualifying.
    pub part: Option<QualifyingPart>,
    /// From this lap.
    pub from: Option<LapNumber>,
    /// To this lap.
    pub to: Option<LapNumber>,
    /// Only where sectors, time and clock agree and nothing held the lap up.
    pub accurate: bool,
    /// Only under green, neither into nor out of the pit lane.
    pub green: bool,
}

impl LapFilter {
    /// The laps of a session that are wanted, in its order.
    ///
    /// # Errors
    ///
    /// When somebody or something named is not in the session.
    pub fn laps<'a>(&self, recording: &'a Recording) -> Result<Vec<&'a TimedLap>, NotInSession> {
        self.check(recording)?;
        Ok(recording.laps.iter().filter(|lap| self.wants(recording, lap)).collect())
    }

    /// Whether all who and what is named is in a session. Tyres that nobody ran are no mistake.
    ///
    /// # Errors
    ///
    /// With the first that is not.
    pub fn check(&self, recording: &Recording) -> Result<(), NotInSession> {
        let stranger =
            self.who.iter().find(|who| !recording.cars.iter().any(|car| is_of(car, who)));
        if let Some(who) = stranger {
            return Err(NotInSession::of(who, recording));
        }
        let classes = recording.cars.iter().filter_map(|car| car.class.as_deref());
        named_in(self.class.as_deref(), classes, &[], "classes")?;
        let compounds = recording.laps.iter().filter_map(|lap| lap.compound.as_ref());
        let compounds = compounds.map(|compound| compound.as_str());
        named_in(self.compound.as_deref(), compounds, &COMPOUNDS, "compounds")
    }

    fn wants(&self, recording: &Recording, lap: &TimedLap) -> bool {
        let car = recording.cars.iter().find(|car| car.car == lap.car);
        let same = |wish: &Option<String>, found: Option<&str>| {
            wish.as_ref().is_none_or(|wish| found.is_some_and(|found| fold(found) == fold(wish)))
        };
        let is_green = || lap.flags.is_green() && !lap.is_in_lap() && !lap.is_out_lap();
        let number = self.from.unwrap_or(0)..=self.to.unwrap_or(LapNumber::MAX);
        (self.who.is_empty() || self.who.iter().any(|who| drove(car, lap, who)))
            && same(&self.class, car.and_then(|car| car.class.as_deref()))
            && self.stint.is_none_or(|stint| lap.stint == Some(stint))
            && same(&self.compound, lap.compound.as_ref().map(|it| it.as_str()))
            && self.part.is_none_or(|part| lap.part == Some(part))
            && number.contains(&lap.number)
            && (!self.accurate || lap.accurate)
            && (!self.green || is_green())
    }
}

/// Compounds that go by these names wherever they are run.
const COMPOUNDS: [&str; 5] = ["soft", "medium", "hard", "intermediate", "wet"];

/// Refuses a name that is neither in a session nor known elsewhere.
fn named_in<'a>(
    name: Option<&str>,
    there: impl Iterator<Item = &'a str>,
    elsewhere: &[&str],
    what: &str,
) -> Result<(), NotInSession> {
    let Some(name) = name else { return Ok(()) };
    let there: BTreeSet<&str> = there.collect();
    if there.iter().chain(elsewhere).any(|it| fold(it) == fold(name)) {
        return Ok(());
    }
    let there = match there.is_empty() {
        true => format!("no {what}"),
        false => there.into_iter().collect::<Vec<_>>().join(", "),
    };
    Err(NotInSession { who: name.to_owned(), there })
}

/// Whether a name means the car or somebody in it.
fn is_of(car: &RecordedCar, who: &str) -> bool {
    car.car.as_str() == who.trim()
        || car.crew.iter().any(|driver| {
            driver_is(driver.name.as_str(), who)
                || driver.full_name.as_deref().is_some_and(|name| driver_is(name, who))
        })
}

/// Whether a name means who drove a lap, or his car.
fn drove(car: Option<&RecordedCar>, lap: &TimedLap, who: &str) -> bool {
    if lap.car.as_str() == who.trim() {
        return true;
    }
    let Some(name) = &lap.driver else { return false };
    let full =
        car.and_then(|car| car.crew.iter().find(|it| it.name == *name)?.full_name.as_deref());
    driver_is(name.as_str(), who) || full.is_some_and(|full| driver_is(full, who))
}

/// By the whole name, or by its last word or words.
fn driver_is(name: &str, who: &str) -> bool {
    let (name, who) = (fold(name), fold(who));
    !who.is_empty() && (name == who || name.ends_with(&format!(" {who}")))
}

/// Somebody or something that is not in a session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{who:?} is not in this session; there are {there}")]
pub struct NotInSession {
    /// Who or what was asked for.
    pub who: String,
    /// Who or what is there.
    pub there: String,
}

/// How many are named in a refusal.
const SHOWN: usize = 30;

impl NotInSession {
    fn of(who: &str, recording: &Recording) -> Self {
        let is_number = who.trim().starts_with(|letter: char| letter.is_ascii_digit());
        let names = recording.cars.iter().flat_map(|car| {
            let number = (is_number || car.crew.is_empty()).then(|| car.car.to_string());
            let crew = car.crew.iter().filter(|_| !is_number);
            crew.map(|driver| driver.name.to_string()).chain(number)
        });
        let names: Vec<String> = names.collect();
        let mut there = names[..names.len().min(SHOWN)].join(", ");
        if names.len() > SHOWN {
            there += &format!(" and {} more", names.len() - SHOWN);
        }
        Self { who: who.to_owned(), there }
    }
}

#[cfg(test)]
mod tests {
    use maatstaf_core::{CarNumber, DriverName, Flag, Flags, RecordedDriver};

    use super::*;

    fn session() -> Recording {
        let car = |number: &str, name: &str, full: Option<&str>| RecordedCar {
            car: CarNumber::new(number),
            crew: vec![RecordedDriver {
                name: DriverName::new(name),
                full_name: full.map(str::to_owned),
            }],
            team: None,
            class: Some(if number == "007" { "HYPERCAR" } else { "LMGT3" }.to_owned()),
            make: None,
        };
        let lap = |number: &str, name: &str, lap: u16, flag: Flag| {
            let mut lap = TimedLap::new(CarNumber::new(number), lap);
            lap.driver = Some(DriverName::new(name));
            lap.flags = Flags::from_iter([flag]);
            lap
        };
        Recording {
            cars: vec![car("7", "VER", Some("Max Verstappen")), car("007", "Ben HANLEY", None)],
            laps: vec![
                lap("7", "VER", 1, Flag::Green),
                lap("7", "VER", 2, Flag::SafetyCar),
                lap("007", "Ben HANLEY", 1, Flag::Green),
            ],
            ..Recording::default()
        }
    }

    #[track_caller]
    fn check(filter: LapFilter, want: &[(&str, u16)]) {
        let session = session();
        let laps = filter.laps(&session).unwrap();
        let laps: Vec<_> = laps.iter().map(|lap| (lap.car.as_str(), lap.number)).collect();
        assert_eq!(laps, want);
    }

    #[test]
    fn exact_filters() {
        let of = |who: &str| LapFilter { who: vec![who.to_owned()], ..LapFilter::default() };
        check(LapFilter::default(), &[("7", 1), ("7", 2), ("007", 1)]);
        check(of("7"), &[("7", 1), ("7", 2)]);
        check(of("007"), &[("007", 1)]);
        check(of("verstappen"), &[("7", 1), ("7", 2)]);
        check(of("hanley"), &[("007", 1)]);
        check(LapFilter { green: true, ..of("ver") }, &[("7", 1)]);
        check(LapFilter { class: Some("hypercar".into()), ..LapFilter::default() }, &[("007", 1)]);
        check(LapFilter { from: Some(2), ..LapFilter::default() }, &[("7", 2)]);
        let refused = of("PER").laps(&session()).unwrap_err().to_string();
        assert_eq!(refused, "\"PER\" is not in this session; there are VER, Ben HANLEY");
        let refused = of("8").laps(&session()).unwrap_err().to_string();
        assert_eq!(refused, "\"8\" is not in this session; there are 7, 007");
    }

    #[test]
    fn exact_classes_and_compounds_that_are_not_there() {
        let refusal =
            |filter: LapFilter| filter.laps(&session()).map_err(|it| it.to_string()).err();
        let class = |class: &str| {
            refusal(LapFilter { class: Some(class.to_owned()), ..LapFilter::default() })
        };
        assert_eq!(class("hypercar"), None);
        let says = "\"gt\" is not in this session; there are HYPERCAR, LMGT3";
        assert_eq!(class("gt").as_deref(), Some(says));
        let compound = |name: &str| {
            refusal(LapFilter { compound: Some(name.to_owned()), ..LapFilter::default() })
        };
        assert_eq!(compound("wet"), None);
        let says = "\"sfot\" is not in this session; there are no compounds";
        assert_eq!(compound("sfot").as_deref(), Some(says));
    }
}
