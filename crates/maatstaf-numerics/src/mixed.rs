//! Linear models of rows that stand in groups: what rows of a group share, and what neighbours in it
//! share, is part of the model, so errors of coefficients are honest.
//!
//! ```text
//! y = X β + u_group + v_group · (place − mean place) + e        u ~ N(0, τ²)        v ~ N(0, κ²)
//! corr(eᵢ, eⱼ) = ρ^|placeᵢ − placeⱼ| in a group
//! ```
//!
//! ```
//! use maatstaf_numerics::mixed::{Column, Row, Spreads, fit};
//!
//! // Two groups of three rows, a level and a slope.
//! let row = |group, place: u32, response| {
//!     Row { group, place, response, entries: vec![(0, 1.0), (1, f64::from(place))] }
//! };
//! let rows = [row(0, 0, 1.0), row(0, 1, 3.1), row(0, 2, 5.0), row(1, 0, 1.2), row(1, 1, 3.0), row(1, 2, 5.1)];
//! let columns = [Column::Free, Column::Free];
//! let fit = fit(&rows, &columns, &Spreads::about(0.1), 200).expect("two columns, six rows");
//! assert!((fit.coefficients[1] - 1.975).abs() < 0.02);
//! ```

mod algebra;

use crate::simplex;
use algebra::{Equations, Solved};

/// A row of the model: a response, and what it is a sum of.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which group it is of, from 0; rows stand in order of group.
    pub group: usize,
    /// Where in its group; within a group places rise.
    pub place: u32,
    /// What was measured.
    pub response: f64,
    /// The columns that are not 0, in order, with their values.
    pub entries: Vec<(usize, f64)>,
}

/// What is known of a coefficient beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Column {
    /// Nothing.
    Free,
    /// Normal, with this mean and standard deviation, in the unit of the response.
    Known {
        /// Where it is expected.
        mean: f64,
        /// How far from there it may be.
        sd: f64,
    },
    /// One of many of a kind: normal about 0, with a spread that is estimated.
    Alike,
}

/// How far things spread, in the unit of the response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spreads {
    /// Of a row about its group and coefficients.
    pub row: f64,
    /// Of the groups.
    pub group: f64,
    /// Of the slopes of groups, for each step of place; with 0 they have none.
    pub slope: f64,
    /// Of the coefficients that are alike.
    pub alike: f64,
    /// How much of a row's error its neighbour has: ρ, from 0 to 1.
    pub correlation: f64,
}

impl Spreads {
    /// A start for a search: half as much between groups as between rows.
    pub const fn about(row: f64) -> Self {
        Self { row, group: 0.5 * row, slope: 0.0, alike: 0.3 * row, correlation: 0.2 }
    }
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One per column.
    pub coefficients: Vec<f64>,
    /// Their covariance, `[n_columns × n_columns]` by rows.
    pub covariance: Vec<f64>,
    /// The spreads that make the rows most likely.
    pub spreads: Spreads,
    /// What each group is above or below the rest at its mean place, shrunk towards 0; one per group.
    pub groups: Vec<f64>,
    /// How much more it rises with place than the rest, shrunk towards 0; one per group.
    pub slopes: Vec<f64>,
    /// The mean place of each group.
    pub middles: Vec<f64>,
    /// The response less coefficients and group, one per row.
    pub residuals: Vec<f64>,
    /// The same less what the neighbour before let expect, in standard deviations.
    pub innovations: Vec<f64>,
    /// Whether the search for the spreads came to its end.
    pub settled: bool,
}

impl Fit {
    /// What a row is expected to respond, its group included.
    pub fn expected(&self, row: &Row) -> f64 {
        let own = self.groups[row.group]
            + self.slopes[row.group] * (f64::from(row.place) - self.middles[row.group]);
        own + row.entries.iter().map(|&(k, x)| x * self.coefficients[k]).sum::<f64>()
    }

    /// A weighted sum of coefficients, and its standard error.
    pub fn contrast(&self, weights: &[(usize, f64)]) -> (f64, f64) {
        let n = self.coefficients.len();
        let value = weights.iter().map(|&(k, w)| w * self.coefficients[k]).sum();
        let pairs = weights.iter().flat_map(|a| weights.iter().map(move |b| (a, b)));
        let variance: f64 = pairs.map(|(a, b)| a.1 * b.1 * self.covariance[a.0 * n + b.0]).sum();
        (value, variance.max(0.0).sqrt())
    }
}

