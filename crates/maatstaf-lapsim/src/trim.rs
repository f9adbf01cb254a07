//! Steady driving straight on.

use maatstaf_numerics::elimination::solve;
use maatstaf_numerics::jet::{Jet1, Real};

use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::node::{BIAS, CHASSIS, KAPPA, LOADS, N_INPUTS, N_UNKNOWNS, PEDAL, U, Z, node};
use crate::road::Station;

/// How many steps a search takes before it gives up.
const STEPS: usize = 60;
/// The last step, against the size of the unknowns, at which a search has arrived.
const SMALL: f64 = 1e-15;

/// A speed that every car holds, m/s.
const SLOW: f64 = 10.0;

/// The unknowns of a node for driving straight on at a constant speed, on a level road.
///
/// The slips of the axles, their loads and the pedal solve the balances of a front and a rear
/// wheel, `u̇ = 0`, the vertical balance and the pitch balance, by Newton's method; `speed` is in
/// m/s.
///
/// ```
/// use maatstaf_lapsim::{DoubleTrack, node, steady};
///
/// let node = steady(&DoubleTrack::limebeer_2014(), 80.0 / 3.6)?;
/// assert!((node[node::PEDAL] - 0.0120956).abs() < 1e-7); // a hundredth of the power
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
pub fn steady(car: &DoubleTrack, speed: f64) -> Result<[f64; N_UNKNOWNS], Error> {
    car.check()?;
    let refused = Error::Trim { speed };
    let geared = car.top_speed_by_gearing().unwrap_or(f64::INFINITY);
    if !(speed.is_finite() && speed > 0.0 && speed <= geared) {
        return Err(refused);
    }
    // Front and rear slip, front and rear load, pedal: on the brink of nothing.
    let mut unknowns = [0.0, 0.01, -0.25, -0.25, 0.01];
    for _ in 0..STEPS {
        let residuals = residuals(car, speed, Jet1::variables(unknowns));
        let mut matrix: Vec<f64> = residuals.iter().flat_map(|row| row.gradient).collect();
        let mut step = residuals.map(|row| -row.value);
        if !solve(&mut matrix, &mut step) {
            return Err(refused);
        }
        unknowns.iter_mut().zip(step).for_each(|(value, by)| *value += by);
        if !unknowns.iter().all(|value| value.is_finite()) {
            return Err(refused);
        }
        if step.iter().all(|by| by.abs() <= SMALL) {
            break;
        }
    }
    let left = residuals(car, speed, unknowns);
    let fits = unknowns[4].abs() <= 1.0 && unknowns[2].max(unknowns[3]) < 0.0;
    if !fits || left.iter().any(|row| row.abs() > 1e-9) {
        return Err(refused);
    }
    let all = spread(car, speed, unknowns);
    Ok(std::array::from_fn(|at| all[at]))
}

/// The highest speed that a car holds straight on, on a level road, m/s: at full throttle, or at
/// the end of its power curve in the highest gear.
///
/// By halving, with [`steady`].
///
/// ```
/// use maatstaf_lapsim::{DoubleTrack, top_speed};
///
/// let speed = top_speed(&DoubleTrack::limebeer_2014())?;
/// assert!((speed * 3.6 - 347.1).abs() < 0.1); // 348.6 km/h, but for the slip of the tyres
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
pub fn top_speed(car: &DoubleTrack) -> Result<f64, Error> {
    let mut beyond = car.top_speed_by_gearing().unwrap_or(SLOW);
    if car.top_speed_by_gearing().is_some() && steady(car, beyond).is_ok() {
        return Ok(beyond);
    }
    let mut held = SLOW.min(beyond);
    steady(car, held)?;
    while beyond <= held || steady(car, beyond).is_ok() {
        (held, beyond) = (held.max(beyond), 2.0 * beyond);
    }
    for _ in 0..60 {
        let speed = 0.5 * (held + beyond);
        *(if steady(car, speed).is_ok() { &mut held } else { &mut beyond }) = speed;
    }
    Ok(held)
}

/// A node's inputs from the five unknowns.
fn spread<T: Real>(car: &DoubleTrack, speed: f64, unknowns: [T; 5]) -> [T; N_INPUTS] {
    let [slip_front, slip_rear, load_front, load_rear, pedal] = unknowns;
    let mut input = [T::constant(0.0); N_INPUTS];
    input[KAPPA..KAPPA + 4].copy_from_slice(&[slip_front, slip_front, slip_rear, slip_rear]);
    input[Z..Z + 4].copy_from_slice(&[load_front, load_front, load_rear, load_rear]);
    input[U] = T::constant(speed);
    input[PEDAL] = pedal;
    input[BIAS] = T::constant(car.brake_bias);
    input
}

/// Front wheel, rear wheel, `u̇`, vertical, pitch.
fn residuals<T: Real>(car: &DoubleTrack, speed: f64, unknowns: [T; 5]) -> [T; 5] {
    let surface = Station::level(0.0, 0.0, 1.0, 1.0).surface();
    let rates = node(car, &surface, &spread(car, speed, unknowns)).outcome.rates;
    [rates[0], rates[2], rates[CHASSIS], rates[LOADS], rates[LOADS + 2]]
}
