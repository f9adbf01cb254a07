//! Chains of team mates on made-up seasons.
#![allow(clippy::unwrap_used)]

mod common;

use common::{id, qualified, season, team_mates, with_qualifying};
use maatstaf_core::{Event, Season};
use maatstaf_numerics::random::Random;
use maatstaf_pace::{ChainedGap, MateGap, chained_gap, mate_gaps, qualifying_comparison};

/// A team and its drivers, each with his seconds beyond 100.
type Team<'a> = (&'a str, &'a [(&'a str, f64)]);

/// So many weekends of some teams, with noise of a tenth of a second on every time.
fn season_of(year: u16, n: u16, teams: &[Team<'_>]) -> Season {
    let mut random = Random::new(u64::from(year), 0);
    let mut weekend = |_| -> Event {
        let drivers = teams.iter().flat_map(|(team, drivers)| {
            drivers.iter().map(move |(driver, pace)| (*team, *driver, *pace))
        });
        let mut place = 0;
        let line = |(team, driver, pace): (&str, &str, f64)| {
            place += 1;
            let time = format!("{:.3}", 100.0 + pace + 0.1 * random.normal());
            qualified(driver, team, Some(place), ["", &time, "", ""])
        };
        with_qualifying(drivers.map(line).collect())
    };
    let weekends = (0..n).map(&mut weekend).collect();
    season(year, weekends)
}

fn chain(gaps: &[MateGap], driver: &str, reference: &str) -> ChainedGap {
    chained_gap(gaps, &id(driver), &id(reference)).unwrap()
}

#[test]
fn exact_two_team_mates_have_their_own_gap() {
    let season = team_mates(&[300, 250, 420, 310, 290, 350, 280]);
    let found = chain(&mate_gaps(&season), "a", "b");
    let own =
        qualifying_comparison(&season, &id("a"), &id("b"), 1..=99).all.median_percent.unwrap();
    assert!((found.gap.median - own).abs() < 1e-6, "{found:?}");
    assert_eq!(found.links.len(), 1);
    assert_eq!((found.links[0].n, found.links[0].seasons.as_slice()), (7, &[2023][..]));
    assert!((found.links[0].so_far.high - found.gap.high).abs() < 1e-9);
    assert_eq!(found.disagreement, 0.0);
}

#[test]
fn law_a_chain_adds_up_and_grows_less_sure() {
    let seasons = [
        season_of(
            1,
            20,
            &[("red", &[("a", 0.3), ("b", 0.0)]), ("blue", &[("c", 0.9), ("d", 0.5)])],
        ),
        season_of(2, 20, &[("red", &[("b", 0.0), ("c", 0.9)])]),
    ];
    let gaps: Vec<MateGap> = seasons.iter().flat_map(mate_gaps).collect();
    let found = chain(&gaps, "a", "d");
    let names: Vec<_> = found.links.iter().map(|it| it.reference.as_str().to_owned()).collect();
    assert_eq!(names, ["b", "c", "d"]);
    let widths: Vec<f64> = found.links.iter().map(|it| it.so_far.high - it.so_far.low).collect();
    assert!(widths.is_sorted_by(|a, b| a < b), "{widths:?}");
    let last = found.links[2].so_far;
    assert!((last.median - found.gap.median).abs() < 1e-9, "one chain alone is all there is");
    assert!(found.gap.low < -0.2 && -0.2 < found.gap.high, "{:?}", found.gap); // 0.3 − 0.9 + 0.4
    assert!(chained_gap(&gaps, &id("a"), &id("nobody")).is_none());
}

#[test]
fn law_turning_the_question_round_turns_the_gap() {
    let teams: [Team<'_>; 2] =
        [("red", &[("a", 0.3), ("b", 0.0), ("c", 0.2)]), ("blue", &[("c", 0.2), ("d", 0.5)])];
    let gaps: Vec<MateGap> =
        (1..4).flat_map(|year| mate_gaps(&season_of(year, 9, &teams))).collect();
    for (a, b) in [("a", "d"), ("b", "c"), ("d", "b")] {
        let (there, back) = (chain(&gaps, a, b), chain(&gaps, b, a));
        let product = (1.0 + there.gap.median / 100.0) * (1.0 + back.gap.median / 100.0);
        assert!((product - 1.0).abs() < 1e-9, "{a} {b}");
        let product = (1.0 + there.gap.low / 100.0) * (1.0 + back.gap.high / 100.0);
        assert!((product - 1.0).abs() < 1e-9, "{a} {b}");
    }
}

#[test]
fn law_intervals_hold_known_gaps() {
    let teams: [Team<'_>; 3] = [
        ("red", &[("a", 0.3), ("b", 0.0)]),
        ("blue", &[("b", 0.0), ("c", 0.2)]),
        ("green", &[("a", 0.3), ("e", 0.1), ("c", 0.2)]),
    ];
    let holds = |year: &u16| {
        // Whoever is named in two teams has two cars that weekend; so three seasons, one a team.
        let season = |i: u16| season_of(3 * year + i, 16, &teams[usize::from(i)..][..1]);
        let gaps: Vec<MateGap> = (0..3).flat_map(|i| mate_gaps(&season(i))).collect();
        let gap = chain(&gaps, "b", "e").gap;
        gap.low <= -0.1 && -0.1 <= gap.high
    };
    let n = (0..250).filter(holds).count();
    println!("{n} of 250 intervals of a chain hold");
    assert!((207..=245).contains(&n), "{n} of 250");
}

#[test]
fn law_one_wild_round_of_two_is_left_out() {
    let mut events: Vec<Event> = team_mates(&[100; 8]).events().to_vec();
    for (i, time) in ["100.100", "195.000"].iter().enumerate() {
        let lines = &mut events[i].qualifying.as_mut().unwrap().lines;
        lines.push(qualified("c", "other", Some(3), ["", time, "", ""]));
        lines.push(qualified("d", "other", Some(4), ["", "100.000", "", ""]));
    }
    let gaps = mate_gaps(&season(5, events));
    let found = gaps.iter().find(|it| it.driver == id("c"));
    // All gaps here are equal but one, so that nothing spreads, and nothing can be told.
    assert!(found.is_none_or(|it| it.n == 1 && it.gap < 1.0), "{found:?}");
}
