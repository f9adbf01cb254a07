//! Two simple ways to foretell a champion, for the model to be held against.
//!
//! Both know what the championship knows: who can still win, and who has won. Both are fitted to seasons of other
//! decades than the one they are asked about.

use maatstaf_core::Year;

use super::Foretold;

/// Seasons are put aside by so many at once.
const DECADE: Year = 10;

/// Which seasons are put aside together.
pub fn fold(year: Year) -> Year {
    year / DECADE
}

/// Chances of the title, one per driver of [`Foretold::of`], of those who can still win it.
pub(super) fn normalised(foretold: &Foretold, chances: impl Fn(usize) -> f64) -> Vec<f64> {
    let open = |at: usize| if foretold.of[at].can_win { chances(at) } else { 0.0 };
    let chances: Vec<f64> = (0..foretold.of.len()).map(open).collect();
    let sum: f64 = chances.iter().sum();
    chances.into_iter().map(|it| it / sum.max(f64::MIN_POSITIVE)).collect()
}

/// Chances by the share of points: everyone's points, with so many of a leader's on top.
pub fn by_points(foretold: &Foretold, on_top: f64) -> Vec<f64> {
    let leader = foretold.of.iter().map(|it| it.points).fold(0.0, f64::max).max(1e-9);
    normalised(foretold, |at| foretold.of[at].points.max(0.0) / leader + on_top)
}

/// What is tried for `on_top`.
const ON_TOP: [f64; 9] = [0.0003, 0.001, 0.003, 0.006, 0.012, 0.025, 0.05, 0.1, 0.2];

/// The best points on top of everyone's for some seasons, by the log score.
pub fn fit_points<'a>(others: impl Iterator<Item = &'a Foretold> + Clone) -> f64 {
    let score = |on_top: f64| -> f64 {
        others.clone().filter_map(|it| log_score(it, &by_points(it, on_top))).sum()
    };
    let best = ON_TOP.into_iter().map(|on_top| (score(on_top), on_top));
    best.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(ON_TOP[0], |it| it.1)
}

/// The logarithm of the chance that the champion was given, turned round; `None` where he was not there yet.
pub(super) fn log_score(foretold: &Foretold, chances: &[f64]) -> Option<f64> {
    let champion = foretold.of.iter().position(|it| it.champion)?;
    Some(-chances[champion].max(1e-12).ln())
}

/// How often the first, second, … of the table became champion, by how much of the season was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequencies {
    /// `[PARTS × PLACES]`: how often, with what is put in before anything is seen.
    counts: Vec<[f64; PLACES]>,
}

const PARTS: usize = 8;
/// Places that are told apart; the last stands for all behind.
const PLACES: usize = 6;

impl Frequencies {
    /// Of some seasons.
    pub fn new<'a>(others: impl Iterator<Item = &'a Foretold>) -> Self {
        let mut counts = vec![[0.5; PLACES]; PARTS];
        for foretold in others {
            if let Some(place) = foretold.of.iter().position(|it| it.champion) {
                counts[part(foretold)][place.min(PLACES - 1)] += 1.0;
            }
        }
        Self { counts }
    }

    /// Chances by the order of the table.
    pub fn chances(&self, foretold: &Foretold) -> Vec<f64> {
        let counts = &self.counts[part(foretold)];
        let behind = foretold.of[..].iter().skip(PLACES - 1).filter(|it| it.can_win).count();
        normalised(foretold, |at| match at {
            at if at < PLACES - 1 => counts[at],
            _ => counts[PLACES - 1] / behind.max(1) as f64,
        })
    }
}

/// Which part of the season is over.
fn part(foretold: &Foretold) -> usize {
    let over = f64::from(foretold.round) / f64::from(foretold.n_rounds);
    ((over * PARTS as f64) as usize).min(PARTS - 1)
}
