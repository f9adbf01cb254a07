//! What a car can do at every speed: the envelope of its accelerations, g-g-g-v.
//!
//! A quasi-steady lap knows a car by three things alone:
//!
//! - how far its tyres carry it in every direction of acceleration, at a speed and under a load:
//!   the *edge*, found with the equations of the lap problem ([`crate::node`]) for a car that
//!   turns steadily, its heading fixed to its path;
//! - how fast it slows down with neither pedal;
//! - what power it takes to drive on from there.
//!
//! ```text
//! a_t = a_0(V) + ρ cos θ,   a_n = ρ sin θ,   ρ ≤ R(θ; V, g̃)
//! ```
//!
//! `a_t` and `a_n` are apparent accelerations: the force of tyres and air over the mass, along the
//! path and across it; `g̃` is what presses the car on the road without its wings, over `m g`.
//! `R` is a spline through edges at 10 speeds and 31 directions. By `g̃` it is linear, with the
//! slope that the multipliers of the edge give; [`Envelope::on_hills`] adds edges at `2.5 g` and is
//! cubic between. What a car does within a yaw or between two manoeuvres, no envelope knows.
//!
//! Lovato & Massaro (2022), *Vehicle System Dynamics* 60(9), for the g-g-g diagram.

mod build;
mod edge;
mod slice;
mod trims;
mod turning;

use maatstaf_numerics::jet::Real;
use maatstaf_numerics::tensor_spline::{LineSpline, TensorSpline, TensorValue};

use crate::double_track::DoubleTrack;
use crate::error::Error;
pub use slice::Slice;
pub(crate) use trims::trims;

/// Directions from driving straight on to braking straight on.
const DIRECTIONS: usize = 31;
/// The load at which [`Envelope::on_hills`] looks once more.
const HEAVY: f64 = 2.5;
/// No direction is known nearer to the middle than this, (m/s²)².
const MIDDLE: f64 = 1e-9;

/// What a driver uses of a car.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The share of the grip that he uses braking.
    pub braking: f64,
    /// Turning.
    pub turning: f64,
    /// Driving out of a corner.
    pub driving: f64,
    /// The share of the rear wheels' lateral slip that he keeps in hand, so that the car stays
    /// stable.
    pub rear_margin: f64,
}

impl Default for Style {
    /// All of it.
    fn default() -> Self {
        Self { braking: 1.0, turning: 1.0, driving: 1.0, rear_margin: 0.0 }
    }
}

impl Style {
    /// The share of the grip in a direction: an ellipse through braking or driving and turning.
    ///
    /// ```text
    /// 1 / √( (cos θ / s_x)² + (sin θ / s_y)² )
    /// ```
    fn share(&self, angle: f64) -> f64 {
        let (sin, cos) = angle.sin_cos();
        let along = if cos < 0.0 { self.braking } else { self.driving };
        1.0 / (cos / along).hypot(sin / self.turning)
    }

    fn check(&self) -> Result<(), Error> {
        let shares = [self.braking, self.turning, self.driving, 1.0 - self.rear_margin];
        match shares.iter().all(|share| *share > 0.0 && *share <= 1.0) {
            true => Ok(()),
            false => Err(Error::Settings(
                "shares of the grip are above 0 and at most 1, the margin is from 0 to below 1",
            )),
        }
    }
}

/// What a car can do at every speed.
///
/// ```
/// use maatstaf_lapsim::{DoubleTrack, Envelope};
///
/// let envelope = Envelope::new(&DoubleTrack::limebeer_2014())?;
/// let [brakes, drives] = envelope.grip(50.0, 1.0, 20.0).unwrap(); // at 50 m/s, turning with 2 g
/// assert!((-25.0..-20.0).contains(&brakes) && (5.0..15.0).contains(&drives)); // m/s²
/// assert!(envelope.lateral(80.0, 1.0) > envelope.lateral(40.0, 1.0) + 10.0); // downforce
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    car: DoubleTrack,
    style: Style,
    top: f64,
    /// `R` and `∂R/∂g̃`, m/s², at `g̃ = 1`.
    reach: TensorSpline<2>,
    /// The same at `g̃ = 2.5`.
    heavy: Option<TensorSpline<2>>,
    /// `a_0`, m/s²; `c_2`, s²/m; `c_4`, s⁶/m³; slip of driving, 1/N.
    pedals: LineSpline<4>,
}

