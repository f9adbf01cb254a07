//! Lap charts as Al Kamel timing published them, where they are at hand. Laps, cars and drivers are
//! counted from the CSV with `cut -d';' -f1 | sort -u | wc -l` and the like.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::io::Read;

use maatstaf_core::{LapTime, TimedLap};
use maatstaf_formats::al_kamel;
use maatstaf_formats::recordings::ReadRecording;

#[path = "../../../fixtures/shared.rs"]
mod shared;

/// What is asserted of a file.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    laps: usize,
    cars: usize,
    drivers: usize,
    stops: usize,
    accurate: usize,
    /// Laps that lack a sector.
    without_sectors: usize,
    /// Laps whose three sectors are not their time.
    sectors_differ: usize,
    /// Laps whose time is not what the clock says.
    clock_differs: usize,
    issues: usize,
}

fn read(file: &str) -> Option<ReadRecording> {
    let path =
        shared::shared(file.split('/').next().unwrap()).join(file.split_once('/').unwrap().1);
    let Ok(mut bytes) = std::fs::read(&path) else {
        println!("skipped: al_kamel_real needs {}", path.display());
        return None;
    };
    if file.ends_with(".gz") {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
        bytes = text;
    }
    assert!(al_kamel::looks_like(file, &bytes[..bytes.len().min(1024)]), "{file}");
    Some(al_kamel::read(file, &bytes).unwrap())
}

fn counts(read: &ReadRecording) -> Counts {
    let laps = &read.recording.laps;
    let n = |is: &dyn Fn(&TimedLap) -> bool| laps.iter().filter(|lap| is(lap)).count();
    let differs = |lap: &TimedLap| lap.sector_sum().is_some_and(|sum| Some(sum) != lap.time);
    let clock = |lap: &TimedLap| {
        Some(LapTime::from_micros(lap.ended?.since(lap.began?).as_micros().cast_unsigned()))
    };
    Counts {
        laps: laps.len(),
        cars: read.recording.cars.len(),
        drivers: read.recording.n_drivers(),
        stops: n(&|lap| lap.is_in_lap()),
        accurate: n(&|lap| lap.accurate),
        without_sectors: n(&|lap| lap.sector_sum().is_none()),
        sectors_differ: n(&differs),
        clock_differs: n(&|lap| clock(lap) != lap.time),
        issues: read.issues.len(),
    }
}

#[track_caller]
fn check(file: &str, want: Counts) {
    if let Some(read) = read(file) {
        assert_eq!(counts(&read), want, "{file}");
    }
}

/// The clock differs from no lap time, and sectors from none: laps, cars, drivers, stops, accurate laps,
/// laps without a sector.
fn counted([laps, cars, drivers, stops, accurate, without_sectors]: [usize; 6]) -> Counts {
    Counts { laps, cars, drivers, stops, accurate, without_sectors, ..Counts::default() }
}

#[test]
fn agrees_le_mans() {
    check("wec/le_mans/le_mans_24h_2024.csv", counted([15_593, 62, 185, 1548, 10_008, 2]));
    check("wec/le_mans/le_mans_24h_2021.csv", counted([17_771, 61, 182, 1527, 14_690, 5]));
}

#[test]
fn agrees_rounds_of_wec() {
    check("wec/rounds/bahrain_8h_2024.csv", counted([7486, 36, 105, 288, 6467, 1]));
    check("wec/rounds/fuji_6h_2024.csv.gz", counted([7042, 36, 106, 251, 5798, 0]));
    check("wec/rounds/fuji_6h_2025.csv.gz", counted([6683, 36, 102, 220, 5195, 0]));
    check("wec/rounds/imola_6h_2025.csv.gz", counted([7044, 36, 103, 244, 6058, 5]));
    check("wec/rounds/qatar_1812km_2025.csv.gz", counted([9696, 36, 103, 373, 8104, 1]));
    check("wec/rounds/sao_paulo_6h_2026.csv.gz", counted([8015, 35, 102, 188, 7550, 1]));
    check("wec/rounds/spa_6h_2025.csv", counted([4630, 36, 96, 261, 3615, 0]));
    check("wec/rounds/spa_6h_2026.csv.gz", counted([4831, 35, 102, 207, 3857, 0]));
}

#[test]
fn agrees_formula_e() {
    let attack_mode = 1;
    let want = Counts { issues: attack_mode, ..counted([773, 22, 22, 45, 665, 0]) };
    check("wec/formula_e/R08_tokyo_2025.csv", want);
}

#[test]
fn agrees_imsa() {
    let sebring = |file: &str| format!("imsa/2024/05-sebring-international-raceway/{file}");
    check(&sebring("202403151250-qualifying-laps.csv.gz"), counted([363, 58, 58, 64, 232, 0]));
    check(&sebring("202403160940-race-laps.csv.gz"), counted([16_836, 58, 169, 792, 12_331, 105]));
    let glen = "imsa/2024/12-watkins-glen-international/202406231110-race-laps.csv.gz";
    check(glen, counted([7300, 56, 143, 392, 4633, 1]));
}

#[test]
fn agrees_the_winners_of_le_mans() {
    #[track_caller]
    fn check(file: &str, winner: &str, laps: u16) -> Option<ReadRecording> {
        let read = read(file)?;
        let last = |number: u16| read.recording.laps.iter().filter(move |lap| lap.number == number);
        let first = last(laps).min_by_key(|lap| lap.ended).unwrap();
        assert_eq!((first.car.as_str(), first.place, last(laps + 1).count()), (winner, Some(1), 0));
        Some(read)
    }
    let Some(read) = check("wec/le_mans/le_mans_24h_2024.csv", "50", 311) else { return };
    let end = |car: &str| {
        let lap =
            read.recording.laps.iter().find(|lap| lap.car.as_str() == car && lap.number == 311);
        lap.unwrap().ended.unwrap()
    };
    assert_eq!(end("7").since(end("50")).to_string(), "+14.221");
    check("wec/le_mans/le_mans_24h_2021.csv", "7", 371);
}
