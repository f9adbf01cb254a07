//! Many laps of two drivers on one road: the usual, the spread, and what was done once.

use crate::compare::NINE_OF_TEN;
use crate::driven::DrivenLap;
use crate::road::Road;
use crate::usual::{Usual, UsualCorner, usual_corners};

/// Laps held against laps of a reference. What is lost is positive where the laps are slower.
#[derive(Clone, Debug, PartialEq)]
pub struct ManyCompared {
    /// How many laps, and how many of the reference.
    pub n_laps: [usize; 2],
    /// Corners and straights in the order of driving; every metre is in one of them.
    pub pieces: Vec<PieceOfMany>,
    /// The lap times of both, in seconds.
    pub usual: [Usual; 2],
    /// What the usual lap loses, with its interval. What pieces lose does not add up to it exactly: the median of
    /// a sum is not the sum of medians.
    pub lost: UsualLoss,
    /// The best of every piece, summed: what each has done already, though not in one lap. In seconds.
    pub best: [f64; 2],
    /// The fastest lap of each, in seconds.
    pub fastest: [f64; 2],
}

/// A corner, from where the first of both usually brakes to where the last is usually on full throttle, or the
/// straight between two; times in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct PieceOfMany {
    /// The number of the corner; `None` on a straight.
    pub corner: Option<usize>,
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What it takes the laps, and the reference: the median, and the spread of laps, which holds what the
    /// samples leave open as well.
    pub usual: [Usual; 2],
    /// The same spread without what the samples leave open: by how much the driver differs from lap to lap.
    pub spread: [f64; 2],
    /// The least, as far as it is no luck of the samples.
    pub best: [f64; 2],
    /// What the usual lap loses on it.
    pub lost: UsualLoss,
    /// How both usually drive the corner.
    pub driven: Option<[UsualCorner; 2]>,
}

/// What the usual lap loses, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualLoss {
    /// The difference of the medians.
    pub time: f64,
    /// The interval that holds it nine times out of ten; `None` with two to four laps of either.
    pub interval: Option<[f64; 2]>,
}

impl UsualLoss {
    /// Whether it is more than noise: nothing is not in the interval.
    pub fn is_sure(&self) -> bool {
        self.interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0)
    }
}

/// So many laps of each say what the samples leave open.
const ASKED: usize = 3;
/// Pieces shorter than this are given to their neighbour, in metres.
const SHORTEST: f64 = 2.0;

/// Holds laps against laps of a reference on one road; `None` when one of both has none.
///
/// ```text
/// lost = median(laps) − median(reference)        error² = (π/2)·(sd₁²/n₁ + sd₂²/n₂)
/// best = median − (median − least)·(1 − e²/sd²)
/// ```
///
/// where `sd` is the standard deviation of the median distance from the median, and `e` what the samples leave
/// open of one lap: of `n` laps that are all alike the least is luck, and counts for nothing. One lap alone is
/// taken for itself, with the error `e` in place of a spread.
pub fn compare_many(
    laps: &[DrivenLap],
    reference: &[DrivenLap],
    road: &Road,
) -> Option<ManyCompared> {
    let both = [laps, reference];
    let times = both.map(|laps| laps.iter().map(|lap| lap.time().seconds()).collect::<Vec<_>>());
    let usual = [Usual::of(&times[0])?, Usual::of(&times[1])?];
    let corners = both.map(|laps| usual_corners(laps, road));
    let cuts = cuts(road, &corners);
    let places: Vec<f64> = cuts.iter().map(|cut| cut.s).collect();
    let sampled = both.map(|laps| Sampled::of(laps, &places));
    let piece = |i: usize| {
        let driven = cuts[i].bend.map(|bend| corners.each_ref().map(|it| it[bend].clone()));
        let corner = cuts[i].bend.map(|bend| road.bends()[bend].number);
        piece(i, corner, [places[i], places[i + 1]], &sampled, driven)
    };
    let pieces: Vec<PieceOfMany> = (0..places.len() - 1).filter_map(piece).collect();
    let fastest = times.each_ref().map(|times| times.iter().copied().fold(f64::INFINITY, f64::min));
    let best = [0, 1].map(|which: usize| {
        let sum: f64 = pieces.iter().map(|piece| piece.best[which]).sum();
        sum.min(fastest[which])
    });
    let lost = lost(&usual, [0.0; 2]);
    Some(ManyCompared { n_laps: both.map(<[DrivenLap]>::len), pieces, usual, lost, best, fastest })
}

/// A place where one piece ends and the next begins, and what corner begins there.
#[derive(Clone, Copy, Debug)]
struct Cut {
    s: f64,
    bend: Option<usize>,
}

