use std::ops::RangeInclusive;

use maatstaf_core::{
    DriverId, Event, LapTime, Qualified, Qualifying, QualifyingPart, RoundNumber, Season, TimeDelta,
};
use maatstaf_numerics::{
    MedianInterval, OUTLIER_THRESHOLD, median, median_interval, modified_z_scores,
};

use crate::head_to_head::{Ahead, HeadToHead};
use crate::qualifying_outlier::{QualifyingOutlier, explain_outlier};
use crate::qualifying_track::{TrackState, track_state};
use crate::teams::are_team_mates;

/// From how many gaps on a wild one can be told from a usual one.
pub const OUTLIERS_NEED: usize = 5;

/// How two drivers compare in qualifying.
///
/// Positive gaps mean that the driver was slower than the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct QualifyingComparison {
    /// Who is compared.
    pub driver: DriverId,
    /// With whom.
    pub reference: DriverId,
    /// Who qualified ahead, by the places of qualifying.
    pub head_to_head: HeadToHead,
    /// The rounds with a gap, in order; the wild ones too.
    pub rounds: Vec<QualifyingRound>,
    /// The rounds without a gap, and why.
    pub no_comparison: Vec<(RoundNumber, NoComparison)>,
    /// The median of all gaps.
    pub all: GapSummary,
    /// The median of the gaps that are not outliers: the one to print.
    pub usual: GapSummary,
    /// The gaps that do not belong to the rest, in order of rounds.
    pub outliers: Vec<QualifyingOutlier>,
}

impl QualifyingComparison {
    /// Whether every gap is one between team mates, and so between drivers alone.
    pub fn like_for_like(&self) -> bool {
        self.rounds.iter().all(|round| round.team_mates)
    }

    /// The usual gaps of the rounds of one kind, such as those on one kind of circuit.
    pub fn usual_where(&self, is_meant: impl Fn(RoundNumber) -> bool) -> GapSummary {
        let meant = |round: &&QualifyingRound| !round.outlier && is_meant(round.round);
        GapSummary::of(self.rounds.iter().filter(meant))
    }

    /// The usual gaps of some of the rounds.
    ///
    /// A gap is left out when it is an outlier among all rounds and, where these are enough
    /// to tell, among these as well: so a change of form is not taken for a run of bad luck.
    pub fn usual_in(&self, rounds: &RangeInclusive<RoundNumber>) -> GapSummary {
        let here = self.rounds.iter().filter(|round| rounds.contains(&round.round));
        let gaps: Vec<f64> = here.clone().map(|round| round.gap_percent).collect();
        let scores = scores_of(&gaps);
        let is_usual = |round: &QualifyingRound, score: Option<f64>| {
            !(round.outlier && score.is_none_or(is_outlier))
        };
        let kept = here.enumerate().filter(|(i, round)| is_usual(round, scores.get(*i).copied()));
        GapSummary::of(kept.map(|(_, round)| round))
    }
}

/// A median gap, its 90 % interval, and how many rounds stand behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GapSummary {
    /// The median in percent of the reference's time; `None` without any round.
    pub median_percent: Option<f64>,
    /// Its interval in percent; `None` below five rounds. See [`median_interval`].
    pub interval: Option<MedianInterval>,
    /// The median in time.
    pub median_gap: Option<TimeDelta>,
    /// How many rounds.
    pub n: usize,
}

impl GapSummary {
    /// Whether the data cannot tell who is faster: too few rounds, or an interval around zero.
    pub fn cannot_tell(&self) -> bool {
        self.interval.is_none_or(|interval| interval.contains(0.0))
    }

    fn of<'a>(rounds: impl Iterator<Item = &'a QualifyingRound>) -> Self {
        let (percents, gaps): (Vec<f64>, Vec<f64>) =
            rounds.map(|round| (round.gap_percent, round.gap.as_micros() as f64)).unzip();
        Self {
            median_percent: median(&percents),
            interval: median_interval(&percents, crate::COVERAGE),
            median_gap: median(&gaps).map(|gap| TimeDelta::from_micros(gap.round() as i64)),
            n: percents.len(),
        }
    }
}

