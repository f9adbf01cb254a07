//! The published minimum-time problem as a programme.
//!
//! ```text
//! min   Σ ½ (h_before + h_after) τ_i  +  w_δ Σ (δ_j − δ_i)²/h_i  +  w_p Σ (p_j − p_i)²/h_i
//! s.t.  y_j − y_i − ½ h_i (τ_i ẏ_i + τ_j ẏ_j) = 0     from each node i to the next, j
//! ```
//!
//! with the rows of [`crate::node`]. On a level road the links are `u`, `v`, `r`, `n`, `α`, and the
//! load rows hold at every node, `ẏ = 0`. On a tilted road vertical, roll and pitch are links too.
//!
//! # The rows without a state
//!
//! The wheels have no inertia, so their published rows (on a tilted road the roll balance as well)
//! read `τ_i ẏ_i + τ_j ẏ_j = 0` for every step. On a closed road of an odd number of nodes, and on
//! an open one whose first node is in balance, that says `ẏ = 0` everywhere. Where the number is
//! even, it says
//!
//! ```text
//! τ_i ẏ_i = (−1)^i C
//! ```
//!
//! with one free number for each such row, and one of the published rows says nothing new. We
//! take the second form, with the `C` as common unknowns: the same points are feasible, and no
//! row is left over. A published solution has multipliers `λ_i` of the steps; ours, `μ_i`, follow
//! from `∇L` at node `i`:
//!
//! ```text
//! μ_i = −½ (h_i λ_i + h_{i−1} λ_{i−1})
//! ```
//!
//! and the gradient by `C` vanishes by itself, since `Σ (−1)^i μ_i` telescopes to zero.
//!
//! # Points and nodes
//!
//! A node of the programme has one point or two ([`Scheme`]): its station, and with
//! Hermite–Simpson the middle of the step to the next station. Its unknowns are those of its
//! points, one point after the other. Past the end of an open road a middle has no place; its
//! unknowns are held and count for nothing.

mod assembly;
mod rows;
mod scheme;
mod settings;
mod setup;
mod start;

use maatstaf_numerics::programme::{AllRanges, Layout};

use crate::chassis::motion;
use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::node::{ALPHA, N, N_UNKNOWNS, R, U, V};
use crate::road::{Road, Surface};
use rows::{Rows, SHARES};
pub use scheme::Scheme;
use scheme::Terms;
pub use settings::{LoadRows, Settings, WheelRows};
pub use setup::{Free, SetupProblem};

/// The fastest lap of a car on a road, as a programme along the road.
///
/// ```
/// use maatstaf_lapsim::{DoubleTrack, LapProblem, Piece, Settings, road_of_arcs, steady};
/// use maatstaf_numerics::programme::Programme;
/// use std::f64::consts::PI;
///
/// let straight = Piece::Straight { length: 300.0 };
/// let corner = Piece::Arc { radius: 50.0, sweep: PI };
/// let road = road_of_arcs(&[straight, corner, straight, corner], 12.0, 100, true)?;
/// let car = DoubleTrack::limebeer_2014();
/// let start = steady(&car, 50.0 / 3.6)?;
/// let problem = LapProblem::new(road, car, Settings::default())?;
/// assert_eq!(problem.layout().common, 4); // even: the wheels may ring
///
/// let (unknowns, _) = problem.start(&start);
/// let time = (600.0 + 2.0 * PI * 50.0) / (50.0 / 3.6);
/// assert!((problem.lap_time(&unknowns) - time).abs() < 1e-9);
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct LapProblem {
    road: Road,
    car: DoubleTrack,
    settings: Settings,
    layout: Layout,
    ranges: AllRanges,
    rows: Rows,
    /// Of every node but the last, and of the last.
    terms: [Terms; 2],
    /// Unknowns of a point.
    n_unknowns: usize,
    /// Common unknowns before the biases.
    n_ringing: usize,
    /// `[n_nodes × shared]`
    ties: Vec<f64>,
}

impl LapProblem {
    /// Poses the problem.
    pub fn new(road: Road, car: DoubleTrack, settings: Settings) -> Result<Self, Error> {
        car.check()?;
        settings.check(&road)?;
        check_widths(&road, &car)?;
        let rows = Rows::new(&road, &car, &settings);
        let n_ringing = rows.n_ringing();
        let layout = rows.layout(&road, &settings);
        let ranges = rows::ranges(&road, &car, &settings, &layout, &rows);
        let ties = rows::ties(&road, &settings, &layout, &rows);
        let ends = [false, !layout.closed];
        let terms = ends.map(|ends| Terms::new(settings.scheme, &rows, &layout, ends));
        let n_unknowns = rows.n_unknowns;
        Ok(Self { road, car, settings, layout, ranges, rows, terms, n_unknowns, n_ringing, ties })
    }

