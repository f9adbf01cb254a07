//! `maatstaf drivers`: driver and car apart.

use std::ops::RangeInclusive;

use maatstaf::core::{Almanac, DriverId, Season, Year};
use maatstaf::pace::{Apart, Beats, Shares, Spreads, Worth, apart, fitted_spreads};
use serde_json::{Value, json};

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Text is not set wider than this.
const WIDEST: usize = 100;
/// So many drivers, and teams, are listed in text.
const SHOWN: [usize; 2] = [20, 10];
/// Spreads are fitted to so many seasons at most, else the published ones are taken.
const FITTED: usize = 20;
/// What is drawn for intervals is a function of this.
const SEED: u64 = 1;

/// `maatstaf drivers [DRIVER --against REFERENCE]`
#[derive(clap::Args)]
#[command(after_help = "\
What drivers and their cars are worth, from the orders in which races were finished (a rank-ordered logit after van
Kesteren and Bergkamp, 2023). Worths are in the unit of the logit: one more is ahead in 73 races of 100. Only who was
classified counts. How far teams and drivers lie apart is fitted to up to 20 seasons; for more the published
spreads of 2014 to 2021 are taken. Intervals are 90 %.

Examples:
  maatstaf drivers
  maatstaf drivers PER --against VER
  maatstaf --f1db f1db-csv.zip drivers --seasons 2014-2021
  maatstaf --f1db f1db-csv.zip drivers fangio --against clark
  maatstaf --f1db f1db-csv.zip drivers --seasons 2014-2021 --csv > drivers.csv")]
pub struct DriversArgs {
    /// Who would be ahead in the same car
    #[arg(requires = "against")]
    driver: Option<String>,
    /// Of whom
    #[arg(long, value_name = "DRIVER", requires = "driver")]
    against: Option<String>,
    /// Which seasons take part, all at hand without it: 2014-2021, or one
    #[arg(long, value_name = "YEARS", value_parser = span)]
    seasons: Option<(Year, Year)>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the drivers as CSV
    #[arg(long)]
    csv: bool,
}

/// `2014-2021`, or one season.
fn span(text: &str) -> Result<(Year, Year), String> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    match (year(from)?, year(to)?) {
        (from, to) if from > to => {
            Err(format!("{from} is after {to}; write the earlier one first"))
        }
        years => Ok(years),
    }
}

/// What came of it.
struct Found {
    years: RangeInclusive<Year>,
    n_seasons: usize,
    apart: Apart,
    /// `None` where published spreads were taken.
    shares: Option<Shares>,
    pair: Option<(DriverId, DriverId, Beats)>,
}

/// `maatstaf drivers [DRIVER --against REFERENCE] [--seasons YEARS]`
pub fn drivers(args: &Args, ask: &DriversArgs) -> Result<String, ShellError> {
    let (from, to) = ask.seasons.unzip();
    let years = source::years(from, to)?;
    let facts = source::load(args, Some(years.clone()), false)?;
    let found = found(&facts, &years, ask)?;
    if ask.json {
        return show::json(&facts, json_of(&facts.almanac, &found));
    }
    if ask.csv {
        facts.announce();
        return Ok(table(&facts.almanac, &found.apart, usize::MAX).csv());
    }
    Ok(text(&facts.almanac, &found) + &facts.footer())
}

fn found(
    facts: &Facts,
    years: &RangeInclusive<Year>,
    ask: &DriversArgs,
) -> Result<Found, ShellError> {
    let seasons: Vec<&Season> = facts.almanac.seasons.range(years.clone()).map(|it| it.1).collect();
    let raced: Vec<Year> =
        seasons.iter().filter(|it| it.now().is_some()).map(|season| season.year()).collect();
    let none = || source::none_at_hand(facts, years);
    let (Some(first), Some(last)) = (raced.first(), raced.last()) else { return Err(none()) };
    let (apart, shares) = match raced.len() <= FITTED {
        true => fitted_spreads(&seasons, SEED).map(|(apart, shares)| (apart, Some(shares))),
        false => apart(&seasons, &Spreads::PUBLISHED).map(|apart| (apart, None)),
    }
    .ok_or_else(none)?;
    let pair = match (&ask.driver, &ask.against) {
        (Some(driver), Some(against)) => Some(pair(&facts.almanac, &apart, driver, against)?),
        _ => None,
    };
    Ok(Found { years: *first..=*last, n_seasons: raced.len(), apart, shares, pair })
}

fn pair(
    almanac: &Almanac,
    apart: &Apart,
    driver: &str,
    against: &str,
) -> Result<(DriverId, DriverId, Beats), ShellError> {
    let find = |text: &str| maatstaf::find_anyone(almanac, text);
    let (driver, reference) = (find(driver)?, find(against)?);
    if driver == reference {
        let name = almanac.driver_name(&driver);
        return Err(ShellError::Input(format!("both are {name}; name another reference")));
    }
    match apart.beats(&driver, &reference, None) {
        Some(beats) => Ok((driver, reference, beats)),
        None => Err(ShellError::Missing(format!(
            "{} and {} do not both have a classified finish in these seasons",
            almanac.driver_name(&driver),
            almanac.driver_name(&reference)
        ))),
    }
}

