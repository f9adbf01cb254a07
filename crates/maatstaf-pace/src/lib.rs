//! Two drivers side by side: in qualifying, in the races, and as the season went on.
//!
//! Every verb takes a [`Season`](maatstaf_core::Season), a driver and the reference he is
//! held against. Positive is slower or lost; intervals are 90 %; what the data cannot tell
//! is said, and two drivers who never met give empty answers. A gap is one between drivers
//! alone only where they drove for the same constructor: see [`shared_team_rounds`].
//!
//! ```
//! use maatstaf_core::{
//!     CarNumber, ConstructorId, DriverId, EngineId, Event, Qualified, Qualifying, Round, Season,
//! };
//! use maatstaf_pace::qualifying_comparison;
//!
//! // Abu Dhabi 2023: Q1, Q2 and Q3 of two team mates.
//! let line = |driver: &str, car: &str, place: u16, times: [&str; 3]| Qualified {
//!     driver: DriverId::new(driver),
//!     car: CarNumber::new(car),
//!     constructor: ConstructorId::new("red-bull"),
//!     engine: EngineId::new("honda-rbpt"),
//!     place: Some(place),
//!     times: [None, times[0].parse().ok(), times[1].parse().ok(), times[2].parse().ok()],
//! };
//! let lines = vec![
//!     line("max-verstappen", "1", 1, ["1:24.160", "1:23.740", "1:23.445"]),
//!     line("sergio-perez", "11", 9, ["1:24.209", "1:24.116", "1:24.171"]),
//! ];
//! let round = Round {
//!     number: 1,
//!     id: "abu-dhabi".into(),
//!     name: "Abu Dhabi".into(),
//!     circuit_id: "yas-marina".into(),
//!     circuit: "Yas Marina".into(),
//!     also: vec![],
//!     date: None,
//! };
//! let qualifying = Some(Qualifying { lines });
//! let event = Event { round, qualifying, has_sprint: false, sprint: None, race: None, timed: Vec::new() };
//! let season = Season::new(2023, vec![event])?;
//!
//! let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
//! let compared = qualifying_comparison(&season, &driver, &reference, 1..=1);
//! assert_eq!(compared.head_to_head.to_string(), "0–1");
//! assert_eq!(compared.rounds[0].gap.to_string(), "+0.726");
//! assert_eq!(compared.usual.interval, None); // one round is not enough
//! # Ok::<(), maatstaf_core::InvalidSeason>(())
//! ```

mod apart;
mod chain;
mod consistency;
mod form;
mod form_level;
mod head_to_head;
mod held_out;
mod lap_table;
pub mod odds;
mod qualifying;
mod qualifying_outlier;
mod qualifying_track;
mod race;
mod race_pace;
mod road_places;
mod season_pace;
mod teams;
mod tyres;

pub use apart::{
    Apart, Beats, Mixing, Sampler, Share, Shares, Spreads, Worth, apart, fitted_spreads,
};
pub use chain::{ChainLink, ChainedGap, MateGap, chained_gap, mate_gaps};
pub use consistency::{
    Consistency, ErrorRate, RaceConsistency, Ratio, Spread, StintConsistency, consistency,
    race_consistency, spread_ratio,
};
pub use form::{Form, FormSlice, GapChange, RoundPoints, Verdict, form};
pub use form_level::{
    ChangePoint, EndForm, FormLevel, LevelAt, RoundGap, Told, form_level, qualifying_gaps,
};
pub use head_to_head::{Ahead, HeadToHead};
pub use held_out::{HeldOut, PairGap, held_out};
pub use lap_table::{LapTable, LeftOut, RaceLap, lap_table};
pub use maatstaf_numerics::MedianInterval;
pub use maatstaf_numerics::level::Estimate;
pub use maatstaf_numerics::trend::Trend;
pub use qualifying::{
    GapSummary, NoComparison, OUTLIERS_NEED, QualifyingComparison, QualifyingRound,
    qualifying_comparison,
};
pub use qualifying_outlier::{OffOwnBest, OffTheField, QualifyingOutlier};
pub use qualifying_track::{SlowerThanRace, TrackChange, TrackState};
pub use race::{
    GridToFlag, LostRace, PlacesGained, RaceComparison, RaceRecord, RaceRound, race_comparison,
    race_record,
};
pub use race_pace::{
    DriverPace, DriverSpread, LapsEstimate, NoRacePace, PaceSettings, RacePace, ResidualChecks,
    race_pace,
};
pub use road_places::road_places;
pub use season_pace::{RaceGap, SeasonGap, race_gap, season_gap};
pub use teams::{shared_team_rounds, teams};
pub use tyres::TyreWear;

/// How often the intervals here hold what they are for, at least.
pub const COVERAGE: f64 = 0.90;
