//! Everything at one station, over plain numbers or jets.

use maatstaf_numerics::jet::Real;

use crate::chassis::{
    Motion, Wrench, chassis_rates, chassis_states, moment, motion, without_tyres,
};
use crate::double_track::DoubleTrack;
use crate::motor::MotorPower;
use crate::road::Surface;
use crate::tyre::Side;
use crate::wheel::{self, Wheel};

/// Unknowns of a node.
pub const N_UNKNOWNS: usize = 15;
/// What a node depends on: its unknowns, and the brake bias.
pub const N_INPUTS: usize = 16;
/// Slips of the wheels, as shares of that with the largest force; four.
pub const KAPPA: usize = 0;
/// Forward speed, m/s.
pub const U: usize = 4;
/// Sideways speed, to the right, m/s.
pub const V: usize = 5;
/// Yaw rate, rad/s.
pub const R: usize = 6;
/// Vertical forces on the wheels in units of the weight, upwards negative; four.
pub const Z: usize = 7;
/// Distance from the centre line, to the right, m.
pub const N: usize = 11;
/// Heading against the road, rad.
pub const ALPHA: usize = 12;
/// Steering angle, rad.
pub const STEER: usize = 13;
/// Signed pedal: −1 brakes, 1 is full throttle.
pub const PEDAL: usize = 14;
/// Front share of the brakes.
pub const BIAS: usize = 15;

/// Share of what a motor may give, then of what it may recover; only among the inputs of cars with
/// a motor.
pub const MOTOR: usize = 16;
/// What a node of a car with a motor depends on.
pub const N_INPUTS_WITH_MOTOR: usize = 18;

/// Rows of a node: balances of the wheels (four, divided by `m`), `u`, `v`, `r`, the loads
/// (vertical, roll, pitch, balance of front and rear roll), `n`, `α`.
pub const N_RATES: usize = 13;
/// The rows of the chassis start here: `u`, `v`, `r`, vertical, roll, pitch.
pub const CHASSIS: usize = 4;
/// The load rows: vertical, roll, pitch, roll balance.
pub const LOADS: usize = 7;
/// The balance of front and rear roll.
pub const BALANCE: usize = 10;
/// The row of `n`, then that of `α`.
pub const PLACE: usize = 11;

/// The wheels' slip limits (four), then where the right and the left wheels are.
pub const N_LIMITS: usize = 6;

/// What a node's unknowns amount to.
#[derive(Clone, Copy, Debug)]
pub struct Node<R> {
    /// How the car moves over the road.
    pub motion: Motion<R>,
    /// Its wheels: front left, front right, rear left, rear right.
    pub wheels: [Wheel<R>; 4],
    /// Torques on them, N m.
    pub torques: [R; 4],
    /// What acts on the car.
    pub wrench: Wrench<R>,
    /// What the problem makes of it all.
    pub outcome: Outcome<R>,
}

/// The numbers of a node that a problem's rows are made of.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<R> {
    /// `τ`, s/m.
    pub pace: R,
    /// `y`, one per row.
    pub states: [R; N_RATES],
    /// `ẏ`, one per row, per second.
    pub rates: [R; N_RATES],
    /// Lateral slips, then `n ± ½ t cos α`.
    pub limits: [R; N_LIMITS],
    /// `q_t c(ω̄) P`, the power unit's power, W.
    pub power: R,
    /// What the motor does.
    pub motor: MotorPower<R>,
}

/// What the unknowns of a node amount to.
///
/// ```text
/// E_k = T_k − (F_x,k + f N_k) R      the balance of wheel k; its row is E_k/m
/// e_r = (z_fr − z_fl)(1 − D) + (z_rl − z_rr) D
/// ```
///
/// `input` holds the unknowns as numbered in this module, then the brake bias, then perhaps the
/// motor's two shares; without them a motor idles. The other rows are those of [`chassis_rates`] and
/// [`motion`].
pub fn node<T: Real, const I: usize>(
    car: &DoubleTrack,
    surface: &Surface,
    input: &[T; I],
) -> Node<T> {
    let (input, shares) = parted(input);
    with_shares(car, surface, input, shares)
}

/// The inputs of any car, and the shares of a motor where they are among them.
pub(crate) fn parted<T: Copy, const I: usize>(input: &[T; I]) -> (&[T; N_INPUTS], Option<[T; 2]>) {
    const { assert!(I == N_INPUTS || I == N_INPUTS_WITH_MOTOR) };
    let (any, rest) = input.split_first_chunk().expect("there are 16 inputs or 18");
    (any, rest.try_into().ok())
}

