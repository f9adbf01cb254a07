//! The zip of a release, received from where it was cut off, and checked.

use std::io::Read;
use std::path::Path;

use ureq::http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG};
use ureq::http::{HeaderMap, Response, StatusCode};
use ureq::{Agent, Body};

use super::ask::{agent, ask, cut};
use super::error::CannotFetch;
use super::part::{self, Part};
use super::patience::{Setback, patiently};
use super::{Caller, Fetched, Latest, Options, Progress};

/// A try that brings this much has got on, and counting begins anew.
const GOT_ON: u64 = 1 << 20;
/// How much is read at once.
const PIECE: usize = 1 << 16;

/// Brings the zip of a release into a folder, as `f1db-<tag>.zip`.
///
/// What an earlier run left there is gone on with, if the server still has the same file.
///
/// # Errors
///
/// When the server has nothing, fails too often, or sends what is not the published zip; when the
/// folder cannot be written. Bytes that may still be good stay for the next run, others do not.
pub fn download(
    latest: &Latest,
    folder: &Path,
    options: &Options,
    caller: &mut dyn Caller,
) -> Result<Fetched, CannotFetch> {
    if let Some((path, sha256)) = part::complete(folder, latest) {
        let bytes = latest.bytes;
        let checksum_published = true;
        return Ok(Fetched { path, bytes, sha256, checksum_published, resumed_from: bytes });
    }
    let mut part = Part::open(folder, latest)?;
    let resumed_from = part.bytes;
    let agent = agent(options);
    let received = patiently(&latest.url, options, caller, |caller| {
        receive(&agent, latest, &mut part, caller)
    });
    if let Err(error) = received {
        if matches!(error, CannotFetch::TooLong { .. }) {
            part.discard();
        }
        return Err(error);
    }
    caller.tell(Progress::Checking);
    let got = part.checksum()?;
    if let Some(published) = latest.sha256.filter(|published| *published != got) {
        part.discard();
        return Err(CannotFetch::Checksum { url: latest.url.clone(), published, got });
    }
    let checksum_published = latest.sha256.is_some();
    let path = part.finish()?;
    Ok(Fetched { path, bytes: latest.bytes, sha256: got, checksum_published, resumed_from })
}

/// One try: asks for what is missing, and adds what comes.
fn receive(
    agent: &Agent,
    latest: &Latest,
    part: &mut Part,
    caller: &mut dyn Caller,
) -> Result<(), Setback> {
    if part.bytes == latest.bytes {
        return Ok(());
    }
    caller.tell(Progress::Receiving { bytes: part.bytes, total: latest.bytes });
    let from = part.bytes;
    let answer = match ask(agent, &latest.url, &range(part), caller.now()) {
        Err(Setback::Final(CannotFetch::Answer { status, .. })) if from > 0 && refused(&status) => {
            part.begin_anew()?;
            return Err(Setback::passing("the server does not go on from where it stopped"));
        }
        other => other?,
    };
    begin(part, latest, &answer)?;
    add_all(part, latest, answer, caller)
}

/// The headers that ask for what is missing alone.
fn range(part: &Part) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    if part.bytes > 0 {
        headers.push(("range", format!("bytes={}-", part.bytes)));
        headers.extend(part.etag().map(|etag| ("if-range", etag.to_owned())));
    }
    headers
}

fn refused(status: &str) -> bool {
    status.starts_with(StatusCode::RANGE_NOT_SATISFIABLE.as_str())
}

/// Holds an answer against the part: does it go on, or begin anew, and is it as long as it should?
fn begin(part: &mut Part, latest: &Latest, answer: &Response<Body>) -> Result<(), Setback> {
    let headers = answer.headers();
    let etag = text(headers, ETAG.as_str());
    let goes_on = answer.status() == StatusCode::PARTIAL_CONTENT;
    if goes_on {
        let range = format!("bytes {}-{}/{}", part.bytes, latest.bytes - 1, latest.bytes);
        let other_file = etag.is_some() && part.etag().is_some() && etag != part.etag();
        if other_file || text(headers, CONTENT_RANGE.as_str()) != Some(&range) {
            part.begin_anew()?;
            return Err(Setback::passing("the server went on with something else"));
        }
    } else if part.bytes > 0 {
        part.begin_anew()?;
    }
    let announced = text(headers, CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
    let missing = latest.bytes - part.bytes;
    if let Some(announced) = announced.filter(|announced: &u64| *announced != missing) {
        let announced = announced.saturating_add(part.bytes);
        let (url, published) = (latest.url.clone(), latest.bytes);
        return Err(CannotFetch::Length { url, announced, published }.into());
    }
    if etag.is_some() || !goes_on {
        part.note_etag(etag)?;
    }
    Ok(())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn add_all(
    part: &mut Part,
    latest: &Latest,
    answer: Response<Body>,
    caller: &mut dyn Caller,
) -> Result<(), Setback> {
    let (total, from) = (latest.bytes, part.bytes);
    let mut body = answer.into_body().into_reader();
    let mut piece = vec![0; PIECE];
    let why = loop {
        match body.read(&mut piece) {
            Ok(0) if part.bytes == total => return Ok(()),
            Ok(0) => break "the connection was cut".to_owned(),
            Ok(n) if part.bytes + n as u64 > total => {
                let url = latest.url.clone();
                return Err(CannotFetch::TooLong { url, published: total }.into());
            }
            Ok(n) => part.add(&piece[..n])?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => break cut(&error),
        }
        caller.tell(Progress::Receiving { bytes: part.bytes, total });
    };
    let why = format!("{why} after {} of {total} bytes", part.bytes);
    Err(Setback::Passing { why, wait: None, got_on: part.bytes - from >= GOT_ON })
}
