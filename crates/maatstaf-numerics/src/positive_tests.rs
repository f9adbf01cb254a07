use super::Factor;
use crate::random::Random;

/// `B·Bᵀ + n·I` of random numbers, with zeros where the band of a row has not begun.
fn matrix(n: usize, band: usize, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed, 0);
    let b: Vec<f64> = (0..n * n).map(|_| random.normal()).collect();
    let mut a = vec![0.0; n * n];
    for i in 0..n {
        for j in i.saturating_sub(band)..=i {
            let sum: f64 = (0..n).map(|k| b[i * n + k] * b[j * n + k]).sum();
            a[i * n + j] = sum / n as f64 + if i == j { 2.0 * band as f64 } else { 0.0 };
        }
    }
    a
}

#[track_caller]
fn check(n: usize, band: usize) {
    let a = matrix(n, band, 7);
    let factor = Factor::new(a.clone(), n).unwrap();
    assert_eq!((factor.len(), factor.is_empty()), (n, n == 0));
    let x: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
    let at = |i: usize, j: usize| a[i.max(j) * n + i.min(j)];
    let mut b: Vec<f64> = (0..n).map(|i| (0..n).map(|j| at(i, j) * x[j]).sum()).collect();
    let energy: f64 = b.iter().zip(&x).map(|(b, x)| b * x).sum();
    let mut half = b.clone();
    factor.solve_lower(&mut half);
    let found: f64 = half.iter().map(|it| it * it).sum();
    assert!((found - energy).abs() < 1e-10 * energy.abs().max(1.0), "{found} {energy}");
    factor.solve(&mut b);
    for (found, want) in b.iter().zip(&x) {
        assert!((found - want).abs() < 1e-12, "{n} {band}: {found} {want}");
    }
}

#[test]
fn law_a_system_solved_gives_what_it_was_made_of() {
    check(1, 1);
    check(9, 9);
    check(40, 5);
    check(61, 61);
}

#[test]
fn exact_determinant_of_three() {
    // |4 2 0; 2 5 3; 0 3 6| = 4·(30 − 9) − 2·12 = 60
    let factor = Factor::new(vec![4.0, 0.0, 0.0, 2.0, 5.0, 0.0, 0.0, 3.0, 6.0], 3).unwrap();
    assert!((factor.log_determinant() - 60_f64.ln()).abs() < 1e-14);
}

#[test]
fn what_is_not_positive_definite_is_refused() {
    assert_eq!(Factor::new(vec![1.0, 0.0, 2.0, 1.0], 2), None);
    assert_eq!(Factor::new(vec![f64::NAN], 1), None);
    assert!(Factor::new(Vec::new(), 0).is_some());
}
