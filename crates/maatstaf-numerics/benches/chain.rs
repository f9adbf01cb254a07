//! How long one factorisation takes, and one solution.
#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_numerics::chain::{Chain, Shape};

/// The sizes of the published lap problem: 15 unknowns and 8 equations a node, 5 links, 4 common.
const SHAPE: Shape = Shape { own: 16, shared: 7, links: 5, common: 4 };

/// A saddle: positive curvature, rows of full rank.
fn chain(n_nodes: usize) -> Chain {
    let mut seed = 1_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    let mut chain = Chain::new(SHAPE, n_nodes);
    let size = SHAPE.front();
    let is_row = |i: usize| (8..16).contains(&i) || (23..33).contains(&i);
    for node in 0..n_nodes {
        let front = chain.front_mut(node);
        for i in 0..size {
            for j in 0..i {
                let value = if is_row(i) != is_row(j) { next() } else { 0.0 };
                (front[i * size + j], front[j * size + i]) = (value, value);
            }
            front[i * size + i] = if is_row(i) { -1e-8 } else { 1.0 + next().abs() };
        }
    }
    chain
}

fn benches(criterion: &mut Criterion) {
    for n_nodes in [500, 1000, 2000, 4000] {
        let mut chain = chain(n_nodes);
        criterion.bench_function(&format!("factor a ring of {n_nodes} nodes"), |bencher| {
            bencher.iter(|| chain.factor());
        });
        let right = vec![1.0; chain.len()];
        criterion.bench_function(&format!("solve a ring of {n_nodes} nodes"), |bencher| {
            bencher.iter(|| {
                let mut b = right.clone();
                chain.solve(&mut b);
                b
            });
        });
    }
}

criterion_group!(all, benches);
criterion_main!(all);
