//! The fastest lap on a fixed line, in quasi-steady state.
//!
//! At every point the car is as in steady driving at that speed, turn and acceleration. Then what
//! limits it is known point by point: how fast it can corner, from where it can still brake, and
//! how hard it can drive on; the fastest lap is the largest speed that keeps to all three.
//!
//! ```text
//! ½ dV²/dσ = a + g_x + t_x a_n      a between braking and driving edge, and what the power gives
//! ```
//!
//! One pass finds the cornering speeds, one goes backwards with full brakes, one forward with all
//! the power; see `step` for the rule between two points. How a line lies in gravity:
//! [`LinePoint`](crate::LinePoint).

mod ability;
mod channels;
mod deployment;
mod passes;
mod step;
mod table;

use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::line::Line;

use ability::Ability;
use deployment::Deployed;
use passes::Course;
pub use table::EnvelopeTable;

/// What is asked of a quasi-steady lap beyond a line and a car.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuasiSteadySettings {
    /// At the start of an open line, m/s; less where the first corner asks for it.
    pub start_speed: f64,
    /// Without drive at every change to a higher gear, s. The other laps of this room change gears
    /// in no time, and so does this one unless told.
    pub shift_time: f64,
}

/// A flap of the rear wing that may be open on parts of the road.
#[derive(Clone, Copy, Debug)]
pub struct Flap<'a> {
    /// What the car can do with it open; [`with_flap_open`](crate::with_flap_open) gives that car.
    pub open: &'a EnvelopeTable,
    /// From where to where along the road it may be open, m. Where the first is larger than the
    /// second, a zone leads over the line. It is open there wherever that is faster, and closes under
    /// braking.
    pub zones: &'a [[f64; 2]],
}

/// What keeps a car from being faster at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// It corners as fast as it can.
    Cornering,
    /// It brakes as hard as it can for a corner to come.
    Braking,
    /// Its tyres carry no more drive.
    Traction,
    /// It has no more power.
    Power,
    /// It is at the end of its highest gear.
    Gearing,
}

impl Limit {
    /// Every limit.
    pub const ALL: [Self; 5] =
        [Self::Cornering, Self::Braking, Self::Traction, Self::Power, Self::Gearing];

    /// In a word: `cornering`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cornering => "cornering",
            Self::Braking => "braking",
            Self::Traction => "traction",
            Self::Power => "power",
            Self::Gearing => "gearing",
        }
    }
}

/// A quasi-steady lap; one value per point of its line.
#[derive(Clone, Debug, PartialEq)]
pub struct QuasiSteadyLap {
    /// s
    pub time: f64,
    /// From each point to the next, s.
    pub step_times: Vec<f64>,
    /// m/s
    pub speed: Vec<f64>,
    /// What an accelerometer that points forward reads, m/s².
    pub forward: Vec<f64>,
    /// What the power unit gives at the wheels, W.
    pub power: Vec<f64>,
    /// What the motor gives at the wheels, W; recovering is negative.
    pub motor: Vec<f64>,
    /// The share of the power unit's power, from 0 to 1.
    pub throttle: Vec<f64>,
    /// What the brakes slow the car down by, m/s²; what a motor recovers is a part of it.
    pub braking: Vec<f64>,
    /// Whether the flap of the rear wing is open.
    pub flap_open: Vec<bool>,
    /// What keeps the car from being faster.
    pub limits: Vec<Limit>,
    /// What the motor gives in the lap, J.
    pub deployed: f64,
    /// What the motor recovers in the lap, J.
    pub recovered: f64,
    /// What one more joule for the motor would be worth, s/J; 0 where it has enough.
    pub price: f64,
}

impl QuasiSteadyLap {
    /// Since the line at every point, s; on a closed line with the end of the lap.
    pub fn times(&self) -> Vec<f64> {
        let mut sum = 0.0;
        let after = self.step_times.iter().map(|time| {
            sum += time;
            sum
        });
        std::iter::once(0.0).chain(after).collect()
    }
}

