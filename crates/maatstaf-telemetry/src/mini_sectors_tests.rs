use maatstaf_core::{CarNumber, ClockTime, Flag, Flags, LapTime, TimedLap};
use maatstaf_numerics::random::Random;

use super::{MiniSectorLosses, TooFewLaps, mini_sector_losses, nine_of_ten_of_t};

/// As many as in Baku.
const SHAPE: [usize; 3] = [8, 10, 7];
/// How far a stamp is off, and how much a driver varies from lap to lap in a mini-sector, in seconds.
const STAMP: f64 = 0.13;
const VARIES: f64 = 0.03;

/// Laps of a driver with these usual times of mini-sectors, in seconds.
fn laps(usual: &[f64], n: u16, stamp: f64, random: &mut Random) -> Vec<TimedLap> {
    let mut began = 100.0;
    let mut lap = |number| {
        let late = 0.2 + 0.1 * random.uniform();
        let mut lap = TimedLap::new(CarNumber::new("11"), number);
        let mut at = 0.0;
        let mut usual = usual.iter();
        for (sector, n) in SHAPE.into_iter().enumerate() {
            let before = at;
            for time in usual.by_ref().take(n) {
                at += time + VARIES * random.normal();
                let told = ((began + at + late + stamp * random.normal()) * 1e6).round();
                lap.segment_stamps[sector].push(Some(ClockTime::from_micros(told as u64)));
            }
            at = (at * 1e3).round() / 1e3;
            lap.sectors[sector] = Some(LapTime::from_millis(((at - before) * 1e3).round() as u64));
        }
        lap.flags = Flags::from_iter([Flag::Green]);
        began += at;
        lap
    };
    (1..=n).map(&mut lap).collect()
}

/// The usual times of two drivers.
fn usual(random: &mut Random) -> [Vec<f64>; 2] {
    let times: Vec<f64> = (0..25).map(|_| 3.0 + 3.0 * random.uniform()).collect();
    let other = times.iter().map(|time| time + 0.05 * random.normal()).collect();
    [times, other]
}

fn pair(stream: u64, n: u16) -> ([Vec<f64>; 2], [Vec<TimedLap>; 2]) {
    let mut random = Random::new(2023, stream);
    let usual = usual(&mut random);
    let laps = [0, 1].map(|it| laps(&usual[it], n, STAMP, &mut random));
    (usual, laps)
}

fn answer(laps: &[Vec<TimedLap>; 2]) -> MiniSectorLosses {
    mini_sector_losses(&laps[0], &laps[1]).unwrap()
}

/// What the intervals of 1000 mini-sectors hold, over 50 laps of each driver.
#[test]
fn law_nine_of_ten_intervals_hold_what_is_known_exactly() {
    let (mut n_held, mut n, mut squares) = (0, 0, 0.0);
    let (mut squares_of_one, mut stamp_errors) = (0.0, Vec::new());
    for stream in 0..40 {
        let (usual, laps) = pair(stream, 50);
        let losses = answer(&laps);
        stamp_errors.push(losses.stamp_error);
        for (idx, it) in losses.mini_sectors.iter().enumerate() {
            let truth = usual[0][idx] - usual[1][idx];
            n_held += usize::from((it.loss.low..=it.loss.high).contains(&truth));
            n += 1;
            squares += (it.loss.time.seconds() - truth).powi(2);
            squares_of_one += (it.times[0].seconds() - usual[0][idx]).powi(2);
        }
    }
    let held = n_held as f64 / n as f64;
    let off = (squares / n as f64).sqrt();
    let off_of_one = (squares_of_one / n as f64).sqrt();
    let stamp = stamp_errors.iter().sum::<f64>() / 40.0;
    println!(
        "{n} mini-sectors: {held:.3} held; a mean is off by {off_of_one:.4} s, a loss by {off:.4} s; stamps by {stamp:.3} s"
    );
    assert_eq!(n, 1000);
    assert!((0.85..=0.95).contains(&held), "{held}");
    assert!((0.02..0.03).contains(&off_of_one), "{off_of_one}");
    assert!((0.03..0.04).contains(&off), "{off}");
    assert!((stamp - STAMP).abs() < 0.005, "{stamp}");
}

#[test]
fn law_mini_sectors_add_up_to_the_official_sectors() {
    let (_, laps) = pair(7, 11);
    let losses = answer(&laps);
    for (sector, n_mini_sectors) in SHAPE.into_iter().enumerate() {
        let of_sector = || losses.mini_sectors.iter().filter(|it| it.sector == sector);
        assert_eq!(of_sector().count(), n_mini_sectors);
        let sum: i64 = of_sector().map(|it| it.loss.time.as_micros()).sum();
        assert_eq!(sum, losses.sectors[sector].as_micros(), "sector {sector}");
        let mean = |laps: &[TimedLap]| {
            let sum: u64 = laps.iter().map(|it| it.sectors[sector].unwrap().as_micros()).sum();
            (sum as f64 / 11.0).round() as i64
        };
        assert_eq!(sum, mean(&laps[0]) - mean(&laps[1]), "sector {sector}");
    }
}

