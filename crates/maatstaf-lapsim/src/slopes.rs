//! A node with its first and second derivatives, fast.
//!
//! A jet over all sixteen inputs would carry 136 second derivatives through every operation.
//! But the road's part of a node depends on five inputs, a wheel on six, a tyre on three
//! numbers, so each part takes a jet of its own size, and the chain rule joins them where they
//! meet. The forces of the tyres act on the car through fixed arms, so their sum needs no jet at all.

mod motor;

use maatstaf_numerics::jet::{Jet1, Jet2, Real};

use crate::chassis::{chassis_rates, chassis_states, motion, without_tyres};
use crate::double_track::DoubleTrack;
use crate::motor::MotorPower;
use crate::node::{
    ALPHA, BALANCE, BIAS, CHASSIS, KAPPA, N, N_INPUTS, N_LIMITS, N_RATES, Outcome, PEDAL, PLACE, R,
    STEER, U, V, Z, arm, parted, roll_balance, torques,
};
use crate::road::Surface;
use crate::tyre::Side;
use crate::wheel;
use motor::{Effort, MotorPart, Running, add_gradient, add_products};

/// By `u`, `v`, `r`, `n`, `α`.
type Ground = Jet2<5, 15>;
/// By `u`, `v`, `r`, `δ`.
type Contact = Jet2<4, 10>;
/// By the share of slip, one number of the contact, and the vertical force.
type Tread = Jet2<3, 6>;
/// By `u`, `v`, `r`, `δ`, the share of slip, the vertical force.
type Corner = Jet2<6, 21>;
/// By the speeds of the wheels, the pedal, the bias.
type Torque = Jet2<6, 21>;
/// Second derivatives by every pair of inputs.
pub type Curvature<const I: usize> = [[f64; I]; I];

const GROUND: [usize; 5] = [U, V, R, N, ALPHA];

/// What a node's inputs amount to, and how that changes with them; there are `I` of them, two more
/// for a car with a motor.
#[derive(Clone, Debug)]
pub struct Slopes<'a, const I: usize> {
    /// The numbers of [`crate::node::node`], to rounding, with their gradients.
    pub outcome: Outcome<Jet1<I>>,
    parts: Parts,
    motor: Option<Running<'a>>,
}

/// The jets of the parts.
#[derive(Clone, Debug)]
struct Parts {
    pace: Ground,
    /// `n` and `α`
    place: [Ground; 2],
    chassis_states: [Ground; 6],
    chassis_rates: [Ground; 6],
    wheels: [WheelPart; 4],
    torques: [Torque; 4],
    power: Torque,
    /// `½ t cos α`, its second derivative.
    edge: f64,
}

#[derive(Clone, Copy, Debug)]
struct WheelPart {
    lambda: Contact,
    speed: Corner,
    /// `F_x + f N`, what turning the wheel takes.
    pull: Corner,
    force: [Corner; 2],
    load: Tread,
    /// What the six balances of the chassis take of `X`, `Y` and `N`.
    reach: [[f64; 3]; 6],
    radius: f64,
}

/// How much each of a node's numbers counts in a weighted sum.
///
/// ```text
/// L = pace τ + Σ states y + Σ rates ẏ + Σ paced τ ẏ + Σ limits g + energy τ q_t c(ω̄) P
///   + deployed τ d P_d a(u) + recovered τ r P_r + together g
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// Of `τ`.
    pub pace: f64,
    /// Of `y`.
    pub states: [f64; N_RATES],
    /// Of `ẏ`.
    pub rates: [f64; N_RATES],
    /// Of `τ ẏ`.
    pub paced: [f64; N_RATES],
    /// Of the limits.
    pub limits: [f64; N_LIMITS],
    /// Of `τ q_t c(ω̄) P`.
    pub energy: f64,
    /// Of `τ` times what the motor gives.
    pub deployed: f64,
    /// Of `τ` times what it recovers.
    pub recovered: f64,
    /// Of what power unit and motor give together, over their limit.
    pub together: f64,
}

impl Weights {
    /// The weighted sum.
    pub(crate) fn sum(&self, of: &Outcome<f64>) -> f64 {
        let dot = |weights: &[f64], numbers: &[f64]| {
            weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum::<f64>()
        };
        let paced = self.pace
            + dot(&self.paced, &of.rates)
            + self.energy * of.power
            + self.deployed * of.motor.deployed
            + self.recovered * of.motor.recovered;
        let plain = dot(&self.states, &of.states) + dot(&self.rates, &of.rates);
        of.pace * paced + plain + dot(&self.limits, &of.limits) + self.together * of.motor.together
    }
}

