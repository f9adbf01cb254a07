//! The numbers of the model, fitted to seasons other than those they are used for.

use std::collections::BTreeMap;

use maatstaf_core::{Season, Year};

use super::baselines::{fold, log_score};
use super::{Draws, Foreseen, Learned, OddsSettings, Ruled, replay};

/// What is tried for each number. How worths move is asked of the champions, all of these with all others.
const DRIFT: [f64; 3] = [0.25, 0.5, 1.0];
const TEAM_WINTER: [f64; 3] = [0.3, 0.4, 0.5];
const DRIVER_WINTER: [f64; 2] = [0.1, 0.2];
const QUALIFYING: [f64; 2] = [0.35, 0.5];
/// The others are asked of what they foretell from one round to the next.
const RETIREMENT_MEMORY: [f64; 3] = [15.0, 22.0, 32.0];
const RETIREMENT_OF_ALL: [f64; 3] = [3.0, 5.0, 8.0];
const ENTRY_MEMORY: [f64; 3] = [1.4, 2.0, 3.0];
const ENTRY_OF_ALL: [f64; 4] = [0.7, 1.0, 1.5, 2.2];
const FASTEST_LAP: [f64; 4] = [0.8, 0.9, 1.0, 1.1];
/// Ends of a season drawn for each round.
const ENDS: u32 = 400;

/// Scores of each season, one list per number tried; less is better.
type Tried = Vec<(OddsSettings, BTreeMap<Year, f64>)>;

/// For each decade of the seasons, as [`fold`] numbers it, the best settings by all seasons but its own, the fits
/// beginning from `start`. Numbers that are not tried stay as they are.
///
/// How worths move is fitted to the champions, from all rounds of the seasons: fitted to the next race instead, worths
/// run after what a car or a circuit does for a round or two, and titles are foretold worse. `progress` hears how many
/// of so many settings are tried.
pub fn fitted_by_decade(
    seasons: &[Ruled<'_>],
    start: &OddsSettings,
    mut progress: impl FnMut(usize, usize),
) -> Vec<(Year, OddsSettings)> {
    let own: Vec<&Season> = seasons.iter().map(|(season, _)| *season).collect();
    let moves = moves(start);
    let (mut done, total) = (0, moves.len());
    let champions = moves.into_iter().map(|settings| {
        done += 1;
        progress(done, total);
        let scores = champions(seasons, &settings);
        (settings, scores)
    });
    let champions: Tried = champions.collect();
    let retirements = tried(&own, retirements(start), |it| -it.finish);
    let entries = tried(&own, entries(start), |it| -it.entry);
    let fastest_laps = tried(&own, fastest_laps(start), |it| -it.fastest_lap);
    let mut folds: Vec<Year> = own.iter().map(|season| fold(season.year())).collect();
    folds.dedup();
    let of_fold = |left_out: Year| {
        let best = |tried: &Tried| best(tried, left_out).unwrap_or(*start);
        let (retired, entered) = (best(&retirements), best(&entries));
        let settings = OddsSettings {
            retirement_memory: retired.retirement_memory,
            retirement_of_all: retired.retirement_of_all,
            entry_memory: entered.entry_memory,
            entry_of_all: entered.entry_of_all,
            fastest_lap: best(&fastest_laps).fastest_lap,
            ..best(&champions)
        };
        (left_out, settings)
    };
    folds.into_iter().map(of_fold).collect()
}

/// The settings with the least score over all seasons but those of a decade.
fn best(tried: &Tried, left_out: Year) -> Option<OddsSettings> {
    let score = |scores: &BTreeMap<Year, f64>| -> f64 {
        scores.iter().filter(|(year, _)| fold(**year) != left_out).map(|(_, score)| score).sum()
    };
    let all = tried.iter().map(|(settings, scores)| (score(scores), *settings));
    all.min_by(|a, b| a.0.total_cmp(&b.0)).map(|it| it.1)
}

/// How well champions were foretold, by season.
fn champions(seasons: &[Ruled<'_>], settings: &OddsSettings) -> BTreeMap<Year, f64> {
    let draws = Draws { ends: ENDS, ..Draws::default() };
    let mut scores = BTreeMap::new();
    for foretold in replay(seasons, |_| true, |_| *settings, &draws, |_| {}) {
        let chances: Vec<f64> = foretold.of.iter().map(|of| of.title).collect();
        *scores.entry(foretold.year).or_default() += log_score(&foretold, &chances).unwrap_or(0.0);
    }
    scores
}

/// How well rounds were foreseen by the rounds before, by season.
fn tried(
    seasons: &[&Season],
    settings: Vec<OddsSettings>,
    score: impl Fn(&Foreseen) -> f64,
) -> Tried {
    let of = |settings: OddsSettings| {
        let mut learned = Learned::new(&settings);
        let mut scores = BTreeMap::new();
        for season in seasons {
            learned.begin_season(season);
            for event in season.events() {
                *scores.entry(season.year()).or_default() += score(&learned.foresees(event));
                learned.hold(event);
            }
        }
        (settings, scores)
    };
    settings.into_iter().map(of).collect()
}

fn moves(start: &OddsSettings) -> Vec<OddsSettings> {
    let mut all = Vec::new();
    for drift in DRIFT {
        for team_winter in TEAM_WINTER {
            for driver_winter in DRIVER_WINTER {
                let moved = |qualifying: f64| OddsSettings {
                    driver_drift: drift * start.driver_drift,
                    team_drift: drift * start.team_drift,
                    team_winter,
                    driver_winter,
                    qualifying,
                    ..*start
                };
                all.extend(QUALIFYING.map(moved));
            }
        }
    }
    all
}

fn retirements(start: &OddsSettings) -> Vec<OddsSettings> {
    let of = |retirement_memory| {
        RETIREMENT_OF_ALL.map(|retirement_of_all| OddsSettings {
            retirement_memory,
            retirement_of_all,
            ..*start
        })
    };
    RETIREMENT_MEMORY.into_iter().flat_map(of).collect()
}

fn entries(start: &OddsSettings) -> Vec<OddsSettings> {
    let of = |entry_memory| {
        ENTRY_OF_ALL.map(|entry_of_all| OddsSettings { entry_memory, entry_of_all, ..*start })
    };
    ENTRY_MEMORY.into_iter().flat_map(of).collect()
}

fn fastest_laps(start: &OddsSettings) -> Vec<OddsSettings> {
    FASTEST_LAP.map(|fastest_lap| OddsSettings { fastest_lap, ..*start }).to_vec()
}
