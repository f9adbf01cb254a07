use super::{Selection, looks_like, read_pages, read_recording};

#[test]
fn a_file_without_messages_is_refused() {
    let refusal = read_recording(&[("laps.csv", b"Driver,LapTime\n")], &Selection::default());
    let text = refusal.unwrap_err().to_string();
    assert!(
        text.starts_with("laps.csv is no recording of live timing: nothing could be read"),
        "{text}"
    );
    assert!(read_pages(&[], &Selection::default()).is_err());
}

#[test]
fn a_moment_far_ahead_ends_no_lap_before_it_begins() {
    let timing = concat!(
        "40:14:00.000{\"Lines\":{\"1\":{\"InPit\":false}}}\r\n",
        "00:16:56.100{\"Lines\":{\"1\":{\"NumberOfLaps\":3,\"Position\":\"0\",",
        "\"Sectors\":{\"2\":{\"Value\":\"2\"}}}}}\r\n",
    );
    let page = ("TimingData.jsonStream", timing.as_bytes());
    let laps = read_pages(&[page], &Selection::default()).unwrap().recording.laps;
    assert!(!laps.is_empty());
    for lap in laps {
        assert!(lap.began.is_none() || lap.ended.is_none() || lap.began <= lap.ended, "{lap:?}");
        assert_eq!(lap.place, None);
    }
}

