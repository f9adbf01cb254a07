//! How long a quasi-steady lap takes: on a line and an envelope that are there, as in a sweep.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a shell")]

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_lapsim::{
    DoubleTrack, Envelope, EnvelopeTable, Line, Mesh, QuasiSteadySettings, Road, quasi_steady_lap,
};

criterion_group!(benches, laps);
criterion_main!(benches);

fn laps(criterion: &mut Criterion) {
    let course = maatstaf_facts::courses().iter().find(|it| it.id() == "catalunya").unwrap();
    let road = Road::along(course, &Mesh::Adapted(1000)).unwrap();
    let line = Line::of_least_curvature(&road, 0.8).unwrap();
    let settings = QuasiSteadySettings::default();
    let mut group = criterion.benchmark_group("quasi-steady lap, 1,000 nodes");
    for car in ["f1-2014", "f1-2024", "gt3"] {
        let described = &maatstaf_facts::car(car).unwrap().car;
        let envelope = Envelope::new(&DoubleTrack::from_car(described).unwrap()).unwrap();
        let table = EnvelopeTable::new(&envelope);
        group.bench_function(car, |bencher| {
            bencher.iter(|| quasi_steady_lap(&line, &table, None, &settings).unwrap());
        });
    }
    group.finish();
    let described = &maatstaf_facts::car("f1-2024").unwrap().car;
    let envelope = Envelope::new(&DoubleTrack::from_car(described).unwrap()).unwrap();
    criterion.bench_function("table of an envelope", |bencher| {
        bencher.iter(|| EnvelopeTable::new(&envelope));
    });
    criterion.bench_function("line of least curvature, 1,000 nodes", |bencher| {
        bencher.iter(|| Line::of_least_curvature(&road, 0.8).unwrap());
    });
}
