use std::fmt;
use std::sync::Arc;

use crate::Date;

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// From its text.
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }

            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name_type! {
    /// Names one driver for good: `sergio-perez`.
    DriverId
}
name_type! {
    /// Names one constructor (the maker of the chassis) for good: `red-bull`.
    ConstructorId
}
name_type! {
    /// Names the maker of an engine for good: `honda-rbpt`.
    EngineId
}
name_type! {
    /// The number on a car. It is text: `007` is not `7`.
    CarNumber
}

name_type! {
    /// A driver as a timing sheet names him: `VER`, `Antonio FUOCO`.
    DriverName
}
name_type! {
    /// The rubber of a tyre, in small letters: `soft`, `intermediate`.
    Compound
}

/// A person who drives.
///
/// ```
/// use maatstaf_core::{Driver, DriverId};
///
/// let driver = Driver {
///     id: DriverId::new("sergio-perez"),
///     name: "Sergio Pérez".into(),
///     last_name: "Pérez".into(),
///     code: "PER".into(),
///     number: Some("11".into()),
///     born: Some(maatstaf_core::Date::constant(1990, 1, 26)),
///     birthplace: Some("Guadalajara".into()),
/// };
/// assert_eq!(driver.age_on(maatstaf_core::Date::constant(2023, 12, 1)), Some(33));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The name for machines.
    pub id: DriverId,
    /// As printed: `Sergio Pérez`.
    pub name: String,
    /// The family name: `Pérez`.
    pub last_name: String,
    /// Three letters: `PER`. Not unique over the years.
    pub code: String,
    /// The permanent number, where the series has such.
    pub number: Option<String>,
    /// Date of birth.
    pub born: Option<Date>,
    /// Town of birth.
    pub birthplace: Option<String>,
}

impl Driver {
    /// Completed years of age on a day; `None` without a date of birth or before it.
    pub fn age_on(&self, day: Date) -> Option<i16> {
        let born = self.born.filter(|born| *born <= day)?;
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        Some(day.year() - born.year() - i16::from(!had_birthday))
    }
}

/// The maker of a chassis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor {
    /// The name for machines.
    pub id: ConstructorId,
    /// As printed: `Red Bull`.
    pub name: String,
}

/// Which championship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Title {
    /// The drivers' championship.
    Drivers,
    /// The constructors' championship, from 1958.
    Constructors,
}

/// Who stands in a table: a driver, or a chassis with its engine.
///
/// The constructors' championship counts chassis and engine together:
/// Cooper-Climax and Cooper-Maserati are two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Competitor {
    /// In the drivers' championship.
    Driver(DriverId),
    /// In the constructors' championship.
    Make {
        /// The maker of the chassis.
        constructor: ConstructorId,
        /// The maker of the engine.
        engine: EngineId,
    },
}

impl fmt::Display for Competitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Driver(id) => f.pad(id.as_str()),
            Self::Make { constructor, engine } if constructor.as_str() == engine.as_str() => {
                f.pad(constructor.as_str())
            }
            Self::Make { constructor, engine } => f.pad(&format!("{constructor}/{engine}")),
        }
    }
}
