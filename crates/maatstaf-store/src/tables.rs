//! The tables that an import of F1DB makes.

use std::borrow::Cow;

use maatstaf_core::{
    Competitor, Constructor, Driver, Issue, Points, Qualified, QualifyingPart, Relative, Share,
    Title,
};
use maatstaf_formats::season_rows::{
    QualifyingRow, ResultRow, RoundRow, StandingRow, TimedRow, outcome_word, session_word,
};

use crate::schema::Cell::{
    DateIfAny, Double, Flag, Int, IntIfAny, Long, LongIfAny, Text, TextIfAny, Texts,
};
use crate::schema::{Table, column, later_column};

pub(crate) const DRIVERS: Table<Driver> = Table {
    name: "drivers",
    row: "a person who was ever entered",
    columns: &[
        column("driver", "the name for machines", Text(|row| row.id.as_str().into())),
        column("name", "as printed", Text(|row| row.name.as_str().into())),
        column("last_name", "the family name", Text(|row| row.last_name.as_str().into())),
        column("code", "three letters, not unique", Text(|row| row.code.as_str().into())),
        column("number", "the permanent number", TextIfAny(|row| borrowed(&row.number))),
        column("born", "day of birth", DateIfAny(|row| row.born)),
        column("birthplace", "town of birth", TextIfAny(|row| borrowed(&row.birthplace))),
    ],
};

pub(crate) const RELATIVES: Table<Relative> = Table {
    name: "relatives",
    row: "two drivers of one family",
    columns: &[
        column("driver", "whose relative", Text(|row| row.driver.as_str().into())),
        column("relative", "who the relative is", Text(|row| row.relative.as_str().into())),
        column(
            "kinship",
            "what the relative is to the driver: `parent`, `sibling`",
            Text(|row| row.kinship.as_str().into()),
        ),
    ],
};

pub(crate) const CONSTRUCTORS: Table<Constructor> = Table {
    name: "constructors",
    row: "a maker of chassis",
    columns: &[
        column("constructor", "the name for machines", Text(|row| row.id.as_str().into())),
        column("name", "as printed", Text(|row| row.name.as_str().into())),
    ],
};

pub(crate) const ROUNDS: Table<RoundRow> = Table {
    name: "rounds",
    row: "a round of a season, held or to come",
    columns: &[
        column("year", "the season", Int(|row| row.year.into())),
        column("round", "its number in the season, from 1", Int(|row| row.round.number.into())),
        column("id", "the grand prix for machines", Text(|row| row.round.id.as_str().into())),
        column("name", "the grand prix as printed", Text(|row| row.round.name.as_str().into())),
        column(
            "circuit_id",
            "the circuit for machines",
            Text(|row| row.round.circuit_id.as_str().into()),
        ),
        column("circuit", "as printed", Text(|row| row.round.circuit.as_str().into())),
        column("also", "other names that people ask by", Texts(|row| &row.round.also)),
        column("date", "day of the race", DateIfAny(|row| row.round.date)),
        column("has_sprint", "whether there is a sprint", Flag(|row| row.has_sprint)),
        column(
            "race_laps",
            "laps of a race that was shorter than planned",
            IntIfAny(|row| laps(row.race_share)),
        ),
        column(
            "race_planned_laps",
            "laps planned for that race",
            IntIfAny(|row| planned(row.race_share)),
        ),
        column(
            "sprint_laps",
            "laps of a sprint that was shorter than planned",
            IntIfAny(|row| laps(row.sprint_share)),
        ),
        column(
            "sprint_planned_laps",
            "laps planned for that sprint",
            IntIfAny(|row| planned(row.sprint_share)),
        ),
        column(
            "settles_drivers",
            "whether the drivers' champion was settled here, by the source",
            Flag(|row| row.settles_drivers),
        ),
        column(
            "settles_constructors",
            "whether the constructors' champion was settled here, by the source",
            Flag(|row| row.settles_constructors),
        ),
    ],
};

