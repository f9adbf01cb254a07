//! Where everybody was on the road after the first lap, and after his last.

use std::collections::BTreeMap;

use maatstaf_core::{DriverName, Flag, Recording, RoadPlaces, TimedLap};

use crate::lap_table::crossings::Crossings;

/// The places of everybody in the laps of a race.
///
/// A place is that of the source; where it gives none, the order in which cars completed the same lap. A car that
/// breaks down is slow on its way to the pits, so a last lap that ends in the pit lane does not count as completed:
/// who comes in to stop held the place that he had a lap before.
///
/// ```
/// use maatstaf_core::{CarNumber, DriverName, Recording, TimedLap};
/// use maatstaf_pace::road_places;
///
/// let lap = |number, place, in_lap| TimedLap {
///     driver: Some(DriverName::new("PER")),
///     place: Some(place),
///     in_lap,
///     ..TimedLap::new(CarNumber::new("11"), number)
/// };
/// let laps = vec![lap(1, 4, false), lap(2, 3, false), lap(3, 17, true)];
/// let places = road_places(&Recording { laps, ..Recording::default() });
/// let perez = places[&DriverName::new("PER")];
/// assert_eq!((perez.first_lap, perez.last_lap), (Some(4), Some(3)));
/// ```
pub fn road_places(recording: &Recording) -> BTreeMap<DriverName, RoadPlaces> {
    let mut laps: Vec<&TimedLap> =
        recording.laps.iter().filter(|lap| lap.driver.is_some()).collect();
    laps.sort_by(|a, b| (&a.car, a.number).cmp(&(&b.car, b.number)));
    laps.dedup_by(|later, earlier| (&later.car, later.number) == (&earlier.car, earlier.number));
    let crossings = Crossings::of(&laps);
    let knows_flags = laps.iter().any(|lap| !lap.flags.is_empty());
    let place = |lap: &TimedLap| {
        let stated = lap.place.filter(|place| *place > 0);
        stated.or_else(|| crossings.place(&lap.car, lap.number))
    };
    let of_car = |laps: &[&TimedLap]| {
        let until = laps.len() - usize::from(laps.last().is_some_and(|lap| lap.is_in_lap()));
        let done = &laps[..until];
        let first = done.first().filter(|lap| lap.number == 1);
        let last = done.iter().rev().find_map(|lap| place(lap));
        let seen = RoadPlaces {
            first_lap: first.and_then(|lap| place(lap)),
            last_lap: last,
            free_laps: knows_flags.then(|| free_laps(laps)),
        };
        Some((laps[0].driver.clone()?, seen))
    };
    laps.chunk_by(|a, b| a.car == b.car).filter_map(of_car).collect()
}

/// The laps after the last one in which the field was drawn together.
fn free_laps(laps: &[&TimedLap]) -> u16 {
    let drawn = |lap: &&TimedLap| {
        [Flag::SafetyCar, Flag::Red].into_iter().any(|flag| lap.flags.holds(flag))
    };
    let free = laps.iter().rposition(drawn).map_or(laps, |last| &laps[last + 1..]);
    free.len() as u16
}

#[cfg(test)]
#[path = "road_places_tests.rs"]
mod tests;
