//! The forces of a tyre, from slip and load, by the law it follows.

mod magic_formula;
mod similarity;

use maatstaf_core::MagicFormula61;
use maatstaf_numerics::jet::Real;

pub use magic_formula::MagicFormula;
pub use similarity::Similarity;

use crate::error::Error;

/// Keeps the total slip away from zero, where its direction is unknown.
const LEAST_SLIP: f64 = 1e-12;

/// A tyre.
#[derive(Clone, Debug, PartialEq)]
pub struct Tyre {
    /// `R`, m: it rolls on it, and its longitudinal force acts at the end of it.
    pub radius: f64,
    /// What gives its forces.
    pub law: Law,
}

/// What gives a tyre's forces.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Friction and slip that are straight lines in load.
    Similarity(Similarity),
    /// A measured tyre.
    MagicFormula(Box<MagicFormula>),
}

/// Where a tyre is mounted. A tyre on the right is the mirror image of one on the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Of the car, facing forward.
    Left,
    /// Of the car, facing forward.
    Right,
}

/// What a tyre does at a load and a slip, in the axes of its wheel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip<R> {
    /// `μ̄_x`, the friction at hand along the wheel.
    pub mu_x: R,
    /// `μ̄_y`, across it.
    pub mu_y: R,
    /// `ρ`, the total slip; the largest forces are near 1.
    pub total_slip: R,
    /// `F_x`, N, driving positive.
    pub along: R,
    /// `F_y`, N, to the right positive.
    pub across: R,
}

impl Side {
    /// Of a wheel; wheels are front left, front right, rear left, rear right.
    pub const fn of_wheel(wheel: usize) -> Self {
        if wheel.is_multiple_of(2) { Self::Left } else { Self::Right }
    }
}

impl Tyre {
    /// A tyre by Magic Formula 6.1, on its unloaded radius.
    ///
    /// # Errors
    ///
    /// As [`MagicFormula::new`].
    pub fn magic_formula(tyre: &MagicFormula61) -> Result<Self, Error> {
        let law = Law::MagicFormula(Box::new(MagicFormula::new(tyre)?));
        Ok(Self { radius: tyre.get("UNLOADED_RADIUS"), law })
    }

    /// The forces at a share of the slip with the largest longitudinal force, a lateral slip
    /// `λ = −c_y/c_x`, and a load (N).
    #[inline]
    pub fn grip<R: Real>(&self, side: Side, kappa_share: R, lambda: R, load: R) -> Grip<R> {
        match &self.law {
            Law::Similarity(law) => law.grip(kappa_share, lambda, load),
            Law::MagicFormula(law) => {
                law.grip(side, kappa_share * law.largest_kappa(), lambda, load)
            }
        }
    }

    /// `κ`, the longitudinal slip, from its share of that with the largest longitudinal force.
    #[inline]
    pub fn kappa<R: Real>(&self, share: R, load: R) -> R {
        match &self.law {
            Law::Similarity(law) => share * law.at_load(law.kappa_max, load),
            Law::MagicFormula(law) => share * law.largest_kappa(),
        }
    }

    /// `Λ`, what the size of a lateral slip is limited to: that of the largest lateral force, at
    /// loads up to the weight of the car (N), or those that a measured tyre is meant for.
    pub fn largest_lambda(&self, weight: f64) -> f64 {
        match &self.law {
            Law::Similarity(law) => law.largest_lambda(weight),
            Law::MagicFormula(law) => law.largest_lambda(),
        }
    }

    /// Refuses parameters with which the law means nothing.
    pub fn check(&self) -> Result<(), Error> {
        Error::unless_positive("tyre radius", self.radius)?;
        match &self.law {
            Law::Similarity(law) => law.check(),
            Law::MagicFormula(_) => Ok(()),
        }
    }
}
