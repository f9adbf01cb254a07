use maatstaf_core::{CarNumber, Recording, TimedLap};

/// The laps of a car, by its number; by the code of the driver where there are no such laps.
pub(crate) fn laps_of<'a>(
    recording: &'a Recording,
    car: Option<&CarNumber>,
    code: Option<&str>,
) -> Vec<&'a TimedLap> {
    let laps = recording.laps.iter();
    let of_car: Vec<_> = laps.clone().filter(|lap| Some(&lap.car) == car).collect();
    if !of_car.is_empty() {
        return of_car;
    }
    let is_his = |lap: &&TimedLap| lap.driver.as_ref().is_some_and(|it| Some(it.as_str()) == code);
    laps.filter(is_his).collect()
}
