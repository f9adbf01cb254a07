//! The fastest lap on a free line, as far as an envelope knows the car.
//!
//! A point moves along the road; its speed, place and heading are states, the accelerations of its
//! path are what the driver chooses, within the envelope of the car ([`crate::Envelope`]).
//!
//! ```text
//! min   ∫ τ ds  +  w ∫ (a_t'² + a_n'²) ds
//! V' = τ (a_t + g_t),   n' = τ V sin χ,   χ' = τ (a_n + g_n)/V − K_z,   τ = (1 − n K_z)/(V cos χ)
//! used(V, g̃, a_t, a_n) ≤ 1,   P(V, a_t, a_n) ≤ engine + d · motor,   Σ d · motor ≤ budget
//! ```
//!
//! `g_t`, `g_n` are the parts of gravity along the path and across it, `g̃` what presses the car on
//! the road: 1 on a level one. The frame is that of roads: right and down. The trapezoidal rule
//! takes each equation from node to node.
//!
//! Lovato & Massaro (2022), *Vehicle System Dynamics* 60(9), for free-trajectory quasi-steady laps.

mod node;
mod trace;

use maatstaf_numerics::jet::Jet2;
use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};

use crate::double_track::GRAVITY;
use crate::envelope::Envelope;
use crate::error::Error;
use crate::line::Line;
use crate::quasi_steady::QuasiSteadyLap;
use crate::road::{Road, Station};
use node::{A_N, A_T, At, CHI, GIVE, N, Numbers, V};

/// Unknowns of a node without motor and rates.
const N_UNKNOWNS: usize = 5;
/// Rows from node to node: `V`, `n`, `χ`.
const N_STATES: usize = 3;

/// What a lap on a free line asks beyond road and envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreeSettings {
    /// `w`, s m/g²: keeps accelerations from jumping.
    pub weight: f64,
    /// The speed at the start of an open road, m/s.
    pub start_speed: f64,
    /// The quickest steering, rad/s at the wheels; none binds where there is none.
    pub steering_rate: Option<f64>,
    /// The quickest pedals: shares of the hardest braking each second.
    pub pedal_rate: Option<f64>,
}

impl Default for FreeSettings {
    fn default() -> Self {
        Self { weight: 0.02, start_speed: 50.0 / 3.6, steering_rate: None, pedal_rate: None }
    }
}

/// The fastest lap of an envelope on a road, as a programme along the road.
#[derive(Clone, Debug)]
pub struct FreeLine<'a> {
    road: &'a Road,
    envelope: &'a Envelope,
    /// What the car can do with its flap open, and at which stations it is.
    flap: Option<(&'a Envelope, Vec<bool>)>,
    settings: FreeSettings,
    layout: Layout,
    ranges: AllRanges,
    /// `[n_nodes × shared]`
    ties: Vec<f64>,
}

/// What a node of a solution is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreeNode {
    /// `V`, m/s.
    pub speed: f64,
    /// `n`, m to the right.
    pub offset: f64,
    /// `χ`, of the path against the road, rad, clockwise.
    pub heading: f64,
    /// `a_t`, m/s².
    pub forward: f64,
    /// `a_n`, to the right, m/s².
    pub sideways: f64,
    /// `g̃`, what presses the car on the road, over its weight.
    pub load: f64,
    /// `d`, the share of what the motor may give.
    pub give: f64,
}

impl<'a> FreeLine<'a> {
    /// Poses the problem.
    ///
    /// # Errors
    ///
    /// When the road is narrower than the car, or a setting is none.
    pub fn new(
        road: &'a Road,
        envelope: &'a Envelope,
        settings: FreeSettings,
    ) -> Result<Self, Error> {
        check(road, envelope, &settings)?;
        let car = envelope.car();
        let n_motor = usize::from(car.motor.is_some());
        let n_rates = 2 * usize::from(settings.has_rates());
        let n_unknowns = N_UNKNOWNS + n_motor + n_rates;
        let together = car.motor.as_ref().and_then(|motor| motor.together).is_some();
        let layout = Layout {
            n_nodes: road.stations().len(),
            closed: road.is_closed(),
            own: Vec::new(),
            shared: (0..n_unknowns).collect(),
            common: 0,
            links: N_STATES + n_rates,
            equations: 0,
            limits: 2 + usize::from(together) + n_rates,
            totals: usize::from(car.motor.as_ref().is_some_and(|it| it.deploy_per_lap.is_some())),
        };
        let ranges = AllRanges::default();
        let mut problem =
            Self { road, envelope, flap: None, settings, layout, ranges, ties: vec![] };
        problem.ranges = problem.all_ranges();
        problem.ties = problem.all_ties();
        Ok(problem)
    }

