//! One set-up for several courses, each with its weight.
//!
//! The laps do not see each other but for the set-up, so they are solved one by one, and the set-up
//! is moved from outside by a quasi-Newton method within its ranges (BFGS): the slopes come from the
//! multipliers of the laps, exact, and every lap begins at the one before.
//!
//! Nocedal & Wright (2006), *Numerical Optimization*, 2nd ed., ch. 6; bounds as in ch. 16.7.

use maatstaf_lapsim::Free;
use maatstaf_numerics::interior_point::Status;

use super::optimum::{BestParameter, BestSetup, best_setup, parameter, with_values};
use super::sensitivity::sensitivity;
use super::{Change, SolvedLap};
use crate::Error;

/// The best set-up for several courses.
#[derive(Clone, Debug)]
pub struct SharedSetup {
    /// Every free parameter, in the order asked for; their slopes are of the weighted sum.
    pub parameters: Vec<BestParameter>,
    /// The laps with it, in the order given.
    pub laps: Vec<SolvedLap>,
    /// How often the set-up was moved.
    pub moves: usize,
    /// Whether it is the best, or how the search ended short of it.
    pub status: Status,
}

/// A slope so small counts as none: seconds of the weighted sum for the whole of a range.
const FLAT: f64 = 1e-4;
/// How often a set-up is moved at most.
const MOVES: usize = 60;
/// How far it is moved at most in one go, as a share of each range.
const FURTHEST: f64 = 0.1;
/// How often a move is halved before the search gives up.
const HALVINGS: usize = 8;
/// What of the gain that slopes promise a move must bring (Armijo).
const ENOUGH: f64 = 1e-4;

/// The best set-up for laps of one car on several courses, by the least weighted sum of their times.
///
/// The search begins at the weighted mean of the set-ups that are best for each course alone.
///
/// # Errors
///
/// When a parameter cannot be free, or there is no lap.
pub fn best_shared_setup(laps: &[(SolvedLap, f64)], free: &[Free]) -> Result<SharedSetup, Error> {
    let each: Vec<BestSetup> =
        laps.iter().map(|(lap, _)| best_setup(lap, free)).collect::<Result<_, _>>()?;
    let weights: Vec<f64> = laps.iter().map(|(_, weight)| *weight).collect();
    let begin = mean_shares(&each, &weights, free);
    let laps_alone: Vec<SolvedLap> = each.into_iter().map(|best| best.lap).collect();
    let search = Search { free, weights: &weights };
    let (mut at, mut inverse) = (search.go_to(&laps_alone, begin)?, identity(free.len()));
    let (mut moves, mut status) = (0, Status::IterationLimit);
    while moves < MOVES {
        if at.is_flat() {
            status = Status::Solved;
            break;
        }
        let Some(next) = search.moved(&at, &inverse)? else {
            status = Status::Stalled;
            break;
        };
        update(&mut inverse, &at, &next);
        (at, moves) = (next, moves + 1);
    }
    let values = search.values(&at.shares);
    let parameters = free.iter().zip(values).enumerate().map(|(i, (free, value))| {
        let range = free.highest - free.lowest;
        let per_unit = at.slopes[i] / range;
        BestParameter { per_unit, ..parameter(&laps[0].0, &at.laps[0], free, value) }
    });
    Ok(SharedSetup { parameters: parameters.collect(), laps: at.laps, moves, status })
}

/// The weighted mean of the best set-ups, as shares of the ranges.
fn mean_shares(each: &[BestSetup], weights: &[f64], free: &[Free]) -> Vec<f64> {
    let all: f64 = weights.iter().sum();
    let share = |(i, free): (usize, &Free)| {
        let of = |best: &BestSetup| {
            (best.parameters[i].best - free.lowest) / (free.highest - free.lowest)
        };
        each.iter().zip(weights).map(|(best, weight)| weight * of(best)).sum::<f64>() / all
    };
    free.iter().enumerate().map(share).collect()
}

/// What is looked for.
struct Search<'a> {
    free: &'a [Free],
    weights: &'a [f64],
}

/// A set-up with its laps.
struct Point {
    shares: Vec<f64>,
    laps: Vec<SolvedLap>,
    /// The weighted sum of the objectives, s.
    sum: f64,
    /// Its slopes, s for a whole range.
    slopes: Vec<f64>,
}

