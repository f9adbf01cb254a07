//! A car that does what a path asks of it, point by point.

use super::build::without_engine;
use super::turning::{
    AT_PEDAL, Found, Manoeuvre, N_TURNING, TURNING, driving_power, from_node, turn,
};
use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::free_line::FreeNode;
use crate::node::N_UNKNOWNS;
use crate::trim::steady;

/// Shares of the accelerations that are tried, one after the other: at the edge itself the
/// equations hardly have an answer.
const SHARES: [f64; 6] = [0.99, 0.96, 0.9, 0.8, 0.6, 0.3];
/// The speed that the engine of these equations is made for, m/s.
const SPEED: f64 = 50.0;

/// The unknowns of a node for each point of a path, but for its place and heading.
///
/// # Errors
///
/// When the car cannot drive straight on at a speed of the path.
pub(crate) fn trims(car: &DoubleTrack, path: &[FreeNode]) -> Result<Vec<[f64; N_UNKNOWNS]>, Error> {
    let grip = without_engine(car, SPEED);
    let mut before: Option<[f64; N_TURNING]> = None;
    let trim = |node: &FreeNode| {
        let straight = from_node(&steady(&grip, node.speed)?);
        let starts = [before, Some(straight)].into_iter().flatten();
        let found = SHARES
            .into_iter()
            .find_map(|share| starts.clone().find_map(|start| turned(&grip, &start, node, share)));
        before = found;
        Ok(unknowns(car, &grip, &found.unwrap_or(straight), node))
    };
    path.iter().map(trim).collect()
}

fn turned(
    grip: &DoubleTrack,
    start: &[f64; N_TURNING],
    node: &FreeNode,
    share: f64,
) -> Option<[f64; N_TURNING]> {
    let [forward, sideways] = [node.forward, node.sideways].map(|it| share * it);
    let to = Manoeuvre { speed: node.speed, forward, sideways, gravity: node.load };
    let (x, _) = turn(grip, start, to, Found::Pedal)?;
    let sound = x[..4].iter().all(|slip| slip.abs() < 1.2);
    sound.then_some(x)
}

fn unknowns(
    car: &DoubleTrack,
    grip: &DoubleTrack,
    x: &[f64; N_TURNING],
    node: &FreeNode,
) -> [f64; N_UNKNOWNS] {
    let mut all = [0.0; N_UNKNOWNS];
    TURNING.iter().zip(x).for_each(|(at, value)| all[*at] = *value);
    let drive = &car.drive;
    let share =
        drive.gears.as_ref().map_or(1.0, |gears| gears.share(node.speed * car.turning_per_speed()));
    if x[AT_PEDAL] > 0.0 {
        let most = drive.power * drive.efficiency * share;
        all[TURNING[AT_PEDAL]] = (driving_power(grip, x) / most).min(1.0);
    }
    all
}