/// Car 1 appears with nothing counted, and its first count is told too late to be its first lap.
#[test]
fn a_race_whose_first_laps_were_missed_counts_each_lap_once() {
    for (first, want) in [(2, vec![2, 3]), (u16::MAX - 2, vec![u16::MAX - 2, u16::MAX - 1])] {
        let counts = [(100.0, first), (176.0, first + 1), (252.0, u16::MAX)];
        let told = counts.map(|(second, count)| {
            (second, format!(r#"{{"NumberOfLaps":{count},"Sectors":{{"0":{{"Value":"26.1"}}}}}}"#))
        });
        let told: Vec<_> = told.iter().map(|(second, line)| (*second, line.as_str())).collect();
        let info = r#"{"Type":"Race","Name":"Race","StartDate":"2024-08-25T15:00:00"}"#;
        let info = format!("00:00:00.500{info}\r\n");
        let timing = page(&[&[(10.0, r#"{"NumberOfLaps":0}"#)], &told[..]].concat());
        let pages = [
            ("TimingData.jsonStream", timing.as_bytes()),
            ("SessionInfo.jsonStream", info.as_bytes()),
        ];
        let laps = read_pages(&pages, &Selection::default()).unwrap().recording.laps;
        let numbers: Vec<_> = laps.iter().map(|lap| lap.number).collect();
        assert_eq!(numbers[..want.len()], want, "{numbers:?}");
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    }
}

#[test]
fn files_are_known_by_how_they_begin() {
    for head in [
        "\u{feff}00:00:05.032{\"Lines\":{}}",
        "{  \"H\": \"Streaming\",  \"M\": \"feed\",  \"A\": [\"Heartbeat\",{  \"Utc\": \"20",
        "['CarData.z', '7Za9CsIwEIDf5ea",
        "{\n  \"Heartbeat\": {\n",
        "{\"R\":{\"Heartbeat\":{}}",
        "[{\"updates\": {\"TimingDataF1\": {\"Lines\": {\"1\"",
        "{\"Type\":\"Heartbeat\",\"Json\":{}",
    ] {
        assert!(looks_like("live.txt", head.as_bytes()), "{head}");
    }
    for head in [
        "9Z']\n['Heartbeat', {'_kf': True}, '2024-05-18T13:59:11Z']",
        "\u{fffd}{{\n{\"H\":\"Streaming\",\"M\":\"feed\",\"A\":[\"Heartbeat\",{},\"2024-05-18T13:59:11Z\"]}",
        ":05.032{\"Lines\":{}}\r\n00:00:05.032{\"Lines\":{}}",
    ] {
        assert!(looks_like("live.txt", head.as_bytes()), "cut: {head}");
    }
    assert!(looks_like("TimingData.jsonStream", b"\"InPit\":true}}}"), "cut in a long first line");
    assert!(!looks_like("TimingData.jsonStream", b""));
    for head in [
        "{\"MRData\":{\"RaceTable\":{}}}",
        "[{\"meeting_key\":1}]",
        "NUMBER;LAP",
        "",
        "[",
        "{\"M\":",
    ] {
        assert!(!looks_like("live.txt", head.as_bytes()), "{head}");
    }
}

/// A page of timing of car 1, from seconds and what was told then.
fn page(told: &[(f64, &str)]) -> String {
    let mut page =
        String::from("00:00:01.000{\"Lines\":{\"1\":{\"RacingNumber\":\"1\",\"InPit\":true}}}\r\n");
    for (second, line) in told {
        let (minute, second) = ((second / 60.0) as u32, second % 60.0);
        page += &format!("00:{minute:02}:{second:06.3}{{\"Lines\":{{\"1\":{line}}}}}\r\n");
    }
    page
}

/// Out of the pit lane at 60 s, over the line at 160 s.
const OUT: [(f64, &str); 2] =
    [(60.0, r#"{"InPit":false,"NumberOfLaps":1}"#), (160.0, r#"{"NumberOfLaps":2}"#)];

/// Checks number, time in ms, and the sectors that are known, of each lap behind the out-lap.
#[track_caller]
fn check(told: &[(f64, &str)], want: &[(u16, Option<u64>, [bool; 3])]) {
    let page = page(&[&OUT[..], told].concat());
    let read = read_pages(&[("TimingData.jsonStream", page.as_bytes())], &Selection::default());
    let laps = read.unwrap().recording.laps;
    let got: Vec<_> = laps
        .iter()
        .filter(|lap| lap.number > 1)
        .map(|lap| {
            let time = lap.time.map(|time| time.as_micros() / 1000);
            (lap.number, time, lap.sectors.map(|sector| sector.is_some()))
        })
        .collect();
    assert_eq!(got, want);
}

const ALL: [bool; 3] = [true; 3];
const NONE: [bool; 3] = [false; 3];
const FIRST: (f64, &str) = (190.0, r#"{"Sectors":{"0":{"Value":"30.000"}}}"#);
const SECOND: (f64, &str) = (220.0, r#"{"Sectors":{"1":{"Value":"30.000"}}}"#);
const LINE: (f64, &str) = (
    250.0,
    r#"{"NumberOfLaps":3,"Sectors":{"2":{"Value":"30.000"}},"LastLapTime":{"Value":"1:30.000"}}"#,
);

#[test]
fn values_told_late_are_of_the_lap_before() {
    check(&[FIRST, SECOND, LINE], &[(2, Some(90_000), ALL), (3, None, NONE)]);
    let line = (250.0, r#"{"NumberOfLaps":3}"#);
    let late =
        (254.0, r#"{"Sectors":{"2":{"Value":"30.000"}},"LastLapTime":{"Value":"1:30.000"}}"#);
    check(&[FIRST, SECOND, line, late], &[(2, Some(90_000), ALL), (3, None, NONE)]);
    let early = (249.9, late.1);
    check(&[FIRST, SECOND, early, line], &[(2, Some(90_000), ALL), (3, None, NONE)]);
}

#[test]
fn what_did_not_change_is_put_back() {
    let clear = (280.0, r#"{"Sectors":{"1":{"Value":""},"2":{"Value":""}}}"#);
    let second = (311.0, r#"{"Sectors":{"1":{"Value":"31.000"}}}"#);
    let line = (
        341.0,
        r#"{"NumberOfLaps":4,"Sectors":{"2":{"Value":"30.000"}},"LastLapTime":{"Value":"1:31.000"}}"#,
    );
    let laps = [(2, Some(90_000), ALL), (3, Some(91_000), ALL), (4, None, NONE)];
    check(&[FIRST, SECOND, LINE, clear, second, line], &laps);
    let first =
        (279.0, r#"{"Sectors":{"0":{"Value":"29.000"},"1":{"Value":""},"2":{"Value":""}}}"#);
    let second = (310.0, second.1);
    let line = (340.0, r#"{"NumberOfLaps":4,"Sectors":{"2":{"Value":"30.000"}}}"#);
    let laps = [(2, Some(90_000), ALL), (3, Some(90_000), ALL), (4, None, NONE)];
    check(&[FIRST, SECOND, LINE, first, second, line], &laps);
}

#[test]
fn records_that_came_twice_or_late_change_nothing() {
    let laps = [(2, Some(90_000), ALL), (3, None, NONE)];
    check(&[FIRST, SECOND, LINE, LINE, SECOND], &laps);
    check(&[LINE, FIRST, SECOND], &laps);
    check(
        &[FIRST, SECOND, LINE, (251.0, r#"{"NumberOfLaps":2,"LastLapTime":{"Value":"9:00.000"}}"#)],
        &laps,
    );
}

#[test]
fn laps_that_were_missed_are_not_made_up() {
    let line = (400.0, r#"{"NumberOfLaps":5,"LastLapTime":{"Value":"1:15.000"}}"#);
    check(&[FIRST, line], &[(4, Some(75_000), NONE), (5, None, NONE)]);
}

#[test]
fn the_best_lap_that_the_sheet_states_is_not_missed() {
    let line = |best: &str| {
        format!(r#"{{"NumberOfLaps":5,"LastLapTime":{{"Value":"1:15.000"}},"BestLapTime":{best}}}"#)
    };
    let missed = [(4, Some(75_000), NONE), (5, None, NONE)];
    let found = [&[(3, Some(74_000), NONE)], &missed[..]].concat();
    check(&[FIRST, (400.0, &line(r#"{"Value":"1:14.000","Lap":3}"#))], &found);
    check(&[FIRST, (400.0, &line(r#"{"Value":"1:14.000"}"#))], &missed);
    check(&[FIRST, (400.0, &line(r#"{"Value":"1:14.000","Lap":6}"#))], &missed);
    let other = r#"{"BestLapTime":{"Value":"1:14.500","Lap":3}}"#;
    check(&[FIRST, (400.0, &line(r#"{"Value":"1:14.000","Lap":3}"#)), (410.0, other)], &missed);
}

#[test]
fn a_lap_that_never_ended_gives_its_time_to_no_other() {
    let stop = (230.0, r#"{"InPit":true}"#);
    let leave = (800.0, r#"{"NumberOfLaps":3,"InPit":false}"#);
    let line = (900.0, r#"{"NumberOfLaps":4,"LastLapTime":{"Value":"12:20.000"}}"#);
    check(
        &[FIRST, stop, leave, line],
        &[(2, None, [true, false, false]), (3, None, NONE), (4, None, NONE)],
    );
}

proptest::proptest! {
    /// Whatever a page or a recording is turned into, reading it gives something or says no.
    #[test]
    fn law_damage_never_panics(
        cuts in proptest::collection::vec((0_usize..4000, proptest::num::u8::ANY), 0..12),
        end in 0_usize..4000,
    ) {
        let told = [&OUT[..], &[FIRST, SECOND, LINE]].concat();
        let live = r#"{"M":"feed","A":["TimingData",{"Lines":{"1":{"NumberOfLaps":1,"InPit":false}}},"2024-05-18T14:00:00Z"]}
['WeatherData', {'AirTemp': '20.5'}, '2021-03-28T14:56:43.048Z']
{"Type":"TimingAppData","Json":{"Lines":{"1":{"Stints":[{"TotalLaps":3}]}}},"DateTime":"2024-05-18T14:00:09+00:00"}
"#;
        for text in [page(&told), live.repeat(3)] {
            let mut bytes = text.into_bytes();
            for (at, byte) in &cuts {
                let at = at % bytes.len();
                bytes[at] = *byte;
            }
            bytes.truncate(end.max(1));
            for name in ["TimingData.jsonStream", "TimingAppData.json", "RaceControlMessages.raw"] {
                let _ = read_pages(&[(name, &bytes)], &Selection::default());
            }
            let _ = read_recording(&[("live.txt", &bytes)], &Selection::default());
            looks_like("live.txt", &bytes);
        }
    }
}

/// A page may lack its beginning: what stands behind it is read.
#[test]
fn law_a_page_without_its_beginning_keeps_the_rest() {
    let whole =
        page(&[(60.0, "{\"InPit\":false,\"NumberOfLaps\":1}"), (140.0, "{\"NumberOfLaps\":2}")]);
    for cut in ["{\"1\":{\"RacingNumber\"", "\"RacingNumber\"", "true}}}"] {
        let rest = &whole[whole.find(cut).unwrap()..];
        let read = read_pages(&[("TimingData.jsonStream", rest.as_bytes())], &Selection::default());
        let read = read.unwrap();
        assert_eq!((read.recording.laps.len(), read.issues.len()), (2, 1), "{rest}");
    }
}

#[test]
fn law_the_mark_of_the_encoding_may_stand_before_any_line() {
    let whole =
        page(&[(60.0, "{\"InPit\":false,\"NumberOfLaps\":1}"), (140.0, "{\"NumberOfLaps\":2}")]);
    let marked = whole.replace("\r\n00:01:", "\r\n\u{feff}00:01:");
    assert_ne!(whole, marked);
    let read = |page: &str| {
        let pages = [("TimingData.jsonStream", page.as_bytes())];
        read_pages(&pages, &Selection::default()).unwrap()
    };
    assert_eq!(read(&whole), read(&marked));
}

/// Checks codes and stamps in milliseconds of the first sector of lap 3, which begins at 250 s.
#[track_caller]
fn check_stamps(told: &[(f64, &str)], want: &[(u16, Option<u64>)]) {
    let page = page(&[&OUT[..], &[FIRST, SECOND, SHOWN, LINE], told].concat());
    let read = read_pages(&[("TimingData.jsonStream", page.as_bytes())], &Selection::default());
    let laps = read.unwrap().recording.laps;
    let lap = laps.iter().find(|lap| lap.number == 3).unwrap();
    let stamps = lap.segment_stamps[0].iter().map(|at| at.map(|at| at.as_micros() / 1000));
    let got: Vec<_> = lap.segments[0].iter().copied().zip(stamps).collect();
    assert_eq!(got, want);
    assert_eq!(laps[1].segment_stamps[0].len(), 1, "of the lap before");
}

const SHOWN: (f64, &str) = (170.0, r#"{"Sectors":[{"Segments":[{"Status":2048}]}]}"#);
const CLEAR: (f64, &str) = (
    255.5,
    r#"{"Sectors":{"0":{"Segments":{"1":{"Status":0}}},"1":{"Segments":{"0":{"Status":0}}}}}"#,
);

#[test]
fn mini_sectors_are_stamped_when_they_first_show_a_code() {
    let first = |code: &str| {
        CLEAR.1.replace(
            r#"{"1":{"Status":0}}"#,
            &format!(r#"{{"0":{{"Status":{code}}},"1":{{"Status":0}}}}"#),
        )
    };
    let second = (260.25, r#"{"Sectors":{"0":{"Segments":{"1":{"Status":2049}}}}}"#);
    let again = (261.0, r#"{"Sectors":{"0":{"Segments":{"1":{"Status":2051}}}}}"#);
    let sheet = (
        262.0,
        r#"{"RacingNumber":"1","Sectors":[{"Segments":[{"Status":2048},{"Status":2051}]}]}"#,
    );
    let both = [(2048, Some(255_500)), (2051, Some(260_250))];
    check_stamps(&[CLEAR, second, again], &both);
    check_stamps(&[CLEAR, second, again, sheet], &both);
    check_stamps(&[(255.5, &first("2049")), second], &[(2049, both[0].1), (2049, both[1].1)]);
    check_stamps(&[(255.5, &first("0")), second], &[(0, None), (2049, both[1].1)]);
    check_stamps(&[sheet], &[(2048, None), (2051, None)]);
    check_stamps(&[CLEAR, sheet], &[both[0], (2051, None)]);
}
