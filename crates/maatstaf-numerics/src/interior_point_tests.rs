use std::cell::RefCell;

use crate::programme::{AllRanges, Derivatives, Layout, Ranges};

use super::*;

/// A particle on a line: from rest at 0 to rest at 1 in least time, `|a| ≤ 1`.
///
/// Node: own `a` (shared, rather), states `x`, `v`; common `t`, the time of one interval.
/// Trapezoidal; the optimum is bang-bang with `T = 2` as the mesh is refined.
struct Sprint {
    layout: Layout,
    ranges: AllRanges,
    ties: Vec<f64>,
    calls: RefCell<usize>,
}

impl Sprint {
    fn new(n_nodes: usize) -> Self {
        Self::with_limit(n_nodes, 1.0)
    }

    /// `|a| ≤ limit`
    fn with_limit(n_nodes: usize, limit: f64) -> Self {
        let layout = Layout {
            n_nodes,
            closed: false,
            own: vec![],
            shared: vec![0, 1, 2],
            common: 1,
            links: 2,
            equations: 0,
            limits: 0,
            totals: 0,
        };
        let mut lower = Vec::new();
        let mut upper = Vec::new();
        for node in 0..n_nodes {
            let ends = match node {
                0 => Some([0.0, 0.0]),
                last if last + 1 == n_nodes => Some([1.0, 0.0]),
                _ => None,
            };
            let [x, v] = ends.unwrap_or([f64::NEG_INFINITY; 2]);
            let [x1, v1] = ends.unwrap_or([f64::INFINITY; 2]);
            lower.extend([x, v, -limit]);
            upper.extend([x1, v1, limit]);
        }
        let ranges = AllRanges {
            unknowns: Ranges { lower, upper },
            common: Ranges { lower: vec![1e-6], upper: vec![10.0] },
            ..AllRanges::default()
        };
        Self { layout, ranges, ties: vec![0.0; 3], calls: RefCell::new(0) }
    }
}

impl Programme for Sprint {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let &[x, v, a, t] = input else { panic!("four inputs") };
        *self.calls.borrow_mut() += 1;
        values[0] = if node == 0 { t * (self.layout.n_nodes - 1) as f64 } else { 0.0 };
        values[1] = -x - 0.5 * t * v;
        values[2] = -v - 0.5 * t * a;
        values[3] = x - 0.5 * t * v;
        values[4] = v - 0.5 * t * a;
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let &[_, v, a, t] = input else { panic!("four inputs") };
        self.values(node, input, &mut out.values);
        let whole = if node == 0 { (self.layout.n_nodes - 1) as f64 } else { 0.0 };
        let h = 0.5 * t;
        out.jacobian.copy_from_slice(&[
            0.0,
            0.0,
            0.0,
            whole, //
            -1.0,
            -h,
            0.0,
            -0.5 * v, //
            0.0,
            -1.0,
            -h,
            -0.5 * a, //
            1.0,
            -h,
            0.0,
            -0.5 * v, //
            0.0,
            1.0,
            -h,
            -0.5 * a,
        ]);
        out.hessian.fill(0.0);
        let (of_v, of_a) = (-0.5 * (weights[1] + weights[3]), -0.5 * (weights[2] + weights[4]));
        for (i, value) in [(1, of_v), (2, of_a)] {
            out.hessian[i * 4 + 3] = value;
            out.hessian[3 * 4 + i] = value;
        }
    }

    fn ties(&self, _node: usize) -> &[f64] {
        &self.ties
    }
}

fn sprint(problem: &Sprint) -> Solution {
    let start: Vec<f64> = (0..41).flat_map(|node| [f64::from(node) / 40.0, 0.5, 0.0]).collect();
    let solution = solve(problem, &start, &[0.1], &Options::default());
    assert_eq!(solution.status, Status::Solved);
    solution
}

fn again(problem: &Sprint, from: &Solution, barrier: f64) -> Solution {
    let options = Options::default().nearby(barrier);
    let solution =
        solve_from(problem, &from.as_start(), &options, &mut |_| ControlFlow::Continue(()));
    assert_eq!(solution.status, Status::Solved);
    solution
}

#[test]
fn exact_least_time_is_two() {
    let objective = sprint(&Sprint::new(41)).objective;
    assert!((objective - 2.0).abs() < 2e-3, "{objective}");
}

