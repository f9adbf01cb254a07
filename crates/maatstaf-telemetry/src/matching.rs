//! What matching the reference would bring: the lap with the reference's corners in it.

use maatstaf_core::{LapTime, TimeDelta};

use crate::compare::{Comparison, Loss, Segment};
use crate::driven::{DrivenLap, Passed};
use crate::straights::{Straight, Straights};

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

/// What matching the reference would bring, place by place and together. `laps` are those of the comparison,
/// `straights` what it says of theirs.
///
/// A place is a corner: what was lost in it, and what was lost on the straight behind it by the speed that was brought
/// there. What else is lost on a straight is not in the driver's hands, and left out. Where a corner follows on
/// another without a straight between, and one of both surely loses and the other surely gains, they are one place: what
/// was won in one may be why it was lost in the other, so only both together can be matched.
///
/// Places are chosen by what was measured, so a gain that was overrated by chance is more likely to stand here
/// than one that was underrated: gains near their interval's width are a little too large.
pub fn counterfactual(
    comparison: &Comparison,
    straights: &Straights,
    laps: [&DrivenLap; 2],
) -> Counterfactual {
    let errors = Errors { laps, straights, is_same: laps[0] == laps[1] };
    let mut gains: Vec<Place> = places(comparison, straights, &errors);
    gains.retain(|place| place.micros() > 0 && errors.loss(&[place], Part::Both).is_sure());
    gains.sort_by_key(|place| std::cmp::Reverse(place.micros()));
    let mut counts: Vec<usize> =
        SOME.into_iter().filter(|n| *n < gains.len()).chain([gains.len()]).collect();
    counts.retain(|n| *n > 0);
    let lap_time = comparison.times[0];
    let matched = |n_gains: usize| {
        let gain = errors.loss(&gains[..n_gains].iter().collect::<Vec<_>>(), Part::Both);
        let micros = lap_time.as_micros().saturating_add_signed(-gain.time.as_micros());
        let interval = [gain.high, gain.low].map(|gain| lap_time.seconds() - gain);
        Matched { n_gains, gain, lap_time: LapTime::from_micros(micros), interval }
    };
    Counterfactual {
        lap_time,
        matched: counts.into_iter().map(matched).collect(),
        gains: gains.iter().map(|place| place.gain(&errors)).collect(),
    }
}

/// One corner, or several that are matched together, with the straight behind.
#[derive(Clone, Debug)]
struct Place {
    corners: Option<[usize; 2]>,
    from: f64,
    to: f64,
    /// What was lost there.
    here: i64,
    /// The index of the straight behind it, and what the speed brought there cost.
    carried: Option<(usize, i64)>,
}

/// The corners of a lap, those that trade time with each other joined.
fn places(comparison: &Comparison, straights: &Straights, errors: &Errors) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let is_flat = |segment: &Segment| {
        let within = |it: &Straight| segment.from >= it.from && segment.to <= it.to;
        straights.straights.iter().any(within)
    };
    for segment in comparison.segments.iter().filter(|segment| !is_flat(segment)) {
        let Some(number) = segment.corner else { continue };
        let micros = segment.loss.time.as_micros();
        let is_same = |last: &&mut Place| last.corners.is_some_and(|it| it[1] == number);
        // A corner across the end of a sector is two segments.
        match places.last_mut().filter(is_same) {
            Some(last) => (last.to, last.here) = (segment.to, last.here + micros),
            None => places.push(Place {
                corners: Some([number; 2]),
                from: segment.from,
                to: segment.to,
                here: micros,
                carried: None,
            }),
        }
    }
    while let Some(i) = (1..places.len()).find(|i| trades(&places[i - 1], &places[*i], errors)) {
        let after = places.remove(i);
        let before = &mut places[i - 1];
        before.corners = before.corners.zip(after.corners).map(|(a, b)| [a[0], b[1]]);
        (before.to, before.here) = (after.to, before.here + after.here);
    }
    for (i, straight) in straights.straights.iter().enumerate() {
        let carried = Some((i, straight.brought().time.as_micros()));
        match places.iter_mut().find(|place| place.to == straight.from) {
            Some(place) => place.carried = carried,
            None if straight.from == 0.0 => places
                .insert(0, Place { corners: None, from: 0.0, to: straight.to, here: 0, carried }),
            None => {}
        }
    }
    places
}

fn trades(before: &Place, after: &Place, errors: &Errors) -> bool {
    before.to == after.from
        && before.here.signum() * after.here.signum() < 0
        && [before, after].iter().all(|place| errors.loss(&[place], Part::Here).is_sure())
}

impl Place {
    fn micros(&self) -> i64 {
        self.here + self.carried.map_or(0, |it| it.1)
    }

    fn gain(&self, errors: &Errors) -> Gain {
        let of = |part: Part| errors.loss(&[self], part);
        Gain {
            corners: self.corners,
            from: self.from,
            to: self.to,
            here: of(Part::Here),
            carried: self.carried.map(|_| of(Part::Carried)),
            gain: of(Part::Both),
        }
    }
}

/// What of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Here,
    Carried,
    Both,
}

/// How sure both laps are.
struct Errors<'a> {
    laps: [&'a DrivenLap; 2],
    straights: &'a Straights,
    is_same: bool,
}

impl Errors<'_> {
    /// What some places lost together. All of it is a sum of moments of both laps, but for what was believed
    /// beforehand of the straights.
    fn loss(&self, places: &[&Place], part: Part) -> Loss {
        let (here, carried) = (part != Part::Carried, part != Part::Here);
        let micros = places.iter().map(|place| {
            let carried = place.carried.filter(|_| carried).map_or(0, |it| it.1);
            carried + if here { place.here } else { 0 }
        });
        let time = TimeDelta::from_micros(micros.sum());
        if self.is_same {
            return Loss::new(time, 0.0);
        }
        let mut sums: [Vec<(Passed, f64)>; 2] = [Vec::new(), Vec::new()];
        let mut row = Vec::new();
        for place in places {
            if here && place.corners.is_some() {
                for (which, sum) in sums.iter_mut().enumerate() {
                    let passed = |s| self.laps[which].passed_on_the_way(s);
                    sum.extend([(passed(place.from), -1.0), (passed(place.to), 1.0)]);
                }
            }
            if let Some((i, _)) = place.carried.filter(|_| carried) {
                let brought = self.straights.fit.brought(i);
                for (which, sum) in sums.iter_mut().enumerate() {
                    sum.extend(
                        brought.moments.iter().map(|(passed, weight)| (passed[which], *weight)),
                    );
                }
                row.resize(brought.row.len(), 0.0);
                row.iter_mut().zip(&brought.row).for_each(|(sum, it)| *sum += it);
            }
        }
        let [one, two] = sums;
        let seen = |lap: usize, sum| self.laps[lap].covariances_of_sums(&[sum])[0][0].max(0.0);
        let beside = self.straights.fit.variance_beside_moments(&row);
        Loss::new(time, seen(0, one) + seen(1, two) + beside)
    }
}