/// The largest correlation of neighbours that is looked at.
const MOST_CORRELATED: f64 = 0.95;

/// The logarithms of the smallest and the largest spread that is looked at, relative to a row's.
const LEAST_LOG: f64 = -9.0;
const MOST_LOG: f64 = 5.0;

/// Until the search for the spreads stops, in units of −2 ln likelihood.
const TOLERANCE: f64 = 0.02;

/// Fits a model by restricted maximum likelihood.
///
/// The search begins at `start`, whose `row` also says what [`Column::Known`] weighs, and asks for the
/// likelihood at most `most` times; with 0 the spreads stay as they are, scaled to the rows. `None`
/// where the rows are out of order, fewer than the free columns, or leave a free column open.
///
/// Patterson & Thompson (1971) for the likelihood; Henderson (1975) for coefficients of both kinds.
pub fn fit(rows: &[Row], columns: &[Column], start: &Spreads, most: usize) -> Option<Fit> {
    let equations = Equations::of(rows, columns, start.row)?;
    let (relative, settled) = search(&equations, columns, start, most);
    let solved = equations.solve(&relative)?;
    Some(finish(rows, columns, &relative, &solved, settled))
}

/// The spreads, relative to that of a row, that make the rows most likely.
fn search(
    equations: &Equations,
    columns: &[Column],
    start: &Spreads,
    most: usize,
) -> (Spreads, bool) {
    let by_row = |spread: f64| spread / start.row;
    let fixed = Spreads {
        row: 1.0,
        group: by_row(start.group),
        slope: by_row(start.slope),
        alike: by_row(start.alike),
        ..*start
    };
    if most == 0 {
        return (fixed, true);
    }
    let within = |at: f64| at.clamp(LEAST_LOG, MOST_LOG).exp();
    let has_slope = start.slope > 0.0;
    let has_alike = columns.contains(&Column::Alike);
    let spreads_of = |at: &[f64]| Spreads {
        group: within(at[0]),
        correlation: MOST_CORRELATED / (1.0 + (-at[1]).exp()),
        slope: if has_slope { within(at[2]) } else { 0.0 },
        alike: if has_alike { within(at[at.len() - 1]) } else { fixed.alike },
        row: 1.0,
    };
    let share = (start.correlation / MOST_CORRELATED).clamp(0.01, 0.99);
    let mut at = vec![fixed.group.ln(), (share / (1.0 - share)).ln()];
    at.extend(has_slope.then(|| fixed.slope.ln()));
    at.extend(has_alike.then(|| fixed.alike.ln()));
    let steps = vec![0.7; at.len()];
    let found = simplex::lowest(&at, &steps, TOLERANCE, most, |at| {
        equations.solve(&spreads_of(at)).map_or(f64::INFINITY, |it| it.criterion)
    });
    (spreads_of(&found.at), found.settled)
}

fn finish(
    rows: &[Row],
    columns: &[Column],
    relative: &Spreads,
    solved: &Solved,
    settled: bool,
) -> Fit {
    let sigma = solved.variance.sqrt();
    let means = columns.iter().map(|column| match column {
        Column::Known { mean, .. } => *mean,
        _ => 0.0,
    });
    let coefficients: Vec<f64> = means.zip(&solved.deviations).map(|(mean, d)| mean + d).collect();
    let mut covariance = solved.inverse();
    covariance.iter_mut().for_each(|value| *value *= solved.variance);
    let mut fit = Fit {
        coefficients,
        covariance,
        spreads: Spreads {
            row: sigma,
            group: sigma * relative.group,
            slope: sigma * relative.slope,
            alike: sigma * relative.alike,
            correlation: relative.correlation,
        },
        groups: solved.groups.iter().map(|own| own[0]).collect(),
        slopes: solved.groups.iter().map(|own| own[1]).collect(),
        middles: algebra::middles(rows, solved.groups.len()),
        residuals: Vec::new(),
        innovations: Vec::new(),
        settled,
    };
    fit.residuals = rows.iter().map(|row| row.response - fit.expected(row)).collect();
    let innovation = |idx: usize| {
        let (kept, scale) = algebra::step(rows, idx, relative.correlation);
        let before = algebra::before(rows, idx);
        let expected = before.map_or(0.0, |before| kept * fit.residuals[before]);
        (fit.residuals[idx] - expected) * scale / sigma
    };
    fit.innovations = (0..rows.len()).map(innovation).collect();
    fit
}

#[cfg(test)]
#[path = "mixed_tests.rs"]
mod tests;
