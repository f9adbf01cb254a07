//! Laws of lines; the embedded courses are in `tests/lines.rs`.
#![allow(clippy::unwrap_used)]

use std::f64::consts::{PI, TAU};

use super::*;
use crate::arcs::{Piece, closing_straight, road_of_arcs};
use crate::road::Station;

/// A ring of a radius to the right, on which the car keeps an offset.
#[track_caller]
fn check_ring(offset: f64) {
    let ring = [Piece::Arc { radius: 80.0, sweep: TAU }];
    let road = road_of_arcs(&ring, 14.0, 90, true).unwrap();
    let line = Line::given(&road, &[0.0, 100.0, 300.0], &[offset; 3]).unwrap();
    for point in line.points() {
        assert!((point.curvature - 1.0 / (80.0 - offset)).abs() < 1e-12, "{offset}: {point:?}");
        assert_eq!((point.heading, point.gravity), (0.0, [0.0, 0.0, GRAVITY]));
    }
    assert!((line.length() - TAU * (80.0 - offset)).abs() < 1e-9);
}

#[test]
fn exact_lines_on_a_ring_are_circles() {
    [-5.0, 0.0, 3.0].into_iter().for_each(check_ring);
}

/// The line of least `∫κ² dσ` around a ring is the largest circle.
#[test]
fn exact_least_curvature_of_a_ring_is_the_outer_edge() {
    for sweep in [TAU, -TAU] {
        let road = road_of_arcs(&[Piece::Arc { radius: 80.0, sweep }], 12.0, 120, true).unwrap();
        let line = Line::of_least_curvature(&road, 1.0).unwrap();
        for point in line.points() {
            assert!((point.offset + 5.0 * sweep.signum()).abs() < 1e-4, "{point:?}");
        }
        assert!((line.bending() - TAU / 85.0).abs() < 1e-6, "{}", line.bending());
    }
}

/// A straight line across a ring's plane is straight, whatever frame describes it.
#[test]
fn exact_a_chord_is_straight() {
    // Around the middle of an arc to the left of 500 m radius, the chord 3 m inside.
    let road =
        road_of_arcs(&[Piece::Arc { radius: 500.0, sweep: -0.2 }], 20.0, 401, false).unwrap();
    let inside = |s: f64| 500.0 - 497.0 / (s / 500.0 - 0.1).cos();
    let distances: Vec<f64> = (0..401).map(|i| 0.25 * f64::from(i)).collect();
    let offsets: Vec<f64> = distances.iter().map(|s| -inside(*s)).collect();
    let line = Line::given(&road, &distances, &offsets).unwrap();
    for point in &line.points()[20..380] {
        assert!(point.curvature.abs() < 1e-7, "{point:?}");
    }
}

fn triangle(sign: f64) -> Vec<Piece> {
    let bend = Piece::Arc { radius: 60.0, sweep: sign * 2.0 * PI / 3.0 };
    let straight = Piece::Straight { length: 200.0 };
    vec![straight, bend, straight, bend, straight, bend]
}

#[test]
fn law_a_mirrored_road_mirrors_the_line() {
    assert!(closing_straight(&triangle(1.0)) < 1e-9);
    let lines = [1.0, -1.0].map(|sign| {
        let road = road_of_arcs(&triangle(sign), 12.0, 240, true).unwrap();
        Line::of_least_curvature(&road, 0.8).unwrap()
    });
    for (right, left) in lines[0].points().iter().zip(lines[1].points()) {
        assert!((right.offset + left.offset).abs() < 1e-8, "{right:?} {left:?}");
        assert!((right.curvature + left.curvature).abs() < 1e-9, "{right:?} {left:?}");
    }
}

/// Offsets, taken from a line and given back, make the same line.
#[test]
fn law_a_line_through_its_own_offsets_is_itself() {
    let road = road_of_arcs(&triangle(1.0), 12.0, 600, true).unwrap();
    let line = Line::of_least_curvature(&road, 0.8).unwrap();
    let (at, offsets): (Vec<f64>, Vec<f64>) =
        line.points().iter().map(|point| (point.distance, point.offset)).unzip();
    let again = Line::given(&road, &at, &offsets).unwrap();
    // The road's curvature jumps where its arcs begin, so the same to a step's part.
    assert!((again.length() / line.length() - 1.0).abs() < 1e-5, "{}", again.length());
    for (one, other) in line.points().iter().zip(again.points()) {
        assert!((one.heading - other.heading).abs() < 2e-3, "{one:?} {other:?}");
    }
    assert!((again.bending() / line.bending() - 1.0).abs() < 1e-2, "{}", again.bending());
}

/// On a road that leans, gravity pulls across; on one that climbs, back; in a dip it presses.
#[test]
fn exact_gravity_along_the_line() {
    let (pitch, roll) = (0.1_f64, 0.2_f64);
    let station =
        |i: u8| Station { pitch, roll, ..Station::level(10.0 * f64::from(i), 0.0, 6.0, 6.0) };
    let road = Road::open((0..5).map(station).collect()).unwrap();
    let point = Line::centre(&road).points()[2];
    let want = [-pitch.sin(), roll.sin() * pitch.cos(), roll.cos() * pitch.cos()];
    for (got, want) in point.gravity.iter().zip(want) {
        assert!((got - GRAVITY * want).abs() < 1e-12, "{point:?}");
    }
    let dip = |i: u8| Station { pitch_rate: 0.01, ..Station::level(f64::from(i), 0.0, 6.0, 6.0) };
    let road = Road::open((0..5).map(dip).collect()).unwrap();
    let point = Line::centre(&road).points()[2];
    assert!((point.pressing(400.0) - (GRAVITY + 4.0)).abs() < 1e-12, "{point:?}");
}

#[test]
fn law_what_is_no_line_is_refused() {
    let road = road_of_arcs(&triangle(1.0), 12.0, 90, true).unwrap();
    let refused = |distances: &[f64], offsets: &[f64]| {
        Line::given(&road, distances, offsets).unwrap_err().to_string()
    };
    assert_eq!(refused(&[0.0], &[0.0]), "a line takes two offsets or more");
    assert_eq!(refused(&[0.0, 1.0], &[0.0]), "offsets has 1 values for 2 stations");
    assert_eq!(refused(&[0.0, 0.0], &[0.0; 2]), "distance stops increasing at station 1 (0 m)");
    assert_eq!(
        refused(&[0.0, 300.0], &[50.0; 2]),
        "the line is 50 m beside the road's at 0 m, far off the road"
    );
    let narrow = Line::of_least_curvature(&road, 6.5).unwrap_err().to_string();
    assert_eq!(narrow, "the road is 12 m wide at station 0, the car takes 13 m");
}
