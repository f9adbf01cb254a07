//! Everything a driver did, season by season.

use std::collections::BTreeMap;

use maatstaf_core::{
    Almanac, Competitor, Driver, DriverId, Points, RoundNumber, Season, SeasonRules, Session,
    Title, Year,
};
use maatstaf_pace::{RaceRecord, race_record, shared_team_rounds, teams};
use maatstaf_season::{scoresheet, standings_at};

use crate::Error;

/// A driver and his seasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Career {
    /// Who.
    pub driver: Driver,
    /// Drivers of the same family, and what each is to him: `parent`, `sibling's child`.
    pub relatives: Vec<(Driver, String)>,
    /// The seasons in which he stands in a race or sprint, in order.
    pub seasons: Vec<CareerSeason>,
}

/// A season of a career.
#[derive(Clone, Debug, PartialEq)]
pub struct CareerSeason {
    /// Which.
    pub year: Year,
    /// Whether all of its rounds were held.
    pub over: bool,
    /// His teams by name, each with its rounds.
    pub teams: Vec<(String, Vec<RoundNumber>)>,
    /// His team mates by name, each with the rounds in one team.
    pub team_mates: Vec<(String, Vec<RoundNumber>)>,
    /// His place in the table, final or for now; `None` when excluded.
    pub place: Option<u16>,
    /// The points that count.
    pub points: Points,
    /// His races.
    pub races: RaceRecord,
    /// His sprints.
    pub sprints: RaceRecord,
    /// The races he won.
    pub wins: Vec<Win>,
}

/// A race or sprint that was won.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Win {
    /// Which round.
    pub round: RoundNumber,
    /// Its name.
    pub name: String,
    /// The race, or the sprint.
    pub session: Session,
}

/// A driver's career, over the seasons at hand.
///
/// ```
/// use maatstaf::core::DriverId;
/// let (almanac, rules) = (maatstaf::facts::seasons(), maatstaf::facts::f1_rules());
/// let career = maatstaf::career(almanac, rules, &DriverId::new("sergio-perez"))?;
/// let places: Vec<_> = career.seasons.iter().map(|season| season.place).collect();
/// assert_eq!(places, [Some(4), Some(3), Some(2)]);
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When nobody has this id.
pub fn career(
    almanac: &Almanac,
    rules: &BTreeMap<Year, SeasonRules>,
    id: &DriverId,
) -> Result<Career, Error> {
    let Some(driver) = almanac.drivers.get(id) else {
        return Err(Error::Unknown {
            what: "driver",
            text: id.to_string(),
            place: "the seasons at hand".to_owned(),
            candidates: Vec::new(),
        });
    };
    let seasons = almanac.seasons.values().filter_map(|season| {
        let rules = rules.get(&season.year())?;
        season.drivers().contains(id).then(|| career_season(almanac, rules, season, id))
    });
    Ok(Career {
        driver: driver.clone(),
        relatives: relatives(almanac, id),
        seasons: seasons.collect::<Result<_, _>>()?,
    })
}

fn relatives(almanac: &Almanac, id: &DriverId) -> Vec<(Driver, String)> {
    let listed = almanac.relatives.iter().filter(|relative| relative.driver == *id);
    let known = listed.filter_map(|relative| {
        let driver = almanac.drivers.get(&relative.relative)?;
        Some((driver.clone(), kinship(&relative.kinship)))
    });
    known.collect()
}

/// `siblings-child` becomes `sibling's child`, `parent-in-law` stays.
fn kinship(listed: &str) -> String {
    match listed.split_once("s-") {
        Some((whose, who)) => format!("{whose}'s {who}"),
        None => listed.to_owned(),
    }
}

fn career_season(
    almanac: &Almanac,
    rules: &SeasonRules,
    season: &Season,
    id: &DriverId,
) -> Result<CareerSeason, Error> {
    let sheet = scoresheet(season, rules, Title::Drivers)?;
    let own = Competitor::Driver(id.clone());
    let table = sheet.now().map(|now| standings_at(&sheet, now));
    let row = table.as_ref().and_then(|table| table.row_of(&own));
    let all = || 1..=season.n_rounds();
    let own_teams = teams(season, id).into_iter();
    Ok(CareerSeason {
        year: season.year(),
        over: season.last_held() == season.n_rounds(),
        teams: own_teams.map(|(id, at)| (almanac.constructor_name(&id).to_owned(), at)).collect(),
        team_mates: team_mates(almanac, season, id),
        place: row.and_then(|row| row.place),
        points: row.map_or(Points::ZERO, |row| row.points),
        races: race_record(season, Session::Race, id, all()),
        sprints: race_record(season, Session::Sprint, id, all()),
        wins: wins(season, id),
    })
}

/// The longest in one team first.
fn team_mates(
    almanac: &Almanac,
    season: &Season,
    id: &DriverId,
) -> Vec<(String, Vec<RoundNumber>)> {
    let others = season.drivers().into_iter().filter(|other| other != id);
    let mut mates: Vec<_> = others
        .map(|other| {
            let name = almanac.driver_name(&other).to_owned();
            (name, shared_team_rounds(season, id, &other))
        })
        .filter(|(_, rounds)| !rounds.is_empty())
        .collect();
    mates.sort_by_key(|(_, rounds)| std::cmp::Reverse(rounds.len()));
    mates
}

fn wins(season: &Season, id: &DriverId) -> Vec<Win> {
    let sessions = season
        .events()
        .iter()
        .flat_map(|event| [Session::Sprint, Session::Race].map(|session| (event, session)));
    let won = sessions.filter(|(event, session)| {
        let line = event.result(*session).and_then(|result| result.line_of(id));
        line.is_some_and(|line| line.outcome.place() == Some(1))
    });
    won.map(|(event, session)| Win {
        round: event.round.number,
        name: event.round.name.clone(),
        session,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::kinship;

    #[track_caller]
    fn check(listed: &str, words: &str) {
        assert_eq!(kinship(listed), words);
    }

    #[test]
    fn exact_kinships_in_words() {
        check("parent", "parent");
        check("parents-sibling", "parent's sibling");
        check("siblings-child-in-law", "sibling's child-in-law");
        check("half-sibling", "half-sibling");
        check("parent-in-law", "parent-in-law");
    }
}
