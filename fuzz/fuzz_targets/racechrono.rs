//! Exports of RaceChrono.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::racechrono;

fuzz_target!(|bytes: &[u8]| {
    let _ = racechrono::looks_like("log.csv", bytes);
    maatstaf_fuzz::holds(
        bytes.len(),
        1,
        racechrono::read("log.csv", bytes, &LogOptions::default()),
    );
});
