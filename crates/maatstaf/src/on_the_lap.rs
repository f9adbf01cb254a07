//! Where on the lap one driver loses to another, event by event, and what matching him there would bring: seconds,
//! a place in qualifying, points.

mod laps;
mod places;
mod points;
mod usual;

use maatstaf_core::{Almanac, LapTime, QualifyingPart, RoundNumber, Season, SeasonRules, Session};
use maatstaf_telemetry::{Comparison, Counterfactual, Loss, Matched, Segment};

use crate::Briefing;
use crate::compare::{LapToCompare, compared, what_matching_brings};

pub use laps::{EventLaps, NoLaps, TimedSample, laps_of_event};
pub use places::{Decided, NoPlace, WentOn, WouldBe, decided, qualifying_of, would_be};
pub use points::{GridPoints, GridWorth, N_SEASONS};
pub use usual::{Kind, Pace, UsualLoss, usual_losses};

/// Where on the lap, over a season.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnTheLap {
    /// The events with laps of both, in order.
    pub events: Vec<EventOnTheLap>,
    /// The events that are in the library without such laps, and why.
    pub left_out: Vec<(RoundNumber, String)>,
    /// What each kind of place costs, over the events whose laps are of one part of qualifying.
    pub usual: Vec<UsualLoss>,
}

/// Where on the lap, at one event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventOnTheLap {
    /// Which round.
    pub round: RoundNumber,
    /// For which grid was qualified: that of the race, or of the sprint.
    pub grid_of: Session,
    /// Where the laps are found: `2026/monaco/qualifying`.
    pub address: String,
    /// In which part of qualifying the lap and the reference were driven, where that is known.
    pub parts: [Option<QualifyingPart>; 2],
    /// What each piece of the road cost.
    pub comparison: Comparison,
    /// What matching the reference would bring.
    pub matching: Counterfactual,
    /// The lap that decided his place; or why none did.
    pub decided: Result<Decided, NoPlace>,
    /// What the laps with places matched would have meant, one for each of `matching.matched`; none where no lap
    /// decided his place.
    pub better_laps: Vec<BetterLap>,
}

/// What a lap with some places matched would have meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetterLap {
    /// How much is matched, and what that brings.
    pub matched: Matched,
    /// The lap that decided his place, with that taken off.
    pub time: LapTime,
    /// The place by it.
    pub would_be: WouldBe,
    /// The places by the ends of the interval: with the least gain, with the largest.
    pub between: [WouldBe; 2],
    /// What the better place on the grid usually brings; `None` where it is no better, or no race is at hand.
    pub points: Option<GridWorth>,
}

impl EventOnTheLap {
    /// The corners and straights on which the driver surely loses, the most first.
    pub fn losses(&self) -> Vec<&Segment> {
        let mut losses = self.sure(|loss| loss.low > 0.0);
        losses.sort_by_key(|segment| std::cmp::Reverse(segment.loss.time.as_micros()));
        losses
    }

    /// Those on which he surely gains, the most first.
    pub fn gains(&self) -> Vec<&Segment> {
        let mut gains = self.sure(|loss| loss.high < 0.0);
        gains.sort_by_key(|segment| segment.loss.time.as_micros());
        gains
    }

    fn sure(&self, is: impl Fn(&Loss) -> bool) -> Vec<&Segment> {
        self.comparison.segments.iter().filter(|segment| is(&segment.loss)).collect()
    }

    /// Whether both laps are of the same part of qualifying, as far as is known.
    pub fn is_same_part(&self) -> bool {
        self.parts[0] == self.parts[1]
    }

    /// Whether the lap that is compared is the one that decided his place.
    pub fn is_the_deciding_lap(&self) -> bool {
        self.decided.as_ref().is_ok_and(|decided| decided.time == self.comparison.times[0])
    }
}

