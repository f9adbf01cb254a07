//! How solves end, on programmes of two or three unknowns.

use std::ops::ControlFlow;

use super::*;
use crate::jet::{Jet2, Real};
use crate::programme::{AllRanges, Derivatives, Layout, Ranges};

type Jet = Jet2<3, 6>;
const FREE: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
const ABOVE_ZERO: [f64; 2] = [0.0, f64::INFINITY];

/// An objective over `x`, `y`, `z`, and equations; the second node is idle.
struct Small {
    layout: Layout,
    ranges: AllRanges,
    objective: fn([Jet; 3]) -> Jet,
    equations: Vec<fn([Jet; 3]) -> Jet>,
}

impl Small {
    fn new(
        bounds: [[f64; 2]; 3],
        objective: fn([Jet; 3]) -> Jet,
        equations: Vec<fn([Jet; 3]) -> Jet>,
    ) -> Self {
        let layout = Layout {
            n_nodes: 2,
            closed: false,
            own: vec![0, 1, 2],
            shared: vec![],
            common: 0,
            links: 0,
            equations: equations.len(),
            limits: 0,
            totals: 0,
        };
        let all = bounds.into_iter().chain([FREE; 3]);
        let (lower, upper) = all.map(|[low, high]| (low, high)).unzip();
        let ranges = AllRanges { unknowns: Ranges { lower, upper }, ..AllRanges::default() };
        Self { layout, ranges, objective, equations }
    }

    /// What the second node has: as many unknowns at rest as there are equations.
    fn idle(&self, x: [Jet; 3]) -> Vec<Jet> {
        let rest = x.into_iter().take(self.equations.len());
        [x[0] * x[0] + x[1] * x[1] + x[2] * x[2]].into_iter().chain(rest).collect()
    }

    fn outputs(&self, node: usize, input: &[f64]) -> Vec<Jet> {
        let x = Jet::variables([input[0], input[1], input[2]]);
        if node == 1 {
            return self.idle(x);
        }
        let equations = self.equations.iter().map(|equation| equation(x));
        [(self.objective)(x)].into_iter().chain(equations).collect()
    }
}

impl Programme for Small {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let outputs = self.outputs(node, input);
        values.iter_mut().zip(outputs).for_each(|(to, jet)| *to = jet.value());
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let outputs = self.outputs(node, input);
        out.hessian.fill(0.0);
        for (i, (jet, weight)) in outputs.iter().zip(weights).enumerate() {
            out.values[i] = jet.value;
            out.jacobian[3 * i..3 * i + 3].copy_from_slice(&jet.gradient);
            for (at, bend) in out.hessian.iter_mut().enumerate() {
                *bend += weight * jet.second(at / 3, at % 3);
            }
        }
    }

    fn ties(&self, _node: usize) -> &[f64] {
        &[]
    }
}

fn solved(programme: &Small, start: [f64; 3]) -> Solution {
    let start = [start, [0.1; 3]].concat();
    solve(programme, &start, &[], &Options::default())
}

/// How it ends, and where.
#[track_caller]
fn check(programme: &Small, start: [f64; 3], status: Status, at: [f64; 3]) {
    let solution = solved(programme, start);
    assert_eq!(solution.status, status, "{:?} {:?}", solution.unknowns, solution.residuals);
    for (got, want) in solution.unknowns.iter().zip(at) {
        assert!((got - want).abs() < 1e-3, "{:?} is not {at:?}", solution.unknowns);
    }
    let Residuals { stationarity, feasibility, complementarity } = solution.residuals;
    assert!([stationarity, feasibility, complementarity].iter().all(|it| it.is_finite()));
}

fn squares([x, y, z]: [Jet; 3]) -> Jet {
    x * x + y * y + z * z
}

/// Wächter & Biegler (2000), *Failure of global convergence for a class of interior point methods
/// for nonlinear programming*, Math. Program. 88, 565–574: `min x` with `x² − y − 1 = 0`,
/// `x − z − ½ = 0`, `y, z ≥ 0`, where steps to the rows alone end at no solution.
#[test]
fn agrees_the_example_that_needs_restoration() {
    let programme = Small::new(
        [FREE, ABOVE_ZERO, ABOVE_ZERO],
        |[x, _, _]| x,
        vec![|[x, y, _]| x * x - y + -1.0, |[x, _, z]| x - z + -0.5],
    );
    check(&programme, [-2.0, 3.0, 1.0], Status::Solved, [1.0, 0.0, 0.5]);
    check(&programme, [-2.0, 1.0, 1.0], Status::Solved, [1.0, 0.0, 0.5]);
}

