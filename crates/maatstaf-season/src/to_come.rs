//! What is still to come of a season, in whole numbers, so that a hundred thousand ends of it
//! can be counted.
//!
//! Points are multiples of one common part, results that drop out are kept in short lists, and
//! nothing is put on a heap while sessions are held. Fed with what happened in truth, it comes
//! to the places of [`standings_at`](crate::standings_at); a test does so for every season.

mod count;
mod known;

use maatstaf_core::{BestResults, Moment, Points};

use crate::Scoresheet;
use crate::scoresheet::SessionColumn;

pub use count::Count;
pub use known::known_at;

/// What is still to come of a season, and what everyone has before it.
#[derive(Clone, Debug)]
pub struct ToCome {
    /// All points are multiples of this part of one.
    part: i64,
    sessions: Vec<Coming>,
    rules: Rules,
    start: Count,
}

/// How the sessions of a title add up.
#[derive(Clone, Debug)]
struct Rules {
    n_competitors: usize,
    /// How many places may break ties.
    n_places: usize,
    /// How many results count of each half; one half where a season is not split, none where all count.
    kept: Vec<usize>,
    best_car_only: bool,
    /// Cars of a competitor that count in one session, one per competitor.
    cars: Vec<u16>,
    one_car_each: bool,
    excluded: Vec<bool>,
}

/// A session to come.
#[derive(Clone, Debug)]
struct Coming {
    moment: Moment,
    half: usize,
    /// In parts, by place.
    places: Vec<i64>,
    fastest_lap: i64,
    fastest_lap_within: usize,
    break_ties: usize,
}

/// Who sets the fastest lap of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FastestLap {
    /// Whose it is, by his place among [`Scoresheet::competitors`].
    pub who: usize,
    /// The place in which the car finishes, from 0; `None` if it does not.
    pub place: Option<usize>,
}

impl ToCome {
    /// What is to come after a moment. `None` where points have no common part that whole numbers can hold.
    ///
    /// Who is excluded on the sheet, at whichever moment, ends without a place.
    pub fn new(sheet: &Scoresheet, moment: Moment) -> Option<Self> {
        let n_past = sheet.sessions_until(moment);
        let part = common_part(sheet)?;
        let n_competitors = sheet.competitors.len();
        let n_cars: usize = sheet.cars.iter().map(|&cars| usize::from(cars)).sum();
        let rules = Rules {
            n_competitors,
            n_places: sheet.tallies[n_past].finishes(0).len().max(n_cars),
            kept: kept(sheet.rules.best),
            best_car_only: sheet.rules.best_car_only,
            cars: sheet.cars.clone(),
            one_car_each: sheet.cars.iter().all(|&cars| cars == 1),
            excluded: sheet.exclusions.iter().map(Option::is_some).collect(),
        };
        let mut start = Count::new(&rules);
        for column in 0..n_past {
            start.hold_as_was(
                &rules,
                part,
                sheet,
                column,
                half(sheet.rules.best, &sheet.sessions[column]),
            );
        }
        let coming = |column: &SessionColumn| coming(column, part, sheet.rules.best);
        let sessions = sheet.sessions[n_past..].iter().map(coming).collect();
        Some(Self { part, sessions, rules, start })
    }

    /// The sessions to come, in order.
    pub fn moments(&self) -> impl Iterator<Item = Moment> {
        self.sessions.iter().map(|session| session.moment)
    }

    /// What the fastest lap of a session is worth; zero where it does not score.
    pub fn fastest_lap(&self, session: usize) -> Points {
        self.points_of(self.sessions[session].fastest_lap)
    }

    /// How many competitors are on the sheet.
    pub fn n_competitors(&self) -> usize {
        self.rules.n_competitors
    }

    /// What everyone has before the sessions to come.
    pub fn start(&self) -> Count {
        self.start.clone()
    }

    /// Takes a count back to the start.
    pub fn restart(&self, count: &mut Count) {
        count.copy_from(&self.start);
    }

    /// Holds one of the sessions to come; `order` names competitors by their place on the sheet, the winner
    /// first, a make once for each of its cars.
    pub fn hold(
        &self,
        count: &mut Count,
        session: usize,
        order: &[u16],
        fastest_lap: Option<FastestLap>,
    ) {
        let at = &self.sessions[session];
        if self.rules.one_car_each && self.rules.kept.is_empty() {
            count.hold_plain(&self.rules, at, order);
            if let Some(who) = at.scores_fastest_lap(fastest_lap) {
                count.add(who, at.fastest_lap);
            }
        } else {
            count.hold_any(&self.rules, at, order, fastest_lap);
        }
    }

