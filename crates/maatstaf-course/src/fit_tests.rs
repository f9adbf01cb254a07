use std::f64::consts::{PI, TAU};

use super::*;
use crate::{Plane, Side, check, corners, fit_edges, rounded};

/// An oval of two straights of 200 m and two half circles of 60 m radius, driven to the left.
fn oval(s: f64, n: f64) -> (f64, f64) {
    let (straight, radius) = (200.0, 60.0);
    let arc = PI * radius;
    let s = s.rem_euclid(2.0 * (straight + arc));
    let (half, s) = ((s / (straight + arc)).floor(), s.rem_euclid(straight + arc));
    let (x, y) = match s < straight {
        true => (s, n),
        false => {
            let (sin, cos) = ((s - straight) / radius).sin_cos();
            (straight + (radius - n) * sin, radius - (radius - n) * cos)
        }
    };
    if half == 0.0 { (x, y) } else { (straight - x, 2.0 * radius - y) }
}

const OVAL_LENGTH: f64 = 2.0 * (200.0 + PI * 60.0);

fn oval_survey(n: f64, mirror: bool) -> Survey {
    let points = (0..155).map(|i| {
        let (x, y) = oval(OVAL_LENGTH * f64::from(i) / 155.0, n);
        SurveyPoint {
            left: Some(5.0),
            right: Some(6.0),
            ..SurveyPoint::at(x, if mirror { -y } else { y })
        }
    });
    Survey::from_metres("oval", points.collect(), true)
}

fn fitted(survey: &Survey, accuracy: f64) -> Course {
    let options = FitOptions { accuracy, ..FitOptions::default() };
    fit(survey, CourseFacts::named(&survey.name), &options).unwrap()
}

#[test]
fn exact_a_circle() {
    let point = |i: u32| {
        let (sin, cos) = (f64::from(i) * TAU / 90.0).sin_cos();
        SurveyPoint::at(80.0 * sin, 80.0 * cos) // to the right
    };
    let survey = Survey::from_metres("circle", (0..90).map(point).collect(), true);
    for accuracy in [0.001, 0.1] {
        let course = fitted(&survey, accuracy);
        assert!((course.length() - TAU * 80.0).abs() < 0.01, "{}", course.length());
        let off = |k: &f64| (k * 80.0 + 1.0).abs();
        assert!(course.stations().curvature.iter().map(off).fold(0.0, f64::max) < 1e-3);
        assert!((course.turning() + TAU).abs() < 1e-9);
    }
}

#[test]
fn exact_an_oval_of_arcs() {
    let course = fitted(&oval_survey(0.0, false), 0.05);
    assert!((course.length() - OVAL_LENGTH).abs() < 0.2, "{}", course.length());
    let found = corners(&course);
    assert_eq!(found.len(), 2);
    for (corner, apex) in found.iter().zip([200.0 + 30.0 * PI, 400.0 + 90.0 * PI]) {
        assert_eq!(corner.side, Side::Left);
        assert!((corner.angle - PI).abs() < 0.1, "{}", corner.angle);
        assert!((corner.radius - 60.0).abs() < 4.0, "{}", corner.radius);
        let middle = 0.5 * (corner.start + corner.end);
        assert!((middle - apex).abs() < 3.0, "{middle} for {apex}");
    }
    let residual = course.facts().residual.unwrap();
    assert!(residual.rms <= 0.0501 && residual.largest < 0.3, "{residual:?}");
    assert_eq!(check(&course), []);
}

#[test]
fn law_mirroring_mirrors() {
    let (course, mirrored) =
        (fitted(&oval_survey(0.0, false), 0.05), fitted(&oval_survey(0.0, true), 0.05));
    assert!((course.length() - mirrored.length()).abs() < 1e-6);
    for (a, b) in course.stations().curvature.iter().zip(&mirrored.stations().curvature) {
        assert!((a + b).abs() < 1e-7);
    }
    for (a, b) in corners(&course).iter().zip(corners(&mirrored)) {
        assert_ne!(a.side, b.side);
        assert!((a.apex - b.apex).abs() < 2.1 && (a.angle - b.angle).abs() < 1e-4);
    }
}

#[test]
fn law_the_end_is_the_start() {
    let course = fitted(&oval_survey(0.0, false), 0.2);
    let (start, end) = (course.at(0.0), course.at(course.length() - 1e-9));
    assert!((start.x - end.x).hypot(start.y - end.y) < 1e-6);
    assert!((course.turning() - TAU).abs() < 1e-9);
}

