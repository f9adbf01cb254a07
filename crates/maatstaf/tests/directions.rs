//! Two drivers and one car, through the front door.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test stops where it fails")]

use maatstaf::core::{Car, Course, DrivingStyle};
use maatstaf::{Change, Directions, LapSettings, Method, Wish, directions, fastest_lap};

/// What multipliers say of a step against what solving again says, relative: the edges of an
/// envelope are found to some 1e-5, and differences of them stand here.
const WORTH_TOLERANCE: f64 = 0.05;

fn course(id: &str) -> &'static Course {
    maatstaf::facts::courses().iter().find(|course| course.id() == id).unwrap()
}

fn car() -> &'static Car {
    &maatstaf::find_car("gt3").unwrap().car
}

fn settings() -> LapSettings {
    LapSettings { nodes: Some(300), ..LapSettings::default() }
}

fn late() -> DrivingStyle {
    let style = DrivingStyle::all_of_it("late").with_shares([0.99, 0.95, 0.85]).unwrap();
    style.with_rates(Some(1.5), None).unwrap()
}

fn asked(one: &DrivingStyle, other: &DrivingStyle) -> Directions {
    directions(car(), &[course("spielberg")], [one, other], &settings()).unwrap()
}

#[test]
fn law_worth_is_what_solving_again_gives() {
    let all = DrivingStyle::all_of_it("all");
    let told = asked(&all, &all);
    assert!(told.angle < 1e-6 && told.times[0] == told.times[1]);
    let objective = |car: &Car| {
        let settings = LapSettings { method: Method::Free, ..settings() };
        fastest_lap("gt3", car, course("spielberg"), &settings).unwrap().objective
    };
    for name in ["power", "grip.rear", "downforce", "chassis.mass"] {
        let change = Change::of(car()).into_iter().find(|it| it.name() == name).unwrap();
        let direction = told.directions.iter().find(|it| it.name == name).unwrap();
        let [less, more] =
            [-direction.step, direction.step].map(|by| objective(&change.by(car(), by).unwrap()));
        let again = 0.5 * (more - less);
        let off = direction.worth[0] / again - 1.0;
        assert!(off.abs() < WORTH_TOLERANCE, "{name}: {} against {again}", direction.worth[0]);
        let want = if name == "chassis.mass" { Wish::Less } else { Wish::More };
        assert_eq!(told.wish(direction), want, "{name}");
    }
}

#[test]
fn law_drivers_swapped_are_directions_swapped() {
    let (all, late) = (DrivingStyle::all_of_it("all"), late());
    let (one, other) = (asked(&all, &late), asked(&late, &all));
    assert!((one.angle - other.angle).abs() < 1e-9 && one.angle > 0.0);
    assert_eq!(one.times, [other.times[1].clone(), other.times[0].clone()]);
    assert!(one.times[0][0] < one.times[1][0]); // who uses all of the car is faster
    for direction in &one.directions {
        let swapped = other.directions.iter().find(|it| it.name == direction.name).unwrap();
        assert_eq!(direction.worth, [swapped.worth[1], swapped.worth[0]]);
    }
}
