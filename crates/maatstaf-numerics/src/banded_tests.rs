use super::*;

/// The largest error of a solve whose answer is known, for a diagonally heavy matrix.
fn error(n: usize, width: usize, ring: bool) -> f64 {
    let element = |i: usize, j: usize| {
        let away = i.abs_diff(j);
        let away = if ring { away.min(n - away) } else { away };
        match away {
            0 => 4.0 + (i % 3) as f64,
            _ if away <= width => 1.0 / (1.0 + (away + i.min(j) % 2) as f64) / width as f64,
            _ => 0.0,
        }
    };
    let mut matrix = Banded::new(n, width);
    let answer: Vec<f64> = (0..n).map(|i| (i as f64 * 0.7).sin()).collect();
    let product = |i: usize| answer.iter().enumerate().map(|(j, x)| element(i, j) * x).sum();
    let mut b: Vec<f64> = (0..n).map(product).collect();
    let pairs = (0..n).flat_map(|i| (0..=i).map(move |j| (i, j)));
    for (i, j) in pairs.filter(|&(i, j)| element(i, j) != 0.0) {
        matrix.add(i, j, element(i, j));
    }
    matrix.factor().unwrap().solve(&mut b);
    b.iter().zip(&answer).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn law_a_solve_undoes_the_product() {
    for (n, width) in [(7, 3), (11, 5), (12, 5), (40, 5), (200, 2), (9, 1)] {
        for ring in [false, true] {
            assert!(error(n, width, ring) < 1e-13, "{n} rows, band {width}, ring {ring}");
        }
    }
}

#[test]
fn law_what_is_not_positive_is_refused() {
    let mut matrix = Banded::new(20, 2);
    (0..20).for_each(|i| matrix.add(i, i, 1.0));
    assert!(matrix.clone().factor().is_some());
    matrix.add(3, 3, -2.0);
    assert!(matrix.factor().is_none());
    let mut matrix = Banded::new(20, 2);
    (0..20).for_each(|i| matrix.add(i, i, 1.0));
    matrix.add(19, 0, 1.5);
    assert!(matrix.factor().is_none(), "the ring's own corner");
}
