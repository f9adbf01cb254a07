//! A wheel on the road: speed, slip, load, force.

use maatstaf_numerics::jet::Real;

use crate::smooth::positive_part;
use crate::tyre::{Grip, Tyre};

/// How softly a tyre's load meets zero, N².
const LOAD_SOFTNESS: f64 = 1.0;

/// A wheel, as the road meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wheel<R> {
    /// `c_x`, `c_y`: velocity of the contact point in the wheel's axes, m/s.
    pub contact: [R; 2],
    /// `κ`, the longitudinal slip, driving positive.
    pub kappa: R,
    /// `λ = −c_y/c_x`, the lateral slip.
    pub lambda: R,
    /// `N`, the load, N, pressing positive.
    pub load: R,
    /// `ω`, rad/s.
    pub speed: R,
    /// What its tyre does.
    pub grip: Grip<R>,
    /// `X`, `Y`: the tyre's force in car axes, N.
    pub force: [R; 2],
}

/// The load of a tyre from a vertical force in units of the car's weight, upwards negative.
///
/// ```text
/// N = pos(−z m g; 1 N²)
/// ```
pub fn load<R: Real>(vertical: R, weight: f64) -> R {
    positive_part(vertical * -weight, LOAD_SOFTNESS)
}

/// The velocity of a contact point in the axes of its wheel.
///
/// ```text
/// V_x = u − r p_y,   V_y = v + r p_x
/// c_x = V_x cos δ + V_y sin δ,   c_y = −V_x sin δ + V_y cos δ
/// ```
///
/// `place` is `(p_x, p_y)`, m; `turned` is `(sin δ, cos δ)`, `None` for a wheel that is not
/// steered; `r` and `δ` are positive to the right.
pub fn contact<R: Real>(place: [f64; 2], [u, v, r]: [R; 3], turned: Option<(R, R)>) -> [R; 2] {
    let (x, y) = (u - r * place[1], v + r * place[0]);
    match turned {
        Some((sin, cos)) => [x * cos + y * sin, y * cos - x * sin],
        None => [x, y],
    }
}

/// The longitudinal slip at a share of that with the largest force: `κ = κn κ_max(N)`.
pub fn kappa<R: Real>(tyre: &Tyre, share: R, load: R) -> R {
    tyre.kappa(share, load)
}

/// How fast a wheel turns, rad/s: `ω = (1 + κ) c_x / R`.
pub fn speed<R: Real>(tyre: &Tyre, kappa: R, forward: R) -> R {
    (kappa + 1.0) * forward * (1.0 / tyre.radius)
}

/// A force of the wheel's axes, in the axes of the car.
pub fn in_car_axes<R: Real>([along, across]: [R; 2], turned: Option<(R, R)>) -> [R; 2] {
    match turned {
        Some((sin, cos)) => [along * cos - across * sin, along * sin + across * cos],
        None => [along, across],
    }
}
