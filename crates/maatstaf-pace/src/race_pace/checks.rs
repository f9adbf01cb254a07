//! Whether what remains of the laps looks as the model supposes.

use maatstaf_core::DriverName;
use maatstaf_numerics::mixed::Fit;

use super::design::Design;
use crate::lap_table::LapTable;

/// Checks of the residuals. Each says what would be expected of a model that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ResidualChecks {
    /// How heavy the tails are: the fourth moment over the square of the second; 3 if normal.
    pub kurtosis: f64,
    /// The share of laps beyond two standard deviations; 0.046 if normal.
    pub share_beyond_two: f64,
    /// How much neighbours in a stint still have in common after the model's own correlation: 0.
    pub autocorrelation: f64,
    /// The spread in the last third of the race over that in the first: 1; `None` where one of them
    /// has fewer than twenty laps.
    pub late_over_early: Option<f64>,
    /// The spread of each driver's residuals, in seconds.
    pub by_driver: Vec<DriverSpread>,
}

/// The spread of a driver's residuals.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverSpread {
    /// Who.
    pub driver: DriverName,
    /// The standard deviation, in seconds.
    pub sd: f64,
    /// How many laps.
    pub n_laps: usize,
}

/// From how many laps on a spread is told.
const ENOUGH: usize = 20;

pub(super) fn check(table: &LapTable, design: &Design, fit: &Fit) -> ResidualChecks {
    let innovations = &fit.innovations;
    let n = innovations.len() as f64;
    let moment = |power: i32| innovations.iter().map(|x| x.powi(power)).sum::<f64>() / n;
    let variance = moment(2);
    let far = innovations.iter().filter(|x| x.abs() > 2.0 * variance.sqrt()).count();
    let early = f64::from(table.n_race_laps) / 3.0;
    let spread_where = |wanted: &dyn Fn(f64) -> bool| {
        let laps = design.laps.iter().zip(&fit.residuals);
        let chosen = laps.filter(|(at, _)| wanted(f64::from(table.laps[**at].number)));
        let chosen: Vec<f64> = chosen.map(|(_, residual)| *residual).collect();
        (chosen.len() >= ENOUGH).then(|| sd(&chosen))
    };
    let (late, first) = (spread_where(&|lap| lap > 2.0 * early), spread_where(&|lap| lap <= early));
    ResidualChecks {
        kurtosis: moment(4) / (variance * variance),
        share_beyond_two: far as f64 / n,
        autocorrelation: autocorrelation(design, innovations),
        late_over_early: late.zip(first).map(|(late, first)| late / first),
        by_driver: by_driver(table, design, fit),
    }
}

fn autocorrelation(design: &Design, innovations: &[f64]) -> f64 {
    let pairs = design.rows.windows(2).zip(innovations.windows(2));
    let beside = pairs
        .filter(|(rows, _)| rows[0].group == rows[1].group && rows[0].place + 1 == rows[1].place);
    let (sum, a, b) = beside.fold((0.0, 0.0, 0.0), |(sum, a, b), (_, x)| {
        (sum + x[0] * x[1], a + x[0] * x[0], b + x[1] * x[1])
    });
    sum / (a * b).sqrt()
}

fn by_driver(table: &LapTable, design: &Design, fit: &Fit) -> Vec<DriverSpread> {
    let spread = |(driver, name): (usize, &DriverName)| {
        let laps = design.laps.iter().zip(&fit.residuals);
        let own = laps.filter(|(at, _)| table.laps[**at].driver == driver);
        let own: Vec<f64> = own.map(|(_, residual)| *residual).collect();
        let n_laps = own.len();
        (n_laps > 1).then(|| DriverSpread { driver: name.clone(), sd: sd(&own), n_laps })
    };
    table.drivers.iter().enumerate().filter_map(spread).collect()
}

fn sd(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}
