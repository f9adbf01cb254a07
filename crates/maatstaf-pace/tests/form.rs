//! Thirds of a season.
#![allow(clippy::unwrap_used)]

mod common;

use common::{id, season, team_mates, weekend};
use maatstaf_core::Points;
use maatstaf_pace::{Form, RoundPoints, Verdict, form};

fn scored(rounds: u16) -> Vec<RoundPoints> {
    let line = |round| RoundPoints { round, driver: Points::from(18), reference: Points::from(25) };
    (1..=rounds).map(line).collect()
}

fn form_of(gaps_ms: &[i64]) -> Form {
    let rounds = gaps_ms.len() as u16;
    form(&team_mates(gaps_ms), &id("a"), &id("b"), &scored(rounds), rounds, 5)
}

/// Rounds of each third.
#[track_caller]
fn check_thirds(rounds: usize, want: &[(u16, u16)]) {
    let thirds = form_of(&vec![100; rounds]).thirds;
    let got: Vec<_> = thirds.iter().map(|s| (*s.rounds.start(), *s.rounds.end())).collect();
    assert_eq!(got, want);
}

#[test]
fn exact_thirds() {
    check_thirds(22, &[(1, 7), (8, 14), (15, 22)]);
    check_thirds(3, &[(1, 1), (2, 2), (3, 3)]);
    check_thirds(2, &[(1, 1), (2, 2)]);
    check_thirds(0, &[]);
}

#[test]
fn law_thirds_add_up_to_the_whole() {
    let form = form_of(&[100, 200, -300, 400, 500, 600, 700, -800]);
    let points: Points = form.thirds.iter().map(|third| third.driver_points).sum();
    assert_eq!(points, form.whole.driver_points);
    let decided: u16 = form.thirds.iter().map(|third| third.race_head_to_head.decided()).sum();
    assert_eq!(decided, form.whole.race_head_to_head.decided());
    assert_eq!(form.whole.share, Some(18.0 / 25.0));
    assert_eq!(form.last.unwrap().rounds, 4..=8);
}

#[test]
fn exact_a_gap_that_moved_and_one_that_did_not() {
    let early = [100, 110, 120, 130, 140];
    let late = [900, 910, 920, 930, 940];
    let form = form_of(&[early, early, late].concat());
    let verdicts: Vec<_> = form.changes.iter().map(|change| change.verdict).collect();
    assert_eq!(verdicts, [Verdict::Overlap, Verdict::Moved, Verdict::Moved]);
    assert!((form.changes[2].change_percent.unwrap() - 0.8).abs() < 1e-9);
    let short = form_of(&[100, 200, 300]);
    assert!(short.changes.iter().all(|change| change.verdict == Verdict::TooFew));
}

#[test]
fn strangers_and_seasons_to_come_have_no_form() {
    let strangers = form(&team_mates(&[100; 9]), &id("x"), &id("y"), &[], 9, 5);
    assert_eq!((strangers.whole.share, strangers.whole.qualifying.n), (None, 0));
    assert!(strangers.changes.iter().all(|change| change.change_percent.is_none()));
    let to_come = form(&season(2030, vec![weekend()]), &id("a"), &id("b"), &[], 24, 5);
    assert!(to_come.thirds.is_empty() && to_come.last.is_none());
}
