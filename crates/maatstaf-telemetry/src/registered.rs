//! Places of one map on another.

use crate::road::Road;
use crate::sampled::PlaceSample;

/// Places of a lap, turned and moved onto a road of another map.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    /// The places on the map of the road, in order, their moments from its line.
    pub places: Vec<PlaceSample>,
    /// So many seconds after its own start the lap passes the line of the road.
    pub late: f64,
    /// How far they lie from the line of the road, root mean square, in metres.
    pub apart: f64,
}

/// So many places are looked at.
const LOOKED_AT: usize = 400;
/// So many places of the road are tried as the start of the lap.
const STARTS: u32 = 60;
/// So often the nearest places are looked for anew.
const ROUNDS: usize = 15;
/// How far from where it should be a place is looked for, in metres.
const REACH: f64 = 60.0;

/// Turns and moves the places of a whole lap, `s` metres along their own course of `length`, onto a road that
/// may begin elsewhere: first so that equal shares of both lie near each other, from whichever start does that
/// best, then so that each lies near its nearest place. Moments are then counted from where the lap passes the
/// line of the road. `None` when the road has no map.
pub fn registered(
    places: &[PlaceSample],
    s: &[f64],
    length: f64,
    road: &Road,
) -> Option<Registered> {
    let every = places.len().div_ceil(LOOKED_AT).max(1);
    let shares = places.iter().zip(s).step_by(every);
    let shares: Vec<((f64, f64), f64)> =
        shares.map(|(place, s)| ((place.x, place.y), s / length * road.length())).collect();
    let (mut motion, ahead) = (0..STARTS)
        .filter_map(|k| {
            let ahead = road.length() * f64::from(k) / f64::from(STARTS);
            let targets: Option<Vec<_>> =
                shares.iter().map(|(_, s)| road.point(s + ahead, 0.0)).collect();
            let (motion, apart) = Motion::between(&shares, &targets?)?;
            Some((motion, ahead, apart))
        })
        .min_by(|a, b| a.2.total_cmp(&b.2))
        .map(|(motion, ahead, _)| (motion, ahead))?;
    let nearest = |motion: &Motion, point: (f64, f64), s: f64| {
        let (x, y) = motion.of(point);
        road.nearest(x, y, s + ahead, REACH)
    };
    for _ in 0..ROUNDS {
        let targets = shares.iter().map(|(point, s)| {
            let on = nearest(&motion, *point, *s)?;
            road.point(on.s, 0.0)
        });
        motion = Motion::between(&shares, &targets.collect::<Option<Vec<_>>>()?)?.0;
    }
    let far = |(point, s): &((f64, f64), f64)| {
        nearest(&motion, *point, *s).map_or(REACH, |on| on.n.abs().min(REACH)).powi(2)
    };
    let apart = (shares.iter().map(far).sum::<f64>() / shares.len() as f64).sqrt();
    let moved = places.iter().zip(s).map(|(place, s)| {
        let (x, y) = motion.of((place.x, place.y));
        let on = road.nearest(x, y, s / length * road.length() + ahead, REACH);
        (on.map_or(0.0, |on| on.s), PlaceSample { x, y, ..*place })
    });
    Some(from_the_line(moved.collect(), apart, road.length()))
}

/// The same lap, its moments counted from the line of its road. Its last place is its first, a lap later.
fn from_the_line(moved: Vec<(f64, PlaceSample)>, apart: f64, length: f64) -> Registered {
    let end = moved.last().map_or(0.0, |(_, place)| place.time);
    let line = moved.windows(2).find_map(|pair| {
        let ((s0, a), (s1, b)) = (pair[0], pair[1]);
        let lap = (s1 / length).floor() * length;
        (s0 < lap && s1 >= lap).then(|| a.time + (b.time - a.time) * (lap - s0) / (s1 - s0))
    });
    let late = line.unwrap_or(0.0);
    let mut places: Vec<PlaceSample> = moved.iter().map(|(_, place)| *place).collect();
    if late > 0.0 {
        places.pop();
    }
    places.iter_mut().for_each(|place| place.time = since(place.time, late, end));
    places.sort_by(|a, b| a.time.total_cmp(&b.time));
    Registered { places, apart, late }
}

/// A moment of a flying lap, counted from another place of it.
fn since(time: f64, late: f64, end: f64) -> f64 {
    if late == 0.0 { time } else { (time - late).rem_euclid(end) }
}

/// A turn and a move.
#[derive(Clone, Copy, Debug)]
struct Motion {
    sin: f64,
    cos: f64,
    from: (f64, f64),
    to: (f64, f64),
}

impl Motion {
    /// The one that brings points nearest to their targets, by least squares (Procrustes), and the sum of
    /// squares that is left.
    fn between(points: &[((f64, f64), f64)], targets: &[(f64, f64)]) -> Option<(Self, f64)> {
        let n = points.len() as f64;
        let mean = |of: &mut dyn Iterator<Item = (f64, f64)>| {
            let sum = of.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            (sum.0 / n, sum.1 / n)
        };
        let from = mean(&mut points.iter().map(|(point, _)| *point));
        let to = mean(&mut targets.iter().copied());
        let (mut dot, mut cross, mut square) = (0.0, 0.0, 0.0);
        for (((x, y), _), (u, v)) in points.iter().zip(targets) {
            let (a, b) = ((x - from.0, y - from.1), (u - to.0, v - to.1));
            dot += a.0 * b.0 + a.1 * b.1;
            cross += a.0 * b.1 - a.1 * b.0;
            square += a.0 * a.0 + a.1 * a.1 + b.0 * b.0 + b.1 * b.1;
        }
        let long = dot.hypot(cross);
        let motion = Self { sin: cross / long, cos: dot / long, from, to };
        (long > 0.0).then_some((motion, square - 2.0 * long))
    }

    fn of(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = (x - self.from.0, y - self.from.1);
        (self.to.0 + self.cos * x - self.sin * y, self.to.1 + self.sin * x + self.cos * y)
    }
}
