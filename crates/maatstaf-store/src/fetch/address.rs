//! Which addresses are asked: `https`, and `http` on this machine alone.
//!
//! A release that comes over an open line may be anybody's, and so may the checksum beside it.

use std::net::IpAddr;

use ureq::http::Uri;

use super::error::CannotFetch;

const ONLY_HTTPS: &str = "only https:// is, and http:// on this machine alone";

/// The address in a text, if it is one to ask.
pub fn address(url: &str) -> Result<Uri, CannotFetch> {
    let refused = |why| CannotFetch::Address { url: url.to_owned(), why };
    let uri: Uri = url.parse().map_err(|_| refused("it is not a URL"))?;
    match uri.scheme_str() {
        _ if uri.host().is_none_or(str::is_empty) => Err(refused("it names no host")),
        _ if uri.authority().is_some_and(|it| it.as_str().contains('@')) => {
            Err(refused("it holds a user name"))
        }
        Some("https") => Ok(uri),
        Some("http") if is_loopback(&uri) => Ok(uri),
        _ => Err(refused(ONLY_HTTPS)),
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// Where an answer at `from` leads, if one may go there.
pub fn redirected(from: &Uri, location: &str) -> Result<Uri, CannotFetch> {
    let refused = |why| CannotFetch::Redirect {
        url: from.to_string(),
        to: location.chars().take(200).collect(),
        why,
    };
    let to = address(&absolute(from, location)).map_err(|error| match error {
        CannotFetch::Address { why, .. } => refused(why),
        other => other,
    })?;
    if from.scheme_str() == Some("https") && to.scheme_str() != Some("https") {
        return Err(refused("https:// is not left"));
    }
    Ok(to)
}

/// A location as it may be written: whole, without scheme, from the root, or beside `from`.
fn absolute(from: &Uri, location: &str) -> String {
    let scheme = from.scheme_str().unwrap_or_default();
    let root = format!("{scheme}://{}", from.authority().map_or("", |it| it.as_str()));
    let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    match location {
        _ if location.contains("://") => location.to_owned(),
        _ if location.starts_with("//") => format!("{scheme}:{location}"),
        _ if location.starts_with('/') => format!("{root}{location}"),
        _ => format!("{root}{folder}/{location}"),
    }
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
