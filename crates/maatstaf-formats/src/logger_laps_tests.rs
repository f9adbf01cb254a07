use maatstaf_core::{CarNumber, ClockTime, LapTime};

use super::*;

fn at(millis: u64) -> ClockTime {
    ClockTime::from_millis(millis)
}

#[track_caller]
fn check(laps: Vec<TimedLap>, want: &[(LapNumber, Option<u64>)]) {
    let got: Vec<_> = laps.iter().map(|lap| (lap.number, lap.time)).collect();
    let want: Vec<_> =
        want.iter().map(|(number, time)| (*number, time.map(LapTime::from_millis))).collect();
    assert_eq!(got, want);
    let joined = laps.windows(2).all(|pair| pair[0].ended == pair[1].began);
    assert!(joined, "a lap begins where the one before ends");
}

#[track_caller]
fn check_between(moments: &[u64], span: (u64, u64), want: &[(LapNumber, Option<u64>)]) {
    let moments: Vec<ClockTime> = moments.iter().map(|it| at(*it)).collect();
    check(between(&CarNumber::new("1"), &moments, (at(span.0), at(span.1)), true), want);
}

#[test]
fn exact_laps_lie_between_moments_at_the_line() {
    check_between(&[10, 30, 60], (0, 70), &[(1, None), (2, Some(20)), (3, Some(30)), (4, None)]);
    check_between(&[0, 30], (0, 70), &[(1, Some(30)), (2, None)]);
    check_between(&[30, 70], (0, 70), &[(1, None), (2, Some(40))]);
    check_between(&[30, 30, 20, 90], (0, 70), &[(1, None), (2, None)]);
    check_between(&[], (0, 70), &[(1, None)]);
}

#[track_caller]
fn check_numbers(numbers: &[f32], want: &[(LapNumber, Option<u64>)]) {
    let times: Vec<ClockTime> = (0..numbers.len() as u64).map(|it| at(it * 10)).collect();
    check(by_number(&CarNumber::new("1"), &times, numbers), want);
}

#[test]
fn exact_laps_have_the_numbers_of_their_channel() {
    check_numbers(&[5.0, 6.0, 6.0, 7.0], &[(5, None), (6, Some(20))]);
    check_numbers(&[5.0, 6.0, 6.0, 7.0, 7.0], &[(5, None), (6, Some(20)), (7, None)]);
    check_numbers(&[0.0, 1.0, 1.0, 2.0, 2.0], &[(1, None), (2, Some(20)), (3, None)]);
    check_numbers(&[7.0, f32::NAN, 1.0, 2.0, 2.0], &[(1, None), (2, Some(10)), (3, None)]);
    check_numbers(&[3.0, 3.0], &[]);
    check_numbers(&[], &[]);
}

#[test]
fn exact_a_running_clock_tells_when_it_started() {
    let times: Vec<ClockTime> = (0..5).map(|it| at(it * 1000)).collect();
    let moments = restarts(&times, &[61.0, 62.0, 0.75, 1.75, 9.0]);
    assert_eq!(moments, [at(1250)]);
}

/// A car round a circle of 100 m about 50° north, once in 40 s, seen four times a second.
fn circle(seconds: u64) -> (Vec<ClockTime>, Vec<(f64, f64)>) {
    let plane = LocalPlane::at(50.0, 6.0);
    let (one, _) = plane.metres(50.0, 7.0);
    let (_, north) = plane.metres(51.0, 6.0);
    let times: Vec<ClockTime> = (0..seconds * 4).map(|it| at(it * 250)).collect();
    let place = |time: &ClockTime| {
        let (sin, cos) = (time.seconds() * std::f64::consts::TAU / 40.0).sin_cos();
        (50.0 + 100.0 * sin / north, 6.0 + 100.0 * cos / one)
    };
    let places = times.iter().map(place).collect();
    (times, places)
}

#[track_caller]
fn check_line(line: &str, want: &[f64]) {
    let (times, places) = circle(130);
    let got = crossings(&times, &places, &line.parse().unwrap());
    let got: Vec<f64> = got.into_iter().map(ClockTime::seconds).collect();
    assert_eq!(got.len(), want.len(), "{got:?}");
    assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 0.01), "{got:?}");
}

#[test]
fn exact_crossings_are_interpolated_in_time_and_directed() {
    // Anticlockwise: heading north at the easternmost point, west at the northernmost.
    let plane = LocalPlane::at(50.0, 6.0);
    let east = 6.0 + 100.0 / plane.metres(50.0, 7.0).0;
    let north = 50.0 + 100.0 / plane.metres(51.0, 6.0).1;
    check_line(&format!("50.0000001,{east}@0/20"), &[0.0, 40.0, 80.0, 120.0]);
    check_line(&format!("{north},6@270/20"), &[10.0, 50.0, 90.0]);
    check_line(&format!("{north},6@90/20"), &[]);
    check_line(&format!("{north},6.01@270/20"), &[]);
    let (inside, outside) = (north - 1e-4, north + 1e-4);
    check_line(&format!("{inside},6 {outside},6"), &[10.0, 50.0, 90.0]);
}

#[test]
fn exact_places_that_repeat_do_not_stop_the_car() {
    let (times, places) = circle(45);
    let held: Vec<(f64, f64)> = (0..places.len()).map(|idx| places[idx / 4 * 4]).collect();
    let plane = LocalPlane::at(50.0, 6.0);
    let north = 50.0 + 100.0 / plane.metres(51.0, 6.0).1;
    let line = format!("{},6@270/40", north - 1e-6).parse().unwrap();
    let got = crossings(&times, &held, &line);
    assert_eq!(got.len(), 1);
    assert!((got[0].seconds() - 10.0).abs() < 0.02, "{got:?}");
}

#[track_caller]
fn check_no_line(text: &str) {
    let error = text.parse::<StartLine>().unwrap_err().to_string();
    assert!(error.contains("left and right end"), "{error}");
}

#[test]
fn what_is_no_line_is_refused() {
    check_no_line("");
    check_no_line("1,2");
    check_no_line("1,2 1,2");
    check_no_line("95,2 1,2");
    check_no_line("1,2@30");
    check_no_line("1,2@30/-5");
    check_no_line("nan,2@30/5");
}
