use maatstaf_core::LapTime;

use super::{Loose, elements};

fn loose(json: &str) -> Loose {
    serde_json::from_str(json).unwrap()
}

#[track_caller]
fn check(json: &str, whole: Option<u16>, time: Option<&str>) {
    let value = loose(json);
    let got = value.lap_time().map(|it| it.to_string());
    assert_eq!((value.whole(), got.as_deref()), (whole, time), "{json}");
}

#[test]
fn numbers_and_times() {
    check("7", Some(7), Some("7.000"));
    check("\"7\"", Some(7), Some("7.000"));
    check("7.0", Some(7), Some("7.000"));
    check("75.717", None, Some("1:15.717"));
    check("\"1:15.717\"", None, Some("1:15.717"));
    check("-1", None, None);
    check("70000", None, Some("19:26:40.000"));
    check("1e300", None, None);
}

#[test]
fn what_is_nothing() {
    for json in ["null", "\"None\"", "\"\"", "\" NaT \"", "{\"a\":[1]}"] {
        assert_eq!(loose(json), Loose::Nothing, "{json}");
    }
    assert_eq!(loose("[1,null]"), Loose::List(vec![Loose::Number(1.0), Loose::Nothing]));
}

#[test]
fn words() {
    assert_eq!(loose("\"True\"").flag(), Some(true));
    assert_eq!(loose("0").flag(), Some(false));
    assert_eq!(loose("\"SOFT\"").compound().unwrap().as_str(), "soft");
    assert_eq!(loose("\"UNKNOWN\"").compound(), None);
    assert_eq!(loose("1").car(), loose("\"1\"").car());
    let moment = loose("\"2026-06-13T14:00:08.645000+00:00\"").moment().unwrap();
    assert_eq!(moment.to_string(), "2026-06-13T14:00:08.645Z");
    assert_eq!(loose("\"2026-06-13 14:00:08.645\"").moment(), Some(moment));
    assert_eq!(loose("75.717").lap_time(), Some(LapTime::from_millis(75_717)));
}

#[test]
fn an_array_that_breaks_off() {
    let (found, read) = elements(br#" [ {"a":[1]} , 2, {"b" "#);
    assert_eq!(found, [&br#"{"a":[1]}"#[..], b"2"]);
    assert!(read.is_err());
}
