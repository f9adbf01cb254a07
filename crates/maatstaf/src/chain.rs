//! Two drivers by chains of team mates, from every season at hand.

use maatstaf_core::{Almanac, DriverId};
use maatstaf_pace::{ChainedGap, MateGap, chained_gap, mate_gaps};

use crate::Error;

/// The gap of two drivers in qualifying by every chain of team mates in the seasons at hand, and the
/// shortest chain. See [`chained_gap`].
///
/// # Errors
///
/// When no chain leads from one to the other.
///
/// ```
/// use maatstaf::core::DriverId;
///
/// // Pérez was Verstappen's team mate and Gasly Tsunoda's, but nobody links the two in these seasons.
/// let almanac = maatstaf::facts::seasons();
/// let gap = |a: &str, b: &str| maatstaf::chain(&almanac, &DriverId::new(a), &DriverId::new(b));
/// assert!(gap("sergio-perez", "yuki-tsunoda").is_err());
/// // Norris through Ricciardo and Piastri: one was at McLaren before the other.
/// let found = gap("daniel-ricciardo", "oscar-piastri")?;
/// assert_eq!(found.links.len(), 2);
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn chain(
    almanac: &Almanac,
    driver: &DriverId,
    reference: &DriverId,
) -> Result<ChainedGap, Error> {
    let gaps: Vec<MateGap> = almanac.seasons.values().flat_map(mate_gaps).collect();
    let name = |id| almanac.driver_name(id).to_owned();
    chained_gap(&gaps, driver, reference)
        .ok_or_else(|| Error::NoChain { driver: name(driver), reference: name(reference) })
}
