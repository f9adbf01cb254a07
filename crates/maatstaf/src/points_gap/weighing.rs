//! What ideas bring, round by round, in the season as it was and in seasons drawn again.

use maatstaf_core::Session;
use maatstaf_numerics::quantile;
use maatstaf_numerics::random::Random;

use super::Pair;
use super::change::{Change, Ground, no_penalties, qualifying};
use super::finish::{faster, not_stopped};
use super::ideas::Idea;
use super::plan::{Improvement, Means, Plan, PointsEstimate, Together};
use super::resampled::{Draw, N_DRAWS, PastRaces};
use super::start::better;
use crate::on_the_lap::WentOn;

/// Fewest rounds for an interval.
const FEWEST: usize = 5;
/// The draws are a function of this.
const SEED: u64 = 9;
/// From 5 to 95 of 100.
const ENDS: [f64; 2] = [0.05, 0.95];
/// Standard errors to each side that hold nine of ten.
const NINE_OF_TEN: f64 = 1.644_853_626_951_472_2;

/// A season with all that could be better in it.
pub(super) struct Weighing<'a> {
    pair: &'a Pair<'a>,
    went_on: WentOn,
    grounds: Vec<Ground<'a>>,
    past: PastRaces<'a>,
    ideas: Vec<Idea>,
    /// What each idea changes in each round, `[n_ideas × n_rounds]`.
    as_it_was: Vec<Vec<Changes>>,
}

/// What an improvement brings in a round: what the driver gains, what the reference loses; `None` where the data
/// cannot tell.
type Brought = Option<[f64; 2]>;

/// What an improvement changes in a round, at the start and at the flag; `None` where the data cannot tell.
type Changes = Option<[Change; 2]>;

impl<'a> Weighing<'a> {
    pub fn of(
        pair: &'a Pair<'a>,
        grounds: Vec<Ground<'a>>,
        past: PastRaces<'a>,
        ideas: Vec<Idea>,
    ) -> Self {
        let went_on = WentOn::of(pair.season, Session::Race);
        let mut weighing = Self { pair, went_on, grounds, past, ideas, as_it_was: Vec::new() };
        weighing.as_it_was =
            (0..weighing.ideas.len()).map(|at| weighing.changes(at, 0.0)).collect();
        weighing
    }

    /// What it all comes to.
    pub fn plan(
        &self,
        gap: f64,
        n_past: usize,
        untold: Vec<(Means, String)>,
        past: Option<(u16, u16, usize)>,
    ) -> Plan {
        let (n_rounds, n_ideas) = (self.grounds.len(), self.ideas.len());
        let as_it_was = Draw::as_it_was(n_rounds, n_past, n_ideas);
        let brought = self.brought(&as_it_was);
        let mut order: Vec<usize> = (0..n_ideas).filter(|at| told(&brought[*at]) > 0).collect();
        let closes = |at: &usize| self.total(&brought[*at], &as_it_was);
        order.sort_by(|a, b| closes(b).total_cmp(&closes(a)));
        order.retain(|at| closes(at) > 0.0);
        let chosen = self.largest(&order);
        let draws = self.draws(&chosen, n_past);
        let improvement = |at: &usize| self.improvement(*at, &brought[*at], &draws, &as_it_was);
        let improvements: Vec<Improvement> = order.iter().map(improvement).collect();
        let places = |chosen: &[usize]| {
            let of = |at: &usize| order.iter().position(|it| it == at);
            chosen.iter().filter_map(of).collect()
        };
        let together = (!chosen.is_empty()).then(|| {
            let value = self.together(&brought, &chosen, &as_it_was);
            let closes = estimate(value, draws.iter().map(|it| it[n_ideas]), n_rounds);
            let left = PointsEstimate {
                value: gap - value,
                interval: closes.interval.map(|[low, high]| [gap - high, gap - low]),
                n: closes.n,
            };
            Together { of: places(&chosen), closes, left }
        });
        Plan { gap, improvements, together, untold, past }
    }

    /// The largest of each kind, of those that close anything.
    fn largest(&self, order: &[usize]) -> Vec<usize> {
        let of = |means: Means| order.iter().copied().find(|at| self.ideas[*at].means == means);
        Means::ALL.into_iter().filter_map(of).collect()
    }

