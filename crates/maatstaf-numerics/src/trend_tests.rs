use super::*;
use crate::random::Random;

/// Twenty-two sights along a slope, with normal noise of 1, or wild.
fn draw(slope: f64, wild: bool, stream: u64) -> Vec<Sight> {
    let mut random = Random::new(40, stream);
    let sight = |i: u32| {
        let large = if wild && random.uniform() < 1.0 / 12.0 { 30.0 } else { 1.0 };
        let value = 3.0 + slope * f64::from(i) + large * random.normal();
        Sight { at: f64::from(i), value, error: 0.0 }
    };
    (0..22).map(sight).collect()
}

/// How many of 250 are called real beyond 90 %, and how many intervals hold the slope.
fn told(slope: f64, wild: bool) -> (usize, usize) {
    let trends = (0..250).map(|stream| trend(&draw(slope, wild, stream)).unwrap());
    trends.fold((0, 0), |(real, held), it| {
        let holds = it.slope.low <= slope && slope <= it.slope.high;
        (real + usize::from(it.real > 0.9), held + usize::from(holds))
    })
}

#[track_caller]
fn check(slope: f64, wild: bool, real: std::ops::RangeInclusive<usize>) {
    let (told, held) = told(slope, wild);
    println!("slope {slope}, wild {wild}: real in {told} of 250, held in {held}");
    assert!(real.contains(&told), "{told} of 250 are called real");
    assert!((212..=243).contains(&held), "{held} of 250 are held"); // 85 to 97 %
}

#[test]
fn law_level_values_seldom_have_a_trend() {
    check(0.0, false, 0..=12);
    check(0.0, true, 0..=12);
}

#[test]
fn law_steep_trends_are_found() {
    check(0.2, false, 225..=250);
    check(0.2, true, 200..=250);
}

#[test]
fn law_a_mirrored_trend_is_the_same_downwards() {
    let seen = draw(0.1, false, 7);
    let mirrored: Vec<Sight> = seen.iter().map(|it| Sight { value: -it.value, ..*it }).collect();
    let (up, down) = (trend(&seen).unwrap(), trend(&mirrored).unwrap());
    assert!((up.real - down.real).abs() < 1e-9);
    assert!((up.slope.low + down.slope.high).abs() < 1e-9);
}

#[test]
fn exact_without_noise() {
    let seen: Vec<Sight> = (0..8)
        .map(|i| Sight { at: f64::from(i), value: 1.0 + 0.5 * f64::from(i), error: 0.0 })
        .collect();
    let at = trend(&seen).unwrap();
    assert!(at.real > 0.9 && (at.slope.median - 0.5).abs() < 0.05, "{at:?}");
}

#[test]
fn too_few_have_none() {
    let seen = draw(0.0, false, 1);
    assert!(trend(&seen[..4]).is_none());
    let here: Vec<Sight> = seen.iter().map(|it| Sight { at: 1.0, ..*it }).collect();
    assert!(trend(&here).is_none());
}