impl Point {
    /// Whether a parameter is at an end of its range and would go beyond.
    fn is_held(&self, i: usize) -> bool {
        (self.shares[i] <= 0.0 && self.slopes[i] > 0.0)
            || (self.shares[i] >= 1.0 && self.slopes[i] < 0.0)
    }

    fn is_flat(&self) -> bool {
        (0..self.shares.len()).all(|i| self.is_held(i) || self.slopes[i].abs() < FLAT)
    }
}

impl Search<'_> {
    /// The values at some shares; at the end of a range exactly that end.
    fn values(&self, shares: &[f64]) -> Vec<f64> {
        let value = |(free, share): (&Free, &f64)| match *share {
            share if share <= 0.0 => free.lowest,
            share if share >= 1.0 => free.highest,
            share => free.lowest + share * (free.highest - free.lowest),
        };
        self.free.iter().zip(shares).map(value).collect()
    }

    /// The laps at some shares, from laps nearby.
    fn go_to(&self, from: &[SolvedLap], shares: Vec<f64>) -> Result<Point, Error> {
        let values = self.values(&shares);
        let lap =
            |lap: &SolvedLap| lap.again(&with_values(&lap.car, self.free, &values)?, &lap.solution);
        let laps: Vec<SolvedLap> = from.iter().map(lap).collect::<Result<_, Error>>()?;
        let weighted = || laps.iter().zip(self.weights);
        let sum = weighted().map(|(lap, weight)| weight * lap.solution.objective).sum();
        let slope = |free: &Free| {
            let of = |lap| sensitivity(lap, Change::Quantity(free.quantity)).per_unit;
            let slopes = weighted().map(|(lap, weight)| weight * of(lap).unwrap_or(0.0));
            slopes.sum::<f64>() * (free.highest - free.lowest)
        };
        let slopes = self.free.iter().map(slope).collect();
        Ok(Point { shares, laps, sum, slopes })
    }

    /// A better point along the quasi-Newton step; nothing where no part of it is better.
    fn moved(&self, at: &Point, inverse: &[Vec<f64>]) -> Result<Option<Point>, Error> {
        let n = at.shares.len();
        let free: Vec<usize> = (0..n).filter(|i| !at.is_held(*i)).collect();
        let mut step = vec![0.0; n];
        for &i in &free {
            step[i] = -free.iter().map(|&j| inverse[i][j] * at.slopes[j]).sum::<f64>();
        }
        let most = step.iter().fold(0.0_f64, |most, it| most.max(it.abs()));
        let mut length = (FURTHEST / most).min(1.0);
        for _ in 0..HALVINGS {
            let shares: Vec<f64> = at
                .shares
                .iter()
                .zip(&step)
                .map(|(x, by)| (x + length * by).clamp(0.0, 1.0))
                .collect();
            let promised: f64 = (0..n).map(|i| at.slopes[i] * (shares[i] - at.shares[i])).sum();
            let next = self.go_to(&at.laps, shares)?;
            let solved = next.laps.iter().all(|lap| lap.fastest.status == Status::Solved);
            if solved && next.sum <= at.sum + ENOUGH * promised.min(0.0) {
                return Ok(Some(next));
            }
            length *= 0.5;
        }
        Ok(None)
    }
}

/// The first guess of how a set-up answers to slopes: a tenth of a second moves it by a tenth.
fn identity(n: usize) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..n).map(|j| f64::from(i == j)).collect()).collect()
}

/// The BFGS update of the inverse of the bends.
fn update(inverse: &mut [Vec<f64>], from: &Point, to: &Point) {
    let n = inverse.len();
    let between = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| b - a).collect::<Vec<f64>>();
    let (s, y) = (between(&from.shares, &to.shares), between(&from.slopes, &to.slopes));
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let along = dot(&s, &y);
    if along <= 1e-12 {
        return;
    }
    let turned: Vec<f64> = inverse.iter().map(|row| dot(row, &y)).collect();
    let bend = 1.0 + dot(&y, &turned) / along;
    for i in 0..n {
        for j in 0..n {
            inverse[i][j] += (bend * s[i] * s[j] - turned[i] * s[j] - s[i] * turned[j]) / along;
        }
    }
}
