//! Seasons as flat rows, one struct per kind: what a table of seasons holds, whatever it is
//! written in. [`season_tables`](crate::season_tables) writes them as CSV, the local library as
//! Parquet.
//!
//! Drivers, relatives and constructors are flat already and stand for themselves. A row names its
//! season and round; its place among its like is the order of the source, and is kept.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use maatstaf_core::{
    Almanac, Classified, Competitor, Constructor, ConstructorId, Driver, DriverId, Event, Issue,
    OfficialRow, OfficialStandings, Outcome, Qualified, Relative, Round, RoundNumber, Season,
    Session, Share, Title, Year,
};

use crate::draft::{self, EventDraft};

pub use crate::draft::{Names, ReadAlmanac};

/// A round of a season, held or to come.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundRow {
    /// Which season.
    pub year: Year,
    /// When and where.
    pub round: Round,
    /// Whether the weekend has a sprint.
    pub has_sprint: bool,
    /// The share of the distance, where the race was shorter than planned.
    pub race_share: Option<Share>,
    /// The share of the distance, where the sprint was shorter than planned.
    pub sprint_share: Option<Share>,
    /// Whether the drivers' champion was settled here, by the official count.
    pub settles_drivers: bool,
    /// Whether the constructors' champion was settled here, by the official count.
    pub settles_constructors: bool,
}

/// A driver in a race or a sprint.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultRow {
    /// Which season.
    pub year: Year,
    /// Which round.
    pub round: RoundNumber,
    /// Race or sprint.
    pub session: Session,
    /// How it went.
    pub line: Classified,
}

/// A driver in qualifying.
#[derive(Clone, Debug, PartialEq)]
pub struct QualifyingRow {
    /// Which season.
    pub year: Year,
    /// Which round.
    pub round: RoundNumber,
    /// How it went.
    pub line: Qualified,
}

/// A driver in practice, or in qualifying for a sprint.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedRow {
    /// Which season.
    pub year: Year,
    /// Which round.
    pub round: RoundNumber,
    /// Which session, one of [`TIMED_SESSIONS`](maatstaf_core::TIMED_SESSIONS).
    pub session: &'static str,
    /// How it went.
    pub line: Qualified,
}

/// A competitor in an official table.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingRow {
    /// Which season.
    pub year: Year,
    /// The table after this round; the final table without it.
    pub after: Option<RoundNumber>,
    /// The line; its competitor says which championship.
    pub line: OfficialRow,
}

impl StandingRow {
    /// Which championship.
    pub fn title(&self) -> Title {
        match self.line.competitor {
            Competitor::Driver(_) => Title::Drivers,
            Competitor::Make { .. } => Title::Constructors,
        }
    }
}

/// The rows of some seasons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeasonRows {
    /// The calendar.
    pub rounds: Vec<RoundRow>,
    /// Sprints and races, the sprint of a round first.
    pub results: Vec<ResultRow>,
    /// Qualifying.
    pub qualifying: Vec<QualifyingRow>,
    /// The official tables, where the source has them: drivers after each round and at the end,
    /// then constructors.
    pub standings: Vec<StandingRow>,
    /// Practice and qualifying for sprints, where the source has them.
    pub timed: Vec<TimedRow>,
}

/// The rows of these years.
pub fn rows(almanac: &Almanac, years: RangeInclusive<Year>) -> SeasonRows {
    let mut rows = SeasonRows::default();
    for season in almanac.seasons.range(years).map(|(_, season)| season) {
        for event in season.events() {
            rows.rounds.push(round_row(season, event));
            rows.results.extend(result_rows(season.year(), event));
            rows.qualifying.extend(qualifying_rows(season.year(), event));
            rows.timed.extend(timed_rows(season.year(), event));
        }
        if let Some(official) = &season.official {
            rows.standings.extend(standing_rows(season.year(), official));
        }
    }
    rows
}

