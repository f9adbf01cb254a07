//! What a node of a lap on a free line gives to the rows of the programme.

use maatstaf_numerics::jet::{Jet2, Real};

use super::{FreeLine, N_STATES};
use crate::double_track::GRAVITY;
use crate::envelope::Envelope;
use crate::road::Surface;

/// The unknowns of a node: speed, m/s; place, m; heading, rad; accelerations, g; then the share of
/// the motor, and the rates of the accelerations, g/m, where there are such.
pub(super) const V: usize = 0;
pub(super) const N: usize = 1;
pub(super) const CHI: usize = 2;
pub(super) const A_T: usize = 3;
pub(super) const A_N: usize = 4;
pub(super) const GIVE: usize = 5;

/// J in a megajoule.
pub(super) const MEGA: f64 = 1e6;

/// By speed, place, heading and a rate.
pub(super) type Rate = Jet2<4, 10>;

/// A node of a problem.
pub(super) struct At<'a> {
    problem: &'a FreeLine<'a>,
    surface: &'a Surface,
    /// What the car can do here.
    envelope: &'a Envelope,
    /// Before and after it.
    steps: [f64; 2],
}

/// The numbers of a node that the rows are made of.
pub(super) struct Numbers<T> {
    /// `τ`, s/m.
    pace: T,
    /// `V`, `n`, `χ` and how they change by distance.
    states: [T; N_STATES],
    changes: [T; N_STATES],
    used: T,
    /// Power taken less what engine and motor give, and less what they may give together, over
    /// the engine's, plus 1.
    power: T,
    together: Option<T>,
    /// `τ` times what the motor gives, MJ/m.
    given: T,
}

impl<T: Real> Numbers<T> {
    pub(super) fn new(at: &At<'_>, x: [T; 6]) -> Self {
        let (envelope, surface) = (at.envelope, at.surface);
        let bend = surface.turning[2];
        let (sin, cos) = x[CHI].sin_cos();
        let [forward, sideways] = [x[A_T] * GRAVITY, x[A_N] * GRAVITY];
        let pace = (x[N] * -bend + 1.0) * (x[V] * cos).recip();
        let pull = Pull::new(surface, x[V], pace, (sin, cos));
        let (along, across) = match &pull {
            None => (forward, sideways),
            Some(pull) => (forward + pull.along, sideways + pull.across),
        };
        let changes = [pace * along, pace * x[V] * sin, pace * across * x[V].recip() - bend];
        let engine = envelope.engine_power(x[V]);
        let most = envelope.car().drive.power;
        let taken = envelope.power_taken(x[V], forward, sideways);
        let (mut given, mut together) = (T::constant(0.0), None);
        if let Some(motor) = &envelope.car().motor {
            given = motor.may_give(x[V]) * x[GIVE];
            together = motor.together.map(|limit| (taken - limit) * (1.0 / most) + 1.0);
        }
        Self {
            pace,
            states: [x[V], x[N], x[CHI]],
            changes,
            used: envelope.used(x[V], pull.map(|pull| pull.load), forward, sideways),
            power: (taken - engine - given) * (1.0 / most) + 1.0,
            together,
            given: pace * given * (1.0 / MEGA),
        }
    }
}

/// What a tilted road does to a point on it.
struct Pull<T> {
    /// Gravity along the path and to its right, m/s².
    along: T,
    across: T,
    /// `g̃`
    load: T,
}

impl<T: Real> Pull<T> {
    /// ```text
    /// g_t = g (d_x cos χ + d_y sin χ),   g_n = g (d_y cos χ − d_x sin χ)
    /// g̃ = d_z + V ω_y/g,   ω_y = (K_y cos χ − K_x sin χ) ṡ
    /// ```
    fn new(surface: &Surface, speed: T, pace: T, (sin, cos): (T, T)) -> Option<Self> {
        if surface.is_level() {
            return None;
        }
        let [x, y, z] = surface.down;
        let [turn_x, turn_y, _] = surface.turning;
        let pitching = (cos * turn_y - sin * turn_x) * pace.recip();
        Some(Self {
            along: (cos * x + sin * y) * GRAVITY,
            across: (cos * y - sin * x) * GRAVITY,
            load: speed * pitching * (1.0 / GRAVITY) + z,
        })
    }
}

