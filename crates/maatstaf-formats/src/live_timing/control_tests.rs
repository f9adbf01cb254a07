use maatstaf_core::LapTime;

use super::{Control, verdicts};

/// Checks the verdict of one message: whose, which time, and why.
#[track_caller]
fn check(text: &str, want: Option<(&str, u64, Option<&str>)>) {
    let mut control = Control::default();
    let body = format!(r#"{{"Messages":[{{"Utc":"2020-08-07T14:36:59","Message":"{text}"}}]}}"#);
    control.read(body.as_bytes(), Some(5)).unwrap();
    let verdicts = verdicts(&control.finish(None));
    let got = verdicts.first();
    let got = got.map(|it| (it.car.as_str(), it.time, it.reason.as_deref()));
    assert_eq!(got, want.map(|(car, ms, why)| (car, LapTime::from_millis(ms), why)), "{text}");
}

#[test]
fn laps_are_taken_away_and_given_back() {
    let why = "TRACK LIMITS AT TURN 9";
    check(&format!("CAR 3 (RIC) TIME 1:27.113 DELETED - {why}"), Some(("3", 87_113, Some(why))));
    check("CAR 3 (RIC) TIME 1:27.113 REINSTATED", Some(("3", 87_113, None)));
    check("CAR 3 (RIC) LAP DELETED", None);
    check("GREEN LIGHT - PIT EXIT OPEN", None);
}

#[test]
fn a_message_that_comes_twice_was_said_once() {
    let mut control = Control::default();
    for _ in 0..2 {
        control
            .read(br#"{"Messages":{"0":{"Utc":"2020-08-07T14:36:59","Message":"A"}}}"#, Some(5))
            .unwrap();
    }
    assert_eq!(control.finish(None).len(), 1);
}
