use maatstaf::core::{DriverId, Points};
use maatstaf::facts::{f1_rules, seasons};
use maatstaf::{Briefing, GapAt, briefing};

use super::{gap_chart, ticks};

fn perez() -> Briefing {
    let (season, rules) = (&seasons().seasons[&2023], &f1_rules()[&2023]);
    let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
    briefing(seasons(), rules, season, &driver, &reference).unwrap()
}

fn with_gaps(gaps: &[i64]) -> Briefing {
    let at = |(round, gap): (u16, &i64)| {
        let gap = Points::from(*gap);
        GapAt { round, points: (Points::ZERO, gap), gap }
    };
    let mut briefing = perez();
    briefing.championship.gap_by_round = (1..).zip(gaps).map(at).collect();
    briefing
}

/// Every line fits, and the chart holds every text.
#[track_caller]
fn check(briefing: &Briefing, width: usize, texts: &[&str]) {
    let chart = gap_chart(briefing, width);
    for text in texts {
        assert!(chart.contains(text), "{text:?} is missing in\n{chart}");
    }
    for line in chart.lines() {
        assert!(line.chars().count() <= width.max(40), "{line:?} is too long for {width}");
    }
}

#[test]
fn keeps_perez_against_verstappen() {
    for width in [0, 40, 41, 57, 80, 100, 300] {
        check(&perez(), width, &["Pérez is behind Verstappen", "300 ┤", "0 ┤", " 290", "22"]);
    }
}

#[test]
fn a_gap_can_be_negative() {
    check(&with_gaps(&[-3, -10, -25, -18]), 60, &["all −: ahead", "−30 ┤", "0 ┤", " −18"]);
    check(&with_gaps(&[-10, 0, 10]), 40, &["PER is behind VER, −: ahead", "−10 ┤", "10 ┤", " 10"]);
}

#[test]
fn few_rounds_are_a_chart() {
    check(&with_gaps(&[7]), 40, &[" 7", "1"]);
    check(&with_gaps(&[0]), 40, &["0 ┤", " 0"]);
    check(&with_gaps(&[0, 0]), 40, &["2"]);
    check(&with_gaps(&[]), 40, &["No round has been held."]);
}

#[test]
fn a_long_season_and_a_long_name_fit() {
    let mut briefing = with_gaps(&(0..60).collect::<Vec<_>>());
    briefing.driver.last_name = "von Hohenlohe-Langenburg-Schillingsfürst".to_owned();
    check(&briefing, 40, &["60", "PER is behind VER"]);
}

#[test]
fn ticks_are_round() {
    assert_eq!(ticks(0.0, 290.0, 5), [0.0, 100.0, 200.0, 300.0]);
    assert_eq!(ticks(-3.0, 7.0, 5), [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
    assert_eq!(ticks(0.0, 0.0, 2), [0.0, 0.5, 1.0]);
}
