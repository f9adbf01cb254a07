//! `maatstaf odds --replay`: how good odds would have been.

use std::time::Instant;

use maatstaf::core::Year;
use maatstaf::facts;
use maatstaf::pace::odds::{Mean, Method, Part, PartScores, Replayed, scored};
use serde_json::{Value, json};

use super::OddsArgs;
use crate::answer;
use crate::args::Args;
use crate::error::ShellError;
use crate::odds_page;
use crate::progress::Meter;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Ends drawn for each round, where the user names no number: 1072 rounds are asked about.
const ENDS: u32 = 2000;

/// What came of it.
pub struct Answer {
    /// The first and the last season.
    pub years: (Year, Year),
    /// How many seasons.
    pub n_seasons: usize,
    /// Ends drawn for each round.
    pub ends: u32,
    /// The scores.
    pub replayed: Replayed,
    facts: Facts,
}

pub fn replay(args: &Args, ask: &OddsArgs) -> Result<String, ShellError> {
    let (first, _) = source::first_and_last();
    let asked = source::years(ask.from, ask.to)?;
    let (_, last) = source::first_and_last();
    let all = source::years(Some(first), Some(last))?;
    let facts = source::load(args, Some(all), false)?;
    let draws = ask.draws(ENDS);
    let seasons = facts.almanac.seasons.range(asked.clone());
    let over = seasons.filter(|(_, season)| season.last_held() == season.n_rounds());
    let years: Vec<Year> = over.map(|(year, _)| *year).collect();
    let (Some(from), Some(to)) = (years.first(), years.last()) else {
        return Err(source::none_at_hand(&facts, &asked));
    };
    let (start, mut meter, mut done) = (Instant::now(), Meter::on_stderr(), 0);
    let foretold = maatstaf::odds_replayed(
        &facts.almanac,
        facts::f1_rules(),
        |it| asked.contains(&it),
        &draws,
        |_| {
            done += 1;
            meter.show_count(start.elapsed(), "seasons replayed", done, years.len() as u64);
        },
    );
    drop(meter);
    let replayed = scored(&foretold, |year| asked.contains(&year), ask.seed);
    ask.shape.of(&Answer {
        years: (*from, *to),
        n_seasons: years.len(),
        ends: draws.ends,
        replayed,
        facts,
    })
}

impl answer::Answer for Answer {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn text(&self) -> String {
        text(self)
    }

    fn json(&self) -> Value {
        json_of(self)
    }

    fn table(&self) -> Table {
        scores(self)
    }

    fn page(&self) -> String {
        odds_page::replay::page(self)
    }
}

fn text(answer: &Answer) -> String {
    let (from, to) = answer.years;
    let mut text = show::heading(&format!("Odds replayed, {from} to {to}"));
    for sentence in sentences(answer) {
        text += &show::point(&sentence, show::width().min(100));
    }
    text += &format!("\n{}", show::heading("Champions, less is better"));
    text += &scores(answer).text(show::width(), show::bold());
    text += &format!("\n{}", show::heading("Chances given, and what came of them"));
    text + &reliability(answer).text(show::width(), show::bold())
}

/// What there is to say, a sentence each.
pub fn sentences(answer: &Answer) -> Vec<String> {
    let Replayed { parts, places, places_stay, champion_not_there, .. } = &answer.replayed;
    let n_rounds = parts.first().map_or(0, |part| part.n);
    let mut sentences = vec![format!(
        "After each of {n_rounds} rounds of {} seasons that were not the last, {} ends drawn, with numbers fitted \
         without the decade that is scored; so are the two baselines, which also know what is settled.",
        answer.n_seasons, answer.ends
    )];
    sentences.push(format!(
        "Places of everyone at the end, ranked probability score: {}; {} if the table stays as it is.",
        interval(places, 4),
        interval(places_stay, 4)
    ));
    if !answer.replayed.baselines_fitted {
        sentences.push(
            "There are no seasons of other decades at hand to fit the baselines to; every season comes with maatstaf \
             data fetch f1db, or with --f1db PATH."
                .to_owned(),
        );
    }
    if !champion_not_there.is_empty() {
        let rounds =
            champion_not_there.iter().map(|(year, round)| format!("{year} after round {round}"));
        let rounds: Vec<String> = rounds.collect();
        sentences.push(format!(
            "Left out, since the champion had not taken part yet: {}.",
            rounds.join(", ")
        ));
    }
    sentences
}

