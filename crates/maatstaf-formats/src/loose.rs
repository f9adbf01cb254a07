//! Values as web programs write them: numbers as text, `None` as text, whatever comes.

use std::fmt;

use maatstaf_core::{CarNumber, Compound, DriverName, LapTime, Timestamp};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::json_scan::{Malformed, Scanner};

/// A value, whatever it is; reading one never fails.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Loose {
    /// `null`, `"None"`, `""`, an object, or no such key.
    #[default]
    Nothing,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Loose>),
}

/// Words for nothing.
const NOTHING: [&str; 9] = ["", "None", "none", "null", "NULL", "nan", "NaN", "NaT", "N/A"];

impl fmt::Display for Loose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(values) => write!(f, "a list of {}", values.len()),
        }
    }
}

impl Loose {
    /// A text as a cell of a table has it.
    pub(crate) fn of_text(text: &str) -> Self {
        match text.trim() {
            nothing if NOTHING.contains(&nothing) => Self::Nothing,
            text => Self::Text(text.to_owned()),
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        let number = match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite())
    }

    /// A whole number from 0 that fits, also written `3.0`.
    pub(crate) fn whole<T: TryFrom<u64>>(&self) -> Option<T> {
        const MOST: f64 = 9e15;
        let number = self.number().filter(|it| it.fract() == 0.0 && (0.0..MOST).contains(it))?;
        T::try_from(number as u64).ok()
    }

    /// A whole number from 1 that fits.
    pub(crate) fn counted(&self) -> Option<u16> {
        self.whole().filter(|number| *number > 0)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn owned(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Number(number) => Some(*number != 0.0),
            Self::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "1.0" => Some(true),
                "false" | "0" | "0.0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    /// A number of seconds, or a time such as `1:27.097`.
    pub(crate) fn lap_time(&self) -> Option<LapTime> {
        match self.number() {
            Some(seconds) => micros(seconds).map(LapTime::from_micros),
            None => self.text()?.parse().ok(),
        }
    }

    /// A moment in the calendar; without a zone, of UTC.
    pub(crate) fn moment(&self) -> Option<Timestamp> {
        let text = self.text()?;
        let utc =
            || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
        text.parse().ok().or_else(|| Some(utc()?.timestamp()))
    }

    /// The number on a car: text, or a whole number as text.
    pub(crate) fn car(&self) -> Option<CarNumber> {
        match self {
            Self::Text(text) => Some(CarNumber::new(text)),
            _ => self.whole::<u32>().map(|number| CarNumber::new(&number.to_string())),
        }
    }

    pub(crate) fn driver(&self) -> Option<DriverName> {
        self.text().map(DriverName::new)
    }

    /// The rubber, in small letters; what the feed does not know is nothing.
    pub(crate) fn compound(&self) -> Option<Compound> {
        let word = self.text()?.to_lowercase();
        (!["unknown", "test_unknown", "nan"].contains(&word.as_str())).then(|| Compound::new(&word))
    }
}

/// Seconds as whole microseconds.
pub(crate) fn micros(seconds: f64) -> Option<u64> {
    const MOST: f64 = 1e9;
    (0.0..MOST).contains(&seconds).then(|| (seconds * 1e6).round() as u64)
}

/// The elements of an array as they are written, until it breaks off.
pub(crate) fn elements(text: &[u8]) -> (Vec<&[u8]>, Result<(), Malformed>) {
    let mut found = Vec::new();
    let read = Scanner::new(text).elements(|scan| {
        found.push(scan.raw()?);
        Ok(())
    });
    (found, read)
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Loose, E> {
        Ok(Loose::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Loose, E> {
        Ok(Loose::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Loose, E> {
        Ok(Loose::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Loose, E> {
        Ok(Loose::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
        Ok(Loose::of_text(text))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Loose, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = from.next_element()? {
            list.push(value);
        }
        Ok(Loose::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Loose, A::Error> {
        while from.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
}

#[cfg(test)]
#[path = "loose_tests.rs"]
mod tests;
