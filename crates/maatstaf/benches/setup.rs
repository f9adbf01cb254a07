//! What sensitivities and the best set-up of five parameters cost beside a lap, at Monaco and
//! Catalunya.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a shell")]

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf::{LapSettings, best_setup, free_parameters, sensitivities, solve_lap};

criterion_group!(benches, set_ups);
criterion_main!(benches);

fn set_ups(criterion: &mut Criterion) {
    let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
    let car = &maatstaf::find_car("f1-2014").unwrap().car;
    let free = free_parameters(car, &[]).unwrap();
    for name in ["monaco", "catalunya"] {
        let course = maatstaf::find_course(&courses, name).unwrap();
        let plain = || solve_lap("f1-2014", car, course, &LapSettings::default()).unwrap();
        let lap = plain();
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        group.bench_function("lap", |bencher| bencher.iter(plain));
        group.bench_function("sensitivities", |bencher| bencher.iter(|| sensitivities(&lap)));
        group.bench_function("best set-up", |bencher| {
            bencher.iter(|| best_setup(&lap, &free).unwrap());
        });
    }
}
