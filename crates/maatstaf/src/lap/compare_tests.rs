use maatstaf_core::Channel;

use super::*;

/// A lap at the same speed everywhere (m/s), but slower by a factor between two places.
fn lap(course: &Course, speed: f64, (from, to, factor): (f64, f64, f64)) -> Trace {
    let n = 2000;
    let distance: Vec<f64> =
        (0..=n).map(|i| course.length() * f64::from(i) / f64::from(n)).collect();
    let speeds: Vec<f64> = distance
        .iter()
        .map(|s| if (from..to).contains(s) { speed / factor } else { speed })
        .collect();
    let mut time = vec![0.0];
    for (pair, speed) in distance.windows(2).zip(&speeds) {
        time.push(time[time.len() - 1] + (pair[1] - pair[0]) / speed);
    }
    Trace::new(distance, time).unwrap().with(Channel::Speed, speeds).unwrap()
}

// On every embedded course, closed and open, stretches partition the lap and add up exactly.
#[test]
fn law_stretches_partition_the_lap() {
    for course in maatstaf_facts::courses() {
        let length = course.length();
        let (first, second) = (
            lap(course, 51.3, (0.0, 0.0, 1.0)),
            lap(course, 50.7, (0.4 * length, 0.7 * length, 1.3)),
        );
        let compared = compare_laps(course, &first, &second);
        let sum = |of: fn(&StretchCompared) -> i64| compared.stretches.iter().map(of).sum::<i64>();
        let id = course.id();
        assert_eq!(sum(|it| it.lost.as_micros()), compared.lost.as_micros(), "{id}");
        assert_eq!(sum(|it| it.times[0].as_micros().cast_signed()), micros_of(&first), "{id}");
        let walked: f64 = compared.stretches.iter().map(|it| it.to - it.from).sum();
        assert!((walked - length).abs() < 1e-6, "{id}: {walked}");
        assert!(compared.stretches.windows(2).all(|it| it[0].to == it[1].from), "{id}");
        let corners = compared.stretches.iter().filter(|it| it.corner.is_some()).count();
        assert_eq!(corners, maatstaf_course::corners(course).len(), "{id}");
    }
}

fn micros_of(lap: &Trace) -> i64 {
    (lap.time()[lap.time().len() - 1] * 1e6).round() as i64
}

// Slower in one corner alone: that corner has all of it.
#[test]
fn exact_time_is_lost_where_it_is_slower() {
    let courses: Vec<&Course> = maatstaf_facts::courses().iter().collect();
    let course = crate::find_course(&courses, "spielberg").unwrap();
    let corner = maatstaf_course::corners(course)[2];
    let inside = (corner.start + 10.0, corner.end - 10.0);
    let slow = lap(course, 50.0, (inside.0, inside.1, 2.0));
    let compared = compare_laps(course, &lap(course, 50.0, (0.0, 0.0, 1.0)), &slow);
    for stretch in &compared.stretches {
        let is_it = stretch.corner.is_some_and(|pair| pair[0].corner.number == 3);
        let lost = if is_it { compared.lost.as_micros() } else { 0 };
        assert!((stretch.lost.as_micros() - lost).abs() <= 2, "{stretch:?}");
    }
    let metres = inside.1 - inside.0;
    assert!((compared.lost.seconds() - metres / 50.0).abs() < 0.1, "{}", compared.lost);
}
