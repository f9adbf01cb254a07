use maatstaf_core::Session;

use super::*;

fn grid() -> GridPoints {
    let rules = &maatstaf_facts::f1_rules()[&2023];
    GridPoints::of(maatstaf_facts::seasons(), rules, 2023, Session::Race)
}

#[track_caller]
fn check(change: Change, want: [f64; 2]) {
    let grid = grid();
    let got = PastRaces::of(&grid).points(&change, &vec![1.0; grid.n_races()]).unwrap();
    assert!(got.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-12), "{got:?} {want:?}");
}

/// Undrawn, places bring what they bring a lap that is better there as well.
#[test]
fn law_as_it_was_is_the_mean_of_past_races() {
    let worth = |from, to| grid().worth(from, to).unwrap().points;
    check(Change::NONE, [0.0, 0.0]);
    check(Change::Ahead { from: 6, to: 2.0, reference: None }, [worth(6, 2), 0.0]);
    check(Change::Ahead { from: 6, to: 2.0, reference: Some(1) }, [worth(6, 2), 0.0]);
    check(Change::Ahead { from: 6, to: 2.0, reference: Some(2) }, [worth(6, 2), worth(3, 2)]);
    check(Change::Ahead { from: 6, to: 2.0, reference: Some(7) }, [worth(6, 2), 0.0]);
    let between = 0.75 * worth(6, 3) + 0.25 * worth(6, 2);
    check(Change::Ahead { from: 6, to: 2.75, reference: None }, [between, 0.0]);
}

#[test]
fn law_a_draw_has_as_many_rounds() {
    let mut random = Random::new(3, 0);
    for n in [1, 5, 22] {
        let draw = Draw::again(&mut random, n, 2 * n, 3);
        let counted = |counts: &[f64]| counts.iter().sum::<f64>();
        assert_eq!((counted(&draw.rounds), counted(&draw.past)), (n as f64, 2.0 * n as f64));
        assert_eq!(draw.off.len(), 3);
    }
}

#[test]
fn exact_what_no_race_tells() {
    let grid = grid();
    let change = Change::Ahead { from: 30, to: 1.0, reference: None };
    assert_eq!(PastRaces::of(&grid).points(&change, &vec![1.0; grid.n_races()]), None);
}
