use maatstaf_core::{LapTime, Recording, TimedLap};
use proptest::prelude::*;

use super::{cells, looks_like, read};
use crate::recordings::ReadRecording;

/// Two cars over midnight: a stop of the first, a neutralisation, the flag.
const NIGHT: &str = "\u{feff}NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; \
    CROSSING_FINISH_LINE_IN_PIT; S1; S2; S3; ELAPSED; HOUR;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;TEAM;\
    MANUFACTURER;FLAG_AT_FL;\r\n\
    007;1;1;3:30.500;0;;1:00.000;1:10.250;1:20.250;3:30.500;23:58:30.500;288;Ann BOLT;;HYPER;North;Alfa;GF;\r\n\
    007;1;2;3:30.000;0;B;1:00.000;1:10.000;1:20.000;7:00.500;00:02:00.500;;Ann BOLT;;HYPER;North;Alfa;FCY;\r\n\
    007;3;3;5:00.000;0;;2:00.000;1:20.000;1:40.000;12:00.500;00:07:00.500;270;Cy DAM;0:01:12.345;HYPER;North;Alfa;GF;\r\n\
    007;3;4;3:20.000;2;;;;1:20.000;15:20.500;00:10:20.500;;Cy DAM;;HYPER;North;Alfa;FF;\r\n\
    7;2;1;3:35.000;0;;1:00.000;1:15.000;1:20.000;3:35.000;23:58:35.000;250;Bea COIL;;GT;South;;GF;\r\n\
    7;2;2;3:29.000;2;;1:00.000;1:10.000;1:19.000;7:04.000;00:02:04.000;250;Bea COIL;;GT;South;;FCY;\r\n\
    7;2;3;3:50.000;0;;1:10.000;1:15.000;1:25.000;10:54.000;00:05:54.000;250;Bea COIL;;GT;South;;FCY;\r\n\
    7;2;4;3:31.000;0;;1:00.000;1:12.000;1:19.000;14:25.000;00:09:25.000;250;Bea COIL;;GT;South;;GF;\r\n";

fn night() -> ReadRecording {
    read("night_6h_2024.csv", NIGHT.as_bytes()).unwrap()
}

fn lap<'a>(recording: &'a Recording, car: &str, number: u16) -> &'a TimedLap {
    recording.laps.iter().find(|lap| lap.car.as_str() == car && lap.number == number).unwrap()
}

/// Checks what a changed text says is wrong with it, and how many laps it has.
#[track_caller]
fn check(change: impl Fn(String) -> String, laps: usize, issues: &[&str]) {
    let read = read("night.csv", change(NIGHT.to_owned()).as_bytes()).unwrap();
    let found: Vec<String> = read.issues.iter().map(ToString::to_string).collect();
    assert_eq!(found, issues);
    assert_eq!(read.recording.laps.len(), laps);
}

fn replace(from: &str, to: &str) -> impl Fn(String) -> String {
    assert!(NIGHT.contains(from), "{from}");
    move |text| text.replacen(from, to, 1)
}

#[test]
fn cars_are_text_and_crews_sit_in_order() {
    let recording = night().recording;
    let cars: Vec<_> =
        recording.cars.iter().map(|car| (car.car.as_str(), car.crew.len())).collect();
    assert_eq!(cars, [("007", 2), ("7", 1)]);
    assert_eq!(recording.cars[0].crew[1].name.as_str(), "Cy DAM");
    assert_eq!(recording.cars[0].make.as_deref(), Some("Alfa"));
    assert_eq!((recording.cars[1].class.as_deref(), &recording.cars[1].make), (Some("GT"), &None));
    assert_eq!(recording.n_drivers(), 3);
}

#[test]
fn a_car_is_one_in_any_encoding() {
    let head = b"NUMBER,LAP_NUMBER,LAP_TIME,DRIVER_NAME\n";
    let rows: [&[u8]; 3] = [head, b"\xE9,1,1:30.000,Z\xFC\n", "é,2,1:31.000,Zü\n".as_bytes()];
    let recording = read("night.csv", &rows.concat()).unwrap().recording;
    assert_eq!((recording.cars.len(), recording.n_drivers(), recording.laps.len()), (1, 1, 2));
}

#[test]
fn times_clocks_and_speeds() {
    let recording = night().recording;
    let first = lap(&recording, "007", 1);
    assert_eq!(first.began.unwrap().as_micros(), 0);
    assert_eq!(first.sector_sum(), first.time);
    assert_eq!(first.traps.straight, Some(80.0));
    let second = lap(&recording, "007", 2);
    assert_eq!((second.began, second.traps.straight), (first.ended, None));
    let last = lap(&recording, "007", 4);
    assert_eq!(last.sectors, [None, None, Some(LapTime::from_millis(80_000))]);
}

