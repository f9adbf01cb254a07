//! Points, standings and settled places: exact, from results alone, for any series whose
//! rules are given.
//!
//! A season and its rules make a [`Scoresheet`]; every question is asked of that sheet.
//!
//! ```
//! use maatstaf_core::Title;
//! use maatstaf_season::{examples, scoresheet, settlements};
//!
//! let sheet = scoresheet(&examples::season(), &examples::rules(), Title::Drivers)?;
//! let champion = &settlements(&sheet, &[])[0];
//! assert_eq!((champion.competitor.to_string().as_str(), champion.moment.round), ("ann", 3));
//! assert_eq!(champion.rounds_to_spare, 1);
//! # Ok::<(), maatstaf_season::Error>(())
//! ```

mod audit;
mod error;
pub mod examples;
mod joint;
mod outlook;
mod points_gap;
mod records;
mod roster;
mod scoresheet;
mod scoring;
mod standings;
mod tally;
mod to_come;
mod what_if;

pub use audit::{Audit, Decider, Difference, DifferenceKind, Line, audit};
pub use error::Error;
pub use outlook::{
    Absence, MagicNumber, Outlook, Prospects, Settlement, magic_number, outlook_at, possible_until,
    settlements,
};
pub use points_gap::{Climb, GapPart, GapRound, PartPoints, PlacesByRound, PointsGap, points_gap};
pub use records::{
    Chronicle, Detail, Direction, Mark, Meaning, Reading, Record, SeasonRound, Touch, TouchKind,
    Unit, chronicle, marks, touches,
};
pub use scoresheet::{Scoresheet, scoresheet};
pub use scoring::{Award, awards, paid};
pub use standings::{Row, Standings, standings_at};
pub use to_come::{Count, FastestLap, ToCome, known_at};
pub use what_if::{
    Champions, Change, Comparison, Drops, Edit, Ending, OtherChampion, System, WhatIf, champions,
    edited, rules_as, rules_without, systems, what_if,
};
