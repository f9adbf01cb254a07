use clap::ValueEnum;
use maatstaf::core::{
    Classification, Classified, Event, Outcome, Points, Qualified, Qualifying, QualifyingPart,
    Season, SeasonRules, Session, Title, Year,
};
use maatstaf::season::awards;
use serde_json::{Value, json};

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// `maatstaf round YEAR ROUND`
#[derive(clap::Args)]
#[command(after_help = "\
Points are what the result is worth under the rules of the season, before dropped scores.

Examples:
  maatstaf round 2021 mexico
  maatstaf round 2023 4 --session sprint
  maatstaf round 2023 monaco --session qualifying --csv
  maatstaf round 2021 \"sao paulo\" --json")]
pub struct RoundArgs {
    /// Which season
    #[arg(value_parser = year)]
    pub year: Year,
    /// Which round: its number, name, circuit, town or country
    pub round: String,
    /// Which session
    #[arg(long, value_enum, default_value_t = Which::Race, value_name = "SESSION")]
    pub session: Which,
    /// Print the whole round as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the session as CSV
    #[arg(long)]
    pub csv: bool,
}

/// A session to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The race.
    Race,
    /// The sprint.
    Sprint,
    /// Qualifying for the race.
    Qualifying,
}

/// `maatstaf round YEAR ROUND [--session race|sprint|qualifying]`
pub fn round(args: &Args, ask: &RoundArgs) -> Result<String, ShellError> {
    let facts = source::load(args, Some(ask.year..=ask.year), false)?;
    let (season, rules) = source::season(&facts, ask.year)?;
    let number = maatstaf::find_round(season, &ask.round)?;
    let event = season.event(number).ok_or_else(|| absent(ask, "race"))?;
    let shown = Shown { facts: &facts, season, rules, event };
    if ask.json {
        return shown.json();
    }
    let table = match ask.session {
        Which::Qualifying => shown.qualifying(),
        Which::Race => shown.result(Session::Race),
        Which::Sprint => shown.result(Session::Sprint),
    };
    let name = ask.session.to_possible_value().map_or(String::new(), |it| it.get_name().to_owned());
    let table = table.ok_or_else(|| absent(ask, &name))?;
    if ask.csv {
        facts.announce();
        return Ok(table.csv());
    }
    Ok(shown.heading(&name) + &table.text(show::width(), show::bold()) + &facts.footer())
}

fn absent(ask: &RoundArgs, session: &str) -> ShellError {
    ShellError::Missing(format!(
        "{} {:?}: no result of the {session} at hand; the weekend had none, or it was not held yet",
        ask.year, ask.round
    ))
}

/// A round with all that an answer is made of.
struct Shown<'a> {
    facts: &'a Facts,
    season: &'a Season,
    rules: &'a SeasonRules,
    event: &'a Event,
}