#[test]
fn exact_rows_that_contradict_each_other_are_met_half_way() {
    let programme =
        Small::new([FREE; 3], squares, vec![|[x, y, _]| x - y, |[x, y, _]| x - y + -1.0]);
    let solution = solved(&programme, [3.0, 1.0, 1.0]);
    assert_eq!(solution.status, Status::Infeasible);
    assert!((solution.unknowns[0] - solution.unknowns[1] - 0.5).abs() < 1e-6);
    assert!((solution.residuals.feasibility - 0.5).abs() < 1e-6);
}

#[test]
fn exact_a_row_beyond_the_bounds_is_infeasible() {
    let programme = Small::new([[0.0, 1.0]; 3], squares, vec![|[x, y, _]| x + y + -3.0]);
    let solution = solved(&programme, [0.5, 0.2, 0.5]);
    assert_eq!(solution.status, Status::Infeasible, "{:?}", solution.unknowns);
    assert!((solution.unknowns[0] - 1.0).abs() < 1e-2 && (solution.unknowns[1] - 1.0).abs() < 1e-2);
}

#[test]
fn exact_a_circle_without_radius_is_infeasible() {
    let programme = Small::new([FREE; 3], |[x, ..]| x, vec![|x| squares(x) + 1.0]);
    let solution = solved(&programme, [0.6, -0.3, 0.5]);
    assert_eq!(solution.status, Status::Infeasible, "{:?}", solution.unknowns);
    assert!((solution.residuals.feasibility - 1.0).abs() < 1e-3);
}

#[test]
fn exact_rows_that_repeat_each_other_are_no_obstacle() {
    let programme = Small::new(
        [FREE; 3],
        squares,
        vec![|[x, y, _]| x + y + -1.0, |[x, y, _]| (x + y) * 2.0 + -2.0],
    );
    check(&programme, [3.0, 1.0, 1.0], Status::Solved, [0.5, 0.5, 0.0]);
}

#[test]
fn exact_no_end_is_unbounded() {
    let programme = Small::new([FREE; 3], |[x, y, z]| y * y + z * z - x, vec![]);
    assert_eq!(solved(&programme, [0.0, 1.0, 1.0]).status, Status::Unbounded);
}

/// `x − √x`: the full step from 3 leads to where there is no root.
#[test]
fn exact_a_step_to_where_nothing_is_known_is_shortened() {
    let programme = Small::new([FREE; 3], |[x, y, z]| x - x.sqrt() + y * y + z * z, vec![]);
    check(&programme, [3.0, 0.5, 0.5], Status::Solved, [0.25, 0.0, 0.0]);
}

#[test]
fn exact_a_start_where_nothing_is_known_is_returned() {
    let programme = Small::new([FREE; 3], |[x, y, z]| x.sqrt() + y * y + z * z, vec![]);
    let solution = solved(&programme, [-1.0, 0.5, 0.5]);
    assert_eq!((solution.status, solution.iterations), (Status::NotANumber, 0));
    assert_eq!(solution.unknowns[..3], [-1.0, 0.5, 0.5]);
}

/// `√(x² )` has no slope at zero, but a value.
#[test]
fn exact_a_slope_that_is_no_number_is_no_optimum() {
    let programme = Small::new([FREE; 3], |[x, y, z]| (x * x).sqrt() + y * y + z * z, vec![]);
    let solution = solved(&programme, [0.0, 0.5, 0.5]);
    assert_eq!(solution.status, Status::NotANumber);
    assert_eq!(solution.residuals.stationarity, f64::INFINITY);
}

#[test]
fn exact_who_watches_may_stop() {
    let programme = Small::new(
        [FREE, ABOVE_ZERO, ABOVE_ZERO],
        |[x, _, _]| x,
        vec![|[x, y, _]| x * x - y + -1.0, |[x, _, z]| x - z + -0.5],
    );
    let start = Start { unknowns: &[2.0, 3.0, 1.0, 0.1, 0.1, 0.1], common: &[], multipliers: None };
    let mut seen = Vec::new();
    let solution = solve_from(&programme, &start, &Options::default(), &mut |iteration| {
        seen.push(*iteration);
        if seen.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((solution.status, solution.iterations), (Status::Stopped, 3));
    assert_eq!(solution.log, seen);
    assert!(solution.residuals.stationarity.is_finite());
}
