//! The entries of a zip that lost its end, where the list of them stands: one after the other, each
//! behind a header of its own.

use std::io::Read;

use flate2::bufread::DeflateDecoder;

use crate::recordings::IssueList;

/// How a header of an entry begins.
const HEADER: &[u8] = b"PK\x03\x04";
/// Its length without the name and what follows it.
const HEADER_LENGTH: usize = 30;

/// Hands over every entry with its name, as far as it can be unpacked, until `take` has enough.
pub(super) fn entries(
    mut rest: &[u8],
    most: u64,
    issues: &mut IssueList,
    mut take: impl FnMut(String, Vec<u8>) -> bool,
) {
    while let Some(at) = rest.windows(HEADER.len()).position(|window| window == HEADER) {
        rest = &rest[at..];
        let Some((name, method, body)) = header(rest) else { break };
        let mut bytes = Vec::new();
        let used = match method {
            8 => {
                let mut packed = DeflateDecoder::new(body);
                if let Err(error) = (&mut packed).take(most).read_to_end(&mut bytes) {
                    issues.add(None, format!("{name} breaks off: {error}"));
                }
                packed.total_in() as usize
            }
            _ => {
                issues.add(None, format!("{name} is packed in a way that is not known; left out"));
                0
            }
        };
        rest = body.get(used..).unwrap_or_default();
        if method == 8 && !take(name, bytes) {
            break;
        }
    }
}

/// Name, way of packing, and what stands behind the header.
fn header(bytes: &[u8]) -> Option<(String, u16, &[u8])> {
    let short = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let (method, name, extra) = (short(8)?, usize::from(short(26)?), usize::from(short(28)?));
    let behind = HEADER_LENGTH + name;
    let name = String::from_utf8_lossy(bytes.get(HEADER_LENGTH..behind)?).into_owned();
    Some((name, method, bytes.get(behind + extra..)?))
}
