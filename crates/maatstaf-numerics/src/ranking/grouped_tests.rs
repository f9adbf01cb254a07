use super::super::tests::blocks;
use super::super::{Block, Number, log_of_order};
use super::{Group, Grouped};
use crate::random::Random;

/// Shared numbers in two groups, those of blocks in a third.
fn grouped(blocks: &[Block], over_spread: [bool; 3]) -> Grouped {
    let group = |over_spread| Group { freedom: 3.0, scale: 2.5, over_spread };
    let own = vec![vec![2; 5]; blocks.len()];
    Grouped::new(&over_spread.map(group), &[0, 0, 0, 0, 1, 1, 1], &own, blocks)
}

fn place(n: usize, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed, 3);
    (0..n).map(|_| random.normal()).collect()
}

/// Every number of a place, block by block behind the shared ones.
fn numbers(blocks: &[Block]) -> Vec<Number> {
    let shared = (0..7).map(Number::Shared);
    let own = (0..blocks.len()).flat_map(|block| (0..5).map(move |at| Number::Own { block, at }));
    shared.chain(own).collect()
}

#[test]
fn law_slopes_are_those_of_differences() {
    let (_, blocks) = blocks(4);
    for over_spread in [[true; 3], [false; 3], [true, false, true]] {
        let grouped = grouped(&blocks, over_spread);
        let at = place(grouped.len(), 8);
        let mut slopes = vec![0.0; at.len()];
        grouped.log_density(&at, &mut slopes);
        for i in 0..at.len() {
            let beside = |by: f64| {
                let mut there = at.clone();
                there[i] += by;
                grouped.log_density(&there, &mut vec![0.0; at.len()])
            };
            let found = (beside(1e-5) - beside(-1e-5)) / 2e-5;
            assert!((found - slopes[i]).abs() < 1e-6 * (1.0 + found.abs()), "{i}: {found}");
        }
    }
}

/// The probability of every order, the normal densities of the numbers, and the belief about spreads.
#[test]
fn exact_density_of_a_place() {
    let (_, blocks) = blocks(5);
    let grouped = grouped(&blocks, [false; 3]);
    let density = |at: &[f64]| {
        let mut log = 0.0;
        for (which, block) in blocks.iter().enumerate() {
            let worth = |it: &crate::ranking::Alternative| {
                let shared = it.shared.iter().map(|(i, w)| w * at[3 + i]).sum::<f64>();
                shared + it.own.iter().map(|(i, w)| w * at[10 + 5 * which + i]).sum::<f64>()
            };
            let worths: Vec<f64> = block.alternatives.iter().map(worth).collect();
            log += block.orders.iter().map(|it| log_of_order(it, &worths)).sum::<f64>();
        }
        for (i, x) in at[3..].iter().enumerate() {
            let spread = at[[0, 0, 0, 0, 1, 1, 1].get(i).copied().unwrap_or(2)].exp();
            log -= 0.5 * (x / spread).powi(2) + spread.ln();
        }
        let student = |spread: f64| -2.0 * (1.0 + (spread / 2.5).powi(2) / 3.0).ln() + spread.ln();
        log + at[..3].iter().map(|log| student(log.exp())).sum::<f64>()
    };
    let (a, b) = (place(grouped.len(), 1), place(grouped.len(), 2));
    let ours = |at: &[f64]| grouped.log_density(at, &mut vec![0.0; at.len()]);
    let (found, want) = (ours(&a) - ours(&b), density(&a) - density(&b));
    assert!((found - want).abs() < 1e-9 * want.abs(), "{found} {want}");
}

/// Held over their spread or not, numbers have the same density, but for how places lie.
#[test]
fn law_both_ways_of_holding_numbers_are_one_density() {
    let (_, blocks) = blocks(6);
    let [over, plain] = [true, false].map(|it| grouped(&blocks, [it; 3]));
    let at = place(over.len(), 4);
    let mut there = at.clone();
    let numbers = numbers(&blocks);
    let values = over.values(&at);
    for (i, number) in numbers.iter().enumerate() {
        assert_eq!(over.place(*number), 3 + i);
        there[3 + i] = values[3 + i];
    }
    assert_eq!(values, plain.values(&there));
    let squeezed = 4.0 * at[0] + 3.0 * at[1] + (5 * blocks.len()) as f64 * at[2];
    let [a, b] = [(&over, &at), (&plain, &there)]
        .map(|(it, at)| it.log_density(at, &mut vec![0.0; at.len()]));
    assert!((a - squeezed - b).abs() < 1e-9 * a.abs(), "{a} {b}");
    assert_eq!(values[1], at[1].exp());
    let spreads = [0.5, 1.0, 2.0];
    let places = [&over, &plain].map(|it| it.values(&it.place_of(&spreads, || 1.5)));
    assert_eq!((places[0][0], places[0][3], places[0][12]), (0.5, 0.75, 3.0));
    assert_eq!(places[0], places[1]);
}
