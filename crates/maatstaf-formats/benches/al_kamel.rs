//! A lap chart of 20,000 laps, as long as one of Le Mans, made by ourselves in the format.
//!
//! ```sh
//! cargo bench -p maatstaf-formats --bench al_kamel
//! ```
#![allow(missing_docs)]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_core::{ClockTime, LapTime};
use maatstaf_formats::al_kamel;

const HEAD: &str = "\u{feff}NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; \
    CROSSING_FINISH_LINE_IN_PIT; S1; S1_IMPROVEMENT; S2; S2_IMPROVEMENT; S3; S3_IMPROVEMENT; KPH; ELAPSED; \
    HOUR;S1_LARGE;S2_LARGE;S3_LARGE;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;GROUP;TEAM;MANUFACTURER;FLAG_AT_FL;\
    S1_SECONDS;S2_SECONDS;S3_SECONDS;\r\n";

const DRIVERS: [&str; 3] = ["Ann BOLT", "Bea COIL", "Cy DAMPER"];

/// 62 cars of 322 or 323 laps, a stop every eleven laps, twenty minutes of yellow every four hours.
fn lap_chart() -> String {
    let mut text = HEAD.to_owned();
    for car in 0..62_u64 {
        let mut ended = 0;
        for lap in 1..=(if car < 36 { 323 } else { 322 }) {
            ended = row(&mut text, car, lap, ended);
        }
    }
    text
}

/// One lap; when it ended, in milliseconds.
fn row(text: &mut String, car: u64, lap: u64, began: u64) -> u64 {
    let sectors = [
        44_000 + 97 * (lap * 7 + car) % 4_000,
        86_000 + 31 * (lap + car) % 3_000,
        101_000 + 13 * lap % 900,
    ];
    let time: u64 = sectors.iter().sum();
    let ended = began + time;
    let clock = |millis: u64| LapTime::from_millis(millis).to_string();
    let [first, second, third] = sectors.map(clock);
    let in_pit = if lap.is_multiple_of(11) { "B" } else { "" };
    let pit_time = if lap % 11 == 1 && lap > 1 { "0:01:12.345" } else { "" };
    let flag = if ended % 14_400_000 < 1_200_000 { "FCY" } else { "GF" };
    let driver = lap as usize / 33 % 3;
    let hour = LapTime::from_millis((57_626_602 + ended) % 86_400_000);
    let elapsed = ClockTime::from_millis(ended);
    writeln!(
        text,
        "{car};{};{lap};{};0;{in_pit};{first};0;{second};0;{third};0;208.1;{elapsed};{hour};{first};{second};{third};\
         316.3;{};{pit_time};HYPERCAR;H;Team Number {car};Make;{flag};{};{};{};\r",
        driver + 1,
        clock(time),
        DRIVERS[driver],
        sectors[0] as f64 / 1e3,
        sectors[1] as f64 / 1e3,
        sectors[2] as f64 / 1e3,
    )
    .expect("a text takes all that is written");
    ended
}

fn lap_charts(c: &mut Criterion) {
    let text = lap_chart();
    let read = al_kamel::read("le_mans_24h_2030.csv", text.as_bytes()).expect("a lap chart");
    assert_eq!(
        (read.recording.laps.len(), read.issues.len()),
        (20_000, 0),
        "{:?}",
        read.issues.first()
    );
    let mut group = c.benchmark_group("al_kamel");
    group.sample_size(30);
    group.bench_function("20,000 laps of Le Mans", |bench| {
        bench.iter(|| al_kamel::read("le_mans_24h_2030.csv", black_box(text.as_bytes())));
    });
    group.finish();
}

criterion_group!(benches, lap_charts);
criterion_main!(benches);
