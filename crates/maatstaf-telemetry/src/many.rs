//! Many laps of two drivers on one road: the usual, the spread, and what was done once.

use maatstaf_numerics::{mad, median};

use crate::compare::NINE_OF_TEN;
use crate::driven::DrivenLap;
use crate::road::Road;

/// Laps held against laps of a reference. What is lost is positive where the laps are slower.
#[derive(Clone, Debug, PartialEq)]
pub struct ManyCompared {
    /// How many laps, and how many of the reference.
    pub n_laps: [usize; 2],
    /// Corners and straights in the order of driving; every metre is in one of them.
    pub pieces: Vec<PieceOfMany>,
    /// The best of every piece, summed: what each has done already, though not in one lap. In seconds.
    pub best: [f64; 2],
    /// The fastest lap of each, in seconds.
    pub fastest: [f64; 2],
}

/// A corner or a straight on many laps; times in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct PieceOfMany {
    /// The number of the corner; `None` on a straight.
    pub corner: Option<usize>,
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The median of the laps, and of the reference.
    pub usual: [f64; 2],
    /// By how much laps differ from their usual time: a standard deviation that a few wild laps do not
    /// change. It holds what the samples leave open as well.
    pub spread: [f64; 2],
    /// The least.
    pub best: [f64; 2],
    /// What the usual lap loses on it.
    pub lost: f64,
    /// The interval that holds it nine times out of ten; `None` with fewer than five laps of each.
    pub interval: Option<[f64; 2]>,
}

/// A median absolute deviation of a normal distribution, in standard deviations.
const MAD: f64 = 0.674_489_750_196_081_7;
/// The error of a median against that of a mean, for a normal distribution: √(π/2).
const OF_MEDIAN: f64 = 1.253_314_137_315_500_3;
/// Fewest laps of each for an interval.
const FEWEST: usize = 5;

/// Holds laps against laps of a reference on one road; `None` when one of both has none.
///
/// ```text
/// lost = median(laps) − median(reference)      error² = (π/2)·(sd₁²/n₁ + sd₂²/n₂)
/// ```
///
/// where a standard deviation is that of the median distance from the median. Corners are those of the road.
pub fn compare_many(
    laps: &[DrivenLap],
    reference: &[DrivenLap],
    road: &Road,
) -> Option<ManyCompared> {
    let both = [laps, reference];
    if both.iter().any(|laps| laps.is_empty()) {
        return None;
    }
    let cuts = cuts(road);
    let passed = both.map(|laps| laps.iter().map(|lap| moments(lap, &cuts)).collect::<Vec<_>>());
    let pieces: Vec<PieceOfMany> =
        cuts.windows(2).enumerate().map(|(i, ends)| piece(i, ends, &passed)).collect();
    let sum = |which: usize| pieces.iter().map(|piece| piece.best[which]).sum();
    let fastest =
        both.map(|laps| laps.iter().map(|lap| lap.time().seconds()).fold(f64::INFINITY, f64::min));
    Some(ManyCompared {
        n_laps: both.map(<[DrivenLap]>::len),
        best: [sum(0), sum(1)],
        fastest,
        pieces,
    })
}

/// A place where one piece ends and the next begins, and what corner begins there.
#[derive(Clone, Copy, Debug)]
struct Cut {
    s: f64,
    corner: Option<usize>,
}

/// The ends of corners, from line to line.
fn cuts(road: &Road) -> Vec<Cut> {
    let mut cuts = vec![Cut { s: 0.0, corner: None }];
    for bend in road.bends() {
        let last = cuts[cuts.len() - 1].s;
        let (start, end) = (bend.start.max(last), bend.end.min(road.length()));
        if end <= start {
            continue;
        }
        match start > last {
            true => cuts.push(Cut { s: start, corner: Some(bend.number) }),
            false => {
                *cuts.last_mut().expect("the line is a cut") =
                    Cut { s: start, corner: Some(bend.number) }
            }
        }
        cuts.push(Cut { s: end, corner: None });
    }
    if cuts[cuts.len() - 1].s < road.length() {
        cuts.push(Cut { s: road.length(), corner: None });
    }
    cuts
}

fn moments(lap: &DrivenLap, cuts: &[Cut]) -> Vec<f64> {
    cuts.iter().map(|cut| lap.moment(cut.s)).collect()
}

fn piece(i: usize, ends: &[Cut], passed: &[Vec<Vec<f64>>; 2]) -> PieceOfMany {
    let took: [Vec<f64>; 2] = passed
        .each_ref()
        .map(|laps| laps.iter().map(|moments| moments[i + 1] - moments[i]).collect());
    let usual = took.each_ref().map(|times| median(times).unwrap_or_default());
    let spread = took.each_ref().map(|times| mad(times).unwrap_or_default() / MAD);
    let best = took.each_ref().map(|times| times.iter().copied().fold(f64::INFINITY, f64::min));
    let lost = usual[0] - usual[1];
    let square = |which: usize| spread[which] * spread[which] / took[which].len() as f64;
    let half = NINE_OF_TEN * OF_MEDIAN * (square(0) + square(1)).sqrt();
    let enough = took.iter().all(|times| times.len() >= FEWEST);
    PieceOfMany {
        corner: ends[0].corner,
        from: ends[0].s,
        to: ends[1].s,
        usual,
        spread,
        best,
        lost,
        interval: enough.then_some([lost - half, lost + half]),
    }
}