/// The gap of one round.
#[derive(Clone, Debug, PartialEq)]
pub struct QualifyingRound {
    /// Which round.
    pub round: RoundNumber,
    /// The latest part in which both set a time.
    pub part: QualifyingPart,
    /// The driver's time in it.
    pub driver_time: LapTime,
    /// The reference's time in it.
    pub reference_time: LapTime,
    /// The driver's time less the reference's.
    pub gap: TimeDelta,
    /// The gap in percent of the reference's time.
    pub gap_percent: f64,
    /// Whether they drove for the same constructor.
    pub team_mates: bool,
    /// What the times of everybody say about the track.
    pub track: TrackState,
    /// How far the gap lies from the median, in robust standard deviations.
    /// See [`modified_z_scores`].
    pub score: f64,
    /// Whether the gap is left out of the usual ones.
    pub outlier: bool,
}

/// Why a round has no gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoComparison {
    /// No qualifying is known.
    NoQualifying,
    /// The driver did not take part.
    DriverAbsent,
    /// The reference did not take part.
    ReferenceAbsent,
    /// Neither took part.
    BothAbsent,
    /// The driver set no time.
    DriverWithoutTime,
    /// The reference set no time.
    ReferenceWithoutTime,
    /// Neither set a time.
    BothWithoutTime,
    /// Both set times, but in no part together.
    NoCommonPart,
}

impl NoComparison {
    /// The reason in words, with the names of the two.
    pub fn in_words(self, driver: &str, reference: &str) -> String {
        match self {
            Self::NoQualifying => "no qualifying is known".to_owned(),
            Self::DriverAbsent => format!("{driver} did not take part"),
            Self::ReferenceAbsent => format!("{reference} did not take part"),
            Self::BothAbsent => "neither took part".to_owned(),
            Self::DriverWithoutTime => format!("{driver} set no time"),
            Self::ReferenceWithoutTime => format!("{reference} set no time"),
            Self::BothWithoutTime => "neither set a time".to_owned(),
            Self::NoCommonPart => "they set no times in the same part".to_owned(),
        }
    }
}

/// Compares two drivers in qualifying, over some rounds of a season.
///
/// **Head-to-head**: by the places of qualifying, before grid penalties. A round counts
/// where both have a place; a driver without a time may have one, at the back. A round in
/// which one of them is not classified counts for nobody.
///
/// **Gap**: in the latest part in which both set a time (Q3, else Q2, else Q1, else the
/// whole), so tyres and track are those of the same minutes:
///
/// ```text
/// gap = t − t_ref        gap_percent = 100 · (t / t_ref − 1)
/// ```
///
/// Positive when the driver was slower. The two rules can differ on one round: who is
/// knocked out with a faster time than the other's in that part is behind by place and
/// ahead by time.
///
/// **Outliers**: gaps whose modified z-score over these rounds is beyond
/// [`OUTLIER_THRESHOLD`], from [`OUTLIERS_NEED`] gaps on. They find the deleted laps, the
/// broken cars and the drying tracks without knowing of any. Both medians are returned.
///
/// The interval holds the median gap of such rounds in 90 % of cases or more, if the rounds
/// are independent draws. Rounds still to come are passed over. A gap says something about
/// the drivers alone only where `team_mates` holds.
///
/// ```
/// # use maatstaf_core::{DriverId, Season};
/// # use maatstaf_pace::qualifying_comparison;
/// let season = Season::new(2023, vec![])?;
/// let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
/// let compared = qualifying_comparison(&season, &driver, &reference, 1..=22);
/// assert_eq!(compared.usual.median_percent, None);
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn qualifying_comparison(
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
    rounds: RangeInclusive<RoundNumber>,
) -> QualifyingComparison {
    let mut head_to_head = HeadToHead::default();
    let mut compared = Vec::new();
    let mut no_comparison = Vec::new();
    for event in season.events().iter().filter(|event| rounds.contains(&event.round.number)) {
        let is_to_come = event.qualifying.is_none() && event.race.is_none();
        if is_to_come {
            continue;
        }
        if let Some((ours, theirs)) = both_places(event.qualifying.as_ref(), driver, reference) {
            head_to_head.count(Ahead::by_place(ours, theirs));
        }
        match compare_round(event, driver, reference) {
            Ok(round) => compared.push(round),
            Err(reason) => no_comparison.push((event.round.number, reason)),
        }
    }
    mark_outliers(&mut compared);
    let all = GapSummary::of(compared.iter());
    let usual = GapSummary::of(compared.iter().filter(|round| !round.outlier));
    let outliers = compared.iter().filter(|round| round.outlier);
    let explain = |round| explain_outlier(season, round, driver, reference, &all);
    let outliers = outliers.map(explain).collect();
    QualifyingComparison {
        driver: driver.clone(),
        reference: reference.clone(),
        head_to_head,
        rounds: compared,
        no_comparison,
        all,
        usual,
        outliers,
    }
}

