//! F1 live timing: the streams that the public feed sends.

mod car_data;
mod columns;
mod packed;
mod position;
mod samples;
mod scan;

pub use samples::{PackedSamples, PackedStream, PackedStreams, read_packed_pages};

#[cfg(test)]
#[path = "../../../fixtures/live_streams.rs"]
mod live_streams;
