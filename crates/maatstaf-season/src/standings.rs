//! The table after any session: net points, then countback.

use std::cmp::Ordering;

use maatstaf_core::{Competitor, Moment, Points};

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
    let tally = &sheet.tallies[sheet.sessions_until(moment)];
    let ranked = |who: usize| {
        let exclusion = sheet.excluded_at(who, moment);
        let points = match exclusion {
            Some(exclusion) if !exclusion.keeps_points => Points::ZERO,
            _ => tally.net[who],
        };
        Ranked { who, excluded: exclusion.is_some(), points, finishes: tally.finishes(who) }
    };
    let mut ranked: Vec<Ranked> = (0..sheet.competitors.len()).map(ranked).collect();
    ranked.sort_unstable_by(|a, b| a.rank(b).then(a.who.cmp(&b.who)));
    let mut rows: Vec<Row> = Vec::with_capacity(ranked.len());
    for (idx, at) in ranked.iter().enumerate() {
        let level = idx > 0 && at.rank(&ranked[idx - 1]) == Ordering::Equal;
        let place = if level { rows[idx - 1].place } else { Some(idx as u16 + 1) };
        rows.push(Row {
            competitor: sheet.competitors[at.who].clone(),
            place: if at.excluded { None } else { place },
            points: at.points,
            gross: tally.gross[at.who],
            wins: at.finishes[0],
        });
    }
    Standings { moment, rows }
}

/// A competitor with all that decides his place.
#[derive(Clone, Copy, Debug)]
struct Ranked<'a> {
    who: usize,
    excluded: bool,
    points: Points,
    finishes: &'a [u16],
}

impl Ranked<'_> {
    fn rank(&self, other: &Self) -> Ordering {
        let points = other.points.cmp(&self.points);
        self.excluded
            .cmp(&other.excluded)
            .then(points)
            .then_with(|| other.finishes.cmp(self.finishes))
    }
}
