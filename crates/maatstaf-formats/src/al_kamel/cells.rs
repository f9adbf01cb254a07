//! Single cells: times, speeds, flags.

use maatstaf_core::Flag;

/// More digits than any time has.
const MOST_DIGITS: u32 = 9;

/// Longer than any session: a thousand hours, in microseconds.
const TOO_LONG: u64 = 1000 * 3_600_000_000;

/// A time such as `3:53.276`, `16:04:19.878` or `45.985`, in microseconds.
pub(super) fn micros(text: &[u8]) -> Option<u64> {
    let (mut minutes, mut field, mut digits, mut n_colons) = (0_u64, 0_u64, 0, 0);
    let mut bytes = text.iter();
    let mut fraction = 0;
    while let Some(&byte) = bytes.next() {
        match byte {
            b'0'..=b'9' if digits < MOST_DIGITS => {
                (field, digits) = (field * 10 + u64::from(byte - b'0'), digits + 1);
            }
            b':' if digits > 0 && n_colons < 2 && (n_colons == 0 || field < 60) => {
                minutes = minutes * 60 + field;
                (field, digits, n_colons) = (0, 0, n_colons + 1);
            }
            b'.' if digits > 0 => {
                fraction = decimals(bytes.as_slice())?;
                break;
            }
            _ => return None,
        }
    }
    let whole = digits > 0 && (n_colons == 0 || field < 60);
    let micros = (minutes * 60 + field) * 1_000_000 + fraction;
    (whole && micros < TOO_LONG).then_some(micros)
}

/// What stands behind the point, in millionths.
fn decimals(text: &[u8]) -> Option<u64> {
    if !(1..=6).contains(&text.len()) || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = text.iter().fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0'));
    Some(digits * 10_u64.pow(6 - text.len() as u32))
}

/// The number of a lap, from 1.
pub(super) fn lap_number(text: &[u8]) -> Option<u16> {
    std::str::from_utf8(text).ok()?.parse().ok().filter(|number| *number > 0)
}

/// The state of the track, as the line shows it.
pub(super) fn flag(code: &[u8]) -> Option<Flag> {
    match code {
        b"GF" => Some(Flag::Green),
        b"YF" => Some(Flag::Yellow),
        b"SF" | b"SC" => Some(Flag::SafetyCar),
        b"VSC" => Some(Flag::VirtualSafetyCar),
        b"FCY" => Some(Flag::FullCourseYellow),
        b"RF" => Some(Flag::Red),
        b"FF" | b"CF" => Some(Flag::Chequered),
        _ => None,
    }
}
