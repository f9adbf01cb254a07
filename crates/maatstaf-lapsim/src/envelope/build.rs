//! An envelope, from a car: the edge at every speed, and what pedals and pull cost beside.

use maatstaf_numerics::tensor_spline::{Axis, LineSpline, TensorSpline};

use super::edge::{Edge, From, Reached};
use super::turning::{AT_PEDAL, Found, Manoeuvre, N_TURNING, driving_power, from_node, turn};
use super::{DIRECTIONS, Envelope, Style};
use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::trim::{steady, top_speed};

/// Speeds of an envelope.
const SPEEDS: usize = 10;
/// Up to this share of the top speed, and from this share of it up or from this speed, m/s: below
/// that the edge stays what it is there.
const BEYOND_TOP: f64 = 1.03;
const SLOW_SHARE: f64 = 0.12;
const SLOW: f64 = 8.0;
/// The barriers of searches, one after the other until one leads to the edge: from the edges at the
/// speeds above, then from coasting.
const NEARBY: f64 = 1e-2;
const INSIDE: [f64; 4] = [1.0, 10.0, 100.0, 0.1];
/// Shares of the widest turn at which coasting is looked at.
const TURNS: [f64; 2] = [0.5, 0.8];
/// Share of the driving grip at which the slip of driving is looked at.
const PULL: f64 = 0.3;

/// A car for all but its engine: whatever the tyres can take, drives it.
pub(super) fn without_engine(car: &DoubleTrack, speed: f64) -> DoubleTrack {
    let mut grip = car.clone();
    grip.drive.gears = None;
    grip.drive.efficiency = 1.0;
    grip.drive.power = 4.0 * grip.weight() * speed;
    grip.motor = None;
    grip
}

/// What is known at one speed.
struct AtSpeed {
    reached: Reached,
    /// `a_0`, `c_2`, `c_4` of coasting and the slip of driving, 1/N.
    pedals: [f64; 4],
}

pub(super) fn envelope(car: &DoubleTrack, style: &Style) -> Result<Envelope, Error> {
    let top = top_speed(car)?;
    let slow = (SLOW_SHARE * top).max(SLOW).min(0.5 * top);
    let speeds = Axis::between(slow, BEYOND_TOP * fastest(car, top), SPEEDS);
    let angles = Axis::between(0.0, std::f64::consts::PI, DIRECTIONS);
    let at = edges(car, style, speeds, angles, 1.0)?;
    let reach = shared_out(&at, angles, style);
    let pedals: Vec<[f64; 4]> = at.iter().map(|it| it.pedals).collect();
    let missing = Error::Envelope { speed: slow };
    Ok(Envelope {
        car: car.clone(),
        style: *style,
        top,
        reach: TensorSpline::new(speeds, angles, &reach).ok_or(missing.clone())?,
        heavy: None,
        pedals: LineSpline::new(speeds, &pedals).ok_or(missing)?,
    })
}

/// What the car reaches with its motor, m/s: power grows with the cube of speed; its gears may end
/// before that.
fn fastest(car: &DoubleTrack, top: f64) -> f64 {
    let unit = car.drive.power * car.drive.efficiency;
    let motor = car.motor.as_ref().map_or(0.0, |motor| motor.power);
    let with_motor = top * (1.0 + motor / unit).cbrt();
    with_motor.min(car.top_speed_by_gearing().unwrap_or(f64::INFINITY)).max(top)
}

/// The reach of all speeds where gravity pulls harder.
pub(super) fn heavier(envelope: &Envelope, gravity: f64) -> Result<TensorSpline<2>, Error> {
    let (speeds, angles) = (envelope.reach.x(), envelope.reach.y());
    let at = edges(&envelope.car, &envelope.style, speeds, angles, gravity)?;
    let reach = shared_out(&at, angles, &envelope.style);
    TensorSpline::new(speeds, angles, &reach).ok_or(Error::Envelope { speed: speeds.first })
}

fn shared_out(at: &[AtSpeed], angles: Axis, style: &Style) -> Vec<[f64; 2]> {
    let share = |i: usize| style.share(angles.at(i % angles.n));
    let all = at.iter().flat_map(|it| &it.reached.reach).enumerate();
    all.map(|(i, reach)| reach.map(|it| it * share(i))).collect()
}