/// The ends of corners, from line to line. Corners that overlap meet in the middle between them.
fn cuts(road: &Road, corners: &[Vec<UsualCorner>; 2]) -> Vec<Cut> {
    let mut zones = zones(road, corners);
    for i in 1..zones.len() {
        let ((_, before), (after, to)) = (zones[i - 1], zones[i]);
        if before > after {
            let apexes = [road.bends()[i - 1].apex, road.bends()[i].apex];
            let meet = (0.5 * (before + after)).max(apexes[0]).min(apexes[1]);
            let meet = meet.max(zones[i - 1].0).min(to);
            (zones[i - 1].1, zones[i].0) = (meet, meet);
        }
    }
    let mut cuts = vec![Cut { s: 0.0, bend: None }];
    for (bend, (from, to)) in zones.into_iter().enumerate() {
        let last = cuts[cuts.len() - 1].s;
        let begins = Cut { s: if from - last < SHORTEST { last } else { from }, bend: Some(bend) };
        if to - begins.s < SHORTEST {
            continue;
        }
        match begins.s > last {
            true => cuts.push(begins),
            false => *cuts.last_mut().expect("the line is a cut") = begins,
        }
        cuts.push(Cut { s: to, bend: None });
    }
    match cuts[cuts.len() - 1].s < road.length() - SHORTEST || cuts.len() == 1 {
        true => cuts.push(Cut { s: road.length(), bend: None }),
        false => cuts.last_mut().expect("the line is a cut").s = road.length(),
    }
    cuts
}

/// From where the first of both usually brakes to where the last is usually on full throttle.
fn zones(road: &Road, corners: &[Vec<UsualCorner>; 2]) -> Vec<(f64, f64)> {
    let bends = road.bends();
    let zone = |i: usize| {
        let each = [&corners[0][i], &corners[1][i]];
        let middle = |usual: Option<Usual>, other: f64| usual.map_or(other, |it| it.middle);
        let brakes = each.map(|it| middle(it.braking_at, f64::INFINITY));
        let power = each.map(|it| middle(it.full_throttle_at, f64::NEG_INFINITY));
        let next = bends.get(i + 1).map_or(road.length(), |next| next.apex);
        let from = brakes.into_iter().fold(bends[i].start, f64::min).max(0.0);
        let to = power.into_iter().fold(bends[i].end, f64::max).min(next).min(road.length());
        (from, to.max(from))
    };
    (0..bends.len()).map(zone).collect()
}

/// Moments of laps at the cuts.
struct Sampled {
    /// In seconds, lap by lap.
    moments: Vec<Vec<f64>>,
    /// What the samples leave open of each piece of one lap: a variance, in square seconds.
    open: Vec<f64>,
}

impl Sampled {
    fn of(laps: &[DrivenLap], places: &[f64]) -> Self {
        let moments = |lap: &DrivenLap| places.iter().map(|s| lap.moment(*s)).collect();
        let asked: Vec<Vec<f64>> =
            laps.iter().step_by(laps.len().div_ceil(ASKED)).map(|lap| open(lap, places)).collect();
        let mean = |i: usize| asked.iter().map(|it| it[i]).sum::<f64>() / asked.len() as f64;
        Self {
            moments: laps.iter().map(moments).collect(),
            open: (0..places.len() - 1).map(mean).collect(),
        }
    }

    /// What a piece takes each lap.
    fn took(&self, i: usize) -> Vec<f64> {
        self.moments.iter().map(|moments| moments[i + 1] - moments[i]).collect()
    }
}

/// The variance of the time that a lap takes for each piece.
fn open(lap: &DrivenLap, places: &[f64]) -> Vec<f64> {
    let passed: Vec<_> = places.iter().map(|s| lap.passed_on_the_way(*s)).collect();
    let variance = |pair: &[crate::driven::Passed]| {
        let (a, b) = (&pair[0], &pair[1]);
        (a.error * a.error + b.error * b.error - 2.0 * lap.covariance(a, b)).max(0.0)
    };
    passed.windows(2).map(variance).collect()
}

fn piece(
    i: usize,
    corner: Option<usize>,
    [from, to]: [f64; 2],
    sampled: &[Sampled; 2],
    driven: Option<[UsualCorner; 2]>,
) -> Option<PieceOfMany> {
    let took = sampled.each_ref().map(|it| it.took(i));
    let usual = [Usual::of(&took[0])?, Usual::of(&took[1])?];
    let open = sampled.each_ref().map(|it| it.open[i]);
    let own = [0, 1].map(|which: usize| (usual[which].spread.powi(2) - open[which]).max(0.0));
    let best = [0, 1].map(|which: usize| {
        let least = took[which].iter().copied().fold(f64::INFINITY, f64::min);
        let Usual { middle, spread, .. } = usual[which];
        let share = if spread > 0.0 { own[which] / spread.powi(2) } else { 0.0 };
        middle - (middle - least) * share
    });
    let lost = lost(&usual, open);
    Some(PieceOfMany { corner, from, to, usual, spread: own.map(f64::sqrt), best, lost, driven })
}

/// The difference of two medians; of one lap alone, `open` is its variance.
fn lost(usual: &[Usual; 2], open: [f64; 2]) -> UsualLoss {
    let time = usual[0].middle - usual[1].middle;
    let variance = |which: usize| match usual[which].n {
        1 => Some(open[which]),
        _ => usual[which].error().map(|error| error * error),
    };
    let half = variance(0).zip(variance(1)).map(|(a, b)| NINE_OF_TEN * (a + b).sqrt());
    UsualLoss { time, interval: half.map(|half| [time - half, time + half]) }
}
