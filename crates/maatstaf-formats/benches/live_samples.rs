//! How long the packed streams of a two-hour session with twenty cars take.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench is a shell")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_core::CarNumber;
use maatstaf_formats::live_timing::{PackedStream, read_packed_pages};

#[path = "../../../fixtures/live_streams.rs"]
mod live_streams;

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = packed_streams
}
criterion_main!(benches);

fn packed_streams(bench: &mut Criterion) {
    let pages = live_streams::pages(7200);
    println!("{} + {} samples", pages.n_car_samples, pages.n_position_samples);
    let two = [
        (PackedStream::CarData, "CarData.z.jsonStream", &pages.car_data[..]),
        (PackedStream::Position, "Position.z.jsonStream", &pages.position[..]),
    ];
    bench.bench_function("car data and positions of two hours, twenty cars", |bench| {
        bench.iter(|| read_packed_pages(black_box(&two), None));
    });
    let two_cars = ["1", "11"].map(CarNumber::new);
    bench.bench_function("the same, of two cars alone", |bench| {
        bench.iter(|| read_packed_pages(black_box(&two), Some(&two_cars)));
    });
}
