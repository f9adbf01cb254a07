//! `maatstaf consistency`: how steady two drivers were.

use maatstaf::pace::{Consistency, ErrorRate, RaceConsistency};
use maatstaf::steadiness_sentences;
use serde_json::{Value, json};

use super::pace::without;
use crate::answer::{Answer, Shape, TwoDrivers};
use crate::args::Args;
use crate::error::ShellError;
use crate::gap_json;
use crate::race_pages;
use crate::season_laps::Asked;
use crate::show::{self, Table};
use crate::source::Facts;

/// `maatstaf consistency SEASON DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf consistency 2023 PER --against VER
  maatstaf consistency 2023 PER --against VER --html steady.html
  maatstaf consistency 2023 RUS --against HAM --csv > spreads.csv

A spread is that of laps in clear air about what driver, fuel, track, tyres and stint explain, not that
of raw lap times. Off the pace is a lap in clear air far slower than that: a mistake, damage, or
somebody let by; the laps do not say. Intervals are 90 %. Laps come from the library.")]
pub struct ConsistencyArgs {
    #[command(flatten)]
    drivers: TwoDrivers,
    #[command(flatten)]
    shape: Shape,
}

/// `maatstaf consistency SEASON DRIVER --against REFERENCE`
pub fn consistency(args: &Args, ask: &ConsistencyArgs) -> Result<String, ShellError> {
    ask.shape.of(&Steadiness(Asked::of(args, &ask.drivers)?))
}

/// How steady two drivers were.
struct Steadiness(Asked);

impl Answer for Steadiness {
    fn facts(&self) -> &Facts {
        &self.0.facts
    }

    fn text(&self) -> String {
        text(&self.0)
    }

    fn json(&self) -> Value {
        json_of(&self.0)
    }

    fn table(&self) -> Table {
        table(&self.0)
    }

    fn page(&self) -> String {
        race_pages::consistency(&self.0, &sentences(&self.0))
    }
}

fn sentences(asked: &Asked) -> Vec<String> {
    let [driver, reference] = asked.names();
    steadiness_sentences(&asked.pair, driver, reference)
}

fn text(asked: &Asked) -> String {
    let width = show::width().min(100);
    let mut text = show::heading(&asked.title());
    for sentence in sentences(asked).into_iter().chain([asked.about_rounds()]) {
        text += &show::point(&sentence, width);
    }
    let table = table(asked);
    if !asked.races.is_empty() {
        text += &format!("\n{}{}", show::heading("Races"), table.text(show::width(), show::bold()));
    }
    text
}

fn table(asked: &Asked) -> Table {
    let mut table = Table::new(&[
        ">round",
        "race",
        "driver",
        ">spread s",
        ">low",
        ">high",
        ">robust s",
        ">field s",
        ">off the pace",
        ">of laps",
        "?in laps",
    ]);
    for race in &asked.races {
        let both = [(&asked.driver, &asked.pair.driver), (&asked.reference, &asked.pair.reference)];
        for (who, steady) in both {
            let Some(it) = steady.races.iter().find(|it| it.race == race.race) else { continue };
            let errors: Vec<String> = it.errors.laps.iter().map(ToString::to_string).collect();
            table.push(vec![
                race.round.to_string(),
                race.race.clone(),
                who.code.clone(),
                format!("{:.3}", it.spread.value),
                format!("{:.3}", it.spread.interval.0),
                format!("{:.3}", it.spread.interval.1),
                format!("{:.3}", it.robust_spread.value),
                format!("{:.3}", it.field_spread),
                it.errors.n.to_string(),
                it.errors.n_laps.to_string(),
                errors.join(" "),
            ]);
        }
    }
    table
}

fn json_of(asked: &Asked) -> Value {
    let pair = &asked.pair;
    json!({
        "season": asked.year,
        "driver": person(asked, asked.driver.id.as_str(), &pair.driver),
        "reference": person(asked, asked.reference.id.as_str(), &pair.reference),
        "sentences": sentences(asked),
        "spread_ratio": pair.spread_ratio.as_ref().map(gap_json::ratio),
        "between_races": gap_json::between_races(pair.gap.seconds.as_ref()),
        "without": without(asked),
    })
}

fn person(asked: &Asked, id: &str, steady: &Consistency) -> Value {
    json!({
        "id": id,
        "spread_seconds": steady.spread.as_ref().map(gap_json::spread),
        "spread_to_field": steady.to_field.as_ref().map(gap_json::ratio),
        "errors": errors(&steady.errors),
        "races": steady.races.iter().map(|it| race(asked, it)).collect::<Vec<_>>(),
    })
}

fn race(asked: &Asked, it: &RaceConsistency) -> Value {
    let stints = it.stints.iter().map(|stint| {
        json!({
            "stint": stint.stint,
            "first_lap": stint.laps.0,
            "last_lap": stint.laps.1,
            "spread_seconds": gap_json::spread(&stint.spread),
        })
    });
    json!({
        "round": asked.round_of(&it.race),
        "race": it.race,
        "spread_seconds": gap_json::spread(&it.spread),
        "robust_spread_seconds": gap_json::spread(&it.robust_spread),
        "field_spread_seconds": it.field_spread,
        "errors": errors(&it.errors),
        "stints": stints.collect::<Vec<_>>(),
    })
}

fn errors(it: &ErrorRate) -> Value {
    json!({
        "laps": it.laps,
        "count": it.n,
        "n_laps": it.n_laps,
        "per_100_laps": it.per_100,
        "interval": [it.interval.0, it.interval.1],
    })
}
