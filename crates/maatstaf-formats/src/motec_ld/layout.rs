//! Where things stand in an `.ld` file. All numbers are little-endian; texts end with a zero.
//!
//! | offset | what |
//! | --- | --- |
//! | 0 | 0x40, as 32 bits |
//! | 0x08 | where the first entry of the list of channels is |
//! | 0x0c | where the samples begin |
//! | 0x24 | where the event is |
//! | 0x4a | the device, 8 bytes |
//! | 0x56 | how many channels |
//! | 0x5e, 0x7e | date `23/11/2005`, time `09:53:00`, 16 bytes each |
//! | 0x9e, 0xde, 0x15e | driver, vehicle, venue, 64 bytes each |
//! | 0x624 | short comment, 64 bytes |
//!
//! An event has its name and session (64 bytes each), a comment (1024) and 16 bits that say where
//! the venue is; the venue its name (64) and, behind 1098 bytes, where the vehicle is.
//!
//! An entry of the list has 32 bits each for the entry before, the next, the samples and their
//! number; then 16 bits each for a count, the kind and width of a number, samples in a second,
//! shift, multiplier, scale and decimals; name (32 bytes), short name (8) and unit (12).
//! A value is `(raw / scale · 10^-decimals + shift) · multiplier`.

use std::collections::BTreeSet;

use super::{Error, FORMAT, IssueList, Kind, LogChannel, Numbers, ReadAt};
use crate::logger::text;

/// What the head of a log says, text by text as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Day, month and year: `23/11/2005`.
    pub date: String,
    /// Time of day: `09:53:00`.
    pub time: String,
    /// Who drove.
    pub driver: String,
    /// What was driven.
    pub vehicle: String,
    /// Where.
    pub venue: String,
    /// The event.
    pub event: String,
    /// The session of the event.
    pub session: String,
    /// A few words.
    pub comment: String,
    /// What logged it: `ADL`.
    pub device: String,
}

/// The bytes of the head up to the end of the short comment.
const HEAD: usize = 0x664;

/// The bytes of an entry of the list that say something.
const ENTRY: usize = 84;

/// More channels than this are no list.
const MOST_CHANNELS: usize = 20_000;

/// Whether the first bytes are those of a log: the mark, and a list that begins behind the head.
pub(super) fn is_log(head: &[u8]) -> bool {
    let starts = head.starts_with(&[0x40, 0, 0, 0, 0, 0, 0, 0]);
    starts && (head.len() < 12 || number(head, 8) >= HEAD as u64)
}

pub(super) fn read(
    file: &str,
    source: &impl ReadAt,
    issues: &mut IssueList,
) -> Result<(Details, Vec<LogChannel>), Error> {
    let mut head = vec![0; HEAD];
    if source.read_at(0, &mut head).is_err() {
        let reason = format!("{} bytes are too few for its head of {HEAD}", source.size());
        return Err(Error::not(FORMAT, file, reason));
    }
    if !is_log(&head) {
        let reason = "it does not begin with 40 00 00 00 and the place of a list of channels";
        return Err(Error::not(FORMAT, file, reason));
    }
    let mut details = details(&head);
    event(source, number(&head, 0x24), &mut details);
    let channels = channels(source, number(&head, 8), issues);
    match channels.is_empty() {
        true => {
            let reason = "its list has no channel that can be read; the log was not finished";
            Err(Error::not(FORMAT, file, reason))
        }
        false => Ok((details, channels)),
    }
}

fn details(head: &[u8]) -> Details {
    let field = |offset: usize, bytes: usize| text(&head[offset..offset + bytes]);
    Details {
        date: field(0x5e, 16),
        time: field(0x7e, 16),
        driver: field(0x9e, 64),
        vehicle: field(0xde, 64),
        venue: field(0x15e, 64),
        comment: field(0x624, 64),
        device: field(0x4a, 8),
        ..Details::default()
    }
}

