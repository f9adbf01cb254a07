//! One file per command, each the same shape: read, ask one room, show.

pub mod audit;
pub mod briefing;
pub mod car;
pub mod chain;
pub mod classification;
pub mod clinch;
pub mod compare;
pub mod completions;
pub mod consistency;
pub mod course;
pub mod data;
pub mod driver;
pub mod form;
pub mod gallery;
pub mod lap;
pub mod laps;
pub mod man;
pub mod pace;
pub mod records;
pub mod round;
pub mod sessions;
pub mod setup;
pub mod standings;
pub mod sweep;
pub mod welcome;
pub mod what_if;
