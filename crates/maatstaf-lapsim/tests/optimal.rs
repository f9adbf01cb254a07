//! Every stored solution of fastest-lap is optimal for the problem as we pose it.
//!
//! Lap times and objectives: an independent evaluator, float64. The multipliers come with the
//! files; those of our own rows follow from them as `lap_problem.rs` says.
#![allow(clippy::unwrap_used)]

mod support;

use maatstaf_lapsim::{LapProblem, trace};
use maatstaf_numerics::programme::{Derivatives, Programme};
use support::published::{self, Published, published};

/// Of the gradient of the Lagrangian, and of every equation and link.
const OPTIMAL: f64 = 1e-9;
/// Of the stored time at each node, s.
const CLOCK: f64 = 1e-12;
/// Of lap time and objective, s: the digits given.
const DIGITS: f64 = 2e-10;

/// The weights of a node's outputs: the multipliers of the rows they stand in.
fn weights(published: &Published, node: usize) -> Vec<f64> {
    let Published { problem, rows, .. } = published;
    let (layout, road) = (problem.layout(), problem.road());
    let n_blocks = if layout.closed { layout.n_nodes } else { layout.n_nodes - 1 };
    let block = |at: Option<usize>| {
        let at = at.filter(|at| *at < n_blocks);
        at.map_or([0.0; 19], |at| rows[at * 19..(at + 1) * 19].try_into().unwrap())
    };
    let closing = layout.closed.then_some(layout.n_nodes - 1);
    let (after, before) = (block(Some(node)), block(node.checked_sub(1).or(closing)));
    let links: &[usize] =
        if road.is_level() { &[4, 5, 6, 7, 8] } else { &[4, 5, 6, 7, 8, 9, 11, 12] };
    let stepwise: &[usize] = if road.is_level() { &[0, 1, 2, 3] } else { &[0, 1, 2, 3, 10] };
    let here: &[usize] = if road.is_level() { &[9, 10, 11, 12] } else { &[] };
    let mut weights = vec![1.0];
    weights.extend(links.iter().map(|row| after[*row]));
    weights.extend(links.iter().map(|row| before[*row]));
    let halved = |row: &usize| {
        -0.5 * (road.step(node) * after[*row] + road.step_before(node) * before[*row])
    };
    weights.extend(stepwise.iter().map(halved));
    weights.extend(here.iter().map(|row| before[*row]));
    weights.extend(&before[13..]);
    weights.extend(&rows[n_blocks * 19..]);
    assert_eq!(weights.len(), layout.outputs());
    weights
}

/// What rings, from the solution: `(−1)^i τ_i ẏ_i` on average, then the biases.
fn common(published: &Published) -> Vec<f64> {
    let Published { problem, unknowns, biases, .. } = published;
    let layout = problem.layout();
    let n_ringing = problem.biases_at();
    let mut common = [vec![0.0; n_ringing], biases.clone()].concat();
    let mut values = vec![0.0; layout.outputs()];
    let mut sums = vec![0.0; n_ringing];
    for (node, unknowns) in unknowns.chunks_exact(15).enumerate() {
        problem.values(node, &[unknowns, &common].concat(), &mut values);
        let sign = if node % 2 == 0 { 1.0 } else { -1.0 };
        for (k, sum) in sums.iter_mut().enumerate() {
            *sum += sign * values[layout.equations_at() + k] / layout.n_nodes as f64;
        }
    }
    common[..n_ringing].copy_from_slice(&sums);
    common
}

/// What a point leaves of the conditions for an optimum.
#[derive(Debug, Default)]
struct Left {
    stationarity: f64,
    feasibility: f64,
    complementarity: f64,
    outside: f64,
}

impl Left {
    fn bound(&mut self, value: f64, ends: [f64; 2], multipliers: [f64; 2]) {
        let room = [value - ends[0], ends[1] - value];
        for (room, multiplier) in room.into_iter().zip(multipliers) {
            self.outside = self.outside.max(-room);
            if room.is_finite() {
                self.complementarity = self.complementarity.max((multiplier * room).abs());
            }
        }
    }
}

