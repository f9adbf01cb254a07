//! The places of both in each race.

use std::collections::BTreeSet;

use maatstaf::core::{Outcome, RoundNumber};
use maatstaf::pace::{Ahead, RaceRecord};
use maatstaf::{Briefing, ordinal};

use super::html::{Table, nothing};
use super::names::{Side, code, name, round_name, round_title};
use super::numbers::NONE;
use super::svg::{Figure, Frame, cross, mark, rule, text};

/// The chart and its table.
pub fn charts(briefing: &Briefing) -> String {
    let rounds = rounds(briefing);
    if rounds.is_empty() {
        return nothing("Neither was entered in a race.");
    }
    let notes = ["Grid places are known here for the races in which the driver was classified."];
    let table = table(briefing, &rounds).to_details(&notes.map(str::to_owned));
    places_chart(briefing, &rounds).to_html(briefing) + &table
}

/// A round that one of them was entered in.
struct Sunday<'a> {
    round: RoundNumber,
    ends: [Option<End<'a>>; 2],
}

/// How a race ended, and why, where it ended early.
#[derive(Clone, Copy)]
struct End<'a> {
    outcome: Outcome,
    grid: Option<u16>,
    reason: Option<&'a str>,
}

fn rounds(briefing: &Briefing) -> Vec<Sunday<'_>> {
    let records = [&briefing.race.driver, &briefing.race.reference];
    let entered: BTreeSet<RoundNumber> = records.iter().flat_map(|at| entered(at)).collect();
    let sunday = |round| Sunday { round, ends: records.map(|record| end(record, round)) };
    entered.into_iter().map(sunday).collect()
}

fn entered(record: &RaceRecord) -> impl Iterator<Item = RoundNumber> {
    let lost = record.not_classified.iter().chain(&record.not_started).map(|lost| lost.round);
    record.places.iter().map(|(round, _)| *round).chain(lost)
}

fn end(record: &RaceRecord, round: RoundNumber) -> Option<End<'_>> {
    if let Some((_, place)) = record.places.iter().find(|(at, _)| *at == round) {
        let grid = record.grid_to_flag.rounds.iter().find(|at| at.round == round);
        let grid = grid.map(|at| at.grid);
        return Some(End { outcome: Outcome::Place(*place), grid, reason: None });
    }
    let mut lost = record.not_classified.iter().chain(&record.not_started);
    let lost = lost.find(|lost| lost.round == round)?;
    Some(End { outcome: lost.outcome, grid: None, reason: lost.reason.as_deref() })
}

fn places_chart(briefing: &Briefing, rounds: &[Sunday]) -> Figure {
    let ends = || rounds.iter().flat_map(|at| at.ends.into_iter().flatten());
    let last = ends().filter_map(|end| end.outcome.place()).max().unwrap_or(1).max(5);
    let lost: BTreeSet<&str> =
        ends().filter(|end| end.outcome.place().is_none()).map(|end| finish(end.outcome)).collect();
    let lost_row = f64::from(last) + 2.0;
    let bottom = if lost.is_empty() { f64::from(last) + 0.5 } else { lost_row + 0.8 };
    let height = 270.0;
    let frame = Frame::of_rounds(briefing.rounds_held, height, 10.0, (bottom, 0.2));
    let mut levels = vec![1.0];
    levels.extend((5..=last).step_by(5).map(f64::from));
    let mut marks = frame.levels(&levels, |place| format!("{place:.0}")) + &frame.rounds();
    marks += &lost_line(&frame, lost_row, &lost);
    marks += &rounds.iter().map(|at| dumbbell(&frame, at, lost_row)).collect::<String>();
    marks += &frame.hints(rounds.iter().map(|at| (at.round, hint(briefing, at))));
    Figure {
        id: "race",
        heading: "Finishing place per race".to_owned(),
        description: description(briefing),
        key: Some(""),
        height,
        marks,
    }
}

fn lost_line(frame: &Frame, row: f64, lost: &BTreeSet<&str>) -> String {
    let label = match lost.iter().next() {
        None => return String::new(),
        Some(only) if lost.len() == 1 => only,
        Some(_) if lost.contains("DNF") => "DNF+",
        Some(_) => "out",
    };
    let (y, (left, right)) = (frame.y(row), frame.across);
    rule("grid", (left, y), (right, y)) + &text("axis", left - 6.0, y + 4.0, "end", label)
}

