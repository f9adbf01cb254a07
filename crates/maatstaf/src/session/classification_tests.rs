use maatstaf_core::{
    CarNumber, ClockTime, Flag, FlagChange, LapTime, QualifyingPart, Recording, TimedLap,
};

use super::{OnTheRoad, classification};

fn lap(car: &str, number: u16, time: u64, ended: u64) -> TimedLap {
    TimedLap {
        time: (time > 0).then(|| LapTime::from_millis(time)),
        ended: (ended > 0).then(|| ClockTime::from_millis(ended)),
        ..TimedLap::new(CarNumber::new(car), number)
    }
}

fn session(name: &str, laps: Vec<TimedLap>) -> Recording {
    let mut recording = Recording { laps, ..Recording::default() };
    recording.about.session = Some(name.to_owned());
    recording
}

/// Checks the order, and what stands behind each car.
#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(
    recording: &Recording,
    of: impl Fn(&OnTheRoad) -> T,
    want: &[(&str, T)],
) {
    let road = classification(recording);
    let found: Vec<(&str, T)> = road.iter().map(|line| (line.car.as_str(), of(line))).collect();
    assert_eq!(found, want);
    assert!(road.iter().zip(1..).all(|(line, place)| line.place == place));
}

/// Car 1 leads two laps; 2 is half a second behind, 3 is lapped, 4 stops in its first lap.
fn short_race() -> Recording {
    let laps = vec![
        lap("1", 1, 95_000, 95_000),
        lap("1", 2, 90_000, 185_000),
        lap("1", 3, 110_000, 295_000),
        lap("2", 1, 95_200, 95_200),
        lap("2", 2, 90_300, 185_500),
        lap("3", 1, 190_000, 190_000),
        lap("4", 1, 0, 60_000),
    ];
    session("Race", laps)
}

fn with_flag(at: u64) -> Recording {
    let flags = vec![FlagChange { at: ClockTime::from_millis(at), flag: Flag::Chequered }];
    Recording { flags, ..short_race() }
}

#[test]
fn laps_then_the_moment() {
    let gap =
        |line: &OnTheRoad| (line.laps, line.gap_laps, line.gap.map(|gap| gap.as_micros() / 1000));
    let want = [
        ("1", (2, 0, Some(0))),
        ("2", (2, 0, Some(500))),
        ("3", (1, 1, None)),
        ("4", (0, 2, None)),
    ];
    check(&with_flag(185_000), gap, &want);
}

#[test]
fn the_lap_after_the_flag_does_not_count() {
    for told in [180_000, 185_000, 185_400, 200_000] {
        check(&with_flag(told), |line| line.laps, &[("1", 2), ("2", 2), ("3", 1), ("4", 0)]);
    }
    check(&short_race(), |line| line.laps, &[("1", 3), ("2", 2), ("3", 1), ("4", 0)]);
}

#[test]
fn a_lap_without_a_time_is_completed_when_another_follows() {
    let mut recording = with_flag(185_000);
    recording.laps[0].time = None;
    check(&recording, |line| line.laps, &[("1", 2), ("2", 2), ("3", 1), ("4", 0)]);
    recording.about.started = Some(ClockTime::from_millis(5000));
    let time = |line: &OnTheRoad| line.time.map(LapTime::as_micros);
    check(
        &recording,
        time,
        &[
            ("1", Some(180_000_000)),
            ("2", Some(180_500_000)),
            ("3", Some(185_000_000)),
            ("4", None),
        ],
    );
}

#[test]
fn without_a_clock_times_are_added_up() {
    let laps = vec![
        lap("1", 1, 95_000, 0),
        lap("1", 2, 91_000, 0),
        lap("2", 1, 95_200, 0),
        lap("2", 2, 90_300, 0),
    ];
    let gap = |line: &OnTheRoad| line.gap.map(|gap| gap.to_string());
    check(
        &session("Sprint", laps),
        gap,
        &[("2", Some("+0.000".into())), ("1", Some("+0.500".into()))],
    );
}

#[test]
fn practice_goes_by_the_best_lap_that_counts() {
    let deleted = TimedLap { deleted: Some("track limits".into()), ..lap("1", 2, 70_000, 300_000) };
    let laps = vec![
        lap("1", 1, 75_000, 100_000),
        deleted,
        lap("2", 1, 74_000, 90_000),
        lap("3", 1, 0, 90_000),
        lap("4", 1, 74_000, 80_000),
    ];
    let best = |line: &OnTheRoad| line.best_lap.map(|lap| lap.as_micros() / 1000);
    let want = [("4", Some(74_000)), ("2", Some(74_000)), ("1", Some(75_000)), ("3", None)];
    check(&session("Practice 1", laps), best, &want);
}

#[test]
fn qualifying_goes_by_the_latest_part() {
    let part = |part, lap: TimedLap| TimedLap { part: Some(part), ..lap };
    let laps = vec![
        part(QualifyingPart::Q1, lap("1", 1, 74_000, 100_000)),
        part(QualifyingPart::Q2, lap("1", 2, 75_000, 900_000)),
        part(QualifyingPart::Q1, lap("2", 1, 73_000, 100_000)),
        part(QualifyingPart::Q1, lap("3", 1, 73_500, 100_000)),
        part(QualifyingPart::Q2, lap("3", 2, 0, 900_000)),
    ];
    use QualifyingPart::{Q1, Q2};
    for name in ["Qualifying", "Sprint Qualifying", "Sprint Shootout"] {
        let want = [("1", Some(Q2)), ("2", Some(Q1)), ("3", Some(Q1))];
        check(&session(name, laps.clone()), |line| line.part, &want);
    }
}

#[test]
fn law_no_laps_no_places() {
    check(&session("Race", Vec::new()), |_| (), &[]);
    check(&Recording::default(), |_| (), &[]);
}
