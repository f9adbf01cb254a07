use crate::interior_point::{Options, Solution, Status, solve};
use crate::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};

use super::lagrangian;

/// Three nodes of two unknowns, with everything that a programme may have; every part moves with
/// one of the numbers `p`.
///
/// ```text
/// min  Σ (x − 2 p₀)² + (y − 1)² + ½ (xₖ₊₁ − xₖ)²,   x₀ = p₁
/// xₖ + yₖ₊₁ = p₂ k,   q x = y + p₃,   x ≤ p₄,   −1 ≤ x − y ≤ p₅,   Σ x ≤ p₆,   q ≤ p₇
/// ```
struct Everything {
    layout: Layout,
    ranges: AllRanges,
    p: [f64; 8],
}

/// Limit and bound of `x`, total and bound of `q` press; what presses differs between the cases.
const CASES: [[f64; 8]; 4] = [
    [1.0, 0.7, 0.3, 0.2, 5.0, 9.0, 50.0, 3.0],
    [1.0, 0.7, 0.3, 0.2, 0.9, 9.0, 50.0, 3.0],
    [1.0, 0.7, 0.3, 0.2, 5.0, 0.1, 1.5, 3.0],
    [1.0, 0.7, 0.3, 0.2, 5.0, 9.0, 50.0, 0.6],
];

impl Everything {
    fn new(p: [f64; 8]) -> Self {
        let layout = Layout {
            n_nodes: 3,
            closed: false,
            own: vec![],
            shared: vec![0, 1, 2],
            common: 1,
            links: 1,
            equations: 1,
            limits: 1,
            totals: 1,
        };
        let free = f64::INFINITY;
        let range =
            |lower: &[f64], upper: &[f64]| Ranges { lower: lower.into(), upper: upper.into() };
        let ranges = AllRanges {
            unknowns: range(
                &[p[1], -free, -free, -free, -free, -free, -free, -free, -free],
                &[p[1], free, free, p[4], free, free, p[4], free, free],
            ),
            common: range(&[-10.0], &[p[7]]),
            limits: range(&[-1.0; 3], &[p[5]; 3]),
            totals: range(&[-free], &[p[6]]),
        };
        Self { layout, ranges, p }
    }

    fn solved(&self) -> Solution {
        let options = Options { tolerance: 1e-12, ..Options::default() };
        let solution = solve(self, &[0.5; 9], &[0.5], &options);
        assert_eq!(solution.status, Status::Solved);
        solution
    }
}

impl Programme for Everything {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let (&[x, y, w, q], p) = (input, &self.p) else { panic!("four inputs") };
        let cost = (x - 2.0 * p[0]).powi(2) + (y - 1.0).powi(2) + 0.1 * w * w + 0.05 * q * q;
        values.copy_from_slice(&[cost, x + w - p[2] * node as f64, y, q * x - y - p[3], x - y, x]);
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let (&[x, y, w, q], p) = (input, &self.p) else { panic!("four inputs") };
        self.values(node, input, &mut out.values);
        #[rustfmt::skip]
        out.jacobian.copy_from_slice(&[
            2.0 * (x - 2.0 * p[0]), 2.0 * (y - 1.0), 0.2 * w, 0.1 * q,
            1.0, 0.0, 1.0, 0.0,
            0.0, 1.0, 0.0, 0.0,
            q, -1.0, 0.0, x,
            1.0, -1.0, 0.0, 0.0,
            1.0, 0.0, 0.0, 0.0,
        ]);
        out.hessian.fill(0.0);
        for (at, bend) in [(0, 2.0), (5, 2.0), (10, 0.2), (15, 0.1)] {
            out.hessian[at] = bend;
        }
        (out.hessian[3], out.hessian[12]) = (weights[3], weights[3]);
    }

    fn ties(&self, _node: usize) -> &[f64] {
        &[1.0, 0.0, 0.0]
    }
}

/// The slope of the optimum by a number, from one solve, against solves on both sides.
#[track_caller]
fn check(p: [f64; 8], number: usize) {
    const STEP: f64 = 1e-5;
    let moved = |by: f64| {
        let mut p = p;
        p[number] += by;
        Everything::new(p)
    };
    let solution = moved(0.0).solved();
    let slope =
        |of: &dyn Fn(&Everything) -> f64| (of(&moved(STEP)) - of(&moved(-STEP))) / (2.0 * STEP);
    let (told, solved) =
        (slope(&|it| lagrangian(it, &solution)), slope(&|it| it.solved().objective));
    assert!((told - solved).abs() < 1e-6 * solved.abs().max(1.0), "{number}: {told} {solved}");
}

#[test]
fn agrees_with_solving_again() {
    for p in CASES {
        (0..8).for_each(|number| check(p, number));
    }
}

// But for what bounds are relaxed by in a solve, times their multipliers.
#[test]
fn law_it_is_the_objective_at_its_own_solution() {
    for p in CASES {
        let problem = Everything::new(p);
        let solution = problem.solved();
        assert!((lagrangian(&problem, &solution) - solution.objective).abs() < 1e-6);
    }
}

#[test]
fn law_another_layout_has_none() {
    let problem = Everything::new(CASES[0]);
    let mut solution = problem.solved();
    solution.multipliers.totals.push(0.0);
    assert!(lagrangian(&problem, &solution).is_nan());
}
