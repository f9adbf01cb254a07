//! The nouns of motor racing, with their promises.
//!
//! Everything else in Maatstaf reads and returns these: exact times and points,
//! drivers and constructors, rounds, classifications and seasons, laps, courses and cars.
//! No algorithm here is longer than a look-up; no noun knows a file, a clock or a screen.
//!
//! A result that everybody prints is exact: [`LapTime`] counts microseconds and
//! [`Points`] are rationals, so a tie is a tie and a seventh is a seventh:
//!
//! ```
//! use maatstaf_core::Points;
//!
//! // Britain 1954: seven drivers shared the point for the fastest lap.
//! let seventh = Points::ratio(1, 7);
//! let handed_out: Points = std::iter::repeat_n(seventh, 7).sum();
//! assert_eq!(handed_out, Points::from(1));
//! ```

mod almanac;
mod car;
mod channel;
mod classification;
mod competitor;
mod course;
mod driving;
mod lap;
mod official;
mod points;
mod qualifying;
mod recording;
mod road_places;
mod rules;
mod season;
mod survey;
mod time;

pub use almanac::{Almanac, Issue, Relative, Source};
pub use car::{
    Aero, AeroLaw, AeroMap, AeroPoint, Brakes, Car, CarParts, Chassis, Differential, DrivenAxle,
    Drs, Gearbox, Hybrid, InvalidCar, MagicFormula61, Need, Power, PowerCurve, PowerUnit,
    QUANTITIES, Quantity, SetupParameter, SetupRange, SimilarityCurve, SimilarityTyre, Tyre, Unit,
};
pub use channel::{Channel, Wheel};
pub use classification::{
    Classification, Classified, Entry, InvalidClassification, Outcome, Share,
};
pub use competitor::{
    CarNumber, Competitor, Compound, Constructor, ConstructorId, Driver, DriverId, DriverName,
    EngineId, Title,
};
pub use course::{
    Course, CourseFacts, InvalidCourse, Quality, Residual, RoadAt, Stations, Widths, faults,
};
pub use driving::{DrivingStyle, InvalidDrivingStyle};
pub use lap::{InvalidTrace, Lap, Origin, Trace};
pub use official::{OfficialRow, OfficialStandings};
pub use points::Points;
pub use qualifying::{Qualified, Qualifying, QualifyingPart};
pub use recording::{
    Address, ControlMessage, Flag, FlagChange, Flags, InvalidAddress, InvalidSamples, LapNumber,
    PartStart, RecordedCar, RecordedDriver, Recording, SampleChannel, Samples, SessionFacts,
    SpeedTraps, StatedResult, TimedLap, TimedStint, WeatherReading, slug,
};
pub use road_places::RoadPlaces;
pub use rules::{
    BestResults, Correction, CorrectionKind, Countback, FastestLapRule, Half, PointsTable, Reduced,
    Retirement, RoundRules, SeasonRules, SessionRules, SharedDrives, Shortened, Slip, TitleRules,
};
pub use season::{
    Event, InvalidSeason, Moment, Round, RoundNumber, Season, Session, TIMED_SESSIONS, TimedResult,
    Year,
};
pub use survey::{Coordinates, Survey, SurveyPoint};
pub use time::{ClockTime, InvalidTime, LapTime, TimeDelta};

/// A moment, on every clock of the world.
pub use jiff::Timestamp;
/// A calendar date; no time zone, no clock.
pub use jiff::civil::Date;
