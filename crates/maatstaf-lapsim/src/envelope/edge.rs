//! How far a car can go in every direction of acceleration, at one speed: a small programme.

use maatstaf_numerics::interior_point::{Iteration, Options, Solution, Start, Status, solve_from};
use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};
use std::ops::ControlFlow;

use super::turning::{self, AT_U, AT_V, Manoeuvre, N_ROWS, N_TURNING, ROW_VERTICAL, Rows, TURNING};
use crate::double_track::{DoubleTrack, GRAVITY};

/// The unknowns of turning, and how far: `ρ/g`.
const N_ALL: usize = N_TURNING + 1;
const REACH: usize = N_TURNING;
/// `ρ/g` at which a search begins.
const START: f64 = 0.05;
/// Of `ρ/g`: far below what the spline is worth.
const TOLERANCE: f64 = 1e-5;
/// Where a search leads to the edge, it does so in about fifteen iterations.
const PATIENCE: usize = 60;
/// The same from an edge nearby.
const WARM_PATIENCE: usize = 16;
/// Two steps as short as this, one after the other, and a search leads nowhere.
const SHORT: f64 = 0.03;

/// The directions as nodes that have nothing to do with each other.
///
/// ```text
/// max Σ ρ_k   so that a car can turn with   a_t = a_0 + ρ_k cos θ_k,   a_n = ρ_k sin θ_k
/// ```
pub(super) struct Edge<'a> {
    car: &'a DoubleTrack,
    layout: Layout,
    ranges: AllRanges,
    /// Speed, `a_0` and gravity; sideways is 0.
    centre: Manoeuvre,
    /// `cos θ`, `sin θ`
    directions: &'a [[f64; 2]],
    rear_slip: f64,
}

/// Where the edge is.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    /// `ρ` and `∂ρ/∂(gravity)` of each direction, m/s².
    pub reach: Vec<[f64; 2]>,
    /// A start for the next speed.
    pub solution: Solution,
}

impl Reached {
    /// Puts more directions behind these.
    fn append(&mut self, other: Reached, n: usize) {
        self.reach.extend(&other.reach[..n]);
        let (mine, more) = (&mut self.solution, other.solution);
        mine.unknowns.extend(&more.unknowns[..n * N_ALL]);
        let (mine, more) = (&mut mine.multipliers, more.multipliers);
        mine.equations.extend(&more.equations[..n * N_ROWS]);
        mine.limits.extend(&more.limits[..n * 4]);
        mine.lower.extend(&more.lower[..n * N_ALL]);
        mine.upper.extend(&more.upper[..n * N_ALL]);
    }
}

