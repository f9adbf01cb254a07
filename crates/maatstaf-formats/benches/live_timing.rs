//! The laps of the recording of qualifying at Imola in 2024, where it is at hand: 9,991 messages,
//! 2.3 MB, in memory and decompressed.
//!
//! ```sh
//! cargo bench -p maatstaf-formats --bench live_timing
//! ```
#![allow(missing_docs, clippy::disallowed_methods)]

use std::hint::black_box;
use std::io::Read;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_formats::live_timing::{Selection, Topic, read_recording};

#[path = "../../../fixtures/shared.rs"]
mod shared;

fn recording() -> Option<[Vec<u8>; 2]> {
    let folder = shared::shared("f1-live-timing").join("recordings/2024_Imola_Qualifying");
    let before = std::fs::read(folder.join("subscribe.txt")).ok()?;
    let packed = std::fs::read(folder.join("live.txt.gz")).ok()?;
    let mut live = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut live).ok()?;
    Some([before, live])
}

fn live_timing(criterion: &mut Criterion) {
    let Some([before, live]) = recording() else {
        println!("skipped: the recording of Imola 2024 is not at hand");
        return;
    };
    let files = [("subscribe.txt", &before[..]), ("live.txt", &live[..])];
    let all = Selection::default();
    let one = Selection { drivers: vec!["VER".to_owned()], ..Selection::default() };
    let weather = Selection { topics: vec![Topic::WeatherData], ..Selection::default() };
    for (name, selection) in [("all", all), ("one driver", one), ("weather", weather)] {
        criterion.bench_function(&format!("live timing of Imola: {name}"), |bencher| {
            bencher.iter(|| read_recording(black_box(&files), &selection));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = live_timing
}
criterion_main!(benches);
