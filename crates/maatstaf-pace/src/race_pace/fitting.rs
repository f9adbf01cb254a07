//! Rounds of fitting and leaving out.

use maatstaf_numerics::mixed::{self, Fit, Spreads};
use maatstaf_numerics::{mad, median};

use super::design::Design;
use super::{NoRacePace, PaceSettings};
use crate::lap_table::{LapTable, LeftOut};

/// From how many laps on a driver is in the model.
pub(crate) const FEWEST_LAPS: usize = 5;

/// Slower than this multiple of his usual lap, a driver was not racing.
const FAR_OFF: f64 = 1.07;

/// The rounds: how often the likelihood may be asked, and how much wilder than usual a lap may be.
const ROUNDS: [(usize, f64); 4] = [(0, 2.0), (40, 1.3), (0, 1.0), (35, 1.0)];

/// Rows are searched for spreads from here, in seconds.
const START: Spreads =
    Spreads { row: 0.35, group: 0.2, slope: 0.015, alike: 0.1, correlation: 0.3 };

/// Fits the laps of a table, and marks those that are off the pace.
pub(super) fn fit(
    table: &mut LapTable,
    settings: &PaceSettings,
) -> Result<(Design, Fit), NoRacePace> {
    leave_out_far_off(table);
    leave_out_too_few(table)?;
    let mut spreads = START;
    let mut last = None;
    for (idx, (most, milder)) in ROUNDS.into_iter().enumerate() {
        let design = Design::of(table, settings);
        let open = NoRacePace::Open { n_laps: design.rows.len() };
        let fit = mixed::fit(&design.rows, &design.columns, &spreads, most).ok_or(open)?;
        spreads = fit.spreads;
        let is_last = idx + 1 == ROUNDS.len();
        if !is_last {
            leave_out_wild(table, &design, &fit, milder * settings.off_the_pace);
            leave_out_too_few(table)?;
        }
        last = Some((design, fit));
    }
    last.ok_or(NoRacePace::Open { n_laps: 0 })
}

/// Leaves out laps of somebody who was far slower than usual, before anything is fitted.
fn leave_out_far_off(table: &mut LapTable) {
    for driver in 0..table.drivers.len() {
        let kept = table.laps.iter().filter(|lap| lap.left_out.is_none() && lap.driver == driver);
        let Some(usual) = median(&kept.map(|lap| lap.time).collect::<Vec<f64>>()) else { continue };
        let own = table.laps.iter_mut().filter(|lap| lap.driver == driver);
        let far = own.filter(|lap| lap.left_out.is_none() && lap.time > FAR_OFF * usual);
        far.for_each(|lap| lap.left_out = Some(LeftOut::OffThePace));
    }
}

/// Leaves out drivers with a few laps alone.
fn leave_out_too_few(table: &mut LapTable) -> Result<(), NoRacePace> {
    let mut counts = vec![0; table.drivers.len()];
    let kept = table.laps.iter().filter(|lap| lap.left_out.is_none());
    kept.for_each(|lap| counts[lap.driver] += 1);
    let n_laps = counts.iter().sum();
    let n_drivers = counts.iter().filter(|n| **n >= FEWEST_LAPS).count();
    if n_drivers < 2 {
        return Err(NoRacePace::TooFew { n_laps, n_drivers });
    }
    let few = table.laps.iter_mut().filter(|lap| counts[lap.driver] < FEWEST_LAPS);
    let few = few.filter(|lap| lap.left_out.is_none());
    few.for_each(|lap| lap.left_out = Some(LeftOut::TooFew));
    Ok(())
}

/// Leaves out the laps beyond so many robust standard deviations, and takes back those that are not.
fn leave_out_wild(table: &mut LapTable, design: &Design, fit: &Fit, threshold: f64) {
    let spread = 1.4826 * mad(&fit.residuals).unwrap_or(0.0);
    for lap in &mut table.laps {
        if !lap.is_on_the_road() {
            continue;
        }
        let Some(row) = design.row(lap) else { continue };
        let residual = row.response - fit.expected(&row);
        lap.left_out = (residual.abs() > threshold * spread).then_some(LeftOut::OffThePace);
    }
}
