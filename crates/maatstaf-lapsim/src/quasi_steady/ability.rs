//! What a car can do at a point of a line.

use crate::double_track::GRAVITY;
use crate::line::LinePoint;
use crate::motor::Motor;

/// What a car can do in steady driving. Accelerations are forces of tyres and air by the mass,
/// m/s²; lateral ones are the same to the left and to the right, and come without sign.
pub(super) trait Ability {
    /// Forward acceleration at the braking and at the driving edge of what the tyres give; `None`
    /// beyond it. `gravity` is what presses the car on the road, by 9.81 m/s².
    fn grip(&self, speed: f64, gravity: f64, lateral: f64) -> Option<[f64; 2]>;
    /// The largest lateral acceleration with neither pedal.
    fn lateral(&self, speed: f64, gravity: f64) -> f64;
    /// Forward acceleration with neither pedal; negative.
    fn coasting(&self, speed: f64, lateral: f64) -> f64;
    /// Forward acceleration with a power at the wheels, W, were there grip without end.
    fn driven(&self, speed: f64, lateral: f64, power: f64) -> f64;
    /// What the power unit gives at the wheels, W.
    fn engine_power(&self, speed: f64) -> f64;
}

/// Below this the forces of a car are taken as here, m/s.
const SLOWEST: f64 = 1.0;

/// A car at a point of its line.
pub(super) struct At<'a, A> {
    /// The car, its flap closed.
    pub car: &'a A,
    /// The car with its flap open, where it may be.
    pub open: Option<&'a A>,
    pub motor: Option<&'a Motor>,
    pub point: &'a LinePoint,
}

/// What driving on gives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Driven {
    /// `V V'`, m/s².
    pub gain: f64,
    /// What the motor gives of it, W.
    pub motor: f64,
    /// Whether the tyres give no more.
    pub by_grip: bool,
    /// Whether the flap is open.
    pub open: bool,
}

impl<A: Ability> At<'_, A> {
    /// Speed, gravity and lateral acceleration at `V²`.
    fn state(&self, square: f64) -> (f64, f64, f64) {
        let speed = square.max(0.0).sqrt().max(SLOWEST);
        let gravity = self.point.pressing(square) / GRAVITY;
        (speed, gravity, self.point.lateral(square).abs())
    }

    /// By how much more than it can the car would have to turn at `V²`.
    pub fn beyond(&self, square: f64) -> f64 {
        let (speed, gravity, lateral) = self.state(square);
        lateral - self.car.lateral(speed, gravity)
    }

    /// `V V'` under full braking at `V²`, m/s².
    pub fn braking(&self, square: f64) -> f64 {
        let (speed, gravity, lateral) = self.state(square);
        let edge = self.car.grip(speed, gravity, lateral).map(|edges| edges[0]);
        let least = edge.unwrap_or_else(|| self.car.coasting(speed, lateral));
        least + self.point.pull(square)
    }

    /// The most `V V'` at `V²` with a share of the motor.
    pub fn driving(&self, square: f64, share: f64) -> Driven {
        let closed = self.driving_with(self.car, square, share);
        match self.open {
            None => closed,
            Some(open) => {
                let (speed, gravity, lateral) = self.state(square);
                let holds = open.grip(speed, gravity, lateral).is_some();
                let opened = self.driving_with(open, square, share);
                match holds && opened.gain > closed.gain {
                    true => Driven { open: true, ..opened },
                    false => closed,
                }
            }
        }
    }

    /// With what a share is of: all that the motor may give and the tyres can carry.
    fn driving_with(&self, car: &A, square: f64, share: f64) -> Driven {
        let (speed, gravity, lateral) = self.state(square);
        let edge = car.grip(speed, gravity, lateral).map(|edges| edges[1]);
        let edge = edge.unwrap_or_else(|| car.coasting(speed, lateral));
        let unit = car.engine_power(speed);
        let mut all = if share > 0.0 { self.motor_power(speed, unit) } else { 0.0 };
        let mut gain = car.driven(speed, lateral, unit + all);
        let mut by_grip = gain > edge;
        if by_grip && all > 0.0 {
            let without = car.driven(speed, lateral, unit);
            all *= ((edge - without) / (gain - without)).clamp(0.0, 1.0);
            by_grip = share == 1.0 || all == 0.0;
        }
        let motor = share * all;
        if motor < all {
            gain = car.driven(speed, lateral, unit + motor);
        }
        Driven { gain: gain.min(edge) + self.point.pull(square), motor, by_grip, open: false }
    }

    /// What the motor may give beside the power unit, W.
    fn motor_power(&self, speed: f64, unit: f64) -> f64 {
        let Some(motor) = self.motor else { return 0.0 };
        let power = motor.power(speed, [1.0, 0.0], unit).deployed;
        let left = motor.together.map_or(f64::INFINITY, |limit| (limit - unit).max(0.0));
        power.min(left)
    }
}
