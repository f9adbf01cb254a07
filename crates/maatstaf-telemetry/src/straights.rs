//! Why time is lost on straights: what was brought onto them, and what was lost on them.
//!
//! On a straight two cars differ by the speed they begin it with, and by what drives and what holds them at the
//! same speed:
//!
//! ```text
//! u = v²/2      du/ds = p/v − c·v²      δu' = −(p/v³ + 2c)·δu + δf      δt = −∫ δu/v³ ds
//! ```
//!
//! with `p` the power and `c` the drag of a kilogram, both fitted to the straights of the two laps, and `v` between the
//! speeds of both. A faster start decays along the road, as drag eats it; every other cause `δf` has a
//! shape of its own: more power helps most where the car is slow, less drag where it is fast, an open flap, a tow or an
//! empty store only where one of both has them. So the time between the laps along all straights is a sum of known
//! curves with unknown sizes. The sizes are believed to be about zero, as wide as the constants below say, and are
//! seen through the moments at places every 0.4 s, whose errors vary together as [`DrivenLap`] says. Drag is one number for
//! the lap, since nobody changes the wings on the way; power is one for the lap and one more for every few seconds,
//! since modes and energy differ along a lap. So power and drag are often not told apart, and that is said.

mod model;
mod otherwise;

use maatstaf_core::TimeDelta;
use maatstaf_numerics::believed::{Believed, Estimate};

use crate::compare::{Comparison, Loss, NINE_OF_TEN, Segment};
use crate::driven::{DrivenLap, Passed};
use crate::road::Road;
use model::{Along, Car};
use otherwise::{Driven, Otherwise};

/// The straights of two laps, and what makes them differ there.
#[derive(Clone, Debug, PartialEq)]
pub struct Straights {
    /// In the order of driving.
    pub straights: Vec<Straight>,
    /// By which share, of the mean of both, the lap's car has more power than the reference's at the same speed, all
    /// straights together; `None` without a straight.
    pub power: Option<Share>,
    /// By which share it has more drag.
    pub drag: Option<Share>,
    pub(crate) fit: Fit,
}

/// A stretch of full throttle, with the corners that both laps take flat.
#[derive(Clone, Debug, PartialEq)]
pub struct Straight {
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The numbers of the corners in it that both laps take without lifting.
    pub corners: Vec<usize>,
    /// What was lost on it.
    pub loss: Loss,
    /// Why: its parts add up to the loss, to the microsecond. Speed brought onto it, power and drag always stand
    /// here, as does the rest; the others where one lap had them and the other had not.
    pub parts: Vec<Part>,
    /// What was lost on it by anything but the speed that was brought.
    pub on_it: Loss,
    /// The speeds of both where it begins and where it ends, in metres per second.
    pub speeds: [[f64; 2]; 2],
}

/// A part of what was lost on a straight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Why.
    pub cause: Cause,
    /// How much.
    pub loss: Loss,
    /// Between which places one lap had it and the other had not, in metres from the line; of power, where the speed
    /// of one alone fell at full throttle, its store being empty or spared. `None` of what was not seen so.
    pub between: Option<[f64; 2]>,
}

/// Why time is lost on a straight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The speed that was brought out of the corner before.
    Brought,
    /// What drives the car at the same speed: its power, the mode, the energy that is left.
    Power,
    /// What holds it, growing with the square of speed.
    Drag,
    /// The throttle was not open wholly.
    Throttle,
    /// The flap of the rear wing was open.
    Flap,
    /// A car was close ahead.
    Tow,
    /// What none of these explain.
    Rest,
}

impl Cause {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Brought => "brought",
            Self::Power => "power",
            Self::Drag => "drag",
            Self::Throttle => "throttle",
            Self::Flap => "flap",
            Self::Tow => "tow",
            Self::Rest => "rest",
        }
    }
}

/// A share, with the interval that holds it nine times out of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The best estimate.
    pub share: f64,
    /// From here.
    pub low: f64,
    /// To here.
    pub high: f64,
}