#[test]
fn stops_and_stints() {
    let recording = night().recording;
    let marks = |lap: &TimedLap| (lap.is_in_lap(), lap.is_out_lap(), lap.stint);
    assert_eq!(marks(lap(&recording, "007", 2)), (true, false, Some(1)));
    assert_eq!(marks(lap(&recording, "007", 3)), (false, true, Some(2)));
    assert_eq!(lap(&recording, "007", 3).pit_time, Some(LapTime::from_millis(72_345)));
    let stints: Vec<_> = recording
        .stints
        .iter()
        .map(|it| (it.car.as_str(), it.stint, it.first_lap.unwrap(), it.last_lap.unwrap()))
        .collect();
    assert_eq!(stints, [("007", 1, 1, 2), ("007", 2, 3, 4), ("7", 1, 1, 4)]);
}

#[test]
fn flags_last_from_car_to_car() {
    let recording = night().recording;
    let changes: Vec<_> =
        recording.flags.iter().map(|change| (change.flag.word(), change.at.to_string())).collect();
    let want = [
        ("green", "3:30.500"),
        ("full-course-yellow", "7:00.500"),
        ("green", "12:00.500"),
        ("chequered", "15:20.500"),
    ];
    assert_eq!(changes, want.map(|(word, at)| (word, at.to_owned())));
    let flags = |car: &str, number| lap(&recording, car, number).flags.to_string();
    assert_eq!(flags("007", 1), "green");
    assert_eq!(flags("7", 3), "full-course-yellow");
    assert_eq!(flags("7", 4), "green+full-course-yellow");
    assert_eq!(flags("007", 4), "green+chequered");
}

#[test]
fn accurate_laps_are_whole_and_not_held_up() {
    let recording = night().recording;
    assert!(
        recording.laps.iter().all(|lap| !lap.accurate),
        "stops, first laps, yellow, no sectors"
    );
    let green = NIGHT.replace("FCY", "GF");
    let recording = read("night.csv", green.as_bytes()).unwrap().recording;
    let accurate: Vec<_> = recording
        .laps
        .iter()
        .filter(|lap| lap.accurate)
        .map(|lap| (lap.car.as_str(), lap.number))
        .collect();
    assert_eq!(accurate, [("7", 2), ("7", 3), ("7", 4)]);
}

#[test]
fn places_of_a_race() {
    let recording = night().recording;
    let places =
        |number| [lap(&recording, "007", number).place, lap(&recording, "7", number).place];
    assert_eq!(places(1), [Some(1), Some(2)]);
    assert_eq!(places(3), [Some(2), Some(1)]);
    assert_eq!(recording.about.started.unwrap().as_micros(), 0);
}

#[test]
fn a_session_begun_in_the_pit_lane_is_no_race() {
    let text = "NUMBER,LAP_NUMBER,LAP_TIME,ELAPSED,PIT_TIME,\n1,1,9:00.000,9:00.000,0:07:00.000,\n";
    let recording = read("laps.csv", text.as_bytes()).unwrap().recording;
    assert_eq!(
        (recording.about.session, recording.about.started, recording.laps[0].place),
        (None, None, None)
    );
    assert!(recording.laps[0].is_out_lap());
}

#[test]
fn oddities_are_listed() {
    check(|text| text, 8, &[]);
    check(
        replace("7:04.000;", ";"),
        8,
        &["night.csv:7: ELAPSED of lap 2 of car 7 is missing, and by the other times 7:04.000"],
    );
    check(
        replace("00:05:54.000", "00:06:54.000"),
        8,
        &[
            "night.csv:8: HOUR and ELAPSED disagree here, though they agree elsewhere; ELAPSED counts",
        ],
    );
    check(
        replace("3:29.000", "3:28.000"),
        8,
        &[
            "night.csv:7: lap 2 of car 7 took 3:28.000, its sectors 3:29.000",
            "night.csv:7: lap 2 of car 7 took 3:28.000, by the clock +3:29.000",
        ],
    );
    check(
        replace("3:29.000", "3:2x.000"),
        8,
        &["night.csv:7: LAP_TIME \"3:2x.000\" is no time such as 3:31.123; it counts as unknown"],
    );
    check(
        replace("7;2;2;", "7;2;0;"),
        7,
        &[
            "night.csv:7: LAP_NUMBER \"0\" is no number of a lap from 1; the row is left out",
            "night.csv:8: between laps 1 and 3 of car 7 laps are missing",
        ],
    );
    check(
        replace(";288;", ";fast;"),
        8,
        &["night.csv:2: TOP_SPEED \"fast\" is no speed in km/h; it counts as unknown"],
    );
    check(
        replace("GT;South", "GT;West"),
        8,
        &["night.csv:7: car 7 is entered with \"West\", here with \"South\"; the first stands"],
    );
    check(
        replace(";FF;", ";XF;"),
        8,
        &["night.csv:5: FLAG_AT_FL \"XF\" is no flag that is known, 1 times; left out"],
    );
}

