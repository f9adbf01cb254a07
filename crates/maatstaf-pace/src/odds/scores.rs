//! How good what was foretold was.

use std::collections::BTreeMap;

use maatstaf_core::Year;
use maatstaf_numerics::quantile;
use maatstaf_numerics::random::Random;

use super::Foretold;
use super::baselines::{Frequencies, by_points, fit_points, fold, log_score};

/// A way to foretell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Ends of the season, drawn.
    Model,
    /// In proportion to the points so far.
    Points,
    /// As often as who stood there became champion.
    Table,
}

impl Method {
    /// All, the model first.
    pub const ALL: [Self; 3] = [Self::Model, Self::Points, Self::Table];
}

/// A mean over rounds, with the interval that holds it nine times out of ten when seasons are drawn anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Where the interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// Scores of one way to foretell the champion; less is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// The sum of squared errors of all drivers' chances, from 0 to 2.
    pub brier: Mean,
    /// The logarithm of the chance that the champion was given, turned round.
    pub log: Mean,
    /// By how much the model's Brier score is less; zero for the model.
    pub brier_better: Mean,
    /// By how much the model's log score is less; zero for the model.
    pub log_better: Mean,
}

/// A third of a season, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All rounds but the last.
    All,
    /// Up to a third of the rounds.
    First,
    /// From there to two thirds.
    Second,
    /// From there to the last but one.
    Last,
}

/// Scores of a part of all seasons.
#[derive(Clone, Debug, PartialEq)]
pub struct PartScores {
    /// Which.
    pub part: Part,
    /// After how many rounds was asked.
    pub n: usize,
    /// Of each method.
    pub methods: Vec<(Method, Scores)>,
}

/// What was foretold in so many rounds, against two simple ways to do so.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// By part of the season, all of it first.
    pub parts: Vec<PartScores>,
    /// How often titles came that were given such a chance.
    pub reliability: Vec<Bin>,
    /// How far places at the end lay from those foretold, ranked probability score; less is better.
    pub places: Mean,
    /// The same where the table is taken to stay as it is.
    pub places_stay: Mean,
    /// Whether seasons of other decades were there to fit the simple ways to.
    pub baselines_fitted: bool,
    /// Rounds, of which season, that nobody could score: the champion had not taken part yet.
    pub champion_not_there: Vec<(Year, u16)>,
}

/// Chances between two bounds, and what came of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Chances from this
    pub from: f64,
    /// up to this.
    pub to: f64,
    /// How many chances were given.
    pub n: usize,
    /// Their mean.
    pub given: f64,
    /// The share of them that came.
    pub came: f64,
    /// The interval of that share, seasons drawn anew.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// Bounds of chances that are looked at together.
const BOUNDS: [f64; 12] = [0.0, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.0];
/// How often seasons are drawn anew.
const ANEW: u64 = 1000;

/// Scores what was foretold of the seasons that are `asked`. The simple ways are fitted to all others, decade by decade.
pub fn scored(all: &[Foretold], asked: impl Fn(Year) -> bool, seed: u64) -> Replayed {
    let fits: Vec<&Foretold> = all.iter().filter(|it| it.of.iter().any(|of| of.champion)).collect();
    let foretold: Vec<&Foretold> = all.iter().filter(|it| asked(it.year)).collect();
    let is_there = |it: &&Foretold| it.of.iter().any(|of| of.champion);
    let (there, not_there): (Vec<&Foretold>, Vec<&Foretold>) =
        foretold.iter().copied().partition(is_there);
    let chances = Method::ALL.map(|method| chances_of(method, &there, &fits));
    let scores: Vec<[(f64, f64); 3]> = (0..there.len())
        .map(|at| [0, 1, 2].map(|method| scores(there[at], &chances[method][at])))
        .collect();
    let parts = [Part::All, Part::First, Part::Second, Part::Last];
    let years = |rounds: &[usize]| rounds.iter().map(|&at| there[at].year).collect::<Vec<Year>>();
    let of_part = |part: Part| {
        let rounds: Vec<usize> = (0..there.len())
            .filter(|&at| part == Part::All || part_of(there[at]) == part)
            .collect();
        let mean = |value: &dyn Fn(usize) -> f64| {
            mean(&years(&rounds), &rounds.iter().map(|&at| value(at)).collect::<Vec<_>>(), seed)
        };
        let of_method = |(idx, method): (usize, Method)| {
            let scores = Scores {
                brier: mean(&|at| scores[at][idx].0),
                log: mean(&|at| scores[at][idx].1),
                brier_better: mean(&|at| scores[at][idx].0 - scores[at][0].0),
                log_better: mean(&|at| scores[at][idx].1 - scores[at][0].1),
            };
            (method, scores)
        };
        let methods = Method::ALL.into_iter().enumerate().map(of_method).collect();
        PartScores { part, n: rounds.len(), methods }
    };
    let years_of_all: Vec<Year> = foretold.iter().map(|it| it.year).collect();
    let model: Vec<f64> = foretold.iter().copied().map(ranked).collect();
    let stayed: Vec<f64> = foretold.iter().copied().map(stayed_put).collect();
    Replayed {
        parts: parts.into_iter().map(of_part).collect(),
        reliability: reliability(&there, seed),
        places: mean(&years_of_all, &model, seed),
        places_stay: mean(&years_of_all, &stayed, seed),
        baselines_fitted: there
            .iter()
            .all(|it| fits.iter().any(|other| fold(other.year) != fold(it.year))),
        champion_not_there: not_there.iter().map(|it| (it.year, it.round)).collect(),
    }
}

