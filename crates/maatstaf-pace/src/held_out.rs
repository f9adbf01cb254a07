//! Whether gaps of races that were put aside lie where those of the other races say.

use maatstaf_numerics::pooling::pooled;

use crate::COVERAGE;
use crate::season_pace::{RaceGap, measured, season_gap};

/// The gap of a pair of drivers in a race.
#[derive(Clone, Debug, PartialEq)]
pub struct PairGap {
    /// Which pair.
    pub pair: String,
    /// Its gap.
    pub gap: RaceGap,
}

/// How well gaps of races that were put aside were predicted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HeldOut {
    /// How many gaps were predicted.
    pub n: usize,
    /// Of how many pairs and halves.
    pub n_pairs: usize,
    /// How many lay in their 90 % intervals.
    pub held: usize,
    /// The mean size of the error of the predictions, in seconds.
    pub error: f64,
    /// The same, if each gap is taken to be that of the race before.
    pub error_of_last: f64,
    /// The same, if nobody is taken to be faster.
    pub error_of_none: f64,
    /// The mean difference of the mean gaps of the two halves, in seconds.
    pub error_of_mean: f64,
}

/// Predicts the gaps of one half of the races from those of the other, both ways.
///
/// The prediction is the usual gap of the half that is known, its interval that of the mean, of what
/// truths spread by, and of the error of the race predicted. Pairs with fewer than three races in a
/// half are passed over. Gaps stand in order of races.
pub fn held_out(gaps: &[PairGap], is_second: &dyn Fn(&PairGap) -> bool) -> HeldOut {
    let mut told = HeldOut::default();
    for pair in gaps.chunk_by(|a, b| a.pair == b.pair) {
        let (second, first): (Vec<&PairGap>, Vec<&PairGap>) =
            pair.iter().partition(|gap| is_second(gap));
        if first.len() >= 3 && second.len() >= 3 {
            predict(&first, &second, pair, &mut told);
            predict(&second, &first, pair, &mut told);
        }
    }
    let n = told.n.max(1) as f64;
    for error in [&mut told.error, &mut told.error_of_last, &mut told.error_of_none] {
        *error /= n;
    }
    told.error_of_mean /= told.n_pairs.max(1) as f64;
    told
}

fn predict(known: &[&PairGap], unknown: &[&PairGap], all: &[PairGap], told: &mut HeldOut) {
    let numbers =
        |gaps: &[&PairGap]| gaps.iter().map(|it| measured(&it.gap.seconds)).collect::<Vec<_>>();
    let usual = season_gap(known.iter().map(|it| it.gap.clone()).collect());
    let (Some(known), Some(other)) = (usual.seconds, pooled(&numbers(unknown), COVERAGE)) else {
        return;
    };
    told.n_pairs += 1;
    told.error_of_mean += (known.mean - other.mean).abs();
    for gap in unknown {
        let seen = measured(&gap.gap.seconds);
        let reach = known.next_reach(seen.error, COVERAGE);
        told.n += 1;
        told.held += usize::from((seen.value - known.mean).abs() <= reach);
        told.error += (seen.value - known.mean).abs();
        told.error_of_none += seen.value.abs();
        let at = all.iter().position(|it| it == *gap).unwrap_or(0);
        let before = all.get(at.wrapping_sub(1)).or_else(|| all.get(at + 1));
        let before = before.map_or(0.0, |before| before.gap.seconds.value);
        told.error_of_last += (seen.value - before).abs();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::race_pace::LapsEstimate;

    fn gaps(values: &[f64]) -> Vec<PairGap> {
        let gap = |(at, &value): (usize, &f64)| {
            let estimate = LapsEstimate {
                value,
                error: 0.1,
                interval: (value - 0.2, value + 0.2),
                n_laps: 40,
            };
            let gap = RaceGap {
                race: at.to_string(),
                seconds: estimate,
                percent: estimate,
                outlier: false,
            };
            PairGap { pair: "A/B".to_owned(), gap }
        };
        values.iter().enumerate().map(gap).collect()
    }

    #[test]
    fn exact_halves() {
        let all = gaps(&[0.3, 0.5, 0.3, 0.5, 0.3, 0.5]);
        let told = held_out(&all, &|gap| gap.gap.race.parse::<usize>().unwrap() % 2 == 1);
        assert_eq!((told.n, told.n_pairs, told.held), (6, 2, 6));
        for (got, want) in [
            (told.error, 0.2),
            (told.error_of_none, 0.4),
            (told.error_of_last, 0.2),
            (told.error_of_mean, 0.2),
        ] {
            assert!((got - want).abs() < 1e-9, "{got} {want}");
        }
        assert_eq!(held_out(&gaps(&[0.1; 4]), &|_| true).n, 0);
    }

    #[test]
    fn law_a_wild_race_is_not_held() {
        let all = gaps(&[0.3, 0.3, 0.3, 0.3, 0.3, 2.5]);
        let told = held_out(&all, &|gap| gap.gap.race.parse::<usize>().unwrap() > 2);
        assert_eq!((told.n, told.held), (6, 5));
    }
}
