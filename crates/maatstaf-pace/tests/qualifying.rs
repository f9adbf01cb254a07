//! Gaps in qualifying.
#![allow(clippy::unwrap_used)]

mod common;

use common::{id, qualified, season, team_mates, weekend, with_qualifying, with_race};
use maatstaf_core::{DriverId, Qualified, QualifyingPart};
use maatstaf_pace::{GapSummary, HeadToHead, NoComparison, qualifying_comparison};

/// Rounding of percentages.
const PERCENT_TOLERANCE: f64 = 1e-9;

/// One round: in which part the gap is taken and what it is, or why there is none.
#[track_caller]
fn check(
    driver: [&str; 4],
    reference: [&str; 4],
    want: Result<(QualifyingPart, &str), NoComparison>,
) {
    let lines = vec![qualified("a", "team", None, driver), qualified("b", "team", None, reference)];
    let season = season(2023, vec![with_qualifying(lines)]);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=1);
    let got = match compared.rounds.first() {
        Some(round) => Ok((round.part, round.gap.to_string())),
        None => Err(compared.no_comparison[0].1),
    };
    assert_eq!(got, want.map(|(part, gap)| (part, gap.to_owned())));
}

#[track_caller]
fn check_absent(lines: Vec<Qualified>, want: NoComparison) {
    let season = season(2023, vec![with_qualifying(lines)]);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=1);
    assert_eq!(compared.no_comparison, [(1, want)]);
}

#[test]
fn the_latest_part_in_which_both_set_a_time() {
    use QualifyingPart::{Q1, Q2, Q3, Whole};
    check(["", "80.5", "80.1", "79.9"], ["", "80.0", "79.5", "79.4"], Ok((Q3, "+0.500")));
    check(["", "80.5", "80.1", ""], ["", "80.0", "80.2", "79.4"], Ok((Q2, "-0.100")));
    check(["", "80.5", "", ""], ["", "80.0", "80.2", "79.4"], Ok((Q1, "+0.500")));
    check(["80.5", "", "", ""], ["80.5", "", "", ""], Ok((Whole, "+0.000")));
}

#[test]
fn rounds_without_a_gap_say_why() {
    let (none, time) = (["", "", "", ""], ["", "80.0", "", ""]);
    check(none, time, Err(NoComparison::DriverWithoutTime));
    check(time, none, Err(NoComparison::ReferenceWithoutTime));
    check(none, none, Err(NoComparison::BothWithoutTime));
    check(time, ["", "", "80.0", ""], Err(NoComparison::NoCommonPart));
    check(["", "0.0", "", ""], time, Err(NoComparison::DriverWithoutTime));
    check_absent(vec![], NoComparison::BothAbsent);
    check_absent(vec![qualified("a", "team", None, time)], NoComparison::ReferenceAbsent);
    check_absent(vec![qualified("b", "team", None, time)], NoComparison::DriverAbsent);
}

#[test]
fn rounds_to_come_are_passed_over() {
    let season = season(2023, vec![with_race(vec![]), weekend()]);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=99);
    assert_eq!(compared.no_comparison, [(1, NoComparison::NoQualifying)]);
    assert_eq!(compared.usual, GapSummary::default());
    assert!(compared.usual.cannot_tell() && compared.head_to_head.cannot_tell());
}

#[test]
fn places_decide_the_head_to_head_even_without_a_time() {
    let lines = vec![
        qualified("a", "team", Some(9), ["", "80.0", "", ""]),
        qualified("b", "team", Some(20), ["", "", "", ""]),
    ];
    let disqualified = vec![
        qualified("a", "team", Some(9), ["", "80.0", "", ""]),
        qualified("b", "team", None, ["", "79.0", "", ""]),
    ];
    let season = season(2023, vec![with_qualifying(lines), with_qualifying(disqualified)]);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=2);
    assert_eq!(compared.head_to_head, HeadToHead { driver: 1, reference: 0, undecided: 0 });
    assert_eq!(compared.rounds.len(), 1);
}

#[test]
fn exact_a_wild_gap_is_found_and_explained() {
    let mut events = team_mates(&[100, 200, 300, 400, 500, 600]).events().to_vec();
    events.push(with_qualifying(vec![
        qualified("a", "team", Some(15), ["", "80.000", "120.000", ""]),
        qualified("b", "team", Some(1), ["", "79.900", "79.800", ""]),
    ]));
    let season = season(2023, events);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=7);
    assert!((compared.usual.median_percent.unwrap() - 0.35).abs() < PERCENT_TOLERANCE);
    assert!((compared.all.median_percent.unwrap() - 0.40).abs() < PERCENT_TOLERANCE);
    assert_eq!((compared.all.n, compared.usual.n), (7, 6));
    assert_eq!(
        compared.outliers[0].to_string(),
        "+50.38 % in Q2 is 168.5 times the usual spread away from the median of +0.40 %: \
         there a's 2:00.000 was 50.0 % off his own 1:20.000 from Q1"
    );
}

#[test]
fn exact_too_few_gaps_have_no_outlier_and_no_interval() {
    let season = team_mates(&[100, 200, 300, 90_000]);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=4);
    assert!(compared.outliers.is_empty());
    assert_eq!(compared.all.interval, None);
}

#[test]
fn law_a_driver_has_no_gap_to_himself() {
    let season = team_mates(&[100, -200, 300, 400, -9000, 600]);
    let compared = qualifying_comparison(&season, &id("a"), &id("a"), 1..=6);
    assert_eq!(compared.head_to_head, HeadToHead { driver: 0, reference: 0, undecided: 6 });
    assert_eq!(compared.usual.median_percent, Some(0.0));
    assert_eq!(compared.usual.n, 6);
    assert!(compared.rounds.iter().all(|round| round.gap.as_micros() == 0));
}

#[test]
fn law_swapping_the_two_turns_the_signs() {
    let season = team_mates(&[100, -200, 300, 400, -50, 600, 20_000]);
    let compare = |a: &DriverId, b: &DriverId| qualifying_comparison(&season, a, b, 1..=7);
    let (there, back) = (compare(&id("a"), &id("b")), compare(&id("b"), &id("a")));
    assert_eq!(there.head_to_head, back.head_to_head.swapped());
    assert_eq!(there.outliers.len(), back.outliers.len());
    for (x, y) in there.rounds.iter().zip(&back.rounds) {
        assert_eq!(x.gap.as_micros(), -y.gap.as_micros());
        let product = (1.0 + x.gap_percent / 100.0) * (1.0 + y.gap_percent / 100.0);
        assert!((product - 1.0).abs() < PERCENT_TOLERANCE);
    }
    let micros = |summary: GapSummary| summary.median_gap.unwrap().as_micros();
    assert_eq!(micros(there.all), -micros(back.all));
}
