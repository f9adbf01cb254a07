//! All that the rounds so far tell of those to come.

use maatstaf_core::{DriverId, Event, RoundNumber, Season, Year};

use super::OddsSettings;
use super::habits::Habits;
use super::worths::{Parts, Worths};

/// What was learned from the rounds so far, of this season and all before.
#[derive(Clone, Debug)]
pub struct Learned {
    pub(super) settings: OddsSettings,
    pub(super) worths: Worths,
    pub(super) habits: Habits,
    n_races: usize,
}

/// How well a round was foreseen by the rounds before it: logarithms of probabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Foreseen {
    /// Of the order of the finishers, as far as places are held against chance.
    pub order: f64,
    /// Of who finished and who did not.
    pub finish: f64,
    /// How many starters that is about.
    pub n_starters: usize,
    /// Of who of the season's drivers started.
    pub entry: f64,
    /// How many drivers that is about.
    pub n_entries: usize,
    /// Of who set the fastest lap.
    pub fastest_lap: f64,
}

/// Seasons before that are learned from.
pub const MEMORY: Year = 12;

/// So many places of an order are held against chance: those that score, with some to spare.
const CHOICES: usize = 12;

impl Learned {
    /// Before the first round of all.
    pub fn new(settings: &OddsSettings) -> Self {
        Self {
            settings: *settings,
            worths: Worths::new(settings),
            habits: Habits::new(settings),
            n_races: 0,
        }
    }

    /// After the rounds of a season up to one of them, and of the seasons shortly before: [`MEMORY`] of them at most.
    /// Earlier seasons come in order of their years; other than earlier ones are left out.
    pub fn until(
        earlier: &[&Season],
        season: &Season,
        round: RoundNumber,
        settings: &OddsSettings,
    ) -> Self {
        let mut learned = Self::before(earlier, season, settings);
        season.events().iter().take(round.into()).for_each(|event| learned.hold(event));
        learned
    }

    /// The same before the first round of the season.
    pub fn before(earlier: &[&Season], season: &Season, settings: &OddsSettings) -> Self {
        let mut learned = Self::new(settings);
        let year = season.year();
        let is_near = |it: &&&Season| it.year() < year && it.year() + MEMORY >= year;
        for before in earlier.iter().filter(is_near) {
            learned.begin_season(before);
            before.events().iter().for_each(|event| learned.hold(event));
        }
        learned.begin_season(season);
        learned
    }

    /// How many races it rests on.
    pub fn n_races(&self) -> usize {
        self.n_races
    }

    /// A winter.
    pub fn begin_season(&mut self, season: &Season) {
        self.worths.begin_season(season.year());
        self.habits.begin_season();
    }

    /// Learns from a round; a round that was not held tells nothing.
    pub fn hold(&mut self, event: &Event) {
        let Some(race) = &event.race else { return };
        self.n_races += 1;
        let qualifiers = self.worths.qualifiers(event.qualifying.as_ref(), race);
        self.worths.learn(&qualifiers, CHOICES, self.settings.qualifying);
        for result in event.sprint.iter().chain([race]) {
            let finishers = self.worths.finishers(result);
            self.worths.learn(&finishers, CHOICES, 1.0);
        }
        self.worths.drift();
        self.habits.hold(event, race);
    }

    /// How well the rounds so far foresee a round.
    pub fn foresees(&mut self, event: &Event) -> Foreseen {
        let Some(race) = &event.race else { return Foreseen::default() };
        let mut found = Foreseen::default();
        let finishers = self.worths.finishers(race);
        if finishers.len() > 1 {
            found.order = self.worths.evidence(&finishers, CHOICES);
        }
        for line in race.lines().iter().filter(|line| line.outcome.started()) {
            let retires = self.habits.retires(&line.driver, &line.constructor);
            found.finish +=
                if line.outcome.place().is_some() { 1.0 - retires } else { retires }.ln();
            found.n_starters += 1;
        }
        let started = |driver: &DriverId| {
            race.lines().iter().any(|line| line.driver == *driver && line.outcome.started())
        };
        for driver in self.habits.drivers() {
            let starts = self.habits.starts(driver, &event.round.circuit_id).clamp(0.001, 0.999);
            found.entry += if started(driver) { starts } else { 1.0 - starts }.ln();
            found.n_entries += 1;
        }
        found.fastest_lap = self.foresees_fastest_lap(event).unwrap_or(0.0);
        found
    }

    fn foresees_fastest_lap(&mut self, event: &Event) -> Option<f64> {
        let race = event.race.as_ref()?;
        let lines = || race.lines().iter().filter(|line| line.outcome.place().is_some());
        let setter = lines().position(|line| line.fastest_lap)?;
        let cars: Vec<Parts> =
            lines().map(|line| self.worths.parts(&[&line.driver], &line.constructor)).collect();
        let (mean, _) = self.worths.of(&cars);
        let chance = |worth: &f64| (self.settings.fastest_lap * worth).exp();
        Some((chance(&mean[setter]) / mean.iter().map(chance).sum::<f64>()).ln())
    }
}
