//! The fastest lap of a car whose set-up is free: set-up and lap in one programme.
//!
//! The common unknowns of a lap, then one for each free parameter: its share of the way from the
//! least to the most that it may be. What the numbers of a node are to it, [`crate::by_parameter`] says.

use std::cell::RefCell;

use maatstaf_core::{Car, Quantity as CarQuantity};
use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme};

use super::LapProblem;
use super::scheme::Quantity;
use crate::by_parameter::{ByParameter, Part, Place, weighted};
use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::node::{N_INPUTS, N_INPUTS_WITH_MOTOR, N_RATES, N_UNKNOWNS};
use crate::slopes::Weights;

/// A parameter of a car that is free within a range, in the units of the SI.
#[derive(Clone, Copy, Debug)]
pub struct Free {
    /// Which.
    pub quantity: &'static CarQuantity,
    /// The least.
    pub lowest: f64,
    /// The most.
    pub highest: f64,
}

/// The fastest lap of a car whose set-up is free.
///
/// The lap of a [`LapProblem`] with what it asks beyond road and car, and the set-up with it. An open
/// road is begun as the present set-up begins it.
#[derive(Clone, Debug)]
pub struct SetupProblem {
    car: Car,
    free: Vec<Free>,
    parts: Vec<Part>,
    /// Two parameters that bend each other's effect.
    pairs: Vec<[usize; 2]>,
    layout: Layout,
    ranges: AllRanges,
    ties: Vec<f64>,
    /// Common unknowns of the lap alone.
    n_common: usize,
    /// The lap at the set-up that was asked for last: all nodes ask for the same.
    at: RefCell<At>,
}

/// A set-up, and what follows from it for every node.
#[derive(Clone, Debug)]
struct At {
    shares: Vec<f64>,
    /// Of the car at these shares; its functions hold whatever the shares are.
    lap: LapProblem,
    /// Whether there is such a car.
    is_car: bool,
    beside: Option<Beside>,
    /// A node of the lap alone.
    inner: Derivatives,
}

/// Cars beside a set-up, for differences.
#[derive(Clone, Debug)]
struct Beside {
    /// Less and more of each parameter.
    cars: Vec<[DoubleTrack; 2]>,
    /// Two parameters that may bend each other's effect: less and less, less and more, more and
    /// less, more and more.
    pairs: Vec<([usize; 2], [DoubleTrack; 4])>,
}

/// The step of the differences, as a share of a range.
const STEP: f64 = 1e-4;
/// The same of second differences, which lose more digits.
const BEND_STEP: f64 = 1e-3;
/// A second difference so small, relative to what it is a difference of, is rounding.
const ROUNDING: f64 = 1e-13;

/// How far inside its range a parameter is kept, as a share of it: more than a solver relaxes
/// bounds by, so that no parameter leaves its range.
const INSIDE: f64 = 2e-8;

impl SetupProblem {
    /// From the lap of the present set-up, the car that is described so, and what is free of it.
    ///
    /// # Errors
    ///
    /// When a parameter moves the limits of a lap, such as its highest speed, or changes nothing.
    pub fn new(lap: LapProblem, car: &Car, free: &[Free]) -> Result<Self, Error> {
        let free = free.to_vec();
        let (inner, base) = (Derivatives::zeros(&lap.layout), &lap.layout);
        let n_common = base.common;
        let layout = Layout { common: n_common + free.len(), ..base.clone() };
        let mut ranges = lap.ranges.clone();
        ranges.common.lower.extend(vec![INSIDE; free.len()]);
        ranges.common.upper.extend(vec![1.0 - INSIDE; free.len()]);
        let (shares, ties) = (shares_of(&free, car), lap.ties.clone());
        let at = At { shares, lap, is_car: true, beside: None, inner };
        let (car, parts) = (car.clone(), Vec::new());
        let at = RefCell::new(at);
        let pairs = Vec::new();
        let mut problem = Self { car, free, parts, pairs, layout, ranges, ties, n_common, at };
        problem.parts = problem.sorted()?;
        problem.pairs = problem.bending();
        Ok(problem)
    }

