//! Second step: the blocks of nodes 1, 2, … leave; node 0 and the common unknowns close the ring.
//!
//! The block of a node leaves when the front of the next has come. The rows are then over
//!
//! ```text
//! [ block | next block | common, block of node 0 ]
//!                        └────── border ───────┘
//! ```
//!
//! and what the elimination leaves on next block and border is passed on.

use crate::symmetric::{Inertia, TILE, Tile, padded, tiles};

use super::{Chain, Shape};

/// Matrices to work in.
#[derive(Debug)]
pub(super) struct Work {
    /// A front without its own unknowns: link before, block, common.
    pub(super) rest: Vec<f64>,
    /// That of node 0, whose link before is the last to come.
    first: Vec<f64>,
    /// Over block, next block and border.
    here: Vec<f64>,
    /// The same of the node before, its block gone.
    before: Vec<f64>,
    pub(super) spare: Vec<Tile>,
}

impl Work {
    pub(super) fn new(shape: Shape) -> Self {
        let (at, stride) = shape.block_row();
        let (own_at, own_stride) = shape.own_row();
        let spare = (shape.own * (own_stride - own_at)).max(shape.block() * (stride - at));
        let of_front = shape.rest_width() * shape.rest_width();
        Self {
            rest: vec![0.0; of_front],
            first: vec![0.0; of_front],
            here: vec![0.0; stride * stride],
            before: vec![0.0; stride * stride],
            spare: vec![[0.0; TILE]; spare / TILE],
        }
    }
}

fn add(to: &mut [f64], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(value, part)| *value += part);
}

impl Chain {
    /// Node 0 becomes part of the border.
    pub(super) fn begin(&self, work: &mut Work) {
        let Shape { links, common, .. } = self.shape;
        let (block, width) = (self.shape.block(), self.shape.rest_width());
        let (at, stride) = self.shape.block_row();
        let border = at + block;
        let Work { rest, first, before, .. } = work;
        std::mem::swap(rest, first);
        before.fill(0.0);
        // The block stands before the common unknowns in a front, behind them in the border.
        let place = |i: usize| if i < block { border + common + i } else { border + i - block };
        for i in 0..block + common {
            for j in 0..block + common {
                before[place(i) * stride + place(j)] = first[(links + i) * width + links + j];
            }
        }
        for i in 0..common {
            let row = &mut before[(border + i) * stride + border..][..common];
            add(row, &self.common[i * common..]);
        }
    }

    /// Node 1 meets node 0 in the border; nothing leaves yet.
    pub(super) fn second(&self, work: &mut Work) {
        let Shape { shared, links, common, .. } = self.shape;
        let (block, width) = (self.shape.block(), self.shape.rest_width());
        let (at, stride) = self.shape.block_row();
        let first = at + block + common;
        let Work { rest, before, .. } = work;
        let place = |i: usize| if i < links { first + shared + i } else { at + i - links };
        for i in 0..links + block + common {
            for j in 0..links + block + common {
                before[place(i) * stride + place(j)] += rest[i * width + j];
            }
        }
        for (j, tie) in self.ties[..shared].iter().enumerate() {
            before[(at + j) * stride + first + j] += tie;
            before[(first + j) * stride + at + j] += tie;
        }
    }

    /// The rows of a node's block, as passed on: the next block's place is empty.
    fn advance(&self, work: &mut Work) {
        let (block, border) = (self.shape.block(), self.shape.border());
        let (at, stride) = self.shape.block_row();
        let Work { here, before, .. } = work;
        here.fill(0.0);
        for i in 0..block {
            let from = &before[(at + i) * stride + at..];
            let to = &mut here[i * stride..(i + 1) * stride];
            add(&mut to[..block], &from[..block]);
            add(&mut to[at + block..], &from[block..block + border]);
        }
        for i in block..block + border {
            let from = &before[(at + i) * stride + at + block..][..border];
            add(&mut here[(at + i) * stride + at + block..], from);
        }
    }