/// [`node`], compiled once for either number of inputs.
fn with_shares<T: Real>(
    car: &DoubleTrack,
    surface: &Surface,
    input: &[T; N_INPUTS],
    shares: Option<[T; 2]>,
) -> Node<T> {
    let velocity = [input[U], input[V], input[R]];
    let motion = motion(surface, velocity, input[N], input[ALPHA]);
    let steer = input[STEER].sin_cos();
    let wheels = std::array::from_fn(|k| wheel(car, k, input, steer));
    let speeds = wheels.map(|wheel| wheel.speed);
    let mut torques = torques(car, speeds, input[PEDAL], input[BIAS]);
    let power = car.drive.given(car.drive.turning(speeds), input[PEDAL]);
    let mut effort = MotorPower::none();
    if let (Some(motor), Some(shares)) = (&car.motor, shares) {
        effort = motor.power(input[U], shares, power * car.drive.efficiency);
        motor.add_torques(&effort, &speeds, &mut torques);
    }
    let mut wrench = without_tyres(car, surface, &motion);
    for (k, wheel) in wheels.iter().enumerate() {
        let force = [wheel.force[0], wheel.force[1], -wheel.load];
        let turned = moment(arm(car, k), force);
        for i in 0..3 {
            wrench.force[i] = wrench.force[i] + force[i];
            wrench.moment[i] = wrench.moment[i] + turned[i];
        }
    }
    let zero = T::constant(0.0);
    let (mut states, mut rates) = ([zero; N_RATES], [zero; N_RATES]);
    for k in 0..4 {
        let axle = car.axle(k);
        let mut pull = wheels[k].grip.along;
        if axle.rolling_resistance != 0.0 {
            pull = pull + wheels[k].load * axle.rolling_resistance;
        }
        let balance = torques[k] - pull * axle.tyre.radius;
        rates[k] = balance * (1.0 / car.mass);
    }
    states[CHASSIS..BALANCE].copy_from_slice(&chassis_states(car, &motion));
    let chassis = chassis_rates(car, surface, &motion, &wrench);
    rates[CHASSIS..BALANCE].copy_from_slice(&chassis);
    rates[BALANCE] = roll_balance(car, [input[Z], input[Z + 1], input[Z + 2], input[Z + 3]]);
    states[PLACE..].copy_from_slice(&[input[N], input[ALPHA]]);
    rates[PLACE..].copy_from_slice(&[motion.sideways, motion.swing]);
    let half = motion.heading.1 * (0.5 * car.front.track);
    let lambda = wheels.map(|wheel| wheel.lambda);
    let limits = [lambda[0], lambda[1], lambda[2], lambda[3], input[N] + half, input[N] - half];
    let outcome = Outcome { pace: motion.pace, states, rates, limits, power, motor: effort };
    Node { motion, wheels, torques, wrench, outcome }
}

/// From the mass centre to where a wheel meets the road, m.
pub(crate) fn arm(car: &DoubleTrack, wheel: usize) -> [f64; 3] {
    let contact = car.contact(wheel);
    std::array::from_fn(|i| contact[i] - car.mass_centre[i])
}

/// `e_r`, of the vertical forces as they are, without smoothing.
pub(crate) fn roll_balance<T: Real>(car: &DoubleTrack, z: [T; 4]) -> T {
    let balance = car.roll_balance;
    (z[1] - z[0]) * (1.0 - balance) + (z[2] - z[3]) * balance
}

fn wheel<T: Real>(car: &DoubleTrack, k: usize, input: &[T; N_INPUTS], steer: (T, T)) -> Wheel<T> {
    let tyre = &car.axle(k).tyre;
    let turned = (k < 2).then_some(steer);
    let [x, y, _] = car.contact(k);
    let contact = wheel::contact([x, y], [input[U], input[V], input[R]], turned);
    let lambda = -contact[1] * contact[0].recip();
    let load = wheel::load(input[Z + k], car.weight());
    let kappa = wheel::kappa(tyre, input[KAPPA + k], load);
    let speed = wheel::speed(tyre, kappa, contact[0]);
    let grip = tyre.grip(Side::of_wheel(k), input[KAPPA + k], lambda, load);
    let force = wheel::in_car_axes([grip.along, grip.across], turned);
    Wheel { contact, kappa, lambda, load, speed, grip, force }
}

pub(crate) fn torques<T: Real>(car: &DoubleTrack, speeds: [T; 4], pedal: T, bias: T) -> [T; 4] {
    let behind = -bias + 1.0;
    let mut torques = std::array::from_fn(|k| {
        let share = if k < 2 { bias } else { behind };
        car.axle(k).brakes.torque(speeds[k], pedal, share)
    });
    car.drive.add_torques(&speeds, pedal, &mut torques);
    torques
}