impl<'a, const I: usize> Slopes<'a, I> {
    /// At the inputs of a node, as [`crate::node`] numbers them.
    pub fn new(car: &'a DoubleTrack, surface: &Surface, input: &[f64; I]) -> Self {
        let (any, shares) = parted(input);
        let parts = Parts::new(car, surface, any);
        let speeds = std::array::from_fn(|k| parts.wheels[k].speed.value);
        let motor = car.motor.as_ref().zip(shares).map(|(motor, [give, recover])| Running {
            car,
            motor,
            speeds,
            rest: [input[PEDAL], input[U], give, recover],
        });
        let none = Jet1::constant(0.0);
        let outcome = Outcome {
            pace: spread(&parts.pace, GROUND),
            states: [none; N_RATES],
            rates: [none; N_RATES],
            limits: [none; N_LIMITS],
            power: none,
            motor: MotorPower::none(),
        };
        let mut slopes = Self { outcome, parts, motor };
        slopes.fill_wheels(car);
        slopes.fill_motor(car);
        slopes.fill_chassis();
        slopes.fill_balance(car, input);
        slopes.fill_place(car, input);
        slopes
    }

    fn fill_wheels(&mut self, car: &DoubleTrack) {
        let Parts { wheels, torques, .. } = &self.parts;
        for (k, (wheel, torque)) in wheels.iter().zip(torques).enumerate() {
            let Jet1 { value, gradient } = &mut self.outcome.rates[k];
            *value = (torque.value - wheel.pull.value * wheel.radius) / car.mass;
            for (j, turning) in wheels.iter().enumerate() {
                add(gradient, corner(j), &turning.speed.gradient, torque.gradient[j] / car.mass);
            }
            gradient[PEDAL] += torque.gradient[4] / car.mass;
            gradient[BIAS] += torque.gradient[5] / car.mass;
            add(gradient, corner(k), &wheel.pull.gradient, -wheel.radius / car.mass);
            self.outcome.limits[k] = spread(&wheel.lambda, [U, V, R, STEER]);
        }
        let Jet1 { value, gradient } = &mut self.outcome.power;
        *value = self.parts.power.value;
        gradient[PEDAL] = self.parts.power.gradient[4];
        if car.drive.gears.is_some() {
            for (j, turning) in self.parts.wheels.iter().enumerate() {
                let slope = self.parts.power.gradient[j];
                add(gradient, corner(j), &turning.speed.gradient, slope);
            }
        }
    }

    fn fill_motor(&mut self, car: &DoubleTrack) {
        let Some(running) = &self.motor else { return };
        let motor = MotorPart::new(running);
        let Outcome { rates, motor: power, .. } = &mut self.outcome;
        let targets = [&mut power.deployed, &mut power.recovered, &mut power.together];
        let from = [motor.power.deployed, motor.power.recovered, motor.power.together];
        let fill = |to: &mut Jet1<I>, effort: &Effort, factor: f64| {
            to.value += factor * effort.value;
            add_gradient(&mut to.gradient, &self.parts.wheels, effort, factor);
        };
        targets.into_iter().zip(&from).for_each(|(to, effort)| fill(to, effort, 1.0));
        for (rate, torque) in rates.iter_mut().zip(&motor.torques) {
            fill(rate, torque, 1.0 / car.mass);
        }
    }

    fn fill_chassis(&mut self) {
        let Parts { wheels, chassis_states, chassis_rates, .. } = &self.parts;
        for i in 0..6 {
            self.outcome.states[CHASSIS + i] = spread(&chassis_states[i], GROUND);
            let Jet1 { mut value, mut gradient } = spread(&chassis_rates[i], GROUND);
            for (k, wheel) in wheels.iter().enumerate() {
                let [by_x, by_y, by_load] = wheel.reach[i];
                let [x, y] = &wheel.force;
                value += by_x * x.value + by_y * y.value + by_load * wheel.load.value;
                for (j, at) in corner(k).into_iter().enumerate() {
                    gradient[at] += by_x * x.gradient[j] + by_y * y.gradient[j];
                }
                gradient[Z + k] += by_load * wheel.load.gradient[2];
            }
            self.outcome.rates[CHASSIS + i] = Jet1 { value, gradient };
        }
    }

    fn fill_balance(&mut self, car: &DoubleTrack, input: &[f64; I]) {
        let Jet1 { value, gradient } = &mut self.outcome.rates[BALANCE];
        *value = roll_balance(car, std::array::from_fn(|k| input[Z + k]));
        for k in 0..4 {
            gradient[Z + k] = roll_balance(car, std::array::from_fn(|j| f64::from(j == k)));
        }
    }

