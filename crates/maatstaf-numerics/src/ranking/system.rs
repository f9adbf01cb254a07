//! How the density of all numbers slopes and bends.

use super::{Block, Number, Numbers};
use crate::positive::{Factor, dot};

/// The slopes and the negative of the second derivatives, the numbers of the blocks eliminated.
///
/// ```text
/// ⎡ S  Cᵀ ⎤ ⎡ x ⎤   ⎡ g ⎤
/// ⎣ C  B  ⎦ ⎣ y ⎦ = ⎣ h ⎦      (S − Σ Cᵀ·B⁻¹·C)·x = g − Σ Cᵀ·B⁻¹·h,   y = B⁻¹·(h − C·x)
/// ```
#[derive(Clone, Debug)]
pub(super) struct System {
    slopes: Vec<f64>,
    /// Of `S − Σ Cᵀ·B⁻¹·C`.
    factor: Factor,
    blocks: Vec<Eliminated>,
}

/// A block whose own numbers are eliminated.
#[derive(Clone, Debug)]
struct Eliminated {
    slopes: Vec<f64>,
    /// Of `B`.
    factor: Factor,
    /// The shared numbers that its alternatives have.
    shared: Vec<usize>,
    /// `B⁻¹·C`: one column after the other, one per shared number.
    ties: Vec<f64>,
}

/// A block on its own: slopes by its own and by its shared numbers, and how these bend.
struct Bending {
    shared: Vec<usize>,
    slopes: [Vec<f64>; 2],
    /// Own by own, then shared by own, then shared by shared; by rows.
    own: Vec<f64>,
    across: Vec<f64>,
    between: Vec<f64>,
}

impl System {
    /// `None` when the density does not bend down in every direction.
    pub fn new(
        variances: &[f64],
        blocks: &[Block],
        shared: &[f64],
        own: &[Vec<f64>],
    ) -> Option<Self> {
        let n = variances.len();
        let mut slopes: Vec<f64> = shared.iter().zip(variances).map(|(x, v)| -x / v).collect();
        let mut matrix = vec![0.0; n * n];
        (0..n).for_each(|i| matrix[i * n + i] = 1.0 / variances[i]);
        let mut eliminated = Vec::with_capacity(blocks.len());
        for (block, own) in blocks.iter().zip(own) {
            let bending = Bending::new(block, shared, own);
            let done = bending.eliminate()?;
            bending.add_to(&done, &mut slopes, &mut matrix);
            eliminated.push(done);
        }
        Some(Self { slopes, factor: Factor::new(matrix, n)?, blocks: eliminated })
    }

    /// Newton's step, and by how much the density rises on it at first.
    pub fn step(&self) -> (Numbers, f64) {
        let mut shared = self.slopes.clone();
        for block in &self.blocks {
            block.each_tie(|at, tie| shared[at] -= dot(tie, &block.slopes));
        }
        self.factor.solve(&mut shared);
        let own: Vec<Vec<f64>> = self.blocks.iter().map(|it| it.behind(&shared)).collect();
        let rise = dot(&shared, &self.slopes)
            + self.blocks.iter().zip(&own).map(|(it, own)| dot(own, &it.slopes)).sum::<f64>();
        ((shared, own), rise)
    }

    pub fn log_determinant(&self) -> f64 {
        let blocks = self.blocks.iter().map(|it| it.factor.log_determinant());
        self.factor.log_determinant() + blocks.sum::<f64>()
    }

    /// Of a sum of numbers: `wᵀ·H⁻¹·w`, by what of it the blocks hold and what is shared.
    pub fn variance(&self, numbers: &[(Number, f64)]) -> f64 {
        let mut shared = vec![0.0; self.slopes.len()];
        let mut touched: Vec<(usize, Vec<f64>)> = Vec::new();
        for (number, weight) in numbers {
            match *number {
                Number::Shared(at) => shared[at] += weight,
                Number::Own { block, at } => {
                    let known = touched.iter().position(|it| it.0 == block);
                    let which = known.unwrap_or_else(|| {
                        touched.push((block, vec![0.0; self.blocks[block].slopes.len()]));
                        touched.len() - 1
                    });
                    touched[which].1[at] += weight;
                }
            }
        }
        let mut within = 0.0;
        for (block, mut weights) in touched {
            let block = &self.blocks[block];
            block.each_tie(|at, tie| shared[at] -= dot(tie, &weights));
            block.factor.solve_lower(&mut weights);
            within += dot(&weights, &weights);
        }
        self.factor.solve_lower(&mut shared);
        within + dot(&shared, &shared)
    }
}

impl Eliminated {
    /// Every shared number with its column of `B⁻¹·C`.
    fn each_tie(&self, mut with: impl FnMut(usize, &[f64])) {
        let n = self.slopes.len();
        for (i, at) in self.shared.iter().enumerate() {
            with(*at, &self.ties[i * n..(i + 1) * n]);
        }
    }

    /// Its own step behind that of the shared numbers.
    fn behind(&self, shared: &[f64]) -> Vec<f64> {
        let mut own = self.slopes.clone();
        self.factor.solve(&mut own);
        self.each_tie(|at, tie| {
            own.iter_mut().zip(tie).for_each(|(own, tie)| *own -= tie * shared[at]);
        });
        own
    }
}

