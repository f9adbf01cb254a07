//! Friction and slip that are straight lines in load, and one curve for all loads.

use std::f64::consts::PI;

use maatstaf_numerics::jet::Real;

use super::{Grip, LEAST_SLIP};
use crate::error::Error;
use crate::smooth::positive_part;

/// How softly the friction coefficient meets its least value, as `ε` of [`positive_part`].
const FRICTION_SOFTNESS: f64 = 1e-5;

/// A tyre with load-dependent friction and slip, after the similarity method.
///
/// Every pair holds the values at the two reference loads; between and beyond them
/// the parameter is a straight line in load. The law knows no side: left and right are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Similarity {
    /// `N₁`, `N₂`, the reference loads, N.
    pub loads: [f64; 2],
    /// `μ_x`, friction along the wheel.
    pub mu_x: [f64; 2],
    /// `μ_y`, friction across it.
    pub mu_y: [f64; 2],
    /// `μ_min`, below which friction does not fall, however large the load; published: 1.
    pub least_friction: f64,
    /// `κ_max`, the slip of the largest longitudinal force.
    pub kappa_max: [f64; 2],
    /// `λ_max`, the slip of the largest lateral force: the tangent of an angle, taken in radians.
    pub lambda_max: [f64; 2],
    /// `Q_x`, the shape of the longitudinal curve.
    pub shape_x: f64,
    /// `Q_y`, the shape of the lateral curve.
    pub shape_y: f64,
}

impl Similarity {
    /// `f(N) = f₁ + (N − N₁)(f₂ − f₁)/(N₂ − N₁)`, without limits.
    pub fn at_load<R: Real>(&self, ends: [f64; 2], load: R) -> R {
        let [low, high] = self.loads;
        (load - low) * ((ends[1] - ends[0]) / (high - low)) + ends[0]
    }

    /// The same, kept above `μ_min`.
    fn friction<R: Real>(&self, ends: [f64; 2], load: R) -> R {
        let over = self.at_load(ends, load) - self.least_friction;
        positive_part(over, FRICTION_SOFTNESS) + self.least_friction
    }

    /// The forces of combined slip.
    ///
    /// ```text
    /// a = κ / κ_max(N),   b = λ / λ_max(N),   ρ = √(a² + b² + 1e-12)
    /// S = π / (2 atan Q)
    /// F_x = μ̄_x N sin(Q_x atan(S_x ρ)) a/ρ
    /// F_y = μ̄_y N sin(Q_y atan(S_y ρ)) b/ρ
    /// ```
    ///
    /// | symbol | argument      | unit |
    /// | ------ | ------------- | ---- |
    /// | `a`    | `kappa_share` | 1    |
    /// | `λ`    | `lambda`      | 1    |
    /// | `N`    | `load`        | N    |
    ///
    /// `μ̄` is the friction coefficient, smoothly kept above `μ_min`. Driving and rightward positive.
    ///
    /// Pacejka (2012), *Tire and Vehicle Dynamics*, §4.3.1 for the similarity method; with these
    /// curves Perantoni & Limebeer (2014), *Vehicle System Dynamics* 52(5).
    #[inline]
    pub fn grip<R: Real>(&self, kappa_share: R, lambda: R, load: R) -> Grip<R> {
        let (mu_x, mu_y) = (self.friction(self.mu_x, load), self.friction(self.mu_y, load));
        let lambda_share = lambda * self.at_load(self.lambda_max, load).recip();
        let total_slip = (kappa_share.square() + lambda_share.square() + LEAST_SLIP).sqrt();
        let pull = load * total_slip.recip();
        let curve_x = curve(self.shape_x, total_slip);
        let curve_y =
            if self.shape_x == self.shape_y { curve_x } else { curve(self.shape_y, total_slip) };
        Grip {
            mu_x,
            mu_y,
            total_slip,
            along: mu_x * (curve_x * pull) * kappa_share,
            across: mu_y * (curve_y * pull) * lambda_share,
        }
    }

    /// `λ_max` at no load or at the weight of the car (N), whichever is larger.
    pub(super) fn largest_lambda(&self, weight: f64) -> f64 {
        self.at_load(self.lambda_max, 0.0_f64).max(self.at_load(self.lambda_max, weight))
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        Error::unless_positive("longitudinal shape of a tyre", self.shape_x)?;
        Error::unless_positive("lateral shape of a tyre", self.shape_y)?;
        Error::unless_positive("span of a tyre's reference loads", self.loads[1] - self.loads[0])
    }
}

/// `sin(Q atan(S ρ))`, which is 1 at `ρ = 1`.
fn curve<R: Real>(shape: f64, slip: R) -> R {
    let stretch = PI / (2.0 * shape.atan());
    ((slip * stretch).atan() * shape).sin()
}
