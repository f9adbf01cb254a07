//! Places of one map on another.

use crate::road::Road;
use crate::sampled::PlaceSample;

/// Places of a lap, turned and moved onto a road of another map.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    /// The places on the map of the road.
    pub places: Vec<PlaceSample>,
    /// How far they lie from the line of the road, root mean square, in metres.
    pub apart: f64,
}

/// So many places are looked at.
const LOOKED_AT: usize = 400;
/// So often the nearest places are looked for anew.
const ROUNDS: usize = 15;
/// How far from where it should be a place is looked for, in metres.
const REACH: f64 = 60.0;

/// Turns and moves the places of a whole lap, `s` metres along their own course of `length`, onto a road:
/// first so that equal shares of both lie near each other, then so that each lies near its nearest place.
/// `None` when the road has no map.
pub fn registered(
    places: &[PlaceSample],
    s: &[f64],
    length: f64,
    road: &Road,
) -> Option<Registered> {
    let every = places.len().div_ceil(LOOKED_AT).max(1);
    let looked_at: Vec<((f64, f64), f64)> = places
        .iter()
        .zip(s)
        .step_by(every)
        .map(|(place, s)| ((place.x, place.y), s / length * road.length()))
        .collect();
    let mut targets: Vec<(f64, f64)> =
        looked_at.iter().map(|(_, s)| road.point(*s, 0.0)).collect::<Option<_>>()?;
    let mut motion = Motion::between(&looked_at, &targets)?;
    for _ in 0..ROUNDS {
        for ((point, s), target) in looked_at.iter().zip(&mut targets) {
            let (x, y) = motion.of(*point);
            let on = road.nearest(x, y, *s, REACH)?;
            *target = road.point(on.s, 0.0)?;
        }
        motion = Motion::between(&looked_at, &targets)?;
    }
    let moved = |place: &PlaceSample| {
        let (x, y) = motion.of((place.x, place.y));
        PlaceSample { x, y, ..*place }
    };
    let far = |(point, s): &((f64, f64), f64)| {
        let (x, y) = motion.of(*point);
        road.nearest(x, y, *s, REACH).map_or(REACH, |on| on.n).powi(2)
    };
    let square: f64 = looked_at.iter().map(far).sum();
    let apart = (square / looked_at.len() as f64).sqrt();
    Some(Registered { places: places.iter().map(moved).collect(), apart })
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
    /// The one that brings points nearest to their targets, by least squares (Procrustes).
    fn between(points: &[((f64, f64), f64)], targets: &[(f64, f64)]) -> Option<Self> {
        let n = points.len() as f64;
        let mean = |of: &mut dyn Iterator<Item = (f64, f64)>| {
            let sum = of.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            (sum.0 / n, sum.1 / n)
        };
        let from = mean(&mut points.iter().map(|(point, _)| *point));
        let to = mean(&mut targets.iter().copied());
        let (mut dot, mut cross) = (0.0, 0.0);
        for (((x, y), _), (u, v)) in points.iter().zip(targets) {
            let (a, b) = ((x - from.0, y - from.1), (u - to.0, v - to.1));
            dot += a.0 * b.0 + a.1 * b.1;
            cross += a.0 * b.1 - a.1 * b.0;
        }
        let long = dot.hypot(cross);
        (long > 0.0).then(|| Self { sin: cross / long, cos: dot / long, from, to })
    }

    fn of(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = (x - self.from.0, y - self.from.1);
        (self.to.0 + self.cos * x - self.sin * y, self.to.1 + self.sin * x + self.cos * y)
    }
}
