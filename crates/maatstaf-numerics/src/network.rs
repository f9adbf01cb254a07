//! Heights of points of which only differences were measured, between some pairs and with errors: what is the
//! difference of any two, by every way between them at once?
//!
//! ```text
//! min Σ wₑ · (dₑ − (θ_from − θ_to))²        wₑ = 1 / (varianceₑ + τ² · looseₑ)
//! ```
//!
//! `τ²` is what measured differences disagree by beyond their errors, in proportion to how loose each is. A difference that stands alone between two
//! parts stays as it was measured; in a chain variances add up; ways side by side share the work as wires share
//! a current, so the variance between two points is the resistance between them.
//!
//! ```
//! use maatstaf_numerics::network::{Network, Tie};
//!
//! let tie = |from, to, difference| Tie { from, to, difference, variance: 1.0, loose: 1.0 };
//! let chain = Network::new(4, vec![tie(0, 1, 0.3), tie(1, 2, 0.5)], 0.0);
//! let found = chain.between(0, 2).unwrap();
//! assert!((found.difference - 0.8).abs() < 1e-9 && (found.variance - 2.0).abs() < 1e-9);
//! assert!(chain.between(0, 3).is_none()); // nothing leads there
//! ```

use crate::positive::dot;
use crate::random::Random;

/// A measured difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// A point.
    pub from: usize,
    /// Another.
    pub to: usize,
    /// The height of the first less that of the second.
    pub difference: f64,
    /// Of its error; positive.
    pub variance: f64,
    /// How much of what ties disagree by falls to this one: 1 where all are alike, 4 where it is twice as large.
    pub loose: f64,
}

/// Points and the ties between them.
#[derive(Clone, Debug)]
pub struct Network {
    ties: Vec<Tie>,
    /// One a tie.
    weights: Vec<f64>,
    /// Of each point, the ties that end there.
    ends: Vec<Vec<usize>>,
}

/// The difference of two points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The height of the first less that of the second.
    pub difference: f64,
    /// Of its error.
    pub variance: f64,
}

/// Currents are worked out until they are this exact, against those that flow in.
const EXACT: f64 = 1e-12;

impl Network {
    /// Of so many points, with so much disagreement (`τ²`) on every tie. Ties from a point to itself, to points that
    /// are not there, and without a positive variance are left out.
    pub fn new(n_points: usize, mut ties: Vec<Tie>, disagreement: f64) -> Self {
        let variance_of = |tie: &Tie| tie.variance + disagreement * tie.loose;
        ties.retain(|tie| {
            let is_inside = tie.from < n_points && tie.to < n_points && tie.from != tie.to;
            let variance = variance_of(tie);
            is_inside && tie.difference.is_finite() && variance.is_finite() && variance > 0.0
        });
        let mut ends = vec![Vec::new(); n_points];
        for (i, tie) in ties.iter().enumerate() {
            ends[tie.from].push(i);
            ends[tie.to].push(i);
        }
        let weights = ties.iter().map(|tie| 1.0 / variance_of(tie)).collect();
        Self { ties, weights, ends }
    }

    /// The difference of two points by all ways between them; `None` where none leads from one to the other.
    pub fn between(&self, from: usize, to: usize) -> Option<Difference> {
        let reached = self.steps_from(from);
        if *reached.get(to)? == usize::MAX {
            return None;
        }
        if from == to {
            return Some(Difference { difference: 0.0, variance: 0.0 });
        }
        let mut inflow = vec![0.0; self.ends.len()];
        (inflow[from], inflow[to]) = (1.0, -1.0);
        let heights = self.heights(&inflow);
        let flow = |(tie, weight): (&Tie, &f64)| {
            weight * (heights[tie.from] - heights[tie.to]) * tie.difference
        };
        Some(Difference {
            difference: self.ties.iter().zip(&self.weights).map(flow).sum(),
            variance: heights[from] - heights[to],
        })
    }

    /// The points on a way with the fewest ties; of several, that on which the variances add up to least.
    /// Ties side by side count as one, as sure as they are together. `None` where no way leads there.
    pub fn shortest(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let steps = self.steps_from(from);
        if *steps.get(to)? == usize::MAX {
            return None;
        }
        let mut order: Vec<usize> = (0..steps.len()).filter(|&at| steps[at] <= steps[to]).collect();
        order.sort_by_key(|&at| steps[at]);
        let mut least = vec![(f64::INFINITY, from); steps.len()];
        least[from] = (0.0, from);
        for &at in &order {
            for next in self.neighbours(at).filter(|&next| steps[next] == steps[at] + 1) {
                let variance = least[at].0 + 1.0 / self.weight_between(at, next);
                if variance < least[next].0 {
                    least[next] = (variance, at);
                }
            }
        }
        let mut way = vec![to];
        while way[way.len() - 1] != from {
            way.push(least[way[way.len() - 1]].1);
        }
        way.reverse();
        Some(way)
    }

    /// How many ties it takes to every point; `usize::MAX` where none lead.
    pub fn steps_from(&self, from: usize) -> Vec<usize> {
        let mut steps = vec![usize::MAX; self.ends.len()];
        if from >= steps.len() {
            return steps;
        }
        steps[from] = 0;
        let mut front = std::collections::VecDeque::from([from]);
        while let Some(at) = front.pop_front() {
            for next in self.neighbours(at) {
                if steps[next] == usize::MAX {
                    steps[next] = steps[at] + 1;
                    front.push_back(next);
                }
            }
        }
        steps
    }

    fn neighbours(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let other = move |tie: &Tie| if tie.from == at { tie.to } else { tie.from };
        self.ends[at].iter().map(move |&i| other(&self.ties[i]))
    }

