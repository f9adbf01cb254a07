//! How long the pace of a race takes, and that of a season: laps to gaps.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_core::{DriverName, Recording};
use maatstaf_numerics::random::Random;
use maatstaf_pace::{PaceSettings, lap_table, race_gap, race_pace, season_gap};

#[path = "../tests/made_up/mod.rs"]
mod made_up;

/// Twenty cars, 57 laps, as many stints as a real race has.
fn races(n: u64) -> Vec<Recording> {
    let race = |seed| {
        let mut random = Random::new(seed, 1);
        let truth = made_up::Truth::drawn(20, 57, &mut random);
        made_up::race(&truth, &mut random)
    };
    (0..n).map(race).collect()
}

fn race_pace_bench(c: &mut Criterion) {
    let settings = PaceSettings { trend: -3.4, trend_sd: 1.3, ..PaceSettings::default() };
    let season = races(22);
    let mut group = c.benchmark_group("race pace");
    group.sample_size(10);
    group.bench_function("a race of 20 cars and 57 laps", |bench| {
        bench.iter(|| race_pace(lap_table(black_box(&season[0])), &settings));
    });
    let [first, second] = ["D00", "D01"].map(DriverName::new);
    group.bench_function("a season of 22 such races", |bench| {
        bench.iter(|| {
            let gaps = black_box(&season).iter().filter_map(|race| {
                let pace = race_pace(lap_table(race), &settings).ok()?;
                race_gap("", &pace, &first, &second)
            });
            season_gap(gaps.collect())
        });
    });
    group.finish();
}

criterion_group!(benches, race_pace_bench);
criterion_main!(benches);
