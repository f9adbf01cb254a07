//! What is to be compared, as people write it.

use std::fmt;
use std::path::{Path, PathBuf};

use maatstaf::core::LapNumber;

use crate::error::ShellError;

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A file with a lap: `mine.ld`.
    File(PathBuf),
    /// `simulated/f1-2024/monaco`
    Simulated {
        /// A car by name, or a file.
        car: String,
        /// A course likewise.
        course: String,
    },
    /// Out of the library: `2026/monaco/qualifying/VER/fastest`.
    Held {
        /// `2026/monaco/qualifying`, with `@FORMAT` where there are several.
        session: String,
        /// A driver or a car.
        who: String,
        /// Which of his laps.
        which: Which,
    },
}

/// Which laps of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// His fastest.
    Fastest,
    /// The lap of this number.
    Number(LapNumber),
    /// All that were driven at speed: `all`, or from the first to the last of these, `5-20`, `5-`.
    Many(LapNumber, LapNumber),
}

/// The word for the fastest lap.
const FASTEST: &str = "fastest";
/// The word for all laps.
const ALL: &str = "all";
/// What a simulated lap begins with.
const SIMULATED: &str = "simulated";

impl Asked {
    /// What a text means.
    pub fn of_text(text: &str) -> Result<Self, ShellError> {
        if Path::new(text).is_file() {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let parts: Vec<&str> = text.trim_matches('/').split('/').collect();
        let held = |who: &str, which| Self::Held {
            session: parts[..3].join("/"),
            who: who.to_owned(),
            which,
        };
        match parts[..] {
            [SIMULATED, car, course] => {
                Ok(Self::Simulated { car: car.to_owned(), course: course.to_owned() })
            }
            [_, _, _, who, which] => Ok(held(who, Which::of_text(which)?)),
            [_, _, _, who] => Ok(held(who, Which::Fastest)),
            _ => Err(ShellError::Input(format!(
                "{text} is neither a file nor a lap; write season/place/session/driver/lap, such as \
                 2026/monaco/qualifying/VER/fastest, or simulated/CAR/COURSE"
            ))),
        }
    }

    /// Whether it is several laps.
    pub fn is_many(&self) -> bool {
        matches!(self, Self::Held { which: Which::Many(..), .. })
    }
}

impl Which {
    fn of_text(text: &str) -> Result<Self, ShellError> {
        let no = || {
            ShellError::Input(format!(
                "{text} is no lap; write its number, {FASTEST}, {ALL}, or from which to which: 5-20, 5-"
            ))
        };
        let number = |text: &str| text.parse::<LapNumber>().map_err(|_| no());
        match text.split_once('-') {
            _ if text == FASTEST => Ok(Self::Fastest),
            _ if text == ALL => Ok(Self::Many(1, LapNumber::MAX)),
            None => Ok(Self::Number(number(text)?)),
            Some((from, "")) => Ok(Self::Many(number(from)?, LapNumber::MAX)),
            Some((from, to)) => {
                let (from, to) = (number(from)?, number(to)?);
                if from > to { Err(no()) } else { Ok(Self::Many(from, to)) }
            }
        }
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fastest => f.write_str(FASTEST),
            Self::Number(number) => write!(f, "{number}"),
            Self::Many(1, LapNumber::MAX) => f.write_str(ALL),
            Self::Many(from, LapNumber::MAX) => write!(f, "{from}-"),
            Self::Many(from, to) => write!(f, "{from}-{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, which: Option<Which>) {
        let asked = Asked::of_text(&format!("2023/baku/sprint/PER{text}"));
        let found = asked.ok().map(|asked| match asked {
            Asked::Held { session, who, which } => {
                assert_eq!((session.as_str(), who.as_str()), ("2023/baku/sprint", "PER"));
                assert!(text.is_empty() || which.to_string() == text[1..], "{which}");
                which
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(found, which, "{text}");
    }

    #[test]
    fn exact_laps() {
        check("", Some(Which::Fastest));
        check("/fastest", Some(Which::Fastest));
        check("/7", Some(Which::Number(7)));
        check("/all", Some(Which::Many(1, LapNumber::MAX)));
        check("/5-20", Some(Which::Many(5, 20)));
        check("/5-", Some(Which::Many(5, LapNumber::MAX)));
        check("/20-5", None);
        check("/-5", None);
        check("/best", None);
        check("/7/8", None);
    }

    #[test]
    fn exact_simulated_laps() {
        let (car, course) = ("f1-2024".to_owned(), "monaco".to_owned());
        let asked = Asked::of_text("simulated/f1-2024/monaco").unwrap();
        assert_eq!(asked, Asked::Simulated { car, course });
        assert!(!asked.is_many() && Asked::of_text("2023/baku/sprint/PER/all").unwrap().is_many());
    }
}
