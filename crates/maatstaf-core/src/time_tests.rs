use super::*;

#[track_caller]
fn check(text: &str, micros: Option<u64>) {
    assert_eq!(text.parse::<LapTime>().ok().map(LapTime::as_micros), micros, "{text:?}");
}

#[test]
fn exact_minutes_and_thousandths() {
    check("1:27.097", Some(87_097_000));
    check("59.9", Some(59_900_000));
    check("2:13:23.600", Some(8_003_600_000));
    check("0.0215", Some(21_500));
    check("75.25", Some(75_250_000));
}

#[test]
fn exact_what_is_not_a_time() {
    for text in ["", ":", "1:", "1:60.0", "1:2:3:4", "-1.0", "+1.0", "1,5", "1.", "1.0000001", "١"]
    {
        check(text, None);
    }
    check("99999999999999999999", None);
    check("18446744073709551615", None);
    check("1:60:00.0", None);
}

#[test]
fn law_printed_times_read_back() {
    for micros in [0, 1, 999, 1_000, 59_999_999, 60_000_000, 3_599_999_000, 8_003_600_000] {
        let time = LapTime::from_micros(micros);
        check(&time.to_string(), Some(micros));
    }
}

#[test]
fn law_a_lap_loses_nothing_to_itself() {
    let (a, b) = (LapTime::from_millis(87_097), LapTime::from_millis(86_500));
    assert_eq!(a.lost_to(a).as_micros(), 0);
    assert_eq!(a.lost_to(b).as_micros(), -b.lost_to(a).as_micros());
}
