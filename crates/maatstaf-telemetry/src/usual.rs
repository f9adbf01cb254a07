//! How a driver usually drives the corners of a road.

use maatstaf_numerics::{mad, median};

use crate::corners::{CornerDriven, Within, corners_driven};
use crate::driven::DrivenLap;
use crate::road::Road;

/// What is usual, out of many laps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// The median.
    pub middle: f64,
    /// By how much laps differ from it: a standard deviation that a few wild laps do not change.
    pub spread: f64,
    /// How many laps stand behind it.
    pub n: usize,
}

/// How a driver usually drives a corner. Places are metres from the line; what fewer than half of his laps have
/// is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct UsualCorner {
    /// Where the brakes go on.
    pub braking_at: Option<Usual>,
    /// The hardest braking, in metres per square second; positive.
    pub peak_braking: Option<Usual>,
    /// The least speed, in metres per second.
    pub least_speed: Option<Usual>,
    /// Where that is.
    pub least_speed_at: Option<Usual>,
    /// Where the throttle is opened again.
    pub throttle_at: Option<Usual>,
    /// Where it is open wholly, to stay so.
    pub full_throttle_at: Option<Usual>,
    /// The speed where the corner ends, in metres per second.
    pub exit_speed: Option<Usual>,
}

/// A median absolute deviation of a normal distribution, in standard deviations.
const MAD: f64 = 0.674_489_750_196_081_7;
/// The error of a median against that of a mean, for a normal distribution: √(π/2).
const OF_MEDIAN: f64 = 1.253_314_137_315_500_3;
/// Fewest values for the error of their median.
const FEWEST: usize = 5;

impl Usual {
    /// Of some values; `None` of none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let (middle, spread) = (median(values)?, mad(values)? / MAD);
        Some(Self { middle, spread, n: values.len() })
    }

    /// How sure the median is, as one standard deviation; `None` with fewer than five laps.
    ///
    /// ```text
    /// error = √(π/2) · spread / √n
    /// ```
    pub fn error(&self) -> Option<f64> {
        (self.n >= FEWEST).then(|| OF_MEDIAN * self.spread / (self.n as f64).sqrt())
    }
}

/// How the laps of a driver usually go through every corner of their road.
pub fn usual_corners(laps: &[DrivenLap], road: &Road) -> Vec<UsualCorner> {
    let driven: Vec<Vec<CornerDriven>> = laps.iter().map(|lap| corners_driven(lap, road)).collect();
    (0..road.bends().len()).map(|bend| usual_corner(&driven, bend)).collect()
}

fn usual_corner(driven: &[Vec<CornerDriven>], bend: usize) -> UsualCorner {
    let usual = |of: &dyn Fn(&CornerDriven) -> Option<f64>| {
        let values: Vec<f64> = driven.iter().filter_map(|corners| of(&corners[bend])).collect();
        Usual::of(&values).filter(|usual| 2 * usual.n >= driven.len())
    };
    let place = |within: Option<Within>| within.map(|it| it.at);
    UsualCorner {
        braking_at: usual(&|it| place(it.braking_at)),
        peak_braking: usual(&|it| it.peak_braking),
        least_speed: usual(&|it| Some(it.least_speed)),
        least_speed_at: usual(&|it| Some(it.least_speed_at)),
        throttle_at: usual(&|it| place(it.throttle_at)),
        full_throttle_at: usual(&|it| place(it.full_throttle_at)),
        exit_speed: usual(&|it| Some(it.exit_speed)),
    }
}
