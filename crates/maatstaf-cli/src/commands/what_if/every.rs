//! `--all`: for every season, the systems under which the champion changes.

use maatstaf::core::{Competitor, Season, SeasonRules, Year};
use maatstaf::facts;
use maatstaf::season::{Champions, champions, systems};
use serde_json::{Value, json};

use super::WhatIfArgs;
use crate::args::Args;
use crate::commands::standings::title;
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// A season, its champion, and who else would have been.
struct Line {
    year: Year,
    champions: Champions,
}

/// `maatstaf what-if [YEAR] --all [--from YEAR] [--to YEAR]`
pub fn every(args: &Args, ask: &WhatIfArgs) -> Result<String, ShellError> {
    let rules = facts::f1_rules();
    let years = source::years(ask.year.or(ask.from), ask.year.or(ask.to))?;
    let facts = source::load(args, Some(years.clone()), false)?;
    if let Some(year) = ask.year {
        source::season(&facts, year)?;
    }
    let title = title(ask.constructors);
    let systems = systems(rules.values(), title, ask.drops());
    let line = |season: &Season, own: &SeasonRules| {
        let champions = champions(season, own, &systems, title, ask.drops())?;
        Ok(Line { year: season.year(), champions })
    };
    let asked = facts.almanac.seasons.range(years.clone());
    let asked = asked.filter_map(|(year, season)| Some((season, rules.get(year)?)));
    let counts = asked.filter(|(season, own)| {
        ask.year.is_some() || (own.title(title).is_some() && season.now().is_some())
    });
    let lines: Vec<Line> =
        counts.map(|(season, own)| line(season, own)).collect::<Result<_, ShellError>>()?;
    if lines.is_empty() {
        return Err(source::none_at_hand(&facts, &years));
    }
    show_lines(&facts, ask, &lines, systems.len())
}

fn show_lines(
    facts: &Facts,
    ask: &WhatIfArgs,
    lines: &[Line],
    n_systems: usize,
) -> Result<String, ShellError> {
    if ask.json {
        let seasons: Vec<Value> = lines.iter().map(|line| json_of(facts, line)).collect();
        let answer = json!({ "title": ask.whose(), "systems": n_systems, "seasons": seasons });
        return show::json(facts, answer);
    }
    if ask.csv {
        facts.announce();
        return Ok(table(facts, lines).csv());
    }
    let whose = ask.whose();
    let mut text = show::heading(&format!("Other {whose}' champions, under {n_systems} systems"));
    let width = show::width();
    let changing: Vec<&Line> =
        lines.iter().filter(|line| !line.champions.others.is_empty()).collect();
    for line in &changing {
        text += &format!("\n{}  {}\n", line.year, now(facts, line));
        for other in &line.champions.others {
            let names = names(facts, &other.champions);
            let under = format!("{names} under {}", spans(&other.years));
            text += &show::wrapped(&under, width, "      ");
        }
    }
    Ok(text + "\n" + &how_many_change(lines, changing.len()) + &facts.footer())
}

fn how_many_change(lines: &[Line], n_changing: usize) -> String {
    match (lines, n_changing) {
        ([only], 0) => format!("{} has the same champion under every system.\n", only.year),
        ([only], _) => format!("{} has another champion under some system.\n", only.year),
        (_, 1) => format!("1 of {} seasons has another champion under some system.\n", lines.len()),
        (_, n) => {
            format!("{n} of {} seasons have another champion under some system.\n", lines.len())
        }
    }
}

fn now(facts: &Facts, line: &Line) -> String {
    let running = if line.champions.is_over { "" } else { " (leads)" };
    names(facts, &line.champions.real) + running
}

/// One, or several who are level.
fn names(facts: &Facts, champions: &[Competitor]) -> String {
    let names: Vec<String> = champions.iter().map(|who| show::name(&facts.almanac, who)).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [name] => name.clone(),
        several => format!("{} level", several.join(" and ")),
    }
}

/// `1950–1953, 1958`: years in a row as one.
fn spans(years: &[Year]) -> String {
    let mut spans: Vec<(Year, Year)> = Vec::new();
    for &year in years {
        match spans.last_mut().filter(|span| span.1 + 1 == year) {
            Some(span) => span.1 = year,
            None => spans.push((year, year)),
        }
    }
    let span = |(first, last): &(Year, Year)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

fn table(facts: &Facts, lines: &[Line]) -> Table {
    let mut table = Table::new(&[">season", "champion", "would be", "under the points of"]);
    for line in lines {
        for other in &line.champions.others {
            table.push(vec![
                line.year.to_string(),
                names(facts, &line.champions.real),
                names(facts, &other.champions),
                spans(&other.years),
            ]);
        }
    }
    table
}

fn json_of(facts: &Facts, line: &Line) -> Value {
    let people = |champions: &[Competitor]| -> Vec<Value> {
        let person = |who: &Competitor| json!({ "id": who.to_string(), "name": show::name(&facts.almanac, who) });
        champions.iter().map(person).collect()
    };
    let others = line
        .champions
        .others
        .iter()
        .map(|other| json!({ "first": people(&other.champions), "points_of": other.years }));
    json!({
        "season": line.year,
        "over": line.champions.is_over,
        "first": people(&line.champions.real),
        "others": others.collect::<Vec<_>>(),
    })
}
