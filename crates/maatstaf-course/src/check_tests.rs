use maatstaf_core::{CourseFacts, Stations};

use super::*;

/// A straight of 100 m, spoilt before it becomes a course.
fn straight(spoil: impl Fn(&mut Stations, &mut CourseFacts)) -> Vec<String> {
    let s: Vec<f64> = (0..=20).map(|i| 5.0 * f64::from(i)).collect();
    let n = s.len();
    let flat = Stations::flat(n);
    let level = flat.z.clone();
    let mut stations = Stations {
        x: s.clone(),
        y: level.clone(),
        heading: level.clone(),
        curvature: level,
        left: vec![6.0; n],
        right: vec![6.0; n],
        s,
        ..flat
    };
    let mut facts = CourseFacts::named("straight");
    spoil(&mut stations, &mut facts);
    let course = Course::new(facts, stations, 100.0, false).unwrap();
    check(&course).iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_is_said_of_a_straight() {
    assert!(straight(|_, _| {}).is_empty());
}

#[test]
fn what_there_is_to_know_is_said() {
    assert_eq!(
        straight(|it, _| it.left[7] = 10.0),
        ["an edge jumps by 4.00 m after 30.0 m", "an edge jumps by -4.00 m after 35.0 m"]
    );
    assert_eq!(
        straight(|_, facts| facts.published_length = Some(103.0)),
        ["100 m long, -2.9 % of the published 103 m"]
    );
    assert_eq!(
        straight(|_, facts| facts.widths = Widths::Assumed),
        ["the source has no widths; 12 m is assumed everywhere"]
    );
}
