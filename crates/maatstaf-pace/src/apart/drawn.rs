//! Draws of all that is likely: the full posterior of worths and of spreads.

use std::collections::BTreeMap;

use maatstaf_core::{Season, Year};
use maatstaf_numerics::convergence::{bulk_size, rhat, tail_size};
use maatstaf_numerics::nuts::{Chain, Settings, sample};
use maatstaf_numerics::quantile;
use maatstaf_numerics::random::Random;
use maatstaf_numerics::ranking::Number;
use maatstaf_numerics::ranking::grouped::{Group, Grouped};

use super::field::Field;
use super::{Apart, Known, Seen, Shares, Spreads};

/// What is believed of a spread before anything is known: half of Student's t with 3 degrees of freedom, times 2.5, as van
/// Kesteren and Bergkamp (2023) have it (`basic_model.stan` of their code).
const BELIEF: Group = Group { freedom: 3.0, scale: 2.5, over_spread: true };
/// Chains begin so many spreads from nothing at most.
const SCATTERED: f64 = 2.0;

/// Races, ready to have chains of worths drawn from them.
///
/// A chain is a function of its seed and its number, so chains may be drawn on any threads; [`Sampler::finish`] puts them
/// together.
#[derive(Clone, Debug)]
pub struct Sampler {
    field: Field,
    grouped: Grouped,
}

/// Whether chains tell of one distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixing {
    /// How many chains there are.
    pub chains: usize,
    /// Draws of all chains.
    pub draws: usize,
    /// The largest R-hat of all worths and spreads (Vehtari and others, 2021): below 1.01 chains agree.
    pub rhat: f64,
    /// The fewest independent draws that stand behind a mean.
    pub bulk: f64,
    /// The fewest that stand behind the end of an interval.
    pub tail: f64,
    /// Draws whose way left the hill; with more than a few of them places may be missed.
    pub divergences: usize,
    /// Draws whose way was cut short.
    pub cut_short: usize,
}

impl Mixing {
    /// Where an R-hat is no longer trusted.
    pub const TRUSTED: f64 = 1.01;

    /// Whether the draws may be believed: chains agree, and no way left the hill.
    pub fn is_fine(&self) -> bool {
        self.rhat < Self::TRUSTED && self.divergences == 0
    }
}

/// Draws, number by number.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    /// The draws of each number, all chains one after the other; spreads first.
    columns: Vec<Vec<f64>>,
    grouped: Grouped,
    pub mixing: Mixing,
}

impl Sampler {
    /// Of some seasons; `None` when no race of them has two finishers.
    pub fn new(seasons: &[&Season]) -> Option<Self> {
        let field = Field::new(seasons);
        let grouped = field.grouped(&[BELIEF; 4]);
        (field.n_races > 0).then_some(Self { field, grouped })
    }

    /// Draws a chain; `told` hears how many draws are done, those of the warm-up included.
    pub fn chain(
        &self,
        settings: &Settings,
        seed: u64,
        which: u64,
        mut told: impl FnMut(usize),
    ) -> Option<Chain> {
        let mut random = Random::new(seed, which);
        let mut scattered = |by: f64| by * (2.0 * random.uniform() - 1.0);
        let spreads = Spreads::PUBLISHED.to_array().map(|it| it * scattered(0.5).exp());
        let start = self.grouped.place_of(&spreads, || scattered(SCATTERED));
        let mut density = |at: &[f64], slopes: &mut [f64]| self.grouped.log_density(at, slopes);
        sample(&start, settings, random, &mut density, &mut told)
    }

    /// What drivers and teams are worth, from all chains; `None` without a draw, or where chains differ in length.
    pub fn finish(self, chains: &[Chain]) -> Option<(Apart, Shares)> {
        let n = chains.first()?.len();
        if n < 4 || chains.iter().any(|it| it.len() != n) {
            return None;
        }
        let mut columns = vec![Vec::with_capacity(n * chains.len()); self.grouped.len()];
        for at in chains.iter().flat_map(Chain::draws) {
            let values = self.grouped.values(at);
            columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        let spreads: Vec<[f64; 4]> =
            (0..n * chains.len()).map(|i| std::array::from_fn(|k| columns[k][i])).collect();
        let means = Spreads::from_array(std::array::from_fn(|k| mean(&columns[k])));
        let mut draws = Draws { columns, grouped: self.grouped, mixing: Mixing::of(chains) };
        draws.judge(&self.field);
        let apart = Apart { field: self.field, known: Known::Drawn(draws), spreads: means };
        Some((apart, Shares::of(means, &spreads)))
    }
}

impl Mixing {
    fn of(chains: &[Chain]) -> Self {
        let sum = |of: fn(&Chain) -> usize| chains.iter().map(of).sum();
        Self {
            chains: chains.len(),
            draws: sum(Chain::len),
            rhat: 1.0,
            bulk: f64::INFINITY,
            tail: f64::INFINITY,
            divergences: sum(|it| it.divergences),
            cut_short: sum(|it| it.cut_short),
        }
    }

    /// Takes another number into account.
    fn with(&mut self, column: &[f64]) {
        let n = column.len() / self.chains;
        let chains: Vec<Vec<f64>> = column.chunks_exact(n).map(<[f64]>::to_vec).collect();
        // A number that never moves says that nothing is known.
        self.rhat = self.rhat.max(rhat(&chains).unwrap_or(f64::INFINITY));
        self.bulk = self.bulk.min(bulk_size(&chains).unwrap_or(0.0));
        self.tail = self.tail.min(tail_size(&chains).unwrap_or(0.0));
    }
}

impl Draws {
    /// A sum of numbers, each with its weight, draw by draw.
    pub fn sum(&self, numbers: &[(Number, f64)]) -> Vec<f64> {
        let mut sums = vec![0.0; self.mixing.draws];
        for (number, weight) in numbers {
            let column = &self.columns[self.grouped.place(*number)];
            sums.iter_mut().zip(column).for_each(|(sum, x)| *sum += weight * x);
        }
        sums
    }

    /// Looks at every number, and at every worth of a season.
    fn judge(&mut self, field: &Field) {
        let mut mixing = self.mixing;
        self.columns.iter().for_each(|column| mixing.with(column));
        let drivers = in_seasons(&field.driver_seasons, &field.drivers);
        let teams = in_seasons(&field.team_seasons, &field.teams);
        drivers.chain(teams).for_each(|numbers| mixing.with(&self.sum(&numbers)));
        self.mixing = mixing;
    }
}

/// What makes each worth of a season.
fn in_seasons<Id: Ord>(
    seasons: &BTreeMap<(Year, Id), Seen>,
    all: &BTreeMap<Id, Seen>,
) -> impl Iterator<Item = [(Number, f64); 2]> {
    seasons.iter().map(|((_, id), seen)| [(all[id].number, 1.0), (seen.number, 1.0)])
}

/// The mean of draws, and the interval that holds nine of ten.
pub(super) fn summary(draws: &[f64]) -> [f64; 3] {
    let end = |share: f64| quantile(draws, share).unwrap_or(f64::NAN);
    [mean(draws), end(0.05), end(0.95)]
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
