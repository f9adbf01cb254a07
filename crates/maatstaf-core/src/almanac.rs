use std::collections::BTreeMap;
use std::fmt;

use crate::{Constructor, ConstructorId, Driver, DriverId, Season, Year};

/// Where facts come from, and under which licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The source's own name: `F1DB`.
    pub name: String,
    /// Its licence: `CC BY 4.0`.
    pub licence: String,
    /// What else a reader wants to know: the release, the folder, the day.
    pub note: String,
}

/// What a reader could not read: where, what stood there, and what it did about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The file.
    pub file: String,
    /// The line, from 1, where there is one.
    pub line: Option<u64>,
    /// What is wrong, with the value, and what was done.
    pub reason: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

/// Two drivers of one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Whose relative.
    pub driver: DriverId,
    /// Who the relative is.
    pub relative: DriverId,
    /// What the relative is to the driver: `parent`, `sibling`, `siblings-child`.
    pub kinship: String,
}

/// The people, the makers and the seasons that we know of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Almanac {
    /// Everyone who was ever entered.
    pub drivers: BTreeMap<DriverId, Driver>,
    /// Who is of one family, as listed.
    pub relatives: Vec<Relative>,
    /// Every maker of a chassis.
    pub constructors: BTreeMap<ConstructorId, Constructor>,
    /// The seasons, by year.
    pub seasons: BTreeMap<Year, Season>,
    /// Where it all comes from.
    pub sources: Vec<Source>,
}

impl Almanac {
    /// A driver's name as printed, or the name for machines if that is all we have.
    pub fn driver_name<'a>(&'a self, id: &'a DriverId) -> &'a str {
        self.drivers.get(id).map_or(id.as_str(), |driver| &driver.name)
    }

    /// A constructor's name as printed, or the name for machines if that is all we have.
    pub fn constructor_name<'a>(&'a self, id: &'a ConstructorId) -> &'a str {
        self.constructors.get(id).map_or(id.as_str(), |constructor| &constructor.name)
    }
}