#[test]
fn law_swapping_the_two_changes_only_signs_and_a_driver_loses_nothing_to_himself() {
    let (_, laps) = pair(8, 12);
    let (there, back) = (answer(&laps), answer(&[laps[1].clone(), laps[0].clone()]));
    for (it, other) in there.mini_sectors.iter().zip(&back.mini_sectors) {
        assert_eq!(it.loss.time.as_micros(), -other.loss.time.as_micros());
        assert!((it.loss.low + other.loss.high).abs() < 1e-12);
    }
    let same = answer(&[laps[0].clone(), laps[0].clone()]);
    assert!(same.mini_sectors.iter().all(|it| it.loss.time.as_micros() == 0));
}

#[test]
fn exact_stamps_give_exact_losses() {
    let mut random = Random::new(1, 1);
    let mut usual = usual(&mut random);
    for time in usual.iter_mut().flatten() {
        *time = (*time * 1e3).round() / 1e3;
    }
    let exact = [0, 1].map(|it| {
        let mut at = ClockTime::from_millis(0).as_micros();
        let mut lap = TimedLap::new(CarNumber::new("1"), 1);
        let mut times = usual[it].iter().map(|time| (time * 1e6).round() as u64);
        for (sector, n) in SHAPE.into_iter().enumerate() {
            let before = at;
            for time in times.by_ref().take(n) {
                at += time;
                lap.segment_stamps[sector].push(Some(ClockTime::from_micros(at + 777)));
            }
            lap.sectors[sector] = Some(LapTime::from_micros(at - before));
        }
        vec![lap; 3]
    });
    let losses = answer(&exact);
    for (idx, it) in losses.mini_sectors.iter().enumerate() {
        let truth = ((usual[0][idx] - usual[1][idx]) * 1e6).round() as i64;
        assert_eq!(it.loss.time.as_micros(), truth, "{idx}");
    }
    assert!(losses.stamp_error < 1e-9);
}

#[test]
fn laps_that_say_nothing_are_left_out() {
    type Spoil = fn(&mut TimedLap);
    let spoils: [(&str, Spoil); 9] = [
        ("in-lap", |lap| lap.in_lap = true),
        ("out-lap", |lap| lap.pit_out = Some(ClockTime::from_micros(1))),
        ("yellow", |lap| lap.flags = lap.flags.with(Flag::Yellow)),
        ("deleted", |lap| lap.deleted = Some("track limits".into())),
        ("no stamp", |lap| lap.segment_stamps[1][3] = None),
        ("too few stamps", |lap| lap.segment_stamps[1].truncate(9)),
        ("no sector", |lap| lap.sectors[0] = None),
        ("slow", |lap| lap.sectors[0] = Some(LapTime::from_millis(60_000))),
        ("late", |lap| {
            let at = lap.segment_stamps[2][3].unwrap();
            lap.segment_stamps[2][3] = Some(ClockTime::from_micros(at.as_micros() + 1_200_000));
        }),
    ];
    let (_, laps) = pair(9, 20);
    let without = answer(&[laps[0][1..].to_vec(), laps[1].clone()]);
    for (what, spoil) in spoils {
        let mut spoilt = laps.clone();
        spoil(&mut spoilt[0][0]);
        assert_eq!(answer(&spoilt), without, "{what}");
    }
    assert_eq!(answer(&laps).n_laps, [20, 20]);
}

#[test]
fn two_laps_are_too_few() {
    let (_, laps) = pair(10, 4);
    let refused = mini_sector_losses(&laps[0], &laps[1][..2]).unwrap_err();
    assert_eq!(refused, TooFewLaps { is_reference: true, n_given: 2, n_used: 2 });
    let text = refused.to_string();
    assert!(
        text.starts_with("2 of 2 laps of the reference can be used, and 3 are needed"),
        "{text}"
    );
    let none: [TimedLap; 0] = [];
    assert!(mini_sector_losses(&none, &none).is_err());
}

/// Abramowitz & Stegun, table 26.10: the column of 0.95.
#[test]
fn agrees_with_the_table_of_t() {
    for (freedom, table) in [(2.0, 2.920), (4.0, 2.132), (10.0, 1.812), (60.0, 1.671)] {
        let got = nine_of_ten_of_t(freedom);
        assert!((got / table - 1.0).abs() < 0.003, "{freedom}: {got} for {table}");
    }
}
