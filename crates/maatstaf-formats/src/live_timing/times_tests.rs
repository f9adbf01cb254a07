use super::{micros, stamp, timestamp, utc};

#[track_caller]
fn check(text: &str, want: Option<u64>) {
    assert_eq!(micros(text), want, "{text:?}");
}

#[test]
fn durations_are_cut_at_six_decimals() {
    check("26.337", Some(26_337_000));
    check("1:16.013", Some(76_013_000));
    check("00:17:59", Some(1_079_000_000));
    check("1.23456789", Some(1_234_567));
    check("02:00:00", Some(7_200_000_000));
}

#[test]
fn what_is_no_duration_is_none() {
    for text in ["", "LAP 12", "1:2:3:4", "-1.5", "1.x", "9999999999", ":", "1:"] {
        check(text, None);
    }
}

#[test]
fn stamps_are_twelve_bytes() {
    assert_eq!(stamp(b"01:02:03.004{}"), Some(3_723_004_000));
    assert_eq!(stamp(b"01:02:03.00"), None);
    assert_eq!(stamp(b"01:02:0x.004{}"), None);
}

#[test]
fn agrees_moments_with_jiff() {
    for text in ["2024-05-18T13:59:11.3884546Z", "2000-02-29T00:00:00Z", "1969-12-31T23:59:59.5Z"] {
        let want: jiff::Timestamp = text.parse().unwrap();
        let cut = want.as_nanosecond().div_euclid(1_000);
        assert_eq!(utc(text).map(i128::from), Some(cut), "{text}");
    }
    assert_eq!(utc("2024-05-18T15:59:11+02:00"), utc("2024-05-18T13:59:11Z"));
    assert_eq!(utc("2024-05-18T13:59:11"), utc("2024-05-18T13:59:11Z"));
    assert_eq!(utc("2021-03-2297"), None);
    assert_eq!(timestamp(i64::MAX), None);
}
