use maatstaf_core::{Channel, Recording};
use proptest::prelude::*;

use super::{looks_like, read};

const FILES: [(&str, &str); 3] = [
    (
        "practice-1/ANN/laptimes.json",
        r#"{"time":["None",90.0,91.5,12.0],"lap":[1,2,3,2],"compound":["None","SOFT","SOFT","HARD"],"stint":[1,1,2,9],
        "s1":["None",30.0,30.0,1],"s2":[30.1,29.999,30.0,1],"s3":[30.0,30.001,31.4,1],"life":["",2,1,1],"pos":["None","None","None","None"],
        "status":["1","1","12","1"],"pb":[false,true,false,false]}"#,
    ),
    (
        "practice-1/ANN/2_tel.json",
        r#"{"tel":{"time":[0.0,0.24,0.2,90.0],"rpm":[6000.0,6000,6000,6000],"speed":[90,"None",90,36],"gear":[3,3,3,2],
        "throttle":[100,104,50,50],"brake":[0,1,1,1],"drs":[0,0,0,0],"distance":[0.5,6,7,5000],"x":[10,20,30,40],"y":[-10,0,0,0],"z":[1,1,1],
        "dataKey":"2031-Ring-Practice 1-ANN-2"}}"#,
    ),
    ("practice-1/drivers.json", r#"{"drivers":[{"driver":"ANN","team":"North"}]}"#),
];

fn session() -> (Recording, Vec<String>) {
    let read = read(&FILES.map(|(name, text)| (name, text.as_bytes()))).unwrap();
    (read.recording, read.issues.iter().map(ToString::to_string).collect())
}

#[test]
fn laps_and_their_drivers() {
    let (recording, issues) = session();
    assert_eq!(
        issues,
        [
            "practice-1/ANN/laptimes.json:4: lap 2 stands there twice; taken once",
            "practice-1/ANN/2_tel.json:3: time goes back to 0.2 s; left out",
        ]
    );
    let [first, second, third] = &recording.laps[..] else { panic!("three laps") };
    assert_eq!((first.time, first.compound.as_ref(), first.tyre_age), (None, None, None));
    assert_eq!((second.sector_sum(), second.accurate), (second.time, true));
    assert_eq!((third.accurate, third.flags.to_string()), (false, "green+yellow".to_owned()));
    assert_eq!(recording.cars[0].team.as_deref(), Some("North"));
    assert_eq!(recording.stints.len(), 2);
}

#[test]
fn exact_telemetry() {
    let (recording, _) = session();
    let [samples] = &recording.samples[..] else { panic!("one lap") };
    assert_eq!((samples.car().as_str(), samples.stream()), ("ANN", "lap 2"));
    assert_eq!(
        samples.times().iter().map(|at| at.seconds()).collect::<Vec<_>>(),
        [0.0, 0.24, 90.0]
    );
    let speed = samples.channel(Channel::Speed).unwrap();
    assert!(speed[0] == 25.0 && speed[1].is_nan() && speed[2] == 10.0);
    assert!(samples.channel(Channel::Throttle).unwrap()[1].is_nan());
    assert_eq!(samples.channel(Channel::East), Some(&[1.0, 2.0, 4.0][..]));
    assert!(samples.channel(Channel::Up).unwrap()[2].is_nan(), "a shorter array");
}

#[test]
fn what_is_no_such_file() {
    for text in ["", "{}", "[]", "{\"time\":3}", "{\"tel\":{}}"] {
        assert!(read(&[("laptimes.json", text.as_bytes())]).is_err(), "{text}");
    }
    assert!(looks_like(FILES[0].0, FILES[0].1.as_bytes()));
    assert!(looks_like(FILES[1].0, FILES[1].1.as_bytes()));
    assert!(!looks_like("x.json", FILES[0].1.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn law_damage_never_stops_the_reader(
        file in 0..FILES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut files = FILES.map(|(name, text)| (name, text.as_bytes().to_vec()));
        for (at, byte) in changes {
            let at = at.index(files[file].1.len());
            files[file].1[at] = byte;
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, &text[..])).collect();
        if let Ok(read) = read(&files) {
            prop_assert!(read.recording.laps.len() <= 6);
        }
    }
}

#[test]
fn place_0_and_lap_0_are_none() {
    let text = "{\"time\":[80.1,80.2],\"lap\":[0,1],\"pos\":[1,0],\"stint\":[1,0]}";
    let laps = read(&[("VER/laptimes.json", text.as_bytes())]).unwrap().recording.laps;
    let found: Vec<_> = laps.iter().map(|lap| (lap.number, lap.place, lap.stint)).collect();
    assert_eq!(found, [(1, None, None)]);
}
