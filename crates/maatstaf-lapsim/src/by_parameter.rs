//! How a node's numbers change with a parameter of its car.
//!
//! By central differences of exact slopes, of two cars that differ in nothing but the parameter. Most
//! parameters of a set-up move one part of a node and enter it to the first or second power, where
//! such differences are exact to rounding: then only that part is worked out, over the few inputs
//! that it has.

use std::ops::Range;

use maatstaf_numerics::jet::{Jet1, Real};

use crate::chassis::{Motion, chassis_rates, motion, without_tyres};
use crate::double_track::DoubleTrack;
use crate::node::{
    ALPHA, BALANCE, CHASSIS, KAPPA, N, N_INPUTS, N_RATES, Outcome, PEDAL, R, STEER, U, V, Z, node,
    roll_balance, torques,
};
use crate::road::Surface;
use crate::slopes::{Slopes, Weights};
use crate::wheel;

/// What of a node a parameter moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The forces of the air, and with them the balances of the chassis.
    Air,
    /// Which axle takes how much of the load that moves from side to side.
    Roll,
    /// Brakes and differential: the balances of the wheels.
    Torques,
    /// Anything.
    Whole,
}

impl Part {
    /// The least that turns one car into the other.
    pub fn between(one: &DoubleTrack, other: &DoubleTrack) -> Self {
        let is = |part: &dyn Fn(&mut DoubleTrack)| {
            let mut same = one.clone();
            part(&mut same);
            same == *other
        };
        let air = |car: &mut DoubleTrack| {
            car.air = other.air.clone();
            car.pressure_centre = other.pressure_centre;
        };
        let torques = |car: &mut DoubleTrack| {
            car.brake_bias = other.brake_bias;
            car.front.brakes = other.front.brakes.clone();
            car.rear.brakes = other.rear.brakes.clone();
            car.drive.differential = other.drive.differential;
        };
        match () {
            () if is(&air) => Self::Air,
            () if is(&|car| car.roll_balance = other.roll_balance) => Self::Roll,
            () if is(&torques) => Self::Torques,
            () => Self::Whole,
        }
    }

    /// The rates that it moves.
    fn rows(self) -> Range<usize> {
        match self {
            Self::Air => CHASSIS..BALANCE,
            Self::Roll => BALANCE..BALANCE + 1,
            Self::Torques => 0..CHASSIS,
            Self::Whole => 0..N_RATES,
        }
    }
}

/// A point where nothing vanishes: braking, turning, sliding a little.
pub(crate) const SOMEWHERE: [f64; N_INPUTS] =
    [-0.2, -0.3, -0.1, -0.15, 50.0, 0.5, 0.4, -0.4, -0.5, -0.3, -0.45, 1.0, 0.03, 0.04, -0.5, 0.6];

/// A point of a lap, as the parameters of its car find it.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a, const I: usize> {
    surface: &'a Surface,
    input: &'a [f64; I],
    motion: Motion<Jet1<5>>,
    /// `τ`
    pub pace: Jet1<I>,
    /// Of the wheels; where a parameter asks for them.
    speeds: Option<[Jet1<I>; 4]>,
}

/// The inputs of the road's part of a node.
const GROUND: [usize; 5] = [U, V, R, N, ALPHA];

impl<'a, const I: usize> Place<'a, I> {
    /// For parameters of some parts.
    pub fn new(
        car: &DoubleTrack,
        surface: &'a Surface,
        input: &'a [f64; I],
        parts: &[Part],
    ) -> Self {
        let [u, v, r, n, alpha] = Jet1::variables(GROUND.map(|at| input[at]));
        let motion = motion(surface, [u, v, r], n, alpha);
        let turns = parts.contains(&Part::Torques);
        let speeds = turns.then(|| std::array::from_fn(|k| speed(car, k, input)));
        Self { surface, input, motion, pace: spread(&motion.pace, GROUND), speeds }
    }
}

/// How fast a wheel turns.
fn speed<const I: usize>(car: &DoubleTrack, k: usize, input: &[f64; I]) -> Jet1<I> {
    let at = [U, V, R, STEER, KAPPA + k, Z + k];
    let [u, v, r, steer, share, vertical] = Jet1::variables(at.map(|at| input[at]));
    let [x, y, _] = car.contact(k);
    let turned = (k < 2).then(|| steer.sin_cos());
    let [forward, _] = wheel::contact([x, y], [u, v, r], turned);
    let tyre = &car.axle(k).tyre;
    let kappa = wheel::kappa(tyre, share, wheel::load(vertical, car.weight()));
    spread(&wheel::speed(tyre, kappa, forward), at)
}

/// Slopes of a node's numbers by a parameter, and how they change with the inputs.
#[derive(Clone, Debug)]
pub(crate) struct ByParameter<const I: usize> {
    /// Those of the rates.
    pub rates: [Jet1<I>; N_RATES],
    rows: Range<usize>,
    /// Those of all numbers, where the parameter may move all.
    pub rest: Option<Box<Outcome<Jet1<I>>>>,
}

