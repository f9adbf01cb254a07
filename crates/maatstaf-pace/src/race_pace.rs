//! How fast each driver was in a race, once fuel, tyres, traffic and the track are taken out.

mod checks;
mod design;
mod fitting;

use maatstaf_core::DriverName;
use maatstaf_numerics::distributions::student_t_quantile;
use maatstaf_numerics::mixed::{Fit, Spreads};

use crate::COVERAGE;
use crate::lap_table::{LapTable, LeftOut, RaceLap};
use crate::tyres::TyreWear;

pub use checks::{DriverSpread, ResidualChecks};
pub(crate) use design::Design;

/// What is supposed beforehand; how lap times change from lap to lap is not in the laps alone.
///
/// Within a stint laps and tyres age together. Only cars on tyres of another age on the same lap tell
/// the two apart, and they tell little. So what fuel and track do is handed in, with how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaceSettings {
    /// By how much laps get slower over the whole race with fuel and track, in seconds: negative where
    /// cars get lighter.
    pub trend: f64,
    /// How far off that may be.
    pub trend_sd: f64,
    /// How much slower a lap gets with each lap of a tyre's age, in seconds.
    pub wear: f64,
    /// How far off that may be, for all compounds together.
    pub wear_sd: f64,
    /// How far compounds differ in it.
    pub compound_wear_sd: f64,
    /// How far compounds differ when new, in seconds.
    pub compound_sd: f64,
    /// Closer than this behind a car, in seconds, a lap is one in traffic.
    pub traffic: f64,
    /// From how many robust standard deviations on a lap is off the pace.
    pub off_the_pace: f64,
}

impl Default for PaceSettings {
    /// Hardly anything supposed.
    fn default() -> Self {
        Self {
            trend: 0.0,
            trend_sd: 10.0,
            wear: 0.0,
            wear_sd: 0.2,
            compound_wear_sd: 0.05,
            compound_sd: 1.0,
            traffic: 1.5,
            off_the_pace: 3.5,
        }
    }
}

/// An estimated number, its 90 % interval, and how many laps stand behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LapsEstimate {
    /// The number.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Its 90 % interval, lower end first.
    pub interval: (f64, f64),
    /// How many laps.
    pub n_laps: usize,
}

impl LapsEstimate {
    /// Whether the interval holds a value.
    pub fn holds(&self, value: f64) -> bool {
        self.interval.0 <= value && value <= self.interval.1
    }

    pub(crate) fn of((value, error): (f64, f64), df: f64, n_laps: usize) -> Self {
        let reach = student_t_quantile(0.5 + 0.5 * COVERAGE, df) * error;
        Self { value, error, interval: (value - reach, value + reach), n_laps }
    }
}

/// The pace of a race, fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct RacePace {
    /// The laps, those that the model found off the pace marked as well.
    pub table: LapTable,
    /// What remains of each lap of the table, in seconds: its time less what driver, fuel, track,
    /// tyres, traffic and stint explain. `None` for laps that tell nothing of pace, but for those off
    /// the pace.
    pub residuals: Vec<Option<f64>>,
    /// The same less what the lap before let expect, in standard deviations; for laps of the model.
    pub innovations: Vec<Option<f64>>,
    /// The drivers with enough laps, in the order of the table.
    pub drivers: Vec<DriverPace>,
    /// What tyres lose with age, by compound, most laps first.
    pub wear: Vec<TyreWear>,
    /// What laps lose over the whole race with fuel and track, in seconds: negative for a gain.
    pub trend: LapsEstimate,
    /// What a lap in traffic loses, in seconds; `None` without such laps.
    pub traffic: Option<LapsEstimate>,
    /// How far things spread: laps, stints, and laps of the race for all alike; in seconds.
    pub spreads: Spreads,
    /// Whether the residuals look as the model supposes.
    pub checks: ResidualChecks,
    /// Degrees of freedom behind gaps of drivers: stints beyond those that levels take.
    pub df: f64,
    /// What was supposed.
    pub settings: PaceSettings,
    fit: Fit,
    /// Where in the coefficients each driver of the table stands.
    columns: Vec<Option<usize>>,
}

/// A driver in a fitted race.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverPace {
    /// Who.
    pub driver: DriverName,
    /// His gap to the fastest in seconds per lap; 0 for the fastest.
    pub gap: f64,
    /// His usual lap, in seconds.
    pub median_lap: f64,
    /// Laps behind it.
    pub n_laps: usize,
    /// Stints behind it.
    pub n_stints: usize,
    /// Laps in traffic among them.
    pub n_traffic: usize,
}

impl RacePace {
    /// What a driver loses to another per lap on equal fuel and tyres in clear air, in seconds;
    /// `None` where one of them has too few laps. Positive is slower.
    pub fn gap(&self, driver: &DriverName, reference: &DriverName) -> Option<LapsEstimate> {
        let place = |name| self.table.drivers.iter().position(|it| it == name);
        let (own, other) = (place(driver)?, place(reference)?);
        let weights = [(self.columns[own]?, 1.0), (self.columns[other]?, -1.0)];
        let n_laps = self.of(driver)?.n_laps.min(self.of(reference)?.n_laps);
        (own != other).then(|| LapsEstimate::of(self.fit.contrast(&weights), self.df, n_laps))
    }

