//! Plain tables: the first line is the mapping, empty for none, the rest the table.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::mapped_csv::{self, Mapping};

fuzz_target!(|bytes: &[u8]| {
    let _ = mapped_csv::looks_like("log.csv", bytes);
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, table) = bytes.split_at(end);
    let mapping: Option<Mapping> =
        std::str::from_utf8(line).ok().and_then(|line| line.parse().ok());
    let table = table.get(1..).unwrap_or_default();
    let read = mapped_csv::read("log.csv", table, mapping.as_ref(), &LogOptions::default());
    maatstaf_fuzz::holds(bytes.len(), 8, read);
});
