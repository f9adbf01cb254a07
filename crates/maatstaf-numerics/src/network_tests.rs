use super::*;

fn tie(from: usize, to: usize, difference: f64, variance: f64) -> Tie {
    Tie { from, to, difference, variance, loose: 1.0 }
}

#[track_caller]
fn check(ties: &[Tie], from: usize, to: usize, difference: f64, variance: f64) {
    let found = Network::new(5, ties.to_vec(), 0.0).between(from, to).unwrap();
    assert!((found.difference - difference).abs() < 1e-9, "{found:?}");
    assert!((found.variance - variance).abs() < 1e-9, "{found:?}");
}

#[test]
fn exact_one_tie_and_two_side_by_side() {
    check(&[tie(0, 1, 0.4, 0.09)], 0, 1, 0.4, 0.09);
    check(&[tie(0, 1, 0.4, 0.09)], 1, 0, -0.4, 0.09);
    // Two measurements of one difference: the mean by their weights, 4 and 1.
    check(&[tie(0, 1, 0.0, 0.25), tie(1, 0, -1.0, 1.0)], 0, 1, 0.2, 0.2);
}

#[test]
fn exact_a_chain_adds_up() {
    let chain = [tie(0, 1, 0.4, 0.1), tie(2, 1, 0.3, 0.2), tie(2, 3, 1.0, 0.4)];
    check(&chain, 0, 2, 0.1, 0.3);
    check(&chain, 0, 3, 1.1, 0.7);
}

#[test]
fn exact_two_ways_share_as_wires_do() {
    // A square: 0–1–2 with variance 2, 0–3–2 with variance 4; 1 says 2, the other 5.
    let square =
        [tie(0, 1, 1.0, 1.0), tie(1, 2, 1.0, 1.0), tie(0, 3, 2.0, 2.0), tie(3, 2, 3.0, 2.0)];
    check(&square, 0, 2, 3.0, 4.0 / 3.0);
}

#[test]
fn exact_a_dead_end_does_not_matter() {
    let ties = [tie(0, 1, 0.4, 0.09), tie(1, 2, 77.0, 1e-6)];
    check(&ties, 0, 1, 0.4, 0.09);
}

#[test]
fn law_turning_the_question_round_turns_the_sign() {
    let ties = made_up(1, 0.0);
    let network = Network::new(30, ties, 0.0);
    for (a, b) in [(0, 29), (3, 17), (5, 6)] {
        let (there, back) = (network.between(a, b).unwrap(), network.between(b, a).unwrap());
        assert!((there.difference + back.difference).abs() < 1e-9);
        assert!((there.variance - back.variance).abs() < 1e-9);
    }
}

#[test]
fn law_more_ties_never_make_less_sure() {
    let ties = made_up(2, 0.0);
    let variance = |n: usize| {
        let network = Network::new(30, ties[..n].to_vec(), 0.0);
        network.between(0, 29).map_or(f64::INFINITY, |it| it.variance)
    };
    let variances: Vec<f64> = (0..ties.len()).map(variance).collect();
    assert!(variances.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-9)));
    assert!(variances[ties.len() - 1].is_finite());
}

/// 150 differences between 30 points at known heights (their number / 10), with errors of 0.2 and more.
fn made_up(seed: u64, extra: f64) -> Vec<Tie> {
    let mut random = Random::new(seed, 0);
    let tie = |_: u32| {
        let point = |random: &mut Random| (30.0 * random.uniform()) as usize;
        let (from, to) = (point(&mut random), point(&mut random));
        let error = 0.2 * random.normal() + extra.sqrt() * random.normal();
        let difference = (from as f64 - to as f64) / 10.0 + error;
        Tie { from, to, difference, variance: 0.04, loose: 1.0 }
    };
    (0..150).map(tie).filter(|tie| tie.from != tie.to).collect()
}

#[test]
fn law_intervals_hold_known_heights() {
    // 250 networks, two far points: 90 % intervals, with and without disagreement.
    for extra in [0.0, 0.09] {
        let holds = |seed: &u64| {
            let ties = made_up(*seed, extra);
            let network = Network::new(30, ties.clone(), disagreement(30, &ties));
            let found = network.between(0, 29).unwrap();
            (found.difference + 2.9).abs() <= 1.645 * found.variance.sqrt()
        };
        let n = (1000..1250).filter(holds).count();
        println!("extra {extra}: {n} of 250 intervals hold");
        assert!((212..=240).contains(&n), "{n} of 250");
    }
}

#[test]
fn law_disagreement_is_found() {
    let mean =
        |extra: f64| (0..40).map(|i| disagreement(30, &made_up(i, extra))).sum::<f64>() / 40.0;
    assert!((mean(0.09) - 0.09).abs() < 0.01, "{}", mean(0.09));
    assert!(mean(0.0) < 0.005, "{}", mean(0.0));
    // A tree cannot disagree with itself.
    assert_eq!(disagreement(3, &[tie(0, 1, 5.0, 0.1), tie(1, 2, -9.0, 0.1)]), 0.0);
}

#[test]
fn law_disagreement_follows_looseness() {
    // Half of the ties scatter three times as much beyond their errors; τ² is that of the others.
    let tie = |(i, tie): (usize, Tie)| {
        let loose: f64 = if i % 2 == 0 { 9.0 } else { 1.0 };
        let exact = (tie.from as f64 - tie.to as f64) / 10.0;
        let beyond = tie.difference - exact;
        Tie { difference: exact + loose.sqrt() * beyond, variance: 0.01, loose, ..tie }
    };
    let of = |seed| {
        disagreement(30, &made_up(seed, 0.0).into_iter().enumerate().map(tie).collect::<Vec<_>>())
    };
    let mean = (0..40).map(of).sum::<f64>() / 40.0;
    // 0.04 · loose in all, of which 0.01 is error: 0.030 for the tight, 0.039 for the loose; 40 draws scatter.
    assert!((0.028..0.046).contains(&mean), "{mean}");
}

#[test]
fn exact_disagreement_of_two_measurements() {
    // Q = (0.5² + 0.5²) / 0.1 = 5, ν = 1, Σw − Σw²R = 20 − 2 · 100 · 0.05 = 10.
    let twice = [tie(0, 1, 0.0, 0.1), tie(0, 1, 1.0, 0.1)];
    assert!((disagreement(2, &twice) - 0.4).abs() < 0.1, "{}", disagreement(2, &twice));
}

#[test]
fn the_shortest_way() {
    let ties = [tie(0, 1, 1.0, 9.0), tie(1, 3, 1.0, 1.0), tie(0, 2, 1.0, 1.0), tie(2, 3, 1.0, 1.0)];
    let network = Network::new(5, ties.to_vec(), 0.0);
    assert_eq!(network.shortest(0, 3), Some(vec![0, 2, 3]));
    assert_eq!(network.shortest(0, 0), Some(vec![0]));
    assert_eq!(network.shortest(0, 4), None);
    assert_eq!(network.between(0, 4), None);
    assert_eq!(network.between(0, 77), None);
}

#[test]
fn ties_that_are_none_are_left_out() {
    let ties = vec![tie(0, 0, 1.0, 1.0), tie(0, 9, 1.0, 1.0), tie(0, 1, f64::NAN, 1.0)];
    assert_eq!(Network::new(3, ties, 0.0).between(0, 1), None);
}