#[test]
fn law_a_solution_is_its_own_start() {
    let problem = Sprint::new(41);
    let cold = sprint(&problem);
    let warm = again(&problem, &cold, 1e-9);
    assert!(warm.iterations <= 2, "{} iterations", warm.iterations);
    assert!((warm.objective - cold.objective).abs() < 1e-8);
}

#[test]
fn law_a_solution_nearby_is_a_good_start() {
    let from = sprint(&Sprint::new(41));
    let problem = Sprint::with_limit(41, 1.02);
    let (cold, warm) = (sprint(&problem), again(&problem, &from, 1e-5));
    assert!((warm.objective - cold.objective).abs() < 1e-7);
    assert!(2 * warm.iterations <= cold.iterations, "{} {}", warm.iterations, cold.iterations);
}

#[test]
fn exact_multipliers_that_do_not_fit_are_fitted() {
    let from = sprint(&Sprint::new(41));
    let problem = Sprint::new(21);
    let start: Vec<f64> = (0..21).flat_map(|node| [f64::from(node) / 20.0, 0.5, 0.0]).collect();
    let start = Start { unknowns: &start, common: &[0.1], multipliers: Some(&from.multipliers) };
    let solution =
        solve_from(&problem, &start, &Options::default(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(solution.status, Status::Solved);
}

/// `min (x − 2)² + (y − 1)²` with `x = 2 y − 1` and `x²/4 + y² ≤ 1`: Hock & Schittkowski 14,
/// with the optimum `9 − 2.875 √7` at `((√7 − 1) / 2, (√7 + 1) / 4)`.
struct Hs14 {
    layout: Layout,
    ranges: AllRanges,
}

impl Hs14 {
    fn new() -> Self {
        // The second node is idle.
        let layout = Layout {
            n_nodes: 2,
            closed: false,
            own: vec![0, 1],
            shared: vec![],
            common: 0,
            links: 0,
            equations: 1,
            limits: 1,
            totals: 0,
        };
        let infinite = f64::INFINITY;
        let free = Ranges {
            lower: vec![-infinite, -infinite, 0.0, 0.0],
            upper: vec![infinite, infinite, 0.0, 1.0],
        };
        let limits = Ranges { lower: vec![0.0, -1.0], upper: vec![infinite, 1.0] };
        let ranges = AllRanges { unknowns: free, limits, ..AllRanges::default() };
        Self { layout, ranges }
    }
}

impl Programme for Hs14 {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let (x, y) = (input[0], input[1]);
        let real =
            [(x - 2.0).powi(2) + (y - 1.0).powi(2), x - 2.0 * y + 1.0, 1.0 - x * x / 4.0 - y * y];
        let idle = [(y - 0.5).powi(2), y - 0.5, 0.0];
        values.copy_from_slice(if node == 0 { &real } else { &idle });
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let (x, y) = (input[0], input[1]);
        self.values(node, input, &mut out.values);
        if node == 0 {
            out.jacobian.copy_from_slice(&[
                2.0 * (x - 2.0),
                2.0 * (y - 1.0),
                1.0,
                -2.0,
                -x / 2.0,
                -2.0 * y,
            ]);
            let (own, limit) = (weights[0], weights[2]);
            out.hessian.copy_from_slice(&[
                2.0 * own - limit / 2.0,
                0.0,
                0.0,
                2.0 * own - 2.0 * limit,
            ]);
        } else {
            out.jacobian.copy_from_slice(&[0.0, 2.0 * (y - 0.5), 0.0, 1.0, 0.0, 0.0]);
            out.hessian.copy_from_slice(&[0.0, 0.0, 0.0, 2.0 * weights[0]]);
        }
    }

    fn ties(&self, _node: usize) -> &[f64] {
        &[]
    }
}

#[test]
fn agrees_hock_schittkowski_14() {
    let solution = solve(&Hs14::new(), &[2.0, 2.0, 0.0, 0.2], &[], &Options::default());
    assert_eq!(solution.status, Status::Solved);
    let root = 7.0_f64.sqrt();
    assert!((solution.objective - (9.0 - 2.875 * root)).abs() < 1e-7, "{}", solution.objective);
    assert!((solution.unknowns[0] - (root - 1.0) / 2.0).abs() < 1e-7);
}
