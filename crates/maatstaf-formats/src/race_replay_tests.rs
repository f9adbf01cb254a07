use maatstaf_core::Channel;
use proptest::prelude::*;

use super::{looks_like, read};

const RACE: &str = r#"{"laps":{"ANN":[{"lap":1,"t0":3600.0,"t1":3690.5},{"lap":2,"t0":3690.5,"t1":3800.0},{"lap":3,"t0":3800,"t1":3700}]},
"drivers":{"ANN":{"t":[3600.0,3601.0,3600.5,3602.0],"x":[10.0,20.0,30.0,null],"y":[1,2,3],"v":[90,36.0,36.0,108],"g":[2,3,3,3],"th":[100.0,104.0,0,50],"br":[0,0,0,1],"lap":[1,1,1,1]}},
"safety_cars":[{"type":"VSC","start":3650.0,"end":3660.0}],
"stints":{"ANN":[{"s":1,"e":1,"c":"SOFT"},{"s":2,"e":3,"c":"HARD"}]},
"pit_stops":{"ANN":[{"lap":1,"in":85.0,"out":105.0,"dur":20.0}]},"overtakes":[]}"#;

#[test]
fn a_race() {
    let read = read("race.json", RACE.as_bytes()).unwrap();
    let issues: Vec<_> = read.issues.iter().map(ToString::to_string).collect();
    assert_eq!(
        issues,
        [
            "race.json: lap 3 of ANN ends before it begins",
            "race.json: 1 samples of ANN go back or have no time; left out",
        ]
    );
    let [first, second, third] = &read.recording.laps[..] else { panic!("three laps") };
    assert_eq!(first.time.unwrap().seconds(), 90.5);
    assert_eq!(
        (first.pit_in.unwrap().seconds(), second.pit_out.unwrap().seconds()),
        (3685.0, 3705.0)
    );
    assert_eq!(second.pit_time.unwrap().seconds(), 20.0);
    assert_eq!(second.compound.as_ref().unwrap().as_str(), "hard");
    assert_eq!(first.flags.to_string(), "green+virtual-safety-car");
    assert_eq!(third.time, None);
    let samples = &read.recording.samples[0];
    assert_eq!(samples.channel(Channel::Speed), Some(&[25.0, 10.0, 30.0][..]));
    assert!(samples.channel(Channel::Throttle).unwrap()[1].is_nan());
    assert!(samples.channel(Channel::North).unwrap()[2].is_nan());
}

#[test]
fn laps_out_of_order_or_twice_are_put_right() {
    let rows = r#"{"lap":2,"t0":90,"t1":170},{"lap":1,"t0":0,"t1":90},{"lap":1,"t0":0,"t1":95}"#;
    let race = format!(r#"{{"laps":{{"ANN":[{rows}]}},"drivers":{{}}}}"#);
    let read = read("race.json", race.as_bytes()).unwrap();
    let laps = read.recording.laps.iter().map(|lap| (lap.number, lap.time.unwrap().seconds()));
    assert_eq!(laps.collect::<Vec<_>>(), [(1, 90.0), (2, 80.0)]);
    let [issue] = &read.issues[..] else { panic!("one issue: {:?}", read.issues) };
    assert_eq!(issue.to_string(), "race.json: lap 1 of car ANN stands there twice; taken once");
}

#[test]
fn what_is_no_race() {
    for text in ["", "{}", "[]", "{\"laps\":{}}"] {
        assert!(read("x.json", text.as_bytes()).is_err(), "{text}");
        assert!(!looks_like("x.json", text.as_bytes()), "{text}");
    }
    assert!(looks_like("x.json", RACE.as_bytes()));
}

proptest! {
    #[test]
    fn law_damage_never_stops_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut bytes = RACE.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(read) = read("x.json", &bytes) {
            prop_assert!(read.recording.laps.len() <= 3);
        }
    }
}
