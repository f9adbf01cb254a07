use proptest::prelude::*;

use super::*;

const TUM: &str = "# x_m,y_m,w_tr_right_m,w_tr_left_m\n0,0,5,6\n9,0,5,6\nnine,9,5,6\n0,9,5,6\n";

const KML: &str = "<?xml version=\"1.0\"?><kml xmlns=\"a\"><Document><name>no</name><Placemark>\
    <name>left &amp; low</name><LineString><coordinates>\n 5.1,52.1,3 5.2,52.1,4 5.2,52.2,5 \
    5.1,52.1,3\n</coordinates></LineString></Placemark></Document></kml>";

const SPACED: &str = "<kml><Placemark><name>a</name><LineString><coordinates>5.1, 52.1, 3, 5.2, \
    52.1, 4, 5.2, 52.2, 5</coordinates></LineString></Placemark></kml>";

const GPX: &str = "<gpx><trk><name>hill</name><trkseg><trkpt lat=\"52.1\" lon=\"5.1\"><ele>3</ele>\
    </trkpt><trkpt lat=\"52.1\" lon=\"5.2\"/><trkpt lon=\"5.3\"/><trkpt lat=\"52.2\" lon=\"5.2\"/>\
    </trkseg></trk></gpx>";

const GEOJSON: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
    "properties": {"id": "nl-1", "Name": "Ring", "length": 4259, "altitude": 3}, "geometry":
    {"type": "LineString", "coordinates": [[5.1, 52.1], [5.2, 52.1], "x", [5.2, 52.2],
    [5.1, 52.1]]}}]}"#;

const TRACK: &str = r#"{"name": "TT", "start_finish": {}, "pts": [
    {"lat": 521000000, "lon": 51000000, "elev": 12000},
    {"lat": 521000000, "lon": 52000000, "elev": 13500},
    {"lat": 522000000, "lon": 52000000, "elev": 12000},
    {"lat": 521000000, "lon": 51000000, "elev": 12000}]}"#;

const CIRCUIT: &str = "<circuit type=\"closed\"><header><track_length>40</track_length></header>\
    <data><arclength>0, 10, 20, 30</arclength><centerline><x>0, 10, 10, 0</x><y>0, 0, 10, 10</y>\
    </centerline><yaw>0 1 2 3</yaw><yaw_dot>0,0,0,0</yaw_dot><nl>4,4,4,4</nl><nr>5,5,5,5</nr></data>\
    <kerbs><left><kerb_1 used=\"1\"/><kerb_element_1 used=\"1\"><arclength_start>10</arclength_start>\
    <arclength_finish>20</arclength_finish><width>1</width></kerb_element_1></left></kerbs></circuit>";

/// What is read: name, number of points, whether closed, the third point, number of issues.
#[track_caller]
fn check(text: &str, want: (&str, usize, bool, (f64, f64, Option<f64>), usize)) {
    let read = read("file", text.as_bytes()).unwrap();
    let it = &read.surveys[0];
    let third = (it.points[2].x, it.points[2].y, it.points[2].z);
    assert_eq!((it.name.as_str(), it.points.len(), it.closed, third, read.issues.len()), want);
}

#[test]
fn every_format_gives_its_line() {
    check(TUM, ("", 3, true, (0.0, 9.0, None), 1));
    check(KML, ("left & low", 3, true, (5.2, 52.2, Some(5.0)), 0));
    check(SPACED, ("a", 3, false, (5.2, 52.2, Some(5.0)), 0));
    check(GPX, ("hill", 3, false, (5.2, 52.2, None), 1));
    check(GEOJSON, ("Ring", 3, true, (5.2, 52.2, None), 1));
    check(TRACK, ("TT", 3, true, (5.2, 52.2, Some(12.0)), 0));
    check(CIRCUIT, ("", 4, true, (10.0, -10.0, None), 0));
}

#[test]
fn what_came_with_a_line_stays_with_it() {
    let it = read("file", GEOJSON.as_bytes()).unwrap().surveys.remove(0);
    assert_eq!(
        (it.id.as_str(), it.published_length, it.altitude),
        ("nl-1", Some(4259.0), Some(3.0))
    );
    let issues = read("file", TUM.as_bytes()).unwrap().issues;
    assert_eq!(
        issues[0].to_string(),
        "file:4: \"nine,9,5,6\" is not x, y and two widths in metres; the point is left out"
    );
}

#[test]
fn kerbs_in_use_widen_the_road() {
    let circuit = fastest_lap::read("file", CIRCUIT.as_bytes()).unwrap();
    assert_eq!(circuit.nl_with_kerbs(), [4.0, 5.0, 5.0, 4.0]);
    assert_eq!(circuit.nr_with_kerbs(), [5.0; 4]);
    assert_eq!((circuit.length, circuit.closed, circuit.is_3d()), (40.0, true, false));
}

#[track_caller]
fn refused(text: &str, want: &str) {
    assert_eq!(read("file", text.as_bytes()).unwrap_err().to_string(), want);
}

#[test]
fn what_is_no_line_is_refused() {
    refused("0,0\n1,1\n", "file holds no line of three points or more");
    refused("{}", "file holds no line of three points or more");
    refused(
        "<kml><Placemark>",
        "file is not KML that can be read: <kml/Placemark> does not end, byte 16",
    );
    refused(
        &CIRCUIT.replace("<nl>4,", "<nl>"),
        "file is not fastest-lap XML that can be read: nl has 3 values where arclength has 4",
    );
    refused(
        &CIRCUIT.replace("<nl>4,", "<nl>four,"),
        "file is not fastest-lap XML that can be read: nl is \"four\", which is no number",
    );
    assert!(matches!(read("file", b""), Err(Error::Unknown { .. })));
    assert!(matches!(read("file", b"\x1f\x8b\x08"), Err(Error::Unknown { .. })));
    let deep = "<kml>".repeat(100);
    assert!(matches!(read("file", deep.as_bytes()), Err(Error::Spoilt { .. })));
    let deep = "{\"features\":[".repeat(400);
    assert!(matches!(read("file", deep.as_bytes()), Err(Error::Spoilt { .. })));
}

proptest! {
    #[test]
    fn law_no_bytes_panic(
        which in 0_usize..7,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        end in any::<prop::sample::Index>(),
    ) {
        let text = [TUM, KML, SPACED, GPX, GEOJSON, TRACK, CIRCUIT][which];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        if let Ok(read) = read("file", &bytes) {
            let finite = |it: &SurveyPoint| it.x.is_finite() && it.y.is_finite();
            prop_assert!(read.surveys.iter().all(|it| it.points.iter().all(finite)));
        }
    }
}