/// The fastest lap of a car on a line.
///
/// A motor of the car gives its energy of a lap where it is worth most, and takes back what it may
/// of what the brakes take away; see [`QuasiSteadyLap::price`].
///
/// # Errors
///
/// When the car comes to a stand.
///
/// ```
/// use maatstaf_lapsim::{
///     DoubleTrack, Envelope, EnvelopeTable, Line, Piece, QuasiSteadySettings, quasi_steady_lap,
///     road_of_arcs,
/// };
///
/// // A ring of 100 m radius, at 58 m/s: as much from the wings as from the weight.
/// let ring = [Piece::Arc { radius: 100.0, sweep: std::f64::consts::TAU }];
/// let line = Line::centre(&road_of_arcs(&ring, 12.0, 100, true)?);
/// let envelope = Envelope::new(&DoubleTrack::limebeer_2014())?;
/// let table = EnvelopeTable::new(&envelope);
/// let lap = quasi_steady_lap(&line, &table, None, &QuasiSteadySettings::default())?;
/// assert!((10.7..10.9).contains(&lap.time), "{}", lap.time);
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
pub fn quasi_steady_lap(
    line: &Line,
    car: &EnvelopeTable,
    flap: Option<&Flap<'_>>,
    settings: &QuasiSteadySettings,
) -> Result<QuasiSteadyLap, Error> {
    let open = flap.map(|flap| flap.open);
    let zones = flap.map_or(&[][..], |flap| flap.zones);
    let abilities = Abilities { car: car.car(), closed: car, open, zones, top: car.top() };
    lap(line, &abilities, settings)
}

/// A car and what it can do, its flap closed and, where it has one, open in zones.
struct Abilities<'a, A> {
    car: &'a DoubleTrack,
    closed: &'a A,
    open: Option<&'a A>,
    zones: &'a [[f64; 2]],
    /// The highest speed, m/s.
    top: f64,
}

/// The fastest lap of what a car can do.
fn lap<A: Ability>(
    line: &Line,
    abilities: &Abilities<'_, A>,
    settings: &QuasiSteadySettings,
) -> Result<QuasiSteadyLap, Error> {
    let course = course(line, abilities, settings);
    let cornering = course.cornering();
    let most = course.braking(&cornering);
    let deployed = course.deployed(&most)?;
    Ok(course.lap(&cornering, deployed, abilities.car.mass))
}

fn course<'a, A: Ability>(
    line: &'a Line,
    abilities: &Abilities<'a, A>,
    settings: &QuasiSteadySettings,
) -> Course<'a, A> {
    let car = abilities.car;
    let is_in = |zone: &[f64; 2], s: f64| match zone[0] <= zone[1] {
        true => zone[0] <= s && s <= zone[1],
        false => s >= zone[0] || s <= zone[1],
    };
    let zones = abilities.zones;
    let flap = line.points().iter().map(|it| zones.iter().any(|zone| is_in(zone, it.distance)));
    let shifts = match settings.shift_time > 0.0 {
        true => car.upshift_speeds().iter().map(|speed| speed.powi(2)).collect(),
        false => Vec::new(),
    };
    Course {
        line,
        car: abilities.closed,
        open: abilities.open,
        flap: flap.collect(),
        motor: car.motor.as_ref(),
        top: abilities.top.powi(2),
        start: settings.start_speed.powi(2),
        shift_time: settings.shift_time,
        shifts,
    }
}

