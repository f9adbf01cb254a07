//! Records of the fight for the title: gaps, rounds to spare, deficits, ages.

use maatstaf_core::{Almanac, Date, DriverId, Moment, Points, Season, SeasonRules};

use super::chronicle::{Chapter, driver};
use super::{Detail, Mark, Reading, Record, share};
use crate::{Scoresheet, Settlement, Standings, settlements};

/// How a title was won.
#[derive(Clone, Debug)]
pub(super) struct Fight {
    pub champion: DriverId,
    points: Points,
    second: Option<(DriverId, Points)>,
    settled: Settlement,
    n_rounds: u16,
    deficit: Deficit,
    /// The points of a win, to say what a deficit was worth.
    win: Points,
    age: Option<Age>,
}

impl Fight {
    pub(super) fn second(&self) -> Option<&DriverId> {
        self.second.as_ref().map(|(driver, _)| driver)
    }
}

/// The most that the champion lacked to the leader.
#[derive(Clone, Debug)]
struct Deficit {
    points: Points,
    moment: Moment,
    leaders: Vec<DriverId>,
}

/// The champion's age on the day of the race of the round that settled the title.
#[derive(Clone, Copy, Debug)]
struct Age {
    in_days: i32,
    years: i16,
    days: i32,
    on: Date,
}

/// The fight of a season that is over; `None` where the first place is shared or empty.
pub(super) fn fight(
    almanac: &Almanac,
    season: &Season,
    rules: &SeasonRules,
    sheet: &Scoresheet,
    table: &Standings,
) -> Option<Fight> {
    let ranked = || table.rows.iter().filter(|row| row.place.is_some());
    let first = ranked().next()?;
    let second = ranked().nth(1);
    if second.is_some_and(|second| second.place == first.place) {
        return None;
    }
    let champion = driver(&first.competitor)?;
    let settled = settlements(sheet, &[]).into_iter().find(|at| at.place == 1)?;
    Some(Fight {
        points: first.points,
        second: second.and_then(|row| Some((driver(&row.competitor)?, row.points))),
        n_rounds: season.n_rounds(),
        deficit: deficit(sheet, sheet.index_of(&first.competitor)?)?,
        win: rules.race.drivers.win(),
        age: age(almanac, season, &champion, settled.moment),
        settled,
        champion,
    })
}

/// The first of the moments at which the champion lacked most to whoever led then.
fn deficit(sheet: &Scoresheet, champion: usize) -> Option<Deficit> {
    let mut largest: Option<(Points, Moment, usize)> = None;
    for (moment, tally) in sheet.held().zip(sheet.tallies.iter().skip(1)) {
        let leader = leaders(sheet, &tally.net, moment).next()?;
        let lacks = tally.net[leader] - tally.net[champion];
        if largest.is_none_or(|(most, ..)| lacks > most) {
            largest = Some((lacks, moment, sheet.sessions_until(moment)));
        }
    }
    let (points, moment, idx) = largest?;
    let leaders = leaders(sheet, &sheet.tallies[idx].net, moment);
    let leaders = leaders.filter_map(|who| driver(&sheet.competitors[who])).collect();
    Some(Deficit { points, moment, leaders })
}

/// Everyone with the most points, the excluded left out.
fn leaders<'a>(
    sheet: &'a Scoresheet,
    net: &'a [Points],
    moment: Moment,
) -> impl Iterator<Item = usize> + 'a {
    let ranked = move |who: &usize| sheet.excluded_at(*who, moment).is_none();
    let most = (0..net.len()).filter(ranked).map(|who| net[who]).max();
    (0..net.len()).filter(ranked).filter(move |who| Some(net[*who]) == most)
}

fn age(almanac: &Almanac, season: &Season, champion: &DriverId, at: Moment) -> Option<Age> {
    let person = almanac.drivers.get(champion)?;
    let (born, on) = (person.born?, season.event(at.round)?.round.date?);
    let years = person.age_on(on)?;
    let birthday = birthday_before(born, on)?;
    let days = |from: Date| Some(on.since(from).ok()?.get_days());
    Some(Age { in_days: days(born)?, years, days: days(birthday)?, on })
}

/// The last birthday up to a day; who is born on 29 February has it on 1 March elsewhere.
fn birthday_before(born: Date, day: Date) -> Option<Date> {
    let in_year = |year: i16| {
        let exact = Date::new(year, born.month(), born.day());
        exact.or_else(|_| Date::new(year, born.month() + 1, 1)).ok()
    };
    in_year(day.year()).filter(|birthday| *birthday <= day).or_else(|| in_year(day.year() - 1))
}

/// A mark for each season that is over.
pub(super) fn marks(chapters: &[Chapter], record: Record, reading: Reading) -> Vec<Mark> {
    let marks = chapters.iter().filter_map(|chapter| {
        let fight = chapter.fight.as_ref()?;
        let (value, detail) = match record {
            Record::Gap | Record::Closest => gap(fight, reading)?,
            Record::RoundsToSpare => to_spare(fight, reading),
            Record::Deficit => made_up(fight, reading)?,
            Record::Youngest => young(fight.age?),
            _ => return None,
        };
        let between_two = matches!(record, Record::Gap | Record::Closest);
        let second = fight.second().filter(|_| between_two).cloned();
        Some(Mark {
            rank: 0,
            value,
            drivers: [fight.champion.clone()].into_iter().chain(second).collect(),
            teams: chapter.teams_of(&fight.champion),
            years: vec![chapter.year],
            so_far: false,
            detail,
        })
    });
    marks.collect()
}

fn gap(fight: &Fight, reading: Reading) -> Option<(Points, Detail)> {
    let (champion, second) = (fight.points, fight.second.as_ref()?.1);
    let value = match reading {
        Reading::Absolute => champion - second,
        Reading::Relative => share(second, champion),
    };
    Some((value, Detail::Fight { champion, second }))
}

fn to_spare(fight: &Fight, reading: Reading) -> (Points, Detail) {
    let (spare, n_rounds) = (fight.settled.rounds_to_spare, fight.n_rounds);
    let spare = Points::from(i64::from(spare));
    let value = match reading {
        Reading::Absolute => spare,
        Reading::Relative => share(spare, Points::from(i64::from(n_rounds))),
    };
    (value, Detail::Settled { moment: fight.settled.moment, n_rounds })
}

fn made_up(fight: &Fight, reading: Reading) -> Option<(Points, Detail)> {
    let Deficit { points, moment, leaders } = fight.deficit.clone();
    let value = match reading {
        Reading::Absolute => points,
        Reading::Relative => share(points, fight.win),
    };
    (!points.is_zero()).then_some((value, Detail::Behind { points, moment, leaders }))
}

fn young(age: Age) -> (Points, Detail) {
    let Age { in_days, years, days, on } = age;
    (Points::from(i64::from(in_days)), Detail::Age { years, days, on })
}
