mod laps;
mod on_the_lap;

use std::path::PathBuf;

use maatstaf::core::{Competitor, DriverId, Moment, Season, SeasonRules, Title, Year};
use maatstaf::facts::Property;
use maatstaf::pace::odds::{Draws, Odds, Scene};
use maatstaf::pace::{Beats, FormSlice, RaceComparison, RaceRecord, RaceRound};
use maatstaf::season::{Settlement, chronicle};
use maatstaf::{
    Briefing, CarAndDriver, Cars, Circuits, GapAt, RaceLaps, TitleNeeds, explained_gap,
    pair_by_laps,
};
use serde_json::{Value, json};

use super::records::touched_json;
use crate::args::{Args, year};
use crate::chart::gap_chart;
use crate::error::ShellError;
use crate::gap_json::{self, by_circuit, form_level, heads, interval, person, qualifying};
use crate::page::{page, shown_gap};
use crate::season_laps;
use crate::show;
use crate::source::{self, Facts};

/// Text is not set wider than this.
const WIDEST: usize = 100;

/// So many ends of the season are drawn after a round that is past while the title was open, and after the last one.
const ENDS: [u32; 2] = [500, 4_000];

/// `maatstaf briefing DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Drivers are found by code, number, family name or full name, with or without accents. Qualifying sessions of the
season with telemetry in the library (maatstaf data import) add where on the lap it was lost, and what matching the
reference there would bring in seconds, places and points; the laps of its races add pace and steadiness.

Examples:
  maatstaf briefing PER --against VER --season 2023
  maatstaf briefing perez --against 1 --season 2023 --html page.html
  maatstaf briefing NOR --against PIA --season 2023 --json
  maatstaf --f1db f1db-csv.zip briefing senna --against prost --season 1988")]
pub struct BriefingArgs {
    /// Whose page it is
    pub driver: String,
    /// The reference
    #[arg(long, value_name = "DRIVER")]
    pub against: String,
    /// Which season; the latest at hand without it
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub season: Option<Year>,
    /// Write the page as one self-contained HTML file
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    pub json: bool,
}

/// `maatstaf briefing DRIVER --against REFERENCE [--season YEAR] [--html FILE]`
pub fn briefing(args: &Args, ask: &BriefingArgs) -> Result<String, ShellError> {
    let facts = source::load(args, None, false)?;
    let (season, rules, driver, reference) = asked(&facts, ask)?;
    if driver == reference {
        return Err(ShellError::Input(format!(
            "{:?} and {:?} are the same driver; name another reference",
            ask.driver, ask.against
        )));
    }
    let chronicle = chronicle(&facts.almanac, maatstaf::facts::f1_rules(), ..);
    let briefing = maatstaf::briefing(&facts.almanac, rules, season, &driver, &reference)?
        .with_records(&facts.almanac, &chronicle);
    let briefing = with_estimates(&facts, season, rules, briefing)?;
    let briefing = laps::with_laps(args, &facts, season, rules, briefing)?;
    if let Some(file) = &ask.html {
        source::write_whole(file, page(&briefing))?;
        eprintln!("maatstaf: wrote {}", file.display());
    }
    match (ask.json, &ask.html) {
        (true, _) => json_of(&facts, &briefing),
        (false, Some(_)) => Ok(String::new()),
        (false, None) => Ok(text(&briefing) + &facts.footer()),
    }
}

/// The page with what is reckoned from the results, and from the laps of races: two things at a time.
fn with_estimates(
    facts: &Facts,
    season: &Season,
    rules: &SeasonRules,
    page: Briefing,
) -> Result<Briefing, ShellError> {
    let races = races(season);
    let (driver, reference) = (&page.driver.id, &page.reference.id);
    let (odds, gap) = std::thread::scope(|scope| {
        let odds = scope.spawn(|| odds(facts, season, rules));
        let gap = explained_gap(&facts.almanac, rules, season, driver, reference, &races);
        (odds.join(), gap)
    });
    let odds = odds.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let page = with_race_laps(facts, &races, page.with_points_gap(gap?));
    Ok(page.with_car_and_driver(&facts.almanac).with_odds(odds))
}