fn left(published: &Published) -> Left {
    let Published { problem, unknowns, .. } = published;
    let (layout, ranges) = (problem.layout(), problem.ranges());
    let common = common(published);
    let (n_nodes, inputs) = (layout.n_nodes, layout.inputs());
    let first = usize::from(!layout.closed);
    let mut gradients = vec![vec![0.0; inputs]; n_nodes];
    let mut values = Vec::new();
    let mut left = Left::default();
    let mut totals = 0.0;
    for node in 0..n_nodes {
        let weights = weights(published, node);
        let mut out = Derivatives::zeros(layout);
        let input = [&unknowns[node * 15..(node + 1) * 15], &common].concat();
        problem.derivatives(node, &input, &weights, &mut out);
        for (row, weight) in out.jacobian.chunks_exact(inputs).zip(&weights) {
            gradients[node].iter_mut().zip(row).for_each(|(sum, slope)| *sum += weight * slope);
        }
        let rows = &out.values[layout.equations_at()..layout.limits_at()];
        if node >= first {
            left.feasibility = rows.iter().fold(left.feasibility, |a, b| a.max(b.abs()));
        }
        for limit in 0..layout.limits * usize::from(node >= first) {
            let at = node * layout.limits + limit;
            let ends = [ranges.limits.lower[at], ranges.limits.upper[at]];
            let multiplier = weights[layout.limits_at() + limit];
            let both = [multiplier.min(0.0), multiplier.max(0.0)];
            left.bound(out.values[layout.limits_at() + limit], ends, both);
        }
        totals += out.values.get(layout.totals_at()).unwrap_or(&0.0);
        values.push(out.values);
    }
    if let Some(most) = ranges.totals.upper.first() {
        left.bound(totals, [0.0, *most], [0.0, *published.rows.last().unwrap()]);
    }
    links_and_ties(problem, unknowns, &values, &mut gradients, &mut left);
    stationarity(published, &gradients, &common, &mut left);
    left
}

/// Adds what reaches from a node to the next.
fn links_and_ties(
    problem: &LapProblem,
    unknowns: &[f64],
    values: &[Vec<f64>],
    gradients: &mut [Vec<f64>],
    left: &mut Left,
) {
    let layout = problem.layout();
    for node in 0..if layout.closed { layout.n_nodes } else { layout.n_nodes - 1 } {
        let next = (node + 1) % layout.n_nodes;
        for link in 0..layout.links {
            let row = values[node][layout.after() + link] + values[next][layout.before() + link];
            left.feasibility = left.feasibility.max(row.abs());
        }
        for (tie, &at) in problem.ties(node).iter().zip(&layout.shared) {
            let pull = tie * (unknowns[next * 15 + at] - unknowns[node * 15 + at]);
            gradients[next][at] += pull;
            gradients[node][at] -= pull;
        }
    }
}

fn stationarity(published: &Published, gradients: &[Vec<f64>], common: &[f64], left: &mut Left) {
    let Published { problem, unknowns, bound_multipliers: [lower, upper], .. } = published;
    let (layout, ranges) = (problem.layout(), problem.ranges());
    let first = usize::from(!layout.closed);
    for at in first * 15..layout.n_nodes * 15 {
        let (zl, zu) = (lower[at - first * 15], upper[at - first * 15]);
        let slope = gradients[at / 15][at % 15] - zl + zu;
        left.stationarity = left.stationarity.max(slope.abs());
        let ends = [ranges.unknowns.lower[at], ranges.unknowns.upper[at]];
        left.bound(unknowns[at], ends, [zl, zu]);
    }
    for (at, value) in common.iter().enumerate() {
        let sum: f64 = gradients.iter().map(|gradient| gradient[15 + at]).sum();
        let [zl, zu] = match at.checked_sub(problem.biases_at()) {
            Some(bias) => published.bias_multipliers.each_ref().map(|stored| stored[bias]),
            None => [0.0; 2],
        };
        left.stationarity = left.stationarity.max((sum - zl + zu).abs());
        left.bound(*value, [ranges.common.lower[at], ranges.common.upper[at]], [zl, zu]);
    }
}