    /// Holds a session to come as it was held in truth; the sheet is the one this was made of.
    pub fn hold_as_was(&self, count: &mut Count, session: usize, sheet: &Scoresheet) {
        let column = sheet.sessions.len() - self.sessions.len() + session;
        count.hold_as_was(&self.rules, self.part, sheet, column, self.sessions[session].half);
    }

    /// The place of everyone, from 1, as [`standings_at`](crate::standings_at) gives it; 0 for the excluded.
    pub fn places(&self, count: &mut Count, places: &mut [u16]) {
        count.places(&self.rules, places);
    }

    /// The points of a competitor that count.
    pub fn points(&self, count: &Count, who: usize) -> Points {
        self.points_of(count.net(who))
    }

    /// The points of a competitor that count, in parts of which [`ToCome::points_of`] knows the worth.
    pub fn parts(&self, count: &Count, who: usize) -> i64 {
        count.net(who)
    }

    /// No end of the season gives anyone less or more than this, in parts.
    pub fn range(&self) -> (i64, i64) {
        let now = (0..self.rules.n_competitors).map(|who| self.start.net(who));
        let cars = self.rules.cars.iter().copied().max().unwrap_or(1).into();
        let best =
            |session: &Coming| session.places.iter().take(cars).sum::<i64>() + session.fastest_lap;
        let to_come: i64 = self.sessions.iter().map(best).sum();
        let (least, most) = (now.clone().min(), now.max());
        (least.unwrap_or(0), most.unwrap_or(0) + to_come)
    }

    /// What so many parts are worth.
    pub fn points_of(&self, parts: i64) -> Points {
        Points::ratio(parts, self.part)
    }
}

impl Coming {
    /// Who scores with the fastest lap, if he finishes where he must.
    fn scores_fastest_lap(&self, fastest_lap: Option<FastestLap>) -> Option<usize> {
        let set = fastest_lap.filter(|_| self.fastest_lap != 0)?;
        let anyone = self.fastest_lap_within == usize::MAX;
        let scores = anyone || set.place.is_some_and(|place| place < self.fastest_lap_within);
        scores.then_some(set.who)
    }
}

/// The largest denominator that is taken: sums of a season of such parts stay far inside `i64`.
const FINEST: i64 = 1_000_000_000;

/// The least common denominator of all points on the sheet and still to be had.
fn common_part(sheet: &Scoresheet) -> Option<i64> {
    let scored = sheet.scores.iter().flatten();
    let purses = sheet.sessions.iter().map(|column| &column.purse);
    let to_be_had = purses.flat_map(|purse| purse.places.iter().chain([&purse.fastest_lap]));
    scored.chain(to_be_had).try_fold(1_i64, |part, points| {
        let common = part / gcd(part, points.denominator());
        common.checked_mul(points.denominator()).filter(|part| *part <= FINEST)
    })
}

const fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Points in parts of which one has so many.
fn in_parts(points: Points, part: i64) -> i64 {
    points.numerator() * (part / points.denominator())
}

fn kept(best: BestResults) -> Vec<usize> {
    match best {
        BestResults::All => Vec::new(),
        BestResults::Best(best) => vec![best.into()],
        BestResults::Halves { first, second, .. } => vec![first.into(), second.into()],
    }
}

fn half(best: BestResults, column: &SessionColumn) -> usize {
    match best {
        BestResults::Halves { split, .. } => usize::from(column.moment > Moment::after(split)),
        _ => 0,
    }
}

fn coming(column: &SessionColumn, part: i64, best: BestResults) -> Coming {
    let purse = &column.purse;
    Coming {
        moment: column.moment,
        half: half(best, column),
        places: purse.places.iter().map(|points| in_parts(*points, part)).collect(),
        fastest_lap: in_parts(purse.fastest_lap, part),
        fastest_lap_within: purse.fastest_lap_within.map_or(usize::MAX, usize::from),
        break_ties: purse.break_ties,
    }
}

#[cfg(test)]
#[path = "to_come_tests.rs"]
mod tests;
