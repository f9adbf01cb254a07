use std::path::PathBuf;

use maatstaf::Briefing;
use maatstaf::core::{RoundNumber, Year};
use maatstaf::pace::{FormLevel, RoundGap, form_level, qualifying_gaps};
use serde_json::json;

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::form_page;
use crate::gap_json;
use crate::season_laps;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Text is not set wider than this.
const WIDEST: usize = 100;

/// `maatstaf form YEAR DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
The gap is that of qualifying, in percent of the reference's time, positive when the driver was slower. Behind
the gaps of a season lies a level: it may stay, change at once, or move bit by bit, and each has its probability.
A wild round is borne as such, none is left out. With fewer than five gaps nothing is said.

Examples:
  maatstaf form 2023 PER --against VER
  maatstaf form 2023 PER --against VER --last 3
  maatstaf form 2022 hamilton --against russell --html form.html
  maatstaf form 2023 PER --against VER --race
  maatstaf form 2021 NOR --against RIC --csv > form.csv
  maatstaf --f1db f1db-csv.zip form 1988 senna --against prost --json")]
pub struct FormArgs {
    /// Which season
    #[arg(value_name = "YEAR", value_parser = year)]
    pub season: Year,
    /// Who
    pub driver: String,
    /// The reference
    #[arg(long, value_name = "DRIVER")]
    pub against: String,
    /// How many rounds are the end, of which is asked whether he was stronger
    #[arg(long, value_name = "N", default_value_t = maatstaf::N_END as u16,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub last: u16,
    /// Ask the same of the races too, by the laps of those that are in the library
    #[arg(long)]
    pub race: bool,
    /// Write the answer as one self-contained HTML file
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the rounds as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf form YEAR DRIVER --against REFERENCE [--last N] [--html FILE]`
pub fn form(args: &Args, ask: &FormArgs) -> Result<String, ShellError> {
    let facts = source::load(args, Some(ask.season..=ask.season), false)?;
    let briefing = asked(&facts, ask)?;
    if let Some(file) = &ask.html {
        source::write_whole(file, form_page::page(&briefing))?;
        eprintln!("maatstaf: wrote {}", file.display());
    }
    match (ask.json, ask.csv, &ask.html) {
        (true, ..) => json_of(&facts, &briefing, race_level(args, ask)?.as_ref()),
        (_, true, _) => {
            facts.announce();
            Ok(table(&briefing).csv())
        }
        (.., Some(_)) => Ok(String::new()),
        _ => {
            let race = if ask.race {
                about_races(&briefing, race_level(args, ask)?.as_ref())
            } else {
                String::new()
            };
            Ok(text(&briefing) + &race + &facts.footer())
        }
    }
}

fn asked(facts: &Facts, ask: &FormArgs) -> Result<Briefing, ShellError> {
    let (season, rules) = source::season(facts, ask.season)?;
    let find = |text: &str| maatstaf::find_driver(&facts.almanac, season, text);
    let (driver, reference) = (find(&ask.driver)?, find(&ask.against)?);
    if driver == reference {
        return Err(ShellError::Input(format!(
            "{:?} and {:?} are the same driver; name another reference",
            ask.driver, ask.against
        )));
    }
    let mut briefing = maatstaf::briefing(&facts.almanac, rules, season, &driver, &reference)?;
    let gaps = qualifying_gaps(&briefing.qualifying);
    if usize::from(ask.last) != maatstaf::N_END {
        briefing.level = form_level(&gaps, ask.last.into());
    }
    match (&briefing.level, gaps.len()) {
        (None, 5..) => Err(ShellError::Input(format!(
            "--last {}: they have a gap in {} rounds; ask for fewer",
            ask.last,
            gaps.len()
        ))),
        _ => Ok(briefing),
    }
}

/// The level behind the gaps of the races at hand, in percent of a lap; `None` where it was not asked for, or
/// where these are too few.
fn race_level(args: &Args, ask: &FormArgs) -> Result<Option<FormLevel>, ShellError> {
    if !ask.race {
        return Ok(None);
    }
    let asked = season_laps::Asked::of(args, ask.season, &ask.driver, &ask.against)?;
    let gap = |it: &maatstaf::pace::RaceGap| RoundGap {
        round: asked.round_of(&it.race),
        gap: it.percent.value,
        error: it.percent.error,
    };
    let mut gaps: Vec<RoundGap> = asked.pair.gap.races.iter().map(gap).collect();
    gaps.sort_by_key(|it| it.round);
    Ok(form_level(&gaps, ask.last.into()))
}

fn about_races(briefing: &Briefing, level: Option<&FormLevel>) -> String {
    let name = &briefing.driver.last_name;
    let sentence = match level {
        Some(level) => format!(
            "{} Over these {} races the level stayed the same with a probability of {:.0} %.",
            level.end.in_words(name, "in the races at hand", " % of a lap"),
            level.rounds.len(),
            100.0 * level.constant
        ),
        None => {
            "Races: the library holds too few in which the laps of both can be compared.".to_owned()
        }
    };
    let width = show::width().min(WIDEST);
    format!("\n{}", show::wrapped(&sentence, width, "  ").replacen("  ", "- ", 1))
}

fn text(briefing: &Briefing) -> String {
    let width = show::width().min(WIDEST);
    let (own, theirs) = (&briefing.driver.name, &briefing.reference.name);
    let mut text = show::heading(&format!("Form of {own} against {theirs}, {}", briefing.season));
    for sentence in maatstaf::form_sentences(briefing) {
        text += &show::wrapped(&sentence, width, "  ").replacen("  ", "- ", 1);
    }
    if !briefing.qualifying.rounds.is_empty() {
        text += "\n";
        text += &table(briefing).text(show::width(), show::bold());
    }
    text
}

/// A row a round with a gap.
fn table(briefing: &Briefing) -> Table {
    let mut table = Table::new(&[
        ">round",
        "race",
        ">gap (%)",
        ">level (%)",
        ">low (%)",
        ">high (%)",
        "?>change after (probability)",
        "?outlier",
        "?track",
    ]);
    for at in &briefing.qualifying.rounds {
        let level = level_at(briefing.level.as_ref(), at.round);
        let of = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:+.3}"));
        table.push(vec![
            at.round.to_string(),
            briefing.round_names.get(&at.round).cloned().unwrap_or_default(),
            format!("{:+.3}", at.gap_percent),
            of(level.map(|it| it.level.median)),
            of(level.map(|it| it.level.low)),
            of(level.map(|it| it.level.high)),
            level.map_or(String::new(), |it| format!("{:.2}", it.changes_after)),
            if at.outlier { "yes" } else { "" }.to_owned(),
            if at.track.is_usual() { "" } else { "wet or changing" }.to_owned(),
        ]);
    }
    table
}

fn level_at(level: Option<&FormLevel>, round: RoundNumber) -> Option<&maatstaf::pace::LevelAt> {
    level?.rounds.iter().find(|it| it.round == round)
}

fn json_of(
    facts: &Facts,
    briefing: &Briefing,
    race: Option<&FormLevel>,
) -> Result<String, ShellError> {
    let tracks = briefing.qualifying.rounds.iter().filter_map(|at| {
        let words = at.track.in_words()?;
        Some(json!({"round": at.round, "race": briefing.round_names.get(&at.round), "reason": words}))
    });
    let answer = json!({
        "season": briefing.season,
        "rounds_held": briefing.rounds_held,
        "driver": gap_json::person(&briefing.driver),
        "reference": gap_json::person(&briefing.reference),
        "team_mate_rounds": briefing.team_mate_rounds,
        "sentences": maatstaf::form_sentences(briefing),
        "level": briefing.level.as_ref().map(|it| gap_json::form_level(it, &briefing.round_names)),
        "race_level": race.map(|it| gap_json::form_level(it, &briefing.round_names)),
        "by_circuit": gap_json::by_circuit(briefing),
        "wet_or_changing": tracks.collect::<Vec<_>>(),
        "qualifying": gap_json::qualifying(&briefing.qualifying, &briefing.round_names),
    });
    show::json(facts, answer)
}