    /// The same with the flap of the rear wing open at some stations, one flag each: there the car is
    /// `open`, also where it brakes.
    ///
    /// # Errors
    ///
    /// When there are more or fewer flags than stations.
    pub fn with_flap(mut self, open: &'a Envelope, stations: Vec<bool>) -> Result<Self, Error> {
        if stations.len() != self.layout.n_nodes {
            return Err(Error::Settings("a flap has one flag per station"));
        }
        self.flap = Some((open, stations));
        self.ranges = self.all_ranges();
        Ok(self)
    }

    /// What the car can do at a station.
    fn envelope_at(&self, station: usize) -> &'a Envelope {
        match &self.flap {
            Some((open, stations)) if stations[station] => open,
            _ => self.envelope,
        }
    }

    /// The road.
    pub fn road(&self) -> &Road {
        self.road
    }

    /// The envelope.
    pub fn envelope(&self) -> &Envelope {
        self.envelope
    }

    /// The speed at the start of an open road, m/s.
    pub fn start_speed(&self) -> f64 {
        self.settings.start_speed
    }

    /// A start: on the centre line, half as fast as its bends allow.
    pub fn start(&self) -> Vec<f64> {
        let [slow, fast] = self.envelope.speeds();
        let mut start = Vec::with_capacity(self.layout.common_at());
        for (i, surface) in self.road.surfaces().iter().enumerate() {
            let bend = surface.turning[2];
            let most = (self.envelope.lateral(slow, 1.0) / bend.abs().max(1e-6)).sqrt();
            let speed = (0.5 * most).clamp(0.8 * slow, 0.4 * fast);
            let mut node = vec![0.0; self.layout.unknowns()];
            node[V] = speed;
            node[A_N] = speed * speed * bend / GRAVITY;
            if i == 0 && !self.road.is_closed() {
                node[V] = self.settings.start_speed;
            }
            start.extend(node);
        }
        start
    }

    /// A start that is a lap on a fixed line of the same road: its line and speeds, a motor that
    /// gives what it gives there.
    pub fn start_on(&self, line: &Line, lap: &QuasiSteadyLap) -> Vec<f64> {
        let motor = self.envelope.car().motor.as_ref();
        let mut start = Vec::with_capacity(self.layout.common_at());
        for (i, point) in line.points().iter().enumerate() {
            let mut node = vec![0.0; self.layout.unknowns()];
            (node[V], node[N], node[CHI]) = (lap.speed[i], point.offset, point.heading);
            node[A_T] = lap.forward[i] / GRAVITY;
            node[A_N] = point.lateral(lap.speed[i].powi(2)) / GRAVITY;
            if let Some(motor) = motor {
                let most = motor.may_give(lap.speed[i]).max(1.0);
                node[GIVE] = (lap.motor[i] / most).clamp(0.0, 1.0);
            }
            start.extend(node);
        }
        start
    }

    /// The unknowns of a solution, node by node.
    pub fn nodes(&self, unknowns: &[f64]) -> Vec<FreeNode> {
        let has_motor = self.envelope.car().motor.is_some();
        let node = |(i, x): (usize, &[f64])| FreeNode {
            load: node::load(&self.road.surfaces()[i], self.pace(i, x), x),
            speed: x[V],
            offset: x[N],
            heading: x[CHI],
            forward: x[A_T] * GRAVITY,
            sideways: x[A_N] * GRAVITY,
            give: if has_motor { x[GIVE] } else { 0.0 },
        };
        unknowns.chunks_exact(self.layout.unknowns()).enumerate().map(node).collect()
    }

    /// The time at each station since the first, then at the end of the road, s.
    pub fn times(&self, unknowns: &[f64]) -> Vec<f64> {
        let n_nodes = self.layout.n_nodes;
        let nodes = unknowns.chunks_exact(self.layout.unknowns());
        let paces: Vec<f64> = nodes.enumerate().map(|(i, x)| self.pace(i, x)).collect();
        let n_steps = if self.layout.closed { n_nodes } else { n_nodes - 1 };
        let steps =
            (0..n_steps).map(|i| 0.5 * self.road.step(i) * (paces[i] + paces[(i + 1) % n_nodes]));
        let mut times = vec![0.0];
        steps.for_each(|step| times.push(times[times.len() - 1] + step));
        times
    }

    /// The lap time, s.
    pub fn lap_time(&self, unknowns: &[f64]) -> f64 {
        *self.times(unknowns).last().expect("there is a time at the first station")
    }

    fn pace(&self, node: usize, x: &[f64]) -> f64 {
        let bend = self.road.surfaces()[node].turning[2];
        (1.0 - x[N] * bend) / (x[V] * x[CHI].cos())
    }

    /// Where the rates are among the unknowns: of `a_t`, then of `a_n`.
    fn rates(&self) -> Option<[usize; 2]> {
        let n = self.layout.unknowns();
        self.settings.has_rates().then(|| [n - 2, n - 1])
    }

    fn all_ranges(&self) -> AllRanges {
        let car = self.envelope.car();
        let [slow, known] = self.envelope.speeds();
        let known = self.flap.as_ref().map_or(known, |(open, _)| known.max(open.speeds()[1]));
        let fast = car.top_speed_by_gearing().unwrap_or(known).min(known);
        let (mut unknowns, mut limits) = (Ranges::default(), Ranges::default());
        let half = 0.5 * car.front.track;
        for (i, Station { left, right, .. }) in self.road.stations().iter().enumerate() {
            let mut lower = vec![0.4 * slow, half - left, -0.8, -12.0, -12.0];
            let mut upper = vec![fast, right - half, 0.8, 12.0, 12.0];
            if i == 0 && !self.road.is_closed() {
                for at in [V, N, CHI] {
                    let value = if at == V { self.settings.start_speed } else { 0.0 };
                    (lower[at], upper[at]) = (value, value);
                }
            }
            if car.motor.is_some() {
                lower.push(0.0);
                upper.push(1.0);
            }
            let rates = self.rates().map_or(0, |_| 2);
            lower.extend(vec![-5.0; rates]);
            upper.extend(vec![5.0; rates]);
            unknowns.lower.extend(lower);
            unknowns.upper.extend(upper);
            limits.upper.extend(vec![1.0; self.layout.limits - rates]);
            limits.lower.extend(vec![f64::NEG_INFINITY; self.layout.limits - rates]);
            if rates > 0 {
                let most = self.most_rates();
                limits.upper.extend(most);
                limits.lower.extend(most.map(|it| -it));
            }
        }
        let budget = car.motor.as_ref().and_then(|motor| motor.deploy_per_lap);
        let totals = Ranges {
            lower: vec![0.0; self.layout.totals],
            upper: budget.map(|it| it / node::MEGA).into_iter().collect(),
        };
        AllRanges { unknowns, limits, totals, ..AllRanges::default() }
    }

    /// The most of the pedals' and of the steering's rates, as their limits count them.
    fn most_rates(&self) -> [f64; 2] {
        let wheelbase = self.envelope.car().front.ahead - self.envelope.car().rear.ahead;
        let FreeSettings { pedal_rate, steering_rate, .. } = self.settings;
        [
            pedal_rate.unwrap_or(f64::INFINITY),
            steering_rate.map_or(f64::INFINITY, |rate| rate / wheelbase),
        ]
    }

    fn all_ties(&self) -> Vec<f64> {
        let n = self.layout.unknowns();
        let mut ties = vec![0.0; n * self.layout.n_nodes];
        for (i, node) in ties.chunks_exact_mut(n).enumerate() {
            let step = self.road.step(i);
            if step > 0.0 {
                let tie = 2.0 * self.settings.weight / step;
                (node[A_T], node[A_N]) = (tie, tie);
                if self.envelope.car().motor.is_some() {
                    node[GIVE] = 0.1 * tie;
                }
            }
        }
        ties
    }
}

