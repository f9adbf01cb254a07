//! Records in words: a value with its unit, what stands behind a mark, and what a season
//! touched.

use maatstaf_core::{Almanac, ConstructorId, DriverId, Moment, Points, RoundNumber, Session, Year};
use maatstaf_season::{Chronicle, Detail, Mark, SeasonRound, Touch, TouchKind, Unit, touches};

use crate::Briefing;

/// How many of those who share a record are named.
const N_NAMED: usize = 3;

/// The records that a season touches and that concern two drivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedRecords {
    /// Each with its sentence. None where seasons before are missing, since a record needs them.
    pub touched: Vec<TouchedRecord>,
    /// Seasons up to this one that are not at hand.
    pub missing: Vec<Year>,
}

/// A record that a season set or equalled, in words too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedRecord {
    /// The record and the mark.
    pub touch: Touch,
    /// The same in one sentence.
    pub sentence: String,
}

impl Briefing {
    /// The same page with the records that its season touches, where they concern the driver,
    /// the reference or their gap.
    ///
    /// ```
    /// # use maatstaf::core::DriverId;
    /// use maatstaf::{facts, season::chronicle};
    ///
    /// let (almanac, rules) = (facts::seasons(), facts::f1_rules());
    /// let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
    /// let season = &almanac.seasons[&2023];
    /// let page = maatstaf::briefing(almanac, &rules[&2023], season, &driver, &reference)?;
    /// let page = page.with_records(almanac, &chronicle(almanac, rules, ..));
    /// let records = page.records.unwrap();
    /// assert!(records.touched.is_empty()); // the embedded seasons do not reach back to 1950
    /// assert_eq!(records.missing.len(), 71);
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn with_records(mut self, almanac: &Almanac, chronicle: &Chronicle) -> Self {
        let year = self.season;
        let concerns =
            |touch: &Touch| touch.concerns(&self.driver.id) || touch.concerns(&self.reference.id);
        let missing: Vec<Year> =
            chronicle.missing().iter().copied().filter(|missing| *missing <= year).collect();
        let all = if missing.is_empty() { touches(chronicle, year) } else { Vec::new() };
        let touched = all.into_iter().filter(concerns).map(|touch| TouchedRecord {
            sentence: touch_in_words(almanac, &touch, chronicle.still_runs(year)),
            touch,
        });
        self.records = Some(TouchedRecords { touched: touched.collect(), missing });
        self
    }
}

/// A value with its unit: `290 points`, `0.496`, `86.4 %`.
///
/// ```
/// use maatstaf::{core::Points, season::Unit, value_in_words};
/// assert_eq!(value_in_words(Points::from(290), Unit::Points), "290 points");
/// assert_eq!(value_in_words(Points::ratio(57, 115), Unit::Ratio), "a ratio of 0.496");
/// assert_eq!(value_in_words(Points::ratio(19, 22), Unit::Share), "86.4 %");
/// assert_eq!(value_in_words(Points::from(1), Unit::Wins), "1 win");
/// ```
pub fn value_in_words(value: Points, unit: Unit) -> String {
    let bare = bare_value(value, unit);
    match unit {
        Unit::Share => format!("{bare} %"),
        Unit::Ratio => format!("a ratio of {bare}"),
        _ if value == Points::from(1) => format!("{bare} {}", unit.name().trim_end_matches('s')),
        _ => format!("{bare} {}", unit.name()),
    }
}

/// A value without its unit, as a column shows it: percent for shares, three decimals of a
/// ratio, two where wins are not whole.
///
/// ```
/// use maatstaf::{bare_value, core::Points, season::Unit};
/// assert_eq!(bare_value(Points::ratio(19, 22), Unit::Share), "86.4");
/// assert_eq!(bare_value(Points::ratio(1, 2), Unit::Points), "0.5");
/// ```
pub fn bare_value(value: Points, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{:.1}", 100.0 * value.as_f64()),
        Unit::Ratio => format!("{:.3}", value.as_f64()),
        Unit::Wins if value.denominator() != 1 => format!("{:.2}", value.as_f64()),
        _ => value.to_string(),
    }
}

/// The seasons of a mark: `2023`, `1952 to 1953`, or each of them where they are titles.
pub fn seasons_in_words(mark: &Mark) -> String {
    let years: Vec<String> = mark.years.iter().map(Year::to_string).collect();
    match (&mark.detail, years.as_slice()) {
        (Detail::Streak { .. }, [first, .., last]) => format!("{first} to {last}"),
        _ => years.join(", "),
    }
}

/// What stands behind a mark, in words; empty where the value says it all.
pub fn detail_in_words(almanac: &Almanac, mark: &Mark, unit: Unit) -> String {
    match &mark.detail {
        Detail::None => String::new(),
        Detail::Of { part, whole } if unit == Unit::Share => format!("{part} of {whole}"),
        Detail::Of { whole, .. } if unit == Unit::Points => format!("of {whole} possible"),
        Detail::Of { whole, .. } => format!("of {}", value_in_words(*whole, Unit::Races)),
        Detail::Fight { champion, second } => format!("{champion} to {second}"),
        Detail::Settled { moment, n_rounds } => {
            format!("settled after {} of {n_rounds}", moment_in_words(*moment))
        }
        Detail::Behind { points, moment, leaders } => {
            let lacked = value_in_words(*points, Unit::Points);
            let leaders = driver_names(almanac, leaders, " and ");
            format!("{lacked} behind {leaders} after {}", moment_in_words(*moment))
        }
        Detail::Streak { first, last, missed } => streak_in_words(almanac, *first, *last, missed),
        Detail::Age { years, days, on } => format!("{years} years {days} days on {on}"),
    }
}