#[test]
fn law_more_accuracy_is_nearer() {
    let rms = |accuracy| fitted(&oval_survey(0.0, false), accuracy).facts().residual.unwrap().rms;
    assert!(rms(0.02) < rms(0.1) && rms(0.1) < rms(0.5));
    assert!((rms(0.1) - 0.1).abs() < 0.01);
}

#[test]
fn exact_an_open_quarter_with_a_climb() {
    let point = |i: u32| {
        let angle = f64::from(i) * 0.5 * PI / 40.0;
        let place = SurveyPoint::at(150.0 * angle.sin(), 150.0 - 150.0 * angle.cos());
        SurveyPoint { z: Some(15.0 * angle), ..place }
    };
    let survey = Survey::from_metres("hill", (0..=40).map(point).collect(), false);
    let course = fitted(&survey, 0.001);
    let exact = 0.5 * PI * 150.0 * 1.005_f64.sqrt().hypot(0.0) * (1.01_f64 / 1.005).sqrt();
    assert!((course.length() - exact).abs() < 0.05, "{} for {exact}", course.length());
    assert!((course.at(100.0).slope - 0.1_f64.atan()).abs() < 1e-3);
    assert!((course.turning() - 0.5 * PI).abs() < 1e-2);
    assert!(!course.is_closed() && course.has_elevation());
}

#[test]
fn exact_a_course_between_its_edges() {
    let options = FitOptions { accuracy: 0.05, ..FitOptions::default() };
    let (left, right) = (oval_survey(4.0, false), oval_survey(-6.0, false));
    let course = fit_edges(&left, &right, CourseFacts::named("oval"), &options).unwrap();
    let exact = 400.0 + TAU * 61.0;
    assert!((course.length() - exact).abs() < 0.5, "{} for {exact}", course.length());
    let stations = course.stations();
    for width in stations.left.iter().chain(&stations.right) {
        assert!((width - 5.0).abs() < 0.25, "{width}");
    }
    let swapped = fit_edges(&right, &left, CourseFacts::named("oval"), &options);
    assert_eq!(swapped.unwrap_err(), FitError::Swapped);
}

#[test]
fn law_rounding_keeps_a_course() {
    let course = fitted(&oval_survey(0.0, false), 0.05);
    let once = rounded(&course).unwrap();
    assert_eq!(rounded(&once).unwrap(), once);
    assert!((once.length() - course.length()).abs() < 0.006);
}

#[test]
fn what_is_no_road_is_refused() {
    let refused = |survey: &Survey| {
        fit(survey, CourseFacts::named("a"), &FitOptions::default()).unwrap_err().to_string()
    };
    let few = Survey::from_metres("a", vec![SurveyPoint::at(0.0, 0.0); 3], true);
    assert_eq!(refused(&few), "a course takes 6 points or more and the line has 3");
    let mut wide = oval_survey(0.0, false);
    wide.points.iter_mut().for_each(|point| point.left = Some(70.0));
    let reason = refused(&wide);
    assert!(reason.starts_with("normals cross at station"), "{reason}");
    wide.points.iter_mut().for_each(|point| point.left = Some(-1.0));
    let reason = refused(&wide);
    assert!(
        reason.starts_with("the edges are -1 m to the left and 6 m to the right at"),
        "{reason}"
    );
    let heap = Survey::from_metres("a", vec![SurveyPoint::at(1.0, 1.0); 9], true);
    let _ = refused(&heap);
}

#[test]
fn law_degrees_and_metres_agree() {
    let plane = Plane::around(5.0, 52.0, 0.0);
    let metres = oval_survey(0.0, false);
    let in_degrees = |point: &SurveyPoint| {
        // Newton on the plane, enough for a millimetre.
        let (mut lon, mut lat) = (5.0, 52.0);
        for _ in 0..6 {
            let (x, y) = plane.to_metres(lon, lat);
            lat += (point.y - y) / 111_300.0;
            lon += (point.x - x) / (111_300.0 * 52.0_f64.to_radians().cos());
        }
        SurveyPoint { x: lon, y: lat, ..*point }
    };
    let points = metres.points.iter().map(in_degrees).collect();
    let degrees = Survey::from_degrees("oval", points, true);
    let (a, b) = (fitted(&metres, 0.05), fitted(&degrees, 0.05));
    assert!((a.length() - b.length()).abs() < 0.01, "{} {}", a.length(), b.length());
}
