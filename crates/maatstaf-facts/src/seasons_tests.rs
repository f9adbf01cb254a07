use maatstaf_core::{LapTime, QualifyingPart, Season};

use super::*;

#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(year: u16, fact: impl Fn(&Season) -> T, want: T) {
    assert_eq!(fact(&seasons().seasons[&year]), want);
}

#[test]
fn law_the_tables_read_without_issues() {
    assert_eq!(read().unwrap().issues, []);
    assert!(seasons().seasons.keys().copied().eq([2021, 2022, 2023]));
}

#[test]
fn agrees_every_round_was_held() {
    for year in [2021, 2022, 2023] {
        check(year, Season::n_rounds, 22);
        check(year, Season::last_held, 22);
    }
}

#[test]
fn agrees_sprints_were_held() {
    let n_sprints = |season: &Season| season.events().iter().filter(|it| it.has_sprint).count();
    check(2021, n_sprints, 3);
    check(2022, n_sprints, 3);
    check(2023, n_sprints, 6);
}

#[test]
fn agrees_pole_at_bahrain() {
    let pole = |season: &Season| {
        let qualifying = season.event(1)?.qualifying.as_ref()?;
        qualifying.lines.first()?.time_in(QualifyingPart::Q3)
    };
    check(2023, pole, Some(LapTime::from_millis(89_708)));
}

#[test]
fn law_nobody_is_a_stranger() {
    let is_known = |season: &Season| {
        season.drivers().iter().all(|driver| seasons().drivers.contains_key(driver))
    };
    for year in [2021, 2022, 2023] {
        check(year, is_known, true);
    }
}

/// `cargo test --release -p maatstaf-facts -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
#[allow(clippy::disallowed_methods)]
fn keeps_reading_quick() {
    for _ in 0..5 {
        let start = std::time::Instant::now();
        let read = read().unwrap();
        println!("{} seasons: {:?}", read.almanac.seasons.len(), start.elapsed());
    }
}