    fn fill_place(&mut self, car: &DoubleTrack, input: &[f64; I]) {
        let Outcome { states, rates, limits, .. } = &mut self.outcome;
        let variable = |at: usize| {
            let mut gradient = [0.0; I];
            gradient[at] = 1.0;
            Jet1 { value: input[at], gradient }
        };
        states[PLACE..].copy_from_slice(&[variable(N), variable(ALPHA)]);
        let [sideways, swing] = &self.parts.place;
        rates[PLACE..].copy_from_slice(&[spread(sideways, GROUND), spread(swing, GROUND)]);
        let half = variable(ALPHA).cos() * (0.5 * car.front.track);
        limits[4..].copy_from_slice(&[variable(N) + half, variable(N) - half]);
    }

    /// The second derivatives of the weighted sum, symmetric.
    pub fn curvature(&self, weights: &Weights, mass: f64) -> Curvature<I> {
        let mut out = [[0.0; I]; I];
        let pace = self.outcome.pace.value;
        let rates: [f64; N_RATES] =
            std::array::from_fn(|row| weights.rates[row] + pace * weights.paced[row]);
        self.add_ground(weights, &rates, &mut out);
        self.add_wheels(weights, &rates, mass, &mut out);
        let edges = weights.limits[4] - weights.limits[5];
        out[ALPHA][ALPHA] += edges * self.parts.edge;
        self.add_pace(weights, &mut out);
        out
    }

    /// The parts over `u`, `v`, `r`, `n`, `α`.
    fn add_ground(&self, weights: &Weights, rates: &[f64; N_RATES], out: &mut Curvature<I>) {
        let Parts { pace, place, chassis_states, chassis_rates, .. } = &self.parts;
        let mut sum = [0.0; 15];
        let mut add = |jet: &Ground, weight: f64| {
            sum.iter_mut().zip(&jet.hessian).for_each(|(value, bend)| *value += weight * bend);
        };
        let with_pace: f64 =
            weights.paced.iter().zip(&self.outcome.rates).map(|(by, rate)| by * rate.value).sum();
        let motor = &self.outcome.motor;
        let with_pace = with_pace
            + weights.energy * self.outcome.power.value
            + weights.deployed * motor.deployed.value
            + weights.recovered * motor.recovered.value;
        add(pace, weights.pace + with_pace);
        for i in 0..6 {
            add(&chassis_states[i], weights.states[CHASSIS + i]);
            add(&chassis_rates[i], rates[CHASSIS + i]);
        }
        add(&place[0], rates[PLACE]);
        add(&place[1], rates[PLACE + 1]);
        scatter(out, GROUND, &sum);
    }

    fn add_wheels(
        &self,
        weights: &Weights,
        rates: &[f64; N_RATES],
        mass: f64,
        out: &mut Curvature<I>,
    ) {
        let Parts { wheels, torques, .. } = &self.parts;
        let pace = self.outcome.pace.value;
        let mut torque = Torque::constant(0.0);
        for (part, weight) in torques.iter().zip(rates) {
            torque = torque + *part * (weight / mass);
        }
        if weights.energy != 0.0 {
            torque = torque + self.parts.power * (weights.energy * pace);
        }
        let effort = self
            .motor
            .as_ref()
            .map(|running| MotorPart::new(running).weighted(weights, rates, pace, mass));
        for (k, wheel) in wheels.iter().enumerate() {
            let [mut by_x, mut by_y, mut by_load] = [0.0; 3];
            for (reach, weight) in wheel.reach.iter().zip(&rates[CHASSIS..BALANCE]) {
                by_x += weight * reach[0];
                by_y += weight * reach[1];
                by_load += weight * reach[2];
            }
            let by_pull = -rates[k] * wheel.radius / mass;
            let by_speed =
                torque.gradient[k] + effort.as_ref().map_or(0.0, |effort| effort.gradient[k]);
            let mut sum = [0.0; 21];
            for (i, value) in sum.iter_mut().enumerate() {
                *value = by_x * wheel.force[0].hessian[i]
                    + by_y * wheel.force[1].hessian[i]
                    + by_pull * wheel.pull.hessian[i]
                    + by_speed * wheel.speed.hessian[i];
            }
            for (value, bend) in sum.iter_mut().zip(&wheel.lambda.hessian) {
                *value += weights.limits[k] * bend;
            }
            sum[20] += by_load * wheel.load.hessian[5];
            scatter(out, corner(k), &sum);
        }
        self.add_torques(&torque, out);
        if let Some(effort) = effort {
            add_products(out, wheels, &effort);
        }
    }

