//! `.ld`, the logs of MoTeC and of the many simulators that write them.
//!
//! [`open`] reads the list of channels, [`Log::read`] one of them; so a big log is opened without
//! being read. [`read`] takes all of it in. The bytes come from memory or, through [`ReadAt`], from
//! wherever the caller has them.

mod beacon;
mod layout;
mod recording;

use std::io;

use maatstaf_core::ClockTime;

use crate::logger::{LogOptions, moment};
use crate::recordings::{Error, IssueList, ReadRecording};

pub use layout::Details;

/// What an `.ld` file is called in messages.
const FORMAT: &str = "MoTeC log";

/// How much is read at once, in bytes.
const PIECE: usize = 1 << 16;

/// Where the bytes of a log lie: in memory, or in a file of which only parts are read.
///
/// For a file, the shell positions and reads; then opening a log of any size and reading one
/// channel costs the list of channels and that channel.
pub trait ReadAt {
    /// How many bytes there are.
    fn size(&self) -> u64;

    /// Fills `into` with the bytes from `offset` on.
    ///
    /// # Errors
    ///
    /// When they cannot be read, or end before `into` is full.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()>;
}

/// An open log.
#[derive(Debug)]
pub struct Log<S> {
    file: String,
    source: S,
    details: Details,
    channels: Vec<LogChannel>,
    issues: IssueList,
}

/// A channel of a log, as its list names it.
#[derive(Clone, Debug, PartialEq)]
pub struct LogChannel {
    /// Its name: `Ground Speed`.
    pub name: String,
    /// The short name, as it stands on a dash.
    pub short_name: String,
    /// The unit, as written.
    pub unit: String,
    /// Samples in a second.
    pub rate: u16,
    /// How many samples there are.
    pub n_samples: usize,
    numbers: Numbers,
    data: u64,
}

/// How the samples of a channel are written.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Numbers {
    kind: Kind,
    /// `value = (raw · factor + shift) · multiplier`
    factor: f64,
    shift: f64,
    multiplier: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Int16,
    Int32,
    Half,
    Single,
    Double,
}

impl ReadAt for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(offset).ok();
        let bytes = from.and_then(|from| self.get(from..from.checked_add(into.len())?));
        into.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Whether these are the first bytes of such a log.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    layout::is_log(head)
}

/// Opens a log: reads who and where, and the list of its channels.
///
/// # Errors
///
/// When it is not such a log, or its source cannot be read.
pub fn open<S: ReadAt>(file: &str, source: S) -> Result<Log<S>, Error> {
    let mut issues = IssueList::of(file);
    let (details, channels) = layout::read(file, &source, &mut issues)?;
    Ok(Log { file: file.to_owned(), source, details, channels, issues })
}

/// Reads a whole log; the beacons of the `.ldx` beside it stand in `options`.
///
/// # Errors
///
/// When it is not such a log.
pub fn read(file: &str, bytes: &[u8], options: &LogOptions) -> Result<ReadRecording, Error> {
    recording::read(open(file, bytes)?, options)
}

impl<S: ReadAt> Log<S> {
    /// Who drove what, where and when.
    pub fn details(&self) -> &Details {
        &self.details
    }

    /// The channels, in the order of the list.
    pub fn channels(&self) -> &[LogChannel] {
        &self.channels
    }

    /// The first channel of a name.
    pub fn channel(&self, name: &str) -> Option<&LogChannel> {
        self.channels.iter().find(|channel| channel.name == name)
    }

    /// The samples of a channel, in its unit.
    ///
    /// # Errors
    ///
    /// When the source cannot be read any more.
    pub fn read(&self, channel: &LogChannel) -> Result<Vec<f32>, Error> {
        let numbers = channel.numbers;
        self.decode(channel, |raw| numbers.value(raw) as f32)
    }

    /// The same in twice the digits, for places on the globe.
    fn read_fine(&self, channel: &LogChannel) -> Result<Vec<f64>, Error> {
        self.decode(channel, |raw| channel.numbers.value(raw))
    }

    fn decode<T>(&self, channel: &LogChannel, value: impl Fn(f64) -> T) -> Result<Vec<T>, Error> {
        let wide = channel.numbers.kind.width();
        let mut values = Vec::with_capacity(channel.n_samples);
        let mut piece = vec![0; PIECE.min(channel.n_samples * wide)];
        let mut offset = channel.data;
        while values.len() < channel.n_samples {
            let samples = (PIECE / wide).min(channel.n_samples - values.len());
            let bytes = &mut piece[..samples * wide];
            let failed = |error: io::Error| {
                let reason = format!("{} at byte {offset}: {error}", channel.name);
                Error::not(FORMAT, &self.file, reason)
            };
            self.source.read_at(offset, bytes).map_err(failed)?;
            channel.numbers.kind.each(bytes, |raw| values.push(value(raw)));
            offset += bytes.len() as u64;
        }
        Ok(values)
    }
}

impl LogChannel {
    /// The moment of one of its samples, from the start of the log.
    pub fn time_of(&self, sample: usize) -> ClockTime {
        moment(sample, f64::from(self.rate))
    }
}

impl Numbers {
    fn value(self, raw: f64) -> f64 {
        (raw * self.factor + self.shift) * self.multiplier
    }
}

impl Kind {
    /// Bytes of a sample.
    const fn width(self) -> usize {
        match self {
            Self::Int16 | Self::Half => 2,
            Self::Int32 | Self::Single => 4,
            Self::Double => 8,
        }
    }

    /// Hands out every number of some bytes.
    fn each(self, bytes: &[u8], mut take: impl FnMut(f64)) {
        match self {
            Self::Int16 => {
                let (words, _) = bytes.as_chunks();
                words.iter().for_each(|word| take(i16::from_le_bytes(*word).into()));
            }
            Self::Half => {
                let (words, _) = bytes.as_chunks();
                words.iter().for_each(|word| take(half(u16::from_le_bytes(*word))));
            }
            Self::Int32 => {
                let (words, _) = bytes.as_chunks();
                words.iter().for_each(|word| take(i32::from_le_bytes(*word).into()));
            }
            Self::Single => {
                let (words, _) = bytes.as_chunks();
                words.iter().for_each(|word| take(f32::from_le_bytes(*word).into()));
            }
            Self::Double => {
                let (words, _) = bytes.as_chunks();
                words.iter().for_each(|word| take(f64::from_le_bytes(*word)));
            }
        }
    }
}

/// A number of half precision (IEEE 754 binary16).
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff) / 1024.0);
    match exponent {
        0 => sign * fraction * 2_f64.powi(-14),
        31 if fraction == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN,
        _ => sign * (1.0 + fraction) * 2_f64.powi(exponent - 15),
    }
}

#[cfg(test)]
#[path = "motec_ld_tests.rs"]
mod tests;
