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

use std::cmp::Reverse;

use maatstaf_core::{BestResults, Competitor, Moment, Points, RoundNumber, Title};

use crate::joint::{Chase, Purse, Rival};
use crate::tally::net;
use crate::{Row, Scoresheet, standings_at};

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
    /// The most points that he can still add, so that the number may be out of his own reach.
    pub points_left: Points,
}

/// The best and worst places that are still possible for everyone.
pub fn outlook_at(sheet: &Scoresheet, moment: Moment, absences: &[Absence]) -> Outlook {
    let field = field_at(sheet, moment, absences);
    let prospects = field.cases.iter().map(|own| {
        let own = own.as_ref()?;
        Some(Prospects { best: field.best_place(own), worst: field.worst_place(own) })
    });
    Outlook { moment, prospects: prospects.collect() }
}

/// When each final place was settled, the champion first. Empty while the season runs.
pub fn settlements(sheet: &Scoresheet, absences: &[Absence]) -> Vec<Settlement> {
    let over = sheet.sessions.iter().all(|column| column.held);
    let Some(last) = sheet.now().filter(|_| over) else { return Vec::new() };
    let table = standings_at(sheet, last);
    let mut runs: Vec<BackFromTheEnd> =
        table.rows.iter().filter_map(|row| BackFromTheEnd::new(sheet, row, last)).collect();
    let moments: Vec<Moment> = sheet.held().collect();
    for &moment in moments.iter().rev() {
        let field = field_at(sheet, moment, absences);
        runs.iter_mut().for_each(|run| run.step(&field, moment));
        if runs.iter().all(|run| !run.still_secured) {
            break;
        }
    }
    let settled = runs.into_iter().map(|run| Settlement {
        competitor: sheet.competitors[run.who].clone(),
        place: run.place,
        moment: run.settled,
        secured: run.secured,
        rounds_to_spare: rounds_after(sheet, run.settled.round),
    });
    settled.collect()
}

/// Since when a final place holds, found backwards from the end of the season.
struct BackFromTheEnd {
    who: usize,
    place: u16,
    settled: Moment,
    secured: Moment,
    still_settled: bool,
    still_secured: bool,
}

impl BackFromTheEnd {
    fn new(sheet: &Scoresheet, row: &Row, last: Moment) -> Option<Self> {
        let (place, who) = (row.place?, sheet.index_of(&row.competitor)?);
        let (still_settled, still_secured) = (true, true);
        Some(Self { who, place, settled: last, secured: last, still_settled, still_secured })
    }

    fn step(&mut self, field: &Field, moment: Moment) {
        let Some(own) = field.cases[self.who].as_ref().filter(|_| self.still_secured) else {
            return;
        };
        self.still_secured = field.is_sure_of(own, self.place);
        self.still_settled &= self.still_secured && field.best_place(own) == self.place;
        if self.still_secured {
            self.secured = moment;
        }
        if self.still_settled {
            self.settled = moment;
        }
    }
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
    let field = field_at(sheet, moment, absences);
    let own = field.cases[sheet.index_of(competitor)?].as_ref()?;
    let mut rivals: Vec<&Case> = field.rivals_of(own).collect();
    rivals.sort_by_key(|rival| Reverse((rival.best, &rival.best_finishes)));
    let rival = rivals.get(usize::from(place).checked_sub(1)?)?;
    if !rival.best_beats_guaranteed_of(own) {
        return None;
    }
    Some(MagicNumber {
        rival: sheet.competitors[rival.who].clone(),
        points: rival.best - own.guaranteed,
        level_is_enough: rival.best_finishes.as_slice() <= own.finishes,
        points_left: own.best - own.guaranteed,
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
        let field = field_at(sheet, *moment, absences);
        field.cases[who].as_ref().is_some_and(|own| field.best_place(own) <= place)
    };
    sheet.held().take_while(possible).last()
}

fn rounds_after(sheet: &Scoresheet, round: RoundNumber) -> u16 {
    sheet.sessions.last().map_or(0, |column| column.moment.round - round)
}

/// Everyone at a moment, with what is still to come.
struct Field<'a> {
    /// One per competitor of the sheet; `None` for the excluded.
    cases: Vec<Option<Case<'a>>>,
    /// The sessions to come, where rivals are counted together.
    together: Option<Vec<&'a Purse>>,
}

/// What one competitor has and can still get.
struct Case<'a> {
    who: usize,
    guaranteed: Points,
    best: Points,
    finishes: &'a [u16],
    best_finishes: Vec<u16>,
}

