use maatstaf_core::{CarNumber, ConstructorId, EngineId};

use super::*;

fn line(driver: &str, place: Option<u16>, times: [&str; 3]) -> Qualified {
    Qualified {
        driver: DriverId::new(driver),
        car: CarNumber::new(driver),
        constructor: ConstructorId::new("make"),
        engine: EngineId::new("engine"),
        place,
        times: [None, times[0].parse().ok(), times[1].parse().ok(), times[2].parse().ok()],
    }
}

/// Six cars: two are knocked out in each part, one who went on to Q3 set no time there in `quiet`.
fn six(quiet: bool) -> Qualifying {
    let last = if quiet { "" } else { "1:10.500" };
    let lines = vec![
        line("a", Some(1), ["1:12.000", "1:11.000", "1:10.000"]),
        line("b", Some(2), ["1:12.100", "1:11.100", last]),
        line("c", Some(3), ["1:12.200", "1:11.200", ""]),
        line("d", Some(4), ["1:12.300", "1:11.300", ""]),
        line("e", Some(5), ["1:12.400", "", ""]),
        line("f", Some(6), ["1:12.500", "", ""]),
        line("g", None, ["1:12.050", "1:10.900", "1:09.900"]),
    ];
    Qualifying { lines }
}

const WENT_ON: WentOn = WentOn { to_q2: 4, to_q3: 2 };

#[track_caller]
fn check(driver: &str, quicker_ms: u64, want: &str) {
    let (result, id) = (six(false), DriverId::new(driver));
    let before = decided(&result, &id, WENT_ON).unwrap();
    let time = LapTime::from_micros(before.time.as_micros() - 1000 * quicker_ms);
    let got = would_be(&result, &id, &before, time, WENT_ON);
    let at_worst = if got.at_worst { " at worst" } else { "" };
    assert_eq!(format!("{}{at_worst}", got.place), want, "{driver} {quicker_ms}");
}

#[test]
fn exact_places_within_a_part() {
    check("b", 0, "2");
    check("b", 500, "2"); // as fast as the first, who was there before him
    check("b", 501, "1");
    check("d", 100, "4");
    check("d", 101, "3");
    check("f", 99, "6");
    check("f", 101, "5");
}

#[test]
fn exact_who_goes_on_has_the_worst_place_of_those() {
    check("c", 101, "2 at worst");
    check("d", 1000, "2 at worst");
    check("e", 101, "4 at worst");
    check("f", 1000, "4 at worst");
}

#[test]
fn law_a_better_time_is_never_a_worse_place() {
    let result = six(false);
    for line in result.lines.iter().filter(|line| line.place.is_some()) {
        let before = decided(&result, &line.driver, WENT_ON).unwrap();
        let mut last = before.place;
        for quicker in 0..400 {
            let time = LapTime::from_micros(before.time.as_micros() - 10_000 * quicker);
            let got = would_be(&result, &line.driver, &before, time, WENT_ON).place;
            assert!(got <= last, "{} {quicker}", line.driver);
            last = got;
        }
    }
}

#[test]
fn exact_where_no_time_decided() {
    let of = |driver: &str, quiet| decided(&six(quiet), &DriverId::new(driver), WENT_ON);
    assert_eq!(of("b", true), Err(NoPlace::WentOnWithoutTime));
    assert_eq!(of("c", true).map(|it| it.part), Ok(QualifyingPart::Q2));
    assert_eq!(of("g", false), Err(NoPlace::WithoutPlace));
    assert_eq!(of("h", false), Err(NoPlace::NotInResult));
}

/// F1DB: in every qualifying of 2021 to 2023 twenty drivers are cut to fifteen and to ten, and whoever is placed
/// by a time keeps his place with that time.
#[test]
fn agrees_with_the_results_of_three_seasons() {
    let (mut same, mut all) = (0, 0);
    for season in maatstaf_facts::seasons().seasons.values() {
        let went_on = WentOn::of(season, Session::Race);
        assert_eq!(went_on, WentOn { to_q2: 15, to_q3: 10 });
        for result in season.events().iter().filter_map(|it| it.qualifying.as_ref()) {
            for line in &result.lines {
                let Ok(before) = decided(result, &line.driver, went_on) else { continue };
                let got = would_be(result, &line.driver, &before, before.time, went_on);
                all += 1;
                same += usize::from(got == WouldBe { place: before.place, at_worst: false });
            }
        }
    }
    assert!(all > 1200 && same == all, "{same} of {all}");
}
