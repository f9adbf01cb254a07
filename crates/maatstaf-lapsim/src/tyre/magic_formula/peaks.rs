//! Where the pure forces are largest.

use std::f64::consts::FRAC_PI_2;

use maatstaf_core::MagicFormula61;

use super::{Curve, MagicFormula};

/// The loads at which the largest forces are looked for, as shares of the nominal one.
const LOADS: [f64; 3] = [0.5, 1.0, 2.0];
/// No slip beyond this is taken for that of the largest force, whatever a file allows.
const FAR: f64 = 0.5;

impl MagicFormula {
    /// The slips of the largest forces, along and across; each the largest over some loads and
    /// both directions, and no larger than what the file allows.
    pub(super) fn largest_slips(&self, tyre: &MagicFormula61) -> [f64; 2] {
        let allowed = |names: [&str; 2]| {
            let ends = names.map(|name| tyre.get(name).abs()).into_iter().filter(|it| *it > 0.0);
            ends.fold(FAR, f64::min)
        };
        let kappa = allowed(["KPUMIN", "KPUMAX"]);
        let lambda = allowed(["ALPMIN", "ALPMAX"]).tan();
        let (mut along, mut across) = (0.0_f64, 0.0_f64);
        for load in LOADS.map(|share| self.loads.hold(share * self.nominal_load)) {
            let increment = load / self.nominal_load - 1.0;
            // Far enough that a shift does not change the side.
            for far in [-1e3, 1e3] {
                let x = self.along.curve(far, increment);
                let y = self.across.curve(far, load, increment);
                along = along.max(x.peak(far, kappa).abs());
                across = across.max(y.peak(far, lambda).abs());
            }
        }
        [along, across]
    }
}

impl Curve<f64> {
    /// The slip of the largest force on the side of `toward`, no farther than `limit`.
    ///
    /// The sine is largest where its angle is a right one: `x − E (x − atan x) = tan(π/(2C))`. The
    /// left side grows with `x`, since `E` is below 1; with `C ≤ 1` no slip gets there.
    fn peak(&self, toward: f64, limit: f64) -> f64 {
        let side = toward.signum();
        let end = (self.steepness * (limit * side + self.shift)).abs();
        let want = if self.shape > 1.0 { (FRAC_PI_2 / self.shape).tan() } else { f64::INFINITY };
        let height = |x: f64| x - self.curvature * (x - x.atan());
        if height(end) <= want {
            return limit * side;
        }
        let (mut low, mut high) = (0.0, end);
        while high - low > f64::EPSILON * high {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            *(if height(middle) < want { &mut low } else { &mut high }) = middle;
        }
        side * high / self.steepness.abs() - self.shift
    }
}