/// The page with what the laps of the races in the library say; as it was without any.
fn with_race_laps(facts: &Facts, races: &[RaceLaps], page: Briefing) -> Briefing {
    let drivers = &facts.almanac.drivers;
    match (drivers.get(&page.driver.id), drivers.get(&page.reference.id)) {
        (Some(driver), Some(reference)) if !races.is_empty() => {
            page.with_race_laps(pair_by_laps(races, driver, reference))
        }
        _ => page,
    }
}

/// The odds of the drivers' title after each round that was held; nothing is drawn where it was settled.
fn odds(facts: &Facts, season: &Season, rules: &SeasonRules) -> Result<Vec<Odds>, ShellError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (year, title, last) = (season.year(), Title::Drivers, season.last_held());
    let draws = |scene: &Scene| {
        let ends = match scene.moment().round == last {
            true => ENDS[1],
            false if scene.title_is_settled() => 1,
            false => ENDS[0],
        };
        Draws { ends, threads, ..Draws::default() }
    };
    Ok(maatstaf::odds_over_the_season(&facts.almanac, rules, year, title, draws)?)
}

/// The races of a season whose laps the library holds; none, and why, where they cannot be read.
fn races(season: &Season) -> Vec<RaceLaps> {
    season_laps::races(season).unwrap_or_else(|why| {
        eprintln!("maatstaf: the laps of the races are left out: {why}");
        Vec::new()
    })
}

type Asked<'a> = (&'a Season, &'static SeasonRules, DriverId, DriverId);

fn asked<'a>(facts: &'a Facts, ask: &BriefingArgs) -> Result<Asked<'a>, ShellError> {
    let both = |year: Year| -> Result<Asked<'a>, ShellError> {
        let (season, rules) = source::season(facts, year)?;
        let find = |text: &str| maatstaf::find_driver(&facts.almanac, season, text);
        Ok((season, rules, find(&ask.driver)?, find(&ask.against)?))
    };
    if let Some(year) = ask.season {
        return both(year);
    }
    let raced = |year: &&Year| facts.almanac.seasons[*year].now().is_some();
    let years: Vec<Year> = facts.almanac.seasons.keys().rev().filter(raced).copied().collect();
    let latest = years.iter().find_map(|&year| both(year).ok());
    match (latest, years.first()) {
        (Some(asked), _) => Ok(asked),
        (None, Some(&year)) => both(year),
        (None, None) => {
            Err(ShellError::Missing(format!("no season at hand has results ({})", facts.from)))
        }
    }
}

fn text(briefing: &Briefing) -> String {
    let width = show::width().min(WIDEST);
    let (own, theirs) = (&briefing.driver, &briefing.reference);
    let title = format!("{} against {}, {}", own.name, theirs.name, briefing.season);
    let mut text = show::heading(&title);
    text += &show::wrapped(&maatstaf::summary(briefing).join(" "), width, "");
    for section in maatstaf::sections(briefing) {
        text += "\n";
        text += &show::heading(section.title);
        for sentence in &section.sentences {
            text += &show::point(sentence, width);
        }
        if section.title == "Championship" {
            text += "\n";
            text += &gap_chart(briefing, width);
        }
    }
    text
}

