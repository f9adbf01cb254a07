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

fn random(n: usize, seed: u64) -> Vec<f64> {
    let mut numbers = Numbers(seed);
    let mut a = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let value = numbers.next();
            (a[i * n + j], a[j * n + i]) = (value, value);
        }
    }
    a
}

/// Solves, and gives the largest residual and the inertia.
fn solved(a: &[f64], n: usize, columns: usize) -> (f64, Inertia) {
    let mut numbers = Numbers(9);
    let b: Vec<f64> = (0..n * columns).map(|_| numbers.next()).collect();
    let (mut f, mut order, mut pairs) = (a.to_vec(), vec![0; n], vec![0.0; n]);
    let inertia = factor(&mut f, n, &mut order, &mut pairs);
    let (mut x, mut spare) = (b.clone(), vec![0.0; n * columns]);
    forward(&f, n, &order, &mut x, columns, &mut spare);
    divide(&f, n, &pairs, &mut x, columns);
    backward(&f, n, &order, &mut x, columns, &mut spare);
    let mut worst = 0.0_f64;
    for i in 0..n {
        for c in 0..columns {
            let row: f64 = (0..n).map(|j| a[i * n + j] * x[j * columns + c]).sum();
            worst = worst.max((row - b[i * columns + c]).abs());
        }
    }
    (worst, inertia)
}

#[test]
fn law_a_solution_satisfies_its_equations() {
    for n in 1..=20 {
        for seed in 0..40 {
            let (worst, inertia) = solved(&random(n, seed + 100 * n as u64), n, 3);
            assert!(worst < 1e-9, "{n} rows, seed {seed}: {worst:e}");
            assert_eq!(inertia.positive + inertia.negative, n);
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
        let mut a = vec![0.0; size * size];
        for i in 0..n {
            a[i * size + i] = 1.0 + numbers.next().abs();
            for j in n..size {
                let value = numbers.next();
                (a[i * size + j], a[j * size + i]) = (value, value);
            }
        }
        let (worst, inertia) = solved(&a, size, 1);
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
    let inertia = factor(&mut a, 4, &mut order, &mut pairs);
    assert_eq!(inertia, Inertia { positive: 2, negative: 1, zero: 1 });
}