/// Lap time, objective (where one is published), and the conditions for an optimum.
#[track_caller]
fn check(published: Option<Published>, lap_time: f64, objective: Option<f64>) {
    let Some(published) = published else { return };
    let Published { problem, unknowns, time, .. } = &published;
    let got = problem.lap_time(unknowns);
    assert!((got - lap_time).abs() <= DIGITS, "{got} s is not {lap_time} s");
    if let Some(objective) = objective {
        let got = problem.objective(unknowns);
        assert!((got - objective).abs() <= DIGITS, "{got} is not {objective}");
    }
    let trace = trace(problem, unknowns).unwrap();
    let n_stations = problem.road().stations().len();
    assert_eq!(time.len(), n_stations);
    for (got, want) in trace.time().iter().zip(time) {
        assert!((got - want).abs() <= CLOCK, "{got} s is not {want} s");
    }
    let left = left(&published);
    assert!(left.stationarity <= OPTIMAL, "{left:?}");
    assert!(left.feasibility <= OPTIMAL, "{left:?}");
    assert!(left.complementarity <= OPTIMAL, "{left:?}");
    assert!(left.outside <= OPTIMAL, "{left:?}");
}

#[test]
fn agrees_catalunya() {
    let test = "agrees_catalunya";
    let problem = published::catalunya(test);
    let found = published(test, "f1_optimal_laptime_catalunya_discrete.xml", problem);
    if let Some(found) = &found {
        let rings = [0.06550026, 0.06639142, -0.06680614, -0.08544998];
        // The page has them in N m s/m, our rows are by kilogram.
        let mass = found.problem.car().mass;
        for (got, want) in common(found).iter().map(|c| c * mass).zip(rings) {
            assert!((got - want).abs() < 1e-8, "{got} is not {want}");
        }
    }
    check(found, 77.7914379041, Some(77.9289399342));
}

#[test]
fn agrees_catalunya_on_an_adapted_mesh() {
    let test = "agrees_catalunya_on_an_adapted_mesh";
    let problem = published::catalunya_adapted(test);
    let found = published(test, "f1_optimal_laptime_catalunya_adapted.xml", problem);
    check(found, 78.0186012014, Some(78.1712610608));
}

#[test]
fn agrees_oval() {
    let found = published("agrees_oval", "f1_ovaltrack_closed.xml", published::oval());
    check(found, 16.2130013214, Some(16.2220428550));
}

#[test]
fn agrees_catalunya_in_three_dimensions() {
    let test = "agrees_catalunya_in_three_dimensions";
    let problem = published::tilted(test, "catalunya/catalunya_3d.xml");
    let found = published(test, "f1_optimal_laptime_catalunya_3d.xml", problem);
    check(found, 77.3827297818, Some(77.5624299209));
}

/// The edges it touches are those of the course without its kerbs.
#[test]
fn agrees_laguna_seca() {
    let test = "agrees_laguna_seca";
    let problem = published::tilted(test, "laguna_seca/laguna_seca_3d.xml");
    let found = published(test, "f1_optimal_laptime_laguna_seca_3d.xml", problem);
    check(found, 59.2875011664, Some(59.4637192247));
}

#[test]
fn agrees_imola() {
    let problem = published::imola("agrees_imola");
    let found = published("agrees_imola", "f1_optimal_laptime_imola_adapted.xml", problem);
    check(found, 87.6103264413, Some(87.8489594013));
}

#[test]
fn agrees_catalunya_with_limited_energy() {
    let test = "agrees_catalunya_with_limited_energy";
    let problem = published::catalunya_with_energy(test);
    let file = "f1_optimal_laptime_catalunya_engine_energy_limited.xml";
    check(published(test, file, problem), 79.7337127696, Some(79.8759464801));
}

#[test]
fn agrees_straight_from_80_kmh() {
    let test = "agrees_straight_from_80_kmh";
    let found = published(test, "f1_maximum_acceleration.xml", published::straight());
    check(found, 13.2886515940, None);
}
