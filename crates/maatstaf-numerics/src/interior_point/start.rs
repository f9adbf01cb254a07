//! The multipliers to begin with.

use crate::programme::Programme;

use super::evaluation::Linear;
use super::iterate::Iterate;
use super::system::System;

/// Multipliers larger than this at the start say that the fit is no guide.
const LARGEST: f64 = 1e3;

/// Gives an iterate the multipliers that make its Lagrangian flattest.
pub(super) fn multipliers(
    programme: &dyn Programme,
    at: &mut Iterate,
    linear: &mut Linear,
    system: &mut System,
) {
    linear.update(programme, at);
    let Some(y) = system.best_multipliers(linear, at) else { return };
    let largest = y.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest <= LARGEST {
        at.y = y;
    }
}
