//! Driver and car apart: what each is worth, from the orders in which races were finished.
//!
//! The worth of a driver in a car is a sum of four numbers,
//!
//! ```text
//! η = θ_driver + θ_driver,season + θ_team + θ_team,season      each ~ N(0, its spread²)
//! ```
//!
//! and the order of the finishers is drawn by it, place after place. E.-J. van Kesteren and T. Bergkamp (2023),
//! *Bayesian analysis of Formula One race results: disentangling driver skill and constructor advantage*, Journal
//! of Quantitative Analysis in Sports 19(4). A difference `Δ` of two worths means that the first is ahead with
//! probability `1 / (1 + e^−Δ)`. Only who was classified counts: a car that broke says nothing of its driver.

mod beats;
mod drawn;
mod field;
mod shares;

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{ConstructorId, DriverId, Season, Year};
use maatstaf_numerics::ranking::{Fit, Number, fit_from};

pub use beats::Beats;
pub use drawn::{Mixing, Sampler};
pub use field::Spreads;
pub use shares::{Share, Shares, fitted_spreads};

use drawn::Draws;
use field::Field;

/// Standard deviations to each side that hold nine of ten of a normal distribution.
const NINE_OF_TEN: f64 = 1.644_853_626_951_472_2;

/// What drivers and teams are worth, in the unit of the logit.
#[derive(Clone, Debug)]
pub struct Apart {
    field: Field,
    known: Known,
    spreads: Spreads,
}

/// How worths are known.
#[derive(Clone, Debug)]
enum Known {
    /// The most likely, with a normal distribution about it.
    Likely(Fit),
    /// Draws of all that is likely.
    Drawn(Draws),
}

/// What something is worth, with the interval that holds it nine times out of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// The most likely; of draws, their mean.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How many classified finishes stand behind it.
    pub finishes: usize,
}

/// Fits what drivers and teams are worth over some seasons; `None` when no race of them has two finishers, or a spread
/// is not positive.
pub fn apart(seasons: &[&Season], spreads: &Spreads) -> Option<Apart> {
    Apart::of(Field::new(seasons), spreads, None)
}

impl Apart {
    fn of(field: Field, spreads: &Spreads, start: Option<&Fit>) -> Option<Self> {
        if field.n_races == 0 {
            return None;
        }
        let (shared, blocks) = field.with(spreads);
        let fit = fit_from(&shared, &blocks, start)?;
        Some(Self { field, known: Known::Likely(fit), spreads: *spreads })
    }

    fn fit(&self) -> Option<&Fit> {
        match &self.known {
            Known::Likely(fit) => Some(fit),
            Known::Drawn(_) => None,
        }
    }

    /// Whether the chains that it was drawn by tell of one distribution; `None` where it was not drawn.
    pub fn mixing(&self) -> Option<&Mixing> {
        match &self.known {
            Known::Likely(_) => None,
            Known::Drawn(draws) => Some(&draws.mixing),
        }
    }

    /// The seasons that it was fitted to.
    pub fn years(&self) -> impl Iterator<Item = Year> {
        let years: BTreeSet<Year> = self.field.driver_seasons.keys().map(|it| it.0).collect();
        years.into_iter()
    }

    /// Races with at least two finishers.
    pub fn n_races(&self) -> usize {
        self.field.n_races
    }

    /// Classified finishes.
    pub fn n_finishes(&self) -> usize {
        self.field.n_finishes
    }

    /// The spreads that it was fitted with; of draws, their means.
    pub fn spreads(&self) -> &Spreads {
        &self.spreads
    }

    /// What every driver is worth over all seasons, best first.
    pub fn drivers(&self) -> Vec<(DriverId, Worth)> {
        let drivers = self.field.drivers.iter();
        sorted(
            drivers
                .map(|(id, seen)| (id.clone(), self.worth(&[(seen.number, 1.0)], seen.finishes))),
        )
    }

    /// What every team is worth over all seasons, best first.
    pub fn teams(&self) -> Vec<(ConstructorId, Worth)> {
        let teams = self.field.teams.iter();
        sorted(
            teams.map(|(id, seen)| (id.clone(), self.worth(&[(seen.number, 1.0)], seen.finishes))),
        )
    }

    /// What every driver was worth in a season, his form of that season added; best first.
    pub fn drivers_in(&self, year: Year) -> Vec<(DriverId, Worth)> {
        in_season(&self.field.driver_seasons, &self.field.drivers, year, self)
    }

    /// What every team was worth in a season, its car of that season added; best first.
    pub fn teams_in(&self, year: Year) -> Vec<(ConstructorId, Worth)> {
        in_season(&self.field.team_seasons, &self.field.teams, year, self)
    }

    fn worth(&self, numbers: &[(Number, f64)], finishes: usize) -> Worth {
        let [value, low, high] = match &self.known {
            Known::Likely(fit) => {
                let (value, variance) = fit.sum(numbers);
                let half = NINE_OF_TEN * variance.sqrt();
                [value, value - half, value + half]
            }
            Known::Drawn(draws) => drawn::summary(&draws.sum(numbers)),
        };
        Worth { value, low, high, finishes }
    }
}

/// A number of the fit, and how many finishes stand behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    number: Number,
    finishes: usize,
}

fn in_season<Id: Ord + Clone>(
    seasons: &BTreeMap<(Year, Id), Seen>,
    all: &BTreeMap<Id, Seen>,
    year: Year,
    apart: &Apart,
) -> Vec<(Id, Worth)> {
    let here = seasons.iter().filter(|((at, _), _)| *at == year);
    sorted(here.map(|((_, id), seen)| {
        let numbers = [(all[id].number, 1.0), (seen.number, 1.0)];
        (id.clone(), apart.worth(&numbers, seen.finishes))
    }))
}

/// Best first; equals by name.
fn sorted<Id: Ord>(worths: impl Iterator<Item = (Id, Worth)>) -> Vec<(Id, Worth)> {
    let mut worths: Vec<(Id, Worth)> = worths.collect();
    worths.sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then_with(|| a.0.cmp(&b.0)));
    worths
}

#[cfg(test)]
#[path = "apart_tests.rs"]
mod tests;
