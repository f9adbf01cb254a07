//! The equations of a mixed model at given spreads, assembled from sparse rows and solved.

use super::{Column, Row, Spreads};
use crate::positive::Factor;

/// A model, ready to be solved at any spreads.
pub(super) struct Equations<'a> {
    rows: &'a [Row],
    columns: &'a [Column],
    n_groups: usize,
    /// How many coefficients nothing is known of.
    n_free: usize,
    /// How many are alike.
    n_alike: usize,
    /// The variance of a row by which known coefficients are weighed.
    row_variance: f64,
    /// The mean place of each group.
    middles: Vec<f64>,
    /// The columns of each row and of the one before it in its group.
    merged: Vec<Vec<(usize, [f64; 2])>>,
    /// The responses less what the known means let expect.
    responses: Vec<f64>,
}

/// A model, solved.
pub(super) struct Solved {
    /// −2 ln of the restricted likelihood, but for a constant.
    pub criterion: f64,
    /// The variance of a row.
    pub variance: f64,
    /// The coefficients, less their known means.
    pub deviations: Vec<f64>,
    /// What is estimated of each group: level and slope.
    pub groups: Vec<[f64; 2]>,
    /// Of the equations.
    factor: Factor,
}

/// Sums over the rows of one group, on the axes where its errors are independent: of its two own
/// columns, ones and places about their mean.
#[derive(Default)]
struct GroupSums {
    /// With the columns, as a sparse vector.
    columns: Vec<(usize, [f64; 2])>,
    /// With each other: ones with ones, ones with places, places with places.
    own: [f64; 3],
    /// With the responses.
    response: [f64; 2],
}

impl GroupSums {
    /// The inverse of what the group's own two columns weigh, by rows, and the logarithm of its size.
    fn weights(&self, spreads: &Spreads) -> ([f64; 3], f64) {
        let [level, slope] = [spreads.group, spreads.slope].map(|spread| spread * spread);
        let [a, b, c] = self.own;
        let size = (1.0 + level * a) * (1.0 + slope * c) - level * slope * b * b;
        let scaled = 1.0 / size;
        let weights = [
            level * (1.0 + slope * c) * scaled,
            -level * slope * b * scaled,
            slope * (1.0 + level * a) * scaled,
        ];
        (weights, size.ln())
    }

    /// Takes the group's own columns out of the equations; what they explain of the squares of the responses.
    fn take_out(&self, weight: &[f64; 3], matrix: &mut [f64], right: &mut [f64]) -> f64 {
        let n = right.len();
        let response = times(weight, self.response);
        for (at, &(i, x)) in self.columns.iter().enumerate() {
            right[i] -= x[0] * response[0] + x[1] * response[1];
            let x = times(weight, x);
            let (to, columns) = (&mut matrix[i * n..=i * n + i], &self.columns[..=at]);
            columns.iter().for_each(|&(j, y)| to[j] -= x[0] * y[0] + x[1] * y[1]);
        }
        response[0] * self.response[0] + response[1] * self.response[1]
    }

    /// The group's own level and slope, once the columns' coefficients are known.
    fn left(&self, weight: &[f64; 3], coefficients: &[f64]) -> [f64; 2] {
        let explained =
            |at: usize| self.columns.iter().map(|(k, x)| x[at] * coefficients[*k]).sum::<f64>();
        times(weight, [0, 1].map(|at| self.response[at] - explained(at)))
    }
}

/// What rows add up to.
struct Sums {
    /// The lower triangle of the products of columns, `[n × n]` by rows.
    matrix: Vec<f64>,
    /// The products of columns and responses.
    right: Vec<f64>,
    /// The squares of the responses.
    squares: f64,
    /// The logarithm of the size of the errors.
    log_sizes: f64,
    groups: Vec<GroupSums>,
}

impl Sums {
    fn of(n: usize, n_groups: usize) -> Self {
        Self {
            matrix: vec![0.0; n * n],
            right: vec![0.0; n],
            squares: 0.0,
            log_sizes: 0.0,
            groups: (0..n_groups).map(|_| GroupSums::default()).collect(),
        }
    }
}

