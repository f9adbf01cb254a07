use super::Believed;

/// Two numbers seen through their sum and their difference, with errors that vary together.
///
/// By hand: what is known of `(a + b, a − b)` is `C`, so `(a, b)` varies by `J·C·Jᵀ` with `J = ½·[[1, 1], [1, −1]]`.
#[test]
fn exact_as_the_inverse_by_hand() {
    let mut believed = Believed::before(&[1e9, 1e9]);
    let noise = [vec![2.0, 0.6], vec![0.6, 1.0]];
    let weights = believed.see(&[vec![1.0, 1.0], vec![1.0, -1.0]], &[7.0, 1.0], &noise).unwrap();
    let now = believed.now().unwrap();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    close(now.mean[0], 4.0);
    close(now.mean[1], 3.0);
    close(now.covariance[0][0], 0.25 * (2.0 + 1.2 + 1.0));
    close(now.covariance[0][1], 0.25 * (2.0 - 1.0));
    close(now.covariance[1][1], 0.25 * (2.0 - 1.2 + 1.0));
    // The weights say how the estimate follows from what was seen.
    for row in [[1.0, 0.0], [0.3, -2.0]] {
        let with = now.with_each(&row);
        let of = |i: usize| with[0] * weights[i][0] + with[1] * weights[i][1];
        close(of(0) * 7.0 + of(1) * 1.0, now.of(&row));
        assert!(now.variance_left_of_before(&row) < 1e-12);
    }
}

/// One number of deviation 2 seen once with deviation 1: it counts for four fifths.
#[test]
fn exact_with_a_belief_beforehand() {
    let mut believed = Believed::before(&[2.0]);
    believed.see(&[vec![1.0]], &[5.0], &[vec![1.0]]).unwrap();
    let now = believed.now().unwrap();
    assert!((now.mean[0] - 4.0).abs() < 1e-12);
    assert!((now.variance(&[1.0]) - 0.8).abs() < 1e-12);
    // 0.8² / 2² of it is what was believed, the other 0.8² · 1² what was seen.
    assert!((now.variance_left_of_before(&[1.0]) - 0.16).abs() < 1e-12);
}

#[test]
fn errors_that_cannot_be_are_refused() {
    let mut believed = Believed::before(&[1.0]);
    let before = believed.clone();
    assert_eq!(believed.see(&[vec![1.0]], &[5.0], &[vec![0.0]]), None);
    assert_eq!(believed, before);
}