impl Envelope {
    /// Of a car, used to its limits.
    ///
    /// # Errors
    ///
    /// When at a speed no edge is found.
    pub fn new(car: &DoubleTrack) -> Result<Self, Error> {
        Self::of(car, &Style::default())
    }

    /// Of a car, used in a style.
    ///
    /// # Errors
    ///
    /// As [`Envelope::new`], or when a share is none.
    pub fn of(car: &DoubleTrack, style: &Style) -> Result<Self, Error> {
        style.check()?;
        build::envelope(car, style)
    }

    /// The same, for roads on which the load of the car rises and falls by more than a third.
    ///
    /// # Errors
    ///
    /// As [`Envelope::new`].
    pub fn on_hills(mut self) -> Result<Self, Error> {
        self.heavy = Some(build::heavier(&self, HEAVY)?);
        Ok(self)
    }

    /// The car.
    pub fn car(&self) -> &DoubleTrack {
        &self.car
    }

    /// The top speed on a level road, m/s.
    pub fn top_speed(&self) -> f64 {
        self.top
    }

    /// The speeds that it knows, m/s; below the first it stays what it is there.
    pub fn speeds(&self) -> [f64; 2] {
        [self.reach.x().first, self.reach.x().last()]
    }

    /// How much of the grip is used, squared: 1 at the edge; `sideways` to either side, `gravity`
    /// is `g̃`, or 1 where nothing is given.
    ///
    /// ```text
    /// ((a_t − a_0)² + a_n²) / R²
    /// ```
    pub fn used<T: Real>(&self, speed: T, gravity: Option<T>, forward: T, sideways: T) -> T {
        let x = forward - self.pedal(speed, 0);
        let square = x.square() + sideways.square();
        let reach = self.reach_of(speed, gravity, angle(x, sideways));
        square * reach.square().recip()
    }

    /// `R`, how far the tyres carry, m/s²; `angle` is 0 for driving and π for braking, and may be
    /// negative.
    pub fn reach_of<T: Real>(&self, speed: T, gravity: Option<T>, angle: T) -> T {
        let (known, theta) = (self.known(speed.value()), angle.value());
        let at = |spline: &TensorSpline<2>| {
            let here = spline.at(known, theta.abs());
            [0, 1].map(|layer| self.chained(&here, layer, speed, angle))
        };
        let [value, slope] = at(&self.reach);
        let Some(gravity) = gravity else { return value };
        match &self.heavy {
            None => value + slope * (gravity - 1.0),
            Some(heavy) => by_gravity([value, slope], at(heavy), gravity),
        }
    }

    /// A layer of a spline, as a function of speed and angle.
    fn chained<T: Real>(&self, at: &TensorValue<2>, layer: usize, speed: T, angle: T) -> T {
        let side = if angle.value() < 0.0 { -1.0 } else { 1.0 };
        let moves = if speed.value() < self.reach.x().first { 0.0 } else { 1.0 };
        let first = [moves * at.by_x[layer], side * at.by_y[layer]];
        let second = [moves * at.by_xx[layer], moves * side * at.by_xy[layer], at.by_yy[layer]];
        speed.chain_with(angle, at.value[layer], first, second)
    }

    /// With neither pedal: `a_0 + c_2 a_n² + c_4 a_n⁴`, m/s².
    pub fn coasting<T: Real>(&self, speed: T, sideways: T) -> T {
        let square = sideways.square();
        let turning = self.pedal(speed, 1) + self.pedal(speed, 2) * square;
        self.pedal(speed, 0) + turning * square
    }

    /// What driving takes of the driven wheels, W; negative where the car brakes.
    ///
    /// ```text
    /// F = m (a_t − coasting),   P = F V (1 + σ F)
    /// ```
    ///
    /// with the slip of the driven wheels, `σ F`, in proportion to their pull.
    pub fn power_taken<T: Real>(&self, speed: T, forward: T, sideways: T) -> T {
        let force = (forward - self.coasting(speed, sideways)) * self.car.mass;
        force * speed * (force * self.pedal(speed, 3) + 1.0)
    }

