use super::*;

/// What the noise of a made-up series is like.
#[derive(Clone, Copy, Debug)]
enum Noise {
    Normal,
    /// Student's t with three degrees of freedom.
    Heavy,
    /// Normal, one in twelve thirty times as large.
    Wild,
}

impl Noise {
    fn draw(self, random: &mut Random) -> f64 {
        match self {
            Self::Normal => random.normal(),
            Self::Heavy => {
                let squares: f64 = (0..3).map(|_| random.normal().powi(2)).sum();
                random.normal() / (squares / 3.0).sqrt()
            }
            Self::Wild if random.uniform() < 1.0 / 12.0 => 30.0 * random.normal(),
            Self::Wild => random.normal(),
        }
    }
}

/// How a made-up level goes; sizes in standard deviations of normal noise.
#[derive(Clone, Copy, Debug)]
enum Truth {
    Constant,
    /// A step of this size, somewhere between the sixth and the seventeenth sight.
    Step(f64),
    /// Up by this size for the middle third, and back.
    Twice(f64),
    /// A walk with steps of this size.
    Walk(f64),
}

const N: usize = 22;

fn draw(truth: Truth, noise: Noise, stream: u64) -> (Vec<f64>, Vec<Sight>) {
    let mut random = Random::new(20, stream);
    let at = 5 + (12.0 * random.uniform()) as usize;
    let mut walk = 0.0;
    let mut levels = Vec::new();
    for i in 0..N {
        levels.push(match truth {
            Truth::Constant => 0.0,
            Truth::Step(size) => f64::from(u8::from(i >= at)) * size,
            Truth::Twice(size) => f64::from(u8::from((7..15).contains(&i))) * size,
            Truth::Walk(size) => {
                walk += size * random.normal();
                walk
            }
        });
    }
    let see = |(i, level): (usize, &f64)| Sight {
        at: i as f64,
        value: level + noise.draw(&mut random),
        error: 0.0,
    };
    let seen = levels.iter().enumerate().map(see).collect();
    (levels, seen)
}

const NOISES: [Noise; 3] = [Noise::Normal, Noise::Heavy, Noise::Wild];

/// Shares of levels within their 90 % intervals: at every sight, and the last five against the rest.
fn held(truth: Truth, noise: Noise, runs: u64) -> (f64, f64) {
    let (mut at_sights, mut at_end) = (0, 0);
    for stream in 0..runs {
        let (levels, seen) = draw(truth, noise, stream);
        let known = level(&seen, stream).unwrap();
        let holds = |at: Estimate, value: f64| {
            usize::from(at.low <= value + 1e-9 && value <= at.high + 1e-9)
        };
        at_sights += (0..N).map(|i| holds(known.at(i, 0.90), levels[i])).sum::<usize>();
        at_end += holds(known.estimate(0.90, late), late(&levels));
    }
    let share = |count: usize, of: u64| count as f64 / of as f64;
    (share(at_sights, runs * N as u64), share(at_end, runs))
}

fn late(path: &[f64]) -> f64 {
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    mean(&path[N - 5..]) - mean(&path[..N - 5])
}

#[test]
fn law_intervals_hold_nine_in_ten_of_known_levels() {
    let truths =
        [Truth::Constant, Truth::Step(2.0), Truth::Step(3.0), Truth::Walk(0.1), Truth::Walk(0.3)];
    let cases = truths.iter().flat_map(|truth| NOISES.map(|noise| (*truth, noise)));
    let (mut all, mut n) = ((0.0, 0.0), 0.0);
    for (truth, noise) in cases {
        let (at_sights, at_end) = held(truth, noise, 34); // 510 series in all
        println!("{truth:?}, {noise:?}: {at_sights:.3} of levels, {at_end:.3} of ends");
        (all, n) = ((all.0 + at_sights, all.1 + at_end), n + 1.0);
    }
    let (at_sights, at_end) = (all.0 / n, all.1 / n);
    println!("all: {at_sights:.3} of levels, {at_end:.3} of ends");
    assert!((0.85..=0.95).contains(&at_sights), "{at_sights}");
    assert!((0.85..=0.95).contains(&at_end), "{at_end}");
}

/// How many of so many series are found to have stepped.
fn found(truth: Truth, noise: Noise, runs: u64) -> usize {
    let steps = |stream| level(&draw(truth, noise, stream).1, 1).unwrap().found_steps();
    (0..runs).filter(|stream| !steps(1000 + stream).is_empty()).count()
}

