//! How long an iteration takes on roads of any length, and the whole published lap where its data
//! is at hand. The derivatives of a node are measured by `node`, the factorisation by `chain` of
//! `maatstaf-numerics`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a shell")]

use std::f64::consts::PI;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use maatstaf_lapsim::{DoubleTrack, LapProblem, Piece, Settings, road_of_arcs, steady};
use maatstaf_numerics::interior_point::{Options, Status, solve};

#[path = "../tests/support/mod.rs"]
mod support;

/// A slow start, as published.
const START: f64 = 50.0 / 3.6;

criterion_group!(benches, iterations, published_lap);
criterion_main!(benches);

/// As many bends as give stations 10 m apart.
fn problem(n_nodes: usize) -> LapProblem {
    let n_bends = n_nodes / 50;
    let straight = Piece::Straight { length: 250.0 };
    let bend = Piece::Arc {
        radius: 250.0 * n_bends as f64 / (2.0 * PI),
        sweep: 2.0 * PI / n_bends as f64,
    };
    let pieces = [straight, bend].repeat(n_bends);
    let road = road_of_arcs(&pieces, 12.0, n_nodes, true).unwrap();
    LapProblem::new(road, DoubleTrack::limebeer_2014(), Settings::default()).unwrap()
}

fn iterations(criterion: &mut Criterion) {
    const COUNT: usize = 10;
    let mut group = criterion.benchmark_group("10 iterations");
    group.throughput(Throughput::Elements(COUNT as u64)).sample_size(10);
    for n_nodes in [500, 1000, 2000, 4000] {
        let problem = problem(n_nodes);
        let (unknowns, common) = problem.start(&steady(problem.car(), START).unwrap());
        let options = Options { iterations: COUNT, ..Options::default() };
        assert_eq!(solve(&problem, &unknowns, &common, &options).iterations, COUNT);
        group.bench_function(BenchmarkId::new("nodes", n_nodes), |bencher| {
            bencher.iter(|| solve(&problem, &unknowns, &common, &options));
        });
    }
}

fn published_lap(criterion: &mut Criterion) {
    let Some(problem) = support::published::catalunya("published lap") else { return };
    let (unknowns, common) = problem.start(&steady(problem.car(), START).unwrap());
    let options = Options { tolerance: 1e-10, ..Options::default() };
    assert_eq!(solve(&problem, &unknowns, &common, &options).status, Status::Solved);
    let mut group = criterion.benchmark_group("published lap");
    group.sample_size(10);
    group.bench_function("500 nodes", |bencher| {
        bencher.iter(|| solve(&problem, &unknowns, &common, &options));
    });
}