fn dumbbell(frame: &Frame, at: &Sunday, lost_row: f64) -> String {
    let x = frame.x_of(at.round);
    let rows = at.ends.map(|end| Some(end?.outcome.place().map_or(lost_row, f64::from)));
    let is_level = rows[0] == rows[1];
    let mut marks = match rows {
        [Some(driver), Some(reference)] if !is_level => {
            rule("bell", (x, frame.y(driver)), (x, frame.y(reference)))
        }
        _ => String::new(),
    };
    for ((side, end), row) in Side::BOTH.into_iter().zip(at.ends).zip(rows) {
        let (Some(end), Some(row)) = (end, row) else { continue };
        let aside = if side == Side::Driver { -5.0 } else { 5.0 };
        let (x, y) = (if is_level { x + aside } else { x }, frame.y(row));
        marks += &match end.outcome.place() {
            Some(_) => mark(side, x, y, true),
            None => cross(side, x, y),
        };
    }
    marks
}

fn description(briefing: &Briefing) -> String {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let race = &briefing.race;
    format!(
        "{driver} and {reference}, first place at the top; a cross on the bottom line is a race \
         without a place: DNF did not finish, NC not classified, DSQ disqualified, EX excluded, \
         DNS did not start, DNQ did not qualify. Where both started, {driver} was ahead {} \
         times and {reference} {} times.",
        race.head_to_head.driver, race.head_to_head.reference
    )
}

fn hint(briefing: &Briefing, at: &Sunday) -> String {
    let ends = Side::BOTH.into_iter().zip(at.ends).filter_map(|(side, end)| {
        let end = end?;
        let how = end.outcome.place().map_or(finish(end.outcome).to_owned(), ordinal);
        Some(format!("{} {how}", name(briefing, side)))
    });
    let ends: Vec<String> = ends.collect();
    format!("{}: {}", round_title(briefing, at.round), ends.join(", "))
}

/// The letters of the official results; empty for a place.
fn finish(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Place(_) => "",
        Outcome::Retired => "DNF",
        Outcome::NotClassified => "NC",
        Outcome::Disqualified => "DSQ",
        Outcome::Excluded => "EX",
        Outcome::DidNotStart => "DNS",
        Outcome::DidNotQualify => "DNQ",
    }
}

fn table(briefing: &Briefing, rounds: &[Sunday]) -> Table {
    let codes = Side::BOTH.map(|side| code(briefing, side));
    let mut headings = vec!["Round".to_owned(), "Name".to_owned()];
    headings
        .extend(codes.iter().flat_map(|code| [format!("{code} grid"), format!("{code} finish")]));
    headings.extend(["Ahead".to_owned(), "Why no place".to_owned()]);
    Table {
        caption: "grid and finish per race".to_owned(),
        headings,
        n_text: 2,
        rows: rounds.iter().map(|at| row(briefing, at)).collect(),
    }
}

fn row(briefing: &Briefing, at: &Sunday) -> Vec<String> {
    let mut row = vec![at.round.to_string(), round_name(briefing, at.round).to_owned()];
    for end in at.ends {
        let grid = end.and_then(|end| end.grid).map_or(NONE.to_owned(), |grid| grid.to_string());
        let finish = end.map_or(NONE.to_owned(), |end| match end.outcome.place() {
            Some(place) => place.to_string(),
            None => finish(end.outcome).to_owned(),
        });
        row.extend([grid, finish]);
    }
    let ahead = briefing.race.rounds.iter().find(|round| round.round == at.round);
    row.push(match ahead.and_then(|round| round.ahead) {
        Some(Ahead::Driver) => name(briefing, Side::Driver).to_owned(),
        Some(Ahead::Reference) => name(briefing, Side::Reference).to_owned(),
        None => NONE.to_owned(),
    });
    row.push(reasons(briefing, at));
    row
}

fn reasons(briefing: &Briefing, at: &Sunday) -> String {
    let reasons = Side::BOTH
        .into_iter()
        .zip(at.ends)
        .filter_map(|(side, end)| Some(format!("{}: {}", code(briefing, side), end?.reason?)));
    reasons.collect::<Vec<_>>().join("; ")
}