impl<'a> Field<'a> {
    fn rivals_of(&self, own: &Case) -> impl Iterator<Item = &Case<'a>> {
        self.cases.iter().flatten().filter(|rival| rival.who != own.who)
    }

    fn best_place(&self, own: &Case) -> u16 {
        1 + self.rivals_of(own).filter(|rival| rival.guaranteed_beats_best_of(own)).count() as u16
    }

    fn worst_place(&self, own: &Case) -> u16 {
        let pursuers = self.pursuers_of(own);
        let passing = match &self.together {
            Some(purses) => {
                Chase { finishes: own.finishes, purses }.most_together(rivals(&pursuers, own))
            }
            None => pursuers.len() as u16,
        };
        1 + self.already_ahead_of(own) + passing
    }

    /// Whether a competitor can no longer end behind a place.
    fn is_sure_of(&self, own: &Case, place: u16) -> bool {
        let ahead = self.already_ahead_of(own);
        if ahead >= place {
            return false;
        }
        let pursuers = self.pursuers_of(own);
        let too_many = usize::from(place - ahead);
        match &self.together {
            _ if pursuers.len() < too_many => true,
            None => false,
            Some(purses) => {
                let chase = Chase { finishes: own.finishes, purses };
                !chase.can_pass(rivals(&pursuers, own), too_many)
            }
        }
    }

    fn already_ahead_of(&self, own: &Case) -> u16 {
        self.rivals_of(own).filter(|rival| rival.now_beats_guaranteed_of(own)).count() as u16
    }

    /// Those behind who can still pass, each of them alone.
    fn pursuers_of(&self, own: &Case) -> Vec<&Case<'a>> {
        let pursues = |rival: &&Case| {
            rival.best_beats_guaranteed_of(own) && !rival.now_beats_guaranteed_of(own)
        };
        self.rivals_of(own).filter(pursues).collect()
    }
}

fn rivals(pursuers: &[&Case], own: &Case) -> Vec<Rival> {
    let rival = |pursuer: &&Case| Rival {
        lacks: own.guaranteed - pursuer.guaranteed,
        level_can_do: pursuer.best_finishes.as_slice() > own.finishes,
        finishes: pursuer.finishes.to_vec(),
    };
    pursuers.iter().map(rival).collect()
}

impl Case<'_> {
    fn now_beats_guaranteed_of(&self, own: &Self) -> bool {
        (self.guaranteed, self.finishes) > (own.guaranteed, own.finishes)
    }

    fn best_beats_guaranteed_of(&self, own: &Self) -> bool {
        (self.best, self.best_finishes.as_slice()) > (own.guaranteed, own.finishes)
    }

    fn guaranteed_beats_best_of(&self, own: &Self) -> bool {
        (self.guaranteed, self.finishes) > (own.best, own.best_finishes.as_slice())
    }
}

fn field_at<'a>(sheet: &'a Scoresheet, moment: Moment, absences: &[Absence]) -> Field<'a> {
    let n_past = sheet.sessions_until(moment);
    let case = |who: usize| {
        let absent = absences
            .iter()
            .any(|absence| absence.competitor == sheet.competitors[who] && absence.from <= moment);
        let included = sheet.excluded_at(who, moment).is_none();
        included.then(|| case_of(sheet, who, n_past, absent))
    };
    let together = sheet.title == Title::Drivers && sheet.rules.best == BestResults::All;
    let to_come = || sheet.sessions[n_past..].iter().map(|column| &column.purse).collect();
    Field {
        cases: (0..sheet.competitors.len()).map(case).collect(),
        together: together.then(to_come),
    }
}

fn case_of(sheet: &Scoresheet, who: usize, n_past: usize, absent: bool) -> Case<'_> {
    let tally = &sheet.tallies[n_past];
    let to_come = if absent { &[][..] } else { &sheet.sessions[n_past..] };
    let cars = usize::from(sheet.cars[who]);
    let most = to_come.iter().map(|column| column.most[cars - 1]);
    let best = match sheet.rules.best {
        BestResults::All => tally.gross[who] + most.sum(),
        best => {
            let past = sheet.scores[who][..n_past].iter().copied();
            net(best, &sheet.sessions, &past.chain(most).collect::<Vec<_>>())
        }
    };
    let mut best_finishes = tally.finishes(who).to_vec();
    for column in to_come {
        let counted = cars.min(column.purse.break_ties).min(best_finishes.len());
        best_finishes[..counted].iter_mut().for_each(|finishes| *finishes += 1);
    }
    Case { who, guaranteed: tally.net[who], best, finishes: tally.finishes(who), best_finishes }
}

#[cfg(test)]
#[path = "outlook_tests.rs"]
mod tests;