/// A spoilt time gives way where sectors and clock agree on another, and is no best lap.
#[test]
fn a_time_that_neither_sectors_nor_clock_bear_out_gives_way() {
    let read = read("night.csv", NIGHT.replacen("3:29.000", "0:29.000", 1).as_bytes()).unwrap();
    let lap = lap(&read.recording, "7", 2);
    assert_eq!((lap.time, lap.accurate), (Some(LapTime::from_millis(209_000)), false));
    assert_eq!(read.issues.len(), 2);
}

#[test]
fn a_cut_file_gives_its_whole_rows() {
    let cut = NIGHT.len() - 60;
    check(
        |text| text[..cut].to_owned(),
        7,
        &["night.csv:9: the row has 9 cells where there are 18 headings; left out"],
    );
}

#[test]
fn law_order_of_rows_changes_nothing() {
    let (head, rows) = NIGHT.split_once("\r\n").unwrap();
    let by_time = |text: &str| {
        let mut rows: Vec<&str> = text.lines().collect();
        rows.sort_by_key(|row| {
            row.split(';').nth(9).map(|elapsed| elapsed.parse::<LapTime>().ok())
        });
        format!("{head}\r\n{}\r\n", rows.join("\r\n"))
    };
    let sorted = read("night_6h_2024.csv", by_time(rows).as_bytes()).unwrap();
    assert_eq!(sorted.recording, night().recording);
    let issue = "night_6h_2024.csv:4: a row stands behind a later lap or another car, 3 times; put in order";
    assert_eq!(sorted.issues.iter().map(ToString::to_string).collect::<Vec<_>>(), [issue]);
}

#[test]
fn law_rows_twice_are_laps_once() {
    let rows = NIGHT.split_once("\r\n").unwrap().1;
    let twice = read("night_6h_2024.csv", format!("{NIGHT}{rows}").as_bytes()).unwrap();
    assert_eq!(twice.recording, night().recording);
    assert_eq!(twice.issues.len(), 1 + 8);
    let again = "7;2;2;3:29.500;2;;1:00.000;1:10.000;1:19.500;7:04.500;00:02:04.500;250;Bea COIL;;GT;South;;FCY;\r\n";
    check(
        |text| text + again,
        8,
        &[
            "night.csv:10: lap 2 of car 7 stands here again with other values, first at line 7; the first counts",
            "night.csv:10: a row stands behind a later lap or another car, 1 times; put in order",
        ],
    );
}

#[test]
fn other_files_are_refused() {
    let refusal = |text: &str| read("a.csv", text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        refusal("Time;Speed\n0;80\n"),
        "a.csv is no lap chart of Al Kamel timing: it has no column NUMBER, its first line begins with \
         \"Time, Speed\"; export the \"Analysis\" of the session as CSV"
    );
    assert!(refusal("").contains("it has no column NUMBER"));
    assert!(!looks_like("23_Analysis_Race.csv", b"POSITION;NUMBER;STATUS;LAPS\n"));
    assert!(looks_like("x", NIGHT.as_bytes()));
}

proptest! {
    #[test]
    fn agrees_cells_read_times_as_lap_times_do(text in "[0-9]{0,3}:?[0-9]{0,3}:?[0-9]{0,3}\\.?[0-9]{0,7}") {
        let want = text.parse::<LapTime>().ok().map(LapTime::as_micros);
        prop_assert_eq!(cells::micros(text.as_bytes()), want.filter(|micros| *micros < 1000 * 3_600_000_000));
    }

    #[test]
    fn law_no_bytes_break_the_reader(cut in 0..NIGHT.len(), at in 0..NIGHT.len(), byte: u8, again in 0..NIGHT.len()) {
        let mut bytes = NIGHT.as_bytes().to_vec();
        bytes[at] = byte;
        bytes.extend_from_slice(&NIGHT.as_bytes()[again..]);
        bytes.truncate(NIGHT.len() + cut - again.min(cut));
        if let Ok(read) = read("night.csv", &bytes) {
            let laps = &read.recording.laps;
            prop_assert!(laps.iter().all(|lap| lap.began <= lap.ended || lap.began.is_none()));
            prop_assert!(laps.len() <= 16);
        }
    }
}
