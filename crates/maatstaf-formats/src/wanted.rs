//! What somebody wants of a recording, taken out of the whole.

use maatstaf_core::{CarNumber, LapNumber, RecordedCar, Recording, TimedLap};

/// Keeps the laps, stints and samples of the drivers and cars that are named, and the laps in a range;
/// nobody named means everybody. Gives the names that are nobody's.
pub(crate) fn keep(
    recording: &mut Recording,
    who: &[String],
    range: Option<(LapNumber, LapNumber)>,
) -> Vec<String> {
    if let Some((first, last)) = range {
        recording.laps.retain(|lap| (first..=last).contains(&lap.number));
    }
    if who.is_empty() {
        return Vec::new();
    }
    let cars = std::mem::take(&mut recording.cars);
    let is_wanted = |lap: &TimedLap| {
        let car = cars.iter().find(|car| car.car == lap.car);
        who.iter().any(|who| drove(car, lap, who))
    };
    recording.laps.retain(is_wanted);
    let is_of =
        |car: &CarNumber| cars.iter().any(|it| it.car == *car && who.iter().any(|who| is(it, who)));
    recording.stints.retain(|stint| is_of(&stint.car));
    recording.samples.retain(|samples| is_of(samples.car()));
    let laps = &recording.laps;
    let is_known = |who: &&String| {
        cars.iter().any(|car| is(car, who)) || laps.iter().any(|lap| drove(None, lap, who))
    };
    let strangers = who.iter().filter(|who| !is_known(who)).cloned().collect();
    recording.cars = cars;
    strangers
}

/// Whether a name means a car, or somebody in it.
fn is(car: &RecordedCar, who: &str) -> bool {
    car.car.as_str() == who.trim()
        || car.crew.iter().any(|driver| {
            called(driver.name.as_str(), who)
                || driver.full_name.as_deref().is_some_and(|name| called(name, who))
        })
}

/// Whether a name means who drove a lap, or his car.
fn drove(car: Option<&RecordedCar>, lap: &TimedLap, who: &str) -> bool {
    let Some(name) = &lap.driver else {
        return lap.car.as_str() == who.trim() || car.is_some_and(|car| is(car, who));
    };
    let crew = car.map_or(&[][..], |car| &car.crew);
    let full = crew.iter().find(|it| it.name == *name).and_then(|it| it.full_name.as_deref());
    lap.car.as_str() == who.trim()
        || called(name.as_str(), who)
        || full.is_some_and(|full| called(full, who))
}

/// By the whole name, or by its last word or words; small letters do no harm.
fn called(name: &str, who: &str) -> bool {
    let (name, who) = (name.to_lowercase(), who.trim().to_lowercase());
    !who.is_empty() && (name == who || name.ends_with(&format!(" {who}")))
}

#[cfg(test)]
mod tests {
    use super::keep;

    /// Two cars, three drivers, twelve laps.
    const LAPS: &[u8] = include_bytes!("../../../fixtures/meadow_6h_2031.csv");

    #[track_caller]
    fn check(who: &[&str], range: Option<(u16, u16)>, n_laps: usize, strangers: &[&str]) {
        let mut recording = crate::al_kamel::read("meadow.csv", LAPS).unwrap().recording;
        let who: Vec<String> = who.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(keep(&mut recording, &who, range), strangers);
        assert_eq!(recording.laps.len(), n_laps, "{who:?}");
        assert_eq!(recording.cars.len(), 3, "{who:?}");
    }

    #[test]
    fn exact_drivers_cars_and_laps() {
        check(&[], None, 15, &[]);
        check(&["007"], None, 5, &[]);
        check(&["7", "007"], None, 10, &[]);
        check(&["anning"], None, 2, &[]);
        check(&[], Some((2, 3)), 6, &[]);
        check(&["007"], Some((2, 3)), 2, &[]);
        check(&["007", "VER"], None, 5, &["VER"]);
    }
}
