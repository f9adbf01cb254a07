//! The rows of the replies, by kind.

use maatstaf_core::{ClockTime, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::samples::Sampled;
use crate::loose::{Loose, elements};
use crate::recordings::IssueList;

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(default)]
        pub(super) struct $name {
            $(pub(super) $field: Loose,)*
        }
    )*};
}

rows! {
    Session { year, meeting_name, circuit_short_name, location, session_name, date_start }
    Driver { driver_number, name_acronym, full_name, team_name }
    Lap {
        driver_number, lap_number, date_start, lap_duration, is_pit_out_lap,
        duration_sector_1, duration_sector_2, duration_sector_3,
        segments_sector_1, segments_sector_2, segments_sector_3,
        i1_speed, i2_speed, st_speed,
    }
    Stint { driver_number, stint_number, compound, lap_start, lap_end, tyre_age_at_start }
    Pit { driver_number, lap_number, date, lane_duration, pit_duration }
    Position { driver_number, date, position }
    Control {
        date, lap_number, category, flag, scope, sector, driver_number, message, qualifying_phase,
    }
    Weather {
        date, air_temperature, track_temperature, humidity, pressure, rainfall, wind_speed,
        wind_direction,
    }
    SessionResult { driver_number, position, number_of_laps, duration, dnf, dns, dsq }
    CarData { driver_number, date, rpm, speed, n_gear, throttle, brake, drs }
    Location { driver_number, date, x, y, z }
    /// What tells of which session a row is.
    Keyed { session_key, date }
}

/// Everything that the replies of one session hold.
#[derive(Default)]
pub(super) struct Replies {
    pub(super) sessions: Vec<Session>,
    pub(super) drivers: Vec<Driver>,
    pub(super) laps: Vec<Lap>,
    pub(super) stints: Vec<Stint>,
    pub(super) pits: Vec<Pit>,
    pub(super) positions: Vec<Position>,
    pub(super) control: Vec<Control>,
    pub(super) weather: Vec<Weather>,
    pub(super) results: Vec<SessionResult>,
    pub(super) samples: Sampled,
    first: Option<Timestamp>,
    n_files: usize,
}

/// The clock of the session.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) zero: Option<Timestamp>,
}

impl Clock {
    pub(super) fn at(self, date: &Loose) -> Option<ClockTime> {
        let since = date.moment()?.as_microsecond() - self.zero?.as_microsecond();
        u64::try_from(since).ok().map(ClockTime::from_micros)
    }
}

/// The kinds of rows, by a key that no other kind has; the first that fits.
const KINDS: [(&str, Kind); 14] = [
    ("name_acronym", Kind::Drivers),
    ("segments_sector_1", Kind::Laps),
    ("duration_sector_1", Kind::Laps),
    ("tyre_age_at_start", Kind::Stints),
    ("pit_duration", Kind::Pits),
    ("lane_duration", Kind::Pits),
    ("air_temperature", Kind::Weather),
    ("dnf", Kind::Results),
    ("category", Kind::Control),
    ("n_gear", Kind::CarData),
    ("interval", Kind::Unused),
    ("session_type", Kind::Sessions),
    ("z", Kind::Location),
    ("position", Kind::Positions),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sessions,
    Drivers,
    Laps,
    Stints,
    Pits,
    Positions,
    Control,
    Weather,
    Results,
    CarData,
    Location,
    Unused,
}

/// The session that the laps are of, else that of the first row.
pub(super) fn session_of(files: &[(&str, &[u8])]) -> Option<String> {
    let keys = files.iter().filter_map(|(_, bytes)| {
        let first = *elements(trimmed(bytes)).0.first()?;
        let row: Keyed = serde_json::from_slice(first).ok()?;
        Some((kind_of(first) != Some(Kind::Laps), key_text(&row.session_key)?))
    });
    keys.min_by_key(|(is_other, _)| *is_other).map(|(_, key)| key)
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    crate::text_table::without_mark(bytes)
}

fn key_text(key: &Loose) -> Option<String> {
    key.car().map(|key| key.as_str().to_owned())
}

fn kind_of(element: &[u8]) -> Option<Kind> {
    let row: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(element).ok()?;
    KINDS.into_iter().find(|(key, _)| row.contains_key(*key)).map(|(_, kind)| kind)
}

impl Replies {
    /// Takes the rows of one file that are of a session.
    pub(super) fn add(&mut self, bytes: &[u8], session: Option<&str>, issues: &mut IssueList) {
        let (found, read) = elements(trimmed(bytes));
        if let Err(why) = read {
            let n_rows = found.len();
            issues.add(None, format!("{why}; the {n_rows} rows before it are taken"));
        }
        let Some(kind) = found.first().and_then(|first| kind_of(first)) else {
            if !found.is_empty() {
                issues.add(None, "rows of a kind that is not known; left out");
            }
            return;
        };
        self.n_files += 1;
        let mut n_others = 0;
        for (idx, element) in found.into_iter().enumerate() {
            match serde_json::from_slice::<Keyed>(element) {
                Ok(row)
                    if session.is_some() && key_text(&row.session_key).as_deref() != session =>
                {
                    n_others += 1;
                }
                Ok(row) => {
                    let moment = row.date.moment();
                    self.first = [self.first, moment].into_iter().flatten().min();
                    self.take(kind, element, moment);
                }
                Err(_) => issues.add(Some(idx as u64 + 1), "this row is no object; left out"),
            }
        }
        if n_others > 0 {
            issues.add(None, format!("{n_others} rows are of another session; left out"));
        }
    }

    fn take(&mut self, kind: Kind, row: &[u8], moment: Option<Timestamp>) {
        match kind {
            Kind::Sessions => push(&mut self.sessions, row),
            Kind::Drivers => push(&mut self.drivers, row),
            Kind::Laps => push(&mut self.laps, row),
            Kind::Stints => push(&mut self.stints, row),
            Kind::Pits => push(&mut self.pits, row),
            Kind::Positions => push(&mut self.positions, row),
            Kind::Control => push(&mut self.control, row),
            Kind::Weather => push(&mut self.weather, row),
            Kind::Results => push(&mut self.results, row),
            Kind::CarData => self.samples.add_car_data(row, moment),
            Kind::Location => self.samples.add_location(row, moment),
            Kind::Unused => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.n_files == 0
    }

    /// The earliest moment of all; laps and the session have theirs under another key.
    pub(super) fn zero(&mut self) -> Option<Timestamp> {
        let laps = self.laps.iter().filter_map(|lap| lap.date_start.moment());
        let sessions = self.sessions.iter().filter_map(|session| session.date_start.moment());
        laps.chain(sessions).chain(self.first).min()
    }
}

fn push<T: DeserializeOwned>(rows: &mut Vec<T>, row: &[u8]) {
    rows.extend(serde_json::from_slice::<T>(row).ok());
}
