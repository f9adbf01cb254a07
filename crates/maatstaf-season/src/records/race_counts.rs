//! What every driver did in the races of a season, and the races one by one.

use std::collections::BTreeMap;

use maatstaf_core::{Classification, ConstructorId, DriverId, Event, Outcome, RoundNumber, Season};

/// What one driver did in the races of a season.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub wins: u16,
    pub podiums: u16,
    pub poles: u16,
    pub fastest_laps: u16,
    /// For whom he started, in order of first appearance.
    pub teams: Vec<ConstructorId>,
}

/// A race that was held: who started, and who of them won.
#[derive(Clone, Debug)]
pub(crate) struct Race {
    pub round: RoundNumber,
    pub starters: Vec<DriverId>,
    /// More than one where the winning car was shared.
    pub winners: Vec<DriverId>,
}

/// Counts a season's races. A driver with several cars in one race counts once in it.
pub(crate) fn count(season: &Season) -> (BTreeMap<DriverId, Counts>, Vec<Race>) {
    let mut counts: BTreeMap<DriverId, Counts> = BTreeMap::new();
    let mut races = Vec::new();
    for event in season.events() {
        let Some(result) = &event.race else { continue };
        let race = race(event.round.number, result);
        for line in result.lines().iter().filter(|line| line.outcome.started()) {
            let teams = &mut entry(&mut counts, &line.driver).teams;
            if !teams.contains(&line.constructor) {
                teams.push(line.constructor.clone());
            }
        }
        let podium = drivers(result, |outcome| outcome.place().is_some_and(|place| place <= 3));
        let fastest = result.lines().iter().filter(|line| line.fastest_lap);
        let fastest = once(fastest.map(|line| &line.driver));
        race.winners.iter().for_each(|who| entry(&mut counts, who).wins += 1);
        podium.iter().for_each(|who| entry(&mut counts, who).podiums += 1);
        fastest.iter().for_each(|who| entry(&mut counts, who).fastest_laps += 1);
        pole(event, result).iter().for_each(|who| entry(&mut counts, who).poles += 1);
        races.push(race);
    }
    (counts, races)
}

fn entry<'a>(counts: &'a mut BTreeMap<DriverId, Counts>, who: &DriverId) -> &'a mut Counts {
    if !counts.contains_key(who) {
        counts.insert(who.clone(), Counts::default());
    }
    counts.get_mut(who).expect("it was put in above")
}

fn race(round: RoundNumber, result: &Classification) -> Race {
    let winners = drivers(result, |outcome| outcome.place() == Some(1));
    Race { round, starters: drivers(result, Outcome::started), winners }
}

/// The drivers with such an outcome, each once.
fn drivers(result: &Classification, such: impl Fn(Outcome) -> bool) -> Vec<DriverId> {
    let lines = result.lines().iter().filter(|line| such(line.outcome));
    once(lines.map(|line| &line.driver))
}

fn once<'a>(drivers: impl Iterator<Item = &'a DriverId>) -> Vec<DriverId> {
    let mut each: Vec<DriverId> = Vec::new();
    for driver in drivers {
        if !each.contains(driver) {
            each.push(driver.clone());
        }
    }
    each
}

/// Who had pole: the first place on the grid, whether he then started or not; where nobody
/// stood there, the first in qualifying.
fn pole(event: &Event, result: &Classification) -> Option<DriverId> {
    let on_grid = result.lines().iter().find(|line| line.grid == Some(1));
    let qualified = || event.qualifying.as_ref()?.lines.iter().find(|line| line.place == Some(1));
    on_grid.map(|line| &line.driver).or_else(|| qualified().map(|line| &line.driver)).cloned()
}