impl<const I: usize> ByParameter<I> {
    /// From two cars, `width` of the parameter apart.
    pub fn new(
        part: Part,
        place: &Place<'_, I>,
        [less, more]: [&DoubleTrack; 2],
        width: f64,
    ) -> Self {
        let mut rates = [Jet1::constant(0.0); N_RATES];
        let mut rest = None;
        let by = 1.0 / width;
        match part {
            Part::Air => {
                let [less, more] = [less, more].map(|car| air(car, place.surface, &place.motion));
                for i in 0..6 {
                    rates[CHASSIS + i] = spread(&((more[i] - less[i]) * by), GROUND);
                }
            }
            Part::Roll => {
                let at: [usize; 4] = std::array::from_fn(|k| Z + k);
                let z = Jet1::variables(at.map(|at| place.input[at]));
                let [less, more] = [less, more].map(|car| roll_balance(car, z));
                rates[BALANCE] = spread(&((more - less) * by), at);
            }
            Part::Torques => {
                let [less, more] = [less, more].map(|car| torque_rates(car, place));
                for k in 0..4 {
                    rates[k] = (more[k] - less[k]) * by;
                }
            }
            Part::Whole => {
                let [less, more] =
                    [less, more].map(|car| Slopes::new(car, place.surface, place.input).outcome);
                let between = difference(&less, &more, by);
                rates = between.rates;
                rest = Some(Box::new(between));
            }
        }
        Self { rates, rows: part.rows(), rest }
    }

    /// The gradient, by the inputs, of the weighted sum of all slopes.
    pub fn gradient(&self, weights: &Weights, pace: &Jet1<I>) -> [f64; I] {
        let mut sum = Jet1::constant(0.0);
        for row in self.rows.clone() {
            let (rate, paced) = (self.rates[row], weights.paced[row]);
            if paced != 0.0 {
                sum = sum + *pace * rate * paced;
            }
            if weights.rates[row] != 0.0 {
                sum = sum + rate * weights.rates[row];
            }
        }
        let Some(rest) = &self.rest else { return sum.gradient };
        let plain = rest.states.iter().zip(&weights.states);
        for (number, weight) in plain.chain(rest.limits.iter().zip(&weights.limits)) {
            sum = sum + *number * *weight;
        }
        let paced = rest.power * weights.energy
            + rest.motor.deployed * weights.deployed
            + rest.motor.recovered * weights.recovered;
        (sum + *pace * paced + rest.motor.together * weights.together).gradient
    }
}

/// What a part of a node, or all of it, adds to a weighted sum.
pub(crate) fn weighted<const I: usize>(
    part: Part,
    place: &Place<'_, I>,
    car: &DoubleTrack,
    weights: &Weights,
) -> f64 {
    let mut rates = [0.0; N_RATES];
    match part {
        Part::Air => {
            let [u, v, r, n, alpha] = GROUND.map(|at| place.input[at]);
            let motion = motion(place.surface, [u, v, r], n, alpha);
            rates[CHASSIS..BALANCE].copy_from_slice(&air(car, place.surface, &motion));
        }
        Part::Roll => {
            rates[BALANCE] = roll_balance(car, std::array::from_fn(|k| place.input[Z + k]));
        }
        Part::Torques => {
            let speeds = place.speeds.unwrap_or([Jet1::constant(0.0); 4]).map(Real::value);
            let torques = torques(car, speeds, place.input[PEDAL], car.brake_bias);
            rates[..4].copy_from_slice(&torques.map(|torque| torque / car.mass));
        }
        Part::Whole => return weights.sum(&node(car, place.surface, place.input).outcome),
    }
    let pace = place.pace.value;
    part.rows().map(|row| (weights.rates[row] + pace * weights.paced[row]) * rates[row]).sum()
}

/// The balances of the chassis without tyres.
fn air<T: Real>(car: &DoubleTrack, surface: &Surface, motion: &Motion<T>) -> [T; 6] {
    chassis_rates(car, surface, motion, &without_tyres(car, surface, motion))
}

/// What brakes and drive bring to the balances of the wheels.
fn torque_rates<const I: usize>(car: &DoubleTrack, place: &Place<'_, I>) -> [Jet1<I>; 4] {
    let none = [Jet1::constant(0.0); 4];
    let Some(speeds) = &place.speeds else { return none };
    let [a, b, c, d] = speeds.map(|speed| speed.value);
    let [a, b, c, d, pedal] = Jet1::<5>::variables([a, b, c, d, place.input[PEDAL]]);
    let torques = torques(car, [a, b, c, d], pedal, Jet1::constant(car.brake_bias));
    torques.map(|torque| {
        let mut all = Jet1::constant(torque.value / car.mass);
        for (speed, by) in speeds.iter().zip(torque.gradient) {
            let by = by / car.mass;
            all.gradient.iter_mut().zip(speed.gradient).for_each(|(to, slope)| *to += by * slope);
        }
        all.gradient[PEDAL] += torque.gradient[4] / car.mass;
        all
    })
}

/// `(more − less) by`, number by number.
fn difference<const I: usize>(
    less: &Outcome<Jet1<I>>,
    more: &Outcome<Jet1<I>>,
    by: f64,
) -> Outcome<Jet1<I>> {
    let of = |less: Jet1<I>, more: Jet1<I>| (more - less) * by;
    let mut all = *less;
    all.pace = of(less.pace, more.pace);
    all.states = std::array::from_fn(|i| of(less.states[i], more.states[i]));
    all.rates = std::array::from_fn(|i| of(less.rates[i], more.rates[i]));
    all.limits = std::array::from_fn(|i| of(less.limits[i], more.limits[i]));
    all.power = of(less.power, more.power);
    all.motor.deployed = of(less.motor.deployed, more.motor.deployed);
    all.motor.recovered = of(less.motor.recovered, more.motor.recovered);
    all.motor.together = of(less.motor.together, more.motor.together);
    all
}

/// Value and gradient, among all inputs.
fn spread<const M: usize, const I: usize>(jet: &Jet1<M>, at: [usize; M]) -> Jet1<I> {
    let mut all = Jet1::constant(jet.value);
    at.into_iter().zip(jet.gradient).for_each(|(at, slope)| all.gradient[at] = slope);
    all
}
