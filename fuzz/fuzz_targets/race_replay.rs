//! Whole races as replays.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::race_replay;

fuzz_target!(|bytes: &[u8]| {
    let _ = race_replay::looks_like("telemetry_full_race.json", bytes);
    maatstaf_fuzz::holds(bytes.len(), 1, race_replay::read("telemetry_full_race.json", bytes));
});
