//! Two drivers and the laps of the races of a season, out of the library.

use std::collections::BTreeMap;

use maatstaf::core::{Driver, RoundNumber, Season, Year};
use maatstaf::facts::place_named;
use maatstaf::{PairByLaps, RaceLaps, formula_one_pace, pair_by_laps};
use maatstaf_store::{Depth, HeldSession, Library};

use crate::answer::TwoDrivers;
use crate::args::Args;
use crate::error::ShellError;
use crate::recorded;
use crate::source::{self, Facts};

/// Two drivers, and what the laps at hand say of them.
pub struct Asked {
    /// Where names and results come from.
    pub facts: Facts,
    /// Which season.
    pub year: Year,
    /// Who is asked about.
    pub driver: Driver,
    /// Against whom.
    pub reference: Driver,
    /// The races whose laps are at hand, by round.
    pub races: Vec<RaceLaps>,
    /// What they say.
    pub pair: PairByLaps,
    /// The rounds that were raced, by number, with their names.
    pub rounds: BTreeMap<RoundNumber, String>,
}

impl Asked {
    /// Finds season and drivers, and fits the laps of all races at hand.
    pub fn of(args: &Args, drivers: &TwoDrivers) -> Result<Self, ShellError> {
        Self::with_seasons_before(args, drivers, 0)
    }

    /// The same, with the facts of so many seasons before.
    pub fn with_seasons_before(
        args: &Args,
        drivers: &TwoDrivers,
        before: u16,
    ) -> Result<Self, ShellError> {
        let year = drivers.season;
        let facts = source::load(args, Some(year.saturating_sub(before)..=year), false)?;
        let (season, _) = source::season(&facts, year)?;
        let find = |text: &str| -> Result<Driver, ShellError> {
            let id = maatstaf::find_driver(&facts.almanac, season, text)?;
            let found = facts.almanac.drivers.get(&id).cloned();
            found.ok_or_else(|| ShellError::Missing(format!("nothing is known of {id} but a name")))
        };
        let (driver, reference) = (find(&drivers.driver)?, find(&drivers.against)?);
        if driver.id == reference.id {
            let name = &driver.name;
            return Err(ShellError::Input(format!("both are {name}; name another reference")));
        }
        let raced = season.events().iter().filter(|event| event.race.is_some());
        let rounds = raced.map(|event| (event.round.number, event.round.name.clone())).collect();
        let races = races(season)?;
        let pair = pair_by_laps(&races, &driver, &reference);
        Ok(Self { year, driver, reference, races, pair, rounds, facts })
    }

    /// Both by family name, or in full where they share it.
    pub fn names(&self) -> [&str; 2] {
        let alike = self.driver.last_name == self.reference.last_name;
        [&self.driver, &self.reference].map(|it| if alike { &it.name[..] } else { &it.last_name })
    }

    /// `Pérez against Verstappen, 2023`.
    pub fn title(&self) -> String {
        format!("{} against {}, {}", self.driver.name, self.reference.name, self.year)
    }

    /// The round of a race by its name.
    pub fn round_of(&self, race: &str) -> RoundNumber {
        self.races.iter().find(|it| it.race == race).map_or(0, |it| it.round)
    }

    /// A race by its name.
    pub fn race(&self, race: &str) -> Option<&RaceLaps> {
        self.races.iter().find(|it| it.race == race)
    }

    /// Which rounds have laps, and how to get those of the others.
    pub fn about_rounds(&self) -> String {
        let have = |round: &RoundNumber| self.races.iter().any(|race| race.round == *round);
        let missing: Vec<String> =
            self.rounds.keys().filter(|round| !have(round)).map(ToString::to_string).collect();
        let n = self.races.len();
        match (n, missing.is_empty()) {
            (_, true) => format!("Laps: all {n} races are in the library."),
            (0, false) => format!(
                "Laps: the library holds none of the races of {}; maatstaf data fetch session {} PLACE race \
                 brings those of one, maatstaf data import FILE reads tables of laps.",
                self.year, self.year
            ),
            _ => format!(
                "Laps: the library holds {n} of {} races; rounds {} are missing.",
                self.rounds.len(),
                missing.join(", ")
            ),
        }
    }

    /// The races at hand that say nothing of the two, in a line each.
    pub fn without(&self) -> Vec<String> {
        let told = self.pair.without.iter().map(|(round, why)| {
            let name = self.rounds.get(round).map_or("", String::as_str);
            format!("Round {round}, {name}: {why}.")
        });
        told.collect()
    }
}

/// The races of a season whose laps the library holds, fitted.
pub fn races(season: &Season) -> Result<Vec<RaceLaps>, ShellError> {
    let Ok(library) = source::library() else { return Ok(Vec::new()) };
    let mut held: BTreeMap<RoundNumber, Vec<HeldSession>> = BTreeMap::new();
    for session in library.sessions()? {
        let address = &session.address;
        let is_race = address.year() == season.year() && address.session() == "race";
        let place = place_named(season.year(), address.place()).filter(|_| is_race);
        if let Some(place) = place {
            held.entry(place.round).or_default().push(session);
        }
    }
    let fitted = held.into_iter().filter_map(|(round, sessions)| {
        let event = season.events().iter().find(|event| event.round.number == round)?;
        Some(fitted(&library, round, &event.round.name, sessions))
    });
    fitted.collect()
}

/// The first of some formats whose laps can be fitted, else the first.
fn fitted(
    library: &Library,
    round: RoundNumber,
    name: &str,
    sessions: Vec<HeldSession>,
) -> Result<RaceLaps, ShellError> {
    let mut first = None;
    for held in recorded::by_preference(sessions) {
        let recording = library.recording(&held, Depth::Timed)?;
        let settings = formula_one_pace();
        let race = RaceLaps::of(round, name, &held.entry.format, &recording, &settings);
        if race.pace.is_ok() {
            return Ok(race);
        }
        first = first.or(Some(race));
    }
    first.ok_or_else(|| ShellError::Missing(format!("no laps of round {round}")))
}
