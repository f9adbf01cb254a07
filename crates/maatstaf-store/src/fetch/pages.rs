//! Pages of recorded sessions, fetched one after the other, politely, and kept: what is there already is
//! not asked for again.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::{Agent, Error};

use super::address::address;
use super::ask::{agent, ask, cut};
use super::error::CannotFetch;
use super::patience::{Setback, patiently};
use super::{Caller, Options, Progress};

/// How long to wait between two questions to one server: three a second at most.
const PAUSE: Duration = Duration::from_millis(350);
/// The largest page.
const LARGEST: u64 = 256 << 20;

/// Asks for page after page.
pub struct Pages<'a> {
    agent: Agent,
    options: &'a Options,
    caller: &'a mut dyn Caller,
    asked: bool,
    fresh: bool,
    /// How many pages came.
    pub n_new: u32,
    /// How many were there already.
    pub n_kept: u32,
}

impl<'a> Pages<'a> {
    /// Asks as patiently as the options say; with `fresh`, for what is there already as well.
    pub fn new(options: &'a Options, caller: &'a mut dyn Caller, fresh: bool) -> Self {
        let agent = agent(options);
        Self { agent, options, caller, asked: false, fresh, n_new: 0, n_kept: 0 }
    }

    /// The bytes at an address, asked for now.
    ///
    /// # Errors
    ///
    /// When the server says no, or nobody answers for too long.
    pub fn ask(&mut self, url: &str) -> Result<Vec<u8>, CannotFetch> {
        let url = address(url)?.to_string();
        let agent = &self.agent;
        if std::mem::replace(&mut self.asked, true) {
            self.caller.sleep(PAUSE);
        }
        patiently(&url, self.options, self.caller, |caller| {
            caller.tell(Progress::Asking(&url));
            let mut answer = ask(agent, &url, &[], caller.now())?;
            let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
            body.map_err(|error| match error {
                Error::BodyExceedsLimit(_) => {
                    CannotFetch::TooLarge { url: url.clone(), bytes: LARGEST, largest: LARGEST }
                        .into()
                }
                other => Setback::passing(cut(&other.into_io())),
            })
        })
    }

    /// The file at an address, kept in `to`; `None` where the server has no such file.
    ///
    /// # Errors
    ///
    /// As [`Pages::ask`], and when the file cannot be written.
    pub fn keep(&mut self, url: &str, to: &Path) -> Result<Option<PathBuf>, CannotFetch> {
        if !self.fresh && to.is_file() {
            self.n_kept += 1;
            return Ok(Some(to.to_owned()));
        }
        let bytes = match self.ask(url) {
            Ok(bytes) => bytes,
            // The archive says 403 where it has nothing.
            Err(CannotFetch::Answer { status, .. })
                if ["403", "404", "410"].iter().any(|code| status.starts_with(code)) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        self.n_new += 1;
        whole(to, &bytes).map_err(|error| CannotFetch::Disk { path: to.to_owned(), error })?;
        Ok(Some(to.to_owned()))
    }
}

/// Writes a file as a whole or not at all.
fn whole(to: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let part = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let synced = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let written = synced.and_then(|()| fs::rename(&part, to));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}
