//! What can still happen: the best and the worst place of everyone, after any session.
//!
//! A competitor's *guaranteed* points are those that count if he never scores again; his
//! *best case* takes the most from every session to come, and only then drops results. He
//! can still be beaten by a rival whose best case is more than his guaranteed points, or
//! level with a better countback; he can no longer catch a rival whose guaranteed points
//! are more than his own best case.
//!
//! Several rivals cannot all win the same race. Where no results are dropped, the worst
//! place of a driver counts how many rivals can pass him *together* (see [`crate::joint`]);
//! elsewhere each rival is taken alone, which can only call a place open for longer.

use maatstaf_core::{BestResults, Competitor, Moment, Points, RoundNumber, Title};

use crate::Scoresheet;
use crate::joint::{Need, most_together};
use crate::standings::{Countback, net, standings_at};

/// A rival who scores nothing after a moment, whatever is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who.
    pub competitor: Competitor,
    /// The last moment at which he could score. It is not held against him before.
    pub from: Moment,
}

/// The places that a competitor can still end in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prospects {
    /// The best, if all goes his way.
    pub best: u16,
    /// The worst, if nothing does.
    pub worst: u16,
}

impl Prospects {
    /// Whether only one place is left.
    pub const fn is_settled(self) -> bool {
        self.best == self.worst
    }
}

/// What can still happen to everyone at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// After which session.
    pub moment: Moment,
    /// The prospects, one per competitor of the sheet; `None` for the excluded.
    pub prospects: Vec<Option<Prospects>>,
}

/// When a competitor's final place was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Who.
    pub competitor: Competitor,
    /// The place.
    pub place: u16,
    /// The first moment after which no other place was possible.
    pub moment: Moment,
    /// The first moment after which no worse place was possible.
    pub secured: Moment,
    /// Rounds that were still to come at `moment`.
    pub rounds_to_spare: u16,
}

/// What a competitor still needs to be certain of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MagicNumber {
    /// The rival who decides it, at his best case.
    pub rival: Competitor,
    /// The points that count with which he draws level with that rival's best case.
    pub points: Points,
    /// Whether level is enough, by countback; else he needs more.
    pub level_is_enough: bool,
}

/// The best and worst places that are still possible for everyone.
pub fn outlook_at(sheet: &Scoresheet, moment: Moment, absences: &[Absence]) -> Outlook {
    let cases = cases_at(sheet, moment, absences);
    let together = sheet.title == Title::Drivers && sheet.rules.best == BestResults::All;
    let to_come = together.then(|| sessions_to_come(sheet, moment));
    let prospects = cases.iter().map(|own| {
        let own = own.as_ref()?;
        let rivals = cases.iter().flatten().filter(|rival| rival.who != own.who);
        let mut best = 1;
        let mut already_ahead = 0;
        let mut needs = Vec::new();
        for rival in rivals {
            best += u16::from(rival.guaranteed_beats_best_of(own));
            if rival.now_beats_guaranteed_of(own) {
                already_ahead += 1;
            } else if rival.best_beats_guaranteed_of(own) {
                needs.push(rival.need_to_pass(own));
            }
        }
        let passing = match &to_come {
            Some(to_come) => most_together(needs, to_come),
            None => needs.len() as u16,
        };
        Some(Prospects { best, worst: 1 + already_ahead + passing })
    });
    Outlook { moment, prospects: prospects.collect() }
}

/// When each final place was settled, the champion first. Empty while the season runs.
pub fn settlements(sheet: &Scoresheet, absences: &[Absence]) -> Vec<Settlement> {
    let over = sheet.sessions.iter().all(|column| column.held);
    let Some(last) = sheet.now().filter(|_| over) else { return Vec::new() };
    let outlooks: Vec<Outlook> = sheet.held().map(|at| outlook_at(sheet, at, absences)).collect();
    let table = standings_at(sheet, last);
    let settled = table.rows.iter().filter_map(|row| {
        let (place, who) = (row.place?, sheet.index_of(&row.competitor)?);
        let since = |holds: &dyn Fn(Prospects) -> bool| {
            let open = |outlook: &&Outlook| !outlook.prospects[who].is_some_and(holds);
            let still_open = outlooks.iter().rev().take_while(|at| !open(at)).count();
            outlooks[outlooks.len() - still_open.max(1)].moment
        };
        let moment = since(&|prospects| prospects.is_settled());
        Some(Settlement {
            competitor: row.competitor.clone(),
            place,
            moment,
            secured: since(&|prospects| prospects.worst <= place),
            rounds_to_spare: rounds_after(sheet, moment.round),
        })
    });
    settled.collect()
}