    /// The road.
    pub fn road(&self) -> &Road {
        &self.road
    }

    /// The car.
    pub fn car(&self) -> &DoubleTrack {
        &self.car
    }

    /// What it asks beyond them.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the biases start among the common unknowns; before them are the `C` of the module.
    pub fn biases_at(&self) -> usize {
        self.n_ringing
    }

    /// The unknowns at the stations, `[n_stations × 15]`, of a solution in either scheme.
    pub fn at_stations(&self, unknowns: &[f64]) -> Vec<f64> {
        let nodes = unknowns.chunks_exact(self.n_points() * self.n_unknowns);
        nodes.flat_map(|node| &node[..N_UNKNOWNS]).copied().collect()
    }

    /// At the stations of a solution, the share of what the motor may give and of what it may
    /// recover; none of a car without a motor.
    pub fn motor_at_stations(&self, unknowns: &[f64]) -> Option<Vec<[f64; 2]>> {
        let nodes = unknowns.chunks_exact(self.n_points() * self.n_unknowns);
        self.car.motor.as_ref().map(|_| nodes.map(|node| SHARES.map(|at| node[at])).collect())
    }

    /// The time at each station since the first, then at the end of the road, s; by the rule of
    /// the scheme.
    pub fn times(&self, unknowns: &[f64]) -> Vec<f64> {
        let n_nodes = self.layout.n_nodes;
        let pace = |node: usize, point: usize| self.pace(unknowns, node, point);
        let n_steps = if self.layout.closed { n_nodes } else { n_nodes - 1 };
        let mut times = vec![0.0];
        let mut time = 0.0;
        for i in 0..n_steps {
            let (step, next) = (self.road.step(i), (i + 1) % n_nodes);
            time += match self.settings.scheme {
                Scheme::Trapezoidal => 0.5 * step * (pace(i, 0) + pace(next, 0)),
                Scheme::HermiteSimpson => {
                    step / 6.0 * (pace(i, 0) + 4.0 * pace(i, 1) + pace(next, 0))
                }
            };
            times.push(time);
        }
        times
    }

    /// The lap time, s. Unknowns are those of a solution, `[n_nodes × n_points × 15]`, or 17 of a car
    /// with a motor.
    ///
    /// ```text
    /// trapezoidal       T = Σ h_i/2 (τ_i + τ_j)
    /// Hermite–Simpson   T = Σ h_i/6 (τ_i + 4 τ_c + τ_j)
    /// ```
    pub fn lap_time(&self, unknowns: &[f64]) -> f64 {
        *self.times(unknowns).last().expect("there is a time at the first station")
    }

    /// The objective: the lap time, the penalties on the controls, and the price of a motor's energy.
    pub fn objective(&self, unknowns: &[f64]) -> f64 {
        let (n_nodes, shared) = (self.layout.n_nodes, &self.layout.shared);
        let stride = self.n_points() * self.n_unknowns;
        let ties = self.ties.chunks_exact(shared.len()).enumerate().map(|(i, ties)| {
            let next = (i + 1) % n_nodes * stride;
            let each = ties.iter().zip(shared).map(|(tie, at)| {
                0.5 * tie * (unknowns[next + at] - unknowns[i * stride + at]).powi(2)
            });
            each.sum::<f64>()
        });
        self.lap_time(unknowns) + ties.sum::<f64>() + self.motor_price(unknowns)
    }

    /// Points of a node.
    fn n_points(&self) -> usize {
        self.settings.scheme.n_points()
    }

    /// `τ` of a point.
    fn pace(&self, unknowns: &[f64], node: usize, point: usize) -> f64 {
        let at = (node * self.n_points() + point) * self.n_unknowns;
        let unknowns = &unknowns[at..at + self.n_unknowns];
        let velocity = [unknowns[U], unknowns[V], unknowns[R]];
        motion(self.surface(node, point), velocity, unknowns[N], unknowns[ALPHA]).pace
    }

    /// How the road lies at a point.
    fn surface(&self, node: usize, point: usize) -> &Surface {
        let middle = self.road.middle_surfaces().get(node).filter(|_| point > 0);
        middle.unwrap_or(&self.road.surfaces()[node])
    }

    /// The steps before and after a node.
    fn steps(&self, node: usize) -> [f64; 2] {
        [self.road.step_before(node), self.road.step(node)]
    }
}

fn check_widths(road: &Road, car: &DoubleTrack) -> Result<(), Error> {
    let track = car.front.track;
    let places = road.stations().iter().chain(road.middles());
    let widths = places.map(|station| station.left + station.right);
    match widths.enumerate().find(|(_, width)| *width <= track) {
        Some((place, metres)) => {
            let station = place % road.stations().len();
            Err(Error::Narrow { station, metres, track })
        }
        None => Ok(()),
    }
}
