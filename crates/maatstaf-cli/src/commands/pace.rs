//! `maatstaf pace`: how fast two drivers were.

use maatstaf::pace::{LapsEstimate, QualifyingComparison, RacePace, qualifying_comparison};
use maatstaf::{RaceLaps, pace_sentences};
use serde_json::{Value, json};

use crate::answer::{Answer, Shape, TwoDrivers};
use crate::args::Args;
use crate::error::ShellError;
use crate::gap_json;
use crate::race_pages;
use crate::season_laps::Asked;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// `maatstaf pace SEASON DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf pace 2023 PER --against VER
  maatstaf pace 2023 norris --against piastri --html pace.html
  maatstaf pace 2023 PER --against VER --csv > gaps.csv

Positive is slower; intervals are 90 %. Qualifying comes from the results, in the latest part in which
both set a time. The races come from the laps of those that are in the library: one model a race, in
which fuel, track, tyres, traffic and stints are taken out. Wear is that of a lap of tyre age, as sure
as what is supposed of fuel: 110 kg a race at 0.031 s/kg, give or take a second for the track.")]
pub struct PaceArgs {
    #[command(flatten)]
    drivers: TwoDrivers,
    #[command(flatten)]
    shape: Shape,
}

/// `maatstaf pace SEASON DRIVER --against REFERENCE`
pub fn pace(args: &Args, ask: &PaceArgs) -> Result<String, ShellError> {
    let asked = Asked::of(args, &ask.drivers)?;
    let (season, _) = source::season(&asked.facts, asked.year)?;
    let (driver, reference) = (&asked.driver.id, &asked.reference.id);
    let saturday = qualifying_comparison(season, driver, reference, 1..=u16::MAX);
    ask.shape.of(&Paces { asked, saturday })
}

/// How fast two drivers were, in qualifying and in the races.
struct Paces {
    asked: Asked,
    saturday: QualifyingComparison,
}

impl Answer for Paces {
    fn facts(&self) -> &Facts {
        &self.asked.facts
    }

    fn text(&self) -> String {
        text(&self.asked, &self.saturday)
    }

    fn json(&self) -> Value {
        json_of(&self.asked, &self.saturday)
    }

    fn table(&self) -> Table {
        gaps(&self.asked)
    }

    fn page(&self) -> String {
        race_pages::pace(&self.asked, &self.saturday, &sentences(&self.asked, &self.saturday))
    }
}

/// What there is to say, qualifying first.
fn sentences(asked: &Asked, saturday: &QualifyingComparison) -> Vec<String> {
    let [driver, reference] = asked.names();
    let mut sentences = Vec::new();
    if let (Some(usual), Some(all)) = (saturday.usual.median_percent, saturday.all.median_percent) {
        let interval = gap_json::interval(&saturday.usual)
            .map_or_else(String::new, |[low, high]| format!(" [{low:+.2}, {high:+.2}]"));
        sentences.push(format!(
            "Qualifying: {driver} {usual:+.2} %{interval} to {reference}, the median of {} rounds; {all:+.3} % \
             with nothing left out ({} rounds).",
            saturday.usual.n, saturday.all.n
        ));
    }
    let name = |id: &_| asked.facts.almanac.driver_name(id).to_owned();
    sentences.extend(saturday.outliers.iter().map(|it| {
        let race = asked.rounds.get(&it.round).map_or("", String::as_str);
        format!("Left out of qualifying: round {}, {race}: {}.", it.round, it.in_words(name))
    }));
    sentences.extend(pace_sentences(&asked.pair, driver, reference));
    sentences
}

fn text(asked: &Asked, saturday: &QualifyingComparison) -> String {
    let width = show::width().min(100);
    let mut text = show::heading(&asked.title());
    let about = [asked.about_rounds()].into_iter().chain(asked.without());
    for sentence in sentences(asked, saturday).into_iter().chain(about) {
        text += &show::point(&sentence, width);
    }
    let tables = [
        ("Races", gaps(asked)),
        ("Tyres", tyres(asked)),
        ("Whether the model holds", checks(asked)),
    ];
    for (title, table) in tables {
        if !asked.pair.gap.races.is_empty() {
            text +=
                &format!("\n{}{}", show::heading(title), table.text(show::width(), show::bold()));
        }
    }
    text
}

