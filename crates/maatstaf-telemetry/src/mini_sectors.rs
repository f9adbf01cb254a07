//! Where a driver usually loses time to another, from the stamps of mini-sectors: no telemetry.

use std::collections::BTreeMap;

use maatstaf_core::{LapTime, TimeDelta, TimedLap};
use maatstaf_numerics::median;

use crate::compare::{Loss, NINE_OF_TEN};

/// What a driver usually loses to another in each mini-sector.
#[derive(Clone, Debug, PartialEq)]
pub struct MiniSectorLosses {
    /// In the order of driving. What those of a sector lose adds up to its loss in
    /// [`sectors`](Self::sectors), to the microsecond.
    pub mini_sectors: Vec<MiniSectorLoss>,
    /// The differences of the mean official times of the sectors.
    pub sectors: [TimeDelta; 3],
    /// How many laps of the driver and of the other stand behind it.
    pub n_laps: [usize; 2],
    /// How far one stamp is off, in seconds: the standard deviation that the ends of the sectors show.
    pub stamp_error: f64,
}

/// One mini-sector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MiniSectorLoss {
    /// In which sector, from 0.
    pub sector: usize,
    /// Which one of that sector, from 0.
    pub mini_sector: usize,
    /// How long the driver took, and the other: means over their laps.
    pub times: [LapTime; 2],
    /// What was lost; positive where the driver is slower.
    pub loss: Loss,
}

/// Why there is no answer: too few laps of one of the two can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{n_used} of {n_given} laps of the {} can be used, and {} are needed: timed in every \
     mini-sector, under green, not through the pit lane, not deleted",
    if *is_reference { "reference" } else { "driver" }, FEWEST
)]
pub struct TooFewLaps {
    /// Whether it is the reference that has too few.
    pub is_reference: bool,
    /// How many were given.
    pub n_given: usize,
    /// How many of them can be used.
    pub n_used: usize,
}

/// Fewer laps say nothing of their spread.
const FEWEST: usize = 3;
/// Slower than so many times his fastest, a driver is not at speed.
const AT_SPEED: f64 = 1.07;
/// A stamp so late, in seconds, waited in a queue; four times what others are off.
const LATE: f64 = 0.5;

/// What a driver usually loses to a reference in each mini-sector, over many laps of both.
///
/// A source tells when a car left each mini-sector (`segment_stamps`), late and roughly, but the official
/// times of the sectors are exact. In a lap
///
/// ```text
/// t_k = t₀ + x_k + e_k
/// ```
///
/// | symbol | what                                                              | unit |
/// | ------ | ----------------------------------------------------------------- | ---- |
/// | `t_k`  | the stamp of mini-sector `k`                                      | s    |
/// | `t₀`   | when the lap began, and how late stamps are in it: not known      | s    |
/// | `x_k`  | when the car left it, from the line; known at the ends of sectors | s    |
/// | `e_k`  | what else the stamp is off, independent of the others             | s    |
///
/// Least squares give `t₀` as the mean of `t_k − x_k` at the three ends of sectors, and `x_k = t_k − t₀`
/// elsewhere; so the mini-sectors of a sector add up to its official time in each lap. The answer
/// compares means over laps. Its intervals hold the difference nine times out of ten, by the spread of
/// the laps and Welch's t: they hold what stamps are off and what drivers vary.
///
/// Laps through the pit lane, deleted ones, those under any flag but green, those without a stamp, and
/// those slower than 107 % of the driver's fastest are left out; and laps with a stamp that came over
/// half a second late. With stamps that are off by 0.13 s, the mean of 50 laps is good to 0.03 s.
///
/// ```
/// use maatstaf_core::{CarNumber, ClockTime, LapTime, TimedLap};
/// use maatstaf_telemetry::mini_sector_losses;
///
/// // Two mini-sectors a sector, 10 s each; the driver takes 0.2 s longer in the first.
/// let lap = |number: u16, slower: u64| {
///     let mut lap = TimedLap::new(CarNumber::new("11"), number);
///     let ends = [10, 20, 30, 40, 50, 60].map(|end| 90_000 * u64::from(number) + end * 1000);
///     let stamp = |idx: usize| Some(ClockTime::from_millis(ends[idx] + slower));
///     lap.segment_stamps = [0, 2, 4].map(|first| vec![stamp(first), stamp(first + 1)]);
///     lap.sectors = [20_000 + slower, 20_000, 20_000].map(|it| Some(LapTime::from_millis(it)));
///     lap.time = lap.sector_sum();
///     lap
/// };
/// let (his, others) = ([1, 2, 3].map(|it| lap(it, 200)), [1, 2, 3].map(|it| lap(it, 0)));
/// let losses = mini_sector_losses(&his, &others)?;
/// assert_eq!(losses.mini_sectors[0].loss.time.to_string(), "+0.200");
/// assert_eq!(losses.mini_sectors[1].loss.time.as_micros(), 0);
/// assert_eq!(losses.sectors[0].to_string(), "+0.200");
/// # Ok::<(), maatstaf_telemetry::TooFewLaps>(())
/// ```
///
/// # Errors
///
/// When fewer than three laps of either can be used.
pub fn mini_sector_losses<'a>(
    laps: impl IntoIterator<Item = &'a TimedLap>,
    reference: impl IntoIterator<Item = &'a TimedLap>,
) -> Result<MiniSectorLosses, TooFewLaps> {
    let given: [Vec<&TimedLap>; 2] = [laps.into_iter().collect(), reference.into_iter().collect()];
    let timed = [&given[0], &given[1]].map(|laps| at_speed(laps));
    let shape = usual_shape(&timed);
    let passed =
        timed.map(|laps| in_time(laps.iter().filter_map(|lap| passed(lap, shape)).collect()));
    for (idx, laps) in passed.iter().enumerate() {
        if laps.len() < FEWEST {
            let (n_given, n_used) = (given[idx].len(), laps.len());
            return Err(TooFewLaps { is_reference: idx == 1, n_given, n_used });
        }
    }
    let means = [&passed[0], &passed[1]].map(|laps| Means::of(laps, shape));
    let squares: f64 = passed.iter().flatten().map(|lap| lap.ends_off).sum();
    let n_laps = [passed[0].len(), passed[1].len()];
    let stamp_error = (squares / (2 * (n_laps[0] + n_laps[1])) as f64).sqrt(); // 3 ends, 1 unknown
    let sectors =
        [0, 1, 2].map(|sector| means[0].sectors[sector].lost_to(means[1].sectors[sector]));
    let mini_sectors = losses(&means, shape);
    Ok(MiniSectorLosses { mini_sectors, sectors, n_laps, stamp_error })
}