    /// Where the shares of the free parameters start among the common unknowns.
    pub fn shares_at(&self) -> usize {
        self.n_common
    }

    /// The common unknowns of a start, from those of the lap alone.
    pub fn common_start(&self, common: &[f64]) -> Vec<f64> {
        [common, &shares_of(&self.free, &self.car)].concat()
    }

    /// The values of the free parameters, in the units of the SI, from the common unknowns; at
    /// the end of a range, that end.
    pub fn values_at(&self, common: &[f64]) -> Vec<f64> {
        let near = 10.0 * INSIDE;
        let values =
            self.free.iter().zip(&common[self.n_common..]).map(|(free, share)| match *share {
                share if share < near => free.lowest,
                share if share > 1.0 - near => free.highest,
                share => free.lowest + share * (free.highest - free.lowest),
            });
        values.collect()
    }

    /// What each parameter moves, once it moves none of the limits of the lap.
    fn sorted(&self) -> Result<Vec<Part>, Error> {
        let at = self.at.borrow();
        let part = |(i, free): (usize, &Free)| {
            let name = free.quantity.name;
            let moved = [STEP, 1.0 - STEP].map(|share| {
                let mut shares = at.shares.clone();
                shares[i] = share;
                self.car_at(&shares)
            });
            let [Some(less), Some(more)] = moved else { return Err(Error::NotFree { name }) };
            for car in [&less, &more] {
                let (road, settings) = (at.lap.road.clone(), at.lap.settings.clone());
                let posed = LapProblem::new(road, car.clone(), settings)?;
                if posed.layout != at.lap.layout || posed.ranges != at.lap.ranges {
                    return Err(Error::NotFree { name });
                }
            }
            if less == more { Err(Error::Idle { name }) } else { Ok(Part::between(&less, &more)) }
        };
        self.free.iter().enumerate().map(part).collect()
    }

    /// The car at some shares, if there is such a car.
    fn car_at(&self, shares: &[f64]) -> Option<DoubleTrack> {
        let mut parts = self.car.parts().clone();
        parts.setup.clear();
        for (free, share) in self.free.iter().zip(shares) {
            free.quantity.set(&mut parts, free.lowest + share * (free.highest - free.lowest));
        }
        DoubleTrack::from_car(&Car::new(parts).ok()?).ok()
    }

    /// Goes to the set-up of an input.
    fn go_to(&self, at: &mut At, input: &[f64]) {
        let shares = &input[input.len() - self.free.len()..];
        if at.shares != shares {
            at.shares.copy_from_slice(shares);
            at.beside = None;
            let car = self.car_at(shares);
            at.is_car = car.is_some();
            if let Some(car) = car {
                at.lap.car = car;
            }
        }
    }

    /// The pairs of parameters that bend each other's effect: most enter the one part that they
    /// move to the first power, which one look somewhere shows.
    fn bending(&self) -> Vec<[usize; 2]> {
        let at = self.at.borrow();
        let input = crate::by_parameter::SOMEWHERE;
        let place = Place::new(&at.lap.car, at.lap.surface(0, 0), &input, &self.parts);
        let weights = Weights { rates: [1.0; N_RATES], ..Weights::default() };
        let n = self.free.len();
        let all = (0..n).flat_map(|i| (0..=i).map(move |j| [i, j]));
        let bends = |[i, j]: &[usize; 2]| {
            let (part, other) = (self.parts[*i], self.parts[*j]);
            if part == Part::Whole || other == Part::Whole {
                return true;
            }
            let Some(cars) = self.around(&at.shares, [*i, *j]).filter(|_| part == other) else {
                return false;
            };
            let sums = cars.map(|car| weighted(part, &place, &car, &weights));
            let size: f64 = sums.iter().map(|sum| sum.abs()).sum();
            (sums[0] - sums[1] - sums[2] + sums[3]).abs() > ROUNDING * size
        };
        all.filter(bends).collect()
    }

