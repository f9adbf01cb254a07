//! Magic Formula 6.1: a measured tyre.

mod coefficients;
mod peaks;

use maatstaf_numerics::jet::Real;

use super::{Grip, LEAST_SLIP, Side};
use crate::smooth::bent;

/// Up to here a curvature factor is what its coefficients say; it stays below 1, beyond which a
/// force would change its sign at large slips.
const CURVATURE: [f64; 2] = [0.99, 0.01];
/// Down to here a weighting factor is what its coefficients say; it stays above half of this.
const LEAST_WEIGHT: f64 = 0.05;

/// A tyre by Magic Formula 6.1, in steady state, upright, at one pressure.
///
/// With `df = (N − F₀)/F₀` and `α* = λ`, the tangent of the slip angle, all per newton of load:
///
/// ```text
/// F_x/N = G_xα (μ_x sin(C_x atan(B_x κ_x − E_x (B_x κ_x − atan(B_x κ_x)))) + S_Vx)
/// F_y/N = G_yκ (μ_y sin(C_y atan(B_y α_y − E_y (B_y α_y − atan(B_y α_y)))) + S_Vy) + S_Vyκ
/// κ_x = κ + S_Hx    B_x = K_x/(C_x μ_x)    K_x = (pK1 + pK2 df) exp(pK3 df)
/// α_y = λ + S_Hy    B_y = K_y/(C_y μ_y)    K_y = pK1 (F₀/N) sin(pK4 atan(N/(pK2 F₀)))
/// G_xα = cos(C atan(B α_s − E (B α_s − atan(B α_s)))) / (the same at α = 0),   α_s = α + S_H
/// ```
///
/// and so on for `G_yκ`. Scaling factors, pressure (`INFLPRES` against `NOMPRES`) and the sign of
/// the file are worked in when a law is made of coefficients.
///
/// *Signs.* A file in the axes of ISO 8855 (`PKY1` below zero) has `α = V_y/V_x` and `F_y` to the
/// left, one in Pacejka's axes (above zero) `α = −V_y/V_x` and `F_y` to the right. In both `α` is
/// the `λ` of this room, and the sign of the stiffness tells which way `F_y` points. The tyre is
/// one for the left side; on the right stands its mirror image.
///
/// *Smoothness.* `sgn(κ_x)` and `sgn(α_y)` stand as they are: what they multiply, `Bx − atan(Bx)`,
/// vanishes as the cube. The formula's `ε` are left out, since `N`, `μ` and `C` are above zero.
/// Limits (`E ≤ 1`, `G > 0`, loads) bend over a narrow band, with two derivatives.
///
/// *Loads.* Between `FZMIN` and `FZMAX`, as long as friction and stiffness there are more than
/// half of those at the nominal load, the formula is taken at its word. Beyond, forces per newton
/// stay as they are there, from half the least to 1.1 times the largest load.
///
/// Left out: camber, turn slip, the moments, and friction that falls with sliding speed (`LMUV`).
/// Vertical shifts scale with friction itself, as MF-Tyre does, not with the book's `A_μ`.
///
/// Pacejka (2012), *Tire and Vehicle Dynamics*, 3rd ed., §4.3.2, eqs. 4.E1–4.E3, 4.E9–4.E29,
/// 4.E50–4.E67; Besselink, Schmeitz & Pacejka (2010), *Vehicle System Dynamics* 48(S1).
#[derive(Clone, Debug, PartialEq)]
pub struct MagicFormula {
    /// `F₀`, N.
    nominal_load: f64,
    loads: Loads,
    along: Along,
    across: Across,
    along_weight: Weighting,
    across_weight: Weighting,
    pull: Pull,
    /// 1 where `F_y` of the file points to the right, −1 where to the left.
    rightward: f64,
    largest_kappa: f64,
    largest_lambda: f64,
}

/// `a + b df`
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Line(f64, f64);

/// Within which loads the formula is taken at its word, N.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Loads {
    least: f64,
    most: f64,
}

/// The pure longitudinal force.
#[derive(Clone, Debug, PartialEq)]
struct Along {
    shape: f64,
    friction: Line,
    stiffness: Line,
    stiffness_growth: f64,
    curvature: [f64; 3],
    curvature_side: f64,
    shift: Line,
    offset: Line,
}

/// The pure lateral force.
#[derive(Clone, Debug, PartialEq)]
struct Across {
    shape: f64,
    friction: Line,
    /// `pK1 F₀`, N.
    stiffness: f64,
    stiffness_shape: f64,
    /// `pK2 F₀`, N.
    stiffness_load: f64,
    curvature: Line,
    curvature_side: f64,
    shift: Line,
    offset: Line,
}

/// What slip the other way leaves of a force.
#[derive(Clone, Debug, PartialEq)]
struct Weighting {
    slope: f64,
    spread: f64,
    around: f64,
    shape: f64,
    curvature: Line,
    shift: Line,
}

/// `S_Vyκ`, the lateral force that comes with longitudinal slip.
#[derive(Clone, Debug, PartialEq)]
struct Pull {
    size: Line,
    spread: f64,
    shape: f64,
    slope: f64,
}

/// The parts of a pure force per newton of load: `C`, `μ`, `B`, `E`, `S_H`, `S_V`.
#[derive(Clone, Copy)]
struct Curve<R> {
    shape: f64,
    friction: R,
    steepness: R,
    curvature: R,
    shift: R,
    offset: R,
}

impl MagicFormula {
    /// `κ` at a share of 1: the slip of the largest longitudinal force, the largest of those at
    /// half, once and twice the nominal load, driving and braking. A constant of the tyre.
    pub fn largest_kappa(&self) -> f64 {
        self.largest_kappa
    }

