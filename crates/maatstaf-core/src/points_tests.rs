use super::*;

#[track_caller]
fn check(points: Points, printed: &str) {
    assert_eq!(points.to_string(), printed);
}

#[test]
fn exact_printing() {
    check(Points::from(25), "25");
    check(Points::ratio(25, 2), "12.5");
    check(Points::ratio(-3, 4), "-0.75");
    check(Points::ratio(8, 7), "1 1/7");
    check(Points::ratio(1, 7), "1/7");
    check(Points::ratio(4, 3) + Points::from(2), "3 1/3");
    check(Points::ZERO, "0");
}

#[test]
fn exact_reading() {
    assert_eq!("8.14".parse(), Ok(Points::ratio(814, 100)));
    assert_eq!("1/7".parse(), Ok(Points::ratio(1, 7)));
    assert_eq!("-10".parse(), Ok(Points::from(-10)));
    for text in ["", "-", "1/0", "1.", ".5", "x", "1e3", "9999999", "1.12345678", "--1"] {
        assert!(text.parse::<Points>().is_err(), "{text:?}");
    }
}

#[test]
fn law_seven_sevenths_are_one() {
    let sum: Points = std::iter::repeat_n(Points::ratio(1, 7), 7).sum();
    assert_eq!(sum, Points::from(1));
}

#[test]
fn law_shares_add_up_again() {
    for sharers in 1..=9 {
        let share = Points::from(6).shared_by(sharers);
        assert_eq!(std::iter::repeat_n(share, sharers).sum::<Points>(), Points::from(6));
    }
}

#[test]
fn law_order_is_that_of_the_numbers() {
    let mut points = [Points::ratio(8, 7), Points::from(1), Points::ratio(9, 8), Points::from(-1)];
    points.sort();
    check(points[0], "-1");
    check(points[2], "1.125");
}

#[test]
fn exact_hundredths() {
    assert_eq!(Points::ratio(4, 3).hundredths(), 133);
    assert_eq!(Points::ratio(1, 8).hundredths(), 13);
    assert_eq!(Points::ratio(-1, 8).hundredths(), -13);
}
