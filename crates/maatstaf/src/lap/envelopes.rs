//! The envelopes of cars, each found once.

use std::sync::{Arc, Mutex, PoisonError};

use maatstaf_lapsim::{DoubleTrack, Envelope, Style};

use crate::Error;

/// How many are kept: as many as a small sweep has cars at a time.
const KEPT: usize = 24;

/// Whether for roads with hills, and the envelope; its car and style say whose it is.
type Kept = (bool, Style, Arc<Envelope>);

static FOUND: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// The envelope of a car used in a style; found once, then looked up.
///
/// What it gives depends on its arguments alone; that it remembers shows in time only.
pub(crate) fn envelope_of(
    car: &DoubleTrack,
    style: &Style,
    hills: bool,
) -> Result<Arc<Envelope>, Error> {
    let is_it = |(with_hills, its, envelope): &&Kept| {
        *with_hills == hills && its == style && envelope.car() == car
    };
    let kept = || FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, _, envelope)) = kept().iter().find(is_it) {
        return Ok(Arc::clone(envelope));
    }
    let envelope = Envelope::of(car, style)?;
    let envelope = Arc::new(if hills { envelope.on_hills()? } else { envelope });
    let mut kept = kept();
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((hills, *style, Arc::clone(&envelope)));
    Ok(envelope)
}
