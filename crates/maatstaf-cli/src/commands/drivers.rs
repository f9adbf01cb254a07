//! `maatstaf drivers`: driver and car apart.

mod full;
mod in_json;

use std::ops::RangeInclusive;

use maatstaf::core::{Almanac, DriverId, Season, Year};
use maatstaf::numerics::nuts::Settings;
use maatstaf::pace::{Apart, Beats, Shares, Spreads, Worth, apart, fitted_spreads};
use serde_json::Value;

use crate::answer::{Answer, Shape};
use crate::args::{Args, year};
use crate::drivers_page;
use crate::error::ShellError;
use crate::progress::at_work;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Text is not set wider than this.
const WIDEST: usize = 100;
/// So many drivers, and teams, are listed in text.
const SHOWN: [usize; 2] = [20, 10];
/// Spreads are fitted to so many seasons at most, else the published ones are taken.
const FITTED: usize = 20;
/// What is drawn is a function of this, unless another is named.
const SEED: u64 = 1;

/// `maatstaf drivers [DRIVER --against REFERENCE]`
#[derive(clap::Args)]
#[command(after_help = "\
What drivers and their cars are worth, from the orders in which races were finished (a rank-ordered logit after van
Kesteren and Bergkamp, 2023). Worths are in the unit of the logit: one more is ahead in 73 races of 100. Only who was
classified counts. How far teams and drivers lie apart is fitted to up to 20 seasons; for more the published
spreads of 2014 to 2021 are taken. Intervals are 90 %, with the spreads held fixed.

--posterior draws the full posterior instead: worths and spreads with all that is not known of either, in a quarter of a
minute for eight seasons; R-hat, independent draws and divergences say whether to believe it.

Examples:
  maatstaf drivers
  maatstaf drivers PER --against VER
  maatstaf drivers --posterior --html drivers.html
  maatstaf --f1db f1db-csv.zip drivers --seasons 2014-2021
  maatstaf --f1db f1db-csv.zip drivers --seasons 2014-2021 --posterior --draws 2000
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
    /// Draw the full posterior, in which spreads are not held fixed
    #[arg(long)]
    posterior: bool,
    /// How many draws each of the four chains keeps, after as many to warm up: 1000 without it
    #[arg(long, value_name = "N", requires = "posterior",
          value_parser = clap::value_parser!(u32).range(50..=100_000))]
    draws: Option<u32>,
    /// What the draws are a function of: the same seed gives the same answer; 1 without it
    #[arg(long, value_name = "N", requires = "posterior")]
    seed: Option<u64>,
    #[command(flatten)]
    shape: Shape,
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
pub struct Found {
    facts: Facts,
    /// The seasons that were raced, from the first to the last.
    pub years: RangeInclusive<Year>,
    /// What everybody is worth.
    pub apart: Apart,
    /// `None` where published spreads were taken.
    pub shares: Option<Shares>,
    /// Who was asked for, and how often the first would be ahead.
    pub pair: Option<(DriverId, DriverId, Beats)>,
    /// What the draws are a function of, where it was drawn.
    seed: Option<u64>,
}

/// `maatstaf drivers [DRIVER --against REFERENCE] [--seasons YEARS]`
pub fn drivers(args: &Args, ask: &DriversArgs) -> Result<String, ShellError> {
    let (from, to) = ask.seasons.unzip();
    let years = source::years(from, to)?;
    let facts = at_work("reading", || source::load(args, Some(years.clone()), false))?;
    ask.shape.of(&found(facts, &years, ask)?)
}

fn found(
    facts: Facts,
    years: &RangeInclusive<Year>,
    ask: &DriversArgs,
) -> Result<Found, ShellError> {
    let seasons: Vec<&Season> = facts.almanac.seasons.range(years.clone()).map(|it| it.1).collect();
    let none = || source::none_at_hand(&facts, years);
    let seed = ask.posterior.then(|| ask.seed.unwrap_or(SEED));
    let (apart, shares) = worths(&seasons, ask, seed)?.ok_or_else(none)?;
    let raced: Vec<Year> = apart.years().collect();
    let (Some(first), Some(last)) = (raced.first(), raced.last()) else { return Err(none()) };
    let pair = match (&ask.driver, &ask.against) {
        (Some(driver), Some(against)) => Some(pair(&facts.almanac, &apart, driver, against)?),
        _ => None,
    };
    Ok(Found { years: *first..=*last, apart, shares, pair, seed, facts })
}

