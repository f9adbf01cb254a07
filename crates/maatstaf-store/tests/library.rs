//! What goes into the library comes out of it, and damage never passes for data.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;

use common::{Home, now, real, small};
use maatstaf_formats::f1db::{self, Files, Options, ReadAlmanac};
use maatstaf_store::{Error, F1DB, Provenance};
use proptest::prelude::*;

/// Some files and the library of them give the same answers.
#[track_caller]
fn check_the_same(home: &Home, files: &Files, options: &Options) {
    let want = f1db::read(files, options).unwrap();
    let held = home.0.almanac(options.years.clone(), options.official).unwrap().unwrap();
    let got = ReadAlmanac { almanac: held.almanac, issues: held.issues };
    assert!(got.almanac == want.almanac, "{options:?}: the almanacs differ");
    if options.years.is_none() && options.official {
        assert_eq!(got.issues, want.issues);
    }
}

fn check_every_question(home: &Home, files: &Files, year: u16) {
    for years in [None, Some(year..=year), Some(year..=year + 1), Some(1900..=1901)] {
        for official in [true, false] {
            check_the_same(home, files, &Options { years: years.clone(), official });
        }
    }
}

#[test]
fn law_a_small_release_reads_back_exactly() {
    let home = Home::new("small");
    let files = small(3, 1);
    home.import(&files);
    check_every_question(&home, &files, 2021);
}

#[test]
fn law_issues_read_back_exactly() {
    let home = Home::new("issues");
    let mut files = small(2, 1);
    files.remove("f1db-countries.csv");
    let results = files.get_mut("f1db-races-race-results.csv").unwrap();
    results.extend_from_slice(b"2,first,1,9,ann,lotus,climax,1,,,false,\n");
    results.extend_from_slice(b"2,1,1,9,dora,tyrrell,climax,1,,,false,\n");
    let imported = home.import(&files);
    assert_eq!((imported.issues.len(), imported.dataset.n_issues), (4, 4));
    check_the_same(&home, &files, &Options { official: true, ..Options::default() });
}

#[test]
fn law_f1db_reads_back_exactly() {
    let Some(files) = real("law_f1db_reads_back_exactly") else { return };
    let home = Home::new("real");
    let dataset = home.import(&files).dataset;
    assert_eq!(dataset.years(), (1950..=2026).collect::<Vec<_>>());
    // f1db_real.rs of maatstaf-formats counts the same rows from the CSV
    let rows = dataset.rows_by_table();
    assert!(rows.contains(&("rounds", 1172)) && rows.contains(&("results", 27_533 + 568)));
    check_the_same(&home, &files, &Options { years: None, official: true });
    check_the_same(&home, &files, &Options { years: Some(1988..=1990), official: false });
}

#[test]
fn law_the_same_input_and_clock_give_the_same_bytes() {
    let (one, other) = (Home::new("one"), Home::new("other"));
    one.import(&small(2, 1));
    other.import(&small(1, 9));
    other.import(&small(2, 1));
    assert_eq!(one.files(), other.files());
}

#[test]
fn exact_an_import_that_is_there_is_left_alone() {
    let home = Home::new("again");
    assert!(!home.import(&small(2, 1)).already_there);
    let before = home.files();
    let later = now() + std::time::Duration::from_secs(99);
    let mut writer = home.0.writer(|| {}).unwrap();
    let again = writer.import_f1db(&small(2, 1), &Provenance::default(), later).unwrap();
    assert!(again.already_there);
    assert_eq!(again.dataset.imported_at, "2023-11-14T22:13:20Z");
    assert_eq!(home.files(), before);
}

#[test]
fn exact_a_damaged_import_is_written_anew() {
    let home = Home::new("anew");
    let dataset = home.import(&small(2, 1)).dataset;
    fs::remove_file(home.0.folder(&dataset).join("results/2020.parquet")).unwrap();
    assert!(!home.import(&small(2, 1)).already_there);
    assert_eq!(home.0.verify().unwrap().damage, []);
    fs::write(home.0.home().join("catalogue.json"), "{}").unwrap();
    assert!(!home.import(&small(2, 1)).already_there);
    let found = home.0.verify().unwrap();
    assert_eq!((found.damage.len(), found.leftovers.len()), (0, 0));
    check_every_question(&home, &small(2, 1), 2020);
}

#[test]
fn exact_missing_and_extra_files_are_damage() {
    let home = Home::new("missing");
    let dataset = home.import(&small(1, 1)).dataset;
    let folder = home.0.folder(&dataset);
    fs::write(folder.join("results/mine.parquet"), "").unwrap();
    fs::remove_file(folder.join("drivers.parquet")).unwrap();
    let damage = home.0.verify().unwrap().damage;
    let said: Vec<_> = damage.iter().map(ToString::to_string).collect();
    assert!(said[0].ends_with("drivers.parquet is gone"), "{said:?}");
    assert!(said[1].ends_with("mine.parquet was not written by us"), "{said:?}");
    let error = home.0.almanac(None, true).unwrap_err();
    assert!(error.is_missing_data() && error.to_string().contains("data import f1db"), "{error}");
}

