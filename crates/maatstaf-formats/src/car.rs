//! A car as people describe it: TOML with units in the names.
//!
//! Tables and names follow [`QUANTITIES`](maatstaf_core::QUANTITIES), each name with its unit
//! behind it: `mass_kg`, `drag_area_m2`, `power_kw`. A range below `[setup]` marks a number that
//! may be changed in the pits: `brakes.front_share = [0.5, 0.7]`.

mod build;
mod hints;
mod keys;
mod schema;
mod sheet;
mod write;

use std::fmt;

use maatstaf_core::{Car, Issue};

pub use keys::file_name;
pub use schema::json_schema;
pub use write::write;

/// Reads a description of a car that names no other file.
///
/// # Errors
///
/// When the text is not TOML, or not a car; with every problem, its line and its likely fix.
///
/// ```
/// let problems = maatstaf_formats::car::read("[chassis]\nmass_lb = 1455\n").unwrap_err();
/// let first = problems.0.iter().find(|at| at.key == "chassis.mass_lb").unwrap();
/// assert_eq!(first.to_string(), "line 2, column 1: chassis.mass_lb: write mass_kg = 659.977");
/// ```
pub fn read(text: &str) -> Result<Car, Problems> {
    read_with(text, |name| Err(format!("{name} is not at hand"))).map(|read| read.car)
}

/// A car, with what of its tyre files could not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadCar {
    /// The car.
    pub car: Car,
    /// As [`ReadTyre`](crate::tir::ReadTyre) has them, those of the front tyre first; a file that
    /// both axles name comes once.
    pub issues: Vec<Issue>,
}

/// Reads a description of a car; `tir` gives the bytes of a tyre file that it names, or says why not.
///
/// # Errors
///
/// As [`read`].
pub fn read_with(
    text: &str,
    tir: impl FnMut(&str) -> Result<Vec<u8>, String>,
) -> Result<ReadCar, Problems> {
    build::car(text, tir)
}

/// What is wrong with a description, in the order of its lines; at least one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

/// One thing that is wrong with a description, with its place and its likely fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// In letters, from 1.
    pub column: usize,
    /// The full name concerned: `chassis.mass_lb`; empty where no name can be given.
    pub key: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Problem {
    /// A problem at a byte of a text.
    fn at(text: &str, byte: usize, key: &str, message: impl Into<String>) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            key: key.to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        match self.key.as_str() {
            "" => f.write_str(&self.message),
            key => write!(f, "{key}: {}", self.message),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, others)) = self.0.split_first() else { return Ok(()) };
        write!(f, "{first}")?;
        match others.len() {
            0 => Ok(()),
            n => write!(f, " (and {n} more)"),
        }
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
#[path = "car_tests.rs"]
mod tests;