fn sentences(almanac: &Almanac, found: &Found) -> Vec<String> {
    let (apart, spreads) = (&found.apart, found.apart.spreads());
    let mut sentences = Vec::new();
    if let Some((driver, reference, beats)) = &found.pair {
        sentences.push(format!(
            "In the same car {} would be ahead of {} in {:.0} of 100 races [{:.0}, {:.0}] that both finish.",
            almanac.driver_name(driver),
            almanac.driver_name(reference),
            100.0 * beats.probability,
            100.0 * beats.low,
            100.0 * beats.high
        ));
    }
    sentences.push(format!(
        "From {} classified finishes in {} races of {} seasons.",
        apart.n_finishes(),
        apart.n_races(),
        found.n_seasons
    ));
    sentences.push(match &found.shares {
        Some(shares) => format!(
            "The team makes {:.0} % of what separates cars at the flag [{:.0}, {:.0}], the driver {:.0} % \
             [{:.0}, {:.0}].",
            100.0 * shares.team.value,
            100.0 * shares.team.low,
            100.0 * shares.team.high,
            100.0 * shares.driver.value,
            100.0 * shares.driver.low,
            100.0 * shares.driver.high
        ),
        None => format!(
            "Spreads are those published for 2014 to 2021: team {}, its season {}, driver {}, his season {}; \
             --seasons with up to {FITTED} of them has them fitted.",
            spreads.team, spreads.team_season, spreads.driver, spreads.driver_season
        ),
    });
    sentences
}

fn text(almanac: &Almanac, found: &Found) -> String {
    let width = show::width().min(WIDEST);
    let (from, to) = (found.years.start(), found.years.end());
    let mut text = show::heading(&format!("Drivers and cars apart, {from} to {to}"));
    for sentence in sentences(almanac, found) {
        text += &show::wrapped(&sentence, width, "  ").replacen("  ", "- ", 1);
    }
    let tables = [
        ("Drivers", table(almanac, &found.apart, SHOWN[0])),
        ("Teams", teams(almanac, &found.apart, SHOWN[1])),
    ];
    for (title, table) in tables {
        text += &format!("\n{}{}", show::heading(title), table.text(show::width(), show::bold()));
    }
    text
}

fn table(almanac: &Almanac, apart: &Apart, most: usize) -> Table {
    let mut table = Table::new(&[">#", "driver", ">worth", ">low", ">high", ">finishes"]);
    for (place, (id, worth)) in apart.drivers().iter().take(most).enumerate() {
        table.push(row(place, almanac.driver_name(id), worth));
    }
    table
}

fn teams(almanac: &Almanac, apart: &Apart, most: usize) -> Table {
    let mut table = Table::new(&[">#", "team", ">worth", ">low", ">high", ">finishes"]);
    for (place, (id, worth)) in apart.teams().iter().take(most).enumerate() {
        table.push(row(place, almanac.constructor_name(id), worth));
    }
    table
}

fn row(place: usize, name: &str, worth: &Worth) -> Vec<String> {
    let mut row = vec![(place + 1).to_string(), name.to_owned()];
    row.extend([worth.value, worth.low, worth.high].map(|value| format!("{value:+.2}")));
    row.push(worth.finishes.to_string());
    row
}

fn json_of(almanac: &Almanac, found: &Found) -> Value {
    let (apart, spreads) = (&found.apart, found.apart.spreads());
    let one = |id: &str, name: &str, worth: &Worth| {
        json!({
            "id": id,
            "name": name,
            "worth": worth.value,
            "interval": [worth.low, worth.high],
            "finishes": worth.finishes,
        })
    };
    let drivers = apart.drivers();
    let drivers = drivers.iter().map(|(id, it)| one(id.as_str(), almanac.driver_name(id), it));
    let teams = apart.teams();
    let teams = teams.iter().map(|(id, it)| one(id.as_str(), almanac.constructor_name(id), it));
    let share =
        |it: &maatstaf::pace::Share| json!({"value": it.value, "interval": [it.low, it.high]});
    let beats = found.pair.as_ref().map(|(driver, reference, beats)| {
        json!({
            "driver": driver.as_str(),
            "reference": reference.as_str(),
            "probability": beats.probability,
            "interval": [beats.low, beats.high],
        })
    });
    json!({
        "from": found.years.start(),
        "to": found.years.end(),
        "n_seasons": found.n_seasons,
        "n_races": apart.n_races(),
        "n_finishes": apart.n_finishes(),
        "spreads": {
            "team": spreads.team,
            "team_season": spreads.team_season,
            "driver": spreads.driver,
            "driver_season": spreads.driver_season,
            "fitted": found.shares.is_some(),
        },
        "shares": found.shares.as_ref().map(|it| json!({"team": share(&it.team), "driver": share(&it.driver)})),
        "beats": beats,
        "drivers": drivers.collect::<Vec<_>>(),
        "teams": teams.collect::<Vec<_>>(),
        "sentences": sentences(almanac, found),
    })
}
