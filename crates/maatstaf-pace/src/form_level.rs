use std::ops::RangeInclusive;

use maatstaf_core::RoundNumber;
use maatstaf_numerics::level::{Estimate, Level, Sight, level};
use maatstaf_numerics::trend::{Trend, trend};

use crate::qualifying::QualifyingComparison;

/// The paths behind the intervals are drawn with this seed: same rounds, same answer.
const SEED: u64 = 1;

/// The gap of one round, of whatever kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundGap {
    /// Which round.
    pub round: RoundNumber,
    /// Positive when the driver was slower, in any unit.
    pub gap: f64,
    /// Its standard error where it is known, in the same unit; zero where it is not.
    pub error: f64,
}

/// The level behind the gaps of a season.
#[derive(Clone, Debug, PartialEq)]
pub struct FormLevel {
    /// Round by round; rounds without a gap are not among them.
    pub rounds: Vec<LevelAt>,
    /// The probability that the level stayed the same.
    pub constant: f64,
    /// That it changed at once, at one round or two.
    pub stepped: f64,
    /// That it moved bit by bit.
    pub wandering: f64,
    /// Where it changed; empty unless that is far likelier than that it stayed.
    pub changes: Vec<ChangePoint>,
    /// The last rounds against those before.
    pub end: EndForm,
    /// How much the gap grew from round to round, and whether it did.
    pub trend: Option<Trend>,
}

/// The level at a round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelAt {
    /// Which round.
    pub round: RoundNumber,
    /// The gap that was seen.
    pub gap: f64,
    /// What the driver's level was, and its 90 % interval.
    pub level: Estimate,
    /// The probability that it changed at once between this round and the next with a gap.
    pub changes_after: f64,
}

/// A change that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangePoint {
    /// The last round before it, most likely.
    pub after: RoundNumber,
    /// The first round behind it.
    pub before: RoundNumber,
    /// The probability that it was between these two, or one place beside.
    pub near: f64,
    /// How much the level moved, and its 90 % interval: positive when the driver lost ground.
    pub size: Estimate,
}

/// The last rounds against all before them.
#[derive(Clone, Debug, PartialEq)]
pub struct EndForm {
    /// The last rounds.
    pub rounds: RangeInclusive<RoundNumber>,
    /// How many of them have a gap.
    pub n: usize,
    /// Their mean level less that of the rounds before, and its 90 % interval.
    pub change: Estimate,
    /// The probability that the driver was stronger there: that the change is below zero.
    pub stronger: f64,
    /// The probability that he was weaker. What is left is that nothing changed.
    pub weaker: f64,
}

/// What the data say to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// Yes, with a probability of 90 % or more.
    Yes,
    /// No: yes has a probability of 10 % or less.
    No,
    /// The data cannot tell.
    CannotTell,
}

impl Told {
    /// From the probability of yes.
    pub fn of(yes: f64) -> Self {
        match yes {
            yes if yes >= crate::COVERAGE => Self::Yes,
            yes if yes <= 1.0 - crate::COVERAGE => Self::No,
            _ => Self::CannotTell,
        }
    }

    /// `yes`, `no` or `the data cannot tell`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::CannotTell => "the data cannot tell",
        }
    }
}

impl EndForm {
    /// Whether the driver was stronger at the end.
    pub fn was_stronger(&self) -> Told {
        Told::of(self.stronger)
    }

    /// The answer in one sentence; `name` is the driver's, `at` what the gap is of, and `unit` follows a number.
    ///
    /// ```text
    /// Was Pérez stronger in qualifying in the last 5 rounds (18–22) than before? The data cannot tell: the
    /// probability is 24 %, and the level moved by +0.00 % [-0.47, +0.41].
    /// ```
    pub fn in_words(&self, name: &str, at: &str, unit: &str) -> String {
        let told = match self.was_stronger() {
            Told::Yes => "Yes",
            Told::No => "No",
            Told::CannotTell => "The data cannot tell",
        };
        let Estimate { low, median, high } = self.change;
        format!(
            "Was {name} stronger {at} in the last {} rounds ({}–{}) than before? {told}: the \
             probability is {:.0} %, and the level moved by {median:+.2}{unit} [{low:+.2}, {high:+.2}].",
            self.n,
            self.rounds.start(),
            self.rounds.end(),
            100.0 * self.stronger,
        )
    }
}

