//! Two laps on one road: where time is won and lost, why, and how sure.

mod along;
mod base;
mod compare;
mod corners;
mod driven;
mod many;
mod matching;
mod mini_sectors;
mod points;
mod registered;
mod resampled;
mod road;
mod sampled;
mod straights;
mod usual;

pub use along::{Alongside, AtPlace, alongside};
pub use compare::{Comparison, Loss, Phase, PhaseLoss, Segment, compare};
pub use corners::{CornerDriven, Within, corners_driven};
pub use driven::{DrivenLap, Fixed, Passed, driven_lap};
pub use many::{ManyCompared, PieceOfMany, UsualLoss, compare_many};
pub use matching::{Counterfactual, Gain, Matched, counterfactual};
pub use mini_sectors::{MiniSectorLoss, MiniSectorLosses, TooFewLaps, mini_sector_losses};
pub use points::{disagreement, line_of, on_the_clock, points_of, sketch};
pub use registered::{Registered, registered};
pub use resampled::resampled;
pub use road::{Bend, OnRoad, Road};
pub use sampled::{
    Lead, NotSampled, PlaceSample, SampledLap, Sampling, SpeedSample, sampled_lap, solved_lap,
};
pub use straights::{Cause, Part, Share, Straight, Straights, straights};
pub use usual::{Usual, UsualCorner, usual_corners};
