use clap::builder::{PossibleValuesParser, TypedValueParser};
use maatstaf::core::{Almanac, DriverId, Year};
use maatstaf::season::{
    Chronicle, Detail, Direction, Mark, Meaning, Reading, Record, SeasonRound, TouchKind, Unit,
    chronicle, marks,
};
use maatstaf::{
    TouchedRecord, bare_value, capitalised, detail_in_words, holders_in_words, rounds_in_words,
    seasons_in_words, sharers_in_words, team_names, value_in_words,
};
use serde_json::{Value, json};

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// The share of a season's races won: `wins --relative` by the name people use.
const WIN_SHARE: &str = "win-share";

/// `maatstaf records [RECORD]`
#[derive(clap::Args)]
#[command(after_help = "\
Without RECORD: every record and who holds it. A record holds of the seasons at hand alone; every
season since 1950 comes with maatstaf data fetch f1db.

Pole is the first place on the grid, or in qualifying where nobody stood there. A streak counts
a driver's own starts: a start without a win breaks it, a race he did not start does not, and is
named. A season that still runs is marked `so far`, and is left out where only its end can tell.

Examples:
  maatstaf records
  maatstaf records gap --relative
  maatstaf records streak --top 5
  maatstaf --f1db f1db-csv.zip records rounds-to-spare --from 1980
  maatstaf --f1db f1db-csv.zip records wins --driver VER --csv")]
pub struct RecordsArgs {
    /// Which record; all of them without it
    #[arg(value_parser = record_names().map(|name| asked(&name)))]
    pub record: Option<Asked>,
    /// For its season: as a share of the races, of the points that there were, as a ratio
    #[arg(long)]
    pub relative: bool,
    /// The first season
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub from: Option<Year>,
    /// The last season
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub to: Option<Year>,
    /// Down to which rank; with --driver, how many marks
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub top: u16,
    /// The marks of one driver alone, with their rank among all
    #[arg(long, value_name = "NAME")]
    pub driver: Option<String>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long)]
    pub csv: bool,
}

/// A record by the name it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    record: Record,
    reading: Reading,
}

fn record_names() -> PossibleValuesParser {
    let names = Record::ALL.iter().map(|record| record.name());
    PossibleValuesParser::new(names.chain([WIN_SHARE]))
}

fn asked(name: &str) -> Asked {
    let named = Record::ALL.into_iter().find(|record| record.name() == name);
    match named {
        Some(record) => Asked { record, reading: Reading::Absolute },
        None => Asked { record: Record::Wins, reading: Reading::Relative },
    }
}

/// One record, in one reading, with the marks to show.
struct Shown {
    record: Record,
    reading: Reading,
    meaning: Meaning,
    marks: Vec<Mark>,
}

/// `maatstaf records [RECORD] [--relative] [--from YEAR] [--to YEAR] [--driver NAME]`
pub fn records(args: &Args, ask: &RecordsArgs) -> Result<String, ShellError> {
    let years = source::years(ask.from, ask.to)?;
    let facts = source::load(args, Some(years.clone()), false)?;
    let chronicle = chronicle(&facts.almanac, maatstaf::facts::f1_rules(), years.clone());
    if chronicle.years().len() == 0 {
        return Err(source::none_at_hand(&facts, &years));
    }
    let driver = ask.driver.as_deref().map(|text| maatstaf::find_anyone(&facts.almanac, text));
    let driver = driver.transpose()?;
    match ask.record {
        Some(record) => one(&facts, &chronicle, ask, record, driver.as_ref()),
        None => all(&facts, &chronicle, ask, driver.as_ref()),
    }
}

/// `of 77 seasons, 1950 to 2026`, or that these seasons are not all there were.
fn span(chronicle: &Chronicle) -> String {
    let years: Vec<Year> = chronicle.years().collect();
    let (first, last) = (years[0], years[years.len() - 1]);
    match (chronicle.missing().is_empty(), years.len()) {
        (true, 1) => format!("of the season {first}"),
        (true, n) => format!("of {n} seasons, {first} to {last}"),
        (false, 1) => format!("of the season {first} alone"),
        (false, n) if n == usize::from(last - first) + 1 => {
            format!("of the seasons {first} to {last} alone")
        }
        (false, n) => format!("of {n} seasons between {first} and {last} alone"),
    }
}

