//! The envelopes of cars, each found once.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use maatstaf_lapsim::{DoubleTrack, Envelope, EnvelopeTable, Style};

use crate::Error;

/// How many are kept: as many as a small sweep has cars at a time.
const KEPT: usize = 24;

/// An envelope, and the table of it that quasi-steady laps look things up in.
#[derive(Debug)]
pub(crate) struct Known {
    envelope: Envelope,
    style: Style,
    hills: bool,
    table: OnceLock<EnvelopeTable>,
}

impl Known {
    pub(crate) fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    pub(crate) fn table(&self) -> &EnvelopeTable {
        self.table.get_or_init(|| EnvelopeTable::new(&self.envelope))
    }
}

static FOUND: Mutex<Vec<Arc<Known>>> = Mutex::new(Vec::new());

/// The envelope of a car used in a style; found once, then looked up.
///
/// What it gives depends on its arguments alone; that it remembers shows in time only.
pub(crate) fn envelope_of(
    car: &DoubleTrack,
    style: &Style,
    hills: bool,
) -> Result<Arc<Known>, Error> {
    let kept = || FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let is_it = |known: &&Arc<Known>| {
        known.hills == hills && known.style == *style && known.envelope.car() == car
    };
    if let Some(known) = kept().iter().find(is_it) {
        return Ok(Arc::clone(known));
    }
    let envelope = Envelope::of(car, style)?;
    let envelope = if hills { envelope.on_hills()? } else { envelope };
    let known = Arc::new(Known { envelope, style: *style, hills, table: OnceLock::new() });
    let mut kept = kept();
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push(Arc::clone(&known));
    Ok(known)
}