    /// The acceleration that a power (W) gives, m/s²: [`Envelope::power_taken`] turned round.
    pub fn driven(&self, speed: f64, sideways: f64, power: f64) -> f64 {
        let (slip, pull) = (self.pedal(speed, 3), power / speed);
        let force = if slip.abs() * pull < 1e-9 {
            pull
        } else {
            ((1.0 + 4.0 * slip * pull).max(0.0).sqrt() - 1.0) / (2.0 * slip)
        };
        self.coasting(speed, sideways) + force / self.car.mass
    }

    /// What the power unit gives at the wheels in its best gear, W.
    pub fn engine_power<T: Real>(&self, speed: T) -> T {
        let drive = &self.car.drive;
        let most = drive.power * drive.efficiency;
        match &drive.gears {
            None => T::constant(most),
            Some(gears) => gears.share(speed * self.car.turning_per_speed()) * most,
        }
    }

    /// What the tyres carry at a speed and under a load.
    pub fn at(&self, speed: f64, gravity: f64) -> Slice {
        let (known, axis) = (self.known(speed), self.reach.y());
        let mut weights = [0.0; DIRECTIONS + 2];
        let Some(heavy) = &self.heavy else {
            self.reach.weights_at(known, &[1.0, gravity - 1.0], &mut weights);
            return Slice { middle: self.pedal(speed, 0), axis, weights };
        };
        // The cubic is linear in the values and slopes at both ends.
        let [none, value, slope] = [[0.0; 2], [1.0, 0.0], [0.0, 1.0]];
        let near = [by_gravity(value, none, gravity), by_gravity(slope, none, gravity)];
        let far = [by_gravity(none, value, gravity), by_gravity(none, slope, gravity)];
        let mut more = [0.0; DIRECTIONS + 2];
        self.reach.weights_at(known, &near, &mut weights);
        heavy.weights_at(known, &far, &mut more);
        weights.iter_mut().zip(more).for_each(|(weight, it)| *weight += it);
        Slice { middle: self.pedal(speed, 0), axis, weights }
    }

    /// The accelerations at which the tyres give way, braking and driving, m/s², while the car
    /// turns; `None` where they do not carry it round.
    pub fn grip(&self, speed: f64, gravity: f64, sideways: f64) -> Option<[f64; 2]> {
        self.at(speed, gravity).grip(sideways)
    }

    /// The largest lateral acceleration at which the tyres hold the speed, m/s².
    pub fn lateral(&self, speed: f64, gravity: f64) -> f64 {
        self.at(speed, gravity).lateral()
    }

    fn known(&self, speed: f64) -> f64 {
        speed.max(self.reach.x().first)
    }

    /// `a_0`, `c_2`, `c_4` or the slip of driving.
    fn pedal<T: Real>(&self, speed: T, which: usize) -> T {
        let known = self.known(speed.value());
        let [value, slope, bend] = self.pedals.at(known).map(|it| it[which]);
        if known == speed.value() { speed.chain(value, slope, bend) } else { T::constant(value) }
    }
}

/// `R` by `g̃`: a cubic through values and slopes at `1` and `2.5`, about their chord.
fn by_gravity<T: Real>([value, slope]: [T; 2], [far, far_slope]: [T; 2], gravity: T) -> T {
    let width = HEAVY - 1.0;
    let t = (gravity - 1.0) * (1.0 / width);
    let chord = (far - value) * (1.0 / width);
    let (near_bend, far_bend) = (slope - chord, chord - far_slope);
    let bow = t * (-t + 1.0) * (near_bend * (-t + 1.0) + far_bend * t) * width;
    value + chord * t * width + bow
}

/// The angle from driving straight on, of an acceleration.
fn angle<T: Real>(x: T, y: T) -> T {
    let (p, q) = (x.value(), y.value());
    let square = (p * p + q * q).max(MIDDLE);
    let first = [-q / square, p / square];
    let twice = square * square;
    let second = [2.0 * p * q / twice, (q * q - p * p) / twice, -2.0 * p * q / twice];
    x.chain_with(y, q.atan2(p), first, second)
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;
