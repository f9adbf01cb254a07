//! What everyone has after each session: points that count, all points, finishes.

use maatstaf_core::{BestResults, Moment, Points};

use crate::scoresheet::SessionColumn;

/// What everyone has after some sessions.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// The points that count, one per competitor.
    pub net: Vec<Points>,
    /// All points, one per competitor.
    pub gross: Vec<Points>,
    /// Races finished in first, second, … place, `[n_competitors × n_places]`.
    finishes: Vec<u16>,
    n_places: usize,
}

impl Tally {
    /// A competitor's wins, second places, third places, …; compares as countback does.
    pub(crate) fn finishes(&self, who: usize) -> &[u16] {
        &self.finishes[who * self.n_places..][..self.n_places]
    }
}

/// The tallies after 0, 1, 2, … sessions. `finishes` holds `(who, place)` by session.
pub(crate) fn tallies(
    best: BestResults,
    sessions: &[SessionColumn],
    scores: &[Vec<Points>],
    finishes: &[Vec<(usize, u16)>],
) -> Vec<Tally> {
    let n_places = n_places(sessions, scores.len(), finishes);
    let mut tally = Tally {
        net: vec![Points::ZERO; scores.len()],
        gross: vec![Points::ZERO; scores.len()],
        finishes: vec![0; scores.len() * n_places],
        n_places,
    };
    let mut tallies = Vec::with_capacity(sessions.len() + 1);
    tallies.push(tally.clone());
    for (column, finishes) in finishes.iter().enumerate() {
        for (who, scores) in scores.iter().enumerate() {
            if !scores[column].is_zero() {
                tally.gross[who] += scores[column];
                tally.net[who] = match best {
                    BestResults::All => tally.gross[who],
                    _ => net(best, sessions, &scores[..=column]),
                };
            }
        }
        for (who, place) in finishes {
            tally.finishes[who * n_places + usize::from(*place) - 1] += 1;
        }
        tallies.push(tally.clone());
    }
    tallies
}

/// How many places ties may ask for: all that were reached or, where every place counts,
/// can be.
fn n_places(
    sessions: &[SessionColumn],
    n_competitors: usize,
    finishes: &[Vec<(usize, u16)>],
) -> usize {
    let reached = finishes.iter().flatten().map(|at| usize::from(at.1)).max().unwrap_or(1);
    let possible = sessions.iter().map(|at| at.purse.break_ties.min(n_competitors)).max();
    reached.max(possible.unwrap_or(1)).max(1)
}

/// The points that count of scores that start at the first session.
pub(crate) fn net(best: BestResults, sessions: &[SessionColumn], scores: &[Points]) -> Points {
    match best {
        BestResults::All => scores.iter().copied().sum(),
        BestResults::Best(best) => best_of(scores, best),
        BestResults::Halves { split, first, second, .. } => {
            let last = Moment::after(split);
            let in_first = sessions.partition_point(|column| column.moment <= last);
            let (early, late) = scores.split_at(in_first.min(scores.len()));
            best_of(early, first) + best_of(late, second)
        }
    }
}

/// What of each score counts, one per session: the whole of it, or nothing. Of equal ones the earlier counts.
pub(crate) fn counted(
    best: BestResults,
    sessions: &[SessionColumn],
    scores: &[Points],
) -> Vec<Points> {
    match best {
        BestResults::All => scores.to_vec(),
        BestResults::Best(best) => counted_of(scores, best),
        BestResults::Halves { split, first, second, .. } => {
            let last = Moment::after(split);
            let in_first = sessions.partition_point(|column| column.moment <= last);
            let (early, late) = scores.split_at(in_first.min(scores.len()));
            [counted_of(early, first), counted_of(late, second)].concat()
        }
    }
}

fn counted_of(scores: &[Points], best: u16) -> Vec<Points> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|at| !scores[*at].is_zero()).collect();
    order.sort_by(|a, b| scores[*b].cmp(&scores[*a]));
    let mut counted = vec![Points::ZERO; scores.len()];
    order.into_iter().take(usize::from(best)).for_each(|at| counted[at] = scores[at]);
    counted
}

/// The sum of the best so many scores.
fn best_of(scores: &[Points], best: u16) -> Points {
    let mut scoring: Vec<Points> = scores.iter().copied().filter(|p| !p.is_zero()).collect();
    if scoring.len() > usize::from(best) {
        scoring.sort_unstable_by(|a, b| b.cmp(a));
        scoring.truncate(usize::from(best));
    }
    scoring.into_iter().sum()
}
