//! `CarData.z`: what the cars send of themselves, about four times a second.

use maatstaf_core::{Channel, SampleChannel};

use super::samples::Stream;
use crate::json_scan::{Malformed, Scanner};

/// The channels of a sample, with their codes in the feed.
const CODES: [(&[u8], Option<Channel>); 6] = [
    (b"0", Some(Channel::EngineSpeed)),
    (b"2", Some(Channel::Speed)),
    (b"3", Some(Channel::Gear)),
    (b"4", Some(Channel::Throttle)),
    (b"5", Some(Channel::Brake)),
    (b"45", None),
];
/// A sample without one of these is none. The last channel, the flap, is gone from 2026 on.
const N_NEEDED: usize = 5;

pub(super) const STREAM: Stream<6> = Stream {
    topic: "CarData.z",
    name: "car",
    list: b"Entries",
    time: b"Utc",
    cars: b"Cars",
    sample,
    channels,
};

fn channels() -> [SampleChannel; 6] {
    CODES.map(|(_, known)| match known {
        Some(channel) => SampleChannel::of(channel),
        None => SampleChannel::unknown("DRS", ""),
    })
}

/// `{"Channels":{"0":6553,"2":91,"3":3,"4":5,"5":0,"45":0}}`
fn sample(scan: &mut Scanner<'_>) -> Result<Option<[f32; 6]>, Malformed> {
    let mut values = [f32::NAN; 6];
    scan.members(|scan, key| match key {
        b"Channels" => scan.members(|scan, code| {
            match CODES.iter().position(|(known, _)| *known == code) {
                Some(idx) => values[idx] = scan.number()?,
                None => scan.skip()?,
            }
            Ok(())
        }),
        _ => scan.skip(),
    })?;
    let is_whole = !values[..N_NEEDED].iter().any(|value| value.is_nan());
    Ok(is_whole.then(|| in_si(values)))
}

/// Throttle and brake above 100 % mean that they are not known: the feed sends 104.
fn in_si([turns, speed, gear, throttle, brake, flap]: [f32; 6]) -> [f32; 6] {
    const TURN_PER_MINUTE: f32 = std::f32::consts::TAU / 60.0;
    const KMH: f32 = 3.6;
    let part = |percent: f32| match (0.0..=100.0).contains(&percent) {
        true => percent / 100.0,
        false => f32::NAN,
    };
    [turns * TURN_PER_MINUTE, speed / KMH, gear, part(throttle), part(brake), flap]
}
