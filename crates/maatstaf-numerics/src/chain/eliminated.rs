//! Several symmetric blocks of one size, factored, each with what couples it to the rest.

use crate::symmetric::{self, Inertia, TILE, Tile};

/// Blocks `A` with what is beside them, `B`: after elimination `L`, `D` and `L⁻¹ P B`.
#[derive(Clone, Debug)]
pub(super) struct Eliminated {
    /// Rows of a block.
    n: usize,
    /// Where `B` starts in a row, and how long a row is.
    at: usize,
    stride: usize,
    /// `[count × n × stride]`
    rows: Vec<f64>,
    order: Vec<u16>,
    pairs: Vec<f64>,
}

impl Eliminated {
    pub(super) fn new(n: usize, (at, stride): (usize, usize), count: usize) -> Self {
        Self {
            n,
            at,
            stride,
            rows: vec![0.0; count * n * stride],
            order: vec![0; count * n],
            pairs: vec![0.0; count * n],
        }
    }

    /// The rows of a block, `[n × stride]`.
    pub(super) fn rows_mut(&mut self, k: usize) -> &mut [f64] {
        let size = self.n * self.stride;
        &mut self.rows[k * size..(k + 1) * size]
    }

    fn parts(&self, k: usize) -> (&[f64], &[u16], &[f64]) {
        let (n, size) = (self.n, self.n * self.stride);
        let of_n = k * n..(k + 1) * n;
        (&self.rows[k * size..(k + 1) * size], &self.order[of_n.clone()], &self.pairs[of_n])
    }

    /// Factors the block that stands in its rows, and takes what its elimination leaves,
    /// `Bᵀ A⁻¹ B`, from `rest`, rows of `width`. `spare` has room for `B`.
    pub(super) fn eliminate(
        &mut self,
        k: usize,
        (rest, width): (&mut [f64], usize),
        spare: &mut [Tile],
    ) -> Inertia {
        let Self { n, at, stride, .. } = *self;
        if n == 0 {
            return Inertia::default();
        }
        let rows = &mut self.rows[k * n * stride..(k + 1) * n * stride];
        let (order, pairs) =
            (&mut self.order[k * n..(k + 1) * n], &mut self.pairs[k * n..(k + 1) * n]);
        let inertia = symmetric::factor(rows, n, stride, order, pairs);
        if at < stride {
            symmetric::forward(rows, n, stride, at);
            symmetric::divide(rows, n, stride, at, pairs, spare);
            symmetric::subtract_product((rest, width), (rows, stride, at), spare);
        }
        inertia
    }

    /// `L⁻¹ P b` in place; what that leaves on the rest is taken from `rest`.
    pub(super) fn forward(&self, k: usize, b: &mut [f64], rest: &mut [Tile], spare: &mut [f64]) {
        if self.n == 0 {
            return;
        }
        let (rows, order, pairs) = self.parts(k);
        symmetric::forward_one(rows, self.stride, order, b, spare);
        let divided = &mut spare[..self.n];
        divided.copy_from_slice(b);
        symmetric::divide_one(rows, self.stride, pairs, divided);
        for (row, factor) in rows.chunks_exact(self.stride).zip(divided) {
            let beside = row.as_chunks::<TILE>().0[self.at / TILE..].iter();
            for (to, from) in rest.iter_mut().zip(beside) {
                to.iter_mut().zip(from).for_each(|(value, part)| *value -= *factor * part);
            }
        }
    }

    /// The solution in the place of what [`Eliminated::forward`] left, given that of the rest.
    pub(super) fn backward(&self, k: usize, b: &mut [f64], rest: &[Tile], spare: &mut [f64]) {
        if self.n == 0 {
            return;
        }
        let (rows, order, pairs) = self.parts(k);
        for (row, value) in rows.chunks_exact(self.stride).zip(b.iter_mut()) {
            let beside = row.as_chunks::<TILE>().0[self.at / TILE..].iter();
            let mut sums = [0.0; TILE];
            for (from, at) in beside.zip(rest) {
                sums.iter_mut().zip(from.iter().zip(at)).for_each(|(sum, (x, y))| *sum += x * y);
            }
            *value -= sums.iter().sum::<f64>();
        }
        symmetric::divide_one(rows, self.stride, pairs, b);
        symmetric::backward_one(rows, self.stride, order, b, spare);
    }
}