fn one(
    facts: &Facts,
    chronicle: &Chronicle,
    ask: &RecordsArgs,
    asked: Asked,
    driver: Option<&DriverId>,
) -> Result<String, ShellError> {
    let (record, name) = (asked.record, asked.record.name());
    let reading = if ask.relative { Reading::Relative } else { asked.reading };
    let meaning = record.meaning(reading).ok_or_else(|| {
        ShellError::Input(format!("{name} has no relative reading; leave out --relative"))
    })?;
    if driver.is_some() && matches!(record, Record::Winners | Record::OneTwo) {
        return Err(ShellError::Input(format!(
            "{name} is no record of a driver; leave out --driver"
        )));
    }
    let mut marks = marks(chronicle, record, reading);
    marks.retain(|mark| driver.is_none_or(|driver| mark.drivers.contains(driver)));
    marks.retain(|mark| driver.is_some() || mark.rank <= ask.top);
    if driver.is_some() {
        marks.truncate(usize::from(ask.top));
    }
    let shown = Shown { record, reading, meaning, marks };
    if ask.json {
        let mut answer = about(chronicle);
        merge(&mut answer, json_of(&facts.almanac, &shown));
        return show::json(facts, answer);
    }
    let table = table(&facts.almanac, &shown);
    if ask.csv {
        facts.announce();
        return Ok(table.csv());
    }
    let title = format!("{}, {}", capitalised(meaning.sentence), span(chronicle));
    let text = show::heading(&title) + &table.text(show::width(), show::bold());
    Ok(text + &notes(&facts.almanac, &shown) + &facts.footer())
}

/// What a reader of the list should know: races missed in a streak, points of other rules.
fn notes(almanac: &Almanac, shown: &Shown) -> String {
    let mut notes: Vec<String> = Vec::new();
    for mark in &shown.marks {
        if let Detail::Streak { missed, .. } = &mark.detail
            && !missed.is_empty()
        {
            let (who, when) = (holders_in_words(almanac, mark), seasons_in_words(mark));
            let rounds = rounds_in_words(almanac, missed);
            notes.push(format!("{when}: {who} did not start in {rounds}."));
        }
    }
    if !notes.is_empty() {
        notes
            .push("A streak counts a driver's own starts: a start without a win breaks it.".into());
    }
    if shown.record.compares_points() && shown.reading == Reading::Absolute {
        let note = "Seasons hand out points by different rules, so points compare in part only; \
                    --relative holds each season against its own.";
        notes.push(note.into());
    }
    let lines = notes.iter().map(|note| show::wrapped(note, show::width(), ""));
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

fn table(almanac: &Almanac, shown: &Shown) -> Table {
    let unit = shown.meaning.unit;
    let mut table = Table::new(&[">rank", heading(unit), "driver", "team", "season", "detail"]);
    for mark in &shown.marks {
        let of_drivers = !mark.drivers.is_empty();
        let driver = if of_drivers { holders_in_words(almanac, mark) } else { String::new() };
        let so_far = if mark.so_far { ", so far" } else { "" };
        table.push(vec![
            mark.rank.to_string(),
            bare_value(mark.value, unit),
            driver,
            team_names(almanac, &mark.teams),
            seasons_in_words(mark) + so_far,
            detail_in_words(almanac, mark, unit),
        ]);
    }
    table
}

/// The heading of a column of numbers in this unit.
fn heading(unit: Unit) -> &'static str {
    match unit {
        Unit::Points => ">points",
        Unit::Ratio => ">ratio",
        Unit::Share => ">%",
        Unit::Wins => ">wins",
        Unit::Podiums => ">podiums",
        Unit::Poles => ">poles",
        Unit::FastestLaps => ">fastest laps",
        Unit::Races => ">races",
        Unit::Rounds => ">rounds",
        Unit::Days => ">days",
        Unit::Titles => ">titles",
        Unit::Drivers => ">drivers",
        Unit::Seasons => ">seasons",
    }
}

/// Every record in every reading, with its holders, or with one driver's best.
fn all(
    facts: &Facts,
    chronicle: &Chronicle,
    ask: &RecordsArgs,
    driver: Option<&DriverId>,
) -> Result<String, ShellError> {
    let readings = [Reading::Absolute, Reading::Relative];
    let readings = if ask.relative { &readings[1..] } else { &readings[..] };
    let mut shown = Vec::new();
    for record in Record::ALL {
        for &reading in readings {
            let Some(meaning) = record.meaning(reading) else { continue };
            let mut marks = marks(chronicle, record, reading);
            marks.retain(|mark| driver.is_none_or(|driver| mark.drivers.contains(driver)));
            let best = marks.first().map(|mark| mark.rank);
            marks.retain(|mark| Some(mark.rank) == best);
            shown.push(Shown { record, reading, meaning, marks });
        }
    }
    if ask.json {
        let mut answer = about(chronicle);
        let records = shown.iter().map(|shown| json_of(&facts.almanac, shown));
        answer["records"] = records.collect();
        return show::json(facts, answer);
    }
    let table = overview(&facts.almanac, &shown, driver.is_some());
    if ask.csv {
        facts.announce();
        return Ok(table.csv());
    }
    let whose = driver.map(|driver| format!(" with {}", facts.almanac.driver_name(driver)));
    let title = format!("Records{} {}", whose.unwrap_or_default(), span(chronicle));
    Ok(show::heading(&title) + &table.text(show::width(), show::bold()) + &facts.footer())
}

