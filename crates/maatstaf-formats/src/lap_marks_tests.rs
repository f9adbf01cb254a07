use maatstaf_core::{CarNumber, ClockTime, ControlMessage, LapTime, TimedLap, TimedStint};

use super::{add_stint, judge, verdicts};

/// Checks in which stint a lap is, and how old its tyres are, on a set of so many laps.
#[track_caller]
fn check_stint(laps: (u16, Option<u16>), age_at_start: u16, lap: u16, want: Option<Option<u16>>) {
    let car = CarNumber::new("7");
    let stint = TimedStint {
        car: car.clone(),
        stint: 2,
        compound: None,
        fresh: None,
        age_at_start: Some(age_at_start),
        first_lap: Some(laps.0),
        last_lap: laps.1,
    };
    let mut lap = TimedLap::new(car, lap);
    add_stint(&mut lap, &[stint]);
    assert_eq!(lap.stint.map(|_| lap.tyre_age), want);
}

#[test]
fn exact_laps_on_their_tyres() {
    check_stint((5, Some(10)), 3, 4, None);
    check_stint((5, Some(10)), 3, 5, Some(Some(4)));
    check_stint((5, Some(10)), 3, 10, Some(Some(9)));
    check_stint((5, Some(10)), 3, 11, None);
    check_stint((5, None), 0, 11, Some(Some(7)));
    // What no car drives: counted as far as it can be, never beyond.
    check_stint((0, None), 0, u16::MAX, Some(Some(u16::MAX)));
    check_stint((0, None), 1, u16::MAX, Some(None));
}

fn said(text: &str, at: Option<u64>) -> ControlMessage {
    ControlMessage {
        at: at.map(ClockTime::from_millis),
        lap: None,
        category: "Other".to_owned(),
        flag: None,
        scope: None,
        sector: None,
        car: None,
        text: text.to_owned(),
    }
}

/// Checks the verdict of one message: whose, which time, and why.
#[track_caller]
fn check(text: &str, want: Option<(&str, u64, Option<&str>)>) {
    let verdicts = verdicts(&[said(text, None)]);
    let got = verdicts.first();
    let got = got.map(|it| (it.car.as_str(), it.time, it.reason.as_deref()));
    assert_eq!(got, want.map(|(car, ms, why)| (car, LapTime::from_millis(ms), why)), "{text}");
}

#[test]
fn laps_are_taken_away_and_given_back() {
    let why = "TRACK LIMITS AT TURN 9";
    check(&format!("CAR 3 (RIC) TIME 1:27.113 DELETED - {why}"), Some(("3", 87_113, Some(why))));
    check("CAR 3 (RIC) TIME 1:27.113 DELETED", Some(("3", 87_113, Some("deleted"))));
    check("CAR 3 (RIC) TIME 1:27.113 REINSTATED", Some(("3", 87_113, None)));
    check("CAR 3 (RIC) LAP DELETED", None);
    check("CAR 3 (RIC) TIME 1:27.113 NOTED", None);
    check("GREEN LIGHT - PIT EXIT OPEN", None);
}

#[test]
fn exact_of_two_laps_of_one_time_the_last_that_had_begun() {
    let lap = |number: u16, began: u64| TimedLap {
        time: Some(LapTime::from_millis(87_113)),
        began: Some(ClockTime::from_millis(began)),
        ..TimedLap::new(CarNumber::new("3"), number)
    };
    let taken = |at: Option<u64>| {
        let mut laps = [lap(1, 0), lap(2, 100_000), lap(3, 200_000)];
        judge(&mut laps, &verdicts(&[said("CAR 3 (RIC) TIME 1:27.113 DELETED", at)]));
        laps.iter().filter(|lap| lap.deleted.is_some()).map(|lap| lap.number).collect::<Vec<_>>()
    };
    assert_eq!(taken(Some(190_000)), [2]);
    assert_eq!(taken(None), [3]);
}
