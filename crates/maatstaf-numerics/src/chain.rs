//! Symmetric systems along a chain of nodes, open or closed to a ring.
//!
//! Each node brings a dense *front* over its own unknowns (nobody else sees them), the unknowns
//! it shares with its neighbours, the multipliers of the links before and after it, and a few
//! unknowns common to all nodes:
//!
//! ```text
//! [ own | shared | link before | link after | common ]
//! ```
//!
//! The system is the sum of the fronts, the ties (`tie[j]` couples shared unknown `j` of two
//! neighbours) and a matrix over the common unknowns. It is factored in two steps, exactly, in
//! time linear in the nodes: own unknowns are condensed node by node; what is left is a ring of
//! blocks (shared, link after), eliminated from node 1 on with a border for node 0, which closes
//! the ring, and for the common unknowns. Every block is factored with pivots
//! ([`crate::symmetric`]), and the signs of all pivots together give the inertia of the whole.

use crate::symmetric::{self, Inertia, TILE};

/// How many unknowns of each kind a node has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Seen by this node alone.
    pub own: usize,
    /// Shared with both neighbours.
    pub shared: usize,
    /// Multipliers of the link to the next node.
    pub links: usize,
    /// Common to all nodes.
    pub common: usize,
}

impl Shape {
    /// Rows of a front.
    pub const fn front(self) -> usize {
        self.own + self.rest()
    }

    /// Rows of a front without the own unknowns.
    const fn rest(self) -> usize {
        self.shared + 2 * self.links + self.common
    }

    /// Unknowns a node adds to the system: own, shared, link after.
    pub const fn stride(self) -> usize {
        self.own + self.block()
    }

    const fn block(self) -> usize {
        self.shared + self.links
    }

    const fn border(self) -> usize {
        self.block() + self.common
    }
}

/// A symmetric system along a chain.
///
/// Unknowns and right-hand sides are vectors of [`Chain::len`]: for each node its own, its
/// shared, and its link-after unknowns; then the common ones. On an open chain the last link
/// is no link: give its diagonal `−1` and nothing else.
#[derive(Clone, Debug)]
pub struct Chain {
    shape: Shape,
    n_nodes: usize,
    /// `[n_nodes × front × front]`
    fronts: Vec<f64>,
    /// `[n_nodes × shared]`, each to the next node.
    ties: Vec<f64>,
    /// `[common × common]`
    common: Vec<f64>,
    own: Factors,
    blocks: Factors,
    corner: Factors,
    /// `[n_nodes × block × block]`: from each node to the next.
    offs: Vec<f64>,
    /// `[n_nodes × block × border]`: from each node to node 0 and the common unknowns.
    borders: Vec<f64>,
}

/// Factors of several small matrices of one size.
#[derive(Clone, Debug)]
struct Factors {
    n: usize,
    matrices: Vec<f64>,
    order: Vec<u16>,
    pairs: Vec<f64>,
}

impl Factors {
    fn new(n: usize, count: usize) -> Self {
        Self {
            n,
            matrices: vec![0.0; count * n * n],
            order: vec![0; count * n],
            pairs: vec![0.0; count * n],
        }
    }

    fn matrix(&mut self, k: usize) -> &mut [f64] {
        let size = self.n * self.n;
        &mut self.matrices[k * size..(k + 1) * size]
    }

    fn parts(&self, k: usize) -> (&[f64], &[u16], &[f64]) {
        let (n, size) = (self.n, self.n * self.n);
        (
            &self.matrices[k * size..(k + 1) * size],
            &self.order[k * n..(k + 1) * n],
            &self.pairs[k * n..(k + 1) * n],
        )
    }

    fn factor(&mut self, k: usize) -> Inertia {
        let (n, size) = (self.n, self.n * self.n);
        symmetric::factor(
            &mut self.matrices[k * size..(k + 1) * size],
            n,
            &mut self.order[k * n..(k + 1) * n],
            &mut self.pairs[k * n..(k + 1) * n],
        )
    }

