use std::fmt;

use crate::{Classification, Date, DriverId, OfficialStandings, Qualifying};

/// A season, by its year.
pub type Year = u16;

/// The number of a round in its season, from one.
pub type RoundNumber = u16;

/// A round of a championship: when and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// From one.
    pub number: RoundNumber,
    /// The name for machines: `las-vegas`.
    pub id: String,
    /// As printed: `Las Vegas`.
    pub name: String,
    /// The circuit's name for machines: `spielberg`.
    pub circuit_id: String,
    /// The circuit as printed: `Spielberg`.
    pub circuit: String,
    /// Other names by which people ask for it: the grand prix, the town, the country.
    pub also: Vec<String>,
    /// The day of the race.
    pub date: Option<Date>,
}

/// A session that hands out points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Session {
    /// The short race of a sprint weekend, before the race.
    Sprint,
    /// The race itself.
    Race,
}

/// A moment in a season: after this session of this round.
///
/// Moments order by round, then sprint before race.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Which round.
    pub round: RoundNumber,
    /// After which of its sessions.
    pub session: Session,
}

impl Moment {
    /// After the race of a round.
    pub const fn after(round: RoundNumber) -> Self {
        Self { round, session: Session::Race }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.session {
            Session::Race => write!(f, "round {}", self.round),
            Session::Sprint => write!(f, "the sprint of round {}", self.round),
        }
    }
}

/// How a session ended that is timed lap by lap and hands out nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedResult {
    /// Which, as in an address: `practice-1`, `sprint-qualifying`.
    pub session: &'static str,
    /// Places and best times.
    pub result: Qualifying,
}

/// All that happened at one round.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When and where.
    pub round: Round,
    /// Qualifying for the race, where it is known.
    pub qualifying: Option<Qualifying>,
    /// Whether the weekend has a sprint, held or still to come.
    pub has_sprint: bool,
    /// The sprint, when it was held.
    pub sprint: Option<Classification>,
    /// The race, when it was held.
    pub race: Option<Classification>,
    /// Practice and qualifying for the sprint, where the source has them; few questions need them.
    pub timed: Vec<TimedResult>,
}

/// Every session of a [`TimedResult`], in order.
pub const TIMED_SESSIONS: [&str; 5] =
    ["practice-1", "practice-2", "practice-3", "practice-4", "sprint-qualifying"];

impl Event {
    /// The result of a session, when it was held.
    pub fn result(&self, session: Session) -> Option<&Classification> {
        match session {
            Session::Sprint => self.sprint.as_ref(),
            Session::Race => self.race.as_ref(),
        }
    }
}

/// A season: its rounds in order, held and to come.
///
/// Rounds count 1, 2, 3, …; no round is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    year: Year,
    events: Vec<Event>,
    /// The official tables, where the source has them. Only the audit reads them.
    pub official: Option<OfficialStandings>,
}

impl Season {
    /// From its events, in any order.
    ///
    /// # Errors
    ///
    /// When a round is missing or stands twice.
    pub fn new(year: Year, mut events: Vec<Event>) -> Result<Self, InvalidSeason> {
        events.sort_by_key(|event| event.round.number);
        for (want, event) in (1..).zip(&events) {
            let got = event.round.number;
            if got != want {
                return Err(InvalidSeason { year, got, want });
            }
        }
        Ok(Self { year, events, official: None })
    }

    /// Which season.
    pub fn year(&self) -> Year {
        self.year
    }

    /// Its events, by round.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One event, by the number of its round.
    pub fn event(&self, round: RoundNumber) -> Option<&Event> {
        self.events.get(usize::from(round).checked_sub(1)?)
    }

    /// How many rounds there are, held and to come.
    pub fn n_rounds(&self) -> u16 {
        self.events.len() as u16
    }

    /// The last round whose race was held; 0 before the first.
    pub fn last_held(&self) -> RoundNumber {
        let held = |event: &&Event| event.race.is_some();
        self.events.iter().rev().find(held).map_or(0, |event| event.round.number)
    }

    /// The last session that was held, if any.
    pub fn now(&self) -> Option<Moment> {
        self.sessions().filter(|(_, held)| *held).last().map(|(moment, _)| moment)
    }

    /// Every session that hands out points, in order, and whether it was held.
    pub fn sessions(&self) -> impl Iterator<Item = (Moment, bool)> {
        self.events.iter().flat_map(|event| {
            let round = event.round.number;
            let sprint = Moment { round, session: Session::Sprint };
            let race = Moment::after(round);
            let sprint = event.has_sprint.then_some((sprint, event.sprint.is_some()));
            sprint.into_iter().chain([(race, event.race.is_some())])
        })
    }

    /// Everyone who stands in a race or sprint, once, in order of name.
    pub fn drivers(&self) -> Vec<DriverId> {
        let results = self.events.iter().flat_map(|event| [&event.race, &event.sprint]).flatten();
        let mut drivers: Vec<_> =
            results.flat_map(|result| result.lines()).map(|line| line.driver.clone()).collect();
        drivers.sort();
        drivers.dedup();
        drivers
    }
}

/// Why some events are not a [`Season`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("season {year} has round {got} where round {want} should be")]
pub struct InvalidSeason {
    /// Which season.
    pub year: Year,
    /// The round that was found.
    pub got: RoundNumber,
    /// The round that should stand there.
    pub want: RoundNumber,
}
