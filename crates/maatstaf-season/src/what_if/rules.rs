//! The rules under which a season counts as another season's system says.

use std::collections::BTreeMap;

use maatstaf_core::{
    BestResults, Correction, CorrectionKind, Half, Points, RoundNumber, RoundRules, Season,
    SeasonRules, Title, TitleRules,
};

/// How "the best so many results" carries over to a season with another number of rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drops {
    /// As it is written: the best eleven are the best eleven.
    #[default]
    AsWritten,
    /// The same share of the results, rounded to the nearest.
    Scaled,
}

/// The rules of one season as the system of another has them.
///
/// From the system come the points of races and sprints (no sprint rule: a sprint gives
/// nothing), the fastest lap, shared drives, shortened races, which results count, which cars
/// of a make, what breaks ties, and a factor for the last race. What was decided in the season
/// stays, and so do rounds that never counted for a title. One kind of decision goes: how much
/// of the points a shortened race was worth. The system judges that by the recorded share of
/// the distance; without one, the decision stays.
///
/// Halves divide the season in two, the longer half on the side the system says. Where the
/// system dropped one result of each half, so many are dropped here; else the best so many of
/// each half count.
///
/// ```
/// use maatstaf_core::{BestResults, TitleRules};
/// use maatstaf_season::{Drops, examples, rules_as};
///
/// let (season, own) = (examples::season(), examples::rules());
/// let drivers = TitleRules { best: BestResults::Best(6), ..own.drivers };
/// let system = maatstaf_core::SeasonRules { year: 1990, n_rounds: 8, drivers, ..own.clone() };
/// let best = |drops| rules_as(&season, &own, &system, drops).drivers.best;
/// assert_eq!(best(Drops::AsWritten), BestResults::Best(6));
/// assert_eq!(best(Drops::Scaled), BestResults::Best(3));
/// ```
pub fn rules_as(
    season: &Season,
    own: &SeasonRules,
    system: &SeasonRules,
    drops: Drops,
) -> SeasonRules {
    let is_own = own.year == system.year;
    let title = |rules: TitleRules, title| TitleRules {
        best: best_as(rules.best, &Calendars::new(own, system, title), drops),
        ..rules
    };
    let has_share = |round| {
        let race = season.event(round).and_then(|event| event.race.as_ref());
        race.is_some_and(|race| race.share().is_some())
    };
    let stays = |fix: &&Correction| {
        is_own || !matches!(fix.kind, CorrectionKind::Worth { .. }) || !has_share(fix.round)
    };
    SeasonRules {
        year: own.year,
        n_rounds: own.n_rounds,
        race: system.race.clone(),
        sprint: system.sprint.clone(),
        drivers: title(system.drivers, Title::Drivers),
        constructors: system.constructors.map(|rules| title(rules, Title::Constructors)),
        rounds: rounds_as(own, system),
        corrections: own.corrections.iter().filter(stays).cloned().collect(),
        retirements: own.retirements.clone(),
        slips: own.slips.clone(),
        decider_note: own.decider_note.clone().filter(|_| is_own),
    }
}

/// The rules with some rounds that count for nobody, sprints and ties included.
///
/// What the stewards decided on another day stays, also where the table shows it at such a
/// round; and the rule on dropped results stays as written.
pub fn rules_without(rules: &SeasonRules, rounds: &[RoundNumber]) -> SeasonRules {
    let mut rules = rules.clone();
    for &round in rounds {
        let at = rules.rounds.entry(round).or_insert_with(|| plain("left out"));
        at.not_for = vec![Title::Drivers, Title::Constructors];
    }
    rules
}

/// Rounds that count for a title, in the season and in that of the system.
struct Calendars {
    here: Vec<RoundNumber>,
    there: Vec<RoundNumber>,
}

impl Calendars {
    fn new(own: &SeasonRules, system: &SeasonRules, title: Title) -> Self {
        Self { here: counting(own, title), there: counting(system, title) }
    }
}

