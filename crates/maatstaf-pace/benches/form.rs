//! How long the form of one pair takes, and a chain of team mates over every season.
#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_core::DriverId;
use maatstaf_numerics::random::Random;
use maatstaf_pace::{MateGap, RoundGap, chained_gap, form_level};

/// Twenty-four rounds around a level, one in twelve wild.
fn season() -> Vec<RoundGap> {
    let mut random = Random::new(1, 0);
    let mut gap = |round| {
        let wild = if random.uniform() < 1.0 / 12.0 { 30.0 } else { 1.0 };
        RoundGap { round, gap: 0.5 + 0.4 * wild * random.normal(), error: 0.0 }
    };
    (1..=24).map(&mut gap).collect()
}

/// As many drivers and pairs as since the beginning: chains of careers side by side.
fn pairs() -> Vec<MateGap> {
    let mut random = Random::new(2, 0);
    let mut gap = |i: u32| {
        let beside = 1 + (12.0 * random.uniform()) as u32;
        let driver = |number: u32| DriverId::new(&format!("driver-{number:04}"));
        MateGap {
            season: (i / 30) as u16,
            driver: driver(i / 3),
            reference: driver(i / 3 + beside),
            gap: 0.5 * random.normal(),
            error: 0.1,
            spread: 0.4,
            n: 16,
        }
    };
    (0..2000).map(&mut gap).collect()
}

fn bench(criterion: &mut Criterion) {
    let (season, pairs) = (season(), pairs());
    criterion.bench_function("form of a pair, 24 rounds", |b| b.iter(|| form_level(&season, 5)));
    let (from, to) = (DriverId::new("driver-0010"), DriverId::new("driver-0600"));
    criterion.bench_function("chain among 2000 pair-seasons", |b| {
        b.iter(|| chained_gap(&pairs, &from, &to));
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
