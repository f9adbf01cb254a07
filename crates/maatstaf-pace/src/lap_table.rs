//! The laps of a race as a model of pace needs them, and which of them tell nothing of pace.

pub(crate) mod crossings;
mod left_out;

use maatstaf_core::{CarNumber, Compound, DriverName, Flags, LapNumber, Recording, TimedLap};

use crossings::Crossings;
pub use left_out::LeftOut;

/// The laps of a race, in order of car and number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LapTable {
    /// Who drove, in the order in which they come in the laps.
    pub drivers: Vec<DriverName>,
    /// Every lap that has a driver.
    pub laps: Vec<RaceLap>,
    /// How many laps the race had: the highest number among them.
    pub n_race_laps: LapNumber,
}

/// A lap of a race.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceLap {
    /// Who drove: which of [`LapTable::drivers`].
    pub driver: usize,
    /// Which car.
    pub car: CarNumber,
    /// Which lap of the car.
    pub number: LapNumber,
    /// How long it took, in seconds; 0 where there is no time.
    pub time: f64,
    /// In which stint of the car; counted by stops where the source does not say.
    pub stint: u16,
    /// The compound; `None` where the source does not say.
    pub compound: Option<Compound>,
    /// Laps on the tyres, this one included; counted in the stint where the source does not say.
    pub age: u16,
    /// How far behind another car it crossed the line at its beginning, in seconds; `None` where that
    /// is not known, or nobody had crossed it.
    pub gap_ahead: Option<f64>,
    /// Whether somebody passed, or was passed, on the road.
    pub changed_places: bool,
    /// The states of the track, where the source knows them.
    pub flags: Flags,
    /// Why it tells nothing of pace; `None` for a lap that does.
    pub left_out: Option<LeftOut>,
}

impl RaceLap {
    /// Whether it was driven at racing speed, on the pace or off it.
    pub fn is_on_the_road(&self) -> bool {
        matches!(self.left_out, None | Some(LeftOut::OffThePace))
    }

    /// Whether it began closer than so many seconds behind another car, or places changed in it.
    pub fn in_traffic(&self, seconds: f64) -> bool {
        self.changed_places || self.gap_ahead.is_some_and(|gap| gap < seconds)
    }
}

impl LapTable {
    /// How many laps are left out, by reason, in order of the reasons.
    pub fn left_out(&self) -> Vec<(LeftOut, usize)> {
        let count = |reason: LeftOut| {
            (reason, self.laps.iter().filter(|lap| lap.left_out == Some(reason)).count())
        };
        LeftOut::ALL.map(count).into_iter().filter(|(_, n)| *n > 0).collect()
    }
}

/// The laps of a race, with what is known of each beside it, and why some say nothing of pace.
///
/// Moments at the line are those of the source; where it has no clock, the times of a car are added up
/// from the start. A lap is left out for the first reason that fits, in the order of [`LeftOut`].
/// Whatever a source does not know excludes no lap; where it knows no flags, laps on which the whole
/// field was slow are found from the times.
///
/// ```
/// use maatstaf_core::{CarNumber, DriverName, LapTime, Recording, TimedLap};
/// use maatstaf_pace::{LeftOut, lap_table};
///
/// let lap = |number| TimedLap {
///     driver: Some(DriverName::new("VER")),
///     time: Some(LapTime::from_millis(90_000)),
///     ..TimedLap::new(CarNumber::new("1"), number)
/// };
/// let table = lap_table(&Recording { laps: (1..=5).map(lap).collect(), ..Recording::default() });
/// assert_eq!(table.left_out(), [(LeftOut::FirstLap, 1)]);
/// assert_eq!(table.laps[4].age, 5);
/// ```
pub fn lap_table(recording: &Recording) -> LapTable {
    let mut timed: Vec<&TimedLap> =
        recording.laps.iter().filter(|lap| lap.driver.is_some()).collect();
    timed.sort_by(|a, b| (&a.car, a.number).cmp(&(&b.car, b.number)));
    timed.dedup_by(|later, earlier| (&later.car, later.number) == (&earlier.car, earlier.number));
    let crossings = Crossings::of(&timed);
    let mut table = LapTable {
        n_race_laps: timed.iter().map(|lap| lap.number).max().unwrap_or(0),
        ..LapTable::default()
    };
    for car in timed.chunk_by(|a, b| a.car == b.car) {
        add_car(&mut table, car, &crossings);
    }
    left_out::judge(&mut table, &timed, &crossings);
    table
}

fn add_car(table: &mut LapTable, laps: &[&TimedLap], crossings: &Crossings) {
    let (mut stint, mut age) = (1, 0);
    for (idx, lap) in laps.iter().enumerate() {
        let stopped = lap.is_out_lap() || idx.checked_sub(1).is_some_and(|at| laps[at].is_in_lap());
        let is_next =
            idx > 0 && (lap.stint.is_none() && stopped || lap.stint > laps[idx - 1].stint);
        if is_next {
            (stint, age) = (stint + 1, 0);
        }
        age = lap.tyre_age.unwrap_or(age + 1);
        let Some(name) = &lap.driver else { continue };
        let driver = table.drivers.iter().position(|it| it == name).unwrap_or_else(|| {
            table.drivers.push(name.clone());
            table.drivers.len() - 1
        });
        table.laps.push(RaceLap {
            driver,
            car: lap.car.clone(),
            number: lap.number,
            time: lap.time.map_or(0.0, |time| time.seconds()),
            stint: lap.stint.unwrap_or(stint),
            compound: lap.compound.clone(),
            age,
            gap_ahead: crossings.gap_ahead(&lap.car, lap.number),
            changed_places: crossings.changed_places(&lap.car, lap.number),
            flags: lap.flags,
            left_out: None,
        });
    }
}

#[cfg(test)]
#[path = "lap_table_tests.rs"]
mod tests;
