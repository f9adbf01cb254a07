//! What drivers and teams are worth at a moment, from the orders of all sessions before it.
//!
//! The worth of a driver in a car is the sum of his and its team's. All worths are normal numbers with one
//! covariance; each order moves them ([`order_update`]), each round they drift, each winter they fall back towards
//! the mean and move.

use std::collections::BTreeMap;

use maatstaf_core::{Classification, ConstructorId, DriverId, Qualifying, Year};
use maatstaf_numerics::order_update::{Update, order_update};

use super::OddsSettings;

/// Who has a worth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Driver(DriverId),
    Team(ConstructorId),
}

/// Drivers and teams that make up a car, each with its share.
pub(super) type Parts = Vec<(usize, f64)>;

/// Worths of everyone who took part of late.
#[derive(Clone, Debug)]
pub(super) struct Worths {
    settings: OddsSettings,
    numbers: BTreeMap<Who, usize>,
    /// By number: who, and in which season he was last seen.
    seen: Vec<(Who, Year)>,
    mean: Vec<f64>,
    /// By rows.
    covariance: Vec<Vec<f64>>,
    /// Mean, variance and last season of those who have been away for longer.
    away: BTreeMap<Who, (f64, f64, Year)>,
    year: Year,
}

/// So many seasons without a start, and what one has in common with others is forgotten.
const AWAY: Year = 2;

impl Worths {
    pub fn new(settings: &OddsSettings) -> Self {
        Self {
            settings: *settings,
            numbers: BTreeMap::new(),
            seen: Vec::new(),
            mean: Vec::new(),
            covariance: Vec::new(),
            away: BTreeMap::new(),
            year: 0,
        }
    }

    /// A winter, or several.
    pub fn begin_season(&mut self, year: Year) {
        let stays = |idx: &usize| year - self.seen[*idx].1 <= AWAY;
        let (kept, gone): (Vec<usize>, Vec<usize>) = (0..self.seen.len()).partition(stays);
        for idx in gone {
            let (who, last) = self.seen[idx].clone();
            self.away.insert(who, (self.mean[idx], self.covariance[idx][idx], last));
        }
        self.mean = kept.iter().map(|&idx| self.mean[idx]).collect();
        let row = |&i: &usize| kept.iter().map(|&j| self.covariance[i][j]).collect();
        self.covariance = kept.iter().map(row).collect();
        self.seen = kept.iter().map(|&idx| self.seen[idx].clone()).collect();
        self.numbers = (0..).zip(&self.seen).map(|(idx, (who, _))| (who.clone(), idx)).collect();
        let winters = self.seen.iter().map(|(who, _)| self.winter(who)).collect::<Vec<_>>();
        for (i, (kept, spread)) in winters.iter().enumerate() {
            self.mean[i] *= kept;
            for (j, (other, _)) in winters.iter().enumerate() {
                self.covariance[i][j] *= kept * other;
            }
            self.covariance[i][i] += spread * spread;
        }
        self.year = year;
    }

    fn winter(&self, who: &Who) -> (f64, f64) {
        match who {
            Who::Driver(_) => (self.settings.driver_kept, self.settings.driver_winter),
            Who::Team(_) => (self.settings.team_kept, self.settings.team_winter),
        }
    }

    /// The number of somebody, who gets one when he is new or was away.
    pub fn number(&mut self, who: Who) -> usize {
        if let Some(&idx) = self.numbers.get(&who) {
            return idx;
        }
        let (mean, variance) = self.before(&who);
        let idx = self.mean.len();
        self.mean.push(mean);
        self.covariance.iter_mut().for_each(|row| row.push(0.0));
        self.covariance.push(vec![0.0; idx + 1]);
        self.covariance[idx][idx] = variance;
        self.seen.push((who.clone(), self.year));
        self.numbers.insert(who, idx);
        idx
    }

    /// What is believed of somebody who was not there of late.
    fn before(&self, who: &Who) -> (f64, f64) {
        let settings = &self.settings;
        let (mean, spread) = match who {
            Who::Driver(_) => (settings.new_driver, settings.new_driver_spread),
            Who::Team(_) => (settings.new_team, settings.new_team_spread),
        };
        let Some((last_mean, variance, last)) = self.away.get(who) else {
            return (mean, spread * spread);
        };
        let (kept, winter) = self.winter(who);
        let years = i32::from(self.year.saturating_sub(*last));
        let kept = kept.powi(years);
        (
            kept * last_mean,
            (kept * kept * variance + f64::from(years) * winter * winter).min(spread * spread),
        )
    }

    /// Who has a number.
    pub fn who(&self, idx: usize) -> &Who {
        &self.seen[idx].0
    }

    /// Drivers and teams of a car.
    pub fn parts(&mut self, drivers: &[&DriverId], team: &ConstructorId) -> Parts {
        let share = 1.0 / drivers.len() as f64;
        let mut parts: Parts = Vec::with_capacity(drivers.len() + 1);
        for driver in drivers {
            parts.push((self.number(Who::Driver((*driver).clone())), share));
        }
        parts.push((self.number(Who::Team(team.clone())), 1.0));
        for (idx, _) in &parts {
            self.seen[*idx].1 = self.year;
        }
        parts
    }

