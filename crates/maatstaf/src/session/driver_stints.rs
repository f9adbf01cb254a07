use maatstaf_core::{CarNumber, DriverName, LapNumber, LapTime, Recording};

/// Consecutive laps of a car with one driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverStint {
    /// Which car.
    pub car: CarNumber,
    /// Who drove.
    pub driver: DriverName,
    /// His first lap.
    pub first_lap: LapNumber,
    /// His last lap.
    pub last_lap: LapNumber,
    /// How many laps of it are recorded.
    pub n_laps: u16,
    /// Their times together, where all are known.
    pub time: Option<LapTime>,
}

/// Who drove when, car by car. Laps without a name end a stint.
///
/// ```
/// use maatstaf::core::{CarNumber, DriverName, Recording, TimedLap};
/// use maatstaf::session::driver_stints;
///
/// let lap = |number, driver: &str| TimedLap {
///     driver: Some(DriverName::new(driver)),
///     ..TimedLap::new(CarNumber::new("50"), number)
/// };
/// let laps = vec![lap(1, "Antonio FUOCO"), lap(2, "Antonio FUOCO"), lap(3, "Miguel MOLINA")];
/// let stints = driver_stints(&Recording { laps, ..Recording::default() });
/// assert_eq!((stints.len(), stints[0].last_lap), (2, 2));
/// ```
pub fn driver_stints(recording: &Recording) -> Vec<DriverStint> {
    let stints = recording.laps.chunk_by(|a, b| a.car == b.car && a.driver == b.driver);
    let named = stints.filter_map(|laps| {
        let (first, last) = (laps.first()?, laps.last()?);
        let time = laps.iter().try_fold(0_u64, |sum, lap| sum.checked_add(lap.time?.as_micros()));
        Some(DriverStint {
            car: first.car.clone(),
            driver: first.driver.clone()?,
            first_lap: first.number,
            last_lap: last.number,
            n_laps: u16::try_from(laps.len()).unwrap_or(u16::MAX),
            time: time.map(LapTime::from_micros),
        })
    });
    named.collect()
}
