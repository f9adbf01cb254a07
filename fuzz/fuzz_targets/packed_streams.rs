//! Car data and positions, a record a line, packed or not; an odd first byte says positions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_core::{ClockTime, Recording};
use maatstaf_formats::live_timing::{PackedStream, PackedStreams};
use maatstaf_formats::recordings::{IssueList, ReadRecording};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let stream = if first % 2 == 0 { PackedStream::CarData } else { PackedStream::Position };
    let mut issues = IssueList::of("CarData.z.jsonStream");
    let mut streams = PackedStreams::new(None);
    for (line, record) in (1..).zip(rest.split(|byte| *byte == b'\n')) {
        let stamp = Some(ClockTime::from_millis(line * 1000)).filter(|_| first % 4 < 2);
        streams.add(stream, line, stamp, record, &mut issues);
    }
    let samples = streams.finish(None, &mut issues).samples;
    let recording = Recording { samples, ..Recording::default() };
    let read = ReadRecording { recording, issues: issues.finish() };
    maatstaf_fuzz::holds(bytes.len(), maatstaf_fuzz::PACKED, Ok(read));
});