    /// The car beside a set-up, some parameters moved by a share. Where there is no car beyond a
    /// range, what holds a little inside is near enough.
    fn moved(&self, shares: &[f64], room: f64, steps: &[(usize, f64)]) -> Option<DoubleTrack> {
        let inside = |share: &f64| share.clamp(room, 1.0 - room);
        let mut shares: Vec<f64> = shares.iter().map(inside).collect();
        steps.iter().for_each(|(i, by)| shares[*i] += by);
        self.car_at(&shares)
    }

    /// The four cars around a set-up for the second difference by two parameters.
    fn around(&self, shares: &[f64], [i, j]: [usize; 2]) -> Option<[DoubleTrack; 4]> {
        let car = |a: f64, b: f64| {
            let steps = [(i, a * BEND_STEP), (j, b * BEND_STEP)];
            self.moved(shares, 2.0 * BEND_STEP, &steps)
        };
        Some([car(-1.0, -1.0)?, car(-1.0, 1.0)?, car(1.0, -1.0)?, car(1.0, 1.0)?])
    }

    /// The cars beside a set-up; nothing where one of them is none.
    fn beside(&self, shares: &[f64]) -> Option<Beside> {
        let two = |i: usize| {
            let car = |by: f64| self.moved(shares, STEP, &[(i, by)]);
            Some([car(-STEP)?, car(STEP)?])
        };
        let pair = |pair: &[usize; 2]| Some((*pair, self.around(shares, *pair)?));
        Some(Beside {
            cars: (0..self.free.len()).map(two).collect::<Option<_>>()?,
            pairs: self.pairs.iter().map(pair).collect::<Option<_>>()?,
        })
    }

    fn derivatives_of<const I: usize>(
        &self,
        at: usize,
        input: &[f64],
        weights: &[f64],
        out: &mut Derivatives,
    ) {
        let mut here = self.at.borrow_mut();
        self.go_to(&mut here, input);
        if here.beside.is_none() {
            here.beside = self.beside(&here.shares);
        }
        let At { lap, beside: Some(beside), inner, is_car: true, .. } = &mut *here else {
            out.values.fill(f64::NAN);
            return;
        };
        let own = &input[..lap.layout.inputs()];
        lap.derivatives(at, own, weights, inner);
        widen(inner, lap.layout.inputs(), self.layout.inputs(), out);
        for point in 0..lap.n_points() {
            let inputs = lap.point_input::<I>(at, point, own);
            let place = Place::new(&lap.car, lap.surface(at, point), &inputs, &self.parts);
            self.add_slopes(lap, [at, point], beside, &place, weights, out);
        }
    }

    /// What a point adds by the free parameters.
    fn add_slopes<const I: usize>(
        &self,
        lap: &LapProblem,
        [node, point]: [usize; 2],
        beside: &Beside,
        place: &Place<'_, I>,
        outputs: &[f64],
        out: &mut Derivatives,
    ) {
        let (inputs, first) = (self.layout.inputs(), lap.layout.inputs());
        let weights = lap.weights(node, point, outputs);
        let steps = lap.steps(node);
        let equations = lap.layout.equations_at()..lap.layout.limits_at();
        let held = lap.held(node, point).is_some();
        let own = (0..N_UNKNOWNS).map(|i| (i, point * lap.n_unknowns + i));
        let places = own.chain(lap.beyond(node, point));
        for (i, [less, more]) in beside.cars.iter().enumerate() {
            let by = ByParameter::new(self.parts[i], place, [less, more], 2.0 * STEP);
            for term in lap.terms(node).of(point) {
                if !(held && equations.contains(&term.output)) {
                    let slope = term.by.at(steps) * slope_of(term.of, &by, place.pace.value);
                    out.jacobian[term.output * inputs + first + i] += slope;
                }
            }
            let gradient = by.gradient(&weights, &place.pace);
            for (of, to) in places.clone() {
                out.hessian[to * inputs + first + i] += gradient[of];
                out.hessian[(first + i) * inputs + to] += gradient[of];
            }
        }
        for ([i, j], cars) in &beside.pairs {
            let part = if self.parts[*i] == self.parts[*j] { self.parts[*i] } else { Part::Whole };
            let [a, b, c, d] = [0, 1, 2, 3].map(|car| weighted(part, place, &cars[car], &weights));
            let bend = (a - b - c + d) / (4.0 * BEND_STEP * BEND_STEP);
            out.hessian[(first + i) * inputs + first + j] += bend;
            if i != j {
                out.hessian[(first + j) * inputs + first + i] += bend;
            }
        }
    }
}

