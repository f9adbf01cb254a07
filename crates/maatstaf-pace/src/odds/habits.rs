//! How often cars retire, who takes part, and rounds that have a field of their own.

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{Classification, ConstructorId, DriverId, Event};

use super::OddsSettings;

/// How often something was so, what is long past counting less.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Often {
    yes: f64,
    all: f64,
}

impl Often {
    fn add(&mut self, yes: bool) {
        self.yes += f64::from(u8::from(yes));
        self.all += 1.0;
    }

    fn fade(&mut self, by: f64) {
        self.yes *= by;
        self.all *= by;
    }

    /// The share, with so many more of which `usual` is the share.
    fn share(self, usual: f64, more: f64) -> f64 {
        (self.yes + more * usual) / (self.all + more)
    }
}

/// What cars and drivers did in the rounds so far.
#[derive(Clone, Debug)]
pub(super) struct Habits {
    settings: OddsSettings,
    retired: Often,
    retired_in_sprints: Often,
    of_teams: BTreeMap<ConstructorId, Often>,
    of_drivers: BTreeMap<DriverId, Often>,
    /// Of those who started the round before, and of those who did not.
    entries: [Often; 2],
    /// Of everyone who started a round of this season.
    own_entries: BTreeMap<DriverId, Often>,
    /// A round of this season that nobody started, as it counts by now.
    rounds: Often,
    last_starters: BTreeSet<DriverId>,
    /// Who ever started a round that is like the others.
    regulars: BTreeSet<DriverId>,
    /// Circuits whose round has a field of its own, with who started there last.
    apart: BTreeMap<String, BTreeSet<DriverId>>,
}

/// A round has a field of its own if less than this share of it started elsewhere.
const OF_ITS_OWN: f64 = 0.2;
/// Before anything is known, so many retire, and so many of those who started start again.
const RETIRE: f64 = 0.4;
const START_AGAIN: f64 = 0.8;
/// Of those who missed a round, so many start the next.
const COME_BACK: f64 = 0.1;
/// What all cars do is remembered so many times longer.
const LONGER: f64 = 2.0;
/// Rounds that stand for what is known before any round.
const BEFORE: f64 = 20.0;

impl Habits {
    pub fn new(settings: &OddsSettings) -> Self {
        let before = |share: f64| Often { yes: share * BEFORE, all: BEFORE };
        Self {
            settings: *settings,
            retired: before(RETIRE),
            retired_in_sprints: before(0.5 * RETIRE),
            of_teams: BTreeMap::new(),
            of_drivers: BTreeMap::new(),
            entries: [before(START_AGAIN), before(COME_BACK)],
            own_entries: BTreeMap::new(),
            rounds: Often::default(),
            last_starters: BTreeSet::new(),
            regulars: BTreeSet::new(),
            apart: BTreeMap::new(),
        }
    }

    pub fn begin_season(&mut self) {
        self.own_entries.clear();
        self.rounds = Often::default();
        self.last_starters.clear();
    }

    /// How likely a car that starts does not finish.
    pub fn retires(&self, driver: &DriverId, team: &ConstructorId) -> f64 {
        let usual = self.retired.share(0.0, 0.0);
        let [team, own] = [self.of_teams.get(team), self.of_drivers.get(driver)];
        let (team, own) = (team.copied().unwrap_or_default(), own.copied().unwrap_or_default());
        let both = Often { yes: team.yes + own.yes, all: team.all + own.all };
        both.share(usual, self.settings.retirement_of_all).clamp(0.002, 0.95)
    }

    /// The same in a sprint: as much less likely as sprints are usually.
    pub fn retires_from_sprint(&self, driver: &DriverId, team: &ConstructorId) -> f64 {
        let less = self.retired_in_sprints.share(0.0, 0.0) / self.retired.share(0.0, 0.0);
        self.retires(driver, team) * less.min(1.0)
    }

    /// How likely a driver of this season starts a round at a circuit.
    pub fn starts(&self, driver: &DriverId, circuit: &str) -> f64 {
        if let Some(last) = self.apart.get(circuit) {
            return if last.contains(driver) { self.usual_start(true) } else { 0.0 };
        }
        let Some(own) = self.own_entries.get(driver) else { return 0.0 };
        let usual = self.usual_start(self.last_starters.contains(driver));
        own.share(usual, self.settings.entry_of_all).clamp(0.001, 0.999)
    }

    /// Who started a round of this season, but for rounds with a field of their own.
    pub fn drivers(&self) -> impl Iterator<Item = &DriverId> {
        self.own_entries.keys()
    }

    fn usual_start(&self, started: bool) -> f64 {
        self.entries[usize::from(!started)].share(0.0, 0.0)
    }

    pub fn hold(&mut self, event: &Event, race: &Classification) {
        self.fade();
        let starters: BTreeSet<DriverId> = race
            .lines()
            .iter()
            .filter(|line| line.outcome.started())
            .map(|line| line.driver.clone())
            .collect();
        self.count_retirements(race);
        if let Some(sprint) = &event.sprint {
            let started = sprint.lines().iter().filter(|line| line.outcome.started());
            started.for_each(|line| self.retired_in_sprints.add(line.outcome.place().is_none()));
        }
        let elsewhere = starters.iter().filter(|driver| self.regulars.contains(driver)).count();
        let is_first = self.regulars.is_empty();
        if !is_first && (elsewhere as f64) < OF_ITS_OWN * starters.len() as f64 {
            self.apart.insert(event.round.circuit_id.clone(), starters);
            return;
        }
        self.apart.remove(&event.round.circuit_id);
        self.count_entries(&starters);
        self.regulars.extend(starters.iter().cloned());
        self.last_starters = starters;
    }

    fn fade(&mut self) {
        let by = |rounds: f64| 0.5_f64.powf(1.0 / rounds);
        let retired = by(self.settings.retirement_memory);
        self.of_teams
            .values_mut()
            .chain(self.of_drivers.values_mut())
            .for_each(|it| it.fade(retired));
        let slow = by(LONGER * self.settings.retirement_memory);
        self.retired.fade(slow);
        self.entries.iter_mut().for_each(|it| it.fade(slow));
    }

    fn count_retirements(&mut self, race: &Classification) {
        for line in race.lines().iter().filter(|line| line.outcome.started()) {
            let retired = line.outcome.place().is_none();
            self.retired.add(retired);
            self.of_teams.entry(line.constructor.clone()).or_default().add(retired);
            self.of_drivers.entry(line.driver.clone()).or_default().add(retired);
        }
    }

    fn count_entries(&mut self, starters: &BTreeSet<DriverId>) {
        let by = 0.5_f64.powf(1.0 / self.settings.entry_memory);
        self.own_entries.values_mut().for_each(|it| it.fade(by));
        let first = self.rounds.all == 0.0;
        let before = self.rounds;
        for driver in starters {
            self.own_entries
                .entry(driver.clone())
                .or_insert(Often { yes: 0.0, all: by * before.all });
        }
        for (driver, own) in &mut self.own_entries {
            let starts = starters.contains(driver);
            own.add(starts);
            if !first {
                let missed = !self.last_starters.contains(driver);
                self.entries[usize::from(missed)].add(starts);
            }
        }
        self.rounds.fade(by);
        self.rounds.add(false);
    }
}