fn round_row(season: &Season, event: &Event) -> RoundRow {
    let share = |session| event.result(session).and_then(|result| result.share());
    let number = Some(event.round.number);
    let official = season.official.as_ref();
    RoundRow {
        year: season.year(),
        round: event.round.clone(),
        has_sprint: event.has_sprint,
        race_share: share(Session::Race),
        sprint_share: share(Session::Sprint),
        settles_drivers: official.is_some_and(|it| it.drivers_decider == number),
        settles_constructors: official.is_some_and(|it| it.constructors_decider == number),
    }
}

fn result_rows(year: Year, event: &Event) -> impl Iterator<Item = ResultRow> {
    [Session::Sprint, Session::Race].into_iter().flat_map(move |session| {
        let lines = event.result(session).map_or(&[][..], |result| result.lines());
        let round = event.round.number;
        lines.iter().map(move |line| ResultRow { year, round, session, line: line.clone() })
    })
}

fn timed_rows(year: Year, event: &Event) -> impl Iterator<Item = TimedRow> {
    let round = event.round.number;
    event.timed.iter().flat_map(move |timed| {
        let session = timed.session;
        let row = move |line: &Qualified| TimedRow { year, round, session, line: line.clone() };
        timed.result.lines.iter().map(row)
    })
}

fn qualifying_rows(year: Year, event: &Event) -> impl Iterator<Item = QualifyingRow> {
    let lines = event.qualifying.as_ref().map_or(&[][..], |qualifying| &qualifying.lines);
    let round = event.round.number;
    lines.iter().map(move |line| QualifyingRow { year, round, line: line.clone() })
}

fn standing_rows(
    year: Year,
    official: &OfficialStandings,
) -> impl Iterator<Item = StandingRow> + use<> {
    let tables = [
        (&official.drivers_after, &official.drivers),
        (&official.constructors_after, &official.constructors),
    ];
    let mut rows = Vec::new();
    for (after_rounds, at_the_end) in tables {
        for (round, lines) in after_rounds {
            rows.extend(lines.iter().map(|line| (Some(*round), line.clone())));
        }
        rows.extend(at_the_end.iter().map(|line| (None, line.clone())));
    }
    rows.into_iter().map(move |(after, line)| StandingRow { year, after, line })
}

/// Seasons while their rows come in: the calendar first, the rest in any order. A row that is
/// refused is left out, and the refusal says why.
pub struct Gathering {
    rounds_file: &'static str,
    almanac: Almanac,
    calendar: BTreeMap<(Year, RoundNumber), EventDraft>,
    official: BTreeMap<Year, OfficialStandings>,
}

impl Gathering {
    /// Nothing so far; refusals call the table of the calendar by this name.
    pub fn new(rounds_file: &'static str) -> Self {
        Self {
            rounds_file,
            almanac: Almanac::default(),
            calendar: BTreeMap::new(),
            official: BTreeMap::new(),
        }
    }

    /// Takes a driver.
    ///
    /// # Errors
    ///
    /// When he stands there already.
    pub fn driver(&mut self, driver: Driver) -> Result<(), String> {
        let id: DriverId = driver.id.clone();
        draft::insert_once(&mut self.almanac.drivers, id.clone(), driver, id.as_str())
    }

    /// Takes two drivers of one family.
    pub fn relative(&mut self, relative: Relative) {
        self.almanac.relatives.push(relative);
    }

    /// Takes a constructor.
    ///
    /// # Errors
    ///
    /// When it stands there already.
    pub fn constructor(&mut self, constructor: Constructor) -> Result<(), String> {
        let id: ConstructorId = constructor.id.clone();
        draft::insert_once(&mut self.almanac.constructors, id.clone(), constructor, id.as_str())
    }

    /// Takes a round.
    ///
    /// # Errors
    ///
    /// When it stands there already.
    pub fn round(&mut self, row: RoundRow) -> Result<(), String> {
        let RoundRow { year, round, has_sprint, race_share, sprint_share, .. } = row;
        let number = round.number;
        let event =
            EventDraft { has_sprint, race_share, sprint_share, ..EventDraft::new(year, round) };
        let printed = format!("{year}/{number}");
        draft::insert_once(&mut self.calendar, (year, number), event, &printed)?;
        let official = self.official.entry(year).or_default();
        if row.settles_drivers {
            official.drivers_decider = Some(number);
        }
        if row.settles_constructors {
            official.constructors_decider = Some(number);
        }
        Ok(())
    }

