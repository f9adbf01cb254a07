//! The seasons in order, each read once for all records.

use std::collections::BTreeMap;
use std::ops::RangeBounds;

use maatstaf_core::{
    Almanac, Competitor, ConstructorId, DriverId, Moment, Points, Season, SeasonRules, Title, Year,
};

use super::race_counts::{Counts, Race, count};
use super::title_fight::{Fight, fight};
use crate::scoring::most_for_one;
use crate::tally::net;
use crate::{Row, Scoresheet, scoresheet, standings_at};

/// The seasons that records are asked of, in order, and what each of them gives.
#[derive(Clone, Debug)]
pub struct Chronicle {
    chapters: Vec<Chapter>,
    missing: Vec<Year>,
}

impl Chronicle {
    /// The seasons it holds, in order.
    pub fn years(&self) -> impl ExactSizeIterator<Item = Year> {
        self.chapters.iter().map(|chapter| chapter.year)
    }

    /// Seasons that were asked for and have rules, but no results at hand.
    pub fn missing(&self) -> &[Year] {
        &self.missing
    }

    /// Whether every season before this one, as far as there are rules, is at hand: only then
    /// can a record be one of all time.
    pub fn reaches_back_from(&self, year: Year) -> bool {
        !self.missing.iter().any(|missing| *missing <= year)
    }

    /// Whether a season it holds still runs.
    pub fn still_runs(&self, year: Year) -> bool {
        self.chapters.iter().any(|chapter| chapter.year == year && !chapter.over)
    }

    /// The chapters up to and including a season.
    pub(super) fn until(&self, last: Year) -> &[Chapter] {
        &self.chapters[..self.chapters.partition_point(|chapter| chapter.year <= last)]
    }
}

/// What one season gives to the records.
#[derive(Clone, Debug)]
pub(super) struct Chapter {
    pub year: Year,
    pub over: bool,
    /// What everyone has who scored, the points that count.
    pub points: Vec<(DriverId, Points)>,
    /// The most that one driver could have scored in the sessions held.
    pub most: Points,
    pub counts: BTreeMap<DriverId, Counts>,
    pub races: Vec<Race>,
    /// Once the season is over.
    pub fight: Option<Fight>,
}

impl Chapter {
    pub(super) fn teams_of(&self, driver: &DriverId) -> Vec<ConstructorId> {
        self.counts.get(driver).map(|counts| counts.teams.clone()).unwrap_or_default()
    }
}

/// Reads the seasons of a span. A season without rules or without results is passed over.
pub fn chronicle(
    almanac: &Almanac,
    rules: &BTreeMap<Year, SeasonRules>,
    years: impl RangeBounds<Year>,
) -> Chronicle {
    let (mut chapters, mut missing) = (Vec::new(), Vec::new());
    for (&year, rules) in rules.iter().filter(|(year, _)| years.contains(year)) {
        let season = almanac.seasons.get(&year);
        match season.and_then(|season| chapter(almanac, season, rules)) {
            Some(chapter) => chapters.push(chapter),
            None => missing.push(year),
        }
    }
    Chronicle { chapters, missing }
}

fn chapter(almanac: &Almanac, season: &Season, rules: &SeasonRules) -> Option<Chapter> {
    let sheet = scoresheet(season, rules, Title::Drivers).ok()?;
    let table = standings_at(&sheet, sheet.now()?);
    let (counts, races) = count(season);
    let over = sheet.moments().count() == sheet.held().count();
    Some(Chapter {
        year: season.year(),
        over,
        points: table.rows.iter().filter_map(scored).collect(),
        most: most(season, rules, &sheet),
        fight: if over { fight(almanac, season, rules, &sheet, &table) } else { None },
        counts,
        races,
    })
}

fn scored(row: &Row) -> Option<(DriverId, Points)> {
    let counts = !row.points.is_zero() && row.place.is_some();
    counts.then(|| Some((driver(&row.competitor)?, row.points)))?
}

pub(super) fn driver(competitor: &Competitor) -> Option<DriverId> {
    match competitor {
        Competitor::Driver(driver) => Some(driver.clone()),
        Competitor::Make { .. } => None,
    }
}

/// The points of a driver who wins every session that was held, with the fastest lap where it
/// scores, after dropped results.
fn most(season: &Season, rules: &SeasonRules, sheet: &Scoresheet) -> Points {
    let most = |at: Moment| {
        let result = season.event(at.round).and_then(|event| event.result(at.session));
        result.map_or(Points::ZERO, |result| most_for_one(result, rules, at.round, at.session))
    };
    let scores: Vec<Points> = sheet.moments().map(most).collect();
    net(rules.drivers.best, &sheet.sessions, &scores)
}
