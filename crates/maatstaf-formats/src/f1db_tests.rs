use super::*;

/// The header of results of which a test writes the rows.
const RESULTS: &str = "raceId,positionDisplayOrder,positionNumber,positionText,driverNumber,driverId,\
     constructorId,engineManufacturerId,laps,timeMillis,gridPositionNumber,fastestLap,reasonRetired";

/// A release of one season with two rounds, small but complete.
const SMALL: [(FileSpec, &str); 15] = [
    (
        DRIVERS,
        "id,name,lastName,abbreviation,permanentNumber,dateOfBirth,placeOfBirth\n\
         ann,Ann Ace,Ace,ACE,7,1990-01-26,Guadalajara\n\
         bob,Bob Bee,Bee,BEE,,,\n",
    ),
    (RELATIVES, "parentDriverId,driverId,type\nann,bob,PARENTS_SIBLING\n"),
    (CONSTRUCTORS, "id,name\nlotus,Lotus\n"),
    (COUNTRIES, "id,name\nbelgium,Belgium\n"),
    (CIRCUITS, "id,name,fullName,placeName,countryId\nspa,Spa,Circuit de Spa,Stavelot,belgium\n"),
    (GRANDS_PRIX, "id,name,fullName\nbelgium,Belgium,Belgian Grand Prix\n"),
    (
        RACES,
        "id,year,round,date,grandPrixId,officialName,circuitId,laps,scheduledLaps,\
         sprintRaceLaps,sprintRaceScheduledLaps,sprintQualifyingFormat,sprintRaceDate,\
         driversChampionshipDecider,constructorsChampionshipDecider\n\
         1,2021,1,2021-05-01,belgium,The Race,spa,1,44,9,10,,,false,false\n\
         2,2021,2,2021-06-01,belgium,Again,spa,44,,,,,,true,false\n",
    ),
    (
        RACE_RESULTS,
        "raceId,positionNumber,positionText,driverNumber,driverId,constructorId,\
         engineManufacturerId,laps,timeMillis,gridPositionNumber,fastestLap,reasonRetired\n\
         1,1,1,7,ann,lotus,climax,1,90000,1,true,\n\
         1,,DNF,8,bob,lotus,climax,0,,,false,Engine\n",
    ),
    (
        SPRINT_RESULTS,
        "raceId,positionNumber,positionText,driverNumber,driverId,constructorId,\
         engineManufacturerId,laps,timeMillis,gridPositionNumber,fastestLap,reasonRetired\n\
         1,1,1,8,bob,lotus,climax,9,800000,1,false,\n",
    ),
    (
        QUALIFYING,
        "raceId,positionNumber,driverNumber,driverId,constructorId,engineManufacturerId,\
         timeMillis,q1Millis,q2Millis,q3Millis\n\
         1,1,7,ann,lotus,climax,,90000,89000,88000\n",
    ),
    (FASTEST_LAPS, "raceId,driverNumber,driverId,timeMillis\n1,7,ann,91000\n"),
    (DRIVERS_AFTER, "raceId,positionNumber,driverId,points\n1,1,ann,25\n1,2,bob,8.5\n"),
    (
        CONSTRUCTORS_AFTER,
        "raceId,positionNumber,constructorId,engineManufacturerId,points\n1,1,lotus,climax,33.5\n",
    ),
    (DRIVERS_FINAL, "year,positionNumber,driverId,points\n2021,1,ann,25\n2021,,bob,8.5\n"),
    (
        CONSTRUCTORS_FINAL,
        "year,positionNumber,constructorId,engineManufacturerId,points\n2021,1,lotus,climax,33.5\n",
    ),
];

fn small() -> Files {
    SMALL.iter().map(|(spec, text)| (spec.name.to_owned(), text.as_bytes().to_vec())).collect()
}

fn official() -> Options {
    Options { official: true, ..Options::default() }
}

/// Adds `row` to a file of the small release and compares the issues.
#[track_caller]
fn check(spec: &FileSpec, row: &str, issues: &[&str]) {
    let mut files = small();
    files.get_mut(spec.name).unwrap().extend_from_slice(row.as_bytes());
    let read = read(&files, &official()).unwrap();
    let got: Vec<_> = read.issues.iter().map(ToString::to_string).collect();
    assert_eq!(got, issues);
}

