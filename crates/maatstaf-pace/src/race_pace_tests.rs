use maatstaf_core::{CarNumber, LapTime, Recording, TimedLap};

use super::*;
use crate::lap_table;

/// Two cars without chance: B is 0.4 s slower, laps get 0.05 s faster each, tyres do not wear.
fn plain(n: u16) -> Recording {
    let lap = |driver: &str, car: &str, number: u16| TimedLap {
        driver: Some(DriverName::new(driver)),
        time: Some(LapTime::from_millis(
            90_000 + if driver == "B" { 400 } else { 0 } - 50 * u64::from(number)
                + wobble(driver, number),
        )),
        ..TimedLap::new(CarNumber::new(car), number)
    };
    let laps = (1..=n).map(|number| lap("A", "1", number));
    Recording {
        laps: laps.chain((1..=n).map(|number| lap("B", "2", number))).collect(),
        ..Recording::default()
    }
}

/// A few milliseconds either way, that add up to nothing over four laps.
fn wobble(driver: &str, number: u16) -> u64 {
    [10, 30, 20, 0][usize::from(number + if driver == "B" { 2 } else { 0 }) % 4]
}

#[test]
fn exact_gap_without_chance() {
    let fit = race_pace(lap_table(&plain(25)), &PaceSettings::default()).unwrap();
    let [a, b] = ["A", "B"].map(DriverName::new);
    let gap = fit.gap(&b, &a).unwrap();
    assert!((gap.value - 0.4).abs() < 0.005, "{gap:?}");
    assert_eq!(fit.gap(&a, &b).unwrap().value, -gap.value);
    assert_eq!((fit.gap(&a, &a), fit.of(&b).unwrap().n_laps, fit.df), (None, 24, 1.0));
    assert!((fit.wear[0].on_the_watch.value + 0.05).abs() < 0.005, "{:?}", fit.wear);
}

#[test]
fn exact_a_lap_off_the_pace_is_named_and_moves_nothing() {
    let mut recording = plain(25);
    recording.laps[11].time = Some(LapTime::from_millis(93_000));
    let fit = race_pace(lap_table(&recording), &PaceSettings::default()).unwrap();
    assert_eq!(fit.table.laps[11].left_out, Some(LeftOut::OffThePace));
    assert!(fit.residuals[11].is_some_and(|residual| residual > 3.0));
    let [a, b] = ["A", "B"].map(DriverName::new);
    assert!((fit.gap(&b, &a).unwrap().value - 0.4).abs() < 0.01);
}

#[test]
fn exact_too_few_laps() {
    let refused = race_pace(lap_table(&plain(4)), &PaceSettings::default()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "6 laps of 0 drivers tell of pace; two drivers with 5 laps each are needed"
    );
    assert!(race_pace(LapTable::default(), &PaceSettings::default()).is_err());
}

#[test]
fn law_the_same_laps_give_the_same_bits() {
    let fit = || race_pace(lap_table(&plain(30)), &PaceSettings::default()).unwrap();
    assert_eq!(fit(), fit());
}