    /// `Σ S_ij ∇q_i ∇q_jᵀ`, where `S` are the second derivatives of the torques by the speeds of
    /// the wheels, the pedal and the bias, `q`.
    fn add_torques(&self, torque: &Torque, out: &mut Curvature<I>) {
        let wheels = &self.parts.wheels;
        for i in 0..6 {
            let mut turned = [0.0; I];
            for (j, wheel) in wheels.iter().enumerate() {
                add(&mut turned, corner(j), &wheel.speed.gradient, torque.second(i, j));
            }
            turned[PEDAL] += torque.second(i, 4);
            turned[BIAS] += torque.second(i, 5);
            let mut add_row = |at: usize, slope: f64| {
                out[at].iter_mut().zip(&turned).for_each(|(value, part)| *value += slope * part);
            };
            match i {
                4 => add_row(PEDAL, 1.0),
                5 => add_row(BIAS, 1.0),
                k => corner(k)
                    .into_iter()
                    .zip(wheels[k].speed.gradient)
                    .for_each(|(at, slope)| add_row(at, slope)),
            }
        }
    }

    /// What comes of `τ` standing as a factor: `∇τ ∇Pᵀ + ∇P ∇τᵀ`.
    fn add_pace(&self, weights: &Weights, out: &mut Curvature<I>) {
        let mut sum = self.outcome.power.gradient.map(|slope| slope * weights.energy);
        if self.motor.is_some() {
            let MotorPower { deployed, recovered, .. } = &self.outcome.motor;
            for (i, value) in sum.iter_mut().enumerate() {
                *value += weights.deployed * deployed.gradient[i]
                    + weights.recovered * recovered.gradient[i];
            }
        }
        for (weight, rate) in weights.paced.iter().zip(&self.outcome.rates) {
            sum.iter_mut().zip(rate.gradient).for_each(|(value, slope)| *value += weight * slope);
        }
        for at in GROUND {
            let slope = self.outcome.pace.gradient[at];
            for (i, part) in sum.iter().enumerate() {
                out[at][i] += slope * part;
                out[i][at] += slope * part;
            }
        }
    }
}

impl Parts {
    fn new(car: &DoubleTrack, surface: &Surface, input: &[f64; N_INPUTS]) -> Self {
        let [u, v, r, n, alpha] = Ground::variables(GROUND.map(|at| input[at]));
        let motion = motion(surface, [u, v, r], n, alpha);
        let wrench = without_tyres(car, surface, &motion);
        let contact = Contact::variables([U, V, R, STEER].map(|at| input[at]));
        let steer = contact[3].sin_cos();
        let wheels = std::array::from_fn(|k| {
            let [share, vertical] = [input[KAPPA + k], input[Z + k]];
            WheelPart::new(car, k, &contact, steer, share, vertical)
        });
        let speeds = std::array::from_fn(|k| Torque::variable(wheels[k].speed.value, k));
        let [pedal, bias] = [Torque::variable(input[PEDAL], 4), Torque::variable(input[BIAS], 5)];
        Self {
            pace: motion.pace,
            place: [motion.sideways, motion.swing],
            chassis_states: chassis_states(car, &motion),
            chassis_rates: chassis_rates(car, surface, &motion, &wrench),
            torques: torques(car, speeds, pedal, bias),
            wheels,
            power: power(car, speeds, pedal),
            edge: -0.5 * car.front.track * motion.heading.1.value,
        }
    }
}

impl WheelPart {
    fn new(
        car: &DoubleTrack,
        k: usize,
        [u, v, r, _]: &[Contact; 4],
        steer: (Contact, Contact),
        share: f64,
        vertical: f64,
    ) -> Self {
        let tyre = &car.axle(k).tyre;
        let turned = (k < 2).then_some(steer);
        let [x, y, _] = car.contact(k);
        let contact = wheel::contact([x, y], [*u, *v, *r], turned);
        let lambda = -contact[1] * contact[0].recip();
        let [share, slip, vertical] = Tread::variables([share, lambda.value, vertical]);
        let load = wheel::load(vertical, car.weight());
        let grip = tyre.grip(Side::of_wheel(k), share, slip, load);
        let kappa = wheel::kappa(tyre, share, load);
        let speed = wheel::speed(tyre, kappa, Tread::variable(contact[0].value, 1));
        let (along, across) = (through(&grip.along, &lambda), through(&grip.across, &lambda));
        let turned = turned.map(|(sin, cos)| (widen(&sin), widen(&cos)));
        let mut pull = along;
        let rolling = car.axle(k).rolling_resistance;
        if rolling != 0.0 {
            pull.value += rolling * load.value;
            pull.gradient[5] += rolling * load.gradient[2];
            pull.hessian[20] += rolling * load.hessian[5];
        }
        Self {
            speed: through(&speed, &contact[0]),
            pull,
            force: wheel::in_car_axes([along, across], turned),
            load,
            lambda,
            reach: reach(car, k),
            radius: tyre.radius,
        }
    }
}

