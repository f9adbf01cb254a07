//! Gaps that do not belong to the rest, and what the times tell about why.

use std::fmt;

use maatstaf_core::{
    DriverId, LapTime, Qualified, Qualifying, QualifyingPart, RoundNumber, Season,
};
use maatstaf_numerics::median;

use crate::qualifying::{GapSummary, OUTLIERS_NEED, QualifyingRound, best_of, time_in};
use crate::qualifying_track::{TrackState, seconds_in};

/// A gap that does not belong to the rest, with what the times themselves tell about it.
#[derive(Clone, Debug, PartialEq)]
pub struct QualifyingOutlier {
    /// Which round.
    pub round: RoundNumber,
    /// In which part.
    pub part: QualifyingPart,
    /// The gap in percent of the reference's time.
    pub gap_percent: f64,
    /// The median of all gaps, in percent.
    pub median_percent: f64,
    /// How far the gap lies from that median, in robust standard deviations; signed.
    pub score: f64,
    /// Who was far from his own best time of the day, where one of them was.
    pub off_own_best: Option<OffOwnBest>,
    /// Otherwise who was far from everybody in that part.
    pub off_the_field: Option<OffTheField>,
    /// What the times of everybody say about the track.
    pub track: TrackState,
}

/// A time far from the same driver's best of the same qualifying.
#[derive(Clone, Debug, PartialEq)]
pub struct OffOwnBest {
    /// Who.
    pub driver: DriverId,
    /// His time in the part that was compared.
    pub time: LapTime,
    /// His best time of the day.
    pub best: LapTime,
    /// In which part he set it.
    pub best_part: QualifyingPart,
    /// How much slower the compared time was, in percent of his best.
    pub percent: f64,
}

/// A time far from the usual one of everybody in the same part.
#[derive(Clone, Debug, PartialEq)]
pub struct OffTheField {
    /// Who.
    pub driver: DriverId,
    /// His time in the part that was compared.
    pub time: LapTime,
    /// How many set a time in it, he included.
    pub n: usize,
    /// How much slower his was than their median, in percent.
    pub percent: f64,
}

impl QualifyingOutlier {
    /// Why the gap is left out, in words; `name` says how to print a driver.
    ///
    /// ```text
    /// -19.39 % in Q2 is 30.0 times the usual spread away from the median of +0.60 %: there
    /// Verstappen's 1:49.953 was 23.9 % off his own 1:28.761 from Q1
    /// ```
    pub fn in_words(&self, name: impl Fn(&DriverId) -> String) -> String {
        let Self { gap_percent, part, median_percent, score, .. } = self;
        let distance = score.abs();
        let part = part.name();
        let far = format!(
            "{gap_percent:+.2} % in {part} is {distance:.1} times the usual spread away from \
             the median of {median_percent:+.2} %"
        );
        let reason = match (&self.off_own_best, &self.off_the_field) {
            (Some(off), _) => format!(
                ": there {}'s {} was {:.1} % off his own {} from {}",
                name(&off.driver),
                off.time,
                off.percent,
                off.best,
                off.best_part.name()
            ),
            (None, Some(off)) => format!(
                ": there {}'s {} was {:.1} % off the median of {} drivers",
                name(&off.driver),
                off.time,
                off.percent,
                off.n
            ),
            (None, None) => String::new(),
        };
        let track = self.track.in_words().map_or(String::new(), |track| format!("; {track}"));
        far + &reason + &track
    }
}

impl fmt::Display for QualifyingOutlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.in_words(|driver| driver.to_string()))
    }
}

pub(crate) fn explain_outlier(
    season: &Season,
    round: &QualifyingRound,
    driver: &DriverId,
    reference: &DriverId,
    all: &GapSummary,
) -> QualifyingOutlier {
    let median_percent = all.median_percent.unwrap_or(0.0);
    let slow = if round.gap_percent > median_percent { driver } else { reference };
    let qualifying = season.event(round.round).and_then(|event| event.qualifying.as_ref());
    let line = qualifying.and_then(|qualifying| qualifying.line_of(slow));
    let missing = (round.gap_percent - median_percent).abs();
    let off_own_best = line.and_then(|line| off_own_best(line, round.part, missing));
    let off_the_field = match (&off_own_best, qualifying, line) {
        (None, Some(all), Some(line)) => off_the_field(all, line, round.part, missing),
        _ => None,
    };
    QualifyingOutlier {
        round: round.round,
        part: round.part,
        gap_percent: round.gap_percent,
        median_percent,
        score: round.score,
        off_own_best,
        off_the_field,
        track: round.track.clone(),
    }
}

/// His time against his own best, where that makes at least half of what is to be explained.
fn off_own_best(line: &Qualified, part: QualifyingPart, missing: f64) -> Option<OffOwnBest> {
    let time = time_in(line, part)?;
    let (best, best_part) = best_of(line)?;
    let percent = 100.0 * time.lost_to(best).as_micros() as f64 / best.as_micros() as f64;
    let explains = percent > 0.0 && percent >= missing / 2.0;
    explains.then(|| OffOwnBest { driver: line.driver.clone(), time, best, best_part, percent })
}

/// His time against the median of all in that part, where that makes at least half of what is to be explained.
fn off_the_field(
    all: &Qualifying,
    line: &Qualified,
    part: QualifyingPart,
    missing: f64,
) -> Option<OffTheField> {
    let time = time_in(line, part)?;
    let times: Vec<f64> = all.lines.iter().filter_map(|line| seconds_in(line, part)).collect();
    let percent = 100.0 * (seconds_in(line, part)? / median(&times)? - 1.0);
    let explains = times.len() >= OUTLIERS_NEED && percent >= missing / 2.0;
    explains.then(|| OffTheField { driver: line.driver.clone(), time, n: times.len(), percent })
}