#[test]
fn law_levels_that_stay_seldom_step() {
    for noise in NOISES {
        let n = found(Truth::Constant, noise, 250);
        println!("{noise:?}: {n} of 250 constant levels are found to have stepped");
        assert!(n <= 25, "{noise:?}: {n} of 250");
    }
}

#[test]
fn law_large_steps_are_found() {
    for (truth, least) in [(Truth::Step(3.0), 65), (Truth::Step(2.0), 40), (Truth::Twice(3.0), 40)]
    {
        for noise in NOISES {
            let n = found(truth, noise, 100);
            println!("{truth:?}, {noise:?}: found in {n} of 100");
            assert!(n >= least, "{truth:?}, {noise:?}: {n} of 100");
        }
    }
}

#[test]
fn law_probabilities_add_up() {
    let known = level(&draw(Truth::Step(2.0), Noise::Normal, 3).1, 1).unwrap();
    let all = known.constant() + known.stepped() + known.wandering();
    assert!((all - 1.0).abs() < 1e-12, "{all}");
    let steps: f64 = known.steps().iter().sum();
    assert!((steps - known.stepped() - known.stepped_twice()).abs() < 1e-9, "{steps}");
    assert_eq!(known.steps().len(), N - 1);
    assert!((known.chance(|_| true) - 1.0).abs() < 1e-12);
}

#[test]
fn law_units_do_not_matter() {
    let (_, seen) = draw(Truth::Step(2.0), Noise::Normal, 4);
    let scaled = |it: &Sight| Sight { value: 7.0 + 1e-3 * it.value, ..*it };
    let other: Vec<Sight> = seen.iter().map(scaled).collect();
    let (a, b) = (level(&seen, 1).unwrap(), level(&other, 1).unwrap());
    assert!((a.stepped() - b.stepped()).abs() < 1e-6);
    let (a, b) = (a.at(0, 0.9), b.at(0, 0.9));
    assert!((7.0 + 1e-3 * a.low - b.low).abs() < 1e-4, "{a:?} {b:?}");
}

#[test]
fn law_the_same_seed_gives_the_same() {
    let (_, seen) = draw(Truth::Walk(0.2), Noise::Heavy, 5);
    assert_eq!(level(&seen, 9), level(&seen, 9));
    assert_ne!(level(&seen, 9), level(&seen, 8));
}

#[test]
fn exact_values_in_turn_share_their_level() {
    let sight = |i: u32| Sight { at: f64::from(i), value: f64::from(i % 2), error: 0.0 };
    let known = level(&(0..22).map(sight).collect::<Vec<_>>(), 2).unwrap();
    let at = known.at(3, 0.9);
    assert!((at.median - 0.5).abs() < 0.1 && at.low < 0.5 && at.high > 0.5, "{at:?}");
    assert!(known.found_steps().is_empty());
}

#[test]
fn law_known_errors_count() {
    // One half is seen ten times as sharply; it says where the level is.
    let sight = |i: u32| Sight {
        at: f64::from(i),
        value: if i < 6 { 0.02 * f64::from(i % 3) } else { f64::from(i % 3) - 0.6 },
        error: if i < 6 { 0.05 } else { 1.5 },
    };
    let known = level(&(0..12).map(sight).collect::<Vec<_>>(), 2).unwrap();
    let at = known.at(11, 0.5);
    assert!(known.constant() > 0.3 && at.median.abs() < 0.3, "{at:?}");
}

#[test]
fn what_is_no_series_is_refused() {
    let good = draw(Truth::Constant, Noise::Normal, 1).1;
    assert!(level(&good[..SIGHTS_NEEDED], 1).is_some());
    assert!(level(&good[..SIGHTS_NEEDED - 1], 1).is_none());
    let spoilt = |spoil: fn(&mut Sight)| {
        let mut seen = good.clone();
        spoil(&mut seen[2]);
        level(&seen, 1)
    };
    assert!(spoilt(|it| it.value = f64::NAN).is_none());
    assert!(spoilt(|it| it.error = -1.0).is_none());
    assert!(spoilt(|it| it.at = 9.0).is_none());
    let same: Vec<Sight> = good.iter().map(|it| Sight { value: 3.0, ..*it }).collect();
    let at = level(&same, 1).unwrap().at(4, 0.9);
    assert!((at.low - 3.0).abs() < 1e-6 && (at.high - 3.0).abs() < 1e-6, "{at:?}");
}
