//! How equations of motion become rows between nodes.
//!
//! Every output of a node is a sum of quantities of its points, each times a factor that depends
//! on the steps before and after it; this file writes the sums down. A node of the trapezoidal
//! scheme has one point, its station. A node of Hermite–Simpson has two: the station `i` and the
//! middle `c` of the step to the next station, `j`.
//!
//! ```text
//! trapezoidal       y_j − y_i − h/2 (f_i + f_j) = 0
//! Hermite–Simpson   y_j − y_i − h/6 (f_i + 4 f_c + f_j) = 0
//!                   y_c − ½ (y_i + y_j) − h/8 (f_i − f_j) = 0
//! ```
//!
//! with `f = τ ẏ`, change by distance. Steering and pedal are linear within a step,
//! `δ_c = ½ (δ_i + δ_j)`, and time is integrated by the same rule as the states.
//!
//! # Loads on a tilted road
//!
//! Heave, roll and pitch follow the road, so their rows determine loads and no state. Taken over
//! whole steps they would leave the loads free to ring, like the rows of the wheels. With
//! Hermite–Simpson they are central differences, over the step for a middle and from middle to
//! middle for a station:
//!
//! ```text
//! y_j − y_i − h f_c = 0        y_c,j − y_c,i − ½ (h_i + h_j) f_j = 0
//! ```
//!
//! so these three rows are of the second order, the motion of the car is of the fourth.
//!
//! Hargraves & Paris (1987), *Journal of Guidance, Control, and Dynamics* 10(4), 338–342; as a
//! Runge–Kutta method: Lobatto IIIA with three stages.

use maatstaf_numerics::jet::Real;
use maatstaf_numerics::programme::Layout;

use super::rows::{Equation, Rows};
use crate::node::Outcome;
use crate::slopes::Weights;

/// How the equations of motion become rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Second order; the published one.
    #[default]
    Trapezoidal,
    /// Fourth order, with a point half-way between stations.
    HermiteSimpson,
}

impl Scheme {
    /// Points of a node: its station, and the middle of the step after it.
    pub const fn n_points(self) -> usize {
        match self {
            Self::Trapezoidal => 1,
            Self::HermiteSimpson => 2,
        }
    }
}

/// J in a megajoule.
pub(super) const MEGA: f64 = 1e6;

/// A number of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Quantity {
    /// `τ`
    Pace,
    /// `y` of a row.
    State(usize),
    /// `ẏ` of a row.
    Rate(usize),
    /// `τ ẏ` of a row.
    Paced(usize),
    Limit(usize),
    /// `τ q_t P`
    Energy,
    /// `τ` times what the motor gives.
    Deployed,
    /// `τ` times what it recovers.
    Recovered,
    /// Of what power unit and motor may give together.
    Together,
    /// An unknown as it is.
    Unknown(usize),
}

impl Quantity {
    /// Its value, if it is not an unknown.
    #[inline]
    pub(super) fn of<T: Real>(self, outcome: &Outcome<T>) -> Option<T> {
        Some(match self {
            Self::Pace => outcome.pace,
            Self::State(row) => outcome.states[row],
            Self::Rate(row) => outcome.rates[row],
            Self::Paced(row) => outcome.pace * outcome.rates[row],
            Self::Limit(limit) => outcome.limits[limit],
            Self::Energy => outcome.pace * outcome.power,
            Self::Deployed => outcome.pace * outcome.motor.deployed,
            Self::Recovered => outcome.pace * outcome.motor.recovered,
            Self::Together => outcome.motor.together,
            Self::Unknown(_) => return None,
        })
    }

    /// Adds its weight to those of a point.
    pub(super) fn weigh(self, weight: f64, weights: &mut Weights) {
        match self {
            Self::Pace => weights.pace += weight,
            Self::State(row) => weights.states[row] += weight,
            Self::Rate(row) => weights.rates[row] += weight,
            Self::Paced(row) => weights.paced[row] += weight,
            Self::Limit(limit) => weights.limits[limit] += weight,
            Self::Energy => weights.energy += weight,
            Self::Deployed => weights.deployed += weight,
            Self::Recovered => weights.recovered += weight,
            Self::Together => weights.together += weight,
            Self::Unknown(_) => {}
        }
    }
}

/// `constant + before h_before + after h_after`
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Factor {
    constant: f64,
    before: f64,
    after: f64,
}

impl Factor {
    pub(super) fn at(self, [before, after]: [f64; 2]) -> f64 {
        self.constant + self.before * before + self.after * after
    }
}

const fn times(constant: f64) -> Factor {
    Factor { constant, before: 0.0, after: 0.0 }
}

const fn before(before: f64) -> Factor {
    Factor { constant: 0.0, before, after: 0.0 }
}

const fn after(after: f64) -> Factor {
    Factor { constant: 0.0, before: 0.0, after }
}

const fn around(both: f64) -> Factor {
    Factor { constant: 0.0, before: both, after: both }
}

/// A part of an output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    pub output: usize,
    pub of: Quantity,
    pub by: Factor,
}

/// The terms of every output, point by point.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Terms {
    points: Vec<Vec<Term>>,
}

/// Station and middle.
const STATION: usize = 0;
const MIDDLE: usize = 1;

