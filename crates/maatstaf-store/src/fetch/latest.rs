//! Which release is the latest, as GitHub describes it.

use serde::Deserialize;
use ureq::Error;
use ureq::http::header::ACCEPT;

use super::address::address;
use super::ask::{agent, ask};
use super::error::{CannotFetch, Sha256};
use super::patience::{Setback, patiently};
use super::{Caller, Options, Progress};

/// The file of a release that holds the CSV tables.
const WANTED: &str = "f1db-csv.zip";
/// The longest description that is read. GitHub's has 50 KB.
const LONGEST: u64 = 4 << 20;
/// The longest tag. It becomes part of a file name.
const LONGEST_TAG: usize = 64;

/// The latest release, and its zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Its tag, such as `v2026.11.0`: letters, digits, dots, dashes and underscores.
    pub tag: String,
    /// Where its zip is.
    pub url: String,
    /// The size of the zip in bytes.
    pub bytes: u64,
    /// The checksum of the zip, where one is published.
    pub sha256: Option<Sha256>,
}

/// What we read of <https://docs.github.com/rest/releases/releases#get-the-latest-release>.
#[derive(Deserialize)]
struct Description {
    tag_name: String,
    assets: Vec<Asset>,
}

#[derive(Deserialize)]
struct Asset {
    name: String,
    size: u64,
    /// `sha256:` and 64 digits; `null` for files that came before GitHub worked it out.
    digest: Option<String>,
    browser_download_url: String,
}

/// Asks which release is the latest.
///
/// # Errors
///
/// When nobody answers, when the answer describes no release, or when that release has no
/// `f1db-csv.zip` of a size that we store.
pub fn latest(options: &Options, caller: &mut dyn Caller) -> Result<Latest, CannotFetch> {
    let url = address(&options.from)?.to_string();
    let agent = agent(options);
    let text = patiently(&url, options, caller, |caller| {
        caller.tell(Progress::Asking(&url));
        let headers = [
            (ACCEPT.as_str(), "application/vnd.github+json".to_owned()),
            ("x-github-api-version", "2022-11-28".to_owned()),
        ];
        let mut answer = ask(&agent, &url, &headers, caller.now())?;
        answer.body_mut().with_config().limit(LONGEST).read_to_vec().map_err(|error| match error {
            Error::BodyExceedsLimit(_) => not_one(&url, "it is longer than 4 MB").into(),
            other => Setback::passing(super::ask::cut(&other.into_io())),
        })
    })?;
    let description = serde_json::from_slice(&text).map_err(|error| not_one(&url, error))?;
    chosen(&url, description, options)
}

fn not_one(url: &str, why: impl ToString) -> CannotFetch {
    CannotFetch::NotADescription { url: url.to_owned(), why: why.to_string() }
}

fn chosen(url: &str, description: Description, options: &Options) -> Result<Latest, CannotFetch> {
    let Description { tag_name: tag, assets } = description;
    if !is_plain(&tag) {
        return Err(not_one(url, format!("the tag {:?} is no plain name", shortened(&tag))));
    }
    let Some(asset) = assets.iter().find(|asset| asset.name == WANTED) else {
        let found = assets.iter().map(|asset| shortened(&asset.name)).collect();
        return Err(CannotFetch::NoSuchFile { url: url.to_owned(), tag, wanted: WANTED, found });
    };
    let at = address(&asset.browser_download_url)?.to_string();
    if asset.size > options.largest {
        let (bytes, largest) = (asset.size, options.largest);
        return Err(CannotFetch::TooLarge { url: at, bytes, largest });
    }
    let digits = asset.digest.as_deref().and_then(|digest| digest.strip_prefix("sha256:"));
    let sha256 = digits.map(str::parse).transpose().map_err(|why: String| not_one(url, why))?;
    Ok(Latest { tag, url: at, bytes: asset.size, sha256 })
}

/// Whether a tag can be part of a file name, whatever the file system.
fn is_plain(tag: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !tag.is_empty() && tag.len() <= LONGEST_TAG && tag.bytes().all(plain)
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_TAG).collect()
}
