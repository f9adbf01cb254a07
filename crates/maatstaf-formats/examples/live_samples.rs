//! Reads `CarData.z.jsonStream` and `Position.z.jsonStream` of a folder and says what is in them;
//! with `--make` writes them first, from a made-up session of two hours. For measuring memory:
//!
//! ```text
//! cargo run --release -p maatstaf-formats --example live_samples -- FOLDER --make
//! /usr/bin/time -v target/release/examples/live_samples FOLDER
//! ```
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "an example is a shell")]

use std::path::Path;

use maatstaf_formats::live_timing::{PackedStream, read_packed_pages};

#[path = "../../../fixtures/live_streams.rs"]
mod live_streams;

const NAMES: [(PackedStream, &str); 2] = [
    (PackedStream::CarData, "CarData.z.jsonStream"),
    (PackedStream::Position, "Position.z.jsonStream"),
];

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| ".".to_owned());
    if args.next().as_deref() == Some("--make") {
        make(Path::new(&folder));
        return;
    }
    let bytes = NAMES.map(|(_, name)| std::fs::read(Path::new(&folder).join(name)).unwrap());
    let pages: Vec<_> = NAMES
        .iter()
        .zip(&bytes)
        .map(|((stream, name), bytes)| (*stream, *name, &bytes[..]))
        .collect();
    let (read, issues) = read_packed_pages(&pages, None);
    let n_samples = |name: &str| -> usize {
        read.samples.iter().filter(|it| it.stream() == name).map(|it| it.times().len()).sum()
    };
    let wire: usize = bytes.iter().map(Vec::len).sum();
    println!("{wire} bytes: {} + {} samples", n_samples("car"), n_samples("position"));
    issues.iter().for_each(|issue| println!("{issue}"));
}

fn make(folder: &Path) {
    let pages = live_streams::pages(7200);
    for ((_, name), bytes) in NAMES.iter().zip([&pages.car_data, &pages.position]) {
        std::fs::write(folder.join(name), bytes).unwrap();
        println!("{name}: {} bytes", bytes.len());
    }
    println!("{} + {} samples", pages.n_car_samples, pages.n_position_samples);
}