impl Share {
    /// Whether it is more than noise: nothing is not in the interval.
    pub fn is_sure(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

impl Straight {
    /// What was lost by the speed that was brought onto it.
    pub fn brought(&self) -> Loss {
        self.parts[0].loss
    }

    /// The causes that are more than noise, and more than some thousandths, the largest first.
    ///
    /// Power and drag have nearly the same shape: where both would be told, which of them it was is not known, and
    /// neither is.
    pub fn told(&self) -> Vec<&Part> {
        let mut told: Vec<&Part> = self.parts.iter().filter(|part| is_told(&part.loss)).collect();
        let either = |part: &&Part| matches!(part.cause, Cause::Power | Cause::Drag);
        if told.iter().filter(|part| either(part)).count() == 2 {
            told.retain(|part| !either(part));
        }
        told.sort_by_key(|part| std::cmp::Reverse(part.loss.time.as_micros().abs()));
        told
    }

    /// The causes of which one or several made what was lost on the straight, where that is more than noise and
    /// the data cannot tell which.
    pub fn untold(&self) -> Vec<Cause> {
        let named = |part: &&Part| !matches!(part.cause, Cause::Brought | Cause::Rest);
        let has_cause = self.told().iter().any(named);
        if has_cause || !is_told(&self.on_it) {
            return Vec::new();
        }
        let parts = self.parts.iter().map(|part| part.cause);
        parts.filter(|cause| !matches!(cause, Cause::Brought | Cause::Rest)).collect()
    }
}

fn is_told(loss: &Loss) -> bool {
    loss.is_sure() && loss.time.as_micros().abs() >= LEAST
}

/// Less than this is not told, in microseconds: the equations are not better.
const LEAST: i64 = 5_000;
/// How large causes usually are, one standard deviation, beforehand: a speed in metres per second,
/// shares of the power, of the drag.
const BROUGHT: f64 = 30.0;
const POWER: f64 = 0.1;
/// For a while, beside that of the lap.
const POWER_FOR_A_WHILE: f64 = 0.04;
/// How long a while is, in seconds.
const WHILE: f64 = 2.0;
const DRAG: f64 = 0.2;
/// Of the power: what a closed throttle or an empty store take. Of the drag: what a flap or a tow take.
const ALONE: f64 = 0.4;
/// By which share the power and the drag of the fitted car may be off.
const CAR: f64 = 0.2;
/// What the equations above leave out of a moment, in seconds.
const MODEL: f64 = 0.0007;

/// Why time was lost on each straight of a comparison; `laps` are those that were compared.
pub fn straights(comparison: &Comparison, laps: [&DrivenLap; 2], road: &Road) -> Straights {
    let driven = laps.map(Driven::of);
    let stretches = stretches(&comparison.segments, &driven);
    let ends = stretches.iter().map(|stretch| (stretch.from, stretch.to));
    let along: Vec<Along> = ends.map(|(from, to)| Along::of(laps, road, from, to)).collect();
    let Some(car) = Car::of(&along) else {
        return Straights { straights: Vec::new(), power: None, drag: None, fit: Fit::default() };
    };
    let otherwise: Vec<Vec<Otherwise>> =
        along.iter().map(|along| otherwise::between(&driven, along)).collect();
    let fit = Fit::of(&along, &otherwise, &car, laps);
    let straight = |i: usize| fit.straight(i, &stretches[i], &otherwise[i], &along[i]);
    Straights {
        straights: (0..along.len()).map(straight).collect(),
        power: fit.share(0),
        drag: fit.share(1),
        fit,
    }
}

/// Segments that follow on each other at full throttle.
#[derive(Clone, Debug)]
struct Stretch {
    from: f64,
    to: f64,
    corners: Vec<usize>,
    micros: i64,
    has_straight: bool,
}

fn stretches(segments: &[Segment], driven: &[Driven; 2]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for segment in segments {
        let is_flat = || driven.iter().all(|lap| lap.is_flat(segment.from, segment.to));
        if segment.corner.is_some() && !is_flat() {
            continue;
        }
        let micros = segment.loss.time.as_micros();
        if stretches.last().is_none_or(|last| last.to != segment.from) {
            let (from, to) = (segment.from, segment.from);
            stretches.push(Stretch {
                from,
                to,
                corners: Vec::new(),
                micros: 0,
                has_straight: false,
            });
        }
        let last = stretches.last_mut().expect("one was pushed");
        (last.to, last.micros) = (segment.to, last.micros + micros);
        last.has_straight |= segment.corner.is_none();
        last.corners.extend(segment.corner.filter(|number| last.corners.last() != Some(number)));
    }
    stretches.retain(|stretch| stretch.has_straight);
    stretches
}

/// The sizes of all causes, and how the moments of the laps make them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fit {
    estimate: Option<Estimate>,
    seen: Vec<Seen>,
    is_same: bool,
}

/// A straight, as the fit saw it.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    /// What it lost by each cause of size one, by the index of the cause.
    causes: Vec<(usize, Cause, f64)>,
    /// How both laps passed the places that were looked at, the first being where it begins.
    passed: Vec<[Passed; 2]>,
    /// What each of the later ones weighs in the sizes, before the covariance of these.
    weights: Vec<Vec<f64>>,
    /// Of the time between the laps from its beginning to its end.
    variance: f64,
}