impl FreeSettings {
    fn has_rates(&self) -> bool {
        self.steering_rate.is_some() || self.pedal_rate.is_some()
    }
}

fn check(road: &Road, envelope: &Envelope, settings: &FreeSettings) -> Result<(), Error> {
    let track = envelope.car().front.track;
    let widths = road.stations().iter().map(|station| station.left + station.right);
    if let Some((station, metres)) = widths.enumerate().find(|(_, width)| *width <= track) {
        return Err(Error::Narrow { station, metres, track });
    }
    let FreeSettings { weight, start_speed, steering_rate, pedal_rate } = *settings;
    let rates = [steering_rate, pedal_rate].into_iter().flatten();
    let positive = [weight, start_speed].into_iter().chain(rates);
    match positive.into_iter().all(|value| value.is_finite() && value > 0.0) {
        true => Ok(()),
        false => Err(Error::Settings("weight, start speed and rates are finite and above zero")),
    }
}

impl Programme for FreeLine<'_> {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let at = At::new(self, node);
        let x: [f64; 6] = std::array::from_fn(|i| at.input(input, i));
        let numbers = Numbers::new(&at, x);
        values.fill(0.0);
        at.each(&numbers, |output, by, number| values[output] += by * number);
        at.each_own(|output, by, unknown| values[output] += by * input[unknown]);
        at.each_rate(input, |output, _, rate| values[output] += rate.value);
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        match self.envelope.car().motor {
            None => self.slopes::<5, 15>(node, input, weights, out),
            Some(_) => self.slopes::<6, 21>(node, input, weights, out),
        }
    }

    fn ties(&self, node: usize) -> &[f64] {
        let n = self.layout.shared.len();
        &self.ties[node * n..(node + 1) * n]
    }
}