    fn weight_between(&self, a: usize, b: usize) -> f64 {
        let joins = |i: &&usize| [self.ties[**i].from, self.ties[**i].to].contains(&b);
        self.ends[a].iter().filter(joins).map(|&i| self.weights[i]).sum()
    }

    /// The heights at which these currents flow in: conjugate gradients, scaled by the diagonal. What
    /// flows in must flow out within each connected part.
    fn heights(&self, inflow: &[f64]) -> Vec<f64> {
        let n = inflow.len();
        let diagonal: Vec<f64> =
            self.ends.iter().map(|ends| ends.iter().map(|&i| self.weights[i]).sum()).collect();
        let scaled = |rest: &[f64]| -> Vec<f64> {
            let pairs = rest.iter().zip(&diagonal);
            pairs.map(|(rest, weight)| if *weight > 0.0 { rest / weight } else { 0.0 }).collect()
        };
        let (mut heights, mut rest) = (vec![0.0; n], inflow.to_vec());
        let mut ahead = scaled(&rest);
        let mut size = dot(&rest, &ahead);
        let enough = EXACT * EXACT * size;
        for _ in 0..20 * n {
            if size <= enough {
                break;
            }
            let pushed = self.currents(&ahead);
            let step = size / dot(&ahead, &pushed);
            for i in 0..n {
                heights[i] += step * ahead[i];
                rest[i] -= step * pushed[i];
            }
            let next = scaled(&rest);
            let new_size = dot(&rest, &next);
            let turn = new_size / size;
            for i in 0..n {
                ahead[i] = next[i] + turn * ahead[i];
            }
            size = new_size;
        }
        heights
    }

    /// What flows in at every point at some heights.
    fn currents(&self, heights: &[f64]) -> Vec<f64> {
        let mut currents = vec![0.0; heights.len()];
        for (tie, weight) in self.ties.iter().zip(&self.weights) {
            let flow = weight * (heights[tie.from] - heights[tie.to]);
            currents[tie.from] += flow;
            currents[tie.to] -= flow;
        }
        currents
    }

    /// What flows in when every tie carries its weight times some difference.
    fn pulled(&self, differences: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut inflow = vec![0.0; self.ends.len()];
        for ((tie, weight), difference) in self.ties.iter().zip(&self.weights).zip(differences) {
            inflow[tie.from] += weight * difference;
            inflow[tie.to] -= weight * difference;
        }
        inflow
    }
}

/// So many random signs stand in for all ties in [`disagreement`].
const PROBES: u64 = 64;

/// By how much ties disagree beyond their errors: `τ²`, by the method of moments.
///
/// ```text
/// τ² = max(0, (Q − ν) / Σ loose · (w − w² R))        Q = Σ w · (d − Δθ)²        ν = ties − points + parts
/// ```
///
/// `R` is the resistance between the ends of a tie. Its sum is the trace of a projection, taken from the mean over
/// random signs (Hutchinson 1990); the same ties give the same number. Ties that stand alone between two parts say
/// nothing about it; zero where no ways meet.
///
/// DerSimonian & Laird (1986), *Meta-analysis in clinical trials*, Controlled Clinical Trials 7; for networks Jackson,
/// White & Riley (2012), *Quantifying the impact of between-study heterogeneity*, Statistics in Medicine 31.
pub fn disagreement(n_points: usize, ties: &[Tie]) -> f64 {
    let network = Network::new(n_points, ties.to_vec(), 0.0);
    let differences: Vec<f64> = network.ties.iter().map(|tie| tie.difference).collect();
    let rests = |values: &[f64]| -> Vec<f64> {
        let heights = network.heights(&network.pulled(values.iter().copied()));
        let height = |tie: &Tie| heights[tie.from] - heights[tie.to];
        network.ties.iter().zip(values).map(|(tie, value)| value - height(tie)).collect()
    };
    let weighted =
        |rests: &[f64]| rests.iter().zip(&network.weights).map(|(r, w)| w * r * r).sum::<f64>();
    let freedom = network.ties.len() as f64 - network.rank() as f64;
    let excess = weighted(&rests(&differences)) - freedom;
    if freedom < 1.0 || excess <= 0.0 {
        return 0.0;
    }
    let mut random = Random::new(1, 0);
    let mut trace = 0.0;
    for _ in 0..PROBES {
        let mut sign = || if random.bits() & 1 == 0 { 1.0 } else { -1.0 };
        let sized = |tie: &Tie| sign() * tie.loose.max(0.0).sqrt();
        let signs: Vec<f64> = network.ties.iter().map(sized).collect();
        // Of W − W·B·L⁻¹·Bᵀ·W: signs times weights times what heights leave of them.
        let left = rests(&signs);
        let each = signs.iter().zip(&left).zip(&network.weights).map(|((s, r), w)| s * r * w);
        trace += each.sum::<f64>() / PROBES as f64;
    }
    if trace > 0.0 { excess / trace } else { 0.0 }
}

impl Network {
    /// How many points there are less the parts they fall into.
    fn rank(&self) -> usize {
        let mut is_seen = vec![false; self.ends.len()];
        let mut parts = 0;
        for at in 0..self.ends.len() {
            if is_seen[at] {
                continue;
            }
            parts += 1;
            let mut open = vec![at];
            is_seen[at] = true;
            while let Some(at) = open.pop() {
                for next in self.neighbours(at) {
                    if !std::mem::replace(&mut is_seen[next], true) {
                        open.push(next);
                    }
                }
            }
        }
        self.ends.len() - parts
    }
}

#[cfg(test)]
#[path = "network_tests.rs"]
mod tests;
