use proptest::prelude::*;

use super::*;

/// A circle to the left of radius 100 m, in steps of 3°.
fn circle() -> Course {
    let angles: Vec<f64> = (0..120).map(|i| f64::from(i) * std::f64::consts::TAU / 120.0).collect();
    let stations = Stations {
        s: angles.iter().map(|a| 100.0 * a).collect(),
        x: angles.iter().map(|a| 100.0 * a.sin()).collect(),
        y: angles.iter().map(|a| 100.0 - 100.0 * a.cos()).collect(),
        heading: angles,
        curvature: vec![0.01; 120],
        left: (0..120).map(|i| 5.0 + 0.01 * f64::from(i)).collect(),
        right: vec![6.0; 120],
        ..Stations::flat(120)
    };
    let facts = CourseFacts {
        circuit: Some("circle".to_owned()),
        residual: Some(Residual { rms: 0.1, largest: 1.0 / 3.0, n_points: 7 }),
        published_length: Some(628.0),
        quality: Quality::Line,
        widths: Widths::Assumed,
        source: Source {
            name: "a \"source\"\nof two lines".to_owned(),
            licence: "MIT".to_owned(),
            note: "# not a comment, says é".to_owned(),
        },
        ..CourseFacts::named("circle")
    };
    Course::new(facts, stations, 100.0 * std::f64::consts::TAU, true).unwrap()
}

#[test]
fn law_what_is_written_reads_back() {
    let course = circle();
    let text = write(&course);
    assert_eq!(read("a.course.csv", text.as_bytes()).unwrap(), course);
    assert!(text.contains("\ns,x,y,heading,left\n"), "{text:.900}");
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(read("a.course.csv", crlf.as_bytes()).unwrap(), course);
}

#[track_caller]
fn refused(from: &str, to: &str, want: &str) {
    let text = write(&circle());
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    let error = read("a", text.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with(want), "{error}");
}

#[test]
fn what_is_spoilt_is_refused_with_its_place() {
    refused("# maatstaf", "# other", "a does not begin with \"# maatstaf course 1\"");
    refused("# closed = true", "# closed = 7", "the head of a cannot be read: invalid type");
    refused("quality = \"line\"", "quality = \"good\"", "the head of a cannot be read: quality is");
    refused("s,x,y", "s,x,why", "a:27: there is no column \"why\" in a course");
    refused("\n0,0,0,0,5\n", "\n0,0,0,nought,5\n", "a:28: \"0,0,0,nought,5\" is not 5 numbers");
    refused("\n0,0,0,0,5\n", "\n0,0,0,0,-5\n", "a: the edges are -5 m to the left and 6 m to");
    refused(
        "right = 6.0",
        "right = 600.0\n# wrong = 1.0",
        "a:1: there is no \"wrong\" in a course",
    );
    refused("curvature = 0.01", "curvature = 0.3", "a: normals cross at station 0 (0.0 m)");
    refused("same]", "same]\n# s = nan", "a: s is not a finite number");
}

proptest! {
    #[test]
    fn law_no_bytes_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = write(&circle()).into_bytes();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        let _ = read("a", &bytes);
    }
}
