//! The numbers of the model, fitted to some seasons.

use std::collections::VecDeque;

use maatstaf_core::{Season, Year};
use maatstaf_numerics::simplex::lowest;

use super::baselines::log_score;
use super::{Draws, Foreseen, Learned, OddsSettings, Ruled, replay};

/// How worths move is asked of the orders of finishers so often at most.
const MOST: usize = 170;
/// It is settled when the logarithm of their probability would rise by less.
const SETTLED: f64 = 0.2;
/// Orders are foretold from so many rounds before. Fitted to the next round alone, worths would run after what one
/// car or circuit does for a round or two, and titles are foretold worse.
const HORIZON: usize = 6;
/// What is tried for the other numbers.
const RETIREMENT_MEMORY: [f64; 4] = [10.0, 15.0, 22.0, 32.0];
const RETIREMENT_OF_ALL: [f64; 4] = [4.0, 7.0, 12.0, 20.0];
const ENTRY_MEMORY: [f64; 4] = [0.7, 1.2, 2.0, 4.0];
const ENTRY_OF_ALL: [f64; 4] = [1.0, 2.0, 4.0, 8.0];
const FASTEST_LAP: [f64; 5] = [0.5, 0.65, 0.8, 0.95, 1.1];
const AHEAD: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 1.0];
/// Ends of a season drawn for each round, when the drift ahead is fitted.
const ENDS: u32 = 400;

/// Fits all numbers to the seasons that `count`; the others are gone through, and not scored. Each number is fitted to
/// what it foretells: how worths move to the orders of finishers, retirements and entries to who finished and
/// started, the drift ahead to the champions. Seasons come in order of their years.
pub fn fitted(
    seasons: &[Ruled<'_>],
    count: impl Fn(Year) -> bool,
    start: &OddsSettings,
) -> OddsSettings {
    let own: Vec<&Season> = seasons.iter().map(|(season, _)| *season).collect();
    let order = |it: &OddsSettings| -foreseen(&own, &count, it).order;
    let from = coordinates(start);
    let found = lowest(&from, &[0.2; N], SETTLED, MOST, |at| order(&moved_to(start, at)));
    let mut best = moved_to(start, &found.at);
    let finish = |it: &OddsSettings| -foreseen(&own, &count, it).finish;
    best = best_of(best, &RETIREMENT_MEMORY, |it, to| it.retirement_memory = to, finish);
    best = best_of(best, &RETIREMENT_OF_ALL, |it, to| it.retirement_of_all = to, finish);
    let entry = |it: &OddsSettings| -foreseen(&own, &count, it).entry;
    best = best_of(best, &ENTRY_OF_ALL, |it, to| it.entry_of_all = to, entry);
    best = best_of(best, &ENTRY_MEMORY, |it, to| it.entry_memory = to, entry);
    best = best_of(best, &ENTRY_OF_ALL, |it, to| it.entry_of_all = to, entry);
    let fastest_lap = |it: &OddsSettings| -foreseen(&own, &count, it).fastest_lap;
    best = best_of(best, &FASTEST_LAP, |it, to| it.fastest_lap = to, fastest_lap);
    let champions = |it: &OddsSettings| {
        let draws = Draws { ends: ENDS, ..Draws::default() };
        let foretold = replay(seasons, &count, |_| *it, &draws, |_| {});
        let score = foretold.iter().filter_map(|it| {
            let chances: Vec<f64> = it.of.iter().map(|of| of.title).collect();
            log_score(it, &chances)
        });
        score.sum()
    };
    best_of(best, &AHEAD, |it, to| it.ahead = to, champions)
}

/// How well the rounds of the seasons that count were foreseen, added up: orders from [`HORIZON`] rounds before or from the
/// beginning of the season, all else from the round before.
fn foreseen(
    seasons: &[&Season],
    count: &impl Fn(Year) -> bool,
    settings: &OddsSettings,
) -> Foreseen {
    let mut learned = Learned::new(settings);
    let mut sum = Foreseen::default();
    for season in seasons {
        learned.begin_season(season);
        let mut earlier = VecDeque::from([learned.clone()]);
        for event in season.events() {
            if count(season.year()) {
                let order = earlier[0].foresees(event).order;
                sum = sum + Foreseen { order, ..learned.foresees(event) };
            }
            learned.hold(event);
            earlier.push_back(learned.clone());
            if earlier.len() > HORIZON {
                earlier.pop_front();
            }
        }
    }
    sum
}

/// The best of what is tried for one number.
fn best_of(
    settings: OddsSettings,
    tried: &[f64],
    set: impl Fn(&mut OddsSettings, f64),
    score: impl Fn(&OddsSettings) -> f64,
) -> OddsSettings {
    let with = |to: &f64| {
        let mut settings = settings;
        set(&mut settings, *to);
        (score(&settings), settings)
    };
    let best = tried.iter().map(with).min_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(settings, |it| it.1)
}

/// How many numbers say how worths move.
const N: usize = 11;

/// Those numbers on scales without bounds: logarithms of spreads, logits of shares.
fn coordinates(it: &OddsSettings) -> [f64; N] {
    let logit = |share: f64| (share / (1.0 - share)).ln();
    [
        it.new_driver,
        it.new_driver_spread.ln(),
        it.new_team,
        it.new_team_spread.ln(),
        it.driver_drift.ln(),
        it.team_drift.ln(),
        it.driver_winter.ln(),
        it.team_winter.ln(),
        logit(it.driver_kept),
        logit(it.team_kept),
        it.qualifying.ln(),
    ]
}

fn moved_to(start: &OddsSettings, at: &[f64]) -> OddsSettings {
    let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    OddsSettings {
        new_driver: at[0],
        new_driver_spread: at[1].exp(),
        new_team: at[2],
        new_team_spread: at[3].exp(),
        driver_drift: at[4].exp(),
        team_drift: at[5].exp(),
        driver_winter: at[6].exp(),
        team_winter: at[7].exp(),
        driver_kept: share(at[8]),
        team_kept: share(at[9]),
        qualifying: at[10].exp(),
        ..*start
    }
}