/// How many mini-sectors each sector has.
type Shape = [usize; 3];

/// A lap of which every moment is known.
struct PassedLap {
    /// How long each mini-sector took, in seconds, sector by sector.
    durations: [Vec<f64>; 3],
    sectors: [LapTime; 3],
    /// The sum of the squares of what the stamps of the ends of sectors are off, in s².
    ends_off: f64,
}

/// The laps that say how fast a driver is.
fn at_speed<'a>(laps: &[&'a TimedLap]) -> Vec<&'a TimedLap> {
    let is_free = |lap: &&&TimedLap| {
        let is_green = lap.flags.is_empty() || lap.flags.is_green();
        is_green && !lap.is_in_lap() && !lap.is_out_lap() && lap.deleted.is_none()
    };
    let free: Vec<&TimedLap> = laps.iter().filter(is_free).copied().collect();
    let time = |lap: &TimedLap| lap.sector_sum().map(LapTime::seconds);
    let fastest = free.iter().filter_map(|lap| time(lap)).fold(f64::INFINITY, f64::min);
    let is_fast = |lap: &&TimedLap| time(lap).is_some_and(|time| time <= AT_SPEED * fastest);
    free.into_iter().filter(is_fast).collect()
}

/// The shape that most laps have: a source may leave out the end of one.
fn usual_shape(laps: &[Vec<&TimedLap>; 2]) -> Shape {
    let mut counts: BTreeMap<Shape, usize> = BTreeMap::new();
    for lap in laps.iter().flatten() {
        let shape = [0, 1, 2].map(|sector| lap.segment_stamps[sector].len());
        *counts.entry(shape).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    usual.map_or([0; 3], |(shape, _)| shape)
}

/// When a lap passed everything. Nothing where a stamp is missing or out of order, or where the ends of
/// its sectors do not fit their times.
fn passed(lap: &TimedLap, shape: Shape) -> Option<PassedLap> {
    let sectors = [lap.sectors[0]?, lap.sectors[1]?, lap.sectors[2]?];
    let zero = lap.segment_stamps.iter().flatten().find_map(|stamp| *stamp)?;
    let mut stamps = [const { Vec::new() }; 3];
    for (sector, stamps) in stamps.iter_mut().enumerate() {
        let told = lap.segment_stamps[sector].iter();
        *stamps =
            told.map(|at| Some((*at)?.since(zero).seconds())).collect::<Option<Vec<f64>>>()?;
        if stamps.len() != shape[sector] {
            return None;
        }
    }
    let [first, second, third] = sectors.map(LapTime::seconds);
    let begins = [0.0, first, first + second];
    let ends = [first, first + second, first + second + third];
    let mut starts = [0.0; 3]; // the lap began, by each end of a sector
    for sector in 0..3 {
        starts[sector] = stamps[sector].last()? - ends[sector];
    }
    let start = starts.iter().sum::<f64>() / 3.0;
    if starts.iter().any(|it| (it - start).abs() > LATE) {
        return None;
    }
    let mut durations = [const { Vec::new() }; 3];
    for sector in 0..3 {
        let inner = stamps[sector].split_last()?.1.iter().map(|stamp| stamp - start);
        let times: Vec<f64> =
            [begins[sector]].into_iter().chain(inner).chain([ends[sector]]).collect();
        durations[sector] = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    }
    let is_in_order = durations.iter().flatten().all(|duration| *duration > 0.0);
    let ends_off = starts.iter().map(|it| (it - start).powi(2)).sum();
    is_in_order.then_some(PassedLap { durations, sectors, ends_off })
}

/// Leaves out laps with a stamp that came late: one mini-sector seems slow, the next as much too fast.
fn in_time(laps: Vec<PassedLap>) -> Vec<PassedLap> {
    let usual = [0, 1, 2].map(|sector| {
        let n = laps.first().map_or(0, |lap| lap.durations[sector].len());
        let of = |idx: usize| laps.iter().map(|lap| lap.durations[sector][idx]).collect::<Vec<_>>();
        (0..n).map(|idx| median(&of(idx)).unwrap_or(0.0)).collect::<Vec<_>>()
    });
    let has_late = |lap: &PassedLap| {
        lap.durations.iter().zip(&usual).any(|(durations, usual)| {
            let longer: Vec<f64> =
                durations.iter().zip(usual).map(|(it, usual)| it - usual).collect();
            longer.windows(2).any(|pair| pair[0] > LATE && pair[1] < -LATE)
        })
    };
    laps.into_iter().filter(|lap| !has_late(lap)).collect()
}

/// Means of a driver, with the variance of each.
struct Means {
    sectors: [LapTime; 3],
    mini_sectors: [Vec<(LapTime, f64)>; 3],
    n: usize,
}

impl Means {
    /// Ends of mini-sectors are rounded, so that what lies between them still adds up.
    fn of(laps: &[PassedLap], shape: Shape) -> Self {
        let n = laps.len() as f64;
        let sectors = [0, 1, 2].map(|sector| {
            let sum: u64 = laps.iter().map(|lap| lap.sectors[sector].as_micros()).sum();
            LapTime::from_micros((sum as f64 / n).round() as u64)
        });
        let mini_sectors = [0, 1, 2].map(|sector| {
            let (mut end, mut rounded) = (0.0, 0_u64);
            let mean = |idx: usize| {
                let durations = || laps.iter().map(|lap| lap.durations[sector][idx]);
                let mean = durations().sum::<f64>() / n;
                let squares: f64 = durations().map(|it| (it - mean).powi(2)).sum();
                end += mean;
                let is_last = idx + 1 == shape[sector];
                let sector_end = sectors[sector].as_micros();
                let next =
                    if is_last { sector_end } else { ((end * 1e6).round() as u64).min(sector_end) };
                let time = LapTime::from_micros(next.saturating_sub(rounded));
                rounded = next;
                (time, squares / (n - 1.0) / n)
            };
            (0..shape[sector]).map(mean).collect()
        });
        Self { sectors, mini_sectors, n: laps.len() }
    }
}

fn losses(means: &[Means; 2], shape: Shape) -> Vec<MiniSectorLoss> {
    let each = (0..3).flat_map(|sector| (0..shape[sector]).map(move |idx| (sector, idx)));
    let loss = |(sector, mini_sector): (usize, usize)| {
        let both = [0, 1].map(|driver: usize| means[driver].mini_sectors[sector][mini_sector]);
        let times = both.map(|(time, _)| time);
        let time = times[0].lost_to(times[1]);
        let half = half_width(both.map(|(_, variance)| variance), [means[0].n, means[1].n]);
        let loss = Loss { time, low: time.seconds() - half, high: time.seconds() + half };
        MiniSectorLoss { sector, mini_sector, times, loss }
    };
    each.map(loss).collect()
}

/// Half the interval of a difference of two means, from their variances and how many stand behind them.
///
/// Welch (1947), *The generalization of "Student's" problem when several different population
/// variances are involved*.
fn half_width(variances: [f64; 2], n: [usize; 2]) -> f64 {
    let sum = variances[0] + variances[1];
    if sum <= 0.0 {
        return 0.0;
    }
    let share = |idx: usize| variances[idx].powi(2) / (n[idx] - 1) as f64;
    let freedom = sum.powi(2) / (share(0) + share(1));
    nine_of_ten_of_t(freedom) * sum.sqrt()
}

/// Between plus and minus this lie nine of ten of Student's t, from two degrees of freedom on, to 0.3 %.
///
/// Abramowitz & Stegun (1964), *Handbook of Mathematical Functions*, 26.7.5.
fn nine_of_ten_of_t(freedom: f64) -> f64 {
    let x = NINE_OF_TEN;
    let power = |exponent: i32| x.powi(exponent);
    let first = (power(3) + x) / 4.0;
    let second = (5.0 * power(5) + 16.0 * power(3) + 3.0 * x) / 96.0;
    let third = (3.0 * power(7) + 19.0 * power(5) + 17.0 * power(3) - 15.0 * x) / 384.0;
    let fourth =
        79.0 * power(9) + 776.0 * power(7) + 1482.0 * power(5) - 1920.0 * power(3) - 945.0 * x;
    [first, second, third, fourth / 92_160.0]
        .into_iter()
        .zip(1..)
        .fold(x, |sum, (term, exponent)| sum + term / freedom.powi(exponent))
}

#[cfg(test)]
#[path = "mini_sectors_tests.rs"]
mod tests;
