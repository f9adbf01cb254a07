//! Colours for numbers, from the least to the most.

/// The colours of the least to the most; they stay apart for every eye and in grey.
const COLOURS: [(f64, f64, f64); 6] = [
    (68.0, 1.0, 84.0),
    (65.0, 68.0, 135.0),
    (42.0, 120.0, 142.0),
    (34.0, 168.0, 132.0),
    (122.0, 209.0, 81.0),
    (253.0, 231.0, 37.0),
];

/// The colour of a share from 0 to 1.
pub fn colour(share: f64) -> String {
    let place = share.clamp(0.0, 1.0) * (COLOURS.len() - 1) as f64;
    let from = (place as usize).min(COLOURS.len() - 2);
    let (a, b, t) = (COLOURS[from], COLOURS[from + 1], place - from as f64);
    let mix = |a: f64, b: f64| (a + t * (b - a)).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}