/// The shares of the present set-up, a little inside.
fn shares_of(free: &[Free], car: &Car) -> Vec<f64> {
    let share = |free: &Free| {
        let value = free.quantity.of(car.parts()).unwrap_or(free.lowest);
        ((value - free.lowest) / (free.highest - free.lowest)).clamp(INSIDE, 1.0 - INSIDE)
    };
    free.iter().map(share).collect()
}

/// A node of the lap alone, as one with more inputs.
fn widen(from: &Derivatives, narrow: usize, wide: usize, to: &mut Derivatives) {
    to.values.copy_from_slice(&from.values);
    for (from, to) in [(&from.jacobian, &mut to.jacobian), (&from.hessian, &mut to.hessian)] {
        let rows = from.chunks_exact(narrow).zip(to.chunks_exact_mut(wide));
        for (from, to) in rows {
            to[..narrow].copy_from_slice(from);
            to[narrow..].fill(0.0);
        }
    }
    to.hessian[narrow * wide..].fill(0.0);
}

/// The slope of a number of a point by a parameter.
fn slope_of<const I: usize>(of: Quantity, by: &ByParameter<I>, pace: f64) -> f64 {
    let rest = by.rest.as_deref();
    match of {
        // How the car moves over the road does not depend on what it is.
        Quantity::Pace | Quantity::Unknown(_) => 0.0,
        Quantity::Rate(row) => by.rates[row].value,
        Quantity::Paced(row) => pace * by.rates[row].value,
        Quantity::State(row) => rest.map_or(0.0, |rest| rest.states[row].value),
        Quantity::Limit(limit) => rest.map_or(0.0, |rest| rest.limits[limit].value),
        Quantity::Energy => rest.map_or(0.0, |rest| pace * rest.power.value),
        Quantity::Deployed => rest.map_or(0.0, |rest| pace * rest.motor.deployed.value),
        Quantity::Recovered => rest.map_or(0.0, |rest| pace * rest.motor.recovered.value),
        Quantity::Together => rest.map_or(0.0, |rest| rest.motor.together.value),
    }
}

impl Programme for SetupProblem {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, at: usize, input: &[f64], values: &mut [f64]) {
        let mut here = self.at.borrow_mut();
        self.go_to(&mut here, input);
        match here.is_car {
            true => here.lap.values(at, &input[..here.lap.layout.inputs()], values),
            false => values.fill(f64::NAN),
        }
    }

    fn derivatives(&self, at: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let has_motor = self.at.borrow().lap.car.motor.is_some();
        match has_motor {
            false => self.derivatives_of::<N_INPUTS>(at, input, weights, out),
            true => self.derivatives_of::<N_INPUTS_WITH_MOTOR>(at, input, weights, out),
        }
    }

    fn ties(&self, node: usize) -> &[f64] {
        let shared = self.layout.shared.len();
        &self.ties[node * shared..(node + 1) * shared]
    }
}
