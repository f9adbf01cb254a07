//! Parameters that make lap times come near to measured ones: least squares on relative errors, of which
//! large ones weigh less (Huber), held towards the description.

use anyhow::Result;

use super::model::{N, PARAMETERS, Shares};

/// A lap that is off by a larger share than this counts for its size only, not its square, so that a course
/// drawn badly does not speak for the car; and a lap this far off weighs as much as a parameter that
/// is off by what its description is sure to.
pub const LAP_SURE_TO: f64 = 0.01;

/// No parameter leaves its description by more than so many times what that is sure to.
pub const REACH: f64 = 2.0;

/// By the slopes alone the weights settle in fewer rounds than this.
const ROUNDS: usize = 50;

/// A lap time that was driven, ours as the car is described, and how ours changes with each share.
#[derive(Clone, Copy, Debug)]
pub struct Observed {
    pub driven: f64,
    pub ours: f64,
    /// Seconds for a whole share more.
    pub slopes: Shares,
}

/// The shares within their bounds that fit best.
///
/// ```text
/// minimise  Σ huber((t(p)/driven − 1)/lap) + hold · Σ (p/sure)²      with |p| ≤ 2 sure
/// huber(r) = r² up to 1, 2|r| − 1 beyond
/// ```
///
/// by steps of Gauss and Newton with the slopes of the start, laps weighed anew in between; `times` gives the lap times of the
/// car with shares `p`, in the order of `observed`.
pub fn identified(
    observed: &[Observed],
    hold: f64,
    steps: usize,
    mut times: impl FnMut(&Shares) -> Result<Vec<f64>>,
) -> Result<Shares> {
    let mut shares = [0.0; N];
    let mut now: Vec<f64> = observed.iter().map(|it| it.ours).collect();
    for step in 0..steps {
        if step > 0 {
            now = times(&shares)?;
        }
        let from = shares;
        for _ in 0..ROUNDS {
            let weights = weights(observed, &now, &from, &shares);
            shares = stepped(observed, &now, &from, hold, &weights);
        }
    }
    Ok(shares)
}

/// Of each lap, by what is left of its error at `shares`; `now` is at `from`.
fn weights(observed: &[Observed], now: &[f64], from: &Shares, shares: &Shares) -> Vec<f64> {
    let weight = |(it, time): (&Observed, &f64)| {
        let moved: f64 = (0..N).map(|i| it.slopes[i] * (shares[i] - from[i])).sum();
        let off = (time + moved) / it.driven - 1.0;
        (LAP_SURE_TO / off.abs()).min(1.0)
    };
    observed.iter().zip(now).map(weight).collect()
}

/// The best shares by the slopes: a parameter that would leave its range stays at the end.
fn stepped(
    observed: &[Observed],
    now: &[f64],
    shares: &Shares,
    hold: f64,
    weights: &[f64],
) -> Shares {
    let mut fixed: [Option<f64>; N] = [None; N];
    loop {
        let found = unbounded(observed, now, shares, hold, weights, &fixed);
        let beyond = (0..N)
            .filter(|i| fixed[*i].is_none() && found[*i].abs() > REACH * PARAMETERS[*i].sure_to)
            .max_by(|a, b| {
                let off = |i: usize| found[i].abs() / PARAMETERS[i].sure_to;
                off(*a).total_cmp(&off(*b))
            });
        let Some(i) = beyond else { return found };
        fixed[i] = Some((REACH * PARAMETERS[i].sure_to).copysign(found[i]));
    }
}

/// The normal equations, of the parameters that are not fixed.
fn unbounded(
    observed: &[Observed],
    now: &[f64],
    shares: &Shares,
    hold: f64,
    weights: &[f64],
    fixed: &[Option<f64>; N],
) -> Shares {
    let (mut matrix, mut right) = ([[0.0; N]; N], [0.0; N]);
    for ((it, time), weight) in observed.iter().zip(now).zip(weights) {
        let row = it.slopes.map(|slope| slope / it.driven / LAP_SURE_TO);
        let at_now: f64 = (0..N).map(|i| row[i] * shares[i]).sum();
        let target = (1.0 - time / it.driven) / LAP_SURE_TO + at_now;
        for i in 0..N {
            right[i] += weight * row[i] * target;
            (0..N).for_each(|j| matrix[i][j] += weight * row[i] * row[j]);
        }
    }
    for i in 0..N {
        matrix[i][i] += hold / PARAMETERS[i].sure_to.powi(2);
        if let Some(value) = fixed[i] {
            matrix[i] = [0.0; N];
            matrix[i][i] = 1.0;
            right[i] = value;
        }
    }
    eliminated(matrix, right)
}

/// Gauss, with the largest pivot of the column.
fn eliminated(mut matrix: [[f64; N]; N], mut right: Shares) -> Shares {
    for column in 0..N {
        let size = |row: &usize| matrix[*row][column].abs();
        let pivot = (column..N).max_by(|a, b| size(a).total_cmp(&size(b))).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in 0..N {
            if row != column {
                let share = matrix[row][column] / matrix[column][column];
                (0..N).for_each(|i| matrix[row][i] -= share * matrix[column][i]);
                right[row] -= share * right[column];
            }
        }
    }
    std::array::from_fn(|i| right[i] / matrix[i][i])
}
