use super::*;
use crate::random::Random;

#[track_caller]
fn close(got: f64, want: f64, by: f64) {
    assert!((got - want).abs() <= by, "{got} is not {want}");
}

/// Groups of rows with one level, as in a one-way layout.
fn layout(groups: &[&[f64]]) -> Vec<Row> {
    let rows = groups.iter().enumerate().flat_map(|(group, values)| {
        let row = move |(place, &response)| Row { group, place, response, entries: vec![(0, 1.0)] };
        (0..).zip(*values).map(row)
    });
    rows.collect()
}

/// A balanced one-way layout without correlation: the estimates of the analysis of variance.
#[test]
fn exact_balanced_groups() {
    let rows = layout(&[&[1.0, 2.0, 3.0], &[4.0, 6.0, 5.0], &[9.0, 8.0, 7.0], &[2.0, 4.0, 3.0]]);
    let start = Spreads { correlation: 0.0, ..Spreads::about(1.0) };
    let fit = fit(&rows, &[Column::Free], &start, 0).unwrap();
    // With a group spread of half a row's: V⁻¹ weighs all groups alike, so the mean is the mean.
    close(fit.coefficients[0], 4.5, 1e-12);
    let shrunk = 3.0 / (3.0 + 4.0);
    close(fit.groups[2] / (8.0 - 4.5), shrunk, 1e-12);
    let searched = super::fit(&rows, &[Column::Free], &start, 400).unwrap();
    // Mean squares: within 1, between 3 · 7 = 21; so τ² = 20 / 3.
    let unlikely_correlation = searched.spreads.correlation < 0.5;
    assert!(searched.settled && unlikely_correlation, "{:?}", searched.spreads);
}

/// Straight lines: least squares, where groups have no spread and neighbours nothing in common.
#[test]
fn exact_least_squares() {
    let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 4.0), (3.0, 8.0)];
    let row = |(group, (x, y)): (usize, (f64, f64))| Row {
        group,
        place: 0,
        response: y,
        entries: vec![(0, 1.0), (1, x)],
    };
    let rows: Vec<Row> = points.into_iter().enumerate().map(row).collect();
    let start = Spreads { row: 1.0, group: 1e-6, slope: 0.0, alike: 1.0, correlation: 0.0 };
    let fit = fit(&rows, &[Column::Free, Column::Free], &start, 0).unwrap();
    // By hand: slope 11/5, level 0.7, squares left 1.8, variance of the slope 0.9 / 5.
    close(fit.coefficients[0], 0.7, 1e-5);
    close(fit.coefficients[1], 2.2, 1e-5);
    let (slope, error) = fit.contrast(&[(1, 1.0)]);
    close(slope, 2.2, 1e-5);
    close(error, (0.9_f64 / 5.0).sqrt(), 1e-3);
}

#[test]
fn law_known_coefficients_stay_where_rows_say_nothing() {
    let mut rows = layout(&[&[1.0, 2.0], &[1.5, 1.2]]);
    rows[0].entries.push((1, 0.0));
    let columns = [Column::Free, Column::Known { mean: -0.3, sd: 0.1 }];
    let fit = fit(&rows, &columns, &Spreads::about(0.5), 0).unwrap();
    close(fit.coefficients[1], -0.3, 1e-12);
    // The prior weighs by the spread of a row that was handed in.
    let (_, error) = fit.contrast(&[(1, 1.0)]);
    close(error, 0.1 * fit.spreads.row / 0.5, 1e-12);
}

#[test]
fn law_what_cannot_be_fitted() {
    let rows = layout(&[&[1.0, 2.0], &[3.0]]);
    let refused =
        |rows: &[Row], columns: &[Column]| fit(rows, columns, &Spreads::about(1.0), 0).is_none();
    assert!(refused(&[], &[Column::Free]));
    assert!(refused(&rows, &[Column::Free, Column::Free]), "no row has the second column");
    assert!(refused(&rows, &[]), "a column that is not there");
    let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
    assert!(refused(&backwards, &[Column::Free]));
}

/// Rows in groups with neighbours alike: 200 layouts, spreads found, intervals that hold.
#[test]
fn law_spreads_are_found_and_errors_are_honest() {
    let truth = Spreads { row: 0.3, group: 0.2, slope: 0.02, alike: 0.1, correlation: 0.4 };
    let (mut held, mut sums) = (0, [0.0; 5]);
    let draws = 200;
    for seed in 0..draws {
        let rows = drawn(&truth, seed);
        let columns = [Column::Free, Column::Free].into_iter().chain([Column::Alike; 20]);
        let columns: Vec<Column> = columns.collect();
        let fit =
            fit(&rows, &columns, &Spreads { slope: 0.01, ..Spreads::about(0.2) }, 200).unwrap();
        let (difference, error) = fit.contrast(&[(1, 1.0)]);
        held += usize::from((difference - 0.5).abs() <= 1.71 * error);
        let Spreads { row, group, slope, alike, correlation } = fit.spreads;
        sums.iter_mut().zip([row, group, slope, alike, correlation]).for_each(|(sum, x)| *sum += x);
    }
    assert!((0.86..=0.95).contains(&(held as f64 / draws as f64)), "{held} of {draws}");
    let [row, group, slope, alike, correlation] = sums.map(|sum| sum / draws as f64);
    close(row, truth.row, 0.01);
    close(group, truth.group, 0.02);
    close(slope, truth.slope, 0.005);
    close(alike, truth.alike, 0.02);
    close(correlation, truth.correlation, 0.04);
}

/// 24 groups of 20 rows: half of the groups are 0.5 higher, and rows at one place share something.
fn drawn(truth: &Spreads, seed: u64) -> Vec<Row> {
    let mut random = Random::new(seed, 1);
    let shared: Vec<f64> = (0..20).map(|_| truth.alike * random.normal()).collect();
    let mut rows = Vec::new();
    for group in 0..24 {
        let level = truth.group * random.normal();
        let rise = truth.slope * random.normal();
        let mut error = truth.row * random.normal();
        for place in 0..20_u32 {
            let (higher, at) = ((group % 2) as f64, place as usize);
            let level = level + rise * (f64::from(place) - 9.5);
            let response = 7.0 + 0.5 * higher + level + shared[at] + error;
            let entries = vec![(0, 1.0), (1, higher), (2 + at, 1.0)];
            rows.push(Row { group, place, response, entries });
            let fresh = (1.0 - truth.correlation.powi(2)).sqrt() * truth.row * random.normal();
            error = truth.correlation * error + fresh;
        }
    }
    rows
}