impl Fit {
    fn of(along: &[Along], otherwise: &[Vec<Otherwise>], car: &Car, laps: [&DrivenLap; 2]) -> Self {
        let mut deviations = vec![POWER, DRAG];
        let shapes: Vec<Vec<(usize, Shape)>> = along
            .iter()
            .zip(otherwise)
            .map(|(along, otherwise)| {
                let own = shapes(along, otherwise);
                let at = deviations.len();
                deviations.extend(own.iter().map(|shape| shape.deviation));
                let common = [Shape::of(Cause::Power, POWER), Shape::of(Cause::Drag, DRAG)];
                let common = common.into_iter().enumerate();
                common.chain(own.into_iter().enumerate().map(|(k, it)| (at + k, it))).collect()
            })
            .collect();
        let mut believed = Believed::before(&deviations);
        let mut seen = Vec::with_capacity(along.len());
        for (along, shapes) in along.iter().zip(&shapes) {
            let curves: Vec<Vec<f64>> =
                shapes.iter().map(|(_, shape)| along.curve(car, shape)).collect();
            let places = along.places(laps);
            let mut rows = vec![vec![0.0; deviations.len()]; places.len() - 1];
            for ((column, _), curve) in shapes.iter().zip(&curves) {
                rows.iter_mut().zip(&curve[1..]).for_each(|(row, value)| row[*column] = *value);
            }
            let noise = noise(&places, laps);
            let variance = noise[noise.len() - 1][noise.len() - 1] - MODEL * MODEL;
            let behind = |at: &[Passed; 2]| at[0].time - at[1].time;
            let values: Vec<f64> =
                places[1..].iter().map(|at| behind(at) - behind(&places[0])).collect();
            let weights = believed.see(&rows, &values, &noise);
            let last = |curve: &Vec<f64>| curve[curve.len() - 1];
            let causes = shapes.iter().zip(&curves);
            seen.push(Seen {
                causes: causes.map(|((at, it), curve)| (*at, it.cause, last(curve))).collect(),
                weights: weights.unwrap_or_else(|| vec![vec![0.0; deviations.len()]; rows.len()]),
                passed: places,
                variance,
            });
        }
        Self { estimate: believed.now(), seen, is_same: laps[0] == laps[1] }
    }

    fn straight(
        &self,
        i: usize,
        stretch: &Stretch,
        otherwise: &[Otherwise],
        along: &Along,
    ) -> Straight {
        let seen = &self.seen[i];
        let mut causes = vec![Cause::Brought, Cause::Power, Cause::Drag];
        causes.extend(otherwise.iter().map(|it| it.cause).filter(|it| *it != Cause::Power));
        let mut parts: Vec<Part> = causes
            .iter()
            .map(|cause| Part {
                cause: *cause,
                loss: self.loss(&self.row(seen, &[*cause])),
                between: otherwise.iter().find(|it| it.cause == *cause).map(|it| it.between),
            })
            .collect();
        let of_causes: i64 = parts.iter().map(|part| part.loss.time.as_micros()).sum();
        let whole = self.row(seen, &causes);
        let left = seen.variance - self.variance(&whole);
        let rest = TimeDelta::from_micros(stretch.micros - of_causes);
        let spread = |variance: f64| if self.is_same { 0.0 } else { variance };
        parts.push(Part { cause: Cause::Rest, loss: Loss::new(rest, spread(left)), between: None });
        let own = self.row(seen, &causes[1..]);
        let brought = parts[0].loss.time.as_micros();
        Straight {
            from: stretch.from,
            to: stretch.to,
            corners: stretch.corners.clone(),
            loss: Loss::new(TimeDelta::from_micros(stretch.micros), spread(seen.variance)),
            on_it: Loss::new(
                TimeDelta::from_micros(stretch.micros - brought),
                spread(self.variance(&own) + left.max(0.0)),
            ),
            parts,
            speeds: along.speeds_at_ends(),
        }
    }

