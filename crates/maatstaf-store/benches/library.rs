//! The library: a whole release in, one season out, all seasons out.
//!
//! F1DB is looked for as the tests do; without it nothing is measured, and said so.
//!
//! ```sh
//! cargo bench -p maatstaf-store --bench library
//! ```
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::SystemTime;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_formats::f1db::{self, Options};
use maatstaf_store::{F1DB, Library, Provenance, release};

#[path = "../../../fixtures/shared.rs"]
mod shared;

fn library(c: &mut Criterion) {
    let folder = shared::shared("f1db");
    let Ok(files) = release::open(&folder) else {
        println!("skipped: library needs F1DB at {}", folder.display());
        return;
    };
    let home: PathBuf = std::env::temp_dir().join(format!("maatstaf-bench-{}", std::process::id()));
    let library = Library::at(&home);
    let mut group = c.benchmark_group("library");
    group.sample_size(20);
    let import = || {
        let mut writer = library.writer(|| {}).unwrap();
        let _ = writer.remove(F1DB);
        writer.import_f1db(&files, &Provenance::default(), SystemTime::UNIX_EPOCH).unwrap()
    };
    import();
    group.bench_function("import every season", |bench| bench.iter(import));
    let read = |years, official| library.almanac(years, official).unwrap().unwrap();
    group.bench_function("read one season", |bench| {
        bench.iter(|| read(black_box(Some(1988..=1988)), false));
    });
    group.bench_function("read every season with official tables", |bench| {
        bench.iter(|| read(black_box(None), true));
    });
    group.bench_function("the same from CSV in memory", |bench| {
        let options = Options { official: true, ..Options::default() };
        bench.iter(|| f1db::read(black_box(&files), &options).unwrap());
    });
    group.bench_function("verify every byte", |bench| bench.iter(|| library.verify().unwrap()));
    group.finish();
    std::fs::remove_dir_all(&home).unwrap();
}

criterion_group!(benches, library);
criterion_main!(benches);
