use maatstaf_core::{CarNumber, Classification, DriverId};

use super::*;
use crate::examples;

/// `"ann bob cas+dee | eef"`: the classified in order, crews joined, then who retired. A dot is
/// a place that nobody has.
fn result(text: &str) -> Classification {
    let (placed, out) = text.split_once('|').unwrap_or((text, ""));
    let mut lines = Vec::new();
    let mut car = |crew: &str, outcome| {
        for name in crew.split('+').filter(|name| *name != ".") {
            let car = CarNumber::new(crew);
            lines.push(Classified { car, outcome, ..examples::line(name, 1) });
        }
    };
    for (place, crew) in (1..).zip(placed.split_whitespace()) {
        car(crew, Outcome::Place(place));
    }
    out.split_whitespace().for_each(|crew| car(crew, Outcome::Retired));
    Classification::new(lines, None).unwrap()
}

/// The other way round, without retirements.
fn order(result: &Classification) -> String {
    let mut entries = result.entries();
    entries.retain(|entry| entry.outcome.place().is_some());
    entries.sort_by_key(|entry| entry.outcome.place());
    let mut text: Vec<String> = Vec::new();
    for entry in entries {
        text.resize(usize::from(entry.outcome.place().unwrap()) - 1, ".".to_owned());
        text.push(entry.crew.iter().map(DriverId::as_str).collect::<Vec<_>>().join("+"));
    }
    text.join(" ")
}

/// `"cas=1 bob=dnf"`.
fn edits(text: &str) -> Vec<Edit> {
    let edit = |word: &str| {
        let (name, end) = word.split_once('=').unwrap();
        let outcome = match end {
            "dnf" => Outcome::Retired,
            "dsq" => Outcome::Disqualified,
            place => Outcome::Place(place.parse().unwrap()),
        };
        Edit::Outcome { driver: DriverId::new(name), outcome }
    };
    text.split_whitespace().map(edit).collect()
}

#[track_caller]
fn check(before: &str, told: &str, after: &str) {
    assert_eq!(order(&edited(&result(before), &edits(told)).unwrap()), after, "{told}");
}

#[track_caller]
fn check_refusal(before: &str, told: &str, why: &str) {
    assert_eq!(edited(&result(before), &edits(told)).unwrap_err().to_string(), why);
}

#[test]
fn exact_others_fill_the_places_left() {
    check("ann bob cas dee", "cas=1", "cas ann bob dee");
    check("ann bob cas dee", "ann=3", "bob cas ann dee");
    check("ann bob cas dee", "ann=2 bob=1", "bob ann cas dee");
    check("ann bob cas dee", "dee=1 ann=4", "dee bob cas ann");
}

#[test]
fn exact_who_is_out_makes_room() {
    check("ann bob cas", "ann=dnf", "bob cas");
    check("ann bob cas", "bob=dsq", "ann cas");
    check("ann bob cas", "ann=dnf cas=1", "cas bob");
    check("ann bob | cas", "cas=dsq", "ann bob");
}

#[test]
fn exact_who_was_out_comes_in() {
    check("ann bob | cas", "cas=1", "cas ann bob");
    check("ann bob | cas dee", "cas=1 dee=4", "cas ann bob dee");
    check("ann bob | cas", "cas=3", "ann bob cas");
}

#[test]
fn exact_a_shared_car_moves_with_its_crew() {
    check("ann bob+cas dee", "cas=1", "bob+cas ann dee");
    check("ann bob+cas dee", "cas=dnf", "ann dee");
    check("ann bob+cas dee | bob", "bob=3", "ann dee bob+cas");
}

#[test]
fn exact_a_place_that_nobody_had() {
    check("ann . bob cas", "bob=3", "ann . bob cas");
    check("ann . bob cas", "ann=dnf", "bob . cas");
    check("ann . bob cas", "cas=2", "ann cas bob");
}

#[test]
fn exact_refusals() {
    check_refusal("ann bob", "cas=1", "cas is not in the result; name a driver who was entered");
    check_refusal("ann bob", "ann=1 bob=1", "place 1 is given to two cars; give each its own");
    check_refusal(
        "ann bob",
        "ann=3",
        "there is no place 3; with these changes the places run from 1 to 2",
    );
    check_refusal(
        "ann bob cas",
        "ann=dnf cas=3",
        "there is no place 3; with these changes the places run from 1 to 2",
    );
    check_refusal("ann+bob cas", "ann=1 bob=2", "the car of bob is given two results; name one");
}

#[test]
fn exact_the_fastest_lap_goes_to_one() {
    let mut lines = result("ann bob cas").lines().to_vec();
    lines[0].fastest_lap = true;
    lines[1].fastest_lap = true;
    let before = Classification::new(lines, None).unwrap();
    let after = edited(&before, &[Edit::FastestLap { driver: DriverId::new("cas") }]).unwrap();
    let set: Vec<bool> = after.lines().iter().map(|line| line.fastest_lap).collect();
    assert_eq!(set, [false, false, true]);
}