/// From the highest speed down: there the edge is found most easily.
fn edges(
    car: &DoubleTrack,
    style: &Style,
    speeds: Axis,
    angles: Axis,
    gravity: f64,
) -> Result<Vec<AtSpeed>, Error> {
    let directions: Vec<[f64; 2]> =
        (0..angles.n).map(|i| angles.at(i).sin_cos()).map(|(sin, cos)| [cos, sin]).collect();
    let mut all: Vec<AtSpeed> = Vec::with_capacity(speeds.n);
    for i in (0..speeds.n).rev() {
        let speed = speeds.at(i);
        let grip = without_engine(car, speed);
        let (coasting, centre) = coasting(&grip, speed)?;
        let heavy = Manoeuvre { gravity, ..centre };
        let (inside, _) = turn(&grip, &coasting, heavy, Found::Pedal).unwrap_or((coasting, heavy));
        let edge = Edge::new(&grip, heavy, &directions, 1.0 - style.rear_margin);
        let before = [1, 2].map(|back| {
            all.len().checked_sub(back).and_then(|at| all.get(at)).map(|it| &it.reached)
        });
        let reached = search(&edge, inside, before).ok_or(Error::Envelope { speed })?;
        let pedals = pedals(car, &grip, &coasting, centre, &reached);
        all.push(AtSpeed { reached, pedals });
    }
    all.reverse();
    Ok(all)
}

fn search(
    edge: &Edge<'_>,
    inside: [f64; N_TURNING],
    before: [Option<&Reached>; 2],
) -> Option<Reached> {
    let [last, other] = before;
    let nearby = last.and_then(|last| {
        let before = [last, other.unwrap_or(last)].map(|it| &it.solution);
        edge.find(&From::Nearby(before, NEARBY))
    });
    nearby
        .or_else(|| {
            INSIDE.into_iter().find_map(|barrier| edge.find(&From::Inside(inside, barrier)))
        })
        .or_else(|| edge.find_in_pairs(&INSIDE.map(|barrier| From::Inside(inside, barrier))))
}

/// Straight on with neither pedal: how fast the car slows down.
fn coasting(grip: &DoubleTrack, speed: f64) -> Result<([f64; N_TURNING], Manoeuvre), Error> {
    let mut straight = from_node(&steady(grip, speed)?);
    straight[AT_PEDAL] = 0.0;
    let level = Manoeuvre { speed, forward: 0.0, sideways: 0.0, gravity: 1.0 };
    turn(grip, &straight, level, Found::Forward).ok_or(Error::Envelope { speed })
}

/// How turning slows a coasting car, and what driving loses in slip.
fn pedals(
    car: &DoubleTrack,
    grip: &DoubleTrack,
    coasting: &[f64; N_TURNING],
    centre: Manoeuvre,
    reached: &Reached,
) -> [f64; 4] {
    let [c2, c4] = turning_drag(grip, coasting, centre, reached);
    let pulls = reached.reach[0][0];
    let pull =
        (PULL * pulls).min(car.drive.power * car.drive.efficiency / (grip.mass * centre.speed));
    let to = Manoeuvre { forward: centre.forward + pull, ..centre };
    let slip = turn(grip, coasting, to, Found::Pedal).map_or(0.0, |(x, _)| {
        let force = grip.mass * pull;
        (driving_power(grip, &x) / (force * centre.speed) - 1.0) / force
    });
    [centre.forward, c2, c4, slip]
}

/// `a_t = a_0 + c_2 a_n² + c_4 a_n⁴` through coasting in two turns; in one, or none, where the car
/// does not hold them.
fn turning_drag(
    grip: &DoubleTrack,
    coasting: &[f64; N_TURNING],
    centre: Manoeuvre,
    reached: &Reached,
) -> [f64; 2] {
    let widest = reached.reach[reached.reach.len() / 2][0];
    let (mut x, mut losses) = (*coasting, Vec::new());
    for share in TURNS {
        let sideways = share * widest;
        let mut to = Manoeuvre { sideways, ..centre };
        // Half-way first, so that the search begins nearby.
        let half = Manoeuvre { sideways: sideways - 0.25 * widest, ..centre };
        let Some((near, half)) = turn(grip, &x, half, Found::Forward) else { break };
        to.forward = half.forward;
        let Some((there, to)) = turn(grip, &near, to, Found::Forward) else { break };
        x = there;
        losses.push((sideways * sideways, to.forward - centre.forward));
    }
    match losses[..] {
        [(p, f), (q, g)] => {
            let c4 = (g / q - f / p) / (q - p);
            [f / p - c4 * p, c4]
        }
        [(p, f)] => [f / p, 0.0],
        _ => [0.0, 0.0],
    }
}

/// The edge in one direction, found directly.
#[cfg(test)]
pub(super) fn direct(car: &DoubleTrack, speed: f64, gravity: f64, angle: f64) -> Option<f64> {
    let grip = without_engine(car, speed);
    let (coasting, centre) = coasting(&grip, speed).ok()?;
    let (sin, cos) = angle.sin_cos();
    let directions = [[cos, sin]; 2];
    let edge = Edge::new(&grip, Manoeuvre { gravity, ..centre }, &directions, 1.0);
    Some(search(&edge, coasting, [None; 2])?.reach[0][0])
}
