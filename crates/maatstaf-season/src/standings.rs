//! The table after any session: net points, then countback.

use std::cmp::Ordering;

use maatstaf_core::{BestResults, Competitor, Moment, Points, RoundNumber};

use crate::Scoresheet;

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub competitor: Competitor,
    /// The place, from 1; equal in every respect share it. `None` for the excluded.
    pub place: Option<u16>,
    /// Points that count.
    pub points: Points,
    /// All points scored, dropped ones included.
    pub gross: Points,
    /// Wins in races.
    pub wins: u16,
}

/// The table at a moment, the leader first, the excluded last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standings {
    /// After which session.
    pub moment: Moment,
    /// The lines.
    pub rows: Vec<Row>,
}

impl Standings {
    /// The line of a competitor.
    pub fn row_of(&self, competitor: &Competitor) -> Option<&Row> {
        self.rows.iter().find(|row| row.competitor == *competitor)
    }
}

/// The table after a session.
///
/// Everyone who takes part in the season stands in it, at zero points before he scores.
/// Ranked by the points that count; then by wins in races, second places, third places
/// and so on; who is equal in all of that shares the place.
///
/// ```
/// # use maatstaf_season::{scoresheet, standings_at};
/// # use maatstaf_core::*;
/// # let rules = maatstaf_season::examples::rules();
/// # let season = maatstaf_season::examples::season();
/// let sheet = scoresheet(&season, &rules, Title::Drivers)?;
/// let table = standings_at(&sheet, Moment::after(2));
/// assert_eq!(table.rows[0].competitor.to_string(), "ann");
/// # Ok::<(), maatstaf_season::Error>(())
/// ```
pub fn standings_at(sheet: &Scoresheet, moment: Moment) -> Standings {
    let n_sessions = sheet.sessions_until(moment);
    let mut ranked: Vec<Ranked> = (0..sheet.competitors.len())
        .map(|who| Ranked {
            who,
            excluded: sheet.excluded_at(who, moment).is_some(),
            points: match sheet.excluded_at(who, moment) {
                Some(exclusion) if !exclusion.keeps_points => Points::ZERO,
                _ => net(sheet, &sheet.scores[who][..n_sessions]),
            },
            countback: Countback::of(sheet, who, n_sessions),
        })
        .collect();
    ranked.sort_by(|a, b| a.rank(b).then(a.who.cmp(&b.who)));
    let mut rows: Vec<Row> = Vec::with_capacity(ranked.len());
    for (idx, at) in ranked.iter().enumerate() {
        let level = idx > 0 && at.rank(&ranked[idx - 1]) == Ordering::Equal;
        let place = if level { rows[idx - 1].place } else { Some(idx as u16 + 1) };
        rows.push(Row {
            competitor: sheet.competitors[at.who].clone(),
            place: if at.excluded { None } else { place },
            points: at.points,
            gross: sheet.scores[at.who][..n_sessions].iter().copied().sum(),
            wins: at.countback.finishes(1),
        });
    }
    Standings { moment, rows }
}

/// A competitor with all that decides his place.
#[derive(Clone, Debug)]
struct Ranked {
    who: usize,
    excluded: bool,
    points: Points,
    countback: Countback,
}

impl Ranked {
    fn rank(&self, other: &Self) -> Ordering {
        let points = other.points.cmp(&self.points);
        let finishes = other.countback.cmp(&self.countback);
        self.excluded.cmp(&other.excluded).then(points).then(finishes)
    }
}

/// Finishes in races by place: wins first. Compares as countback does.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Countback(Vec<u16>);

impl Countback {
    pub(crate) fn of(sheet: &Scoresheet, who: usize, n_sessions: usize) -> Self {
        let mut finishes = Vec::new();
        for place in sheet.places[who][..n_sessions].iter().flatten() {
            let idx = usize::from(*place - 1);
            if finishes.len() <= idx {
                finishes.resize(idx + 1, 0);
            }
            finishes[idx] += 1;
        }
        Self(finishes)
    }

    /// The same with so many more wins, and with every car of a make behind the first next.
    pub(crate) fn with_sweeps(mut self, races: u16, cars: u16) -> Self {
        let cars = usize::from(cars);
        if races > 0 && self.0.len() < cars {
            self.0.resize(cars, 0);
        }
        if races > 0 {
            self.0[..cars].iter_mut().for_each(|finishes| *finishes += races);
        }
        self
    }

    pub(crate) fn finishes(&self, place: u16) -> u16 {
        self.0.get(usize::from(place) - 1).copied().unwrap_or(0)
    }
}

/// The points that count of scores that start at the first session.
pub(crate) fn net(sheet: &Scoresheet, scores: &[Points]) -> Points {
    match sheet.rules.best {
        BestResults::All => scores.iter().copied().sum(),
        BestResults::Best(best) => best_of(scores, best),
        BestResults::Halves { split, first, second } => {
            let in_first = first_half(sheet, split).min(scores.len());
            best_of(&scores[..in_first], first) + best_of(&scores[in_first..], second)
        }
    }
}

fn first_half(sheet: &Scoresheet, split: RoundNumber) -> usize {
    sheet.sessions_until(Moment::after(split))
}

/// The sum of the best so many scores.
fn best_of(scores: &[Points], best: u16) -> Points {
    let mut scoring: Vec<Points> = scores.iter().copied().filter(|p| !p.is_zero()).collect();
    if scoring.len() > usize::from(best) {
        scoring.sort_by(|a, b| b.cmp(a));
        scoring.truncate(usize::from(best));
    }
    scoring.into_iter().sum()
}
