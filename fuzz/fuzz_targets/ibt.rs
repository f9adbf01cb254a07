//! The telemetry of iRacing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::ibt;
use maatstaf_formats::logger::LogOptions;

fuzz_target!(|bytes: &[u8]| {
    let _ = ibt::looks_like("log.ibt", bytes);
    maatstaf_fuzz::holds(bytes.len(), 8, ibt::read("log.ibt", bytes, &LogOptions::default()));
});