fn json_of(facts: &Facts, briefing: &Briefing) -> Result<String, ShellError> {
    let sections = maatstaf::sections(briefing);
    let words = sections.iter().map(|at| json!({"title": at.title, "sentences": at.sentences}));
    let sources = briefing
        .sources
        .iter()
        .map(|source| json!({"name": source.name, "licence": source.licence, "note": source.note}));
    let touched = briefing.records.iter().flat_map(|records| &records.touched);
    let touched = touched.filter_map(|record| touched_json(&facts.almanac, record));
    let answer = json!({
        "season": briefing.season,
        "rounds_held": briefing.rounds_held,
        "rounds": briefing.n_rounds,
        "driver": person(&briefing.driver),
        "reference": person(&briefing.reference),
        "team_mate_rounds": briefing.team_mate_rounds,
        "summary": maatstaf::summary(briefing),
        "championship": championship(briefing),
        "qualifying": qualifying(&briefing.qualifying, &briefing.round_names),
        "race": race(&briefing.race),
        "sprint": briefing.sprint.as_ref().map(race),
        "points_per_start": {
            "driver": briefing.points_per_start.driver,
            "reference": briefing.points_per_start.reference,
        },
        "form": {
            "thirds": briefing.form.thirds.iter().map(slice).collect::<Vec<_>>(),
            "last": briefing.form.last.as_ref().map(slice),
            "level": briefing.level.as_ref().map(|it| form_level(it, &briefing.round_names)),
            "by_circuit": by_circuit(briefing),
        },
        "by_laps": briefing.by_laps.as_ref().map(gap_json::by_laps),
        "on_the_lap": briefing.on_the_lap.as_ref().map(|at| on_the_lap::json_of(briefing, at)),
        "points_gap": shown_gap(briefing).map(|it| it.json()),
        "title_odds": briefing.odds.iter().map(|it| title_odds(briefing, it)).collect::<Vec<_>>(),
        "car_and_driver": briefing.car_and_driver.as_ref().map(car_and_driver),
        "circuits": briefing.circuits.as_ref().map(|at| circuits(briefing, at)),
        "records": touched.collect::<Vec<_>>(),
        "records_missing_seasons": briefing.records.as_ref().map(|at| at.missing.len()),
        "sections": words.collect::<Vec<_>>(),
        "sources": sources.collect::<Vec<_>>(),
    });
    show::json(facts, answer)
}

/// How likely each of the two was champion after a round.
fn title_odds(briefing: &Briefing, odds: &Odds) -> Value {
    let chance = |id: &DriverId| {
        let of = odds.of(&Competitor::Driver(id.clone()))?.title();
        Some(json!({"probability": of.value, "error": of.error}))
    };
    json!({
        "round": odds.moment.round,
        "race": briefing.round_names.get(&odds.moment.round),
        "driver": chance(&briefing.driver.id),
        "reference": chance(&briefing.reference.id),
        "ends": odds.ends,
        "n_races": odds.n_races,
    })
}

fn car_and_driver(told: &CarAndDriver) -> Value {
    let beats = |it: &Beats| json!({"probability": it.probability, "interval": [it.low, it.high]});
    let cars = |it: &Cars| json!({"teams": it.teams, "beats": beats(&it.beats)});
    json!({
        "from": told.years.start(),
        "to": told.years.end(),
        "n_races": told.n_races,
        "driver_beats": beats(&told.driver),
        "car": told.car.as_ref().map(cars),
    })
}

fn circuits(briefing: &Briefing, circuits: &Circuits) -> Value {
    let of_each = |value: &dyn Fn(Property) -> f64| -> Value {
        let pairs = Property::ALL.map(|it| (it.name().to_owned(), value(it).into()));
        Value::Object(pairs.into_iter().collect())
    };
    let rounds = circuits.rounds.iter().map(|at| {
        json!({
            "round": at.round,
            "race": briefing.round_names.get(&at.round),
            "circuit": at.circuit,
            "lap_time": at.worth.map(|it| it.lap_time),
            "seconds_per_percent": at.worth.map(|it| of_each(&|what| it.gain(what))),
            "percent_of_lap": at.worth.map(|it| of_each(&|what| 100.0 * it.share(what))),
        })
    });
    json!({
        "season_over": circuits.over,
        "n_circuits": circuits.n_circuits,
        "average_percent_of_lap": of_each(&|what| 100.0 * circuits.average(what)),
        "rounds": rounds.collect::<Vec<_>>(),
    })
}