/// The gap of every race.
fn gaps(asked: &Asked) -> Table {
    let mut table = Table::new(&[
        ">round",
        "race",
        ">gap s/lap",
        ">low",
        ">high",
        ">gap %",
        ">laps",
        ">in traffic",
        ">the other's",
        "?left out",
        "format",
    ]);
    for gap in &asked.pair.gap.races {
        let Some((race, pace)) = fitted(asked, &gap.race) else { continue };
        let traffic = |who| {
            let of = race.name_of(who).and_then(|name| pace.of(name));
            of.map_or_else(String::new, |it| it.n_traffic.to_string())
        };
        table.push(vec![
            race.round.to_string(),
            gap.race.clone(),
            format!("{:+.3}", gap.seconds.value),
            format!("{:+.3}", gap.seconds.interval.0),
            format!("{:+.3}", gap.seconds.interval.1),
            format!("{:+.3}", gap.percent.value),
            gap.seconds.n_laps.to_string(),
            traffic(&asked.driver),
            traffic(&asked.reference),
            if gap.outlier { "outlier".to_owned() } else { String::new() },
            race.format.clone(),
        ]);
    }
    table
}

fn tyres(asked: &Asked) -> Table {
    let mut table = Table::new(&[
        ">round",
        "race",
        "compound",
        ">wear s/lap",
        ">low",
        ">high",
        ">on the watch",
        ">low",
        ">high",
        ">laps",
        ">stints",
    ]);
    for race in &asked.races {
        let Ok(pace) = &race.pace else { continue };
        for wear in &pace.wear {
            let number = |it: f64| format!("{it:+.3}");
            table.push(vec![
                race.round.to_string(),
                race.race.clone(),
                wear.compound.as_ref().map_or("unknown", |it| it.as_str()).to_owned(),
                number(wear.per_lap.value),
                number(wear.per_lap.interval.0),
                number(wear.per_lap.interval.1),
                number(wear.on_the_watch.value),
                number(wear.on_the_watch.interval.0),
                number(wear.on_the_watch.interval.1),
                wear.per_lap.n_laps.to_string(),
                wear.n_stints.to_string(),
            ]);
        }
    }
    table
}

fn checks(asked: &Asked) -> Table {
    let mut table = Table::new(&[
        ">round",
        "race",
        ">laps",
        ">left out",
        ">traffic s",
        ">spread s",
        ">kurtosis (3)",
        ">beyond 2 sd (4.6 %)",
        ">lag 1 (0)",
        ">late/early (1)",
    ]);
    for race in &asked.races {
        let Ok(pace) = &race.pace else { continue };
        let left_out: usize = pace.left_out().iter().map(|(_, n)| n).sum();
        let traffic = pace.traffic.map_or_else(String::new, |it| format!("{:+.2}", it.value));
        let late = pace.checks.late_over_early;
        table.push(vec![
            race.round.to_string(),
            race.race.clone(),
            pace.n_laps().to_string(),
            left_out.to_string(),
            traffic,
            format!("{:.2}", pace.spreads.row),
            format!("{:.1}", pace.checks.kurtosis),
            format!("{:.1} %", 100.0 * pace.checks.share_beyond_two),
            format!("{:+.2}", pace.checks.autocorrelation),
            late.map_or_else(String::new, |it| format!("{it:.2}")),
        ]);
    }
    table
}

fn fitted<'a>(asked: &'a Asked, race: &str) -> Option<(&'a RaceLaps, &'a RacePace)> {
    let race = asked.race(race)?;
    Some((race, race.pace.as_ref().ok()?))
}

fn json_of(asked: &Asked, saturday: &QualifyingComparison) -> Value {
    json!({
        "season": asked.year,
        "driver": asked.driver.id.as_str(),
        "reference": asked.reference.id.as_str(),
        "sentences": sentences(asked, saturday),
        "qualifying": gap_json::qualifying(saturday, &asked.rounds),
        "race": race_json(asked),
    })
}

