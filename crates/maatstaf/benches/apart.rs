//! How long it takes to tell drivers and cars apart.
//!
//! F1DB is looked for as tests do; without it nothing is measured.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench is a shell")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf::core::Season;
use maatstaf::numerics::nuts::Settings;
use maatstaf::pace::{Sampler, Spreads, apart, fitted_spreads};

#[path = "../../../fixtures/f1db.rs"]
mod release;

criterion_group!(benches, most_likely, with_spreads, a_chain);
criterion_main!(benches);

fn seasons(name: &str, years: std::ops::RangeInclusive<u16>) -> Option<Vec<&'static Season>> {
    let almanac = release::f1db(name)?;
    Some(almanac.seasons.range(years).map(|(_, season)| season).collect())
}

fn most_likely(bench: &mut Criterion) {
    for (name, years) in [
        ("apart, 2014 to 2021, spreads given", 2014..=2021),
        ("apart, all seasons, spreads given", 1950..=2026),
    ] {
        let Some(seasons) = seasons(name, years) else { return };
        let mut group = bench.benchmark_group("apart");
        group.sample_size(10);
        group.bench_function(name, |bench| {
            bench.iter(|| apart(black_box(&seasons), &Spreads::PUBLISHED).unwrap());
        });
        group.finish();
    }
}

fn with_spreads(bench: &mut Criterion) {
    let name = "apart, 2014 to 2021, spreads fitted";
    let Some(seasons) = seasons(name, 2014..=2021) else { return };
    let mut group = bench.benchmark_group("apart");
    group.sample_size(10);
    group.bench_function(name, |bench| {
        bench.iter(|| fitted_spreads(black_box(&seasons), 1).unwrap());
    });
    group.finish();
}

fn a_chain(bench: &mut Criterion) {
    let name = "apart, 2014 to 2021, a chain of 100 draws after 100";
    let Some(seasons) = seasons(name, 2014..=2021) else { return };
    let sampler = Sampler::new(&seasons).unwrap();
    let settings = Settings { warm_up: 100, draws: 100, ..Settings::default() };
    let mut group = bench.benchmark_group("apart");
    group.sample_size(10);
    group.bench_function(name, |bench| {
        bench.iter(|| sampler.chain(black_box(&settings), 1, 0, |_| ()).unwrap());
    });
    group.finish();
}
