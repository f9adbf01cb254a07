use super::*;

/// A circle to the left, 100 m of radius, 12 m wide.
fn circle(n: usize) -> (Stations, f64) {
    let angles: Vec<f64> = (0..n).map(|i| i as f64 * std::f64::consts::TAU / n as f64).collect();
    let stations = Stations {
        s: angles.iter().map(|a| 100.0 * a).collect(),
        x: angles.iter().map(|a| 100.0 * a.sin()).collect(),
        y: angles.iter().map(|a| 100.0 - 100.0 * a.cos()).collect(),
        heading: angles,
        curvature: vec![0.01; n],
        left: vec![6.0; n],
        right: vec![6.0; n],
        ..Stations::flat(n)
    };
    (stations, 100.0 * std::f64::consts::TAU)
}

fn course(stations: Stations, length: f64) -> Result<Course, InvalidCourse> {
    Course::new(CourseFacts::named("circle"), stations, length, true)
}

/// Spoils one thing and compares the first fault, as printed.
#[track_caller]
fn check(spoil: impl Fn(&mut Stations, &mut f64), want: &str) {
    let (mut stations, mut length) = circle(120);
    spoil(&mut stations, &mut length);
    let refused = course(stations, length).expect_err("it is spoilt");
    assert!(refused.to_string().starts_with(want), "{refused}");
}

#[test]
fn refuses_with_station_and_value() {
    check(|it, _| it.s[0] = 1.0, "the first station is at 1 m");
    check(|it, _| it.s[7] = it.s[6], "s stops increasing at station 7 (31.4 m)");
    check(|it, _| it.left.truncate(119), "left has 119 values where s has 120");
    check(|it, _| it.z[3] = f64::NAN, "z is not a finite number at station 3");
    check(|it, _| it.slope[2] = -1.2, "slope is -1.2 rad at station 2 (10.5 m)");
    check(|_, length| *length = 600.0, "the course is 600 m long and its last station is at 623.1");
    check(|_, length| *length = f64::INFINITY, "the course is inf m long");
    check(|it, _| it.right[5] = -0.5, "the edges are 6 m to the left and -0.5 m to the right at");
    check(
        |it, _| it.left[9] = 101.0,
        "normals cross at station 9 (47.1 m): the road turns with a radius of 100.0 m and the \
         inner edge is 101.0 m away",
    );
    check(|it, _| it.heading[4] += 0.2, "a kink of 11.5° after station 3 (15.7 m)");
    check(|it, _| it.curvature[4] = 0.08, "a kink of");
    check(|it, _| it.x[60] += 0.8, "the next station lies");
    check(
        |_, length| *length += 3.0,
        "the course does not close: from its last station it is 5.24",
    );
}

#[test]
fn law_every_fault_is_named_once_and_in_order() {
    let (mut stations, length) = circle(120);
    (stations.left[9], stations.right[5]) = (101.0, -0.5);
    let found = faults(&stations, length, true);
    assert!(matches!(found[0], InvalidCourse::Width { station: 5, .. }));
    assert!(matches!(found[1], InvalidCourse::CrossedNormals { station: 9, .. }));
    assert_eq!(found.len(), 2);
}

#[test]
fn exact_a_circle_between_its_stations() {
    let (stations, length) = circle(120);
    let circle = course(stations, length).unwrap();
    for s in [0.0, 1.0, 314.2, 627.0, 627.9, -1.0, length + 5.0] {
        let road = circle.at(s);
        let (sin, cos) = (s / 100.0).sin_cos();
        assert!((road.x - 100.0 * sin).abs() < 1e-5, "{s}: {}", road.x);
        assert!((road.y - 100.0 * (1.0 - cos)).abs() < 1e-5, "{s}: {}", road.y);
        let (x, y, _) = circle.point(s, 100.0);
        assert!(x.hypot(y - 100.0) < 1e-5, "the centre is 100 m to the left");
    }
    assert!((circle.turning() - std::f64::consts::TAU).abs() < 1e-12);
}

#[test]
fn exact_an_open_road_is_held_at_its_ends() {
    let straight = Stations {
        s: vec![0.0, 50.0],
        x: vec![0.0, 50.0],
        y: vec![0.0; 2],
        heading: vec![0.0; 2],
        curvature: vec![0.0; 2],
        left: vec![3.0, 5.0],
        right: vec![3.0; 2],
        ..Stations::flat(2)
    };
    let road = Course::new(CourseFacts::named("straight"), straight, 50.0, false).unwrap();
    assert_eq!((road.at(-9.0).x, road.at(25.0).x, road.at(99.0).x), (0.0, 25.0, 50.0));
    assert_eq!(road.at(25.0).left, 4.0);
    assert!(!road.has_elevation());
}