/// The qualifying gaps as a series, wild ones included: the level bears them.
pub fn qualifying_gaps(compared: &QualifyingComparison) -> Vec<RoundGap> {
    let gap =
        |it: &crate::QualifyingRound| RoundGap { round: it.round, gap: it.gap_percent, error: 0.0 };
    compared.rounds.iter().map(gap).collect()
}

/// The level behind a series of gaps: whether it stayed, changed at once or moved bit by bit, and whether the
/// last `n_last` rounds with a gap were better than those before.
///
/// A gap is a level and noise that is now and then wild, see [`maatstaf_numerics::level`]; nothing is left
/// out. `None` with fewer than five gaps, with rounds that are not in order, or where no round is left
/// before the last ones.
///
/// ```
/// use maatstaf_pace::{RoundGap, Told, form_level};
///
/// let noise = [0.1, -0.2, 0.0, 0.3, -0.1, 0.2, -0.3, 0.1, 0.0, -0.1, 0.2, -0.2];
/// let gap = |round: u16| RoundGap {
///     round,
///     gap: noise[usize::from(round) - 1] + if round <= 7 { 1.0 } else { -1.0 },
///     error: 0.0,
/// };
/// let gaps: Vec<RoundGap> = (1..=12).map(gap).collect();
/// let form = form_level(&gaps, 5).expect("twelve rounds are enough");
/// assert_eq!((form.changes[0].after, form.changes[0].before), (7, 8));
/// assert_eq!(form.end.was_stronger(), Told::Yes);
/// assert_eq!(form_level(&gaps[..4], 2), None);
/// ```
pub fn form_level(gaps: &[RoundGap], n_last: usize) -> Option<FormLevel> {
    let sight = |it: &RoundGap| Sight { at: f64::from(it.round), value: it.gap, error: it.error };
    let seen: Vec<Sight> = gaps.iter().map(sight).collect();
    let known = level(&seen, SEED)?;
    let at = |(i, it): (usize, &RoundGap)| LevelAt {
        round: it.round,
        gap: it.gap,
        level: known.at(i, crate::COVERAGE),
        changes_after: known.steps().get(i).copied().unwrap_or(0.0),
    };
    let changes = known.found_steps();
    Some(FormLevel {
        rounds: gaps.iter().enumerate().map(at).collect(),
        constant: known.constant(),
        stepped: known.stepped(),
        wandering: known.wandering(),
        changes: changes.into_iter().map(|step| change_point(gaps, &known, step)).collect(),
        end: end_form(gaps, &known, n_last)?,
        trend: trend(&seen),
    })
}

fn change_point(gaps: &[RoundGap], known: &Level, step: usize) -> ChangePoint {
    let near = known.steps().iter().enumerate().filter(|(i, _)| i.abs_diff(step) <= 1);
    // Beside the step itself the place is not sure, so its size is taken one place out on either side.
    let (from, to) = (step.saturating_sub(1), (step + 2).min(gaps.len() - 1));
    ChangePoint {
        after: gaps[step].round,
        before: gaps[step + 1].round,
        near: near.map(|(_, chance)| chance).sum::<f64>().min(1.0),
        size: known.estimate(crate::COVERAGE, |path| path[to] - path[from]),
    }
}

fn end_form(gaps: &[RoundGap], known: &Level, n_last: usize) -> Option<EndForm> {
    let first = gaps.len().checked_sub(n_last).filter(|&first| first > 0 && n_last > 0)?;
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let change = |path: &[f64]| {
        // A path that stayed must not move by rounding.
        let is_level = path.iter().all(|value| *value == path[0]);
        if is_level { 0.0 } else { mean(&path[first..]) - mean(&path[..first]) }
    };
    Some(EndForm {
        rounds: gaps[first].round..=gaps.last()?.round,
        n: n_last,
        change: known.estimate(crate::COVERAGE, change),
        stronger: known.chance(|path| change(path) < 0.0),
        weaker: known.chance(|path| change(path) > 0.0),
    })
}
