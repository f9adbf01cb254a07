use super::*;

/// A sample every quarter of a second; `None` stands for a throttle that is not known.
fn samples(rows: &[(f64, Option<f64>)]) -> Vec<SpeedSample> {
    let sample = |(i, (speed, throttle)): (usize, &(f64, Option<f64>))| SpeedSample {
        throttle: *throttle,
        ..SpeedSample::new(0.25 * i as f64, *speed)
    };
    rows.iter().enumerate().map(sample).collect()
}

/// How many are left.
#[track_caller]
fn check(rows: &[(f64, Option<f64>)], left: usize) {
    let mut speeds = samples(rows);
    leave_out_what_stands_still(&mut speeds);
    assert_eq!(speeds.len(), left, "{speeds:?}");
}

#[test]
fn speeds_that_stand_still_are_left_out() {
    let (moving, still) = ((50.0, Some(1.0)), (52.5, None));
    check(&[vec![moving; 3], vec![still; 9]].concat(), 4);
    // a second or less is a car at its limiter, with a sample or two lost
    check(&[vec![moving; 3], vec![still; 5]].concat(), 8);
    // flat out at one speed, and a source without a throttle
    check(&[moving; 12], 12);
    check(&[still; 12], 12);
}

#[test]
fn a_long_gap_is_found() {
    let mut speeds = samples(&[(50.0, None); 40]);
    assert_eq!(longest_gap(&speeds, 10.0), None);
    assert_eq!(longest_gap(&speeds, 15.0), Some((9.75, 15.0)));
    speeds.retain(|sample| !(2.0..8.0).contains(&sample.time));
    assert_eq!(longest_gap(&speeds, 10.0), Some((1.75, 8.0)));
}
