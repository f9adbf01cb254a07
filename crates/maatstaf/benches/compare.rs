//! Two laps compared, and fifty laps against fifty: `cargo bench -p maatstaf --bench compare`.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf::compare::road_of;
use maatstaf::core::{Course, Trace};
use maatstaf::telemetry::{
    DrivenLap, Road, SampledLap, Sampling, compare, compare_many, driven_lap, resampled,
};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

fn lap(level: f64) -> Trace {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    let course = find_course(&courses, "silverstone").unwrap();
    let car = &find_car("f1-2024").unwrap().car;
    let car = car.with_setup("aero.downforce_level", level).unwrap();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    fastest_lap("f1-2024", &car, course, &settings).unwrap().trace
}

fn driven(laps: &[SampledLap], road: &Road) -> Vec<DrivenLap> {
    laps.iter().map(|lap| driven_lap(lap, road, &[])).collect()
}

fn compared(criterion: &mut Criterion) {
    let traces = [lap(0.95), lap(1.05)];
    let sampled = traces.each_ref().map(|trace| -> Vec<SampledLap> {
        (0..50).map(|seed| resampled(trace, &Sampling::FEED, seed).unwrap()).collect()
    });
    let pair = [&sampled[0][0], &sampled[1][0]];
    let (_, road) = road_of(&pair).unwrap();
    criterion
        .bench_function("the road of two laps", |bench| bench.iter(|| road_of(black_box(&pair))));
    criterion.bench_function("a lap put on its road", |bench| {
        bench.iter(|| driven_lap(black_box(pair[0]), &road, &[]));
    });
    criterion.bench_function("two laps compared on their road", |bench| {
        bench.iter(|| {
            let laps = pair.map(|lap| driven_lap(black_box(lap), &road, &[]));
            compare(&laps[0], &laps[1], &road)
        });
    });
    let mut group = criterion.benchmark_group("many");
    group.sample_size(10);
    group.bench_function("fifty laps against fifty", |bench| {
        bench.iter(|| {
            let [laps, reference] = sampled.each_ref().map(|laps| driven(black_box(laps), &road));
            compare_many(&laps, &reference, &road)
        });
    });
}

criterion_group!(benches, compared);
criterion_main!(benches);
