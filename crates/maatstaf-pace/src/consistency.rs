//! How steady a driver is: what his laps still spread by when all that explains them is taken out.

use maatstaf_core::{CarNumber, DriverName, LapNumber};
use maatstaf_numerics::distributions::{chi_squared_quantile, share_interval};
use maatstaf_numerics::mad;
use maatstaf_numerics::pooling::{Measured, pooled};

use crate::COVERAGE;
use crate::lap_table::RaceLap;
use crate::race_pace::RacePace;

/// How steady a driver was in one race, in clear air.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceConsistency {
    /// Which race, as the caller calls it.
    pub race: String,
    /// How far his laps spread about the model, in seconds: the standard deviation.
    pub spread: Spread,
    /// The same from the median deviation, which wild laps do not move; those off the pace too.
    pub robust_spread: Spread,
    /// The spread of all drivers of the race, in seconds.
    pub field_spread: f64,
    /// Times he was off the pace, on the slow side: laps in a row count once.
    pub errors: ErrorRate,
    /// Stint by stint.
    pub stints: Vec<StintConsistency>,
}

/// A spread with its 90 % interval, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The spread.
    pub value: f64,
    /// The lower and upper end.
    pub interval: (f64, f64),
    /// How many laps.
    pub n_laps: usize,
}

/// How often a driver was off the pace.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorRate {
    /// The laps with which he went off the pace.
    pub laps: Vec<LapNumber>,
    /// Times.
    pub n: usize,
    /// Of so many laps in clear air.
    pub n_laps: usize,
    /// Times per 100 laps; 0 without laps.
    pub per_100: f64,
    /// The 90 % interval.
    pub interval: (f64, f64),
}

/// How steady a driver was in a stint, in clear air.
#[derive(Clone, Debug, PartialEq)]
pub struct StintConsistency {
    /// Which car.
    pub car: CarNumber,
    /// Which stint of it.
    pub stint: u16,
    /// The first and the last lap in clear air.
    pub laps: (LapNumber, LapNumber),
    /// The spread.
    pub spread: Spread,
}

/// How steady a driver was over several races.
#[derive(Clone, Debug, PartialEq)]
pub struct Consistency {
    /// Race by race.
    pub races: Vec<RaceConsistency>,
    /// The usual spread of a race, in seconds: the geometric mean; `None` below two races.
    pub spread: Option<Spread>,
    /// The spread over that of the field of its race: below 1 is steadier; `None` below two races.
    pub to_field: Option<Ratio>,
    /// Times off the pace, over all races.
    pub errors: ErrorRate,
}

/// A ratio of spreads with its 90 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// The lower and upper end.
    pub interval: (f64, f64),
    /// How many races.
    pub n_races: usize,
}

/// From how many laps in clear air on a spread is worked out.
const FEWEST_LAPS: usize = 5;

/// Of a normal distribution: the median deviation over the standard deviation, and how many of these
/// hold 90 %.
const NORMAL_MAD: f64 = 0.674_489_750_196_081_7;
const NORMAL_REACH: f64 = 1.644_853_626_951_472_2;

/// The standard deviation of `ln MAD` of `n` normal numbers, times the root of `n`.
const MAD_ERROR: f64 = 1.167;

