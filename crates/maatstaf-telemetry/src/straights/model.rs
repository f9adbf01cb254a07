//! What a straight does to speeds: power drives, drag holds.

use maatstaf_numerics::median;

use crate::driven::{DrivenLap, Passed};
use crate::road::Road;
use crate::straights::{Cause, Shape};

/// From place to place of the equations, in metres.
const STEP: f64 = 8.0;
/// About so many seconds from one moment that is looked at to the next.
const LOOK: f64 = 0.4;
/// Most of these on a straight.
const MOST: usize = 30;
/// Cars that turn harder than this are held by it, in metres per square second.
const TURNING: f64 = 4.0;
/// Nothing is slower than this on a straight, in metres per second.
const SLOWEST: f64 = 10.0;

/// Both laps along a straight.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Along {
    from: f64,
    /// Metres from place to place.
    step: f64,
    /// When both laps are at each place, in seconds from the line.
    times: Vec<[f64; 2]>,
    /// How fast, in metres per second.
    speeds: Vec<[f64; 2]>,
    /// Whether the road bends there, so that turning holds the cars as well.
    bends: Vec<bool>,
    /// The places that are looked at.
    looks: Vec<usize>,
}

impl Along {
    pub(super) fn of(laps: [&DrivenLap; 2], road: &Road, from: f64, to: f64) -> Self {
        let n = ((to - from) / STEP).ceil().max(2.0) as usize;
        let step = (to - from) / n as f64;
        let place = |i: usize| from + step * i as f64;
        let times: Vec<[f64; 2]> = (0..=n).map(|i| laps.map(|lap| lap.moment(place(i)))).collect();
        let speed = |times: &[f64; 2]| [0, 1].map(|i: usize| laps[i].speed(times[i]).max(SLOWEST));
        let speeds: Vec<[f64; 2]> = times.iter().map(speed).collect();
        let bends = speeds
            .iter()
            .enumerate()
            .map(|(i, [_, speed])| (road.curvature(place(i)) * speed * speed).abs() > TURNING);
        let n_looks = ((between(times[0], times[n]) / LOOK).ceil() as usize).clamp(1, MOST.min(n));
        let looks = (0..=n_looks).map(|k| (k * n) / n_looks).collect();
        Self { from, step, bends: bends.collect(), times, speeds, looks }
    }

    pub(super) fn place(&self, i: usize) -> f64 {
        self.from + self.step * i as f64
    }

    pub(super) fn n_places(&self) -> usize {
        self.times.len()
    }

    /// How long both laps took from place to place, on average.
    pub(super) fn seconds(&self, i: usize, j: usize) -> f64 {
        between(self.times[i], self.times[j])
    }

    pub(super) fn ends(&self) -> [f64; 2] {
        [self.from, self.place(self.times.len() - 1)]
    }

    pub(super) fn speeds_at_ends(&self) -> [[f64; 2]; 2] {
        [self.speeds[0], self.speeds[self.speeds.len() - 1]]
    }

    /// How both laps passed the places that are looked at.
    pub(super) fn places(&self, laps: [&DrivenLap; 2]) -> Vec<[Passed; 2]> {
        let passed = |i: &usize| laps.map(|lap| lap.passed_on_the_way(self.place(*i)));
        self.looks.iter().map(passed).collect()
    }

    /// Between the speeds of both laps: of their squares, so that neither is the one that differs.
    fn speed(&self, i: usize) -> f64 {
        let [a, b] = self.speeds[i];
        (0.5 * (a * a + b * b)).sqrt()
    }

    /// What both laps won between places that are looked at, where the road does not bend.
    fn gains(&self) -> impl Iterator<Item = Gain> {
        // Not at its ends, where one of both may be on the brakes or not yet on full throttle.
        let inner = &self.looks[1..self.looks.len() - 1];
        let pieces = inner.windows(3).map(|looks| (looks[0], looks[2]));
        let straight = pieces.filter(|(a, b)| !self.bends[*a..=*b].contains(&true));
        straight.flat_map(|(a, b)| {
            [0, 1].map(|which| {
                let at = |i: usize| (self.speeds[i][which], self.times[i][which]);
                let ((v0, t0), (v1, t1)) = (at(a), at(b));
                Gain {
                    which,
                    won: 0.5 * (v1 * v1 - v0 * v0) / (t1 - t0).max(1e-3),
                    cube: 0.25 * (v0 + v1) * (v0 * v0 + v1 * v1),
                }
            })
        })
    }

    /// Parts of the straight of about so many seconds each: at each place, whether it is in them.
    pub(super) fn whiles(&self, seconds: f64) -> Vec<Vec<f64>> {
        let took = self.seconds(0, self.times.len() - 1);
        let n = (took / seconds).round().max(1.0);
        let part = |i: usize| ((self.seconds(0, i) / took * n) as usize).min(n as usize - 1);
        let of =
            |k: usize| (0..self.times.len()).map(|i| f64::from(u8::from(part(i) == k))).collect();
        (0..n as usize).map(of).collect()
    }

