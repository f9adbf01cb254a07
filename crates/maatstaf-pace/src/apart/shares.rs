//! How much of what separates cars at the flag is the team, and how much the driver.

use maatstaf_core::Season;
use maatstaf_numerics::positive::Factor;
use maatstaf_numerics::quantile;
use maatstaf_numerics::random::Random;
use maatstaf_numerics::ranking::Fit;
use maatstaf_numerics::simplex::lowest;

use super::Apart;
use super::field::{Field, Spreads};

/// A share of the variance of worths, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The median of what is likely.
    pub value: f64,
    /// The interval that holds it nine times out of ten.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Whose share of the variance of worths is how large.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The most likely spreads; of draws, their means.
    pub spreads: Spreads,
    /// Nine times out of ten they are no less.
    pub low: Spreads,
    /// And no more.
    pub high: Spreads,
    /// Of teams, their seasons included.
    pub team: Share,
    /// Of drivers, their seasons included.
    pub driver: Share,
}

/// A spread is this or less with two thirds of the chance, before anything is known: half a normal distribution.
const USUAL: f64 = 1.0;
/// Distance of the points that tell how the evidence bends, in logarithms of spreads.
const APART: f64 = 0.15;
/// Draws behind an interval.
const DRAWS: usize = 4000;

/// The spreads that some seasons speak for, and whose share of the variance is how large; `None` where the races tell
/// too little.
///
/// The evidence of spreads is the density of all orders with every worth averaged over (Laplace); what is left open is
/// a normal distribution of the logarithms of the spreads about its highest point, from `seed`.
pub fn fitted_spreads(seasons: &[&Season], seed: u64) -> Option<(Apart, Shares)> {
    let field = Field::new(seasons);
    let mut last = Apart::of(field, &Spreads::PUBLISHED, None)?;
    let mut cost = |logs: &[f64]| {
        let Some(found) = last.with_spreads(&spreads(logs)) else { return f64::INFINITY };
        let value = -evidence(&found);
        last = found;
        value
    };
    let start = Spreads::PUBLISHED.to_array().map(f64::ln);
    let found = lowest(&start, &[0.3; 4], 1e-4, 400, &mut cost);
    let curve = curvature(&found.at, found.value, &mut cost);
    let factor = Factor::new(curve, 4)?;
    let best = spreads(&found.at);
    let shares = Shares::of(best, &drawn(&found.at, &factor, seed));
    Some((last.with_spreads(&best)?, shares))
}

impl Apart {
    /// The same races with other spreads, from where this fit stands.
    fn with_spreads(&self, spreads: &Spreads) -> Option<Self> {
        Self::of(self.field.clone(), spreads, self.fit())
    }
}

fn spreads(logs: &[f64]) -> Spreads {
    Spreads::from_array(std::array::from_fn(|i| logs[i].exp()))
}

/// Of the orders, and of the spreads before anything is known; by the logarithms of the spreads.
fn evidence(apart: &Apart) -> f64 {
    let before = apart.spreads.to_array().map(|it| it.ln() - 0.5 * (it / USUAL).powi(2));
    let orders = apart.fit().map_or(f64::NEG_INFINITY, Fit::log_evidence);
    orders + before.iter().sum::<f64>()
}

/// How the cost bends about its lowest point, by differences.
fn curvature(at: &[f64], lowest: f64, cost: &mut impl FnMut(&[f64]) -> f64) -> Vec<f64> {
    let n = at.len();
    let mut moved = |steps: &[(usize, f64)]| {
        let mut there = at.to_vec();
        steps.iter().for_each(|(i, by)| there[*i] += by * APART);
        cost(&there)
    };
    let mut curve = vec![0.0; n * n];
    for i in 0..n {
        let own = moved(&[(i, 1.0)]) + moved(&[(i, -1.0)]) - 2.0 * lowest;
        curve[i * n + i] = own / (APART * APART);
        for j in 0..i {
            let same = moved(&[(i, 1.0), (j, 1.0)]) + moved(&[(i, -1.0), (j, -1.0)]);
            let against = moved(&[(i, 1.0), (j, -1.0)]) + moved(&[(i, -1.0), (j, 1.0)]);
            curve[i * n + j] = (same - against) / (4.0 * APART * APART);
        }
    }
    curve
}

/// Spreads that are likely.
fn drawn(at: &[f64], curve: &Factor, seed: u64) -> Vec<[f64; 4]> {
    let mut random = Random::new(seed, 0);
    let mut draw = || {
        let mut logs: [f64; 4] = std::array::from_fn(|_| random.normal());
        curve.solve_upper(&mut logs);
        std::array::from_fn(|i| (logs[i] + at[i]).exp())
    };
    (0..DRAWS).map(|_| draw()).collect()
}

impl Shares {
    /// From spreads that are likely, in the order of [`Spreads::to_array`].
    pub(super) fn of(spreads: Spreads, draws: &[[f64; 4]]) -> Self {
        let end = |share: f64| {
            let of =
                |i: usize| quantile(&draws.iter().map(|it| it[i]).collect::<Vec<f64>>(), share);
            Spreads::from_array(std::array::from_fn(|i| of(i).unwrap_or(f64::NAN)))
        };
        let team = |it: &[f64; 4]| {
            let squares = it.map(|spread| spread * spread);
            (squares[0] + squares[1]) / squares.iter().sum::<f64>()
        };
        let teams: Vec<f64> = draws.iter().map(team).collect();
        let at = |share: f64| quantile(&teams, share).unwrap_or(f64::NAN);
        let team = Share { value: at(0.5), low: at(0.05), high: at(0.95) };
        let driver = Share { value: 1.0 - team.value, low: 1.0 - team.high, high: 1.0 - team.low };
        Self { spreads, low: end(0.05), high: end(0.95), team, driver }
    }
}