/// How steady a driver was in a fitted race; `None` with fewer than five laps in clear air.
///
/// The spread is that of the laps of the model in clear air about what driver, fuel, track, tyres and
/// stint explain, each less what the lap before let expect, on the scale of a lap. Two laps of each
/// stint pay for its level and slope. Its interval is that of χ² with the degrees of freedom that laps
/// of the tails of this race are worth: `2 ν / (kurtosis − 1)`.
///
/// An error is a lap in clear air that the model found off the pace, on the slow side. It may be a
/// mistake, damage, or a driver who lets somebody by; the laps do not say.
pub fn race_consistency(
    race: &str,
    pace: &RacePace,
    driver: &DriverName,
) -> Option<RaceConsistency> {
    let place = pace.table.drivers.iter().position(|it| it == driver)?;
    let own = |at: &usize| pace.table.laps[*at].driver == place;
    let all: Vec<usize> = (0..pace.table.laps.len()).filter(own).collect();
    let lap = |at: &usize| &pace.table.laps[*at];
    let in_clear_air = |at: &&usize| !pace.is_in_traffic(lap(at));
    let laps: Vec<usize> = all.iter().filter(in_clear_air).copied().collect();
    Some(RaceConsistency {
        race: race.to_owned(),
        spread: spread(pace, &laps)?,
        robust_spread: robust_spread(pace, &laps)?,
        field_spread: pace.spreads.row,
        errors: errors(pace, &all),
        stints: stints(pace, &laps),
    })
}

/// From the median deviation of all laps that were driven, those off the pace too.
fn robust_spread(pace: &RacePace, laps: &[usize]) -> Option<Spread> {
    let residuals: Vec<f64> = laps.iter().filter_map(|at| pace.residuals[*at]).collect();
    let value = mad(&residuals)? / NORMAL_MAD;
    let reach = (NORMAL_REACH * MAD_ERROR / (residuals.len() as f64).sqrt()).exp();
    Some(Spread { value, interval: (value / reach, value * reach), n_laps: residuals.len() })
}

/// Who makes a mistake is passed, so a lap counts where nobody was close ahead when it began.
fn errors(pace: &RacePace, laps: &[usize]) -> ErrorRate {
    let was_free = |at: &&usize| {
        let lap = &pace.table.laps[**at];
        lap.is_on_the_road() && lap.gap_ahead.is_none_or(|gap| gap >= pace.settings.traffic)
    };
    let free: Vec<&usize> = laps.iter().filter(was_free).collect();
    let errors = free.iter().filter(|at| is_error(pace, ***at));
    ErrorRate::of(errors.map(|at| pace.table.laps[**at].number).collect(), free.len())
}

/// How steady a driver was over several races.
///
/// Spreads differ from race to race more than from driver to driver, so their logarithms are pooled,
/// and so are those of the ratios to the field.
///
/// ```
/// use maatstaf_pace::consistency;
///
/// assert_eq!(consistency(vec![]).errors.n, 0);
/// ```
pub fn consistency(races: Vec<RaceConsistency>) -> Consistency {
    let n_laps = races.iter().map(|race| race.spread.n_laps).sum();
    let spread = geometric_mean(races.iter().map(|race| (race.spread.value, &race.spread)));
    let to_field = races.iter().map(|race| (race.spread.value / race.field_spread, &race.spread));
    let to_field = geometric_mean(to_field);
    let errors = ErrorRate {
        laps: Vec::new(),
        n: races.iter().map(|race| race.errors.n).sum(),
        n_laps: races.iter().map(|race| race.errors.n_laps).sum(),
        ..ErrorRate::of(Vec::new(), 0)
    };
    Consistency {
        spread: spread.map(|it| Spread { value: it.value, interval: it.interval, n_laps }),
        to_field,
        errors: errors.worked_out(),
        races,
    }
}

/// How much less steady a driver was than another over the races of both: the ratio of their spreads,
/// above 1 where the driver's are larger. `None` below two such races.
pub fn spread_ratio(driver: &Consistency, reference: &Consistency) -> Option<Ratio> {
    let both = driver.races.iter().filter_map(|own| {
        let other = reference.races.iter().find(|it| it.race == own.race)?;
        let error = log_error(&own.spread).hypot(log_error(&other.spread));
        Some(Measured { value: (own.spread.value / other.spread.value).ln(), error })
    });
    ratio(&both.collect::<Vec<Measured>>())
}

