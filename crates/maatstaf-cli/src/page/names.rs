//! What the two drivers and the rounds are called on the page.

use maatstaf::core::RoundNumber;
use maatstaf::{Briefing, Person};

/// One of the two drivers; each keeps his colour, his mark and his dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whose page it is.
    Driver,
    /// Against whom.
    Reference,
}

impl Side {
    /// Both, the driver first.
    pub const BOTH: [Self; 2] = [Self::Driver, Self::Reference];

    /// The class that gives him his colour.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Reference => "reference",
        }
    }

    fn person(self, briefing: &Briefing) -> &Person {
        match self {
            Self::Driver => &briefing.driver,
            Self::Reference => &briefing.reference,
        }
    }
}

/// The family name; the full name where both share the family name.
pub fn name(briefing: &Briefing, side: Side) -> &str {
    let person = side.person(briefing);
    let alike = briefing.driver.last_name == briefing.reference.last_name;
    if alike { &person.name } else { &person.last_name }
}

/// Three letters for the tight corners of a chart.
pub fn code(briefing: &Briefing, side: Side) -> String {
    side.person(briefing).code.chars().take(3).collect::<String>().to_uppercase()
}

/// `Las Vegas`; empty when unknown.
pub fn round_name(briefing: &Briefing, round: RoundNumber) -> &str {
    briefing.round_names.get(&round).map_or("", String::as_str)
}

/// `Round 21, Las Vegas`.
pub fn round_title(briefing: &Briefing, round: RoundNumber) -> String {
    match round_name(briefing, round) {
        "" => format!("Round {round}"),
        name => format!("Round {round}, {name}"),
    }
}
