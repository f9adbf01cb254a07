//! What tyres lose with age.

use maatstaf_core::Compound;
use maatstaf_numerics::mixed::Fit;

use crate::lap_table::LapTable;
use crate::race_pace::{Design, LapsEstimate};

/// What a compound loses with age in a race.
#[derive(Clone, Debug, PartialEq)]
pub struct TyreWear {
    /// Which compound; `None` where the source does not say.
    pub compound: Option<Compound>,
    /// Seconds lost per lap of age, fuel and track taken out: as sure as what is supposed of those.
    pub per_lap: LapsEstimate,
    /// Seconds lost from one lap of a stint to the next, fuel and track left in: what the watch shows.
    pub on_the_watch: LapsEstimate,
    /// How much slower it is than the compound with the most laps when both are new, in seconds;
    /// `None` for that one.
    pub when_new: Option<LapsEstimate>,
    /// Stints on it.
    pub n_stints: usize,
}

/// The wear of every compound of a fitted race, most laps first.
pub(crate) fn wear(table: &LapTable, design: &Design, fit: &Fit, df: f64) -> Vec<TyreWear> {
    let base = design.compounds.first();
    let compounds = design.compounds.iter().map(|own| {
        let estimate =
            |weights: &[(usize, f64)]| LapsEstimate::of(fit.contrast(weights), df, own.n_laps);
        let of_age = [(design.wear, 1.0), (own.wear, 1.0)];
        let watched = [of_age[0], of_age[1], (design.trend, design.per_lap)];
        // Levels are those at the mean ages; new is age 1.
        let when_new = own.level.zip(base).map(|(level, base)| {
            let back = own.mean_age - base.mean_age;
            let wear = [(design.wear, -back), (own.wear, 1.0 - own.mean_age)];
            estimate(&[(level, 1.0), wear[0], wear[1], (base.wear, base.mean_age - 1.0)])
        });
        let laps = design.laps.iter().map(|at| &table.laps[*at]);
        let mut stints: Vec<_> = laps
            .filter(|lap| lap.compound == own.compound)
            .map(|lap| (&lap.car, lap.stint))
            .collect();
        stints.dedup();
        TyreWear {
            compound: own.compound.clone(),
            per_lap: estimate(&of_age),
            on_the_watch: estimate(&watched),
            when_new,
            n_stints: stints.len(),
        }
    });
    compounds.collect()
}
