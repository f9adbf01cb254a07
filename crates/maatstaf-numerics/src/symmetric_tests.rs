use super::*;

/// A repeatable stream of numbers in −1 … 1.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// Row by row, padded.
fn random(n: usize, seed: u64) -> Vec<f64> {
    let mut numbers = Numbers(seed);
    let stride = padded(n);
    let mut a = vec![0.0; n * stride];
    for i in 0..n {
        for j in 0..=i {
            let value = numbers.next();
            (a[i * stride + j], a[j * stride + i]) = (value, value);
        }
    }
    a
}

/// Solves, and gives the largest residual and the inertia.
fn solved(a: &[f64], n: usize) -> (f64, Inertia) {
    let mut numbers = Numbers(9);
    let stride = padded(n);
    let b: Vec<f64> = (0..n).map(|_| numbers.next()).collect();
    let (mut f, mut order, mut pairs) = (a.to_vec(), vec![0; n], vec![0.0; n]);
    let inertia = factor(&mut f, n, stride, &mut order, &mut pairs);
    let (mut x, mut spare) = (b.clone(), vec![0.0; n]);
    forward_one(&f, stride, &order, &mut x, &mut spare);
    divide_one(&f, stride, &pairs, &mut x);
    backward_one(&f, stride, &order, &mut x, &mut spare);
    let mut worst = 0.0_f64;
    for i in 0..n {
        let row: f64 = (0..n).map(|j| a[i * stride + j] * x[j]).sum();
        worst = worst.max((row - b[i]).abs());
    }
    (worst, inertia)
}

/// `Bᵀ A⁻¹ B` in tiles, against one column at a time; the largest difference.
fn of_products(a: &[f64], n: usize, tiles: usize) -> f64 {
    let mut numbers = Numbers(5);
    let at = padded(n);
    let columns = tiles * TILE;
    let stride = at + columns;
    let mut f = vec![0.0; n * stride];
    for (row, from) in f.chunks_exact_mut(stride).zip(a.chunks_exact(at)) {
        row[..at].copy_from_slice(from);
        row[at..].fill_with(|| numbers.next());
    }
    let b = f.clone();
    let b_of = |row: usize, column: usize| b[row * stride + at + column];
    let (mut order, mut pairs) = (vec![0; n], vec![0.0; n]);
    factor(&mut f, n, stride, &mut order, &mut pairs);
    forward(&mut f, n, stride, at);
    let mut divided = vec![[0.0; TILE]; n * tiles];
    divide(&f, n, stride, at, &pairs, &mut divided);
    let mut product = vec![0.0; columns * columns];
    subtract_product((&mut product, columns), (&f, stride, at), &divided);
    let mut worst = 0.0_f64;
    let mut spare = vec![0.0; n];
    for j in 0..columns {
        let mut x: Vec<f64> = (0..n).map(|row| b_of(row, j)).collect();
        forward_one(&f, stride, &order, &mut x, &mut spare);
        divide_one(&f, stride, &pairs, &mut x);
        backward_one(&f, stride, &order, &mut x, &mut spare);
        for i in 0..columns {
            let want: f64 = (0..n).map(|row| b_of(row, i) * x[row]).sum();
            worst = worst.max((product[i * columns + j] + want).abs());
        }
    }
    worst
}

#[test]
fn law_a_solution_satisfies_its_equations() {
    for n in 1..=20 {
        for seed in 0..40 {
            let (worst, inertia) = solved(&random(n, seed + 100 * n as u64), n);
            assert!(worst < 1e-9, "{n} rows, seed {seed}: {worst:e}");
            assert_eq!(inertia.positive + inertia.negative, n);
        }
    }
}

#[test]
fn law_tiles_are_columns_side_by_side() {
    for n in 1..=13 {
        for seed in 0..10 {
            let worst = of_products(&random(n, seed + 100 * n as u64), n, 3);
            assert!(worst < 1e-8, "{n} rows, seed {seed}: {worst:e}");
        }
    }
}

#[test]
fn law_inertia_of_a_saddle() {
    // [H Aᵀ; A 0] with H > 0 and A of full rank has as many negative eigenvalues as A rows.
    let (n, m) = (7, 3);
    let size = n + m;
    for seed in 0..20 {
        let mut numbers = Numbers(seed);
        let stride = padded(size);
        let mut a = vec![0.0; size * stride];
        for i in 0..n {
            a[i * stride + i] = 1.0 + numbers.next().abs();
            for j in n..size {
                let value = numbers.next();
                (a[i * stride + j], a[j * stride + i]) = (value, value);
            }
        }
        let (worst, inertia) = solved(&a, size);
        assert!(worst < 1e-9, "{worst:e}");
        assert_eq!(inertia, Inertia { positive: n, negative: m, zero: 0 });
    }
}

#[test]
fn exact_signs_of_a_diagonal() {
    let mut a = vec![0.0; 16];
    for (at, value) in [3.0, -2.0, 5.0, 0.0].into_iter().enumerate() {
        a[at * 5] = value;
    }
    let (mut order, mut pairs) = (vec![0; 4], vec![0.0; 4]);
    let inertia = factor(&mut a, 4, 4, &mut order, &mut pairs);
    assert_eq!(inertia, Inertia { positive: 2, negative: 1, zero: 1 });
}