#[test]
fn exact_what_cannot_be_imported_changes_nothing() {
    let home = Home::new("refused");
    home.import(&small(1, 1));
    let before = home.files();
    let mut no_races = small(1, 1);
    no_races.insert(
        "f1db-races.csv".into(),
        no_races["f1db-races.csv"].split(|it| *it == b'\n').next().unwrap().into(),
    );
    for files in [Files::new(), no_races] {
        let mut writer = home.0.writer(|| {}).unwrap();
        let refused = writer.import_f1db(&files, &Provenance::default(), now()).unwrap_err();
        assert!(refused.is_input() || refused.is_missing_data(), "{refused}");
    }
    assert_eq!(home.files(), before);
}

#[test]
fn exact_removing_leaves_an_empty_library() {
    let home = Home::new("remove");
    home.import(&small(1, 1));
    home.0.writer(|| {}).unwrap().remove(F1DB).unwrap();
    let names: Vec<_> = home.files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["catalogue.json", "lock"]);
    assert_eq!(home.0.almanac(None, true).unwrap(), None);
    let again = home.0.writer(|| {}).unwrap().remove(F1DB).unwrap_err();
    assert!(again.is_missing_data(), "{again}");
}

#[test]
fn exact_what_a_killed_writer_left_is_told_and_taken_away() {
    let home = Home::new("left");
    home.import(&small(1, 1));
    let kept = home.0.home().join("f1db/notes");
    for folder in ["f1db/.new/results", "f1db/0123456789ab", "f1db/0123456789ab-2", "f1db/notes"] {
        fs::create_dir_all(home.0.home().join(folder)).unwrap();
    }
    fs::write(home.0.home().join("catalogue.json.new"), "{").unwrap();
    let found = home.0.verify().unwrap();
    assert_eq!((found.damage.len(), found.leftovers.len()), (0, 4));
    home.import(&small(1, 2));
    assert_eq!(home.0.verify().unwrap().leftovers, Vec::<std::path::PathBuf>::new());
    assert!(kept.exists(), "a folder that is not ours stays");
}

#[test]
fn exact_a_catalogue_of_a_newer_program_is_left_alone() {
    let home = Home::new("newer");
    home.import(&small(1, 1));
    // the layout raised to 9, and the checksum of the text before it with it
    let path = home.0.home().join("catalogue.json");
    let text = fs::read_to_string(&path).unwrap().replace("\"format\": 1,", "\"format\": 9,");
    let body = text.split(",\n  \"checksum\"").next().unwrap();
    let sum = maatstaf_store::catalogue::sha256(body.as_bytes());
    fs::write(&path, format!("{body},\n  \"checksum\": \"{sum}\"\n}}\n")).unwrap();
    assert!(matches!(home.0.almanac(None, false), Err(Error::Newer { format: 9, .. })));
    let mut writer = home.0.writer(|| {}).unwrap();
    let refused = writer.import_f1db(&small(1, 1), &Provenance::default(), now());
    assert!(matches!(refused, Err(Error::Newer { .. })));
}

#[test]
fn law_readers_never_see_half_an_import() {
    let home = Home::new("readers");
    let releases = [small(1, 1), small(2, 2)];
    let want = releases.each_ref().map(|files| {
        let options = Options { official: true, ..Options::default() };
        f1db::read(files, &options).unwrap().almanac
    });
    home.import(&releases[0]);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for idx in 1..40 {
                home.import(&releases[idx % 2]);
            }
        });
        let mut reads = 0;
        while !writing.is_finished() || reads == 0 {
            let almanac = home.0.almanac(None, true).unwrap().unwrap().almanac;
            assert!(want.contains(&almanac));
            reads += 1;
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn law_every_flipped_byte_is_found(
        file: prop::sample::Index,
        byte: prop::sample::Index,
        mask in 1..=u8::MAX,
    ) {
        let home = Home::new("flipped");
        home.import(&small(2, 1));
        let files: Vec<_> = home.files().into_iter().filter(|(_, it)| !it.is_empty()).collect();
        let (name, mut bytes) = files[file.index(files.len())].clone();
        let at = byte.index(bytes.len());
        bytes[at] ^= mask;
        fs::write(home.0.home().join(&name), bytes).unwrap();
        let damage = home.0.verify().unwrap().damage;
        prop_assert_eq!(damage.len(), 1);
        prop_assert!(damage[0].path.ends_with(&name), "{:?} is not {}", damage, name);
        let read = home.0.almanac(None, true);
        prop_assert!(read.is_err_and(|error| error.to_string().contains(&name)));
    }
}

#[test]
fn agrees_the_page_describes_every_column() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/library.md"));
    let described = maatstaf_store::described();
    assert!(page.unwrap().ends_with(&described), "docs/library.md should end with:\n{described}");
}
