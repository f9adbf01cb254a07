//! One car by every method, through the front door.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test stops where it fails")]

use maatstaf::core::{Channel, Course};
use maatstaf::numerics::interior_point::Status;
use maatstaf::{FastestLap, FixedLine, LapSettings, Method, fastest_lap, lap_on_line};

/// Of the schemes at the nodes of these tests, s: one method integrates by other rules than another.
const RULES: f64 = 0.05;

fn course(id: &str) -> &'static Course {
    maatstaf::facts::courses().iter().find(|course| course.id() == id).unwrap()
}

fn lap(car: &str, id: &str, method: Method, nodes: Option<usize>) -> FastestLap {
    let settings = LapSettings { method, nodes, ..LapSettings::default() };
    let described = &maatstaf::find_car(car).unwrap().car;
    let lap = fastest_lap(car, described, course(id), &settings).unwrap();
    assert_eq!(lap.status, Status::Solved, "{car} {id} {method:?}");
    lap
}

#[test]
fn law_the_freer_the_line_the_faster_the_lap() {
    let cars = ["f1-2014", "gt3", "formula-student"];
    for (car, id) in cars.iter().flat_map(|car| ["monaco", "spielberg"].map(|id| (*car, id))) {
        let [centre, least, free] = [
            Method::QuasiSteady(FixedLine::Centre),
            Method::QuasiSteady(FixedLine::LeastCurvature),
            Method::Free,
        ]
        .map(|method| lap(car, id, method, Some(500)).time);
        assert!(centre > least + 0.5 && least > free - RULES, "{car} {id} {centre} {least} {free}");
    }
}

#[test]
fn law_a_car_that_need_not_yaw_is_faster_and_not_by_much() {
    // The envelope is that of the whole car in steady driving: what optimal control adds is the time
    // that yaw, and grip short of the limit, cost.
    let [free, full] =
        [Method::Free, Method::Full].map(|it| lap("gt3", "spielberg", it, None).time);
    assert!(free < full + RULES && full / free < 1.03, "{free} {full}");
}

#[test]
fn law_the_line_of_a_free_lap_is_as_fast_when_it_is_given() {
    let free = lap("lmp2", "spielberg", Method::Free, Some(600));
    let car = &maatstaf::find_car("lmp2").unwrap().car;
    let settings = LapSettings {
        method: Method::QuasiSteady(FixedLine::Centre),
        nodes: Some(600),
        ..LapSettings::default()
    };
    let given = lap_on_line("lmp2", car, course("spielberg"), &free.trace, &settings).unwrap();
    assert!((given.time / free.time - 1.0).abs() < 0.01, "{} {}", given.time, free.time);
    assert!(given.trace.channel(Channel::East).is_some());
}

#[test]
fn law_an_open_flap_is_faster_where_it_may_open() {
    let time = |id: &str, method: Method, flap_straights: Option<f64>| {
        let car = &maatstaf::find_car(id).unwrap().car;
        let settings = LapSettings { method, flap_straights, ..LapSettings::default() };
        fastest_lap(id, car, course("monza"), &settings).unwrap().time
    };
    let fixed = Method::QuasiSteady(FixedLine::LeastCurvature);
    for (id, method) in [("f1-2024", fixed), ("f1-2024", Method::Free), ("f1-2026", Method::Free)] {
        let [shut, long, short] = [None, Some(600.0), Some(300.0)].map(|it| time(id, method, it));
        assert!(shut > long + 0.2 && long >= short, "{id} {shut} {long} {short}");
    }
    let none = [None, Some(300.0)].map(|it| time("gt3", Method::Free, it));
    assert_eq!(none[0], none[1]); // a car without a flap
}
