//! Logs of 100 MB: opened, one channel read; all of it read.
//!
//! ```sh
//! cargo bench -p maatstaf-formats --bench loggers
//! ```
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs::File;
use std::hint::black_box;
use std::io;
use std::os::unix::fs::FileExt;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::motec_ld::{self, ReadAt};

#[path = "../tests/support/ld_file.rs"]
mod ld_file;

/// How large the log is, in bytes.
const SIZE: usize = 100_000_000;

/// Two hours of channels at 100 and 20 Hz, as many as it takes.
fn log() -> Vec<u8> {
    let samples = |rate: u16, seed: usize| -> Vec<i16> {
        let n_samples = usize::from(rate) * 7200;
        (0..n_samples).map(|idx| ((idx * 31 + seed * 977) % 4001) as i16 - 2000).collect()
    };
    let mut names = Vec::new();
    let mut size = 0;
    while size < SIZE {
        let rate = if names.len() % 3 == 0 { 20 } else { 100 };
        size += usize::from(rate) * 7200 * 2;
        names.push((format!("Channel {}", names.len()), rate));
    }
    let channels: Vec<ld_file::Channel> = names
        .iter()
        .enumerate()
        .map(|(seed, (name, rate))| ld_file::Channel {
            name,
            unit: "km/h",
            rate: *rate,
            numbers: [0, 1, 1, 1],
            samples: ld_file::Samples::Int16(samples(*rate, seed)),
        })
        .collect();
    ld_file::write(&channels)
}

/// As a shell reads a file in parts.
struct OnDisk(File, u64);

impl ReadAt for OnDisk {
    fn size(&self) -> u64 {
        self.1
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(into, offset)
    }
}

fn one_channel(source: impl ReadAt) -> usize {
    let log = motec_ld::open("log.ld", source).unwrap();
    let channel = log.channels().iter().rev().find(|it| it.rate == 100).unwrap();
    log.read(channel).unwrap().len()
}

fn loggers(c: &mut Criterion) {
    let bytes = log();
    let path = std::env::temp_dir().join(format!("maatstaf-bench-{}.ld", std::process::id()));
    std::fs::write(&path, &bytes).unwrap();
    let mut group = c.benchmark_group("MoTeC log of 100 MB");
    group.sample_size(20);
    group.bench_function("opened and one channel read, in memory", |bench| {
        bench.iter(|| one_channel(black_box(&bytes[..])));
    });
    group.bench_function("opened and one channel read, from disk", |bench| {
        bench.iter(|| one_channel(OnDisk(File::open(&path).unwrap(), bytes.len() as u64)));
    });
    group.sample_size(10);
    group.bench_function("read as a recording", |bench| {
        bench.iter(|| motec_ld::read("log.ld", black_box(&bytes), &LogOptions::default()).unwrap());
    });
    group.finish();
    std::fs::remove_file(&path).unwrap();
}

criterion_group!(benches, loggers);
criterion_main!(benches);
