//! First step: the own unknowns of a node leave.

use crate::symmetric::{Inertia, TILE, tiles};

use super::ring::Work;
use super::{Chain, Front};

impl Chain {
    /// Eliminates the own unknowns; what is left stands in the rows of the rest.
    pub(super) fn condense(&mut self, node: usize, work: &mut Work) -> Inertia {
        let width = self.shape.rest_width();
        self.own.eliminate(node, (&mut work.rest, width), &mut work.spare)
    }

    /// The same for a right-hand side.
    pub(super) fn condense_right(&self, b: &mut [f64]) {
        let mut rest = vec![[0.0; TILE]; tiles(self.shape.rest_width())];
        let mut spare = vec![0.0; self.shape.own];
        for node in 0..self.n_nodes {
            rest.fill([0.0; TILE]);
            let at = self.block_at(node) - self.shape.own;
            self.own.forward(node, &mut b[at..at + self.shape.own], &mut rest, &mut spare);
            for (from, length, to) in self.places(node) {
                let part = &rest.as_flattened()[from..from + length];
                b[to..to + length].iter_mut().zip(part).for_each(|(value, part)| *value += part);
            }
        }
    }

    /// The own unknowns, once the others are known.
    pub(super) fn expand(&self, b: &mut [f64]) {
        let mut rest = vec![[0.0; TILE]; tiles(self.shape.rest_width())];
        let mut spare = vec![0.0; self.shape.own];
        for node in 0..self.n_nodes {
            for (to, length, from) in self.places(node) {
                let part = &b[from..from + length];
                rest.as_flattened_mut()[to..to + length].copy_from_slice(part);
            }
            let at = self.block_at(node) - self.shape.own;
            self.own.backward(node, &mut b[at..at + self.shape.own], &rest, &mut spare);
        }
    }

    /// Where each part of a node's rest stands in a vector: start in the rest, length, start
    /// there.
    fn places(&self, node: usize) -> [(usize, usize, usize); 3] {
        let [link_before, shared, _, common] = Front::places(self.shape);
        let before = (node + self.n_nodes - 1) % self.n_nodes;
        [
            (link_before, self.shape.links, self.block_at(before) + self.shape.shared),
            (shared, self.shape.block(), self.block_at(node)),
            (common, self.shape.common, self.common_at()),
        ]
    }
}