/// What a competitor needs for a place at a moment; `None` when he is certain of it, or
/// stands outside the table.
pub fn magic_number(
    sheet: &Scoresheet,
    competitor: &Competitor,
    place: u16,
    moment: Moment,
    absences: &[Absence],
) -> Option<MagicNumber> {
    let cases = cases_at(sheet, moment, absences);
    let own = cases[sheet.index_of(competitor)?].as_ref()?;
    let mut rivals: Vec<&Case> = cases.iter().flatten().filter(|r| r.who != own.who).collect();
    rivals
        .sort_by(|a, b| b.best.cmp(&a.best).then_with(|| b.best_countback.cmp(&a.best_countback)));
    let rival = rivals.get(usize::from(place).checked_sub(1)?)?;
    if !rival.best_beats_guaranteed_of(own) {
        return None;
    }
    Some(MagicNumber {
        rival: sheet.competitors[rival.who].clone(),
        points: rival.best - own.guaranteed,
        level_is_enough: rival.best_countback <= own.countback,
    })
}

/// The last moment at which a place (or a better one) was still possible; `None` if never.
pub fn possible_until(
    sheet: &Scoresheet,
    competitor: &Competitor,
    place: u16,
    absences: &[Absence],
) -> Option<Moment> {
    let who = sheet.index_of(competitor)?;
    let possible = |moment: &Moment| {
        outlook_at(sheet, *moment, absences).prospects[who].is_some_and(|p| p.best <= place)
    };
    sheet.held().take_while(possible).last()
}

fn rounds_after(sheet: &Scoresheet, round: RoundNumber) -> u16 {
    sheet.sessions.last().map_or(0, |column| column.moment.round - round)
}

/// What one competitor has and can still get.
struct Case {
    who: usize,
    guaranteed: Points,
    best: Points,
    countback: Countback,
    best_countback: Countback,
}

impl Case {
    fn now_beats_guaranteed_of(&self, own: &Self) -> bool {
        (self.guaranteed, &self.countback) > (own.guaranteed, &own.countback)
    }

    fn best_beats_guaranteed_of(&self, own: &Self) -> bool {
        (self.best, &self.best_countback) > (own.guaranteed, &own.countback)
    }

    fn guaranteed_beats_best_of(&self, own: &Self) -> bool {
        (self.guaranteed, &self.countback) > (own.best, &own.best_countback)
    }

    fn need_to_pass(&self, own: &Self) -> Need {
        Need {
            points: own.guaranteed - self.guaranteed,
            level_is_enough: self.best_countback > own.countback,
        }
    }
}

fn cases_at(sheet: &Scoresheet, moment: Moment, absences: &[Absence]) -> Vec<Option<Case>> {
    let n_past = sheet.sessions_until(moment);
    let case = |who: usize| {
        if sheet.excluded_at(who, moment).is_some() {
            return None;
        }
        let past = &sheet.scores[who][..n_past];
        let absent = absences
            .iter()
            .any(|absence| absence.competitor == sheet.competitors[who] && absence.from <= moment);
        let to_come = if absent { &[][..] } else { &sheet.sessions[n_past..] };
        let cars = sheet.cars[who];
        let most = to_come.iter().map(|column| column.most[usize::from(cars) - 1]);
        let in_the_best_case: Vec<Points> = past.iter().copied().chain(most).collect();
        let races = to_come.iter().filter(|column| column.is_race()).count() as u16;
        let countback = Countback::of(sheet, who, n_past);
        Some(Case {
            who,
            guaranteed: net(sheet, past),
            best: net(sheet, &in_the_best_case),
            best_countback: countback.clone().with_sweeps(races, cars),
            countback,
        })
    };
    (0..sheet.competitors.len()).map(case).collect()
}

/// The points tables of what is to come, the fastest lap apart.
fn sessions_to_come(sheet: &Scoresheet, moment: Moment) -> Vec<crate::joint::Purse> {
    let n_past = sheet.sessions_until(moment);
    sheet.sessions[n_past..].iter().map(|column| column.purse.clone()).collect()
}

#[cfg(test)]
#[path = "outlook_tests.rs"]
mod tests;