/// `W x` of a symmetric `W` of two rows.
fn times(w: &[f64; 3], x: [f64; 2]) -> [f64; 2] {
    [w[0] * x[0] + w[1] * x[1], w[1] * x[0] + w[2] * x[1]]
}

impl<'a> Equations<'a> {
    pub fn of(rows: &'a [Row], columns: &'a [Column], row_spread: f64) -> Option<Self> {
        let in_order = rows.is_sorted_by(|a, b| (a.group, a.place) < (b.group, b.place));
        let known = |row: &Row| row.entries.iter().all(|(k, _)| *k < columns.len());
        let n_free = columns.iter().filter(|column| **column == Column::Free).count();
        if !in_order || !rows.iter().all(known) || rows.len() <= n_free || row_spread <= 0.0 {
            return None;
        }
        let mean = |k: usize| match columns[k] {
            Column::Known { mean, .. } => mean,
            _ => 0.0,
        };
        let expected = |row: &Row| row.entries.iter().map(|&(k, x)| x * mean(k)).sum::<f64>();
        let n_groups = rows.last()?.group + 1;
        let with_earlier = |idx: usize| {
            let earlier = before(rows, idx).map_or(&[][..], |at| &rows[at].entries);
            merged(&rows[idx].entries, earlier)
        };
        Some(Self {
            rows,
            columns,
            n_groups,
            middles: middles(rows, n_groups),
            merged: (0..rows.len()).map(with_earlier).collect(),
            n_free,
            n_alike: columns.iter().filter(|column| **column == Column::Alike).count(),
            row_variance: row_spread * row_spread,
            responses: rows.iter().map(|row| row.response - expected(row)).collect(),
        })
    }

    /// Solves at spreads that are relative to that of a row; `None` where a column stays open.
    pub fn solve(&self, spreads: &Spreads) -> Option<Solved> {
        let Sums { mut matrix, mut right, squares, log_sizes, groups } =
            self.add_up(spreads.correlation);
        let mut left = squares;
        let weights: Vec<([f64; 3], f64)> =
            groups.iter().map(|group| group.weights(spreads)).collect();
        for (group, (weight, _)) in groups.iter().zip(&weights) {
            left -= group.take_out(weight, &mut matrix, &mut right);
        }
        self.weigh_columns(spreads, &mut matrix);
        let factor = Factor::new(matrix, right.len())?;
        let mut deviations = right.clone();
        factor.solve(&mut deviations);
        left -= right.iter().zip(&deviations).map(|(b, x)| b * x).sum::<f64>();
        let df = (self.rows.len() - self.n_free) as f64;
        let variance = left.max(f64::MIN_POSITIVE) / df;
        let log_alike = 2.0 * self.n_alike as f64 * spreads.alike.ln();
        let log_sizes = log_sizes + weights.iter().map(|(_, log_size)| log_size).sum::<f64>();
        let both = groups.iter().zip(&weights);
        Some(Solved {
            criterion: df * variance.ln() + log_sizes + factor.log_determinant() + log_alike,
            variance,
            groups: both.map(|(group, (weight, _))| group.left(weight, &deviations)).collect(),
            deviations,
            factor,
        })
    }

    /// Adds to the diagonal what is known of each column beforehand.
    fn weigh_columns(&self, spreads: &Spreads, matrix: &mut [f64]) {
        let n = self.columns.len();
        for (k, column) in self.columns.iter().enumerate() {
            matrix[k * n + k] += match column {
                Column::Free => 0.0,
                Column::Known { sd, .. } => self.row_variance / (sd * sd),
                Column::Alike => 1.0 / (spreads.alike * spreads.alike),
            };
        }
    }