pub(crate) const RESULTS: Table<ResultRow> = Table {
    name: "results",
    row: "a driver in a race or a sprint, with one car",
    columns: &[
        column("year", "the season", Int(|row| row.year.into())),
        column("round", "the round, from 1", Int(|row| row.round.into())),
        column("session", "`race` or `sprint`", Text(|row| session_word(row.session).into())),
        column(
            "place",
            "the place, from 1, if classified; a shared car repeats it",
            IntIfAny(|row| row.line.outcome.place().map(i32::from)),
        ),
        column(
            "outcome",
            "`classified`, `retired`, `not-classified`, `disqualified`, `excluded`, \
             `did-not-start` or `did-not-qualify`",
            Text(|row| outcome_word(row.line.outcome).unwrap_or(CLASSIFIED).into()),
        ),
        column("car", "the number on the car; text", Text(|row| row.line.car.as_str().into())),
        column("driver", "who", Text(|row| row.line.driver.as_str().into())),
        column(
            "constructor",
            "the maker of the chassis",
            Text(|row| row.line.constructor.as_str().into()),
        ),
        column("engine", "the maker of the engine", Text(|row| row.line.engine.as_str().into())),
        column("laps", "completed laps", IntIfAny(|row| row.line.laps.map(i32::from))),
        column(
            "time_us",
            "from the start to the flag, in microseconds",
            LongIfAny(|row| row.line.time.map(|it| it.as_micros().cast_signed())),
        ),
        column(
            "grid",
            "place on the grid, from 1; null from the pit lane",
            IntIfAny(|row| row.line.grid.map(i32::from)),
        ),
        column("fastest_lap", "whether it was his", Flag(|row| row.line.fastest_lap)),
        column(
            "lap_time_us",
            "his fastest lap, in microseconds",
            LongIfAny(|row| row.line.lap_time.map(|it| it.as_micros().cast_signed())),
        ),
        column(
            "reason",
            "why the car stopped, in the source's words",
            TextIfAny(|row| borrowed(&row.line.reason)),
        ),
        later_column(
            "time_penalty_us",
            "what the stewards added to the time, in microseconds",
            LongIfAny(|row| row.line.time_penalty.map(|it| it.as_micros().cast_signed())),
        ),
    ],
};

/// The word for an outcome with a place.
pub(crate) const CLASSIFIED: &str = "classified";

pub(crate) const QUALIFYING: Table<QualifyingRow> = Table {
    name: "qualifying",
    row: "a driver in qualifying",
    columns: &[
        column("year", "the season", Int(|row| row.year.into())),
        column("round", "the round, from 1", Int(|row| row.round.into())),
        column(
            "place",
            "place in qualifying, from 1, before any penalty",
            IntIfAny(|row| row.line.place.map(i32::from)),
        ),
        column("car", "the number on the car; text", Text(|row| row.line.car.as_str().into())),
        column("driver", "who", Text(|row| row.line.driver.as_str().into())),
        column(
            "constructor",
            "the maker of the chassis",
            Text(|row| row.line.constructor.as_str().into()),
        ),
        column("engine", "the maker of the engine", Text(|row| row.line.engine.as_str().into())),
        column(
            "time_us",
            "best time where there is one part, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Whole)),
        ),
        column(
            "q1_us",
            "best time of Q1, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Q1)),
        ),
        column(
            "q2_us",
            "best time of Q2, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Q2)),
        ),
        column(
            "q3_us",
            "best time of Q3, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Q3)),
        ),
    ],
};

