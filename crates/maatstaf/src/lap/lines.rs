//! The lines of least curvature, each found once.

use std::sync::{Arc, Mutex, PoisonError};

use maatstaf_lapsim::{Line, Road};

/// How many are kept: the embedded courses, and some more.
const KEPT: usize = 40;

/// A road, half the track, m, and its line.
type Kept = (Road, f64, Arc<Line>);

static FOUND: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// The line of least curvature of a road, half a track from its edges; found once, then looked up.
///
/// What it gives depends on its arguments alone; that it remembers shows in time only.
pub(super) fn least_curvature(
    road: &Road,
    half_track: f64,
) -> Result<Arc<Line>, maatstaf_lapsim::Error> {
    let kept = || FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let is_it = |(its, half, _): &&Kept| *half == half_track && its == road;
    if let Some((_, _, line)) = kept().iter().find(is_it) {
        return Ok(Arc::clone(line));
    }
    let line = Arc::new(Line::of_least_curvature(road, half_track)?);
    let mut kept = kept();
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((road.clone(), half_track, Arc::clone(&line)));
    Ok(line)
}
