use super::*;

/// Rounding of sums of chances.
const CHANCE_TOLERANCE: f64 = 1e-12;

#[track_caller]
fn check_ranks(n: u32, asked: f64, ranks: (usize, usize), coverage: f64) {
    let values: Vec<f64> = (1..=n).map(f64::from).collect();
    let interval = median_interval(&values, asked).unwrap();
    assert_eq!(interval.ranks, ranks, "n = {n}");
    assert_eq!((interval.low, interval.high), (ranks.0 as f64, ranks.1 as f64));
    assert!((interval.coverage - coverage).abs() < 5e-5, "n = {n}: {}", interval.coverage);
}

#[test]
fn agrees_with_tables_of_the_sign_interval() {
    // Conover (1999), Practical Nonparametric Statistics, table A3 (binomial, p = 0.5).
    check_ranks(5, 0.90, (1, 5), 0.9375);
    check_ranks(8, 0.90, (2, 7), 0.9297);
    check_ranks(10, 0.95, (2, 9), 0.9785);
    check_ranks(15, 0.95, (4, 12), 0.9648);
    check_ranks(20, 0.95, (6, 15), 0.9586);
    check_ranks(19, 0.90, (6, 14), 0.9364);
}

#[test]
fn exact_too_few_numbers() {
    for n in 0..5 {
        assert_eq!(median_interval(&vec![1.0; n], 0.90), None, "n = {n}");
    }
    assert_eq!(median_interval(&[1.0; 5], 0.95), None);
    assert_eq!(median_interval(&[f64::NAN; 9], 0.90), None);
}

#[test]
fn exact_chances_of_a_fair_coin() {
    let chances = fair_binomial(4);
    for (chance, want) in chances.iter().zip([1.0, 4.0, 6.0, 4.0, 1.0]) {
        assert!((chance - want / 16.0).abs() < CHANCE_TOLERANCE);
    }
    let many: f64 = fair_binomial(5000).iter().sum();
    assert!((many - 1.0).abs() < CHANCE_TOLERANCE);
}

#[test]
fn exact_sign_test() {
    assert!((sign_test(19, 2) - 2.0 * 232.0 / 2_097_152.0).abs() < CHANCE_TOLERANCE);
    assert_eq!(sign_test(2, 19), sign_test(19, 2));
}

#[test]
fn exact_scores_when_more_than_half_are_equal() {
    let values = [0.0, 0.0, 0.0, 0.0, 10.0];
    let scores = modified_z_scores(&values);
    assert!((scores[4] - 10.0 / (2.0 * MEAN_DEVIATION_FACTOR)).abs() < 1e-12);
    assert_eq!(modified_z_scores(&[7.0; 3]), [0.0; 3]);
    assert!(modified_z_scores(&[]).is_empty());
}

#[test]
fn exact_holes_are_left_out() {
    assert_eq!(median(&[f64::NAN, 1.0, f64::INFINITY, 3.0]), Some(2.0));
    assert_eq!(outliers(&[f64::NAN, 1.0], OUTLIER_THRESHOLD), [true, false]);
    assert_eq!(quantile(&[], 0.5), None);
    assert_eq!(quantile(&[1.0], 1.5), None);
    assert_eq!(mad(&[]), None);
}

#[test]
fn law_scores_turn_with_the_numbers() {
    let values: Vec<f64> = draws(7).take(41).map(normal_like).collect();
    let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
    let moved: Vec<f64> = values.iter().map(|value| 8.0 * value + 3.0).collect();
    let (scores, mirrored, moved) =
        (modified_z_scores(&values), modified_z_scores(&mirrored), modified_z_scores(&moved));
    for i in 0..values.len() {
        assert!((scores[i] + mirrored[i]).abs() < 1e-9);
        assert!((scores[i] - moved[i]).abs() < 1e-9);
    }
}

#[test]
fn law_the_middle_quantile_is_the_median() {
    for n in 1..40 {
        let values: Vec<f64> = draws(n).take(n as usize).collect();
        let (half, middle) = (quantile(&values, 0.5).unwrap(), median(&values).unwrap());
        assert!((half - middle).abs() < 1e-12);
    }
}

#[test]
fn law_intervals_hold_the_median_as_often_as_they_say() {
    const TRIALS: u32 = 4000;
    for (n, asked) in [(5_u32, 0.85), (9, 0.90), (19, 0.90), (30, 0.95)] {
        for shape in [normal_like, skewed] {
            let centre = shape(0.5);
            let mut source = draws(u64::from(n));
            let mut held = 0;
            let mut stated = 0.0;
            for _ in 0..TRIALS {
                let values: Vec<f64> = source.by_ref().take(n as usize).map(shape).collect();
                let interval = median_interval(&values, asked).unwrap();
                held += u32::from(interval.contains(centre));
                stated = interval.coverage;
            }
            let seen = f64::from(held) / f64::from(TRIALS);
            let deviation = (stated * (1.0 - stated) / f64::from(TRIALS)).sqrt();
            assert!(stated >= asked);
            assert!((seen - stated).abs() < 4.0 * deviation, "n = {n}: {seen} for {stated}");
        }
    }
}

/// Uniform on (0, 1): SplitMix64.
fn draws(seed: u64) -> impl Iterator<Item = f64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + 1e-17
    })
}

/// A logistic draw from a uniform one: symmetric, with tails.
fn normal_like(u: f64) -> f64 {
    (u / (1.0 - u)).ln()
}

/// An exponential draw from a uniform one.
fn skewed(u: f64) -> f64 {
    -(1.0 - u).ln()
}
