//! What the times of everybody say about the track of a qualifying.

use maatstaf_core::{Event, LapTime, Qualified, Qualifying, QualifyingPart};
use maatstaf_numerics::median;

use crate::qualifying::time_in;

/// From so many percent on, the usual time of two parts says that the track changed.
///
/// On dry tracks since 2021 everybody gains 0.3 to 1.2 % from one part to the next.
const CHANGE_PERCENT: f64 = 1.5;

/// So many drivers have a time in both parts at least.
const DRIVERS_NEEDED: usize = 4;

/// The parts of a qualifying that lasts three of them, each with the next.
const PAIRS: [(QualifyingPart, QualifyingPart); 2] =
    [(QualifyingPart::Q1, QualifyingPart::Q2), (QualifyingPart::Q2, QualifyingPart::Q3)];

/// What the times of everybody say about the track of a qualifying: nothing where all is as usual.
///
/// Rain is not in results; what it does to times is. A damp track that stays so, and is as fast in the
/// race, is not recognised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackState {
    /// The parts between which it changed most, where it changed.
    pub changed: Option<TrackChange>,
    /// The fastest lap of the race, where nobody was faster in qualifying.
    pub slower_than_race: Option<SlowerThanRace>,
}

/// Everybody was faster, or slower, in one part than in the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackChange {
    /// The earlier part.
    pub from: QualifyingPart,
    /// The later one.
    pub to: QualifyingPart,
    /// The median over the drivers with a time in both: positive when the later times are slower.
    pub percent: f64,
    /// How many these are.
    pub n: usize,
}

/// The best time of qualifying against the fastest lap of the race.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowerThanRace {
    /// The fastest lap of the race.
    pub race_lap: LapTime,
    /// How much slower the best time of qualifying was, in percent.
    pub percent: f64,
}

impl TrackState {
    /// Whether nothing says that the track was wet, or changed.
    pub fn is_usual(&self) -> bool {
        self.changed.is_none() && self.slower_than_race.is_none()
    }

    /// What was found, in words; `None` where all is as usual.
    ///
    /// ```text
    /// a wet or changing track: the median of 10 drivers was 12.1 % slower in Q3 than in Q2
    /// ```
    pub fn in_words(&self) -> Option<String> {
        let changed = self.changed.map(|it| {
            let how = if it.percent > 0.0 { "slower" } else { "faster" };
            format!(
                "the median of {} drivers was {:.1} % {how} in {} than in {}",
                it.n,
                it.percent.abs(),
                it.to.name(),
                it.from.name()
            )
        });
        let slower = self.slower_than_race.map(|it| {
            format!(
                "the best time was {:.1} % slower than the race's fastest lap of {}",
                it.percent, it.race_lap
            )
        });
        let found: Vec<String> = slower.into_iter().chain(changed).collect();
        (!found.is_empty()).then(|| format!("a wet or changing track: {}", found.join(", ")))
    }
}

/// What the times say about the track of this event's qualifying.
pub(crate) fn track_state(event: &Event) -> TrackState {
    let Some(qualifying) = &event.qualifying else { return TrackState::default() };
    let changes = PAIRS.iter().filter_map(|&(from, to)| change(qualifying, from, to));
    let changes = changes.filter(|it| it.percent.abs() >= CHANGE_PERCENT);
    TrackState {
        changed: changes.max_by(|a, b| a.percent.abs().total_cmp(&b.percent.abs())),
        slower_than_race: slower_than_race(event, qualifying),
    }
}

fn change(
    qualifying: &Qualifying,
    from: QualifyingPart,
    to: QualifyingPart,
) -> Option<TrackChange> {
    let both = |line| Some(100.0 * (seconds_in(line, to)? / seconds_in(line, from)? - 1.0));
    let changes: Vec<f64> = qualifying.lines.iter().filter_map(both).collect();
    let percent = median(&changes).filter(|_| changes.len() >= DRIVERS_NEEDED)?;
    Some(TrackChange { from, to, percent, n: changes.len() })
}

/// Only where qualifying came in three parts: before, cars carried the fuel of the race.
fn slower_than_race(event: &Event, qualifying: &Qualifying) -> Option<SlowerThanRace> {
    let parts = || QualifyingPart::LATEST_FIRST.into_iter();
    let is_in_parts =
        qualifying.lines.iter().any(|line| time_in(line, QualifyingPart::Q3).is_some());
    let race_lap = event.race.iter().flat_map(|race| race.lines()).filter_map(|line| line.lap_time);
    let race_lap = race_lap.filter(|lap| lap.as_micros() > 0).min().filter(|_| is_in_parts)?;
    let times =
        qualifying.lines.iter().flat_map(|line| parts().filter_map(|part| time_in(line, part)));
    let best = times.min()?;
    let percent = 100.0 * best.lost_to(race_lap).as_micros() as f64 / race_lap.as_micros() as f64;
    (percent > 0.0).then_some(SlowerThanRace { race_lap, percent })
}

pub(crate) fn seconds_in(line: &Qualified, part: QualifyingPart) -> Option<f64> {
    time_in(line, part).map(|time| time.as_micros() as f64 / 1e6)
}
