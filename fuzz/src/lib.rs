//! What holds for every recording, whatever the bytes were.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use maatstaf_core::{ClockTime, Recording, Samples, TimedLap};
use maatstaf_formats::recordings::{Error, ReadRecording};

/// How many files a session is made of at most, here.
const MOST_FILES: usize = 16;

/// Of all files: the limit of each list, and the line that counts the rest.
const MOST_ISSUES: usize = MOST_FILES * 501;

/// How many samples a byte of a packed stream may become: it unpacks to a thousand bytes at most, and a sample
/// of six channels takes ten.
pub const PACKED: usize = 1000;

/// The files in some bytes: between `\x1d`, each a name, `\x1e` and its content; without a name, `name`.
pub fn files<'a>(bytes: &'a [u8], name: &'a str) -> Vec<(&'a str, &'a [u8])> {
    let file = |bytes: &'a [u8]| {
        let named = bytes.iter().position(|byte| *byte == 0x1e);
        let split =
            named.and_then(|at| Some((std::str::from_utf8(&bytes[..at]).ok()?, &bytes[at + 1..])));
        split.unwrap_or((name, bytes))
    };
    bytes.splitn(MOST_FILES, |byte| *byte == 0x1d).map(file).collect()
}

/// Checks what a reader made of `input` bytes. Packed formats grow: `growth` is how many laps, samples
/// and messages a byte may become at most.
///
/// # Panics
///
/// When something does not hold.
pub fn holds(input: usize, growth: usize, read: Result<ReadRecording, Error>) {
    let Ok(ReadRecording { recording, issues }) = read else { return };
    assert!(issues.len() <= MOST_ISSUES, "{} issues", issues.len());
    assert!(issues.iter().all(|issue| !issue.reason.is_empty() && !issue.reason.contains('\n')));
    laps(&recording);
    happenings(&recording);
    recording.samples.iter().for_each(samples);
    let most = (input + 64) * growth;
    assert!(size(&recording) <= most, "{} things of {input} bytes", size(&recording));
}

/// Laps stand by car, then by number, each once; a lap does not end before it begins.
fn laps(recording: &Recording) {
    let cars: BTreeMap<_, _> =
        recording.cars.iter().enumerate().map(|(idx, car)| (&car.car, idx)).collect();
    assert_eq!(cars.len(), recording.cars.len(), "a car stands twice");
    let place = |lap: &TimedLap| {
        (cars.get(&lap.car).copied().unwrap_or(usize::MAX), lap.car.clone(), lap.number)
    };
    for pair in recording.laps.windows(2) {
        assert!(
            place(&pair[0]) < place(&pair[1]),
            "{:?} before {:?}",
            place(&pair[0]),
            place(&pair[1])
        );
    }
    for lap in &recording.laps {
        assert!(lap.number > 0, "lap 0 of car {}", lap.car);
        if let (Some(began), Some(ended)) = (lap.began, lap.ended) {
            assert!(began <= ended, "lap {} of car {} ends before it begins", lap.number, lap.car);
        }
        let traps = [lap.traps.first, lap.traps.second, lap.traps.line, lap.traps.straight];
        assert!(
            traps.iter().flatten().all(|speed| speed.is_finite() && *speed >= 0.0),
            "{traps:?}"
        );
        assert!(lap.place != Some(0) && lap.stint != Some(0));
        assert!(!lap.accurate || lap.time.is_some(), "an accurate lap without a time");
    }
}

/// What happened stands in order.
fn happenings(recording: &Recording) {
    let sorted =
        |what: &str, times: Vec<ClockTime>| assert!(times.is_sorted(), "{what} out of order");
    sorted("flags", recording.flags.iter().map(|change| change.at).collect());
    sorted("weather", recording.weather.iter().map(|reading| reading.at).collect());
    sorted("parts", recording.parts.iter().map(|part| part.at).collect());
}

/// Samples keep their promise, and every channel of the SI is one that we name.
fn samples(samples: &Samples) {
    assert!(samples.times().is_sorted());
    for (channel, values) in samples.channels() {
        assert_eq!(values.len(), samples.times().len(), "{}", channel.name);
    }
}

fn size(recording: &Recording) -> usize {
    let sampled = recording.samples.iter().map(|it| it.times().len() * it.channels().len().max(1));
    recording.laps.len()
        + recording.cars.len()
        + recording.messages.len()
        + recording.weather.len()
        + recording.flags.len()
        + recording.stints.len()
        + recording.results.len()
        + sampled.sum::<usize>()
}
