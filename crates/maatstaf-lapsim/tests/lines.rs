//! Lines of least curvature on every embedded course.
#![allow(clippy::unwrap_used)]

use maatstaf_core::Course;
use maatstaf_lapsim::{Line, Mesh, Road};

/// Half of the track of a Formula One car, m.
const HALF_TRACK: f64 = 0.8;

#[track_caller]
fn check(course: &Course) {
    let road = Road::along(course, &Mesh::Equal(1000)).unwrap();
    let line = Line::of_least_curvature(&road, HALF_TRACK)
        .unwrap_or_else(|error| panic!("{}: {error}", course.id()));
    let (least, centre) = (line.bending(), Line::centre(&road).bending());
    assert!(least < 0.9 * centre, "{}: {least} is not less than {centre}", course.id());
    for (point, station) in line.points().iter().zip(road.stations()) {
        let (left, right) = (station.left - HALF_TRACK, station.right - HALF_TRACK);
        let within = point.offset > -left - 1e-6 && point.offset < right + 1e-6;
        assert!(within, "{}: {point:?} {station:?}", course.id());
    }
}

#[test]
fn law_least_curvature_on_every_course() {
    maatstaf_facts::courses().iter().for_each(check);
}