    /// What cars are worth: the mean, and the covariance by rows.
    pub fn of(&self, cars: &[Parts]) -> (Vec<f64>, Vec<f64>) {
        let sum = |parts: &Parts, value: &dyn Fn(usize) -> f64| -> f64 {
            parts.iter().map(|(idx, share)| share * value(*idx)).sum()
        };
        let mean = cars.iter().map(|car| sum(car, &|idx| self.mean[idx])).collect();
        let n = cars.len();
        let mut covariance = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let value = sum(&cars[i], &|a| sum(&cars[j], &|b| self.covariance[a][b]));
                covariance[i * n + j] = value;
                covariance[j * n + i] = value;
            }
        }
        (mean, covariance)
    }

    /// How likely an order is before it is seen, as a logarithm.
    pub fn evidence(&self, cars: &[Parts], choices: usize) -> f64 {
        let (mean, covariance) = self.of(cars);
        order_update(&mean, &covariance, choices, 1.0)
            .map_or(f64::NEG_INFINITY, |it| it.log_evidence)
    }

    /// Learns from an order of cars.
    pub fn learn(&mut self, cars: &[Parts], choices: usize, times: f64) {
        if cars.len() < 2 || times <= 0.0 {
            return;
        }
        let (mean, covariance) = self.of(cars);
        if let Some(learned) = order_update(&mean, &covariance, choices, times) {
            self.apply(cars, &learned);
        }
    }

    fn apply(&mut self, cars: &[Parts], learned: &Update) {
        let n = cars.len();
        // P·Hᵀ, a row per number.
        let row = |row: &Vec<f64>| -> Vec<f64> {
            let with = |car: &Parts| car.iter().map(|(idx, share)| share * row[*idx]).sum();
            cars.iter().map(with).collect()
        };
        let along: Vec<Vec<f64>> = self.covariance.iter().map(row).collect();
        for (mean, along) in self.mean.iter_mut().zip(&along) {
            *mean += along.iter().zip(&learned.slope).map(|(a, g)| a * g).sum::<f64>();
        }
        for i in 0..along.len() {
            let mut taken = vec![0.0; n];
            for (a, row) in along[i].iter().zip(learned.weight.chunks(n)) {
                taken.iter_mut().zip(row).for_each(|(taken, w)| *taken += a * w);
            }
            for (j, other) in along[..=i].iter().enumerate() {
                let less: f64 = taken.iter().zip(other).map(|(t, a)| t * a).sum();
                self.covariance[i][j] -= less;
                self.covariance[j][i] = self.covariance[i][j];
            }
        }
    }

    /// What a round does to the worths of those who are in the season.
    pub fn drift(&mut self) {
        for (idx, (who, last)) in self.seen.iter().enumerate() {
            if *last == self.year {
                let spread = drift_of(&self.settings, who);
                self.covariance[idx][idx] += spread * spread;
            }
        }
    }

    /// Cars in the order of a result, those who finished.
    pub fn finishers(&mut self, result: &Classification) -> Vec<Parts> {
        let mut entries: Vec<_> =
            result.entries().into_iter().filter_map(|it| Some((it.outcome.place()?, it))).collect();
        entries.sort_by_key(|(place, _)| *place);
        let parts = |(_, entry): &(u16, maatstaf_core::Entry)| {
            self.parts(&entry.crew.iter().collect::<Vec<_>>(), &entry.constructor)
        };
        entries.iter().map(parts).collect()
    }

    /// Cars in the order of qualifying; of a result's grid where that is not known.
    pub fn qualifiers(
        &mut self,
        qualifying: Option<&Qualifying>,
        result: &Classification,
    ) -> Vec<Parts> {
        let mut lines: Vec<(u16, &DriverId, &ConstructorId)> = match qualifying {
            Some(known) => {
                let line = |it: &'_ maatstaf_core::Qualified| it.place;
                known
                    .lines
                    .iter()
                    .filter_map(|it| Some((line(it)?, &it.driver, &it.constructor)))
                    .collect()
            }
            None => Vec::new(),
        };
        if lines.len() < 2 {
            let grid = result
                .lines()
                .iter()
                .filter_map(|it| Some((it.grid?, &it.driver, &it.constructor)));
            lines = grid.collect();
        }
        lines.sort_by_key(|(place, _, _)| *place);
        lines.dedup_by_key(|(place, _, _)| *place);
        lines.into_iter().map(|(_, driver, team)| self.parts(&[driver], team)).collect()
    }
}

/// How far somebody's worth moves from round to round.
pub(super) fn drift_of(settings: &OddsSettings, who: &Who) -> f64 {
    match who {
        Who::Driver(_) => settings.driver_drift,
        Who::Team(_) => settings.team_drift,
    }
}
