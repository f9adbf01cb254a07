use super::{Matrix, Sight, Step, sights_known, smooth};

const PRIOR: Matrix<2> = [[4.0, 0.5], [0.5, 1.0]];

/// A place that a wandering speed moves, seen at some steps.
fn steps() -> Vec<Step<2>> {
    let sights = [Some(0.3), None, Some(1.9), None, Some(2.2), Some(2.1)];
    let step = |(k, seen): (usize, &Option<f64>)| Step {
        transition: [[1.0, 0.5 + 0.1 * k as f64], [0.0, 0.9]],
        noise: [[0.1, 0.02], [0.02, 0.05]],
        sight: seen.map(|value| Sight { row: [1.0, 0.2], value, variance: 0.3 }),
    };
    sights.iter().enumerate().map(step).collect()
}

/// All steps at once: the joint covariance of the states, and of what is seen with them.
///
/// Agrees with conditioning one large normal distribution, the textbook way.
#[test]
fn exact_as_one_large_normal_distribution() {
    let steps = steps();
    let n = 2 * steps.len();
    let mut joint = vec![vec![0.0; n]; n];
    let mut mean = vec![0.0; n];
    (mean[0], mean[1]) = (1.0, -0.5);
    for (i, row) in PRIOR.iter().enumerate() {
        joint[i][..2].copy_from_slice(row);
    }
    for (k, step) in steps.iter().enumerate().skip(1) {
        let (f, from, to) = (step.transition, 2 * (k - 1), 2 * k);
        for i in 0..2 {
            mean[to + i] = (0..2).map(|a| f[i][a] * mean[from + a]).sum();
            let with = |j: usize| (0..2).map(|a| f[i][a] * joint[from + a][j]).sum::<f64>();
            let row: Vec<f64> = (0..to).map(with).collect();
            for (j, with) in row.into_iter().enumerate() {
                (joint[to + i][j], joint[j][to + i]) = (with, with);
            }
        }
        for i in 0..2 {
            for j in 0..2 {
                let own: f64 = (0..2).map(|a| f[j][a] * joint[to + i][from + a]).sum();
                joint[to + i][to + j] = own + step.noise[i][j];
            }
        }
    }
    for (k, step) in steps.iter().enumerate() {
        let Some(Sight { row, value, variance }) = step.sight else { continue };
        let spread: Vec<f64> =
            (0..n).map(|i| (0..2).map(|a| joint[i][2 * k + a] * row[a]).sum()).collect();
        let seen: f64 = (0..2).map(|a| row[a] * spread[2 * k + a]).sum::<f64>() + variance;
        let surprise = value - (0..2).map(|a| row[a] * mean[2 * k + a]).sum::<f64>();
        for i in 0..n {
            mean[i] += spread[i] * surprise / seen;
            for j in 0..n {
                joint[i][j] -= spread[i] * spread[j] / seen;
            }
        }
    }
    let known = smooth([1.0, -0.5], PRIOR, &steps).unwrap();
    assert_eq!(known.len(), steps.len());
    for k in 0..steps.len() {
        let expect = [mean[2 * k], mean[2 * k + 1]];
        for (got, want) in known.mean(k).iter().zip(expect) {
            assert!((got - want).abs() < 1e-12, "step {k}: {got} {want}");
        }
        for earlier in 0..=k {
            let got = known.covariance(earlier, k, &[1.0, 0.0]);
            for (i, got) in got.iter().enumerate() {
                let want = joint[2 * earlier + i][2 * k];
                assert!((got - want).abs() < 1e-12, "steps {earlier}, {k}: {got} {want}");
            }
        }
        let variance = known.variance(k, &[0.0, 1.0]);
        assert!((variance - joint[2 * k + 1][2 * k + 1]).abs() < 1e-12);
    }
    let sums = [
        vec![(0, [1.0, -2.0]), (2, [0.5, 0.0]), (5, [0.0, 3.0])],
        vec![(1, [0.2, 0.0]), (2, [-1.0, 1.0]), (4, [2.0, 0.1])],
    ];
    let got = known.covariances_of_sums(&[sums[0].clone(), sums[1].clone(), Vec::new()]);
    for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let mut want = 0.0;
        for (k, row) in &sums[a] {
            for (l, other) in &sums[b] {
                let of = |i: usize, j: usize| row[i] * other[j] * joint[2 * k + i][2 * l + j];
                want += of(0, 0) + of(0, 1) + of(1, 0) + of(1, 1);
            }
        }
        assert!((got[a][b] - want).abs() < 1e-12, "sums {a}, {b}: {} {want}", got[a][b]);
    }
    assert_eq!(got[2], [0.0; 3]);
}

/// Back by the adjoint is the same as back by the gains.
#[test]
fn law_sights_are_known_as_the_smoother_knows_them() {
    let steps = steps();
    let known = smooth([1.0, -0.5], PRIOR, &steps).unwrap();
    let sights = sights_known([1.0, -0.5], PRIOR, &steps).unwrap();
    assert_eq!(sights.len(), steps.len());
    for (k, step) in steps.iter().enumerate() {
        assert_eq!(sights[k].is_some(), step.sight.is_some(), "step {k}");
        let (Some([mean, variance]), Some(sight)) = (sights[k], step.sight) else { continue };
        let want: f64 = sight.row.iter().zip(known.mean(k)).map(|(row, x)| row * x).sum();
        assert!((mean - want).abs() < 1e-12, "step {k}: {mean} {want}");
        let want = known.variance(k, &sight.row);
        assert!((variance - want).abs() < 1e-12, "step {k}: {variance} {want}");
    }
    let none = Sight { row: [1.0, 0.0], value: 0.0, variance: 0.0 };
    let exact = Step { sight: Some(none), ..steps[0] };
    assert_eq!(sights_known([0.0; 2], PRIOR, &[exact]), None);
}

/// The logarithm of the normal density of one number, from its mean 1 with variance 4 + 0.3 + ….
#[test]
fn exact_likelihood_of_one_sight() {
    let sight = Sight { row: [1.0, 0.0], value: 2.0, variance: 1.0 };
    let step = Step { transition: [[0.0; 2]; 2], noise: [[0.0; 2]; 2], sight: Some(sight) };
    let known = smooth([0.0, 0.0], PRIOR, &[step]).unwrap();
    let want = -0.5 * (4.0 / 5.0 + (2.0 * std::f64::consts::PI * 5.0).ln());
    assert!((known.log_likelihood() - want).abs() < 1e-14);
}

#[test]
fn what_has_no_variance_is_refused() {
    let sight = Sight { row: [1.0], value: 2.0, variance: 0.0 };
    let step = Step { transition: [[1.0]], noise: [[0.0]], sight: Some(sight) };
    assert!(smooth([0.0], [[1.0]], &[step]).is_none());
    let bare = Step { sight: None, ..step };
    assert!(smooth([0.0], [[0.0]], &[bare, bare]).is_none());
    assert!(smooth([0.0], [[0.0]], &[]).unwrap().is_empty());
}