fn both_places(
    qualifying: Option<&Qualifying>,
    driver: &DriverId,
    reference: &DriverId,
) -> Option<(u16, u16)> {
    let place_of = |id| qualifying?.line_of(id)?.place;
    Some((place_of(driver)?, place_of(reference)?))
}

fn compare_round(
    event: &Event,
    driver: &DriverId,
    reference: &DriverId,
) -> Result<QualifyingRound, NoComparison> {
    let qualifying = event.qualifying.as_ref().ok_or(NoComparison::NoQualifying)?;
    let (ours, theirs) = match (qualifying.line_of(driver), qualifying.line_of(reference)) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (None, Some(_)) => return Err(NoComparison::DriverAbsent),
        (Some(_), None) => return Err(NoComparison::ReferenceAbsent),
        (None, None) => return Err(NoComparison::BothAbsent),
    };
    let in_part = |part| Some((part, time_in(ours, part)?, time_in(theirs, part)?));
    let latest = QualifyingPart::LATEST_FIRST.into_iter().find_map(in_part);
    let Some((part, driver_time, reference_time)) = latest else {
        return Err(match (best_of(ours).is_some(), best_of(theirs).is_some()) {
            (true, true) => NoComparison::NoCommonPart,
            (false, true) => NoComparison::DriverWithoutTime,
            (true, false) => NoComparison::ReferenceWithoutTime,
            (false, false) => NoComparison::BothWithoutTime,
        });
    };
    let gap = driver_time.lost_to(reference_time);
    Ok(QualifyingRound {
        round: event.round.number,
        part,
        driver_time,
        reference_time,
        gap,
        gap_percent: 100.0 * gap.as_micros() as f64 / reference_time.as_micros() as f64,
        team_mates: are_team_mates(event, driver, reference),
        track: track_state(event),
        score: 0.0,
        outlier: false,
    })
}

fn mark_outliers(rounds: &mut [QualifyingRound]) {
    let gaps: Vec<f64> = rounds.iter().map(|round| round.gap_percent).collect();
    for (round, score) in rounds.iter_mut().zip(scores_of(&gaps)) {
        round.score = score;
        round.outlier = is_outlier(score);
    }
}

/// A score for each gap; none at all when there are too few.
fn scores_of(gaps: &[f64]) -> Vec<f64> {
    if gaps.len() < OUTLIERS_NEED { Vec::new() } else { modified_z_scores(gaps) }
}

fn is_outlier(score: f64) -> bool {
    score.abs() > OUTLIER_THRESHOLD
}

pub(crate) fn best_of(line: &Qualified) -> Option<(LapTime, QualifyingPart)> {
    let times = QualifyingPart::LATEST_FIRST.into_iter();
    times.filter_map(|part| Some((time_in(line, part)?, part))).min_by_key(|(time, _)| *time)
}

/// A time of zero is no time.
pub(crate) fn time_in(line: &Qualified, part: QualifyingPart) -> Option<LapTime> {
    line.time_in(part).filter(|time| time.as_micros() > 0)
}