/// By the way that was asked for.
fn worths(
    seasons: &[&Season],
    ask: &DriversArgs,
    seed: Option<u64>,
) -> Result<Option<(Apart, Option<Shares>)>, ShellError> {
    if let Some(seed) = seed {
        let draws = ask.draws.map_or(Settings::default().draws, |draws| draws as usize);
        let settings = Settings { draws, warm_up: draws, ..Settings::default() };
        let drawn = full::drawn(seasons, &settings, seed)?;
        return Ok(drawn.map(|(apart, shares)| (apart, Some(shares))));
    }
    let n_raced = seasons.iter().filter(|it| it.now().is_some()).count();
    Ok(at_work("fitting", || match n_raced <= FITTED {
        true => fitted_spreads(seasons, SEED).map(|(apart, shares)| (apart, Some(shares))),
        false => apart(seasons, &Spreads::PUBLISHED).map(|apart| (apart, None)),
    }))
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

impl Found {
    /// Names.
    pub fn almanac(&self) -> &Almanac {
        &self.facts.almanac
    }

    /// Whether a driver was asked for by name.
    pub fn is_asked(&self, id: &DriverId) -> bool {
        self.pair.as_ref().is_some_and(|(driver, reference, _)| [driver, reference].contains(&id))
    }

    /// What this is about.
    pub fn title(&self) -> String {
        match (self.years.start(), self.years.end()) {
            (from, to) if from == to => format!("Drivers and cars apart, {from}"),
            (from, to) => format!("Drivers and cars apart, {from} to {to}"),
        }
    }

    /// What there is to say.
    pub fn sentences(&self) -> Vec<String> {
        let (shares, pair) = (self.shares.as_ref(), self.pair.as_ref());
        maatstaf::apart_sentences(self.almanac(), &self.apart, shares, pair)
    }
}

impl Answer for Found {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn text(&self) -> String {
        let width = show::width().min(WIDEST);
        let mut text = show::heading(&self.title());
        for sentence in self.sentences() {
            text += &show::point(&sentence, width);
        }
        if self.shares.is_none() {
            let hint = format!(
                "--seasons with up to {FITTED} of them has spreads fitted; --posterior draws them for any number."
            );
            text += &show::point(&hint, width);
        }
        let mut tables =
            vec![("Drivers", drivers_of(self, SHOWN[0])), ("Teams", teams_of(self, SHOWN[1]))];
        tables
            .extend(self.shares.as_ref().map(|shares| ("How far they lie apart", spreads(shares))));
        for (title, table) in tables {
            text +=
                &format!("\n{}{}", show::heading(title), table.text(show::width(), show::bold()));
        }
        text
    }

    fn json(&self) -> Value {
        in_json::answer(self)
    }

    fn table(&self) -> Table {
        drivers_of(self, usize::MAX)
    }

    fn page(&self) -> String {
        drivers_page::page(self)
    }
}

fn drivers_of(found: &Found, most: usize) -> Table {
    let mut table = Table::new(&[">#", "driver", ">worth", ">low", ">high", ">finishes"]);
    for (place, (id, worth)) in found.apart.drivers().iter().take(most).enumerate() {
        table.push(row(place, found.almanac().driver_name(id), worth));
    }
    table
}

fn teams_of(found: &Found, most: usize) -> Table {
    let mut table = Table::new(&[">#", "team", ">worth", ">low", ">high", ">finishes"]);
    for (place, (id, worth)) in found.apart.teams().iter().take(most).enumerate() {
        table.push(row(place, found.almanac().constructor_name(id), worth));
    }
    table
}

fn row(place: usize, name: &str, worth: &Worth) -> Vec<String> {
    let mut row = vec![(place + 1).to_string(), name.to_owned()];
    row.extend([worth.value, worth.low, worth.high].map(|value| format!("{value:+.2}")));
    row.push(worth.finishes.to_string());
    row
}

/// What a spread is of, in the order of [`Spreads::to_array`].
pub const SPREADS: [&str; 4] =
    ["teams", "a team's seasons about it", "drivers", "a driver's seasons about him"];

fn spreads(shares: &Shares) -> Table {
    let mut table = Table::new(&["of", ">spread", ">low", ">high"]);
    let [values, low, high] = [shares.spreads, shares.low, shares.high].map(|it| it.to_array());
    for (i, of) in SPREADS.iter().enumerate() {
        let mut row = vec![(*of).to_owned()];
        row.extend([values[i], low[i], high[i]].map(|value| format!("{value:.2}")));
        table.push(row);
    }
    table
}