impl Terms {
    /// Of a node; `ends` says that no step comes after it.
    pub(super) fn new(scheme: Scheme, rows: &Rows, layout: &Layout, ends: bool) -> Self {
        let mut terms = Self { points: vec![Vec::new(); scheme.n_points()] };
        match scheme {
            Scheme::Trapezoidal => terms.trapezoidal(rows, layout),
            Scheme::HermiteSimpson => terms.hermite_simpson(rows, layout, ends),
        }
        for point in 0..scheme.n_points() {
            terms.equations(point, rows, layout);
            for (i, limit) in rows.limits.iter().enumerate() {
                let output = layout.limits_at() + point * rows.limits.len() + i;
                terms.put(point, output, *limit, times(1.0));
            }
        }
        terms
    }

    pub(super) fn of(&self, point: usize) -> &[Term] {
        &self.points[point]
    }

    fn put(&mut self, point: usize, output: usize, of: Quantity, by: Factor) {
        self.points[point].push(Term { output, of, by });
    }

    /// The objective, and energies where they are limited.
    fn integral(&mut self, point: usize, rows: &Rows, layout: &Layout, by: Factor) {
        self.put(point, 0, Quantity::Pace, by);
        let Factor { constant, before, after } = by;
        let by = Factor { constant: constant / MEGA, before: before / MEGA, after: after / MEGA };
        for (i, (of, _)) in rows.totals.iter().enumerate() {
            self.put(point, layout.totals_at() + i, *of, by);
        }
        for (of, price) in &rows.prices {
            let [constant, before, after] = [by.constant, by.before, by.after].map(|it| it * price);
            self.put(point, 0, *of, Factor { constant, before, after });
        }
    }

    fn equations(&mut self, point: usize, rows: &Rows, layout: &Layout) {
        for (i, equation) in rows.equations.iter().enumerate() {
            let of = match *equation {
                Equation::Still { row } => Quantity::Rate(row),
                Equation::Paced { row, .. } => Quantity::Paced(row),
            };
            let output = layout.equations_at() + point * rows.equations.len() + i;
            self.put(point, output, of, times(1.0));
        }
    }

    fn trapezoidal(&mut self, rows: &Rows, layout: &Layout) {
        self.integral(STATION, rows, layout, around(0.5));
        let mut links = [&rows.states[..], &rows.heaves].concat();
        links.sort_unstable();
        for (i, row) in links.into_iter().enumerate() {
            let (to_next, from_last) = (layout.after() + i, layout.before() + i);
            self.put(STATION, to_next, Quantity::State(row), times(-1.0));
            self.put(STATION, to_next, Quantity::Paced(row), after(-0.5));
            self.put(STATION, from_last, Quantity::State(row), times(1.0));
            self.put(STATION, from_last, Quantity::Paced(row), before(-0.5));
        }
    }

    fn hermite_simpson(&mut self, rows: &Rows, layout: &Layout, ends: bool) {
        const SIXTH: f64 = 1.0 / 6.0;
        self.integral(STATION, rows, layout, around(SIXTH));
        self.integral(MIDDLE, rows, layout, after(4.0 * SIXTH));
        let (to_next, from_last) = (layout.after(), layout.before());
        let n_states = rows.states.len();
        for (simpson, &row) in rows.states.iter().enumerate() {
            let hermite = simpson + n_states;
            let (state, paced) = (Quantity::State(row), Quantity::Paced(row));
            self.put(STATION, to_next + simpson, state, times(-1.0));
            self.put(STATION, to_next + simpson, paced, after(-SIXTH));
            self.put(MIDDLE, to_next + simpson, paced, after(-4.0 * SIXTH));
            self.put(STATION, from_last + simpson, state, times(1.0));
            self.put(STATION, from_last + simpson, paced, before(-SIXTH));
            self.put(MIDDLE, to_next + hermite, state, times(1.0));
            self.put(STATION, to_next + hermite, state, times(-0.5));
            self.put(STATION, to_next + hermite, paced, after(-0.125));
            self.put(STATION, from_last + hermite, state, times(-0.5));
            self.put(STATION, from_last + hermite, paced, before(0.125));
        }
        for (i, control) in rows.controls.iter().enumerate() {
            let (link, control) = (2 * n_states + i, Quantity::Unknown(*control));
            self.put(MIDDLE, to_next + link, control, times(1.0));
            self.put(STATION, to_next + link, control, times(-0.5));
            self.put(STATION, from_last + link, control, times(-0.5));
        }
        let first = 2 * n_states + rows.controls.len();
        for (i, &row) in rows.heaves.iter().enumerate() {
            let (over, across) = (first + 2 * i, first + 2 * i + 1);
            let (state, paced) = (Quantity::State(row), Quantity::Paced(row));
            self.put(STATION, to_next + over, state, times(-1.0));
            self.put(MIDDLE, to_next + over, paced, after(-1.0));
            self.put(STATION, from_last + over, state, times(1.0));
            self.put(MIDDLE, to_next + across, state, times(-1.0));
            let here = if ends { STATION } else { MIDDLE };
            self.put(here, from_last + across, state, times(1.0));
            self.put(STATION, from_last + across, paced, around(-0.5));
        }
    }
}