/// Where a search for the edge begins.
pub(super) enum From<'a> {
    /// A car that turns steadily, and the barrier to begin with.
    Inside([f64; N_TURNING], f64),
    /// The edges at the speed before and at the one before that, as far apart, and a barrier.
    Nearby([&'a Solution; 2], f64),
}

impl<'a> Edge<'a> {
    /// With the lateral slip of the rear wheels up to a share of the largest.
    pub(super) fn new(
        car: &'a DoubleTrack,
        centre: Manoeuvre,
        directions: &'a [[f64; 2]],
        rear_slip: f64,
    ) -> Self {
        let n_nodes = directions.len();
        let layout = Layout {
            n_nodes,
            closed: false,
            own: (0..N_TURNING).collect(),
            shared: vec![REACH],
            common: 0,
            links: 0,
            equations: N_ROWS,
            limits: 4,
            totals: 0,
        };
        let slip = |k: usize| {
            let share = if k < 2 { 1.0 } else { rear_slip };
            share * car.axle(k).tyre.largest_lambda(car.weight())
        };
        let slips: Vec<f64> = (0..4).map(slip).collect();
        let limits = Ranges { lower: slips.iter().map(|slip| -slip).collect(), upper: slips };
        let ranges = AllRanges {
            unknowns: repeated(bounds(centre.speed), n_nodes),
            limits: repeated(limits, n_nodes),
            ..AllRanges::default()
        };
        Self { car, layout, ranges, centre, directions, rear_slip }
    }

    /// The edge, if it is found from there.
    pub(super) fn find(&self, from: &From<'_>) -> Option<Reached> {
        let restoration = false; // other starts lead there sooner
        let options = Options {
            tolerance: TOLERANCE,
            iterations: PATIENCE,
            restoration,
            ..Options::default()
        };
        let (unknowns, multipliers, options) = match from {
            From::Inside(x, barrier) => {
                let all = [&x[..], &[START]].concat().repeat(self.directions.len());
                (all, None, Options { barrier: *barrier, ..options })
            }
            From::Nearby([edge, before], barrier) => {
                let pairs = edge.unknowns.iter().zip(&before.unknowns);
                let ahead = pairs.map(|(here, before)| 2.0 * here - before).collect();
                let options = Options { iterations: WARM_PATIENCE, ..options };
                (ahead, Some(&edge.multipliers), options.nearby(*barrier))
            }
        };
        let start = Start { unknowns: &unknowns, common: &[], multipliers };
        let mut n_short = 0;
        let mut watch = |iteration: &Iteration| {
            n_short = if iteration.step < SHORT { n_short + 1 } else { 0 };
            if n_short < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let solution = solve_from(self, &start, &options, &mut watch);
        if solution.status != Status::Solved {
            return None;
        }
        let each = solution.unknowns.chunks_exact(N_ALL);
        let vertical = solution.multipliers.equations.chunks_exact(N_ROWS);
        let reach = each
            .zip(vertical)
            .map(|(x, rows)| [x[REACH], -rows[ROW_VERTICAL]].map(|it| it * GRAVITY));
        Some(Reached { reach: reach.collect(), solution })
    }

    /// The same direction by direction, two at a time, each from the first start that leads there.
    pub(super) fn find_in_pairs(&self, from: &[From<'_>]) -> Option<Reached> {
        let mut whole: Option<Reached> = None;
        for directions in self.directions.chunks(2) {
            let pair = match directions {
                [only] => [*only, *only],
                _ => [directions[0], directions[1]],
            };
            let edge = Edge::new(self.car, self.centre, &pair, self.rear_slip);
            let found = from.iter().find_map(|from| edge.find(from))?;
            match &mut whole {
                Some(whole) => whole.append(found, directions.len()),
                None => whole = Some(found),
            }
        }
        whole
    }

    fn manoeuvre<'b>(&self, node: usize, input: &'b [f64]) -> (&'b [f64; N_TURNING], Manoeuvre) {
        let x = input.first_chunk().expect("a direction has them all");
        let [cos, sin] = self.directions[node];
        let reach = input[REACH] * GRAVITY;
        let forward = self.centre.forward + reach * cos;
        (x, Manoeuvre { forward, sideways: reach * sin, ..self.centre })
    }
}

fn repeated(ranges: Ranges, times: usize) -> Ranges {
    Ranges { lower: ranges.lower.repeat(times), upper: ranges.upper.repeat(times) }
}

/// Of all unknowns of a direction.
fn bounds(speed: f64) -> Ranges {
    let mut lower = vec![-1.0; 4];
    let mut upper = vec![1.0; 4];
    lower.extend([0.5 * speed, -0.5 * speed, -100.0 * GRAVITY / speed]);
    upper.extend([1.1 * speed, 0.5 * speed, 100.0 * GRAVITY / speed]);
    lower.extend([-6.0; 4]);
    upper.extend([-0.005; 4]);
    lower.extend([-1.0, -1.0, 0.0]);
    upper.extend([1.0, 1.0, 20.0]);
    Ranges { lower, upper }
}

impl Programme for Edge<'_> {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let (x, to) = self.manoeuvre(node, input);
        values[0] = -input[REACH];
        let (rows, slips) = turning::values(self.car, x, &to);
        values[1..=N_ROWS].copy_from_slice(&rows);
        values[1 + N_ROWS..].copy_from_slice(&slips);
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let (x, to) = self.manoeuvre(node, input);
        let rows = Rows::new(self.car, x, &to);
        let Derivatives { values, jacobian, hessian } = out;
        jacobian.fill(0.0);
        (values[0], jacobian[REACH]) = (-input[REACH], -1.0);
        let [cos, sin] = self.directions[node].map(|part| part * GRAVITY);
        let speed = self.centre.speed;
        for (row, (value, slopes)) in rows.values.iter().zip(&rows.slopes).enumerate() {
            values[1 + row] = *value;
            let line = &mut jacobian[(1 + row) * N_ALL..(2 + row) * N_ALL];
            line[..N_TURNING].copy_from_slice(slopes);
            line[REACH] = match row {
                4 => -cos * input[AT_U] / speed,
                5 => -cos * input[AT_V] / speed,
                12 => -sin,
                _ => 0.0,
            };
        }
        for (k, slip) in rows.slips.iter().enumerate() {
            let row = 1 + N_ROWS + k;
            values[row] = slip.value;
            let line = &mut jacobian[row * N_ALL..(row + 1) * N_ALL];
            line.iter_mut().zip(TURNING).for_each(|(to, at)| *to = slip.gradient[at]);
        }
        let by_rows: &[f64; N_ROWS] = weights[1..=N_ROWS].try_into().expect("one per row");
        let by_slips: &[f64; 4] = weights[1 + N_ROWS..].try_into().expect("one per wheel");
        let bends = rows.bends(self.car.mass, by_rows, by_slips, speed);
        hessian.fill(0.0);
        for (i, line) in bends.iter().enumerate() {
            hessian[i * N_ALL..i * N_ALL + N_TURNING].copy_from_slice(line);
        }
        for (at, row) in [(AT_U, 4), (AT_V, 5)] {
            let bend = -by_rows[row] * cos / speed;
            hessian[at * N_ALL + REACH] += bend;
            hessian[REACH * N_ALL + at] += bend;
        }
    }

    fn ties(&self, _: usize) -> &[f64] {
        &[0.0]
    }
}
