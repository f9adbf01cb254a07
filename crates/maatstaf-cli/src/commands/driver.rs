use maatstaf::core::{Date, Driver, Session, Year};
use maatstaf::{Career, CareerSeason, Win};
use serde_json::{Value, json};

use crate::args::{Args, day, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// `maatstaf driver NAME`
#[derive(clap::Args)]
#[command(after_help = "\
Drivers are found by code, family name, full name or id, with or without accents. A code that
several had means the one who raced with it last.

Examples:
  maatstaf driver PER
  maatstaf driver PER --on 2023-12-01
  maatstaf driver verstappen --season 2023 --json
  maatstaf driver \"Ayrton Senna\" --csv > senna.csv")]
pub struct DriverArgs {
    /// Who
    pub driver: String,
    /// How old he is on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<Date>,
    /// One season alone
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub season: Option<Year>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the seasons as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf driver NAME [--on DATE] [--season YEAR]`
pub fn driver(args: &Args, ask: &DriverArgs) -> Result<String, ShellError> {
    let facts = source::load(args, ask.season.map(|year| year..=year), false)?;
    let id = match ask.season {
        Some(year) => {
            maatstaf::find_driver(&facts.almanac, source::season(&facts, year)?.0, &ask.driver)?
        }
        None => maatstaf::find_anyone(&facts.almanac, &ask.driver)?,
    };
    let mut career = maatstaf::career(&facts.almanac, maatstaf::facts::f1_rules(), &id)?;
    refuse_before_birth(ask, &career.driver)?;
    career.seasons.retain(|season| ask.season.is_none_or(|year| season.year == year));
    if ask.json {
        return json_of(&facts, ask, &career);
    }
    let table = table(&career);
    if ask.csv {
        facts.announce();
        return Ok(table.csv());
    }
    Ok(words(ask, &career) + &seasons(&career, &table) + &wins(&career) + &facts.footer())
}

/// Nobody has an age before he is born.
fn refuse_before_birth(ask: &DriverArgs, driver: &Driver) -> Result<(), ShellError> {
    match (ask.on, driver.born) {
        (Some(day), Some(born)) if day < born => Err(ShellError::Input(format!(
            "--on {day}: {} was born on {born}; name a later day",
            driver.name
        ))),
        _ => Ok(()),
    }
}

fn words(ask: &DriverArgs, career: &Career) -> String {
    let driver = &career.driver;
    let mut text = show::heading(&format!("{} ({})", driver.name, driver.code));
    let place = driver.birthplace.as_ref().map_or(String::new(), |place| format!(" in {place}"));
    if let Some(born) = driver.born {
        text += &format!("Born {}{place}{}.\n", born.strftime("%-d %B %Y"), age(ask, driver));
    }
    for (relative, kinship) in &career.relatives {
        text += &format!("{}: {} of {}.\n", relative.name, kinship, driver.name);
    }
    text
}

fn age(ask: &DriverArgs, driver: &Driver) -> String {
    let age = ask.on.and_then(|day| Some((day, driver.age_on(day)?)));
    age.map_or(String::new(), |(day, age)| {
        format!("; {age} years old on {}", day.strftime("%-d %B %Y"))
    })
}

fn seasons(career: &Career, table: &Table) -> String {
    if career.seasons.is_empty() {
        return "\nNo race in the seasons at hand.\n".to_owned();
    }
    let text = format!("\n{}", table.text(show::width(), show::bold()));
    let open = career.seasons.iter().find(|season| !season.over);
    text + &open.map_or(String::new(), |season| format!("{} is not over.\n", season.year))
}

fn table(career: &Career) -> Table {
    let mut table = Table::new(&[
        ">season",
        "team",
        "?team mates (rounds)",
        ">place",
        ">points",
        ">starts",
        ">wins",
        "?>podiums",
        "?>poles",
        "?>fastest laps",
    ]);
    for season in &career.seasons {
        let teams: Vec<&str> = season.teams.iter().map(|(name, _)| name.as_str()).collect();
        let mates = season.team_mates.iter().map(|(name, at)| format!("{name} ({})", at.len()));
        let races = &season.races;
        table.push(vec![
            season.year.to_string(),
            teams.join(", "),
            mates.collect::<Vec<_>>().join(", "),
            season.place.map_or("excluded".to_owned(), |place| place.to_string()),
            season.points.to_string(),
            races.starts.to_string(),
            races.wins.to_string(),
            races.podiums.to_string(),
            races.poles.to_string(),
            races.fastest_laps.to_string(),
        ]);
    }
    table
}

fn wins(career: &Career) -> String {
    let of = |session: Session, what: &str| {
        let won = career.seasons.iter().flat_map(|season| {
            let wins = season.wins.iter().filter(move |win| win.session == session);
            wins.map(|win| format!("{} {}", win.name, season.year))
        });
        let won: Vec<String> = won.collect();
        if won.is_empty() {
            return String::new();
        }
        let line = format!("{what} won ({}): {}.", won.len(), won.join(", "));
        show::wrapped(&line, show::width(), "")
    };
    let text = of(Session::Race, "Races") + &of(Session::Sprint, "Sprints");
    if text.is_empty() { text } else { format!("\n{text}") }
}

fn json_of(facts: &Facts, ask: &DriverArgs, career: &Career) -> Result<String, ShellError> {
    let driver = &career.driver;
    let relatives = career.relatives.iter().map(|(relative, kinship)| {
        json!({"id": relative.id.as_str(), "name": relative.name, "kinship": kinship})
    });
    let answer = json!({
        "id": driver.id.as_str(),
        "name": driver.name,
        "code": driver.code,
        "number": driver.number,
        "born": driver.born.map(|day| day.to_string()),
        "birthplace": driver.birthplace,
        "on": ask.on.map(|day| day.to_string()),
        "age": ask.on.and_then(|day| driver.age_on(day)),
        "relatives": relatives.collect::<Vec<_>>(),
        "seasons": career.seasons.iter().map(season).collect::<Vec<_>>(),
    });
    show::json(facts, answer)
}

fn season(season: &CareerSeason) -> Value {
    let named = |(name, rounds): &(String, Vec<u16>)| json!({"name": name, "rounds": rounds});
    let (races, sprints) = (&season.races, &season.sprints);
    json!({
        "season": season.year,
        "over": season.over,
        "teams": season.teams.iter().map(named).collect::<Vec<_>>(),
        "team_mates": season.team_mates.iter().map(named).collect::<Vec<_>>(),
        "place": season.place,
        "points": show::number(season.points),
        "points_exact": season.points.to_string(),
        "starts": races.starts,
        "wins": races.wins,
        "podiums": races.podiums,
        "poles": races.poles,
        "fastest_laps": races.fastest_laps,
        "sprint_starts": sprints.starts,
        "sprint_wins": sprints.wins,
        "won": season.wins.iter().map(won).collect::<Vec<_>>(),
    })
}

fn won(win: &Win) -> Value {
    json!({"round": win.round, "race": win.name, "session": show::session(win.session)})
}
