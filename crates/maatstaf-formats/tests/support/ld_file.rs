//! Writes `.ld` files, for tests and benches: the layout that `motec_ld` reads.

/// A channel to be written.
pub struct Channel<'a> {
    pub name: &'a str,
    pub unit: &'a str,
    pub rate: u16,
    /// Shift, multiplier, scale, decimals.
    pub numbers: [i16; 4],
    pub samples: Samples,
}

/// Its samples as they stand in the file.
#[allow(dead_code, reason = "benches write a part of them")]
pub enum Samples {
    Int16(Vec<i16>),
    Int32(Vec<i32>),
    Half(Vec<u16>),
    Single(Vec<f32>),
}

/// Where the list begins, and how long one of its entries is.
pub const LIST: usize = 0x1000;
pub const ENTRY: usize = 124;

/// A log of some channels; who and where are always the same.
pub fn write(channels: &[Channel]) -> Vec<u8> {
    let mut bytes = vec![0; LIST + ENTRY * channels.len()];
    let mut put = |at: usize, what: &[u8]| bytes[at..at + what.len()].copy_from_slice(what);
    put(0, &0x40_u32.to_le_bytes());
    put(0x08, &(LIST as u32).to_le_bytes());
    put(0x24, &0x700_u32.to_le_bytes());
    put(0x4a, b"ADL");
    put(0x56, &(channels.len() as u32).to_le_bytes());
    put(0x5e, b"23/11/2025");
    put(0x7e, b"09:53:00");
    put(0x9e, b"J. P\xE9rez"); // Latin-1
    put(0xde, b"22");
    put(0x15e, b"Nowhere Park");
    put(0x624, b"second run");
    put(0x700, b"Test Day");
    put(0x740, b"Warmup");
    for (idx, channel) in channels.iter().enumerate() {
        let (kind, wide, n_samples, data) = encode(&channel.samples);
        let at = LIST + ENTRY * idx;
        let next = if idx + 1 < channels.len() { at + ENTRY } else { 0 };
        let place = bytes.len();
        bytes.extend(data);
        let mut put = |from: usize, what: &[u8]| {
            bytes[at + from..at + from + what.len()].copy_from_slice(what);
        };
        put(4, &(next as u32).to_le_bytes());
        put(8, &(place as u32).to_le_bytes());
        put(12, &(n_samples as u32).to_le_bytes());
        put(18, &u16::to_le_bytes(kind));
        put(20, &u16::to_le_bytes(wide));
        put(22, &channel.rate.to_le_bytes());
        for (nth, number) in channel.numbers.iter().enumerate() {
            put(24 + 2 * nth, &number.to_le_bytes());
        }
        put(32, channel.name.as_bytes());
        put(72, channel.unit.as_bytes());
    }
    bytes
}

fn encode(samples: &Samples) -> (u16, u16, usize, Vec<u8>) {
    match samples {
        Samples::Int16(it) => (3, 2, it.len(), it.iter().flat_map(|n| n.to_le_bytes()).collect()),
        Samples::Int32(it) => (5, 4, it.len(), it.iter().flat_map(|n| n.to_le_bytes()).collect()),
        Samples::Half(it) => (7, 2, it.len(), it.iter().flat_map(|n| n.to_le_bytes()).collect()),
        Samples::Single(it) => (7, 4, it.len(), it.iter().flat_map(|n| n.to_le_bytes()).collect()),
    }
}