impl<A: Ability> Course<'_, A> {
    /// Everything there is to say of a lap.
    fn lap(&self, cornering: &[f64], deployed: Deployed, mass: f64) -> QuasiSteadyLap {
        let n = cornering.len();
        let reached = &deployed.forward.reached;
        let limits = (0..n).map(|i| self.limit(&deployed, cornering, i)).collect();
        let speed: Vec<f64> = reached.iter().map(|at| at.square.sqrt()).collect();
        let forward: Vec<f64> = (0..n).map(|i| self.forward_at(&deployed, i)).collect();
        let pedals: Vec<Pedals> = (0..n).map(|i| self.pedals(i, speed[i], forward[i])).collect();
        let column = |of: fn(&Pedals) -> f64| pedals.iter().map(of).collect::<Vec<f64>>();
        let mut lap = QuasiSteadyLap {
            time: deployed.times.iter().sum(),
            motor: (0..n).map(|i| deployed.forward.motor(i)).collect(),
            flap_open: (0..n)
                .map(|i| !reached[i].capped && deployed.forward.driven[i].open)
                .collect(),
            power: column(|pedals| pedals.power),
            throttle: column(|pedals| pedals.throttle),
            braking: column(|pedals| pedals.braking),
            step_times: deployed.times,
            speed,
            forward,
            limits,
            deployed: deployed.energy,
            recovered: 0.0,
            price: deployed.price,
        };
        self.recover(&mut lap, mass);
        lap
    }

    fn limit(&self, deployed: &Deployed, cornering: &[f64], i: usize) -> Limit {
        let reached = &deployed.forward.reached[i];
        match (reached.capped, deployed.forward.driven[i].by_grip) {
            (false, true) => Limit::Traction,
            (false, false) => Limit::Power,
            _ if reached.square < cornering[i] * (1.0 - 1e-9) => Limit::Braking,
            _ if cornering[i] >= self.top => Limit::Gearing,
            _ => Limit::Cornering,
        }
    }

    /// What tyres and air do along the line, m/s²: where the car drives on as hard as it can, what
    /// it can; elsewhere as its speed changes.
    fn forward_at(&self, deployed: &Deployed, i: usize) -> f64 {
        let reached = &deployed.forward.reached;
        let pull = self.points()[i].pull(reached[i].square);
        if !reached[i].capped {
            return deployed.forward.driven[i].gain - pull;
        }
        let (from, before) = self.before(i).unwrap_or((i, 0.0));
        let (to, after) = self.next(i).unwrap_or((i, 0.0));
        (reached[to].square - reached[from].square) / (2.0 * (before + after)) - pull
    }

    fn pedals(&self, i: usize, speed: f64, forward: f64) -> Pedals {
        let at = self.at(i);
        let lateral = at.point.lateral(speed.powi(2)).abs();
        let coasting = self.car.coasting(speed, lateral);
        let unit = self.car.engine_power(speed);
        let asked = forward - coasting;
        if asked <= 0.0 {
            return Pedals { braking: -asked, ..Pedals::default() };
        }
        let full = self.car.driven(speed, lateral, unit) - coasting;
        let throttle = if full > 0.0 { (asked / full).min(1.0) } else { 0.0 };
        Pedals { throttle, power: throttle * unit, braking: 0.0 }
    }

    /// What the motor takes back of what the brakes take away.
    fn recover(&self, lap: &mut QuasiSteadyLap, mass: f64) {
        let Some(motor) = self.motor else { return };
        let n = lap.speed.len();
        let most = |i: usize| (mass * lap.braking[i] * lap.speed[i]).min(motor.recovery);
        let all: f64 = lap
            .step_times
            .iter()
            .enumerate()
            .map(|(i, time)| 0.5 * time * (most(i) + most((i + 1) % n)))
            .sum();
        let limit = motor.recover_per_lap.unwrap_or(f64::INFINITY);
        let share = if all > limit { limit / all } else { 1.0 };
        let powers: Vec<f64> = (0..n).map(|i| lap.motor[i] - share * most(i)).collect();
        (lap.motor, lap.recovered) = (powers, all.min(limit));
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Pedals {
    throttle: f64,
    power: f64,
    braking: f64,
}

#[cfg(test)]
#[path = "quasi_steady_tests.rs"]
mod tests;