fn race_json(asked: &Asked) -> Value {
    let gap = &asked.pair.gap;
    let seconds = gap.seconds.as_ref();
    let outliers = gap.outliers().map(|it| {
        json!({
            "round": asked.round_of(&it.race),
            "race": it.race,
            "gap_seconds_per_lap": it.seconds.value,
            "interval": pair_of(it.seconds.interval),
        })
    });
    json!({
        "gap_seconds_per_lap": seconds.map(|it| it.mean),
        "interval": seconds.map(|it| pair_of(it.interval)),
        "gap_percent": gap.percent.as_ref().map(|it| it.mean),
        "interval_percent": gap.percent.as_ref().map(|it| pair_of(it.interval)),
        "n": seconds.map_or(0, |it| it.n),
        "n_laps": gap.races.iter().filter(|it| !it.outlier).map(|it| it.seconds.n_laps).sum::<usize>(),
        "raw_gap_seconds_per_lap": gap.all.as_ref().map(|it| it.mean),
        "raw_interval": gap.all.as_ref().map(|it| pair_of(it.interval)),
        "raw_n": gap.races.len(),
        "outliers": outliers.collect::<Vec<_>>(),
        "between_races": gap_json::between_races(seconds),
        "races": gap.races.iter().filter_map(|it| Some(one_race(asked, it, fitted(asked, &it.race)?)))
            .collect::<Vec<_>>(),
        "without": without(asked),
    })
}

fn one_race(
    asked: &Asked,
    gap: &maatstaf::pace::RaceGap,
    (race, pace): (&RaceLaps, &RacePace),
) -> Value {
    let traffic = |who| race.name_of(who).and_then(|name| Some(pace.of(name)?.n_traffic));
    let wear = pace.wear.iter().map(|it| {
        json!({
            "compound": it.compound.as_ref().map(|it| it.as_str()),
            "per_lap": estimate(&it.per_lap),
            "on_the_watch": estimate(&it.on_the_watch),
            "when_new": it.when_new.as_ref().map(estimate),
            "n_stints": it.n_stints,
        })
    });
    let left_out =
        pace.left_out().into_iter().map(|(why, n)| json!({"why": why.word(), "n_laps": n}));
    json!({
        "round": race.round,
        "race": race.race,
        "format": race.format,
        "gap_seconds_per_lap": gap.seconds.value,
        "interval": pair_of(gap.seconds.interval),
        "gap_percent": gap.percent.value,
        "interval_percent": pair_of(gap.percent.interval),
        "n_laps": gap.seconds.n_laps,
        "n_laps_of_all": pace.n_laps(),
        "traffic_laps": {"driver": traffic(&asked.driver), "reference": traffic(&asked.reference)},
        "outlier": gap.outlier,
        "left_out": left_out.collect::<Vec<_>>(),
        "trend_seconds": estimate(&pace.trend),
        "traffic_seconds": pace.traffic.as_ref().map(estimate),
        "wear": wear.collect::<Vec<_>>(),
        "spreads": {
            "lap": pace.spreads.row,
            "stint": pace.spreads.group,
            "stint_slope": pace.spreads.slope,
            "race_lap": pace.spreads.alike,
            "correlation": pace.spreads.correlation,
        },
        "checks": {
            "kurtosis": pace.checks.kurtosis,
            "share_beyond_two_sd": pace.checks.share_beyond_two,
            "autocorrelation": pace.checks.autocorrelation,
            "late_over_early": pace.checks.late_over_early,
        },
    })
}

/// The races at hand that say nothing of the two, and the rounds whose laps are not.
pub fn without(asked: &Asked) -> Vec<Value> {
    let why = |round: &u16| {
        let told =
            asked.pair.without.iter().find(|(it, _)| it == round).map(|(_, why)| why.clone());
        let is_held = asked.races.iter().any(|race| race.round == *round);
        told.or_else(|| (!is_held).then(|| "its laps are not in the library".to_owned()))
    };
    let rounds = asked.rounds.iter().filter_map(|(round, name)| {
        Some(json!({"round": round, "race": name, "why": why(round)?}))
    });
    rounds.collect()
}

fn estimate(it: &LapsEstimate) -> Value {
    json!({"value": it.value, "interval": pair_of(it.interval), "n_laps": it.n_laps})
}

fn pair_of((low, high): (f64, f64)) -> [f64; 2] {
    [low, high]
}