/// The drivers of a mark by name; of a record of teams, the teams.
pub fn holders_in_words(almanac: &Almanac, mark: &Mark) -> String {
    let joint = if matches!(mark.detail, Detail::Fight { .. }) { " ahead of " } else { " and " };
    match mark.drivers.as_slice() {
        [] => team_names(almanac, &mark.teams),
        drivers => driver_names(almanac, drivers, joint),
    }
}

/// Constructors by name.
pub fn team_names(almanac: &Almanac, teams: &[ConstructorId]) -> String {
    let names: Vec<&str> = teams.iter().map(|team| almanac.constructor_name(team)).collect();
    names.join(", ")
}

fn driver_names(almanac: &Almanac, drivers: &[DriverId], joint: &str) -> String {
    let names: Vec<&str> = drivers.iter().map(|driver| almanac.driver_name(driver)).collect();
    names.join(joint)
}

fn moment_in_words(moment: Moment) -> String {
    match moment.session {
        Session::Race => format!("round {}", moment.round),
        Session::Sprint => format!("the sprint of round {}", moment.round),
    }
}

fn streak_in_words(
    almanac: &Almanac,
    first: SeasonRound,
    last: SeasonRound,
    missed: &[SeasonRound],
) -> String {
    let name = |at: SeasonRound| rounds_in_words(almanac, &[at]);
    let span = match first == last {
        true => name(first),
        false => format!("{} to {}", name(first), name(last)),
    };
    match missed {
        [] => span,
        _ => format!("{span}; did not start in {}", rounds_in_words(almanac, missed)),
    }
}

/// `Indianapolis 1953`: some rounds by name.
pub fn rounds_in_words(almanac: &Almanac, rounds: &[SeasonRound]) -> String {
    let name = |at: &SeasonRound| format!("{} {}", round_name(almanac, at.year, at.round), at.year);
    let named: Vec<String> = rounds.iter().take(N_NAMED).map(name).collect();
    named.join(", ") + &and_more(rounds.len())
}

fn round_name(almanac: &Almanac, year: Year, round: RoundNumber) -> String {
    let event = almanac.seasons.get(&year).and_then(|season| season.event(round));
    event.map_or_else(|| format!("round {round}"), |event| event.round.name.clone())
}

fn and_more(n: usize) -> String {
    if n > N_NAMED { format!(" and {} more", n - N_NAMED) } else { String::new() }
}

/// `155 points (Sebastian Vettel ahead of Fernando Alonso, 2013)`: marks of one rank together.
pub fn marks_in_words(almanac: &Almanac, marks: &[Mark], unit: Unit) -> String {
    let Some(best) = marks.first() else { return "none".to_owned() };
    let value = value_in_words(best.value, unit);
    format!("{value} ({})", sharers_in_words(almanac, marks))
}

/// Who shares a rank, each with his seasons: `Michael Schumacher, 2004; Sebastian Vettel, 2013`.
pub fn sharers_in_words(almanac: &Almanac, marks: &[Mark]) -> String {
    let who = |mark: &Mark| {
        let (holders, seasons) = (holders_in_words(almanac, mark), seasons_in_words(mark));
        if holders.is_empty() { seasons } else { format!("{holders}, {seasons}") }
    };
    let named: Vec<String> = marks.iter().take(N_NAMED).map(who).collect();
    named.join("; ") + &and_more(marks.len())
}

/// One sentence on a record that a season touched.
fn touch_in_words(almanac: &Almanac, touch: &Touch, still_runs: bool) -> String {
    if touch.kind == TouchKind::First {
        let team = team_names(almanac, &touch.mark.teams);
        return format!(
            "{team} took the first two places of the championship for the first time: {}.",
            driver_names(almanac, &touch.also, " and ")
        );
    }
    let Some(meaning) = touch.record.meaning(touch.reading) else { return String::new() };
    let words = |marks: &[Mark]| marks_in_words(almanac, marks, meaning.unit);
    let equalled = if touch.kind == TouchKind::Equalled { ", equalled" } else { "" };
    let so_far = if still_runs { " so far" } else { "" };
    let value = value_in_words(touch.mark.value, meaning.unit);
    let holders = holders_in_words(almanac, &touch.mark);
    let since = if touch.stands {
        "still the record".to_owned()
    } else {
        format!("the record is now {}", words(&touch.now))
    };
    format!(
        "{}{equalled}: {value}{so_far}, {holders}; before, {}; {since}.",
        capitalised(meaning.sentence),
        words(&touch.before)
    )
}

/// The same text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
