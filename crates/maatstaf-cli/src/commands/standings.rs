use maatstaf::core::{Competitor, Moment, RoundNumber, Season, Title, Year};
use maatstaf::season::{Standings, scoresheet, standings_at};
use serde_json::json;

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// `maatstaf standings YEAR`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf standings 2023
  maatstaf standings 2023 --after 15
  maatstaf standings 2022 --after monza --constructors
  maatstaf standings 2021 --csv > standings.csv
  maatstaf --f1db f1db-csv.zip standings 1988 --json")]
pub struct StandingsArgs {
    /// Which season
    #[arg(value_parser = year)]
    pub year: Year,
    /// After which round: its number, name or circuit; the last one held without it
    #[arg(long, value_name = "ROUND")]
    pub after: Option<String>,
    /// The constructors' championship
    #[arg(long)]
    pub constructors: bool,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf standings YEAR [--after ROUND] [--constructors]`
pub fn standings(args: &Args, ask: &StandingsArgs) -> Result<String, ShellError> {
    let facts = source::load(args, Some(ask.year..=ask.year), false)?;
    let (season, rules) = source::season(&facts, ask.year)?;
    let sheet = scoresheet(season, rules, title(ask.constructors))?;
    let round = round_asked(season, ask.after.as_deref())?;
    let table = standings_at(&sheet, Moment::after(round));
    if ask.json {
        return json(&facts, season, round, ask.constructors, &table);
    }
    let shown = shown(&facts, season, &table, sheet.best().drops());
    if ask.csv {
        facts.announce();
        return Ok(shown.csv());
    }
    let whose = if ask.constructors { "constructors" } else { "drivers" };
    let name = season.event(round).map_or("", |event| event.round.name.as_str());
    let after =
        format!("{} {whose}, after round {round} of {}: {name}", ask.year, season.n_rounds());
    Ok(show::heading(&after) + &shown.text(show::width(), show::bold()) + &facts.footer())
}

/// Which championship a flag asks for.
pub fn title(constructors: bool) -> Title {
    if constructors { Title::Constructors } else { Title::Drivers }
}

fn round_asked(season: &Season, asked: Option<&str>) -> Result<RoundNumber, ShellError> {
    let Some(text) = asked else { return Ok(season.last_held()) };
    let round = maatstaf::find_round(season, text)?;
    if round > season.last_held() {
        return Err(ShellError::Missing(format!(
            "round {round} of {} was not held yet; the last one is {}",
            season.year(),
            season.last_held()
        )));
    }
    Ok(round)
}

fn shown(facts: &Facts, season: &Season, table: &Standings, drops: bool) -> Table {
    let of_drivers = matches!(table.rows.first(), Some(row) if is_driver(&row.competitor));
    let mut headings = vec![">place", "name"];
    if of_drivers {
        headings.push("?team");
    }
    headings.push(">points");
    if drops {
        headings.push("?>all points");
    }
    headings.extend(["?>gap (points)", "?>wins"]);
    let mut shown = Table::new(&headings);
    let leader = table.rows.first().map(|row| row.points);
    for row in &table.rows {
        let place = row.place.map_or("excluded".to_owned(), |place| place.to_string());
        let mut cells = vec![place, show::name(&facts.almanac, &row.competitor)];
        if of_drivers {
            cells.push(teams(facts, season, &row.competitor).join(", "));
        }
        cells.push(row.points.to_string());
        if drops {
            cells.push(row.gross.to_string());
        }
        let gap = leader.map(|points| points - row.points).filter(|gap| !gap.is_zero());
        cells.push(gap.map_or(String::new(), |gap| gap.to_string()));
        cells.push(row.wins.to_string());
        shown.push(cells);
    }
    shown
}

fn is_driver(who: &Competitor) -> bool {
    matches!(who, Competitor::Driver(_))
}

/// The teams a driver raced for in the season, by name.
fn teams(facts: &Facts, season: &Season, who: &Competitor) -> Vec<String> {
    let Competitor::Driver(id) = who else { return Vec::new() };
    let teams = maatstaf::pace::teams(season, id).into_iter();
    teams.map(|(team, _)| facts.almanac.constructor_name(&team).to_owned()).collect()
}

fn json(
    facts: &Facts,
    season: &Season,
    round: RoundNumber,
    constructors: bool,
    table: &Standings,
) -> Result<String, ShellError> {
    let rows = table.rows.iter().map(|row| {
        json!({
            "place": row.place,
            "id": row.competitor.to_string(),
            "name": show::name(&facts.almanac, &row.competitor),
            "teams": teams(facts, season, &row.competitor),
            "points": show::number(row.points),
            "points_exact": row.points.to_string(),
            "gross_points": show::number(row.gross),
            "wins": row.wins,
        })
    });
    let answer = json!({
        "season": season.year(),
        "title": if constructors { "constructors" } else { "drivers" },
        "round": round,
        "race": season.event(round).map(|event| event.round.name.as_str()),
        "rounds": season.n_rounds(),
        "standings": rows.collect::<Vec<_>>(),
    });
    show::json(facts, answer)
}