impl Shown<'_> {
    fn heading(&self, session: &str) -> String {
        let round = &self.event.round;
        let title = format!(
            "{} {}, round {} of {}: {session}",
            self.season.year(),
            round.name,
            round.number,
            self.season.n_rounds()
        );
        let day = round
            .date
            .map_or(String::new(), |day| format!(", race on {}", day.strftime("%A %-d %B %Y")));
        show::heading(&title) + &format!("{}{day}\n\n", round.circuit)
    }

    fn result(&self, session: Session) -> Option<Table> {
        let result = self.event.result(session)?;
        let mut table = Table::new(&[
            ">place",
            "driver",
            "?team",
            "?>car",
            "?>grid",
            "?>laps",
            "time (h:m:s) or reason",
            ">points",
            "?fastest lap (m:s)",
        ]);
        for line in result.lines() {
            let points = self.points(result, session, line);
            let number = |value: Option<u16>| value.map_or(String::new(), |it| it.to_string());
            let fastest = line.lap_time.filter(|_| line.fastest_lap);
            table.push(vec![
                outcome(line.outcome),
                self.facts.almanac.driver_name(&line.driver).to_owned(),
                self.facts.almanac.constructor_name(&line.constructor).to_owned(),
                line.car.to_string(),
                number(line.grid),
                number(line.laps),
                line.time.map_or(line.reason.clone().unwrap_or_default(), |it| it.to_string()),
                if points.is_zero() { String::new() } else { points.to_string() },
                fastest.map_or(String::new(), |time| time.to_string()),
            ]);
        }
        Some(table)
    }

    fn points(&self, result: &Classification, session: Session, line: &Classified) -> Points {
        let who = maatstaf::core::Competitor::Driver(line.driver.clone());
        let best = result.line_of(&line.driver);
        if best.is_some_and(|best| !std::ptr::eq(best, line)) {
            return Points::ZERO;
        }
        let round = self.event.round.number;
        let awards = awards(result, self.rules, round, session, Title::Drivers);
        awards.iter().filter(|award| award.competitor == who).map(|award| award.total()).sum()
    }

    fn qualifying(&self) -> Option<Table> {
        let lines = &self.event.qualifying.as_ref()?.lines;
        let parts = parts(self.event.qualifying.as_ref()?);
        let mut headings = vec![">place", "driver", "?team", "?>car"];
        headings.extend(parts.iter().map(|(_, heading)| heading));
        let mut table = Table::new(&headings);
        for line in lines {
            let mut cells = vec![
                line.place.map_or(String::new(), |place| place.to_string()),
                self.facts.almanac.driver_name(&line.driver).to_owned(),
                self.facts.almanac.constructor_name(&line.constructor).to_owned(),
                line.car.to_string(),
            ];
            let times = parts.iter().map(|(part, _)| line.time_in(*part));
            cells.extend(times.map(|time| time.map_or(String::new(), |time| time.to_string())));
            table.push(cells);
        }
        Some(table)
    }

    fn json(&self) -> Result<String, ShellError> {
        let round = &self.event.round;
        let result = |session| {
            let result = self.event.result(session)?;
            Some(result.lines().iter().map(|at| self.line(result, session, at)).collect::<Vec<_>>())
        };
        let qualifying = self.event.qualifying.as_ref().map(|qualifying| {
            qualifying.lines.iter().map(|line| self.qualified(line)).collect::<Vec<_>>()
        });
        let answer = json!({
            "season": self.season.year(),
            "round": round.number,
            "race": round.name,
            "circuit": round.circuit,
            "date": round.date.map(|day| day.to_string()),
            "weekday": round.date.map(|day| day.strftime("%A").to_string()),
            "rounds": self.season.n_rounds(),
            "result": result(Session::Race),
            "sprint": result(Session::Sprint),
            "qualifying": qualifying,
        });
        show::json(self.facts, answer)
    }

    fn line(&self, result: &Classification, session: Session, line: &Classified) -> Value {
        json!({
            "place": line.outcome.place(),
            "outcome": outcome(line.outcome),
            "id": line.driver.as_str(),
            "name": self.facts.almanac.driver_name(&line.driver),
            "team": self.facts.almanac.constructor_name(&line.constructor),
            "car": line.car.as_str(),
            "grid": line.grid,
            "laps": line.laps,
            "time": line.time.map(|time| time.to_string()),
            "fastest_lap": line.fastest_lap,
            "lap_time": line.lap_time.map(|time| time.to_string()),
            "points": show::number(self.points(result, session, line)),
            "reason": line.reason,
        })
    }

    fn qualified(&self, line: &Qualified) -> Value {
        let time = |part| line.time_in(part).map(|time| time.to_string());
        json!({
            "place": line.place,
            "id": line.driver.as_str(),
            "name": self.facts.almanac.driver_name(&line.driver),
            "team": self.facts.almanac.constructor_name(&line.constructor),
            "car": line.car.as_str(),
            "time": time(QualifyingPart::Whole),
            "q1": time(QualifyingPart::Q1),
            "q2": time(QualifyingPart::Q2),
            "q3": time(QualifyingPart::Q3),
        })
    }
}

/// The parts in which anybody set a time.
fn parts(qualifying: &Qualifying) -> Vec<(QualifyingPart, &'static str)> {
    let all = [
        (QualifyingPart::Whole, ">time (m:s)"),
        (QualifyingPart::Q1, ">Q1 (m:s)"),
        (QualifyingPart::Q2, ">Q2 (m:s)"),
        (QualifyingPart::Q3, ">Q3 (m:s)"),
    ];
    let driven = |part| qualifying.lines.iter().any(|line| line.time_in(part).is_some());
    all.into_iter().filter(|(part, _)| driven(*part)).collect()
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Place(place) => return place.to_string(),
        Outcome::Retired => "retired",
        Outcome::NotClassified => "not classified",
        Outcome::Disqualified => "disqualified",
        Outcome::Excluded => "excluded",
        Outcome::DidNotStart => "did not start",
        Outcome::DidNotQualify => "did not qualify",
    }
    .to_owned()
}
