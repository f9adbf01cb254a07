//! How much of what separates cars at the flag is the team, and how much the driver.

use maatstaf_core::Season;
use maatstaf_numerics::positive::Factor;
use maatstaf_numerics::quantile;
use maatstaf_numerics::random::Random;
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
    /// The most likely spreads.
    pub spreads: Spreads,
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
    let start = Spreads::PUBLISHED;
    let start = [start.team, start.team_season, start.driver, start.driver_season].map(f64::ln);
    let found = lowest(&start, &[0.3; 4], 1e-4, 400, &mut cost);
    let curve = curvature(&found.at, found.value, &mut cost);
    let factor = Factor::new(curve, 4)?;
    let shares = drawn(&found.at, &factor, seed);
    let best = spreads(&found.at);
    Some((last.with_spreads(&best)?, Shares { spreads: best, team: shares[0], driver: shares[1] }))
}

impl Apart {
    /// The same races with other spreads, from where this fit stands.
    fn with_spreads(&self, spreads: &Spreads) -> Option<Self> {
        Self::of(self.field.clone(), spreads, Some(&self.fit))
    }
}

fn spreads(logs: &[f64]) -> Spreads {
    let at = |i: usize| logs[i].exp();
    Spreads { team: at(0), team_season: at(1), driver: at(2), driver_season: at(3) }
}

/// Of the orders, and of the spreads before anything is known; by the logarithms of the spreads.
fn evidence(apart: &Apart) -> f64 {
    let Spreads { team, team_season, driver, driver_season } = apart.spreads;
    let before = [team, team_season, driver, driver_season];
    let before = before.map(|it| it.ln() - 0.5 * (it / USUAL).powi(2));
    apart.fit.log_evidence() + before.iter().sum::<f64>()
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

/// The shares of teams and of drivers in what is likely.
fn drawn(at: &[f64], curve: &Factor, seed: u64) -> [Share; 2] {
    let mut random = Random::new(seed, 0);
    let mut found: [Vec<f64>; 2] = [Vec::with_capacity(DRAWS), Vec::with_capacity(DRAWS)];
    for _ in 0..DRAWS {
        let mut logs: Vec<f64> = at.iter().map(|_| random.normal()).collect();
        curve.solve_upper(&mut logs);
        logs.iter_mut().zip(at).for_each(|(log, at)| *log += at);
        let squares: Vec<f64> = logs.iter().map(|log| (2.0 * log).exp()).collect();
        let team = (squares[0] + squares[1]) / squares.iter().sum::<f64>();
        found[0].push(team);
        found[1].push(1.0 - team);
    }
    found.map(|shares| {
        let at = |share: f64| quantile(&shares, share).unwrap_or(f64::NAN);
        Share { value: at(0.5), low: at(0.05), high: at(0.95) }
    })
}