#[test]
fn exact_the_small_release() {
    let ReadAlmanac { almanac, issues } = read(&small(), &official()).unwrap();
    assert_eq!(issues, []);
    let [relative] = &almanac.relatives[..] else { panic!("one relative") };
    assert_eq!((relative.relative.as_str(), relative.kinship.as_str()), ("bob", "parents-sibling"));
    let season = &almanac.seasons[&2021];
    let event = season.event(1).unwrap();
    assert_eq!(
        event.round.also,
        ["Circuit de Spa", "Stavelot", "Belgium", "Belgian Grand Prix", "The Race"]
    );
    let race = event.race.as_ref().unwrap();
    assert_eq!(race.share().map(|share| (share.laps, share.planned)), Some((1, 44)));
    assert_eq!(race.lines()[0].lap_time.unwrap().to_string(), "1:31.000");
    assert!(event.has_sprint && event.sprint.is_some() && event.qualifying.is_some());
    assert_eq!(season.event(2).unwrap().race, None);
    let standings = season.official.as_ref().unwrap();
    assert_eq!((standings.drivers_decider, standings.constructors_decider), (Some(2), None));
    assert_eq!((standings.drivers.len(), standings.constructors_after[&1].len()), (2, 1));
}

#[test]
fn exact_only_the_years_that_are_asked_for() {
    let options = Options { years: Some(1950..=1960), official: true };
    let ReadAlmanac { almanac, issues } = read(&small(), &options).unwrap();
    assert_eq!((almanac.seasons.len(), almanac.drivers.len(), issues.len()), (0, 2, 0));
}

#[test]
fn exact_a_missing_file() {
    for (spec, _) in SMALL {
        let mut files = small();
        files.remove(spec.name);
        match read(&files, &official()) {
            Ok(read) => assert!(!spec.required && read.issues.len() == 1, "{}", spec.name),
            Err(error) => assert!(spec.required && error.is_missing_data(), "{}", spec.name),
        }
    }
}

#[test]
fn exact_a_missing_column() {
    for (spec, text) in SMALL {
        let column = text.split([',', '\n']).next().unwrap();
        let mut files = small();
        files.insert(spec.name.to_owned(), text.replacen(column, "other", 1).into_bytes());
        let error = read(&files, &official()).unwrap_err();
        assert!(error.is_input(), "{error}");
        assert!(error.to_string().starts_with(&format!("{} has no column", spec.name)));
    }
}

#[test]
fn exact_a_wrong_number() {
    check(
        &RACE_RESULTS,
        "1,first,1,9,ann,lotus,climax,1,,,false,\n",
        &["f1db-races-race-results.csv:4: positionNumber is \"first\", which cannot be read; \
           the row is left out"],
    );
    check(
        &QUALIFYING,
        "1,2,8,bob,lotus,climax,,-5,,\n",
        &["f1db-races-qualifying-results.csv:3: q1Millis is \"-5\", which cannot be read; \
           the row is left out"],
    );
    check(
        &DRIVERS_AFTER,
        "2,1,ann,many\n",
        &["f1db-races-driver-standings.csv:4: points is \"many\", which cannot be read; \
           the row is left out"],
    );
}

#[test]
fn exact_letters_that_nobody_knows() {
    check(
        &RACE_RESULTS,
        "2,,XYZ,7,ann,lotus,climax,1,,,false,\n",
        &["f1db-races-race-results.csv:4: positionText is \"XYZ\", which cannot be read; \
           the row is left out"],
    );
}

#[test]
fn exact_place_zero() {
    check(
        &SPRINT_RESULTS,
        "1,0,0,7,ann,lotus,climax,1,,,false,\n",
        &["f1db-races-sprint-race-results.csv:3: ann has place 0; the row is left out"],
    );
}

#[test]
fn exact_a_race_that_nobody_knows() {
    check(
        &FASTEST_LAPS,
        "9,7,ann,91000\n",
        &["f1db-races-fastest-laps.csv:3: raceId is 9, which is not in f1db-races.csv; \
           the row is left out"],
    );
}

#[test]
fn exact_a_row_that_stands_twice() {
    check(
        &RACE_RESULTS,
        "1,1,1,7,ann,lotus,climax,1,90000,1,true,\n",
        &["f1db-races-race-results.csv:4: ann stands twice with car 7; the row is left out"],
    );
    check(
        &RACES,
        "2,2021,3,,belgium,,spa,,,,,,,,\n",
        &["f1db-races.csv:4: race 2 stands twice; the row is left out"],
    );
    check(
        &DRIVERS_FINAL,
        "2021,2,ann,25\n",
        &["f1db-seasons-driver-standings.csv:4: ann stands twice; the row is left out"],
    );
    check(
        &FASTEST_LAPS,
        "1,7,ann,90000\n",
        &["f1db-races-fastest-laps.csv:3: ann stands twice; the row is left out"],
    );
}

