//! The place that a better time would have given in qualifying.

use maatstaf_core::{
    DriverId, Event, LapTime, Qualified, Qualifying, QualifyingPart, Season, Session,
};

/// How many went on from a part of qualifying to the next, at most over a season.
///
/// A driver who went on and set no time there looks like one who was knocked out, so one event alone may
/// count too few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WentOn {
    /// From Q1 to Q2.
    pub to_q2: u16,
    /// From Q2 to Q3.
    pub to_q3: u16,
}

impl WentOn {
    /// Over the qualifying sessions of a season: for the races, or for the sprints.
    pub fn of(season: &Season, grid_of: Session) -> Self {
        let results = season.events().iter().filter_map(|event| qualifying_of(event, grid_of));
        let timed = |result: &Qualifying, part| {
            result.lines.iter().filter(|line| time_in(line, part).is_some()).count() as u16
        };
        results.fold(Self::default(), |most, result| Self {
            to_q2: most.to_q2.max(timed(result, QualifyingPart::Q2)),
            to_q3: most.to_q3.max(timed(result, QualifyingPart::Q3)),
        })
    }

    /// How many went beyond a part; nobody goes on from the last.
    const fn beyond(self, part: QualifyingPart) -> u16 {
        match part {
            QualifyingPart::Q1 => self.to_q2,
            QualifyingPart::Q2 => self.to_q3,
            QualifyingPart::Q3 | QualifyingPart::Whole => 0,
        }
    }
}

/// The result that made a grid: that of the race, or of the sprint; `None` where it is not known.
pub fn qualifying_of(event: &Event, grid_of: Session) -> Option<&Qualifying> {
    match grid_of {
        Session::Race => event.qualifying.as_ref(),
        Session::Sprint => {
            let found = event.timed.iter().find(|timed| timed.session == "sprint-qualifying");
            found.map(|timed| &timed.result)
        }
    }
}

/// The lap that decided a place in qualifying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The place in the result, before any penalty on the grid.
    pub place: u16,
    /// The last part with a time of his.
    pub part: QualifyingPart,
    /// That time.
    pub time: LapTime,
}

/// A place in qualifying by a time that was not driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WouldBe {
    /// The place, all others having driven as they did.
    pub place: u16,
    /// Whether the time would have taken him on to the next part: his place there is not known, and `place` is the
    /// worst of those who went on.
    pub at_worst: bool,
}

/// Why a place does not follow from a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoPlace {
    /// The result is not known, or he is not in it.
    NotInResult,
    /// He is in it without a place: disqualified, or excluded.
    WithoutPlace,
    /// He set no time.
    WithoutTime,
    /// He went on to a part in which he set no time, so that no time of his decided.
    WentOnWithoutTime,
}

impl NoPlace {
    /// In words, with the name of the driver.
    pub fn in_words(self, driver: &str) -> String {
        match self {
            Self::NotInResult => format!("{driver} is not in the result"),
            Self::WithoutPlace => format!("{driver} has no place in the result"),
            Self::WithoutTime => format!("{driver} has no time in the result"),
            Self::WentOnWithoutTime => {
                format!("{driver} set no time in the part that decided his place")
            }
        }
    }
}

/// The lap that decided where a driver qualified.
///
/// # Errors
///
/// When no time of his did.
pub fn decided(
    result: &Qualifying,
    driver: &DriverId,
    went_on: WentOn,
) -> Result<Decided, NoPlace> {
    let line = result.line_of(driver).ok_or(NoPlace::NotInResult)?;
    let place = line.place.ok_or(NoPlace::WithoutPlace)?;
    let last = QualifyingPart::LATEST_FIRST.into_iter();
    let mut timed = last.filter_map(|part| Some((part, time_in(line, part)?)));
    let (part, time) = timed.next().ok_or(NoPlace::WithoutTime)?;
    match place <= went_on.beyond(part) {
        true => Err(NoPlace::WentOnWithoutTime),
        false => Ok(Decided { place, part, time }),
    }
}

/// The place that another time would have given in the part that decided, all others having driven as they did.
///
/// Who was knocked out is placed by his time among those of the same part. Where the better time is among the
/// first so many who went on, he would have gone on as well: there his time is not known, so the place is the
/// worst that those who went on can have. A time as good as another's comes behind it, and nobody falls behind
/// the place that he had. Places are those of the result, before penalties on the grid.
///
/// ```
/// use maatstaf::core::{DriverId, Session};
/// use maatstaf::on_the_lap::{WentOn, decided, would_be};
///
/// // Monza 2023: Pérez was fifth by 1:20.688, Russell fourth by 1:20.671.
/// let season = &maatstaf::facts::seasons().seasons[&2023];
/// let result = season.event(14).unwrap().qualifying.as_ref().unwrap();
/// let (driver, went_on) = (DriverId::new("sergio-perez"), WentOn::of(season, Session::Race));
/// let decided = decided(result, &driver, went_on).unwrap();
/// let better = would_be(result, &driver, &decided, "1:20.670".parse()?, went_on);
/// assert_eq!((decided.place, better.place), (5, 4));
/// # Ok::<(), maatstaf::core::InvalidTime>(())
/// ```
pub fn would_be(
    result: &Qualifying,
    driver: &DriverId,
    decided: &Decided,
    time: LapTime,
    went_on: WentOn,
) -> WouldBe {
    let others = result.lines.iter().filter(|line| line.driver != *driver && line.place.is_some());
    let ahead = others.filter_map(|line| time_in(line, decided.part)).filter(|it| *it <= time);
    let by_time = ahead.count() as u16 + 1;
    let on = went_on.beyond(decided.part);
    match by_time <= on && time < decided.time {
        true => WouldBe { place: on.min(decided.place), at_worst: true },
        false => WouldBe { place: by_time.min(decided.place), at_worst: false },
    }
}

/// A time of zero is no time.
fn time_in(line: &Qualified, part: QualifyingPart) -> Option<LapTime> {
    line.time_in(part).filter(|time| time.as_micros() > 0)
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