/// A part of the season in words.
pub fn part_name(part: Part) -> &'static str {
    match part {
        Part::All => "all rounds",
        Part::First => "first third",
        Part::Second => "second third",
        Part::Last => "last third",
    }
}

/// A method in words.
pub fn method_name(method: Method) -> &'static str {
    match method {
        Method::Model => "drawn ends",
        Method::Points => "share of points",
        Method::Table => "order of the table",
    }
}

fn interval(mean: &Mean, digits: usize) -> String {
    format!("{:.digits$} [{:.digits$}, {:.digits$}]", mean.value, mean.low, mean.high)
}

/// Scores by part of the season and method.
pub fn scores(answer: &Answer) -> Table {
    let mut table = Table::new(&[
        "rounds",
        ">n",
        "by",
        ">Brier",
        ">log score",
        "?>Brier more",
        "?>log score more",
    ]);
    for PartScores { part, n, methods } in &answer.replayed.parts {
        for (method, scores) in methods {
            let more = |mean: &Mean| match method {
                Method::Model => String::new(),
                _ => interval(mean, 3),
            };
            table.push(vec![
                part_name(*part).to_owned(),
                n.to_string(),
                method_name(*method).to_owned(),
                interval(&scores.brier, 3),
                interval(&scores.log, 3),
                more(&scores.brier_better),
                more(&scores.log_better),
            ]);
        }
    }
    table
}

/// How often what was given such a chance came.
pub fn reliability(answer: &Answer) -> Table {
    let mut table = Table::new(&["chances", ">n", ">mean given", ">came", ">90 % interval"]);
    for bin in &answer.replayed.reliability {
        table.push(vec![
            format!("{:.0} to {:.0} %", 100.0 * bin.from, 100.0 * bin.to),
            bin.n.to_string(),
            format!("{:.1} %", 100.0 * bin.given),
            format!("{:.1} %", 100.0 * bin.came),
            format!("[{:.1}, {:.1}] %", 100.0 * bin.low, 100.0 * bin.high),
        ]);
    }
    table
}

fn json_of(answer: &Answer) -> Value {
    let mean = |it: &Mean| json!({"value": it.value, "interval": [it.low, it.high]});
    let parts = answer.replayed.parts.iter().flat_map(|PartScores { part, n, methods }| {
        methods.iter().map(move |(method, scores)| {
            json!({
                "rounds": part_name(*part),
                "n": n,
                "by": method_name(*method),
                "brier": mean(&scores.brier),
                "log": mean(&scores.log),
                "brier_more": mean(&scores.brier_better),
                "log_more": mean(&scores.log_better),
            })
        })
    });
    let bins = answer.replayed.reliability.iter().map(|bin| {
        json!({
            "from": bin.from,
            "to": bin.to,
            "n": bin.n,
            "given": bin.given,
            "came": bin.came,
            "interval": [bin.low, bin.high],
        })
    });
    json!({
        "from": answer.years.0,
        "to": answer.years.1,
        "n_seasons": answer.n_seasons,
        "ends": answer.ends,
        "scores": parts.collect::<Vec<_>>(),
        "reliability": bins.collect::<Vec<_>>(),
        "places": mean(&answer.replayed.places),
        "places_if_the_table_stays": mean(&answer.replayed.places_stay),
        "baselines_fitted": answer.replayed.baselines_fitted,
        "champion_not_there": answer.replayed.champion_not_there,
        "sentences": sentences(answer),
    })
}
