//! Pole times of dry sessions on the layouts that the embedded courses hold.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use maatstaf_core::{Almanac, Year};

/// The seasons of the ground-effect cars that the generic car stands for.
pub const YEARS: RangeInclusive<Year> = 2022..=2024;

/// Sessions whose pole lap was driven on a road that was wet or drying: from memory of the sessions,
/// each borne out by a dry year of the same circuit or by parts of the session, seconds apart.
pub const NOT_DRY: [(Year, &str, &str); 10] = [
    (2022, "imola", "rain"),
    (2022, "montreal", "rain"),
    (2022, "silverstone", "rain"),
    (2022, "interlagos", "drying, then rain"),
    (2023, "montreal", "rain"),
    (2023, "spa-francorchamps", "drying"),
    (2023, "zandvoort", "drying"),
    (2024, "spa-francorchamps", "rain"),
    (2024, "interlagos", "rain"),
    (2022, "marina-bay", "drying"),
];

/// A pole lap.
#[derive(Clone, Debug, PartialEq)]
pub struct Pole {
    /// The circuit as seasons name it.
    pub circuit: String,
    pub year: Year,
    /// As printed.
    pub driver: String,
    /// The pole sitter's best lap of all parts of qualifying, s.
    pub time: f64,
}

/// Every dry pole lap on the layout of an embedded course, by circuit, from the fastest.
pub fn dry_poles(almanac: &Almanac) -> BTreeMap<String, Vec<Pole>> {
    let mut poles: BTreeMap<String, Vec<Pole>> = BTreeMap::new();
    for pole in YEARS.flat_map(|year| of_season(almanac, year)) {
        let wet = NOT_DRY.iter().any(|it| it.0 == pole.year && it.1 == pole.circuit);
        // The table of what circuits reward knows from when to when a layout was driven.
        let same_layout = maatstaf::facts::circuit_worth(&pole.circuit, pole.year).is_some();
        if same_layout && !wet {
            poles.entry(pole.circuit.clone()).or_default().push(pole);
        }
    }
    poles.values_mut().for_each(|it| it.sort_by(|a, b| a.time.total_cmp(&b.time)));
    poles
}

fn of_season(almanac: &Almanac, year: Year) -> Vec<Pole> {
    let events = almanac.seasons.get(&year).map_or(&[][..], |season| season.events());
    let pole = |event: &maatstaf_core::Event| {
        let lines = &event.qualifying.as_ref()?.lines;
        let first = lines.iter().find(|line| line.place == Some(1))?;
        let time = first.times.iter().flatten().min()?;
        Some(Pole {
            circuit: event.round.circuit_id.clone(),
            year,
            driver: almanac.driver_name(&first.driver).to_owned(),
            time: time.seconds(),
        })
    };
    events.iter().filter_map(pole).collect()
}
