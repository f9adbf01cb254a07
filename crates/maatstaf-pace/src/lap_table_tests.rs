use maatstaf_core::{ClockTime, Compound, Flag, LapTime};

use super::*;

/// A lap of car and driver of one name, which ends so many seconds after the start.
fn lap(car: &str, number: LapNumber, seconds: f64, ended: f64) -> TimedLap {
    let micros = |seconds: f64| (seconds * 1e6).round() as u64;
    TimedLap {
        driver: Some(DriverName::new(car)),
        time: Some(LapTime::from_micros(micros(seconds))),
        ended: Some(ClockTime::from_micros(micros(ended))),
        ..TimedLap::new(CarNumber::new(car), number)
    }
}

/// So many laps of 90 s, the first at `start + 90`.
fn run(car: &str, n: LapNumber, start: f64) -> Vec<TimedLap> {
    (1..=n).map(|number| lap(car, number, 90.0, start + 90.0 * f64::from(number))).collect()
}

fn table(laps: Vec<TimedLap>) -> LapTable {
    lap_table(&Recording { laps, ..Recording::default() })
}

/// What becomes of lap 3 of six, after a change.
#[track_caller]
fn check(change: impl Fn(&mut TimedLap), want: Option<LeftOut>) {
    let mut laps = run("1", 6, 0.0);
    change(&mut laps[2]);
    assert_eq!(table(laps).laps[2].left_out, want);
}

#[test]
fn exact_reasons() {
    check(|_| {}, None);
    check(|lap| lap.time = None, Some(LeftOut::NoTime));
    check(|lap| lap.in_lap = true, Some(LeftOut::InLap));
    check(|lap| lap.pit_out = Some(ClockTime::from_millis(1)), Some(LeftOut::OutLap));
    check(|lap| lap.deleted = Some("track limits".to_owned()), Some(LeftOut::Deleted));
    let flag = |flag| move |lap: &mut TimedLap| lap.flags = Flags::from_iter([Flag::Green, flag]);
    check(flag(Flag::SafetyCar), Some(LeftOut::Neutralised));
    check(flag(Flag::VirtualSafetyCar), Some(LeftOut::Neutralised));
    check(flag(Flag::Yellow), Some(LeftOut::Yellow));
    check(flag(Flag::Chequered), None);
    check(|lap| lap.compound = Some(Compound::new("intermediate")), Some(LeftOut::OtherWeather));
}

#[test]
fn exact_the_first_lap_and_the_one_after_the_safety_car() {
    let mut laps = run("1", 5, 0.0);
    laps[1].flags = Flags::from_iter([Flag::SafetyCar]);
    let table = table(laps);
    let out: Vec<_> = table.laps.iter().map(|lap| lap.left_out).collect();
    let first = [Some(LeftOut::FirstLap), Some(LeftOut::Neutralised), Some(LeftOut::Restart)];
    assert_eq!(out, [&first[..], &[None, None]].concat());
    assert_eq!(table.left_out().len(), 3);
}

/// A source without flags: the third lap is slow for all three cars.
#[test]
fn exact_a_field_that_is_slow() {
    let mut laps = [run("1", 6, 0.0), run("2", 6, 3.0), run("3", 6, 6.0)].concat();
    for lap in laps.iter_mut().filter(|lap| lap.number == 3) {
        lap.time = Some(LapTime::from_millis(120_000));
    }
    let table = table(laps);
    let count = |reason| table.laps.iter().filter(|lap| lap.left_out == Some(reason)).count();
    assert_eq!((count(LeftOut::FieldSlow), count(LeftOut::Restart)), (3, 3));
}

#[test]
fn exact_gaps_at_the_line() {
    let laps = [run("1", 3, 0.0), run("2", 3, 1.2), run("3", 3, 4.2)].concat();
    let gap = |table: &LapTable, at: usize| table.laps[at].gap_ahead.map(|gap| (gap * 1e3).round());
    let with_clock = table(laps.clone());
    // Nobody crosses before lap 2 of the leader; he himself is not ahead of himself.
    assert_eq!(
        [0, 1, 3, 4, 7].map(|at| gap(&with_clock, at)),
        [None, None, None, Some(1200.0), Some(3000.0)]
    );
    assert!(with_clock.laps[4].in_traffic(1.5) && !with_clock.laps[7].in_traffic(1.5));
    // The same from times alone, the first lap counted from the start.
    let without = laps.into_iter().map(|mut lap| {
        let late = match (lap.car.as_str(), lap.number) {
            ("2", 1) => 1_200,
            ("3", 1) => 4_200,
            _ => 0,
        };
        lap.ended = None;
        lap.time = Some(LapTime::from_millis(90_000 + late));
        lap
    });
    let without = table(without.collect());
    assert_eq!([4, 7].map(|at| gap(&without, at)), [Some(1200.0), Some(3000.0)]);
    // A car that comes into the pit lane is not ahead on the road.
    let mut laps = [run("1", 3, 0.0), run("2", 3, 1.2)].concat();
    laps[0].in_lap = true;
    assert_eq!(gap(&table(laps), 4), None);
}

/// Car 2 is 85 s behind on lap 2; car 1 passes it in its third lap, which it ends a lap ahead.
#[test]
fn exact_who_is_lapped() {
    let slow = [lap("2", 1, 130.0, 130.0), lap("2", 2, 131.0, 261.0), lap("2", 3, 100.0, 361.0)];
    let fast = (1..=5).map(|n| lap("1", n, 89.0, 89.0 * f64::from(n)));
    let table = table(fast.chain(slow).collect());
    let out: Vec<_> = table.laps.iter().skip(5).map(|lap| lap.left_out).collect();
    // Lap 2 of car 2 holds two crossings of car 1, at 178 s and at none other; lap 3 holds 267 and 356.
    assert_eq!(out, [Some(LeftOut::FirstLap), None, Some(LeftOut::Lapped)]);
    assert!(table.laps[7].changed_places && !table.laps[6].changed_places);
}

#[test]
fn exact_stints_and_ages_where_the_source_is_silent() {
    let mut laps = run("1", 5, 0.0);
    laps[1].in_lap = true;
    laps[2].out_lap = true;
    let table = table(laps);
    let stints: Vec<_> = table.laps.iter().map(|lap| (lap.stint, lap.age)).collect();
    assert_eq!(stints, [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)]);
}
