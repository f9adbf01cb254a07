//! The `Beacon` channel of MoTeC's own loggers.
//!
//! A beacon that is passed writes four words one after the other, each for a sample or two; the two
//! highest bits of a word say which it is.
//!
//! | bits | the others |
//! | --- | --- |
//! | 11 | the clock of the receiver in ms, its lowest 14 bits |
//! | 10 | the same clock, the next 14 bits |
//! | 01 | when the beacon was passed, in ms of a second of the log |
//! | 00 | which beacon it was |
//!
//! Worked out from a log of an ADL: the second of the log and the clock of the receiver tell the
//! same differences to the millisecond for every beacon of it.

use maatstaf_core::ClockTime;

/// A beacon that was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beacon {
    pub at: ClockTime,
    pub code: u16,
}

/// The beacons of a channel of raw words, one sample `step` microseconds behind the other.
pub(super) fn beacons(words: &[u16], step: u64) -> Vec<Beacon> {
    let mut runs: Vec<(usize, u16)> = Vec::new();
    for (idx, &word) in words.iter().enumerate() {
        if runs.last().is_none_or(|(_, last)| *last != word) {
            runs.push((idx, word));
        }
    }
    runs.windows(4).filter_map(|run| beacon(run, step)).collect()
}

fn beacon(run: &[(usize, u16)], step: u64) -> Option<Beacon> {
    const LOW: u16 = 0x3fff;
    let &[(first, low), (_, high), (_, millis), (_, code)] = run else { return None };
    let in_order = [low, high, millis, code].map(|word| word >> 14) == [3, 2, 1, 0];
    let millis = u64::from(millis & LOW);
    if !in_order || millis >= 1000 {
        return None;
    }
    // The last time that the log showed these milliseconds before the word stood there.
    let written = first as u64 * step;
    let seconds = written.checked_sub(millis * 1000)? / 1_000_000;
    Some(Beacon { at: ClockTime::from_micros(seconds * 1_000_000 + millis * 1000), code })
}
