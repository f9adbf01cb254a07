//! How long it takes to find what a car can do, and the fastest lap on a free line within that.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a shell")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use maatstaf_lapsim::{
    DoubleTrack, Envelope, EnvelopeTable, FreeLine, FreeSettings, Line, Mesh, QuasiSteadySettings,
    Road, quasi_steady_lap,
};
use maatstaf_numerics::interior_point::{Options, Status, solve};

criterion_group!(benches, envelopes, free_laps);
criterion_main!(benches);

fn car(name: &str) -> DoubleTrack {
    DoubleTrack::from_car(&maatstaf_facts::car(name).unwrap().car).unwrap()
}

fn envelopes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("envelope");
    group.sample_size(10);
    for name in ["f1-2014", "f1-2024", "gt3", "hypercar", "lmp2", "formula-student"] {
        let car = car(name);
        group.bench_function(name, |bencher| bencher.iter(|| Envelope::new(&car).unwrap()));
    }
}

/// With the line of least curvature and the lap on it, which are its start.
fn free_laps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("free-line lap, a node every 10 m");
    group.sample_size(10);
    for (name, id) in [("f1-2014", "catalunya"), ("gt3", "monaco"), ("f1-2024", "monza")] {
        let course = maatstaf_facts::courses().iter().find(|it| it.id() == id).unwrap();
        let road = Road::along(course, &Mesh::Adapted((course.length() / 10.0) as usize)).unwrap();
        let envelope = Envelope::new(&car(name)).unwrap();
        let table = EnvelopeTable::new(&envelope);
        let lap = || {
            let line = Line::of_least_curvature(&road, 0.8).unwrap();
            let settings = QuasiSteadySettings::default();
            let slower = quasi_steady_lap(&line, &table, None, &settings).unwrap();
            let problem = FreeLine::new(&road, &envelope, FreeSettings::default()).unwrap();
            let start = problem.start_on(&line, &slower);
            let options = Options { tolerance: 1e-6, barrier: 1e-2, ..Options::default() };
            solve(&problem, &start, &[], &options)
        };
        let solution = lap();
        assert_eq!(solution.status, Status::Solved);
        println!(
            "{name} {id}: {} nodes, {} iterations",
            road.stations().len(),
            solution.iterations
        );
        group.bench_function(BenchmarkId::new(name, id), |bencher| bencher.iter(lap));
    }
}