fn overview(almanac: &Almanac, shown: &[Shown], ranked: bool) -> Table {
    let mut headings = vec!["record", "mark", "holder and season"];
    if ranked {
        headings.push(">rank");
    }
    let mut table = Table::new(&headings);
    for shown in shown {
        let Some(best) = shown.marks.first() else { continue };
        let so_far = if best.so_far { ", so far" } else { "" };
        let value = value_in_words(best.value, shown.meaning.unit);
        let mut row = vec![name(shown), value, sharers_in_words(almanac, &shown.marks) + so_far];
        if ranked {
            row.push(best.rank.to_string());
        }
        table.push(row);
    }
    table
}

/// The words with which a record is asked for.
fn name(shown: &Shown) -> String {
    match shown.reading {
        Reading::Absolute => shown.record.name().to_owned(),
        Reading::Relative => format!("{} --relative", shown.record.name()),
    }
}

fn about(chronicle: &Chronicle) -> Value {
    let years: Vec<Year> = chronicle.years().collect();
    json!({
        "from": years.first(),
        "to": years.last(),
        "seasons": years.len(),
        "seasons_missing": chronicle.missing(),
    })
}

fn merge(answer: &mut Value, more: Value) {
    if let (Some(answer), Value::Object(more)) = (answer.as_object_mut(), more) {
        answer.extend(more);
    }
}

fn json_of(almanac: &Almanac, shown: &Shown) -> Value {
    let mark = |mark: &Mark| mark_json(almanac, mark, &shown.meaning);
    json!({
        "record": shown.record.name(),
        "reading": reading_name(shown.reading),
        "what": shown.meaning.sentence,
        "unit": unit_name(&shown.meaning),
        "direction": if shown.meaning.direction == Direction::More { "more" } else { "less" },
        "marks": shown.marks.iter().map(mark).collect::<Vec<_>>(),
    })
}

/// A record that a season touched, as JSON.
pub fn touched_json(almanac: &Almanac, record: &TouchedRecord) -> Option<Value> {
    let touch = &record.touch;
    let meaning = touch.record.meaning(touch.reading)?;
    let marks = |marks: &[Mark]| -> Value {
        marks.iter().map(|mark| mark_json(almanac, mark, &meaning)).collect()
    };
    Some(json!({
        "record": touch.record.name(),
        "reading": reading_name(touch.reading),
        "what": meaning.sentence,
        "unit": unit_name(&meaning),
        "kind": match touch.kind {
            TouchKind::Set => "set",
            TouchKind::Equalled => "equalled",
            TouchKind::First => "first",
        },
        "mark": mark_json(almanac, &touch.mark, &meaning),
        "before": marks(&touch.before),
        "stands": touch.stands,
        "now": marks(&touch.now),
        "sentence": record.sentence,
    }))
}

fn reading_name(reading: Reading) -> &'static str {
    match reading {
        Reading::Absolute => "absolute",
        Reading::Relative => "relative",
    }
}

/// A unit by its name in JSON: shares are from 0 to 1 there.
fn unit_name(meaning: &Meaning) -> &'static str {
    match meaning.unit {
        Unit::Share => "share",
        unit => unit.name(),
    }
}

fn mark_json(almanac: &Almanac, mark: &Mark, meaning: &Meaning) -> Value {
    let drivers = mark.drivers.iter();
    let teams = mark.teams.iter();
    let missed = match &mark.detail {
        Detail::Streak { missed, .. } => missed.as_slice(),
        _ => &[],
    };
    let round = |at: &SeasonRound| json!({"season": at.year, "round": at.round});
    json!({
        "rank": mark.rank,
        "value": show::number(mark.value),
        "value_exact": mark.value.to_string(),
        "drivers": drivers
            .map(|id| json!({"id": id.as_str(), "name": almanac.driver_name(id)}))
            .collect::<Vec<_>>(),
        "teams": teams
            .map(|id| json!({"id": id.as_str(), "name": almanac.constructor_name(id)}))
            .collect::<Vec<_>>(),
        "seasons": mark.years,
        "so_far": mark.so_far,
        "detail": detail_in_words(almanac, mark, meaning.unit),
        "missed": missed.iter().map(round).collect::<Vec<_>>(),
    })
}