    /// What every idea closes, and those that are chosen together, in seasons drawn again.
    fn draws(&self, chosen: &[usize], n_past: usize) -> Vec<Vec<f64>> {
        let mut random = Random::new(SEED, 0);
        let again = |_| {
            let draw = Draw::again(&mut random, self.grounds.len(), n_past, self.ideas.len());
            let brought = self.brought(&draw);
            let mut closes: Vec<f64> = brought.iter().map(|it| self.total(it, &draw)).collect();
            closes.push(self.together(&brought, chosen, &draw));
            closes
        };
        (0..N_DRAWS).map(again).collect()
    }

    /// What each idea brings in each round, `[n_ideas × n_rounds]`.
    fn brought(&self, draw: &Draw) -> Vec<Vec<Brought>> {
        let of = |at: usize| match self.ideas[at].error > 0.0 && draw.off[at] != 0.0 {
            true => self.weighed(&self.changes(at, draw.off[at]), draw),
            false => self.weighed(&self.as_it_was[at], draw),
        };
        (0..self.ideas.len()).map(of).collect()
    }

    /// What the changes of an idea bring in each round.
    fn weighed(&self, changes: &[Changes], draw: &Draw) -> Vec<Brought> {
        let of_round = |(ground, changes): (&Ground, &Changes)| {
            let [one, other] = changes.as_ref()?.map(|it| self.past.points(&it, &draw.past));
            let (one, other) = (one?, other?);
            Some(capped(ground, [one[0] + other[0], one[1] + other[1]]))
        };
        self.grounds.iter().zip(changes).map(of_round).collect()
    }

    /// What an idea changes in each round, its size off by so many of its standard errors.
    fn changes(&self, at: usize, off: f64) -> Vec<Changes> {
        let idea = &self.ideas[at];
        let size = (idea.size + off * idea.error).max(0.0);
        let of_round = |ground: &Ground| {
            let change = match idea.means {
                Means::Qualifying => qualifying(self.pair, ground, self.went_on, size)?,
                Means::RacePace => faster(self.pair, ground, size)?,
                Means::Starts => better(ground, size)?,
                Means::Finishing => not_stopped(ground)?,
                Means::NoPenalties => return Some(no_penalties(self.pair, ground)),
            };
            Some([change, Change::NONE])
        };
        self.grounds.iter().map(of_round).collect()
    }

    fn total(&self, brought: &[Brought], draw: &Draw) -> f64 {
        let of = |(brought, times): (&Brought, &f64)| brought.map_or(0.0, |[a, b]| (a + b) * times);
        brought.iter().zip(&draw.rounds).map(of).sum()
    }

    /// Several ideas at once: added up in each round as far as that goes.
    fn together(&self, brought: &[Vec<Brought>], chosen: &[usize], draw: &Draw) -> f64 {
        let of_round = |(at, ground): (usize, &Ground)| {
            let each = chosen.iter().filter_map(|idea| brought[*idea][at]);
            let sum = each.fold([0.0, 0.0], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
            let [gained, lost] = capped(ground, sum);
            (gained + lost) * draw.rounds[at]
        };
        self.grounds.iter().enumerate().map(of_round).sum()
    }

    fn improvement(
        &self,
        at: usize,
        brought: &[Brought],
        draws: &[Vec<f64>],
        as_it_was: &Draw,
    ) -> Improvement {
        let Idea { means, aim, size, error } = &self.ideas[at];
        let n = told(brought);
        let reach = NINE_OF_TEN * error;
        Improvement {
            means: *means,
            aim: *aim,
            size: means.unit().map(|_| *size),
            size_interval: (*error > 0.0).then(|| [size - reach, size + reach]),
            closes: estimate(self.total(brought, as_it_was), draws.iter().map(|it| it[at]), n),
            gains: brought.iter().flatten().map(|[gained, _]| gained).sum(),
            n_changed: brought.iter().flatten().filter(|it| it.iter().any(|it| *it != 0.0)).count(),
            n_untold: brought.len() - n,
        }
    }
}

/// No race brings more than a victory, and nobody is passed twice.
fn capped(ground: &Ground, [gained, lost]: [f64; 2]) -> [f64; 2] {
    let [most_gained, most_lost] = ground.most();
    [gained.min(most_gained), lost.min(most_lost)]
}

fn told(brought: &[Brought]) -> usize {
    brought.iter().flatten().count()
}

fn estimate(value: f64, draws: impl Iterator<Item = f64>, n: usize) -> PointsEstimate {
    let draws: Vec<f64> = draws.collect();
    let [low, high] = ENDS.map(|p| quantile(&draws, p));
    let interval = low.zip(high).filter(|_| n >= FEWEST).map(|(low, high)| [low, high]);
    PointsEstimate { value, interval, n }
}
