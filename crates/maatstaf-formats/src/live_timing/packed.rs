//! Unpacking: base64, then raw deflate, then text.

use flate2::{Decompress, FlushDecompress, Status};

/// How many bytes a packed byte may become. Real records grow five- to tenfold.
const MOST_GROWTH: usize = 64;
/// What any record may become, however small.
const ALWAYS_ALLOWED: usize = 64 << 10;
/// What no record may become.
const MOST_TEXT: usize = 16 << 20;

/// Unpacks one record after the other into the same memory.
pub(super) struct Unpacker {
    inflate: Decompress,
    deflated: Vec<u8>,
    text: Vec<u8>,
}

/// Why a record cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotPacked {
    #[error("{:?} at character {at} is none of base64", char::from(*byte))]
    Letter { byte: u8, at: usize },
    #[error("it breaks off within the compressed text")]
    BreaksOff,
    #[error("its compressed text is damaged")]
    Damaged,
    #[error("its {packed} bytes unpack to more than {limit}, more than timing ever sends")]
    TooLong { packed: usize, limit: usize },
}

impl Unpacker {
    pub(super) fn new() -> Self {
        Self { inflate: Decompress::new(false), deflated: Vec::new(), text: Vec::new() }
    }

    /// The text of a record: packed, with or without its quotes, or plain.
    pub(super) fn unpack<'a>(&'a mut self, payload: &'a [u8]) -> Result<&'a [u8], NotPacked> {
        let payload = payload.trim_ascii();
        let text = match payload.first() {
            Some(b'{') => payload,
            _ => self.inflated(unquoted(payload))?,
        };
        Ok(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text))
    }

    fn inflated(&mut self, base64: &[u8]) -> Result<&[u8], NotPacked> {
        decode(base64, &mut self.deflated)?;
        let limit = (self.deflated.len() * MOST_GROWTH).clamp(ALWAYS_ALLOWED, MOST_TEXT);
        self.inflate.reset(false);
        let (mut taken, mut length) = (0, 0);
        loop {
            if length == self.text.len() {
                if length >= limit {
                    return Err(NotPacked::TooLong { packed: self.deflated.len(), limit });
                }
                self.text.resize((2 * length).clamp(16 << 10, limit), 0);
            }
            let (from, into) = (&self.deflated[taken..], &mut self.text[length..]);
            let status = self.inflate.decompress(from, into, FlushDecompress::Finish);
            taken = usize::try_from(self.inflate.total_in()).unwrap_or(self.deflated.len());
            length = usize::try_from(self.inflate.total_out()).unwrap_or(limit);
            match status {
                Ok(Status::StreamEnd) => return Ok(&self.text[..length]),
                Ok(_) if length == self.text.len() => {}
                Ok(_) => return Err(NotPacked::BreaksOff),
                Err(_) => return Err(NotPacked::Damaged),
            }
        }
    }
}

fn unquoted(payload: &[u8]) -> &[u8] {
    let payload = payload.strip_prefix(b"\"").unwrap_or(payload);
    payload.strip_suffix(b"\"").unwrap_or(payload)
}

const NO_LETTER: u32 = 1 << 31;

/// The six bits of every letter of the standard alphabet.
static SIX_BITS: [u32; 256] = {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = [NO_LETTER; 256];
    let mut idx = 0;
    while idx < letters.len() {
        bits[letters[idx] as usize] = idx as u32;
        idx += 1;
    }
    bits
};

/// Decodes base64, padded or not. A last letter that stands alone says nothing and is passed over:
/// the text then breaks off.
fn decode(base64: &[u8], bytes: &mut Vec<u8>) -> Result<(), NotPacked> {
    let end = base64.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    let (fours, rest) = base64[..end].as_chunks::<4>();
    bytes.clear();
    bytes.reserve(base64.len() / 4 * 3 + 3);
    for (idx, four) in fours.iter().enumerate() {
        let bits = together(*four);
        if bits & NO_LETTER != 0 {
            return Err(no_letter(four, 4 * idx));
        }
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend_from_slice(&three);
    }
    let mut last = [b'A'; 4];
    last[..rest.len()].copy_from_slice(rest);
    let bits = together(last);
    if bits & NO_LETTER != 0 {
        return Err(no_letter(rest, 4 * fours.len()));
    }
    let n_whole = (rest.len() * 6) / 8;
    bytes.extend_from_slice(&bits.to_be_bytes()[1..=n_whole]);
    Ok(())
}

/// Twenty-four bits, or [`NO_LETTER`] in the highest.
fn together(four: [u8; 4]) -> u32 {
    let [a, b, c, d] = four.map(|letter| SIX_BITS[usize::from(letter)]);
    let valid = (a | b | c | d) & NO_LETTER;
    (a << 18 | b << 12 | c << 6 | d) & !NO_LETTER | valid
}

fn no_letter(letters: &[u8], from: usize) -> NotPacked {
    let is_none = |byte: &&u8| SIX_BITS[usize::from(**byte)] == NO_LETTER;
    let idx = letters.iter().position(|byte| is_none(&byte)).unwrap_or(0);
    NotPacked::Letter { byte: letters.get(idx).copied().unwrap_or(b' '), at: from + idx + 1 }
}

#[cfg(test)]
#[path = "packed_tests.rs"]
mod tests;
