//! What a driver uses of a car, in TOML.
//!
//! ```toml
//! name = "smooth"
//! braking = 0.93              # shares of the grip, 1 where nothing is said
//! turning = 0.98
//! driving = 0.95
//! rear_margin = 0.2           # share of the rear tyres' slip kept in hand, 0 where nothing is said
//! steering_rate_degps = 60    # at the front wheels; need not be there
//! pedal_rate_ps = 5           # shares of the hardest braking each second; need not be there
//! ```

use maatstaf_core::{DrivingStyle, InvalidDrivingStyle};
use serde::Deserialize;

/// Why a text does not describe a driver.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not TOML, or a name or value that has no place; the message shows the line.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// A number that no driver has.
    #[error(transparent)]
    Value(#[from] InvalidDrivingStyle),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default = "all")]
    braking: f64,
    #[serde(default = "all")]
    turning: f64,
    #[serde(default = "all")]
    driving: f64,
    #[serde(default)]
    rear_margin: f64,
    steering_rate_degps: Option<f64>,
    pedal_rate_ps: Option<f64>,
}

fn all() -> f64 {
    1.0
}

/// Reads a description of a driver.
///
/// # Errors
///
/// When the text is not TOML, holds a name that means nothing, or a number out of its range.
///
/// ```
/// use maatstaf_formats::driving::read;
///
/// let style = read("name = \"late\"\nbraking = 0.99\nsteering_rate_degps = 180\n")?;
/// assert_eq!((style.name(), style.braking(), style.turning()), ("late", 0.99, 1.0));
/// assert_eq!(style.steering_rate(), Some(std::f64::consts::PI)); // rad/s
/// assert!(read("name = \"x\"\nbreaking = 0.9\n").unwrap_err().to_string().contains("breaking"));
/// # Ok::<(), maatstaf_formats::driving::Error>(())
/// ```
pub fn read(text: &str) -> Result<DrivingStyle, Error> {
    let file: File = toml::from_str(text)?;
    let style = DrivingStyle::all_of_it(&file.name)
        .with_shares([file.braking, file.turning, file.driving])?
        .with_rear_margin(file.rear_margin)?
        .with_rates(file.steering_rate_degps.map(f64::to_radians), file.pedal_rate_ps)?;
    Ok(style)
}

#[cfg(test)]
#[path = "driving_tests.rs"]
mod tests;
