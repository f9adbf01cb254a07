//! What a gap in qualifying is worth, so that a change of it can be taken to the rounds left.

use maatstaf_core::{DriverId, Season, Session};

use super::{Field, Shift};
use crate::chain::{MateGap, mate_gaps};
use crate::race::race_comparison;

/// What one percent of lap time in qualifying is worth in races, in the unit of the logit.
///
/// ```text
/// P(ahead | both classified) = 1 / (1 + e^(−β·gap))
/// ```
///
/// with `gap` the percent by which a driver is faster than his team mate. Pairs with a gap that is not sure count with
/// the gap that is to be expected of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapWorth {
    /// `β`.
    pub per_percent: f64,
    /// Its standard error, from how much pairs differ.
    pub error: f64,
    /// Pairs of team mates, each season apart.
    pub n_pairs: usize,
    /// Races that both of a pair finished.
    pub n_races: usize,
}

/// A pair with fewer gaps than this tells too little.
const ENOUGH: usize = 5;
/// Steps of Newton's method at most.
const MOST: usize = 50;

/// A pair of team mates in a season: by how much one was faster, and how often ahead.
struct Compared {
    faster: f64,
    ahead: f64,
    races: f64,
}

/// What gaps in qualifying were worth in races of some seasons; `None` where no pair finished a race together.
pub fn gap_worth(seasons: &[&Season]) -> Option<GapWorth> {
    let gaps: Vec<(&Season, MateGap)> = seasons
        .iter()
        .flat_map(|season| mate_gaps(season).into_iter().map(move |gap| (*season, gap)))
        .filter(|(_, gap)| gap.n >= ENOUGH)
        .collect();
    let square = |value: f64| value * value;
    let seen: f64 = gaps.iter().map(|(_, gap)| square(gap.gap)).sum();
    let errors: f64 = gaps.iter().map(|(_, gap)| square(gap.error)).sum();
    let spread = ((seen - errors) / gaps.len() as f64).max(0.0);
    let pairs: Vec<Compared> = gaps
        .iter()
        .filter_map(|(season, gap)| {
            let all = 1..=season.n_rounds();
            let compared = race_comparison(season, Session::Race, &gap.driver, &gap.reference, all);
            let duels = compared.both_classified;
            let expected = gap.gap * spread / (spread + square(gap.error)).max(f64::MIN_POSITIVE);
            let races = f64::from(duels.decided());
            (races > 0.0).then_some(Compared {
                faster: -expected,
                ahead: duels.driver.into(),
                races,
            })
        })
        .collect();
    slope(&pairs)
}

fn slope(pairs: &[Compared]) -> Option<GapWorth> {
    let mut slope = 0.0;
    for _ in 0..MOST {
        let (rise, bend) = pairs.iter().fold((0.0, 0.0), |(rise, bend), it| {
            let likely = chance(slope, it);
            let rest = it.faster * (it.ahead - it.races * likely);
            (rise + rest, bend + it.faster * it.faster * it.races * likely * (1.0 - likely))
        });
        let step = rise / bend;
        slope += step;
        if !step.is_finite() {
            return None;
        }
        if step.abs() < 1e-12 {
            // Pairs may differ by more than chance: what they do differ by is their error.
            let spread: f64 = pairs
                .iter()
                .map(|it| (it.faster * (it.ahead - it.races * chance(slope, it))).powi(2))
                .sum();
            let n_races = pairs.iter().map(|it| it.races).sum::<f64>() as usize;
            return Some(GapWorth {
                per_percent: slope,
                error: spread.sqrt() / bend,
                n_pairs: pairs.len(),
                n_races,
            });
        }
    }
    None
}

fn chance(slope: f64, pair: &Compared) -> f64 {
    1.0 / (1.0 + (-slope * pair.faster).exp())
}

impl Field {
    /// The same field with some drivers faster by so many percent of lap time, from here to the end.
    pub fn faster(&self, by: &[(DriverId, f64)], worth: &GapWorth) -> Self {
        let of =
            |driver: &DriverId| by.iter().filter(|(who, _)| who == driver).map(|(_, by)| by).sum();
        let by = self.runners.iter().map(|runner| of(&runner.driver)).collect();
        let shift = Shift { by, factor: worth.per_percent, error: worth.error };
        Self { shift: Some(shift), ..self.clone() }
    }
}
