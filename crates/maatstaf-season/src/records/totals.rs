//! Records over many seasons: championships, and seasons in which a team came first and second.

use std::collections::BTreeMap;

use maatstaf_core::{ConstructorId, DriverId, Points, Year};

use super::chronicle::Chapter;
use super::{Detail, Mark};

/// A mark for each champion.
pub(super) fn titles(chapters: &[Chapter]) -> Vec<Mark> {
    let mut won: BTreeMap<&DriverId, Won> = BTreeMap::new();
    for chapter in chapters {
        let Some(fight) = &chapter.fight else { continue };
        won.entry(&fight.champion)
            .or_default()
            .add(chapter.year, &chapter.teams_of(&fight.champion));
    }
    won.into_iter().map(|(driver, won)| won.mark(vec![driver.clone()])).collect()
}

/// A mark for each team that had the champion and the second.
pub(super) fn one_twos(chapters: &[Chapter]) -> Vec<Mark> {
    let mut won: BTreeMap<ConstructorId, Won> = BTreeMap::new();
    for chapter in chapters {
        if let Some(team) = one_two(chapter) {
            let team = std::slice::from_ref(&team);
            won.entry(team[0].clone()).or_default().add(chapter.year, team);
        }
    }
    won.into_values().map(|won| won.mark(Vec::new())).collect()
}

/// The team for which the champion and the second started every one of their races.
fn one_two(chapter: &Chapter) -> Option<ConstructorId> {
    let fight = chapter.fight.as_ref()?;
    let (champion, second) = (chapter.teams_of(&fight.champion), chapter.teams_of(fight.second()?));
    (champion.len() == 1 && champion == second).then(|| champion[0].clone())
}

/// Seasons won, and for whom.
#[derive(Default)]
struct Won {
    years: Vec<Year>,
    teams: Vec<ConstructorId>,
}

impl Won {
    fn add(&mut self, year: Year, teams: &[ConstructorId]) {
        self.years.push(year);
        let new: Vec<_> = teams.iter().filter(|team| !self.teams.contains(team)).cloned().collect();
        self.teams.extend(new);
    }

    fn mark(self, drivers: Vec<DriverId>) -> Mark {
        let value = Points::from(self.years.len() as i64);
        let (years, teams) = (self.years, self.teams);
        Mark { rank: 0, value, drivers, teams, years, so_far: false, detail: Detail::None }
    }
}
