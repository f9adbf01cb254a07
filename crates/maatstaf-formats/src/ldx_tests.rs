use proptest::prelude::*;

use super::*;

const BESIDE: &str = "<?xml version=\"1.0\"?>\n<LDXFile Version=\"1.6\">\n<Layers><Layer><MarkerBlock>\
    <MarkerGroup Name=\"Beacons\" Index=\"3\">\n\
    <Marker ClassName=\"BCN\" Name=\"Manual.1\" Time=\"6.22429000000000000e+08\"/>\n\
    <Marker ClassName=\"BCN\" Name=\"Manual.2\" Time=\"7.30802e+08\"/>\n\
    <Marker ClassName=\"NOTE\" Name=\"a note\" Time=\"7.0e+08\"/>\n\
    </MarkerGroup></MarkerBlock></Layer><Details>\n\
    <String Id=\"Total Laps\" Value=\"3\"/><String Id=\"Fastest Time\" Value=\"1:48.373\"/>\n\
    <String Id=\"Fastest Lap\" Value=\"1\"/></Details></Layers></LDXFile>";

#[test]
fn exact_beacons_and_facts() {
    let ReadLdx { ldx, issues } = read("log.ldx", BESIDE.as_bytes()).unwrap();
    assert_eq!(issues, []);
    assert_eq!(ldx.beacons, [622_429, 730_802].map(ClockTime::from_millis));
    assert_eq!((ldx.n_laps, ldx.fastest_lap), (Some(3), Some(1)));
    assert_eq!(ldx.fastest, Some(LapTime::from_millis(108_373)));
}

#[test]
fn exact_laps_alone_belong_to_a_car() {
    let ReadRecording { recording, .. } = read_laps("log.ldx", BESIDE.as_bytes()).unwrap();
    let times: Vec<_> = recording.laps.iter().map(|lap| lap.time).collect();
    assert_eq!(times, [None, Some(LapTime::from_millis(108_373))]);
    assert_eq!(recording.cars.len(), 1);
}

#[track_caller]
fn check_damage(text: &str, n_beacons: usize, reason: &str) {
    let ReadLdx { ldx, issues } = read("log.ldx", text.as_bytes()).unwrap();
    assert_eq!(ldx.beacons.len(), n_beacons, "{issues:?}");
    assert!(issues.iter().any(|it| it.reason.contains(reason)), "{issues:?}");
}

#[test]
fn damage_is_listed_and_the_rest_is_read() {
    check_damage(&BESIDE.replace("7.30802e+08", "soon"), 1, "\"soon\", which is no time");
    check_damage(&BESIDE.replace("7.30802e+08", "nan"), 1, "\"nan\", which is no time");
    check_damage(&BESIDE.replace("7.30802e+08", "-1"), 1, "\"-1\", which is no time");
    check_damage(&BESIDE[..330], 2, "it breaks off");
    let error = read("a.xml", b"<other/>").unwrap_err().to_string();
    assert!(error.contains("does not begin with <LDXFile"), "{error}");
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(at in 0..900_usize, value: u8, cut in 0..900_usize) {
        let mut bytes = BESIDE.as_bytes().to_vec();
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(cut);
        let _ = read_laps("log.ldx", &bytes);
    }
}
