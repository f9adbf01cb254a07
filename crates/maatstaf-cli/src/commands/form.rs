use maatstaf::Briefing;
use maatstaf::core::RoundNumber;
use maatstaf::pace::{FormLevel, RoundGap, form_level, qualifying_gaps};
use serde_json::{Value, json};

use crate::answer::{Answer, Shape, TwoDrivers};
use crate::args::Args;
use crate::error::ShellError;
use crate::form_page;
use crate::gap_json;
use crate::season_laps;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Text is not set wider than this.
const WIDEST: usize = 100;

/// `maatstaf form SEASON DRIVER --against REFERENCE`
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
    #[command(flatten)]
    drivers: TwoDrivers,
    /// How many rounds are the end, of which is asked whether he was stronger
    #[arg(long, value_name = "N", default_value_t = maatstaf::N_END as u16,
          value_parser = clap::value_parser!(u16).range(1..))]
    last: u16,
    /// Ask the same of the races too, by the laps of those that are in the library
    #[arg(long)]
    race: bool,
    #[command(flatten)]
    shape: Shape,
}

/// `maatstaf form SEASON DRIVER --against REFERENCE [--last N] [--race]`
pub fn form(args: &Args, ask: &FormArgs) -> Result<String, ShellError> {
    let facts = source::load(args, Some(ask.drivers.season..=ask.drivers.season), false)?;
    let briefing = asked(&facts, ask)?;
    let races = if ask.race { Some(race_level(args, ask)?) } else { None };
    ask.shape.of(&Form { facts, briefing, races })
}

/// The level behind the gaps of two drivers.
struct Form {
    facts: Facts,
    briefing: Briefing,
    /// That of the races, where it was asked for; none within where these are too few.
    races: Option<Option<FormLevel>>,
}

impl Form {
    fn sentences(&self) -> Vec<String> {
        let mut sentences = maatstaf::form_sentences(&self.briefing);
        let name = &self.briefing.driver.last_name;
        let races = self.races.as_ref();
        sentences.extend(races.map(|level| maatstaf::race_form_sentence(level.as_ref(), name)));
        sentences
    }
}

impl Answer for Form {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn text(&self) -> String {
        text(&self.briefing, &self.sentences())
    }

    fn json(&self) -> Value {
        json_of(self)
    }

    fn table(&self) -> Table {
        table(&self.briefing)
    }

    fn page(&self) -> String {
        form_page::page(&self.briefing, &self.sentences())
    }
}

fn asked(facts: &Facts, ask: &FormArgs) -> Result<Briefing, ShellError> {
    let drivers = &ask.drivers;
    let (season, rules) = source::season(facts, drivers.season)?;
    let find = |text: &str| maatstaf::find_driver(&facts.almanac, season, text);
    let (driver, reference) = (find(&drivers.driver)?, find(&drivers.against)?);
    if driver == reference {
        return Err(ShellError::Input(format!(
            "{:?} and {:?} are the same driver; name another reference",
            drivers.driver, drivers.against
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

/// The level behind the gaps of the races at hand, in percent of a lap; `None` where these are too few.
fn race_level(args: &Args, ask: &FormArgs) -> Result<Option<FormLevel>, ShellError> {
    let asked = season_laps::Asked::of(args, &ask.drivers)?;
    let gap = |it: &maatstaf::pace::RaceGap| RoundGap {
        round: asked.round_of(&it.race),
        gap: it.percent.value,
        error: it.percent.error,
    };
    let mut gaps: Vec<RoundGap> = asked.pair.gap.races.iter().map(gap).collect();
    gaps.sort_by_key(|it| it.round);
    Ok(form_level(&gaps, ask.last.into()))
}

fn text(briefing: &Briefing, sentences: &[String]) -> String {
    let width = show::width().min(WIDEST);
    let (own, theirs) = (&briefing.driver.name, &briefing.reference.name);
    let mut text = show::heading(&format!("Form of {own} against {theirs}, {}", briefing.season));
    for sentence in sentences {
        text += &show::point(sentence, width);
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

fn json_of(form: &Form) -> Value {
    let briefing = &form.briefing;
    let races = form.races.as_ref().and_then(Option::as_ref);
    let tracks = briefing.qualifying.rounds.iter().filter_map(|at| {
        let words = at.track.in_words()?;
        Some(json!({"round": at.round, "race": briefing.round_names.get(&at.round), "reason": words}))
    });
    json!({
        "season": briefing.season,
        "rounds_held": briefing.rounds_held,
        "driver": gap_json::person(&briefing.driver),
        "reference": gap_json::person(&briefing.reference),
        "team_mate_rounds": briefing.team_mate_rounds,
        "sentences": form.sentences(),
        "level": briefing.level.as_ref().map(|it| gap_json::form_level(it, &briefing.round_names)),
        "race_level": races.map(|it| gap_json::form_level(it, &briefing.round_names)),
        "by_circuit": gap_json::by_circuit(briefing),
        "wet_or_changing": tracks.collect::<Vec<_>>(),
        "qualifying": gap_json::qualifying(&briefing.qualifying, &briefing.round_names),
    })
}