/// The event, and its venue where the head has none.
fn event(source: &impl ReadAt, at: u64, details: &mut Details) {
    let mut event = vec![0; 64 + 64 + 1024 + 2];
    if at == 0 || source.read_at(at, &mut event).is_err() {
        return;
    }
    details.event = text(&event[..64]);
    details.session = text(&event[64..128]);
    if details.comment.is_empty() {
        let comment = text(&event[128..1152]);
        details.comment = comment.lines().next().unwrap_or_default().to_owned();
    }
    let mut venue = [0; 64];
    let at = u64::from(u16::from_le_bytes([event[1152], event[1153]]));
    if details.venue.is_empty() && at != 0 && source.read_at(at, &mut venue).is_ok() {
        details.venue = text(&venue);
    }
}

/// Follows the list. It may lead nowhere or back, and its samples may lie anywhere.
fn channels(source: &impl ReadAt, first: u64, issues: &mut IssueList) -> Vec<LogChannel> {
    let mut channels = Vec::new();
    let mut seen = BTreeSet::new();
    let mut left = source.size(); // every byte is a sample once
    let mut at = first;
    let mut entry = [0; ENTRY];
    while at != 0 {
        let nth = seen.len() as u64 + 1;
        if !seen.insert(at) || seen.len() > MOST_CHANNELS {
            issues.add(Some(nth), "the list of channels leads back to itself; it is left here");
            break;
        }
        if source.read_at(at, &mut entry).is_err() {
            let reason = format!("the list of channels leads to byte {at}, beyond the end");
            issues.add(Some(nth), reason);
            break;
        }
        match channel(&entry, source.size(), left) {
            Ok((channel, missing)) => {
                left -= (channel.n_samples * channel.numbers.kind.width()) as u64;
                if missing > 0 {
                    let reason = format!(
                        "{}: {missing} of {} samples lie beyond the end or over other channels",
                        channel.name,
                        channel.n_samples + missing
                    );
                    issues.add(Some(nth), reason);
                }
                channels.push(channel);
            }
            Err(reason) => issues.add(Some(nth), reason),
        }
        at = number(&entry, 4);
    }
    channels
}

/// A channel, and how many of its samples are not there.
fn channel(entry: &[u8; ENTRY], size: u64, left: u64) -> Result<(LogChannel, usize), String> {
    let name = text(&entry[32..64]);
    let rate = word(entry, 22);
    let kind = kind(word(entry, 18), word(entry, 20))
        .ok_or_else(|| no_kind(&name, word(entry, 18), word(entry, 20)))?;
    if rate == 0 {
        return Err(format!("{name}: it is sampled 0 times a second and is left out"));
    }
    let data = number(entry, 8);
    let there = size.saturating_sub(data).min(left) / kind.width() as u64;
    let stated = number(entry, 12);
    let n_samples = usize::try_from(stated.min(there)).unwrap_or(0);
    let scale = f64::from(signed(entry, 28));
    let decimals = i32::from(signed(entry, 30)).clamp(-30, 30);
    let numbers = Numbers {
        kind,
        factor: 10_f64.powi(-decimals) / if scale == 0.0 { 1.0 } else { scale },
        shift: f64::from(signed(entry, 24)),
        multiplier: f64::from(signed(entry, 26)),
    };
    let channel = LogChannel {
        name,
        short_name: text(&entry[64..72]),
        unit: text(&entry[72..84]),
        rate,
        n_samples,
        numbers,
        data,
    };
    let missing = usize::try_from(stated).unwrap_or(usize::MAX).saturating_sub(n_samples);
    Ok((channel, missing))
}

fn no_kind(name: &str, kind: u16, width: u16) -> String {
    format!("{name}: numbers of kind {kind} and {width} bytes are not known; it is left out")
}

fn kind(kind: u16, width: u16) -> Option<Kind> {
    match (kind, width) {
        (0 | 3 | 5, 2) => Some(Kind::Int16),
        (0 | 3 | 5, 4) => Some(Kind::Int32),
        (7, 2) => Some(Kind::Half),
        (7, 4) => Some(Kind::Single),
        (7 | 8, 8) => Some(Kind::Double),
        _ => None,
    }
}

fn number(bytes: &[u8], at: usize) -> u64 {
    u64::from(word(bytes, at)) | u64::from(word(bytes, at + 2)) << 16
}

fn word(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..at + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

fn signed(bytes: &[u8], at: usize) -> i16 {
    word(bytes, at).cast_signed()
}
