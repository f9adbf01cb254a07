//! What matching the reference would bring: the lap with the reference's corners in it.

use maatstaf_core::{LapTime, TimeDelta};

use crate::compare::{Comparison, Loss, Segment};
use crate::driven::DrivenLap;

/// A lap as it would have been with the reference's corners in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    /// How long the lap took.
    pub lap_time: LapTime,
    /// Where matching the reference brings more than noise, the largest gain first.
    pub gains: Vec<Gain>,
    /// The lap with the first of these matched, with the first three, and with all; none that is the same as the
    /// one before, and none at all without a gain.
    pub matched: Vec<Matched>,
}

/// A place where matching the reference brings something.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// The first and the last of its corners; `None` on the way from the line to the first corner, where the
    /// corner that counts is behind the line.
    pub corners: Option<[usize; 2]>,
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What is won there; nothing on the way from the line.
    pub here: Loss,
    /// What is won on the straight behind it, by the speed that is carried onto it; `None` without a straight.
    pub carried: Option<Loss>,
    /// Both.
    pub gain: Loss,
}

/// A lap with some places matched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matched {
    /// How many, the largest gains first.
    pub n_gains: usize,
    /// What they bring together. The places of one lap err together, so its interval is not the sum of theirs.
    pub gain: Loss,
    /// How long the lap would have taken.
    pub lap_time: LapTime,
    /// Between how many seconds that lies, nine times out of ten.
    pub interval: [f64; 2],
}

/// So many of the largest gains are matched together.
const SOME: [usize; 2] = [1, 3];

/// What matching the reference would bring, place by place and together. `laps` are those of the comparison.
///
/// A place is a corner: what was lost in it. Where a corner follows on another without a straight between, and
/// one of both surely loses and the other surely gains, they are one place: what was won in one may be why it was
/// lost in the other, so only both together can be matched.
///
/// Places are chosen by what was measured, so a gain that was overrated by chance is more likely to stand here
/// than one that was underrated: gains near their interval's width are a little too large.
pub fn counterfactual(comparison: &Comparison, laps: [&DrivenLap; 2]) -> Counterfactual {
    let [lap, reference] = laps;
    let errors = Errors { laps, is_same: lap == reference };
    let mut gains: Vec<Place> = places(&comparison.segments, &errors);
    gains.retain(|place| place.micros > 0 && errors.loss(&[place]).is_sure());
    gains.sort_by_key(|place| std::cmp::Reverse(place.micros));
    let mut counts: Vec<usize> =
        SOME.into_iter().filter(|n| *n < gains.len()).chain([gains.len()]).collect();
    counts.retain(|n| *n > 0);
    let matched = counts.into_iter().map(|n_gains| {
        let gain = errors.loss(&gains[..n_gains].iter().collect::<Vec<_>>());
        let seconds = comparison.times[0].seconds();
        Matched {
            n_gains,
            gain,
            lap_time: LapTime::from_micros(
                comparison.times[0].as_micros().saturating_add_signed(-gain.time.as_micros()),
            ),
            interval: [seconds - gain.high, seconds - gain.low],
        }
    });
    Counterfactual {
        lap_time: comparison.times[0],
        matched: matched.collect(),
        gains: gains.iter().map(|place| place.gain(&errors)).collect(),
    }
}

/// One corner, or several that are matched together.
#[derive(Clone, Debug)]
struct Place {
    corners: [usize; 2],
    from: f64,
    to: f64,
    micros: i64,
}

/// The corners of a lap, those that trade time with each other joined.
fn places(segments: &[Segment], errors: &Errors) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for segment in segments {
        let Some(number) = segment.corner else { continue };
        let micros = segment.loss.time.as_micros();
        // A corner across the end of a sector is two segments.
        match places.last_mut().filter(|last| last.corners[1] == number) {
            Some(last) => (last.to, last.micros) = (segment.to, last.micros + micros),
            None => places.push(Place {
                corners: [number; 2],
                from: segment.from,
                to: segment.to,
                micros,
            }),
        }
    }
    while let Some(i) = (1..places.len()).find(|i| trades(&places[i - 1], &places[*i], errors)) {
        let after = places.remove(i);
        let before = &mut places[i - 1];
        before.corners[1] = after.corners[1];
        (before.to, before.micros) = (after.to, before.micros + after.micros);
    }
    places
}

fn trades(before: &Place, after: &Place, errors: &Errors) -> bool {
    before.to == after.from
        && before.micros.signum() * after.micros.signum() < 0
        && [before, after].iter().all(|place| errors.loss(&[place]).is_sure())
}

impl Place {
    fn gain(&self, errors: &Errors) -> Gain {
        let here = errors.loss(&[self]);
        Gain {
            corners: Some(self.corners),
            from: self.from,
            to: self.to,
            here,
            carried: None,
            gain: here,
        }
    }
}

/// How sure both laps are.
struct Errors<'a> {
    laps: [&'a DrivenLap; 2],
    is_same: bool,
}

impl Errors<'_> {
    /// What some places lost together.
    fn loss(&self, places: &[&Place]) -> Loss {
        let time = TimeDelta::from_micros(places.iter().map(|place| place.micros).sum());
        if self.is_same {
            return Loss::new(time, 0.0);
        }
        let variance = |lap: &DrivenLap| {
            let ends = places.iter().flat_map(|place| [(place.from, -1.0), (place.to, 1.0)]);
            let sum: Vec<_> = ends.map(|(s, weight)| (lap.passed_on_the_way(s), weight)).collect();
            lap.covariance_of_sums(&sum, &sum).max(0.0)
        };
        Loss::new(time, variance(self.laps[0]) + variance(self.laps[1]))
    }
}
