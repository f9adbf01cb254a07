//! Exports of MoTeC i2.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::motec_csv;

fuzz_target!(|bytes: &[u8]| {
    let _ = motec_csv::looks_like("log.csv", bytes);
    maatstaf_fuzz::holds(bytes.len(), 1, motec_csv::read("log.csv", bytes, &LogOptions::default()));
});
