//! Wins in a row.
//!
//! A streak counts a driver's own starts: a race he starts and does not win breaks it, and
//! nothing else does. A race he did not start neither counts nor breaks it, and is named with
//! the streak. A shared win is a win for each who shared it. Sprints do not count. Seasons
//! follow on each other.

use std::collections::{BTreeMap, HashSet};

use maatstaf_core::{ConstructorId, DriverId, Points};

use super::chronicle::Chapter;
use super::{Detail, Mark, SeasonRound};

/// Every streak, of one win or more.
pub(super) fn marks(chapters: &[Chapter]) -> Vec<Mark> {
    let mut running: BTreeMap<DriverId, Run> = BTreeMap::new();
    let mut broken: Vec<(DriverId, Run)> = Vec::new();
    let mut races: Vec<SeasonRound> = Vec::new();
    for chapter in chapters {
        for race in &chapter.races {
            let idx = races.len();
            races.push(SeasonRound { year: chapter.year, round: race.round });
            for driver in race.starters.iter().filter(|driver| !race.winners.contains(driver)) {
                broken.extend(running.remove_entry(driver));
            }
            for driver in &race.winners {
                let run = running.entry(driver.clone()).or_default();
                run.wins.push(idx);
                run.teams.extend(chapter.teams_of(driver));
            }
        }
    }
    let ended = broken.into_iter().map(|(driver, run)| run.mark(driver, &races, false));
    let last = chapters.last().map(|chapter| chapter.year);
    let going_on = running.into_iter().map(|(driver, run)| {
        let is_last = |idx: &usize| Some(races[*idx].year) == last;
        let so_far = run.wins.last().is_some_and(is_last);
        run.mark(driver, &races, so_far)
    });
    ended.chain(going_on).collect()
}

/// A streak as it grows: the wins, by the place of the race in all races.
#[derive(Debug, Default)]
struct Run {
    wins: Vec<usize>,
    teams: Vec<ConstructorId>,
}

impl Run {
    fn mark(self, driver: DriverId, races: &[SeasonRound], so_far: bool) -> Mark {
        let (first, last) = (self.wins[0], self.wins[self.wins.len() - 1]);
        let between = (first..=last).filter(|idx| !self.wins.contains(idx));
        let missed = between.map(|idx| races[idx]).collect();
        let mut years: Vec<_> = self.wins.iter().map(|&idx| races[idx].year).collect();
        years.dedup();
        let mut seen = HashSet::new();
        Mark {
            rank: 0,
            value: Points::from(self.wins.len() as i64),
            drivers: vec![driver],
            teams: self.teams.into_iter().filter(|team| seen.insert(team.clone())).collect(),
            years,
            so_far,
            detail: Detail::Streak { first: races[first], last: races[last], missed },
        }
    }
}
