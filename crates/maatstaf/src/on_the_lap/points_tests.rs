use super::*;

fn of(until: Year) -> GridPoints {
    let rules = &maatstaf_facts::f1_rules()[&until];
    GridPoints::of(maatstaf_facts::seasons(), rules, until, Session::Race)
}

#[test]
fn law_a_place_is_worth_nothing_more_than_itself() {
    let all = of(2023);
    for place in 1..=20 {
        let worth = all.worth(place, place).unwrap();
        assert_eq!((worth.points, worth.seasons), (0.0, (2021, 2023)));
    }
}

#[test]
fn law_there_and_back_is_nothing() {
    let all = of(2023);
    for (from, to) in [(6, 5), (10, 1), (20, 11)] {
        let (there, back) = (all.worth(from, to).unwrap(), all.worth(to, from).unwrap());
        assert!((there.points + back.points).abs() < 1e-12 && there.n_races == back.n_races);
    }
}

/// By hand from the results of F1DB: the first four poles of 2021 ended second, second, third and first, those
/// who started second first, 11th, first and second.
#[test]
fn agrees_with_four_races_by_hand() {
    let all = of(2021);
    let first: Vec<f64> = all.races[..4].iter().map(|race| race[&1]).collect();
    let second: Vec<f64> = all.races[..4].iter().map(|race| race[&2]).collect();
    assert_eq!((first, second), (vec![18.0, 18.0, 15.0, 25.0], vec![25.0, 0.0, 25.0, 18.0]));
}

#[test]
fn exact_few_races_have_no_interval() {
    let mut all = of(2021);
    all.races.truncate(FEWEST - 1);
    assert_eq!(all.worth(20, 1).unwrap().interval, None);
    all.races.clear();
    assert_eq!(all.worth(20, 1), None);
}
