//! How long one factorisation takes, and one solution.
#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_numerics::chain::{Chain, Front, Shape};

/// The sizes of the published lap problem: 15 unknowns and 8 equations a node, 5 links, 4 common.
const SHAPE: Shape = Shape { own: 16, shared: 7, links: 5, common: 4 };
const EQUATIONS: usize = 8;

/// Numbers in −1 … 1, in no order.
fn numbers() -> [f64; 1024] {
    let mut seed = 1_u64;
    std::array::from_fn(|_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    })
}

/// A saddle: positive curvature, rows of full rank.
fn fill(numbers: &[f64; 1024], node: usize, front: &mut Front<'_>) {
    let mut at = 7 * node;
    let mut next = || {
        at += 1;
        numbers[at % 1024]
    };
    let unknowns = SHAPE.own - EQUATIONS;
    let [before, shared, after, common] = Front::places(SHAPE);
    let beside = Front::own_columns(SHAPE);
    for i in 0..SHAPE.own {
        let is_row = i >= unknowns;
        let row = front.own_row_mut(i);
        row[i] = if is_row { -1e-8 } else { 2.0 };
        let links = if is_row { 0 } else { SHAPE.links };
        let others = if is_row { SHAPE.shared } else { 0 };
        row[beside + before..][..links].fill_with(&mut next);
        row[beside + after..][..links].fill_with(&mut next);
        row[beside + shared..][..others].fill_with(&mut next);
        row[beside + common..][..others.min(SHAPE.common)].fill_with(&mut next);
        for j in unknowns.max(i + 1)..SHAPE.own * usize::from(!is_row) {
            let value = next();
            front.own_row_mut(i)[j] = value;
            front.own_row_mut(j)[i] = value;
        }
    }
    for at in [before, after] {
        for link in at..at + SHAPE.links {
            for unknown in shared..shared + SHAPE.shared {
                let value = next();
                front.row_mut(link)[unknown] = value;
                front.row_mut(unknown)[link] = value;
            }
        }
    }
    (shared..shared + SHAPE.shared).for_each(|at| front.row_mut(at)[at] = 2.0);
    (after..after + SHAPE.links).for_each(|at| front.row_mut(at)[at] = -1e-8);
    (common..common + SHAPE.common).for_each(|at| front.row_mut(at)[at] = 2.0);
}

fn benches(criterion: &mut Criterion) {
    let numbers = numbers();
    for n_nodes in [500, 1000, 2000, 4000] {
        let mut chain = Chain::new(SHAPE, n_nodes);
        let inertia = chain.factor(|node, front| fill(&numbers, node, front));
        assert_eq!((inertia.zero, inertia.negative), (0, n_nodes * (EQUATIONS + SHAPE.links)));
        criterion.bench_function(&format!("factor a ring of {n_nodes} nodes"), |bencher| {
            bencher.iter(|| chain.factor(|node, front| fill(&numbers, node, front)));
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
