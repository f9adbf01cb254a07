use std::fmt;

use crate::ClockTime;

/// A state of the track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Racing.
    Green,
    /// Danger somewhere.
    Yellow,
    /// The safety car is out.
    SafetyCar,
    /// The virtual safety car is out, or is ending.
    VirtualSafetyCar,
    /// Full course yellow.
    FullCourseYellow,
    /// Stopped.
    Red,
    /// The flag has fallen.
    Chequered,
}

impl Flag {
    /// Every state, in order.
    pub const ALL: [Self; 7] = [
        Self::Green,
        Self::Yellow,
        Self::SafetyCar,
        Self::VirtualSafetyCar,
        Self::FullCourseYellow,
        Self::Red,
        Self::Chequered,
    ];

    /// Its word: `safety-car`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::SafetyCar => "safety-car",
            Self::VirtualSafetyCar => "virtual-safety-car",
            Self::FullCourseYellow => "full-course-yellow",
            Self::Red => "red",
            Self::Chequered => "chequered",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.word() == word)
    }
}

/// When the state of the track changed, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagChange {
    /// When.
    pub at: ClockTime,
    /// To what.
    pub flag: Flag,
}

/// The states of the track during a lap; empty where nothing is known.
///
/// ```
/// use maatstaf_core::{Flag, Flags};
///
/// let flags = Flags::from_iter([Flag::Green, Flag::SafetyCar]);
/// assert_eq!(flags.to_string(), "green+safety-car");
/// assert!(flags.holds(Flag::SafetyCar) && !flags.is_green());
/// assert_eq!("green+safety-car".parse(), Ok(flags));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flags(u8);

impl Flags {
    /// Whether there is any knowledge.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a state occurred.
    pub const fn holds(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u8) != 0
    }

    /// With one more state.
    pub const fn with(self, flag: Flag) -> Self {
        Self(self.0 | 1 << flag as u8)
    }

    /// Whether the track was green all the time, as far as is known; the chequered flag is no harm.
    pub const fn is_green(self) -> bool {
        self.0 != 0 && self.0 & !(1 << Flag::Green as u8 | 1 << Flag::Chequered as u8) == 0
    }

    /// The states, in order.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.holds(*flag))
    }
}

impl FromIterator<Flag> for Flags {
    fn from_iter<I: IntoIterator<Item = Flag>>(flags: I) -> Self {
        flags.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Flag::word).collect();
        f.pad(&words.join("+"))
    }
}

impl std::str::FromStr for Flags {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = text.split('+').filter(|word| !word.is_empty());
        words
            .map(|word| Flag::of_word(word).ok_or_else(|| format!("there is no flag {word:?}")))
            .collect()
    }
}
