use crate::symmetric;

use super::*;

struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// A system whose fronts are at hand, and the same as one dense matrix.
struct System {
    chain: Chain,
    /// `[n_nodes × front × front]`, without padding.
    fronts: Vec<Vec<f64>>,
    dense: Vec<f64>,
}

/// Where the rows of a node's front stand in the whole.
fn rows(chain: &Chain, node: usize) -> Vec<usize> {
    let Shape { own, shared, links, common, .. } = chain.shape;
    let (at, before) = (chain.block_at(node), chain.block_at(node + chain.n_nodes - 1));
    let parts = [
        (at - own, own),
        (before + shared, links),
        (at, shared + links),
        (chain.common_at(), common),
    ];
    parts.into_iter().flat_map(|(from, length)| from..from + length).collect()
}

impl System {
    fn random(shape: Shape, n_nodes: usize, seed: u64) -> Self {
        let mut numbers = Numbers(seed);
        let mut chain = Chain::new(shape, n_nodes);
        let n = chain.len();
        let mut dense = vec![0.0; n * n];
        let mut fronts = Vec::new();
        for node in 0..n_nodes {
            let rows = rows(&chain, node);
            let mut front = vec![0.0; rows.len() * rows.len()];
            for i in 0..rows.len() {
                for j in 0..=i {
                    let value = numbers.next();
                    for (i, j) in if i == j { vec![(i, i)] } else { vec![(i, j), (j, i)] } {
                        front[i * rows.len() + j] = value;
                        dense[rows[i] * n + rows[j]] += value;
                    }
                }
            }
            fronts.push(front);
            let (here, next) = (chain.block_at(node), chain.block_at(node + 1));
            for (j, tie) in chain.tie_mut(node).iter_mut().enumerate() {
                *tie = numbers.next();
                dense[(here + j) * n + next + j] += *tie;
                dense[(next + j) * n + here + j] += *tie;
            }
        }
        for i in 0..shape.common {
            let value = numbers.next();
            chain.common_mut()[i * shape.common + i] = value;
            dense[(n - shape.common + i) * (n + 1)] += value;
        }
        Self { chain, fronts, dense }
    }

    fn factor(&mut self) -> Inertia {
        let Self { chain, fronts, .. } = self;
        let own = chain.shape.own;
        let size = own + chain.shape.rest();
        let beside = Front::own_columns(chain.shape);
        chain.factor(|node, front| {
            for (i, from) in fronts[node].chunks_exact(size).enumerate() {
                let (of_own, of_rest) = from.split_at(own);
                if i < own {
                    front.own_row_mut(i)[..own].copy_from_slice(of_own);
                    front.own_row_mut(i)[beside..][..of_rest.len()].copy_from_slice(of_rest);
                } else {
                    front.row_mut(i - own)[..of_rest.len()].copy_from_slice(of_rest);
                }
            }
        })
    }
}

#[track_caller]
fn check(shape: Shape, n_nodes: usize) {
    for seed in 0..10 {
        let mut system = System::random(shape, n_nodes, seed);
        let n = system.chain.len();
        let mut numbers = Numbers(seed + 77);
        let b: Vec<f64> = (0..n).map(|_| numbers.next()).collect();
        let inertia = system.factor();
        let mut x = b.clone();
        system.chain.solve(&mut x);
        let rows = system.dense.chunks_exact(n).zip(&b);
        let left = |(row, b): (&[f64], &f64)| {
            (row.iter().zip(&x).map(|(a, x)| a * x).sum::<f64>() - b).abs()
        };
        let worst = rows.map(left).fold(0.0, f64::max);
        assert!(worst < 1e-8, "{shape:?}, {n_nodes} nodes, seed {seed}: {worst:e}");
        let stride = padded(n);
        let mut factors: Vec<f64> = Vec::new();
        for row in system.dense.chunks_exact(n) {
            factors.extend(row);
            factors.resize(factors.len().next_multiple_of(stride), 0.0);
        }
        let (mut order, mut pairs) = (vec![0; n], vec![0.0; n]);
        let of_whole = symmetric::factor(&mut factors, n, stride, &mut order, &mut pairs);
        assert_eq!(inertia, of_whole, "seed {seed}");
    }
}

#[test]
fn law_a_chain_solves_as_its_dense_matrix() {
    check(Shape { own: 3, shared: 2, links: 1, common: 0 }, 2);
    check(Shape { own: 3, shared: 2, links: 1, common: 2 }, 3);
    check(Shape { own: 5, shared: 3, links: 2, common: 1 }, 7);
    check(Shape { own: 0, shared: 4, links: 3, common: 3 }, 5);
    check(Shape { own: 4, shared: 4, links: 3, common: 3 }, 10);
}

#[test]
fn law_nodes_alone_solve_as_their_dense_matrix() {
    check(Shape { own: 3, shared: 0, links: 0, common: 0 }, 2);
    check(Shape { own: 3, shared: 0, links: 0, common: 2 }, 4);
}
