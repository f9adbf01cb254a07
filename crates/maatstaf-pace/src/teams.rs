use maatstaf_core::{Classification, ConstructorId, DriverId, Event, RoundNumber, Season};

/// The constructors a driver drove for, in order of first appearance, each with its rounds.
///
/// A round counts where he stands in the race, the sprint or qualifying. With two
/// constructors in one round (the 1950s), the round stands under both.
///
/// ```
/// # use maatstaf_core::{DriverId, Season};
/// # use maatstaf_pace::teams;
/// let season = Season::new(2023, vec![])?;
/// assert!(teams(&season, &DriverId::new("sergio-perez")).is_empty());
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn teams(season: &Season, driver: &DriverId) -> Vec<(ConstructorId, Vec<RoundNumber>)> {
    let mut teams: Vec<(ConstructorId, Vec<RoundNumber>)> = Vec::new();
    for event in season.events() {
        for constructor in constructors_of(event, driver) {
            match teams.iter_mut().find(|(team, _)| team == constructor) {
                Some((_, rounds)) => rounds.push(event.round.number),
                None => teams.push((constructor.clone(), vec![event.round.number])),
            }
        }
    }
    teams
}

/// The rounds in which both drove for the same constructor.
///
/// Only there is a gap between the two a gap between drivers: elsewhere it holds the cars
/// as well.
///
/// ```
/// # use maatstaf_core::{DriverId, Season};
/// # use maatstaf_pace::shared_team_rounds;
/// let season = Season::new(2023, vec![])?;
/// let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
/// assert!(shared_team_rounds(&season, &driver, &reference).is_empty());
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn shared_team_rounds(
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
) -> Vec<RoundNumber> {
    let shared = season.events().iter().filter(|event| are_team_mates(event, driver, reference));
    shared.map(|event| event.round.number).collect()
}

pub(crate) fn are_team_mates(event: &Event, driver: &DriverId, reference: &DriverId) -> bool {
    let theirs = constructors_of(event, reference);
    constructors_of(event, driver).iter().any(|constructor| theirs.contains(constructor))
}

/// Each constructor once.
fn constructors_of<'a>(event: &'a Event, driver: &DriverId) -> Vec<&'a ConstructorId> {
    let results = [&event.race, &event.sprint].into_iter().flatten();
    let raced =
        results.flat_map(Classification::lines).map(|line| (&line.driver, &line.constructor));
    let qualifying = event.qualifying.iter().flat_map(|qualifying| &qualifying.lines);
    let qualified = qualifying.map(|line| (&line.driver, &line.constructor));
    let mut constructors = Vec::new();
    for (who, constructor) in raced.chain(qualified) {
        if who == driver && !constructors.contains(&constructor) {
            constructors.push(constructor);
        }
    }
    constructors
}
