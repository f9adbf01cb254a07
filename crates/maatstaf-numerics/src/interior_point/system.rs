//! The linear systems of Newton's method: assembled node by node, factored along the chain.
//!
//! ```text
//! [ W + Σ + δ_w   Jᵀ   ] [ dx ]     [ slopes ]
//! [ J            −δ_c  ] [ dy ] = − [ rows   ]       equation (13)
//! ```
//!
//! The slacks of limits and totals are condensed.

use crate::chain::{Chain, Shape};
use crate::programme::{Layout, Programme};

use super::condensed::Right;
use super::evaluation::{Linear, next};
use super::iterate::Iterate;
use super::restoration::Return;

/// `δ_w⁰`, `δ_w_min`, `δ_w_max`: what is added to the curvature at first, at least, at most; `κ̄_w⁺`,
/// `κ_w⁺`, `κ_w⁻`: how it grows and falls (section 3.1).
const ADDED_FIRST: f64 = 1e-4;
const ADDED_LEAST: f64 = 1e-20;
const ADDED_MOST: f64 = 1e20;
const GROWS_FIRST: f64 = 100.0;
const GROWS: f64 = 8.0;
const FALLS: f64 = 1.0 / 3.0;

/// `δ̄_c`: what is taken from the rows when they depend on each other, times `μ^κ_c`.
const DEPENDENT: f64 = 1e-8;
const DEPENDENT_POWER: f64 = 0.25;

/// How often a solution is refined, and when it is good enough.
const REFINEMENTS: usize = 3;
const ACCURATE: f64 = 1e-11;

/// A step in all variables and multipliers.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub lower_by: Vec<f64>,
    pub upper_by: Vec<f64>,
}

impl Step {
    /// The multipliers of bounds follow from `dx` (12). Infinite distances, to no bound, leave
    /// multipliers of zero as they are.
    fn new(x: Vec<f64>, y: Vec<f64>, at: &Iterate, barrier: f64) -> Self {
        let by = |i: usize, by: f64, distance: f64, toward: f64| {
            (barrier + toward * by * x[i]) / distance - by
        };
        let lower_by = (0..x.len()).map(|i| by(i, at.lower_by[i], at.above(i), -1.0)).collect();
        let upper_by = (0..x.len()).map(|i| by(i, at.upper_by[i], at.below(i), 1.0)).collect();
        Self { x, y, lower_by, upper_by }
    }
}

#[derive(Debug)]
pub(super) struct System {
    pub(super) layout: Layout,
    pub(super) chain: Chain,
    /// `[n_nodes × shared]`, zero where the chain ends.
    pub(super) ties: Vec<f64>,
    /// The diagonal over `x`: `Σ` of the barrier and what is added.
    pub(super) diagonal: Vec<f64>,
    pub(super) places: Places,
    /// What the last assembly was of.
    pub(super) curvature: Curvature,
    last_added: f64,
    /// `δ_c`
    pub(super) rows_less: f64,
}

/// Where the parts of a programme stand in a front, and in a node's part of a vector.
#[derive(Debug)]
pub(super) struct Places {
    /// Own unknowns, in the order of their rows.
    pub own: Vec<usize>,
    /// The other inputs, and where each stands among the others.
    pub others: Vec<(usize, usize)>,
    /// Where the others start in rows of own unknowns.
    pub beside: usize,
    /// Where the links and the common unknowns start among the others.
    pub before: usize,
    pub after: usize,
    pub common: usize,
    /// Of each unknown in a vector.
    pub vector: Vec<usize>,
    /// How much of a vector is a node's.
    pub stride: usize,
}

/// What stands in the place of the curvature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Curvature {
    /// That of the Lagrangian, with the barrier's, and so much added.
    Lagrangian(f64),
    /// The unit matrix.
    Unit,
    /// The barrier's alone, and so much added.
    Damped(f64),
}