pub(crate) const TIMED: Table<TimedRow> = Table {
    name: "timed",
    row: "a driver in practice, or in qualifying for a sprint",
    columns: &[
        column("year", "the season", Int(|row| row.year.into())),
        column("round", "the round, from 1", Int(|row| row.round.into())),
        column(
            "session",
            "`practice-1` to `practice-4`, or `sprint-qualifying`",
            Text(|row| row.session.into()),
        ),
        column("place", "the place, from 1", IntIfAny(|row| row.line.place.map(i32::from))),
        column("car", "the number on the car; text", Text(|row| row.line.car.as_str().into())),
        column("driver", "who", Text(|row| row.line.driver.as_str().into())),
        column(
            "constructor",
            "the maker of the chassis",
            Text(|row| row.line.constructor.as_str().into()),
        ),
        column("engine", "the maker of the engine", Text(|row| row.line.engine.as_str().into())),
        column(
            "time_us",
            "best time where there is one part, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Whole)),
        ),
        column(
            "q1_us",
            "best time of the first part, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Q1)),
        ),
        column(
            "q2_us",
            "best time of the second part, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Q2)),
        ),
        column(
            "q3_us",
            "best time of the third part, in microseconds",
            LongIfAny(|row| best_us(&row.line, QualifyingPart::Q3)),
        ),
    ],
};

pub(crate) const STANDINGS: Table<StandingRow> = Table {
    name: "standings",
    row: "a competitor in a table that the sport published",
    columns: &[
        column("year", "the season", Int(|row| row.year.into())),
        column("title", "`drivers` or `constructors`", Text(|row| title_word(row.title()).into())),
        column(
            "after_round",
            "the table after this round; null for the final table",
            IntIfAny(|row| row.after.map(i32::from)),
        ),
        column(
            "place",
            "the place, from 1; null when excluded",
            IntIfAny(|row| row.line.place.map(i32::from)),
        ),
        column("driver", "who, among drivers", TextIfAny(|row| driver(&row.line.competitor))),
        column(
            "constructor",
            "the maker of the chassis, among constructors",
            TextIfAny(|row| make(&row.line.competitor).map(|(constructor, _)| constructor.into())),
        ),
        column(
            "engine",
            "the maker of the engine, among constructors",
            TextIfAny(|row| make(&row.line.competitor).map(|(_, engine)| engine.into())),
        ),
        column("points", "the points, the nearest double", Double(|row| points(row).as_f64())),
        column(
            "points_numerator",
            "the same points exactly: above the line",
            Long(|row| points(row).numerator()),
        ),
        column("points_denominator", "and below it", Long(|row| points(row).denominator())),
    ],
};

pub(crate) const ISSUES: Table<Issue> = Table {
    name: "issues",
    row: "something in the source that could not be read, or only with a guess",
    columns: &[
        column("file", "the file of the source", Text(|row| row.file.as_str().into())),
        column(
            "line",
            "its line, from 1, where there is one",
            LongIfAny(|row| row.line.map(u64::cast_signed)),
        ),
        column(
            "reason",
            "what is wrong, with the value, and what was done",
            Text(|row| row.reason.as_str().into()),
        ),
    ],
};

/// Every table with its columns, as `docs/library.md` shows them: of F1DB, then of sessions.
pub fn described() -> String {
    [
        DRIVERS.described(),
        RELATIVES.described(),
        CONSTRUCTORS.described(),
        ROUNDS.described(),
        RESULTS.described(),
        QUALIFYING.described(),
        TIMED.described(),
        STANDINGS.described(),
        ISSUES.described(),
        crate::sessions::described(),
    ]
    .join("\n")
}

fn borrowed(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

fn laps(share: Option<Share>) -> Option<i32> {
    share.map(|share| share.laps.into())
}

fn planned(share: Option<Share>) -> Option<i32> {
    share.map(|share| share.planned.into())
}

fn best_us(line: &Qualified, part: QualifyingPart) -> Option<i64> {
    line.time_in(part).map(|time| time.as_micros().cast_signed())
}

fn title_word(title: Title) -> &'static str {
    match title {
        Title::Drivers => "drivers",
        Title::Constructors => "constructors",
    }
}

fn driver(who: &Competitor) -> Option<Cow<'_, str>> {
    match who {
        Competitor::Driver(id) => Some(id.as_str().into()),
        Competitor::Make { .. } => None,
    }
}

fn make(who: &Competitor) -> Option<(&str, &str)> {
    match who {
        Competitor::Driver(_) => None,
        Competitor::Make { constructor, engine } => Some((constructor.as_str(), engine.as_str())),
    }
}

fn points(row: &StandingRow) -> Points {
    row.line.points
}