fn part_of(foretold: &Foretold) -> Part {
    match 3 * foretold.round {
        past if past <= foretold.n_rounds => Part::First,
        past if past <= 2 * foretold.n_rounds => Part::Second,
        _ => Part::Last,
    }
}

/// Chances of everyone after every round, fitted to other decades where something is fitted.
fn chances_of(method: Method, there: &[&Foretold], fits: &[&Foretold]) -> Vec<Vec<f64>> {
    if method == Method::Model {
        return there.iter().map(|it| it.of.iter().map(|of| of.title).collect()).collect();
    }
    let mut fitted: BTreeMap<Year, (f64, Frequencies)> = BTreeMap::new();
    let chances = |it: &&Foretold| {
        let own = fold(it.year);
        let (on_top, frequencies) = fitted.entry(own).or_insert_with(|| {
            let others = fits.iter().copied().filter(|other| fold(other.year) != own);
            (fit_points(others.clone()), Frequencies::new(others))
        });
        match method {
            Method::Points => by_points(it, *on_top),
            _ => frequencies.chances(it),
        }
    };
    there.iter().map(chances).collect()
}

/// Brier and log score of a round.
fn scores(foretold: &Foretold, chances: &[f64]) -> (f64, f64) {
    let error = |(of, chance): (&super::ForetoldOf, &f64)| {
        (chance - f64::from(u8::from(of.champion))).powi(2)
    };
    let brier = foretold.of.iter().zip(chances).map(error).sum();
    (brier, log_score(foretold, chances).unwrap_or(0.0))
}

/// The ranked probability score of all final places of a round, the mean over drivers.
fn ranked(foretold: &Foretold) -> f64 {
    let n = foretold.of.len();
    let of = |of: &super::ForetoldOf| -> f64 {
        let mut up_to = 0.0;
        let places = (1..n).map(|place| {
            up_to += of.places.get(place - 1).copied().unwrap_or(0.0);
            let ended = f64::from(u8::from(usize::from(of.ended) <= place));
            (up_to - ended).powi(2)
        });
        places.sum::<f64>() / (n.max(2) - 1) as f64
    };
    foretold.of.iter().map(of).sum::<f64>() / n.max(1) as f64
}

/// The same where the table stays as it is.
fn stayed_put(foretold: &Foretold) -> f64 {
    let n = foretold.of.len();
    let off: f64 = foretold.of.iter().map(|of| f64::from(of.place_now.abs_diff(of.ended))).sum();
    off / (n.max(2) - 1) as f64 / n.max(1) as f64
}

/// Sums by season, so that seasons can be drawn anew.
fn by_season(years: &[Year], values: &[f64]) -> Vec<(f64, f64)> {
    let mut sums: BTreeMap<Year, (f64, f64)> = BTreeMap::new();
    for (year, value) in years.iter().zip(values) {
        let sum = sums.entry(*year).or_default();
        (sum.0, sum.1) = (sum.0 + value, sum.1 + 1.0);
    }
    sums.into_values().collect()
}

fn mean(years: &[Year], values: &[f64], seed: u64) -> Mean {
    let sums = by_season(years, values);
    let ratio = |all: &mut dyn Iterator<Item = (f64, f64)>| {
        let (sum, n) = all.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        sum / f64::max(n, 1.0)
    };
    let anew = |draw: u64| {
        let mut random = Random::new(seed, draw);
        let mut drawn = sums.iter().map(|_| sums[random.bits() as usize % sums.len()]);
        ratio(&mut drawn)
    };
    let drawn: Vec<f64> = (0..ANEW).map(anew).collect();
    let at = |share: f64| quantile(&drawn, share).unwrap_or(f64::NAN);
    Mean { value: ratio(&mut sums.iter().copied()), low: at(0.05), high: at(0.95) }
}

/// Chances of all who could still win, but for rounds after which the title was settled.
fn reliability(there: &[&Foretold], seed: u64) -> Vec<Bin> {
    let open = there.iter().filter(|it| it.of.iter().filter(|of| of.can_win).count() > 1);
    let given: Vec<(Year, f64, f64)> = open
        .flat_map(|it| it.of.iter().filter(|of| of.can_win).map(|of| (it.year, of)))
        .map(|(year, of)| (year, of.title, f64::from(u8::from(of.champion))))
        .collect();
    let bins = BOUNDS.windows(2).map(|bounds| {
        let inside: Vec<&(Year, f64, f64)> = given
            .iter()
            .filter(|it| bounds[0] <= it.1 && (it.1 < bounds[1] || bounds[1] == 1.0))
            .collect();
        let years: Vec<Year> = inside.iter().map(|it| it.0).collect();
        let came = mean(&years, &inside.iter().map(|it| it.2).collect::<Vec<_>>(), seed);
        let sum: f64 = inside.iter().map(|it| it.1).sum();
        Bin {
            from: bounds[0],
            to: bounds[1],
            n: inside.len(),
            given: sum / inside.len().max(1) as f64,
            came: came.value,
            low: came.low,
            high: came.high,
        }
    });
    bins.filter(|bin| bin.n > 0).collect()
}
