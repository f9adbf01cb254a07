use maatstaf_core::RoundNumber;

use super::{find_driver, find_round};

/// The round of 2023 that a text names, or what the error says.
#[track_caller]
fn check(text: &str, want: Result<RoundNumber, &str>) {
    let season = &maatstaf_facts::seasons().seasons[&2023];
    match (find_round(season, text), want) {
        (Ok(round), Ok(want)) => assert_eq!(round, want, "{text:?}"),
        (Err(error), Err(says)) => {
            let error = error.to_string();
            assert!(error.contains(says), "{text:?}: {says:?} is not in {error}");
            assert!(error.len() < 400, "{text:?}: {error}");
        }
        (found, want) => panic!("{text:?}: {found:?} is not {want:?}"),
    }
}

#[test]
fn exact_rounds_by_name() {
    check("spa", Ok(12));
    check("vegas", Ok(21));
    check("las veg", Ok(21));
    check("sao paulo", Ok(20));
    check("2", Ok(2));
}

#[test]
fn exact_no_part_of_a_word() {
    // HAM is a driver, and not the middle of Francorchamps
    check("HAM", Err("a round goes by number, name, circuit or country"));
    check("VER", Err("no round \"VER\""));
}

#[test]
fn exact_a_number_is_a_whole_name() {
    check("23", Err("no round 23 in 2023; its rounds run from 1 to 22"));
    check("0", Err("its rounds run from 1 to 22"));
    let (almanac, year) = (maatstaf_facts::seasons(), 2021);
    let error = find_driver(almanac, &almanac.seasons[&year], "0").unwrap_err().to_string();
    assert!(error.starts_with("no driver \"0\" in 2021; a driver goes by"), "{error}");
}

#[test]
fn exact_many_candidates_are_counted() {
    check("grand", Err("or one of"));
    check("", Err("a round goes by"));
}