/// `g̃` of a node.
pub(super) fn load(surface: &Surface, pace: f64, x: &[f64]) -> f64 {
    Pull::new(surface, x[V], pace, x[CHI].sin_cos()).map_or(1.0, |pull| pull.load)
}

impl<'a> At<'a> {
    pub(super) fn new(problem: &'a FreeLine<'a>, node: usize) -> Self {
        let road = problem.road;
        let steps = [road.step_before(node), road.step(node)];
        let envelope = problem.envelope_at(node);
        Self { problem, surface: &road.surfaces()[node], envelope, steps }
    }

    /// One of the first six unknowns; a motor that is not there gives nothing.
    pub(super) fn input(&self, input: &[f64], at: usize) -> f64 {
        let there = at < GIVE || self.problem.envelope.car().motor.is_some();
        if there { input[at] } else { 0.0 }
    }

    /// Every output with a factor and a number of the node.
    pub(super) fn each<T: Real>(&self, of: &Numbers<T>, mut add: impl FnMut(usize, f64, &T)) {
        let layout = &self.problem.layout;
        let [before, after] = self.steps;
        let both = 0.5 * (before + after);
        add(0, both, &of.pace);
        for row in 0..N_STATES {
            let (state, change) = (&of.states[row], &of.changes[row]);
            add(layout.after() + row, -1.0, state);
            add(layout.after() + row, -0.5 * after, change);
            add(layout.before() + row, 1.0, state);
            add(layout.before() + row, -0.5 * before, change);
        }
        let limits = [Some(&of.used), Some(&of.power), of.together.as_ref()];
        for (i, limit) in limits.into_iter().flatten().enumerate() {
            add(layout.limits_at() + i, 1.0, limit);
        }
        if layout.totals > 0 {
            add(layout.totals_at(), both, &of.given);
        }
    }

    /// The rows of the rates, linear in unknowns: `a_j − a_i − h p_i = 0`.
    pub(super) fn each_own(&self, mut add: impl FnMut(usize, f64, usize)) {
        let Some(rates) = self.problem.rates() else { return };
        let layout = &self.problem.layout;
        for (i, (rate, state)) in rates.into_iter().zip([A_T, A_N]).enumerate() {
            let row = N_STATES + i;
            add(layout.after() + row, -1.0, state);
            add(layout.after() + row, -self.steps[1], rate);
            add(layout.before() + row, 1.0, state);
        }
    }

    /// The limits of the rates, by speed, place, heading and the rate.
    ///
    /// ```text
    /// |g p_t| ṡ / R(V, π) ≤ pedal rate,   |g p_n| ṡ / V² ≤ steering rate / wheelbase
    /// ```
    pub(super) fn each_rate(&self, input: &[f64], mut add: impl FnMut(usize, [usize; 4], Rate)) {
        let Some([pedals, steering]) = self.problem.rates() else { return };
        let first = self.problem.layout.totals_at() - 2;
        let [speed, offset, heading] = [V, N, CHI].map(|at| Rate::variable(input[at], at));
        let [pedal, steer] = [pedals, steering].map(|at| Rate::variable(input[at], 3));
        let width = offset * -self.surface.turning[2] + 1.0;
        let progress = speed * heading.cos() * width.recip() * GRAVITY;
        let straight = Rate::constant(std::f64::consts::PI);
        let brakes = self.envelope.reach_of(speed, None, straight);
        add(first, [V, N, CHI, pedals], pedal * progress * brakes.recip());
        add(first + 1, [V, N, CHI, steering], steer * progress * speed.square().recip());
    }
}
