//! How long the derivatives of 500 nodes take: values, first and second derivatives, level and
//! tilted, and for comparison jets over all inputs at once.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is a shell")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_lapsim::node::{N_INPUTS, node};
use maatstaf_lapsim::{DoubleTrack, LapProblem, Road, Settings, Station, steady};
use maatstaf_numerics::jet::Jet2;
use maatstaf_numerics::programme::{Derivatives, Programme};

criterion_group!(benches, values, derivatives, large_jets);
criterion_main!(benches);

const N_NODES: usize = 500;

fn problem(tilt: f64) -> LapProblem {
    let station = |i: usize| {
        let wave = (i as f64 * 0.05).sin();
        let (pitch, roll) = (tilt * wave, -tilt * wave);
        let level = Station::level(9.0 * i as f64, 0.01 * wave, 6.0, 6.0);
        Station { pitch, roll, pitch_rate: 0.01 * pitch, roll_rate: 0.01 * roll, ..level }
    };
    let road = Road::closed((0..N_NODES).map(station).collect(), 9.0 * N_NODES as f64).unwrap();
    LapProblem::new(road, DoubleTrack::limebeer_2014(), Settings::default()).unwrap()
}

/// Inputs of a node at speed, a little to the side of everything.
fn input(problem: &LapProblem) -> Vec<f64> {
    let mut input = steady(problem.car(), 60.0).unwrap().to_vec();
    input[5..7].copy_from_slice(&[0.3, 0.1]);
    input[11..14].copy_from_slice(&[1.0, 0.02, 0.03]);
    input.resize(problem.layout().inputs(), 0.0);
    input
}

fn values(bench: &mut Criterion) {
    let problem = problem(0.0);
    let (input, mut values) = (input(&problem), vec![0.0; problem.layout().outputs()]);
    bench.bench_function("values of 500 nodes", |bench| {
        bench.iter(|| {
            (0..N_NODES).for_each(|at| problem.values(at, black_box(&input), &mut values));
        });
    });
}

fn derivatives(bench: &mut Criterion) {
    for (road, tilt) in [("level", 0.0), ("tilted", 0.05)] {
        let problem = problem(tilt);
        let (input, mut out) = (input(&problem), Derivatives::zeros(problem.layout()));
        let weights = vec![0.5; problem.layout().outputs()];
        bench.bench_function(&format!("derivatives of 500 nodes, {road}"), |bench| {
            bench.iter(|| {
                for at in 0..N_NODES {
                    problem.derivatives(at, black_box(&input), black_box(&weights), &mut out);
                }
            });
        });
    }
}

fn large_jets(bench: &mut Criterion) {
    let problem = problem(0.0);
    let input: [f64; N_INPUTS] = input(&problem)[..N_INPUTS].try_into().unwrap();
    bench.bench_function("jets over all inputs of 500 nodes", |bench| {
        bench.iter(|| {
            for surface in problem.road().surfaces() {
                let jets = Jet2::<N_INPUTS, 136>::variables(black_box(input));
                black_box(node(problem.car(), surface, &jets));
            }
        });
    });
}