impl FreeLine<'_> {
    fn slopes<const M: usize, const H: usize>(
        &self,
        node: usize,
        input: &[f64],
        weights: &[f64],
        out: &mut Derivatives,
    ) {
        let (at, n) = (At::new(self, node), self.layout.inputs());
        let variable = |i: usize| match i < M {
            true => Jet2::<M, H>::variable(input[i], i),
            false => maatstaf_numerics::jet::Real::constant(0.0),
        };
        let numbers = Numbers::new(&at, std::array::from_fn(variable));
        let Derivatives { values, jacobian, hessian } = out;
        values.fill(0.0);
        jacobian.fill(0.0);
        hessian.fill(0.0);
        let mut bends = [0.0; H];
        at.each(&numbers, |output, by, number| {
            values[output] += by * number.value;
            let row = &mut jacobian[output * n..output * n + M];
            row.iter_mut().zip(number.gradient).for_each(|(to, slope)| *to += by * slope);
            let weight = by * weights[output];
            bends.iter_mut().zip(number.hessian).for_each(|(to, bend)| *to += weight * bend);
        });
        let mut from = 0;
        for i in 0..M {
            for j in 0..=i {
                hessian[i * n + j] = bends[from];
                hessian[j * n + i] = bends[from];
                from += 1;
            }
        }
        at.each_own(|output, by, unknown| {
            values[output] += by * input[unknown];
            jacobian[output * n + unknown] += by;
        });
        at.each_rate(input, |output, unknowns, rate| {
            values[output] += rate.value;
            for (i, one) in unknowns.into_iter().enumerate() {
                jacobian[output * n + one] += rate.gradient[i];
                for (j, other) in unknowns.into_iter().enumerate() {
                    hessian[one * n + other] += weights[output] * rate.second(i, j);
                }
            }
        });
    }
}

#[cfg(test)]
#[path = "free_line_tests.rs"]
mod tests;