    /// The same for lateral slip and force.
    pub fn largest_lambda(&self) -> f64 {
        self.largest_lambda
    }

    /// The forces of combined slip; see [`MagicFormula`] for the equations.
    ///
    /// | symbol | argument | unit |
    /// | ------ | -------- | ---- |
    /// | `κ`    | `kappa`  | 1    |
    /// | `λ`    | `lambda` | 1    |
    /// | `N`    | `load`   | N    |
    ///
    /// Driving and rightward positive; `load` above zero.
    #[inline(never)] // so that a tyre by similarity does not pay for it
    pub fn grip<R: Real>(&self, side: Side, kappa: R, lambda: R, load: R) -> Grip<R> {
        let facing = match side {
            Side::Left => 1.0,
            Side::Right => -1.0,
        };
        let alpha = lambda * facing;
        let held = self.loads.hold(load);
        let increment = held * (1.0 / self.nominal_load) - 1.0;
        let x = self.along.curve(kappa, increment);
        let y = self.across.curve(alpha, held, increment);
        let left_x = self.along_weight.left(alpha, kappa, increment);
        let left_y = self.across_weight.left(kappa, alpha, increment);
        let pull = self.pull.at(kappa, alpha, increment) * y.friction;
        let sideways = left_y * y.at(alpha) + pull;
        let shares = [kappa * (1.0 / self.largest_kappa), lambda * (1.0 / self.largest_lambda)];
        Grip {
            mu_x: x.friction,
            mu_y: y.friction,
            total_slip: (shares[0].square() + shares[1].square() + LEAST_SLIP).sqrt(),
            along: load * left_x * x.at(kappa),
            across: load * sideways * (facing * self.rightward),
        }
    }
}

impl Line {
    fn at<R: Real>(self, increment: R) -> R {
        increment * self.1 + self.0
    }

    fn is_zero(self) -> bool {
        self == Self(0.0, 0.0)
    }
}

impl Loads {
    /// The load that friction and stiffness are taken at.
    fn hold<R: Real>(&self, load: R) -> R {
        let below = bent(load, self.most, 0.1 * self.most);
        -bent(-below, -self.least, 0.5 * self.least)
    }
}

impl Along {
    fn curve<R: Real>(&self, kappa: R, increment: R) -> Curve<R> {
        let friction = self.friction.at(increment);
        let shift = self.shift.at(increment);
        let [constant, linear, square] = self.curvature;
        let curvature = (increment * square + linear) * increment + constant;
        let side = sign((kappa + shift).value());
        Curve {
            shape: self.shape,
            friction,
            steepness: self.stiffness(increment) * (friction * self.shape).recip(),
            curvature: limited(curvature * (1.0 - self.curvature_side * side)),
            shift,
            offset: self.offset.at(increment),
        }
    }

    /// `K_x`
    fn stiffness<R: Real>(&self, increment: R) -> R {
        let rate = self.stiffness_growth;
        let grown = (rate * increment.value()).exp();
        self.stiffness.at(increment) * increment.chain(grown, rate * grown, rate * rate * grown)
    }
}

impl Across {
    fn curve<R: Real>(&self, alpha: R, load: R, increment: R) -> Curve<R> {
        let friction = self.friction.at(increment);
        let shift = self.shift.at(increment);
        let side = sign((alpha + shift).value());
        let curvature = self.curvature.at(increment) * (1.0 - self.curvature_side * side);
        Curve {
            shape: self.shape,
            friction,
            steepness: self.stiffness(load) * (friction * self.shape).recip(),
            curvature: limited(curvature),
            shift,
            offset: self.offset.at(increment),
        }
    }

    /// `K_y`
    fn stiffness<R: Real>(&self, load: R) -> R {
        let angle = (load * (1.0 / self.stiffness_load)).atan();
        (angle * self.stiffness_shape).sin() * load.recip() * self.stiffness
    }
}

impl<R: Real> Curve<R> {
    /// The pure force per newton of load.
    fn at(&self, slip: R) -> R {
        let angle = angle(self.steepness * (slip + self.shift), self.curvature, self.shape);
        self.friction * angle.sin() + self.offset
    }
}

impl Weighting {
    /// `G`, for the slip that weakens the force and the slip that makes it.
    fn left<R: Real>(&self, other: R, own: R, increment: R) -> R {
        let flatter = (((own - self.around) * self.spread).square() + 1.0).sqrt().recip();
        let slope = flatter * self.slope;
        let curvature = limited(self.curvature.at(increment));
        let bell = |slip: R| angle(slope * slip, curvature, self.shape).cos();
        let left = if self.shift.is_zero() {
            bell(other)
        } else {
            let shift = self.shift.at(increment);
            bell(other + shift) * bell(shift).recip()
        };
        -bent(-left, -LEAST_WEIGHT, 0.5 * LEAST_WEIGHT)
    }
}

impl Pull {
    /// `S_Vyκ`, per newton of load and by `μ_y`.
    fn at<R: Real>(&self, kappa: R, alpha: R, increment: R) -> R {
        if self.size.is_zero() {
            return R::constant(0.0);
        }
        let fading = ((alpha * self.spread).square() + 1.0).sqrt().recip();
        let wave = ((kappa * self.slope).atan() * self.shape).sin();
        self.size.at(increment) * fading * wave
    }
}

/// `C atan(x − E (x − atan x))`
fn angle<R: Real>(x: R, curvature: R, shape: f64) -> R {
    (x - curvature * (x - x.atan())).atan() * shape
}

/// `E`, below 1.
fn limited<R: Real>(curvature: R) -> R {
    bent(curvature, CURVATURE[0], CURVATURE[1])
}

fn sign(value: f64) -> f64 {
    if value < 0.0 { -1.0 } else { 1.0 }
}
