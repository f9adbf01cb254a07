use maatstaf_core::{Channel, Flag, QualifyingPart, Recording};
use proptest::prelude::*;

use super::{looks_like, read};

const FILES: [(&str, &str); 9] = [
    (
        "sessions",
        r#"[{"session_key":9,"meeting_key":1,"year":2031,"circuit_short_name":"Ring","location":"Town",
        "session_name":"Qualifying","session_type":"Qualifying","date_start":"2031-05-01T14:00:00+00:00"}]"#,
    ),
    (
        "drivers",
        r#"[{"session_key":9,"meeting_key":1,"driver_number":7,"name_acronym":"ANN","full_name":"Ann BOLT","team_name":"North"}]"#,
    ),
    (
        "laps",
        r#"[
        {"session_key":9,"driver_number":7,"lap_number":3,"date_start":"2031-05-01T14:04:30+00:00","lap_duration":100.0,
         "duration_sector_1":30.0,"duration_sector_2":30.0,"duration_sector_3":40.0,"is_pit_out_lap":false},
        {"session_key":9,"driver_number":7,"lap_number":1,"date_start":"2031-05-01T14:01:00+00:00","lap_duration":null,
         "duration_sector_1":null,"duration_sector_2":40.0,"duration_sector_3":30.0,"is_pit_out_lap":true,
         "segments_sector_1":[2064,2049],"st_speed":180},
        {"session_key":9,"driver_number":"7","lap_number":"2","date_start":"2031-05-01T14:03:00+00:00","lap_duration":"90.0",
         "duration_sector_1":30.0,"duration_sector_2":29.999,"duration_sector_3":30.001,"is_pit_out_lap":false},
        {"session_key":9,"driver_number":7,"lap_number":4,"date_start":"2031-05-01T14:20:00+00:00","lap_duration":1000.0,
         "duration_sector_1":null,"duration_sector_2":40.0,"duration_sector_3":30.0,"is_pit_out_lap":true},
        {"session_key":8,"driver_number":7,"lap_number":9}]"#,
    ),
    (
        "stints",
        r#"[{"session_key":9,"driver_number":7,"stint_number":1,"compound":"SOFT","lap_start":1,"lap_end":3,"tyre_age_at_start":2},
        {"session_key":9,"driver_number":7,"stint_number":2,"compound":"UNKNOWN","lap_start":4,"lap_end":4,"tyre_age_at_start":0}]"#,
    ),
    (
        "pit",
        r#"[{"session_key":9,"driver_number":7,"lap_number":4,"date":"2031-05-01T14:20:00.1+00:00","pit_duration":800.5}]"#,
    ),
    (
        "race_control",
        r#"[{"session_key":9,"date":"2031-05-01T14:00:00+00:00","category":"SessionStatus","message":"SESSION STARTED","qualifying_phase":1},
        {"session_key":9,"date":"2031-05-01T14:00:00+00:00","category":"Flag","flag":"GREEN","scope":"Track","message":"GREEN LIGHT"},
        {"session_key":9,"date":"2031-05-01T14:05:00+00:00","category":"Flag","flag":"YELLOW","scope":"Sector","sector":3,"message":"YELLOW IN TRACK SECTOR 3"},
        {"session_key":9,"date":"2031-05-01T14:05:10+00:00","category":"Flag","flag":"CLEAR","scope":"Sector","sector":3,"message":"CLEAR IN TRACK SECTOR 3"},
        {"session_key":9,"date":"2031-05-01T14:06:00+00:00","category":"Other","message":"CAR 7 (ANN) TIME 1:30.000 DELETED - TRACK LIMITS AT TURN 2"},
        {"session_key":9,"date":"2031-05-01T14:19:00+00:00","category":"SessionStatus","message":"SESSION STARTED","qualifying_phase":2}]"#,
    ),
    (
        "session_result",
        r#"[{"session_key":9,"driver_number":7,"position":1,"number_of_laps":4,"duration":[100.0,null,null],"dnf":false,"dns":false,"dsq":false}]"#,
    ),
    (
        "car_data",
        r#"[{"session_key":9,"driver_number":7,"date":"2031-05-01T14:01:00.5+00:00","rpm":6000,"speed":90,"n_gear":3,"throttle":104,"brake":100,"drs":8},
        {"session_key":9,"driver_number":7,"date":"2031-05-01T14:01:00.25+00:00","rpm":6000,"speed":36,"n_gear":2,"throttle":50,"brake":0,"drs":8}]"#,
    ),
    (
        "location",
        r#"[{"session_key":9,"driver_number":7,"date":"2031-05-01T14:01:00.5+00:00","x":10,"y":-20,"z":5},
        {"session_key":9,"driver_number":7,"date":"2031-05-01T14:01:00.6+00:00","x":0,"y":0,"z":0}]"#,
    ),
];

