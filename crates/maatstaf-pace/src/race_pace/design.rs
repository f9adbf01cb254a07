//! The laps of a race as rows of a linear model.

use std::collections::BTreeMap;

use maatstaf_core::{CarNumber, Compound};
use maatstaf_numerics::mixed::{Column, Row};

use super::PaceSettings;
use crate::lap_table::{LapTable, RaceLap};

/// The rows of a race, and what its columns mean.
pub(crate) struct Design {
    /// Which laps of the table the rows are, in order of the rows.
    pub laps: Vec<usize>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is known of each column.
    pub columns: Vec<Column>,
    /// The column of each driver of the table.
    pub drivers: Vec<Option<usize>>,
    /// The compounds, most laps first, with the column of each but the first, and that of its wear.
    pub compounds: Vec<CompoundColumns>,
    /// The column of the wear of all compounds.
    pub wear: usize,
    /// The column of fuel and track.
    pub trend: usize,
    /// The column of traffic, where there is any.
    pub traffic: Option<usize>,
    /// The first column of the laps of the race, by number from 0.
    first_number: usize,
    /// The lap in the middle, from which the trend counts.
    middle: f64,
    /// One lap as a share of the race.
    pub per_lap: f64,
    /// The stints, by car and number.
    pub stints: BTreeMap<(CarNumber, u16), usize>,
    traffic_gap: f64,
}

/// What the model says of a compound.
pub(crate) struct CompoundColumns {
    pub compound: Option<Compound>,
    /// How much slower it is than the first at its mean age; `None` for the first.
    pub level: Option<usize>,
    /// How its wear differs from that of all.
    pub wear: usize,
    /// The mean age of its laps, from which its wear counts.
    pub mean_age: f64,
    pub n_laps: usize,
}

impl Design {
    /// The design of the laps that are not left out.
    pub fn of(table: &LapTable, settings: &PaceSettings) -> Self {
        let kept = |(_, lap): &(usize, &RaceLap)| lap.left_out.is_none();
        let laps: Vec<usize> = table.laps.iter().enumerate().filter(kept).map(|it| it.0).collect();
        let mut columns = Vec::new();
        let mut add = |column: Column| {
            columns.push(column);
            columns.len() - 1
        };
        let mut drivers = vec![None; table.drivers.len()];
        for at in &laps {
            drivers[table.laps[*at].driver].get_or_insert_with(|| add(Column::Free));
        }
        let about = |mean, sd| Column::Known { mean, sd };
        let trend = add(about(settings.trend, settings.trend_sd));
        let wear = add(about(settings.wear, settings.wear_sd));
        let kept_laps: Vec<&RaceLap> = laps.iter().map(|at| &table.laps[*at]).collect();
        let mut compounds = compounds(&kept_laps);
        for (idx, compound) in compounds.iter_mut().enumerate() {
            compound.level = (idx > 0).then(|| add(about(0.0, settings.compound_sd)));
            compound.wear = add(about(0.0, settings.compound_wear_sd));
        }
        let in_traffic = kept_laps.iter().filter(|lap| lap.in_traffic(settings.traffic)).count();
        let some = in_traffic > 0 && in_traffic < laps.len();
        let traffic = some.then(|| add(about(0.0, 2.0 * settings.compound_sd)));
        let first_number = columns.len();
        columns.extend(vec![Column::Alike; usize::from(table.n_race_laps) + 1]);
        let mut stints = BTreeMap::new();
        for lap in &kept_laps {
            let next = stints.len();
            stints.entry((lap.car.clone(), lap.stint)).or_insert(next);
        }
        let middle = 0.5 * f64::from(table.n_race_laps);
        let mut design = Self {
            rows: Vec::new(),
            traffic_gap: settings.traffic,
            per_lap: 1.0 / f64::from(table.n_race_laps.max(1)),
            laps,
            columns,
            drivers,
            compounds,
            wear,
            trend,
            traffic,
            first_number,
            middle,
            stints,
        };
        design.rows = kept_laps.iter().filter_map(|lap| design.row(lap)).collect();
        design
    }

    /// A lap as a row; `None` where its driver, compound or stint is not in the design.
    pub fn row(&self, lap: &RaceLap) -> Option<Row> {
        let compound = self.compounds.iter().find(|it| it.compound == lap.compound)?;
        let age = f64::from(lap.age) - compound.mean_age;
        let mut entries = vec![(self.drivers[lap.driver]?, 1.0)];
        entries.push((self.trend, (f64::from(lap.number) - self.middle) * self.per_lap));
        entries.push((self.wear, age));
        entries.extend(compound.level.map(|level| (level, 1.0)));
        entries.push((compound.wear, age));
        let traffic = self.traffic.filter(|_| lap.in_traffic(self.traffic_gap));
        entries.extend(traffic.map(|traffic| (traffic, 1.0)));
        entries.push((self.first_number + usize::from(lap.number), 1.0));
        let group = *self.stints.get(&(lap.car.clone(), lap.stint))?;
        Some(Row { group, place: u32::from(lap.number), response: lap.time, entries })
    }

    /// How many stints there are beyond what levels of drivers and compounds take; at least one.
    pub fn df(&self) -> f64 {
        let levels = self.drivers.iter().flatten().count() + self.compounds.len().saturating_sub(1);
        self.stints.len().saturating_sub(levels).max(1) as f64
    }
}

/// The compounds of some laps, most laps first; their columns are yet to be given.
fn compounds(laps: &[&RaceLap]) -> Vec<CompoundColumns> {
    let mut ages: BTreeMap<Option<&Compound>, Vec<f64>> = BTreeMap::new();
    for lap in laps {
        ages.entry(lap.compound.as_ref()).or_default().push(f64::from(lap.age));
    }
    let columns = |(compound, ages): (Option<&Compound>, Vec<f64>)| CompoundColumns {
        compound: compound.cloned(),
        level: None,
        wear: 0,
        mean_age: ages.iter().sum::<f64>() / ages.len() as f64,
        n_laps: ages.len(),
    };
    let mut compounds: Vec<CompoundColumns> = ages.into_iter().map(columns).collect();
    compounds.sort_by_key(|it| std::cmp::Reverse(it.n_laps));
    compounds
}
