//! `maatstaf course` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const OVAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/oval.csv");

/// A library of its own, taken away at the end.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn ask(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maatstaf"));
        command.env("MAATSTAF_HOME", &self.0).arg("course").args(words).output().unwrap()
    }

    #[track_caller]
    fn answer(&self, words: &[&str]) -> String {
        let output = self.ask(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, words: &[&str], code: i32, says: &str) {
        let output = self.ask(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {error}");
        assert!(error.contains(says), "{words:?}: {says:?} is not in {error:?}");
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_course_says_where_it_comes_from() {
    let home = Home::new("list");
    let answer: Value = serde_json::from_str(&home.answer(&["list", "--json"])).unwrap();
    let courses = answer["courses"].as_array().unwrap();
    assert!(courses.iter().filter(|it| it["circuit"].is_string()).count() >= 10);
    for course in courses {
        assert_eq!(course["licence"], "MIT");
        assert!(course["residual_rms_m"].is_number() && course["source"] != "");
    }
    let csv = home.answer(&["list", "--csv"]);
    assert_eq!(csv.lines().count(), courses.len() + 1);
}

#[test]
fn an_import_is_listed_shown_drawn_and_checked() {
    let home = Home::new("import");
    let text = home.answer(&["import", OVAL, "--name", "My Ovál", "--accuracy", "0.1"]);
    assert!(text.contains("My Ovál (my-oval): 77") && text.contains("2 corners"), "{text}");
    assert!(home.answer(&["list"]).contains("\nmy-oval"));
    let drawing = home.path("oval.svg");
    let shown = home.answer(&["show", "my oval", "--svg", &drawing]);
    assert!(shown.contains("anticlockwise, 2 corners"), "{shown}");
    let svg = fs::read_to_string(&drawing).unwrap();
    assert!(svg.contains("<title id=\"title\">My Ovál</title>") && svg.contains("<desc"));
    assert_eq!(svg.matches("class=\"number\"").count(), 2);
    assert!(!svg.contains("href") && !svg.contains("NaN"));
    assert_eq!(home.answer(&["check", "my-oval"]), "my-oval: a road\n");
    let stations = home.answer(&["show", "my-oval", "--csv"]);
    assert!(stations.starts_with("s_m,x_m,y_m,z_m,heading_rad,curvature_rad_per_m,slope_rad,"));
}

#[test]
fn exact_both_edges_of_an_oval() {
    let home = Home::new("edges");
    let text = fs::read_to_string(OVAL).unwrap();
    // The same oval, moved 4 m outwards and inwards along its own normals.
    let edge = |by: f64| {
        let rows: Vec<(f64, f64)> = text
            .lines()
            .filter(|row| !row.starts_with('#'))
            .map(|row| {
                let cells: Vec<f64> = row.split(',').map(|it| it.parse().unwrap()).collect();
                (cells[0], cells[1])
            })
            .collect();
        let moved = |(x, y): &(f64, f64)| {
            let (cx, cy) = (x.clamp(0.0, 200.0), 60.0);
            let away = (x - cx).hypot(y - cy);
            format!("{},{}\n", x + by * (x - cx) / away, y + by * (y - cy) / away)
        };
        rows.iter().map(moved).collect::<String>()
    };
    let (left, right) = (home.path("left.csv"), home.path("right.csv"));
    fs::write(&left, edge(-4.0)).unwrap();
    fs::write(&right, edge(4.0)).unwrap();
    let words = ["import", "--edges", &left, &right, "--name", "o", "--accuracy", "0.1", "--json"];
    let answer: Value = serde_json::from_str(&home.answer(&words)).unwrap();
    let exact = 400.0 + std::f64::consts::TAU * 60.0;
    assert!((answer["length_m"].as_f64().unwrap() - exact).abs() < 1.0, "{answer}");
    assert_eq!(answer["widths"], "measured");
    home.refused(&["import", "--edges", &right, &left], 2, "the left edge lies to the right");
}

#[test]
fn what_is_no_course_is_refused_with_a_way_out() {
    let home = Home::new("refused");
    home.refused(&["show", "mnza"], 2, "did you mean monza");
    home.refused(&["import", "nowhere.gpx"], 2, "cannot read nowhere.gpx");
    home.refused(&["import"], 2, "--edges");
    home.refused(&["import", OVAL, "--accuracy", "0"], 2, "--accuracy is 0; it is above 0 m");
    let spoilt = home.path("spoilt.course.csv");
    let embedded = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../maatstaf-facts/data/courses/monza.course.csv");
    let text = fs::read_to_string(embedded).unwrap();
    fs::write(&spoilt, text.replace("left = 6.0", "left = 400.0")).unwrap();
    home.refused(&["check", &spoilt], 2, "normals cross at station");
    home.refused(&["show", &spoilt], 2, "normals cross at station");
    fs::write(&spoilt, text.replace("length = 57", "length = 58")).unwrap();
    home.refused(&["check", &spoilt, "--json"], 2, "the course does not close");
    home.refused(&["check", OVAL], 2, "does not begin with \"# maatstaf course 1\"");
}

#[test]
fn a_packed_file_is_unpacked() {
    let home = Home::new("packed");
    let packed = home.path("oval.csv.gz");
    let file = fs::File::create(&packed).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, &fs::read(OVAL).unwrap()).unwrap();
    encoder.finish().unwrap();
    assert!(home.answer(&["import", &packed]).contains("oval (oval): 77"));
}