/// The power, by the speeds of the wheels and the pedal; without gears by the pedal alone.
fn power(car: &DoubleTrack, speeds: [Torque; 4], pedal: Torque) -> Torque {
    if car.drive.gears.is_some() {
        return car.drive.given(car.drive.turning(speeds), pedal);
    }
    let [only] = Jet2::<1, 1>::variables([pedal.value]);
    let given = car.drive.given([only; 2], only);
    let mut power = Torque::constant(given.value);
    power.gradient[4] = given.gradient[0];
    power.hessian[14] = given.hessian[0]; // the pedal with itself
    power
}

/// What the balances of the chassis (`u`, `v`, `r`, vertical, roll, pitch) take of the forces
/// `X`, `Y` and the load `N` of a wheel.
fn reach(car: &DoubleTrack, k: usize) -> [[f64; 3]; 6] {
    let [x, y, z] = arm(car, k);
    let (mass, weight, yaw) = (1.0 / car.mass, 1.0 / car.weight(), 1.0 / car.inertia[2]);
    [
        [mass, 0.0, 0.0],
        [0.0, mass, 0.0],
        [-y * yaw, x * yaw, 0.0],
        [0.0, 0.0, -weight],
        [0.0, -z * weight, -y * weight],
        [z * weight, 0.0, x * weight],
    ]
}

/// The inputs of a wheel, in the order of [`Corner`].
const fn corner(k: usize) -> [usize; 6] {
    [U, V, R, STEER, KAPPA + k, Z + k]
}

/// A function of slip share, `inner` and vertical force, as a function of the wheel's inputs.
fn through(outer: &Tread, inner: &Contact) -> Corner {
    let [by_share, by_inner, by_vertical] = outer.gradient;
    let [share2, inner_share, inner2, vertical_share, vertical_inner, vertical2] = outer.hessian;
    let mut out = Corner::constant(outer.value);
    let mut at = 0;
    for i in 0..4 {
        out.gradient[i] = by_inner * inner.gradient[i];
        out.hessian[10 + i] = inner_share * inner.gradient[i];
        out.hessian[15 + i] = vertical_inner * inner.gradient[i];
        for j in 0..=i {
            out.hessian[at] =
                by_inner * inner.hessian[at] + inner2 * inner.gradient[i] * inner.gradient[j];
            at += 1;
        }
    }
    (out.gradient[4], out.gradient[5]) = (by_share, by_vertical);
    (out.hessian[14], out.hessian[19], out.hessian[20]) = (share2, vertical_share, vertical2);
    out
}

/// The same number, among all inputs of a wheel.
fn widen(jet: &Contact) -> Corner {
    let mut out = Corner::constant(jet.value);
    out.gradient[..4].copy_from_slice(&jet.gradient);
    out.hessian[..10].copy_from_slice(&jet.hessian);
    out
}

/// Value and gradient, among all inputs.
fn spread<const M: usize, const H: usize, const I: usize>(
    jet: &Jet2<M, H>,
    at: [usize; M],
) -> Jet1<I> {
    let mut gradient = [0.0; I];
    add(&mut gradient, at, &jet.gradient, 1.0);
    Jet1 { value: jet.value, gradient }
}

fn add<const M: usize, const I: usize>(
    to: &mut [f64; I],
    at: [usize; M],
    from: &[f64; M],
    factor: f64,
) {
    at.into_iter().zip(from).for_each(|(at, slope)| to[at] += factor * slope);
}

/// Adds packed second derivatives where they belong, both triangles.
fn scatter<const M: usize, const H: usize, const I: usize>(
    out: &mut Curvature<I>,
    at: [usize; M],
    packed: &[f64; H],
) {
    let mut from = 0;
    for i in 0..M {
        for j in 0..i {
            out[at[i]][at[j]] += packed[from];
            out[at[j]][at[i]] += packed[from];
            from += 1;
        }
        out[at[i]][at[i]] += packed[from];
        from += 1;
    }
}