    /// What a cause of size one costs from the beginning to each place that is looked at, in seconds.
    pub(super) fn curve(&self, car: &Car, shape: &Shape) -> Vec<f64> {
        let first = if shape.cause == Cause::Brought { self.speed(0) } else { 0.0 };
        let pushes = (0..self.times.len()).map(|i| {
            let share = shape.when.as_ref().map_or(1.0, |when| when[i]);
            let (drive, hold) = car.at(self.speed(i));
            share
                * match shape.cause {
                    Cause::Brought | Cause::Rest => 0.0,
                    Cause::Power => drive,
                    Cause::Throttle => -drive,
                    Cause::Drag => -hold,
                    Cause::Flap | Cause::Tow => hold,
                }
        });
        self.costs(car, first, &pushes.collect::<Vec<_>>())
    }

    /// The time that goes with `δu' = −k·δu + δf`, step by step as if `k` and `δf` were constant in each.
    fn costs(&self, car: &Car, first: f64, pushes: &[f64]) -> Vec<f64> {
        let (mut ahead, mut cost) = (first, 0.0);
        let mut looks = self.looks.iter().peekable();
        let mut costs = Vec::with_capacity(self.looks.len());
        for i in 0..self.times.len() {
            if looks.next_if_eq(&&i).is_some() {
                costs.push(cost);
            }
            if i + 1 == self.times.len() {
                break;
            }
            let speed = 0.5 * (self.speed(i) + self.speed(i + 1));
            let decay = car.decay(speed) * self.step;
            let held = (-decay).exp();
            let push = 0.5 * (pushes[i] + pushes[i + 1]) * self.step;
            let next = held * ahead + push * (1.0 - held) / decay;
            // Over the step it is what it was, what it becomes, and in between.
            cost -= 0.5 * (ahead + next) * self.step / speed.powi(3);
            ahead = next;
        }
        costs
    }
}

fn between([a0, b0]: [f64; 2], [a1, b1]: [f64; 2]) -> f64 {
    0.5 * ((a1 - a0) + (b1 - b0))
}

/// The car of both laps, as far as straights show it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Car {
    /// Power of a kilogram, in watts.
    power: f64,
    /// Drag of a kilogram over the square of speed, in 1/m.
    drag: f64,
}

/// The highest speed over that at which power and drag are level: at least, at most, and where too little is seen.
const TOP: (f64, f64) = (0.5, 1.12);
const LEVEL: f64 = 0.98;
/// Its power over that of a car that is nearly level at the highest speed.
const LIKELY: (f64, f64) = (0.7, 1.4);
/// Cubes of speeds that are further apart than this share of the highest say something of drag.
const APART: f64 = 0.15;

/// What a lap won on a piece of road.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gain {
    /// Which lap.
    which: usize,
    /// Of `v²/2`, in a second.
    won: f64,
    /// The cube of its speed, on average.
    cube: f64,
}

impl Car {
    /// The power and the drag with which both laps gain speed where the road is straight: `dv²/2 = p·dt − c·∫v³ dt`,
    /// with the median of the slopes between any two pieces of road for `c` (Theil and Sen), since hills and empty
    /// stores lie far off. Where that is no likely car, as if the highest speed were nearly level. `None` without any
    /// piece.
    pub(super) fn of(along: &[Along]) -> Option<Self> {
        let gains: Vec<Gain> = along.iter().flat_map(Along::gains).collect();
        let top = gains.iter().map(|it| it.cube).fold(0.0, f64::max);
        let levelled = Self::levelled(&gains, top)?;
        let is_likely = |car: &Self| {
            (LIKELY.0..=LIKELY.1).contains(&(car.power / levelled.power))
                && (TOP.0..=TOP.1).contains(&(top * car.drag / car.power).cbrt())
        };
        Some(Self::by_slopes(&gains, top).filter(is_likely).unwrap_or(levelled))
    }

    fn by_slopes(gains: &[Gain], top: f64) -> Option<Self> {
        let pairs = gains.iter().enumerate();
        let pairs = pairs.flat_map(|(i, a)| gains[..i].iter().map(move |b| (a, b)));
        // Of one lap each: near its highest speed every car gains nothing, whatever that speed is.
        let apart =
            pairs.filter(|(a, b)| a.which == b.which && (a.cube - b.cube).abs() > APART * top);
        let slopes: Vec<f64> = apart.map(|(a, b)| (b.won - a.won) / (a.cube - b.cube)).collect();
        let drag = median(&slopes)?;
        let powers: Vec<f64> = gains.iter().map(|it| it.won + drag * it.cube).collect();
        Some(Self { power: median(&powers)?, drag })
    }

    /// Least squares, with power and drag level a little above the highest speed.
    fn levelled(gains: &[Gain], top: f64) -> Option<Self> {
        let left = |it: &Gain| 1.0 - it.cube / top * LEVEL.powi(3);
        let sum = |of: &dyn Fn(&Gain) -> f64| gains.iter().map(of).sum::<f64>();
        let power = sum(&|it| it.won * left(it)) / sum(&|it| left(it).powi(2));
        (power > 0.0).then(|| Self { power, drag: power / top * LEVEL.powi(3) })
    }

    /// What drives and what holds it at a speed, in metres per square second.
    fn at(&self, speed: f64) -> (f64, f64) {
        (self.power / speed, self.drag * speed * speed)
    }

    /// How fast a lead in `u` dies away, per metre.
    fn decay(&self, speed: f64) -> f64 {
        self.power / speed.powi(3) + 2.0 * self.drag
    }
}
