//! Files of TracingInsights: files between `\x1d`, each a name, `\x1e` and its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::tracing_insights;

fuzz_target!(|bytes: &[u8]| {
    let _ = tracing_insights::looks_like("VER/laptimes.json", bytes);
    let files = maatstaf_fuzz::files(bytes, "VER/laptimes.json");
    maatstaf_fuzz::holds(bytes.len(), 1, tracing_insights::read(&files));
});
