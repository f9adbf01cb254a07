use maatstaf_core::{CarNumber, ClockTime, Flags};

use super::*;

/// A lap that ends at a second of the clock.
fn lap(name: &str, number: u16, ends: u64) -> TimedLap {
    TimedLap {
        driver: Some(DriverName::new(name)),
        ended: Some(ClockTime::from_millis(1000 * ends)),
        ..TimedLap::new(CarNumber::new(name), number)
    }
}

/// First and last place of everybody, 0 where there is none.
#[track_caller]
fn check(laps: Vec<TimedLap>, want: &[(&str, u16, u16)]) {
    let places = road_places(&Recording { laps, ..Recording::default() });
    let got: Vec<(&str, u16, u16)> = places
        .iter()
        .map(|(name, at)| (name.as_str(), at.first_lap.unwrap_or(0), at.last_lap.unwrap_or(0)))
        .collect();
    assert_eq!(got, want);
}

#[test]
fn exact_places_by_the_clock() {
    let laps =
        vec![lap("a", 1, 90), lap("b", 1, 91), lap("a", 2, 182), lap("b", 2, 181), lap("c", 1, 95)];
    check(laps, &[("a", 1, 2), ("b", 2, 1), ("c", 3, 3)]);
}

/// B comes in to stop at the end of its second lap, C at the end of its first.
#[test]
fn exact_the_way_to_the_pits_does_not_count() {
    let into_the_pits = |lap: TimedLap| TimedLap { in_lap: true, ..lap };
    let laps = vec![
        lap("a", 1, 90),
        lap("a", 2, 180),
        lap("b", 1, 91),
        into_the_pits(lap("b", 2, 300)),
        into_the_pits(lap("c", 1, 200)),
    ];
    check(laps, &[("a", 1, 1), ("b", 2, 2), ("c", 0, 0)]);
}

/// A stop for tyres after the first lap is none to stop for good.
#[test]
fn exact_a_stop_is_not_the_end() {
    let into_the_pits = |lap: TimedLap| TimedLap { in_lap: true, ..lap };
    let laps =
        vec![into_the_pits(lap("a", 1, 95)), lap("a", 2, 200), lap("b", 1, 91), lap("b", 2, 181)];
    check(laps, &[("a", 2, 2), ("b", 1, 1)]);
}

/// Five laps, the safety car out in the second, or to the end.
#[test]
fn exact_laps_since_the_safety_car() {
    let of = |flags: [&[Flag]; 5]| {
        let laps = flags.iter().zip(1..).map(|(flags, number)| TimedLap {
            flags: Flags::from_iter(flags.iter().copied()),
            ..lap("a", number, 90 * u64::from(number))
        });
        let recording = Recording { laps: laps.collect(), ..Recording::default() };
        road_places(&recording)[&DriverName::new("a")].free_laps
    };
    let (green, out): (&[Flag], &[Flag]) = (&[Flag::Green], &[Flag::Green, Flag::SafetyCar]);
    assert_eq!(of([green, out, green, green, green]), Some(3));
    assert_eq!(of([green, green, green, out, out]), Some(0));
    assert_eq!(of([green, green, &[Flag::VirtualSafetyCar], green, green]), Some(5));
    assert_eq!(of([&[Flag::Red], green, green, green, green]), Some(4));
    assert_eq!(of([&[]; 5]), None);
}
