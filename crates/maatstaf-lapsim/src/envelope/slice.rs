//! An envelope at one speed and under one load.

use maatstaf_numerics::tensor_spline::{Axis, along};

use super::DIRECTIONS;

/// What the tyres of a car carry at one speed and under one load.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// `a_0`
    pub(super) middle: f64,
    /// Of the angles.
    pub(super) axis: Axis,
    /// Of the spline of `R` along them.
    pub(super) weights: [f64; DIRECTIONS + 2],
}

/// Steps of Newton's method, or of halving, that end well below what a spline is worth.
const STEPS: usize = 4;

impl Slice {
    /// `R`, how far the tyres carry in a direction, m/s²; `angle` is 0 for driving and π for
    /// braking.
    pub fn reach(&self, angle: f64) -> f64 {
        along(&self.axis, &self.weights, angle)[0]
    }

    /// The accelerations at which the tyres give way, braking and driving, m/s², while the car
    /// turns; `None` where they do not carry it round.
    ///
    /// The edge is followed from driving and from braking straight on, to where it first is as
    /// wide as the turn asks for.
    pub fn grip(&self, sideways: f64) -> Option<[f64; 2]> {
        let (y, last) = (sideways.abs(), DIRECTIONS - 1);
        let width = |i: usize| self.knot(i) * sine(i);
        let (mut low, mut high) = (0, last);
        while low < last && width(low + 1) < y {
            low += 1;
        }
        if low == last {
            return None;
        }
        while high > 0 && width(high - 1) < y {
            high -= 1;
        }
        let forward = |cell: usize| {
            let angle = self.angle_of(y, cell, [width(cell), width(cell + 1)]);
            self.middle + self.reach(angle) * angle.cos()
        };
        Some([forward(high - 1), forward(low)])
    }

    /// The largest lateral acceleration at which the tyres hold the speed, m/s².
    pub fn lateral(&self) -> f64 {
        let ahead = -self.middle;
        let over = |i: usize| self.knot(i) * cosine(i) > ahead;
        let cell = (1..DIRECTIONS).find(|i| !over(*i)).unwrap_or(DIRECTIONS - 1) - 1;
        let [mut low, mut high] = [self.axis.at(cell), self.axis.at(cell + 1)];
        for _ in 0..10 * STEPS {
            let angle = 0.5 * (low + high);
            let further = self.reach(angle) * angle.cos() > ahead;
            *(if further { &mut low } else { &mut high }) = angle;
        }
        self.reach(low) * low.sin()
    }

    /// `R` in a direction that it was found in.
    fn knot(&self, i: usize) -> f64 {
        let [before, here, after] = [self.weights[i], self.weights[i + 1], self.weights[i + 2]];
        (before + 4.0 * here + after) / 6.0
    }

    /// The angle of a cell at which `R sin θ` is `y`, by Newton's method within the cell.
    fn angle_of(&self, y: f64, cell: usize, widths: [f64; 2]) -> f64 {
        let [low, high] = [self.axis.at(cell), self.axis.at(cell + 1)];
        let part = (y - widths[0]) / (widths[1] - widths[0]);
        let mut angle = low + part.clamp(0.0, 1.0) * (high - low);
        for _ in 0..STEPS {
            let ([reach, slope], (sin, cos)) =
                (along(&self.axis, &self.weights, angle), angle.sin_cos());
            let (left, by_angle) = (reach * sin - y, slope * sin + reach * cos);
            if by_angle == 0.0 || left.abs() < 1e-9 {
                break;
            }
            angle = (angle - left / by_angle).clamp(low, high);
        }
        angle
    }
}

/// The sine of a direction that the edge was found in.
fn sine(i: usize) -> f64 {
    const SINES: [f64; DIRECTIONS] = quarter();
    SINES[i]
}

fn cosine(i: usize) -> f64 {
    let quarter = (DIRECTIONS - 1) / 2;
    if i <= quarter { sine(quarter - i) } else { -sine(i - quarter) }
}

/// `sin(i π / 30)`; there are 31 directions.
const fn quarter() -> [f64; DIRECTIONS] {
    const FIRST: [f64; 16] = [
        0.0,
        0.104_528_463_267_653_46,
        0.207_911_690_817_759_31,
        0.309_016_994_374_947_4,
        0.406_736_643_075_800_15,
        0.5,
        0.587_785_252_292_473_1,
        0.669_130_606_358_858_2,
        0.743_144_825_477_394_1,
        0.809_016_994_374_947_5,
        0.866_025_403_784_438_6,
        0.913_545_457_642_600_9,
        0.951_056_516_295_153_5,
        0.978_147_600_733_805_7,
        0.994_521_895_368_273_3,
        1.0,
    ];
    let mut all = [0.0; DIRECTIONS];
    let mut i = 0;
    while i < DIRECTIONS {
        all[i] = if i <= 15 { FIRST[i] } else { FIRST[30 - i] };
        i += 1;
    }
    all
}