impl Bending {
    fn new(block: &Block, shared: &[f64], own: &[f64]) -> Self {
        let mut places: Vec<usize> =
            block.alternatives.iter().flat_map(|it| it.shared.iter().map(|(at, _)| *at)).collect();
        places.sort_unstable();
        places.dedup();
        let (n, m) = (own.len(), places.len());
        let normal = own.iter().zip(&block.variances).map(|(x, variance)| -x / variance);
        let mut bending = Self {
            slopes: [normal.collect(), vec![0.0; m]],
            own: vec![0.0; n * n],
            across: vec![0.0; m * n],
            between: vec![0.0; m * m],
            shared: places,
        };
        (0..n).for_each(|i| bending.own[i * n + i] = 1.0 / block.variances[i]);
        let (slopes, bends) = by_worth(block, &block.worths(shared, own));
        bending.scatter(block, &slopes, &bends);
        bending
    }

    /// From alternatives to their numbers.
    fn scatter(&mut self, block: &Block, slopes: &[f64], bends: &[f64]) {
        let count = block.alternatives.len();
        let place = |at: usize| self.shared.binary_search(&at).expect("it was collected");
        let local: Vec<Vec<(usize, f64)>> = block
            .alternatives
            .iter()
            .map(|it| it.shared.iter().map(|(at, weight)| (place(*at), *weight)).collect())
            .collect();
        let (n, m) = (self.slopes[0].len(), self.slopes[1].len());
        for (i, one) in block.alternatives.iter().enumerate() {
            one.own.iter().for_each(|(at, weight)| self.slopes[0][*at] += weight * slopes[i]);
            local[i].iter().for_each(|(at, weight)| self.slopes[1][*at] += weight * slopes[i]);
            for (j, other) in block.alternatives.iter().enumerate() {
                let bend = bends[i * count + j];
                if bend == 0.0 {
                    continue;
                }
                for (a, weight) in &one.own {
                    other.own.iter().for_each(|(b, by)| self.own[a * n + b] += weight * by * bend);
                }
                for (a, weight) in &local[i] {
                    let own = &mut self.across[a * n..(a + 1) * n];
                    other.own.iter().for_each(|(b, by)| own[*b] += weight * by * bend);
                    let between = &mut self.between[a * m..(a + 1) * m];
                    local[j].iter().for_each(|(b, by)| between[*b] += weight * by * bend);
                }
            }
        }
    }

    fn eliminate(&self) -> Option<Eliminated> {
        let n = self.slopes[0].len();
        let factor = Factor::new(self.own.clone(), n)?;
        let mut ties = self.across.clone();
        ties.chunks_exact_mut(n.max(1)).for_each(|tie| factor.solve(tie));
        let (slopes, shared) = (self.slopes[0].clone(), self.shared.clone());
        Some(Eliminated { slopes, factor, shared, ties })
    }

    /// Adds what is left of the block to the shared numbers.
    fn add_to(&self, done: &Eliminated, slopes: &mut [f64], matrix: &mut [f64]) {
        let (n, m, all) = (self.slopes[0].len(), self.shared.len(), slopes.len());
        for (i, at) in self.shared.iter().enumerate() {
            slopes[*at] += self.slopes[1][i];
            let across = &self.across[i * n..(i + 1) * n];
            for (j, other) in self.shared[..=i].iter().enumerate() {
                let less = dot(across, &done.ties[j * n..(j + 1) * n]);
                // Shared numbers are in order, so this is the lower triangle.
                matrix[at * all + other] += self.between[i * m + j] - less;
            }
        }
    }
}

/// How the logarithm of the probability of all orders slopes by the worth of every alternative, and how it bends,
/// negative, by rows:
///
/// ```text
/// ∂/∂ηⱼ = [j is not last] − eʲ·Σ_{k ≤ j} 1/Zₖ      −∂²/∂ηᵢ∂ηⱼ = δᵢⱼ·eʲ·Σ 1/Zₖ − eⁱ·eʲ·Σ_{k ≤ min} 1/Zₖ²
/// ```
fn by_worth(block: &Block, worths: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = worths.len();
    let (mut slopes, mut bends) = (vec![0.0; n], vec![0.0; n * n]);
    let mut parts: Vec<[f64; 3]> = Vec::new();
    for order in &block.orders {
        let top = order.iter().map(|it| worths[*it]).fold(f64::NEG_INFINITY, f64::max);
        parts.clear();
        parts.extend(order.iter().map(|it| [(worths[*it] - top).exp(), 0.0, 0.0]));
        // Σ over those left is summed from the last, so that nothing is lost behind a strong first.
        let mut left = 0.0;
        for part in parts.iter_mut().rev() {
            left += part[0];
            part[1] = left;
        }
        let last = order.len().saturating_sub(1);
        let (mut once, mut twice) = (0.0, 0.0);
        for (k, part) in parts.iter_mut().enumerate() {
            if k < last {
                once += 1.0 / part[1];
                twice += 1.0 / (part[1] * part[1]);
            }
            (part[1], part[2]) = (once, twice);
        }
        for (j, [worth, once, twice]) in parts.iter().enumerate() {
            let at = order[j];
            slopes[at] += f64::from(u8::from(j < last)) - worth * once;
            bends[at * n + at] += worth * once - worth * worth * twice;
            for (i, [other, _, twice]) in parts[..j].iter().enumerate() {
                let bend = worth * other * twice;
                bends[at * n + order[i]] -= bend;
                bends[order[i] * n + at] -= bend;
            }
        }
    }
    (slopes, bends)
}
