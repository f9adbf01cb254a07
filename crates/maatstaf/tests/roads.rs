//! Embedded courses as roads, on every kind of mesh.
#![allow(clippy::unwrap_used)]

use maatstaf::core::{Course, CourseFacts, Stations};
use maatstaf::facts::courses;
use maatstaf::lapsim::{Mesh, Road};

/// Of the angle once around, as curvature seen at stations and middles alone adds up, rad.
const ANGLE: f64 = 0.1;

fn road(course: &Course, mesh: Mesh) -> Road {
    Road::along(course, &mesh).unwrap_or_else(|error| panic!("{}: {error}", course.id()))
}

/// `Σ h/6 (K_i + 4 K_c + K_j)`, to the right.
fn turning(road: &Road) -> f64 {
    let bend = |i: usize| road.stations()[i % road.stations().len()].yaw_rate;
    let middles = road.middles().iter().enumerate();
    let of_step = |(i, middle): (usize, &maatstaf::lapsim::Station)| {
        road.step(i) / 6.0 * (bend(i) + 4.0 * middle.yaw_rate + bend(i + 1))
    };
    middles.map(of_step).sum()
}

#[test]
fn law_a_road_turns_as_its_course() {
    for course in courses().iter().filter(|course| course.is_closed()) {
        for mesh in [Mesh::Equal(900), Mesh::Adapted(600)] {
            let (road, name) = (road(course, mesh.clone()), course.id());
            let off = turning(&road) + course.turning();
            assert!(off.abs() < ANGLE, "{name} on {mesh:?}: {off} rad");
            assert!((road.length() - course.length()).abs() < 1e-9, "{name}");
            assert_eq!(road.is_level(), !course.has_elevation(), "{name}");
        }
    }
}

#[test]
fn law_an_adapted_mesh_is_denser_in_bends() {
    for course in courses().iter().filter(|course| course.is_closed()) {
        let road = road(course, Mesh::Adapted(600));
        let steps: Vec<f64> = (0..600).map(|i| road.step(i)).collect();
        let (least, most) = (0..600).fold((f64::INFINITY, 0.0_f64), |(least, most), i| {
            (least.min(steps[i]), most.max(steps[i]))
        });
        assert!(most / least < 3.6 && most / least > 1.5, "{}: {least} to {most} m", course.id());
        let mean_in = |bend: bool| {
            let curved = |i: &usize| (road.stations()[*i].yaw_rate.abs() > 0.01) == bend;
            let of: Vec<f64> = (0..600).filter(curved).map(|i| steps[i]).collect();
            of.iter().sum::<f64>() / of.len().max(1) as f64
        };
        assert!(mean_in(true) < mean_in(false), "{}", course.id());
    }
}

/// Up and down by 4 m on a left-hand circle of some 100 m radius, banked to the right: its left
/// edge is higher.
fn hill() -> Course {
    let n = 360;
    let (steps, length) = (f64::from(n), 100.0 * std::f64::consts::TAU);
    let at = |of: &dyn Fn(f64) -> f64| (0..n).map(|i| of(f64::from(i) / steps)).collect::<Vec<_>>();
    let turn = std::f64::consts::TAU;
    let slope = |t: f64| 0.02 * (turn * t).sin();
    // Each step from above is as long as the cosine of its slope.
    let (mut x, mut y, mut z) = (vec![0.0], vec![0.0], vec![0.0]);
    for i in 0..n - 1 {
        let t = (f64::from(i) + 0.5) / steps;
        let step = length / steps;
        x.push(x[x.len() - 1] + step * slope(t).cos() * (turn * t).cos());
        y.push(y[y.len() - 1] + step * slope(t).cos() * (turn * t).sin());
        z.push(z[z.len() - 1] + step * slope(t).sin());
    }
    let stations = Stations {
        s: at(&|t| length * t),
        x,
        y,
        z,
        heading: at(&|t| turn * t),
        curvature: at(&|_| 0.01),
        slope: at(&slope),
        banking: at(&|t| 0.1 + 0.05 * (turn * t).cos()),
        left: at(&|_| 6.0),
        right: at(&|_| 5.0),
    };
    Course::new(CourseFacts::named("hill"), stations, length, true).unwrap()
}

#[test]
fn exact_slopes_and_their_rates() {
    let road = road(&hill(), Mesh::Equal(72));
    let length = road.length();
    for station in road.stations().iter().chain(road.middles()) {
        let turn = std::f64::consts::TAU * station.distance / length;
        let wave = std::f64::consts::TAU / length;
        let near = |got: f64, want: f64, by: f64| assert!((got - want).abs() < by, "{got} {want}");
        near(station.yaw_rate, -0.01, 1e-15);
        near(station.pitch, 0.02 * turn.sin(), 1e-5);
        near(station.pitch_rate, 0.02 * wave * turn.cos(), 1e-6);
        near(station.roll, 0.1 + 0.05 * turn.cos(), 1e-5);
        near(station.roll_rate, -0.05 * wave * turn.sin(), 1e-6);
        assert_eq!((station.left, station.right), (6.0, 5.0));
    }
}

#[test]
fn what_is_no_mesh() {
    let course = &courses()[0];
    let refused = |mesh: Mesh, says: &str| {
        let error = Road::along(course, &mesh).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    };
    refused(Mesh::Equal(2), "three stations");
    refused(Mesh::Adapted(0), "three stations");
    refused(Mesh::At(vec![0.0, 10.0, 5.0]), "station 2 (5 m)");
    refused(Mesh::At(vec![0.0, 10.0, 1e6]), "node 2 is at 1000000 m");
    refused(Mesh::At(vec![0.0, f64::NAN, 20.0]), "node 1");
}
