use maatstaf_core::DriverId;

use super::*;
use crate::{examples, scoresheet};

fn sheet() -> Scoresheet {
    scoresheet(&examples::season(), &examples::rules(), Title::Drivers).unwrap()
}

fn driver(name: &str) -> Competitor {
    Competitor::Driver(DriverId::new(name))
}

#[track_caller]
fn check(name: &str, round: RoundNumber, best: u16, worst: u16) {
    let sheet = sheet();
    let outlook = outlook_at(&sheet, Moment::after(round), &[]);
    let who = sheet.index_of(&driver(name)).unwrap();
    assert_eq!(outlook.prospects[who], Some(Prospects { best, worst }), "{name} after {round}");
}

#[test]
fn exact_prospects() {
    check("ann", 1, 1, 3);
    check("ann", 2, 1, 3); // 20 against 12 and 4, 20 to come
    check("ann", 3, 1, 1); // 30 against 16 and 10, 10 to come
    check("bob", 3, 2, 3);
    check("cas", 4, 3, 3);
}

#[test]
fn exact_magic_number() {
    let magic = magic_number(&sheet(), &driver("ann"), 1, Moment::after(2), &[]).unwrap();
    assert_eq!(magic.rival, driver("bob"));
    assert_eq!(magic.points, Points::from(12));
    assert!(!magic.level_is_enough, "level on points and wins, bob has more second places");
}

#[test]
fn exact_an_absent_rival_settles_it_earlier() {
    let gone = [Absence { competitor: driver("bob"), from: Moment::after(2) }];
    let both = |absences: &[Absence]| settlements(&sheet(), absences)[0].moment.round;
    assert_eq!((both(&[]), both(&gone)), (3, 3));
    let two = [gone[0].clone(), Absence { competitor: driver("cas"), from: Moment::after(2) }];
    assert_eq!(both(&two), 2);
}

#[test]
fn exact_the_title_was_possible_until() {
    assert_eq!(possible_until(&sheet(), &driver("bob"), 1, &[]), Some(Moment::after(2)));
}
