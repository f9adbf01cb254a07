//! The numbers of the odds' model, fitted to Formula One.
//!
//! Each row was fitted to all seasons but those of one decade, and is used for that decade alone, so that no season
//! was ever seen by the numbers that its odds rest on. `cargo run -p xtask -- fit odds F1DB` fits them again.

use maatstaf_core::Year;
use maatstaf_pace::odds::{GapWorth, OddsSettings, fold};

/// The settings for a season: those fitted without its decade.
pub fn odds_settings(year: Year) -> OddsSettings {
    let own = LEFT_OUT.iter().find(|(left_out, _)| *left_out == fold(year));
    own.or(LEFT_OUT.last()).map_or(OddsSettings::START, |(_, settings)| *settings)
}

/// Settings by the decade that was left out, as [`fold`] numbers it.
pub const LEFT_OUT: [(Year, OddsSettings); 8] = [
    (195, row([0.025, 0.06, 0.1, 0.3, 0.5], [15.0, 8.0], [1.4, 1.0], 1.0)),
    (196, row([0.025, 0.06, 0.1, 0.3, 0.5], [22.0, 5.0], [2.0, 1.5], 1.0)),
    (197, row([0.025, 0.06, 0.1, 0.3, 0.5], [22.0, 5.0], [2.0, 1.5], 1.0)),
    (198, row([0.025, 0.06, 0.1, 0.3, 0.5], [22.0, 5.0], [1.4, 1.0], 1.0)),
    (199, row([0.025, 0.06, 0.1, 0.3, 0.5], [22.0, 5.0], [2.0, 1.0], 1.0)),
    (200, row([0.025, 0.06, 0.1, 0.3, 0.5], [22.0, 5.0], [2.0, 1.0], 1.0)),
    (201, row([0.025, 0.06, 0.1, 0.3, 0.5], [22.0, 5.0], [2.0, 1.0], 1.1)),
    (202, row([0.0125, 0.03, 0.2, 0.3, 0.5], [22.0, 5.0], [2.0, 1.0], 1.1)),
];

/// A row of the fit: how worths of drivers and teams drift, how they move over a winter, and what qualifying tells;
/// retirements; entries; the fastest lap. All else keeps the first guess, on which champions hardly depend.
const fn row(
    worths: [f64; 5],
    retirement: [f64; 2],
    entry: [f64; 2],
    fastest_lap: f64,
) -> OddsSettings {
    let [driver_drift, team_drift, driver_winter, team_winter, qualifying] = worths;
    let ([retirement_memory, retirement_of_all], [entry_memory, entry_of_all]) =
        (retirement, entry);
    OddsSettings {
        driver_drift,
        team_drift,
        driver_winter,
        team_winter,
        qualifying,
        retirement_memory,
        retirement_of_all,
        entry_memory,
        entry_of_all,
        fastest_lap,
        ..OddsSettings::START
    }
}

/// The first season of those that [`GAP_WORTH`] was fitted to: since then qualifying has three parts.
pub const GAP_WORTH_FROM: Year = 2006;

/// What one percent of lap time in qualifying is worth in races, by [`gap_worth`](maatstaf_pace::odds::gap_worth) over
/// the seasons from [`GAP_WORTH_FROM`] to 2026. A test fits it again.
pub const GAP_WORTH: GapWorth =
    GapWorth { per_percent: 2.743, error: 0.198, n_pairs: 244, n_races: 3035 };
