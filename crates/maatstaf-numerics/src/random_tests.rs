use super::{Random, spread};

/// SplitMix64 from state 1234567, as in the reference implementation by Vigna (splitmix64.c).
#[test]
fn agrees_with_the_reference_of_splitmix() {
    let mut random = Random { state: 1_234_567 };
    let want = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    assert_eq!(want.map(|_| random.bits()), want);
    assert_ne!(spread(1), spread(2));
}

/// Means and variances of 100,000 numbers, within four standard errors.
#[test]
fn law_moments() {
    let mut random = Random::new(3, 9);
    let n = 100_000;
    let (mut sums, mut squares) = ([0.0; 2], [0.0; 2]);
    for _ in 0..n {
        for (which, value) in [random.uniform() - 0.5, random.normal()].into_iter().enumerate() {
            sums[which] += value;
            squares[which] += value * value;
        }
    }
    for (which, variance) in [1.0 / 12.0, 1.0_f64].into_iter().enumerate() {
        let (mean, got) = (sums[which] / f64::from(n), squares[which] / f64::from(n));
        assert!(mean.abs() < 4.0 * (variance / f64::from(n)).sqrt(), "{mean}");
        assert!((got - variance).abs() < 4.0 * variance * (2.0 / f64::from(n)).sqrt(), "{got}");
    }
}

/// Streams and seeds differ from each other from the first number on.
#[test]
fn law_streams_differ() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..50 {
        for stream in 0..50 {
            assert!(seen.insert(Random::new(seed, stream).bits()));
        }
    }
}

/// The closed form, over all sizes of the number.
#[test]
fn exact_exponential_times() {
    for bits in (0..1 << 23).step_by(4099).chain([0, 1, 2, (1 << 23) - 1]) {
        let want = -((f64::from(bits) + 0.5) / 8_388_608.0).ln();
        let got = f64::from(super::exponential_of(bits));
        assert!((got - want).abs() <= 1e-6 * want.max(1e-2), "{bits}: {got} {want}");
        assert!(got > 0.0, "{bits}");
    }
}
