use std::ops::RangeInclusive;

use maatstaf_core::{DriverId, Points, RoundNumber, Season, Session};
use maatstaf_numerics::MedianInterval;

use crate::head_to_head::HeadToHead;
use crate::qualifying::{GapSummary, QualifyingComparison, qualifying_comparison};
use crate::race::race_comparison;

/// What both scored at one round: race and sprint together, by the caller's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundPoints {
    /// Which round.
    pub round: RoundNumber,
    /// The driver's points.
    pub driver: Points,
    /// The reference's points.
    pub reference: Points,
}

/// How two drivers compared as the season went on.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// All rounds asked for.
    pub whole: FormSlice,
    /// Three stretches of equal length, a round apart at most; fewer below three rounds.
    pub thirds: Vec<FormSlice>,
    /// The last rounds, as many as asked for; `None` without any.
    pub last: Option<FormSlice>,
    /// How the qualifying gap moved: from each third to the next, and from the first to the
    /// last.
    pub changes: Vec<GapChange>,
}

/// A stretch of a season.
#[derive(Clone, Debug, PartialEq)]
pub struct FormSlice {
    /// Its rounds.
    pub rounds: RangeInclusive<RoundNumber>,
    /// The driver's points in it.
    pub driver_points: Points,
    /// The reference's points in it.
    pub reference_points: Points,
    /// The driver's points over the reference's; `None` when the reference has none.
    pub share: Option<f64>,
    /// The median qualifying gap without outliers.
    pub qualifying: GapSummary,
    /// Who qualified ahead.
    pub qualifying_head_to_head: HeadToHead,
    /// Who finished the race ahead, where both started.
    pub race_head_to_head: HeadToHead,
}

/// How the median qualifying gap moved between two stretches.
#[derive(Clone, Debug, PartialEq)]
pub struct GapChange {
    /// The earlier rounds.
    pub from: RangeInclusive<RoundNumber>,
    /// The later rounds.
    pub to: RangeInclusive<RoundNumber>,
    /// The later median less the earlier, in percentage points: positive when the driver
    /// lost ground. `None` when one of them has no gap.
    pub change_percent: Option<f64>,
    /// Whether the data can tell.
    pub verdict: Verdict,
}

/// Whether two intervals tell two stretches apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The intervals do not meet: the gap moved.
    Moved,
    /// The intervals overlap: the data cannot tell.
    Overlap,
    /// One of the two has too few rounds for an interval: the data cannot tell.
    TooFew,
}

impl Verdict {
    /// Whether the data cannot tell.
    pub const fn cannot_tell(self) -> bool {
        !matches!(self, Self::Moved)
    }
}

/// How two drivers compared in each third of the rounds held, and in the last `n_last`.
///
/// Points come in, one line a round, because points are the rules' business; rounds without
/// a line score nothing. Rounds still to come are cut off. The thirds of `n` rounds end
/// after rounds `⌊n/3⌋`, `⌊2n/3⌋` and `n`.
///
/// A gap is left out when it is an outlier among all the rounds and in its stretch, see
/// [`QualifyingComparison::usual_in`]. Two stretches differ when their 90 % intervals do not meet, which is a
/// stricter test than one at 10 %.
///
/// ```
/// # use maatstaf_core::{DriverId, Season};
/// # use maatstaf_pace::form;
/// let season = Season::new(2023, vec![])?;
/// let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
/// let form = form(&season, &driver, &reference, &[], 22, 5);
/// assert!(form.thirds.is_empty() && form.last.is_none());
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn form(
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
    points: &[RoundPoints],
    up_to: RoundNumber,
    n_last: u16,
) -> Form {
    let n = up_to.min(season.last_held());
    let qualifying = qualifying_comparison(season, driver, reference, 1..=n);
    let slice = |rounds| slice(season, &qualifying, points, rounds);
    let thirds = thirds(n).into_iter().map(slice).collect::<Vec<_>>();
    let n_last = n_last.min(n);
    Form {
        whole: slice(1..=n),
        changes: changes(&thirds),
        thirds,
        last: (n_last > 0).then(|| slice(n - n_last + 1..=n)),
    }
}

fn thirds(n: u16) -> Vec<RangeInclusive<RoundNumber>> {
    let ends = [0, 1, 2, 3].map(|third| (u32::from(n) * third / 3) as u16);
    ends.windows(2).map(|pair| pair[0] + 1..=pair[1]).filter(|rounds| !rounds.is_empty()).collect()
}

fn slice(
    season: &Season,
    qualifying: &QualifyingComparison,
    points: &[RoundPoints],
    rounds: RangeInclusive<RoundNumber>,
) -> FormSlice {
    let (driver, reference) = (&qualifying.driver, &qualifying.reference);
    let scored = points.iter().filter(|line| rounds.contains(&line.round));
    let driver_points: Points = scored.clone().map(|line| line.driver).sum();
    let reference_points: Points = scored.map(|line| line.reference).sum();
    let share = || driver_points.as_f64() / reference_points.as_f64();
    let here = qualifying_comparison(season, driver, reference, rounds.clone());
    let raced = race_comparison(season, Session::Race, driver, reference, rounds.clone());
    FormSlice {
        driver_points,
        reference_points,
        share: (!reference_points.is_zero()).then(share),
        qualifying: qualifying.usual_in(&rounds),
        qualifying_head_to_head: here.head_to_head,
        race_head_to_head: raced.head_to_head,
        rounds,
    }
}

fn changes(thirds: &[FormSlice]) -> Vec<GapChange> {
    let mut changes: Vec<_> = thirds.windows(2).map(|pair| change(&pair[0], &pair[1])).collect();
    if let [first, _, last] = thirds {
        changes.push(change(first, last));
    }
    changes
}

fn change(from: &FormSlice, to: &FormSlice) -> GapChange {
    let medians = from.qualifying.median_percent.zip(to.qualifying.median_percent);
    GapChange {
        from: from.rounds.clone(),
        to: to.rounds.clone(),
        change_percent: medians.map(|(from, to)| to - from),
        verdict: tell_apart(from.qualifying.interval, to.qualifying.interval),
    }
}

fn tell_apart(from: Option<MedianInterval>, to: Option<MedianInterval>) -> Verdict {
    match from.zip(to) {
        None => Verdict::TooFew,
        Some((from, to)) if from.overlaps(&to) => Verdict::Overlap,
        Some(_) => Verdict::Moved,
    }
}
