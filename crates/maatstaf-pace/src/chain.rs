use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{DriverId, Event, Qualified, QualifyingPart, Season, Year};
use maatstaf_numerics::level::Estimate;
use maatstaf_numerics::network::{Difference, Network, Tie, disagreement};
use maatstaf_numerics::{OUTLIER_THRESHOLD, median};

use crate::qualifying::time_in;

/// What one season says about two team mates in qualifying.
#[derive(Clone, Debug, PartialEq)]
pub struct MateGap {
    /// Which season.
    pub season: Year,
    /// One of them.
    pub driver: DriverId,
    /// The other.
    pub reference: DriverId,
    /// The median of `100 · ln(t / t_ref)` over the rounds: percent of the lap time, but so that a gap turned round is
    /// the same with the other sign.
    pub gap: f64,
    /// Its standard error, in the same unit.
    pub error: f64,
    /// How much a gap of one round scatters around its pair's in that season, in the same unit.
    pub spread: f64,
    /// How many rounds stand behind it.
    pub n: usize,
}

/// Two drivers who need not have been team mates, by chains of team mates.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainedGap {
    /// By every chain at once: percent of the lap time, positive when the driver is slower; 90 % interval.
    pub gap: Estimate,
    /// The chain with the fewest links, and of these the surest; from the driver to the reference.
    pub links: Vec<ChainLink>,
    /// By how much seasons of the same drivers, and chains between them, disagree beyond their errors: a standard
    /// deviation, as a share of the scatter of one round in that season. It is part of every interval here.
    pub disagreement: f64,
    /// How many gaps of a season and a pair there are in all.
    pub n_pair_seasons: usize,
}

/// Two team mates in a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainLink {
    /// The one nearer to the driver.
    pub driver: DriverId,
    /// The one nearer to the reference.
    pub reference: DriverId,
    /// The seasons in which they were team mates and both set times.
    pub seasons: Vec<Year>,
    /// How many rounds stand behind it.
    pub n: usize,
    /// Their gap by these seasons alone, with its 90 % interval.
    pub gap: Estimate,
    /// The gap from the driver up to this reference along this chain, with its interval that grows.
    pub so_far: Estimate,
}

/// What a season says about all pairs of team mates.
///
/// A gap is taken in the latest part of qualifying in which both set a time, a pair's is the median of its rounds.
/// The spread of a round is taken from all pairs of the season together, since one pair has few rounds:
///
/// ```text
/// s = 1.4826 · median |gap − median of the pair|        error = 1.2533 · s / √n,  s / √n below three rounds
/// ```
///
/// Where a pair has fewer than three rounds, gaps of more than 3.5 times the spread of all gaps are left out:
/// there a median does not help.
///
/// ```
/// # use maatstaf_core::Season;
/// # use maatstaf_pace::mate_gaps;
/// assert!(mate_gaps(&Season::new(2023, vec![])?).is_empty());
/// # Ok::<(), maatstaf_core::InvalidSeason>(())
/// ```
pub fn mate_gaps(season: &Season) -> Vec<MateGap> {
    let mut pairs: BTreeMap<(&DriverId, &DriverId), Vec<f64>> = BTreeMap::new();
    for event in season.events() {
        for ((driver, reference), gap) in event_gaps(event) {
            pairs.entry((driver, reference)).or_default().push(gap);
        }
    }
    let all: Vec<f64> = pairs.values().flatten().map(|gap| gap.abs()).collect();
    let widest = OUTLIER_THRESHOLD * CONSISTENT * median(&all).unwrap_or(0.0);
    for gaps in pairs.values_mut().filter(|gaps| gaps.len() < ENOUGH) {
        gaps.retain(|gap| gap.abs() <= widest);
    }
    let rests = pairs.values().filter(|gaps| gaps.len() >= ENOUGH).flat_map(|gaps| {
        let middle = median(gaps).unwrap_or(0.0);
        gaps.iter().map(move |gap| (gap - middle).abs())
    });
    let rests: Vec<f64> = rests.collect();
    let spread =
        CONSISTENT * median(&rests).filter(|it| *it > 0.0).or_else(|| median(&all)).unwrap_or(0.0);
    let of_pair = |((driver, reference), gaps): ((&DriverId, &DriverId), Vec<f64>)| {
        let factor = if gaps.len() < ENOUGH { 1.0 } else { MEDIAN_FACTOR };
        Some(MateGap {
            season: season.year(),
            driver: driver.clone(),
            reference: reference.clone(),
            gap: median(&gaps)?,
            error: factor * spread / (gaps.len() as f64).sqrt(),
            spread,
            n: gaps.len(),
        })
    };
    pairs.into_iter().filter_map(of_pair).filter(|it| it.error > 0.0).collect()
}

/// Consistency factor of a median absolute deviation: 1 / Φ⁻¹(3/4).
const CONSISTENT: f64 = 1.482_602_218_505_602;

/// How much less sure a median is than a mean, for normal noise: √(π/2).
const MEDIAN_FACTOR: f64 = 1.253_314_137_315_500_3;

/// From so many rounds on a median withstands a wild one.
const ENOUGH: usize = 3;