    /// Eliminates the block of the node before, and passes on what that leaves.
    pub(super) fn pass_on(&mut self, node: usize, work: &mut Work) -> Inertia {
        let Shape { shared, links, common, .. } = self.shape;
        let (block, width) = (self.shape.block(), self.shape.rest_width());
        let (at, stride) = self.shape.block_row();
        self.advance(work);
        let Work { rest, here, .. } = work;
        for (i, from) in rest.chunks_exact(width).take(links + block + common).enumerate() {
            let row = if i < links { shared + i } else { at + i - links };
            let to = &mut here[row * stride..(row + 1) * stride];
            if i < links {
                add(&mut to[shared..block], &from[..links]);
            }
            add(&mut to[at..], &from[links..links + block + common]);
        }
        let ties = &self.ties[(node - 1) * shared..node * shared];
        ties.iter().enumerate().for_each(|(j, tie)| here[j * stride + at + j] += tie);
        self.leave(node - 1, work)
    }

    /// Eliminates a block that stands in its rows.
    fn leave(&mut self, node: usize, work: &mut Work) -> Inertia {
        let block = self.shape.block();
        let (at, stride) = self.shape.block_row();
        let Work { here, before, spare, .. } = work;
        self.blocks.rows_mut(node).copy_from_slice(&here[..block * stride]);
        let beyond = &mut here[at * stride + at..];
        let inertia = self.blocks.eliminate(node, (beyond, stride), spare);
        std::mem::swap(here, before);
        inertia
    }

    /// Closes the ring: the last block leaves, linked to node 0; then the border.
    pub(super) fn close(&mut self, work: &mut Work) -> Inertia {
        let Shape { shared, links, common, .. } = self.shape;
        let (block, border) = (self.shape.block(), self.shape.border());
        let (at, stride) = self.shape.block_row();
        let (width, border_at) = (self.shape.rest_width(), at + block);
        self.advance(work);
        let Work { first, here, .. } = work;
        for (i, from) in first.chunks_exact(width).take(links).enumerate() {
            let to = &mut here[(shared + i) * stride..(shared + i + 1) * stride];
            add(&mut to[shared..block], &from[..links]);
            add(&mut to[border_at + common..], &from[links..links + block]);
            add(&mut to[border_at..], &from[links + block..links + block + common]);
        }
        let ties = &self.ties[(self.n_nodes - 1) * shared..];
        let first = border_at + common;
        ties.iter().enumerate().for_each(|(j, tie)| here[j * stride + first + j] += tie);
        let inertia = self.leave(self.n_nodes - 1, work);
        let corner = self.corner.rows_mut(0).chunks_exact_mut(padded(border).max(1));
        for (i, row) in corner.enumerate() {
            let from = &work.before[(border_at + i) * stride + border_at..][..border];
            row[..border].copy_from_slice(from);
        }
        let mut all = inertia;
        all += self.corner.eliminate(0, (&mut [], 0), &mut []);
        all
    }

    /// Solves for blocks and common unknowns.
    pub(super) fn solve_ring(&self, b: &mut [f64]) {
        let (block, border) = (self.shape.block(), self.shape.border());
        let mut rest = vec![[0.0; TILE]; tiles(block + border)];
        let mut spare = vec![0.0; border];
        for node in 1..self.n_nodes {
            let own = &mut b[self.block_at(node)..][..block];
            let passed_on = &mut rest.as_flattened_mut()[..block];
            add(own, passed_on);
            passed_on.fill(0.0);
            self.blocks.forward(node, own, &mut rest, &mut spare);
        }
        let (first, common_at, common) = (self.block_at(0), self.common_at(), self.shape.common);
        let mut corner = [&b[common_at..], &b[first..first + block]].concat();
        add(&mut corner, &rest.as_flattened()[block..]);
        self.corner.forward(0, &mut corner, &mut [], &mut spare);
        self.corner.backward(0, &mut corner, &[], &mut spare);
        b[common_at..].copy_from_slice(&corner[..common]);
        b[first..first + block].copy_from_slice(&corner[common..]);
        rest.as_flattened_mut()[block..block + border].copy_from_slice(&corner);
        for node in (1..self.n_nodes).rev() {
            let next = self.block_at(node + 1);
            rest.as_flattened_mut()[..block].copy_from_slice(&b[next..next + block]);
            let own = &mut b[self.block_at(node)..][..block];
            self.blocks.backward(node, own, &rest, &mut spare);
        }
    }
}