fn championship(briefing: &Briefing) -> Value {
    let at = &briefing.championship;
    let gaps = at.gap_by_round.iter();
    let rounds = gaps.clone().map(|gap| round(briefing, gap));
    let prospects = at.prospects.driver;
    json!({
        "points": show::number(at.driver.points),
        "reference_points": show::number(at.reference.points),
        "gap": show::number(at.gap),
        "ratio": at.ratio,
        "place": at.driver.place,
        "reference_place": at.reference.place,
        "gap_by_round": gaps.map(|gap| show::number(gap.gap)).collect::<Vec<_>>(),
        "rounds": rounds.collect::<Vec<_>>(),
        "gap_grew_since_round": at.grew_since,
        "place_settled": settled(briefing, at.settled.driver.as_ref()),
        "reference_place_settled": settled(briefing, at.settled.reference.as_ref()),
        "best_place_possible": prospects.map(|at| at.best),
        "worst_place_possible": prospects.map(|at| at.worst),
        "title_possible_until": at.title_possible_until.driver.map(|at| moment(briefing, at)),
        "title_needs": title_needs(at.title_needs.driver.as_ref()),
        "reference_title_needs": title_needs(at.title_needs.reference.as_ref()),
        "champion": at.champion,
        "points_per_round_to_level": at.margins.per_round_to_level,
    })
}

fn title_needs(needs: Option<&TitleNeeds>) -> Option<Value> {
    let needs = needs?;
    Some(json!({
        "points": show::number(needs.points),
        "level_is_enough": needs.level_is_enough,
        "points_left": show::number(needs.points_left),
        "rival": needs.rival,
    }))
}

fn round(briefing: &Briefing, at: &GapAt) -> Value {
    json!({
        "round": at.round,
        "race": briefing.round_names.get(&at.round),
        "points": show::number(at.points.0),
        "reference_points": show::number(at.points.1),
        "gap": show::number(at.gap),
    })
}

fn moment(briefing: &Briefing, at: Moment) -> Value {
    json!({
        "round": at.round,
        "race": briefing.round_names.get(&at.round),
        "session": show::session(at.session),
    })
}

fn settled(briefing: &Briefing, settlement: Option<&Settlement>) -> Option<Value> {
    let settlement = settlement?;
    let mut value = moment(briefing, settlement.moment);
    value["place"] = settlement.place.into();
    value["rounds_to_spare"] = settlement.rounds_to_spare.into();
    Some(value)
}

fn race(compared: &RaceComparison) -> Value {
    json!({
        "head_to_head": heads(compared.head_to_head),
        "both_classified": heads(compared.both_classified),
        "rounds": compared.rounds.iter().map(race_round).collect::<Vec<_>>(),
        "driver": record(&compared.driver),
        "reference": record(&compared.reference),
    })
}

fn race_round(at: &RaceRound) -> Value {
    json!({
        "round": at.round,
        "place": at.driver.place(),
        "reference_place": at.reference.place(),
    })
}

fn record(record: &RaceRecord) -> Value {
    let lost = record.not_classified.iter();
    json!({
        "starts": record.starts,
        "wins": record.wins,
        "podiums": record.podiums,
        "poles": record.poles,
        "fastest_laps": record.fastest_laps,
        "median_place": record.median_place,
        "median_places_gained": record.grid_to_flag.median,
        "not_classified": lost
            .map(|race| json!({"round": race.round, "reason": race.reason}))
            .collect::<Vec<_>>(),
    })
}

fn slice(slice: &FormSlice) -> Value {
    json!({
        "from_round": slice.rounds.start(),
        "to_round": slice.rounds.end(),
        "points": show::number(slice.driver_points),
        "reference_points": show::number(slice.reference_points),
        "share": slice.share,
        "median_gap_percent": slice.qualifying.median_percent,
        "interval": interval(&slice.qualifying),
        "n": slice.qualifying.n,
        "race_head_to_head": heads(slice.race_head_to_head),
    })
}
