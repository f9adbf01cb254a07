use maatstaf_core::Recording;
use proptest::prelude::*;

use super::{looks_like, read};

const RACE: &str = r#""season":"2031","round":"3","raceName":"Ring Grand Prix","Circuit":{"circuitName":"The Ring","Location":{"locality":"Town"}}"#;

fn page(total: &str, narrowed: &str, holds: &str) -> String {
    format!(
        r#"{{"MRData":{{"series":"f1","limit":"30","offset":"0","total":"{total}","RaceTable":{{{narrowed}"Races":[{{{RACE},{holds}}}]}}}}}}"#
    )
}

fn laps(number: u16, times: &[(&str, &str)]) -> String {
    let timing = |(driver, time): &(&str, &str)| {
        format!(r#"{{"driverId":"{driver}","position":"1","time":"{time}"}}"#)
    };
    let timings: Vec<_> = times.iter().map(timing).collect();
    format!(r#"{{"number":"{number}","Timings":[{}]}}"#, timings.join(","))
}

fn files() -> Vec<(&'static str, String)> {
    let first = [laps(1, &[("bolt", "1:40.000"), ("coil", "1:41.000")])].join(",");
    let second =
        [laps(2, &[("bolt", "1:30.500"), ("coil", "1:31.000")]), laps(3, &[("bolt", "2:00.000")])];
    let line = r#"{"number":"7","position":"1","Driver":{"driverId":"bolt","code":"BOL","givenName":"Ann","familyName":"Bolt"},
        "Constructor":{"name":"North"},"laps":"3","status":"Finished","Time":{"millis":"310500","time":"5:10.500"}}"#;
    vec![
        ("results", page("1", "", &format!(r#""Results":[{line}]"#))),
        ("laps-2", page("5", "", &format!(r#""Laps":[{}]"#, second.join(",")))),
        ("laps-1", page("5", "", &format!(r#""Laps":[{first}]"#))),
        (
            "stops",
            page(
                "1",
                "",
                r#""PitStops":[{"driverId":"bolt","lap":"2","stop":"1","duration":"24.639"}]"#,
            ),
        ),
    ]
}

fn session(files: &[(&str, String)]) -> (Recording, Vec<String>) {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let read = read(&files).unwrap();
    (read.recording, read.issues.iter().map(ToString::to_string).collect())
}

#[test]
fn pages_of_a_race_are_one_session() {
    let (recording, issues) = session(&files());
    assert_eq!(issues, [""; 0]);
    let laps: Vec<_> = recording
        .laps
        .iter()
        .map(|lap| (lap.car.as_str(), lap.number, lap.ended.unwrap().seconds()))
        .collect();
    assert_eq!(
        laps,
        [("7", 1, 100.0), ("7", 2, 190.5), ("7", 3, 310.5), ("coil", 1, 101.0), ("coil", 2, 192.0)]
    );
    let [_, second, third, ..] = &recording.laps[..] else { panic!("five laps") };
    assert!(second.is_in_lap() && third.is_out_lap());
    assert_eq!(third.pit_time.unwrap().seconds(), 24.639);
    assert_eq!(second.driver.as_ref().unwrap().as_str(), "BOL");
    let result = &recording.results[0];
    assert_eq!(result.time.unwrap().as_micros(), recording.laps[2].ended.unwrap().as_micros());
    assert_eq!(recording.about.place.as_deref(), Some("Town"));
    assert_eq!(recording.about.session.as_deref(), Some("Race"));
}

#[test]
fn a_missing_page_is_said() {
    let mut files = files();
    files.remove(2);
    let (recording, issues) = session(&files);
    assert_eq!(issues, ["results: 3 of 5 laps are there; other pages hold the rest"]);
    assert!(recording.laps.iter().all(|lap| lap.ended.is_none()), "nothing follows the first lap");
}

#[test]
fn parts_of_qualifying() {
    let line = r#"{"number":"7","position":"1","Driver":{"driverId":"bolt"},"Q1":"1:20.965","Q2":"","Q3":"1:10.567"}"#;
    let qualifying = page("1", "", &format!(r#""QualifyingResults":[{line}]"#));
    let (recording, issues) = session(&[("qualifying", qualifying.clone())]);
    assert_eq!(issues, [""; 0]);
    let times = recording.results[0].part_times.map(|time| time.map(|time| time.to_string()));
    assert_eq!(times, [None, Some("1:20.965".into()), None, Some("1:10.567".into())]);
    let mut files = files();
    files.push(("qualifying", qualifying));
    assert_eq!(session(&files).1, ["qualifying: 1 other session in it is left out"]);
}

#[test]
fn what_is_no_reply() {
    for text in ["", "{}", "[]", r#"{"MRData":{"RaceTable":{"Races":[{"season":"2031"}]}}}"#] {
        assert!(read(&[("x.json", text.as_bytes())]).is_err(), "{text}");
    }
    assert!(looks_like("any", files()[0].1.as_bytes()));
    assert!(!looks_like("any", br#"{"MRData":{"total":"1","StatusTable":{}}}"#));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn law_damage_never_stops_the_reader(
        file in 0..4_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut files: Vec<_> =
            files().into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        for (at, byte) in changes {
            let at = at.index(files[file].1.len());
            files[file].1[at] = byte;
        }
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, &text[..])).collect();
        if let Ok(read) = read(&files) {
            prop_assert!(read.recording.laps.len() <= 5);
        }
    }
}

#[test]
fn a_lap_0_is_left_out() {
    let lap = |number: u16| {
        format!(
            "{{\"number\":\"{number}\",\"Timings\":[{{\"driverId\":\"ann\",\"position\":\"0\",\
             \"time\":\"1:20.000\"}}]}}"
        )
    };
    let laps = [0, 1, 65_535].map(lap).join(",");
    let race = format!(
        "{{\"season\":\"2024\",\"round\":\"1\",\"raceName\":\"Some Grand Prix\",\"Laps\":[{laps}]}}"
    );
    let text = format!("{{\"MRData\":{{\"RaceTable\":{{\"Races\":[{race}]}}}}}}");
    let laps = read(&[("laps.json", text.as_bytes())]).unwrap().recording.laps;
    let found: Vec<_> = laps.iter().map(|lap| (lap.number, lap.place)).collect();
    assert_eq!(found, [(1, None), (65_535, None)]);
}

/// Until 1964 two drivers could share a car.
#[test]
fn drivers_of_one_car_share_it() {
    let line = |id: &str, place: u8| {
        format!(
            "{{\"number\":\"8\",\"position\":\"{place}\",\"positionText\":\"{place}\",\"laps\":\"70\",\
             \"Driver\":{{\"driverId\":\"{id}\"}}}}"
        )
    };
    let lap = laps(1, &[("ann", "1:20.000"), ("bob", "1:21.000")]);
    let holds = format!("\"Laps\":[{lap}],\"Results\":[{},{}]", line("ann", 1), line("bob", 1));
    let page = page("2", "", &holds);
    let (recording, issues) = session(&[("0.json", page)]);
    let [car] = &recording.cars[..] else { panic!("one car: {:?}", recording.cars) };
    let names: Vec<_> = car.crew.iter().map(|driver| driver.name.as_str()).collect();
    assert_eq!(names, ["ann", "bob"]);
    assert_eq!(recording.laps.len(), 1);
    let twice = "0.json: lap 1 of car 8 stands there twice; taken once";
    assert!(issues.iter().any(|issue| issue == twice), "{issues:?}");
}
