//! Symmetric systems along a chain of nodes, open or closed to a ring.
//!
//! Each node brings a dense *front* over its own unknowns (nobody else sees them), the
//! multipliers of the link from the node before, the unknowns it shares with its neighbours, the
//! multipliers of the link to the node after, and a few unknowns common to all nodes:
//!
//! ```text
//! [ own | link before | shared, link after | common ]
//!                       └───── block ────┘
//! ```
//!
//! The system is the sum of the fronts, the ties (`tie[j]` couples shared unknown `j` of two
//! neighbours) and a matrix over the common unknowns. It is factored in two steps, exactly, in
//! time linear in the nodes: own unknowns are condensed node by node; what is left is a ring of
//! blocks, eliminated from node 1 on with a border for node 0, which closes the ring, and for
//! the common unknowns. Every block is factored with pivots ([`crate::symmetric`]), and the
//! signs of all pivots together give the inertia of the whole.
//!
//! A node is eliminated while its front is at hand, so no front is stored.

mod condense;
mod eliminated;
mod ring;

use crate::symmetric::{Inertia, padded};
use eliminated::Eliminated;
use ring::Work;

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
    /// Unknowns a node adds to the system: own, shared, link after.
    pub const fn stride(self) -> usize {
        self.own + self.block()
    }

    const fn block(self) -> usize {
        self.shared + self.links
    }

    /// Rows of a front without the own unknowns.
    const fn rest(self) -> usize {
        self.links + self.block() + self.common
    }

    /// How long those rows are.
    const fn rest_width(self) -> usize {
        padded(at_least_one(self.rest()))
    }

    const fn border(self) -> usize {
        self.common + self.block()
    }

    /// A row with nothing beside.
    const fn alone(n: usize) -> (usize, usize) {
        (padded(n), padded(n))
    }

    /// Where what is beside the own unknowns starts in their rows, and how long those are.
    const fn own_row(self) -> (usize, usize) {
        let at = padded(self.own);
        (at, at + self.rest_width())
    }

    /// The same for the rows of a block: beside it are the next block and the border.
    const fn block_row(self) -> (usize, usize) {
        let at = padded(self.block());
        (at, at + padded(at_least_one(self.block() + self.border())))
    }
}

/// So that no row is empty.
const fn at_least_one(columns: usize) -> usize {
    if columns == 0 { 1 } else { columns }
}

/// A node's part of a system: a symmetric matrix, row by row.
///
/// Rows of own unknowns run over all; from [`Front::own_columns`] on, over the others. The
/// others' rows run over the others alone:
///
/// ```text
/// [ link before | shared, link after | common ]
/// ```
#[derive(Debug)]
pub struct Front<'a> {
    /// How long the rows of own unknowns are, and the others'.
    strides: [usize; 2],
    own: &'a mut [f64],
    rest: &'a mut [f64],
}

impl Front<'_> {
    /// The columns that own unknowns take in their rows.
    pub const fn own_columns(shape: Shape) -> usize {
        shape.own_row().0
    }

    /// Where link before, shared, link after and common start among the others.
    pub const fn places(shape: Shape) -> [usize; 4] {
        let Shape { shared, links, .. } = shape;
        [0, links, links + shared, 2 * links + shared]
    }

    /// The row of an own unknown.
    pub fn own_row_mut(&mut self, row: usize) -> &mut [f64] {
        let stride = self.strides[0];
        &mut self.own[row * stride..(row + 1) * stride]
    }

    /// The row of another.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        let width = self.strides[1];
        &mut self.rest[row * width..(row + 1) * width]
    }
}

/// A factored symmetric system along a chain.
///
/// Unknowns and right-hand sides are vectors of [`Chain::len`]: for each node its own, its
/// shared, and its link-after unknowns; then the common ones. On an open chain the last link
/// is no link: give its diagonal `−1` and nothing else.
#[derive(Clone, Debug)]
pub struct Chain {
    shape: Shape,
    n_nodes: usize,
    /// `[n_nodes × shared]`, each to the next node.
    ties: Vec<f64>,
    /// `[common × common]`
    common: Vec<f64>,
    own: Eliminated,
    blocks: Eliminated,
    corner: Eliminated,
}

impl Chain {
    /// A system of zeros over two nodes or more.
    ///
    /// # Panics
    ///
    /// With fewer than two nodes.
    pub fn new(shape: Shape, n_nodes: usize) -> Self {
        assert!(n_nodes >= 2, "a chain has two nodes or more");
        Self {
            shape,
            n_nodes,
            ties: vec![0.0; n_nodes * shape.shared],
            common: vec![0.0; shape.common * shape.common],
            own: Eliminated::new(shape.own, shape.own_row(), n_nodes),
            blocks: Eliminated::new(shape.block(), shape.block_row(), n_nodes),
            corner: Eliminated::new(shape.border(), Shape::alone(shape.border()), 1),
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

    /// What couples each shared unknown of a node with the same one of the next.
    pub fn tie_mut(&mut self, node: usize) -> &mut [f64] {
        let shared = self.shape.shared;
        &mut self.ties[node * shared..(node + 1) * shared]
    }

    /// The matrix over the common unknowns, beyond what the fronts bring.
    pub fn common_mut(&mut self) -> &mut [f64] {
        &mut self.common
    }

    /// Factors the system whose fronts `fill` gives, each into zeros; the signs of its
    /// eigenvalues.
    pub fn factor(&mut self, mut fill: impl FnMut(usize, &mut Front<'_>)) -> Inertia {
        let mut inertia = Inertia::default();
        let mut work = Work::new(self.shape);
        let strides = [self.shape.own_row().1, self.shape.rest_width()];
        for node in 0..self.n_nodes {
            let own = self.own.rows_mut(node);
            own.fill(0.0);
            work.rest.fill(0.0);
            fill(node, &mut Front { strides, own, rest: &mut work.rest });
            inertia += self.condense(node, &mut work);
            match node {
                0 => self.begin(&mut work),
                1 => self.second(&mut work),
                _ => inertia += self.pass_on(node, &mut work),
            }
        }
        inertia += self.close(&mut work);
        inertia
    }

    /// Solves in place, after [`Chain::factor`].
    pub fn solve(&self, b: &mut [f64]) {
        self.condense_right(b);
        self.solve_ring(b);
        self.expand(b);
    }

    fn block_at(&self, node: usize) -> usize {
        node % self.n_nodes * self.shape.stride() + self.shape.own
    }

    fn common_at(&self) -> usize {
        self.n_nodes * self.shape.stride()
    }
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