    /// Adds up products of rows whose errors were made independent.
    fn add_up(&self, correlation: f64) -> Sums {
        let n = self.columns.len();
        let mut sums = Sums::of(n, self.n_groups);
        let mut dense = vec![[0.0; 2]; n];
        let mut entries = Vec::new();
        for (idx, row) in self.rows.iter().enumerate() {
            let (response, own, scale) = self.independent(idx, correlation, &mut entries);
            sums.log_sizes -= 2.0 * scale.ln();
            sums.squares += response * response;
            for (at, &(i, x)) in entries.iter().enumerate() {
                sums.right[i] += x * response;
                let to = &mut sums.matrix[i * n..=i * n + i];
                entries[..=at].iter().for_each(|&(j, y)| to[j] += x * y);
                dense[i][0] += own[0] * x;
                dense[i][1] += own[1] * x;
            }
            let group = &mut sums.groups[row.group];
            let products = [own[0] * own[0], own[0] * own[1], own[1] * own[1]];
            group.own.iter_mut().zip(products).for_each(|(sum, x)| *sum += x);
            group.response.iter_mut().zip(own).for_each(|(sum, own)| *sum += own * response);
            let is_last = self.rows.get(idx + 1).is_none_or(|next| next.group != row.group);
            if is_last {
                let columns = dense.iter().copied().enumerate();
                group.columns = columns.filter(|(_, x)| *x != [0.0; 2]).collect();
                dense.fill([0.0; 2]);
            }
        }
        sums
    }

    /// A row on the axes where its error is independent of the one before: its columns into `entries`; its
    /// response, its group's own two columns, and one over the spread that its error keeps.
    fn independent(
        &self,
        idx: usize,
        correlation: f64,
        entries: &mut Vec<(usize, f64)>,
    ) -> (f64, [f64; 2], f64) {
        let (kept, scale) = step(self.rows, idx, correlation);
        let earlier = before(self.rows, idx);
        let less =
            |own: f64, earlier: Option<f64>| (own - earlier.map_or(0.0, |it| kept * it)) * scale;
        entries.clear();
        let columns = self.merged[idx].iter();
        entries.extend(columns.map(|&(k, [own, other])| (k, (own - kept * other) * scale)));
        let middle = self.middles[self.rows[idx].group];
        let place = |at: usize| f64::from(self.rows[at].place) - middle;
        let own = [(1.0 - kept) * scale, less(place(idx), earlier.map(place))];
        (less(self.responses[idx], earlier.map(|at| self.responses[at])), own, scale)
    }
}

impl Solved {
    /// The inverse of the matrix, by rows.
    pub fn inverse(&self) -> Vec<f64> {
        let n = self.deviations.len();
        let mut inverse = vec![0.0; n * n];
        for (k, column) in inverse.chunks_exact_mut(n.max(1)).enumerate() {
            column[k] = 1.0;
            self.factor.solve(column);
        }
        inverse
    }
}

/// The mean place of each group.
pub(super) fn middles(rows: &[Row], n_groups: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); n_groups];
    for row in rows {
        let (sum, n) = &mut sums[row.group];
        (*sum, *n) = (*sum + f64::from(row.place), *n + 1.0);
    }
    sums.into_iter().map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 }).collect()
}

/// The row before in the same group.
pub(super) fn before(rows: &[Row], idx: usize) -> Option<usize> {
    let at = idx.checked_sub(1)?;
    (rows[at].group == rows[idx].group).then_some(at)
}

/// How much of the error before is kept, and one over what then remains of the spread.
pub(super) fn step(rows: &[Row], idx: usize, correlation: f64) -> (f64, f64) {
    let Some(at) = before(rows, idx) else { return (0.0, 1.0) };
    let steps = rows[idx].place - rows[at].place;
    let kept = correlation.powi(steps.min(1_000).cast_signed());
    (kept, 1.0 / (1.0 - kept * kept).sqrt())
}

/// The columns of a row and of the row before, in order, with the values of both.
fn merged(row: &[(usize, f64)], earlier: &[(usize, f64)]) -> Vec<(usize, [f64; 2])> {
    let mut merged = Vec::with_capacity(row.len() + 2);
    let (mut a, mut b) = (row.iter().peekable(), earlier.iter().peekable());
    loop {
        let column = match (a.peek(), b.peek()) {
            (Some(a), Some(b)) => a.0.min(b.0),
            (Some(one), None) | (None, Some(one)) => one.0,
            (None, None) => return merged,
        };
        let own = a.next_if(|it| it.0 == column).map_or(0.0, |it| it.1);
        let other = b.next_if(|it| it.0 == column).map_or(0.0, |it| it.1);
        merged.push((column, [own, other]));
    }
}
