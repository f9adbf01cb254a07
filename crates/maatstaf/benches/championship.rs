//! How long a championship takes: every table since 1950, one season's settled places,
//! reading every season, and a briefing.
//!
//! F1DB is looked for at `$MAATSTAF_F1DB`, at `$MAATSTAF_SHARED/f1db`, and beside the
//! workspace; what needs it is skipped without it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench is a shell")]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf::core::{Almanac, DriverId, Title};
use maatstaf::facts;
use maatstaf::formats::f1db::{self, FILES, Files, Options};
use maatstaf::season::{
    Drops, Reading, Record, champions, chronicle, marks, scoresheet, settlements, standings_at,
    systems,
};

criterion_group!(
    benches,
    every_table,
    settled_places,
    every_record,
    what_if_all,
    reading,
    the_briefing
);
criterion_main!(benches);

fn every_table(bench: &mut Criterion) {
    let name = "every table since 1950, both titles";
    let Some(files) = files() else { return skipped(name) };
    let almanac = f1db::read(&files, &Options::default()).unwrap().almanac;
    bench.bench_function(name, |bench| bench.iter(|| n_lines(black_box(&almanac))));
}

/// Recomputes the standings after every session, and counts their lines.
fn n_lines(almanac: &Almanac) -> usize {
    let rules = facts::f1_rules();
    let mut n_lines = 0;
    for (year, season) in &almanac.seasons {
        for title in [Title::Drivers, Title::Constructors] {
            let Ok(sheet) = scoresheet(season, &rules[year], title) else { continue };
            n_lines += sheet.held().map(|at| standings_at(&sheet, at).rows.len()).sum::<usize>();
        }
    }
    n_lines
}

fn settled_places(bench: &mut Criterion) {
    let (almanac, rules) = (facts::seasons(), &facts::f1_rules()[&2023]);
    let sheet = scoresheet(&almanac.seasons[&2023], rules, Title::Drivers).unwrap();
    bench.bench_function("settled places of 2023", |bench| {
        bench.iter(|| settlements(black_box(&sheet), &[]));
    });
}

fn every_record(bench: &mut Criterion) {
    let name = "every record of every season";
    let Some(files) = files() else { return skipped(name) };
    let almanac = f1db::read(&files, &Options::default()).unwrap().almanac;
    bench.bench_function(name, |bench| bench.iter(|| n_marks(black_box(&almanac))));
}

/// Reads every season, ranks every record in both readings, and counts the marks.
fn n_marks(almanac: &Almanac) -> usize {
    let chronicle = chronicle(almanac, facts::f1_rules(), ..);
    let both = |record| [(record, Reading::Absolute), (record, Reading::Relative)];
    let asked = Record::ALL.into_iter().flat_map(both);
    asked.map(|(record, reading)| marks(&chronicle, record, reading).len()).sum()
}

fn what_if_all(bench: &mut Criterion) {
    let name = "what-if all: every season under every system, both titles";
    let Some(files) = files() else { return skipped(name) };
    let almanac = f1db::read(&files, &Options::default()).unwrap().almanac;
    bench.bench_function(name, |bench| bench.iter(|| n_other_champions(black_box(&almanac))));
}

/// Counts every season under every system.
fn n_other_champions(almanac: &Almanac) -> usize {
    let (rules, drops) = (facts::f1_rules(), Drops::AsWritten);
    let mut n_others = 0;
    for title in [Title::Drivers, Title::Constructors] {
        let systems = systems(rules.values(), title, drops);
        for (year, season) in &almanac.seasons {
            let all = champions(season, &rules[year], &systems, title, drops);
            n_others += all.map_or(0, |all| all.others.len());
        }
    }
    n_others
}

fn reading(bench: &mut Criterion) {
    let name = "reading every season, official tables too";
    let Some(files) = files() else { return skipped(name) };
    let options = Options { official: true, ..Options::default() };
    let mut group = bench.benchmark_group("f1db");
    group.sample_size(10);
    group.bench_function(name, |bench| {
        bench.iter(|| f1db::read(black_box(&files), &options).unwrap());
    });
    group.finish();
}

fn the_briefing(bench: &mut Criterion) {
    let (almanac, rules) = (facts::seasons(), &facts::f1_rules()[&2023]);
    let season = &almanac.seasons[&2023];
    let [driver, reference] = ["sergio-perez", "max-verstappen"].map(DriverId::new);
    bench.bench_function("briefing of 2023", |bench| {
        bench.iter(|| {
            maatstaf::briefing(black_box(almanac), rules, season, &driver, &reference).unwrap()
        });
    });
}

fn skipped(name: &str) {
    println!("skipped: {name}: no F1DB at {}", folder().display());
}

#[path = "../../../fixtures/shared.rs"]
mod shared;

fn folder() -> PathBuf {
    let named = std::env::var_os("MAATSTAF_F1DB").map(PathBuf::from);
    named.unwrap_or_else(|| shared::shared("f1db"))
}

fn files() -> Option<Files> {
    let folder = folder();
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let files: Files =
        FILES.iter().filter_map(|it| Some((it.name.to_owned(), read(it.name)?))).collect();
    (!files.is_empty()).then_some(files)
}