fn session() -> (Recording, Vec<String>) {
    let files = FILES.map(|(name, text)| (name, text.as_bytes()));
    let read = read(&files).unwrap();
    (read.recording, read.issues.iter().map(ToString::to_string).collect())
}

#[test]
fn the_session_and_its_cars() {
    let (recording, issues) = session();
    assert_eq!(issues, ["laps: 1 rows are of another session; left out"]);
    let about = &recording.about;
    assert_eq!((about.year, about.place.as_deref()), (Some(2031), Some("Ring")));
    assert_eq!(about.clock_zero.unwrap().to_string(), "2031-05-01T14:00:00Z");
    assert_eq!(recording.cars[0].crew[0].full_name.as_deref(), Some("Ann BOLT"));
    let result = &recording.results[0];
    assert_eq!((result.place, result.part_times[1]), (Some(1), result.time));
}

#[test]
fn laps_stand_on_the_clock() {
    let (recording, _) = session();
    let seconds = |at: Option<maatstaf_core::ClockTime>| at.map(|at| at.seconds());
    let laps: Vec<_> = recording
        .laps
        .iter()
        .map(|lap| (lap.number, seconds(lap.began), seconds(lap.ended), lap.accurate))
        .collect();
    assert_eq!(
        laps,
        [
            (1, Some(60.0), Some(180.0), false),
            (2, Some(180.0), Some(270.0), true),
            (3, Some(270.0), Some(370.0), false),
            (4, Some(1200.0), None, false),
        ]
    );
    let [first, second, third, fourth] = &recording.laps[..] else { panic!("four laps") };
    assert!(first.is_out_lap() && third.is_in_lap() && fourth.is_out_lap());
    assert_eq!(first.segments[0], [2064, 2049]);
    assert_eq!(first.traps.straight, Some(50.0));
    assert_eq!(second.deleted.as_deref(), Some("TRACK LIMITS AT TURN 2"));
    assert_eq!(seconds(third.pit_in), Some(399.6));
    assert_eq!(fourth.pit_time.unwrap().seconds(), 800.5);
    assert_eq!(third.flags.to_string(), "green+yellow");
    assert_eq!((third.part, fourth.part), (Some(QualifyingPart::Q1), Some(QualifyingPart::Q2)));
    assert_eq!((second.stint, second.tyre_age, second.fresh), (Some(1), Some(4), Some(false)));
    assert_eq!((fourth.compound.as_ref(), fourth.fresh), (None, Some(true)));
    assert_eq!(second.driver.as_ref().unwrap().as_str(), "ANN");
}

#[test]
fn flags_follow_the_messages() {
    let (recording, _) = session();
    let flags: Vec<_> = recording.flags.iter().map(|it| (it.at.seconds(), it.flag)).collect();
    assert_eq!(flags, [(0.0, Flag::Green), (300.0, Flag::Yellow), (310.0, Flag::Green)]);
}

#[test]
fn exact_samples() {
    let (recording, _) = session();
    let [car, position] = &recording.samples[..] else { panic!("two streams") };
    assert_eq!(car.channel(Channel::Speed), Some(&[10.0, 25.0][..]));
    let throttle = car.channel(Channel::Throttle).unwrap();
    assert!(throttle[0] == 0.5 && throttle[1].is_nan());
    assert_eq!(position.channel(Channel::North), Some(&[-2.0][..]));
}

#[test]
fn what_is_no_reply() {
    for text in ["", "{}", "[]", "[1,2]", "[{\"a\":1}]"] {
        assert!(read(&[("x.json", text.as_bytes())]).is_err(), "{text}");
        assert!(!looks_like("x.json", text.as_bytes()), "{text}");
    }
    assert!(looks_like("any.json", FILES[0].1.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn law_damage_never_stops_the_reader(
        file in 0..FILES.len(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut files = FILES.map(|(name, text)| (name, text.as_bytes().to_vec()));
        let at = at.index(files[file].1.len());
        files[file].1[at] = byte;
        if cut {
            files[file].1.truncate(at);
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, &text[..])).collect();
        let laps = read(&files).unwrap().recording.laps;
        prop_assert!(laps.len() <= 5);
    }
}

#[test]
fn a_lap_0_is_left_out() {
    let lap = |number: u16| {
        format!(
            "{{\"meeting_key\":1,\"session_key\":2,\"driver_number\":1,\"lap_number\":{number},\
             \"duration_sector_1\":null,\"lap_duration\":71.5,\"st_speed\":-3}}"
        )
    };
    let text = format!("[{},{}]", lap(0), lap(1));
    let laps = read(&[("laps.json", text.as_bytes())]).unwrap().recording.laps;
    assert_eq!(laps.len(), 1);
    assert_eq!((laps[0].number, laps[0].traps.straight), (1, None));
}
