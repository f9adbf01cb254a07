//! Maatstaf is Dutch for a yardstick; *maat* is also a mate. Where do I stand against my
//! reference, since when, and what is settled?
//!
//! This is the front door: it opens every room, and holds the compositions that need two of
//! them, the [`briefing()`] above all.
//!
//! ```
//! use maatstaf::core::DriverId;
//!
//! let almanac = maatstaf::facts::seasons();
//! let (season, rules) = (&almanac.seasons[&2023], &maatstaf::facts::f1_rules()[&2023]);
//! let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
//! let briefing = maatstaf::briefing(&almanac, rules, season, &driver, &reference)?;
//! assert_eq!(briefing.championship.gap.to_string(), "290");
//! # Ok::<(), maatstaf::Error>(())
//! ```

mod briefing;
mod car_and_driver;
mod career;
mod cars;
mod chain;
mod circuit_kinds;
mod circuits;
pub mod compare;
mod error;
mod find;
mod gallery;
mod lap;
mod odds;
pub mod on_the_lap;
mod points_gap;
mod race_laps;
mod records;
pub mod session;
mod setup;
mod sweep;
mod words;

pub use briefing::{
    Briefing, Championship, GapAt, Margins, N_END, N_LAST, Pair, Person, TitleNeeds, briefing,
};
pub use car_and_driver::{CarAndDriver, Cars, car_and_driver};
pub use career::{Career, CareerSeason, Win, career};
pub use cars::{
    AIR_SPEED, CIRCLES, CarDifferences, CarFigures, NumberDiffers, car_differences, car_figures,
    find_car,
};
pub use chain::chain;
pub use circuit_kinds::GapByCircuit;
pub use circuits::{CircuitAt, Circuits};
pub use error::Error;
pub use find::{find_anyone, find_course, find_driver, find_make, find_round, fold};
pub use gallery::{Answer, Problem, gallery};
pub use lap::{
    CornerDriven, FastestLap, FixedLine, LapSettings, LapsCompared, Method, Prices,
    StretchCompared, compare_laps, corners_driven, fastest_lap, fastest_laps, lap_on_line, thirds,
};
pub use odds::{
    GAP_WORTH, GAP_WORTH_FROM, LEFT_OUT, gap_so_far, odds_over_the_season, odds_replayed,
    odds_scene, odds_settings, title_odds,
};
pub use points_gap::{
    Aim, ExplainedGap, Improvement, Means, Plan, PointsEstimate, Together, explained_gap,
};
pub use race_laps::{
    PairByLaps, RaceLaps, formula_one_pace, pace_sentences, pair_by_laps, steadiness_sentences,
};
pub use records::{
    TouchedRecord, TouchedRecords, bare_value, capitalised, detail_in_words, holders_in_words,
    marks_in_words, rounds_in_words, seasons_in_words, sharers_in_words, team_names,
    value_in_words,
};
pub use setup::{
    BestParameter, BestSetup, Change, Direction, Directions, Effect, End, Group, Sensitivity,
    SharedSetup, SolvedLap, Wish, best_setup, best_shared_setup, directions, free_parameters,
    same_lap_in, sensitivities, solve_lap,
};
pub use sweep::{Find, LapFigures, NamedCar, Outcome, Run, Sweep, Variation, swept};
pub use words::{
    Section, apart_sentences, chain_sentences, chance_in_words, form_sentences, gap_sentences,
    improvement_in_words, odds_sentences, ordinal, plan_sentences, race_form_sentence, sections,
    summary, whole_points,
};

pub use maatstaf_core as core;
pub use maatstaf_course as course;
pub use maatstaf_facts as facts;
pub use maatstaf_formats as formats;
pub use maatstaf_lapsim as lapsim;
pub use maatstaf_numerics as numerics;
pub use maatstaf_pace as pace;
pub use maatstaf_season as season;
pub use maatstaf_telemetry as telemetry;