impl System {
    pub(super) fn new(programme: &dyn Programme) -> Self {
        let layout = programme.layout().clone();
        let n_shared = layout.shared.len();
        let mut ties = Vec::with_capacity(layout.n_nodes * n_shared);
        for node in 0..layout.n_nodes {
            let counts = next(&layout, node).is_some();
            ties.extend(programme.ties(node).iter().map(|tie| if counts { *tie } else { 0.0 }));
        }
        let shape = Shape {
            own: layout.own.len() + layout.equations,
            shared: n_shared,
            links: layout.links,
            common: layout.common + layout.totals,
        };
        Self {
            places: Places::new(&layout, shape),
            chain: Chain::new(shape, layout.n_nodes),
            diagonal: vec![0.0; layout.variables()],
            curvature: Curvature::Unit,
            layout,
            ties,
            last_added: 0.0,
            rows_less: 0.0,
        }
    }

    /// Factors the system of a barrier problem, curvature put right; what was added to it, or
    /// nothing if no amount helps.
    pub(super) fn factor(&mut self, linear: &Linear, at: &Iterate, barrier: f64) -> Option<f64> {
        let negative =
            self.layout.n_nodes * (self.layout.links + self.layout.equations) + self.layout.totals;
        let mut added = 0.0;
        self.rows_less = 0.0;
        loop {
            let inertia = self.assemble(linear, at, Curvature::Lagrangian(added));
            if inertia.zero == 0 && inertia.negative == negative {
                if added > 0.0 {
                    self.last_added = added;
                }
                return Some(added);
            }
            if inertia.zero > 0 && self.rows_less == 0.0 {
                self.rows_less = DEPENDENT * barrier.powf(DEPENDENT_POWER);
                continue;
            }
            added = self.more(added);
            if added > ADDED_MOST {
                return None;
            }
        }
    }

    fn more(&self, added: f64) -> f64 {
        match (added, self.last_added) {
            (0.0, 0.0) => ADDED_FIRST,
            (0.0, last) => (last * FALLS).max(ADDED_LEAST),
            (added, 0.0) => added * GROWS_FIRST,
            (added, _) => added * GROWS,
        }
    }

    /// Newton's step for a barrier (13); `rows` are the rows to be brought to zero.
    pub(super) fn step(&self, linear: &Linear, rows: &[f64], at: &Iterate, barrier: f64) -> Step {
        let slope = |i: usize| linear.dual[i] - barrier / at.above(i) + barrier / at.below(i);
        let (x, y) = self.solve(linear, &Right::new(slope, rows, at), at);
        Step::new(x, y, at, barrier)
    }

    /// The multipliers of the rows that fit the slopes best (36).
    pub(super) fn best_multipliers(&mut self, linear: &Linear, at: &Iterate) -> Option<Vec<f64>> {
        if self.assemble(linear, at, Curvature::Unit).zero > 0 {
            return None;
        }
        let slope = |i: usize| linear.gradient[i] - at.lower_by[i] + at.upper_by[i];
        let rows = vec![0.0; self.layout.rows()];
        Some(self.solve(linear, &Right::new(slope, &rows, at), at).1)
    }

    /// The damped step that brings the rows nearest to zero; nothing where there is none. Its
    /// multipliers of rows are left out.
    pub(super) fn step_to_rows(
        &mut self,
        linear: &Linear,
        rows: &[f64],
        at: &Iterate,
        aim: Return,
    ) -> Option<Step> {
        self.rows_less = 1.0 / aim.weight;
        if self.assemble(linear, at, Curvature::Damped(aim.damping)).zero > 0 {
            return None;
        }
        let barrier = aim.barrier;
        let slope = |i: usize| barrier / at.below(i) - barrier / at.above(i);
        let (x, y) = self.solve(linear, &Right::new(slope, rows, at), at);
        Some(Step::new(x, vec![0.0; y.len()], at, barrier))
    }

    /// Solves for a right side, refined until it is met.
    fn solve(&self, linear: &Linear, right: &Right, at: &Iterate) -> (Vec<f64>, Vec<f64>) {
        let (mut x, mut y) = self.solve_once(linear, right, at);
        for _ in 0..REFINEMENTS {
            let left = self.left(linear, right, at, (&x, &y));
            if left.size() <= ACCURATE * right.size() {
                break;
            }
            let (more_x, more_y) = self.solve_once(linear, &left, at);
            x.iter_mut().zip(&more_x).for_each(|(value, more)| *value += more);
            y.iter_mut().zip(&more_y).for_each(|(value, more)| *value += more);
        }
        (x, y)
    }
}
