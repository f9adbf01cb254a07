use super::*;

fn level(distances: &[f64]) -> Vec<Station> {
    distances.iter().map(|&distance| Station::level(distance, 0.0, 5.0, 6.0)).collect()
}

#[track_caller]
fn check(road: Result<Road, Error>, message: &str) {
    assert_eq!(road.unwrap_err().to_string(), message);
}

#[test]
fn what_is_no_road() {
    check(Road::open(level(&[0.0, 1.0])), "a road has three stations or more, this one has 2");
    check(Road::closed(vec![], 9.0), "a road has three stations or more, this one has 0");
    check(Road::open(level(&[0.0, 2.0, 2.0])), "distance stops increasing at station 2 (2 m)");
    check(
        Road::closed(level(&[0.0, 2.0, 3.0]), 3.0),
        "distance stops increasing at station 3 (3 m)",
    );
    let mut stations = level(&[0.0, 1.0, 2.0]);
    stations[1].roll = f64::NAN;
    check(Road::open(stations), "roll of station 1 is not a finite number");
}

#[test]
fn exact_steps() {
    let closed = Road::closed(level(&[1.0, 3.0, 6.0]), 10.0).unwrap();
    let steps = |road: &Road| [0, 1, 2].map(|at| (road.step_before(at), road.step(at)));
    assert_eq!(steps(&closed), [(5.0, 2.0), (2.0, 3.0), (3.0, 5.0)]);
    let open = Road::open(level(&[1.0, 3.0, 6.0])).unwrap();
    assert_eq!(steps(&open), [(0.0, 2.0), (2.0, 3.0), (3.0, 0.0)]);
    assert_eq!((open.length(), closed.length()), (5.0, 10.0));
}

#[test]
fn exact_kerbs_widen_the_road_where_they_are() {
    let kerb = |start, finish, width| Kerb { start, finish, width };
    let road = Road::open(level(&[0.0, 3.0, 6.0])).unwrap();
    let road = road.with_kerbs(&[kerb(2.0, 3.0, 1.0), kerb(0.0, 3.0, 2.0)], &[kerb(5.0, 9.0, 0.5)]);
    let widths: Vec<_> = road.stations().iter().map(|at| (at.left, at.right)).collect();
    assert_eq!(widths, [(7.0, 6.0), (6.0, 6.0), (5.0, 6.5)]);
}

#[test]
fn law_a_tilted_road_turns_as_much_as_its_heading() {
    let station = Station { yaw_rate: 0.02, pitch: 0.3, roll: -0.2, ..Station::default() };
    let Surface { turning, down, .. } = station.surface();
    let along = turning.iter().zip(down).map(|(a, b)| a * b).sum::<f64>();
    assert!((along - 0.02).abs() < 1e-16, "{along}");
    assert!((down.iter().map(|a| a * a).sum::<f64>() - 1.0).abs() < 1e-15);
    assert!(Station::level(0.0, 0.01, 1.0, 1.0).surface().is_level());
}

#[test]
fn law_a_road_with_steps_half_as_long_is_the_same_road() {
    let station = |i: i32| Station::level(10.0 * f64::from(i), 0.01 * f64::from(i), 5.0, 6.0);
    let road = Road::closed((0..10).map(station).collect(), 100.0).unwrap().tilting();
    let halved = road.halved().unwrap();
    assert_eq!((halved.stations().len(), halved.length()), (20, road.length()));
    assert_eq!(
        (halved.stations()[6], halved.stations()[7]),
        (road.stations()[3], road.middles()[3])
    );
    assert!((0..20).all(|i| halved.step(i) == 5.0) && halved.surfaces()[3].tilts);
}