#[test]
fn exact_a_line_that_is_cut() {
    check(
        &RACE_RESULTS,
        "2,1,1,7,an",
        &["f1db-races-race-results.csv:4: 5 fields instead of 12; the row is left out"],
    );
}

#[test]
fn exact_a_season_that_misses_a_round() {
    check(
        &RACES,
        "4,2022,2,,belgium,,spa,,,,,,,,\n",
        &["f1db-races.csv: season 2022 has round 2 where round 1 should be; \
           the season is left out"],
    );
}

#[test]
fn exact_people_and_places_that_nobody_knows() {
    check(
        &RACE_RESULTS,
        "2,1,1,9,carl,lotus,climax,1,,,false,\n",
        &["f1db-drivers.csv: \"carl\" has results but no line here; printed by that name"],
    );
    check(
        &RACES,
        "3,2021,3,,moon,,spa,,,,,,,,\n",
        &["f1db-races.csv:4: grandPrixId is \"moon\", which is unknown; printed by that name"],
    );
}

#[test]
fn exact_a_second_line_of_qualifying_that_says_nothing() {
    check(&QUALIFYING, "1,,7,ann,lotus,climax,,,,\n", &[]);
    check(
        &QUALIFYING,
        "1,2,7,ann,lotus,climax,,,,\n",
        &["f1db-races-qualifying-results.csv:3: ann stands twice with car 7; the row is left out"],
    );
}

mod fuzz {
    use proptest::prelude::*;

    use super::*;

    /// Some bytes of one file exchanged, taken out or put in.
    fn mutated() -> impl Strategy<Value = Files> {
        let changes =
            prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..9);
        (0..SMALL.len(), changes).prop_map(|(file, changes)| {
            let mut bytes = SMALL[file].1.as_bytes().to_vec();
            for (at, byte, change) in changes {
                let at = at.index(bytes.len());
                match change {
                    0 => bytes[at] = byte,
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, byte),
                }
            }
            let mut files = small();
            files.insert(SMALL[file].0.name.to_owned(), bytes);
            files
        })
    }

    proptest! {
        #[test]
        fn law_changed_files_never_panic(files in mutated()) {
            let _ = read(&files, &official());
        }

        #[test]
        fn law_any_bytes_never_panic(file in 0..SMALL.len(), bytes in any::<Vec<u8>>()) {
            let (spec, text) = SMALL[file];
            let header = text.split_inclusive('\n').next().unwrap_or_default();
            let mut files = small();
            files.insert(spec.name.to_owned(), [header.as_bytes(), &bytes].concat());
            prop_assert!(read(&files, &official()).is_ok());
            files.insert(spec.name.to_owned(), bytes);
            let _ = read(&files, &official());
        }
    }
}

#[track_caller]
fn check_whole(rows: &[&str], says: &[&str]) {
    let mut files = small();
    let text = [&[RESULTS], rows].concat().join("\n");
    files.insert(RACE_RESULTS.name.to_owned(), text.into_bytes());
    let issues = read(&files, &Options::default()).unwrap().issues;
    let issues: Vec<String> = issues.iter().map(ToString::to_string).collect();
    let of_whole: Vec<&String> = issues.iter().filter(|it| it.contains("may be wrong")).collect();
    let file = "f1db-races-race-results.csv: round 1 of 2021: ";
    let says = says.iter().map(|it| format!("{file}{it}; the standings may be wrong"));
    assert_eq!(of_whole, says.collect::<Vec<_>>().iter().collect::<Vec<_>>(), "{issues:?}");
}

#[test]
fn exact_oddities_of_a_whole_result() {
    let ann = "1,1,1,1,7,ann,lotus,climax,1,90000,1,true,";
    let bob = "1,2,,DNF,8,bob,lotus,climax,0,,,false,Engine";
    check_whole(&[ann, bob], &[]);
    check_whole(&[bob, ann], &[]);
    check_whole(&[bob], &["line 1 of the result is missing"]);
    let third = bob.replacen("1,2", "1,3", 1);
    check_whole(&[ann, &third], &["line 2 of the result is missing"]);
    let level = "1,2,1,1,8,bob,lotus,climax,44,91000,2,false,";
    check_whole(&[ann, level], &["place 1 is given to car 7 and to car 8"]);
    check_whole(&[ann, &level.replace(",8,", ",7,")], &[]);
    let laps = "the winner drove 40 laps, and f1db-races.csv says 1";
    check_whole(&[&ann.replace("climax,1,", "climax,40,"), bob], &[laps]);
}
