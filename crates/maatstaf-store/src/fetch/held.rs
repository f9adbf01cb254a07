//! From a zip that was fetched to the library.

use std::fs;
use std::time::SystemTime;

use super::{Fetched, Latest};
use crate::{Error, F1DB, Imported, Library, MADE_BY, Provenance, release};

/// What the library holds of this release already, imported from the same address by this version
/// of the program, and intact. There is nothing to fetch then.
///
/// # Errors
///
/// When the library cannot be read, or comes from a newer program.
pub fn held(library: &Library, latest: &Latest) -> Result<Option<Imported>, Error> {
    let dataset = match library.dataset(F1DB) {
        // The import that follows writes it anew.
        Err(Error::Damaged { .. }) => None,
        other => other?,
    };
    let Some(dataset) = dataset.filter(|dataset| {
        dataset.origin == latest.url
            && dataset.release.as_deref() == Some(&latest.tag)
            && dataset.made_by == MADE_BY
            && library.damage(dataset).is_empty()
    }) else {
        return Ok(None);
    };
    let issues = library.issues(&dataset)?;
    Ok(Some(Imported { dataset, already_there: true, issues }))
}

/// Imports what was fetched, as [`crate::Writer::import_f1db`] does, and takes the zip away: the
/// library has all of it, and who wants the zip again fetches it again. It stays for the next run
/// where it was not the zip that failed: the disk is full, or another writer does not end.
///
/// # Errors
///
/// When the zip is no release, or the library cannot be written; it then stays as it was.
pub fn import(
    library: &Library,
    latest: &Latest,
    fetched: &Fetched,
    now: SystemTime,
    waiting: impl FnOnce(),
) -> Result<Imported, Error> {
    let provenance = Provenance { origin: latest.url.clone(), release: Some(latest.tag.clone()) };
    let imported = release::open(&fetched.path)
        .and_then(|files| library.writer(waiting)?.import_f1db(&files, &provenance, now));
    let zip_is_good = matches!(imported, Err(Error::Write { .. } | Error::Busy { .. }));
    if !zip_is_good {
        let _ = fs::remove_file(&fetched.path);
    }
    imported
}