/// Every pair of team mates with times in the same part, names in order.
fn event_gaps(event: &Event) -> Vec<((&DriverId, &DriverId), f64)> {
    let lines: Vec<&Qualified> = event.qualifying.iter().flat_map(|it| &it.lines).collect();
    let mut seen = BTreeSet::new();
    let mut gaps = Vec::new();
    for (i, ours) in lines.iter().enumerate() {
        for theirs in &lines[i + 1..] {
            let (a, b) = if ours.driver < theirs.driver { (ours, theirs) } else { (theirs, ours) };
            let are_mates = a.constructor == b.constructor && a.driver != b.driver;
            if let Some(gap) = gap_of(a, b).filter(|_| are_mates)
                && seen.insert((&a.driver, &b.driver))
            {
                gaps.push(((&a.driver, &b.driver), gap));
            }
        }
    }
    gaps
}

fn gap_of(ours: &Qualified, theirs: &Qualified) -> Option<f64> {
    let in_part = |part| Some((time_in(ours, part)?, time_in(theirs, part)?));
    let (ours, theirs) = QualifyingPart::LATEST_FIRST.into_iter().find_map(in_part)?;
    Some(100.0 * (ours.as_micros() as f64 / theirs.as_micros() as f64).ln())
}

/// The gap of two drivers by every chain of team mates between them at once, by weighted least squares on the
/// network of pairs and seasons.
///
/// `gaps` are those of all seasons that may take part, from [`mate_gaps`]. Every gap carries its error and what seasons
/// disagree by beyond their errors, see [`disagreement`], in proportion to the scatter of its season; so a chain grows less sure link by link, and two team
/// mates without another chain between them have their own gap. `None` where no chain leads from one to the other.
///
/// It takes drivers as having one pace relative to each other, in every car and year: what a career adds or takes
/// away is in the disagreement alone, so over long chains an interval is rather too narrow than too wide.
///
/// ```
/// use maatstaf_core::DriverId;
/// use maatstaf_pace::{MateGap, chained_gap};
///
/// let gap = |driver: &str, reference: &str, gap| MateGap {
///     season: 1,
///     driver: DriverId::new(driver),
///     reference: DriverId::new(reference),
///     gap,
///     error: 0.1,
///     spread: 0.4,
///     n: 20,
/// };
/// let gaps = [gap("a", "b", 0.2), gap("b", "c", 0.3)];
/// let found = chained_gap(&gaps, &DriverId::new("a"), &DriverId::new("c")).unwrap();
/// assert!((found.gap.median - 0.50).abs() < 0.01);
/// assert!(found.links[1].so_far.high - found.links[1].so_far.low > 0.4); // 2 · 1.645 · 0.1 · √2
/// ```
pub fn chained_gap(
    gaps: &[MateGap],
    driver: &DriverId,
    reference: &DriverId,
) -> Option<ChainedGap> {
    let names: BTreeSet<&DriverId> =
        gaps.iter().flat_map(|it| [&it.driver, &it.reference]).collect();
    let names: Vec<&DriverId> = names.into_iter().collect();
    let point = |name: &DriverId| names.binary_search(&name).ok();
    let tie = |it: &MateGap| {
        let (from, to) = (point(&it.driver)?, point(&it.reference)?);
        let variance = it.error * it.error;
        Some(Tie { from, to, difference: it.gap, variance, loose: it.spread * it.spread })
    };
    let ties: Vec<Tie> = gaps.iter().filter_map(tie).collect();
    let (from, to) = (point(driver)?, point(reference)?);
    let extra = disagreement(names.len(), &ties);
    let network = Network::new(names.len(), ties, extra);
    let way = network.shortest(from, to)?;
    let mut so_far = Difference { difference: 0.0, variance: 0.0 };
    let mut links = Vec::new();
    for pair in way.windows(2) {
        let (own, n, seasons) = own_gap(gaps, extra, names[pair[0]], names[pair[1]]);
        so_far.difference += own.difference;
        so_far.variance += own.variance;
        links.push(ChainLink {
            driver: names[pair[0]].clone(),
            reference: names[pair[1]].clone(),
            seasons,
            n,
            gap: in_percent(own),
            so_far: in_percent(so_far),
        });
    }
    Some(ChainedGap {
        gap: in_percent(network.between(from, to)?),
        links,
        disagreement: extra.sqrt(),
        n_pair_seasons: gaps.len(),
    })
}

/// The gap of two team mates by their own seasons alone.
fn own_gap(
    gaps: &[MateGap],
    extra: f64,
    driver: &DriverId,
    reference: &DriverId,
) -> (Difference, usize, Vec<Year>) {
    let (mut weights, mut sum, mut n, mut seasons) = (0.0, 0.0, 0, Vec::new());
    for it in gaps {
        let sign = match (&it.driver, &it.reference) {
            (a, b) if a == driver && b == reference => 1.0,
            (a, b) if a == reference && b == driver => -1.0,
            _ => continue,
        };
        let weight = 1.0 / (it.error * it.error + extra * it.spread * it.spread);
        weights += weight;
        sum += sign * weight * it.gap;
        n += it.n;
        seasons.push(it.season);
    }
    seasons.sort_unstable();
    seasons.dedup();
    (Difference { difference: sum / weights, variance: 1.0 / weights }, n, seasons)
}

/// Beyond so many standard deviations on either side lie 10 % of a normal distribution.
const NORMAL_90: f64 = 1.644_853_626_951_472_7;

fn in_percent(it: Difference) -> Estimate {
    let half = NORMAL_90 * it.variance.sqrt();
    let percent = |log: f64| 100.0 * (log / 100.0).exp_m1();
    Estimate {
        low: percent(it.difference - half),
        median: percent(it.difference),
        high: percent(it.difference + half),
    }
}