impl Briefing {
    /// The same page with where on the lap, for laps that were recorded; `laps` gives them event by event, or the
    /// round and why there are none.
    ///
    /// A gain on the lap that is compared is taken off the lap that decided the driver's place, all others having
    /// driven as they did: see [`would_be`]. The points are what such places on the grid brought, whoever stood
    /// there: see [`GridPoints`].
    ///
    /// ```
    /// # use maatstaf::core::DriverId;
    /// # let almanac = maatstaf::facts::seasons();
    /// # let (season, rules) = (&almanac.seasons[&2023], &maatstaf::facts::f1_rules()[&2023]);
    /// # let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
    /// let page = maatstaf::briefing(almanac, rules, season, &driver, &reference)?;
    /// let left_out = [Err((14, "there is no recording".to_owned()))];
    /// let page = page.with_laps(almanac, rules, season, left_out);
    /// assert!(page.on_the_lap.is_none()); // no event with laps of both
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn with_laps(
        mut self,
        almanac: &Almanac,
        rules: &SeasonRules,
        season: &Season,
        laps: impl IntoIterator<Item = Result<EventLaps, (RoundNumber, String)>>,
    ) -> Self {
        let mut found = OnTheLap::default();
        for laps in laps {
            let compared = laps
                .and_then(|laps| on_the_lap(&laps).map_err(|why| (laps.round, why.to_string())));
            match compared {
                Ok(event) => found.events.push(event),
                Err(left_out) => found.left_out.push(left_out),
            }
        }
        for event in &mut found.events {
            self.add_better_laps(almanac, rules, season, event);
        }
        let alike = found.events.iter().filter(|event| event.is_same_part());
        found.usual = usual_losses(alike.map(|event| &event.comparison));
        self.on_the_lap = (!found.events.is_empty()).then_some(found);
        self
    }

    fn add_better_laps(
        &self,
        almanac: &Almanac,
        rules: &SeasonRules,
        season: &Season,
        at: &mut EventOnTheLap,
    ) {
        let went_on = WentOn::of(season, at.grid_of);
        let result = season.event(at.round).and_then(|event| qualifying_of(event, at.grid_of));
        let Some(result) = result else { return };
        at.decided = decided(result, &self.driver.id, went_on);
        let Ok(decided) = at.decided else { return };
        let points = GridPoints::of(almanac, rules, season.year(), at.grid_of);
        let better_lap = |matched: &Matched| {
            let with = |micros: i64| faster(decided.time, micros);
            let place = |time| would_be(result, &self.driver.id, &decided, time, went_on);
            let ends = [matched.gain.low, matched.gain.high];
            let time = with(matched.gain.time.as_micros());
            let would_be = place(time);
            let is_better = would_be.place < decided.place;
            BetterLap {
                matched: *matched,
                time,
                would_be,
                between: ends.map(|seconds| place(with((seconds * 1e6).round() as i64))),
                points: is_better.then(|| points.worth(decided.place, would_be.place)).flatten(),
            }
        };
        at.better_laps = at.matching.matched.iter().map(better_lap).collect();
    }
}

/// A time with a gain taken off; a loss is none.
fn faster(time: LapTime, gain_micros: i64) -> LapTime {
    LapTime::from_micros(time.as_micros().saturating_add_signed(-gain_micros.max(0)))
}

/// Holds the laps of an event against each other.
fn on_the_lap(laps: &EventLaps) -> Result<EventOnTheLap, NoLaps> {
    let [lap, reference] =
        laps.laps.each_ref().map(|lap| LapToCompare::Measured(lap.sampled.clone()));
    let compared = compared(&lap, &reference, &laps.others)
        .map_err(|why| NoLaps::NotCompared(why.to_string()))?;
    Ok(EventOnTheLap {
        round: laps.round,
        grid_of: laps.grid_of,
        address: laps.address.clone(),
        parts: laps.laps.each_ref().map(|lap| lap.part),
        matching: what_matching_brings(&compared),
        comparison: compared.comparison,
        decided: Err(NoPlace::NotInResult),
        better_laps: Vec::new(),
    })
}
