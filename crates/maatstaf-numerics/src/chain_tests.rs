use super::*;

struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

fn random(shape: Shape, n_nodes: usize, seed: u64) -> Chain {
    let mut numbers = Numbers(seed);
    let mut chain = Chain::new(shape, n_nodes);
    let size = shape.front();
    for k in 0..n_nodes {
        for i in 0..size {
            for j in 0..=i {
                let value = numbers.next();
                let front = chain.front_mut(k);
                (front[i * size + j], front[j * size + i]) = (value, value);
            }
        }
        chain.tie_mut(k).iter_mut().for_each(|tie| *tie = numbers.next());
    }
    for i in 0..shape.common {
        chain.common_mut()[i * shape.common + i] = numbers.next();
    }
    chain
}

/// The whole system as one dense matrix.
fn dense(chain: &Chain) -> Vec<f64> {
    let n = chain.len();
    let mut a = vec![0.0; n * n];
    for j in 0..n {
        let mut unit = vec![0.0; n];
        unit[j] = -1.0;
        let column = chain.residual(&unit, &vec![0.0; n]);
        (0..n).for_each(|i| a[i * n + j] = column[i]);
    }
    a
}

#[track_caller]
fn check(shape: Shape, n_nodes: usize) {
    for seed in 0..10 {
        let mut chain = random(shape, n_nodes, seed);
        let n = chain.len();
        let mut numbers = Numbers(seed + 77);
        let b: Vec<f64> = (0..n).map(|_| numbers.next()).collect();
        let whole = dense(&chain);
        for i in 0..n {
            for j in 0..i {
                assert_eq!(whole[i * n + j], whole[j * n + i], "symmetric");
            }
        }
        let inertia = chain.factor();
        let mut x = b.clone();
        chain.solve(&mut x);
        let worst = chain.residual(&x, &b).iter().fold(0.0_f64, |most, at| most.max(at.abs()));
        assert!(worst < 1e-8, "{shape:?}, {n_nodes} nodes, seed {seed}: {worst:e}");
        let (mut factors, mut order, mut pairs) = (whole, vec![0; n], vec![0.0; n]);
        let of_whole = symmetric::factor(&mut factors, n, &mut order, &mut pairs);
        assert_eq!(inertia, of_whole, "seed {seed}");
    }
}

#[test]
fn law_a_chain_solves_as_its_dense_matrix() {
    check(Shape { own: 3, shared: 2, links: 1, common: 0 }, 2);
    check(Shape { own: 3, shared: 2, links: 1, common: 2 }, 3);
    check(Shape { own: 5, shared: 3, links: 2, common: 1 }, 7);
    check(Shape { own: 4, shared: 4, links: 3, common: 3 }, 10);
}