/// Laps in clear air about the model, on the scale of a lap.
fn spread(pace: &RacePace, laps: &[usize]) -> Option<Spread> {
    let innovations: Vec<f64> = laps.iter().filter_map(|at| pace.innovations[*at]).collect();
    let mut stints: Vec<_> = laps
        .iter()
        .filter(|at| pace.innovations[**at].is_some())
        .map(|at| (&pace.table.laps[*at].car, pace.table.laps[*at].stint))
        .collect();
    stints.dedup();
    let n = innovations.len();
    // A level and a slope a stint, both drawn to the rest: together about one and a half laps.
    let df = n as f64 - 1.5 * stints.len() as f64;
    if n < FEWEST_LAPS || df < 2.0 {
        return None;
    }
    let squares: f64 = innovations.iter().map(|x| x * x).sum();
    let value = pace.spreads.row * (squares / df).sqrt();
    let worth = 2.0 * df / (pace.checks.kurtosis - 1.0).max(1.0);
    let end = |p: f64| value * (worth / chi_squared_quantile(p, worth)).sqrt();
    let tail = 0.5 * (1.0 - COVERAGE);
    Some(Spread { value, interval: (end(1.0 - tail), end(tail)), n_laps: n })
}

/// Whether a lap is off the pace on the slow side, and the one before it was not.
fn is_error(pace: &RacePace, at: usize) -> bool {
    let is_slow = |at: usize| {
        let lap = &pace.table.laps[at];
        lap.left_out == Some(crate::LeftOut::OffThePace)
            && pace.residuals[at].is_some_and(|it| it > 0.0)
    };
    let follows =
        |before: &RaceLap, lap: &RaceLap| before.car == lap.car && before.number + 1 == lap.number;
    let before =
        at.checked_sub(1).filter(|before| follows(&pace.table.laps[*before], &pace.table.laps[at]));
    is_slow(at) && !before.is_some_and(is_slow)
}

fn stints(pace: &RacePace, laps: &[usize]) -> Vec<StintConsistency> {
    let lap = |at: &usize| &pace.table.laps[*at];
    let key = |at: &usize| (&lap(at).car, lap(at).stint);
    let runs = laps.chunk_by(|a, b| key(a) == key(b));
    let stint = |run: &[usize]| {
        let used: Vec<&usize> = run.iter().filter(|at| pace.innovations[**at].is_some()).collect();
        Some(StintConsistency {
            car: lap(used.first()?).car.clone(),
            stint: lap(used.first()?).stint,
            laps: (lap(used.first()?).number, lap(used.last()?).number),
            spread: spread(pace, run)?,
        })
    };
    runs.filter_map(stint).collect()
}

impl ErrorRate {
    fn of(laps: Vec<LapNumber>, n_laps: usize) -> Self {
        let n = laps.len();
        Self { laps, n, n_laps, per_100: 0.0, interval: (0.0, 100.0) }.worked_out()
    }

    fn worked_out(self) -> Self {
        let (low, high) = share_interval(self.n, self.n_laps, COVERAGE);
        let per_100 = 100.0 * self.n as f64 / self.n_laps.max(1) as f64;
        Self { per_100, interval: (100.0 * low, 100.0 * high), ..self }
    }
}

/// The standard error of the logarithm of a spread, from its interval.
fn log_error(spread: &Spread) -> f64 {
    (spread.interval.1 / spread.interval.0).ln() / (2.0 * NORMAL_REACH)
}

fn geometric_mean<'a>(values: impl Iterator<Item = (f64, &'a Spread)>) -> Option<Ratio> {
    let measured =
        values.map(|(value, spread)| Measured { value: value.ln(), error: log_error(spread) });
    ratio(&measured.collect::<Vec<Measured>>())
}

fn ratio(logarithms: &[Measured]) -> Option<Ratio> {
    let pooled = pooled(logarithms, COVERAGE)?;
    let interval = (pooled.interval.0.exp(), pooled.interval.1.exp());
    Some(Ratio { value: pooled.mean.exp(), interval, n_races: pooled.n })
}