    /// A driver of the race; `None` where he has too few laps.
    pub fn of(&self, driver: &DriverName) -> Option<&DriverPace> {
        self.drivers.iter().find(|it| it.driver == *driver)
    }

    /// Whether a lap of it counts as one in traffic.
    pub fn is_in_traffic(&self, lap: &RaceLap) -> bool {
        lap.in_traffic(self.settings.traffic)
    }

    /// How many laps are left out, by reason.
    pub fn left_out(&self) -> Vec<(LeftOut, usize)> {
        self.table.left_out()
    }

    /// How many laps the model holds.
    pub fn n_laps(&self) -> usize {
        self.innovations.iter().flatten().count()
    }
}

/// Why a race has no model of pace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRacePace {
    /// Too few laps tell of pace.
    #[error(
        "{n_laps} laps of {n_drivers} drivers tell of pace; two drivers with {} laps each are needed",
        fitting::FEWEST_LAPS
    )]
    TooFew {
        /// How many laps do.
        n_laps: usize,
        /// Of how many drivers.
        n_drivers: usize,
    },
    /// The laps leave something open.
    #[error("the {n_laps} laps leave open which share drivers, tyres and fuel have in them")]
    Open {
        /// How many laps.
        n_laps: usize,
    },
}

/// Fits the pace of every driver to the laps of a race.
///
/// ```text
/// lap = driver + compound + wear · age + trend · number / n + traffic + lap of the race + stint + e
/// ```
///
/// `trend · number` is fuel and track together; the race's own laps spread about it, as much as they
/// do; wear differs by compound, and is drawn to a common one. A stint is faster or slower than
/// another by chance, and laps beside each other have something in common: that is part of the model,
/// so a driver's gap is as sure as his stints, not as his laps, are many. The spreads are those that
/// make the laps most likely (`maatstaf_numerics::mixed`).
///
/// Robust by leaving out: laps further than [`PaceSettings::off_the_pace`] robust standard deviations
/// from the model are taken out of it, from the wildest on, in a few rounds, and may come back.
///
/// What is identified: gaps of drivers, and wear *less* trend, within stints. Wear and trend apart
/// hang on what is supposed of the trend; see [`PaceSettings`].
///
/// # Errors
///
/// When fewer than two drivers have enough laps.
pub fn race_pace(table: LapTable, settings: &PaceSettings) -> Result<RacePace, NoRacePace> {
    let mut table = table;
    let (design, fit) = fitting::fit(&mut table, settings)?;
    Ok(put_together(table, settings, &design, fit))
}

fn put_together(table: LapTable, settings: &PaceSettings, design: &Design, fit: Fit) -> RacePace {
    let df = design.df();
    let mut innovations = vec![None; table.laps.len()];
    design.laps.iter().zip(&fit.innovations).for_each(|(at, x)| innovations[*at] = Some(*x));
    let residual = |lap: &RaceLap| {
        let row = lap.is_on_the_road().then(|| design.row(lap))??;
        Some(row.response - fit.expected(&row))
    };
    let n_laps = design.laps.len();
    let n_traffic =
        design.laps.iter().filter(|at| table.laps[**at].in_traffic(settings.traffic)).count();
    let of_column = |column: usize| LapsEstimate::of(fit.contrast(&[(column, 1.0)]), df, n_laps);
    let traffic = design.traffic.map(|at| LapsEstimate { n_laps: n_traffic, ..of_column(at) });
    RacePace {
        drivers: drivers(&table, settings, design, &fit),
        wear: crate::tyres::wear(&table, design, &fit, df),
        trend: of_column(design.trend),
        traffic,
        spreads: fit.spreads,
        checks: checks::check(&table, design, &fit),
        df,
        columns: design.drivers.clone(),
        residuals: table.laps.iter().map(residual).collect(),
        innovations,
        table,
        settings: *settings,
        fit,
    }
}

fn drivers(
    table: &LapTable,
    settings: &PaceSettings,
    design: &Design,
    fit: &Fit,
) -> Vec<DriverPace> {
    let levels = design.drivers.iter().flatten().map(|at| fit.coefficients[*at]);
    let fastest = levels.fold(f64::INFINITY, f64::min);
    let pace = |(driver, column): (usize, &Option<usize>)| {
        let laps = design.laps.iter().map(|at| &table.laps[*at]);
        let laps = laps.filter(move |lap| lap.driver == driver);
        let times: Vec<f64> = laps.clone().map(|lap| lap.time).collect();
        let mut stints: Vec<_> = laps.clone().map(|lap| (&lap.car, lap.stint)).collect();
        stints.dedup();
        Some(DriverPace {
            driver: table.drivers[driver].clone(),
            gap: fit.coefficients[(*column)?] - fastest,
            median_lap: maatstaf_numerics::median(&times)?,
            n_laps: times.len(),
            n_stints: stints.len(),
            n_traffic: laps.filter(|lap| lap.in_traffic(settings.traffic)).count(),
        })
    };
    design.drivers.iter().enumerate().filter_map(pace).collect()
}

#[cfg(test)]
#[path = "race_pace_tests.rs"]
mod tests;
