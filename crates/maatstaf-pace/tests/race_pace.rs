//! The pace of races whose truth is known.

mod made_up;

use maatstaf_core::DriverName;
use maatstaf_numerics::random::Random;
use maatstaf_pace::{
    LapsEstimate, PaceSettings, consistency, lap_table, race_consistency, race_gap, race_pace,
    season_gap, spread_ratio,
};
use made_up::{Truth, race};

/// How many draws.
const DRAWS: u64 = 500;

/// As Formula One is: see the same numbers in the front door.
fn settings() -> PaceSettings {
    PaceSettings {
        trend: -3.4,
        trend_sd: 1.3,
        wear: 0.05,
        wear_sd: 0.05,
        ..PaceSettings::default()
    }
}

/// Of [`DRAWS`] intervals of 90 %, those that hold the truth.
#[track_caller]
fn check(what: &str, held: usize) {
    println!("{what}: {held} of {DRAWS}");
    assert!((425..=475).contains(&held), "{what}: {held} of {DRAWS}");
}

#[test]
fn law_intervals_of_a_race_hold_as_often_as_said() {
    let mut held = [0; 5];
    for seed in 0..DRAWS {
        let mut random = Random::new(seed, 8);
        let truth = Truth::drawn(10, 30, &mut random);
        let fit = race_pace(lap_table(&race(&truth, &mut random)), &settings()).unwrap();
        let [first, second] = ["D00", "D01"].map(DriverName::new);
        let wear = |name: &str| {
            fit.wear.iter().find(|it| it.compound.as_ref().unwrap().as_str() == name).unwrap()
        };
        let holds = |estimate: LapsEstimate, truth: f64| usize::from(estimate.holds(truth));
        let now = [
            holds(fit.gap(&first, &second).unwrap(), truth.gaps[0] - truth.gaps[1]),
            holds(wear("medium").per_lap, truth.wear[0]),
            holds(wear("hard").per_lap, truth.wear[1]),
            holds(fit.traffic.unwrap(), truth.traffic),
            holds(fit.trend, truth.trend),
        ];
        held.iter_mut().zip(now).for_each(|(held, now)| *held += now);
    }
    let [gap, medium, hard, traffic, trend] = held;
    check("gap", gap);
    check("wear of the medium", medium);
    check("wear of the hard", hard);
    check("traffic", traffic);
    check("trend", trend);
}

/// Seasons of five races; the gap of each is drawn about that of the season.
#[test]
fn law_intervals_of_a_season_hold_as_often_as_said() {
    let mut held = 0;
    let [first, second] = ["D00", "D01"].map(DriverName::new);
    for seed in 0..DRAWS {
        let mut random = Random::new(seed, 9);
        let races = (0..5).filter_map(|_| {
            let mut truth = Truth::drawn(5, 25, &mut random);
            truth.gaps[1] = truth.gaps[0] + 0.3 + 0.15 * random.normal();
            let fit = race_pace(lap_table(&race(&truth, &mut random)), &settings()).ok()?;
            race_gap("", &fit, &second, &first)
        });
        let season = season_gap(races.collect()).seconds.unwrap();
        held += usize::from(season.interval.0 <= 0.3 && 0.3 <= season.interval.1);
    }
    check("season", held);
}

/// One driver spreads half as much again as the others, and makes more mistakes.
#[test]
fn law_the_unsteady_driver_is_found() {
    let names = ["D00", "D01"].map(DriverName::new);
    let (mut held, mut sums) = (0, [0.0; 2]);
    let draws = 60;
    for seed in 0..draws {
        let mut random = Random::new(seed, 10);
        let fits: Vec<_> = (0..6)
            .map(|_| {
                let truth = Truth { mistakes: 0.02, ..Truth::drawn(6, 40, &mut random) };
                let mut recording = race(&truth, &mut random);
                let unsteady =
                    recording.laps.iter_mut().filter(|lap| lap.driver.as_ref() == Some(&names[1]));
                for lap in unsteady {
                    // What makes the spread of independent laps √(1 + 1.25) = 1.5 times as large.
                    let more = 0.3 * 1.25_f64.sqrt() * random.normal();
                    let seconds = lap.time.unwrap().seconds() + more;
                    lap.time = Some(maatstaf_core::LapTime::from_micros((seconds * 1e6) as u64));
                }
                race_pace(lap_table(&recording), &settings()).unwrap()
            })
            .collect();
        let of = |driver: &DriverName| {
            let races = fits
                .iter()
                .zip('a'..)
                .filter_map(|(fit, name)| race_consistency(&name.to_string(), fit, driver));
            consistency(races.collect())
        };
        let (steady, unsteady) = (of(&names[0]), of(&names[1]));
        let ratio = spread_ratio(&unsteady, &steady).unwrap();
        held += usize::from(ratio.interval.0 <= 1.5 && 1.5 <= ratio.interval.1);
        sums[0] += ratio.value;
        sums[1] += steady.errors.per_100;
    }
    let [ratio, errors] = sums.map(|sum| sum / draws as f64);
    println!("{held} of {draws}; ratio {ratio:.3}, errors {errors:.2}");
    assert!((49..=59).contains(&held), "{held} of {draws}");
    assert!((ratio - 1.5).abs() < 0.1, "{ratio}");
    assert!((errors - 2.0).abs() < 0.4, "{errors}");
}
