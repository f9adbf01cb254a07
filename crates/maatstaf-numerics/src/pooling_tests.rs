use super::*;
use crate::random::Random;

fn of(numbers: &[(f64, f64)]) -> Vec<Measured> {
    numbers.iter().map(|&(value, error)| Measured { value, error }).collect()
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "{got} is not {want}");
}

/// Equal errors: all by hand. Values 1, 2, 3, 6 have mean 3 and variance 14/3.
#[test]
fn exact_with_equal_errors() {
    let pooled = pooled(&of(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (6.0, 1.0)]), 0.90).unwrap();
    close(pooled.mean, 3.0);
    close(pooled.spread, (14.0_f64 / 3.0 - 1.0).sqrt());
    close(pooled.error, (14.0_f64 / 3.0 / 4.0).sqrt());
    close(pooled.share, 1.0 - 3.0 / 14.0);
    close(pooled.interval.1, 3.0 + 2.353_363_434_801_8 * pooled.error);
    close(pooled.spread_interval.1, (14.0_f64 / 0.351_846_317_749_272 - 1.0).sqrt());
}

#[test]
fn law_numbers_that_cannot_be_pooled() {
    for numbers in [
        vec![],
        of(&[(1.0, 1.0)]),
        of(&[(1.0, 1.0), (f64::NAN, 1.0)]),
        of(&[(1.0, 0.0), (2.0, 1.0)]),
    ] {
        assert_eq!(pooled(&numbers, 0.90), None);
    }
    let same = pooled(&of(&[(1.0, 0.1), (1.0, 0.3)]), 0.90).unwrap();
    assert_eq!((same.spread, same.mean, same.next), (0.0, 1.0, None));
    close(same.by_chance, 1.0);
}

/// 500 draws: the interval of the mean and that of the spread hold the truth as often as said.
#[test]
fn law_intervals_hold_as_often_as_said() {
    let mut random = Random::new(5, 0);
    let (mut held, mut spread_held, draws) = (0, 0, 500);
    for _ in 0..draws {
        let number = |random: &mut Random| {
            let error = 0.05 + 0.1 * random.uniform();
            Measured { value: 0.3 + 0.1 * random.normal() + error * random.normal(), error }
        };
        let numbers: Vec<Measured> = (0..14).map(|_| number(&mut random)).collect();
        let pooled = pooled(&numbers, 0.90).unwrap();
        held += usize::from(pooled.interval.0 <= 0.3 && 0.3 <= pooled.interval.1);
        let (low, high) = pooled.spread_interval;
        spread_held += usize::from(low <= 0.1 && 0.1 <= high);
    }
    assert!((430..=475).contains(&held), "{held} of {draws}");
    assert!((430..=475).contains(&spread_held), "{spread_held} of {draws}");
}