    /// Takes a line of a race or a sprint.
    ///
    /// # Errors
    ///
    /// When the round is unknown, the place is 0, or the line stands there already.
    pub fn result(&mut self, row: ResultRow) -> Result<(), String> {
        self.event(row.year, row.round)?.add_result(row.session, row.line)
    }

    /// Takes a line of qualifying.
    ///
    /// # Errors
    ///
    /// When the round is unknown, or the line stands there already.
    pub fn qualifying(&mut self, row: QualifyingRow) -> Result<(), String> {
        self.event(row.year, row.round)?.add_qualified(row.line)
    }

    /// Takes a line of practice, or of qualifying for a sprint.
    ///
    /// # Errors
    ///
    /// When the round is unknown.
    pub fn timed(&mut self, row: TimedRow) -> Result<(), String> {
        self.event(row.year, row.round)?.add_timed(row.session, row.line);
        Ok(())
    }

    /// Takes a line of an official table.
    ///
    /// # Errors
    ///
    /// When the season is unknown.
    pub fn standing(&mut self, row: StandingRow) -> Result<(), String> {
        let title = row.title();
        let official = self.official.get_mut(&row.year);
        let official = official
            .ok_or_else(|| format!("season {} is not in {}", row.year, self.rounds_file))?;
        let lines = match (title, row.after) {
            (Title::Drivers, None) => &mut official.drivers,
            (Title::Constructors, None) => &mut official.constructors,
            (Title::Drivers, Some(round)) => official.drivers_after.entry(round).or_default(),
            (Title::Constructors, Some(round)) => {
                official.constructors_after.entry(round).or_default()
            }
        };
        lines.push(row.line);
        Ok(())
    }

    fn event(&mut self, year: Year, round: RoundNumber) -> Result<&mut EventDraft, String> {
        let found = self.calendar.get_mut(&(year, round));
        found.ok_or_else(|| format!("round {round} of {year} is not in {}", self.rounds_file))
    }

    /// The seasons, with their official tables where `official`. A season that misses a round is
    /// left out and listed.
    pub fn finish(mut self, official: bool, issues: &mut Vec<Issue>) -> Almanac {
        let events = self.calendar.into_values().collect();
        self.almanac.seasons = draft::seasons(events, self.rounds_file, issues);
        for (year, standings) in self.official.into_iter().filter(|_| official) {
            if let Some(season) = self.almanac.seasons.get_mut(&year) {
                season.official = Some(standings);
            }
        }
        self.almanac
    }
}

const OUTCOMES: [(&str, Outcome); 6] = [
    ("retired", Outcome::Retired),
    ("not-classified", Outcome::NotClassified),
    ("disqualified", Outcome::Disqualified),
    ("excluded", Outcome::Excluded),
    ("did-not-start", Outcome::DidNotStart),
    ("did-not-qualify", Outcome::DidNotQualify),
];

/// The word for an outcome without a place: `did-not-start`.
pub fn outcome_word(outcome: Outcome) -> Option<&'static str> {
    OUTCOMES.iter().find(|(_, other)| *other == outcome).map(|(word, _)| *word)
}

/// The outcome without a place that a word means.
pub fn outcome_of_word(word: &str) -> Option<Outcome> {
    OUTCOMES.iter().find(|(other, _)| *other == word).map(|(_, outcome)| *outcome)
}

/// The word for a session: `race`.
pub const fn session_word(session: Session) -> &'static str {
    match session {
        Session::Sprint => "sprint",
        Session::Race => "race",
    }
}

/// The session that a word means.
pub fn session_of_word(word: &str) -> Option<Session> {
    [Session::Sprint, Session::Race].into_iter().find(|session| session_word(*session) == word)
}