/// The rounds that count for a title.
pub(super) fn counting(rules: &SeasonRules, title: Title) -> Vec<RoundNumber> {
    let not_for =
        |round: &RoundNumber| rules.rounds.get(round).is_some_and(|at| at.not_for.contains(&title));
    (1..=rules.n_rounds).filter(|round| !not_for(round)).collect()
}

fn best_as(best: BestResults, calendars: &Calendars, drops: Drops) -> BestResults {
    let Calendars { here, there } = calendars;
    match best {
        BestResults::All => BestResults::All,
        BestResults::Best(n) if drops == Drops::AsWritten => BestResults::Best(n),
        BestResults::Best(n) => BestResults::Best(scaled(n, there.len(), here.len())),
        BestResults::Halves { split, first, second, longer } => {
            let n_first = first_half(here.len(), longer);
            let early = there.partition_point(|round| *round <= split);
            let halves = [
                HalfOf { counts: first, of: early, here: n_first },
                HalfOf { counts: second, of: there.len() - early, here: here.len() - n_first },
            ];
            let [first, second] = if drops == Drops::Scaled {
                halves.map(|half| scaled(half.counts, half.of, half.here))
            } else if halves.iter().all(HalfOf::drops_one) {
                halves.map(|half| half.here.saturating_sub(1) as u16)
            } else {
                halves.map(|half| half.counts)
            };
            let split = n_first.checked_sub(1).map_or(0, |last| here[last]);
            BestResults::Halves { split, first, second, longer }
        }
    }
}

/// How many results of a half count, of how many rounds, and how many rounds it has here.
struct HalfOf {
    counts: u16,
    of: usize,
    here: usize,
}

impl HalfOf {
    fn drops_one(&self) -> bool {
        usize::from(self.counts) + 1 == self.of
    }
}

/// Whether a title drops one result of each half, however many rounds there are.
pub(super) fn drops_one_of_each_half(rules: &SeasonRules, title: Title) -> bool {
    let Some(BestResults::Halves { split, first, second, .. }) =
        rules.title(title).map(|rules| rules.best)
    else {
        return false;
    };
    let rounds = counting(rules, title);
    let early = rounds.partition_point(|round| *round <= split);
    usize::from(first) + 1 == early && usize::from(second) + 1 == rounds.len() - early
}

fn first_half(n_rounds: usize, longer: Half) -> usize {
    match longer {
        Half::First => n_rounds.div_ceil(2),
        Half::Second => n_rounds / 2,
    }
}

/// `n` of `of`, as a share of `here`: rounded to the nearest, half up, and never to nothing.
fn scaled(n: u16, of: usize, here: usize) -> u16 {
    if of == here {
        return n;
    }
    let of = of.max(1);
    ((2 * usize::from(n) * here + of) / (2 * of)).max(1) as u16
}

/// What differs at a round: who it counts for is the season's own; a factor belongs to the
/// system, and to the last round.
fn rounds_as(own: &SeasonRules, system: &SeasonRules) -> BTreeMap<RoundNumber, RoundRules> {
    let one = Points::from(1);
    let keeps = |at: &&RoundRules| !at.not_for.is_empty();
    let here = own.rounds.iter().filter(|(_, at)| keeps(at));
    let mut rounds: BTreeMap<_, _> =
        here.map(|(&round, at)| (round, RoundRules { factor: one, ..at.clone() })).collect();
    if let Some(last) = factor_at_the_end(system) {
        let at = rounds.entry(own.n_rounds).or_insert_with(|| plain(&last.source));
        at.factor = last.factor;
    }
    rounds
}

/// What is special about the points of the last race.
pub(super) fn factor_at_the_end(system: &SeasonRules) -> Option<&RoundRules> {
    system.rounds.get(&system.n_rounds).filter(|at| at.factor != Points::from(1))
}

fn plain(source: &str) -> RoundRules {
    RoundRules { factor: Points::from(1), not_for: Vec::new(), source: source.to_owned() }
}