    fn solve(&self, k: usize, b: &mut [f64], spare: &mut [f64]) {
        let (matrix, order, pairs) = self.parts(k);
        symmetric::forward(matrix, self.n, order, b, 1, spare);
        symmetric::divide(matrix, self.n, pairs, b, 1);
        symmetric::backward(matrix, self.n, order, b, 1, spare);
    }
}

impl Chain {
    /// A system of zeros over two nodes or more.
    ///
    /// # Panics
    ///
    /// With fewer than two nodes.
    pub fn new(shape: Shape, n_nodes: usize) -> Self {
        assert!(n_nodes >= 2, "a chain has two nodes or more");
        let (front, block, border) = (shape.front(), shape.block(), shape.border());
        Self {
            shape,
            n_nodes,
            fronts: vec![0.0; n_nodes * front * front],
            ties: vec![0.0; n_nodes * shape.shared],
            common: vec![0.0; shape.common * shape.common],
            own: Factors::new(shape.own, n_nodes),
            blocks: Factors::new(block, n_nodes),
            corner: Factors::new(border, 1),
            offs: vec![0.0; n_nodes * block * block],
            borders: vec![0.0; n_nodes * block * border],
        }
    }

    /// How many unknowns there are.
    pub fn len(&self) -> usize {
        self.n_nodes * self.shape.stride() + self.shape.common
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The front of a node, `[front × front]`, both triangles.
    pub fn front_mut(&mut self, node: usize) -> &mut [f64] {
        let size = self.shape.front() * self.shape.front();
        &mut self.fronts[node * size..(node + 1) * size]
    }

    fn front(&self, node: usize) -> &[f64] {
        let size = self.shape.front() * self.shape.front();
        &self.fronts[node * size..(node + 1) * size]
    }

    /// What couples each shared unknown of a node with the same one of the next.
    pub fn tie_mut(&mut self, node: usize) -> &mut [f64] {
        let shared = self.shape.shared;
        &mut self.ties[node * shared..(node + 1) * shared]
    }

    /// The matrix over the common unknowns, beyond what the fronts bring.
    pub fn common_mut(&mut self) -> &mut [f64] {
        &mut self.common
    }

    /// Factors the system; the signs of its eigenvalues.
    pub fn factor(&mut self) -> Inertia {
        let mut inertia = self.condense();
        inertia += self.close();
        inertia
    }

    /// Solves in place, after [`Chain::factor`].
    pub fn solve(&self, b: &mut [f64]) {
        let mut spare = vec![0.0; self.shape.front().max(self.shape.border())];
        self.solve_own_forward(b, &mut spare);
        self.solve_ring(b, &mut spare);
        self.solve_own_backward(b, &mut spare);
    }

    /// `b − A x`.
    pub fn residual(&self, x: &[f64], b: &[f64]) -> Vec<f64> {
        let (shape, n_nodes) = (self.shape, self.n_nodes);
        let mut left = b.to_vec();
        let mut local = vec![0.0; shape.front()];
        for k in 0..n_nodes {
            self.gather(k, x, &mut local);
            let front = self.front(k);
            let products = front.chunks_exact(shape.front()).map(|row| dot(row, &local));
            let products: Vec<f64> = products.collect();
            self.scatter(k, &products, &mut left);
            let (here, next) = (self.shared_at(k), self.shared_at((k + 1) % n_nodes));
            for j in 0..shape.shared {
                let tie = self.ties[k * shape.shared + j];
                left[here + j] -= tie * x[next + j];
                left[next + j] -= tie * x[here + j];
            }
        }
        let from = self.len() - shape.common;
        for (i, row) in self.common.chunks_exact(shape.common.max(1)).enumerate() {
            left[from + i] -= dot(row, &x[from..]);
        }
        left
    }

    fn shared_at(&self, node: usize) -> usize {
        node * self.shape.stride() + self.shape.own
    }

    fn link_before(&self, node: usize) -> usize {
        let before = (node + self.n_nodes - 1) % self.n_nodes;
        self.shared_at(before) + self.shape.shared
    }

    /// Where each part of a front stands in a vector: start in the front, length, start there.
    fn places(&self, node: usize) -> [(usize, usize, usize); 5] {
        let Shape { own, shared, links, common } = self.shape;
        let at = self.shared_at(node);
        [
            (0, own, at - own),
            (own, shared, at),
            (own + shared, links, self.link_before(node)),
            (own + shared + links, links, at + shared),
            (own + shared + 2 * links, common, self.len() - common),
        ]
    }

    fn gather(&self, node: usize, x: &[f64], local: &mut [f64]) {
        for (from, length, at) in self.places(node) {
            local[from..from + length].copy_from_slice(&x[at..at + length]);
        }
    }

    /// Subtracts a front's part from a vector.
    fn scatter(&self, node: usize, local: &[f64], x: &mut [f64]) {
        for (from, length, at) in self.places(node) {
            let own = &local[from..from + length];
            x[at..at + length].iter_mut().zip(own).for_each(|(value, part)| *value -= part);
        }
    }

    /// First step: the own unknowns leave; what is left becomes blocks, offs and borders.
    fn condense(&mut self) -> Inertia {
        let Shape { own, .. } = self.shape;
        let (size, rest, n_nodes) = (self.shape.front(), self.shape.rest(), self.n_nodes);
        let wide = padded(rest);
        let mut inertia = Inertia::default();
        let mut beside = vec![0.0; own * wide];
        let mut divided = vec![0.0; own * wide];
        let mut spare = vec![0.0; own * wide];
        let mut reduced = vec![0.0; wide * wide];
        self.clear();
        for k in 0..n_nodes {
            let front = &self.fronts[k * size * size..(k + 1) * size * size];
            for (i, row) in front.chunks_exact(size).enumerate() {
                if i < own {
                    self.own.matrix(k)[i * own..(i + 1) * own].copy_from_slice(&row[..own]);
                    beside[i * wide..i * wide + rest].copy_from_slice(&row[own..]);
                    beside[i * wide + rest..(i + 1) * wide].fill(0.0);
                } else {
                    let at = (i - own) * wide;
                    reduced[at..at + rest].copy_from_slice(&row[own..]);
                }
            }
            inertia += self.own.factor(k);
            let (matrix, order, pairs) = self.own.parts(k);
            symmetric::forward(matrix, own, order, &mut beside, wide, &mut spare);
            divided.copy_from_slice(&beside);
            symmetric::divide(matrix, own, pairs, &mut divided, wide);
            symmetric::subtract_product(&mut reduced, wide, &beside, &divided, own);
            self.spread(k, &reduced);
        }
        inertia
    }

    fn clear(&mut self) {
        self.blocks.matrices.fill(0.0);
        self.offs.fill(0.0);
        self.borders.fill(0.0);
        self.corner.matrices.fill(0.0);
        let (block, border, common) = (self.shape.block(), self.shape.border(), self.shape.common);
        for i in 0..common {
            for j in 0..common {
                self.corner.matrices[(block + i) * border + block + j] =
                    self.common[i * common + j];
            }
        }
    }

    /// Adds the condensed front of a node to the blocks of the node and of the one before.
    fn spread(&mut self, k: usize, reduced: &[f64]) {
        let Shape { shared, links, common, .. } = self.shape;
        let (block, border) = (self.shape.block(), self.shape.border());
        let wide = padded(self.shape.rest());
        let before = (k + self.n_nodes - 1) % self.n_nodes;
        // Rows and columns of (shared, link after) in the condensed front.
        let own_at = |i: usize| if i < shared { i } else { i + links };
        let common_at = shared + 2 * links;
        let at = |i: usize, j: usize| reduced[i * wide + j];
        for i in 0..block {
            for j in 0..block {
                self.blocks.matrix(k)[i * block + j] += at(own_at(i), own_at(j));
            }
            for j in 0..common {
                self.borders[(k * block + i) * border + block + j] += at(own_at(i), common_at + j);
            }
        }
        for i in 0..links {
            let row = shared + i;
            for j in 0..links {
                self.blocks.matrix(before)[row * block + shared + j] += at(shared + i, shared + j);
            }
            for j in 0..block {
                self.offs[(before * block + row) * block + j] += at(shared + i, own_at(j));
            }
            for j in 0..common {
                self.borders[(before * block + row) * border + block + j] +=
                    at(shared + i, common_at + j);
            }
        }
        for i in 0..common {
            for j in 0..common {
                self.corner.matrices[(block + i) * border + block + j] +=
                    at(common_at + i, common_at + j);
            }
        }
        for j in 0..shared {
            self.offs[(k * block + j) * block + j] += self.ties[k * shared + j];
        }
    }

    /// Second step: nodes 1, 2, … leave; node 0 and the common unknowns close the ring.
    fn close(&mut self) -> Inertia {
        let (block, border, n_nodes) = (self.shape.block(), self.shape.border(), self.n_nodes);
        let mut inertia = Inertia::default();
        self.open_ring();
        let (used, width) = (block + border, padded(block + border));
        let mut beside = vec![0.0; block * width];
        let mut divided = vec![0.0; block * width];
        let mut spare = vec![0.0; block * width];
        let mut update = vec![0.0; width * width];
        for k in 1..n_nodes {
            let to_next = k + 1 < n_nodes;
            for i in 0..block {
                let row = &mut beside[i * width..(i + 1) * width];
                let off = &self.offs[(k * block + i) * block..][..block];
                if to_next {
                    row[..block].copy_from_slice(off);
                } else {
                    row[..block].fill(0.0);
                }
                row[block..used]
                    .copy_from_slice(&self.borders[(k * block + i) * border..][..border]);
                row[used..].fill(0.0);
            }
            inertia += self.blocks.factor(k);
            let (matrix, order, pairs) = self.blocks.parts(k);
            symmetric::forward(matrix, block, order, &mut beside, width, &mut spare);
            divided.copy_from_slice(&beside);
            symmetric::divide(matrix, block, pairs, &mut divided, width);
            update.fill(0.0);
            symmetric::subtract_product(&mut update, width, &beside, &divided, block);
            self.pass_on(k, &update, to_next);
        }
        inertia += self.corner.factor(0);
        inertia
    }

    /// Node 0 becomes part of the border: its block, and what couples it to nodes 1 and last.
    fn open_ring(&mut self) {
        let (block, border, n_nodes) = (self.shape.block(), self.shape.border(), self.n_nodes);
        for i in 0..block {
            for j in 0..block {
                self.corner.matrices[i * border + j] = self.blocks.matrices[i * block + j];
                let off = self.offs[j * block + i];
                self.borders[(block + i) * border + j] += off;
                let closing = self.offs[((n_nodes - 1) * block + i) * block + j];
                self.borders[((n_nodes - 1) * block + i) * border + j] += closing;
            }
            for j in block..border {
                let value = self.borders[i * border + j];
                self.corner.matrices[i * border + j] = value;
                self.corner.matrices[j * border + i] = value;
            }
        }
    }

    /// Adds what the elimination of node `k` leaves on the next node and on the corner.
    fn pass_on(&mut self, k: usize, update: &[f64], to_next: bool) {
        let (block, border) = (self.shape.block(), self.shape.border());
        let width = padded(block + border);
        if to_next {
            for i in 0..block {
                let row = &update[i * width..(i + 1) * width];
                let own = &mut self.blocks.matrix(k + 1)[i * block..(i + 1) * block];
                own.iter_mut().zip(&row[..block]).for_each(|(value, part)| *value += part);
                let beside = &mut self.borders[((k + 1) * block + i) * border..][..border];
                beside
                    .iter_mut()
                    .zip(&row[block..block + border])
                    .for_each(|(value, part)| *value += part);
            }
        }
        for i in 0..border {
            let row = &update[(block + i) * width + block..][..border];
            let own = &mut self.corner.matrices[i * border..(i + 1) * border];
            own.iter_mut().zip(row).for_each(|(value, part)| *value += part);
        }
    }

    fn solve_own_forward(&self, b: &mut [f64], spare: &mut [f64]) {
        let (own, size) = (self.shape.own, self.shape.front());
        let mut local = vec![0.0; own];
        let mut rest = vec![0.0; self.shape.rest()];
        for k in 0..self.n_nodes {
            let at = self.shared_at(k) - own;
            local.copy_from_slice(&b[at..at + own]);
            self.own.solve(k, &mut local, spare);
            rest.fill(0.0);
            for (row, factor) in self.front(k).chunks_exact(size).zip(&local) {
                rest.iter_mut().zip(&row[own..]).for_each(|(value, part)| *value += factor * part);
            }
            for (from, length, at) in self.places(k).into_iter().skip(1) {
                let part = &rest[from - own..from - own + length];
                b[at..at + length].iter_mut().zip(part).for_each(|(value, part)| *value -= part);
            }
        }
    }

    fn solve_ring(&self, b: &mut [f64], spare: &mut [f64]) {
        let (block, border, n_nodes) = (self.shape.block(), self.shape.border(), self.n_nodes);
        let common_at = self.len() - self.shape.common;
        let mut corner = vec![0.0; border];
        corner[..block].copy_from_slice(&b[self.shared_at(0)..][..block]);
        corner[block..].copy_from_slice(&b[common_at..]);
        let mut local = vec![0.0; block];
        for k in 1..n_nodes {
            let at = self.shared_at(k);
            local.copy_from_slice(&b[at..at + block]);
            self.blocks.solve(k, &mut local, spare);
            for (i, factor) in local.iter().enumerate() {
                if k + 1 < n_nodes {
                    let next = self.shared_at(k + 1);
                    let row = &self.offs[(k * block + i) * block..][..block];
                    let own = &mut b[next..next + block];
                    own.iter_mut().zip(row).for_each(|(value, part)| *value -= factor * part);
                }
                let row = &self.borders[(k * block + i) * border..][..border];
                corner.iter_mut().zip(row).for_each(|(value, part)| *value -= factor * part);
            }
        }
        self.corner.solve(0, &mut corner, spare);
        for k in (1..n_nodes).rev() {
            let at = self.shared_at(k);
            for i in 0..block {
                let row = &self.borders[(k * block + i) * border..][..border];
                let mut value = b[at + i] - dot(row, &corner);
                if k + 1 < n_nodes {
                    let next = self.shared_at(k + 1);
                    let row = &self.offs[(k * block + i) * block..][..block];
                    value -= dot(row, &b[next..next + block]);
                }
                local[i] = value;
            }
            self.blocks.solve(k, &mut local, spare);
            b[at..at + block].copy_from_slice(&local);
        }
        let first = self.shared_at(0);
        b[first..first + block].copy_from_slice(&corner[..block]);
        b[common_at..].copy_from_slice(&corner[block..]);
    }

    fn solve_own_backward(&self, b: &mut [f64], spare: &mut [f64]) {
        let (own, size) = (self.shape.own, self.shape.front());
        let mut local = vec![0.0; size];
        for k in 0..self.n_nodes {
            self.gather(k, b, &mut local);
            let (owns, others) = local.split_at_mut(own);
            for (row, value) in self.front(k).chunks_exact(size).zip(owns.iter_mut()) {
                *value -= dot(&row[own..], others);
            }
            self.own.solve(k, owns, spare);
            let at = self.shared_at(k) - own;
            b[at..at + own].copy_from_slice(owns);
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The next multiple of a tile of columns.
const fn padded(columns: usize) -> usize {
    columns.div_ceil(TILE) * TILE
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
