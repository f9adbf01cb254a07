//! Courses from real points, against what others say of them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;

use maatstaf::core::{Course, CourseFacts, Survey};
use maatstaf::course::{FitOptions, check, corners, fit, fit_edges};
use maatstaf::formats::{fastest_lap, surveys};

#[path = "../../../fixtures/shared.rs"]
mod shared;

/// The bytes of a file of real points; says so where it is not at hand.
fn bytes(path: &str) -> Option<Vec<u8>> {
    let found = fs::read(shared::shared("tracks").join(path)).ok();
    if found.is_none() {
        println!("skipped: {path}, which is not at hand");
    }
    found
}

fn surveys(path: &str) -> Option<Vec<Survey>> {
    Some(surveys::read(path, &bytes(path)?).unwrap().surveys)
}

fn fitted(survey: &Survey, accuracy: f64) -> Course {
    let options = FitOptions { accuracy, ..FitOptions::default() };
    fit(survey, CourseFacts::named("course"), &options).unwrap()
}

/// How far the line of a course is from points, root mean square; both in one frame.
fn apart(course: &Course, points: &[(f64, f64)]) -> f64 {
    let n = (course.length() / 0.5) as usize;
    let line: Vec<_> = (0..n).map(|i| course.at(i as f64 * 0.5)).collect();
    let nearest = |(x, y): &(f64, f64)| {
        line.iter().map(|at| (at.x - x).hypot(at.y - y)).fold(f64::INFINITY, f64::min)
    };
    let square: f64 = points.iter().map(|point| nearest(point).powi(2)).sum();
    (square / points.len() as f64).sqrt()
}

/// fastest-lap's own stations of Catalunya: `header/track_length` is 4634.15 m, 16 corners
/// by F1DB (`catalunya-4`).
#[test]
fn agrees_with_the_stations_of_catalunya() {
    let Some(bytes) = bytes("fastest-lap/catalunya/catalunya.xml") else { return };
    let circuit = fastest_lap::read("catalunya.xml", &bytes).unwrap();
    assert_eq!((circuit.n_stations(), circuit.closed, circuit.is_3d()), (500, true, false));
    assert!((circuit.length - 4634.15).abs() < 0.05, "{}", circuit.length);
    let course = fitted(&circuit.survey(), 0.02);
    assert!((course.length() / circuit.length - 1.0).abs() < 1e-3, "{}", course.length());
    assert!((15..=17).contains(&corners(&course).len()));
    let step = course.length() / circuit.length;
    let differences = circuit
        .arclength
        .iter()
        .zip(&circuit.yaw_dot)
        .map(|(s, right)| (course.at(s * step).curvature + right).powi(2));
    let rms = (differences.sum::<f64>() / 500.0).sqrt();
    assert!(rms < 1.5e-3, "curvature differs by {rms}");
}

/// The same circuit from its edges as drawn, in degrees.
#[test]
fn agrees_edges_with_the_line_between_them() {
    for (name, length) in [("catalunya", 4634.15), ("imola", 4896.23)] {
        let edge =
            |side: &str| Some(surveys(&format!("fastest-lap/{name}/{name}_{side}.kml"))?.remove(0));
        let (Some(left), Some(right)) = (edge("left"), edge("right")) else { return };
        let options = FitOptions { accuracy: 0.2, ..FitOptions::default() };
        let course = fit_edges(&left, &right, CourseFacts::named(name), &options).unwrap();
        assert!((course.length() / length - 1.0).abs() < 0.004, "{name}: {}", course.length());
        let faults: Vec<_> = check(&course).into_iter().filter(|it| it.is_fault()).collect();
        assert!(faults.len() < 4, "{name}: {faults:?}");
        let stations = course.stations();
        let width = |i: usize| stations.left[i] + stations.right[i];
        let mean = (0..stations.len()).map(width).sum::<f64>() / stations.len() as f64;
        assert!((9.0..16.0).contains(&mean), "{name}: {mean}");
    }
}

/// Monza drawn by two people: 5.793 km says F1DB.
#[test]
fn agrees_two_drawings_of_monza() {
    let Some(first) = surveys("bacinger/f1-circuits.geojson") else { return };
    let Some(second) = surveys("zaggyai/8c2929e4--autodromo-nazionale-di-monza.json") else {
        return;
    };
    let first = first.iter().find(|it| it.id == "it-1922").unwrap();
    let (first, second) = (fitted(first, 0.75), fitted(&second[0], 0.75));
    let (a, b) = (first.length(), second.length());
    assert!((a / 5793.0 - 1.0).abs() < 0.01 && (b / 5793.0 - 1.0).abs() < 0.01, "{a} {b}");
    assert!(!first.has_elevation() && second.has_elevation());
}

/// The racetrack database is smoothed already; its Monza against ours, lengths alone.
#[test]
fn agrees_with_the_racetrack_database() {
    for (name, length) in [("Monza", 5793.0), ("Spa", 7004.0), ("Zandvoort", 4259.0)] {
        let Some(found) = surveys(&format!("tum/tracks/{name}.csv")) else { continue };
        let course = fitted(&found[0], 0.1);
        assert!((course.length() / length - 1.0).abs() < 0.02, "{name}: {}", course.length());
        let points: Vec<_> = found[0].points.iter().map(|it| (it.x, it.y)).collect();
        assert!(apart(&course, &points) < 0.3);
    }
}
