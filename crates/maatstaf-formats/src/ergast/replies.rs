//! The shapes of the replies.

use maatstaf_core::{CarNumber, DriverName, LapTime, SessionFacts, StatedResult};
use serde::Deserialize;

use crate::loose::Loose;

#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(rename = "MRData")]
    data: Data,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    total: Loose,
    #[serde(rename = "RaceTable")]
    table: RaceTable,
}

/// What narrows a list down stands beside its races.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RaceTable {
    lap: Loose,
    stop: Loose,
    #[serde(rename = "driverId")]
    driver: Loose,
    #[serde(rename = "Races")]
    races: Vec<Race>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Race {
    season: Loose,
    round: Loose,
    #[serde(rename = "raceName")]
    name: Loose,
    #[serde(rename = "Circuit")]
    circuit: Circuit,
    #[serde(rename = "Laps")]
    pub(super) laps: Vec<Lap>,
    #[serde(rename = "PitStops")]
    pub(super) stops: Vec<Stop>,
    #[serde(rename = "Results")]
    results: Vec<Line>,
    #[serde(rename = "QualifyingResults")]
    qualifying: Vec<Line>,
    #[serde(rename = "SprintResults")]
    sprint: Vec<Line>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Circuit {
    #[serde(rename = "circuitName")]
    name: Loose,
    #[serde(rename = "Location")]
    location: Location,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location {
    locality: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Lap {
    pub(super) number: Loose,
    #[serde(rename = "Timings")]
    pub(super) timings: Vec<Timing>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Timing {
    #[serde(rename = "driverId")]
    pub(super) driver_id: Loose,
    pub(super) position: Loose,
    pub(super) time: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Stop {
    #[serde(rename = "driverId")]
    pub(super) driver_id: Loose,
    pub(super) lap: Loose,
    pub(super) duration: Loose,
}

/// A line of a result, of qualifying or of a race.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Line {
    pub(super) number: Loose,
    position: Loose,
    #[serde(rename = "Driver")]
    pub(super) driver: Driver,
    #[serde(rename = "Constructor")]
    pub(super) constructor: Constructor,
    laps: Loose,
    status: Loose,
    #[serde(rename = "Time")]
    time: RaceTime,
    #[serde(rename = "Q1")]
    first: Loose,
    #[serde(rename = "Q2")]
    second: Loose,
    #[serde(rename = "Q3")]
    third: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Driver {
    #[serde(rename = "driverId")]
    pub(super) driver_id: Loose,
    pub(super) code: Loose,
    #[serde(rename = "givenName")]
    given: Loose,
    #[serde(rename = "familyName")]
    family: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Constructor {
    pub(super) name: Loose,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RaceTime {
    millis: Loose,
}

/// Sessions, those with most to tell first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Race,
    Qualifying,
    Sprint,
}

pub(super) fn page(bytes: &[u8]) -> Result<Page, serde_json::Error> {
    serde_json::from_slice(crate::text_table::without_mark(bytes))
}

impl Page {
    pub(super) fn races(&self) -> impl Iterator<Item = &Race> {
        self.data.table.races.iter()
    }

    /// Every session with its season and round; where both are known.
    pub(super) fn sessions(&self) -> impl Iterator<Item = (Kind, String, String)> {
        self.races().flat_map(|race| {
            let key = race.season.car().zip(race.round.car());
            let key = key.map(|(season, round)| (season.to_string(), round.to_string()));
            race.kinds().filter_map(move |kind| {
                let (season, round) = key.clone()?;
                Some((kind, season, round))
            })
        })
    }

    /// Whether it is a page of a whole list and not of one lap, one stop or one driver.
    pub(super) fn is_whole_list(&self, is_it: impl Fn(&Race) -> bool) -> bool {
        let table = &self.data.table;
        let narrow = [&table.lap, &table.stop, &table.driver];
        narrow.into_iter().all(|by| *by == Loose::Nothing) && table.races.iter().any(is_it)
    }

    pub(super) fn total(&self) -> Option<usize> {
        self.data.total.whole()
    }
}

impl Race {
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> {
        let kinds = [Kind::Race, Kind::Qualifying, Kind::Sprint];
        kinds.into_iter().filter(|kind| self.has(*kind))
    }

    pub(super) fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Race => {
                !(self.laps.is_empty() && self.stops.is_empty() && self.results.is_empty())
            }
            Kind::Qualifying => !self.qualifying.is_empty(),
            Kind::Sprint => !self.sprint.is_empty(),
        }
    }

    pub(super) fn is_of(&self, season: &str, round: &str) -> bool {
        let is = |value: &Loose, want: &str| value.car().is_some_and(|it| it.as_str() == want);
        is(&self.season, season) && is(&self.round, round)
    }

    pub(super) fn lines(&self, kind: Kind) -> impl Iterator<Item = &Line> {
        match kind {
            Kind::Race => self.results.iter(),
            Kind::Qualifying => self.qualifying.iter(),
            Kind::Sprint => self.sprint.iter(),
        }
    }

    pub(super) fn about(&self, kind: Kind) -> SessionFacts {
        let session = match kind {
            Kind::Race => "Race",
            Kind::Qualifying => "Qualifying",
            Kind::Sprint => "Sprint",
        };
        SessionFacts {
            series: Some("Formula 1".to_owned()),
            year: self.season.whole(),
            event: self.name.owned(),
            place: self.circuit.location.locality.owned().or_else(|| self.circuit.name.owned()),
            session: Some(session.to_owned()),
            ..SessionFacts::default()
        }
    }
}

impl Line {
    pub(super) fn result(&self, car: &CarNumber, driver: &DriverName) -> StatedResult {
        let parts = [&self.first, &self.second, &self.third].map(Loose::lap_time);
        let millis = self.time.millis.whole::<u32>();
        let raced = millis.map(|millis| LapTime::from_millis(millis.into()));
        StatedResult {
            car: Some(car.clone()),
            driver: Some(driver.clone()),
            place: self.position.whole(),
            laps: self.laps.whole(),
            time: raced.or_else(|| parts.into_iter().flatten().min()),
            part_times: [None, parts[0], parts[1], parts[2]],
            status: self.status.owned(),
        }
    }
}

impl Driver {
    pub(super) fn full_name(&self) -> Option<String> {
        let names = [self.given.text(), self.family.text()];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    }
}
