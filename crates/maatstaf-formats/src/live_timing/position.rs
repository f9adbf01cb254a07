//! `Position.z`: where the cars are, about four times a second, not at the moments of `CarData.z`.

use maatstaf_core::{Channel, SampleChannel};

use super::samples::Stream;
use crate::json_scan::{Malformed, Scanner};

pub(super) const STREAM: Stream<4> = Stream {
    topic: "Position.z",
    name: "position",
    list: b"Position",
    time: b"Timestamp",
    cars: b"Entries",
    sample,
    channels,
};

fn channels() -> [SampleChannel; 4] {
    let [east, north, up] = [Channel::East, Channel::North, Channel::Up].map(SampleChannel::of);
    [east, north, up, SampleChannel::unknown("on track", "")]
}

/// `{"Status":"OnTrack","X":-1145,"Y":-4818,"Z":1060}`
fn sample(scan: &mut Scanner<'_>) -> Result<Option<[f32; 4]>, Malformed> {
    let mut values = [f32::NAN; 4];
    scan.members(|scan, key| {
        match key {
            b"X" => values[0] = scan.number()?,
            b"Y" => values[1] = scan.number()?,
            b"Z" => values[2] = scan.number()?,
            b"Status" => values[3] = on_track(scan.text()?),
            _ => scan.skip()?,
        }
        Ok(())
    })?;
    let is_whole = !values[..3].iter().any(|value| value.is_nan());
    Ok(is_whole.then(|| in_si(values)))
}

/// From tenths of a metre. Three zeros are what the feed sends before a car has been found.
fn in_si([east, north, up, on_track]: [f32; 4]) -> [f32; 4] {
    let place = match [east, north, up] {
        [0.0, 0.0, 0.0] => [f32::NAN; 3],
        tenths => tenths.map(|tenths| tenths / 10.0),
    };
    [place[0], place[1], place[2], on_track]
}

/// 1 on the track and 0 off it; the older feed sends digits, 0 for the track.
fn on_track(status: Option<&[u8]>) -> f32 {
    match status {
        Some(b"OnTrack" | b"0") => 1.0,
        Some(b"OffTrack") => 0.0,
        Some(digits) if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => 0.0,
        _ => f32::NAN,
    }
}
