//! The fastest lap, through the front door.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test stops where it fails")]

use maatstaf::core::{Channel, Course};
use maatstaf::lapsim::Scheme;
use maatstaf::numerics::interior_point::Status;
use maatstaf::{FastestLap, LapSettings, corners_driven, fastest_lap, thirds};

fn monaco() -> &'static Course {
    maatstaf::facts::courses().iter().find(|course| course.id() == "monaco").unwrap()
}

fn lap(course: &Course, scheme: Scheme) -> FastestLap {
    let car = &maatstaf::find_car("gt3").unwrap().car;
    // All from the same start, so that roads hardly wider end in the same optimum.
    let settings = LapSettings {
        nodes: Some(120),
        scheme,
        tolerance: 1e-10,
        from_envelope: false,
        ..LapSettings::default()
    };
    let lap = fastest_lap("gt3", car, course, &settings).unwrap();
    assert_eq!(lap.status, Status::Solved, "{:?}", lap.residuals);
    lap
}

/// The course with another left edge: so many metres further out at each place.
fn widened(course: &Course, more: impl Fn(f64) -> f64) -> Course {
    let mut stations = course.stations().clone();
    for (left, s) in stations.left.iter_mut().zip(&stations.s) {
        *left += more(*s);
    }
    Course::new(course.facts().clone(), stations, course.length(), course.is_closed()).unwrap()
}

// What the multipliers say a wider road is worth is what a wider road gives.
#[track_caller]
fn check_prices(scheme: Scheme) {
    let (course, by) = (monaco(), 0.01);
    let stretch = |s: f64| if (1000.0..2000.0).contains(&s) { by } else { 0.0 };
    let [plain, wider, tighter] =
        [0.0, 1.0, -1.0].map(|sign| lap(&widened(course, |s| sign * stretch(s)), scheme));
    let gained = 0.5 * (tighter.objective - wider.objective);
    let trace = &plain.trace;
    let (s, n) = (trace.distance(), plain.nodes);
    let wide = widened(course, stretch);
    let prices = plain.prices.as_ref().unwrap();
    let told: f64 = (0..n)
        .map(|i| {
            let before = if i == 0 { s[n] - s[n - 1] } else { s[i] - s[i - 1] };
            let metres = 0.5 * (before + s[i + 1] - s[i]);
            let more = wide.at(s[i]).left - course.at(s[i]).left;
            prices.left_edge[i] * metres * more
        })
        .sum();
    assert!(told > 1e-4, "{told}");
    assert!((told / gained - 1.0).abs() < 0.02, "told {told}, gained {gained}");
    for prices in [&prices.left_edge, &prices.right_edge, &prices.throttle] {
        assert!(prices.iter().all(|price| *price >= 0.0));
    }
}

#[test]
fn law_prices_are_what_a_wider_road_gives() {
    check_prices(Scheme::Trapezoidal);
    check_prices(Scheme::HermiteSimpson);
}

#[test]
fn law_a_lap_fits_together() {
    let course = monaco();
    let lap = lap(course, Scheme::HermiteSimpson);
    let trace = &lap.trace;
    let parts: f64 = thirds(trace).iter().map(|time| time.seconds()).sum();
    assert!((parts - lap.lap.time.seconds()).abs() < 1e-9);
    let last = trace.distance().len() - 1;
    assert!((trace.distance()[last] - course.length()).abs() < 1e-9);
    let of = |channel| trace.channel(channel).unwrap();
    for (i, s) in trace.distance().iter().enumerate() {
        let road = course.at(*s);
        let n = of(Channel::Offset)[i];
        assert!(-road.right <= n && n <= road.left, "{n} m beside the road at {s} m");
        let (x, y, _) = course.point(*s, n);
        assert!((of(Channel::East)[i] - x).hypot(of(Channel::North)[i] - y) < 1e-9);
        assert!(of(Channel::Throttle)[i] * of(Channel::Brake)[i] == 0.0);
    }
    // What speed and place say of the time is what the clock says, but for corners cut by chords.
    let speed = of(Channel::Speed);
    let clock: f64 = (0..last)
        .map(|i| {
            let [east, north] = [Channel::East, Channel::North].map(|it| of(it)[i + 1] - of(it)[i]);
            east.hypot(north) / (0.5 * (speed[i] + speed[i + 1]))
        })
        .sum();
    assert!((clock / lap.time - 1.0).abs() < 0.02, "{clock} {}", lap.time);
    let corners = corners_driven(course, trace);
    assert!(corners.len() > 10);
    for driven in corners {
        assert!(driven.least_speed <= driven.entry_speed.min(driven.exit_speed) + 1e-9);
        assert!(driven.time > 0.0 && driven.time < lap.time);
    }
}
