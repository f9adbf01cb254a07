//! What was recorded of one session: who ran, lap by lap, and what happened on the way.

mod address;
mod clock;
mod flag;
mod samples;
mod timed_lap;

pub use address::{Address, InvalidAddress, slug};
pub use flag::{Flag, FlagChange, Flags};
pub use samples::{InvalidSamples, SampleChannel, Samples};
pub use timed_lap::{LapNumber, SpeedTraps, TimedLap};

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{CarNumber, ClockTime, Compound, DriverName, LapTime, QualifyingPart, Year};

/// What was recorded of one session, whoever recorded it. Whatever a source does not have is empty.
///
/// Moments are on the clock of the session, which starts when its recording does. Laps stand by car,
/// then by number; all else in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// Which session it was.
    pub about: SessionFacts,
    /// The cars with their crews, in the order of the source.
    pub cars: Vec<RecordedCar>,
    /// Every lap that was timed.
    pub laps: Vec<TimedLap>,
    /// Stints of the cars: on one set of tyres, or from stop to stop where the source tells of no tyres.
    pub stints: Vec<TimedStint>,
    /// When the state of the track changed.
    pub flags: Vec<FlagChange>,
    /// What race control said.
    pub messages: Vec<ControlMessage>,
    /// The weather.
    pub weather: Vec<WeatherReading>,
    /// When each part of qualifying began.
    pub parts: Vec<PartStart>,
    /// The result as the source states it.
    pub results: Vec<StatedResult>,
    /// What was sampled in or of the cars.
    pub samples: Vec<Samples>,
}

/// Which session it was, as far as the source says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionFacts {
    /// The series: `Formula 1`, `WEC`.
    pub series: Option<String>,
    /// The season.
    pub year: Option<Year>,
    /// The event as printed: `Emilia Romagna Grand Prix`.
    pub event: Option<String>,
    /// The town or circuit as printed: `Imola`.
    pub place: Option<String>,
    /// The session as printed: `Qualifying`, `Practice 1`.
    pub session: Option<String>,
    /// The moment at which the clock of the session reads zero.
    pub clock_zero: Option<Timestamp>,
    /// When the session was started, on that clock.
    pub started: Option<ClockTime>,
}

/// A car in a session, with its crew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedCar {
    /// The number on it; text, `007` is not `7`.
    pub car: CarNumber,
    /// Who drives it, in order of seat.
    pub crew: Vec<RecordedDriver>,
    /// The team as printed.
    pub team: Option<String>,
    /// The class, where there are several: `LMP2`.
    pub class: Option<String>,
    /// The make of the car: `Ferrari`.
    pub make: Option<String>,
}

/// A driver as the sheet of a session names him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedDriver {
    /// The name by which laps refer to him: `VER`, `Antonio FUOCO`.
    pub name: DriverName,
    /// The name in full, where it is another: `Max Verstappen`.
    pub full_name: Option<String>,
}

/// Consecutive laps on one set of tyres; where the source does not tell of tyres, from one stop in the
/// pit lane to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedStint {
    /// Which car.
    pub car: CarNumber,
    /// Which of its stints, from 1.
    pub stint: u16,
    /// The compound, where it is known.
    pub compound: Option<Compound>,
    /// Whether the set was new; `None` where it is not known.
    pub fresh: Option<bool>,
    /// How many laps the set had done before.
    pub age_at_start: Option<u16>,
    /// The first lap of the stint.
    pub first_lap: Option<LapNumber>,
    /// The last lap of the stint.
    pub last_lap: Option<LapNumber>,
}

/// What race control said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlMessage {
    /// When, where it can be put on the clock of the session.
    pub at: Option<ClockTime>,
    /// In which lap of the race.
    pub lap: Option<LapNumber>,
    /// The kind, in the source's word: `Flag`, `Drs`, `CarEvent`.
    pub category: String,
    /// The flag it names: `BLUE`.
    pub flag: Option<String>,
    /// Whom or what it is for: `Track`, `Sector`, `Driver`.
    pub scope: Option<String>,
    /// Which marshal sector.
    pub sector: Option<u16>,
    /// Which car.
    pub car: Option<CarNumber>,
    /// The words.
    pub text: String,
}

/// The weather at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeatherReading {
    /// When.
    pub at: ClockTime,
    /// Of the air, in degrees Celsius.
    pub air_celsius: Option<f64>,
    /// Of the track, in degrees Celsius.
    pub track_celsius: Option<f64>,
    /// Relative humidity, from 0 to 1.
    pub humidity: Option<f64>,
    /// Of the air, in pascals.
    pub pressure: Option<f64>,
    /// Whether it rained.
    pub rain: Option<bool>,
    /// Of the wind, in metres per second.
    pub wind_speed: Option<f64>,
    /// Where the wind comes from, in radians from north, clockwise.
    pub wind_from: Option<f64>,
}

/// When a part of qualifying began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartStart {
    /// Which part.
    pub part: QualifyingPart,
    /// When: the moment that parts its laps from those of the part before.
    pub at: ClockTime,
}

/// A line of a result, as the source states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedResult {
    /// Which car.
    pub car: Option<CarNumber>,
    /// Who.
    pub driver: Option<DriverName>,
    /// The place, from 1.
    pub place: Option<u16>,
    /// Completed laps.
    pub laps: Option<u16>,
    /// From the start to the flag, or the best lap of a session without a race.
    pub time: Option<LapTime>,
    /// The best time of each part of qualifying: `[Whole, Q1, Q2, Q3]`.
    pub part_times: [Option<LapTime>; 4],
    /// How it ended, in the source's words: `Finished`, `+1 Lap`, `Collision`.
    pub status: Option<String>,
}

impl Recording {
    /// Puts laps in order of car and number. Cars keep the order of the source; those that it does
    /// not name come behind, in order of number.
    pub fn sort_laps(&mut self) {
        let cars = self.cars.iter().map(|it| &it.car);
        let places: BTreeMap<&CarNumber, usize> = cars.zip(0..self.cars.len()).rev().collect();
        let place = |car: &CarNumber| places.get(car).copied().unwrap_or(usize::MAX);
        self.laps.sort_by_cached_key(|lap| (place(&lap.car), lap.car.clone(), lap.number));
    }

    /// How many drivers stand in its laps, by name.
    pub fn n_drivers(&self) -> usize {
        let names = self.laps.iter().filter_map(|lap| lap.driver.as_ref());
        names.collect::<std::collections::BTreeSet<_>>().len()
    }
}

#[cfg(test)]
#[path = "recording_tests.rs"]
mod tests;
