//! The level behind a series of gaps, on made-up seasons and on Pérez and Verstappen.
#![allow(clippy::unwrap_used)]

mod common;

use common::{id, team_mates};
use maatstaf_numerics::random::Random;
use maatstaf_pace::{
    FormLevel, RoundGap, Told, form_level, qualifying_comparison, qualifying_gaps,
};

/// Twenty-two rounds at some levels in percent, with the noise of a qualifying gap.
fn season_of(levels: impl Fn(u16) -> f64, stream: u64) -> Vec<RoundGap> {
    let mut random = Random::new(3, stream);
    let mut gap = |round| {
        // One round in eleven is spoilt.
        let wild = if random.uniform() < 1.0 / 11.0 { 20.0 } else { 0.0 };
        let noise = 0.35 * random.normal() + wild * random.normal();
        RoundGap { round, gap: levels(round) + noise, error: 0.0 }
    };
    (1..=22).map(&mut gap).collect()
}

fn form_of(levels: impl Fn(u16) -> f64, stream: u64) -> FormLevel {
    form_level(&season_of(levels, stream), 5).unwrap()
}

#[test]
fn law_constant_seasons_seldom_change() {
    let changed = |stream: &u64| !form_of(|_| 0.5, *stream).changes.is_empty();
    let n = (0..500).filter(changed).count();
    println!("a change point in {n} of 500 constant seasons");
    assert!(n <= 50, "{n} of 500");
}

#[test]
fn law_the_question_of_the_end_is_answered_right() {
    let told = |change: f64, want: Told| {
        let level = move |round| if round > 17 { 0.5 + change } else { 0.5 };
        let is_told = |stream: &u64| form_of(level, *stream).end.was_stronger() == want;
        (0..100).filter(is_told).count()
    };
    let (stronger, weaker, same) =
        (told(-1.2, Told::Yes), told(1.2, Told::No), told(0.0, Told::Yes));
    println!("stronger: yes {stronger}; weaker: no {weaker}; the same: yes {same} of 100");
    assert!(stronger >= 60 && weaker >= 60, "{stronger} {weaker}");
    assert!(same <= 10, "{same}");
}

#[test]
fn law_a_mirrored_season_changes_the_other_way() {
    let gaps = season_of(|round| f64::from(round) / 10.0, 8);
    let mirrored: Vec<RoundGap> = gaps.iter().map(|it| RoundGap { gap: -it.gap, ..*it }).collect();
    let (up, down) = (form_level(&gaps, 5).unwrap(), form_level(&mirrored, 5).unwrap());
    assert!((up.stepped - down.stepped).abs() < 1e-6);
    assert!((up.end.stronger - down.end.weaker).abs() < 0.05);
}

#[test]
fn law_the_level_of_a_qualifying_pair() {
    let gaps = [300, 250, 420, 310, 290, 900, 350, 280, 330, 310];
    let season = team_mates(&gaps);
    let compared = qualifying_comparison(&season, &id("a"), &id("b"), 1..=99);
    let form = form_level(&qualifying_gaps(&compared), 3).unwrap();
    assert!(form.changes.is_empty());
    assert!(form.rounds.iter().all(|it| (it.level.median - 0.31).abs() < 0.08), "{form:?}");
    assert!((form.constant + form.stepped + form.wandering - 1.0).abs() < 1e-9);
    assert_eq!((form.end.rounds.clone(), form.end.n), (8..=10, 3));
    assert!(form.end.in_words("A", "in qualifying", " %").contains("The data cannot tell"));
}

#[test]
fn too_short_a_season_has_no_level() {
    let gaps = season_of(|_| 0.5, 1);
    assert!(form_level(&gaps[..4], 2).is_none());
    assert!(form_level(&gaps[..5], 5).is_none()); // nothing before the last rounds
    assert!(form_level(&gaps[..5], 0).is_none());
    assert!(form_level(&[gaps[3], gaps[2], gaps[5], gaps[6], gaps[7]], 2).is_none());
}