    /// What a straight lost by some causes, as a row over all sizes.
    fn row(&self, seen: &Seen, causes: &[Cause]) -> Vec<f64> {
        let n = self.estimate.as_ref().map_or(0, |estimate| estimate.mean.len());
        let mut row = vec![0.0; n];
        for (at, _, lost) in seen.causes.iter().filter(|it| causes.contains(&it.1)) {
            row[*at] += lost;
        }
        row
    }

    /// What a straight lost by the speed brought onto it: how the moments of the laps make it, and the row over all sizes.
    pub(crate) fn brought(&self, i: usize) -> Brought {
        let row = self.row(&self.seen[i], &[Cause::Brought]);
        let with_each = self.estimate.as_ref().map_or_else(Vec::new, |it| it.with_each(&row));
        let mut moments = Vec::new();
        for seen in &self.seen {
            for (weights, passed) in seen.weights.iter().zip(&seen.passed[1..]) {
                let weight: f64 = weights.iter().zip(&with_each).map(|(a, b)| a * b).sum();
                moments.push((*passed, weight));
                moments.push((seen.passed[0], -weight));
            }
        }
        Brought { moments, row }
    }

    /// The part of the variance of a row that was believed beforehand, not seen.
    pub(crate) fn variance_beside_moments(&self, row: &[f64]) -> f64 {
        let known = self.estimate.as_ref().filter(|_| !self.is_same);
        known.map_or(0.0, |estimate| estimate.variance_left_of_before(row))
    }

    fn loss(&self, row: &[f64]) -> Loss {
        let seconds = self.estimate.as_ref().map_or(0.0, |estimate| estimate.of(row));
        let time = TimeDelta::from_micros((1e6 * seconds).round() as i64);
        Loss::new(time, self.variance(row))
    }

    fn variance(&self, row: &[f64]) -> f64 {
        let known = self.estimate.as_ref().filter(|_| !self.is_same);
        known.map_or(0.0, |estimate| estimate.variance(row))
    }

    fn share(&self, column: usize) -> Option<Share> {
        let estimate = self.estimate.as_ref().filter(|_| !self.seen.is_empty())?;
        let share = estimate.mean[column];
        let variance = if self.is_same { 0.0 } else { estimate.covariance[column][column] };
        let half = NINE_OF_TEN * variance.max(0.0).sqrt().hypot(CAR * share);
        Some(Share { share, low: share - half, high: share + half })
    }
}

/// A cause and where along a straight it works, before its size is known.
#[derive(Clone, Debug, PartialEq)]
struct Shape {
    cause: Cause,
    /// How large it usually is.
    deviation: f64,
    /// At each place; `None` all along.
    when: Option<Vec<f64>>,
}

impl Shape {
    fn of(cause: Cause, deviation: f64) -> Self {
        Self { cause, deviation, when: None }
    }
}

/// What a straight has for itself: the speed brought, power for a while, and what one lap alone had.
fn shapes(along: &Along, otherwise: &[Otherwise]) -> Vec<Shape> {
    let brought = Shape::of(Cause::Brought, BROUGHT);
    let whiles = along.whiles(WHILE).into_iter().map(|when| Shape {
        cause: Cause::Power,
        deviation: POWER_FOR_A_WHILE,
        when: Some(when),
    });
    let alone = otherwise.iter().map(|it| Shape {
        cause: it.cause,
        deviation: ALONE,
        when: Some(it.when.clone()),
    });
    std::iter::once(brought).chain(whiles).chain(alone).collect()
}

/// What a straight lost by the speed that was brought: a sum of moments of both laps, each with its weight.
#[derive(Clone, Debug)]
pub(crate) struct Brought {
    pub(crate) moments: Vec<([Passed; 2], f64)>,
    pub(crate) row: Vec<f64>,
}

/// How the time between the laps from the first place to each later one errs.
fn noise(places: &[[Passed; 2]], laps: [&DrivenLap; 2]) -> Vec<Vec<f64>> {
    let n = places.len() - 1;
    let mut noise = vec![vec![0.0; n]; n];
    for (which, lap) in laps.into_iter().enumerate() {
        let since = |at: &[Passed; 2]| vec![(places[0][which], -1.0), (at[which], 1.0)];
        let sums: Vec<_> = places[1..].iter().map(since).collect();
        for (row, of_lap) in noise.iter_mut().zip(lap.covariances_of_sums(&sums)) {
            row.iter_mut().zip(of_lap).for_each(|(sum, of_lap)| *sum += of_lap);
        }
    }
    (0..n).for_each(|i| noise[i][i] += MODEL * MODEL);
    noise
}

#[cfg(test)]
#[path = "straights_tests.rs"]
mod tests;
